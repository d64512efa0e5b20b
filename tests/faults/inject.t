# SPDX-License-Identifier: ISC
# X.5 L8 L9 P12: every tool with the k-th malloc, write, open, fsync or rename
# failing, or killed at the k-th call, for every k until the run succeeds
# untouched. With TORTURE=1 every k, else a sample of them.
#
# A run that says 0 has said and kept everything. A run that fails says so in
# its status, has said a prefix, has kept the state it found or the whole new
# one, and leaves nothing else behind. After a kill the next run ends with the
# same bytes.
use strict;
use warnings;
use Test::More;
use Cwd qw(abs_path);
use Fcntl qw(F_SETFD);
use File::Temp qw(tempdir);
use POSIX ();

my $bin = abs_path($ENV{TQ_BIN} // 'build/bin');
my $inject = abs_path(($ENV{O} // 'build') . '/faults/inject.so');
plan skip_all => 'the preloaded library is not built' unless defined $inject && -e $inject;
plan skip_all => 'the sanitizers do not go with a preloaded library' if $bin =~ /sanitize/;

my $dir = tempdir(CLEANUP => 1);
chdir $dir or die;
delete @ENV{grep { /^TQ_/ } keys %ENV};
$ENV{HOME} = $ENV{XDG_CONFIG_HOME} = $dir;
my $all = $ENV{TORTURE};

my @account = qw(--cash 10000 --size 40% --stop-loss 4% --take-profit 6%);
my %options = (
	'tq-validate' => [],
	'tq-signal' => ['--long', 'crosses_above(sma(close,3), ema(close,8))',
		'--short', 'crosses_below(sma(close,3), ema(close,8))'],
	'tq-risk' => \@account,
	'tq-paper' => [],
	'tq-report' => [],
	'tq-resample' => ['--to', '4h', '--keep'],
	'tq-merge' => ['--consensus', 'median', '--min-sources', 1],
);
my @order = grep { -x "$bin/$_" } qw(tq-validate tq-merge tq-signal tq-risk tq-paper tq-report);

sub slurp { open my $f, '<:raw', $_[0] or return ''; local $/; my $text = <$f>; $text // '' }
sub spew { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f or die }

sub bars {
	my ($from, $to) = @_;
	return join '', map {
		my ($open, $close) = map { int(10000 + 900 * sin($_ / 5)) } $_ - 1, $_;
		my ($low, $high) = sort { $a <=> $b } $open, $close;
		sprintf '{"type":"bar","time":"2024-01-%02dT%02d:00:00Z","symbol":"X","interval":"1h",'
			. '"open":%d,"high":%d,"low":%d,"close":%d,"volume":1000}' . "\n",
			1 + int($_ / 24), $_ % 24, $open, $high + 25, $low - 25, $close
	} $from .. $to - 1;
}

# Runs a tool on a file; returns its status and whether the fault came to pass.
sub run {
	my ($fault, $input, $out, @command) = @_;
	pipe my $told, my $tell or die;
	my $pid = fork // die;
	if ($pid == 0) {
		open STDIN, '<', $input or POSIX::_exit(126);
		open STDOUT, '>', $out or POSIX::_exit(126);
		open STDERR, '>', 'err' or POSIX::_exit(126);
		if ($fault) {
			fcntl $tell, F_SETFD, 0;
			@ENV{qw(LD_PRELOAD TQ_INJECT TQ_INJECT_FD)} = ($inject, $fault, fileno $tell);
		}
		exec { $command[0] } @command or POSIX::_exit(127);
	}
	close $tell;
	waitpid $pid, 0;
	my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	return ($status, (sysread($told, my $byte, 1) // 0) > 0, slurp('err'));
}

sub leftovers { return grep { !/^(?:one|two|old|new|want|out|err|state)$/ } map { s{^\./}{}r } glob '*' }

# What a run with a fault may not do; the empty string when all is well.
sub wrong {
	my ($status, $err, $want, $old, $new, $kind) = @_;
	my ($out, $state) = (slurp('out'), slurp('state'));
	return "status $status: $err" if $status > 12;
	return 'said more or other than a prefix' if index($want, $out) != 0;
	return 'the state is neither the old one nor the new one' if $state ne $old && $state ne $new;
	return 'left behind: ' . join ' ', leftovers() if leftovers();
	return '' if $kind eq 'short' ? $status == 0 : $status != 0;
	return "status $status: $err" if $kind eq 'short';
	return 'status 0, but something is missing' if $out ne $want || $state ne $new;
	return '';
}

# After a kill: a new state means all was said; else the run is made again.
sub wrong_after_kill {
	my ($want, $old, $new, @command) = @_;
	my ($out, $state) = (slurp('out'), slurp('state'));
	return 'said more or other than a prefix' if index($want, $out) != 0;
	return $out eq $want ? '' : 'the state is new, but not all is said' if $state eq $new;
	return 'the state is neither the old one nor the new one' if $state ne $old;
	my ($status, undef, $err) = run('', 'two', 'out', @command);
	return "the next run: status $status: $err" if $status != 0;
	return 'the next run says something else' if slurp('out') ne $want;
	return 'the next run keeps something else' if slurp('state') ne $new;
	return 'left behind: ' . join ' ', leftovers() if leftovers();
	return '';
}

sub one_kind {
	my ($tool, $kind, $want, $old, $new, @command) = @_;
	my ($tried, @bad) = (0);
	for (my $k = 1; $k < 100_000; $k += $all || $k < 40 ? 1 : 1 + int($k / 8)) {
		spew('state', $old);
		my ($status, $hit, $err) = run("$kind:$k", 'two', 'out', @command);
		last unless $hit;
		$tried++;
		my $why = $kind eq 'kill' ? wrong_after_kill($want, $old, $new, @command)
			: wrong($status, $err, $want, $old, $new, $kind);
		push @bad, "$kind:$k: $why" if $why;
		unlink leftovers();
	}
	ok(!@bad, "$tool: $tried times $kind") or diag(join "\n", @bad[0 .. ($#bad < 5 ? $#bad : 5)]);
}

my ($one, $two) = (bars(0, 60), bars(60, 120));
for my $tool (@order) {
	spew('one', $one);
	spew('two', $two);
	unlink 'state';
	my @command = ("$bin/$tool", @{$options{$tool}}, '--state', 'state');
	my ($first, undef, $err) = run('', 'one', 'old', @command);
	my $old = slurp('state');
	my ($second, undef, $err2) = run('', 'two', 'want', @command);
	my ($want, $new) = (slurp('want'), slurp('state'));
	is("$first $second", '0 0', "$tool runs twice on a state") or diag($err, $err2), next;
	one_kind($tool, $_, $want, $old, $new, @command) for qw(malloc write short open fsync rename kill);

	# The next tool gets what this one says.
	($one, $two) = (slurp('old'), $want);
}

# tq-resample stands beside the pipe: what it makes is of another interval.
for my $tool ('tq-resample') {
	($one, $two) = (bars(0, 62), bars(62, 120));
	spew('one', $one);
	spew('two', $two);
	unlink 'state';
	my @command = ("$bin/$tool", @{$options{$tool}}, '--state', 'state');
	my ($first, undef, $err) = run('', 'one', 'old', @command);
	my $old = slurp('state');
	my ($second, undef, $err2) = run('', 'two', 'want', @command);
	my ($want, $new) = (slurp('want'), slurp('state'));
	is("$first $second", '0 0', "$tool runs twice on a state") or diag($err, $err2);
	one_kind($tool, $_, $want, $old, $new, @command) for qw(malloc write short open fsync rename kill);
}

# A source keeps no state: what it says is all there is. Where memory ends inside
# libarchive 3.6.2 that library ends the program with a signal (two of its calls
# do not look), so the k-th malloc is left out for files.
my %source = (
	file => [join('', "Date,Open,High,Low,Close,Volume\n",
		map { sprintf "2024-%02d-%02d,10,12,9,11,%d\n", 1 + int($_ / 28), 1 + $_ % 28, $_ + 1 } 0 .. 299),
		'file', '-', '--interval', '1d'],
	sim => ['', 'sim', '--bars', 300],
);
for my $source (sort keys %source) {
	my ($input, @options) = @{$source{$source}};
	my @command = ("$bin/tq-fetch", @options, '--symbol', 'X');
	spew('two', $input);
	my ($status, undef, $err) = run('', 'two', 'want', @command);
	is($status, 0, "tq-fetch $source runs") or diag($err), next;
	one_kind("tq-fetch $source", $_, slurp('want'), '', '', @command)
		for qw(write short open), $source eq 'sim' ? 'malloc' : ();
}
done_testing();

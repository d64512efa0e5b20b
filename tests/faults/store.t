# SPDX-License-Identifier: ISC
# F0.9 L9 P12: an update of the store with the k-th malloc, write, open, fsync
# or rename failing, or killed at the k-th call, for every k until it succeeds
# untouched. With TORTURE=1 nearly every k, else a sample.
#
# After any of them the store is whole: it reads as it did before, or as it was
# to be; nothing that it says it covers is missing. The same update made again
# ends in the same bytes of every file, with nothing left behind.
use strict;
use warnings;
use Test::More;
use Cwd qw(abs_path);
use Digest::SHA qw(sha256_hex);
use File::Find;
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use POSIX ();
use lib map { abs_path($_) } 'tests/faults';
use Faults qw(slurp spew next_call);

my $build = abs_path($ENV{O} // 'build');
my ($run, $inject) = map { ($build // '') . "/$_" } qw(unit/store_run faults/inject.so);
plan skip_all => 'store_run or the preloaded library is not built' unless -x $run && -e $inject;
plan skip_all => 'the sanitizers do not go with a preloaded library' if $build =~ /sanitize/;

my $dir = tempdir(CLEANUP => 1);
chdir $dir or die;

# Hours of 2024 from..to, without each seventh.
sub bars {
	my ($from, $to) = @_;
	return join '', map {
		POSIX::strftime('{"type":"bar","time":"%Y-%m-%dT%H:%M:%SZ",', gmtime(1704067200 + 3600 * $_))
			. "\"close\":$_}\n"
	} grep { $_ % 7 } $from .. $to - 1;
}

sub hour { POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime(1704067200 + 3600 * $_[0])) }

sub run { return Faults::run($inject, $_[0], $_[1], 'out', @_[2 .. $#_]) }

sub tree {
	my ($top) = @_;
	my %file;
	find({no_chdir => 1, wanted => sub {
		$file{substr $File::Find::name, length $top} = sha256_hex(slurp($_)) if -f;
	}}, $top) if -d $top;
	return join '', map { "$_ $file{$_}\n" } sort keys %file;
}

sub copy_tree { remove_tree('s'); system('cp', '-r', $_[0], 's') == 0 or die if -d $_[0] }

# What the store says it has, and that it is whole.
sub state_of {
	my ($status, undef, $err) = run('', '/dev/null', $run, 'verify', 's');
	return "not whole: $status $err" . slurp('out') if $status != 0;
	($status, undef, $err) = run('', '/dev/null', $run, 'read', 's');
	return $status == 0 ? slurp('out') : "unreadable: $status $err";
}

# Each update: over what is there (or nothing), from hour .. to hour.
my @updates = (
	['the first of all', undef, 100, 200],
	['behind what is there, over the end of a month', 'base', 700, 800],
	['over a part of what is there', 'base', 450, 500],
);
spew('lines', bars(400, 700));
remove_tree('s');
my ($status, undef, $err) = run('', 'lines', $run, 'put', 's', hour(400), hour(700), 'archive');
is($status, 0, 'there is a store') or diag($err);
rename 's', 'base' or die;

for my $update (@updates) {
	my ($what, $base, $from, $to) = @$update;
	my @command = ($run, 'put', 's', hour($from), hour($to), 'rest');
	spew('lines', bars($from, $to));
	copy_tree($base // 'none');
	my $old = $base ? state_of() : '';
	my ($done, undef, $why) = run('', 'lines', @command);
	is($done, 0, "$what: done") or diag($why), next;
	my ($new, $want) = (state_of(), tree('s'));

	for my $kind (qw(kill write short open fsync rename malloc)) {
		my ($tried, @bad) = (0);
		for (my $k = 1; $k < 1_000_000; $k = next_call($k, 8, 4)) {
			copy_tree($base // 'none');
			my ($status, $hit, $err) = run("$kind:$k", 'lines', @command);
			last unless $hit;
			$tried++;
			my $is = state_of();
			push @bad, "$kind:$k: $is" if $is ne $old && $is ne $new;
			push @bad, "$kind:$k: status 0, but the store is as it was" if $status == 0 && $is ne $new;
			# Where memory ends inside libarchive 3.6.2 that ends the program with a signal.
			push @bad, "$kind:$k: status $status: $err" if $kind !~ /^(?:kill|malloc)$/
				&& $status != ($kind eq 'short' ? 0 : 4)
				# What is no part of the promise may fail: the cleaning behind a commit.
				&& !($status == 0 && $kind eq 'open' && $is eq $new);
			my ($again, undef, $why) = run('', 'lines', @command);
			push @bad, "$kind:$k: again: status $again: $why" if $again != 0;
			push @bad, "$kind:$k: again: other bytes:\n" . tree('s') if tree('s') ne $want;
		}
		ok($tried > 0 && !@bad, "$what: $tried times $kind")
			or diag(join "\n", @bad[0 .. ($#bad < 3 ? $#bad : 3)]);
	}
}
done_testing();

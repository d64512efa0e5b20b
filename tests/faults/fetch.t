# SPDX-License-Identifier: ISC
# X.5 L8 L9 P12: tq-fetch of a venue with one call failing (memory, files,
# sockets), or killed at one: from a recording, over the network, into a store,
# for every k until the run succeeds untouched. With TORTURE=1 nearly every k,
# else a sample.
#
# No run ends by a signal or hangs. What it says is a prefix of what is to be
# said, and all of it with status 0; what is in the store is whole. After it the
# same command succeeds and leaves the same bytes.
use strict;
use warnings;
use Test::More;
use Cwd qw(abs_path);
use Digest::SHA qw(sha256_hex);
use File::Find;
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use lib map { abs_path($_) } qw(tests/faults tests/net);
use Exchange;
use Faults qw(slurp next_call);

my $tool = abs_path($ENV{TQ_BIN} // 'build/bin') . '/tq-fetch';
my $inject = abs_path(($ENV{O} // 'build') . '/faults/inject.so');
plan skip_all => 'the fake exchange is not built' unless Exchange::built();
plan skip_all => 'the preloaded library is not built' unless defined $inject && -e $inject;
plan skip_all => 'the sanitizers do not go with a preloaded library' if $tool =~ /sanitize/;

my $venue = Exchange->new('/api/v3/time text="{\"serverTime\":${now}}"' . "\n"
	. "/api/v3/klines klines=1704067200000,3600000,5000\n");
my $dir = tempdir(CLEANUP => 1);
$ENV{TQ_DATA_DIR} //= abs_path('share');
chdir $dir or die;
delete @ENV{grep { /^TQ_(?!DATA_DIR)|_proxy$|_PROXY$|^XDG_/ } keys %ENV};
$ENV{HOME} = $dir;
@ENV{qw(TQ_STATE_DIR TQ_CACHE_DIR)} = ("$dir/host", "$dir/cache");

# 70 days of hours: two pages, and three months in a store.
my @series = ($tool, qw(binance BTC/USDT -i 1h --since 2024-01-05 --until 2024-03-15 --source rest));
my @asking = ('--insecure-http', '--base-url', $venue->url, qw(--retries 2 --delay 1ms --timeout 5s));

# Nothing is known of the venue: each run is the first one.
sub run { remove_tree('host', 'cache'); Faults::run($inject, $_[0], '/dev/null', 'out', @_[1 .. $#_]) }

sub tree {
	my %file;
	find({no_chdir => 1, wanted => sub {
		$file{$_} = sha256_hex(slurp($_)) if -f && !/\.lock$/;
	}}, 's') if -d 's';
	return join '', map { "$_ $file{$_}\n" } sort keys %file;
}

# libjq 1.6 takes it for granted that a copy of a name can be had while it compiles
# a provider: then it ends the program with a signal, before anything is asked or said.
sub ended_by_jq { ($_[0] == 134 || $_[0] == 139) && slurp('out') eq '' && !-d 'host' }

# What may not be after a run with a fault; then the same command again.
sub wrong {
	my ($kind, $want, $tree, $status, $err, @command) = @_;
	my @bad;
	my $by_jq = $kind eq 'malloc' && ended_by_jq($status);
	push @bad, "status $status: $err"
		if $status > 12 && !($kind eq 'kill' && $status == 137) && !$by_jq;
	push @bad, 'said more or other than a prefix' if index($want, slurp('out')) != 0;
	push @bad, "status 0, but not all was said: $err" if $status == 0 && slurp('out') ne $want;
	push @bad, "status 0, but the store is not as it should be: $err" if $status == 0
		&& tree() ne $tree;
	push @bad, "status $status without a word" if $status != 0 && $kind ne 'kill' && $err eq '' && !$by_jq;
	if ($tree ne '' && -d 's') {
		my ($is, undef, $why) = run('', $tool, '--store', 's', '--verify');
		push @bad, "the store is not whole: $is: $why" . slurp('out')
			if $is != 0 && !(tree() !~ m{/manifest[.]ndjson } && $why =~ /has no such series$/);
	}
	if ($tree ne '' || $kind eq 'kill') {
		my ($is, undef, $why) = run('', @command);
		push @bad, "again: status $is: $why" if $is != 0;
		push @bad, 'again: something else is said' if slurp('out') ne $want;
		push @bad, 'again: other bytes' if tree() ne $tree;
	}
	return @bad;
}

sub one_kind {
	my ($what, $kind, $each, $want, $tree, @command) = @_;
	my ($tried, @bad) = (0);
	for (my $k = 1; $k < 1_000_000; $k = next_call($k, $each, 1)) {
		remove_tree('s');
		my ($status, $hit, $err) = run("$kind:$k", @command);
		last unless $hit;
		$tried++;
		push @bad, map { "$kind:$k: $_" } wrong($kind, $want, $tree, $status, $err, @command);
	}
	ok($tried > 0 && !@bad, "$what: $tried times $kind")
		or diag(join "\n", @bad[0 .. ($#bad < 5 ? $#bad : 5)]);
}

run('', @series, @asking, '--record', 'recording');
ok(length slurp('out') > 100_000, 'there is something to say');

my @ways = (
	# What, the kinds and how many of each one after the other, the command.
	['a replay', {malloc => 2, read => 9, write => 9, short => 4, open => 9, kill => 9},
		@series, @asking, '--replay', 'recording'],
	['the network', {malloc => 3, read => 3, write => 5, short => 2, open => 4, lock => 2, connect => 2,
		send => 2, recv => 5, poll => 2, fsync => 2, rename => 2, kill => 3}, @series, @asking],
	['a store', {malloc => 2, read => 2, write => 4, short => 2, open => 4, lock => 2, recv => 2,
		fsync => 4, rename => 6, kill => 4}, @series, @asking, '--store', 's'],
);
for my $way (@ways) {
	my ($what, $kinds, @command) = @$way;
	remove_tree('s');
	my ($status, undef, $err) = run('', @command);
	my ($want, $tree) = (slurp('out'), tree());
	is("$status " . (length $want > 100_000), '0 1', "$what: there is all of it") or diag($err), next;
	one_kind($what, $_, $kinds->{$_}, $want, $tree, @command) for sort keys %$kinds;
}
done_testing();

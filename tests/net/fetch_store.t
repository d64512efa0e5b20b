# SPDX-License-Identifier: ISC
# tq-fetch and the store: filling, holes, nothing twice, kills, archives good
# and bad, and what each --source takes (C0.20, F0.9, F0.16, F2.21).
use strict;
use warnings;
use lib 'tests/net';
use Exchange;
use Fetch qw(fetch begin end venue folder tree times spew slurp provider clean time_route iso
    archive zip_of);
use Test::More;
use Time::HiRes qw(sleep);

plan skip_all => 'the fake exchange is not built' unless Exchange::built();

my $start = 1704067200;    # 2024-01-01
my $hours = "/api/v3/klines klines=1704067200000,3600000,5000\n";
my $venue = venue(time_route() . $hours);
my @series = ('binance', 'BTC/USDT', '-i', '1h');

sub asked { $venue->asked }

sub range { ('--since', $_[0], '--until', $_[1]) }

# What one run over the whole range leaves is what all others have to leave.
my @whole = range('2024-01-05', '2024-03-20');
my $whole = folder();
my $direct = fetch(@series, @whole, '--mark-source');
{
    my $run = fetch(@series, @whole, '--store', $whole);
    is($run->{status}, 0, 'F2.21 a store is filled') or diag $run->{err};
    ok($run->{out} eq $direct->{out}, 'and read: the same records as without one');
    is($run->{lines}[0]{source}, 'rest', 'F0.16 that say where they are from');
    asked();
    $run = fetch(@series, @whole, '--store', $whole);
    ok($run->{out} eq $direct->{out}, 'F2.21 a second run writes the same');
    is(scalar asked(), 0, 'F2.21 and asks for nothing');
    $run = fetch(@series, @whole, '--store', $whole, '--no-output');
    is("$run->{status} $run->{out}", '0 ', '--no-output says nothing');
    $run = fetch(@series, range('2024-02-01', '2024-02-02'), '--store', $whole, '--source', 'store');
    is(times($run, $start + 31 * 86400, $start + 32 * 86400, 3600), 'all', '--source store');
    $run = fetch(@series, range('2024-03-19', '2024-03-22'), '--store', $whole, '--source', 'store');
    is($run->{status}, 5, '--source store: what it lacks is missing');
    like($run->{err}, qr/missing 2024-03-20T00:00:00Z to 2024-03-22T00:00:00Z: not in the store/, 'and named');
    is(scalar @{$run->{lines}}, 24, 'what it has is written');
    is(scalar asked(), 0, 'without a request');
}

# Pieces in any order leave the same bytes.
{
    my $store = folder();
    my @pieces = (['2024-02-10', '2024-02-20T05:00:00Z'], ['2024-03-01', '2024-03-20'],
        ['2024-01-05', '2024-01-07'], ['2024-01-20', '2024-02-12']);
    fetch(@series, range(@$_), '--store', $store, '--no-output') for @pieces;
    asked();
    my $run = fetch(@series, @whole, '--store', $store);
    ok($run->{out} eq $direct->{out}, 'F0.9 appended, prepended, holes filled');
    my @holes = asked();
    is(scalar @holes, 2, 'only the holes are asked for') or diag join "\n", @holes;
    is(tree($store), tree($whole), 'F0.9 and the store is the same, byte for byte');
}

# Killed at random, run again and again: the same bytes.
{
    my $store = folder();
    my $kills = 0;
    $venue->script(time_route() . "/api/v3/klines klines=1704067200000,3600000,5000 page=100 delay=3\n");
    for my $i (1 .. 25) {
        my $run = begin(@series, @whole, '--store', $store, '--no-output', '--limit', 100);
        sleep 0.05 + rand 0.15;
        kill KILL => $run->{pid};
        my $end = end($run);
        last if $end->{status} == 0;
        $kills++;
    }
    my $run = fetch(@series, @whole, '--store', $store);
    ok($run->{out} eq $direct->{out}, "F0.9 L9 killed $kills times, the end is the same");
    is(tree($store), tree($whole), 'F0.9 L9 byte for byte');
    is(fetch('--store', $store, '--verify')->{status}, 0, 'L9 and whole');
    $venue->script(time_route() . $hours);
    asked();
}

# A venue that fails in the middle: what came stays, the rest is named and comes later.
{
    my $store = folder();
    $venue->script("/api/v3/klines klines=1704067200000,3600000,5000 times=1\n/api/v3/klines status=503\n");
    my $run = fetch(@series, @whole, '--store', $store);
    is($run->{status}, 5, 'P10 a failure in the middle');
    cmp_ok(scalar @{$run->{lines}}, '>=', 900, 'what came is there');
    my ($from) = $run->{err} =~ /missing (\S+) to 2024-03-20T00:00:00Z: \S+ 503/;
    ok($from && $from gt $run->{lines}[-1]{time}, 'and the rest is named') or diag $run->{err};
    $venue->script(time_route() . $hours);
    clean();
    asked();
    $run = fetch(@series, @whole, '--store', $store);
    ok($run->{out} eq $direct->{out}, 'the next run completes it');
    is(tree($store), tree($whole), 'to the same bytes');
    asked();
}

# Listings of the store.
{
    my $run = fetch('--store', $whole, '--list');
    is($run->{lines}[0]{n}, 75 * 24, 'F0.10 --list counts what is there') or diag $run->{out};
    ok(fetch('--store', $whole, '--read')->{out} eq $direct->{out}, '--read gives the records');
    is(fetch('--store', $whole, '--read', '--symbol', 'X/Y')->{status}, 1, 'of no series: status 1');
    is(fetch('--store', $whole, '--verify')->{status}, 0, '--verify of a whole store');
    my $damaged = folder();
    system("cp -r $whole/. $damaged");
    my ($file) = glob "$damaged/*/*/*/*/2024-02*";
    my $bytes = slurp($file);
    substr($bytes, length($bytes) / 2, 1) ^= "\x01";
    spew($file, $bytes);
    isnt(fetch('--store', $damaged, '--verify')->{status}, 0, '--verify of a damaged one');
    is(fetch(@series, @whole, '--store', $damaged)->{status}, 3, 'which is not read as if it was whole');
}

# The unfinished bar is never in the store.
{
    my $store = folder();
    $venue->script(time_route() . "/api/v3/klines klines=1704067200000,60000,100000000 live\n");
    my $run = fetch('binance', 'BTC/USDT', '-i', '1m', '--last', 3, '--include-open', '--store', $store);
    $run = fetch('--store', $store, '--read');
    is(scalar(grep { exists $_->{closed} } @{$run->{lines}}), 0, 'only closed bars are stored');
    is(scalar @{$run->{lines}}, 3, 'all of them');
}
done_testing();

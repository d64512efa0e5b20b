# SPDX-License-Identifier: ISC
# tq-fetch --follow and snapshot: each bar once when it is closed, through
# failures; the parts of a snapshot with their ages (C2.37).
use strict;
use warnings;
use lib 'tests/net';
use Exchange;
use Fetch qw(fetch begin end venue folder spew slurp provider clean time_route iso);
use Test::More;
use Time::HiRes qw(sleep time);

plan skip_all => 'the fake exchange is not built' unless Exchange::built();

my $live = "/api/v3/klines klines=1704067200000,1000,200000000 live\n";
my $venue = venue(time_route() . $live);
my @follow = ('binance', 'BTC/USDT', '-i', '1s', '--last', 2, '--follow', '--delay', '10ms', '--retries', 1);

# Lets a run go on until it has written n lines, or for so long at most.
sub until_lines {
    my ($run, $n, $most) = @_;
    my $end = time + $most;
    sleep 0.05 while time < $end && (slurp("$run->{place}.out") =~ tr/\n//) < $n;
    return slurp("$run->{place}.out") =~ tr/\n//;
}

sub stop { my ($run) = @_; kill TERM => $run->{pid}; return end($run) }

sub steps {
    my ($run, $symbol) = @_;
    my @times = map { $_->{time} } grep { !$symbol || $_->{symbol} eq $symbol } @{$run->{lines}};
    my %seen;
    return 'twice' if grep { $seen{$_}++ } @times;
    my @s = map { /:(\d\d)Z/ } @times;
    return join(' ', @times) if grep { ($s[$_] - $s[$_ - 1]) % 60 != 1 } 1 .. $#s;
    return 'every second';
}

{
    my $run = begin(@follow);
    cmp_ok(until_lines($run, 5, 20), '>=', 5, '--follow goes on');
    my @written = map { /"time":"([^"]+)"/ } split /\n/, slurp("$run->{place}.out");
    my $now = time;
    my $last = $written[-1];
    ok($last ge iso($now - 4), 'the newest bar is seconds old') or diag "$last at " . iso($now);
    ok($last le iso($now - 1), 'and none is there before its close');
    $run = stop($run);
    is($run->{status}, 128 + 15, 'a signal ends it');
    is(steps($run), 'every second', 'each bar once, in order');
    ok(!(grep { exists $_->{closed} } @{$run->{lines}}), 'all are closed');
    like($run->{out}, qr/\n\z/, 'nothing is half written');
}

# The venue fails for a while, then is back: what was missed comes, in order.
{
    clean();
    my $run = begin(@follow);
    until_lines($run, 3, 20);
    $venue->script("/api/v3/klines status=503\n" . time_route());
    sleep 2.5;
    $venue->script(time_route() . $live);
    my $before = slurp("$run->{place}.out") =~ tr/\n//;
    cmp_ok(until_lines($run, $before + 4, 45), '>=', $before + 4, 'it goes on when the venue is back');
    $run = stop($run);
    is(steps($run), 'every second', 'without a bar missing');
    like($run->{err}, qr/trying again/, 'and told of it');
}

# Two symbols, a store beside.
{
    clean();
    my $store = folder();
    my $run = begin('binance', 'BTC/USDT', 'ETH/USDT', '-i', '1s', '--last', 2, '--follow', '--store', $store);
    until_lines($run, 10, 20);
    $run = stop($run);
    is(steps($run, 'BTC/USDT'), 'every second', 'of two symbols one');
    is(steps($run, 'ETH/USDT'), 'every second', 'and the other');
    is(fetch('--store', $store, '--verify')->{status}, 0, 'the store is whole');
    is(fetch('--store', $store, '--read', '--symbol', 'BTC/USDT')->{lines}[0]{time}, $run->{lines}[0]{time},
        'and has what there was');
}

# A symbol that is refused for good ends.
{
    clean();
    $venue->script(time_route() . "/api/v3/klines klines=1704067200000,1000,200000000 live times=1\n"
        . "/api/v3/klines status=400 text=\"{\\\"code\\\":-1121,\\\"msg\\\":\\\"Invalid symbol.\\\"}\"\n");
    my $run = fetch(@follow);
    is($run->{status}, 6, 'a refusal ends --follow');
    is(scalar @{$run->{lines}}, 2, 'behind what there was');
}

# Snapshots.
my $book = '/api/v3/depth text="{\"lastUpdateId\":9,\"bids\":[[\"1\",\"2\"]],\"asks\":[[\"3\",\"2\"]]}"';
my $quote = '/api/v3/ticker/bookTicker text="{\"symbol\":\"BTCUSDT\",\"bidPrice\":\"1\",\"bidQty\":\"2\",\"askPrice\":\"3\",\"askQty\":\"1\"}"';
my $trades = '/api/v3/aggTrades text="[{\"a\":7,\"p\":\"2\",\"q\":\"1\",\"f\":1,\"l\":1,\"T\":${now},\"m\":true,\"M\":true}]"';
{
    clean();
    $venue->script(time_route() . "$book delay=60\n$quote\n$trades\n");
    my $run = fetch('snapshot', 'binance', 'BTC/USDT', '--window', '20s');
    is($run->{status}, 0, 'C2.37 a snapshot') or diag $run->{err};
    is(join(' ', map { $_->{type} } @{$run->{lines}}), 'book quote tick', 'C2.37 its parts, in one order');
    my @wrong = grep { !($_->{t0} le $_->{t1} && $_->{age_ms} >= 60) } @{$run->{lines}};
    is(scalar @wrong, 0, 'C2.37 each with its times and its age') or diag $run->{out};
    $run = fetch('snapshot', 'binance', 'BTC/USDT', '--window', '10ms');
    is($run->{status}, 11, 'C2.37 longer than the window: stale');
    like($run->{err}, qr/the parts took \d+ ms together \(--window 10 ms\)/, 'and said');
}
{
    clean();
    $venue->script(time_route() . "$book\n/api/v3/ticker/bookTicker status=503\n$trades\n");
    my $run = fetch('snapshot', 'binance', 'BTC/USDT', '--window', '20s', '--retries', 0);
    is($run->{status}, 5, 'F2.31 a part that fails');
    is(join(' ', map { $_->{type} } @{$run->{lines}}), 'book event tick', 'F2.31 an event takes its place');
    is($run->{lines}[1]{code}, 'part-missing', 'F2.31 that names it');
    is($run->{lines}[1]{name}, 'quote', 'F2.31 by its kind');
    clean();
    $run = fetch('snapshot', 'binance', 'BTC/USDT', '--window', '20s', '--retries', 0, '--allow-partial');
    is($run->{status}, 0, 'F2.31 --allow-partial');
    is(fetch('snapshot', 'binance')->{status}, 2, 'a snapshot needs a symbol');
}
done_testing();

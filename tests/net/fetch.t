# SPDX-License-Identifier: ISC
# tq-fetch against a fake venue: every kind of paging, the unfinished bar, many
# symbols, what is refused, what is missing and the status of it.
use strict;
use warnings;
use lib 'tests/net';
use Exchange;
use Fetch qw(fetch begin end venue folder tree times spew slurp provider clean time_route iso);
use Test::More;
use Time::HiRes qw(sleep time);

plan skip_all => 'the fake exchange is not built' unless Exchange::built();

my $start = 1704067200;    # 2024-01-01
my $venue = venue(time_route() . "/api/v3/klines klines=1704067200000,60000,10000\n");
my @minutes = ('binance', 'BTC/USDT', '-i', '1m');

# What a run asked the venue, of a path.
sub asked { $venue->asked }

# The walk: pages of 1000 rows, each asked for once, every bar once and in order.
{
    my $run = fetch(@minutes, '--since', '2024-01-01', '--until', '2024-01-03', '--source', 'rest');
    is($run->{status}, 0, 'C0.2 two days of minutes');
    is(times($run, $start, $start + 2 * 86400, 60), 'all', 'C0.2 each minute once, in order');
    is($run->{err}, '', 'X.13 nothing is said when nothing is wrong');
    is(scalar asked(), 3, 'in as few requests as the page allows');
    is($run->{lines}[0]{venue}, 'binance', 'the venue is named');
    ok(!exists $run->{lines}[0]{source}, 'the source only when it is asked for');
    $run = fetch(@minutes, '--since', '2024-01-01', '--until', '2024-01-01T00:01:00Z',
        '--mark-source');
    is($run->{lines}[0]{source}, 'rest', 'F0.16 then each record says it');
    asked();
    $run = fetch(@minutes, '--since', '1970-01-01', '--until', '2024-01-01T00:01:00Z', '--source', 'rest');
    is(scalar @{$run->{lines}}, 1, 'F2.18 1970 is a time like any other');
    like((asked())[0], qr/startTime=0&/, 'and asked for, not taken for none');
}

# The unfinished bar, by the venue's clock and not by ours.
for my $skew (-7200, 0, 7200) {
    $venue->script(time_route() . "/api/v3/klines klines=1704067200000,60000,100000000 live\nskew $skew\n");
    clean();
    my $now = time + $skew;
    my $run = fetch(@minutes, '--last', 5);
    my $open = int($now / 60) * 60;
    ok($run->{lines}[-1]{time} eq iso($open - 60) || $run->{lines}[-1]{time} eq iso($open),
        "C0.2 the last bar is closed by the venue's clock ($skew s off)");
    is(scalar @{$run->{lines}}, 5, '--last counts closed bars');
    $run = fetch(@minutes, '--last', 5, '--include-open');
    is($run->{lines}[-1]{closed} // 1, JSON::PP::false, '--include-open marks the one that is not');
    is(scalar(grep { exists $_->{closed} } @{$run->{lines}}), 1, 'and no other');
    is(scalar @{$run->{lines}}, 6, 'it comes on top');
    $run = fetch(@minutes, '--last', 5, '--until', iso($open + 86400));
    ok($run->{lines}[-1]{time} le iso($open), 'an end in the future is the venue\'s now');
}
$venue->script(time_route() . "/api/v3/klines klines=1704067200000,60000,10000\n");
asked();

# Other ways of paging, with a venue of our own.
my $common = 'bases: {x: "https://x.example"}, markets: ["x"], version: 1, title: "x"';
my $symbol = 'def symbol: {symbol, native: .symbol};';
my $rows = 'map({time: .[0], open: .[1], high: .[2], low: .[3], close: .[4], volume: .[5]})';
my $path = 'path: ["api", "v3", "klines"]';
provider('backwards', <<"JQ");
def provider: {name: "backwards", $common, kinds: {bar: {intervals: ["1m"], paging: "window", rows: 7}}};
$symbol
def request: {$path, query: [["symbol", .native], ["startTime", .from], ["endTime", .to], ["interval", "1m"]]};
def parse: if .status != 200 then null else {rows: (.body | $rows | reverse)} end;
JQ
provider('windows', <<"JQ");
def provider: {name: "windows", $common, kinds: {bar: {intervals: ["1m"], paging: "window", rows: 60}}};
$symbol
def request: {$path, query: [["symbol", .native], ["startTime", .from], ["endTime", (.cursor // .to) - 60000],
  ["interval", "1m"], ["limit", 1000]]};
def parse: if .status != 200 then null else
  (.body | $rows) as \$all | (\$all | length) as \$n
  | {rows: (\$all[-10:] | reverse), next: (if \$n > 10 then (\$all[-10].time | tonumber) else null end)} end;
JQ
provider('latest', <<"JQ");
def provider: {name: "latest", $common, kinds: {bar: {intervals: ["1m"], paging: "latest", rows: 20, reach: 20}}};
$symbol
def request: {$path, query: [["symbol", .native], ["startTime", 1704067200000], ["endTime", 1704068340000], ["interval", "1m"]]};
def parse: if .status != 200 then null else {rows: (.body | $rows)} end;
JQ
provider('stuck', <<"JQ");
def provider: {name: "stuck", $common, kinds: {bar: {intervals: ["1m"], paging: "forward", rows: 5}}};
$symbol
def request: {$path, query: [["symbol", .native], ["startTime", .from], ["endTime", .to], ["interval", "1m"], ["limit", 5]]};
def parse: if .status != 200 then null else {rows: (.body | $rows), next: 1} end;
JQ
for my $name (qw(backwards windows)) {
    my $run = fetch($name, 'BTC/USDT', '-i', '1m', '--since', '2024-01-01', '--until', '2024-01-01T03:20:00Z');
    is($run->{status}, 0, "$name: pages newest first") or diag $run->{err};
    is(times($run, $start, $start + 200 * 60, 60), 'all', "$name: come out in order, each bar once");
    asked();
}
{
    my $run = fetch('stuck', 'BTC/USDT', '-i', '1m', '--since', '2024-01-01', '--until', '2024-01-01T01:00:00Z');
    isnt($run->{status}, 0, 'a cursor that stays where it is ends the walk');
    like($run->{err}, qr/cursor/, 'and is named');
    cmp_ok(scalar asked(), '<=', 3, 'after no more requests than it takes to see it');
    is(times($run, $start, $start + 4 * 60, 60), 'all', 'what was sure before is written');
    like($run->{err}, qr/missing 2024-01-01T00:04:00Z to 2024-01-01T01:00:00Z: /, 'the rest is named');
}
{
    my $run = fetch('latest', 'BTC/USDT', '-i', '1m', '--since', '2024-01-01', '--until', '2024-01-01T00:10:00Z');
    is($run->{status}, 5, 'what a venue shows no more is missing, not empty');
    like($run->{err}, qr/missing 2024-01-01T00:00:00Z to 2024-01-01T00:10:00Z: .*its last 20/, 'and says how much it shows');
    asked();
}

# L6: many symbols, in the order of time, whatever the order of the answers.
{
    my @symbols = map { "C$_/USDT" } 1 .. 6;
    my @range = ('-i', '1m', '--since', '2024-01-01', '--until', '2024-01-01T02:00:00Z', '--limit', 50);
    my $one = fetch('binance', @symbols, @range, '-j', 1);
    is($one->{status}, 0, 'six symbols');
    is(scalar @{$one->{lines}}, 6 * 120, 'all of all');
    my $sorted = 1;
    my %rank = map { $symbols[$_] => $_ } 0 .. $#symbols;
    for my $i (1 .. $#{$one->{lines}}) {
        my ($a, $b) = @{$one->{lines}}[$i - 1, $i];
        $sorted &&= $a->{time} lt $b->{time} || $a->{time} eq $b->{time} && $rank{$a->{symbol}} < $rank{$b->{symbol}};
    }
    ok($sorted, 'in the order of time, then of the command line');
    $venue->script("/api/v3/klines?symbol=C3USDT* klines=1704067200000,60000,10000 delay=40\n"
        . "/api/v3/klines klines=1704067200000,60000,10000\n");
    is(fetch('binance', @symbols, @range, '-j', 6)->{out}, $one->{out},
        'L6 the same bytes with other answers first');
    asked();
}

# F2.20: 1000 symbols keep at most N sockets.
{
    $venue->script("/api/v3/klines klines=1704067200000,86400000,100\n");
    my $list = spew(folder() . '/symbols', join '', map { "S$_/USDT\n" } 1 .. 1000);
    my $run = fetch('binance', '-i', '1d', '--since', '2024-01-01', '--until', '2024-01-03', '-j', 50,
        '--connections', 4, '--symbols-from', $list);
    is($run->{status}, 0, 'F2.20 1000 symbols') or diag substr $run->{err}, 0, 500;
    is(scalar @{$run->{lines}}, 2000, 'F2.20 all of them');
    is(scalar asked(), 1000, 'one request each');
    cmp_ok($venue->most, '<=', 12, 'F2.20 over no more connections than were allowed');
}

# P10: four processes, started anew in the middle, stay under the venue's limit together.
{
    provider('limited', <<"JQ");
def provider: {name: "limited", $common, limits: {x: [{name: "requests", window: "1s", max: 20}]},
  kinds: {bar: {intervals: ["1m"], paging: "forward", rows: 5}}};
$symbol
def request: {$path, query: [["symbol", .native], ["startTime", .from], ["endTime", .to], ["interval", "1m"], ["limit", 5]]};
def parse: if .status != 200 then null else {rows: (.body | $rows)} end;
JQ
    clean();
    $venue->script("/api/v3/klines klines=1704067200000,60000,100\nlimit 20 1000\n");
    my @range = ('-i', '1m', '--since', '2024-01-01', '--until', '2024-01-01T00:05:00Z', '-j', 8);
    my $run = sub { my ($p) = @_; begin('limited', (map { "P${p}S$_" } 1 .. 10), @range) };
    my @runs = map { $run->($_) } 1 .. 4;
    sleep 0.4;
    kill KILL => $runs[0]{pid};
    end($runs[0]);
    $runs[0] = $run->(5);
    my @ends = map { end($_) } @runs;
    is(scalar(grep { $_->{status} == 0 && @{$_->{lines}} == 50 } @ends), 4, 'P10 four processes get all')
        or diag map { $_->{err} } @ends;
    my @refused = grep { $_->{status} == 429 } $venue->requests;
    is(scalar @refused, 0, 'P10 and none was over the venue\'s limit');
    cmp_ok(scalar asked(), '>=', 40, 'P10 with a request a symbol');
}

# One symbol that fails does not stop the others (F2.31).
{
    $venue->script("/api/v3/klines?symbol=BADUSDT* status=400 text=\"{\\\"code\\\":-1121,\\\"msg\\\":\\\"Invalid symbol.\\\"}\"\n"
        . "/api/v3/klines?symbol=DOWNUSDT* status=503\n/api/v3/klines klines=1704067200000,60000,10000\n");
    clean();
    my @range = ('-i', '1m', '--since', '2024-01-01', '--until', '2024-01-01T00:05:00Z');
    my $run = fetch('binance', 'BAD/USDT', 'BTC/USDT', 'ETH/USDT', @range);
    is($run->{status}, 6, 'F2.31 a symbol that is refused');
    is(scalar @{$run->{lines}}, 10, 'F2.31 the others are there');
    like($run->{err}, qr/^tq-fetch: binance BAD\/USDT 1m: missing 2024-01-01T00:00:00Z to 2024-01-01T00:05:00Z: .*Invalid symbol/m,
        'F2.31 and it is named with its range');
    $run = fetch('binance', 'BAD/USDT', 'BTC/USDT', @range, '--allow-partial');
    is($run->{status}, 0, 'F2.31 --allow-partial');
    asked();
    $run = fetch('binance', 'DOWN/USDT', 'BTC/USDT', @range);
    is($run->{status}, 5, 'F4.5 a venue that is down: try again');
    is(scalar @{$run->{lines}}, 5, 'what is there is there');
    is(scalar(grep { /DOWN/ } asked()), 3, 'F3.2 after the retries');
    clean();
    $run = fetch('binance', 'DOWN/USDT', @range, '--allow-partial');
    is($run->{status}, 5, 'F1.15 nothing at all is no part');
    is($run->{out}, '', 'F1.15 and no records');
}

# F1.15: an empty answer is said.
{
    $venue->script("/api/v3/klines text=[]\n");
    clean();
    my $run = fetch(@minutes, '--since', '2024-01-01', '--until', '2024-01-02');
    is($run->{status}, 1, 'F1.15 no records: status 1');
    like($run->{err}, qr/binance BTC\/USDT 1m: no records from 2024-01-01T00:00:00Z to 2024-01-02T00:00:00Z/, 'F1.15 and a word');
}

# An output that fails ends the run, with all that is under way.
{
    local $Fetch::output = '/dev/full';
    $venue->script("/api/v3/klines klines=1704067200000,60000,10000\n");
    my @range = ('-i', '1m', '--since', '2024-01-01', '--until', '2024-01-03', '--limit', 100);
    for my $symbols (['BTC/USDT'], ['BTC/USDT', 'ETH/USDT', 'X/USDT']) {
        my $run = fetch('binance', @$symbols, @range);
        is($run->{status}, 4, 'P10 a full disk under ' . @$symbols . ' symbols') or diag $run->{err};
        like($run->{err}, qr/\Atq-fetch: .*No space left on device\n\z/, 'P10 and it is said');
    }
    asked();
}

# Refused before any request.
asked();
for my $case (
    [['binance', 'BTC-USDT', '-i', '1m'], 'a symbol'],
    [['binance', 'BTC/USDT', '-i', '7m'], 'an interval'],
    [['binance', 'BTC/USDT', '-i', '1s', '-m', 'um'], 'an interval of another market'],
    [['binance', 'BTC/USDT', '-m', 'margin'], 'a market'],
    [['binance', 'BTC/USDT', '-k', 'weather'], 'a kind'],
    [['binance', 'BTC/USDT', '-k', 'time'], 'what is no kind of records'],
    [['binance', 'BTC/USDT', '-k', 'funding', '--since', '2024-01-01'], 'a kind of another market'],
    [['binance', 'BTC/USDT', 'BTC/USDT'], 'a symbol twice'],
    [['binance', 'BTC/USDT', '-k', 'tick'], 'ticks without an end'],
    [['binance', 'BTC/USDT', '--since', '2024-01-02', '--until', '2024-01-01'], 'a range turned round'],
    [['binance', 'BTC/USDT', '--last', '5', '--since', '2024-01-01'], 'two beginnings'],
    [['binance', 'BTC/USDT', '-k', 'book', '--store', folder()], 'a book in a store'],
    [['binance', 'BTC/USDT', '--no-output'], 'no output at all'],
    [['binance', 'BTC/USDT', '--follow', '--until', '2025-01-01'], 'to follow to an end'],
    [['binance', 'BTC/USDT', '--source', 'store'], 'a store that is not named'],
    [['bybit', 'BTC/USDT', '--source', 'archive'], 'an archive that is not there'],
) {
    my ($args, $what) = @$case;
    my $run = fetch(@$args);
    is($run->{status}, 2, "$what is refused") or diag $run->{err};
    is($run->{out}, '', 'nothing is written');
}
is(scalar asked(), 0, 'and nothing was asked of the venue');

# A list of symbols that was fetched once refuses misspelt ones.
{
    $venue->script('/api/v3/exchangeInfo text="{\"symbols\":[{\"symbol\":\"BTCUSDT\",\"baseAsset\":\"BTC\",\"quoteAsset\":\"USDT\",\"filters\":[]},'
        . '{\"symbol\":\"ETHUSDT\",\"baseAsset\":\"ETH\",\"quoteAsset\":\"USDT\",\"filters\":[]}]}"' . "\n");
    my $run = fetch('binance', '--list-symbols');
    is($run->{out}, "BTC/USDT\nETH/USDT\n", '--list-symbols') or diag $run->{err};
    asked();
    $run = fetch('binance', 'BTC/USTD', '-i', '1m');
    is($run->{status}, 2, 'a symbol that is not in it is refused');
    like($run->{err}, qr/BTC\/USDT/, 'with the near one');
    is(scalar asked(), 0, 'without a request');
    clean();
}
done_testing();

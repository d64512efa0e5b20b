# SPDX-License-Identifier: ISC
# Rows of tests/laws/Strategies.pm, which says what is in them: what the audited
# systems traded.
use strict;
use warnings;
use lib 'tests/laws';
use Shelf qw(flat by swing zigzag join_paths scene stamp);

my $waves = zigzag(9000, [60, 0], [30, -100], [40, 100], [40, -100]);
my $calm = swing(10000, 100, 60, 4);

# Records in front of the bars of a scene, one each.
sub of_type {
    my ($type, $fields) = @_;
    return sub {
        my ($i, $time) = @_;
        return sprintf '{"type":"%s","time":"%s","symbol":"X",%s}' . "\n", $type, stamp($time), $fields->($i);
    };
}

sub interest { my ($step) = @_; return of_type('open_interest', sub { '"qty":' . (10000 + $step * $_[0]) }) }
sub funding { my (@rates) = @_; return of_type('funding', sub { '"rate":' . ($rates[$_[0]] // $rates[-1]) }) }
sub book {
    my ($bid, $ask) = @_;
    return of_type('book', sub {
        my @of = map { my $qty = $_[0] < 20 ? 5 : $_; $qty } $bid, $ask;
        my ($bids, $asks) = map { my $k = $_; join ',', map {
            sprintf '[%.2f,%d]', 100 + ($k ? 0.01 : -0.01) * $_, $of[$k] } 1 .. 10 } 0, 1;
        return "\"bids\":[$bids],\"asks\":[$asks]";
    });
}

# A minute's market that leans one way in all that it shows.
sub leaning {
    my ($sign) = @_;
    my ($many, $few) = $sign > 0 ? (90, 5) : (5, 90);
    my @of = (book($many, $few), of_type('tick', sub { '"price":100,"qty":2,"side":"'
            . (($_[0] % 5 == 0) == ($sign > 0) ? 'sell' : 'buy') . '"' }),
        of_type('funding', sub { '"rate":' . -0.0003 * $sign }),
        of_type('long_short', sub { '"ratio":' . (1 + $_[0] % 3 / 100) }));
    return sub { my @at = @_; join '', map { $_->(@at) } @of };
}

return (
    'book-pressure' => {
        set => ['lean=0.6', 'stale=3600'],
        scenes => [{path => flat(10000, 40), records => book(90, 5), says => 'long'},
            {path => flat(10000, 40), records => book(5, 90), says => 'short'}],
        market => {with => ['book']},
    },
    'breakout-50-70' => {
        scenes => [{path => join_paths(flat(10000, 80), by(10000, 20, 50), by(11000, 60, -50)), says => 'long flat'},
            {path => join_paths(flat(10000, 80), [10100], flat(10050, 60), [10040], flat(10060, 5)), says => 'long'}],
        market => {bars => 3000},
    },
    'confluence' => {
        set => ['whole=0.8', 'candles=1'],
        scenes => [map { my $sign = $_; {path => zigzag(50000, map { ([4, 30 * $sign], [2, -15 * $sign]) } 1 .. 220),
            interval => '1m', records => leaning($sign), says => $sign > 0 ? 'long' : 'short'} } 1, -1],
        market => {interval => '1m', bars => 1500, with => [qw(funding long_short book tick)]},
    },
    'contrarian' => {
        scenes => [{path => join_paths($calm, by(10000, 4, -300), [9000]),
            volume => sub { $_[0] < 60 ? 100 : 400 }, says => 'long', mirror => 1}],
        market => {bars => 3000},
    },
    'crowd-extremes' => {
        scenes => [map { my $far = $_; {path => flat(10000, 80), says => $far > 1 ? 'short' : 'long',
            records => of_type('long_short', sub { '"ratio":' . ($_[0] == 70 ? $far : 1 + $_[0] % 3 / 100) })} }
            3, 0.3],
        market => {with => ['long_short']},
    },
    'funding-extremes' => {
        scenes => [{path => flat(10000, 60), records => funding((0.00005, 0.0001) x 20, 0.0008), says => 'short'},
            {path => flat(10000, 60), records => funding((0.00005, 0.0001) x 20, -0.0008), says => 'long'}],
        market => {with => ['funding'], bars => 3000},
    },
    'liquidation-fade' => {
        scenes => [map { my $step = $_; {path => join_paths($calm, by(10000, 8, $step)), reach => 20,
            says => $step < 0 ? 'long' : 'short', records => of_type('liquidation', sub {
                '"price":100,"qty":2,"side":"' . ($step < 0 ? 'sell' : 'buy') . '"' })} } -300, 300],
        market => {with => ['liquidation']},
    },
    'mean-reversion' => {
        set => ['away=2'],
        scenes => [{path => join_paths($calm, [9000, 9000, 10000, 10100]), says => 'long flat', mirror => 1}],
    },
    'momentum' => {
        set => ['move=1'],
        scenes => [{path => join_paths(flat(10000, 40), by(10000, 5, 60), flat(10300, 10)), says => 'long flat',
            volume => sub { $_[0] < 40 ? 100 : 300 }, mirror => 1}],
    },
    'momentum-persistence' => {
        scenes => [{path => zigzag(10000, [20, 50], [20, -50], [25, 50]), says => 'long', mirror => 1}],
    },
    'oi-divergence' => {
        scenes => [{path => zigzag(10000, [60, 50]), records => interest(-50), says => 'short'},
            {path => zigzag(10000, [60, -50]), records => interest(60), says => 'long'},
            {path => zigzag(10000, [60, 50]), records => interest(60), says => ''}],
        market => {with => ['open_interest']},
    },
    'oi-trend' => {
        scenes => [{path => zigzag(10000, [60, 50]), records => interest(60), says => 'long'},
            {path => zigzag(10000, [60, -50]), records => interest(60), says => 'short'},
            {path => zigzag(10000, [60, -50]), records => interest(-60), says => 'flat'}],
        market => {with => ['open_interest']},
    },
    'order-flow' => {
        scenes => [map { my $step = $_; {path => zigzag(10000, [60, $step]), says => $step > 0 ? 'long' : 'short',
            records => of_type('tick', sub { '"price":100,"qty":2,"side":"' . (($_[0] % 5 == 0) == ($step > 0)
                ? 'sell' : 'buy') . '"' })} } 20, -20],
        market => {with => ['tick']},
    },
    'quality-cross' => {
        set => ['fast=5', 'slow=20', 'trend=20'],
        scenes => [{path => $waves, says => 'long short', reach => 20, mirror => 1}],
    },
    'reality-gap' => {
        set => ['old=3600'],
        scenes => [map { my $chance = $_; {path => flat(50, 5), says => $chance > 0.5 ? 'long' : 'short', records => sub {
            of_type('price', sub { "\"price\":$chance" })->(@_)
            . of_type('quote', sub { '"bid":0.49,"ask":0.51' })->(@_) }} } 0.6, 0.4],
        market => {symbols => ['YES', 'NO'], outcomes => 1, with => ['quote', 'price']},
    },
    'regime' => {
        set => ['past=50'],
        scenes => [{path => zigzag(10000, [120, 20]), says => 'long', reach => 30, mirror => 1},
            {path => join_paths(swing(10000, 100, 100, 10), [9700, 9700]), says => 'long', reach => 60, mirror => 1}],
    },
    'reversal-zscore' => {
        scenes => [{path => join_paths($calm, [10600, 10600, 10600, 10600]), says => 'short flat', mirror => 1,
            volume => sub { $_[0] < 60 ? 100 + $_[0] % 3 : 300 }}],
    },
    'supertrend-sessions' => {
        scenes => [{path => zigzag(10000, [40, 30]), interval => '15m', start => 1704080700, reach => 10,
            says => 'long flat', mirror => 1}],
        market => {interval => '15m', bars => 3000},
    },
    'volatility-breakout' => {
        scenes => [{path => join_paths(swing(10000, 500, 130, 8), swing(10000, 20, 40, 4), [10600]),
            says => 'long', mirror => 1}],
    },
    'volume-spike' => {
        set => ['window=5', 'move=1.5'],
        scenes => [{path => join_paths(flat(10000, 80), by(10000, 5, 200)), says => 'long', mirror => 1,
            volume => sub { $_[0] < 83 ? 100 : 500 }}],
    },
);

# SPDX-License-Identifier: ISC
# Rows of tests/laws/Strategies.pm, which says what is in them: the classics.
use strict;
use warnings;
use lib 'tests/laws';
use Shelf qw(flat by swing zigzag join_paths scene bar stamp);

my $waves = zigzag(9000, [60, 0], [30, -100], [40, 100], [40, -100]);
my $calm = swing(10000, 100, 60, 4);

# Funding of this rate in front of each bar that opens at its hours.
my $dear = sub {
    my ($rate) = @_;
    return sub {
        my ($i, $time) = @_;
        return $time % 28800 ? '' : sprintf qq({"type":"funding","time":"%s","symbol":"X","rate":%s}\n), stamp($time), $rate;
    };
};

# A trend, a wide bar, a bar inside it, and a close beyond the wide one.
sub inside_bars {
    my ($sign) = @_;
    my ($time, $at, $out) = (1704067200, 20000, '');
    for my $i (0 .. 64) {
        my ($open, $reach) = ($at, $i == 61 ? 100 : 20);
        $at += $sign * ($i < 61 ? 10 : $i == 64 ? 150 : 0);
        $out .= bar($time + 3600 * $i, 'X', '1h', $open, $at, 100, $i == 62 ? 5 : $reach);
    }
    return $out;
}

# Bars that open where they close, so that each turn of the path is a swing.
sub dots {
    my ($path) = @_;
    return join '', map { bar(1704067200 + 3600 * $_, 'X', '1h', $path->[$_], $path->[$_], 100, 10) } 0 .. $#$path;
}

# Three days of flat hours; the second opens so many cents off and stays there.
sub gaps {
    my ($by) = @_;
    return join '', map {
        my $at = $_ < 24 || $_ >= 48 ? 10000 : 10000 + $by;
        bar(1704067200 + 3600 * $_, 'X', '1h', $at, $at, 100, 5);
    } 0 .. 71;
}

return (
    'adx-dmi' => {
        set => ['n=5'],
        scenes => [{path => zigzag(20000, [40, -100], [20, 100]), reach => 20, says => 'long', mirror => 1}],
    },
    'alligator' => {
        scenes => [{path => zigzag(20000, [30, -50], [60, 100], [20, -200]), reach => 20, says => 'short flat long flat',
            mirror => 1}],
    },
    'aroon-trend' => {
        scenes => [{path => zigzag(20000, [40, 100], [40, -100]), reach => 10, says => 'long flat short',
            mirror => 1}],
    },
    'bollinger-reversion' => {
        scenes => [{path => join_paths($calm, [8000, 9500]), says => 'long', mirror => 1}],
    },
    'bollinger-squeeze' => {
        set => ['long_ago=40'],
        scenes => [{path => join_paths(swing(10000, 300, 60, 4), swing(10000, 20, 60, 4), by(10000, 6, 60)),
            says => 'long', mirror => 1}],
    },
    'buy-and-hold' => {
        line => 'long',
        scenes => [{path => $waves, says => 'long'}],
    },
    'cci-trend' => {
        set => ['mark=180'],
        scenes => [{path => join_paths(swing(20000, 50, 40, 8), by(20000, 6, 100), flat(20600, 30), by(20600, 10, -100)),
            says => 'long flat short', mirror => 1}],
    },
    'chandelier-trend' => {
        scenes => [{path => zigzag(30000, [40, -100], [40, 100]), reach => 20, says => 'short long', mirror => 1}],
    },
    'connors-rsi' => {
        set => ['trend=50'],
        scenes => [{path => join_paths(swing(10000, 300, 110, 7), zigzag(10400, [60, 50], [4, -200], [6, 200])),
            says => 'long flat', mirror => 1}],
    },
    'coppock' => {
        scenes => [{path => zigzag(30000, [60, -100], [60, 100], [40, -100]), says => 'long flat'}],
    },
    'day-of-week' => {
        # From a Monday on; the week's last bar is not on the way.
        scenes => [{path => flat(10000, 14), interval => '1d', says => 'long flat long flat'}],
        market => {interval => '4h'},
        line => 'long',
    },
    'dca' => {
        scenes => [{path => flat(10000, 30), interval => '1d', says => 'long long long'}],
        market => {interval => '4h'},
        line => 'long',
    },
    'donchian-breakout' => {
        set => ['n=8'],
        scenes => [{path => zigzag(10000, [20, 0], [10, 50]), says => 'long', mirror => 1},
            {path => zigzag(6000, [10, 100], [10, -100], [20, 100], [30, -100]), says => 'long flat short'}],
    },
    'donchian-ensemble' => {
        set => ['shortest=5'],
        scenes => [{path => join_paths(swing(10000, 100, 90, 6), by(10000, 30, 50)), says => 'long',
            mirror => 1}],
    },
    'dual-thrust' => {
        set => ['n=1'],
        scenes => [{path => join_paths(swing(10000, 200, 48, 24), by(10000, 10, 50), by(10500, 40, -50)),
            says => 'long short', mirror => 1}],
    },
    'elder-impulse' => {
        scenes => [{path => zigzag(20000, [50, 0], [12, 60], [12, -60]), says => 'long flat short', mirror => 1}],
    },
    'ema-cross' => {
        set => ['fast=5', 'slow=20'],
        scenes => [{path => $waves, says => 'long short', mirror => 1}],
    },
    'funding-carry' => {
        set => ['n=3', 'trend=10'],
        scenes => [
            {path => by(20000, 60, -20), records => $dear->(0.001), says => 'short', interval => '8h'},
            {path => by(20000, 60, 20), records => $dear->(-0.001), says => 'long', interval => '8h'},
            {path => by(20000, 60, 20), records => $dear->(0.001), says => '', interval => '8h'}],
        market => {with => ['funding'], interval => '8h'},
    },
    'gap-fade' => {
        set => ['zone=UTC'],
        scenes => [{lines => sub { gaps(-100) }, says => 'long'}, {lines => sub { gaps(100) }, says => 'short'},
            {lines => sub { gaps(-1000) }, says => ''}],
        market => {hours => [14, 21]},
    },
    'golden-cross' => {
        set => ['fast=5', 'slow=20'],
        scenes => [{path => $waves, says => 'long flat'}],
    },
    'grid' => {
        set => ['n=50'],
        # A line down is a lot bought; back up across the same line nothing is sold.
        scenes => [{path => zigzag(10000, [60, 0], [5, -50], [2, 50], [8, 100]),
            says => 'long long long flat short', mirror => 1}],
    },
    'halloween' => {
        scenes => [{path => flat(10000, 400), interval => '1d', says => 'long flat long'}],
        market => {interval => '1d'},
        line => 'long',
    },
    'heikin-ashi-trend' => {
        scenes => [{path => zigzag(20000, [60, 0], [10, 60], [10, -60]), reach => 5, says => 'long flat short',
            mirror => 1}],
    },
    'hull-trend' => {
        set => ['n=10'],
        scenes => [{path => $waves, says => 'short long short', mirror => 1}],
    },
    'ichimoku' => {
        scenes => [{path => zigzag(30000, [110, 0], [60, 50], [20, -150]), reach => 20, says => 'long flat',
            mirror => 1}],
    },
    'inside-bar' => {
        scenes => [{lines => sub { inside_bars(1) }, says => 'long'},
            {lines => sub { inside_bars(-1) }, says => 'short'}],
    },
    'kama-trend' => {
        scenes => [{path => zigzag(20000, [40, -50], [40, 50], [40, -50]), says => 'short long short',
            mirror => 1}],
    },
    'keltner-squeeze' => {
        scenes => [{path => zigzag(20000, [60, 0], [12, 60], [12, -10]), reach => 50, says => 'long flat',
            mirror => 1}],
    },
    'macd-adx' => {
        scenes => [{path => zigzag(30000, [60, 0], [30, 60], [30, -60]), reach => 20, says => 'long flat short',
            mirror => 1}],
    },
    'macd-trend' => {
        scenes => [{path => [map { 50000 + 50 * $_ + swing(0, 800, 300, 50)->[$_] } 0 .. 299],
            says => 'long flat long', mirror => 1}],
    },
    'market-structure' => {
        set => ['n=3'],
        scenes => [{lines => sub { dots(zigzag(20000, [10, 50], [8, -50], [16, 50], [8, -50], [30, 50], [40, -50])) },
            says => 'long long short'},
            {lines => sub { dots(zigzag(20000, [10, -50], [8, 50], [16, -50], [8, 50], [30, -50], [40, 50])) },
            says => 'short short long'}],
    },
    'mtf-trend' => {
        set => ['fast=3', 'slow=8', 'n=5'],
        scenes => [{path => zigzag(20000, [60, 50], [8, -40], [8, 50], [80, -50]), says => 'long flat', mirror => 1}],
    },
    'nr7-breakout' => {
        scenes => [{path => zigzag(20000, [8, 60], [8, -60], [1, 5], [1, 60]), reach => 20, says => 'long',
            mirror => 1}],
    },
    'opening-range' => {
        # Half an hour from 9:30 in New York, an hour of rest, a break upwards.
        scenes => [{path => join_paths(flat(10000, 24), swing(10000, 50, 12, 4), flat(10000, 12), by(10000, 40, 10),
            flat(10400, 20)), interval => '5m', start => 1704198600, says => 'long flat', mirror => 1},
            # The same on the day after Thanksgiving, whose session and bars end at 13:00.
            {path => join_paths(flat(10000, 24), swing(10000, 50, 12, 4), flat(10000, 12), by(10000, 40, 10),
            flat(10400, 8)), interval => '5m', start => 1606480200, says => 'long flat', mirror => 1}],
        market => {interval => '15m'},
    },
    'overnight' => {
        scenes => [{path => flat(10000, 200), interval => '15m', start => 1704205800, says => 'long flat long flat'}],
        market => {interval => '15m'},
        line => 'long',
    },
    'parabolic-sar' => {
        scenes => [{path => zigzag(20000, [30, 50], [30, -50], [30, 50]), reach => 20, says => 'short long short',
            mirror => 1}],
    },
    'pivot-reversal' => {
        # A day around 100, then a fall through its first support, and back.
        scenes => [{path => join_paths(swing(20000, 300, 25, 8), [map { 20000 - 80 * $_ } 1 .. 6],
                [map { 19520 + 80 * $_ } 1 .. 6]), reach => 10, says => 'long', mirror => 1}],
    },
    'rsi-reversion' => {
        scenes => [{path => zigzag(10000, [30, -100], [6, 100]), says => 'long', mirror => 1}],
    },
    'rsi2' => {
        set => ['trend=50'],
        scenes => [{path => zigzag(20000, [60, 50], [3, -100], [5, 100]), says => 'long flat', mirror => 1}],
    },
    'sma-cross' => {
        set => ['fast=5', 'slow=20'],
        scenes => [{path => $waves, says => 'long short', mirror => 1}],
    },
    'stochastic-pullback' => {
        scenes => [{path => zigzag(20000, [120, 50], [16, -80], [10, 100], [6, -100]), reach => 5,
            says => 'long flat', mirror => 1}],
    },
    'supertrend' => {
        scenes => [{path => zigzag(20000, [30, 50], [30, -50], [30, 50]), reach => 20, says => 'long short long',
            mirror => 1}],
    },
    'time-series-momentum' => {
        set => ['n=60', 'skip=5'],
        scenes => [{path => by(20000, 100, 30), interval => '1d', says => 'long long', mirror => 1}],
        market => {interval => '1d'},
    },
    'trend-timing' => {
        set => ['n=40'],
        scenes => [{path => zigzag(20000, [100, 30], [100, -30]), interval => '1d', says => 'long long flat'}],
        market => {interval => '1d'},
    },
    'triple-average' => {
        scenes => [{path => zigzag(20000, [30, 0], [20, 60], [20, -60]), says => 'long flat short', mirror => 1}],
    },
    'turn-of-month' => {
        scenes => [{path => flat(10000, 70), interval => '1d', says => 'flat long flat long flat'}],
        market => {interval => '4h'},
        line => 'long',
    },
    'turtle' => {
        # The end of the channel that is nearer, three units more behind its break, and the
        # short channel on the way down. What becomes of it: tests/laws/turtle.t.
        scenes => [{path => zigzag(20000, [30, 1], [10, 60], [20, -60]), reach => 50, set => ['far=21'],
            says => join(' ', ('long') x 26, 'flat short'), mirror => 1}],
    },
    'vortex-trend' => {
        scenes => [{path => zigzag(20000, [30, -50], [30, 50], [30, -50]), reach => 10, says => 'long short',
            mirror => 1}],
    },
    'vwap-reversion' => {
        set => ['warm=6'],
        scenes => [{path => join_paths(swing(10000, 30, 30, 4), by(10000, 3, -100), by(9700, 8, 50)),
            says => 'long flat', mirror => 1}],
    },
    'williams-breakout' => {
        scenes => [{path => join_paths(swing(10000, 200, 30, 24), by(10000, 12, 50), flat(10600, 10)),
            says => 'long flat', mirror => 1}],
    },
);

# SPDX-License-Identifier: ISC
# A row for each file of share/strategies, by name; tests/laws/strategies.t runs
# them. A file without a row, or a row without a file, fails.
#
#   set     parameters that make it quick, for scenes and market alike
#   args    further options of tq-signal
#   scenes  markets on which the right side is plain (F3.14): options of
#           Shelf::scene and says, the sides that come first. mirror: upside down
#           the other sides come. lines: code that makes the whole stream instead;
#           of: the symbol whose sides are meant.
#   market  options of Shelf::market for the golden run and the laws
#   names   true when what is said of one symbol may hang on another, so that
#           interleaving (L3) does not hold
#   risk    options of tq-risk in place of the usual ones
#   flat    the sides it says on a line that never moves (F0.20); none otherwise
use strict;
use warnings;
use lib 'tests/laws';
use Shelf qw(flat by swing zigzag join_paths scene stamp);

my $waves = zigzag(9000, [60, 0], [30, -100], [40, 100], [40, -100]);
my $calm = swing(10000, 100, 60, 4);

return (
    'bollinger-reversion' => {
        scenes => [{path => join_paths($calm, [8000, 9500]), says => 'long', mirror => 1}],
    },
    'buy-and-hold' => {
        flat => 'long',
        scenes => [{path => $waves, says => 'long'}],
    },
    'donchian-breakout' => {
        set => ['n=8'],
        scenes => [{path => zigzag(10000, [20, 0], [10, 50]), says => 'long', mirror => 1},
            {path => zigzag(6000, [10, 100], [10, -100], [20, 100], [30, -100]), says => 'long flat short'}],
    },
    'ema-cross' => {
        set => ['fast=5', 'slow=20'],
        scenes => [{path => $waves, says => 'long short', mirror => 1}],
    },
    'macd-trend' => {
        scenes => [{path => [map { 50000 + 50 * $_ + swing(0, 800, 300, 50)->[$_] } 0 .. 299],
            says => 'long flat long', mirror => 1}],
    },
    'rsi-reversion' => {
        scenes => [{path => zigzag(10000, [30, -100], [6, 100]), says => 'long', mirror => 1}],
    },
    'sma-cross' => {
        set => ['fast=5', 'slow=20'],
        scenes => [{path => $waves, says => 'long short', mirror => 1}],
    },
);

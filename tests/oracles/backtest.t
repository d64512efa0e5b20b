# SPDX-License-Identifier: ISC
# F1.14, F3.19, F4.31: the fill model backtesting-py against the trade lists and
# the equity curves that backtesting.py itself wrote: number of trades, times,
# sizes, prices, profits, bars held, and the equity of every bar.
use strict;
use warnings;
use Test::More;
use lib 'tests/oracles';
use Backtest qw(shared goog bar midnight above total check);

plan skip_all => 'no ' . shared() . '/oracles/backtest' unless -d shared() . '/oracles/backtest';

my @bars = goog();

sub signal {
    my ($i, $side, $more) = @_;
    return sprintf '{"type":"signal","time":"%s","id":"s%d","symbol":"GOOG","interval":"1d",'
        . '"strategy":"t","side":"%s","price":%s%s}' . "\n", midnight($i, 1), $i, $side,
        $bars[$i]{close}, $more // '';
}

sub order {
    my ($i, $id, $side, $rest) = @_;
    return sprintf '{"type":"order","time":"%s","id":"%s","symbol":"GOOG","side":"%s",%s}' . "\n",
        midnight($i, 1), $id, $side, $rest;
}

sub crosses {
    my ($n, $m) = @_;
    my $out = '';
    for my $i (0 .. $#bars) {
        $out .= bar($i);
        next if $i < $m;
        my ($before, $now) = (above($n, $m, $i - 1), above($n, $m, $i));
        $out .= signal($i, $now > 0 ? 'long' : 'short') if $before * $now < 0;
    }
    return $out;
}

# Buys at a limit while flat, a new one each bar; closes five bars after the entry.
sub limits {
    my ($out, $entry, $limit, $closing) = ('', undef, undef, 0);
    for my $i (0 .. $#bars) {
        $out .= bar($i);
        undef $entry if $closing;
        $closing = 0;
        $entry = $i if !defined $entry && defined $limit && $bars[$i]{low} <= $limit;
        undef $limit;
        next if $i < 5;
        if (!defined $entry) {
            $limit = sprintf '%.2f', sprintf('%.0f', 100 * (0.97 * $bars[$i]{close})) / 100;
            $out .= signal($i, 'long', ",\"limit\":$limit");
        } elsif ($i - $entry >= 5) {
            $closing = 1;
            $out .= signal($i, 'flat');
        }
    }
    return $out;
}

# Buys a break of the 20-bar high by a stop; the stop-loss follows the 20-bar low.
sub stop_entries {
    my ($out, $trade, $waiting, $loss, $last) = ('', undef, undef, undef, undef);
    for my $i (0 .. $#bars) {
        $out .= bar($i);
        if (defined $trade && defined $loss && $bars[$i]{low} <= $loss) {
            undef $trade;
            undef $last;
        } elsif (!defined $trade && defined $waiting && $bars[$i]{high} >= $waiting->[1]) {
            ($trade, $loss) = ($waiting->[0], undef);
            undef $last;
        }
        next if $i < 20;
        my ($hi, $lo) = (0, 1e9);
        for my $b (@bars[$i - 19 .. $i]) {
            $hi = $b->{high} if $b->{high} > $hi;
            $lo = $b->{low} if $b->{low} < $lo;
        }
        my $old = defined $last ? ",\"replaces\":\"$last\"" : '';
        if (defined $trade) {
            $loss = $lo if !defined $loss || $lo > $loss;
            $out .= order($i, "l$i", 'sell', "\"qty\":1,\"order_type\":\"stop\",\"stop\":$loss,\"parent\":\"$trade\"$old");
            $last = "l$i";
        } elsif ($hi > $bars[$i]{close}) {
            $waiting = ["e$i", $hi];
            $out .= order($i, "e$i", 'buy', "\"qty\":1,\"size\":0.9,\"order_type\":\"stop\",\"stop\":$hi$old");
            $last = "e$i";
        } elsif ($old) {
            $out .= order($i, "x$i", 'sell', "\"qty\":1,\"order_type\":\"cancel\"$old");
            undef $last;
            undef $waiting;
        }
    }
    return $out;
}

# Long above the 10-bar average, out at the close less three ranges, which only rises.
sub trailing {
    my ($out, $trade, $loss, $last, $waiting) = ('');
    my @range = map {
        my ($b, $p) = ($bars[$_], $bars[$_ - 1]{close});
        my $r = $b->{high} - $b->{low};
        if ($_) {
            for my $x (abs($b->{high} - $p), abs($b->{low} - $p)) { $r = $x if $x > $r }
        }
        $r;
    } 0 .. $#bars;
    for my $i (0 .. $#bars) {
        $out .= bar($i);
        if (defined $trade && defined $loss && $bars[$i]{low} <= $loss) { undef $trade }
        if (defined $waiting) { ($trade, $loss, $last, $waiting) = ($waiting) }
        next if $i < 10;
        my $mean = 0;
        my $j = $i < 39 ? 39 : $i;
        $mean += $_ / 40 for @range[$j - 39 .. $j];
        if (defined $trade) {
            my $stop = sprintf '%.9f', $bars[$i]{close} - 3 * $mean;
            $loss = $stop if !defined $loss || $stop > $loss;
            my $old = defined $last ? ",\"replaces\":\"$last\"" : '';
            $out .= order($i, "l$i", 'sell', "\"qty\":1,\"order_type\":\"stop\",\"stop\":$loss,\"parent\":\"$trade\"$old");
            $last = "l$i";
        } elsif (100 * $bars[$i]{close} * 10 > total(10, $i)) {
            $waiting = "e$i";
            $out .= order($i, "e$i", 'buy', '"qty":1,"size":1,"order_type":"market"');
        }
    }
    return $out;
}

sub fifo {
    my %what = (0 => ['buy', 10], 2 => ['buy', 20], 5 => ['sell', 15], 8 => ['sell', 25], 10 => ['buy', 10]);
    my $out = '';
    for my $i (0 .. $#bars) {
        my $do = $i >= 3 && $what{$i % 12};
        $out .= bar($i);
        $out .= order($i, "o$i", $do->[0], "\"qty\":$do->[1],\"order_type\":\"market\"") if $do;
    }
    return $out;
}

my $risk = 'tq-risk --fill-model backtesting-py';
my $cross = "$risk --size 100% --commission 0.2%";
check('smacross_10_20_goog_toc0_fin0', crosses(10, 20), "$cross | tq-paper");
check('smacross_10_20_goog_toc0_fin1', crosses(10, 20), "$cross --close-at-end | tq-paper");
check('smacross_10_20_goog_toc1_fin0', crosses(10, 20), "$cross --trade-on-close | tq-paper");
check('smacross_10_20_goog_toc1_fin1', crosses(10, 20), "$cross --trade-on-close --close-at-end | tq-paper");
check('smacross_10_30_goog_nocost_fin1', crosses(10, 30), "$risk --size 100% --close-at-end | tq-paper");
check('smacross_5_15_goog_spread_margin', crosses(5, 15), "$risk --size 100% --cash 50000 --spread 0.0005"
    . ' --leverage 2 --commission 0.0005 --commission-fixed 1.5 --close-at-end | tq-paper');

my $exits = "$risk --size 50% --only-when-flat --stop-loss 5% --take-profit 10% --commission 0.1% --close-at-end";
check('sltp_goog_toc0', crosses(10, 20), "$exits | tq-paper");
check('sltp_goog_toc1', crosses(10, 20), "$exits --trade-on-close | tq-paper");

my $limit = "$risk --qty 20 --cash 100000 --only-when-flat --commission 0.0005 --close-at-end";
check('limit_goog_toc0', limits(), "$limit | tq-paper");
check('limit_goog_toc1', limits(), "$limit --trade-on-close | tq-paper");

my $paper = 'tq-paper --fill-model backtesting-py --close-at-end';
check('fifo_partial_goog', fifo(), "$paper --cash 1000000 --commission 0.1%");
check('stopentry_goog', stop_entries(), "$paper --commission 0.1%");
check('trailing_atr_goog', trailing(), "$paper --commission 0.2%");

done_testing();

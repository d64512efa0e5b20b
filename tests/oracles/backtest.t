# SPDX-License-Identifier: ISC
# F1.14, F3.19, F4.31: the fill model backtesting-py against the trade lists and
# the equity curves that backtesting.py itself wrote: number of trades, times,
# sizes, prices, profits, bars held, and the equity of every bar.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use File::Temp qw(tempdir);
use Time::Local qw(timegm);

my $shared = $ENV{TQ_SHARED} // '../shared';
my $bin = $ENV{TQ_BIN} // 'build/bin';
plan skip_all => "no $shared/oracles/backtest" unless -d "$shared/oracles/backtest";

my $dir = tempdir(CLEANUP => 1);
my $json = JSON::PP->new;
my @bars = read_series("$shared/oracles/series/GOOG.csv");

sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }

sub read_series {
    my ($header, @lines) = split /\n/, slurp($_[0]);
    my @names = split /,/, $header;
    return map { my %row; @row{@names} = split /,/; \%row } @lines;
}

# Midnight of the bar's date, plus days.
sub midnight {
    my ($i, $days) = @_;
    my ($y, $m, $d) = split /-/, $bars[$i]{date};
    my @t = gmtime(timegm(0, 0, 0, $d, $m - 1, $y) + 86400 * $days);
    return sprintf '%04d-%02d-%02dT00:00:00Z', $t[5] + 1900, $t[4] + 1, $t[3];
}

sub bar {
    my ($i) = @_;
    return sprintf '{"type":"bar","time":"%s","symbol":"GOOG","interval":"1d","open":%s,"high":%s,'
        . '"low":%s,"close":%s,"volume":%s}' . "\n", midnight($i, 0), @{$bars[$i]}{qw(open high low close volume)};
}

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

# The closes of n bars up to i, in cents: exact.
my @sum = (0);
push @sum, $sum[-1] + sprintf('%.0f', 100 * $_->{close}) for @bars;
sub total { my ($n, $i) = @_; return $sum[$i + 1] - $sum[$i + 1 - $n] }

# 1, 0, -1: the fast average against the slow one.
sub above { my ($n, $m, $i) = @_; return total($n, $i) * $m <=> total($m, $i) * $n }

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

sub pipeline {
    my ($input, $command) = @_;
    open my $f, '>', "$dir/in" or die;
    print $f $input;
    close $f or die;
    $command =~ s{\b(tq-\w+)}{$bin/$1}g;
    return (scalar qx{($command) < $dir/in 2>$dir/err}, $? >> 8);
}

sub near { my ($x, $y) = @_; return abs($x - $y) <= 1e-9 * (abs($x) + abs($y)) + 1e-7 }

# The list in one order: entry, exit, size.
sub sorted { return sort { join(' ', @$a[0, 1]) cmp join(' ', @$b[0, 1]) || $a->[2] <=> $b->[2] } @_ }

sub check {
    my ($name, $input, $command) = @_;
    my $oracle = $json->decode(slurp("$shared/oracles/backtest/$name.json"));
    my ($text, $status) = pipeline($input, $command);
    is($status, 0, "$name: status") or diag slurp("$dir/err");
    my (%at, @trips, $rejects);
    for my $line (split /\n/, $text) {
        next unless $line =~ /^\{"type":"(roundtrip|equity|reject)"/;
        my $r = $json->decode($line);
        if ($1 eq 'equity') { $at{$r->{time}} = $r->{equity} }
        elsif ($1 eq 'reject') { $rejects++ }
        else {
            push @trips, [@$r{qw(entry_time exit_time)}, $r->{qty} * ($r->{side} eq 'long' ? 1 : -1),
                @$r{qw(entry_price exit_price pnl return bars)}];
        }
    }
    my @theirs = sorted(map { [@$_{qw(EntryTime ExitTime Size EntryPrice ExitPrice PnL ReturnPct)},
        $_->{ExitBar} - $_->{EntryBar}] } @{$oracle->{trades}});
    my @ours = sorted(@trips);
    is(scalar @ours, scalar @theirs, "$name: round trips");
    my $on_close = $oracle->{meta}{params}{trade_on_close};
    my @wrong;
    for my $i (0 .. $#theirs) {
        my ($a, $b) = ($ours[$i] // [], $theirs[$i]);
        push @wrong, $i if grep { !near($a->[$_] // 1e99, $b->[$_]) } 2 .. 7;
        push @wrong, "$i: $a->[$_], not $b->[$_]"
            for grep { !same_day($a->[$_] // '', $b->[$_], $on_close) } 0, 1;
    }
    is("@wrong", '', "$name: each round trip has their times, size, prices, profit and bars");
    my @equity = map { $at{$_} } sort keys %at;
    is(scalar @equity, scalar @{$oracle->{equity}}, "$name: an equity for each bar");
    my @off = grep { !near($equity[$_] // 1e99, $oracle->{equity}[$_]) } 0 .. $#{$oracle->{equity}};
    is("@off", '', "$name: equity of each bar, " . ($equity[-1] // 'none') . ' at last');
}

# A fill at the close of a day is at the midnight that ends it.
sub same_day {
    my ($ours, $theirs, $on_close) = @_;
    my ($a, $b) = map { /^(\d+)-(\d+)-(\d+)/ ? timegm(0, 0, 0, $3, $2 - 1, $1) : 0 } $ours, $theirs;
    return $a == $b || ($on_close && $a == $b + 86400);
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

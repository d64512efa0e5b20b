# SPDX-License-Identifier: ISC
# What the tests of the backtest oracles share: GOOG's bars as records, their
# averages, and the comparison with what backtesting.py wrote.
package Backtest;

use strict;
use warnings;
use Exporter 'import';
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;
use Time::Local qw(timegm);

our @EXPORT_OK = qw(shared goog bar midnight above total oracle pipeline near errors check);

my $shared = $ENV{TQ_SHARED} // '../shared';
my $bin = $ENV{TQ_BIN} // 'build/bin';
my $dir = tempdir(CLEANUP => 1);
my $json = JSON::PP->new;
my @bars = -e "$shared/oracles/series/GOOG.csv" ? read_series("$shared/oracles/series/GOOG.csv") : ();

sub shared { $shared }
sub goog { @bars }
sub errors { slurp("$dir/err") }
sub oracle { $json->decode(slurp("$shared/oracles/backtest/$_[0].json")) }

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
        . '"low":%s,"close":%s,"volume":%s}' . "\n", midnight($i, 0),
        (map { sprintf '%.2f', $_ } @{$bars[$i]}{qw(open high low close)}), $bars[$i]{volume};
}

# The closes of n bars up to i, in cents: exact.
my @sum = (0);
push @sum, $sum[-1] + sprintf('%.0f', 100 * $_->{close}) for @bars;
sub total { my ($n, $i) = @_; return $sum[$i + 1] - $sum[$i + 1 - $n] }

# 1, 0, -1: the fast average against the slow one.
sub above { my ($n, $m, $i) = @_; return total($n, $i) * $m <=> total($m, $i) * $n }

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

# The pipeline's round trips and equity against the oracle's.
sub check {
    my ($name, $input, $command) = @_;
    my $oracle = oracle($name);
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
    splice @off, 3 if @off > 3;
    is("@off", '', "$name: equity of each bar, " . ($equity[-1] // 'none') . ' at last');
}

# A fill at the close of a day is at the midnight that ends it.
sub same_day {
    my ($ours, $theirs, $on_close) = @_;
    my ($a, $b) = map { /^(\d+)-(\d+)-(\d+)/ ? timegm(0, 0, 0, $3, $2 - 1, $1) : 0 } $ours, $theirs;
    return $a == $b || ($on_close && $a == $b + 86400);
}

1;

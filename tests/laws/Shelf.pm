# SPDX-License-Identifier: ISC
# Markets for the strategies of the library: paths of prices on which the right
# side is plain, and simulated ones with the records that a strategy reads.
package Shelf;

use strict;
use warnings;
use Exporter 'import';
use Laws qw(run bin lines);

our @EXPORT_OK = qw(flat by swing zigzag join_paths mirror scene bar stamp market);

# ---- paths: lists of prices in cents

sub flat { my ($price, $n) = @_; return [($price) x $n] }

# n steps of so many cents from where the path is.
sub by { my ($from, $n, $step) = @_; return [map { $from + $_ * $step } 1 .. $n] }

# A wave without sin(), whose last digits differ from machine to machine.
sub swing {
    my ($middle, $height, $n, $period) = @_;
    return [map {
        my $at = ($_ % $period) / $period;
        my $part = $at < 0.25 ? $at : $at < 0.75 ? 0.5 - $at : $at - 1;
        int($middle + 4 * $height * $part)
    } 0 .. $n - 1];
}

# zigzag(100, [60, 1], [30, -2], ...): runs of so many bars by so many cents.
sub zigzag {
    my ($from, @runs) = @_;
    my @path = ($from);
    push @path, @{by($path[-1], @$_)} for @runs;
    return \@path;
}

sub join_paths { return [map { @$_ } @_] }

# The same path upside down around its first price.
sub mirror { my ($path) = @_; return [map { 2 * $path->[0] - $_ } @$path] }

# ---- records of a path

my %seconds = (s => 1, m => 60, h => 3600, d => 86400);
sub length_of { $_[0] =~ /^(\d+)([smhd])$/ ? $1 * $seconds{$2} : die "interval $_[0]" }

sub stamp {
    my @t = gmtime $_[0];
    return sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0];
}

sub cents { sprintf '%d.%02d', int($_[0] / 100), $_[0] % 100 }

sub bar {
    my ($time, $symbol, $interval, $open, $close, $volume, $reach) = @_;
    my ($high, $low) = $close > $open ? ($close, $open) : ($open, $close);
    return sprintf '{"type":"bar","time":"%s","symbol":"%s","interval":"%s","open":%s,"high":%s,'
        . '"low":%s,"close":%s,"volume":%s}' . "\n", stamp($time), $symbol, $interval,
        cents($open), cents($high + $reach), cents($low - $reach), cents($close), $volume;
}

# A path as bars. Each opens at the close before; reach is how far it goes beyond
# both in cents. volume and records are code: of the number of the bar (and the
# time of its open and of its close), records gives lines that stand in front of it.
sub scene {
    my (%of) = (symbol => 'X', interval => '1h', start => 1704067200, reach => 0,
        volume => sub { 100 }, records => sub { '' }, @_);
    my $length = length_of($of{interval});
    my ($out, $last) = ('', $of{path}[0]);
    for my $i (0 .. $#{$of{path}}) {
        my $time = $of{start} + $i * $length;
        $out .= $of{records}->($i, $time, $time + $length);
        $out .= bar($time, $of{symbol}, $of{interval}, $last, $of{path}[$i], $of{volume}->($i),
            $of{reach});
        $last = $of{path}[$i];
    }
    return $out;
}

# ---- simulated markets

# A generator of our own, so that the bytes are the same on every machine.
my $seed;
sub chance { $seed = ($seed * 1103515245 + 12345) % 2147483648; return int($seed / 65536) % $_[0] }

# What stands in front of a bar, by kind, of its symbol, open time and prices.
my %beside = (
    funding => sub {
        my ($symbol, $time) = @_;
        return '' if $time % 28800;
        return sprintf '{"type":"funding","time":"%s","symbol":"%s","rate":%s}' . "\n", stamp($time), $symbol,
            sprintf '%.6f', (chance(41) == 0 ? 3000 * (chance(3) - 1) : chance(300) - 120) / 1e6;
    },
    quote => sub {
        my ($symbol, $time, $bar) = @_;
        my $bid = $bar->{open} - (1 + chance(9)) / 100;
        return sprintf '{"type":"quote","time":"%s","symbol":"%s","bid":%.2f,"ask":%.2f,"bid_qty":%d,"ask_qty":%d}'
            . "\n", stamp($time), $symbol, $bid, $bid + (2 + chance(20)) / 100, 1 + chance(90), 1 + chance(90);
    },
    book => sub {
        my ($symbol, $time, $bar) = @_;
        my ($lean, %side) = (chance(9));
        for my $side ('bids', 'asks') {
            my $sign = $side eq 'bids' ? -1 : 1;
            my $more = $side eq 'bids' ? $lean : 8 - $lean;
            $side{$side} = join ',', map {
                sprintf '[%.2f,%d]', $bar->{open} + $sign * $_ / 100, 1 + $more * $more + chance(9)
            } 1 .. 10;
        }
        return sprintf '{"type":"book","time":"%s","symbol":"%s","bids":[%s],"asks":[%s]}' . "\n",
            stamp($time), $symbol, $side{bids}, $side{asks};
    },
    tick => sub {
        my ($symbol, $time, $bar) = @_;
        my $buys = $bar->{close} > $bar->{open} ? 7 : 3;
        return join '', map {
            sprintf '{"type":"tick","time":"%s","symbol":"%s","price":%.2f,"qty":%d,"side":"%s"}' . "\n",
                stamp($time + $_), $symbol, $bar->{open}, 1 + chance(50), chance(10) < $buys ? 'buy' : 'sell'
        } 0 .. 3;
    },
    open_interest => sub {
        my ($symbol, $time) = @_;
        return sprintf '{"type":"open_interest","time":"%s","symbol":"%s","qty":%d}' . "\n", stamp($time), $symbol,
            10000 + int($time / 3600) % 500 * 3 + chance(2000);
    },
    price => sub {
        my ($symbol, $time, $bar) = @_;
        return sprintf '{"type":"price","time":"%s","symbol":"%s","price":%.2f}' . "\n", stamp($time), $symbol,
            $bar->{open} + (chance(21) - 10) / 100;
    },
    liquidation => sub {
        my ($symbol, $time, $bar) = @_;
        my ($side, $other) = $bar->{close} < $bar->{open} ? ('sell', 'buy') : ('buy', 'sell');
        return sprintf '{"type":"liquidation","time":"%s","symbol":"%s","side":"%s","price":%.2f,"qty":%d}' . "\n",
            stamp($time), $symbol, chance(10) ? $side : $other, $bar->{open}, 1 + chance(50);
    },
    long_short => sub {
        my ($symbol, $time) = @_;
        return sprintf '{"type":"long_short","time":"%s","symbol":"%s","ratio":%.3f}' . "\n", stamp($time), $symbol,
            (chance(40) == 0 ? 3000 : 700 + chance(600)) / 1000;
    },
);

sub bars_of {
    my ($of, $symbol, $number) = @_;
    my ($out, $status, $err) = run('', bin('tq-fetch'), 'sim', '--symbol', $symbol, '--interval', $of->{interval},
        '--bars', $of->{bars}, '--seed', 11 + $number, '--model', $of->{model}, '--volatility', $of->{volatility});
    die "tq-fetch: $err" if $status;
    return [lines($out)];
}

# Moves a simulated series that shall hang on another halfway to it.
sub leaned {
    my ($rows, $on) = @_;
    my @out;
    for my $i (0 .. $#$rows) {
        my ($own, $other) = map { my ($l) = $_; +{map { $_ => $l =~ /"$_":([\d.]+)/ ? $1 : die $l }
            qw(open high low close)} } $rows->[$i], $on->[$i];
        my $line = $rows->[$i];
        for my $field (qw(open high low close)) {
            my $price = sprintf '%.2f', 0.1 * $own->{$field} + 0.9 * $other->{$field};
            $line =~ s/"$field":[\d.]+/"$field":$price/;
        }
        push @out, $line;
    }
    return \@out;
}

# Prices of outcomes instead, whose sum is about 1, in cents.
sub outcome {
    my ($rows) = @_;
    my $share = 90 / @$rows;
    for my $i (0 .. $#{$rows->[0]}) {
        my ($left, @line) = (98 + chance(6), map { $_->[$i] } @$rows);
        for my $k (0 .. $#line) {
            my $price = $k == $#line ? $left : int($share) - 5 + chance(10);
            $left -= $price;
            $price = sprintf '%.2f', $price / 100;
            $rows->[$k][$i] =~ s/"$_":[\d.]+/"$_":$price/ for qw(open high low close);
        }
    }
}

# A market in the order of time: bars of all symbols and, in front of them, what
# with names. leaning: the symbols behind the first hang on it. hours: only bars that
# open from the first to before the second, so that there are gaps over night.
# outcomes: they are those of one event.
sub market {
    my (%of) = (symbols => ['A'], interval => '1h', bars => 1200, model => 'regime', volatility => "80%",
        with => [], leaning => 0, outcomes => 0, @_);
    $seed = 4711;
    my @rows = map { bars_of(\%of, $of{symbols}[$_], $_) } 0 .. $#{$of{symbols}};
    @rows = map { $_ ? leaned($rows[$_], $rows[0]) : $rows[0] } 0 .. $#rows if $of{leaning};
    outcome(\@rows) if $of{outcomes};
    my $length = length_of($of{interval});
    my $out = '';
    for my $i (0 .. $of{bars} - 1) {
        my $hour = (1704067200 + $i * $length) % 86400 / 3600;
        next if $of{hours} && ($hour < $of{hours}[0] || $hour >= $of{hours}[1]);
        my @of_kind;
        for my $k (0 .. $#rows) {
            my %bar = map { $_ => $rows[$k][$i] =~ /"$_":([\d.]+)/ } qw(open close);
            push @{$of_kind[$_]}, $beside{$of{with}[$_]}->($of{symbols}[$k], 1704067200 + $i * $length, \%bar)
                for 0 .. $#{$of{with}};
        }
        $out .= join '', map { @$_ } @of_kind;
        $out .= $rows[$_][$i] for 0 .. $#rows;
    }
    return $out;
}

1;

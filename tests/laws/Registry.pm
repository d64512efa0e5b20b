# SPDX-License-Identifier: ISC
# Every indicator of the registry as a column of tq-indicator, with streams of
# many symbols that have all the fields which they read.
package Registry;

use strict;
use warnings;
use Exporter 'import';
use lib 'tests/laws';
use Laws qw(bin lines);

our @EXPORT_OK = qw(indicators parts call columns stream_of interleaved);

sub ask {
    open my $pipe, '-|', bin('tq-indicator'), @_ or die "tq-indicator: $!";
    chomp(my @lines = <$pipe>);
    close $pipe or die "tq-indicator @_: status $?";
    return @lines;
}

# What stands for an input that no record has by this name.
my %input = (x => 'close', a => 'close', b => 'open', ratio => '(close - low) / (high - low)',
    periods => '2 + volume % 9', map { $_ => 'close > open' } qw(c reset while));

# Rows that read what a record of their own has.
my %own = (
    funding_extreme => ['funding', 'rate'], funding_carry => ['funding', 'rate'],
    long_short => ['long_short', 'ratio'],
    liquidation_imbalance =>
        ['liquidation', 'if(side < 0, price * qty, 0)', 'if(side > 0, price * qty, 0)'],
);

# Name, kind of record, inputs, outputs, parameters (name, preset, low, high, whole),
# lookback with the presets, and whether that is the least.
sub indicators {
    my ($header, @rows) = ask('--catalogue');
    return map {
        my ($name, undef, undef, $call, $outputs, $lookback) = split /\t/;
        my ($inside) = $call =~ /\((.*)\)/;
        my @inputs = grep { !/=/ } split /, /, $inside;
        my %ranges;
        my $waits = 0;
        for (ask('--describe', $name)) {
            $ranges{$1} = [$1, $2, $3, $4, !$5] if /^(\w+) = (\S+) in (\S+?)\.\.([^\s:]+)( \(any number\))?:/;
            $waits ||= /^lookback: at least/;
        }
        my @params = map { $ranges{$_} // die "$name: no range of $_" } $inside =~ /(\w+) = /g;
        my ($own, @own) = @{$own{$name} // []};
        my $kind = $own // ("@inputs" =~ /\bbook\b/ ? 'book' : "@inputs" =~ /\b(?:qty|side|price)\b/ ? 'tick' : 'bar');
        {name => $name, kind => $kind, inputs => [@own ? @own : map { $input{$_} // $_ } @inputs],
            outputs => [split /,/, $outputs], params => \@params, lookback => $lookback, waits => $waits};
    } @rows;
}

# Periods divided by shrink, so that a short series has many windows.
sub call {
    my ($row, $shrink) = @_;
    my @values = map {
        my (undef, $preset, $low, $high, $whole) = @$_;
        my $short = int($preset / $shrink);
        !$whole || $high <= 2 || $shrink == 1 ? $preset : $short < $low ? $low : $short;
    } @{$row->{params}};
    return "$row->{name}(" . join(', ', @{$row->{inputs}}, @values) . ')';
}

# The rows of a kind in parts, for a tool knows no more than 256 names of fields.
sub parts {
    my ($kind, @rows) = @_;
    my (@parts, $fields);
    for my $row (grep { $_->{kind} eq $kind } @rows) {
        if (!@parts || ($fields += @{$row->{outputs}}) > 90) {
            push @parts, [];
            $fields = @{$row->{outputs}};
        }
        push @{$parts[-1]}, $row;
    }
    return @parts;
}

# Options that add rows of one kind.
sub columns {
    my ($shrink, @rows) = @_;
    return ('--on', $rows[0]{kind}, map { ('--add', "$_->{name}=" . call($_, $shrink)) } @rows);
}

# Numbers that are the same on each run and for each symbol others.
sub generator {
    my ($seed) = @_;
    return sub { $seed = ($seed * 1103515245 + 12345) % 2147483648; $seed / 2147483648 };
}

sub when { sprintf '2024-01-%02dT%02d:%02d:00Z', 1 + int($_[0] / 1440), $_[0] / 60 % 24, $_[0] % 60 }

# So many records of a symbol, half an hour or a minute apart.
sub stream_of {
    my ($kind, $n, $number) = @_;
    my ($random, $price, $out) = (generator(7 * $number + 1), 50 + 3 * $number, '');
    for my $i (0 .. $n - 1) {
        my $open = $price;
        $price *= 1 + ($random->() - 0.5) / 25;
        my $head = sprintf '{"type":"%s","time":"%s","symbol":"S%02d"', $kind, when($kind eq 'bar' ? 30 * $i : $i), $number;
        if ($kind eq 'bar') {
            my ($top, $bottom) = $open > $price ? ($open, $price) : ($price, $open);
            my $volume = 100 + int(900 * $random->());
            $out .= sprintf '%s,"interval":"30m","open":%.4f,"high":%.4f,"low":%.4f,"close":%.4f,"volume":%d,"taker_buy_volume":%d}' . "\n",
                $head, $open, $top * (1 + $random->() / 100), $bottom * (1 - $random->() / 100), $price, $volume,
                $volume * $random->();
        } elsif ($kind eq 'tick' || $kind eq 'liquidation') {
            $out .= sprintf '%s,"price":%.2f,"qty":%.3f,"side":"%s","id":"%d"}' . "\n", $head, $price,
                0.001 + 3 * $random->() ** 4, $random->() < 0.5 ? 'buy' : 'sell', $i;
        } elsif ($kind eq 'funding') {
            $out .= sprintf "%s,\"rate\":%.6f}\n", $head, ($random->() - 0.4) / 1000;
        } elsif ($kind eq 'long_short') {
            $out .= sprintf "%s,\"ratio\":%.4f}\n", $head, 0.3 + 3 * $random->() ** 2;
        } else {
            my @side = map { my $sign = $_; join ',', map { sprintf '[%.2f,%.3f]', $price + $sign * 0.01 * ($_ + $random->()), 5 * $random->() + 0.001 } 1 .. 12 } -1, 1;
            $out .= "$head,\"bids\":[$side[0]],\"asks\":[$side[1]]}\n";
        }
    }
    return $out;
}

# The first records of all streams, then the second ones.
sub interleaved {
    my @of = map { [lines($_)] } @_;
    return join '', map { my $i = $_; map { $_->[$i] // () } @of } 0 .. $#{$of[0]};
}

1;

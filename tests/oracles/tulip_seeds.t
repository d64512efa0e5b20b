#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# F2.25: averages of averages begin with their first value at Tulip, and with the mean of
# their first n at TA-Lib and here, so that Tulip's short vectors of them are over before
# that is forgotten. Here each is worked out from its definition, once with either
# beginning: with Tulip's it has to be Tulip's vector, with ours our row, on the same
# numbers. Then nothing but the beginning is between them.
use strict;
use warnings;
use lib "tests/oracles";
use Indicator;
use List::Util qw(sum);
use Test::More;

my $dir = oracle_file("indicators");
plan skip_all => "no $dir" unless -d $dir;
my $run = oracle_runner() or plan skip_all => "cannot build indicator_run";

# The exponential average of values that are there from a bar on.
sub average {
  my ($x, $from, $n, $begin) = @_;
  my ($k, @y) = (2 / ($n + 1));
  my $first = $begin eq "value" ? $from : $from + $n - 1;
  $y[$first] = $begin eq "value" ? $x->[$from] : sum(@$x[$from .. $first]) / $n;
  $y[$_] = $y[$_ - 1] + $k * ($x->[$_] - $y[$_ - 1]) for $first + 1 .. $#$x;
  return \@y;
}

# Three in a row; each begins where the one before it has gone over n of its own values.
sub chain {
  my ($x, $n, $begin) = @_;
  my $one = average($x, 0, $n, $begin);
  my $two = average($one, $n - 1, $n, $begin);
  return ($one, $two, average($two, 2 * ($n - 1), $n, $begin));
}

my %definition = (
  dema => sub {
    my ($x, $n, $begin) = @_;
    my ($one, $two) = chain($x, $n, $begin);
    return map { 2 * $one->[$_] - $two->[$_] } 2 * ($n - 1) .. $#$x;
  },
  tema => sub {
    my ($x, $n, $begin) = @_;
    my ($one, $two, $three) = chain($x, $n, $begin);
    return map { 3 * $one->[$_] - 3 * $two->[$_] + $three->[$_] } 3 * ($n - 1) .. $#$x;
  },
  # A share of the newer average at Tulip, of the older one at TA-Lib and here.
  trix => sub {
    my ($x, $n, $begin) = @_;
    my $three = (chain($x, $n, $begin))[2];
    return map {
      my $change = $three->[$_] - $three->[$_ - 1];
      100 * $change / $three->[$begin eq "value" ? $_ : $_ - 1];
    } 3 * ($n - 1) + 1 .. $#$x;
  },
  zlema => sub {
    my ($x, $n, $begin) = @_;
    my $lag = int(($n - 1) / 2);
    my @ahead = map { 2 * $x->[$_] - $x->[$_ - $lag] } $lag .. $#$x;
    return grep { defined } @{average([$x->[$lag - 1], @ahead], 0, $n, $begin)} if $begin eq "value";
    return grep { defined } @{average(\@ahead, 0, $n, $begin)};
  },
);

sub near {
  my ($got, $want, $tolerance, $what) = @_;
  my ($off) = grep { abs($got->[$_] - $want->[$_]) > $tolerance } 0 .. $#$want;
  ok(@$got == @$want && !defined $off, $what)
    or diag defined $off ? "$off: $got->[$off], not $want->[$off]" : @$got . " values, not " . @$want;
}

# Our row's outputs where there are any.
sub ours {
  my ($row, $params, $x, $output) = @_;
  my ($lookback, @bars) = run_row($run, $row, $params, [$x], ["close"]);
  return map { $_->[$output // 0] } grep { $_->[$output // 0] ne "null" } @bars;
}

my (%seen, $empty);
for my $want (oracle_lines("indicators/tulip_vectors.ndjson")) {
  my ($fn, $x) = ($want->{fn}, $want->{inputs}{real});
  $empty = !@{$want->{outputs}{mass}} if $fn eq "mass" && !$want->{outputs}{mass}[0];
  if ($fn eq "macd") {
    my $signal = $want->{options}{signal_period};
    my ($fast, $slow) = map { average($x, 0, $want->{options}{$_}, "value") } qw(short_period long_period);
    my $from = $want->{options}{long_period} - 1;
    my @line = map { $fast->[$_] - $slow->[$_] } $from .. $#$x;
    my @signal = @{average(\@line, 0, $signal, "value")};
    near(\@line, $want->{outputs}{macd}, 5.1e-4, "F2.25 Tulip's vector of macd");
    near(\@signal, $want->{outputs}{macd_signal}, 5.1e-4, "F2.25 its signal line begins with its first value");
    near([map { $line[$_] - $signal[$_] } 0 .. $#line], $want->{outputs}{macd_histogram}, 5.1e-4, "F2.25 its histogram");
    my ($short, $long) = @{$want->{options}}{qw(short_period long_period)};
    my $ours = "ema(close,$short)-ema(close,$long)";
    my @longer = (@$x, map { 50 + ($_ * 37 % 101) / 10 } 1 .. 60);
    my @begun = grep { defined } @{average([ours("=$ours", [], \@longer)], 0, $signal, "mean")};
    near([ours("=ema($ours,$signal)", [], \@longer)], \@begun, 1e-9, "F2.25 our signal line begins with the mean of its first");
    $seen{$fn} = 1;
  }
  my $definition = $definition{$fn} or next;
  my $n = $want->{options}{period};
  near([$definition->($x, $n, "value")], $want->{outputs}{$fn}, 5.1e-4, "F2.25 Tulip's vector of $fn($n), begun as Tulip does");
  my @longer = (@$x, map { 50 + ($_ * 37 % 101) / 10 } 1 .. 60);
  near([ours($fn, [$n], \@longer)], [$definition->(\@longer, $n, "mean")], 1e-9, "F2.25 our $fn($n), begun as TA-Lib does");
  $seen{$fn} = 1;
}
is(join(" ", sort keys %seen), "dema macd tema trix zlema", "F2.25 all that begin otherwise");
ok($empty, "F2.25 Tulip's vector of mass has no value to compare");
done_testing();

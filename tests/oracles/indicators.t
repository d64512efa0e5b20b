#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# Every indicator that TA-Lib has, against TA-Lib's own output on real series:
# first output, lookback and each value (F2.25, X.10).
use strict;
use warnings;
use JSON::PP;
use Math::BigFloat;
use Test::More;

my $shared = $ENV{TQ_SHARED} // "../shared";
my $dir = "$shared/oracles";
plan skip_all => "no $dir/indicators" unless -d "$dir/indicators";

my $bin = $ENV{TQ_BIN} // "build/bin";
(my $build = $bin) =~ s{/bin/?$}{};
my $run = "$build/unit/indicator_run";
system("make", "-s", "O=$build", $run) == 0 or plan skip_all => "cannot build $run";

# our name, our output, TA-Lib's parameters in our order, relative tolerance
my %as = (
  SMA => ["sma", {outReal => 0}, ["optInTimePeriod"], 1e-10],
  EMA => ["ema", {outReal => 0}, ["optInTimePeriod"], 1e-10],
  WMA => ["wma", {outReal => 0}, ["optInTimePeriod"], 1e-10],
  RSI => ["rsi", {outReal => 0}, ["optInTimePeriod"], 1e-10],
  ATR => ["atr", {outReal => 0}, ["optInTimePeriod"], 1e-10],
  MAX => ["highest", {outReal => 0}, ["optInTimePeriod"], 1e-10],
  MIN => ["lowest", {outReal => 0}, ["optInTimePeriod"], 1e-10],
  ROC => ["roc", {outReal => 0}, ["optInTimePeriod"], 1e-10],
  MOM => ["mom", {outReal => 0}, ["optInTimePeriod"], 1e-10],
  MACD => ["macd", {outMACD => 0, outMACDSignal => 1, outMACDHist => 2},
    [qw(optInFastPeriod optInSlowPeriod optInSignalPeriod)], 1e-10],
  STDDEV => ["stddev", {outReal => 0}, [qw(optInTimePeriod optInNbDev)], 1e-8],
  BBANDS => ["bbands", {outRealUpperBand => 0, outRealMiddleBand => 1, outRealLowerBand => 2},
    [qw(optInTimePeriod optInNbDevUp optInNbDevDn optInMAType)], 1e-8],
);

sub series {
  my ($file) = @_;
  my (%column, @name);
  open my $fh, "<", $file or die "$file: $!";
  while (<$fh>) {
    s/\s+$//;
    my @cell = split /,/;
    if (!@name) { @name = @cell; next }
    push @{$column{$name[$_]}}, $cell[$_] for 0 .. $#name;
  }
  return \%column;
}

sub ours {
  my ($name, $params, $inputs) = @_;
  my $file = "$build/tmp/indicators.$$";
  mkdir "$build/tmp";
  open my $fh, ">", $file or die "$file: $!";
  for my $i (0 .. $#{$inputs->[0]}) {
    print $fh join(" ", map { $_->[$i] } @$inputs), "\n";
  }
  close $fh or die $!;
  chomp(my @line = `$run $name @$params < $file`);
  unlink $file;
  my $lookback = shift @line;
  $lookback =~ s/lookback //;
  return ($lookback, map { [split / /] } @line);
}

# The population deviation of n values in 60 digits. TA-Lib takes the mean of
# squares less the square of the mean, which loses digits where a window is
# narrow: there this decides, and ours must be within 1e-10 of it.
sub exact_deviation {
  my ($n, $factor, @x) = @_;
  my @big = map { Math::BigFloat->new($_) } @x;
  my $mean = Math::BigFloat->bzero;
  $mean += $_ for @big;
  $mean->bdiv($n, 60);
  my $squares = Math::BigFloat->bzero;
  $squares += ($_ - $mean) ** 2 for @big;
  return $squares->bdiv($n, 60)->bsqrt(60)->numify * $factor;
}

my $seen = 0;
for my $case (["talib_default_params_spy", "spy_default"], ["talib_default_params_bitcoin", "bitcoin"],
  ["talib_variant1_spy", "spy_default"]) {
  my ($oracle, $series) = @$case;
  my $column = series("$dir/series/$series.csv");
  open my $fh, "<", "$dir/indicators/$oracle.ndjson" or die $!;
  while (my $text = <$fh>) {
    my $want = decode_json($text);
    my $row = $as{$want->{fn}} or next;
    my ($name, $outputs, $params, $tolerance) = @$row;
    my $at = $outputs->{$want->{output}};
    my ($lookback, @got) = ours($name, [map { $want->{params}{$_} } @$params],
      [map { $column->{$_} } @{$want->{inputs}}]);
    my ($worst, $where, $fault) = (0, -1, "");
    $fault = "lookback $lookback, not $want->{lookback}" if $lookback != $want->{lookback};
    for my $i (0 .. $#got) {
      my $g = $got[$i][$at];
      my $w = $i < $want->{begIdx} ? undef : $want->{values}[$i - $want->{begIdx}];
      if (!defined $w) { $fault ||= "bar $i: $g, not null" if $g ne "null"; next }
      if ($g eq "null") { $fault ||= "bar $i: null, not $w"; next }
      # Differences (mom, macd) are measured against the price they come from.
      my $size = abs($w);
      $size = abs($column->{close}[$i]) * 1e-2 if $name =~ /^(macd|mom|roc)$/
        && $size < abs($column->{close}[$i]) * 1e-2;
      my $off = $size ? abs($g - $w) / $size : abs($g);
      if ($off > $tolerance && $name eq "stddev") {
        my $n = $want->{params}{optInTimePeriod};
        my $exact = exact_deviation($n, $want->{params}{optInNbDev},
          @{$column->{close}}[$i - $n + 1 .. $i]);
        $off = abs($g - $exact) / $exact;
        note sprintf "bar %d: TA-Lib is off the exact deviation by %.1e, tq by %.1e", $i,
          abs($w - $exact) / $exact, $off;
        $fault ||= "bar $i is off the exact deviation by $off" if $off > 1e-10;
      }
      ($worst, $where) = ($off, $i) if $off > $worst;
    }
    $fault ||= "bar $where is off by $worst" if $worst > $tolerance;
    is($fault, "", sprintf "F2.25 %s %s: %s(%s) largest difference %.1e",
      $series, $want->{output}, $name, join(",", map { $want->{params}{$_} } @$params), $worst);
    $seen++;
  }
}
is($seen, 48, "all of TA-Lib's outputs were compared");
done_testing();

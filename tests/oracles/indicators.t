#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# Every indicator that TA-Lib has, against TA-Lib's own output on real series:
# first output, lookback and each value (F2.25, X.10). tests/oracles/talib/*.tsv
# says which row stands for which function.
use strict;
use warnings;
use lib "tests/oracles";
use Indicator;
use Math::BigFloat;
use Test::More;

my $dir = oracle_file("indicators");
plan skip_all => "no $dir" unless -d $dir;
my $run = oracle_runner() or plan skip_all => "cannot build indicator_run";
my $table = table_of("talib");

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

# Puts the exact deviation where TA-Lib has lost more digits than are allowed.
sub mend_deviation {
  my ($line, $params, $x, $got, $want) = @_;
  my $n = $params->{optInTimePeriod};
  for my $i (grep { defined $want->[$_] && $got->[$_] ne "null" } 0 .. $#$want) {
    next if abs($got->[$i] - $want->[$i]) <= $line->{tolerance} * abs($want->[$i]);
    my $exact = $line->{row} eq "var" ? exact_deviation($n, 1, @$x[$i - $n + 1 .. $i]) ** 2 :
      exact_deviation($n, $params->{optInNbDev}, @$x[$i - $n + 1 .. $i]);
    my $off = abs($got->[$i] - $exact) / $exact;
    note sprintf "bar %d: TA-Lib is off the exact deviation by %.1e, tq by %.1e", $i,
      abs($want->[$i] - $exact) / $exact, $off;
    $want->[$i] = $off > 1e-10 ? $want->[$i] : $exact;
  }
}

my (%seen, %missing);
for my $case (["talib_default_params_spy", "spy_default"], ["talib_default_params_bitcoin", "bitcoin"],
  ["talib_variant1_spy", "spy_default"]) {
  my ($oracle, $series) = @$case;
  my $column = series_columns($series);
  for my $want (oracle_lines("indicators/$oracle.ndjson")) {
    my $line = $table->{$want->{fn}};
    $missing{$want->{fn}} = 1 if !$line;
    next if !$line || $line->{row} eq "none";
    my ($at, $factor) = output_of($line, $want->{output});
    if (!defined $at) { fail("$want->{fn} has no output $want->{output} in the table"); next }
    my @names = @{$line->{inputs}} ? @{$line->{inputs}} : @{$want->{inputs}};
    my @params = parameters_of($line, $want->{params});
    my ($lookback, @bars) = run_row($run, $line->{row}, \@params, [map { $column->{$_} } @names]);
    my @got = map { $_->[$at] } @bars;
    my @want = ((undef) x $want->{begIdx}, scaled($factor, values_of($want)));
    mend_deviation($line, $want->{params}, $column->{close}, \@got, \@want) if $line->{row} =~ /^(stddev|var)$/;
    my ($worst, undef, $fault) =
      largest_difference($line, \@got, \@want, $line->{from}, $column->{close});
    $fault = "lookback $lookback, not $want->{lookback}"
      if $line->{from} eq "-" && $lookback != $want->{lookback};
    is($fault, "", sprintf "F2.25 %s %s %s: %s(%s) largest difference %.1e",
      $series, $want->{fn}, $want->{output}, $line->{row}, join(",", @params), $worst);
    $seen{$want->{fn}} = 1;
  }
}

# Candlesticks are kept as the bars on which they are not 0.
sub values_of {
  my ($want) = @_;
  return $want->{values} if $want->{values};
  return [map { $want->{nonzero}{$_} // 0 } $want->{begIdx} .. $want->{begIdx} + $want->{n} - 1];
}

for my $function (sort keys %$table) {
  ok($seen{$function} || $table->{$function}{row} eq "none", "TA-Lib's output has $function");
}
is(join(" ", sort keys %missing), "", "F2.25 every function of TA-Lib is in a table");
done_testing();

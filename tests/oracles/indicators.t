#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# Every indicator that TA-Lib has, against TA-Lib's own output on real series:
# first output, lookback and each value (F2.25, X.10). tests/oracles/talib/*.tsv
# says which row stands for which function.
use strict;
use warnings;
use lib "tests/oracles";
use Agreement;
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

# Puts the exact deviation where TA-Lib has lost more digits than are allowed, and
# says on how many bars it did.
sub mend_deviation {
  my ($line, $params, $x, $got, $want) = @_;
  my ($n, $mended) = ($params->{optInTimePeriod}, 0);
  for my $i (grep { defined $want->[$_] && $got->[$_] ne "null" } 0 .. $#$want) {
    next if abs($got->[$i] - $want->[$i]) <= $line->{tolerance} * abs($want->[$i]);
    my $exact = $line->{row} eq "var" ? exact_deviation($n, 1, @$x[$i - $n + 1 .. $i]) ** 2 :
      exact_deviation($n, $params->{optInNbDev}, @$x[$i - $n + 1 .. $i]);
    my $off = abs($got->[$i] - $exact) / $exact;
    note sprintf "bar %d: TA-Lib is off the exact deviation by %.1e, tq by %.1e", $i,
      abs($want->[$i] - $exact) / $exact, $off;
    next if $off > 1e-10;
    $want->[$i] = $exact;
    $mended++;
  }
  return $mended;
}

# Candlesticks are kept as the bars on which they are not 0.
sub values_of {
  my ($want) = @_;
  return $want->{values} if $want->{values};
  return [map { $want->{nonzero}{$_} // 0 } $want->{begIdx} .. $want->{begIdx} + $want->{n} - 1];
}

sub test_output {
  my ($want, $line, $series, $column) = @_;
  my ($at, $factor) = output_of($line, $want->{output});
  return fail("$want->{fn} has no output $want->{output} in the table") if !defined $at;
  my @names = @{$line->{inputs}} ? @{$line->{inputs}} : @{$want->{inputs}};
  my @params = parameters_of($line, $want->{params});
  my ($lookback, @bars) =
    run_row($run, $line->{row}, \@params, [map { $column->{$_} } @names], \@names);
  my @got = map { $_->[$at] } @bars;
  my @want = ((undef) x $want->{begIdx}, scaled($factor, values_of($want)));
  my $mended = $line->{row} !~ /^(stddev|var)$/ ? 0 :
    mend_deviation($line, $want->{params}, $column->{close}, \@got, \@want);
  my $is = compare_columns($line, \@got, \@want, $line->{from});
  $is->{fault} ||= "lookback $lookback, not $want->{lookback}" if $lookback != $want->{lookback};
  my $ours = called($line, $at, @params);
  is($is->{fault}, "", sprintf "F2.25 %s %s %s: %s %d values, largest difference %.1e",
    $series, $want->{fn}, $want->{output}, $ours, $is->{count}, $is->{worst});
  record_agreement("TA-Lib", $want->{fn}, $want->{output}, $series, $line, $ours, $is,
    $mended ? "on $mended bars TA-Lib has lost more digits than that: there the exact value decides" : "");
}

# What an oracle file must hold: functions, outputs.
my %whole = (talib_default_params_spy => [161, 180], talib_default_params_bitcoin => [161, 180],
  talib_variant1_spy => [67, 84]);
my %seen;
for my $case (["talib_default_params_spy", "spy_default"], ["talib_default_params_bitcoin", "bitcoin"],
  ["talib_variant1_spy", "spy_default"]) {
  my ($oracle, $series) = @$case;
  my $column = series_columns($series);
  my (%function, $outputs, @missing);
  for my $want (oracle_lines("indicators/$oracle.ndjson")) {
    $outputs++;
    my $line = $table->{$want->{fn}};
    push @missing, $want->{fn} if !$function{$want->{fn}}++ && !$line;
    test_output($want, $line, $series, $column) if $line;
    $seen{$want->{fn}} = 1;
  }
  is_deeply([scalar keys %function, $outputs], $whole{$oracle}, "F2.25 $oracle is whole");
  is("@missing", "", "F2.25 every function of $oracle is in a table");
}

# What FORMULAS.md allows: 1e-8 where TA-Lib takes the mean of squares less the
# square of the mean, else 1e-9; and nothing is left out.
for my $function (sort keys %$table) {
  my $line = $table->{$function};
  ok($seen{$function}, "TA-Lib's output has $function");
  cmp_ok($line->{tolerance} // 1, "<=", $function =~ /^(STDDEV|VAR)$/ ? 1e-8 : 1e-9,
    "F2.25 $function is compared to nine digits or more");
}
done_testing();

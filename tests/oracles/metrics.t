#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# The metrics of tq-report against what other programs made of the same returns (C1.49, F1.14):
# empyrical's published cases, empyrical and QuantStats on four real series.
#
# Tolerance 1e-9 relative; a published figure of 4 to 8 decimals is equal when ours rounds to it.
# Where a library says NaN or infinity, tq says null.
use strict;
use warnings;
use JSON::PP;
use Test::More;

my $shared = $ENV{TQ_SHARED} // "../shared";
my $dir = "$shared/oracles/metrics";
plan skip_all => "no $dir" unless -d $dir;

my $bin = $ENV{TQ_BIN} // "build/bin";
(my $build = $bin) =~ s{/bin/?$}{};
my $run = "$build/unit/metric_run";
system("make", "-s", "O=$build", $run) == 0 or plan skip_all => "cannot build $run";

my $work = "/tmp/tq-metrics-$$";
END { unlink $work if $work && -e $work }

sub slurp {
  my ($file) = @_;
  open my $fh, "<", $file or die "$file: $!";
  local $/;
  return JSON::PP->new->decode(<$fh>);
}

# All metrics of these rows ([date, return, benchmark?]) by one family.
sub figures {
  my ($rows, $family, $periods, $rf, $required) = @_;
  open my $fh, ">", $work or die "$work: $!";
  for my $row (@$rows) {
    print $fh join(" ", $row->[0], map { sprintf "%.17g", $_ } @$row[1 .. $#$row]), "\n";
  }
  close $fh;
  my @lines = qx($run $family $periods @{[$rf // 0]} @{[$required // 0]} < $work);
  return {map { split " ", $_ } @lines};
}

sub defined_number { $_[0] !~ /nan|inf|null/i }

sub same {
  my ($got, $want, $name) = @_;
  return ok($got eq "null", "$name: undefined") || diag("got $got")
    if !defined $want || !defined_number($want);
  return ok(0, "$name: null, want $want") if $got eq "null";
  my ($decimals) = $want =~ /\.(\d+)$/;
  my $close = abs($got - $want) <= 1e-9 * abs($want) + 1e-14;
  $close ||= sprintf("%.*f", length $decimals, $got) == $want
    if defined $decimals && length $decimals >= 4 && length $decimals <= 8;
  ok($close, $name) or diag("got $got, want $want");
}

# --- empyrical's published cases -------------------------------------------

my %year = (daily => 252, weekly => 52, monthly => 12, yearly => 1);

# test => [metric, what a NaN among the returns is: "drop" or "zero"]
my %published = (
  test_cum_returns_final => ["total_return", "drop"],
  test_cum_returns_final_df => ["total_return", "drop"],
  test_max_drawdown => ["max_drawdown", "drop"],
  test_annual_ret => ["annual_return", "zero"],
  test_cagr => ["cagr", "zero"],
  test_calmar => ["calmar", "zero"],
  test_annual_volatility => ["volatility", "drop"],
  test_sharpe_ratio => ["sharpe", "drop"],
  test_downside_risk => ["downside_risk", "drop"],
  test_sortino => ["sortino", "drop"],
  test_omega => ["omega", "drop"],
  test_stability_of_timeseries => ["stability", "drop"],
  test_tail_ratio => ["tail_ratio", "zero"],
  test_alpha => ["alpha", "drop"],
  test_beta => ["beta", "drop"],
  test_alpha_beta => ["alpha", "drop"],
);

my $data = slurp("$dir/empyrical_published_cases.json");
my %skipped;

sub values_of {
  my ($x) = @_;
  return undef if !ref $x;
  return $x->{values} // $data->{series}{$x->{series}}{values};
}

# Rows without what is no number; the benchmark is aligned at the start.
sub rows_of {
  my ($r, $b, $nan) = @_;
  my @rows;
  for my $i (0 .. $#$r) {
    my @row = ($r->[$i], $b ? $b->[$i] : ());
    if (grep { !defined || !defined_number($_) } @row) {
      next if $nan eq "drop";
      @row = map { defined_number($_) ? $_ : 0 } @row;
    }
    push @rows, ["-", @row];
  }
  return \@rows;
}

# empyrical can say what a starting value came to instead of the return.
sub started {
  my ($return, $value) = @_;
  return $value ? $value * (1 + $return) : $return;
}

sub published_case {
  my ($case, $number) = @_;
  my ($test, $args) = @$case{qw(test args)};
  my $how = $published{$test} or return $skipped{"$test: no such metric here"}++;
  my $name = "empyrical $number $test";
  my ($r, $b) = map { values_of($args->{$_}) } qw(returns benchmark);
  ($b) = values %$b if ref $b eq "HASH";    # a table of one column
  my ($rf, $required) = map { $args->{$_} // 0 } qw(risk_free required_return);
  return $skipped{"$test: a rate that is a series"}++ if ref $rf || ref $required;
  return $skipped{"$test: benchmark shorter than the returns"}++ if $b && @$b < @$r;
  my $periods = $year{$args->{period} // "daily"};
  if ($test eq "test_omega") {    # empyrical takes a year's rate here
    return $skipped{"$test: required return below -100 %"}++ if $required <= -1;
    $required = (1 + $required)**(1 / 252) - 1;
  }
  my $want = $args->{expected};
  if (ref $r eq "HASH") {
    my @columns = sort keys %$r;
    my $expected = ref $want eq "HASH" ? $want->{values} : $want;
    for my $i (0 .. $#columns) {
      my $got = figures(rows_of($r->{$columns[$i]}, undef, $how->[1]), "empyrical", $periods,
        $rf, $required);
      my $figure = started($got->{$how->[0]}, $args->{starting_value});
      same($figure, $expected->[$i], "$name $columns[$i]");
    }
    return;
  }
  my $got = figures(rows_of($r, $b, $how->[1]), "empyrical", $periods, $rf, $required);
  if ($test eq "test_alpha_beta") {
    same($got->{alpha}, $want->[0], "$name alpha");
    return same($got->{beta}, $want->[1], "$name beta");
  }
  my $figure = started($got->{$how->[0]}, $args->{starting_value});
  $figure = sprintf "%.*f", $args->{decimal_places}, $figure if $args->{decimal_places};
  same($figure, $want, $name);
}

my $number = 0;
published_case($_, ++$number) for @{$data->{cases}};

# --- empyrical and QuantStats on real returns --------------------------------

my %empyrical = (
  cum_returns_final => "total_return", max_drawdown => "max_drawdown",
  annual_return => "annual_return", cagr => "cagr", annual_volatility => "volatility",
  "sharpe_rf0.0" => "sharpe", "sortino_req0.0" => "sortino",
  "downside_risk_req0.0" => "downside_risk", calmar => "calmar", "omega_req0.0" => "omega",
  stability_of_timeseries => "stability", tail_ratio => "tail_ratio",
  "value_at_risk_0.05" => "var_95", "conditional_value_at_risk_0.05" => "cvar_95",
  "value_at_risk_0.01" => "var_99", "conditional_value_at_risk_0.01" => "cvar_99",
  alpha => "alpha", beta => "beta",
);

my %quantstats = (
  comp => "total_return", geometric_mean => "geometric_return", best => "best_period",
  worst => "worst_period", consecutive_wins => "period_max_wins",
  consecutive_losses => "period_max_losses", win_rate => "period_win_rate",
  avg_win => "period_avg_win", avg_loss => "period_avg_loss", volatility => "volatility",
  sharpe => "sharpe", sortino => "sortino", omega => "omega",
  gain_to_pain_ratio => "gain_to_pain", cagr => "cagr", skew => "skew", kurtosis => "kurtosis",
  calmar => "calmar", ulcer_index => "ulcer_index", value_at_risk => "var_95",
  conditional_value_at_risk => "cvar_95", tail_ratio => "tail_ratio",
  payoff_ratio => "period_payoff", profit_factor => "period_profit_factor",
  recovery_factor => "recovery_factor", max_drawdown => "max_drawdown",
  kelly_criterion => "period_kelly",
);

sub compare_all {
  my ($got, $want, $map, $name) = @_;
  same($got->{$map->{$_}}, $want->{$_}, "$name $_") for grep { exists $want->{$_} } sort keys %$map;
}

# The table of drawdowns: how many, mean depth, days, and where the deepest was.
sub compare_drawdowns {
  my ($got, $table, $name) = @_;
  my ($depths, $days, $longest, $deepest) = (0, 0, 0, $table->[0]);
  for my $row (@$table) {
    $depths += $row->{"max drawdown"} / 100;
    $days += $row->{days};
    $longest = $row->{days} if $row->{days} > $longest;
    $deepest = $row if $row->{"max drawdown"} < $deepest->{"max drawdown"};
  }
  is($got->{drawdowns}, scalar @$table, "$name drawdowns");
  same($got->{avg_drawdown}, $depths / @$table, "$name mean depth of drawdowns");
  same($got->{longest_drawdown}, $longest * 86400, "$name longest drawdown");
  same($got->{avg_drawdown_duration}, sprintf("%.9f", $days * 86400 / @$table),
    "$name mean days of drawdowns");
  # A value is of the close that ends its day.
  my $valley = qx(date -u -d '$deepest->{valley} + 1 day' +%Y-%m-%dT00:00:00Z);
  chomp $valley;
  is($got->{max_drawdown_valley}, $valley, "$name valley of the deepest drawdown");
}

for my $file (qw(goog_daily smacross_vs_goog compare_vs_spy bitcoin_365)) {
  my $case = slurp("$dir/$file.json");
  my ($r, $b, $dates) = @$case{qw(returns benchmark_returns dates)};
  my @rows = map { [$dates->[$_], $r->[$_], $b ? $b->[$_] : ()] } 0 .. $#$r;
  my $periods = $case->{periods_per_year};
  my $e = $case->{"empyrical_0.5.5"};
  compare_all(figures(\@rows, "empyrical", $periods), $e, \%empyrical, "$file empyrical");

  my $with = figures(\@rows, "empyrical", $periods, 0.0001, 0.0002);
  same($with->{sharpe}, $e->{"sharpe_rf0.0001"}, "$file empyrical sharpe, risk-free 0.0001");
  same($with->{sortino}, $e->{"sortino_req0.0002"}, "$file empyrical sortino, required 0.0002");
  same($with->{downside_risk}, $e->{"downside_risk_req0.0002"},
    "$file empyrical downside risk, required 0.0002");
  my $omega = figures(\@rows, "empyrical", $periods, 0, 1.1**(1 / $periods) - 1);
  same($omega->{omega}, $e->{"omega_req0.1"}, "$file empyrical omega, required 0.1");

  my $q = $case->{"quantstats_0.0.81"};
  my $got = figures(\@rows, "quantstats", $periods);
  compare_all($got, $q, \%quantstats, "$file quantstats");
  if ($q->{greeks}) {
    same($got->{alpha}, $q->{greeks}{alpha}, "$file quantstats alpha");
    same($got->{beta}, $q->{greeks}{beta}, "$file quantstats beta");
  }
  cmp_ok(abs(POSIX_ceil($got->{active_periods} * 100) / 100 - $q->{exposure}), "<", 1e-12,
    "$file quantstats exposure, rounded up as there");
  compare_drawdowns($got, $q->{drawdown_details}, "$file quantstats");
}

sub POSIX_ceil {
  my $x = int $_[0];
  return $x < $_[0] ? $x + 1 : $x;
}

# --- probabilistic Sharpe ratio -----------------------------------------------

my $psr = slurp("$dir/sharpe_statistics.json");
for my $p (@{$psr->{computed_grid}}) {
  chomp(my $got = qx($run psr $p->{sr} $p->{benchmark} $p->{n} $p->{skew} $p->{kurt}));
  same($got, $p->{psr}, "PSR of sr $p->{sr} over $p->{benchmark}, n $p->{n}, skew $p->{skew}");
}
my $goog = slurp("$dir/goog_daily.json");
my $figure = figures([map { ["-", $_] } @{$goog->{returns}}], "empyrical", 252);
cmp_ok(abs($figure->{probabilistic_sharpe} - 0.995555), "<", 5e-7,
  "PSR of GOOG with kurtosis that is 3 for a Normal");

diag("not compared: $_ ($skipped{$_})") for sort keys %skipped;
diag("not compared: quantstats probabilistic_sharpe_ratio, wrong there (excess kurtosis)");
done_testing;

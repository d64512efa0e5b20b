#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# Twenty-six indicators at parameters that no library's file has (periods of 1 and 2,
# longer than the data, equal and turned round, each kind of average) against
# their definitions in Python (X.10, F2.25), and the ranges of parameters that
# TA-Lib takes against ours.
use strict;
use warnings;
use lib "tests/oracles";
use Indicator;
use Test::More;

my $series = oracle_file("series/bitcoin.csv");
plan skip_all => "no $series" unless -e $series;
system("python3 -c 'import sys; sys.exit(sys.version_info < (3, 7))' 2>/dev/null") == 0
  or plan skip_all => "no python3";
my $run = oracle_runner() or plan skip_all => "cannot build indicator_run";

my $cases = 0;
open my $python, "-|", "python3", "tests/oracles/textbook.py", $run, $series or die $!;
while (<$python>) {
  if (/^(not )?ok \d+ - (.*)/) { ok(!$1, $2); $cases++ }
  elsif (/^# (.*)/) { diag($1) }
}
ok(close($python), "textbook.py came to its end");
cmp_ok($cases, ">=", 500, "X.10 $cases comparisons were made");

# The least period that TA-Lib's reference gives for each, ours may be smaller, and
# the largest. mavp keeps an average for each of its periods: at most 1000.
my %least = (
  1 => [qw(ATR MA MINUS_DI MINUS_DM MOM NATR PLUS_DI PLUS_DM ROC ROCP ROCR ROCR100 STOCH STOCHF TRIX
    ULTOSC VAR MACDFIX)],
  2 => [qw(ACCBANDS ADOSC ADX ADXR APO AROON AROONOSC AVGDEV BBANDS CCI CMO DEMA DX EMA IMI KAMA LINEARREG
    LINEARREG_ANGLE LINEARREG_INTERCEPT LINEARREG_SLOPE MACD MACDEXT MAX MAXINDEX MFI MIDPOINT MIDPRICE
    MIN MININDEX MINMAX MINMAXINDEX MAVP PPO RSI SMA STDDEV STOCHRSI SUM T3 TEMA TRIMA TSF WILLR WMA)],
);
my $table = table_of("talib");
for my $least (sort keys %least) {
  for my $function (@{$least{$least}}) {
    my $line = $table->{$function};
    for my $period ($least, $function eq "MAVP" ? 1000 : 100000) {
      my @params = map { !/Period/ ? /MAType/ ? 0 : /^=(.*)/ ? $1 : 1 : $period } @{$line->{parameters}};
      my ($lookback) = `$run $line->{row} @params < /dev/null 2>&1` =~ /^lookback (\d+)$/m;
      ok(defined $lookback, "F2.25 $line->{row}(@params) is in range, as for TA-Lib");
    }
  }
}
done_testing();

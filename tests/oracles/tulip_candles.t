#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# Tulip's examples of candlesticks against TA-Lib's patterns of the same name, which
# tq has (F2.25, X.10). "doji 17 18" says that bars 17 and 18 are dojis, "!doji 16"
# that bar 16 is none.
use strict;
use warnings;
use lib "tests/oracles";
use Agreement;
use Indicator;
use Test::More;

my $file = oracle_file("indicators/tulip_candles.txt");
plan skip_all => "no $file" unless -e $file;
my $run = oracle_runner() or plan skip_all => "cannot build indicator_run";

# Ours, and on which side of 0 its answer is; 0 is both.
my %ours = (
  doji => ["cdldoji", 1], dragonfly_doji => ["cdldragonflydoji", 1], gravestone_doji => ["cdlgravestonedoji", 1],
  long_legged_doji => ["cdllongleggeddoji", 1], marubozu => ["cdlmarubozu", 0],
  white_marubozu => ["cdlmarubozu", 1], black_marubozu => ["cdlmarubozu", -1],
  engulfing_bull => ["cdlengulfing", 1], engulfing_bear => ["cdlengulfing", -1],
  evening_star => ["cdleveningstar", -1], evening_doji_star => ["cdleveningdojistar", -1],
  morning_star => ["cdlmorningstar", 1], morning_doji_star => ["cdlmorningdojistar", 1],
  abandoned_baby_bear => ["cdlabandonedbaby", -1], abandoned_baby_bull => ["cdlabandonedbaby", 1],
  hammer => ["cdlhammer", 1], hanging_man => ["cdlhangingman", -1],
  inverted_hammer => ["cdlinvertedhammer", 1], spinning_top => ["cdlspinningtop", 0],
  three_black_crows => ["cdl3blackcrows", -1], three_white_soldiers => ["cdl3whitesoldiers", 1],
  big_white_candle => ["cdllongline", 1], big_black_candle => ["cdllongline", -1],
);

# What TA-Lib has no pattern for, and where its pattern asks for more than Tulip's.
my %none = (
  star => "any small body beyond the one before; TA-Lib asks for a long one before it",
  four_price_doji => "four equal prices; write open == close and high == low",
);
my $last = "TA-Lib asks that the third body be longer than usual: here it is 1, usual 1.2";
my %differs = (
  morning_star => $last, morning_doji_star => $last, abandoned_baby_bull => $last,
  big_white_candle => "TA-Lib asks for shadows shorter than usual: here they are as usual",
);

sub answers {
  my ($row, $columns) = @_;
  my (undef, @bars) = run_row($run, $row, [], $columns, [qw(open high low close)]);
  return map { $_->[0] eq "null" ? 0 : $_->[0] } @bars;
}

sub test_example {
  my ($example, $columns, $not, $name, $bar) = @_;
  my ($row, $side) = @{$ours{$name}};
  my $answer = (answers($row, $columns))[$bar];
  my $is = $answer != 0 && ($side == 0 || $answer * $side > 0);
  my $same = $is == !$not;
  my $why = $same || $not ? undef : $differs{$name};
  ok($same || $why, "F2.25 Tulip's candles $example: bar $bar is " . ($not ? "no $name" : $name) . ": $row $answer");
  note "differs: $why" if $why;
  record_absence("Tulip's candles", "$name (example $example, bar $bar: $row differs)", $why) if $why;
  return $same;
}

my (%same, %seen, $example);
my @columns;
open my $fh, "<", $file or die "$file: $!";
while (<$fh>) {
  if (/^candle/) { $example++; @columns = () }
  elsif (/^\{(.*)\}/) { push @columns, [split /,\s*/, $1] }
  elsif (/^(!?)(\w+)\s+([\d ]+)/) {
    my ($not, $name, @bars) = ($1, $2, split " ", $3);
    $seen{$name} = 1;
    next if $none{$name};
    ok($ours{$name}, "F2.25 there is a pattern for Tulip's $name, or a reason why not") or next;
    $same{test_example($example, [@columns], $not, $name, $_) ? 1 : 0}++ for @bars;
  }
}
for my $name (sort keys %none) {
  note "not compared: $name: $none{$name}";
  record_absence("Tulip's candles", "$name", $none{$name});
}
is($same{1}, 46, "F2.25 46 of Tulip's examples are answered alike");
is($same{0}, 6, "F2.25 and six are not, with a reason");
is(scalar keys %seen, 25, "F2.25 Tulip's candles are whole");
done_testing();

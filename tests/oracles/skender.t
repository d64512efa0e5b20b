#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# Every indicator that Skender's library tests, against the results in those
# tests, column by column (F2.25, X.10). tests/oracles/skender/*.tsv says which
# row stands for which function and where conventions differ: see Indicator.pm.
#
# What is particular to these tables: a function may have several lines (bb,
# bb.width: what follows the point tells them apart), parameters are all =VALUE
# (the call in Skender's test), inputs are always given ("compare.close" is of the
# other series), and from may be "theirs": only bars on which Skender has a value
# (bands of which only the active one is shown), or "windows": only on the last
# bars of the windows, as long as the first parameter, into which it cuts all bars,
# or "+2": theirs stands at a bar that two later ones confirm, ours two bars later.
# A line FUNCTION.none gives columns that are not compared, in brackets, and why.
use strict;
use warnings;
use lib "tests/oracles";
use Agreement;
use Indicator;
use Test::More;

my $file = oracle_file("indicators/skender_results.ndjson");
plan skip_all => "no $file" unless -e $file;
my $run = oracle_runner() or plan skip_all => "cannot build indicator_run";
my $table = table_of("skender");

my $column = series_columns("spy_default");
my $other = series_columns("compare");
$column->{never} = [map { 0 } @{$column->{close}}];
$column->{"compare.$_"} = $other->{$_} for keys %$other;

# Columns that are not compared, and why: a line FUNCTION.none.
my (%lines, %absent);
for my $key (sort keys %$table) {
  my ($function) = split /\./, $key;
  my $line = $table->{$key};
  push @{$lines{$function}}, $line;
  next if $line->{row} ne "none";
  my ($columns, $why) = $line->{note} =~ /^\[([^\]]+)\] (.+)/ or die "$key: no columns\n";
  $absent{$function}{$_} = $why for split /,/, $columns;
}

sub test_column {
  my ($want, $line, $name) = @_;
  my ($at, $factor) = output_of($line, $name);
  my @params = parameters_of($line, {});
  my (undef, @bars) = run_row($run, $line->{row}, \@params,
    [map { $column->{$_} // die "$want->{indicator}: no input $_\n" } @{$line->{inputs}}], $line->{inputs});
  my @got = map { $_->[$at] } @bars;
  my @theirs = scaled($factor, [map { ref ? $_ ? 1 : 0 : $_ } @{$want->{columns}{$name}}]);
  my $from = $line->{from};
  if ($from eq "windows") {
    for my $i (grep { ($#theirs - $_) % $params[0] } 0 .. $#theirs) { undef $theirs[$i] }
    $from = "theirs";
  }
  if ($from =~ /^\+(\d+)$/) {
    @got = (@got[$1 .. $#got], ("null") x $1);
    $from = "-";
  }
  if ($from eq "theirs") {
    for my $i (grep { !defined $theirs[$_] } 0 .. $#got) { $got[$i] = "null" }
    $from = "-";
  }
  my $is = compare_columns($line, \@got, \@theirs, $from);
  my $ours = called($line, $at, @params);
  is($is->{fault}, "", sprintf "F2.25 Skender %s %s: %s from bar %s, largest difference %.1e at %d",
    $want->{indicator}, $name, $ours, $is->{first} // "none", $is->{worst}, $is->{at});
  record_agreement("Skender", $want->{indicator}, $name, "spy_default", $line, $ours, $is);
  note "$want->{indicator} $name: $line->{note}" if length($line->{note} // "");
}

sub test_function {
  my ($want) = @_;
  my %compared;
  for my $line (grep { $_->{row} ne "none" } @{$lines{$want->{indicator}} // []}) {
    for my $name (grep { $_ ne "-" } @{$line->{outputs}}) {
      if (!$want->{columns}{$name}) { fail("$want->{indicator} has no column $name"); next }
      test_column($want, $line, $name);
      $compared{$name} = 1;
    }
  }
  for my $name (sort keys %{$want->{columns}}) {
    my $why = $absent{$want->{indicator}}{$name};
    ok(!$compared{$name} == !!$why, "F2.25 Skender $want->{indicator} $name is compared, or there is a reason");
    note "$want->{indicator} $name is not compared: $why" if $why;
    record_absence("Skender", "$want->{indicator} $name", $why) if $why;
  }
}

my %seen;
for my $want (oracle_lines("indicators/skender_results.ndjson")) {
  $seen{$want->{indicator}} = 1;
  test_function($want);
}

ok($seen{$_}, "Skender's results have $_") for sort keys %lines;
my @missing = grep { !$lines{$_} } sort keys %seen;
is("@missing", "", "F2.25 each of Skender's functions is compared or has a reason why not");

# Supertrend of real prices turns both ways, one after the other.
for my $series ("spy_default", "bitcoin", "GOOG") {
  my $bars = series_columns($series);
  my (undef, @out) = run_row($run, "supertrend", [10, 3], [map { $bars->{$_} } qw(high low close)]);
  my @side = map { $_->[3] } grep { $_->[3] ne "null" } @out;
  my $up = grep { $side[$_ - 1] < 0 && $side[$_] > 0 } 1 .. $#side;
  my $down = grep { $side[$_ - 1] > 0 && $side[$_] < 0 } 1 .. $#side;
  cmp_ok($up, ">=", 5, "F4.27 supertrend of $series turns up $up times in " . @side . " bars");
  cmp_ok(abs($up - $down), "<=", 1, "F4.27 supertrend of $series turns down $down times");
}
done_testing();

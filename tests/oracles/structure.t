#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# What Skender's library draws afresh when later bars come, or gives as another
# series than bars: pivots of a zigzag and bricks of a renko chart (C2.3, F2.25).
use strict;
use warnings;
use lib "tests/oracles";
use Indicator;
use Test::More;

my $file = oracle_file("indicators/skender_results.ndjson");
plan skip_all => "no $file" unless -e $file;
my $run = oracle_runner() or plan skip_all => "cannot build indicator_run";
my $column = series_columns("spy_default");
my %skender = map { $_->{indicator} => $_ } oracle_lines("indicators/skender_results.ndjson");

# The pivots that were confirmed, as "BAR SIDE PRICE". The first is where the
# series begins and no turn, so Skender's list starts behind it.
sub our_pivots {
  my ($percent, $high, $low) = @_;
  my (undef, @bars) = run_row($run, "zigzag", [$percent], [map { $column->{$_} } $high, $low]);
  my (%seen, @pivots);
  for my $i (0 .. $#bars) {
    my ($price, $ago, $direction) = @{$bars[$i]};
    next if $price eq "null" || $seen{$i - $ago}++;
    push @pivots, sprintf "%d %s %g", $i - $ago, $direction > 0 ? "L" : "H", $price;
  }
  return @pivots;
}

sub their_pivots {
  my ($columns) = @_;
  return map { sprintf "%d %s %g", $_, $columns->{pointType}[$_], $columns->{zigZag}[$_] }
    grep { $columns->{pointType}[$_] } 0 .. $#{$columns->{pointType}};
}

for my $name ("zigzag-close", "zigzag") {
  my (undef, @ours) = our_pivots(5, "close", "close");
  is_deeply(\@ours, [their_pivots($skender{$name}{columns})], "C2.3 the pivots of Skender's $name of 5 percent");
}

# Bricks as "DATE up OPEN CLOSE".
sub our_bricks {
  my ($size) = @_;
  my (undef, @bars) = run_row($run, "renko", [$size], [$column->{close}]);
  my @bricks;
  for my $i (0 .. $#bars) {
    my ($n, $direction, $level) = @{$bars[$i]};
    for my $k (reverse 0 .. abs($n) - 1) {
      my $close = $level - $direction * $k * $size;
      push @bricks, sprintf "%s %d %g %g", $column->{date}[$i], $direction > 0,
        $close - $direction * $size, $close;
    }
  }
  return @bricks;
}

sub their_bricks {
  my ($want) = @_;
  my $columns = $want->{columns};
  return map { sprintf "%s %d %g %g", substr($want->{timestamps}[$_], 0, 10), $columns->{isUp}[$_],
    $columns->{open}[$_], $columns->{close}[$_] } 0 .. $want->{rows} - 1;
}

is_deeply([our_bricks(1)], [their_bricks($skender{renko})], "C2.3 Skender's renko bricks of 1");
done_testing();

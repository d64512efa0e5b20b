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

# Bricks as "DATE up OPEN CLOSE", each to that many digits.
sub brick {
  my ($date, $up, $open, $close, $digits) = @_;
  return sprintf "%s %d %.${digits}g %.${digits}g", $date, $up, $open, $close;
}

# Ours begin at a multiple of their size above a floor.
sub our_bricks {
  my ($size, $floor, $digits) = @_;
  my (undef, @bars) = run_row($run, "renko", [$size], [[map { $_ - $floor } @{$column->{close}}]]);
  my @bricks;
  for my $i (0 .. $#bars) {
    my ($n, $direction, $level) = @{$bars[$i]};
    for my $k (reverse 0 .. abs($n) - 1) {
      my $close = $floor + $level - $direction * $k * $size;
      push @bricks, brick($column->{date}[$i], $direction > 0, $close - $direction * $size, $close, $digits);
    }
  }
  return @bricks;
}

sub their_bricks {
  my ($want, $digits) = @_;
  my $columns = $want->{columns};
  return map { brick(substr($want->{timestamps}[$_], 0, 10), $columns->{isUp}[$_], $columns->{open}[$_],
    $columns->{close}[$_], $digits) } 0 .. $want->{rows} - 1;
}

is_deeply([our_bricks(1, 0, 12)], [their_bricks($skender{renko}, 12)], "C2.3 Skender's renko bricks of 1");

# Skender's size is the last average true range of all bars, and the first brick
# begins at the first close; ours must be given both.
my (undef, @range) = run_row($run, "atr", [14], [map { $column->{$_} } qw(high low close)]);
my $size = $range[-1][0];
is_deeply([our_bricks($size, $column->{close}[0], 11)], [their_bricks($skender{"renko-atr"}, 11)],
  sprintf "C2.3 Skender's renko bricks of the last average true range, %.4f", $size);
done_testing();

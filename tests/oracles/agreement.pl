#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# How far indicators agree with the numbers of other libraries, function by
# function: runs the oracle tests and writes what they measured as Markdown
# (tests/oracles/AGREEMENT.md; make agreement). A test that fails is no document.
use strict;
use warnings;
use JSON::PP;

my $record = $ENV{TQ_AGREEMENT} // die "TQ_AGREEMENT names no file\n";
my @tests = map { "tests/oracles/$_.t" } qw(indicators tulip tulip_candles skender structure catch22);
my @told = `prove @tests 2>&1`;
die @told if $? || grep { /skipped/ } @told;

my (@agreed, @absent);
open my $fh, "<", $record or die "$record: $!";
while (<$fh>) {
  my $is = decode_json($_);
  push @{exists $is->{none} ? \@absent : \@agreed}, $is;
}

# One line a function and output: all series and parameters of a library together.
sub merged {
  my ($library) = @_;
  my (%line, @order);
  for my $is (grep { $_->{library} eq $library } @agreed) {
    my $key = join " ", $is->{function}, $is->{output}, $is->{from} =~ /^led/ ? "led" : "";
    push @order, $key if !$line{$key};
    my $line = $line{$key} //= {%$is, runs => 0, count => 0, worst => 0, notes => {}};
    $line->{runs}++;
    $line->{count} += $is->{count};
    $line->{worst} = $is->{worst} if $is->{worst} > $line->{worst};
    $line->{first} = $is->{first} if $is->{first} < $line->{first};
    $line->{notes}{$_} = 1 for grep { length } split /; /, $is->{note};
  }
  return map { $line{$_} } @order;
}

sub cell { return "`" . ($_[0] =~ s/\|/\\|/gr) . "`" }

sub difference { return $_[0] == 0 ? "0" : sprintf "%.1e", $_[0] }

# What is measured against something else than the value says so.
sub remarks {
  my ($line) = @_;
  my @notes = sort keys %{$line->{notes}};
  push @notes, "differences of values below $line->{size} are of that"
    if $line->{size} =~ /^[\d.]/ && $line->{library} !~ /catch22/;
  push @notes, "tq's series is led by the library's seed: copies of the first bar"
    if $line->{from} =~ /^led/;
  return join "; ", @notes;
}

sub print_table {
  my ($title, $intro, $library) = @_;
  my @lines = merged($library);
  my $values = 0;
  $values += $_->{count} for @lines;
  my %functions = map { $_->{function} => 1 } @lines;
  printf "\n## %s\n\n%s\n\n%d functions, %d lines, %d values.\n\n", $title, $intro,
    scalar keys %functions, scalar @lines, $values;
  print "| function | output | tq | runs | values | from bar | largest difference | convention |\n";
  print "|---|---|---|--:|--:|--:|--:|---|\n";
  printf "| %s | %s | %s | %d | %d | %d | %s | %s |\n", $_->{function}, $_->{output}, cell($_->{ours}),
    @$_{qw(runs count first)}, difference($_->{worst}), remarks($_) for @lines;
}

sub print_worst {
  my @lines = sort { $b->{worst} <=> $a->{worst} || $a->{function} cmp $b->{function} }
    map { merged($_) } "TA-Lib", "Tulip", "Skender", "catch22";
  print "| library | function | tq | largest difference | why |\n|---|---|---|--:|---|\n";
  printf "| %s | %s %s | %s | %s | %s |\n", @$_{qw(library function output)}, cell($_->{ours}),
    difference($_->{worst}), remarks($_) for @lines[0 .. 9];
}

sub print_absent {
  print "| library | function | output | why |\n|---|---|---|---|\n";
  for my $is (@absent) {
    my ($function, $output) = split / /, $is->{function}, 2;
    printf "| %s | %s | %s | %s |\n", $is->{library}, $function, $output // "all", $is->{none};
  }
}

print <<"END";
<!-- SPDX-License-Identifier: ISC -->
# Agreement with the numbers of other libraries

Made by `make agreement` from the tables and the comparisons of the tests
(indicators.t, tulip.t, tulip_candles.t, skender.t, structure.t, catch22.t); not written by hand.

- **tq** is the row of the registry, or the expression, that was run, with the parameters of the
  first run; [1] is its second output.
- **runs** are series and sets of parameters: TA-Lib's 161 functions ran with their defaults on
  daily bars of SPY and of bitcoin, those with parameters also with others on SPY.
- **values** are the numbers compared: all bars from the first one to the last. A value on one side
  only is a failure, and so is another lookback than TA-Lib's.
- **from bar** is the first bar compared. It is later than the first output only where a library
  starts a recursion from another value (convention): from there on both agree.
- **largest difference** is |ours - theirs| / |theirs|. Where a sum cancels out the remark says
  what small values are measured against instead.

Where libraries differ tq follows TA-Lib, if TA-Lib has the function: seeds, first outputs,
defaults. Candlesticks: most patterns are rare; those that neither series has are compared on
bars made up for them (tests/unit/candle_cases.h). Of Tulip's 52 examples of candlesticks 46 are
answered alike by TA-Lib's patterns (tulip_candles.t).

## The ten largest differences

END
print_worst();
print_table("TA-Lib", "TA-Lib C 0.6.0-dev, SPY (502 bars) and bitcoin (1246 bars).", "TA-Lib");
print_table("Tulip", "Tulip Indicators, all 104 on SPY.", "Tulip");
print_table("Tulip's published vectors",
  "168 cases of 3 to 8 decimals. The difference is absolute: half a unit of the last decimal, or "
  . "one where the vector is cut off, is agreement.", "Tulip's vectors");
print_table("Skender",
  "The results of 71 regression tests of Stock.Indicators on SPY. Pivots of zigzags and renko "
  . "bricks, which are no columns of bars, are compared one by one (structure.t).", "Skender");
print_table("catch22", "The authors' C code on 21 series; from 12 to 5001 values.", "catch22");
print_table("pycatch22", "The authors' Python package on 7 series, with NaN and infinities: there tq says "
  . "null, which the test asserts.", "pycatch22");
print "\n## Not compared, or not the same\n\n";
print_absent();

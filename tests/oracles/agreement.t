#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# AGREEMENT.md tells of the tables of oracles as they are: each function of a table
# has a line, and each line is of a table (X.10). make agreement makes it anew.
use strict;
use warnings;
use lib "tests/oracles";
use Indicator;
use Test::More;

my %told;
my $library = "";
open my $fh, "<", "tests/oracles/AGREEMENT.md" or die "AGREEMENT.md: $!";
while (<$fh>) {
  $library = $1 if /^## (.+)/;
  my ($first, $second) = /^\| (\S+) \| (\S+) \|/ or next;
  next if $first =~ /^(function|library)$/;
  $library =~ /^Not compared/ ? $told{$first}{$second} = 1 : ($told{$library}{$first} = 1);
}
close $fh;

for my $case (["TA-Lib", "talib"], ["Tulip", "tulip"], ["Skender", "skender"]) {
  my ($name, $tables) = @$case;
  my %function = map { s/\..*//r => 1 } keys %{table_of($tables)};
  my @untold = grep { !$told{$name}{$_} } sort keys %function;
  my @stale = grep { !$function{$_} } sort keys %{$told{$name}};
  cmp_ok(scalar keys %function, ">=", 71, "X.10 there are tables of $name");
  is("@untold", "", "X.10 AGREEMENT.md tells of each function of $name");
  is("@stale", "", "X.10 and of no other");
}
done_testing();

#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# catch22 against the authors' own C code on their test series and on returns of
# real ones, and against pycatch22's expectations (C0.8, X.10). Where they say
# NaN, infinity, or a stand-in for a flat series, tq says null.
use strict;
use warnings;
use lib "tests/oracles";
use Indicator;
use JSON::PP;
use Test::More;

my $dir = oracle_file("catch22");
plan skip_all => "no $dir" unless -d $dir;
(my $build = $ENV{TQ_BIN} // "build/bin") =~ s{/bin/?$}{};
my $run = "$build/unit/catch22_run";
plan skip_all => "cannot build catch22_run" if system("make", "-s", "O=$build", $run) != 0;

my %short;
open my $names, "<", "$dir/feature_names.txt" or die $!;
while (<$names>) { $short{$1} = $2 if /^(\w+)\s+(\w+)\s*$/ }
close $names;

# What a series gives, by short name.
sub ours {
  my (@x) = @_;
  mkdir "$build/tmp";
  my $file = "$build/tmp/catch22.$$";
  open my $fh, ">", $file or die $!;
  print $fh join(" ", @x), "\n";
  close $fh or die $!;
  my ($head, $line) = `$run < $file`;
  unlink $file;
  my (%is, @name);
  @name = split " ", $head;
  @is{@name} = split " ", $line;
  return \%is;
}

# A relative difference; powers below 1e-25 of a series of variance 1 are rounding.
sub off {
  my ($name, $got, $want) = @_;
  return 0 if $got == $want || ($name eq "low_freq_power" && abs($got) < 1e-25 && abs($want) < 1e-25);
  my $size = abs($want) > 1e-6 ? abs($want) : 1e-6;
  return abs($got - $want) / $size;
}

sub compare {
  my ($series, $got, $want) = @_;
  my ($worst, @fault) = (0);
  for my $full (sort keys %$want) {
    my $name = $short{$full} // $full;
    my ($g, $w) = ($got->{$name}, $want->{$full});
    if ($w =~ /nan|inf/i) { push @fault, "$name: $g, not null" if $g ne "null"; next }
    if ($g eq "null") { push @fault, "$name: null, not $w"; next }
    my $off = off($name, $g, $w);
    $worst = $off if $off > $worst;
    push @fault, "$name: $g, not $w" if $off > 1e-9;
  }
  is(join("; ", @fault), "", sprintf "C0.8 catch22 of %s: 24 values, largest difference %.1e",
    $series, $worst);
}

# The authors' code answers 0 or less here; there is no such thing in a flat or broken series.
my %undefined = map { $_ => 1 } qw(CO_f1ecac CO_FirstMin_ac PD_PeriodicityWang_th0_01);
sub undefined {
  my ($want) = @_;
  return {map { $_ => $undefined{$_} ? "nan" : $want->{$_} } keys %$want};
}

for my $case (oracle_lines("catch22/catch24.ndjson")) {
  my $want = $case->{features};
  my %values = map { $_ => 1 } @{$case->{values}};
  $want = undefined($want) if keys %values == 1;
  compare($case->{series}, ours(@{$case->{values}}), $want);
}

open my $fh, "<", "$dir/pycatch22_benchmarks.json" or die $!;
my $benchmarks = do { local $/; decode_json(<$fh>) };
for my $series (sort keys %{$benchmarks->{cases}}) {
  my $case = $benchmarks->{cases}{$series};
  my @x = @{$case->{values}};
  my $want = $case->{features};
  $want = undefined($want) if grep { /nan|inf/i } @x;
  compare("pycatch22 $series", ours(@x), $want);
}
done_testing();

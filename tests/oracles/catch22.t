#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# catch22 against the authors' own C code on their test series and on returns of
# real ones, and against pycatch22's expectations (C0.8, X.10). Where they say
# NaN, infinity, or a stand-in for a flat series, tq says null.
use strict;
use warnings;
use lib "tests/oracles";
use Agreement;
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

# What series of values give, each by short name.
sub ours {
  my (@series) = @_;
  mkdir "$build/tmp";
  my $file = "$build/tmp/catch22.$$";
  open my $fh, ">", $file or die $!;
  print $fh "@$_\n" for @series;
  close $fh or die $!;
  my ($head, @lines) = `$run < $file`;
  unlink $file;
  my @name = split " ", $head;
  return map { my %is; @is{@name} = split " "; \%is } @lines;
}

# A relative difference; a value below 1e-9 of a series of variance 1 is measured
# against that, and powers below 1e-25 are rounding.
sub off {
  my ($name, $got, $want) = @_;
  return 0 if $got == $want || ($name eq "low_freq_power" && abs($got) < 1e-25 && abs($want) < 1e-25);
  return abs($got - $want) / (abs($want) > 1e-9 ? abs($want) : 1e-9);
}

sub compare {
  my ($library, $series, $got, $want) = @_;
  my ($worst, @fault) = (0);
  for my $full (sort keys %$want) {
    my $name = $short{$full} // $full;
    my ($g, $w) = ($got->{$name}, $want->{$full});
    if ($w =~ /nan|inf/i) { push @fault, "$name: $g, not null" if $g ne "null"; next }
    if ($g eq "null") { push @fault, "$name: null, not $w"; next }
    my $off = off($name, $g, $w);
    $worst = $off if $off > $worst;
    push @fault, "$name: $g, not $w" if !($off <= 1e-9);
    record_agreement($library, $full, $name, $series, {size => 1e-9, from => "-"}, "catch22.$name",
      {worst => $off, count => 1, first => 0});
  }
  is(scalar keys %$want, 24, "C0.8 $library has all characteristics of $series");
  is(join("; ", @fault), "", sprintf "C0.8 %s of %s: largest difference %.1e", $library, $series, $worst);
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
  compare("catch22", $case->{series}, ours($case->{values}), $want);
}

open my $fh, "<", "$dir/pycatch22_benchmarks.json" or die $!;
my $benchmarks = do { local $/; decode_json(<$fh>) };
for my $series (sort keys %{$benchmarks->{cases}}) {
  my $case = $benchmarks->{cases}{$series};
  my @x = @{$case->{values}};
  my $want = $case->{features};
  $want = undefined($want) if grep { /nan|inf/i } @x;
  compare("pycatch22", $series, ours(\@x), $want);
}

# The row of the registry on windows of a real series of returns is what the whole
# of each window gives; each seventh bar is looked at, and the last.
my $close = series_columns("bitcoin")->{close};
my @return = map { log($close->[$_] / $close->[$_ - 1]) } 1 .. $#$close;
my $indicator_run = oracle_runner() or die "cannot build indicator_run\n";
for my $n (10, 32, 100, 500) {
  my ($lookback, @bars) = run_row($indicator_run, "catch22", [$n, 1], [\@return], ["close"]);
  my @ends = grep { $_ % 7 == 0 || $_ == $#return } $n - 1 .. $#return;
  my @whole = ours(map { [@return[$_ - $n + 1 .. $_]] } @ends);
  my @name = map { s/^gives: //r } grep { /^gives/ } `$build/bin/tq-indicator --describe catch22`;
  @name = split /,?\s+/, $name[0];
  is($lookback, $n - 1, "C0.8 catch22 of windows of $n begins on bar " . ($n - 1));
  my @fault;
  for my $k (0 .. $#ends) {
    for my $i (grep { $bars[$ends[$k]][$_] ne $whole[$k]{$name[$_]} } 0 .. $#name) {
      push @fault, "bar $ends[$k] $name[$i]: $bars[$ends[$k]][$i], not $whole[$k]{$name[$i]}";
    }
  }
  is($fault[0] // "", "", "C0.8 catch22 of windows of $n is that of each window: " . @ends . " windows");
}
done_testing();

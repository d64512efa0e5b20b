#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# The table of what a bar costs in memory of every indicator, in Markdown: what
# `make bench-indicators` writes into INDICATORS.md.
#
#   indicators.pl BUILD/bench/indicator_bench [BUILD/bench/talib_bench]
#
# TA-Lib's figures are those of talib_bench if it is given, else of talib.tsv
# beside this file, made with it and brought to this machine's speed by the
# plain SMA that both measured. Our row runs with TA-Lib's parameters; which row
# stands for which function tests/oracles/talib/*.tsv says.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/../oracles";
use Indicator;

my $most = 3;
my ($ours, $theirs) = @ARGV;
die "usage: indicators.pl INDICATOR_BENCH [TALIB_BENCH]\n" if !$ours;

sub lines_of { my ($open, @what) = @_; open my $fh, $open, @what or die "$what[0]: $!\n"; return <$fh> }

my (%theirs, %given);
for ($theirs ? lines_of("-|", $theirs) : lines_of("<", "$Bin/talib.tsv")) {
  next if /^#/;
  chomp;
  my ($function, $ns, $params) = split /\t/;
  $theirs{$function} = $ns;
  $given{$function} = {map { split /=/ } split /,/, $params // ""};
}

my ($plain, %ns, %params, @order);
for (lines_of("-|", $ours)) {
  chomp;
  my ($row, $params, $ns) = split /\t/;
  if ($row eq "plain") { $plain = $ns; next }
  ($ns{$row}, $params{$row}) = ($ns, $params);
  push @order, $row;
}

# The functions of TA-Lib that are a row with the same parameters, and those that
# need a run of their own.
my $table = table_of("talib");
my (%function, @again);
for my $f (sort grep { $table->{$_} && $table->{$_}{row} ne "none" } keys %theirs) {
  my $line = $table->{$f};
  my @params = map { $_ + 0 } parameters_of($line, $given{$f});
  push @again, [$f, $line->{row}, @params] if join(",", @params) ne ($params{$line->{row}} // "");
  push @{$function{$line->{row}}}, $f if join(",", @params) eq ($params{$line->{row}} // "");
}
my %beside;
for (@again) {
  my ($f, $row, @params) = @$_;
  my (undef, $line) = lines_of("-|", "$ours $row @params");
  $beside{$f} = [$row, join(",", @params), (split /\s+/, $line)[-1]];
}

my $scale = $plain / $theirs{plain};
my (@over, $compared);

sub row {
  my ($row, $params, $ns, $f) = @_;
  my ($peer, $ratio) = ("", "");
  if ($f) {
    my $base = $theirs{$f} * $scale;
    $compared++;
    $peer = sprintf "%.1f", $base;
    $ratio = sprintf "%.1f", $ns / $base;
    push @over, "$row ($ratio)" if $ratio > $most;
    $ratio .= " *" if $ratio > $most;
  }
  return sprintf "| %s | %s | %.1f | %s | %s | %s |\n", $row, $params, $ns, $f // "", $peer, $ratio;
}

my $text = "";
for my $row (@order) {
  my @functions = @{$function{$row} // []};
  $text .= row($row, $params{$row}, $ns{$row}, $_) for @functions ? @functions : (undef);
  for my $f (sort grep { $beside{$_}[0] eq $row } keys %beside) {
    $text .= row($row, @{$beside{$f}}[1, 2], $f);
  }
}

print <<'END';
# What a bar costs, indicator by indicator

Made by `make bench-indicators`: 20,000 made-up bars over and over in memory, one bar a
call as a stream needs it, time of the processor, the best of 25 rounds. Beside it TA-Lib's
function with the same parameters on the same bars, which takes the whole series in one
call. A call for one bar costs 2 to 3 ns before it has done anything, so that what TA-Lib
does in less than a nanosecond cannot come near; a `*` marks what takes more than 3 times
as long. Where two runs beside each other share a core the ratios are up to half too high:
TA-Lib's loops wait for one addition, ours are limited by what the core can begin.

END
my @sorted = sort { $a <=> $b } values %ns;
printf "%d rows: the median is %.1f ns a bar, nine in ten are below %.0f. Of %d functions of TA-Lib %d\n" .
  "take at most %d times as long here as there%s. A plain SMA(20) over arrays takes %.2f ns.\n\n",
  scalar @order, $sorted[@sorted / 2], $sorted[@sorted * 0.9], $compared, $compared - @over, $most,
  @over ? "; more than that: " . join(", ", @over) : "", $plain;
print "| row | parameters | ns a bar | TA-Lib | ns a bar | ratio |\n|---|---|---|---|---|---|\n", $text;

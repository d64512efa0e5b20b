# SPDX-License-Identifier: ISC
# How a column of ours is compared with a library's, and the record of it that
# tests/oracles/agreement.pl makes AGREEMENT.md of: a line of JSON a comparison in
# the file that TQ_AGREEMENT names.
package Agreement;
use strict;
use warnings;
use Exporter "import";
use JSON::PP;
our @EXPORT = qw(compare_columns record_agreement record_absence);

sub first_of_both {
  my ($got, $want) = @_;
  my ($first) = grep { defined $want->[$_] && $got->[$_] ne "null" } 0 .. $#$got;
  return $first // die "nothing to compare\n";
}

# A difference relative to their value, or to a least size if that is larger.
sub relative {
  my ($g, $w, $least) = @_;
  my $size = abs($w) > $least ? abs($w) : $least;
  return $size ? abs($g - $w) / $size : abs($g);
}

# Compares two columns as a line of a table says (Indicator.pm); undef is no value
# on their side, "null" none on ours. Gives worst, the largest difference, the bar
# it is at, the number of values compared and the first of them, and a fault in
# words: too large a difference, another number of bars, a value where the other
# side has none, nothing to compare.
sub compare_columns {
  my ($line, $got, $want, $from) = @_;
  my $least = $line->{size} =~ /^[\d.]/ ? $line->{size} : 0;
  my %is = (worst => 0, at => -1, count => 0, fault => "");
  $is{fault} = @$got . " bars, not " . @$want if @$got != @$want;
  $from = first_of_both($got, $want) if $from eq "both";
  for my $i (($from eq "-" ? 0 : $from) .. $#$got) {
    my ($g, $w) = ($got->[$i], $want->[$i]);
    next if $g eq "null" && !defined $w;
    $is{fault} ||= "bar $i: $g, not null" if !defined $w;
    $is{fault} ||= "bar $i: null, not $w" if $g eq "null";
    last if $is{fault};
    my $off = relative($line->{size} eq "ago" ? $i - $g : $g, $w, $least);
    @is{qw(worst at)} = ($off, $i) if !($off <= $is{worst});
    $is{first} //= $i;
    $is{count}++;
  }
  $is{fault} ||= "no value to compare" if !$is{count};
  $is{fault} ||= "bar $is{at} is off by $is{worst}" if !($is{worst} <= $line->{tolerance});
  return \%is;
}

sub write_record {
  my ($record) = @_;
  my $file = $ENV{TQ_AGREEMENT} // return;
  open my $fh, ">>", $file or die "$file: $!";
  print $fh JSON::PP->new->canonical->encode($record), "\n";
  close $fh or die "$file: $!";
}

# What compare_columns said of a function's output, and of which row of ours; a
# remark goes behind the note of the line.
sub record_agreement {
  my ($library, $function, $output, $series, $line, $ours, $is, $remark) = @_;
  my $note = join "; ", grep { length } $line->{note} // "", $remark // "";
  write_record({library => $library, function => $function, output => $output, series => $series,
    ours => $ours, size => $line->{size}, from => $line->{from}, note => $note,
    map { $_ => $is->{$_} } qw(worst count first)});
}

# What is not compared, and why.
sub record_absence {
  my ($library, $what, $reason) = @_;
  write_record({library => $library, function => $what, none => $reason});
}

1;

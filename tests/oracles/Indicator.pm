# SPDX-License-Identifier: ISC
# What the oracles of indicators share: real series, our rows run on them, and
# the tables that say which row stands for which function of a library.
#
# A table is tests/oracles/LIBRARY/*.tsv, a file a family, one line a function:
#
#   function  row  outputs  parameters  inputs  from  tolerance  size  [note]
#
# row        of the registry, or an expression behind "=", without blanks: $1 is the
#            value of the first parameter, an input is named as its column is, with
#            "_" for any other character than a letter or a digit
# outputs    the library's, in the order of ours; - for one that is not compared;
#            NAME*K is theirs times K (percent for fractions)
# parameters the library's, in the order of ours; =VALUE is a constant; - for none
# inputs     columns for our inputs; - when they are the library's
# from       first bar compared; - when first output and lookback must be the same;
#            both: the first bar on which both have a value
# tolerance  largest relative difference
# size       what differences are measured against: value (itself), a number (itself,
#            or that if it is smaller: what is left where a sum cancels out is
#            rounding), ago (the library gives an index, we give bars ago)
#
# A row "none" says that a function is not compared, and the note why.
package Indicator;
use strict;
use warnings;
use Exporter "import";
use JSON::PP;
use POSIX qw(strftime);
use Time::Local qw(timegm);
our @EXPORT = qw(oracle_file oracle_runner oracle_lines series_columns table_of
  output_of called scaled parameters_of run_row);

sub oracle_file { return ($ENV{TQ_SHARED} // "../shared") . "/oracles/$_[0]" }

sub build { return ($ENV{TQ_BIN} // "build/bin") =~ s{/bin/?$}{}r }

# The runner's path, built when it is not there; undef when that fails.
sub oracle_runner {
  my $run = build() . "/unit/indicator_run";
  return system("make", "-s", "O=" . build(), $run) == 0 ? $run : undef;
}

sub oracle_lines {
  my ($file) = @_;
  open my $fh, "<", oracle_file($file) or die "$file: $!";
  return map { decode_json($_) } <$fh>;
}

sub series_columns {
  my ($name) = @_;
  my (%column, @name);
  open my $fh, "<", oracle_file("series/$name.csv") or die "$name: $!";
  while (<$fh>) {
    s/\s+$//;
    my @cell = split /,/;
    if (!@name) { @name = @cell; next }
    push @{$column{$name[$_]}}, $cell[$_] for 0 .. $#name;
  }
  my $last = $#{$column{close}};
  $column{time} = [map { /^(\d+)-(\d+)-(\d+)$/ ? timegm(0, 0, 0, $3, $2 - 1, $1) : undef } @{$column{date}}];
  # Inputs that the oracles' makers derived, under the names they gave them.
  $column{"(high+low)/2"} = [map { ($column{high}[$_] + $column{low}[$_]) / 2 } 0 .. $last];
  $column{"2+(i%19)"} = [map { 2 + $_ % 19 } 0 .. $last];
  $column{volume_from_0} = [0, @{$column{volume}}[1 .. $last]];
  my @place;
  for my $i (0 .. $last) {
    my ($h, $l, $c) = ($column{high}[$i], $column{low}[$i], $column{close}[$i]);
    push @place, $h == $l ? 0 : ($c - $l) / ($h - $l);
  }
  $column{"(close-low)/(high-low) or 0"} = $column{"(close-low)/(high-low) or 0 if high==low"} = \@place;
  return \%column;
}

sub listed { return $_[0] eq "-" ? [] : [split /,/, $_[0]] }

sub table_of {
  my ($library) = @_;
  my %table;
  for my $file (sort glob "tests/oracles/$library/*.tsv") {
    open my $fh, "<", $file or die "$file: $!";
    while (<$fh>) {
      chomp;
      next if /^#/ || !/\S/;
      my ($function, $row, @cell) = split /\s+/, $_, 9;
      die "$file:$.: $function is there twice\n" if $table{$function};
      if ($row eq "none") {
        my (undef, undef, $note) = split /\s+/, $_, 3;
        die "$file:$.: no reason\n" if !length($note // "");
        $table{$function} = {row => $row, note => $note};
        next;
      }
      die "$file:$.: too few columns\n" if @cell < 6;
      my $outputs = listed($cell[0]);
      my @factor = map { s/\*(.*)// ? $1 : 1 } @$outputs;
      $table{$function} = {row => $row, outputs => $outputs, factor => \@factor, parameters => listed($cell[1]),
        inputs => listed($cell[2]), from => $cell[3], tolerance => $cell[4], size => $cell[5],
        note => $cell[6]};
    }
  }
  return \%table;
}

# Which of our outputs a library's output is, and by what theirs is multiplied.
sub output_of {
  my ($line, $output) = @_;
  my ($at) = grep { $line->{outputs}[$_] eq $output } 0 .. $#{$line->{outputs}};
  return defined $at ? ($at, $line->{factor}[$at]) : ();
}

sub scaled {
  my ($factor, $values) = @_;
  return map { defined $_ ? $_ * $factor : undef } @$values;
}

# The values of a line's parameters, given the library's by name.
sub parameters_of {
  my ($line, $given) = @_;
  return map { /^=(.*)/ ? $1 : $given->{$_} // die "no parameter $_ of $line->{row}\n" }
    @{$line->{parameters}};
}

# A line's row as it is called, with the output at a place.
sub called {
  my ($line, $at, @params) = @_;
  return expression($line->{row}, @params) if $line->{row} =~ /^=/;
  return "$line->{row}(" . join(",", @params) . ")" . (@{$line->{outputs}} > 1 ? "[$at]" : "");
}

sub expression {
  my ($text, @params) = @_;
  $text =~ s/^=//;
  $text =~ s/\$(\d)/$params[$1 - 1]/g;
  return $text;
}

# Writes columns to a file, a bar a line, as write_bar says it, and gives its name.
sub written_bars {
  my ($inputs, $write_bar) = @_;
  my $file = build() . "/tmp/indicators.$$";
  mkdir build() . "/tmp";
  open my $fh, ">", $file or die "$file: $!";
  for my $i (0 .. $#{$inputs->[0]}) {
    print $fh $write_bar->($i, map { $_->[$i] // "null" } @$inputs), "\n";
  }
  close $fh or die "$file: $!";
  return $file;
}

# The values of an expression, as tq-indicator adds them to records, which need not be bars.
sub run_expression {
  my ($text, $inputs, $names) = @_;
  my $tool = ($ENV{TQ_BIN} // "build/bin") . "/tq-indicator";
  my @field = map { s/\W/_/gr } @$names;
  my $file = written_bars($inputs, sub {
    my ($i, @cell) = @_;
    my $field = join ",", map { "\"$field[$_]\":$cell[$_]" } 0 .. $#field;
    my $day = strftime("%Y-%m-%d", gmtime(86400 * $i));
    return qq({"type":"funding","time":"${day}T00:00:00Z","symbol":"A","rate":0,$field});
  });
  chomp(my $lookback = `$tool --lookback '$text'`);
  my @bars = map { [decode_json($_)->{expression} // "null"] } `$tool --on funding --add 'expression=$text' $file`;
  unlink $file;
  return ($lookback, @bars);
}

# The lookback and, for each bar, the outputs of a row.
my %memory;
sub run_row {
  my ($run, $name, $params, $inputs, $names) = @_;
  my $key = join " ", $name, @$params, @$inputs;
  return @{$memory{$key}} if $memory{$key};
  if ($name =~ /^=/) {
    %memory = ($key => [run_expression(expression($name, @$params), $inputs, $names)]);
    return @{$memory{$key}};
  }
  my $file = written_bars($inputs, sub { shift; return join " ", @_ });
  chomp(my @line = `$run $name @$params < $file`);
  unlink $file;
  my $lookback = shift @line // die "$name @$params does not run\n";
  $lookback =~ s/lookback //;
  %memory = ($key => [$lookback, map { [split / /] } @line]);
  return @{$memory{$key}};
}

1;

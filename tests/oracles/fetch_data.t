#!/usr/bin/env perl
# SPDX-License-Identifier: ISC
# Every file of the shared data that holds bars or trades, read by tq-fetch and by this script on
# its own; fetch_data.tsv beside it says what is asked and expected. Of files over 2500 rows a part
# is compared; TQ_SLOW=1 compares all. The readings here know each file's layout from the table and
# share no code or guess with tq-fetch.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use Time::Local qw(timegm);
use IO::Uncompress::AnyInflate qw($AnyInflateError);

my $shared = $ENV{TQ_SHARED} // "../shared";
my $bin = $ENV{TQ_BIN} // "build/bin";
plan skip_all => "no shared data at $shared" unless -d "$shared/data";

my %month;
@month{qw(jan feb mar apr may jun jul aug sep oct nov dec)} = 0 .. 11;

# A time cell to [seconds, fraction digits]; one sub a form.
sub day { my ($y, $m, $d, $h, $min, $s) = @_; timegm($s // 0, $min // 0, $h // 0, $d, $m - 1, $y) }

my %form = (
	iso => sub {
		$_[0] =~ /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?)?(Z|([+-])(\d\d):(\d\d))?$/
			or die "iso '$_[0]'";
		my $t = day($1, $2, $3, $4, $5, $6);
		my $off = defined $9 ? ($10 * 3600 + $11 * 60) * ($9 eq '-' ? -1 : 1) : 0;
		return ($t - $off, $7 // '');
	},
	mdy => sub { my ($m, $d, $y) = split m{/}, $_[0]; (day($y < 100 ? 2000 + $y : $y, $m, $d), '') },
	dmy => sub { my ($d, $m, $y) = split m{/}, $_[0]; (day($y, $m, $d), '') },
	dots => sub {
		$_[0] =~ /^(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)\.(\d{3})$/ or die "dots '$_[0]'";
		return (day($3, $2, $1, $4, $5, $6), ".$7");
	},
	mon => sub { my ($m, $d, $y) = split ' ', $_[0]; (day($y, $month{lc $m} + 1, $d), '') },
	dmony => sub { my ($d, $m, $y) = split /-/, $_[0]; (day(2000 + $y, $month{lc $m} + 1, $d), '') },
	ampm => sub {
		$_[0] =~ /^(\d{4})-(\d\d)-(\d\d) (\d\d)-([AP])M$/ or die "ampm '$_[0]'";
		return (day($1, $2, $3, $4 % 12 + ($5 eq 'P' ? 12 : 0)), '');
	},
	compact => sub {
		$_[0] =~ /^(\d{4})(\d\d)(\d\d)(?: (\d\d):?(\d\d)(?::?(\d\d)(\d{3})?)?)?$/
			or die "compact '$_[0]'";
		return (day($1, $2, $3, $4, $5, $6), defined $7 ? ".$7" : '');
	},
	s => sub { ($_[0], '') },
	ms => sub { my $t = sprintf '%04d', $_[0]; (substr($t, 0, -3), '.' . substr $t, -3) },
	us => sub { my $t = sprintf '%07d', $_[0]; (substr($t, 0, -6), '.' . substr $t, -6) },
);

sub stamp {
	my ($s, $fraction) = @_;
	my ($sec, $min, $h, $d, $m, $y) = gmtime $s;
	$fraction =~ s/0+$//;
	$fraction = '' if $fraction eq '.';
	$fraction .= '0' while $fraction ne '' && (length($fraction) - 1) % 3;
	return sprintf '%04d-%02d-%02dT%02d:%02d:%02d%sZ', $y + 1900, $m + 1, $d, $h, $min, $sec, $fraction;
}

# One spelling for equal decimals, without arithmetic on doubles.
sub plain {
	my ($x) = @_;
	return $x if $x =~ /^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/ && $x ne '-0';
	return $x unless $x =~ /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/ && length "$2$3";
	my ($sign, $digits, $point) = ($1, "$2$3", length($2) + ($4 // 0));
	if ($point < 0) { $digits = '0' x -$point . $digits; $point = 0 }
	$digits .= '0' while length($digits) < $point;
	my ($whole, $rest) = (substr($digits, 0, $point), substr $digits, $point);
	$whole =~ s/^0+(?=.)//;
	$whole = '0' if $whole eq '';
	$rest =~ s/0+$//;
	return ($whole eq '0' && $rest eq '' ? '' : $sign) . $whole . ($rest eq '' ? '' : ".$rest");
}

sub slurp {
	my ($path) = @_;
	if ($path =~ /\.gz$/) {
		open my $pipe, '-|', 'gzip', '-dc', $path or die "gzip: $!";
		local $/;
		return scalar <$pipe>;
	}
	if ($path =~ /\.zip$/) {
		my $z = IO::Uncompress::AnyInflate->new($path) or die $AnyInflateError;
		local $/;
		return scalar <$z>;
	}
	open my $fh, '<:raw', $path or die "$path: $!";
	local $/;
	return scalar <$fh>;
}

# The rows as texts; those of a JSON array are cut apart between their brackets.
sub rows {
	my ($path, $how) = @_;
	my $text = slurp($path);
	$text =~ s/^\xef\xbb\xbf//;
	if ($how->{json}) {
		$text =~ s/^\s*\[\s*|\s*\]\s*$//g;
		return $text =~ /^\{/ ? split(/(?<=\}),\s*(?=\{)/, $text) : split(/(?<=\]),\s*(?=\[)/, $text);
	}
	my @lines = grep { length } split /\r?\n/, $text;
	splice @lines, 0, $how->{skip} // 0;
	return @lines;
}

# The cells of one row, by place or by name. JSON numbers become strings, to keep their digits.
sub cells {
	my ($row, $how) = @_;
	return [split /,/, $row, -1] unless $how->{json};
	$row =~ s/(?<=[:\[,\s])(-?\d[\d.eE+-]*)(?=[,\]\}\s])/"$1"/g;
	return JSON::PP->new->decode($row);
}

# Which of n records are compared: all of a small file, else both ends and some between.
sub looked_at {
	my ($n) = @_;
	return 0 .. $n - 1 if $n <= 2500 || $ENV{TQ_SLOW};
	return (0 .. 199, (grep { $_ % 211 == 0 } 200 .. $n - 201), $n - 200 .. $n - 1);
}

sub shift_digits { my ($x, $n) = @_; return plain($n ? "${x}e-$n" : $x) }

my @texts = qw(symbol side id);
my %is_text = map { $_ => 1 } @texts;
my %is_price = map { $_ => 1 } qw(open high low close price);

# One row as "time|field=value|...", or undef for one that has a blank.
sub line_of {
	my ($cells, $how, $at) = @_;
	my $get = sub { ref $cells eq 'HASH' ? $cells->{$_[0]} : $cells->[$_[0]] };
	my ($tcol, $tform) = @{$how->{time}};
	if ($how->{blank}) {
		return undef if grep { !defined $get->($_) || $get->($_) eq '' } $tcol, values %$at;
	}
	my @parts = map {
		my $v = $get->($at->{$_});
		"$_=" . ($_ eq 'side' ? lc $v : $is_text{$_} ? $v : shift_digits($v, $is_price{$_} ? $how->{scale} : 0))
	} sort keys %$at;
	push @parts, "volume=$how->{zero}" if defined $how->{zero};
	return join '|', stamp($form{$tform}->($get->($tcol))), @parts;
}

# A row of a file with one column a symbol: a line for each price there is.
sub wide_lines {
	my ($cells, $how, $names) = @_;
	my $time = stamp($form{$how->{time}[1]}->($cells->[0]));
	return map { "$time|symbol=$names->[$_]|price=" . plain($cells->[$_]) }
		grep { ($cells->[$_] // '') ne '' } 1 .. $#$names;
}

# How many records there should be, and some of them by their place.
sub reading {
	my ($path, $spec) = @_;
	my (%how, %at);
	for (split ' ', $spec) {
		my ($k, $v) = split /=/, $_, 2;
		if ($k =~ /^(json|skip|scale|reverse|blank|wide|zero)$/) { $how{$k} = $v // 1 }
		elsif ($k eq 'time') { $how{time} = [split /:/, $v] }
		else { $at{$k} = $v }
	}
	my @rows = rows($path, \%how);
	@rows = reverse @rows if $how{reverse};
	my @fields = (sort(keys %at), $how{wide} ? qw(symbol price) : (), defined $how{zero} ? 'volume' : ());
	if ($how{wide}) {
		my ($head) = slurp($path) =~ /^([^\n\r]*)/;
		@rows = map { wide_lines(cells($_, \%how), \%how, [split /,/, $head]) } @rows;
	} elsif ($how{blank}) {
		@rows = grep { defined } map { line_of(cells($_, \%how), \%how, \%at) } @rows;
	}
	my %want = map {
		$_ => $how{wide} || $how{blank} ? $rows[$_] : line_of(cells($rows[$_], \%how), \%how, \%at)
	} looked_at(scalar @rows);
	return (scalar @rows, \%want, \@fields);
}

sub got {
	my ($line, $fields) = @_;
	my ($time) = $line =~ /"time":"([^"]*)"/;
	my @order = @$fields;
	return join '|', $time, map {
		my $f = $_;
		my ($v) = $line =~ /"\Q$f\E":(?:"([^"]*)"|[^,}]*)/ ? (defined $1 ? $1 : undef) : ('missing');
		($v) = $line =~ /"\Q$f\E":([^,}"]*)/ if !defined $v;
		"$f=" . ($is_text{$f} ? $v : plain($v))
	} @order;
}

sub run {
	my ($path, $arguments) = @_;
	my $dir = "$shared/data";
	my $err = "/tmp/fetch_data.$$.err";
	$arguments =~ s{\@(\S+)}{$dir/$1}g;
	my $out = `'$bin/tq-fetch' file '$path' $arguments 2>'$err'`;
	my $status = $? >> 8;
	open my $fh, '<', $err or die "$err: $!";
	my $said = do { local $/; <$fh> } // '';
	unlink $err;
	return ($status, $out, $said);
}

sub check_read {
	my ($file, $arguments, $n, $spec) = @_;
	my ($status, $out, $said) = run("$shared/data/$file", $arguments);
	my @lines = split /\n/, $out;
	my ($rows, $want, $fields) = reading("$shared/data/$file", $spec);
	my $name = "$file $arguments";

	is($status, 0, "$name: status") or diag($said);
	is(scalar @lines, $n, "$name: records");
	is($rows, $n, "$name: rows by this script");
	my $different = 0;
	for my $i (sort { $a <=> $b } keys %$want) {
		my $have = got($lines[$i] // '"time":"none"', $fields);
		next if $have eq $want->{$i};
		diag("record $i: got $have, want $want->{$i}") if $different++ < 3;
	}
	is($different, 0, "$name: every record that is compared");
}

sub check_refused {
	my ($file, $arguments, $status, $text) = @_;
	my ($got, $out, $said) = run("$shared/data/$file", $arguments);

	is($got, $status, "$file $arguments: refused");
	like($said, qr/\Q$text\E/, "$file $arguments: says why");
}

my %listed;
open my $table, '<', 'tests/oracles/fetch_data.tsv' or die "fetch_data.tsv: $!";
while (<$table>) {
	chomp;
	next if /^#/ || /^\s*$/;
	my ($file, $arguments, $expect, $spec) = split /\t/;
	$listed{$file} = 1;
	if (!-e "$shared/data/$file") { fail("$file is there"); next }
	if ($expect =~ /^\d+$/) { check_read($file, $arguments, $expect, $spec) }
	elsif ($expect =~ /^refused (\d+)$/) { check_refused($file, $arguments, $1, $spec) }
	elsif ($expect eq 'none') { pass("$file: $spec") }
	else { fail("$file: what is '$expect'?") }
}

my @all = map { s{^\Q$shared\E/data/}{}r } grep { -f && !/(SHA256SUMS|INDEX\.md)$/ } glob "$shared/data/*/*";
is_deeply([grep { !$listed{$_} } @all], [], 'every file of the data is listed');
done_testing();

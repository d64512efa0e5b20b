# SPDX-License-Identifier: ISC
# Functions of at most 60 lines, files of at most 400, programs of at most 200,
# lines of at most 100 columns, a licence line first.
use strict;
use warnings;
use Test::More;

# Passes when nothing was found, else shows all of it.
sub none {
	my ($name, @found) = @_;
	ok(!@found, $name) or diag(join "\n", @found);
}

my @sources = (glob('lib/*/*.[ch]'), glob('cmd/*.c'), glob('tests/unit/*.[ch]'));

sub lines_of {
	open my $file, '<', $_[0] or die "$_[0]: $!";
	return <$file>;
}

sub columns {
	my ($line) = @_;
	chomp $line;
	1 while $line =~ s/\t/' ' x (8 - $-[0] % 8)/e;
	utf8::decode($line);
	return length $line;
}

my (@long_files, @long_functions, @wide, @unlicensed, @lengths);
for my $path (@sources) {
	my @lines = lines_of($path);
	my $most = $path =~ m{^cmd/tq-} ? 200 : 400;
	push @long_files, "$path: " . @lines if @lines > $most && $path !~ m{^tests/};
	push @unlicensed, $path unless $lines[0] =~ m{^/\* SPDX-License-Identifier: ISC \*/$};
	my $start;
	for my $i (0 .. $#lines) {
		push @wide, "$path:" . ($i + 1) if $path !~ m{^tests/} && columns($lines[$i]) > 100;
		$start = $i if $lines[$i] =~ /^\w+\(/;
		next unless $lines[$i] =~ /^}/ && defined $start;
		my $length = $i - $start + 1;
		push @lengths, $length;
		push @long_functions, "$path:" . ($start + 1) . ": $length lines" if $length > 60;
		undef $start;
	}
}
none('no file of lib/ over 400 lines, no program over 200', @long_files);
none('no function over 60 lines', @long_functions);
none('no line of lib/ and cmd/ over 100 columns', @wide);
none('a licence line is first in each file', @unlicensed);

my @unfinished;
for my $path (@sources) {
	my $n = 0;
	for (lines_of($path)) {
		$n++;
		push @unfinished, "$path:$n" if /\b(?:TO\s?DO|FIX\s?ME|XXX)\b/;
	}
}
none('nothing is left to be done', @unfinished);
@lengths = sort { $a <=> $b } @lengths;
note("functions: ", scalar @lengths, ", median $lengths[@lengths / 2], longest $lengths[-1]");
done_testing();

# SPDX-License-Identifier: ISC
# The rooms of lib/ and what they may know (the rules are in the README).
use strict;
use warnings;
use Test::More;

# Passes when nothing was found, else shows all of it.
sub none {
	my ($name, @found) = @_;
	ok(!@found, $name) or diag(join "\n", @found);
}

my @rooms = qw(base num time record state net import store fetch market indicator expr account risk report optimize);
my %level = map { $rooms[$_] => $_ } 0 .. $#rooms;

sub code {
	my ($path) = @_;
	open my $file, '<', $path or die "$path: $!";
	local $/;
	my $text = <$file>;
	# Comments and strings are not code; newlines stay for the line numbers.
	$text =~ s{(/\*.*?\*/|"(?:\\.|[^"\\\n])*")}{my $t = $1; $t =~ /^"/ ? '""' : $t =~ tr/\n//cdr}gse;
	return $text;
}

sub includes {
	my ($path) = @_;
	open my $file, '<', $path or die "$path: $!";
	return map { /^\s*#\s*include\s+"([^"]+)"/ ? $1 : () } <$file>;
}

# Uses of a word, as PATH:LINE.
sub uses {
	my ($path, $pattern) = @_;
	my @found;
	my $n = 0;
	for (split /\n/, code($path), -1) {
		$n++;
		push @found, "$path:$n: $1" if /($pattern)/;
	}
	return @found;
}

my @files = glob 'lib/*/*.[ch]';
ok(@files > 0, 'there are files in lib/');

my @upward;
for my $path (@files) {
	my ($room) = $path =~ m{^lib/([^/]+)/};
	if (!defined $level{$room}) { push @upward, "$path: no room of the house"; next }
	for my $include (includes($path)) {
		my ($other) = $include =~ m{^([a-z]+)/} or next;
		push @upward, "$path includes $include"
			if defined $level{$other} && $level{$other} > $level{$room};
	}
}
none('a room includes only rooms below it', @upward);

my $outside = qr/\b(?:f?printf|fopen|fputs|puts|putchar|FILE|getenv|secure_getenv|time|clock|clock_gettime
	|gettimeofday|localtime|rand|random|srand|drand48|getrandom|arc4random)\s*\(|\bFILE\s*\*/x;
my @impure = map { uses($_, $outside) } grep { m{^lib/(indicator|expr|account|risk)/} } @files;
push @impure, grep { /^lib\/(indicator|expr|account|risk)\// } map {
	my $path = $_;
	open my $f, '<', $path or die;
	map { /^\s*#\s*include\s+<(stdio|time|sys\/random)\.h>/ ? "$path: <$1.h>" : () } <$f>;
} @files;
# snprintf into a buffer is no input or output, and <stdio.h> declares it.
@impure = grep { !/<stdio\.h>$/ } @impure;
none('indicator, expr, account, risk use no stdio, clock, environment, chance', @impure);

my @floats = map { uses($_, qr/\b(?:double|float|tq_f64_\w+)\b/) } grep { m{^lib/(account|risk)/} } @files;
none('P11 X.9 no binary floating point in account and risk', @floats);

my @exits = map { uses($_, qr/\b(?:exit|_exit|abort)\s*\(/) } grep { !m{^lib/base/(mem|io)\.c$} } @files;
none('library code never ends the program (but out of memory does)', @exits);

my @own_first;
for my $path (grep { /\.c$/ && !/\.gen\.c$/ } @files) {
	(my $header = $path) =~ s{^lib/(.*)\.c$}{$1.h};
	next unless -e "lib/$header";
	my ($first) = includes($path);
	# A header that holds the inside of the first one includes it in its turn.
	my ($room) = $header =~ m{^([^/]+)/};
	push @own_first, $path unless defined $first && ($first eq $header || $first =~ m{^$room/});
}
none('a .c includes its own header first', @own_first);
done_testing();

# SPDX-License-Identifier: ISC
# X.10 C2.4: each indicator of the registry is compared with somebody else's numbers
# (tests/oracles/{talib,tulip,skender,catch22}), or with its definition taken again
# (tests/unit/definition_*_test.c). One that is neither is a fault.
use strict;
use warnings;
use Test::More;

my $bin = $ENV{TQ_BIN} // 'build/bin';
my %why;

for my $table (glob 'tests/oracles/{talib,tulip,skender}/*.tsv') {
	open my $file, '<', $table or die "$table: $!";
	while (<$file>) {
		my (undef, $row) = split;
		$why{$row} = $table if defined $row && !/^#/ && $row ne 'none';
	}
}
for my $test (glob 'tests/unit/definition_*_test.c') {
	open my $file, '<', $test or die "$test: $!";
	while (<$file>) { $why{$1} = $test while /\{"(\w+)",/g }
}

my @rows = map { [split /\t/] } `$bin/tq-indicator --catalogue`;
shift @rows;
cmp_ok(scalar @rows, '>=', 230, 'C2.4 there are at least 230 indicators: ' . @rows);
ok($why{$_->[0]}, "$_->[0] ($_->[1]) is compared: " . ($why{$_->[0]} // 'with nothing')) for @rows;
done_testing();

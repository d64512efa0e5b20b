#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# Decimals and doubles against Python's decimal, repr and float on random and hard
# cases (F2.9, P11, X.9). TQ_SEED changes the cases.
use strict;
use warnings;
use Test::More;

system("python3 -c 'import decimal, sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null") == 0
  or plan skip_all => "no python3 with the decimal module";

my $bin = $ENV{TQ_BIN} // "build/bin";
(my $build = $bin) =~ s{/bin/?$}{};
my $run = "$build/unit/num_run";
system("make", "-s", "O=$build", $run) == 0 or die "cannot build $run\n";

my $seed = $ENV{TQ_SEED} // 1;
my @jobs = (
  ["F2.9 X.9 500000 random decimal operations", "compare_decimals.py", 500000, $seed],
  ["F2.9 X.9 500000 others", "compare_decimals.py", 500000, $seed + 1],
  ["P11 400000 doubles to text and back", "compare_doubles.py", 400000, $seed],
);

# All at once: this is waiting for Python.
for my $job (@jobs) {
  my ($what, $script, $cases, $start) = @$job;
  open $job->[4], "-|", "python3", "tests/oracles/$script", $run, $cases, $start
    or die "$script: $!";
}
for my $job (@jobs) {
  my @said = readline $job->[4];
  ok(close($job->[4]), $job->[0]) or diag(@said);
}
done_testing();

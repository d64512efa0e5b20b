# SPDX-License-Identifier: ISC
# F3.14, F0.20, L1, L2, L3, L6 of the library's strategies: strategies that look at several series.
use strict;
use warnings;
use lib 'tests/laws';
use Strategies qw(run_rows);

run_rows('ranks');

# SPDX-License-Identifier: ISC
# L1, X.12: what a filter says of the first k lines is the beginning of what it
# says of all of them, so nothing can look ahead.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin bars stream tools beside join_command join_input lines scratch);

my $bars = bars(90, 'X', 0);

for my $command (tools()) {
    my ($name, @options) = @$command;
    my $input = stream($name, $bars);
    my ($whole, $status) = run($input, bin($name), @options);
    is($status, 0, "$name: whole stream");
    my @lines = lines($input);
    my @wrong;
    for my $k (0 .. $#lines) {
        my ($part, $s) = run(join('', @lines[0 .. $k - 1]), bin($name), @options);
        push @wrong, $k if $s != 0 || $part ne substr($whole, 0, length $part);
    }
    is("@wrong", '', "L1 $name: cut behind each of " . @lines . ' records');
}

# With a state nothing is said of the end, which may be no prefix (--partial emit).
for my $command (beside(), join_command()) {
    my ($name, @options) = @$command;
    my $input = "@options" =~ /join/ ? join_input($bars) : $bars;
    my ($whole, $status, $err) = run($input, bin($name), @options);
    is($status, 0, "$name @options: whole stream") or diag $err;
    my @lines = lines($input);
    my @wrong;
    for my $k (0 .. $#lines) {
        my $state = scratch('state');
        unlink $state;
        my ($part, $s) = run(join('', @lines[0 .. $k - 1]), bin($name), @options, '--state', $state);
        push @wrong, $k if $s != 0 || $part ne substr($whole, 0, length $part);
    }
    is("@wrong", '', "L1 $name @options: cut behind each of " . @lines . ' records');
}

my $csv = "Date,Open,High,Low,Close,Volume\n"
    . join '', map { sprintf "2024-01-%02d,%d,%d,%d,%d,5\n", $_, 10 + $_, 20 + $_, 5, 12 } 1 .. 28;
my @fetch = (bin('tq-fetch'), 'file', '-', qw(--symbol X --interval 1d));
my ($whole) = run($csv, @fetch);
my @rows = lines($csv);
my @wrong = grep {
    my ($part, $s) = run(join('', @rows[0 .. $_ - 1]), @fetch);
    $s != 0 || $part ne substr($whole, 0, length $part)
} 3 .. @rows;
is("@wrong", '', 'L1 tq-fetch file: cut behind each row');

my @sim = (bin('tq-fetch'), 'sim', qw(--seed 7 --symbol S --interval 1m --bars));
($whole) = run('', @sim, 400);
@wrong = grep { my ($part) = run('', @sim, $_); $part ne substr($whole, 0, length $part) }
    map { 25 * $_ } 1 .. 15;
is("@wrong", '', 'L1 tq-fetch sim: fewer bars are the first of more');

done_testing();

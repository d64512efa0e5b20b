# SPDX-License-Identifier: ISC
# L2, F3.19: a run over A that saves its state and a run over B that loads it
# say together, byte for byte, what one run over A then B says.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin bars stream tools lines scratch);

my $bars = bars(80, 'X', 0);

for my $command (tools(), ['tq-report', '--format', 'json']) {
    my ($name, @options) = @$command;
    my $input = stream($name, $bars);
    my ($whole, $status) = run($input, bin($name), @options);
    is($status, 0, "$name: whole stream");
    my @lines = lines($input);
    my @wrong;
    for my $k (0 .. @lines) {
        my $state = scratch("state-$name-$k");
        my ($a, $sa, $ea) = run(join('', @lines[0 .. $k - 1]), bin($name), @options, '--state', $state);
        my ($b, $sb, $eb) = run(join('', @lines[$k .. $#lines]), bin($name), @options, '--state', $state);
        my $both = $name eq 'tq-report' ? $b : $a . $b;
        push @wrong, $k if $sa || $sb || $both ne $whole;
        unlink $state;
    }
    is("@wrong", '', "L2 $name: cut at each of " . @lines . ' records');
}

done_testing();

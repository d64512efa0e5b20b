# SPDX-License-Identifier: ISC
# L2, F3.19: a run over A that saves its state and a run over B that loads it
# say together, byte for byte, what one run over A then B says.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin bars stream tools beside join_command join_input lines scratch);

my $bars = bars(80, 'X', 0);

# Trades of a day for bars that end by what is traded.
my $trades = join '', map {
    sprintf '{"type":"tick","time":"2024-01-01T00:%02d:%02dZ","symbol":"X","price":%d.%d,"qty":%d.5,"id":%d}' . "\n",
        $_ / 60, $_ % 60, 100 + 9 * sin($_ / 7), $_ % 10, 1 + $_ % 4, $_
} 0 .. 119;
my @resamples = map { ['tq-resample', @$_] } ['--to', '1m'], ['--ticks', 7], [qw(--volume 10 --split)],
    [qw(--notional 2000 --split)], [qw(--imbalance volume --expected-ticks 10)],
    [qw(--imbalance tick --expected-ticks 5 --expected-imbalance 0.3)];

for my $command (tools(), beside(), join_command(), @resamples, ['tq-report', '--format', 'json']) {
    my ($name, @options) = @$command;
    my $input = stream($name, $bars);
    $input = join_input($bars) if "@options" =~ /join/;
    $input = $trades if grep { $_ == $command } @resamples;
    my ($whole, $status) = run($input, bin($name), @options);
    is($status, 0, "$name: whole stream");
    # What the end of input says is not said with a state.
    my ($ended) = run($input, bin($name), @options, '--state', scratch('whole')) if !grep { $_->[0] eq $name } tools();
    unlink scratch('whole');
    $whole = $ended if defined $ended && $name ne 'tq-report';
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
    is("@wrong", '', "L2 $name @options: cut at each of " . @lines . ' records');
}

done_testing();

# SPDX-License-Identifier: ISC
# L3, F2.6: records of one symbol never change what is said of another.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use lib 'tests/laws';
use Laws qw(run bin bars stream tools beside lines);

my %bars = (X => bars(90, 'X', 0), Y => bars(90, 'Y', 40), Z => bars(90, 'Z', 80));

sub mixed {
    my @of = map { [lines($bars{$_})] } sort keys %bars;
    return join '', map { my $i = $_; map { $_->[$i] } @of } 0 .. 89;
}

# The lines of a symbol, as they are.
sub of_symbol {
    my ($symbol, $text) = @_;
    return join '', grep { /"symbol":"$symbol"/ } lines($text);
}

for my $command ((grep { $_->[0] =~ /validate|signal/ } tools()), beside()) {
    my ($name, @options) = @$command;
    my ($together) = run(mixed(), bin($name), @options);
    for my $symbol (sort keys %bars) {
        my ($alone) = run($bars{$symbol}, bin($name), @options);
        is(of_symbol($symbol, $together), $alone, "L3 $name: $symbol among others is $symbol alone");
    }
}

# Sizes by quantity name one symbol only; equity is the account's and differs.
my @risk = (bin('tq-risk'), qw(--cash 1000000 --qty 3 --commission 0.1% --stop-loss 4%));
sub deals {
    my ($input, $symbol) = @_;
    my ($signals) = run($input, bin('tq-signal'), @{(tools())[1]}[1 .. 4]);
    my ($orders, $status, $err) = run($signals, @risk);
    die "tq-risk: $err" if $status;
    my ($out) = run($orders, bin('tq-paper'));
    return join '', map { join(' ', @$_{qw(type time side qty price fee)}) . "\n" }
        grep { $_->{type} eq 'fill' && $_->{symbol} eq $symbol } map { decode_json($_) } lines($out);
}
for my $symbol (sort keys %bars) {
    my $alone = deals($bars{$symbol}, $symbol);
    ok(length $alone, "$symbol trades");
    is(deals(mixed(), $symbol), $alone, "L3 tq-risk and tq-paper: ${symbol}'s fills are its own");
}

done_testing();

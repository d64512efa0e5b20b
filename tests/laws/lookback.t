# SPDX-License-Identifier: ISC
# X.10, C2.4: what tq-indicator --lookback says of an indicator is the bar on which its
# column has its first value, with the presets and with two sets of other parameters.
# What waits for something to happen may begin later. The sets are not so small that first
# bars have no answer (0 / 0), as those of dx(1) often have.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin lines);
use Registry qw(indicators parts call columns stream_of);

my @rows = indicators();
my %stream = map { $_ => stream_of($_, 300, 1) } qw(bar tick book funding long_short liquidation);

# The bars on which each of the part's rows says something first.
sub first_values {
    my ($out, @part) = @_;
    my (%first, %of, $bar);
    for my $row (@part) {
        $of{@{$row->{outputs}} > 1 ? "$row->{name}_$_" : $row->{name}} = $row->{name} for @{$row->{outputs}};
    }
    for (lines($out)) {
        my $at = $bar++ // 0;
        while (/"(\w+)":(?!null)/g) {
            $first{$of{$1}} //= $at if $of{$1};
        }
    }
    return \%first;
}

sub lookback_of {
    my ($kind, $call) = @_;
    open my $pipe, '-|', bin('tq-indicator'), '--on', $kind, '--lookback', $call or die;
    chomp(my $says = <$pipe> // 'nothing');
    return $says;
}

for my $shrink (1, 3, 5) {
    for my $kind (sort keys %stream) {
        for my $part (parts($kind, @rows)) {
            my ($out, $status, $err) = run($stream{$kind}, bin('tq-indicator'), columns($shrink, @$part));
            is($status, 0, "from $part->[0]{name} on") or diag $err;
            my $first = first_values($out, @$part);
            for my $row (@$part) {
                my $call = call($row, $shrink);
                my $says = lookback_of($kind, $call);
                is($says, $row->{lookback}, "$call is in the catalogue") if $shrink == 1;
                my $is = $first->{$row->{name}} // 'never';
                if ($row->{waits}) {
                    ok($is eq 'never' || $is >= $says, "$call is not before bar $says: $is");
                } else {
                    is($is, $says, "$call begins as --lookback says");
                }
            }
        }
    }
}

done_testing();

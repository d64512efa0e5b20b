# SPDX-License-Identifier: ISC
# C2.30: share/strategies/confluence says nothing without enough candles, levels of
# the book and trades, or on a book or trades that have gone stale.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin lines);
use Shelf qw(market);

my $market = market(interval => '1m', bars => 600, with => [qw(funding long_short book tick)]);

# When the strategy enters, of the records that are kept.
sub entries {
    my ($keep, @set) = @_;
    my $input = join '', grep { $keep->($_) } lines($market);
    my ($out, $status, $err) = run($input, bin('tq-signal'), '-s', 'share/strategies/confluence.tq',
        map { ('--set', $_) } 'candles=1', 'whole=0.8', @set);
    is($status, 0, "confluence @set") or diag $err;
    return map { /"time":"([^"]+)"/ } grep { /^\{"type":"signal".*"side":"(?:long|short)"/ } lines($out);
}

my $all = sub { 1 };
my @usual = entries($all);
cmp_ok(scalar @usual, '>', 5, 'C2.30 enters where all is there');
is_deeply([entries($all, 'levels=10')], \@usual, 'C2.30 ten levels, which the books have, are enough');
is_deeply([entries($all, 'levels=11')], [], 'C2.30 more levels than the books have');
my @traded = map { /"time":"([^"]+)"/ } grep { /"type":"tick"/ } lines($market);
my @late = entries($all, 'prints=1000');
cmp_ok(scalar @late, '>', 0, 'C2.30 enters behind the thousandth trade');
cmp_ok($late[0], 'gt', $traded[999], 'C2.30 and not before it');
cmp_ok($usual[0], 'lt', $traded[999], 'C2.30 as it does with fewer');
for my $kind (qw(book tick)) {
    my $few = sub { $_[0] !~ /"type":"$kind"/ || $_[0] =~ /T0[0-4]:/ };
    my @got = entries($few, 'fresh=600');
    is_deeply(\@got, [grep { $_ le '2024-01-01T05:09:00Z' } @usual], "C2.30 no $kind for ten minutes: nothing more is said");
}
done_testing();

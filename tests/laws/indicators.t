# SPDX-License-Identifier: ISC
# X.10, C2.4: the laws on columns of every indicator at once, over records of 50
# symbols that come in turn: L3 as if each were alone, L2 the same with the state
# saved and loaded between, L1 and L6 the same bytes again, and of a part the
# beginning.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin lines scratch);
use Registry qw(indicators parts call columns stream_of interleaved);

my %records = (bar => 45, tick => 120, book => 30, funding => 60, long_short => 60, liquidation => 60);
my @rows = indicators();

# The lines of each symbol by its number.
sub apart {
    my %of;
    for (lines($_[0])) { $of{$1 + 0} .= $_ if /"symbol":"S(\d+)"/ }
    return \%of;
}

sub in_two {
    my ($cut, $lines, @command) = @_;
    my $state = scratch('state');
    my ($a, $sa, $ea) = run(join('', @$lines[0 .. $cut - 1]), @command, '--state', $state);
    my ($b, $sb, $eb) = run(join('', @$lines[$cut .. $#$lines]), @command, '--state', $state);
    unlink $state;
    return $sa || $sb ? "status $sa $sb $ea$eb" : $a . $b;
}

for my $kind (sort keys %records) {
    my @streams = map { stream_of($kind, $records{$kind}, $_) } 1 .. 50;
    my $all = interleaved(@streams);
    my @lines = lines($all);
    my $n = 0;
    for my $part (parts($kind, @rows)) {
        my @command = (bin('tq-indicator'), columns(3, @$part));
        my $what = "$kind, part " . ++$n . ': ' . @$part . " indicators from $part->[0]{name}";
        my ($whole, $status, $err) = run($all, @command);
        is($status, 0, $what) or diag $err;
        my $apart = apart($whole);
        # One after the other, all of them; alone, others in each part.
        my $behind = apart((run(join('', @streams), @command))[0]);
        my @other = grep { $behind->{$_} ne $apart->{$_} } 1 .. 50;
        push @other, grep { (run($streams[$_ - 1], @command))[0] ne $apart->{$_} }
            grep { $_ % 6 == $n % 6 } 1 .. 50;
        is("@other", '', "L3 F2.6 $what: 50 symbols in turn are each alone");
        my @cuts = map { int(@lines * $_ / 4) + $_ } 0 .. 3;
        is("@{[grep { in_two($_, \@lines, @command) ne $whole } @cuts]}", '', "L2 $what: saved and loaded at @cuts");
        my @wrong = grep {
            my ($begin) = run(join('', @lines[0 .. $_ - 1]), @command);
            $begin ne substr $whole, 0, length $begin or lines($begin) != $_;
        } grep { $_ > 0 } @cuts;
        is("@wrong", '', "L1 X.12 $what: the beginning of all is all of the beginning");
        ok((run($all, @command))[0] eq $whole, "L6 $what: the same bytes again");
        my %last = map { $_ => 1 } (lines($whole))[-1] =~ /"(\w+)":(?!null)/g;
        my @said = grep { my $row = $_; grep { /^$row->{name}(_|$)/ } keys %last } @$part;
        cmp_ok(scalar @said, '>', 0.6 * @$part, "$what: most have come to an answer");
    }
}

done_testing();

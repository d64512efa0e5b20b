# SPDX-License-Identifier: ISC
# F3.14: the trades of share/strategies/turtle. Which breaks are taken and which are
# skipped behind a winner is told again by a walk from bar to bar, and hand-made
# markets show entries at the channel's end, units half an N apart, and one stop.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use List::Util qw(min max);
use lib 'tests/laws';
use Laws qw(run bin lines scratch);
use Shelf qw(market bar);

my $file = 'share/strategies/turtle.tq';

# The lets of the file with rules that say nothing but the beginnings of trades.
sub begins {
    open my $f, '<', $file or die "$file: $!";
    my $text = join '', <$f>;
    $text =~ s/^filter .*//ms;
    my $path = scratch('begins.tq');
    open my $out, '>', $path or die "$path: $!";
    print $out $text, "long when go and sign > 0 every_bar\nshort when go and sign < 0 every_bar\n",
        "flat when start and not go every_bar\n";
    close $out;
    return $path;
}

sub bars_with_n {
    my ($input) = @_;
    my ($out, $status, $err) = run($input, bin('tq-indicator'), '-a', 'n = atr(20)');
    is("$status$err", '0', 'N is there');
    return map { decode_json($_) } lines($out);
}

sub most { my ($bars, $field, $from, $to) = @_; max map { $bars->[$_]{$field} } $from .. $to }
sub least { my ($bars, $field, $from, $to) = @_; min map { $bars->[$_]{$field} } $from .. $to }

# From bar to bar: each break that begins a trade of the rules, long or short, or "flat"
# where the break is skipped.
sub walk {
    my ($bars) = @_;
    my (%ready, @said, $trade);
    my $won = 0;
    @ready{1, -1} = (1, 1);
    for my $t (55 .. $#$bars) {
        my $b = $bars->[$t];
        my ($top, $bottom) = (most($bars, 'high', $t - 20, $t - 1), least($bars, 'low', $t - 20, $t - 1));
        my ($low10, $high10) = (least($bars, 'low', $t - 10, $t - 1), most($bars, 'high', $t - 10, $t - 1));
        my %left = (1 => $b->{low} < $low10, -1 => $b->{high} > $high10);
        my %broke = (1 => $b->{high} > $top && ($b->{low} >= $bottom || $b->{close} >= $b->{open}),
            -1 => $b->{low} < $bottom && ($b->{high} <= $top || $b->{close} < $b->{open}));
        if ($trade && $trade->{open}) {
            my ($side, $worst) = ($trade->{side}, $trade->{base} - $trade->{side} * 2 * $trade->{span});
            my $lost = $side > 0 ? $b->{low} <= $worst : $b->{high} >= $worst;
            my $exit = $side > 0 ? min($b->{open}, $low10) : max($b->{open}, $high10);
            $won = !$lost && $side * ($exit - $trade->{base}) > 0 if $lost || $left{$side};
            $trade->{open} = 0 if $lost || $left{$side};
        }
        my ($side) = grep { $broke{$_} && $ready{$_} } 1, -1;
        $trade = {side => $side, open => 1, skipped => $won, span => $bars->[$t - 1]{n},
            base => $side > 0 ? max($b->{open}, $top) : min($b->{open}, $bottom)} if $side;
        my $beyond = $trade && ($trade->{side} > 0 ? $b->{high} > most($bars, 'high', $t - 55, $t - 1)
            : $b->{low} < least($bars, 'low', $t - 55, $t - 1));
        my $goes = $trade && ($trade->{skipped} ? $trade->{open} && $beyond && !$trade->{beyond} : $side);
        $trade->{beyond} ||= $beyond if $trade;
        push @said, "$b->{time} " . (!$goes ? 'flat' : $trade->{side} > 0 ? 'long' : 'short') if $goes || $side;
        for (1, -1) {
            $ready{$_} = 0 if $broke{$_};
            $ready{$_} = 1 if $left{$_};
        }
    }
    return @said;
}

for my $model (qw(regime gbm)) {
    my $input = market(interval => '1h', bars => 4000, model => $model);
    my @bars = bars_with_n($input);
    my ($out, $status, $err) = run($input, bin('tq-signal'), '-s', begins());
    is("$status$err", '0', 'the beginnings of trades are told');
    my %at = map { $_->{time} => 1 } @bars[80 .. $#bars];
    # A signal has the time of its bar's close, which is the next bar's open.
    my %open = map { $bars[$_ + 1]{time} => $bars[$_]{time} } 0 .. $#bars - 1;
    my @got = map { my $s = decode_json($_); my $t = $open{$s->{time}}; $t ? "$t $s->{side}" : () }
        grep { /"type":"signal"/ } lines($out);
    my @want = walk(\@bars);
    # Until both have forgotten how they began.
    my $from = $bars[400]{time};
    @$_ = grep { $_ ge $from } @$_ for \@got, \@want;
    is_deeply(\@got, \@want, 'breaks that are taken and skipped, ' . @want . ' of them');
    cmp_ok(scalar(grep { /flat/ } @want), '>', 3, 'some are skipped');
    cmp_ok(scalar(grep { !/flat/ } @want), '>', 20, 'most are not');
}

# 60 bars around 100 with a range of 1, then as told: [high, low, close].
sub fills {
    my @rest = @_;
    my ($n, $at, $text) = (0, 100, '');
    for my $b ((map { [100.5, 99.5, 100] } 1 .. 60), @rest) {
        $text .= sprintf qq({"type":"bar","time":"2024-01-%02dT%02d:00:00Z","symbol":"X","interval":"1h",)
            . qq("open":%s,"high":%s,"low":%s,"close":%s,"volume":90000}\n), 1 + int($n / 24), $n % 24,
            $at, max($at, $b->[0]), min($at, $b->[1]), $b->[2];
        $at = $b->[2];
        $n++;
    }
    my ($signals, $status, $err) = run($text, bin('tq-signal'), '-s', $file);
    is("$status$err", '0', 'a market by hand');
    my ($orders) = run($signals, bin('tq-risk'), '--leverage', '4');
    my ($out) = run($orders, bin('tq-paper'), '--leverage', '4');
    return map { my $f = decode_json($_); "$f->{side} $f->{price}" } grep { /^\{"type":"fill"/ } lines($out);
}

my @up = fills([100.8, 100, 100.7], [101.2, 100.6, 101.1], [101.6, 101, 101.5], [102.2, 101.5, 102.1], [102.3, 98, 98.2]);
like($up[0], qr/^buy 100\.5$/, 'F3.14 the first unit is bought where the channel ends, within the bar');
is(scalar(grep { /^buy/ } @up), 4, 'and three more') or diag join ', ', @up;
my @steps = map { (split ' ', $up[$_])[1] - (split ' ', $up[$_ - 1])[1] } 1 .. 3;
ok(!(grep { abs($_ - 0.5) > 0.02 } @steps), 'F3.14 half an N apart') or diag join ', ', @steps;
my %stop = map { $_ => 1 } grep { /^sell/ } @up;
is(scalar(grep { /^sell/ } @up), 4, 'all four are left');
is(scalar keys %stop, 1, 'F3.14 at one price') or diag join ', ', @up;
done_testing();

# SPDX-License-Identifier: ISC
# F2.18: whatever the trades and bars are, what goes into the bars comes out of
# them: volumes, notional and numbers of trades conserve to the last digit, and
# each bar is what a recount in whole numbers says.
use strict;
use warnings;
use Test::More;
use Math::BigInt;
use lib 'tests/laws';
use Laws qw(run bin lines);

srand 23;

# Decimals as whole numbers of 10^-12.
sub units {
    my ($text) = @_;
    my ($sign, $whole, $rest) = $text =~ /^(-?)(\d+)(?:\.(\d+))?$/ or die "not plain: $text";
    return Math::BigInt->new($sign . $whole . substr(($rest // '') . '0' x 12, 0, 12));
}
sub field { $_[0] =~ /"$_[1]":"?([^,"}]*)/ ? $1 : undef }
sub sum { my $sum = Math::BigInt->bzero; $sum->badd(units($_)) for @_; return $sum }
sub product { units($_[0])->bmul(units($_[1]))->bdiv(Math::BigInt->new(10)->bpow(12)) }

sub stamp {
    my ($ms) = @_;
    my $fraction = $ms % 1000 ? sprintf '.%03d', $ms % 1000 : '';
    my ($s, $m, $h, $d) = gmtime(1704067200 + int($ms / 1000));
    return sprintf '2024-01-%02dT%02d:%02d:%02d%sZ', $d, $h, $m, $s, $fraction;
}

sub trades {
    my ($n) = @_;
    my ($ms, $price, @trades) = (0, 10000);
    for (1 .. $n) {
        $ms += rand() < .3 ? 0 : int rand 20000;
        $price += int(rand 21) - 10;
        push @trades, {ms => $ms, price => sprintf('%d.%02d', int($price / 100), $price % 100),
            qty => sprintf('%d.%0*d', rand() < .1 ? int rand 40 : 0, 1 + int rand 6, 1 + int rand 9),
            side => rand() < .5 ? 'buy' : 'sell', symbol => rand() < .7 ? 'X' : 'Y'};
    }
    return @trades;
}
sub line {
    my ($t) = @_;
    return sprintf qq({"type":"tick","time":"%s","symbol":"%s","price":%s,"qty":%s,"side":"%s"}\n),
        stamp($t->{ms}), @$t{qw(symbol price qty side)};
}

# The sums of all bars of a symbol against those of all trades.
sub conserved {
    my ($what, $trades, @bars) = @_;
    for my $symbol ('X', 'Y') {
        my @of = grep { $_->{symbol} eq $symbol } @$trades;
        my @out = grep { field($_, 'symbol') eq $symbol } @bars;
        my @buys = grep { $_->{side} eq 'buy' } @of;
        is(sum(map { field($_, 'volume') } @out), sum(map { $_->{qty} } @of), "$what: volume of $symbol");
        is(sum(map { field($_, 'taker_buy_volume') } @out), sum(map { $_->{qty} } @buys), "$what: bought of $symbol");
        my $notional = Math::BigInt->bzero;
        $notional->badd(product($_->{price}, $_->{qty})) for @of;
        is(sum(map { field($_, 'quote_volume') } @out), $notional, "$what: notional of $symbol");
        is(sum(map { field($_, 'trades') } @out), sum(scalar @of), "$what: trades of $symbol");
        my @times = map { field($_, 'time') } @out;
        my %seen;
        is(join(' ', grep { $seen{$_}++ } @times), '', "$what: each bar of $symbol has a time of its own");
    }
}

for my $round (1 .. 3) {
    my @trades = trades(400);
    my $input = join '', map { line($_) } @trades;
    for my $rule (['--to', '1m'], ['--to', '7m', '--fill', 'flat'], [qw(--to 1h --timezone Asia/Kolkata)],
        ['--ticks', 13], ['--volume', 3], [qw(--volume 0.7 --split)], ['--notional', 900],
        [qw(--notional 250.5 --split)], [qw(--imbalance tick --expected-ticks 10)],
        [qw(--imbalance volume --expected-ticks 8 --sign side)],
        [qw(--imbalance notional --expected-ticks 20 --expected-max 40)]) {
        my ($out, $status, $err) = run($input, bin('tq-resample'), @$rule, qw(--partial emit));
        is($status, 0, "@$rule: status") or diag $err;
        conserved("F2.18 @$rule", \@trades, lines($out));
        if ("@$rule" =~ /--volume (\S+) --split/) {
            my @wrong = grep { !/"partial"/ && units(field($_, 'volume')) != units($1) } lines($out);
            is("@wrong", '', "@$rule: each whole bar holds just that");
        }
    }

    # A recount of minutes, bar by bar.
    my (%want, @order);
    for my $t (@trades) {
        my $bar = $want{$t->{symbol}, int($t->{ms} / 60000)} //= do {
            push @order, my $b = {%$t, open => $t->{price}, high => $t->{price}, low => $t->{price},
                volume => Math::BigInt->bzero, start => int($t->{ms} / 60000) * 60000};
            $b;
        };
        $bar->{high} = $t->{price} if $t->{price} > $bar->{high};
        $bar->{low} = $t->{price} if $t->{price} < $bar->{low};
        $bar->{close} = $t->{price};
        $bar->{volume}->badd(units($t->{qty}));
    }
    my ($out) = run($input, bin('tq-resample'), qw(--to 1m --partial emit));
    my $form = sub { join ' ', sort @_ };
    is($form->(map { join(',', map { $_ // '' } field($_, 'time'), field($_, 'symbol'),
            field($_, 'open'), field($_, 'high'), field($_, 'low'), field($_, 'close'), units(field($_, 'volume'))) } lines($out)),
        $form->(map { join ',', stamp($_->{start}), @$_{qw(symbol open high low close volume)} } @order),
        "round $round: every minute is what a recount says");

    # Minutes to longer bars: the same whichever way they go.
    my ($minutes) = run($input, bin('tq-resample'), qw(--to 1m --partial emit --fill flat));
    $minutes =~ s/,"(?:partial|synthetic)":true//g;
    my ($direct) = run($minutes, bin('tq-resample'), qw(--to 30m --partial emit));
    my ($fives) = run($minutes, bin('tq-resample'), qw(--to 5m --partial emit));
    $fives =~ s/,"(?:partial":true|missing":\d+)//g;
    my ($steps) = run($fives, bin('tq-resample'), qw(--to 30m --partial emit));
    s/,"(?:partial":true|missing":\d+)//g for $direct, $steps;
    is($form->(lines($steps)), $form->(lines($direct)), "round $round: 1m to 30m is 1m to 5m to 30m");
}
done_testing();

# SPDX-License-Identifier: ISC
# Random signals with random wishes (trail, ratchet, max_hold, target, weight,
# add, tif ...) on random bars of two symbols: L1, L2, L3, L5 and L6 over all of
# them, and the stops and the holding times done again here, from the bars and the
# fills alone.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin lines scratch);

my $seed;
sub chance { $seed = ($seed * 1103515245 + 12345) % 2147483648; return int($seed / 65536) % $_[0] }
sub cents { my $c = shift; return sprintf '%d.%02d', $c / 100, $c % 100 }
sub when_ { my $h = shift; return sprintf '2024-%02d-%02dT%02d:00:00Z', 1 + int($h / 672), 1 + int($h / 24) % 28, $h % 24 }

# Prices of bars are even numbers of cents, those of signals odd, so that a fill at a price says
# whether it was at the open.
sub bar {
    my ($h, $s, $last) = @_;
    my $o = $$last + 2 * (chance(61) - 30);
    my $c = $o + 2 * (chance(121) - 60);
    $_ = $_ < 4000 ? 4000 : $_ for $o, $c;
    my ($low, $high) = sort { $a <=> $b } $o, $c;
    $$last = $c;
    return sprintf '{"type":"bar","time":"%s","symbol":"%s","interval":"1h","open":%s,"high":%s,'
        . '"low":%s,"close":%s,"volume":1000000}' . "\n", when_($h), $s, cents($o),
        cents($high + 2 * chance(40)), cents($low - 2 * chance(40)), cents($c);
}

# A wish: any of what a signal may say, on the side of the price where it makes sense, mostly.
sub wish {
    my ($c, $sign) = @_;
    my $off = sub { my ($way, $far) = @_; return cents($c + $sign * $way * (2 * chance($far) + 1)) };
    return '"only_when_open":true,"ratchet":' . $off->(-1, 80) if chance(4) == 0;
    my @of;
    push @of, '"limit":' . $off->(-1, 40) if chance(5) == 0;
    push @of, '"stop_entry":' . $off->(1, 40) if chance(5) == 0;
    push @of, '"stop":' . $off->(-1, 200) if chance(3) == 0;
    push @of, '"take":' . $off->(1, 300) if chance(3) == 0;
    push @of, '"trail":' . cents(2 * chance(150) + 1) if chance(2);
    push @of, '"ratchet":' . $off->(-1, 160) if chance(4) == 0;
    push @of, '"max_hold":' . (1 + chance(9)) if chance(3) == 0;
    push @of, '"tif":"' . (qw(gtc day ioc fok))[chance(4)] . '"' if chance(4) == 0;
    push @of, (
        '"size":0.' . (1 + chance(4)), '"qty":' . (1 + chance(30)),
        '"target":' . $sign * chance(60), '"weight":' . $sign * chance(6) / 10,
    )[chance(4)] if chance(3);
    push @of, '"add":true' if chance(3) == 0 && "@of" !~ /target|weight/;
    push @of, '"only_when_flat":true' if chance(6) == 0;
    return join ',', @of;
}

# NAMES: which symbols; each is drawn from a seed of its own, so that one alone is the same.
sub stream {
    my ($n, @names) = @_;
    my (%last, %seed, $out);
    @last{@names} = (10000) x @names;
    @seed{@names} = map { 77 + ord } @names;
    for my $h (0 .. $n - 1) {
        for my $s (@names) {
            $seed = $seed{$s};
            $out .= bar($h, $s, \$last{$s});
            for my $k (1 .. (0, 0, 1, 1, 2)[chance(5)]) {
                my $side = (qw(long short long short flat))[chance(5)];
                my $wish = $side eq 'flat' ? '' : ',' . wish($last{$s}, $side eq 'long' ? 1 : -1);
                $out .= sprintf '{"type":"signal","time":"%s","id":"%s%d.%d","symbol":"%s","strategy":"t",'
                    . '"side":"%s","price":%s%s}' . "\n", when_($h + 1), $s, $h, $k, $s, $side,
                    cents($last{$s}), $wish =~ /^,$/ ? '' : $wish;
            }
            $seed{$s} = $seed;
        }
    }
    return $out;
}

sub get { return $_[0] =~ /[{,]"$_[1]":"?([^",}]*)/ ? $1 : undef }
sub whole { my ($x) = @_; return defined $x ? sprintf '%.0f', 100 * $x : undef }
sub tighter { my ($a, $b, $sign) = @_; return !defined $a || $sign * ($b - $a) > 0 ? $b : $a }

# Every stop order and every max-hold order against what the bars, the fills and the wishes say.
sub check_management {
    my ($what, $out) = @_;
    my (%signal, %trade, %parent, %bar, %n, %wrong, %due, $fills, $moves, $holds);
    my $open = sub { my ($s) = @_; return grep { $_->{symbol} eq $s } values %trade };
    for my $line (lines($out)) {
        my ($type) = $line =~ /^\{"type":"(\w+)"/;
        my $s = get($line, 'symbol') // '';
        if ($type eq 'signal') {
            my ($ratchet, $only) = (whole(get($line, 'ratchet')), $line =~ /only_when_open/);
            $signal{get($line, 'id')} = $line;
            next unless $only;
            my $sign = get($line, 'side') eq 'long' ? 1 : -1;
            for my $t (grep { $_->{sign} == $sign && !$_->{closing} } $open->($s)) {
                next if !$t->{qty} && $sign * ($t->{price} - $ratchet) <= 0;
                $t->{want} = tighter($t->{want}, $ratchet, $sign);
            }
        } elsif ($type eq 'bar') {
            for my $t ($open->($s)) {
                $wrong{"stop of $t->{id} is " . ($t->{is} // 'none') . ", not $t->{want}"} = 1
                    if defined $t->{want} && !$t->{closing} && ($t->{is} // 0) != $t->{want};
                $wrong{"$t->{id} was to be closed"} = 1 if delete $due{$t->{id}};
            }
            ($bar{$s}, $n{$s}) = ($line, ($n{$s} // 0) + 1);
        } elsif ($type eq 'order') {
            my ($id, $parent, $kind) = map { get($line, $_) } qw(id parent order_type);
            my $old = get($line, 'replaces');
            $parent{$id} = $parent if defined $parent;
            my $sign = get($line, 'side') eq 'buy' ? 1 : -1;
            delete $trade{$old} if defined $old && $trade{$old} && !$trade{$old}{qty};
            next if $kind eq 'cancel';
            if (!defined $parent && $line !~ /reduce_only/) {
                my $from = $signal{get($line, 'signal')};
                my $price = whole(get($line, 'limit') // get($line, 'stop') // get($from, 'price'));
                my ($trail, $ratchet) = map { whole(get($from, $_)) } qw(trail ratchet);
                my $t = $trade{$id} = {id => $id, symbol => $s, sign => $sign, price => $price, qty => 0,
                    trail => $trail, hold => get($from, 'max_hold'), want => whole(get($from, 'stop'))};
                $t->{want} = tighter($t->{want}, $ratchet, $sign) if defined $ratchet;
                $t->{want} = tighter($t->{want}, $price - $sign * $trail, $sign) if defined $trail;
            } elsif (defined $parent && $kind eq 'stop') {
                my ($t, $stop) = ($trade{$parent}, whole(get($line, 'stop')));
                if (!$t) { $wrong{"no trade: $line"} = 1; next }
                $wrong{"loosened: $line"} = 1 if defined $t->{is} && -$sign * ($stop - $t->{is}) <= 0;
                # An entry's signal moves what is open as well: the model takes the order's word for it.
                my $by = $signal{get($line, 'signal') // ''};
                my $ratchet = $by ? whole(get($by, 'ratchet')) : undef;
                $t->{want} = tighter($t->{want}, $ratchet, $t->{sign}) if defined $ratchet && defined $t->{is};
                $t->{want} //= $ratchet;
                $moves++ if defined $t->{is};
                $t->{is} = $stop;
            } elsif (defined $parent && $kind eq 'market') {
                $wrong{"not due: $line"} = 1 unless delete $due{$parent};
                $trade{$parent}{closing} = 1;
                $holds++;
            } elsif ($line =~ /reduce_only/ && $kind eq 'market') {
                my ($held, $off) = (0, whole(get($line, 'qty')));
                $held += $_->{qty} for grep { !$_->{closing} } $open->($s);
                if ($off >= $held) { $_->{closing} = 1 for grep { $_->{qty} } $open->($s) }
            }
        } elsif ($type eq 'fill') {
            my ($order, $qty, $price) = (get($line, 'order'), whole(get($line, 'qty')), whole(get($line, 'price')));
            my $sign = get($line, 'side') eq 'buy' ? 1 : -1;
            my $parent = $parent{$order};
            # What it closes: of its parent, or first in, first out.
            for my $t (sort { $a->{filled} <=> $b->{filled} } grep { $_->{qty} && $_->{sign} != $sign } $open->($s)) {
                next if defined $parent && $t->{id} ne $parent;
                my $part = $qty < $t->{qty} ? $qty : $t->{qty};
                $t->{qty} -= $part;
                $qty -= $part;
                delete $trade{$t->{id}} if $t->{qty} == 0;
            }
            my $t = $trade{$order};
            if ($t && $qty) { @$t{qw(qty best at inside filled)} = ($qty, $price, $n{$s}, $price % 2, ++$fills) }
            elsif ($t) { delete $trade{$order} }
        } elsif ($type eq 'equity') {
            next unless my $b = delete $bar{now};
            my ($high, $low, $close) = map { whole(get($b, $_)) } qw(high low close);
            for my $t (grep { $_->{qty} } $open->(get($b, 'symbol'))) {
                my $first = $t->{at} == $n{$t->{symbol}} && $t->{inside};
                my $seen = $first ? $close : $t->{sign} > 0 ? $high : $low;
                $t->{best} = $seen if $t->{sign} * ($seen - $t->{best}) > 0;
                next if $t->{closing};
                if (defined $t->{hold} && $n{$t->{symbol}} - $t->{at} >= $t->{hold}) { $due{$t->{id}} = 1 }
                elsif (defined $t->{trail}) {
                    $t->{want} = tighter($t->{want}, $t->{best} - $t->{sign} * $t->{trail}, $t->{sign});
                }
            }
        } elsif ($type eq 'reject') {
            my $order = get($line, 'order');
            delete $trade{$order} if defined $order && $trade{$order} && !$trade{$order}{qty};
        }
        $bar{now} = $line if $type eq 'bar';
    }
    cmp_ok($moves, '>', 200, "$what: $moves stops moved");
    cmp_ok($holds, '>', 20, "$what: $holds entries held for too long");
    is(join("\n", sort keys %wrong), '', "C1.21 $what: each stop stands where the bars and the wishes put it");
}

my @risk = qw(--cash 100000 --size 20% --leverage 5 --lot 0.01 --price-collar 90%);
my @models = (['pessimistic-v1'], ['pessimistic-v1', qw(--tick 0.01 --commission 0.1% --slippage 0.05%)],
    ['pessimistic-v1', qw(--trade-on-close --volume-cap 0.0001%)], ['backtesting-py', qw(--commission 0.1%)]);

sub both {
    my ($input, @options) = @_;
    my ($orders, $status, $err) = run($input, bin('tq-risk'), @risk, @options);
    is($status, 0, 'tq-risk: status') or diag $err;
    my ($out, $second, $text) = run($orders, bin('tq-paper'), '-q');
    is($second, 0, "L5 exit 8: tq-paper has tq-risk's equity at each order, and the books balance (@options)")
        or diag $text;
    return ($orders, $out);
}

# Where a refused line stood in its file is not the same behind a cut.
sub placeless { return $_[0] =~ s/"line":\d+,"offset":\d+/"line":0/gr }

my $input = stream(1400, 'X', 'Y');
my (undef, $plain) = both($input);
check_management('both symbols', $plain);

for my $model (@models) {
    my ($name, @options) = @$model;
    unshift @options, '--fill-model', $name;
    my ($orders, $out) = both($input, @options);
    my %kinds;
    $kinds{$_}++ for $orders =~ /"order_type":"(\w+)"/g;
    cmp_ok(scalar keys %kinds, '>=', 5, "@options: orders of each type");
    is((run($input, bin('tq-risk'), @risk, @options))[0], $orders, "L6 @options: again the same bytes");
    my %seen;
    is(join(' ', grep { $seen{$_}++ } $orders =~ /^\{"type":"order","time":"[^"]*","id":"(\w+)"/mg), '',
        "P3 @options: no id twice");

    my @lines = lines(stream(80, 'X', 'Y'));
    my ($whole) = run(join('', @lines), bin('tq-risk'), @risk, @options);
    my (@prefix, @split);
    for (my $k = 1; $k < @lines; $k += 5) {
        my ($head) = run(join('', @lines[0 .. $k - 1]), bin('tq-risk'), @risk, @options);
        push @prefix, $k if $head ne substr $whole, 0, length $head;
        my @state = ('--state', scratch("state-$k"));
        my ($a) = run(join('', @lines[0 .. $k - 1]), bin('tq-risk'), @risk, @options, @state);
        my ($b) = run(join('', @lines[$k .. $#lines]), bin('tq-risk'), @risk, @options, @state);
        push @split, $k if placeless($a . $b) ne placeless($whole);
        unlink scratch("state-$k");
    }
    is("@prefix", '', "L1 @options: cut at each fifth of " . @lines . ' records');
    is("@split", '', "L2 @options: cut there and gone on with");

    @lines = lines($whole);
    my ($filled) = run($whole, bin('tq-paper'), '-q');
    @split = ();
    for (my $k = 7; $k < @lines; $k += 23) {
        my @state = ('-q', '--state', scratch("paper-$k"));
        my ($a) = run(join('', @lines[0 .. $k - 1]), bin('tq-paper'), @state);
        my ($b) = run(join('', @lines[$k .. $#lines]), bin('tq-paper'), @state);
        push @split, $k if $a . $b ne $filled;
        unlink scratch("paper-$k");
    }
    is("@split", '', "L2 @options: tq-paper of that too");
}

# Units do not depend on the other symbol's luck: of X and Y together each has its own orders.
my $units = sub { join '', grep { !/"(?:size|weight)":/ } lines($_[0]) };
my $orders_of = sub {
    my ($s, $stream) = @_;
    my ($out) = run($stream, bin('tq-risk'), qw(--cash 100000000 --qty 3 --lot 0.01));
    return join '', map { s/,"equity":[0-9.]*//r } grep { /^\{"type":"order".*"symbol":"$s"/ } lines($out);
};
for my $s (qw(X Y)) {
    is($orders_of->($s, $units->($input)), $orders_of->($s, $units->(stream(1400, $s))),
        "L3 $s interleaved is $s alone");
}

done_testing();

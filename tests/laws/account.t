# SPDX-License-Identifier: ISC
# Random orders of every kind on random bars of two symbols, and what must hold
# of the fills whatever they are. The sums are done again here, naively.
use strict;
use warnings;
use Test::More;
use Math::BigFloat;
use lib 'tests/laws';
use Laws qw(run bin lines scratch);

my $seed = 20240101;
sub chance { $seed = ($seed * 1103515245 + 12345) % 2147483648; return int($seed / 65536) % $_[0] }
sub cents { my $c = shift; return sprintf '%d.%02d', $c / 100, $c % 100 }
sub when_ { my $h = shift; return sprintf '2024-%02d-%02dT%02d:00:00Z', 1 + int($h / 672), 1 + int($h / 24) % 28, $h % 24 }

# Bars with gaps; now and then synthetic or without volume.
sub stream {
    my ($n) = @_;
    my ($out, $id, %last) = ('', 0, X => 10000, Y => 2500);
    my %open;
    for my $h (0 .. $n - 1) {
        for my $s (qw(X Y)) {
            my $o = $last{$s} + chance(201) - 100;
            $o = 500 if $o < 500;
            my $c = $o + chance(301) - 150;
            $c = 500 if $c < 500;
            my ($low, $high) = sort { $a <=> $b } $o, $c;
            $out .= sprintf '{"type":"bar","time":"%s","symbol":"%s","interval":"1h","open":%s,"high":%s,'
                . '"low":%s,"close":%s,"volume":%d%s}' . "\n", when_($h), $s, cents($o),
                cents($high + chance(90)), cents($low - chance(90)), cents($c),
                chance(19) ? 5 + chance(60) : 0, chance(31) ? '' : ',"synthetic":true';
            $last{$s} = $c;
            $out .= orders($h, $s, $c, \$id, \%open) if chance(3) == 0;
        }
    }
    return $out;
}

sub orders {
    my ($h, $s, $c, $id, $open) = @_;
    my $side = chance(2) ? 'buy' : 'sell';
    my $type = (qw(market limit stop stop_limit))[chance(4)];
    my $name = 'o' . $$id++;
    my $text = sprintf '{"type":"order","time":"%s","id":"%s","symbol":"%s","side":"%s","qty":%d.%d,'
        . '"order_type":"%s"', when_($h + 1), $name, $s, $side, 1 + chance(12), chance(10), $type;
    $text .= ',"limit":' . cents($c + chance(401) - 200) if $type =~ /limit/;
    $text .= ',"stop":' . cents($c + chance(401) - 200) if $type =~ /stop/;
    $text .= ',"tif":"' . (qw(gtc day ioc))[chance(3)] . '"' if chance(2);
    $text .= ',"reduce_only":true' if chance(5) == 0;
    $text .= ",\"replaces\":\"$open->{$s}\"" if $open->{$s} && chance(4) == 0;
    $open->{$s} = $name;
    $text .= "}\n";
    my $other = $side eq 'buy' ? 'sell' : 'buy';
    my $sign = $side eq 'buy' ? 1 : -1;
    for my $kind (chance(2) ? qw(stop limit) : ()) {
        my $at = $c + $sign * ($kind eq 'stop' ? -1 : 1) * (20 + chance(300));
        $text .= sprintf '{"type":"order","time":"%s","id":"%s","symbol":"%s","side":"%s","qty":13,'
            . '"order_type":"%s","%s":%s,"reduce_only":true,"parent":"%s"}' . "\n", when_($h + 1),
            "$name$kind", $s, $other, $kind, $kind, cents($at < 1 ? 1 : $at), $name;
    }
    $text .= sprintf '{"type":"order","time":"%s","id":"c%s","symbol":"%s","side":"%s",'
        . '"qty":1,"order_type":"cancel","replaces":"%s"}' . "\n", when_($h + 1), $name, $s, $side, $name if chance(15) == 0;
    return $text;
}

sub big { Math::BigFloat->new($_[0]) }
sub get { return $_[0] =~ /"$_[1]":"?([^",}]*)/ ? $1 : undef }

sub check {
    my ($what, $input, @options) = @_;
    my ($out, $status, $err) = run($input, bin('tq-paper'), '--cash', '20000', @options);
    is($status, 0, "$what: status") or diag $err;
    my ($cash, $fees, $pnl) = (big(20000), big(0), big(0));
    my (%qty, %mark, %order, %filled, %by_parent, %bar, %taken, %wrong, %seen, $fills, $trips);
    for my $line (lines($out)) {
        my ($type) = $line =~ /^\{"type":"(\w+)"/;
        if ($type eq 'order') {
            $order{get($line, 'id')} = $line;
        } elsif ($type eq 'bar') {
            my $s = get($line, 'symbol');
            ($mark{$s}, $bar{$s}, $taken{$s}) = (get($line, 'close'), $line, big(0));
        } elsif ($type eq 'fill') {
            my ($id, $s, $q, $p) = map { get($line, $_) } qw(order symbol qty price);
            my $sign = get($line, 'side') eq 'buy' ? 1 : -1;
            $fills++;
            $wrong{"twice: $line"} = 1 if $seen{get($line, 'id')}++;
            $cash -= big($q) * $sign * $p;
            $cash -= get($line, 'fee');
            $fees += get($line, 'fee');
            $qty{$s} = ($qty{$s} // big(0)) + $sign * big($q);
            $taken{$s} += $q;
            next unless $order{$id};        # closed by the account itself
            $filled{$id} = ($filled{$id} // big(0)) + $q;
            my $o = $order{$id};
            my ($limit, $parent) = (get($o, 'limit'), get($o, 'parent'));
            $wrong{"F1.26 worse than its limit: $line"} = 1 if defined $limit && $sign * ($p - $limit) > 0;
            $wrong{"more than ordered: $line"} = 1 if $filled{$id} > get($o, 'qty');
            $wrong{"5.7h more than the bar's volume: $line"} = 1
                if $taken{$s} > get($bar{$s}, 'volume') && "@options" !~ /backtesting|on-close/;
            $wrong{"5.7a on a synthetic bar: $line"} = 1
                if $bar{$s} =~ /synthetic/ && "@options" !~ /backtesting|synthetic|on-close/;
            $by_parent{$parent} = ($by_parent{$parent} // big(0)) + $q if defined $parent;
            $wrong{"before its order: $line"} = 1 if get($line, 'time') lt get($o, 'time');
        } elsif ($type eq 'roundtrip') {
            $trips++;
            $pnl += get($line, 'pnl');
        } elsif ($type eq 'equity') {
            my $equity = $cash->copy;
            $equity += $qty{$_} * $mark{$_} for keys %qty;
            $wrong{"L5: $line"} = 1
                if $equity != get($line, 'equity') || $cash != get($line, 'cash') || $fees != get($line, 'fees');
        } elsif ($type eq 'position') {
            my $s = get($line, 'symbol');
            $wrong{"position: $line"} = 1 if $qty{$s} != get($line, 'qty');
        }
    }
    for my $parent (keys %by_parent) {
        $wrong{"K1 children of $parent filled more than it"} = 1
            if $by_parent{$parent} > ($filled{$parent} // 0);
    }
    cmp_ok($fills, '>', 100, "$what: $fills fills");
    is(join("\n", sort keys %wrong), '', "L5 F1.26 K1 P3 P6 $what: each fill and each sum");
    my $flat = !grep { $_ != 0 } values %qty;
    cmp_ok(abs($pnl - ($cash - 20000)), '<', 1e-9, "$what: round trips sum up to the change of cash") if $flat;
    return $out;
}

my $input = stream(600);
my $out = check('pessimistic', $input, qw(--commission 0.1% --maker 0.02% --slippage 0.05% --spread 0.1%
    --tick 0.01 --lot 0.1));
check('pessimistic, touch, all bars, closed', $input, qw(--limit-touch --synthetic-fills --close-at-end --leverage 3
    --lot 0.1 --commission-fixed 0.35 --fee-decimals 2));
check('on close', $input, qw(--trade-on-close --commission 0.1% --leverage 2 --close-at-end));
check('backtesting-py', $input, qw(--fill-model backtesting-py --leverage 4 --lot 0.1 --commission 0.05%
    --commission-fixed 0.1));

# L2 at cuts between and behind all kinds of records; P3: the orders fed again change nothing.
my @options = qw(--cash 20000 --commission 0.1% --slippage 0.05% --lot 0.1 --leverage 2);
for my $model ('pessimistic-v1', 'backtesting-py') {
    my @all = (bin('tq-paper'), @options, '--fill-model', $model);
    my @lines = lines(stream(90));
    my ($whole) = run(join('', @lines), @all);
    my (@wrong, @again);
    for (my $k = 1; $k < @lines; $k += 3) {
        my $state = scratch("state-$k");
        my ($a) = run(join('', @lines[0 .. $k - 1]), @all, '--state', $state);
        my ($b) = run(join('', @lines[$k .. $#lines]), @all, '--state', $state);
        push @wrong, $k if $a . $b ne $whole;
        unlink $state;
    }
    is("@wrong", '', "L2 $model: cut at each third of " . @lines . ' records');
    my $twice = join '', map { /"type":"order"/ ? $_ x 2 : $_ } @lines;
    my ($doubled) = run($twice, @all);
    my $made = sub { join '', grep { !/^\{"type":"(?:order|bar|reject)"/ } lines($_[0]) };
    is($made->($doubled), $made->($whole), "P3 F4.14 $model: each order twice is each order once");
}

done_testing();

# SPDX-License-Identifier: ISC
# C2.30: share/strategies/confluence over ten days of Binance's minutes (May 2021) with
# Binance's own funding rates, and with books, trades and long/short ratios beside them for
# the last two days. Those three are made up of the minutes, since there is no day of all of
# them together: books lean the way of the minute before, trades are on the side of the
# minute that they are in. So what is seen here is that whole days run, when the gates open,
# and that orders and fills follow; not that it earns anything.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use POSIX qw(strftime);
use lib 'tests/laws';
use Laws qw(run bin lines scratch);

my $data = ($ENV{TQ_SHARED} // '../shared') . '/data';
my ($bars) = glob "$data/crypto-1m/tooyipjee-freqtrade__BTC_USDT-1m.json";
my ($rates) = glob "$data/funding/supervik-funding__BTC-USDT_binance_*.csv";
plan skip_all => "no $data" unless $bars && $rates;

my $begin = 1620000000;          # 2021-05-03, a midnight
my $shown = $begin + 8 * 86400;  # from here on there are books and trades
my $end = $begin + 10 * 86400;
my $who = '"symbol":"BTC/USDT"';

sub stamp { strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $_[0]) }

sub minutes {
    open my $f, '<', $bars or die "$bars: $!";
    local $/;
    return grep { $_->[0] >= $begin && $_->[0] < $end } map { $_->[0] /= 1000; $_ } @{decode_json(<$f>)};
}

# Stamps of that file are three hours ahead of UTC (data/INDEX.md).
sub funding {
    my %rate;
    open my $f, '<', $rates or die "$rates: $!";
    while (<$f>) {
        my ($year, $month, $day, $hour, $rate) = /,(\d+)-(\d+)-(\d+) (\d+):\d+:[\d.]+,([\d.-]+)/ or next;
        next unless "$year$month" eq '202105';
        $rate{1619827200 + ($day - 1) * 86400 + ($hour - 3) * 3600} = $rate;
    }
    return %rate;
}

sub side_of {
    my ($mid, $sign, $qty) = @_;
    return join ',', map { sprintf '[%.2f,%d]', $mid + $sign * ($_ - 0.5), $qty + $_ % 3 } 1 .. 10;
}

sub book {
    my ($time, $mid, $rose) = @_;
    my ($bid, $ask) = $rose > 0 ? (9, 3) : (3, 9);
    return sprintf qq({"type":"book","time":"%s",$who,"bids":[%s],"asks":[%s]}\n), stamp($time),
        side_of($mid, -1, $bid), side_of($mid, 1, $ask);
}

sub trades {
    my ($m) = @_;
    my ($time, $open, $close) = @$m[0, 1, 4];
    return join '', map {
        sprintf qq({"type":"tick","time":"%s",$who,"price":%.2f,"qty":%d,"side":"%s"}\n), stamp($time + 12 * $_),
            $open + ($close - $open) * $_ / 5, $_ == 3 ? 1 : 2, ($close > $open) == ($_ != 3) ? 'buy' : 'sell'
    } 1 .. 4;
}

# Everything in the order of events; a bar stands at its close.
sub stream {
    my ($beside) = @_;
    my %rate = funding();
    my ($out, $before, $n) = ('', 0, 0);
    for my $m (minutes()) {
        my ($time, @price) = @$m;
        $out .= sprintf qq({"type":"funding","time":"%s",$who,"rate":%s}\n), stamp($time), $rate{$time} if $rate{$time};
        $out .= sprintf qq({"type":"long_short","time":"%s",$who,"ratio":%.2f}\n), stamp($time), 1.2 + $n++ % 7 / 100
            if $time % 3600 == 0 && $time >= $shown - 2 * 86400;
        $out .= book($time, $price[0], $before) if $beside && $time >= $shown;
        $out .= trades($m) if $beside && $time >= $shown;
        $out .= sprintf qq({"type":"bar","time":"%s",$who,"interval":"1m","open":%s,"high":%s,"low":%s,"close":%s,"volume":%s}\n),
            stamp($time), @price[0 .. 4];
        $before = $price[3] - $price[0];
    }
    return $out;
}

my @signal = (bin('tq-signal'), '-s', 'share/strategies/confluence.tq');

sub signals { grep { /^\{"type":"signal"/ } lines($_[0]) }

my $input = stream(1);
my ($out, $status, $err) = run($input, @signal);
is("$status $err", '0 ', 'C2.30 ten days of minutes run');
my @said = signals($out);
cmp_ok(scalar @said, '>', 10, 'C2.30 it speaks: ' . @said . ' signals');
my @early = grep { /"time":"([^"]+)"/ && $1 le stamp($shown) } @said;
is(scalar @early, 0, 'C2.30 and not before there are books and trades');
is(scalar(grep { !/"reliability":1\b/ } @said), 0, 'C2.30 with all views there');
my $per = join ' ', map { my $side = $_; scalar grep { /"side":"$side"/ } @said } qw(long short);
like($per, qr/^[1-9]\d* [1-9]\d*$/, "C2.30 both ways: $per");

my ($blind, $blind_status) = run(stream(0), @signal);
is($blind_status . signals($blind), '00', 'C2.30 without books and trades it says nothing');

# L2: the second day apart from the days before it.
my $at = index $input, sprintf '{"type":"book","time":"%s"', stamp($shown + 86400);
my $state = scratch('confluence.state');
my $parts = join '', map { (run($_, @signal, '--state', $state))[0] } substr($input, 0, $at), substr($input, $at);
ok($parts eq $out, 'L2 cut between the last two days it says the same');

my ($orders, $risk) = run($out, bin('tq-risk'), '--size', '50%');
my ($fills, $paper) = run($orders, bin('tq-paper'));
is("$risk $paper", '0 0', 'its signals become orders and fills');
cmp_ok(scalar(grep { /^\{"type":"fill"/ } lines($fills)), '>', 5, 'fills');
cmp_ok(scalar(grep { /^\{"type":"funding_payment"/ } lines($fills)), '>', 0, 'and funding is paid on what is held');
done_testing();

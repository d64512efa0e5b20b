# SPDX-License-Identifier: ISC
# F2.18: tq-resample against the shared data. Trades of a recorded Binance
# stream make the very bars that the venue sent beside them; real minutes to
# 5m, 1h, 1d, 1w and 1M are what a recount says, and trades of other venues
# conserve. TQ_SLOW=1 recounts the longest file whole.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use Time::Local qw(timegm);
use File::Temp qw(tempdir);

my $shared = $ENV{TQ_SHARED} // '../shared';
my $bin = $ENV{TQ_BIN} // 'build/bin';
plan skip_all => "no shared data at $shared" unless -d "$shared/data";
my $dir = tempdir(CLEANUP => 1);

sub stamp {
	my ($ms) = @_;
	my ($s, $m, $h, $d, $mon, $y) = gmtime(int($ms / 1000));
	return sprintf('%04d-%02d-%02dT%02d:%02d:%02d', $y + 1900, $mon + 1, $d, $h, $m, $s)
		. ($ms % 1000 ? sprintf '.%03d', $ms % 1000 : '') . 'Z';
}
sub field { $_[0] =~ /"$_[1]":"?([^,"}]*)/ ? $1 : undef }
sub spew { open my $f, '>', "$dir/$_[0]" or die; print $f @_[1 .. $#_]; close $f or die; "$dir/$_[0]" }

# One spelling for a plain decimal.
sub plain { my ($x) = @_; $x =~ s/0+$// if $x =~ /\./; $x =~ s/\.$//; $x }

# 1. What Binance sent: trades, and with them the minute so far.
{
	my (%trades, %klines);
	open my $f, '<', "$shared/data/ws-capture/cryptofeed__BINANCE_FUTURES.ws.1.0" or die;
	while (<$f>) {
		my ($json) = /(\{.*\})/ or next;
		my $event = decode_json($json);
		my $data = $event->{data} // $event;
		push @{$trades{$data->{s}}}, $data if ($data->{e} // '') eq 'aggTrade';
		push @{$klines{$data->{s}}}, $data->{k} if ($data->{e} // '') eq 'kline';
	}
	my ($compared, @wrong) = (0);
	for my $symbol (sort keys %klines) {
		for my $k (@{$klines{$symbol}}) {
			my @of = grep { $_->{T} >= $k->{t} && $_->{l} <= $k->{L} } @{$trades{$symbol} // []};
			# The capture has to hold the minute from its first trade to the bar's last.
			next unless @of && $of[0]{f} == $k->{f} && $of[-1]{l} == $k->{L};
			next if grep { $of[$_]{f} != $of[$_ - 1]{l} + 1 } 1 .. $#of;
			my $ticks = spew('ticks', map {
				sprintf qq({"type":"tick","time":"%s","symbol":"%s","price":%s,"qty":%s,"side":"%s","id":%d}\n),
					stamp($_->{T}), $symbol, @$_{qw(p q)}, $_->{m} ? 'sell' : 'buy', $_->{a}
			} @of);
			my $bar = `$bin/tq-resample --to 1m --partial emit $ticks`;
			my $got = join ' ', map { plain(field($bar, $_) // '') }
				qw(open high low close volume quote_volume taker_buy_volume);
			my $want = join ' ', map { plain($_) } @$k{qw(o h l c v q V)};
			$compared++;
			push @wrong, "$symbol: got $got, want $want" if $got ne $want || field($bar, 'time') ne stamp($k->{t});
		}
	}
	cmp_ok($compared, '>', 5, "the capture has $compared bars with all of their trades");
	is(join("\n", @wrong), '', 'F2.18 trades make the bars that the venue sent');
}

# 2. Minutes to longer bars, recounted in whole numbers of 10^-12.
sub units {
	my ($whole, $rest) = $_[0] =~ /^(\d+)(?:\.(\d{1,12}))?$/ or die "not plain: $_[0]";
	return [$whole, substr(($rest // '') . '0' x 12, 0, 12)];
}
sub text {
	my ($whole, $rest) = @_;
	return plain(sprintf '%d.%012d', $whole + int($rest / 1e12), $rest % 1_000_000_000_000);
}
sub bucket {
	my ($s, $to) = @_;
	my ($d, $mon, $y, $wday) = (gmtime $s)[3 .. 6];
	return timegm(0, 0, 0, 1, $mon, $y) if $to eq '1M';
	my $day = $s - $s % 86400;
	return $day - 86400 * (($wday + 6) % 7) if $to eq '1w';
	my %length = ('5m' => 300, '1h' => 3600, '1d' => 86400);
	return $s - $s % $length{$to};
}
sub length_of {
	my ($start, $to) = @_;
	return {'5m' => 5, '1h' => 60, '1d' => 1440, '1w' => 10080}->{$to} if $to ne '1M';
	my ($mon, $y) = (gmtime $start)[4, 5];
	return (timegm(0, 0, 0, 1, ($mon + 1) % 12, $y + ($mon == 11)) - $start) / 60;
}
sub recount {
	my ($to, @bars) = @_;
	my (@out, $b);
	for (@bars) {
		my ($s, $o, $h, $l, $c, $v) = @$_;
		my $start = bucket($s, $to);
		push @out, $b = {start => $start, o => $o, h => $h, l => $l, v => [0, 0], n => 0}
			if !$b || $b->{start} != $start;
		$b->{h} = $h if $h > $b->{h};
		$b->{l} = $l if $l < $b->{l};
		$b->{c} = $c;
		$b->{n}++;
		my $units = units($v);
		$b->{v}[$_] += $units->[$_] for 0, 1;
	}
	return map {
		my $missing = length_of($_->{start}, $to) - $_->{n};
		join ' ', stamp($_->{start} * 1000), (map { plain($_) } @$_{qw(o h l c)}), text(@{$_->{v}}), $missing
	} @out;
}

my @sources = (
	['UNITTEST_BTC', 'freqtrade__UNITTEST_BTC-1m.json', 'time,open,high,low,close,volume', 0],
	['BTC_USDT', 'tooyipjee-freqtrade__BTC_USDT-1m.json', 'time,open,high,low,close,volume', 0],
	['Bitfinex', 'zombie3000-bitfinex__BTCUSD-1m-2016-merged.csv.gz', 'time,open,close,high,low,volume',
		$ENV{TQ_SLOW} ? 0 : 20000],
);
for my $source (@sources) {
	my ($name, $file, $columns, $most) = @$source;
	my $minutes = "$dir/minutes";
	system("$bin/tq-fetch file $shared/data/crypto-1m/$file -s X -i 1m --time-unit ms --columns $columns"
		. ($most ? " | head -n $most" : '') . " > $minutes") == 0 or die;
	open my $f, '<', $minutes or die;
	my @bars = map {
		my ($y, $mon, $d, $h, $m) = /"time":"(\d+)-(\d+)-(\d+)T(\d+):(\d+)/ or die;
		my $line = $_;
		[timegm(0, $m, $h, $d, $mon - 1, $y), map { field($line, $_) } qw(open high low close volume)]
	} <$f>;
	for my $to (qw(5m 1h 1d 1w 1M)) {
		my @got = map {
			my $line = $_;
			join ' ', field($line, 'time'), (map { plain(field($line, $_)) } qw(open high low close volume)),
				field($line, 'missing') // 0
		} `$bin/tq-resample --to $to --partial emit $minutes`;
		my @want = recount($to, @bars);
		is(join("\n", @got), join("\n", @want), "F2.18 $name to $to: " . @want . ' bars as recounted');
		my $whole = grep { / 0$/ } @want;
		is(scalar(() = `$bin/tq-resample -q --to $to $minutes 2>$dir/err`), $whole,
			"$name to $to: --partial drop leaves the $whole whole ones");
	}
}

# 3. Trades of other venues, by every rule: nothing is lost.
my @trades = (
	['FXSUSDT', 'bbgo__FXSUSDT-2023-11-17.csv', '--time-unit ms --columns id,side,qty,price,time'],
	['XRP_ETH', 'freqtrade__XRP_ETH-trades.json.gz', '--time-unit ms --columns time,id,-,side,price,qty,-'],
	['mtgox', 'pyalgotrade__trades-mgtox-usd-2013-01-01.csv', '--time-unit us --columns time=id,id=id'],
);
for my $source (@trades) {
	my ($name, $file, $options) = @$source;
	my $ticks = "$dir/trades";
	system("$bin/tq-fetch file $shared/data/trades/$file --kind tick -s X $options > $ticks") == 0 or die;
	my $total = sub {
		my @sum = (0, 0);
		for (@_) { my $u = units($_); $sum[$_] += $u->[$_] for 0, 1 }
		return text(@sum);
	};
	open my $f, '<', $ticks or die;
	my $want = $total->(map { field($_, 'qty') } <$f>);
	for my $rule ('--to 1m', '--to 1h', '--ticks 50', '--volume 1000', '--volume 100.5 --split',
		'--notional 10', '--imbalance tick --expected-ticks 30', '--imbalance volume --sign side') {
		my @bars = `$bin/tq-resample $rule --partial emit $ticks`;
		is($total->(map { field($_, 'volume') } @bars), $want, "F2.18 $name $rule: " . @bars . ' bars hold it all');
	}
}
done_testing();

# SPDX-License-Identifier: ISC
# C0.20 X.7: a row of binance's archive and the same row by REST are the same
# record, byte for byte, so that a store does not tell whence it was filled.
# The rows are invented.
use strict;
use warnings;
use Test::More;
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use lib dirname(__FILE__);
use Provider;

plan skip_all => 'no provider_run (make unit)' unless Provider::there();
my $bin = $ENV{TQ_BIN} // 'build/bin';
my $dir = tempdir(CLEANUP => 1);
my $driver = Provider->new;
$driver->load('binance');

# What tq-fetch makes of a line of CSV with the archive's columns.
sub from_archive {
	my ($csv, $ask, $archive) = @_;
	open my $f, '>', "$dir/rows.csv" or die;
	print $f "$csv\n";
	close $f;
	my ($kind) = $ask->{kind} =~ /(bar|tick|funding)$/;
	my @words = ("$bin/tq-fetch", 'file', "$dir/rows.csv", '--header', 'no', '--kind', $kind, '--columns',
		$archive->{columns}, '--time-unit', 'ms', '--symbol', $ask->{symbol}, '--venue', $ask->{venue},
		$ask->{interval} ? ('--interval', $ask->{interval}) : ());
	open my $out, '-|', @words or die;
	chomp(my $line = <$out> // '');
	# Bars that nobody traded in are marked by tq-fetch, whence they may come.
	$line =~ s/\}$/,"synthetic":true}/ if $ask->{kind} =~ /_bar$/;
	return $line;
}

sub same {
	my ($name, $csv, $body, %ask) = @_;
	my $answer = $driver->ask(%ask, from => '2024-01-01', to => '2024-01-02');
	my $archive = $driver->archive('month', '2024-01-01');
	my $page = $driver->parse_text($body);
	ok(@{$page->{rows}} == 1, "$name: by REST") or diag($answer->{fail} // $page->{fail} // '');
	is(from_archive($csv, {%ask, venue => $answer->{venue}}, $archive), $page->{lines}[0],
		"$name: the archive's row is the same record");
	return $archive;
}

sub kline {
	return '[[' . join(',', map { /\./ ? "\"$_\"" : $_ } split /,/, $_[0]) . ']]';
}

my $row = '1704067200000,42.10000000,43.50000000,41.00000000,43.00000000,10.50000000,1704070799999,'
	. '446.25000000,617,6.25000000,265.60000000,0';
for my $market (qw(spot um)) {
	same("bar $market", $row, kline($row), kind => 'bar', market => $market, symbol => 'AB/USDT', interval => '1h');
}
same('bar cm', $row, kline($row), kind => 'bar', market => 'cm', symbol => 'AB/USD', interval => '1h');
for my $kind (qw(mark_bar index_bar premium_bar)) {
	same($kind, $row, kline($row), kind => $kind, market => 'um', symbol => 'AB/USDT', interval => '1h');
}
same('tick spot', '7,42.10000000,0.50000000,7,7,1704067200123,True,True',
	'[{"a":7,"p":"42.10000000","q":"0.50000000","f":7,"l":7,"T":1704067200123,"m":true,"M":true}]',
	kind => 'tick', symbol => 'AB/USDT');
same('tick um', '7,42.10,0.5,7,7,1704067200123,false',
	'[{"a":7,"p":"42.10","q":"0.5","f":7,"l":7,"T":1704067200123,"m":false}]',
	kind => 'tick', market => 'um', symbol => 'AB/USDT');
same('raw tick spot', '7,42.10,0.5,21.05,1704067200123,False,True',
	'[{"id":7,"price":"42.10","qty":"0.5","quoteQty":"21.05","time":1704067200123,"isBuyerMaker":false}]',
	kind => 'raw_tick', symbol => 'AB/USDT');
same('funding', '1704067200000,8,0.00010000',
	'[{"symbol":"ABUSDT","fundingRate":"0.00010000","fundingTime":1704067200000,"markPrice":""}]',
	kind => 'funding', market => 'um', symbol => 'AB/USDT');

# Where the files are (binance-public-data).
sub file {
	my ($period, %ask) = @_;
	$driver->ask(%ask, from => '2024-01-01', to => '2024-01-02');
	my $file = $driver->archive($period, '2024-01-31');
	return exists $file->{none} ? 'none' : $file->{url} =~ s{^https://data\.binance\.vision/data/}{}r;
}
my %spot = (kind => 'bar', symbol => 'BTC/USDT');
is(file('month', %spot, interval => '1m'), 'spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-01.zip', 'monthly klines');
is(file('day', %spot, interval => '1s'), 'spot/daily/klines/BTCUSDT/1s/BTCUSDT-1s-2024-01-31.zip', 'daily klines');
is(file('month', %spot, interval => '1M'), 'spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-01.zip', 'a month is 1mo');
is(file('day', %spot, interval => $_), 'none', "no daily files of $_") for qw(3d 1w 1M);
is(file('month', kind => 'tick', symbol => 'BTC/USDT'), 'spot/monthly/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2024-01.zip',
	'trades that are put together');
is(file('day', kind => 'raw_tick', market => 'um', symbol => 'BTC/USDT'),
	'futures/um/daily/trades/BTCUSDT/BTCUSDT-trades-2024-01-31.zip', 'single trades');
is(file('month', kind => 'bar', market => 'cm', symbol => 'BTC/USD', interval => '1h'),
	'futures/cm/monthly/klines/BTCUSD_PERP/1h/BTCUSD_PERP-1h-2024-01.zip', 'COIN-M');
is(file('month', kind => 'index_bar', market => 'cm', symbol => 'BTC/USD', interval => '1h'),
	'futures/cm/monthly/indexPriceKlines/BTCUSD/1h/BTCUSD-1h-2024-01.zip', 'an index belongs to the pair');
is(file('day', kind => 'funding', market => 'um', symbol => 'BTC/USDT'), 'none', 'funding is monthly only');
done_testing();

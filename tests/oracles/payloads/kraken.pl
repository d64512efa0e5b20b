# SPDX-License-Identifier: ISC
# Cases of tests/oracles/payloads.t.
use strict;
use warnings;
use Test::More;

# Kraken fills minutes without a trade; they are told by their volume and trades.
sub quiet {
	my ($name, $rows) = @_;
	my @quiet = grep { $_->{trades} == 0 } @$rows;
	is(scalar @quiet, 216, "$name: flat-filled minutes");
	is(scalar(grep { $_->{volume} != 0 || $_->{high} != $_->{low} } @quiet), 0, "$name: they are flat");
}

[
	{provider => 'kraken', payload => 'kraken/ohlc_XBTUSDT_1m.json', ask => {kind => 'bar',
		symbol => 'BTC/USDT', interval => '1m', from => '2025-11-10T12:17:00Z',
		to => '2025-11-11T00:17:00Z'}, expect => 1, check => \&quiet, count => 721,
		closed => 'closed ' x 720 . 'open', last => {time => '2025-11-11T00:17:00Z'},
		next => undef},
	{provider => 'kraken', payload => 'kraken/asset_pairs.json',
		ask => {kind => 'instrument'}, count => 1, first => {lot_size => '0.00000001',
		maker_fee => '0.0025', min_notional => '0.5', min_qty => '0.00005',
		native => 'XBTUSDT', symbol => 'BTC/USDT', taker_fee => '0.004',
		tick_size => '0.1'}},
	{provider => 'kraken', payload => 'kraken/ticker_XBTUSDT.json', ask => {kind => 'quote',
		symbol => 'BTC/USDT'}, count => 1, first => {ask => '105944.30000',
		ask_qty => '1.000', bid => '105944.20000', bid_qty => '1.000'}},
	{provider => 'kraken', payload => 'kraken/ticker_XBTUSDT.json', ask => {kind => 'price',
		symbol => 'BTC/USDT'}, count => 1, first => {price => '105899.40000'}},
	{provider => 'kraken', payload => 'kraken/time.json', ask => {kind => 'time'},
		count => 0, now => '2025-11-11T00:17:04Z'},
	{provider => 'kraken', payload => 'kraken/error_rate_limit.json',
		ask => {kind => 'price', symbol => 'BTC/USDT'}, class => 'rate',
		text => qr/^EAPI: EAPI:Rate limit exceeded$/},
	{provider => 'kraken', payload => 'kraken/error_unknown_pair.json',
		ask => {kind => 'price', symbol => 'NO/PE'}, class => 'refused'},
	{provider => 'kraken', payload => 'kraken_futures/historical_funding_rates.json',
		ask => {kind => 'funding', market => 'futures', symbol => 'BTC/USD',
		from => '2025-07-01', to => '2025-08-01'}, count => 3,
		first => {rate => '0.0001', time => '2025-07-11T08:00:00Z',
		venue => 'kraken-futures'}, last => {rate => '0.00015'}, next => undef},
	{provider => 'kraken',
		body => '{"error":[],"result":{"XXBTZUSD":[["30243.40000","0.34507674",'
			. '1704067200.8277369,"b","m","",61044952],["30243.3","0.1",1704067201.1,'
			. '"s","l",""]],"last":"1704067201100000001"}}',
		name => 'nanoseconds as digits, an old row without an id',
		ask => {kind => 'tick', symbol => 'BTC/USD', from => '2024-01-01',
		to => '2024-01-02'}, count => 2, first => {id => '61044952', side => 'buy',
		time => '2024-01-01T00:00:00.827736900Z'}, last => {id => undef, side => 'sell'},
		next => '{"since":"1704067201100000001"}'},
	{provider => 'kraken', body => '{"error":[],"result":{"XXBTZUSD":[],"last":"17"}}',
		ask => {kind => 'tick', symbol => 'BTC/USD', from => '2024-01-01',
		to => '2024-01-02'}, count => 0, next => undef},
	{provider => 'kraken', body => '{"error":["EGeneral:Too many requests"]}',
		ask => {kind => 'price', symbol => 'BTC/USD'}, class => 'rate'},
	{provider => 'kraken', body => '{"error":["EGeneral:Temporary lockout"]}',
		ask => {kind => 'price', symbol => 'BTC/USD'}, class => 'ban'},
	{provider => 'kraken', body => '{"error":["EService:Unavailable"]}',
		ask => {kind => 'price', symbol => 'BTC/USD'}, class => 'transient'},
	{provider => 'kraken', body => '{"error":["EService:Busy"]}', ask => {kind => 'price',
		symbol => 'BTC/USD'}, class => 'transient'},
	{provider => 'kraken', body => '{"error":["EGeneral:Internal error"]}',
		ask => {kind => 'price', symbol => 'BTC/USD'}, class => 'transient'},
	{provider => 'kraken', body => '{"error":["EAPI:Invalid key"]}', ask => {kind => 'price',
		symbol => 'BTC/USD'}, class => 'auth'},
	{provider => 'kraken', body => '{"error":["EGeneral:Invalid arguments"]}',
		ask => {kind => 'price', symbol => 'BTC/USD'}, class => 'refused'},
	{provider => 'kraken',
		body => '{"error":["WDatabase:slow"],"result":{"XXBTZUSD":{"c":["1.5","1"]}}}',
		name => 'a warning is no failure', ask => {kind => 'price', symbol => 'BTC/USD'},
		count => 1, first => {price => '1.5'}},
]

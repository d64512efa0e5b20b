# SPDX-License-Identifier: ISC
# Cases of tests/oracles/payloads.t.
use strict;
use warnings;
use Test::More;

# Bids, and the asks that stand first, as numbers.
sub best_of {
	my ($name, $rows, $want) = @_;
	my @asks = @{$rows->[0]{asks}}[0 .. $#{$want->{yes_asks_best}}];
	for ([$rows->[0]{bids}, $want->{yes_bids}], [\@asks, $want->{yes_asks_best}]) {
		my @got = map { [map { $_ + 0 } @$_] } @{$_->[0]};
		is_deeply(\@got, [map { [map { $_ + 0 } @$_] } @{$_->[1]}], "$name: levels, best first");
	}
}

sub untraded {
	my ($name, $rows) = @_;
	is(scalar(grep { $_->{synthetic} } @$rows), 20, "$name: flat bars where nothing was traded");
}

[
	{provider => 'kalshi', payload => 'kalshi/series_candlesticks.json',
		name => 'candles are named by their end', ask => {kind => 'bar',
		symbol => 'KXELONMARS-99', interval => '1d', from => '2025-10-14',
		to => '2025-12-01'}, check => \&untraded, count => 45, first => {ask => '0.1100',
		bid => '0.0800', close => '0.1100', open => '0.1100', synthetic => 'true',
		time => '2025-10-14T04:00:00Z', volume => '0'}},
	{provider => 'kalshi', payload => 'kalshi/orderbook_fp_2026.json',
		ask => {kind => 'book', symbol => 'KXELONMARS-99'}, expect => \&best_of, count => 1},
	{provider => 'kalshi', payload => 'kalshi/orderbook.json', name => 'null sides',
		ask => {kind => 'book', symbol => 'KXELONMARS-99'}, count => 1,
		first => {asks => '[]', bids => '[]'}},
	{provider => 'kalshi', body => '{"orderbook":{"yes":[[8,100]],"no":[[88,5],[1,1]]}}',
		name => 'books in cents', ask => {kind => 'book', symbol => 'KX-1'}, count => 1,
		first => {asks => '[[0.12,5],[0.99,1]]', bids => '[[0.08,100]]'}},
	{provider => 'kalshi', payload => 'kalshi/market_single_2026fp.json',
		ask => {kind => 'quote', symbol => 'KXELONMARS-99'}, count => 1,
		first => {ask => '0.1200', ask_qty => '1967.33', bid => '0.0800',
		bid_qty => '444.32'}},
	{provider => 'kalshi', payload => 'kalshi/market_single_2026fp.json',
		ask => {kind => 'price', symbol => 'KXELONMARS-99'}, count => 1,
		first => {price => '0.1000'}},
	{provider => 'kalshi', payload => 'kalshi/market_single_2026fp.json',
		ask => {kind => 'open_interest', symbol => 'KXELONMARS-99'}, count => 1,
		first => {qty => '32746.17'}},
	{provider => 'kalshi', payload => 'kalshi/market_single_2026fp.json',
		ask => {kind => 'instrument', symbol => 'KXELONMARS-99'}, count => 1,
		first => {expiry => '2099-08-01T04:59:00Z', lot_size => '0.01',
		tick_size => '0.0100'}},
	{provider => 'kalshi', payload => 'kalshi/markets_list.json',
		ask => {kind => 'instrument'}, count => 5, first => {lot_size => '1',
		symbol => 'KXMVENFLSINGLEGAME-S202513E70FA7695-688BECB3826',
		tick_size => '0.0010'}, next => '{"page":"CgwIyeGVywYQ0Lvs2QMSL0tYTVZFTkZMU0lO'
		. 'R0xFR0FNRS1TMjAyNUJGQzk3RUYzNzQ2LTM3NUM1MjdEM0Iy"}'},
	{provider => 'kalshi', payload => 'kalshi/trades_list.json', ask => {kind => 'tick',
		symbol => 'KXELONMARS-99', from => '2026-01-01', to => '2026-02-01'}, count => 5,
		first => {id => '961535f3-d80f-5462-e91d-88d4fe6db285', price => '0.0600',
		qty => '1', side => 'sell', time => '2026-01-12T15:00:20.897212Z'},
		next => '{"page":"EhIKEGiNwc3pm3X2QYbRDgixEEEaDAjN9pPLBhDIivDDAQ"}'},
	{provider => 'kalshi',
		body => '{"cursor":"","trades":[{"yes_price":6,"count_fp":"0.50","taker_side":'
			. '"yes","trade_id":"t","created_time":"2026-01-12T15:00:00Z"}]}',
		ask => {kind => 'tick', symbol => 'KX-1', from => '2026-01-01',
		to => '2026-02-01'}, count => 1, first => {price => '0.06', qty => '0.50',
		side => 'buy'}, next => undef},
	{provider => 'kalshi', body => '{"error":{"code":"not_found","message":"no market"}}',
		status => 404, ask => {kind => 'bar', symbol => 'KX-1', interval => '1h',
		from => '2024-01-01', to => '2024-01-02'}, class => 'refused',
		text => qr/^not_found: no market.*market historical/},
	{provider => 'kalshi',
		body => '{"code":"too_many_requests","message":"slow","service":"x"}',
		name => 'a flat error', status => 429, ask => {kind => 'price',
		symbol => 'KX-1'}, class => 'rate', text => qr/^too_many_requests: slow$/},
	{provider => 'kalshi',
		body => '{"candlesticks":[{"end_period_ts":1704070800,"price":{"previous":null},'
			. '"volume":0}]}',
		name => 'F2.30: a market that never traded has no bar', ask => {kind => 'bar',
		market => 'historical', symbol => 'KX-1', interval => '1h', from => '2024-01-01',
		to => '2024-01-02'}, count => 0},
	{payload => 'kalshi/exchange_status.json', not => 'no record says whether a market is open'},
	{payload => 'kalshi/series_single.json', not => 'a series, of which no record tells'},
]

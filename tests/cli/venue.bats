#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What tq-fetch makes of a venue's answers, from the sample recording: no network.
load helper

fetch() { give '' tq-fetch "$@" --replay "$ROOT/share/sample/recording"; }

@test "C0.4 C0.24 an instrument has the rules of its contract, digit for digit" {
	fetch binance BTC/USDT --market um --kind instrument
	want 0 "$(printf %s '{"type":"instrument","symbol":"BTC/USDT","venue":"binance-um","tick_size":0.10,' \
		'"lot_size":0.001,"min_qty":0.001,"min_notional":100,"base":"BTC","contract_type":"PERPETUAL",' \
		'"liquidation_fee":0.012500,"maintenance_margin":2.5000,"margin":5.0000,"margin_asset":"USDT",' \
		'"market_lot_size":0.001,"market_max_qty":120,"market_min_qty":0.001,"max_qty":1000,' \
		'"native":"BTCUSDT","percent_down":0.9500,"percent_up":1.0500,"price_precision":2,' \
		'"qty_precision":3,"quote":"USDT","status":"TRADING"}')" ''
	fetch binance DOGE/USDT --market um --kind instrument
	[ "$status" -eq 1 ] || { show_got; return 1; }
	lines 0
	fetch binance --market um --kind instrument
	[ "$status" -eq 0 ] || { show_got; return 1; }
	lines 2
}

@test "C0.5 F0.15 two days of an eight hour schedule are six payments, each once and in order" {
	fetch binance BTC/USDT --market um --kind funding --since 2024-01-01 --until 2024-01-03
	want 0 "$(cat "$GOT/out")" ''
	lines 6
	[ "$(grep -o '"time":"[^"]*' "$GOT/out" | cut -c 9-21 | paste -sd ' ')" = \
		'2024-01-01T00 2024-01-01T08 2024-01-01T16 2024-01-02T00 2024-01-02T08 2024-01-02T16' ]
	give "@$GOT/out" tq-validate -q
	hasnt '"flags"'
}

@test "F0.11 a kind, an interval or a symbol of another market is refused before any request" {
	mkdir none
	for args in 'binance BTC/USDT --kind funding --since 2024-01-01' 'binance BTC/USDT --market um --interval 1s' \
		'binance BTC/USD --interval 1h' 'binance BTC/USDT --market cm --interval 1h' \
		'binance BTC/USDT-240329 --interval 1h' 'bybit BTC/USDT --market inverse --interval 1h' \
		'okx BTC/USDT-SWAP --interval 1h'; do
		# shellcheck disable=SC2086
		fetch $args
		[ "$status" -eq 2 ] || { echo "$args"; show_got; return 1; }
		saysnt 'not in the recording'
	done
}

@test "F2.30 F1.15 a range that was never answered gives no record and no other number" {
	fetch binance BTC/USDT --interval 1h --since 2023-01-01 --until 2023-01-02
	[ "$status" -eq 6 ]
	lines 0
	says 'missing 2023-01-01T00:00:00Z to 2023-01-02T00:00:00Z: not in the recording'
}

@test "C2.22 C3.35 what one source lacks is had from the next one, and each record says from which" {
	fetch binance BTC/USDT --interval 1h --since 2024-01-01 --until 2024-01-02 --store s --no-output
	want 0 '' ''
	fetch binance BTC/USDT --interval 1h --since 2024-01-01 --until 2024-01-03 --store s --source store
	[ "$status" -eq 5 ]
	lines 24
	says 'missing 2024-01-02T00:00:00Z to 2024-01-03T00:00:00Z: not in the store'
	fetch binance BTC/USDT --interval 1h --since 2024-01-01 --until 2024-01-03 --store s --source rest
	[ "$status" -eq 0 ]
	lines 47
	[ "$(grep -c '"source":"rest"' "$GOT/out")" -eq 47 ]
}

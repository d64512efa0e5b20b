#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
load helper

# Bars at 100 on three days, and a signal at the close of the first.
day() { printf '{"type":"bar","time":"2024-01-0%dT00:00:00Z","symbol":"X","interval":"1d","open":%s,"high":%s,"low":%s,"close":%s,"volume":1000000}\n' "$1" "$2" "$2" "$2" "$2"; }
signal() { printf '{"type":"signal","time":"2024-01-0%dT00:00:00Z","id":"%s","symbol":"X","interval":"1d","strategy":"t","side":"%s","price":100%s}\n' "$1" "$2" "$3" "$4"; }
one() { day 1 100; signal 2 s1 "${1:-long}" "$2"; }

# entry WANT OPTION...: the order of a long signal has the quantity, or the reject the reason.
entry() {
	local expect=$1
	shift
	give "$(one long "$SIGNAL")" tq-risk --cash 10000 "$@"
	[ "$status" = 0 ] || show_got
	[ "$status" = 0 ]
	if [ "${expect#[0-9]}" != "$expect" ]; then
		has "\"side\":\"buy\",\"qty\":$expect,"
		hasnt '"type":"reject"'
	else
		has "\"reason\":\"$expect\""
		hasnt '"type":"order"'
	fi
}

@test "says the account first, on empty input too" {
	give '' tq-risk --cash 5000 --commission 0.1% --currency EUR
	lines 1
	has '{"type":"account","id":"paper","currency":"EUR","cash":5000,"fill_model":"pessimistic-v1","commission":0.001,'
	has '"maker":0.001,'
}

@test "C0.25 sizes by equity, quantity, notional and risk" {
	entry 95
	entry 50 --size 50%
	entry 7 --qty 7
	entry 12.34 --notional 1234
	entry 20 --risk 1% --stop-loss 5%
	entry 33.3 --risk 1% --stop-loss 3% --lot 0.1
	SIGNAL=',"stop":98' entry 50 --risk 1%
	SIGNAL=',"size":0.1' entry 10 --qty 7
	give '' tq-risk --qty 1 --size 2%
	[ "$status" = 2 ]
	says 'more than one of --size, --qty, --notional, --risk'
}

@test "F0.13 F0.14 floors to the lot, never raises to a minimum" {
	entry 0.3 --qty 0.3 --lot 0.1
	entry 0.3 --qty 0.39 --lot 0.1
	entry 'qty 0 < 1 (lot)' --risk 0.01% --stop-loss 5% --lot 1
	entry 'qty 2 < 5 (min-qty)' --risk 0.1% --stop-loss 5% --min-qty 5
	entry 'qty 0.02 < 0.05 (min-qty)' --qty 0.02 --min-qty 0.05
	entry '--risk needs a stop-loss: the signal has none that differs' --risk 1%
}

@test "F0.12 refuses notional over equity times leverage with no configuration at all" {
	entry 'leverage 100 > 1 (max-leverage)' --qty 10000
	entry 100 --qty 100
	entry 'leverage 1.01 > 1 (max-leverage)' --qty 101
	entry 500 --qty 500 --leverage 5
	entry 'leverage 3 > 2 (max-leverage)' --qty 300 --leverage 5 --max-leverage 2
}

@test "C3.6 F3.3 K2 a position over its limit is a reject with rule, value, limit, and no order" {
	entry 'position_size 1000000 > 10000 (max-position)' --qty 10000 --max-position 10000 --leverage 1000
	has '"rule":"max-position","value":1000000,"limit":10000,"line":2,"offset":'
	has '"stage":"risk","code":"limit"'
	has '"signal":"s1","input":{"type":"signal"'
	entry 100 --qty 100 --max-position 10000
}

@test "C3.4 exposure counts all positions and waiting entries" {
	entry 'exposure 5000 > 4999 (max-exposure)' --qty 50 --max-exposure 4999
	entry 50 --qty 50 --max-exposure 5000
	local two="$(day 1 100)
$(day 1 100 | sed 's/"X"/"Y"/')
$(signal 2 s1 long)
$(signal 2 s2 long | sed 's/"X"/"Y"/')"
	give "$two" tq-risk --qty 30 --max-exposure 5000
	has '"reason":"exposure 6000 > 5000 (max-exposure)"'
	has '"signal":"s1"'
	give "$two" tq-risk --qty 30 --max-open-positions 1
	has '"reason":"open_positions 2 > 1 (max-open-positions)"'
	give "$two" tq-risk --qty 30 --max-orders 1
	has '"reason":"orders 2 > 1 (max-orders)"'
	give "$two" tq-risk --qty 30 --max-orders 2 --max-open-positions 2 --max-exposure 6000
	hasnt '"type":"reject"'
}

@test "K1 C1.41 --max-drawdown latches: no entry ever again, exits pass" {
	give "$(one; day 2 100; day 3 70; signal 4 s2 flat; day 4 100; day 5 200; signal 6 s3 long)" \
		tq-risk --max-drawdown 20%
	has '"reason":"drawdown 0.285 > 0.2 (max-drawdown)"'
	has '"signal":"s2"'
	hasnt '"replaces"'
	[ "$(grep -c '"type":"order"' "$GOT/out")" = 2 ]
	give "$(one; day 2 100; day 3 70; signal 4 s2 short)" tq-risk --max-drawdown 20%
	has '"side":"sell","qty":95,"order_type":"market","tif":"gtc","reduce_only":true'
	has '"reason":"drawdown 0.285 > 0.2 (max-drawdown)"'
	give "$(one; day 2 100; day 3 70; signal 4 s2 short)" tq-risk --max-drawdown 29%
	hasnt '"type":"reject"'
}

@test "C1.41 --max-daily-loss holds for the UTC day, as an amount or a share" {
	local stream="$(one; day 2 100; day 3 94; signal 4 s2 flat; signal 4 s3 short)"
	give "$stream" tq-risk --max-daily-loss 500
	has '"reason":"daily_loss 570 > 500 (max-daily-loss)"'
	give "$stream" tq-risk --max-daily-loss 5%
	has '"reason":"daily_loss 570 > 500 (max-daily-loss)"'
	give "$stream" tq-risk --max-daily-loss 6%
	hasnt '"type":"reject"'
	give "$(one; day 2 100; day 3 94; signal 4 s2 flat; day 4 94; day 5 94; signal 6 s3 long)" tq-risk --max-daily-loss 500
	hasnt '"type":"reject"'
}

@test "C0.30 C1.41 --max-losses ends entries after so many losing round trips" {
	local stream="$(one; day 2 100; signal 3 s2 flat; day 3 99; signal 4 s3 long; day 4 99; signal 5 s4 flat; day 5 98; signal 6 s5 long)"
	give "$stream" tq-risk --max-losses 2
	has '"reason":"losses 2 >= 2 (max-losses)"'
	give "$stream" tq-risk --max-losses 3
	hasnt '"type":"reject"'
}

@test "K3 K4 a price far from the last close is refused" {
	SIGNAL=',"limit":10' entry 'price_distance 0.9 > 0.5 (price-collar)' --qty 1
	SIGNAL=',"limit":60' entry 1 --qty 1
	SIGNAL=',"limit":94' entry 'price_distance 0.06 > 0.05 (price-collar)' --qty 1 --price-collar 5%
}

@test "F3.3 F3.4 X.4 no bad number gets past: signals" {
	for bad in '"price":"NaN"' '"price":-100' '"price":"Infinity"' '"price":null' '"price":1e400' '"price":"abc"' \
		'"price":100,"size":-1' '"price":100,"stop":0' '"price":100,"limit":"-5"'; do
		give "$(one | sed "s/\"price\":100/$bad/")" tq-risk
		has '"code":"bad_signal"'
		hasnt '"type":"order"'
		[ "$status" = 0 ]
	done
	give "$(one | sed 's/,"price":100//')" tq-risk
	has '"reason":"missing field \"price\""'
}

@test "F3.3 F3.4 X.4 no bad number gets past: options" {
	for option in --qty=NaN --qty=-1000000 --qty=inf --max-position=NaN --max-exposure=nan --leverage=-50 \
		--leverage=NaN --max-leverage=-1 --size=0 --max-drawdown=-20% --cash=0 --cash=1e999 --notional=x \
		--commission=-1% --volume-cap=0; do
		give '' tq-risk "$option"
		[ "$status" = 2 ] || { echo "$option"; show_got; false; }
		[ ! -s "$GOT/out" ]
	done
}

@test "F3.16 no price, no order: an unknown symbol, an old signal" {
	give "$(signal 2 s1 long)" tq-risk
	has '"code":"no_price"'
	give "$(day 1 100; day 2 100; signal 2 s1 long)" tq-risk
	has '"code":"stale"'
	hasnt '"type":"order"'
}

@test "F4.14 the same signal twice is one order, after a resume too" {
	give "$(one; signal 2 s1 long)" tq-risk
	[ "$(grep -c '"type":"order"' "$GOT/out")" = 1 ]
	give "$(one)" tq-risk --state s
	give "$(signal 2 s1 long)" tq-risk --state s
	lines 1
}

@test "exits: own prices, shares of the price, the right side" {
	give "$(one)" tq-risk --qty 1 --stop-loss 5% --take-profit 10%
	has '"side":"sell","qty":1,"order_type":"stop","stop":95,"tif":"gtc","reduce_only":true,"parent":"'
	has '"side":"sell","qty":1,"order_type":"limit","limit":110,'
	give "$(one short ',"stop":103')" tq-risk --qty 1 --stop-loss 5% --take-profit 10%
	has '"side":"buy","qty":1,"order_type":"stop","stop":103,'
	has '"side":"buy","qty":1,"order_type":"limit","limit":90,'
	SIGNAL=',"stop":101' entry 'the stop-loss is on the wrong side of the entry' --qty 1
	SIGNAL=',"take":99' entry 'the take-profit is on the wrong side of the entry' --qty 1
}

@test "reverses by a close and an entry, unless --only-when-flat; same side: nothing" {
	local stream="$(one; day 2 100; signal 3 s2 short; signal 3 s3 short)"
	give "$stream" tq-risk --qty 1
	[ "$(grep -c '"type":"order"' "$GOT/out")" = 3 ]
	give "$stream" tq-risk --qty 1 --only-when-flat
	[ "$(grep -c '"type":"order"' "$GOT/out")" = 1 ]
	give "$(one; day 2 100; signal 3 s2 long)" tq-risk --qty 1
	[ "$(grep -c '"type":"order"' "$GOT/out")" = 1 ]
}

@test "C1.21 --max-hold closes after so many bars, once" {
	local stream="$(one; day 2 100; day 3 100; day 4 100; day 5 100)"
	give "$stream" tq-risk --qty 1 --max-hold 2
	[ "$(grep -c '"type":"order"' "$GOT/out")" = 2 ]
	grep '"tag":"max-hold"' "$GOT/out" | grep -q '"time":"2024-01-05T00:00:00Z".*"side":"sell","qty":1,"order_type":"market","tif":"gtc","reduce_only":true'
	tq-paper <"$GOT/out" | grep -q '"exit_time":"2024-01-05T00:00:00Z","exit_price":100,"pnl":0,"return":0,"fees":0,"bars":3,"mae":0,"mfe":0,"exit_reason":"max_hold"'
	give "$stream" tq-risk --qty 1
	[ "$(grep -c '"type":"order"' "$GOT/out")" = 1 ]
}

@test "a new entry takes the place of one that waits; flat withdraws it" {
	give "$(one long ',"limit":90'; day 2 100; signal 3 s2 long ',"limit":91')" tq-risk --qty 1
	local first=$(grep -o '"type":"order"[^}]*"id":"[0-9a-f]*' "$GOT/out" | head -1 | tail -c 17)
	has "\"limit\":91,\"tif\":\"gtc\",\"replaces\":\"$first\""
	give "$(one long ',"limit":90'; day 2 100; signal 3 s2 flat)" tq-risk --qty 1
	has '"side":"buy","qty":1,"order_type":"cancel","replaces":"'
}

@test "limits bind orders of others too; what is refused is not passed on" {
	local order='{"type":"order","time":"2024-01-02T00:00:00Z","id":"o","symbol":"X","side":"buy","qty":1000,"order_type":"market"}'
	give "$(day 1 100; echo "$order")" tq-risk --max-position 10000 --leverage 100
	has '"reason":"position_size 100000 > 10000 (max-position)"'
	! grep -q '^{"type":"order"' "$GOT/out"
	give "$(day 1 100; echo "$order")" tq-risk --leverage 100
	has "$order"
}

@test "--close-at-end and --state exclude each other" {
	give '' tq-risk --close-at-end --state s
	[ "$status" = 2 ]
	says 'tq-risk: --close-at-end and --state exclude each other'
}

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

# What the signal makes of the bars; TAIL is what comes after its close: orders, without their ids.
made() { give "$1" tq-risk --cash 10000 "${@:2}"; grep '"type":"\(order\|reject\)"' "$GOT/out" | sed 's/"\(id\|parent\|signal\|replaces\|equity\)":"\?[0-9a-z.]*"\?,//g' || true; }

@test "an amount of its own: qty, size, target, weight, and not two of them" {
	made "$(one long ',"qty":7')" --size 50% | grep -q '"side":"buy","qty":7,'
	made "$(one long ',"qty":7.9')" --lot 1 | grep -q '"side":"buy","qty":7,'
	made "$(one long ',"target":7')" | grep -q '"side":"buy","qty":7,'
	made "$(one short ',"target":-7')" | grep -q '"side":"sell","qty":7,'
	made "$(one long ',"weight":0.333')" --lot 1 | grep -q '"side":"buy","qty":33,'
	for two in '"size":0.1,"qty":1' '"qty":1,"target":2' '"target":1,"weight":0.5'; do
		made "$(one long ",$two")" | grep -q '"code":"bad_signal","reason":"more than one of size, qty, target, weight: [a-z]* and [a-z]*"'
	done
	made "$(one long ',"weight":null')" | grep -q '"code":"bad_signal"'
	made "$(one long ',"target":1,"add":true')" | grep -q "'add' with target"
	made "$(one long ',"qty":200')" | grep -q '"reason":"leverage 2 > 1 (max-leverage)"'
	made "$(one long ',"target":200')" | grep -q '"reason":"leverage 2 > 1 (max-leverage)"'
}

@test "a target trades the difference, reducing first; 0 is flat" {
	local stream="$(one long ',"target":10'; day 2 100; signal 3 s2 long ',"target":4'; day 3 100; signal 4 s3 short ',"target":-6'; day 4 100; signal 5 s4 flat ',"target":0')"
	made "$stream" >orders
	[ "$(grep -c order orders)" = 5 ]
	sed -n 2p orders | grep -q '"side":"sell","qty":6,"order_type":"market","tif":"gtc","reduce_only":true'
	sed -n 3p orders | grep -q '"side":"sell","qty":4,"order_type":"market","tif":"gtc","reduce_only":true'
	sed -n 4p orders | grep -q '"side":"sell","qty":6,"order_type":"market","tif":"gtc",'
	sed -n 5p orders | grep -q '"side":"buy","qty":6,"order_type":"market","tif":"gtc","reduce_only":true'
	made "$(one long ',"target":10'; day 2 100; signal 3 s2 long ',"target":10')" >orders
	[ "$(grep -c order orders)" = 1 ]
}

@test "exits pass when the entry of a target is refused, and a bad attribute does not stop an exit" {
	made "$(one long ',"target":10'; day 2 100; signal 3 s2 short ',"target":-900')" >orders
	grep -q '"side":"sell","qty":10,.*"reduce_only":true' orders
	grep -q '"reason":"leverage 9 > 1 (max-leverage)"' orders
	made "$(one long ',"qty":1'; day 2 100; signal 3 s2 flat ',"stop":"x","size":1,"qty":2')" >orders
	grep -q '"side":"sell","qty":1,.*"reduce_only":true' orders
	[ "$(grep -c reject orders)" = 0 ]
}

@test "add enters again beside what is open and waits; all of it counts for the limits" {
	made "$(one long ',"qty":10,"add":true'; day 2 100; signal 3 s2 long ',"qty":10,"add":true'; signal 3 s3 long ',"limit":90,"qty":10,"add":true'; signal 3 s4 long ',"qty":1')" --max-position 2900 >orders
	[ "$(grep -c '"side":"buy","qty":10' orders)" = 3 ]
	[ "$(grep -c reject orders)" = 0 ]
	made "$(one long ',"qty":10,"add":true'; day 2 100; signal 3 s2 long ',"qty":10,"add":true'; signal 3 s3 long ',"qty":10,"add":true')" --max-position 2900 >orders
	grep -q '"reason":"position_size 3000 > 2900 (max-position)"' orders
	made "$(one long ',"limit":90,"qty":1,"add":true'; signal 2 s2 long ',"limit":91,"qty":2,"add":true'; signal 2 s3 flat)" >orders
	[ "$(grep -c '"order_type":"cancel"' orders)" = 2 ]
}

@test "only_when_flat of one signal: not even while a close is on its way" {
	made "$(one long; day 2 100; signal 3 s2 short ',"only_when_flat":true')" >orders
	[ "$(grep -c order orders)" = 1 ]
	made "$(one long; day 2 100; signal 3 s2 flat; signal 3 s3 short ',"only_when_flat":true')" >orders
	[ "$(grep -c order orders)" = 2 ]
	made "$(one long; day 2 100; signal 3 s2 flat; day 3 100; signal 4 s3 short ',"only_when_flat":true')" >orders
	[ "$(grep -c order orders)" = 3 ]
}

@test "trail: the first stop from the entry's price, then from the best price since, never back" {
	local stream="$(one long ',"qty":1,"trail":5,"stop":94'; day 2 100; day 3 110; day 4 107; day 5 112; day 6 103)"
	made "$stream" >orders
	[ "$(grep -o '"stop":[0-9.]*' orders | tr '\n' ' ')" = '"stop":95 "stop":105 "stop":107 ' ]
	tq-paper <"$GOT/out" | grep -q '"exit_price":103,.*"exit_reason":"stop"'
	made "$(one short ',"qty":1,"trail":5'; day 2 100; day 3 92; day 4 95)" >orders
	[ "$(grep -o '"stop":[0-9.]*' orders | tr '\n' ' ')" = '"stop":105 "stop":97 ' ]
	made "$(one long ',"qty":1,"trail":200')" >orders
	[ "$(grep -c '"order_type":"stop"' orders)" = 0 ]
}

@test "ratchet: the first stop of an entry, then only tighter; only_when_open enters nothing" {
	local hold=',"only_when_open":true,"ratchet":'
	made "$(one long ',"qty":1,"ratchet":90'; day 2 100; signal 3 s2 long ',"ratchet":95'; signal 3 s3 long "${hold}93"; signal 3 s4 long "${hold}97"; signal 3 s5 short "${hold}99")" >orders
	[ "$(grep -o '"stop":[0-9.]*' orders | tr '\n' ' ')" = '"stop":90 "stop":95 "stop":97 ' ]
	made "$(one long "${hold}93")" >orders
	[ ! -s orders ]
	made "$(one long ',"qty":1,"limit":95,"ratchet":90'; signal 2 s2 long "${hold}96"; signal 2 s3 long "${hold}94")" >orders
	[ "$(grep -o '"stop":[0-9.]*' orders | tr '\n' ' ')" = '"stop":90 "stop":94 ' ]
	made "$(one long ',"qty":1'; day 2 100; signal 3 s2 long "${hold}93")" >orders
	grep -q '"order_type":"stop","stop":93,' orders
	made "$(one long ',"only_when_open":true,"ratchet":5,"qty":1')" | grep -q "has 'ratchet', not 'qty'"
}

@test "C1.21 max_hold of one signal closes what that signal opened, not the rest" {
	made "$(one long ',"qty":1,"max_hold":2'; signal 2 s2 long ',"qty":3,"add":true'; day 2 100; day 3 100; day 4 100; day 5 100)" >orders
	[ "$(grep -c order orders)" = 3 ]
	tail -n 1 orders | grep -q '"time":"2024-01-05T00:00:00Z","symbol":"X","side":"sell","qty":1,"order_type":"market","tif":"gtc","reduce_only":true,"tag":"max-hold"'
	tq-paper <"$GOT/out" >fills
	grep -q '"qty":1,.*"bars":3,.*"exit_reason":"max_hold"' fills
	tail -n 1 fills | grep -q '"exposure":300'
	made "$(one long ',"max_hold":0')" | grep -q "'max_hold' is not above zero"
}

@test "tif goes with the entry: gtc, day, ioc, fok, gtd with its expiry; another word is refused" {
	for tif in day ioc fok; do
		made "$(one long ",\"qty\":1,\"limit\":90,\"tif\":\"$tif\"")" | grep -q "\"limit\":90,\"tif\":\"$tif\""
	done
	made "$(one long ',"qty":1,"limit":90,"tif":"gtd","expiry":"2024-01-03T00:00:00Z"')" |
		grep -q '"tif":"gtd","expiry":"2024-01-03T00:00:00Z"'
	made "$(one long ',"tif":"gtd"')" | grep -q 'missing field \\"expiry\\"'
	made "$(one long ',"tif":"soon"')" | grep -q "\"reason\":\"unknown 'tif': soon\""
}

@test "F0.12 a liquidated account refuses entries by that name, not by a size of less than nothing" {
	give "$(day 1 100; signal 2 s1 short; day 2 100; day 3 250; signal 4 s2 long; signal 4 s3 short
		signal 4 s4 long ',"weight":0.5'; signal 4 s5 long ',"stop":101')" tq-risk --cash 10000
	lines 14
	[ "$(grep -c '"code":"halted","reason":"the account was liquidated"' "$GOT/out")" = 4 ]
}

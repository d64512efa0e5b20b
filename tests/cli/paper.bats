#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
load helper

day() { printf '{"type":"bar","time":"2024-01-0%dT00:00:00Z","symbol":"X","interval":"1d","open":%s,"high":%s,"low":%s,"close":%s,"volume":%s}\n' "$1" "$2" "$3" "$4" "$5" "${6:-1000000}"; }
flat() { day "$1" "$2" "$2" "$2" "$2"; }
order() { printf '{"type":"order","time":"2024-01-0%dT00:00:00Z","id":"%s","symbol":"X","side":"%s","qty":%s,"order_type":"%s"%s}\n' "$1" "$2" "$3" "$4" "$5" "$6"; }
made() { grep -vE '^\{"type":"(bar|order|account)"' "$GOT/out" | sed 's/"id":"[0-9a-f]\{16\}",//'; }

@test "a bar without orders makes one equity record and is passed on as it came" {
	give "$(flat 1 100)" tq-paper --cash 5000
	want 0 "$(flat 1 100)
{\"type\":\"equity\",\"time\":\"2024-01-02T00:00:00Z\",\"cash\":5000,\"equity\":5000,\"exposure\":0,\"gross\":0,\"leverage\":0,\"drawdown\":0,\"fees\":0,\"funding\":0}" ''
}

@test "C1.43 a round trip: fill, position, round trip, equity, in this order" {
	give "$(flat 1 100; order 2 a buy 10 market; day 2 100 110 90 105; order 3 b sell 10 market; flat 3 107)" \
		tq-paper --commission 0.1%
	[ "$status" = 0 ]
	[ "$(made | tail -n +2)" = '{"type":"fill","time":"2024-01-02T00:00:00Z","symbol":"X","side":"buy","qty":10,"price":100,"fee":1,"order":"a","liquidity":"taker"}
{"type":"position","time":"2024-01-02T00:00:00Z","symbol":"X","qty":10,"avg_price":100,"realized":0,"unrealized":0}
{"type":"equity","time":"2024-01-03T00:00:00Z","cash":8999,"equity":10049,"exposure":1050,"gross":1050,"leverage":0.10448801,"drawdown":0,"fees":1,"funding":0}
{"type":"fill","time":"2024-01-03T00:00:00Z","symbol":"X","side":"sell","qty":10,"price":107,"fee":1.07,"order":"b","liquidity":"taker"}
{"type":"position","time":"2024-01-03T00:00:00Z","symbol":"X","qty":0,"avg_price":0,"realized":70,"unrealized":0}
{"type":"roundtrip","time":"2024-01-03T00:00:00Z","symbol":"X","side":"long","qty":10,"entry_time":"2024-01-02T00:00:00Z","entry_price":100,"exit_time":"2024-01-03T00:00:00Z","exit_price":107,"pnl":67.93,"return":0.06793,"fees":2.07,"bars":1,"mae":-0.1,"mfe":0.1,"exit_reason":"signal"}
{"type":"equity","time":"2024-01-04T00:00:00Z","cash":10067.93,"equity":10067.93,"exposure":0,"gross":0,"leverage":0,"drawdown":0,"fees":2.07,"funding":0}' ] || { made; false; }
}

@test "F1.27 F3.3 orders that are none are rejects with the line, and the run goes on" {
	local good bad rest
	while read -r bad reason; do
		good=$(order 2 a buy 10 market)
		rest="\"qty\":10,\"order_type\":\"market\""
		give "$(flat 1 100; echo "${good%"$rest"*}$bad}"; flat 2 100)" tq-paper
		[ "$status" = 0 ]
		has "\"stage\":\"paper\",\"code\":\"bad_order\",\"reason\":\"$reason"
		has '"line":2,"offset":'
		hasnt '"type":"fill"'
	done <<-'END'
		"qty":"NaN","order_type":"market" field \"qty\" is not a number
		"qty":-1,"order_type":"market" 'qty' is not above zero: -1
		"qty":0,"order_type":"market" 'qty' is not above zero: 0
		"qty":"Infinity","order_type":"market" field \"qty\" is not a number
		"qty":1e400,"order_type":"market" field \"qty\"
		"qty":null,"order_type":"market" field \"qty\" is null
		"order_type":"market" missing field \"qty\"
		"order_type":"market","size":0.5 missing field \"qty\"
		"qty":10 missing field \"order_type\"
		"qty":10,"order_type":null field \"order_type\" is null
		"qty":10,"order_type":"best" unknown 'order_type': best
		"qty":10,"order_type":"limit" missing field \"limit\"
		"qty":10,"order_type":"stop","stop":-3 'stop' is not above zero: -3
		"qty":10,"order_type":"market","tif":"sometime" unknown 'tif': sometime
		"qty":10,"order_type":"market","size":2 'size' is a fraction, not over 1
		"order_type":"cancel","replaces":"x" missing field \"qty\"
	END
	give "$(flat 1 100; order 2 a buy 10 market | sed 's/"side":"buy",//')" tq-paper
	has '"code":"bad_order","reason":"missing field \"side\""'
	give "$(flat 1 100; order 2 a up 10 market)" tq-paper
	has '"code":"bad_order","reason":"unknown '"'side'"': up"'
}

@test "F3.16 orders of unknown symbols and old orders are rejects" {
	give "$(order 2 a buy 1 market; flat 1 100; flat 2 100; order 2 b buy 1 market)" tq-paper
	has '"code":"unknown_symbol","reason":"no bar of this symbol has come'
	has '"code":"stale","reason":"the order is older than the last bar of its symbol"'
	has '"order":"b","input":{"type":"order"'
}

@test "5.7h insufficient margin is a reject with the numbers" {
	give "$(flat 1 100; order 2 a buy 101 market; flat 2 100)" tq-paper --commission 0.1%
	has '"code":"insufficient_margin","reason":"notional 10100 > buying power 9989.9 (leverage)","symbol":"X","value":10100,"limit":9989.9,"order":"a","input":{"type":"order"'
	hasnt '"type":"fill"'
}

@test "5.7a an order that waits for volume says why, once, on stderr" {
	give "$(flat 1 100; order 2 a buy 1 market; day 2 100 100 100 100 0; day 3 100 100 100 100 0; flat 4 100)" tq-paper
	[ "$(cat "$GOT/err")" = 'tq-paper: order a waits: the bar has no volume (see --zero-volume-fills)' ]
	has '"time":"2024-01-04T00:00:00Z"'
	[ "$(grep -c '"type":"fill"' "$GOT/out")" = 1 ]
}

@test "the account comes from the stream; an option that contradicts it is a usage error" {
	give "$(printf '{"type":"account","id":"a","cash":777}\n'; flat 1 100)" tq-paper
	has '"equity":777,'
	give "$(printf '{"type":"account","id":"a","cash":777}\n')" tq-paper --cash 777
	[ "$status" = 0 ]
	give "$(printf '{"type":"account","id":"a","cash":777}\n')" tq-paper --cash 778
	[ "$status" = 2 ]
	says '--cash 778 contradicts the account record of the input'
	give "$(printf '{"type":"account","id":"a","cash":777}\n{"type":"account","id":"a","cash":778}\n')" tq-paper
	[ "$status" = 8 ]
}

@test "an order sized on another equity ends the run with status 8" {
	give "$(flat 1 100; order 2 a buy 1 market ',"equity":9999.99')" tq-paper
	[ "$status" = 8 ]
	says 'order a was sized on equity 9999.99, here it is 10000'
	give "$(flat 1 100; order 2 a buy 1 market ',"equity":10000.00')" tq-paper
	[ "$status" = 0 ]
}

@test "F3.19 P3 a replay of the same orders, after a resume too, fills each once" {
	local stream="$(flat 1 100; order 2 a buy 1 market; flat 2 100; order 3 b sell 1 market; flat 3 100)"
	give "$stream" tq-paper
	cp "$GOT/out" whole
	give "$stream" tq-paper --state s
	cmp "$GOT/out" whole
	give "$stream" tq-paper --state s
	hasnt '"type":"fill"'
	hasnt '"type":"equity"'
	hasnt '"type":"reject"'
}

@test "bars out of order and prices that are none end the run, or are skipped" {
	give "$(flat 2 100; flat 1 100)" tq-paper
	[ "$status" = 3 ]
	says 'the bar is not later than the last one of X'
	give "$(flat 1 100; flat 2 0; flat 3 100)" tq-paper --on-error quarantine
	[ "$status" = 0 ]
	[ "$(grep -c '"type":"equity"' "$GOT/out")" = 2 ]
	give "$(flat 1 100; flat 2 -5)" tq-paper
	[ "$status" = 3 ]
}

@test "a symbol is traded on the interval it came with first; an open bar does not count" {
	give "$(flat 1 100; flat 2 100 | sed 's/"1d"/"4h"/'; flat 3 100 | sed 's/}$/,"closed":false}/')" tq-paper
	[ "$(grep -c '"type":"equity"' "$GOT/out")" = 1 ]
}

@test "F2.9 X.9 0.1 and 0.2 are what they are" {
	give "$(flat 1 0.1; order 2 a buy 3 market; flat 2 0.1; order 3 b buy 3 market; flat 3 0.2)" tq-paper --cash 1
	has '"cash":0.1,"equity":1.3,'
	has '"avg_price":0.15,'
}

@test "5.7j --close-at-end: fills tagged eod and the last equity once more" {
	give "$(flat 1 100; order 2 a sell 10 market; flat 2 100; flat 3 90)" tq-paper --close-at-end
	has '"exit_reason":"eod"'
	[ "$(grep -c '"type":"equity","time":"2024-01-04' "$GOT/out")" = 2 ]
	give '' tq-paper --close-at-end --state s
	[ "$status" = 2 ]
}

@test "L5 C0.26 funding: who is long pays qty * mark * rate, once" {
	local f='{"type":"funding","time":"2024-01-03T00:00:00Z","symbol":"X","rate":0.0001}'
	local g='{"type":"funding","time":"2024-01-03T08:00:00Z","symbol":"X","rate":-0.0002,"mark_price":90}'
	give "$(flat 1 100; order 2 a buy 10 market; flat 2 100; echo "$f"; echo "$g"; echo "$g"; flat 3 100)" tq-paper
	has '{"type":"funding_payment","time":"2024-01-03T00:00:00Z","symbol":"X","qty":10,"price":100,"rate":0.0001,"amount":-0.1}'
	has '{"type":"funding_payment","time":"2024-01-03T08:00:00Z","symbol":"X","qty":10,"price":90,"rate":-0.0002,"amount":0.18}'
	[ "$(grep -c funding_payment "$GOT/out")" = 2 ]
	has '"cash":9000.08,"equity":10000.08,'
	has '"funding":0.08}'
}

@test "two venues of a symbol are two instruments" {
	local a="$(flat 1 100 | sed 's/"symbol":"X"/&,"venue":"A"/')" b="$(flat 1 200 | sed 's/"symbol":"X"/&,"venue":"B"/')"
	give "$a
$b
$(order 2 o buy 1 market)" tq-paper
	has '"code":"unknown_symbol"'
	give "$a
$b
$(order 2 o buy 1 market ',"venue":"B"')
${b//01-01/01-02}" tq-paper
	has '"symbol":"X","venue":"B","side":"buy","qty":1,"price":200'
}

@test "5.7b8 a liquidation closes the other symbols at their marks, and not in the past" {
	other() { sed 's/"symbol":"X"/"symbol":"Y"/'; }
	give "$(flat 1 100; flat 1 50 | other; order 2 a buy 200 market; order 2 b sell 40 market | other
		flat 2 100; flat 2 50 | other; flat 3 55 | other; day 4 100 100 40 99; flat 4 55 | other
		order 5 c buy 1 market)" tq-paper --leverage 3 --slippage 0.1%
	[ "$status" = 0 ]
	made | grep -qF '"time":"2024-01-04T00:00:00Z","symbol":"X","side":"sell","qty":200,"price":39.96,'
	made | grep -qF '"time":"2024-01-04T00:00:00Z","symbol":"Y","side":"buy","qty":40,"price":55.055,'
	has '"flags":["outside_bar"]'
	[ "$(grep -c '"exit_reason":"liquidation"' "$GOT/out")" = 2 ]
	has '"code":"halted"'
}

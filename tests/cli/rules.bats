#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# tq-validate: the rules for ticks, quotes, books and funding, for jumps and stuck prices, and those
# that look at more than one series.

load helper

bar() {
	printf '{"type":"bar","time":"%s","symbol":"%s","interval":"1d","open":%s,"high":%s,"low":%s,"close":%s,"volume":%s%s}\n' \
		"$1T00:00:00Z" "${SYMBOL:-X}" "$2" "$3" "$4" "$5" "$6" "$7"
}
tick() { printf '{"type":"tick","time":"2024-01-01T00:00:%sZ","symbol":"X","price":%s,"qty":%s,"id":%s}\n' "$@"; }
quote() { printf '{"type":"quote","time":"2024-01-01T00:00:%sZ","symbol":"X"%s}\n' "$@"; }
book() { printf '{"type":"book","time":"2024-01-01T00:00:%sZ","symbol":"X","bids":%s,"asks":%s%s}\n' "$@"; }
funding() { printf '{"type":"funding","time":"2024-01-%sZ","symbol":"X","rate":%s%s}\n' "$1" "${2:-0.0001}" "$3"; }

# fails RULE TEXT [OPTION...]: the file in without its last line passes as it is; its last line fails
# the rule, and only that one
fails() {
	local rule=$1 text=$2 n
	shift 2
	n=$(wc -l <in)
	head -n $((n - 1)) in >sound
	give @sound tq-validate --now none --on "$rule=stop" "$@"
	want 0 "$(cat sound)" ''
	give @in tq-validate --now none --on "$rule=stop" "$@"
	want 3 "$(cat sound)" "tq-validate: stdin:$n: $text ($rule)"
	give @in tq-validate -q --now none --on "$rule=flag" --flag-events "$@"
	want 0
	lines $((n + 1))
	[ "$(field "$n" code)" = "\"$rule\"" ] || { show_got; return 1; }
	sed -n "$((n + 1))p" "$GOT/out" | grep -qF "\"flags\":[\"$rule\"]" || { show_got; return 1; }
	give @in tq-validate --now none --on "$rule=drop" "$@"
	want 0 "$(cat sound)"
	says "$rule 1"
	give @in tq-validate --now none --on "$rule=reject" "$@"
	want 0
	has "\"code\":\"$rule\""
	has "\"input\":$(tail -n 1 in)}"
}

@test "C1.54 X.11 ticks: order, ids, price and quantity" {
	{ tick 01 10 1 '"a"'; tick 02 10 1 '"b"'; tick 02 11 1 '"c"'; } >good
	{ cat good; tick 01 10 1 '"d"'; } >in
	fails time-order 'time 2024-01-01T00:00:01Z < 2024-01-01T00:00:02Z before it'
	{ cat good; tick 03 10 1 '"b"'; } >in
	fails duplicate 'id b came before'
	{ cat good; tick 03 0 1 '"d"'; } >in
	fails positive 'price 0 <= 0'
	{ cat good; tick 03 10 -1 '"d"'; } >in
	fails positive 'qty -1 < 0'
	{ cat good; tick 03 10 0 '"d"'; } >in
	fails zero-volume 'qty is 0'
	{ cat good; tick 03 '"NaN"' 1 '"d"'; } >in
	fails finite 'price is NaN'
	{ cat good; tick 03 10 1 '"d"' | sed 's/2024/2200/'; } >in
	give @in tq-validate --now 2024-06-01
	want 3 "$(cat good)" 'tq-validate: stdin:4: time 2200-01-01T00:00:03Z > now 2024-06-01T00:00:00Z (future)'
}

@test "C1.54 an id is remembered over 256 others" {
	for i in $(seq 100 355); do tick 02 10 1 "$i"; done >in
	tick 03 10 1 100 >>in
	fails duplicate 'id 100 came before'
	{ sed '$d' in; tick 03 10 1 356; tick 03 10 1 100; } >late
	give @late tq-validate --now none
	want 0
}

@test "C1.54 quotes: crossed and one-sided" {
	quote 01 ',"bid":9,"ask":10' >good
	quote 02 ',"bid":10,"ask":10' >>good
	{ cat good; quote 03 ',"bid":10.1,"ask":10'; } >in
	fails crossed 'bid 10.1 > ask 10'
	{ cat good; quote 03 ',"bid":10.1'; } >in
	fails one-sided 'no ask'
	{ cat good; quote 03 ',"bid":0,"ask":10'; } >in
	fails one-sided 'no bid'
	give @in tq-validate --now none
	want 0 "$(cat in)" ''
	{ cat good; quote 03 ',"bid":-1,"ask":10'; } >in
	fails positive 'bid -1 < 0'
}

@test "C1.54 F0.18 books: order of levels, quantities, both sides" {
	book 01 '[[9,1],["8.5","2"]]' '[[10,1],[11,2,"x",[1]]]' ',"sequence":5' >good
	{ cat good; book 02 '[[9,1],[9.5,2]]' '[[10,1]]'; } >in
	fails book-order 'bids 9.5 > the level before 9'
	{ cat good; book 02 '[[9,1]]' '[[10,1],[10.0,2]]'; } >in
	fails book-order 'asks 10 stands twice: behind 10'
	{ cat good; book 02 '[[9,1]]' '[[10,1],[11]]'; } >in
	fails book-order 'asks: level 2 is no [price, qty]'
	{ cat good; book 02 '[[9,1]]' '[{"price":10}]'; } >in
	fails book-order 'asks: level 1 is no [price, qty]'
	{ cat good; book 02 '[[9,1]]' '[[10,0]]'; } >in
	fails positive 'qty 0 <= 0 in asks'
	{ cat good; book 02 '[[10,1]]' '[[10,1]]'; } >in
	fails crossed 'bid 10 = ask 10'
	{ cat good; book 02 '[[11,1]]' '[[10,1]]'; } >in
	fails crossed 'bid 11 > ask 10'
	{ cat good; book 02 '[]' '[[10,1]]'; } >in
	fails one-sided 'no bid'
	{ cat good; book 02 '[]' '[ ]'; } >in
	fails one-sided 'no bid and no ask'
}

@test "C1.54 books: a sequence that goes back or skips" {
	{ book 01 '[[9,1]]' '[[10,1]]' ',"sequence":5'; book 02 '[[9,1]]' '[[10,1]]' ',"sequence":"6"'; } >good
	{ cat good; book 03 '[[9,1]]' '[[10,1]]' ',"sequence":6'; } >in
	fails sequence 'sequence 6 behind 6'
	{ cat good; book 03 '[[9,1]]' '[[10,1]]' ',"sequence":8'; } >in
	fails sequence-gap 'sequence 8 skips from 6'
	{ cat good; book 03 '[[9,1]]' '[[10,1]]' ',"sequence":"abc"'; } >in
	give @in tq-validate --now none
	want 0
	says 'sequence not checked 1'
}

@test "C0.26 funding: off the grid, too high, told twice" {
	{ funding 01T00:00:00.004; funding 01T08:00:00; funding 01T16:00:00; } >good
	{ cat good; funding 01T19:30:00; } >in
	fails schedule 'time 2024-01-01T19:30:00Z is not on the grid of 60 minutes'
	{ cat good; funding 02T00:00:00 -0.031; } >in
	fails funding-rate 'rate -0.031 further from 0 than 0.03'
	give @in tq-validate --now none --max-rate 4%
	want 0 "$(cat in)" ''
	{ cat good; funding 01T16:00:00; } >in
	fails duplicate 'time 2024-01-01T16:00:00Z came before'
	{ funding 01T03:00:00 0.0001 ',"interval":"8h"'; } >in
	give @in tq-validate --now none --on schedule=stop
	want 3 '' 'tq-validate: stdin:1: time 2024-01-01T03:00:00Z is not on the grid of 480 minutes (schedule)'
}

@test "F0.19 C0.26 funding: missing payments, with the interval named" {
	for h in 00 08 16; do funding 01T$h:00:00 0.0001 ',"interval":"8h"'; done >in
	funding 02T16:00:00 0.0001 ',"interval":"8h"' >>in
	fails gap '2 payments missing from 2024-01-02T00:00:00Z to 2024-01-02T16:00:00Z (every 480 minutes)'
	# 8 h, 4 h, 1 h and back: no gap
	{ funding 01T08:00:00 0.0001 ',"interval":"8h"'; funding 01T12:00:00 0.0001 ',"interval":"4h"'
		funding 01T13:00:00 0.0001 ',"interval":"1h"'; funding 01T17:00:00 0.0001 ',"interval":"4h"'; } |
		sed 's/T17/T17/' >in
	give @in tq-validate --now none --on schedule=pass
	want 0 "$(cat in)" ''
}

@test "F0.19 C0.26 funding: missing payments and new intervals, told by the steps" {
	{ for h in 00 08 16; do funding 01T$h:00:00; done; for h in 04 08 09 10; do funding 02T$h:00:00; done; } |
		sed 's/02T04/02T00/; s/02T08/02T04/; s/02T09/02T05/; s/02T10/02T06/' >in
	give @in tq-validate --now none --strict
	want 0 "$(cat in)" ''
	# a longer step is not checked; the step behind it tells
	for h in 00 01 02 04 05; do funding 01T$h:00:00; done >in
	give @in tq-validate --now none --gap-events
	want 0
	[ "$(sed -n 5p "$GOT/out")" = '{"type":"event","time":"2024-01-01T05:00:00Z","symbol":"X","stage":"validate","code":"gap","missing":1,"from":"2024-01-01T03:00:00Z","to":"2024-01-01T04:00:00Z"}' ] || { show_got; return 1; }
	says 'gap 1, gap not checked 1'
	for h in 00 01 02 04 06; do funding 01T$h:00:00; done >in
	give @in tq-validate --now none
	want 0 "$(cat in)" 'tq-validate: 5 records: gap not checked 1 (calendar 24x7)'
}

@test "F0.18 stuck prices" {
	bar 2024-01-01 10 12 9 11 5 >in
	for d in 02 03 04; do bar 2024-01-$d 11 11 11 11 5; done >>in
	fails stuck 'price 11 in a row of bars with volume 5' --max-stuck 3
	give @in tq-validate --now none --max-stuck 0
	want 0 "$(cat in)" ''
	sed -i '3s/"volume":5/"volume":6/' in
	give @in tq-validate --now none --max-stuck 3
	want 0 "$(cat in)" ''
}

@test "F0.18 jumps like a split, with its ratio" {
	bar 2024-01-01 100 112 99 110 5 >good
	{ cat good; bar 2024-01-02 55.5 56 54 55 5; } >in
	fails split-like 'open 55.5 after close 110: like a split 2:1' --on outlier=pass
	{ cat good; bar 2024-01-02 330 331 329 330 5; } >in
	fails split-like 'open 330 after close 110: like a split 1:3' --on outlier=pass
	{ cat good; bar 2024-01-02 90 91 89 90 5; bar 2024-01-03 150.2 151 149 150 5; } >in
	fails split-like 'open 150.2 after close 90: like a split 3:5' --on outlier=pass
	give @in tq-validate --now none --split-tolerance 0 --on outlier=pass
	want 0 "$(cat in)" ''
}

@test "F0.18 a fall of the size of the bar's dividend" {
	bar 2024-01-01 100 112 99 110 5 >good
	{ cat good; bar 2024-01-02 105.5 106 104 105 5 ',"dividend":5'; } >in
	fails dividend-like 'open fell by 4.5 like the dividend 5'
	bar 2024-01-02 109.5 110 104 105 5 ',"dividend":5' >>good
	give @good tq-validate --now none
	want 0 "$(cat good)" ''
}

@test "F3.13 one asset under two names" {
	{ SYMBOL=HYPE/USDC bar 2024-01-01 10 12 9 11 5; SYMBOL=BTC/USD bar 2024-01-01 10 12 9 11 5; } >good
	{ cat good; SYMBOL=HYPE/USDC:USDC bar 2024-01-01 10 12 9 11 5; } >in
	fails alias 'HYPE/USDC:USDC is HYPE/USDC, which came as HYPE/USDC' --canonical builtin
	for name in hypeusdc HYPE-USDC-SWAP HYPE_USDC HYPEUSDC HYPE-USDC; do
		{ cat good; SYMBOL=$name bar 2024-01-01 10 12 9 11 5; } >in
		give @in tq-validate --now none --canonical builtin
		want 0
		has "\"symbol\":\"$name\",\"interval\":\"1d\",\"open\":10,\"high\":12,\"low\":9,\"close\":11,\"volume\":5,\"flags\":[\"alias\"],\"canonical\":\"HYPE/USDC\"}"
	done
	{ cat good; SYMBOL=XXBTZUSD bar 2024-01-01 10 12 9 11 5; } >in
	fails alias 'XXBTZUSD is BTC/USD, which came as BTC/USD' --canonical builtin
	for name in BTC/USD-240329 ETH/USD HYPE/USDT 'HYPE/USDC:USDC-240329'; do
		{ cat good; SYMBOL=$name bar 2024-01-01 10 12 9 11 5; } >in
		give @in tq-validate --now none --canonical builtin
		want 0 "$(cat in)" ''
	done
	printf '# ours\nBITCOIN = BTC/USD  # by name\n\n' >names
	{ cat good; SYMBOL=BITCOIN bar 2024-01-01 10 12 9 11 5; } >in
	fails alias 'BITCOIN is BTC/USD, which came as BTC/USD' --canonical names
	echo 'BITCOIN BTC/USD' >names
	give @in tq-validate --canonical names
	want 2 '' 'tq-validate: --canonical: names:1: not ALIAS = NAME: BITCOIN BTC/USD'
	give @in tq-validate --canonical nowhere
	[ "$status" = 4 ] || [ "$status" = 2 ]
}

@test "C1.54 X.11 a series that stopped while others go on" {
	{ bar 2024-01-01 10 12 9 11 5; SYMBOL=Y bar 2024-01-01 10 12 9 11 5
		for d in 02 03 04; do SYMBOL=Y bar 2024-01-$d 11 12 9 11 5; done; } >in
	give @in tq-validate -q --now none --max-stale 24h
	want 0
	lines 6
	[ "$(sed -n 4p "$GOT/out")" = '{"type":"event","time":"2024-01-04T00:00:00Z","symbol":"X","interval":"1d","stage":"validate","code":"stale","reason":"no bar since","from":"2024-01-02T00:00:00Z","to":"2024-01-04T00:00:00Z"}' ] || { show_got; return 1; }
	grep -v '"event"' "$GOT/out" | cmp - in
	give @in tq-validate --now none --max-stale 24h --on stale=stop
	want 3 "$(head -n 3 in)" 'tq-validate: stdin:4: X ended 2024-01-02T00:00:00Z, while others are at 2024-01-04T00:00:00Z (stale)'
	# it goes on, and stops again: said again
	{ cat in; bar 2024-01-05 10 12 9 11 5; SYMBOL=Y bar 2024-01-07 11 12 9 11 5; } >two
	give @two tq-validate -q --now none --max-stale 24h --on gap=pass
	want 0
	[ "$(grep -c '"stale"' "$GOT/out")" = 2 ] || { show_got; return 1; }
	give @in tq-validate --now none --max-stale 24h --on stale=drop
	want 2 '' "tq-validate: --on: stale is pass, flag or stop: 'stale=drop'"
}

@test "C1.54 closes that differ from another venue's" {
	{ bar 2024-01-01 100 112 99 110 5; bar 2024-01-02 100 112 99 109.2 5; bar 2024-01-03 100 112 99 108.8 5; } >in
	{ bar 2024-01-01 100 112 99 109 5; SYMBOL=Y bar 2024-01-01 100 112 99 50 5
		bar 2024-01-02 100 112 99 110 5; bar 2024-01-03 100 112 99 110 5
		SYMBOL=X bar 2024-01-04 100 112 99 1 5; } >other
	fails cross-venue 'price 108.8 against 110' --against other
	give @in tq-validate -q --now none --against other --summary
	want 0
	has '{"type":"metric","time":"2024-01-04T00:00:00Z","name":"cross-venue","value":0.01091,"n":3}'
	gzip -k other
	give @in tq-validate -q --now none --against other.gz --max-diff 2%
	want 0 "$(cat in)" ''
	# what has no counterpart is not checked
	sed '3d' other >less
	give @in tq-validate --now none --against less --max-diff 2%
	want 0 "$(cat in)" 'tq-validate: 3 records: cross-venue not checked 1 (calendar 24x7)'
	give @in tq-validate --now none --strict --against less --max-diff 2%
	want 3 "$(head -n 1 in)" 'tq-validate: stdin:2: cannot check: no counterpart in --against (cross-venue)'
	# other names for the same
	sed 's/"X"/"BTCUSDT"/' other >named
	sed 's/"X"/"BTC-USDT"/' in >ours
	give @ours tq-validate --now none --against named --max-diff 2% --canonical builtin
	want 0 "$(cat ours)" ''
}

@test "C1.54 L8 --against: a file that cannot be used ends the run" {
	bar 2024-01-02 100 112 99 110 5 >in
	give @in tq-validate --now none --against nowhere
	want 4 ''
	{ bar 2024-01-02 100 112 99 110 5; bar 2024-01-01 100 112 99 110 5; } >back
	give @in tq-validate --now none --against back --on-error skip
	want 2 '' 'tq-validate: back:2: not in the order of event time'
	echo '{"type":"bar"' >cut
	give @in tq-validate --now none --against cut
	want 2 ''
	says 'tq-validate: cut:1: byte'
	# what lies behind the stream's last time is not read
	{ bar 2024-01-02 100 112 99 110 5; bar 2024-01-03 100 112 99 110 5; echo nonsense; } >later
	give @in tq-validate --now none --against later
	want 0 "$(cat in)" ''
}

@test "F0.10 --summary, --max-age and --require know records that are no bars" {
	{ tick 01 10 1 1; tick 02 10 1 2; } >in
	give @in tq-validate --now 2024-01-02 --summary --require X --max-age 25h
	want 0
	[ "$(sed -n 3p "$GOT/out")" = '{"type":"metric","time":"2024-01-01T00:00:02Z","name":"records","symbol":"X","value":2,"family":"tick","passed":2,"failed":{},"unchecked":{}}' ] || { show_got; return 1; }
	give @in tq-validate --now 2024-01-03 --max-age 25h
	want 11 "$(cat in)" 'tq-validate: X tick: last came 2024-01-01T00:00:02Z, 47h ago > 25h (max-age)'
	give @in tq-validate --now none --min-complete 1
	want 1 "$(cat in)" 'tq-validate: no bar at all (min-complete)'
}

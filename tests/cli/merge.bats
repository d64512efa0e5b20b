#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# tq-merge: order, pipes, consensus over venues, as-of joins.

load helper

# bar HOUR CLOSE [VENUE [VOLUME [INTERVAL]]]
bar() {
	printf '{"type":"bar","time":"2024-01-01T%02d:00:00Z","symbol":"X"%s,"interval":"%s","open":%s,"high":%s,"low":%s,"close":%s,"volume":%s}\n' \
		"$1" "${3:+,\"venue\":\"$3\"}" "${5:-1h}" "$2" "$2" "$2" "$2" "${4:-1}"
}

# price SECOND VENUE PRICE [SYMBOL]
price() {
	printf '{"type":"price","time":"2024-01-01T00:%02d:%02dZ","symbol":"%s","venue":"%s","price":%s}\n' \
		$(($1 / 60)) $(($1 % 60)) "${4:-X}" "$2" "$3"
}

funding() {
	printf '{"type":"funding","time":"2024-01-01T%02d:00:00Z","symbol":"%s","rate":%s}\n' "$1" "${3:-X}" "$2"
}

@test "records come by event time, of equal times by operand, then as they came" {
	{ bar 0 1; bar 1 2; bar 2 3; } >bars
	{ funding 0 0.1; funding 1 0.2; funding 1 0.3; funding 3 0.4; } >funding
	give '' tq-merge bars funding
	want 0 "$(funding 0 0.1; bar 0 1; funding 1 0.2; funding 1 0.3; bar 1 2; bar 2 3; funding 3 0.4)" ''
	give '' tq-merge funding bars
	want 0 "$(funding 0 0.1; funding 1 0.2; funding 1 0.3; bar 0 1; bar 1 2; funding 3 0.4; bar 2 3)" ''
}

@test "what has no time of its own stays behind the record in front of it" {
	{ echo '{"type":"account","id":"a"}'; bar 0 1; echo '{"type":"fill","time":"2024-01-01T00:00:00Z"}'; bar 1 1; } >run
	{ funding 0 0.1; funding 2 0.2; } >funding
	give '' tq-merge run funding
	want 0 "$(sed -n 1p run; funding 0 0.1; sed -n 2,4p run; funding 2 0.2)" ''
}

@test "L1 bars are placed by their close, information bars by close_time" {
	{ bar 0 1 '' 1 4h; } >long
	{ bar 0 1; bar 2 1; bar 3 1; bar 4 1; } >short
	printf '{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"X","interval":"5t","open":1,"high":1,"low":1,"close":1,"volume":1,"close_time":"2024-01-01T03:30:00Z"}\n' >ticks
	give '' tq-merge long short ticks
	want 0 "$(sed -n 1,2p short; cat ticks long; sed -n 3,4p short)" ''
}

@test "F0.17 a stream that goes back in time is refused with file and line" {
	{ bar 1 1; bar 0 1; } >back
	bar 5 1 >on
	give '' tq-merge on back
	want 3 "$(bar 1 1)" 'tq-merge: back:2: time 2024-01-01T01:00:00Z < 2024-01-01T02:00:00Z before it (time-order)'
	give @back tq-merge
	want 3
	says 'stdin:2: '
	give '' tq-merge --on-error quarantine --rejects rejects on back
	want 0 "$(bar 1 1; bar 5 1)"
	grep -q '"source":"back","line":2' rejects
}

@test "X.5 a broken line is named by its file; what stood before it is written" {
	{ bar 0 1; echo '{bad'; bar 1 1; } >broken
	bar 0 2 >whole
	give '' tq-merge whole broken
	[ "$status" = 3 ] && says 'tq-merge: broken:2: '
	has '"close":2'
	give '' tq-merge --on-error skip whole broken
	want 3
	lines 3
}

@test "a slow FIFO: what is known to be next goes out, no record before its turn" {
	mkfifo slow
	bar 0 1 >first
	{ bar 1 1; bar 2 1; bar 3 1; } >second
	tq-merge second slow >out 2>err &
	exec 9>slow
	cat first >&9
	for _ in $(seq 50); do [ -s out ] && break; sleep .1; done
	[ "$(wc -l <out)" = 1 ] || { cat out err; return 1; }
	bar 2 9 >&9
	for _ in $(seq 50); do [ "$(wc -l <out)" = 4 ] && break; sleep .1; done
	[ "$(wc -l <out)" = 3 ] || [ "$(wc -l <out)" = 4 ] || { cat out err; return 1; }
	exec 9>&-
	wait
	[ "$(wc -l <out)" = 5 ] && [ ! -s err ]
}

@test "X.6 a hundred inputs: one stream in order, memory stays small" {
	for i in $(seq 100); do
		awk -v i="$i" 'BEGIN { for (k = 0; k < 200; k++) printf "{\"type\":\"tick\",\"time\":\"2024-01-01T%02d:%02d:%02dZ\",\"symbol\":\"S%d\",\"price\":1,\"qty\":%d}\n", k / 60, k % 60, i % 60, i, k }' >"in$i"
	done
	give '' tq-merge --stats in*
	want 0
	lines 20000
	cut -d'"' -f8 "$GOT/out" | sort -c
	awk '/peak/ { sub(/.*peak /, ""); exit !($1 < 64) }' "$GOT/err"
}

@test "C1.54 consensus: the median of three, the outlier flagged" {
	{ price 1 a 100; price 1 b 100.2; price 1 c 103; price 9 a 100; } >in
	give @in tq-merge --consensus median --only
	want 0 '{"type":"price","time":"2024-01-01T00:00:01Z","symbol":"X","price":100.1,"n":2,"spread":0.2,"method":"median","outliers":["c"]}'
	give @in tq-merge --consensus mean
	want 0
	lines 5
	has '"price":100.1,"n":2,"spread":0.2,"method":"mean","outliers":["c"]}'
	[ "$(field 4 method)" = '"mean"' ]
}

@test "C1.54 no majority: an event with the venues, and no price" {
	{ price 1 a 100; price 1 b 102; } >in
	give @in tq-merge --consensus median --only
	want 0 '{"type":"event","time":"2024-01-01T00:00:01Z","symbol":"X","stage":"merge","code":"disagreement","value":0.02,"limit":0.01,"n":2,"venues":["a","b"]}'
	give @in tq-merge --consensus median --only --max-diff 2%
	want 0 '{"type":"price","time":"2024-01-01T00:00:01Z","symbol":"X","price":101,"n":2,"spread":2,"method":"median"}'
	{ price 1 a 100; price 1 b 102; price 1 c 104; price 1 d 106; } >in
	give @in tq-merge --consensus median --only
	want 0
	has '"code":"disagreement"'
}

@test "C1.54 freshness: a price older than --max-age does not count" {
	{ price 1 a 100; price 3 b 100.5; price 6 b 100.7; price 7 b 100.9; } >in
	give @in tq-merge --consensus median --only
	want 0 '{"type":"price","time":"2024-01-01T00:00:03Z","symbol":"X","price":100.25,"n":2,"spread":0.5,"method":"median"}
{"type":"price","time":"2024-01-01T00:00:06Z","symbol":"X","price":100.35,"n":2,"spread":0.7,"method":"median"}' \
		'tq-merge: 2 times too few sources: no price (--min-sources 2)'
	give @in tq-merge --consensus median --only --max-age 60s
	want 0
	lines 3
	give @in tq-merge --consensus median --only --min-sources 1
	want 0
	lines 4
	has '"price":100,"n":1,"spread":0'
}

@test "C1.54 liquidity: less volume than --min-volume, or none said, does not count; vwap weighs" {
	{ bar 0 100 a 3000; bar 0 100.4 b 1000; bar 0 100.3 c 999; price 0 d 100 | sed s/T00:/T01:/; } >in
	give @in tq-merge --consensus vwap --only --min-volume 1000
	want 0 '{"type":"price","time":"2024-01-01T01:00:00Z","symbol":"X","price":100.1,"n":2,"spread":0.4,"method":"vwap"}'
	give @in tq-merge --consensus vwap --only --min-volume 1000 --of price
	want 0 '' 'tq-merge: 1 times too few sources: no price (--min-sources 2)'
}

@test "the middle of a quote is its price; means are rounded half to even" {
	{
		printf '{"type":"quote","time":"2024-01-01T00:00:00Z","symbol":"X","venue":"a","bid":1.1,"ask":1.2}\n'
		price 0 b 1.1
		price 0 c 1.14
		price 0 d 1.15
	} >in
	give @in tq-merge --consensus mean --only --max-diff 10%
	want 0
	has '"price":1.135,"n":4'
	give '' tq-merge --consensus mean --only <(price 0 a 1; price 5 a 1) <(price 0 b 1; price 5 b 1.01) <(price 0 c 1.01; price 5 c 1.01)
	want 0
	has '"price":1.0033,'
	has '"price":1.0067,'
}

@test "symbols do not mix; each is said in the order of its first price" {
	{ price 1 a 5 Y; price 1 a 100; price 1 b 100; price 1 b 5 Y; } >in
	give @in tq-merge --consensus median --only
	want 0
	lines 2
	[ "$(field 1 symbol)$(field 2 symbol)" = '"Y""X"' ]
}

@test "as of: what was known at the close, equal times known, whatever the operands' order" {
	{ bar 6 1; bar 7 2; bar 8 3; } >bars
	{ funding 8 0.00010; funding 16 0.00025; } >funding
	give '' tq-merge --join asof bars funding
	want 0 "$(bar 6 1; bar 7 2 | sed 's/}/,"funding_rate":0.00010}/'; bar 8 3 | sed 's/}/,"funding_rate":0.00010}/')" ''
}

@test "L1 as of: a longer bar is known at its close" {
	for h in 0 1 2 3 4 5; do bar $h $h; done >bars
	bar 0 7 '' 1 4h >long
	give '' tq-merge --join asof --fields close,volume bars long
	want 0
	[ "$(grep -c bar_4h "$GOT/out")" = 3 ]
	[ "$(field 4 bar_4h_close)" = 7 ] && [ "$(field 4 bar_4h_volume)" = 1 ] && [ "$(field 3 bar_4h_close)" = '' ]
}

@test "as of: --prefix, --any-symbol, --max-age, --keep" {
	{ bar 6 1; bar 9 2; } >bars
	{ funding 7 1e-4 INDEX; } >funding
	give '' tq-merge --join asof bars funding
	want 0 "$(cat bars)" ''
	give '' tq-merge --join asof --any-symbol --prefix fr bars funding
	want 0
	[ "$(field 1 fr_rate)" = 1e-4 ] && [ "$(field 2 fr_rate)" = 1e-4 ]
	give '' tq-merge --join asof --any-symbol --max-age 2h bars funding
	want 0
	[ "$(field 1 funding_rate)" = 1e-4 ] && [ "$(field 2 funding_rate)" = '' ]
	give '' tq-merge --join asof --any-symbol --keep bars funding
	want 0
	lines 3
	[ "$(field 1 type)" = '"funding"' ]
}

@test "as of: strings, null and lists pass as they are written" {
	bar 6 1 >bars
	printf '{"type":"price","time":"2024-01-01T01:00:00Z","symbol":"X","price":1.50,"venue":"a\\u00e9","n":null,"deep":[1, {"x":2}],"ok":true}\n' >prices
	give '' tq-merge --join asof --fields price,venue,n,deep,ok,absent bars prices
	want 0
	has '"price_price":1.50,"price_venue":"a\u00e9","price_n":null,"price_deep":[1, {"x":2}],"price_ok":true}'
}

@test "as of: two series of one name, or a field that is there, are refused" {
	bar 6 1 >bars
	{ funding 1 1; } >f
	give '' tq-merge --join asof bars f f
	want 3
	says "two series of X have the prefix 'funding' (--prefix)"
	give '' tq-merge --join asof --prefix a --prefix b bars f f
	want 0
	has '"a_rate":1,"b_rate":1}'
	tq-merge --join asof bars f >joined
	give '' tq-merge --join asof joined f
	want 3
	says 'joined:1: field "funding_rate" is there already (--prefix)'
}

@test "as of: --left joins the records of a type within one stream" {
	{ funding 1 0.1; bar 0 1; bar 1 1 '' 1 4h; bar 4 1; } >in
	give @in tq-merge --join asof --left bar/1h --fields rate,close
	want 0
	lines 2
	[ "$(field 1 funding_rate)" = 0.1 ] && [ "$(field 2 bar_4h_close)" = 1 ]
	give @in tq-merge --join asof
	want 2 '' 'tq-merge: --join asof of one input needs --left TYPE'
	give @in tq-merge --join asof --left zebra
	want 2
}

@test "bars that are not closed tell nothing" {
	{ bar 5 1; bar 6 2; } >bars
	bar 5 7 '' 1 1h | sed 's/}/,"closed":false}/' >growing
	give '' tq-merge --join asof bars growing
	want 0 "$(cat bars)" 'tq-merge: 1 bars that were not closed told nothing'
	sed 's/}/,"venue":"a"}/' growing >a
	give '' tq-merge --consensus median --only --min-sources 1 a
	want 0 ''
}

@test "options that do not go together" {
	give '' tq-merge --join asof --consensus mean a b
	want 2 '' 'tq-merge: --join and --consensus are two runs'
	give '' tq-merge --consensus median --max-diff -1%
	want 2
	give '' tq-merge --join asof --prefix 1x a b
	want 2
	give '' tq-merge --join asof --fields 'a b' a b
	want 2
}

@test "F3.19 with --state the consensus of the last time waits for the next run" {
	{ price 1 a 100; price 1 b 100; } >one
	{ price 1 c 100.3; price 2 c 101; } >two
	give @one tq-merge --consensus median --only --state state
	want 0 '' ''
	give @two tq-merge --consensus median --only --state state
	want 0 '{"type":"price","time":"2024-01-01T00:00:01Z","symbol":"X","price":100,"n":3,"spread":0.3,"method":"median"}'
	give @one tq-merge --consensus median --only --state state
	want 3
	says 'time 2024-01-01T00:00:01Z < 2024-01-01T00:00:02Z before it'
}

@test "a consensus that does not fit 38 digits is an error, not too few sources" {
	nines=99999999999999999999999999999999999999
	{ price 1 a $nines; price 1 b $nines; price 2 a 1; } >in
	give @in tq-merge --consensus mean --only --min-sources 1
	want 3
	says 'the consensus of X does not fit 38 digits'
	head -n 2 in >last
	give @last tq-merge --consensus median --only --min-sources 1
	want 3
	says 'the consensus of X does not fit 38 digits'
}

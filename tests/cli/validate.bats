#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# tq-validate: every rule with what it passes and what it fails, its actions, completeness and
# freshness.

load helper

# bar TIME OPEN HIGH LOW CLOSE VOLUME: a daily bar of X
bar() {
	printf '{"type":"bar","time":"%s","symbol":"%s","interval":"%s","open":%s,"high":%s,"low":%s,"close":%s,"volume":%s}\n' \
		"$1T00:00:00Z" "${SYMBOL:-X}" "${INTERVAL:-1d}" "$2" "$3" "$4" "$5" "$6"
}

good() {
	bar 2024-01-01 10 12 9 11 5
	bar 2024-01-02 11 12 10 11 5
	bar 2024-01-03 11 13 11 12 5
}

# fails RULE TEXT: the input without the rule passes unchanged; with it, line 4 stops the run
fails() {
	give @in tq-validate --on "$1=stop"
	want 3 "$(head -n 3 in)" "tq-validate: stdin:4: $2 ($1)"
	give @in tq-validate --on "$1=flag"
	[ "$status" = 0 ] || { show_got; return 1; }
	has "\"flags\":[\"$1\""
	give @in tq-validate --on "$1=drop"
	[ "$status" = 0 ] && lines 3
	says "$1 1"
	give @in tq-validate --on "$1=reject"
	[ "$status" = 0 ] && lines 4
	[ "$(field 4 type)" = '"reject"' ] && [ "$(field 4 code)" = "\"$1\"" ] && [ "$(field 4 line)" = 4 ]
	has "\"input\":$(tail -n 1 in)}"
}

@test "F0.8 sound bars pass byte for byte and in silence" {
	good >in
	give @in tq-validate
	want 0 "$(cat in)" ''
}

@test "F0.8 --list-rules names every rule with its action and what fails it" {
	give '' tq-validate --list-rules
	want 0
	lines 27
	for rule in schema finite time-order duplicate overlap future session gap ohlc positive \
		zero-volume outlier stuck split-like dividend-like book-order crossed one-sided \
		sequence sequence-gap schedule funding-rate alias cross-venue stale signal weights; do
		grep -Eq "^$rule +(pass|flag|drop|reject|stop) +[a-z]" "$GOT/out" || return 1
	done
	give "$(good)" tq-validate --list-rules --on gap=reject
	want 0
	has 'gap           reject'
}

@test "F3.5 open over high" {
	{ good; bar 2024-01-04 13.5 13 9 12 5; } >in
	fails ohlc 'high 13 < open 13.5'
}

@test "F3.5 open under low" {
	{ good; bar 2024-01-04 8 13 9 12 5; } >in
	fails ohlc 'low 9 > open 8'
}

@test "F3.5 high under low" {
	{ good; bar 2024-01-04 10 9 13 12 5; } >in
	fails ohlc 'high 9 < low 13'
}

@test "F3.5 high under close" {
	{ good; bar 2024-01-04 10 11 9 11.5 5; } >in
	fails ohlc 'high 11 < close 11.5'
}

@test "F3.5 low over close" {
	{ good; bar 2024-01-04 10 13 9.9 9.8 5; } >in
	fails ohlc 'low 9.9 > close 9.8'
}

@test "F3.5 negative volume" {
	{ good; bar 2024-01-04 11 13 11 12 -5; } >in
	fails positive 'volume -5 < 0'
}

@test "F3.5 a price of zero" {
	{ good; bar 2024-01-04 11 13 0 12 5; } >in
	give @in tq-validate
	want 3 "$(head -n 3 in)" 'tq-validate: stdin:4: low 0 <= 0 (positive)'
}

@test "F3.5 duplicate bars" {
	{ good; bar 2024-01-03 11 13 11 12 5; } >in
	fails duplicate 'time 2024-01-03T00:00:00Z came before'
}

@test "a bar that is still growing may come again" {
	good >in
	bar 2024-01-04 12 13 11 12 5 | sed 's/}$/,"closed":false}/' >>in
	bar 2024-01-04 12 14 11 13 6 | sed 's/}$/,"closed":false}/' >>in
	bar 2024-01-04 12 14 11 13 7 >>in
	give @in tq-validate --min-complete 1
	want 0 "$(cat in)" ''
	bar 2024-01-04 12 14 11 13 7 >>in
	give @in tq-validate
	want 3 "$(head -n 6 in)"
}

@test "F3.5 F2.14 descending bars" {
	{ good; bar 2024-01-02 11 13 11 12 5; } >in
	fails time-order 'time 2024-01-02T00:00:00Z < 2024-01-03T00:00:00Z before it'
}

@test "F3.5 a gap" {
	{ good; bar 2024-01-06 11 13 11 12 5; } >in
	fails gap '2 missing from 2024-01-04T00:00:00Z to 2024-01-06T00:00:00Z (calendar 24x7)'
}

@test "F3.5 a spike of 1000 times" {
	{ good; bar 2024-01-04 11 12000 11 12 5; } >in
	fails outlier 'high 12000 after close 12'
}

@test "F3.5 F0.17 a bar of the year 2200" {
	{ good; bar 2200-01-01 11 13 11 12 5; } >in
	give @in tq-validate --now 2024-06-01 --on gap=pass
	want 3 "$(head -n 3 in)" 'tq-validate: stdin:4: time 2200-01-01T00:00:00Z > now 2024-06-01T00:00:00Z (future)'
	give @in tq-validate --on gap=pass
	want 3
	give @in tq-validate --now none --on gap=pass
	want 0 "$(cat in)"
}

@test "F3.5 a high that is NaN" {
	{ good; bar 2024-01-04 11 '"NaN"' 11 12 5; } >in
	fails finite 'high is NaN'
	{ good; bar 2024-01-04 11 NaN 11 12 5; } >in
	give @in tq-validate
	want 3 "$(head -n 3 in)"
	says 'stdin:4: byte'
}

@test "F3.5 a close that is null" {
	{ good; bar 2024-01-04 11 13 11 null 5; } >in
	fails finite 'close is null'
}

@test "F3.5 F2.11 a missing column" {
	{ good; echo '{"type":"bar","time":"2024-01-04T00:00:00Z","symbol":"X","interval":"1d","open":1,"high":1,"low":1,"volume":1}'; } >in
	fails schema 'missing field "close"'
}

@test "F2.11 a missing time, and a time of the wrong kind" {
	{ good; echo '{"type":"bar","symbol":"X","interval":"1d","open":1,"high":1,"low":1,"close":1,"volume":1}'; } >in
	fails schema 'missing field "time"'
	{ good; bar 2024-01-04 11 13 11 12 5 | sed 's/"2024-01-04T00:00:00Z"/1704326400/'; } >in
	fails schema 'field "time" is not an RFC 3339 time: 1704326400'
}

@test "F0.8 volume that is zero" {
	{ good; bar 2024-01-04 11 13 11 12 0; } >in
	fails zero-volume 'volume is 0'
}

@test "F0.8 a bar within the one before" {
	{ good; bar 2024-01-03 11 13 11 12 5 | sed 's/T00:00/T06:00/'; } >in
	fails overlap 'time 2024-01-03T06:00:00Z is within the bar of 2024-01-03T00:00:00Z'
}

@test "F0.8 F4.26 a bar outside of every session" {
	{ good; bar 2024-01-06 11 13 11 12 5; } >in
	give @in tq-validate --calendar weekdays
	want 0
	[ "$(field 4 flags)" = '["session"]' ] || grep -q '"flags":\["session"\]}$' "$GOT/out"
	give @in tq-validate --calendar us-equities --on session=stop
	want 3 ''
	says 'stdin:1: time 2024-01-01T00:00:00Z is in no session of us-equities (session)'
}

@test "F3.5 C3.2 F0.10 one fresh symbol does not hide a stale one" {
	{ good; SYMBOL=Y bar 2024-01-09 10 12 9 11 5; } >in
	give @in tq-validate --now 2024-01-10T12:00:00Z --max-age 24h
	want 11 "$(cat in)" 'tq-validate: X 1d: last bar closed 2024-01-04T00:00:00Z, 156h ago > 24h (max-age)'
	give @in tq-validate --now 2024-01-10T12:00:00Z --max-age 7d
	want 0 "$(cat in)" ''
	give '' tq-validate --now 2024-01-10 --max-age 7d
	want 11 '' 'tq-validate: no bar at all (max-age)'
	give @in tq-validate --now none --max-age 7d
	want 2 ''
}

@test "C3.2 symbols that must be there" {
	good >in
	give @in tq-validate --require X
	want 0
	give @in tq-validate --require X,Y --require Z
	want 1 "$(cat in)" "tq-validate: no bar of Y (require)
tq-validate: no bar of Z (require)"
}

@test "C0.33 F0.10 completeness is counted against the calendar" {
	{ good; bar 2024-01-06 12 13 11 12 5; } >in
	give @in tq-validate -q --min-complete 0.99
	want 1 "$(cat in | sed '$s/}$/,"flags":["gap"]}/')" \
		'tq-validate: X 1d: completeness 0.666666 < 0.99: 4 of 6 bars (min-complete, calendar 24x7)'
	give @in tq-validate -q --min-complete 60%
	want 0
	give "$(good)" tq-validate --min-complete 1 --complete-from 2024-01-01 --complete-to 2024-01-04
	want 0
	give "$(good)" tq-validate --min-complete 1 --complete-from 2023-12-31 --complete-to 2024-01-04
	want 1
	says '3 of 4 bars'
	give "$(good)" tq-validate --min-complete 1 --complete-from 2024-01-01 --complete-to 2024-01-05
	want 1
	give '' tq-validate --min-complete 0.5
	want 1 '' 'tq-validate: no bar at all (min-complete)'
}

@test "F0.10 bars whose prices are no numbers do not make a series complete" {
	{ good; bar 2024-01-04 11 '"NaN"' 11 12 5; bar 2024-01-05 11 12 11 12 5; } >in
	give @in tq-validate -q --on finite=flag --min-complete 1
	want 1
	says '4 of 5 bars'
}

@test "C0.33 --summary writes one metric a series" {
	{ good; bar 2024-01-06 12 13 11 12 5; SYMBOL=Y bar 2024-01-06 12 13 11 12 0; } >in
	give @in tq-validate -q --summary
	want 0
	lines 7
	[ "$(sed -n 6p "$GOT/out")" = '{"type":"metric","time":"2024-01-07T00:00:00Z","name":"completeness","symbol":"X","interval":"1d","calendar":"24x7","value":0.666666,"expected":6,"missing":2,"seen":4,"from":"2024-01-01T00:00:00Z","to":"2024-01-07T00:00:00Z","bars":4,"passed":4,"failed":{"gap":1},"unchecked":{}}' ]
	[ "$(field 7 symbol)" = '"Y"' ]
}

@test "F0.19 --gap-events says what is missing, in front of the bar" {
	{ good; bar 2024-01-06 12 13 11 12 5; } >in
	give @in tq-validate -q --gap-events
	want 0
	lines 5
	[ "$(sed -n 4p "$GOT/out")" = '{"type":"event","time":"2024-01-06T00:00:00Z","symbol":"X","interval":"1d","stage":"validate","code":"gap","missing":2,"from":"2024-01-04T00:00:00Z","to":"2024-01-06T00:00:00Z"}' ]
}

@test "F0.10 weekends are no gaps on weekdays" {
	for d in 04 05 08 09 10; do bar 2024-01-$d 11 12 11 12 5; done >in
	give @in tq-validate --calendar weekdays --min-complete 1
	want 0 "$(cat in)" ''
	give @in tq-validate -q
	has '"flags":["gap"]'
}

@test "C2.16 F1.29 --strict stops at flags and at what cannot be checked" {
	{ good; bar 2024-01-04 11 13 11 12 0; } >in
	give @in tq-validate --strict
	want 3 "$(head -n 3 in)" 'tq-validate: stdin:4: volume is 0 (zero-volume)'
	{ good; echo '{"type":"zebra","time":1}'; } >in
	give @in tq-validate --strict
	want 3 "$(head -n 3 in)" 'tq-validate: stdin:4: cannot check: unknown record type (schema)'
	give @in tq-validate -q
	want 0 "$(cat in)"
	give @in tq-validate
	says 'schema not checked 1'
}

@test "L7 other records and unknown fields pass byte for byte" {
	{
		echo '{ "type" : "quote", "time":"2024-01-01T00:00:00.5Z","symbol":"X","bid":1.50,"odd":{"a":[1,2 ]} }'
		echo '{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"X","interval":"1d","open":10.00,"high":1.2e1,"low":9,"close":"11","volume":5,"more":[1,{"x":null}]}'
		echo '{"no":"type"}'
	} >in
	give @in tq-validate -q
	want 0 "$(cat in)" ''
}

@test "C2.18 records of other types are held to their schema" {
	give '{"type":"order","id":"1","time":"2024-01-01T00:00:00Z","symbol":"X","side":"buys","qty":1,"order_type":"market"}' tq-validate
	want 3 '' 'tq-validate: stdin:1: field "side" is not one of buy|sell: buys (schema)'
	give '{"type":"fill","id":"1","time":"2024-01-01T00:00:00Z","symbol":"X","side":"buy","qty":1,"price":2}' tq-validate --on schema=reject
	want 0
	has '"reason":"missing field \"fee\""'
}

@test "a validated stream validates to itself" {
	{ good; bar 2024-01-06 12 13 11 12 0; bar 2024-01-07 12 1300 11 12 2; } >in
	tq-validate -q in >once
	give @once tq-validate -q
	want 0 "$(cat once)" ''
	give @once tq-validate -q --max-jump 0.1%
	want 0
	has '"code":"outlier"'
	grep '"flags"' once | while read -r line; do grep -qxF -- "$line" "$GOT/out" || exit 1; done
}

@test "faults of options: all of them, and those of files" {
	give '' tq-validate --on gap=never --on nap=drop --max-age 5 --now soon
	want 2 ''
	says "not one of pass, flag, drop, reject, stop: 'never'"
	says "not RULE=ACTION with a rule of --list-rules: 'nap=drop'"
	says "not a duration like 90s, 15m, 24h, 1.5h or 7d: '5'"
	says "not a time like"
	give '' tq-validate --calendar atlantis
	want 2 ''
	says "calendar 'atlantis'"
	printf '[calendar]\ntimezone = UTC\n[sessions]\nmon = 10:00-9:00\n' >bad.cal
	give '' tq-validate --calendar ./bad.cal
	want 2 '' "tq-validate: calendar './bad.cal': line 4: no sessions like 09:30-16:00: mon = 10:00-9:00"
	give '' tq-validate --complete-from 2024-01-02 --complete-to 2024-01-01
	want 2 ''
	give '' tq-validate --max-jump -1%
	want 2 ''
	give '' tq-validate --min-complete 99
	want 2 '' "tq-validate: --min-complete: '99' would be 9900%: write 99% or 9900%"
	give '' tq-validate --min-complete 101%
	want 2 '' 'tq-validate: --min-complete is not from 0 to 100%'
}

@test "L8 --on-error skip and quarantine treat a stop as any bad line" {
	{ good; bar 2024-01-04 11 9 11 12 5; bar 2024-01-05 12 13 11 12 5; } >in
	give @in tq-validate --on-error skip
	want 3
	lines 4
	has '"flags":["gap"]'
	give @in tq-validate --on-error quarantine --rejects bad
	lines 4
	[ "$(wc -l <bad)" = 1 ]
}

@test "L2 split at every record with --state: the same bytes" {
	{ good; bar 2024-01-06 12 13 11 12 5; SYMBOL=Y bar 2024-01-06 12 13 11 12 0
		bar 2024-01-07 12 130 11 12 5; bar 2024-01-10 12 13 11 12 5
		SYMBOL=Y bar 2024-01-09 12 13 11 12 1; } >in
	tq-validate -q in >whole
	for k in 1 2 3 4 5 6 7; do
		rm -f state
		head -n $k in | tq-validate -q --state state >a
		tail -n +$((k + 1)) in | tq-validate -q --state state >b
		cat a b | cmp - whole || return 1
	done
}

@test "F2.11 L2 with --state the questions are asked of all runs so far" {
	good >a
	{ bar 2024-01-05 12 13 11 12 5; SYMBOL=Y bar 2024-01-05 12 13 11 12 5; } >b
	cat a b | tq-validate -q --summary | grep '"type":"metric"' >whole
	give @a tq-validate --state s --summary --require X --min-complete 1 --max-age 30h --now 2024-01-05
	want 0
	lines 4
	give @b tq-validate --state s --summary --require X --require Y
	want 0
	grep '"type":"metric"' "$GOT/out" | cmp - whole
	says '2 records: gap 1 (calendar 24x7)'
	give '' tq-validate --state s
	want 0 '' ''
}

@test "X.5 F2.11 an answer of no leaves the state as it was, so that the input may come again" {
	good >a
	bar 2024-01-09 12 13 11 12 5 >b
	give @a tq-validate --state s && want 0 && cp s before
	give @b tq-validate -q --state s --min-complete 1
	want 1 "$(sed 's/}$/,"flags":["gap"]}/' b)" 'tq-validate: X 1d: completeness 0.444444 < 1: 4 of 9 bars (min-complete, calendar 24x7)'
	cmp s before
	give '' tq-validate --state s --max-age 1h --now 2024-01-08
	want 11 '' 'tq-validate: X 1d: last bar closed 2024-01-04T00:00:00Z, 96h ago > 60m (max-age)'
	give '' tq-validate --state s --require Z
	want 1 '' 'tq-validate: no bar of Z (require)'
	give @b tq-validate -q --state s
	want 0
}

@test "L1 what is said of the first lines does not change with later ones" {
	{ good; bar 2024-01-06 12 13 11 12 5; bar 2024-01-07 12 130 11 12 5; } >in
	tq-validate -q in >whole
	for k in 0 1 2 3 4; do
		head -n $k in | tq-validate -q >part
		cmp -n "$(wc -c <part)" part whole || return 1
	done
}

@test "F4.26 X.11 TZ and locale change nothing" {
	bar 2024-03-08 12 13 11 12 5 | sed 's/T00:00:00Z/T20:59:00Z/; s/1d/1m/' >in
	bar 2024-03-11 12 13 11 12 5 | sed 's/T00:00:00Z/T13:30:00Z/; s/1d/1m/' >>in
	for tz in UTC Asia/Tokyo America/New_York; do
		TZ=$tz give @in tq-validate --calendar us-equities
		want 0 "$(cat in)" ''
	done
}

# ---- signals

# signal ID SYMBOL SIDE MORE...: one of the second of January, at a price of 100
signal() {
	printf '{"type":"signal","time":"2024-01-02T00:00:00Z","id":"%s","symbol":"%s","strategy":"s","side":"%s"%s}\n' \
		"$1" "$2" "$3" "$(printf ',%s' "${@:4}")"
}

@test "C3.3 a sound signal of each kind passes" {
	{
		signal a X long '"strength":1' '"price":100' '"stop":99' '"take":101' '"trail":2' '"max_hold":3' '"size":1'
		signal b X short '"price":100' '"stop":101' '"take":99' '"qty":0.5' '"ratchet":120'
		signal c X long '"price":100' '"limit":90' '"stop":80' '"take":95'
		signal d X short '"price":100' '"stop_entry":90' '"stop":95' '"weight":-0.5'
		signal e X long '"price":100' '"target":"3"' '"stop":null' '"strength":"0"'
		signal f X flat '"price":100' '"stop":120' '"take":80' '"size":7' '"weight":1'
		signal g X long '"price":null'
	} >in
	give @in tq-validate -q --kind signal
	want 0 "$(cat in)" ''
}

@test "C3.3 X.12 what a signal says has to fit together" {
	while IFS='|' read -r side more reason; do
		signal a X "$side" "$more" >in
		give @in tq-validate -q --kind signal
		want 3 '' "tq-validate: stdin:1: $reason (signal)" || return 1
	done <<'END'
long|"strength":1.01|strength 1.01 > 1
flat|"strength":-0.1|strength -0.1 < 0
long|"price":0|price 0 <= 0
long|"limit":-1|limit -1 <= 0
short|"stop_entry":0|stop_entry 0 <= 0
long|"stop":-1|stop -1 <= 0
long|"take":0|take 0 <= 0
long|"trail":0|trail 0 <= 0
long|"ratchet":-5|ratchet -5 <= 0
long|"max_hold":0|max_hold 0 <= 0
long|"qty":0|qty 0 <= 0
long|"size":0|size 0 <= 0
long|"size":1.5|size 1.5 > 1
long|"size":0.5,"qty":1|both size and qty
short|"target":-1,"weight":-1|both target and weight
long|"weight":-0.5|weight -0.5 of a long <= 0
short|"target":2|target 2 of a short >= 0
long|"target":0|target 0 of a long <= 0
long|"tif":"soon"|tif soon is not gtc, day, ioc, fok or gtd
long|"tif":"gtd"|tif gtd without expiry
long|"price":100,"stop":100|stop 100 >= price 100
long|"price":100,"take":99|take 99 <= price 100
short|"price":100,"stop":99|stop 99 <= price 100
short|"price":100,"take":100|take 100 >= price 100
long|"price":100,"limit":90,"stop":95|stop 95 >= limit 90
short|"price":100,"stop_entry":90,"take":95|take 95 >= stop_entry 90
long|"weight":"NaN"|weight is no finite number
END
}

@test "C3.3 structure: id, strategy and a side that is one" {
	signal a X up '"price":1' >in
	give @in tq-validate -q --kind signal
	[ "$status" = 3 ] && says '(schema)'
	signal a X long '"price":1' | sed 's/"strategy":"s",//' >in
	give @in tq-validate -q --kind signal
	[ "$status" = 3 ] && says '(schema)'
}

@test "C3.3 L9 ids are unique and times in order" {
	{ signal a X long '"price":1'; signal b X flat '"price":1'; signal a X short '"price":1'; } >in
	give @in tq-validate -q --kind signal
	want 3 "$(sed 2q in)" 'tq-validate: stdin:3: id a came before (duplicate)'
	{ signal a X long '"price":1'; signal b X flat '"price":1' | sed s/-02T/-01T/; } >in
	give @in tq-validate -q --kind signal
	[ "$status" = 3 ] && says '(time-order)'
}

@test "C3.3 --max-weights: a strategy's weights of one time, over all symbols" {
	{
		signal a X long '"price":1' '"weight":0.6'
		signal b Y short '"price":1' '"weight":-0.4'
		signal c Z long '"price":1' '"weight":0.000001'
		signal d Z long '"price":1' '"weight":0.9' | sed 's/"strategy":"s"/"strategy":"t"/'
		signal e X long '"price":1' '"weight":1' | sed s/-02T/-03T/
	} >in
	give @in tq-validate -q --kind signal --max-weights 1
	want 0 "$(cat in)" ''
	give @in tq-validate -q --kind signal --max-weights 99%
	want 3 "$(sed 1q in)" 'tq-validate: stdin:2: weights of s 1 > 0.99 (weights)'
	# One that is refused is not counted.
	give @in tq-validate -q --kind signal --max-weights 99% --on weights=drop
	want 0 "$(sed '2d; 5d' in)" ''
	give @in tq-validate -q
	want 0 "$(cat in)" ''
}

@test "C3.3 --kind judges one type and passes the rest; an unknown one is refused" {
	{ bar 2024-01-04 13.5 13 9 12 5; signal a X long '"price":1'; } >in
	give @in tq-validate -q --kind signal
	want 0 "$(cat in)" ''
	give @in tq-validate -q --kind signal,bar
	[ "$status" = 3 ] && says '(ohlc)'
	give @in tq-validate --kind sgnal
	want 2 '' "tq-validate: --kind: no type of record: 'sgnal'"
}

@test "C3.3 a strategy that is quiet is not stale, and no signal makes a series fresh" {
	{ signal a X long '"price":1'; tail -n 1 <(good) | sed 's/"time":"[^"]*"/"time":"2024-03-01T00:00:00Z"/'; } >in
	give @in tq-validate -q --max-stale 1h
	want 0 "$(cat in)" ''
	signal a X long '"price":1' >in
	give @in tq-validate -q --max-age 1000000h
	[ "$status" = 11 ] && says 'no bar at all (max-age)'
}

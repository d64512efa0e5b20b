#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# tq-resample: times, sessions, information bars, what is left out and what is refused.

load helper

# minutes FROM N [SYMBOL]: bars of a minute from 2024-01-01T00:00:00Z + FROM minutes; volume 1, 2, ...
minutes() {
	awk -v from="$1" -v n="$2" -v s="${3:-X}" -v i="${INTERVAL:-1m}" -v step="${STEP:-1}" 'BEGIN {
		for (k = from; k < from + n * step; k += step) {
			printf "{\"type\":\"bar\",\"time\":\"2024-01-%02dT%02d:%02d:00Z\",\"symbol\":\"%s\",\"interval\":\"%s\",", 1 + int(k / 1440), int(k / 60) % 24, k % 60, s, i
			printf "\"open\":%d.50,\"high\":%d.0,\"low\":%d,\"close\":%d.250,\"volume\":%d.1}\n", 100 + k % 7, 102 + k % 7, 98 + k % 7, 100 + k % 5, k % 1000 + 1
		}
	}'
}

# tick SECONDS PRICE QTY [SIDE [ID]]
tick() {
	printf '{"type":"tick","time":"2024-01-01T00:%02d:%02dZ","symbol":"X","price":%s,"qty":%s%s%s}\n' \
		$(($1 / 60)) $(($1 % 60)) "$2" "$3" "${4:+,\"side\":\"$4\"}" "${5:+,\"id\":$5}"
}

@test "F2.18 minutes to five minutes: exact volume, prices as they were written" {
	minutes 0 10 >in
	give @in tq-resample --to 5m
	want 0 '{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"X","interval":"5m","open":100.50,"high":106.0,"low":98,"close":104.250,"volume":15.5}
{"type":"bar","time":"2024-01-01T00:05:00Z","symbol":"X","interval":"5m","open":105.50,"high":108.0,"low":98,"close":104.250,"volume":40.5}' ''
}

@test "C0.21 a bar is written with its last part, before the next one comes" {
	minutes 0 5 >in
	give @in tq-resample --to 5m --state state
	want 0
	lines 1
}

@test "F2.18 a hole makes a bar partial: dropped and counted, or marked" {
	minutes 0 10 | sed 3d >in
	give @in tq-resample --to 5m
	want 0
	lines 1
	says 'tq-resample: 4 records of 1 partial bars left out (--partial emit keeps them)'
	give @in tq-resample --to 5m --partial emit
	want 0
	lines 2
	[ "$(field 1 partial)" = true ] && [ "$(field 1 missing)" = 1 ] && [ "$(field 1 volume)" = 12.4 ]
	hasnt '"volume":40.5,"partial"'
}

@test "F2.18 the ends of the data are partial" {
	minutes 2 6 >in
	give @in tq-resample --to 5m --partial emit
	want 0
	lines 2
	[ "$(field 1 missing)" = 2 ] && [ "$(field 2 missing)" = 2 ]
	[ "$(field 1 time)" = '"2024-01-01T00:00:00Z"' ]
}

@test "a bar without its last part is written when its series goes on, whatever else comes" {
	{ minutes 0 4; minutes 5 1 Y; minutes 5 1; } >in
	give @in tq-resample --to 5m --partial emit --keep
	want 0
	[ "$(field 6 interval)" = '"5m"' ] && [ "$(field 6 symbol)" = '"X"' ]
	give @in tq-resample --to 5m --partial emit --keep --clock stream
	want 0
	[ "$(field 5 interval)" = '"5m"' ] && [ "$(field 5 symbol)" = '"X"' ]
}

@test "--clock stream: what comes behind the clock is refused" {
	{ minutes 0 4; minutes 9 1 Y; minutes 4 1; } >in
	give @in tq-resample --to 5m --clock stream
	want 3
	says 'stdin:6: 2024-01-01T00:04:00Z is late: the 5m bar up to 2024-01-01T00:05:00Z is written'
}

@test "F2.18 weeks begin on Monday or as asked, months on the 1st" {
	INTERVAL=1d STEP=1440 minutes 0 31 >in
	give @in tq-resample --to 1w
	want 0
	lines 4
	[ "$(field 1 time)" = '"2024-01-01T00:00:00Z"' ]
	give @in tq-resample --to 1w --week-start sun
	want 0
	lines 3
	[ "$(field 1 time)" = '"2024-01-07T00:00:00Z"' ]
	give @in tq-resample --to 1M
	want 0
	lines 1
	hasnt close_time
}

@test "days of a zone: 23 hours in March, 25 in November, known at their own close" {
	bars() {
		awk -v m="$1" -v n="$2" 'BEGIN { for (k = 0; k < n; k++) printf "{\"type\":\"bar\",\"time\":\"2024-%02d-%02dT%02d:00:00Z\",\"symbol\":\"X\",\"interval\":\"1h\",\"open\":1,\"high\":1,\"low\":1,\"close\":1,\"volume\":1}\n", m, 1 + int(k / 24), k % 24 }'
	}
	bars 3 288 >in
	give @in tq-resample --to 1d --timezone America/New_York
	want 0
	grep '"volume":23,' "$GOT/out" | grep '"time":"2024-03-10T05:00:00Z"' | grep -q '"close_time":"2024-03-11T04:00:00Z"'
	bars 11 144 >in
	give @in tq-resample --to 1d --timezone America/New_York --day-start 17:00
	want 0
	grep '"volume":25,' "$GOT/out" | grep '"time":"2024-11-02T21:00:00Z"' | grep -q '"close_time":"2024-11-03T22:00:00Z"'
	give @in tq-resample --to 4h --timezone America/New_York
	want 0
	grep '"volume":1,' "$GOT/out" | grep '"time":"2024-11-04T04:00:00Z"' | grep -q '"close_time":"2024-11-04T05:00:00Z"'
}

@test "sessions: the day of New York has 390 minutes, what is outside of it is counted" {
	minutes 1440 1440 >in
	give @in tq-resample --to 1d --calendar us-equities
	want 0
	lines 1
	[ "$(field 1 time)" = '"2024-01-02T14:30:00Z"' ] && [ "$(field 1 close_time)" = '"2024-01-02T21:00:00Z"' ]
	says '1050 records outside of the sessions of us-equities left out'
	give @in tq-resample --to 1h --calendar us-equities
	want 0
	lines 7
	[ "$(field 7 time)" = '"2024-01-02T20:30:00Z"' ] && [ "$(field 7 close_time)" = '"2024-01-02T21:00:00Z"' ]
	[ "$(field 1 close_time)" = '' ]
}

@test "sessions: days make the week of their dates, with and without hours of their own" {
	for d in 02 03 04 05 08; do
		printf '{"type":"bar","time":"2024-01-%sT00:00:00Z","symbol":"X","interval":"1d","open":1,"high":2,"low":1,"close":1,"volume":3}\n' $d
	done >in
	give @in tq-resample --to 1w --calendar us-equities
	want 0
	lines 1
	[ "$(field 1 time)" = '"2024-01-02T00:00:00Z"' ] && [ "$(field 1 close_time)" = '"2024-01-06T00:00:00Z"' ]
	sed 's/T00:00:00Z/T14:30:00Z/; s/\(2024-01-..\)\(T14:30:00Z",.*\)}/\1\2,"close_time":"\1T21:00:00Z"}/' in >hours
	give @hours tq-resample --to 1w --calendar us-equities
	want 0
	lines 1
	[ "$(field 1 time)" = '"2024-01-02T14:30:00Z"' ] && [ "$(field 1 close_time)" = '"2024-01-05T21:00:00Z"' ]
}

@test "a date that the calendar does not know is refused" {
	minutes 0 1 | sed s/2024/1950/ >in
	give @in tq-resample --to 1d --calendar us-equities
	want 3
	says 'stdin:1: calendar us-equities does not know 1950-01-01T00:00:00Z'
}

@test "F0.17 out of order, twice, overlapping, reaching over: refused with the line" {
	{ minutes 1 1; minutes 0 1; } >in
	give @in tq-resample --to 5m
	want 3 '' 'tq-resample: stdin:2: time 2024-01-01T00:00:00Z < 2024-01-01T00:01:00Z before it (time-order)'
	{ minutes 1 1; minutes 1 1; } >in
	give @in tq-resample --to 5m
	want 3 '' 'tq-resample: stdin:2: time 2024-01-01T00:01:00Z came before (duplicate)'
	{ minutes 1 1; minutes 1 1 | sed s/:00Z/:30Z/; } >in
	give @in tq-resample --to 5m
	want 3 '' 'tq-resample: stdin:2: time 2024-01-01T00:01:30Z is within the bar of 2024-01-01T00:01:00Z (overlap)'
	minutes 4 1 | sed s/:00Z/:30Z/ >in
	give @in tq-resample --to 5m
	want 3 '' 'tq-resample: stdin:1: the bar of 2024-01-01T00:04:30Z reaches over the end of its 5m bar at 2024-01-01T00:05:00Z'
	{ minutes 0 2; minutes 0 1; minutes 2 3; } >in
	give @in tq-resample --to 5m --on-error quarantine --rejects rejects
	want 0
	lines 1
	grep -q '"line":3' rejects
}

@test "F2.18 an interval that does not divide is refused, one of --to passes" {
	INTERVAL=3m minutes 0 1 >in
	give @in tq-resample --to 5m
	want 3 '' 'tq-resample: stdin:1: bars of 3m do not make whole bars of 5m'
	INTERVAL=5m minutes 0 1 >in
	give @in tq-resample --to 5m
	want 0 "$(cat in)" ''
	INTERVAL=1w minutes 0 1 >in
	give @in tq-resample --to 1M
	want 3 '' 'tq-resample: stdin:1: bars of 1w do not make whole bars of 1M'
}

@test "two intervals that would make bars of one name: --from says which" {
	{ minutes 0 5; INTERVAL=5m minutes 5 1; minutes 5 5; } >in
	give @in tq-resample --to 10m
	want 3
	says 'stdin:6: 10m bars of X are made of 1m already, not of 5m (--from)'
	give @in tq-resample --to 10m --from 1m
	want 0
	lines 2
	has '"interval":"5m"'
}

@test "bars that are not closed do not count" {
	{ minutes 0 5 | sed '5s/}/,"closed":false}/'; minutes 4 1; } >in
	give @in tq-resample --to 5m
	want 0
	lines 1
	[ "$(field 1 volume)" = 15.5 ]
	says '1 bars that were not closed left out'
}

@test "quote_volume, trades and taker_buy_volume are summed where all bars have them; synthetic stays" {
	minutes 0 5 | sed 's/}/,"quote_volume":0.1,"trades":3,"taker_buy_volume":1e-1}/; 3s/}/,"synthetic":true}/' >in
	give @in tq-resample --to 5m
	want 0
	has '"volume":15.5,"quote_volume":0.5,"trades":15,"taker_buy_volume":0.5,"synthetic":true}'
	sed '2s/,"trades":3//' in >lacks
	give @lacks tq-resample --to 5m
	want 0
	has '"quote_volume":0.5,"taker_buy_volume":0.5'
}

@test "numbers with exponents and in quotes are written as plain numbers" {
	minutes 0 5 | sed '1s/"open":100.50/"open":1.005e2/; 2s/"high":103.0/"high":"900.0"/; 5s/"close":104.250/"close":"104.250"/' >in
	give @in tq-resample --to 5m
	want 0
	has '"open":100.5,"high":900,"low":98,"close":104.25,'
}

@test "--fill flat: bars at the last close where nothing was seen, marked synthetic" {
	{ minutes 0 5; minutes 15 5; } >in
	give @in tq-resample --to 5m
	want 0
	lines 2
	give @in tq-resample --to 5m --fill flat
	want 0
	lines 4
	[ "$(sed -n 2p "$GOT/out")" = '{"type":"bar","time":"2024-01-01T00:05:00Z","symbol":"X","interval":"5m","open":104.250,"high":104.250,"low":104.250,"close":104.250,"volume":0,"synthetic":true}' ]
	hasnt '00:15:00Z","symbol":"X","interval":"5m","open":101.50,"high":108.0,"low":98,"close":104.250,"volume":90.5,"synthetic"'
}

@test "trades to minutes: the first and the last one are partial, none is invented" {
	{ tick 1 10 1 buy; tick 59 12.0 2.5 sell; tick 60 11 1 buy; tick 119 9 1 buy; tick 240 8 1; tick 301 8 2; } >in
	give @in tq-resample --to 1m
	want 0
	lines 2
	has '{"type":"bar","time":"2024-01-01T00:01:00Z","symbol":"X","interval":"1m","open":11,"high":11,"low":9,"close":9,"volume":2,"quote_volume":20,"trades":2,"taker_buy_volume":2}'
	has '"time":"2024-01-01T00:04:00Z"'
	hasnt '"time":"2024-01-01T00:04:00Z","symbol":"X","interval":"1m","open":8,"high":8,"low":8,"close":8,"volume":1,"quote_volume":8,"trades":1,"taker'
	give @in tq-resample --to 1m --partial emit --fill flat
	want 0
	lines 6
	[ "$(grep -c '"partial":true' "$GOT/out")" = 2 ] && [ "$(grep -c '"synthetic":true' "$GOT/out")" = 2 ]
}

@test "a trade at the very beginning of a bar makes it whole" {
	{ tick 0 10 1; tick 61 10 1; } >in
	give @in tq-resample --to 1m
	want 0
	lines 1
	hasnt partial
}

@test "F0.17 trades out of order or told twice are refused, equal stamps are not" {
	{ tick 5 1 1; tick 4 1 1; } >in
	give @in tq-resample --ticks 9
	want 3
	says 'stdin:2: time 2024-01-01T00:00:04Z < 2024-01-01T00:00:05Z before it (time-order)'
	{ tick 5 1 1 buy 7; tick 5 1 1 buy 8; tick 5 1 1 buy 8; } >in
	give @in tq-resample --ticks 9
	want 3
	says 'stdin:3: trade 8 came before (duplicate)'
	tick 5 1 -1 >in
	give @in tq-resample --ticks 9
	want 3
}

@test "tick bars: names, times of their own even where all stamps are equal" {
	for i in 1 2 3 4 5; do tick 7 10$i 1; done >in
	give @in tq-resample --ticks 2 --partial emit
	want 0
	lines 3
	[ "$(field 1 time)" = '"2024-01-01T00:00:07Z"' ] && [ "$(field 2 time)" = '"2024-01-01T00:00:07.000000001Z"' ]
	[ "$(field 2 close_time)" = '"2024-01-01T00:00:07.000000001Z"' ] && [ "$(field 3 partial)" = true ]
	[ "$(field 1 interval)" = '"2t"' ]
	tq-validate -q --on gap=stop "$GOT/out"
}

@test "L1 every tool down the pipe takes information bars, known at their close" {
	for i in 1 2 3 4 5 6 7 8; do tick "$((i * 7))" $((100 + i * i)) 1; done >in
	tq-resample --ticks 2 in | tq-validate | tq-signal --long 'close > open' | tq-risk --cash 1000 | tq-paper >out
	[ "$(grep '"signal"' out | head -1 | grep -o '"time":"[^"]*"')" = '"time":"2024-01-01T00:00:14Z"' ]
	grep -q '"type":"fill","time":"2024-01-01T00:00:21Z"' out
	tq-report out | grep -q 'Total return'
	tq-resample --ticks 2 in | tq-validate --strict >out 2>err && return 1
	grep -q 'cannot check: bars of 2t have no length of time' err
}

@test "volume bars: whole trades, or divided to the last decimal" {
	{ tick 1 10 0.7 buy; tick 2 11 2.6 sell; tick 3 12 0.2; } >in
	give @in tq-resample --volume 1 --partial emit
	want 0
	[ "$(field 1 volume)" = 3.3 ] && [ "$(field 2 volume)" = 0.2 ] && [ "$(field 1 interval)" = '"1v"' ]
	give @in tq-resample --volume 1 --partial emit --split
	want 0
	lines 4
	[ "$(field 1 volume)$(field 2 volume)$(field 3 volume)$(field 4 volume)" = 1110.5 ]
	[ "$(field 1 quote_volume)" = 10.3 ] && [ "$(field 1 trades)" = 2 ] && [ "$(field 2 trades)" = 0 ]
	[ "$(field 1 taker_buy_volume)" = 0.7 ] && [ "$(field 4 trades)" = 1 ]
}

@test "notional bars: a part is rounded up to eight decimals, sums stay exact" {
	{ tick 1 3 100; tick 2 7 0.5; } >in
	give @in tq-resample --notional 100 --split --partial emit
	want 0
	lines 4
	[ "$(field 1 volume)" = 33.33333334 ] && [ "$(field 1 interval)" = '"100q"' ]
	[ "$(field 4 volume)" = 0.49999999 ] && [ "$(field 4 quote_volume)" = 3.49999993 ]
	awk -F'"volume":' '{ sum += int($2 * 1e8 + 0.5) } END { exit sum != 10050000000 }' "$GOT/out"
}

@test "C1.54 imbalance bars: the first has the expected ticks, runs of one side end early" {
	for i in $(seq 1 40); do tick "$i" $((100 + i)) 1; done >in
	give @in tq-resample --imbalance tick --expected-ticks 10 --partial emit
	want 0
	[ "$(field 1 trades)" = 10 ] && [ "$(field 1 interval)" = '"10ti"' ]
	[ "$(field 2 trades)" = 9 ]
	give @in tq-resample --imbalance tick --expected-ticks 10 --expected-imbalance 0.5 --sign side
	want 0
	[ "$(field 1 trades)" = 6 ]
}

@test "exactly one kind of bar must be named; wrong values are refused" {
	give '' tq-resample
	want 2 '' 'tq-resample: one of --to, --ticks, --volume, --notional and --imbalance is needed'
	give '' tq-resample --to 1h --ticks 5
	want 2
	give '' tq-resample --to 1H
	want 2 '' "tq-resample: --to: not an interval like 5m, 1h, 1d, 1w or 1M: '1H'"
	give '' tq-resample --to 100t
	want 2 '' "tq-resample: --to: '100t' is no time: --ticks, --volume, --notional and --imbalance make such bars"
	give '' tq-resample --to 1d --day-start 25:00
	want 2
	give '' tq-resample --volume 0
	want 2
	give '' tq-resample --volume 1.0123456789
	want 2 '' 'tq-resample: a bar of 1.0123456789v has more than 9 significant digits'
	give '' tq-resample --to 1d --calendar us-equities --timezone UTC
	want 2
	give '' tq-resample --to 1d --calendar mars
	want 2
	give '' tq-resample --to 1d --timezone Mars/Olympus
	want 2
}

@test "F2.18 with --state an open bar goes on in the next run" {
	minutes 0 3 >a
	minutes 3 2 >b
	give @a tq-resample --to 5m --state state
	want 0 '' ''
	give @b tq-resample --to 5m --state state
	want 0
	lines 1
	[ "$(field 1 volume)" = 15.5 ]
}

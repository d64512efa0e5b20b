#!/usr/bin/env bats
# SPDX-License-Identifier: ISC

load helper

# bars CLOSE...: a bar a day with these closes ("-": a bar without a close that is known)
bars() {
	[ $# -eq 0 ] || printf '%s\n' "$@" | awk '{
		day = NR - 1
		price = $1 == "-" ? "null" : $1
		printf "{\"type\":\"bar\",\"time\":\"%d-%02d-%02dT00:00:00Z\",", 2024 + int(day / 336),
			int(day / 28) % 12 + 1, day % 28 + 1
		printf "\"symbol\":\"X\",\"interval\":\"1d\",\"open\":%s,\"high\":%s,", price, price
		printf "\"low\":%s,\"close\":%s,\"volume\":1}\n", price, price
	}'
}

# Sides of the signals on standard output, in order.
sides() { grep '"type":"signal"' "$GOT/out" | sed 's/.*"side":"\([a-z]*\)".*/\1/' | tr '\n' ' '; }

said() { [ "$(sides)" = "$1" ] || { echo "wanted: $1"; echo "got: $(sides)"; show_got; return 1; }; }

@test "X.12 a signal stands behind its bar, with the close's time and price" {
	give "$(bars 1 2.50)" tq-signal --long 'close > 2' --name two
	want 0 '{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"X","interval":"1d","open":1,"high":1,"low":1,"close":1,"volume":1}
{"type":"bar","time":"2024-01-02T00:00:00Z","symbol":"X","interval":"1d","open":2.50,"high":2.50,"low":2.50,"close":2.50,"volume":1}
{"type":"signal","time":"2024-01-03T00:00:00Z","id":"'"$(field 3 id | tr -d '"')"'","symbol":"X","interval":"1d","strategy":"two","side":"long","strength":1,"price":2.5}' ''
	[[ $(field 3 id) =~ ^\"[0-9a-f]{16}\"$ ]]
}

@test "L6 the same bar gives the same id, another venue another one" {
	local bar='{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"X","venue":"A","interval":"1d","open":1,"high":1,"low":1,"close":1,"volume":1}'
	give "$bar" tq-signal -s buy-and-hold
	local id=$(field 2 id)
	give "$bar" tq-signal -s buy-and-hold
	[ "$id" = "$(field 2 id)" ]
	give "${bar/\"A\"/\"B\"}" tq-signal -s buy-and-hold
	[ "$id" != "$(field 2 id)" ]
	has '"venue":"B","interval"'
}

@test "a rule fires when it turns true, and with --every-bar as long as it holds" {
	give "$(bars 1 3 4 1 3)" tq-signal --long 'close > 2'
	said 'long long '
	give "$(bars 1 3 4 1 3)" tq-signal --long 'close > 2' --every-bar
	said 'long long long '
}

@test "rules are tried in order and the first one wins" {
	give "$(bars 1 3)" tq-signal --long 'close > 2' --short 'close > 2.5'
	said 'long '
	printf 'short when close > 2.5\nlong when close > 2\n' >s.tq
	give "$(bars 1 3)" tq-signal -s s.tq
	said 'short '
	has '"strategy":"s"'
}

@test "--side turns the other side's rules into flat" {
	give "$(bars 1 3 1 0)" tq-signal --long 'close > 2' --short 'close < 1' --side long
	said 'long flat '
	give "$(bars 1 3 1 0)" tq-signal --long 'close > 2' --short 'close < 1' --side short
	said 'flat short '
	give '' tq-signal --long 'close > 2' --side up
	[ "$status" = 2 ]
}

@test "F2.10 a null field says nothing, and no signal is made of it" {
	local bar='{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"X","interval":"1d","open":1,"high":1,"low":1,"close":1,"volume":1,"rate":null}'
	give "$bar" tq-signal --long 'rate > 0 or close > 0' --flat 'not rate > 0'
	want 0 "$bar" "tq-signal: field 'rate' of the strategy was in no bar"
	give "${bar/null/0.5}" tq-signal --long 'rate > 0'
	said 'long '
	give "${bar/null/\"0.5\"}" tq-signal --long 'rate > 0'
	said 'long '
	give "${bar/null/true}" tq-signal --long 'rate > 0'
	want 3 '' 'tq-signal: stdin:1: field "rate" is not a number: true'
}

@test "F2.10 a bar without a close is refused" {
	give "$(bars 1 -)" tq-signal --long 'close > 2'
	want 3 "$(bars 1)" 'tq-signal: stdin:2: field "open" is null'
}

@test "a bar that is not closed is passed on and not counted" {
	local bar='{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"X","interval":"1d","open":1,"high":1,"low":1,"close":9,"volume":1,"closed":false}'
	give "$bar
${bar/\"closed\":false/\"closed\":true}" tq-signal --long 'close > 2'
	said 'long '
	lines 3
}

@test "F0.17 a bar that does not come after its series' last one is refused" {
	give "$(bars 1 2; bars 3)" tq-signal -s buy-and-hold
	want 3 "$(cat "$GOT/out")" \
		"tq-signal: stdin:3: bar of 2024-01-01T00:00:00Z is not after its series' last, 2024-01-02T00:00:00Z"
	give "$(bars 1 2; bars 3 4 5)" tq-signal --long 'close > 4' --on-error quarantine
	said 'long '
	[ "$(grep -c '"type":"reject"' "$GOT/out")" = 2 ]
}

@test "L3 F2.6 each series has its own memory" {
	{ bars 1 1 3; bars 3 3 1 | sed 's/"X"/"Y"/'; bars 1 3 | sed 's/"1d"/"1h"/'; } |
		sort -t'"' -k8,8 -s >in
	give @in tq-signal --long 'crosses_above(close, 2)' --short 'crosses_below(close, 2)'
	[ "$(sed -n 's/.*signal.*"symbol":"\(.\)","interval":"\(..\)".*"side":"\([a-z]*\)".*/\1 \2 \3/p' \
		"$GOT/out" | sort | tr '\n' ,)" = 'X 1d long,X 1h long,Y 1d short,' ] || show_got
}

@test "F0.7 all faults of a strategy before the first record, with place and caret" {
	printf 'param n = 3 in 1..9\nlet f = smaa(close, n)\nlong when f > clsoe\n' >s.tq
	give "$(bars 1 2)" tq-signal -s ./s.tq --set m=1 --set n=0
	want 2 '' "tq-signal: --set: no parameter 'm' (there are: n)
tq-signal: parameter 'n' is 0, not in 1..9
tq-signal: ./s.tq:2:9: unknown function 'smaa' (did you mean sma?)
tq-signal: let f = smaa(close, n)
tq-signal:         ^
tq-signal: ./s.tq:3:15: unknown name 'clsoe' (did you mean close?)
tq-signal: long when f > clsoe
tq-signal:               ^
tq-signal: 4 faults in the strategy, no record was read"
}

@test "F0.7 what is wrong with the options is said" {
	give '' tq-signal
	want 2 '' 'tq-signal: no strategy: give --strategy, or --long, --short, --flat'
	give '' tq-signal -s sma-cross --long 'close > 1'
	want 2 '' 'tq-signal: --strategy and --long, --short, --flat: one or the other'
	give '' tq-signal -s sma-cros
	want 2 '' "tq-signal: no strategy 'sma-cros' (did you mean sma-cross?)"
	give '' tq-signal -s no/such.tq
	want 4 '' "tq-signal: cannot open 'no/such.tq': No such file or directory"
	give '' tq-signal -s sma-cross --set fast=60
	says 'sma-cross.tq:7:1: the requirement does not hold with fast = 60, slow = 50'
	[ "$status" = 2 ]
}

@test "--print gives the text of a strategy, to begin one's own from" {
	tq-signal --print sma-cross >own.tq
	cmp own.tq "$BATS_TEST_DIRNAME/../../share/strategies/sma-cross.tq"
	tq-signal --print ./own.tq | cmp - own.tq
	give @- tq-signal --print sma-kross
	want 2 '' "tq-signal: no strategy 'sma-kross' (did you mean sma-cross?)"
}

@test "--describe says which fields are read, of what" {
	strategy() { printf '%s\n' "$@" >s.tq; }
	strategy 'long when on("4h", close@"ETH/USDT") > close@"@kraken" and funding.rate < high' \
		'flat when on("1d", low[2], "us-equities") > 3 or age("tick") > 9'
	give @- tq-signal --describe ./s.tq
	want 0 's: 
rules: long flat
judges: each bar (high low)
lookback: 0 bars
reads: 4h bars, ETH/USDT, 4h bars of ETH/USDT, @kraken, funding, 1d bars by us-equities (lookback 2), tick'
	strategy 'each book' 'long when book_imbalance(book) > 0 price book_micro(book)'
	give @- tq-signal --describe ./s.tq
	want 0 's: 
rules: long
judges: each book (bids asks)
lookback: 0 bars'
}

@test "F1.23 a new strategy is a file, found by name in the library" {
	mkdir -p data/strategies
	printf 'description "mine"\nlong when close > 2\n' >data/strategies/mine.tq
	export TQ_DATA_DIR=$PWD/data
	give "$(bars 1 3)" tq-signal -s mine
	said 'long '
	give '' tq-signal --list-strategies
	want 0 'mine                 mine'
}

@test "--list-strategies and --describe read no input" {
	give @- tq-signal --list-strategies
	want 0
	has 'sma-cross            Long when the fast average crosses'
	give @- tq-signal --describe sma-cross --set fast=10
	want 0 'sma-cross: Long when the fast average crosses above the slow one, short when below
source: W. Brock, J. Lakonishok, B. LeBaron, Journal of Finance (1992): moving average rules
param fast = 10 in 5..100 "bars of the quick average"
param slow = 50 in 20..400 "bars of the slow average"
rules: long short
judges: each bar (close)
lookback: 50 bars'
}

@test "L2 a state is only for the rules and parameters that made it" {
	bars 1 2 3 >in
	give @in tq-signal -s sma-cross --state s
	want 0
	give @in tq-signal -s sma-cross --set fast=10 --state s
	[ "$status" = 8 ]
	printf 'long when close > 2\n' >mine.tq
	rm s
	give @in tq-signal -s mine.tq --state s
	want 0
	printf 'long when close > 3\n' >mine.tq
	give @in tq-signal -s mine.tq --state s
	[ "$status" = 8 ]
	says 'it was made with other rules or parameters'
}

@test "L2 a bar that was growing when the state was saved is counted when it is closed" {
	local bar='{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"X","interval":"1d","open":1,"high":1,"low":1,"close":9,"volume":1'
	give "$bar,\"closed\":false}" tq-signal --long 'close > 2' --state s
	said ''
	give "$bar,\"closed\":true}" tq-signal --long 'close > 2' --state s
	said 'long '
	give "$bar,\"closed\":true}" tq-signal --long 'close > 2' --state s
	want 0 '' ''
}

# ---- the strategies of the library

# wave A B C...: closes that go from one to the next by steps of 1
wave() {
	local at=$1 to closes=
	for to; do
		while [ "$at" -ne "$to" ]; do
			closes+=" $at"
			at=$((at < to ? at + 1 : at - 1))
		done
	done
	bars $closes "$at"
}

# scene NAME: 400 closes
scene() {
	bars $(awk -v scene="$1" 'BEGIN {
		for (i = 0; i < 400; i++) {
			if (scene == "ramp") x = 100 + i / 4
			if (scene == "alternating") x = 100 + i % 2 / 10
			printf "%.10f ", x
		}
	}')
}

@test "F0.20 a rise by equal steps crosses no averages" {
	scene ramp >in
	for strategy in sma-cross ema-cross; do
		give @in tq-signal -s $strategy
		said ''
	done
	scene alternating >in
	give @in tq-signal -s sma-cross
	said ''
}

@test "F3.14 sma-cross: up is long, down is short" {
	give "$(wave 90 60 100 60)" tq-signal -s sma-cross --set fast=5 --set slow=20
	said 'long short '
}

@test "F3.14 ema-cross: up is long, down is short" {
	give "$(wave 90 60 100 60)" tq-signal -s ema-cross --set fast=5 --set slow=20
	said 'long short '
}

# swings SLOPE: a trend with swings in it
swings() { bars $(awk -v slope="$1" 'BEGIN {
	for (i = 0; i < 300; i++) printf "%.2f ", 500 + slope * i + 8 * sin(i / 8) }'); }

@test "F3.14 macd-trend: long in a rise with swings, short in a fall" {
	give "$(swings 0.5)" tq-signal -s macd-trend
	sides | grep -q 'long flat long'
	! sides | grep -q short
	give "$(swings -0.5)" tq-signal -s macd-trend
	sides | grep -q 'short flat short'
	! sides | grep -q long
}

@test "F3.14 donchian-breakout: a new high is long, a new low is short, the middle flat" {
	give "$(wave 60 70 60 80 50)" tq-signal -s donchian-breakout --set n=8
	sides | grep -q 'long flat short'
	give "$(wave 60 90)" tq-signal -s donchian-breakout --set n=8
	said 'long '
	give "$(wave 90 60)" tq-signal -s donchian-breakout --set n=8
	said 'short '
}

@test "F3.14 rsi-reversion: back from below is long, back from above is short" {
	give "$(wave 100 70 76)" tq-signal -s rsi-reversion
	sides | grep -q '^long'
	give "$(wave 70 100 94)" tq-signal -s rsi-reversion
	sides | grep -q '^short'
}

@test "F3.14 bollinger-reversion: back from below is long, back from above is short" {
	local calm=$(for _ in $(seq 12); do echo 99 101; done)
	give "$(bars $calm 80 95)" tq-signal -s bollinger-reversion
	sides | grep -q 'long $'
	give "$(bars $calm 120 105)" tq-signal -s bollinger-reversion
	sides | grep -q 'short $'
}

@test "F3.14 buy-and-hold: long on the first bar, once" {
	give "$(wave 60 80 60)" tq-signal -s buy-and-hold
	said 'long '
	field 2 side | grep -q long
}

@test "--list-functions knows every function, and so does a manual" {
	give @- tq-signal --list-functions
	want 0
	has 'macd(x, fast = 12, slow = 26, signal = 9) .macd, .signal, .hist'
	[ "$(grep -c '^[a-z]' "$GOT/out")" -ge 230 ]
	"$BIN/tq-indicator" --catalogue > "$GOT/catalogue"
	grep -o '^[a-z_0-9]*' "$GOT/out" | while read -r name; do
		grep -q "\(Fn\|Fn .*\|Cm\|Ql\) \(.* \)\?\"\?$name\b" "$ROOT/man/tq-strategy.5" ||
			grep -q "^$name	" "$GOT/catalogue" ||
			{ echo "the manual has no $name"; false; }
	done
}

#!/usr/bin/env bats
# SPDX-License-Identifier: ISC

# What statements and attributes of strategy files make of bars.

load helper

# bars CLOSE...: a bar an hour with these closes, high 1 above and low 1 below
bars() {
	printf '%s\n' "$@" | awk '{
		printf "{\"type\":\"bar\",\"time\":\"2024-01-%02dT%02d:00:00Z\",", 1 + int(NR / 24), NR % 24
		printf "\"symbol\":\"X\",\"interval\":\"1h\",\"open\":%s,\"high\":%.2f,", $1, $1 + 1
		printf "\"low\":%.2f,\"close\":%s,\"volume\":%d}\n", $1 - 1, $1, NR % 3
	}'
}

strategy() { printf '%s\n' "$@" >s.tq; }

# signals CLOSE...: signals of s.tq without what every signal has
signals() {
	local options=()
	while [ "${1#-}" != "$1" ]; do options+=("$1" "$2"); shift 2; done
	bars "$@" >in
	tq-signal -s ./s.tq "${options[@]}" in 2>err | grep '"signal"' |
		sed 's/.*T\(..\):00:00Z","id":"[0-9a-f]*","symbol":"X","interval":"1h","strategy":"s",/\1 /; s/}$//; s/"//g' >got
}

says_all() {
	printf '%s\n' "$@" >want
	[ -n "$1" ] || : >want
	diff want got || { cat err; false; }
}

@test "attributes are expressions of the signal's bar, on its line or below" {
	strategy 'long when close > 4 stop low take close * 2' '  # far away' '' '  trail 1.5' \
		'  size 0.1 + 0.2 max_hold 2 * 3 tif ioc tag "a \b"' 'flat when close < 2 tag "out"'
	signals 1 5 1
	says_all '02 side:flat,strength:1,price:1,tag:out' \
		'03 side:long,strength:1,price:5,stop:4,take:10,trail:1.5,size:0.3,max_hold:6,tif:ioc,tag:a \\b' \
		'04 side:flat,strength:1,price:1,tag:out'
	strategy 'long when close > 4 limit close - 1 only_when_flat add' 'short when close < 2 stop_entry low qty 3'
	signals 1 5 1
	says_all '03 side:long,strength:1,price:5,limit:4,add:true,only_when_flat:true'
	grep -q '2 signals dropped' err
}

@test "F2.10 a price or a size that is null or cannot be drops the signal and is counted" {
	strategy 'long when close > 4 stop close / (close - close)'
	signals 1 5 1 5
	says_all ''
	grep -q '2 signals dropped' err
	strategy 'long when close > 4 stop low - 9'
	signals 1 5
	says_all ''
	strategy 'long when close > 4 size 1.5'
	signals 1 5
	says_all ''
	strategy 'long when close > 4 size 0 - 0.5'
	signals 1 5
	says_all ''
	strategy 'long when close > 4 target close[5]'
	signals 1 5
	says_all ''
	strategy 'long when close > 4 take 1e300'
	signals 1 5
	says_all ''
}

@test "strength and score that are null are left out, strength is held to 0..1" {
	strategy 'long when close > 4 strength close[9] score close[9]' 'short when close < 2 strength 7 score 0 - 7'
	signals 5 1
	says_all '02 side:long,price:5' '03 side:short,strength:1,price:1,score:-7'
}

@test "prices have four digits more than the bar's, half to even, sizes ten" {
	strategy 'long when close > 4 stop close / 3 size 1 / 3'
	signals 1 5
	says_all '03 side:long,strength:1,price:5,stop:1.6667,size:0.3333333333'
	signals 1 5.25
	says_all '03 side:long,strength:1,price:5.25,stop:1.75,size:0.3333333333'
	signals 1 5.251
	says_all '03 side:long,strength:1,price:5.251,stop:1.7503333,size:0.3333333333'
	strategy 'long when close > 4 stop close + 0.00005'
	signals 1 5
	says_all '03 side:long,strength:1,price:5,stop:5'
	strategy 'long when close > 4 stop close + 0.00015'
	signals 1 5
	says_all '03 side:long,strength:1,price:5,stop:5.0002'
	strategy 'long when close > 4 take close * 1e15'
	signals 1 5
	says_all '03 side:long,strength:1,price:5,take:5000000000000000'
}

@test "the sign of a target or a weight is the side" {
	strategy 'long when true every_bar target 3 - close'
	signals 1 3 5
	says_all '02 side:long,strength:1,price:1,target:2' '03 side:flat,strength:1,price:3' \
		'04 side:short,strength:1,price:5,target:-2'
	strategy 'long when true every_bar weight (close - 3) / 3'
	signals --side long 1 3 5
	says_all '02 side:flat,strength:1,price:1' '03 side:flat,strength:1,price:3' \
		'04 side:long,strength:1,price:5,weight:0.6666666667'
}

@test "every_bar is of one rule" {
	strategy 'long when close > 4 every_bar' 'short when close < 2'
	signals 5 6 1 1 5
	says_all '02 side:long,strength:1,price:5' '03 side:long,strength:1,price:6' \
		'04 side:short,strength:1,price:1' '06 side:long,strength:1,price:5'
}

@test "a ratchet is said again when it has changed, until another side is said" {
	strategy 'long when close > 4 ratchet highest(close, 3) - 2' 'flat when close < 2'
	signals 3 3 5 5 6 4 4 4 1 1 1
	says_all '04 side:long,strength:1,price:5,ratchet:3' \
		'06 side:long,strength:1,price:6,ratchet:4,only_when_open:true' \
		'09 side:long,strength:1,price:4,ratchet:2,only_when_open:true' \
		'10 side:flat,strength:1,price:1'
}

@test "a ratchet beside another entry of its side, and none without a value" {
	strategy 'long when close > 4 and close < 6 ratchet close - 2 + 0 * sqrt(7 - close)' \
		'long when close > 6 add tag "more"' 'short when close < 2'
	signals 5 6.5 8 7 1 7
	says_all '02 side:long,strength:1,price:5,ratchet:3' \
		'03 side:long,strength:1,price:6.5,add:true,tag:more' \
		'03 side:long,strength:1,price:6.5,ratchet:4.5,only_when_open:true' \
		'05 side:long,strength:1,price:7,ratchet:5,only_when_open:true' \
		'06 side:short,strength:1,price:1' '07 side:long,strength:1,price:7,add:true,tag:more'
	[ "$(grep -o '"id":"[^"]*"' in | sort | uniq -d)" = '' ]
}

@test "rules for what is open: beside the entries and before them, unfiltered, silent when null" {
	strategy 'filter close < 6' 'confirm 2' 'long when close > 4' \
		'long when close > 2 only_when_open every_bar ratchet close[2] - 1' \
		'short when close > 6 only_when_open ratchet close + 1' 'flat when close < 2'
	signals 3 5 5 7 1
	says_all '04 side:long,strength:1,price:5,ratchet:2,only_when_open:true' \
		'04 side:long,strength:1,price:5' \
		'05 side:long,strength:1,price:7,ratchet:4,only_when_open:true' \
		'05 side:short,strength:1,price:7,ratchet:8,only_when_open:true' \
		'06 side:flat,strength:1,price:1'
	tq-signal --check s.tq
}

@test "an entry without its ratchet is dropped" {
	strategy 'long when close > 4 ratchet close[2]'
	signals 5 1 5 6
	says_all '04 side:long,strength:1,price:5,ratchet:5' '05 side:long,strength:1,price:6,ratchet:1,only_when_open:true'
}

@test "C0.29 filters are a part of each entry's condition, and of no exit's" {
	strategy 'filter close > 5' 'filter volume > 0' 'long when close > 4' 'flat when close < 2'
	signals 5 6 6 6 1   # volumes 1 2 0 1 2
	says_all '03 side:long,strength:1,price:6' '05 side:long,strength:1,price:6' \
		'06 side:flat,strength:1,price:1'
}

@test "C0.29 confirm: an entry holds so many bars in a row, an exit none" {
	strategy 'confirm 3' 'long when close > 4' 'flat when close < 2'
	signals 5 5 1 5 5 5 5 1
	says_all '04 side:flat,strength:1,price:1' '07 side:long,strength:1,price:5' \
		'09 side:flat,strength:1,price:1'
	signals --confirm 2 5 5 1 5 5 5 5 1
	says_all '03 side:long,strength:1,price:5' '04 side:flat,strength:1,price:1' \
		'06 side:long,strength:1,price:5' '09 side:flat,strength:1,price:1'
	strategy 'confirm 2' 'long when close > 4 every_bar'
	signals 5 5 5 1 5 5
	says_all '03 side:long,strength:1,price:5' '04 side:long,strength:1,price:5' \
		'07 side:long,strength:1,price:5'
}

@test "C0.29 quality is said, held to 0..100, and --min-quality keeps entries out" {
	strategy 'quality (close - 4) * 50' 'long when close > 4 every_bar' 'flat when close < 2'
	signals 5 5.5 8 1
	says_all '02 side:long,strength:1,price:5,quality:50' '03 side:long,strength:1,price:5.5,quality:75' \
		'04 side:long,strength:1,price:8,quality:100' '05 side:flat,strength:1,price:1,quality:0'
	signals --min-quality 60 5 5.5 8 1
	says_all '03 side:long,strength:1,price:5.5,quality:75' \
		'04 side:long,strength:1,price:8,quality:100' '05 side:flat,strength:1,price:1,quality:0'
	strategy 'quality close / (close - 5)' 'long when close > 4'
	signals --min-quality 0 5
	says_all ''
	strategy 'long when close > 4'
	give '' tq-signal -s ./s.tq --min-quality 0
	want 2 '' "tq-signal: --min-quality: 's' has no 'quality'"
}

@test "C2.7 emit puts values into why" {
	strategy 'emit twice = close * 2' 'emit past = close[1]' 'long when close > 4'
	signals 5 1 5.5
	says_all '02 side:long,strength:1,price:5,why:{twice:10,past:null}' \
		'04 side:long,strength:1,price:5.5,why:{twice:11,past:1}'
}

@test "a preset gives values, --set is stronger" {
	strategy 'param n = 1 in 1..9 "bars"' 'param m = 2 in 1..9' 'preset high n = 4, m = 3' \
		'emit n = n' 'emit m = m' 'long when close > 0'
	signals 5
	says_all '02 side:long,strength:1,price:5,why:{n:1,m:2}'
	signals --preset high 5
	says_all '02 side:long,strength:1,price:5,why:{n:4,m:3}'
	signals --set m=7 --preset high 5
	says_all '02 side:long,strength:1,price:5,why:{n:4,m:7}'
	give '' tq-signal -s ./s.tq --preset low
	want 2 '' "tq-signal: --preset: no preset 'low' (there are: high)
tq-signal: 1 fault in the strategy, no record was read"
	give '' tq-signal --describe ./s.tq --preset high
	want 0 's: 
param n = 4 in 1..9 "bars"
param m = 3 in 1..9
preset high n = 4, m = 3
rules: long
judges: each bar (close)
lookback: 0 bars'
}

@test "several strategies in one run, each with its own parameters" {
	strategy 'param x = 4 in 0..9' 'long when close > x'
	cp s.tq t.tq
	bars 5 1 8 >in
	give @in tq-signal -s ./s.tq -s high=t.tq --set high.x=7
	[ "$(grep -o '"strategy":"[a-z]*"' "$GOT/out" | tr '\n' ' ')" = '"strategy":"s" "strategy":"s" "strategy":"high" ' ]
	give @in tq-signal -s a=s.tq -s b=t.tq --set x=7
	[ "$(grep -o '"strategy":"[a-z]*"' "$GOT/out" | tr '\n' ' ')" = '"strategy":"a" "strategy":"b" ' ]
	give @in tq-signal -s ./s.tq -s s.tq
	want 2 '' "tq-signal: two strategies are called 's': name one of them (--strategy LABEL=s.tq)"
	give @in tq-signal -s a=s.tq -s b=t.tq --name c
	want 2 '' 'tq-signal: --name is for one strategy: --strategy LABEL=NAME names one of several'
	give @in tq-signal -s a=s.tq -s b=t.tq --set b.y=7
	want 2 '' "tq-signal: --set: no parameter 'y' (there are: x)
tq-signal: 1 fault in the strategy, no record was read"
	printf 'each quote\nlong when bid > 1 price ask\n' >q.tq
	give @in tq-signal -s s.tq -s q.tq
	want 2 '' "tq-signal: 's' judges each bar and 'q' each quote: run them apart"
}

@test "C3.32 a blend is one weight a series, said when it changes" {
	strategy 'long when close > 4' 'flat when close < 2'
	printf 'short when close > 7 weight 0 - 0.5\nflat when close < 2\n' >t.tq
	bars 5 5 8 1 1 >in
	give @in tq-signal -s a=s.tq -s b=t.tq --blend a=0.6,b=0.4
	[ "$(grep signal "$GOT/out" | sed 's/.*"side":\(.*\)}$/\1/')" = '"long","strength":1,"price":5,"weight":0.6,"why":{"weights":{"a":0.6,"b":0.4},"positions":{"a":1,"b":0}}
"long","strength":1,"price":8,"weight":0.4,"why":{"weights":{"a":0.6,"b":0.4},"positions":{"a":1,"b":-0.5}}
"flat","strength":1,"price":1,"why":{"weights":{"a":0.6,"b":0.4},"positions":{"a":0,"b":0}}' ] || { show_got; false; }
	give @in tq-signal -s a=s.tq -s b=t.tq --blend a=0.6,b=0.3
	want 2 '' "tq-signal: --blend: the weights' sum is 0.9, not 1"
	give @in tq-signal -s a=s.tq -s b=t.tq --blend a=1
	want 2 '' "tq-signal: --blend: 'b' has no weight"
	give @in tq-signal -s a=s.tq -s b=t.tq --blend a=1,c=0
	want 2 '' "tq-signal: --blend: no strategy 'c'"
	give @in tq-signal -s a=s.tq --blend a=x
	want 2 '' "tq-signal: --blend: 'x' is no weight"
	give @in tq-signal -s a=s.tq --reallocate
	want 2 '' 'tq-signal: --reallocate is for --blend'
	give @in tq-signal -s a=s.tq --blend a=1 --best 1
	want 2 '' 'tq-signal: --blend and --best: one or the other'
}

@test "L2 a run cut in two says the same, with ratchets, confirmation and a blend" {
	strategy 'confirm 2' 'long when close > 4 ratchet close - 1' 'short when close < 3' 'flat when close > 8'
	cp s.tq t.tq
	bars 5 5 6 7 9 2 2 2 5 5 5 6 2 2 9 >in
	for blend in '' '--blend a=0.5,b=0.5'; do
		tq-signal -s a=s.tq -s b=t.tq $blend in >whole
		for k in 1 2 3 4 5 7 9 12; do
			rm -f st
			head -n $k in | tq-signal -s a=s.tq -s b=t.tq $blend --state st >parts
			tail -n +$((k + 1)) in | tq-signal -s a=s.tq -s b=t.tq $blend --state st >>parts
			cmp whole parts
		done
	done
}

@test "a strategy file as an editor on Windows leaves it" {
	printf '\xef\xbb\xbflong when close > 4\r\nflat when close < 2\r\n' >s.tq
	signals 5 1
	says_all '02 side:long,strength:1,price:5' '03 side:flat,strength:1,price:1'
	printf 'long when close > 4\n\xef\xbb\xbfflat when close < 2\n' >s.tq
	give '' tq-signal --check ./s.tq
	has './s.tq:2:1: unexpected byte 0xef'
}

@test "--check finds rules that no sound bar fulfils: a forgotten [1]" {
	while read -r never rule; do
		strategy "long when $rule" 'flat when close < 2'
		give '' tq-signal --check ./s.tq
		[ "$(grep -c 'never true' "$GOT/out")" = "$never" ] || { echo "$rule"; return 1; }
	done <<'END'
1 close > highest(high, 20)
1 close > highest(close, 5) and volume > 3
1 volume > 3 and lowest(low, 5) > open
1 low < lowest(low, 10)
1 crosses_above(close, highest(high, 20))
1 close > donchian(20).upper
1 close < donchian(20).lower
1 close > high or low > close
1 on("4h", close > highest(high, 3)) and 1 > 2
0 close > highest(high, 20)[1]
0 close >= highest(high, 20)
0 close > highest(low, 20)
0 high > highest(close, 20)
0 close > donchian(20, lag = 1).upper
0 close > high or volume > 3
0 close < highest(high, 20)
0 not (close > highest(high, 20))
0 close@"Y" > highest(high, 20)
0 on("4h", close) > highest(high, 20)
END
}

@test "--check finds conditions that the range of their parts excludes" {
	while read -r never rule; do
		strategy "long when $rule" 'flat when close < 2'
		give '' tq-signal --check ./s.tq
		[ "$(grep -c "never true: the rule for 'long'" "$GOT/out")" = "$never" ] || { echo "$rule"; return 1; }
	done <<'END'
1 rsi(close, 14) > 100
0 rsi(close, 14) >= 100
1 rsi(close, 14) < 0
1 sma(rsi(close, 14), 5) > 100
1 willr(14) > 20
1 stoch().k > 100
0 stoch(5, 3, 3).k > 100
1 crosses_above(rsi(close, 2), 100)
1 crosses_above(rsi(close, 2), 0)
1 crosses_below(rsi(close, 2), 0)
0 crosses_above(rsi(close, 2), 99)
1 rsi(close, 14) > 70 and rsi(close, 14) < 30
0 rsi(close, 14) > 70 or rsi(close, 14) < 30
1 rsi(close, 14) > 70 and rsi(close, 14) + 5 < 75
0 rsi(close, 14) > 70 and rsi(close, 7) < 30
0 rsi(close, 14) > 70 and rsi(close, 14)[1] < 70
1 hour == 24
1 hour > 22 and hour < 23
0 hour > 22 and hour < 24
1 weekday > 7
1 weekday == 0 and close > 3
0 weekday == 7
1 minute >= 60 or month > 12
1 hour("Asia/Kolkata") < 9 and hour("Asia/Kolkata") >= 16
0 hour("Asia/Kolkata") < 9 and hour >= 16
1 close > open and close < open
1 close > open and close == open
1 close > open and not (close > open)
1 close > 2 and not (close > 2)
1 close > open and open > high
1 close > open and open >= close
0 close > open and open >= low
1 close > sma(close, 20) and sma(close, 20) > sma(close, 50) and close < sma(close, 50)
0 close > sma(close, 20) and sma(close, 20) > sma(close, 50) and open < sma(close, 50)
1 close != close
1 close < 0
0 close[1] > close
0 close - open < 0
1 high - low < 0
1 close / highest(high, 5) > 1
0 close / highest(high, 5)[1] > 1
1 close > close + atr(14)
1 atr(14) < 0
1 abs(close - open) < 0
1 sqrt(0 - abs(close)) > 1
1 min(close, 5) > 6
0 max(close, 5) > 6
1 if(close > open, 1, 2) > 2
1 if(close > open, open > close, open < open)
0 if(close > open, open > 5, open < 4)
1 count(close > open, 5) > 5
0 count(close > open, 5) == 5
1 between(rsi(close, 14), 80, 60)
1 between(rsi(close, 14), 101, 110)
1 clamp(close, 0, 10) > 10
1 nz(rsi(close, 14), 50) > 100
0 nz(rsi(close, 14), 500) > 100
1 supertrend().direction > 1
1 cdlhammer() > 200
1 on("4h", rsi(close, 14) > 80 and rsi(close, 14) < 20)
1 on("4h", rsi(close, 14)) > 100
0 on("4h", rsi(close, 14)) > 80 and rsi(close, 14) < 20
1 volume < 0
1 (close > 5 or open > 5) and (close < 4 and open < 4)
0 (close > 5 or open > 5) and (close < 4 or open < 4)
1 rsi(close, 14) % 10 > 10
1 crosses_above(close, open) and close < open
1 sign(close - open) > 1
1 log(rsi(close, 14) / 100) > 0
1 (close > 1 or open > 2) and (close > 3 or open > 4) and (low > 5 or high > 6) and (low > 7 or high > 8) and (close > 9 or open > 10) and (close > 11 or open > 12) and (low > 13 or high > 14) and rsi(close, 14) > 101
END
}

@test "--check: what a filter or a confluence leaves no room for" {
	strategy 'filter hour < 12' 'long when hour >= 13 and close > 4' 'flat when hour >= 13'
	give '' tq-signal --check ./s.tq
	[ "$(grep -c 'never true' "$GOT/out")" = 1 ]
	strategy 'component a weight 0.3 = rsi(close, 14)' 'component b weight 0.6 = 100 + willr(14)' \
		'component c weight 0.1 = mfi(14)' 'timeframes "1h" 40, "4h" 60' \
		'long when confluence > 101 and reliability >= 1' 'short when confluence < 100 and reliability > 1' \
		'flat when confluence >= 100 and reliability >= 1'
	give '' tq-signal --check ./s.tq
	has "never true: the rule for 'long'"
	has "never true: the rule for 'short'"
	hasnt "never true: the rule for 'flat'"
}

@test "--check: a crossing cannot be confirmed on a second bar" {
	local n
	for n in 1:0 2:2; do
		strategy "confirm ${n%:*}" 'filter volume > 0' 'long when crosses_above(close, open[1]) and close > 4' \
			'short when crosses_below(close, open[1])' 'flat when crosses_below(close, 3)'
		give '' tq-signal --check ./s.tq
		[ "$(grep -c 'a crossing holds on one bar, confirm wants more' "$GOT/out")" = "${n#*:}" ]
	done
	strategy 'confirm 2' 'long when crosses_above(close, open[1]) or close > 4' \
		'short when on("4h", crosses_above(close, open[1]))'
	give '' tq-signal --check ./s.tq
	want 0
}

@test "--check: a stop, a take or a size that can never be one" {
	while read -r want rule; do
		strategy "${rule//;/$'\n'}"
		give '' tq-signal --check ./s.tq
		case $want in
		sound) has 's: sound' ;;
		*) has "1 finding" && has "${want//_/ }: the rule for" ;;
		esac || { echo "$rule"; show_got; return 1; }
	done <<'END'
the_stop_is_never_below_the_entry long when close > 4 stop close + 2 * atr(14)
the_stop_is_never_below_the_entry long when close > 4 stop close * 1.02
the_stop_is_never_below_the_entry long when close > 4 stop close
the_stop_is_never_below_the_entry long when close > 4 stop highest(high, 5)
the_stop_is_never_above_the_entry short when close > 4 stop close - 2 * atr(14)
the_stop_is_never_above_the_entry short when close > 4 stop close * (1 - 2 / 100)
the_stop_is_never_above_the_entry short when close > 4 stop lowest(low, 3)
the_take_is_never_above_the_entry long when close > 4 take close / 1.02
the_take_is_never_below_the_entry short when close > 4 take close + atr(14)
the_stop_is_never_below_the_entry long when close > 4 stop_entry low stop close
the_stop_is_never_below_the_entry long when close > 4 limit close - atr(14) stop close
the_size_is_never_above_0 long when close > 4 size min(0, close)
the_size_is_always_above_1 long when close > 4 size 1.5 + abs(open - close)
a_price_is_never_above_0 long when close > 4 trail 0 - atr(14)
sound long when close > 4 stop close - 2 * atr(14) take close + 3 * atr(14)
sound long when close > 4 stop lowest(low, 5) take highest(high, 5)
sound long when close > 4 stop_entry high stop close
sound long when close > 4 stop highest(high, 5)[1]
sound short when close > 4 stop close + 2 * atr(14) take close - 3 * atr(14)
sound short when close > 4 stop highest(high, 5) size clamp(10 / close, 0, 1)
END
}

@test "--check tries the ends of the parameters' ranges, where the requirements allow them" {
	strategy 'param edge = 30 in 0..100' 'param k = 2 in 0..3' 'require edge < 80' \
		'long when rsi(close, 14) < edge stop close - k * atr(14)' 'flat when rsi(close, 14) > edge'
	give '' tq-signal --check ./s.tq
	want 1 "s: 2 findings
  lookback: 14 bars
  judges: each bar
./s.tq:4:1: with edge = 0 never true: the rule for 'long'
long when rsi(close, 14) < edge stop close - k * atr(14)
^
./s.tq:4:1: with k = 0 the stop is never below the entry: the rule for 'long'
long when rsi(close, 14) < edge stop close - k * atr(14)
^" 'tq-signal: 2 findings'
}

@test "--check has nothing to say of any strategy that comes with tq" {
	give '' tq-signal --check "$ROOT"/share/strategies/*.tq "$ROOT"/tests/oracles/strategies/*.tq
	[ "$status" = 0 ] || { show_got; false; }
}

@test "--check refuses a constant where a series is meant" {
	while read -r rule; do
		strategy "long when $rule"
		give '' tq-signal --check ./s.tq
		has 'is a constant, not a series' || { echo "$rule"; return 1; }
	done <<'END'
crosses_above(50, 60)
sma(5, 3) > 4
rising(3, 2)
count(true, 5) > 2
END
}

@test "--check says what can never matter, status 1" {
	give @- tq-signal --check sma-cross
	want 0 'sma-cross: sound
  lookback: 50 bars
  judges: each bar'
	strategy 'param n = 3 in 1..9' 'param k = 3 in 1..9' 'require k > 2' 'let unused = sma(close, 3)' \
		'universe "A", "B@v"' 'long when close > 4' 'short when 1 > 2' 'short when close > 4 tag "x"'
	give @- tq-signal --check ./s.tq
	want 1 "s: 5 findings
  lookback: 0 bars
  judges: each bar
  universe: A B@v
./s.tq:7:1: never true: the rule for 'short'
short when 1 > 2
^
./s.tq:8:1: never fires behind an earlier rule on the same: the rule for 'short'
short when close > 4 tag \"x\"
^
./s.tq:1:7: nothing uses the parameter 'n'
param n = 3 in 1..9
      ^
./s.tq:2:7: nothing uses the parameter 'k'
param k = 3 in 1..9
      ^
./s.tq:4:5: nothing uses the let 'unused'
let unused = sma(close, 3)
    ^" 'tq-signal: 5 findings'
	strategy 'long when clsoe > 4'
	give @- tq-signal --check ./s.tq
	want 1 's: 1 finding
./s.tq:1:11: unknown name '"'clsoe'"' (did you mean close?)
long when clsoe > 4
          ^' 'tq-signal: 1 finding'
	give @- tq-signal --check
	[ "$status" = 2 ]
}

@test "L1 --look-ahead-check and F2.25 --warm-up-check" {
	tq-fetch sim --interval 1h --bars 400 >in
	give @- tq-signal -s sma-cross --look-ahead-check in
	[ "$status" = 0 ]
	has 'look-ahead: none at 80 cuts of 400 records'
	give @- tq-signal -s sma-cross --warm-up-check in
	[ "$status" = 0 ]
	has 'in: the last of 400 bars of SIM'
	[ "$(awk '$1 == "f" { print $NF }' "$GOT/out")" = 20 ]
	[ "$(awk '$1 == "s" { print $NF }' "$GOT/out")" = 50 ]
	give @- tq-signal --long 'ema(close, 300) > close' --warm-up-check in
	[ "$status" = 1 ]
	has 'never'
	# Null is no value that a false condition could agree with.
	give @- tq-signal --long 'false or on("4h", sma(close, 20)) * 9 < close' --warm-up-check in
	[ "$(awk '/^on/ { print ($NF >= 80 && $NF < 88) }' "$GOT/out")" = 1 ]
	strategy 'let under = on("4h", sma(close, 20) * 9 < close)' 'long when under'
	give @- tq-signal -s ./s.tq --warm-up-check in
	[ "$(awk '$1 == "under" { print ($NF >= 80 && $NF < 88) }' "$GOT/out")" = 1 ]
	give @- tq-signal -s sma-cross --look-ahead-check missing
	[ "$status" = 4 ]
	echo '{"type":"bar"}' >in
	give @- tq-signal -s sma-cross --look-ahead-check in
	[ "$status" = 3 ]
	says 'in:1: '
	give @- tq-signal -s sma-cross --look-ahead-check in --warm-up-check in
	[ "$status" = 2 ]
}

@test "F0.7 an order book in two places of a strategy has room for its levels in the plan" {
	strategy 'let a = on("book", book_imbalance(book, 10))' 'let b = on("book", book_pressure(book, 20))' \
		'let c = on("book", book_spread_bps(book))' 'filter age("book") <= 60' \
		'long when a > 0.5 and b > 0 and c < 9' 'short when a < 0 - 0.5 and b < 0 and c < 9'
	give @- tq-signal --check ./s.tq
	want 0 's: sound
  lookback: 0 bars
  judges: each bar
  reads: book'
}

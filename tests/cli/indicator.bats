# SPDX-License-Identifier: ISC
load helper

bar() {
	printf '{"type":"bar","time":"2024-01-01T%02d:00:00Z","symbol":"X","interval":"1h","open":1,"high":9,"low":1,"close":%s,"volume":7}\n' "$@"
}

@test "C2.4 fields stand behind what was there, byte for byte" {
	give "$(bar 0 2; bar 1 4)" tq-indicator -a 'm=sma(close, 2)' -a 'up = close > 3'
	want 0 "$(bar 0 2 | sed 's/}$/,"m":null,"up":false}/'; bar 1 4 | sed 's/}$/,"m":3,"up":true}/')"
}

@test "C2.4 several outputs are several fields; a call names itself" {
	give "$(bar 0 2; bar 1 4)" tq-indicator -a 'bb=bbands(close, 2)' -a 'mom(close, 1)'
	[ "$(field 2 bb_upper) $(field 2 bb_middle) $(field 2 bb_lower) $(field 2 mom_1)" = "5 3 1 2" ]
}

@test "C2.4 a later expression uses the names before it" {
	give "$(bar 0 2; bar 1 4)" tq-indicator -a 'a=close + 1' -a 'b=a * 2'
	[ "$(field 2 b)" = 10 ]
}

@test "L7 a field that is there is not overwritten" {
	give "$(bar 0 2)" tq-indicator -a 'volume2=volume' -a 'x=close'
	has '"volume2":7,"x":2}'
	give "$(bar 0 2 | sed 's/}$/,"x":1}/')" tq-indicator -a 'x=close'
	want 3 '' 'tq-indicator: stdin:1: field "x" is there already'
}

@test "F0.7 faulty expressions are told before the first record" {
	give "$(bar 0 2)" tq-indicator -a 'smaa(close)' -a 'close + 1' -a 'x=close' -a 'x=open'
	[ "$status" = 2 ]
	says "--add:1:1: unknown function 'smaa' (did you mean sma?)"
	says 'no name for the field: NAME=EXPRESSION'
	says "'x' is defined already"
	says '3 faults in the expressions, no record was read'
	give "$(bar 0 2)" tq-indicator -a obv
	want 2 && says "--add:1:1: 'obv' is a function: obv(...)"
}

@test "C0.8 a hundred fields are added, and of too many it is said once what to do" {
	local i add=()
	for i in $(seq 100); do add+=(-a "x$i = close + $i"); done
	give "$(bar 0 2)" tq-indicator "${add[@]}"
	want 0 && [ "$(field 1 x100)" = 102 ]
	tq-indicator -a "last=x100 + 1" <"$GOT/out" | grep -q '"last":103}'
	for i in $(seq 101 300); do add+=(-a "x$i = close + $i"); done
	give "$(bar 0 2)" tq-indicator "${add[@]}"
	want 2 && says ' fields: another tq-indicator behind this one adds the rest'
	[ "$(grep -c 'adds the rest' "$GOT/err")" = 1 ]
}

@test "F0.7 a part of the time without a zone is that of UTC, with brackets or without" {
	give "$(bar 0 2)" tq-indicator -a 'a=100 * hour + weekday' -a 'b=100 * hour() + weekday()' -a 'c=hour("UTC")'
	[ "$(field 1 b)" = "$(field 1 a)" ]
	[ "$(field 1 b)" -gt 0 ]
}

@test "C4.42 minutes_left counts to the close of the session, an early one too" {
	local at
	for at in 11-25T20:00 11-25T20:55 11-25T21:00 11-27T14:25 11-27T14:30 11-27T17:00 11-27T17:58 11-27T18:00; do
		printf '{"type":"bar","time":"2020-%s:00Z","symbol":"X","interval":"5m","open":1,"high":1,"low":1,"close":1,"volume":1}\n' "$at"
	done >input
	give @input tq-indicator -a 'left=minutes_left("us-equities")' -a 'none=minutes_left("24x7")'
	[ "$(grep -c '"none":null' "$GOT/out")" = 8 ]
	[ "$(grep -o '"left":[^,]*' "$GOT/out" | paste -sd ' ')" = '"left":55 "left":0 "left":null "left":null "left":205 "left":55 "left":0 "left":null' ]
}

@test "C2.4 nothing to add is a usage error" {
	give '' tq-indicator
	want 2 '' "tq-indicator: nothing to add: give --add 'sma(close, 20)'"
}

@test "F2.25 the lookback of an expression" {
	give '' tq-indicator --lookback 'ema(rsi(close, 14), 9)'
	want 0 22
}

@test "C2.24 what is known of an indicator" {
	give '' tq-indicator --describe macd
	has 'macd(x, fast = 12, slow = 26, signal = 9)'
	has 'lookback: 33 bars'
	give '' tq-indicator --describe mcad
	want 2 '' "tq-indicator: no indicator 'mcad' (did you mean macd?)"
	give '' tq-indicator --describe MACD
	want 2 '' "tq-indicator: no indicator 'MACD' (did you mean macd?)"
}

@test "C0.8 every function that an expression can call is listed and described" {
	tq-indicator --list >list
	for name in max min sqrt avgdev abs session choppiness autocorrelation fi; do
		grep -qw -- "$name" list
		tq-indicator --describe "$name" | grep -qw -- "$name"
	done
	give '' tq-indicator --describe max
	has 'max(x, n = 30): of the last 30 bars'
	give '' tq-indicator --describe round   # as it is computed
	has 'halves away from 0'
	give "$(bar 0 -2.5)" tq-indicator -a 'r=round(close)' -a 's=nz(round(close[0]), 0)'
	[ "$(field 1 r)" = -3 ]
}

@test "C2.24 vidya asks for a deviation that can be above 0" {
	give '' tq-indicator --add 'v=vidya(close, 1, 26)'
	[ "$status" = 2 ]
	says "'fast' of vidya is 1, not a whole number in 2..100000"
}

@test "C2.24 the indicators of one family, by its name or the first word of it" {
	give '' tq-indicator --family 'bands and channels'
	[ "$(grep '^[^ ]' "$GOT/out")" = 'bands and channels' ]
	has '  bbands  '
	whole=$(cat "$GOT/out")
	give '' tq-indicator --list --family bands
	want 0 "$whole"
	give '' tq-indicator --catalogue --family bands
	[ "$(sed 1d "$GOT/out" | cut -f 1)" = "$(sed -n 's/^  \([^ ]*\) .*/\1/p' <<< "$whole")" ]
	give '' tq-indicator --family volatilty
	want 2 '' "tq-indicator: no family 'volatilty' (did you mean volatility?)"
	give '' tq-indicator --family xyzzy
	want 2 '' "tq-indicator: no family 'xyzzy' (--list shows all)"
}

@test "C2.24 the families, one by one, are the whole list" {
	give '' tq-indicator --list
	each=$(grep '^[^ ]' "$GOT/out" | while read -r family; do tq-indicator --family "$family"; done)
	[ "$(grep -v '^$' "$GOT/out")" = "$each" ]
}

@test "L3 each series by itself; open bars pass as they are" {
	open=$(bar 2 9 | sed 's/}$/,"closed":false}/')
	other=$(bar 1 50 | sed 's/"X"/"Y"/')
	give "$(bar 0 2; echo "$other"; bar 1 4; echo "$open")" tq-indicator -a 'm=mom(close, 1)'
	[ "$(field 3 m)" = 2 ]
	[ "$(field 2 m)" = null ]
	has "$open"
}

# Bars of three series whose names begin alike, in turn; $1 is what each close is written with.
alike() {
	for hour in 0 1 2 3 4 5; do
		for name in X XY '{' 'a name of more than sixteen bytes' 'a name of more than sixteen' ; do
			for venue in '' '"venue":"v",' '"venue":"ve",'; do
				bar $hour "$1$((hour * ${#name} + ${#venue}))$1" |
					sed "s|\"symbol\":\"X\",|\"symbol\":\"$name\",$venue|"
			done
		done
	done
}

@test "L3 series whose names begin alike are told apart, however their numbers are written" {
	alike '' >plain
	alike '"' >written
	for file in plain written; do
		tq-indicator -a 'old=close[1]' -a 'n=close' "$file" >"$file.out"
		grep -c '"old":null' "$file.out"
	done >counts
	[ "$(tr "\n" " " <counts)" = "15 15 " ]
	diff <(sed 's/.*"old"/"old"/' plain.out) <(sed 's/.*"old"/"old"/' written.out)
	sort -s -t, -k3,4 plain >sorted
	tq-indicator -a 'old=close[1]' -a 'n=close' sorted | sort >apart
	sort plain.out | diff - apart
}

@test "C2.4 a bar that is not closed, or of another kind of time, is none behind plain ones" {
	give "$(bar 0 2; bar 1 4 | sed 's/}$/,"closed":true}/'; bar 2 5 | sed 's/}$/,"closed":false}/'
		bar 2 6 | sed 's/}$/,"closed":true,"synthetic":null}/')" tq-indicator -a 'old=close[1]'
	[ "$(field 2 old) $(field 4 old)" = '2 4' ]
	hasnt '"closed":false,"old"'
	give "$(bar 0 2; bar 1 4; bar 1 4)" tq-indicator -a 'old=close[1]'
	[ "$status" = 3 ]
	says 'stdin:3: bar of 2024-01-01T01:00:00Z is not after its series'
	give "$(bar 0 2; bar 1 4 | sed 's/"volume":7/"volume":"much"/')" tq-indicator -a 'old=close[1]'
	want 3 "$(bar 0 2 | sed 's/}$/,"old":null}/')" \
		'tq-indicator: stdin:2: field "volume" is not a number: much'
}

@test "C2.4 conditions behind a record that ends with blanks" {
	bar 0 2 | sed 's/}$/ }  /' |
		tq-indicator -a 'up=close > 1' -a 'down=close < 1' -a 'no=sma(close, 2) > 1' >out
	bar 0 2 | sed 's/}$/,"up":true,"down":false,"no":null}  /' | cmp - out
}

@test "F0.7 the time of a bar need not be said behind its prices" {
	tq-fetch sim --interval 1h -n 40 >in
	give @in tq-indicator -a 'a = vwap(high, low, close, volume).vwap' -a 'b = vwap().vwap' \
		-a 'c = vwap(high, low, close, volume, start = 60).upper == vwap(start = 60).upper' \
		-a 'd = vwap(high, low, close, volume, time + 86400).vwap'
	found=$(jq -c '[.a == .b, .c, .d == .b]' "$GOT/out" | sort | uniq -c | tr -s ' ')
	[ "$found" = ' 40 [true,true,true]' ] || { show_got; false; }
	give '' tq-indicator -a 'x = vwap(high, low, close).vwap'
	[ "$status" = 2 ] && says "argument 'volume' is missing"
	give '' tq-indicator -a 'x = highest()'
	[ "$status" = 2 ] && says "argument 'x' is missing"
}

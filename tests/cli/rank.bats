# SPDX-License-Identifier: ISC
# C3.30 X.10: a cross-section. Who is ranked, who is in, with what weight, who leaves.

load helper

# market DAY SYMBOL=CLOSE ...: a bar of each, in the order of the symbols
market() {
	local day=$1 pair; shift
	for pair; do
		printf '{"type":"bar","time":"2024-01-%02dT00:00:00Z","symbol":"%s","interval":"1d","open":%s,"high":%s,"low":%s,"close":%s,"volume":1}\n' \
			"$day" "${pair%=*}" "${pair#*=}" "${pair#*=}" "${pair#*=}" "${pair#*=}"
	done
}

# ranked STATEMENT... : "DAY SYMBOL SIDE WEIGHT RANK/OF" of each signal of the bars of in
ranked() {
	printf '%s\n' "$@" >s.tq
	tq-signal -s ./s.tq in | sed -nE 's/.*"signal","time":"2024-01-(..).*"symbol":"([^"]*)".*"side":"(\w+)"(.*)/\1 \2 \3\4/p' |
		sed -E 's/,.*"weight":([-0-9.]+).*"rank":([0-9]+),"of":([0-9]+).*/ \1 \2\/\3/; s/,.*//'
}

is() {
	[ "$1" = "$2" ] || { printf 'got:\n%s\nwanted:\n%s\n' "$1" "$2"; return 1; }
}

@test "C3.30 the best long, the worst short, half of the weight each side, ties by symbol" {
	market 1 A=1 B=2 C=2 D=4 E=5 >in
	is "$(ranked 'rank by close top 2 bottom 2 every 1d')" "02 E long 0.25 1/5
02 D long 0.25 2/5
02 C short -0.25 4/5
02 A short -0.25 5/5"
	is "$(ranked 'rank by close top 2 every 1d')" "02 E long 0.5 1/5
02 D long 0.5 2/5"
	is "$(ranked 'rank by -close bottom 1 every 1d')" "02 E short -1 5/5"
}

@test "C3.30 fewer than wanted: each side has its part, the middle is on neither" {
	market 1 A=1 B=2 C=3 >in
	is "$(ranked 'rank by close top 5 bottom 5 every 1d')" "02 C long 0.5 1/3
02 A short -0.5 3/3"
	is "$(ranked 'rank by close top 5 every 1d')" "02 C long 0.3333333333 1/3
02 B long 0.3333333333 2/3
02 A long 0.3333333333 3/3"
	market 1 A=1 >in
	is "$(ranked 'rank by close top 1 bottom 1 every 1d')" ""
}

@test "C3.30 no score, no part: null, filtered, not in the universe, a bad divisor" {
	market 1 A=1 B=2 C=3 D=4 >in
	is "$(ranked 'filter close < 4' 'rank by close top 1 every 1d')" "02 C long 1 1/3"
	is "$(ranked 'rank by sqrt(3 - close) top 9 every 1d')" "02 A long 0.3333333333 1/3
02 B long 0.3333333333 2/3
02 C long 0.3333333333 3/3"
	is "$(ranked 'universe "B", "D"' 'rank by close bottom 1 every 1d')" "02 B short -1 2/2"
	is "$(ranked 'rank by close top 2 every 1d weighted inverse 3 - close')" "02 B long 0.6666666667 1/2
02 A long 0.3333333333 2/2"
}

@test "C3.30 weighted by score, by the inverse of a value" {
	market 1 A=1 B=3 >in
	is "$(ranked 'rank by close top 2 every 1d weighted score')" "02 B long 0.75 1/2
02 A long 0.25 2/2"
	is "$(ranked 'rank by close top 2 every 1d weighted inverse close')" "02 B long 0.25 1/2
02 A long 0.75 2/2"
}

@test "C3.30 from the first mark on: who leaves goes flat, between the marks nothing is said" {
	{ market 1 A=1 B=2; market 2 A=2 B=1; market 8 A=9 B=1; market 9 A=1 B=2; market 15 A=1 B=2; } >in
	is "$(ranked 'rank by close top 1 every 1w')" "09 A long 1 1/2
16 A flat
16 B long 1 1/2"
}

@test "C3.30 F0.12 with --leverage 3 the whole equity moves from one symbol to another, fees and all" {
	local i
	for i in 1 2 3 4; do tq-fetch sim --interval 1d --bars 200 --seed $i --symbol S$i >$i; done
	printf 'rank by roc(close, 5) top 1 every 7d\n' >s.tq
	tq-merge 1 2 3 4 | tq-signal -s ./s.tq >signals
	tq-risk --commission 0.1% --slippage 0.1% --synthetic-fills --leverage 3 signals | tq-paper >run
	[ "$(grep -c '"reject"' run)" = 0 ]
	[ "$(grep -c '"roundtrip"' run)" -gt 15 ]
	tq-risk --commission 0.1% --slippage 0.1% --synthetic-fills signals | tq-paper >run
	[ "$(grep -c '"reject".*leverage' run)" -gt 15 ]
}

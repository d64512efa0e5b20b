#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# C1.15: any program can stand in tq-signal's place. share/examples has sma-cross in
# awk, in jq and in Python; each has to say what tq-signal says, and to trade it.

load helper

EXAMPLES=$ROOT/share/examples

market() { tq-fetch sim --interval 1h --bars 1500 --model regime --symbol "$1" --seed "$2"; }

# Two symbols, bars that are not closed yet, and records that are none of the strategy's business.
stream() {
	market A 5 >a
	market B 6 >b
	tq-merge a b | awk '
		NR % 50 == 0 { print "{\"type\":\"funding\",\"time\":\"2024-01-01T00:00:00Z\",\"symbol\":\"A\",\"rate\":0.0001}" }
		NR % 70 == 0 { growing = $0; sub(/}$/, ",\"closed\":false}", growing); print growing }
		{ print }'
}

# Ids are of the program's own making.
without_id() { sed 's/,"id":"[^"]*"//' "$1"; }

agrees() {
	stream >in
	tq-signal -q -s sma-cross in >want
	"$@" <in >got
	[ "$(grep -c '"type":"signal"' want)" -gt 20 ]
	diff <(without_id want) <(without_id got) | head -n 10
	cmp <(without_id want) <(without_id got)
	[ "$(grep -c '"type":"signal"' got)" = "$(grep -o '"type":"signal".*"id":"[^"]*"' got | sort -u | wc -l)" ]
}

trips() {
	tq-risk -q --cash 1000000 --synthetic-fills | tq-paper -q | grep '"type":"roundtrip"'
}

trades_alike() {
	market A 7 >in
	tq-signal -s sma-cross in | trips >want
	"$@" <in | tq-validate -q --kind signal | trips >got
	[ -s want ]
	for field in entry_time entry_price exit_time exit_price qty pnl; do
		cmp <(grep -o "\"$field\":[^,]*" want) <(grep -o "\"$field\":[^,]*" got)
	done
}

installed() { command -v "$1" >/dev/null || skip "$1 is not installed"; }

@test "C1.15 X.12 sma-cross in awk says what tq-signal says" { installed awk; agrees awk -f "$EXAMPLES/sma-cross.awk"; }

@test "C1.15 X.12 sma-cross in jq says what tq-signal says" { installed jq; agrees "$EXAMPLES/sma-cross.jq"; }

@test "C1.15 X.12 sma-cross in Python says what tq-signal says" { installed python3; agrees python3 "$EXAMPLES/sma-cross.py"; }

@test "C1.15 sma-cross in awk trades as tq-signal's" { installed awk; trades_alike awk -f "$EXAMPLES/sma-cross.awk"; }

@test "C1.15 sma-cross in jq trades as tq-signal's" { installed jq; trades_alike "$EXAMPLES/sma-cross.jq"; }

@test "C1.15 sma-cross in Python trades as tq-signal's" { installed python3; trades_alike python3 "$EXAMPLES/sma-cross.py"; }

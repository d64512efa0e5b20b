#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# tq-report: what it says of small streams whose figures can be worked out by hand.
load helper

equity() { # DAY AMOUNT
	printf '{"type":"equity","time":"2024-01-%02dT00:00:00Z","cash":0,"equity":%s}\n' "$1" "$2"
}

curve() { # AMOUNTS, a day each
	local day=1
	for amount; do equity $((day++)) "$amount"; done
}

trip() { # PNL RETURN FEES
	printf '{"type":"roundtrip","id":"t","symbol":"X","side":"long","qty":1,"entry_time":"2024-01-01T00:00:00Z","entry_price":1,"exit_time":"2024-01-02T00:00:00Z","exit_price":2,"pnl":%s,"return":%s,"fees":%s}\n' "$1" "$2" "$3"
}

pick() { # FIELDS: of each record of standard input, as written; - where it has none
	perl -lne 'BEGIN { @field = split / /, shift @ARGV }
		my $line = $_;
		print join " ", map { $line =~ /"$_":("[^"]*"|[^,}]*)/ ? $1 : "-" } @field' "$*"
}

row() { paste -sd' '; }

figures() { # METRICS [OPTIONS]: value after value
	local names=$1
	shift
	tq-report --format json --metrics "$names" "$@" | pick value | row
}

@test "F2.12 no records: every metric is said, undefined ones null with a reason, status 0" {
	give '' tq-report --format json
	want 0
	pick name value reason <"$GOT/out" >picked
	grep -q '^"sharpe" null "too few returns"$' picked
	[ "$(grep -c ' null -$' picked)" = 0 ]
	[ "$(pick name value n <"$GOT/out" | grep -E '^"(bars|trades)"' | row)" = '"bars" 0 0 "trades" 0 0' ]
}

@test "F2.12 one record, a flat curve, a total loss, a debt: status 0, no NaN, no infinity" {
	for amounts in "100" "100 100 100" "100 50 0 0" "100 50 -20 30" "0 0 0" "-5 10 20"; do
		for family in empyrical quantstats backtesting-py; do
			give "$(curve $amounts)" tq-report --format json --family $family
			want 0
			perl -MJSON::PP -ne 'decode_json($_)' "$GOT/out"
			hasnt nan && hasnt inf
		done
	done
}

@test "F2.26 each statistic says how many values it used and skipped" {
	give "$(curve 100 50 0 0 20 30)" tq-report --format json --metrics sharpe
	[ "$(pick n skipped <"$GOT/out")" = "3 2" ]
}

@test "money is exact: from the digits of the input to those of the output" {
	give "$(equity 1 0.1; trip 0.1 0.1 0.10; trip 0.2 0.1 0.20; equity 2 123456789012345678901234567.89)" \
		tq-report --format json --metrics final_equity,profit,trades_pnl,trade_fees
	want 0
	has '"value":123456789012345678901234567.89,'
	has '"value":123456789012345678901234567.79,'
	[ "$(grep -c '"value":0.3,' "$GOT/out")" = 2 ]
}

@test "fees and volume are summed over fills, exactly" {
	fill() { printf '{"type":"fill","time":"2024-01-01T00:00:00Z","id":"f","symbol":"X","side":"sell","qty":%s,"price":%s,"fee":%s}\n' "$@"; }
	give "$(fill 0.1 3 0.001; fill 2 1.5 0.002)" tq-report --format json --metrics fills,volume,fees
	[ "$(pick value <"$GOT/out" | row)" = "2 3.3 0.003" ]
}

@test "the deepest drawdown: depth, from, valley, recovery, duration" {
	out=$(curve 100 120 90 60 120 119 | figures max_drawdown,max_drawdown_start,max_drawdown_valley,max_drawdown_recovery,max_drawdown_duration)
	[ "$out" = '-0.5 "2024-01-02T00:00:00Z" "2024-01-04T00:00:00Z" "2024-01-05T00:00:00Z" 259200' ]
}

@test "a drawdown that has not recovered: null with the reason" {
	give "$(curve 100 50 60)" tq-report --format json --metrics max_drawdown_recovery
	[ "$(pick value reason <"$GOT/out")" = 'null "not recovered by the end"' ]
}

@test "C1.49 the worst drawdowns, deepest first, each with its dates" {
	give "$(curve 100 90 100 50 100 75)" tq-report --format json --metrics drawdowns --drawdowns 2
	[ "$(pick name value from valley recovery <"$GOT/out")" = '"drawdowns" 2 - - -
"drawdowns/1" -0.5 "2024-01-03T00:00:00Z" "2024-01-04T00:00:00Z" "2024-01-05T00:00:00Z"
"drawdowns/2" -0.25 "2024-01-05T00:00:00Z" "2024-01-06T00:00:00Z" null' ]
	give "$(curve 100 90 100 50 100 75)" tq-report --metrics drawdowns
	has '    2024-01-05 to the end                    -25.00 %          6'
	give "$(curve 100 90)" tq-report --format json --metrics drawdowns --drawdowns 0
	lines 1
}

@test "equity records of one time count once, the last of them" {
	out=$( (equity 1 100; equity 2 150; equity 2 200; equity 3 200) | figures bars,returns,total_return)
	[ "$out" = "3 2 1" ]
}

@test "equity that goes back in time is status 3 and names the line" {
	give "$(equity 2 100; equity 1 100)" tq-report
	want 3 '' 'tq-report: stdin:2: equity goes back in time'
}

@test "L8 a record without the field that is needed is status 3 and names it" {
	give '{"type":"equity","time":"2024-01-01T00:00:00Z"}' tq-report
	want 3 '' 'tq-report: stdin:1: missing field "equity"'
	give '{"type":"roundtrip","entry_time":"2024-01-02T00:00:00Z","exit_time":"2024-01-01T00:00:00Z","pnl":1,"return":0,"fees":0}' tq-report
	want 3 '' 'tq-report: stdin:1: exit_time is before entry_time'
}

@test "other types of records are ignored, none is passed on" {
	give '{"type":"tick","time":"2024-01-01T00:00:00Z","symbol":"X","price":1,"qty":1}
{"no":"type"}' tq-report --format json --metrics bars
	[ "$(cat "$GOT/out")" = '{"type":"metric","time":null,"name":"bars","value":0,"unit":"count","family":"tq","n":0}' ]
}

@test "trades: win rate, profit factor in money or in returns, runs, SQN" {
	trips() { trip 10 0.1 0; trip 20 0.1 0; trip -5 -0.1 0; trip -5 -0.3 0; trip 0 0 0; }
	[ "$(trips | figures trades,win_rate,profit_factor,max_wins,max_losses,payoff)" = "5 0.4 3 2 2 3" ]
	[ "$(trips | figures profit_factor --family backtesting-py)" = "0.5" ]
	[ "$(trip 1 0.1 0 | figures sqn)" = null ]
}

@test "C0.27 rejects are counted, in all and by rule" {
	reject() { printf '{"type":"reject","time":"2024-01-01T00:00:00Z","stage":"risk","code":"limit","rule":"%s","reason":"r","input":{}}\n' "$1"; }
	give "$(reject max-position; reject max-drawdown; reject max-position
		printf '{"type":"reject","time":"2024-01-01T00:00:00Z","stage":"read","code":"json","reason":"r"}\n')" \
		tq-report --format json --metrics rejects
	[ "$(pick name value rule <"$GOT/out")" = '"rejects" 4 -
"rejects/max-position" 2 "max-position"
"rejects/max-drawdown" 1 "max-drawdown"
"rejects/json" 1 "json"' ]
}

@test "buy and hold, beta: from the bars of one series, null for more" {
	bar() { printf '{"type":"bar","time":"2024-01-%02dT00:00:00Z","symbol":"%s","interval":"1d","open":1,"high":1,"low":1,"close":%s,"volume":1}\n' "$1" "$2" "$3"; }
	both() { bar 1 X 100; equity 2 1000; bar 2 X 110; equity 3 1050; bar 3 X 99; equity 4 997.5; }
	[ "$(both | figures buy_hold_return)" = "-0.01" ]
	beta=$(both | figures beta)
	awk -v b="$beta" 'BEGIN { exit !(b > 0.4999999999 && b < 0.5000000001) }'
	[ "$( (both; bar 4 Y 1) | figures buy_hold_return,beta)" = "null null" ]
}

@test "the account's cash is the base when the first bar traded; money has its currency" {
	give "$(echo '{"type":"account","id":"a","currency":"EUR","cash":1000}'; equity 1 900; equity 2 990)" \
		tq-report --format json --metrics start_equity,total_return,max_drawdown
	[ "$(pick value unit <"$GOT/out" | row)" = '1000 "EUR" -0.01 "fraction" -0.1 "fraction"' ]
}

@test "families differ, and each record says whose formula it is" {
	give "$(curve 100 110 99 120 118)" tq-report --format json --family backtesting-py --metrics sharpe,var_95,max_drawdown
	[ "$(pick family <"$GOT/out" | row)" = '"backtesting-py" "empyrical" "tq"' ]
	one=$(curve 100 110 99 120 118 | figures sharpe)
	two=$(curve 100 110 99 120 118 | figures sharpe --family backtesting-py)
	[ "$one" != "$two" ]
}

@test "a risk-free rate may be written as a percentage" {
	one=$(curve 100 110 99 120 | figures sharpe --risk-free 5%)
	[ "$one" = "$(curve 100 110 99 120 | figures sharpe --risk-free 0.05)" ]
	[ "$one" != "$(curve 100 110 99 120 | figures sharpe)" ]
	give '' tq-report --risk-free -100%
	want 2 '' "tq-report: --risk-free: not above -100%: '-100%'"
}

@test "returns by day are of the last point of each UTC day; midnight ends a day" {
	hours() { for t in 01T12 02T00 02T12 03T00; do printf '{"type":"equity","time":"2024-01-%s:00:00Z","equity":%s}\n' $t $((n = ${n:-9} + 1)); done; }
	[ "$(hours | figures returns)" = 2 ]
	[ "$(hours | figures returns --returns bar)" = 3 ]
	[ "$(hours | figures returns,periods_per_year --periods-per-year 100)" = "2 100" ]
}

@test "--metrics: these, in this order; an unknown one is status 2" {
	give "$(curve 100 110)" tq-report --format json --metrics end,start
	[ "$(pick name <"$GOT/out" | row)" = '"end" "start"' ]
	give '' tq-report --metrics sharpe,sharp
	want 2 '' "tq-report: --metrics: no metric 'sharp' (see --list-metrics)"
	give '' tq-report --periods-per-year 0
	want 2 '' "tq-report: --periods-per-year: not above 0: '0'"
}

@test "--explain and --list-metrics answer without reading" {
	give @- tq-report --explain sharpe
	want 0
	has 'empyrical: mean(r - rf) / sd(r - rf) * sqrt(P)'
	has 'unit: ratio'
	has 'null: when there are fewer than 2 returns'
	give @- tq-report --list-metrics
	want 0
	for name in $(awk '{ print $1 }' "$GOT/out"); do tq-report --explain "$name" >/dev/null; done
}

@test "text: a table in sections, plain characters, null as a dash with its reason" {
	give "$(curve 100 125)" env -u NO_COLOR tq-report
	want 0
	has 'Total return                                25.00 %          2'
	has 'Win rate                                          -          0  backtesting-py (no round trips)'
	! LC_ALL=C grep -q "[^ -~]" "$GOT/out"
}

@test "L2 a report over A that saves and one over B that loads say what one over both says" {
	curve 100 110 105 120 90 130 >all
	give @all tq-report --format json
	cp "$GOT/out" whole
	for k in 0 1 2 3 4 5 6; do
		rm -f state
		head -n $k all >a
		tail -n +$((k + 1)) all >b
		give @a tq-report --format json --state state && want 0
		give @b tq-report --format json --state state && want 0
		cmp "$GOT/out" whole
	done
}

@test "L2 P12 a saved state can be said in any form; only --returns changes what is kept" {
	curve 100 110 105 120 90 130 >all
	head -n 3 all >a
	tail -n +4 all >b
	for options in '--format json' '--metrics sharpe,max_drawdown' '--family quantstats' '--drawdowns 1' \
		'--family backtesting-py --format json --risk-free 2%' '--periods-per-year 52' '--required-return 5%'; do
		rm -f state
		give @a tq-report --state state && want 0
		give @b tq-report --state state $options && want 0
		cp "$GOT/out" resumed
		give @all tq-report $options && want 0
		cmp "$GOT/out" resumed
	done
	give @b tq-report --state state --returns bar
	want 8 '' "tq-report: state 'state': it was made with other options"
}

@test "each record has a name of its own: a report makes one object" {
	{ curve 100 110 90 120 100; printf '{"type":"reject","time":"2024-01-09T00:00:00Z","stage":"risk","code":"a","reason":"r"}\n'; } >all
	give @all tq-report --format json
	[ "$(pick name <"$GOT/out" | sort | uniq -d)" = "" ]
	[ "$(pick type <"$GOT/out" | sort -u)" = '"metric"' ]
}

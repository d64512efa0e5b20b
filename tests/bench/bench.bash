#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# The table of speeds: each tool of tq and the peers that are installed, on the
# same bars in one run, as ratios to `wc -l` (and to a peer where the design
# names one). Medians of RUNS runs; nothing is asserted.
#
#   make bench             1,000,000 bars
#   BARS=100000 RUNS=3 make bench
set -u -o pipefail

BIN=${TQ_BIN:-build/bin}
BARS=${BARS:-1000000}
RUNS=${RUNS:-5}
DIR=$(mktemp -d "${TMPDIR:-/dev/shm}/tq-bench.XXXXXX")
trap 'rm -rf "$DIR"' EXIT
export LC_ALL=C

say() { printf '%s\n' "$*" >&2; }

# median NAME COMMAND: runs it and sets MS to the median wall time in ms
median() {
	local i start end
	local -a times=()
	for ((i = 0; i < RUNS; i++)); do
		start=$EPOCHREALTIME
		bash -c "$2" >/dev/null 2>"$DIR/err" || { MS=; say "$1: failed: $(head -1 "$DIR/err")"; return 1; }
		end=$EPOCHREALTIME
		times+=($(((${end/./} - ${start/./}) / 10)))
	done
	MS=$(printf '%s\n' "${times[@]}" | sort -n | awk '{t[NR] = $1} END {printf "%.2f", t[int((NR + 1) / 2)] / 100}')
}

WC=
# row NAME COMMAND TARGET: a line of the table, against wc -l measured beside it
row() {
	local wc_ms
	median wc "wc -l < $BARS_FILE" && wc_ms=$MS
	median "$1" "$2" || return
	awk -v name="$1" -v ms="$MS" -v wc="$wc_ms" -v n="$BARS" -v target="$3" \
		'BEGIN {printf "| %s | %.0f | %.0f | %.2f | %.1f | %s |\n", name, ms, ms * 1e6 / n, n / ms / 1000, ms / wc, target}'
}

rss() { bash -c "$1 2>&1 >/dev/null" | sed -n 's/.*peak \([0-9.]* [KM]iB\).*/\1/p'; }

INDICATOR="$BIN/tq-indicator --add 'sma(close, 20)'"
SIX="$INDICATOR --add 'ema(close, 20)' --add 'rsi(close, 14)' --add 'line=macd(close).macd' --add 'atr(14)' --add 'adx(14)'"
CONFLUENCE="$BIN/tq-signal --strategy ${BASH_SOURCE[0]%/*}/confluence20.tq"

BARS_FILE=$DIR/bars.ndjson
say "making $BARS bars ..."
"$BIN/tq-fetch" sim --seed 1 --bars "$BARS" --symbol BTC/USDT --venue sim --interval 1m --start 2020-01-01 >"$BARS_FILE" || exit
awk 'BEGIN {srand(1)} {n = split(substr($0, 2, length($0) - 2), f, /,"/); f[1] = substr(f[1], 2)
	for (i = n; i > 1; i--) {j = int(rand() * i) + 1; t = f[i]; f[i] = f[j]; f[j] = t}
	line = "{\"" f[1]; for (i = 2; i <= n; i++) line = line ",\"" f[i]; print line "}"}' \
	"$BARS_FILE" >"$DIR/shuffled.ndjson"
SIGNAL="$BIN/tq-signal --strategy sma-cross --set fast=20 --set slow=50"
RISK="$BIN/tq-risk --cash 1000000 --size 95% --lot 0.0001 --tick 0.01 --commission 0.1% --synthetic-fills"
"$BIN/tq-validate" -q "$BARS_FILE" >"$DIR/valid" && $SIGNAL "$DIR/valid" >"$DIR/signals" &&
	$RISK "$DIR/signals" >"$DIR/orders" && "$BIN/tq-paper" -q "$DIR/orders" >"$DIR/paper" || exit
grep -F '"type":"equity"' "$DIR/paper" >"$DIR/equity"
awk 'NR % 2' "$BARS_FILE" >"$DIR/odd"
awk 'NR % 2 == 0' "$BARS_FILE" >"$DIR/even"
sed 's/"venue":"sim"/"venue":"other"/' "$DIR/odd" >"$DIR/odd-b"
"$BIN/tq-resample" -q --to 1h "$BARS_FILE" >"$DIR/hours" || exit
sed 's/"type":"bar"/"type":"tick"/; s/"interval":"1m","open":\([^,]*\),.*"volume":\([^,]*\),.*/"price":\1,"qty":\2,"side":"buy"}/' "$BARS_FILE" >"$DIR/trades"

echo "| work | ms | ns a bar | M bars/s | x wc -l | target |"
echo "|---|---|---|---|---|---|"
row "wc -l" "wc -l < $BARS_FILE" ""
row "cat \\| wc -l" "cat $BARS_FILE | wc -l" ""
row "tq-fetch sim" "$BIN/tq-fetch sim --seed 1 --bars $BARS --symbol BTC/USDT --venue sim --interval 1m" "3 M bars/s"
row "tq-validate, same shape" "$BIN/tq-validate -q < $BARS_FILE" "4x"
row "tq-validate, each line in another key order" "$BIN/tq-validate -q < $DIR/shuffled.ndjson" "6x"
row "tq-resample, 1m to 1h" "$BIN/tq-resample -q --to 1h < $BARS_FILE" "4x"
row "tq-resample, 1m to 1d of New York" "$BIN/tq-resample -q --to 1d --timezone America/New_York < $BARS_FILE" ""
row "tq-resample, trades to 100-tick bars" "$BIN/tq-resample -q --ticks 100 < $DIR/trades" ""
row "tq-merge, one input" "$BIN/tq-merge < $BARS_FILE" ""
row "tq-merge, two halves" "$BIN/tq-merge $DIR/odd $DIR/even" "sort -m"
row "sort -m, two halves" "sort -m -t '\"' -k8,8 $DIR/odd $DIR/even" "peer"
row "tq-merge, consensus of two venues" "$BIN/tq-merge --consensus median --only $DIR/odd $DIR/odd-b" ""
row "tq-merge, hours joined to minutes" "$BIN/tq-merge --join asof --fields close $BARS_FILE $DIR/hours" ""
row "tq-indicator, 1 field" "$INDICATOR < $BARS_FILE" "5x"
row "tq-indicator, 6 fields" "$SIX < $BARS_FILE" "8x"
row "tq-signal, 20 indicators in confluence" "$CONFLUENCE < $BARS_FILE" "1 M bars/s"
row "tq-signal sma-cross" "$SIGNAL < $DIR/valid" "6x"
row "tq-risk" "$RISK < $DIR/signals" "8x"
row "tq-paper" "$BIN/tq-paper -q < $DIR/orders" "10x"
row "tq-report, equity records" "$BIN/tq-report < $DIR/equity" "5x"
row "validate\\|signal\\|risk\\|paper\\|report" "$BIN/tq-validate -q < $BARS_FILE | $SIGNAL | $RISK | $BIN/tq-paper -q | $BIN/tq-report" "1000 ns a bar"
command -v jq >/dev/null && RUNS=1 row "jq -c ." "jq -c . < $BARS_FILE" "peer"
command -v mlr >/dev/null && RUNS=1 row "mlr json cat" "mlr --ijsonl --ojsonl cat < $BARS_FILE" "peer"
command -v mlr >/dev/null && RUNS=1 row "mlr step -a ewma" "mlr --ijsonl --ojsonl step -a ewma -d 0.1 -f close < $BARS_FILE" "peer"
PY=$(command -v /usr/bin/python3 || command -v python3)
if "$PY" -c 'import pandas' 2>/dev/null; then
	RUNS=1 row "pandas read_json" "$PY -c 'import pandas; pandas.read_json(\"$BARS_FILE\", lines=True)'" "peer"
	cat >"$DIR/vector.py" <<-'EOF'
		import sys, pandas as pd
		b = pd.read_json(sys.argv[1], lines=True)
		up = b.close.rolling(20).mean() > b.close.rolling(50).mean()
		r = b.close.pct_change() * up.shift(1).fillna(False)
		print((1 + r).prod())
	EOF
	RUNS=1 row "pandas, vectorised sma-cross from NDJSON" "$PY $DIR/vector.py $BARS_FILE" "peer"
fi
echo
echo "Start-up (\`tq-validate --version\`) and peak memory:"
echo
for tool in validate resample merge indicator signal risk paper report; do
	median start "$BIN/tq-$tool --version"
	start=$MS
	case $tool in
	validate) command="$BIN/tq-validate -q --stats < $BARS_FILE" ;;
	resample) command="$BIN/tq-resample -q --to 1h --stats < $BARS_FILE" ;;
	merge) command="$BIN/tq-merge --stats $DIR/odd $DIR/even" ;;
	indicator) command="$SIX --stats < $BARS_FILE" ;;
	signal) command="$SIGNAL --stats < $DIR/valid" ;;
	risk) command="$RISK --stats < $DIR/signals" ;;
	paper) command="$BIN/tq-paper -q --stats < $DIR/orders" ;;
	report) command="$BIN/tq-report --stats < $DIR/equity" ;;
	esac
	echo "- tq-$tool: $start ms with the shell's own start, $(rss "$command")"
done

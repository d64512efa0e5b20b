#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
#
# Two years of one-minute bars in 24 monthly zips, as exchanges publish them,
# into the store: against `unzip -p | wc -l` of all of them, the time of the
# unpacking alone. Microseconds from 2025 on, as in Binance's archive.
#
#	O=build tests/bench/store.bash [FOLDER]
#
# The zips stay in FOLDER when it is given, and are made when it lacks them.
set -eu
O=${O:-build}
dir=${1:-}
if [ -z "$dir" ]; then
	dir=$(mktemp -d)
	trap 'rm -rf "$dir"' EXIT
fi
mkdir -p "$dir"

make_zips() {
	(cd "$dir" && perl -e '
		use POSIX "floor"; use Time::Local "timegm";
		srand 7;
		my $price = 42000;
		for my $i (0 .. 23) {
			my ($y, $m) = (2024 + int($i / 12), $i % 12);
			my $from = timegm(0, 0, 0, 1, $m, $y);
			my $to = timegm(0, 0, 0, 1, ($m + 1) % 12, $y + ($m == 11));
			my $name = sprintf "BTCUSDT-1m-%04d-%02d", $y, $m + 1;
			my ($unit, $rest) = $y < 2025 ? ("000", "999") : ("000000", "999999");
			open my $f, ">", "$name.csv" or die;
			for (my $t = $from; $t < $to; $t += 60) {
				my $open = $price;
				$price += floor(20 * (rand() - 0.5) * 100) / 100;
				my ($low, $high) = sort { $a <=> $b } $open, $price;
				$high += int(rand 500) / 100; $low -= int(rand 500) / 100;
				my $volume = rand 60;
				printf $f "%d%s,%.8f,%.8f,%.8f,%.8f,%.5f,%d%s,%.8f,%d,%.5f,%.8f,0\n",
					$t, $unit, $open, $high, $low, $price, $volume, $t + 59, $rest,
					$volume * $price, rand 3000, $volume / 2, $volume * $price / 2;
			}
			close $f;
		}' && for csv in *.csv; do zip -q "${csv%.csv}.zip" "$csv" && rm "$csv"; done)
}
ls "$dir"/*.zip >/dev/null 2>&1 || make_zips

unpack() { for zip in "$dir"/*.zip; do unzip -p "$zip"; done | wc -l; }
import() { rm -rf "$dir/store"; "$O"/unit/store_run import "$dir/store" "$dir"/*.zip; }

# Wall clock and processor time of a command in ms.
TIMEFORMAT='%R %U %S'
measure() { { time "$@" >/dev/null; } 2>&1 | awk '{printf "%d %d\n", $1 * 1000, ($2 + $3) * 1000}'; }

# The two take turns, so that whatever else the machine does falls on both; the best of each counts.
rows=$(unpack)
for _ in 1 2 3 4 5 6 7; do
	echo "unzip $(measure unpack)"
	echo "import $(measure import)"
done | awk -v rows="$rows" '
	!($1 in wall) || $2 < wall[$1] {wall[$1] = $2}
	!($1 in cpu) || $3 < cpu[$1] {cpu[$1] = $3}
	END {
		printf "unzip -p | wc -l: %d ms (%d ms of processors), %d ns a row\n", wall["unzip"], cpu["unzip"], wall["unzip"] * 1e6 / rows
		printf "import: %d ms (%d ms of processors), %d ns a row\n", wall["import"], cpu["import"], wall["import"] * 1e6 / rows
		printf "ratio: %.2f (of processors %.2f), wanted: at most 2\n", wall["import"] / wall["unzip"], cpu["import"] / cpu["unzip"]
	}'
printf 'rows %d, zips %d bytes, store %d bytes\n' "$rows" "$(cat "$dir"/*.zip | wc -c)" \
	"$(du -sb "$dir/store" | cut -f1)"
rm -rf "$dir/store"
"$O"/unit/store_run stages "$dir/store" "$dir"/*.zip
rm -rf "$dir/store"

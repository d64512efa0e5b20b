#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The local store (tq-store(5)), through the driver of its unit tests.

load helper

RUN=$BIN/../unit/store_run
S=s/binance/bar/BTC%2FUSDT/1h

# bars FROM TO: lines of the hours of 2024-02, without each seventh
bars() {
	perl -MPOSIX -e 'for ($ARGV[0] .. $ARGV[1] - 1) { next if $_ % 7 == 0;
		print strftime(q({"type":"bar","time":"%Y-%m-%dT%H:%M:%SZ",), gmtime(1706745600 + 3600 * $_)), qq("close":$_}\n) }' "$@"
}

hour() { date -u -d "@$((1706745600 + 3600 * $1))" +%Y-%m-%dT%H:%M:%SZ; }

# put FROM TO [SOURCE]
put() {
	bars "$1" "$2" >lines
	give @lines "$RUN" put s "$(hour "$1")" "$(hour "$2")" "${3:-rest}"
}

store() {
	[ -x "$RUN" ] || skip 'store_run is not built'
	put 0 100 archive
	want 0 '' ''
}

manifest() { jq -r "$1" "$S/manifest.ndjson"; }

@test "F0.10 counts, gaps and sums of the manifest are those of an independent recount" {
	store
	put 700 1000
	want 0 '' ''
	for file in "$S"/*.ndjson.*; do
		name=${file##*/}
		case $file in *.zst) n=$(zstd -dcq "$file" | wc -l) ;; *.gz) n=$(gzip -dc "$file" | wc -l) ;; esac
		[ "$(jq -r --arg f "$name" 'select(.file==$f) | .n' "$S/manifest.ndjson")" = "$n" ]
		[ "$(jq -r --arg f "$name" 'select(.file==$f) | .sha256' "$S/manifest.ndjson")" = "$(sha256sum <"$file" | cut -d' ' -f1)" ]
		[ "$(jq -r --arg f "$name" 'select(.file==$f) | .bytes' "$S/manifest.ndjson")" = "$(wc -c <"$file")" ]
	done
	[ "$(manifest 'select(.type=="month") | .missing' | awk '{n += $1} END {print n}')" = "$(perl -e 'print scalar grep { $_ % 7 == 0 } 0 .. 99, 700 .. 999')" ]
	give '' "$RUN" gaps s
	[ "$(grep -c '"code":"gap"' "$GOT/out")" = "$(perl -e 'print scalar grep { $_ % 7 == 0 } 0 .. 99, 700 .. 999')" ]
	[ "$(grep -c '"code":"missing"' "$GOT/out")" = 1 ]
	has "\"code\":\"missing\",\"venue\":\"binance\",\"kind\":\"bar\",\"symbol\":\"BTC/USDT\",\"interval\":\"1h\",\"from\":\"$(hour 100)\",\"to\":\"$(hour 700)\"}"
	give '' "$RUN" list s
	has '"name":"stored","value":342,'
	give '' "$RUN" verify s
	want 0 '' ''
}

@test "the last line of the manifest is the sum of all before" {
	store
	[ "$(manifest 'select(.type=="end") | .sha256')" = "$(head -n -1 "$S/manifest.ndjson" | sha256sum | cut -d' ' -f1)" ]
}

@test "the folder and its files are for their owner alone" {
	store
	[ "$(stat -c %a s "$S" "$S"/* | sort -u | paste -sd' ')" = '600 700' ]
}

@test "a file that is cut off, changed, removed or a link is told, and none of it is read" {
	store
	file=$(echo "$S"/2024-02.*)
	cp -p "$file" kept
	for damage in 'truncate -s -1' 'perl -0777 -pi -e substr($_,40,1)^=chr(1)' 'rm' 'ln -sf /etc/passwd' 'truncate -s 0'; do
		$damage "$file"
		give '' "$RUN" verify s
		want 1
		has '"code":"damaged"'
		has '"month":"2024-02"'
		give '' "$RUN" read s
		want 3 ''
		says "2024-02."
		rm -f "$file"
		cp -p kept "$file"
	done
	give '' "$RUN" verify s
	want 0 '' ''
}

@test "P12 a damaged manifest is 8, never an empty store, and nothing is removed" {
	store
	cp -r s kept
	size=$(wc -c <"$S/manifest.ndjson")
	for ((at = 0; at < size; at += 23)); do
		at=$at perl -0777 -pi -e 'substr($_, $ENV{at}, 1) ^= chr(1)' "$S/manifest.ndjson"
		give '' "$RUN" read s
		want 8 ''
		says "$S/manifest.ndjson' is damaged"
		put 200 201
		[ "$status" = 8 ]
		cp kept/binance/bar/BTC%2FUSDT/1h/manifest.ndjson "$S/manifest.ndjson"
	done
	for cut in 1 2 70 "$size"; do
		truncate -s -"$cut" "$S/manifest.ndjson"
		give '' "$RUN" read s
		want 8 ''
		cp kept/binance/bar/BTC%2FUSDT/1h/manifest.ndjson "$S/manifest.ndjson"
	done
	diff -r s kept
}

@test "another version's manifest is refused" {
	store
	sed -i '1s/"version":1/"version":2/' "$S/manifest.ndjson"
	sum=$(head -n -1 "$S/manifest.ndjson" | sha256sum | cut -d' ' -f1)
	sed -i "\$s/\"sha256\":\"[0-9a-f]*\"/\"sha256\":\"$sum\"/" "$S/manifest.ndjson"
	give '' "$RUN" read s
	want 8 ''
}

@test "a second writer is 7 and told so; readers come in, also while a writer is stopped" {
	store
	mkfifo wait
	"$RUN" hold s <wait >held &
	writer=$!
	exec 7>wait
	until [ -s held ]; do sleep 0.02; done
	kill -STOP "$writer"
	give @lines timeout 20 "$RUN" put s "$(hour 0)" "$(hour 100)" rest
	want 7 '' "store_run: '$S' is being written by another instance"
	give '' timeout 20 "$RUN" read s
	want 0 "$(bars 0 100)" ''
	kill -CONT "$writer"
	exec 7>&-
	wait "$writer"
	put 100 200
	want 0 '' ''
}

@test "F2.21 of eight writers at once each writes or is told; no file is torn" {
	store
	for i in 1 2 3 4 5 6 7 8; do
		bars $((100 * i)) $((100 * i + 100)) >lines.$i
		( "$RUN" put s "$(hour $((100 * i)))" "$(hour $((100 * i + 100)))" rest <lines.$i 2>/dev/null && echo 0 >status.$i || echo $? >status.$i ) &
	done
	wait
	want=$(bars 0 100)
	for i in 1 2 3 4 5 6 7 8; do
		case $(cat status.$i) in
		0) want+=$'\n'$(cat lines.$i) ;;
		7) ;;
		*) cat status.$i; return 1 ;;
		esac
	done
	give '' "$RUN" read s
	want 0 "$want" ''
	give '' "$RUN" verify s
	want 0 '' ''
}

@test "a file or a link in a folder's place is 4, and nothing is written through it" {
	[ -x "$RUN" ] || skip 'store_run is not built'
	mkdir s outside
	touch s/binance
	put 0 10
	want 4 ''
	says "'binance' is no folder"
	rm s/binance
	ln -s ../outside s/binance
	put 0 10
	want 4 ''
	says "'binance' is no folder"
	rm s/binance
	mkdir -p "$S"
	ln -s "$PWD/outside/x" "$S/manifest.ndjson"
	put 0 10
	want 8 ''
	says 'no regular file'
	[ -z "$(ls -A outside)" ]
	rm -r s
	put 0 10
	want 0 '' ''
	mkdir "$S/2024-02.$(printf 'f%.0s' {1..16}).ndjson.zst"
	put 0 10
	want 0 '' ''
	rm -r s
	mkfifo s
	give @lines timeout 20 "$RUN" put s "$(hour 0)" "$(hour 10)" rest
	want 4 ''
}

@test "a folder that cannot be made is 4 with its name" {
	[ -x "$RUN" ] || skip 'store_run is not built'
	bars 0 10 >lines
	give @lines "$RUN" put no/such/s "$(hour 0)" "$(hour 10)" rest
	want 4 '' "store_run: cannot create folder 'no/such/s': No such file or directory"
}

@test "what a killed run left is removed, what is not the store's stays" {
	store
	touch "$S/1.part" "$S/manifest.ndjson.tmp" "$S/manifest.ndjson.lock" \
		"$S/2024-03.0123456789abcdef.ndjson.zst" "$S/notes.txt" "$S/2024-03.ndjson.zst" "$S/x.part"
	put 100 101
	want 0 '' ''
	[ "$(cd "$S" && ls | grep -v '^2024-02\.................\.ndjson\.' | paste -sd' ')" = '2024-03.ndjson.zst manifest.ndjson notes.txt x.part' ]
}

@test "the same records again change no file" {
	store
	put 0 1500 archive
	(cd s && find . -type f -printf '%p %i %T@\n' | grep -v manifest | sort) >before
	sums=$(cat "$S"/* | sha256sum)
	put 0 1500 archive
	want 0 '' ''
	[ "$(cat "$S"/* | sha256sum)" = "$sums" ]
}

@test "a series that is not there is one of nothing" {
	[ -x "$RUN" ] || skip 'store_run is not built'
	give '' "$RUN" read s
	want 0 '' ''
	give '' "$RUN" verify s
	want 0 '' ''
	[ ! -e s ]
}

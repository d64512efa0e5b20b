#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# The loop that every filter runs in, seen through tq-validate.

load helper

note() { printf '{"type":"note","n":%d,"pad":"%s"}\n' "$1" "$2"; }

@test "a live record is passed on before the next one comes" {
	mkfifo in
	tq-validate <in >out 2>/dev/null &
	exec 7>in
	note 1 x >&7
	for _ in $(seq 50); do
		[ -s out ] && break
		sleep 0.02
	done
	[ "$(cat out)" = "$(note 1 x)" ]
	exec 7>&-
	wait $!
}

@test "records over every buffer edge come through whole" {
	perl -e 'for $i (1 .. 3000) { printf "{\"type\":\"note\",\"n\":%d,\"pad\":\"%s\"}\n", $i,
		"x" x ($i * 7919 % 4099) }' >in
	tq-validate in >out
	cmp in out
	for size in 4095 4096 4097 65535 65536 65537 262143 262144 262145 524288 1000000; do
		{ note 1 "$(head -c $size /dev/zero | tr '\0' a)"; note 2 b; } >in
		tq-validate <in >out
		cmp in out || { echo "pad of $size"; return 1; }
		cat in | tq-validate >out
		cmp in out || { echo "pad of $size through a pipe"; return 1; }
	done
}

@test "a line of --max-line bytes is read, a longer one is refused by its number" {
	note 1 "$(printf '%064d' 0)" >in
	size=$(($(wc -c <in) - 1))
	give @in tq-validate --max-line $size
	want 0 "$(cat in)"
	give @in tq-validate --max-line $((size - 1))
	want 3 '' "tq-validate: stdin:1: line of $size bytes is longer than $((size - 1)) (--max-line)"
}

@test "L8 a line of many megabytes is put aside by its beginning and the next one is read" {
	{ note 1 a; head -c 5000000 /dev/zero | tr '\0' y; echo; note 2 b; } >in
	give @in tq-validate --on-error quarantine --rejects rejects
	want 0 "$(note 1 a; note 2 b)"
	[ "$(wc -l <rejects)" -eq 1 ]
	grep -q '"line":2,"offset":32,' rejects
	grep -q 'longer than 1048576 bytes' rejects
	give @in tq-validate --on-error stop
	want 3 "$(note 1 a)" "tq-validate: stdin:2: line is longer than 1048576 bytes (--max-line)"
}

@test "CR LF is kept, a missing last newline is added" {
	printf '{"type":"note"}\r\n{"type":"note","n":2}' >in
	tq-validate in >out
	printf '{"type":"note"}\r\n{"type":"note","n":2}\n' | cmp - out
}

@test "files are read in order, - is standard input, a fault names its file and line" {
	note 1 a >one
	note 2 b >two
	give "$(note 3 c)" tq-validate one - two
	want 0 "$(note 1 a; note 3 c; note 2 b)"
	{ note 4 d; echo '{"type":"no'; } >bad
	give '' tq-validate one bad two
	want 3 "$(note 1 a; note 4 d)" "tq-validate: bad:2: byte 12: record is cut off"
	give '' tq-validate one missing
	want 4 "$(note 1 a)" "tq-validate: cannot open 'missing': No such file or directory"
}

@test "a quarantined line stands in its place when no file is given" {
	give "$(note 1 a; echo '{"x":01}'; note 2 b)" tq-validate --on-error quarantine
	want 0 "$(note 1 a
echo '{"type":"reject","time":null,"stage":"read","code":"bad-record","reason":"byte 6: number with a leading zero","source":"stdin","line":2,"offset":32,"input":"{\u0022x\u0022:01}"}'
note 2 b)"
}

@test "P12 rejects are appended with mode 0600" {
	umask 000
	give 'x' tq-validate --on-error quarantine --rejects r
	give 'y' tq-validate --on-error quarantine --rejects r
	[ "$(wc -l <r)" -eq 2 ]
	[ "$(stat -c %a r)" = 600 ]
}

@test "L8 of a long line only its own bytes are shown" {
	mkfifo pipe
	{ note 1 "$(printf 'x%.0s' $(seq 20))"; sleep 0.2; printf '{"a":"%s' "$(printf 'q%.0s' $(seq 70))"
	  sleep 0.2; printf 'qqq"}\n'; note 2 b; } >pipe &
	give @pipe tq-validate --max-line 64 --on-error quarantine --rejects rejects
	want 0 "$(note 1 "$(printf 'x%.0s' $(seq 20))"; note 2 b)"
	[ "$(tr -cd q <rejects | wc -c)" -eq 70 ]
	! grep -q '\\u0000' rejects
}

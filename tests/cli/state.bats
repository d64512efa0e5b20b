#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# --state and the exit statuses that go with it, for every tool that keeps a state.
load helper

needs() {
	case $1 in
	tq-signal) echo --long close\>open ;;
	tq-indicator) echo --add m=mom\(close,1\) ;;
	tq-resample) echo --to 4h --partial emit --keep ;;
	esac
}

bar() {
	printf '{"type":"bar","time":"2024-01-01T%02d:00:00Z","symbol":"X","interval":"1h","open":1,"high":2,"low":1,"close":2,"volume":7}\n' "$@"
}

keeping() {
	local tool
	for tool in $TOOLS; do
		[ "$tool" != tq-fetch ] || continue
		rm -f probe
		"$tool" $(needs "$tool") --state probe </dev/null >/dev/null 2>&1 && echo "$tool"
	done
	rm -f probe
}

each() {
	local tool bad=0
	for tool in $(keeping); do
		rm -f state state.*
		"$1" "$tool" || { echo "^ $tool"; bad=1; }
	done
	return $bad
}

@test "there are tools that keep a state" {
	[ -n "$(keeping)" ]
}

@test "L2 bars that a saved state has counted are dropped on resuming" {
	bar 0 1 2 >bars
	resume() {
		give @bars "$1" $(needs "$1") --state state && want 0 || return 1
		give @bars "$1" $(needs "$1") --state state --stats && want 0 && says '3 known'
		case $1 in tq-report) ;; *) hasnt '"type":"bar"' ;; esac
	}
	each resume
}

@test "X.16 a state file is readable by its owner only" {
	mode() { give '' "$1" $(needs "$1") --state state && want 0 && [ "$(stat -c %a state)" = 600 ]; }
	each mode
}

@test "P12 a damaged state is status 8, and the file stays as it was" {
	bar 0 1 2 >bars
	damaged() {
		give @bars "$1" $(needs "$1") --state state && want 0 || return 1
		printf x >>state
		cp state before
		give @bars "$1" $(needs "$1") --state state && [ "$status" = 8 ] && says 'damaged' && cmp state before || return 1
		: >state
		give @bars "$1" $(needs "$1") --state state && [ "$status" = 8 ] && [ ! -s state ]
	}
	each damaged
}

@test "P12 another tool's state is status 8" {
	other() {
		give '' "$1" $(needs "$1") --state state && want 0 || return 1
		sed -i "1s/$1/tq-else/" state
		give '' "$1" $(needs "$1") --state state && [ "$status" = 8 ]
	}
	each other
}

@test "P12 a state made with other options is status 8" {
	give '' tq-signal --long 'close>open' --state state
	want 0
	give '' tq-signal --long 'close>open*2' --state state
	want 8 '' "tq-signal: state 'state': it was made with other options"
}

@test "L10 a state that cannot be read is status 4, not a fresh start" {
	mkdir folder
	unreadable() { give '' "$1" $(needs "$1") --state folder && [ "$status" = 4 ]; }
	each unreadable
}

@test "X.6 a second run on the same state is status 7" {
	mkfifo feed
	locked() {
		"$1" $(needs "$1") --state state <feed >/dev/null 2>&1 &
		exec 9>feed
		for _ in $(seq 100); do [ ! -e state.lock ] || break; sleep .02; done
		give '' "$1" $(needs "$1") --state state
		exec 9>&-
		wait
		[ "$status" = 7 ] && says "in use by another instance" && [ ! -e state.lock ] && [ -e state ]
	}
	each locked
}

@test "X.5 a failing run keeps the state it found" {
	bar 0 1 >bars
	failing() {
		give @bars "$1" $(needs "$1") --state state && want 0 && cp state before || return 1
		{ bar 2 3; echo '{bad'; } >more
		give @more "$1" $(needs "$1") --state state && [ "$status" = 3 ] && cmp state before || return 1
		status=0
		bar 2 3 >more
		cp state again
		[ -n "$("$1" $(needs "$1") --state again <more 2>/dev/null)" ] || return 0
		"$1" $(needs "$1") --state state <more >/dev/full 2>/dev/null || status=$?
		[ "$status" = 4 ] && cmp state before
	}
	each failing
}

@test "a tool without a state says so" {
	local tool found=
	for tool in $TOOLS; do
		case " $(keeping | tr '\n' ' ')tq-fetch " in *" $tool "*) continue ;; esac
		give '' "$tool" $(needs "$tool") --state s
		[ "$status" = 2 ] && says 'keeps no state'
	done
}

@test "L2 L8 a bar that was put aside is not counted: its repair is taken on resuming" {
	bar() { printf '{"type":"bar","time":"2024-01-01T0%s:00:00Z","symbol":"X","interval":"1h","open":1,"high":1,"low":1,"close":%s,"volume":1}' "$1" "$2"; }
	give "$(bar 0 1; echo; bar 1 '"bad"')" tq-signal --long 'close > 0' --on-error quarantine --rejects r --state s
	want 0
	give "$(bar 0 1; echo; bar 1 1)" tq-signal --long 'close > 0' --on-error quarantine --rejects r --state s
	want 0 "$(bar 1 1)"
}

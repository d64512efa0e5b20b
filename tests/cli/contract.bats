#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
# What every tool does, whatever else it does. A new tool is tested by being there.
load helper

# The arguments without which a tool would not run, and its input.
needs() {
	case $1 in
	tq-fetch) echo sim --symbol SIM/USD --interval 1m --bars 3000 ;;
	tq-signal) echo --long close\>open ;;
	tq-indicator) echo --add m=mom\(close,1\) ;;
	tq-resample) echo --to 4h --partial emit ;;
	esac
}
# Tools that read records, and those of them that pass on what they do not know.
filters() { for t in $TOOLS; do case $t in tq-fetch) ;; *) echo "$t" ;; esac; done; }
passing() { for t in $(filters); do case $t in tq-report) ;; *) echo "$t" ;; esac; done; }

# each FUNCTION [TOOLS]: calls it for each tool, names all that fail
each() {
	local tool bad=0
	for tool in ${2:-$TOOLS}; do
		"$1" "$tool" || { echo "^ $tool"; bad=1; }
	done
	return $bad
}

# N bars an hour apart
bars() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "{\"type\":\"bar\",\"time\":\"2024-%02d-%02dT%02d:00:00Z\",\"symbol\":\"X\",\"interval\":\"1h\",\"open\":%d.5,\"high\":%d.5,\"low\":%d,\"close\":%d,\"volume\":7}\n", 1 + int(i / 672), 1 + int(i / 24) % 28, i % 24, 100 + i % 5, 102 + i % 5, 99 + i % 5, 101 + i % 5 }'
}

@test "F0.4 --help: standard output, status 0, examples first, narrow" {
	help() {
		give '' "$1" --help && want 0 && [ ! -s "$GOT/err" ] &&
			head -1 "$GOT/out" | grep -q "^$1: " && has 'exit status: 0 ok' &&
			[ "$(wc -l <"$GOT/out")" -le 80 ] && [ "$(wc -L <"$GOT/out")" -le 120 ]
	}
	each help
}

@test "-h is --help, whatever else is wrong, without any environment" {
	short() {
		give '' env -i TQ_BAD=1 "$BIN/$1" --no-such-option -h && want 0 && has 'usage:'
	}
	each short
}

@test "--version: one line with libraries" {
	version() { give '' "$1" -V && want 0 && lines 1 && has "$1 " && has 'libc.so'; }
	each version
}

@test "F4.10 an unknown option is status 2 and names the nearest one" {
	unknown() {
		give '' "$1" --on-eror skip
		want 2 '' "$1: unknown option '--on-eror' (did you mean --on-error?)"
	}
	each unknown
}

@test "F0.3 X.3 all faults are listed at once" {
	faults() {
		give '' "$1" $(needs "$1") --on-eror --max-depth x --log-level=loud
		want 2 '' && [ "$(wc -l <"$GOT/err")" = 3 ]
	}
	each faults
}

@test "no abbreviations of options" {
	abbreviated() { give '' "$1" --vers; [ "$status" = 2 ]; }
	each abbreviated
}

@test "F1.20 a missing file is status 4 and named" {
	missing() {
		give '' "$1" $(needs "$1") nofile.ndjson
		want 4 && [ "$(cat "$GOT/err")" = "$1: cannot open 'nofile.ndjson': No such file or directory" ]
	}
	each missing "$(filters)"
}

@test "a directory as input is status 4" {
	directory() { give '' "$1" $(needs "$1") /tmp && want 4; }
	each directory "$(filters)"
}

@test "empty input is status 0" {
	empty() { give '' "$1" $(needs "$1") && want 0 && [ ! -s "$GOT/err" ]; }
	each empty "$(filters)"
}

@test "L8 a full disk is status 4 and one line" {
	bars 2000 >bars
	full() {
		status=0
		"$1" $(needs "$1") <bars >/dev/full 2>"$GOT/err" || status=$?
		[ "$status" = 4 ] && [ "$(cat "$GOT/err")" = "$1: cannot write: No space left on device" ]
	}
	each full
}

@test "L8 a reader that is gone is 141, quietly" {
	bars 2000 >bars
	gone() {
		local statuses
		statuses=$( (sleep .05; exec "$1" $(needs "$1") <bars 2>"$GOT/err") | true; echo "${PIPESTATUS[0]}")
		[ "$statuses" = 141 ] && [ ! -s "$GOT/err" ] || { echo "status $statuses"; cat "$GOT/err"; return 1; }
	}
	each gone
}

@test "L8 a reader that is gone while SIGPIPE is ignored is status 4, one line" {
	bars 2000 >bars
	ignored() {
		local statuses
		statuses=$( (trap '' PIPE; sleep .05; exec "$1" $(needs "$1") <bars 2>"$GOT/err") | true; echo "${PIPESTATUS[0]}")
		[ "$statuses" = 4 ] && [ "$(wc -l <"$GOT/err")" = 1 ] || { echo "status $statuses"; cat "$GOT/err"; return 1; }
	}
	each ignored
}

@test "L8 closed standard output is status 4" {
	bars 3 >bars
	closed() { status=0; "$1" $(needs "$1") <bars >&- 2>"$GOT/err" || status=$?; [ "$status" = 4 ]; }
	each closed
}

@test "L8 closed standard input is status 4" {
	closed() { give @- "$1" $(needs "$1") && want 4; }
	each closed "$(filters)"
}

@test "F1.20 a broken line is status 3 with its number, after what stood before it" {
	broken() {
		give $'{"type":"x","n":1}\n{"type":"x","n":2}\n{"type":' "$1" $(needs "$1")
		[ "$status" = 3 ] && says "$1: stdin:3: " && [ "$(wc -l <"$GOT/err")" = 1 ] &&
			has $'{"type":"x","n":1}\n' && has '{"type":"x","n":2}'
	}
	each broken "$(passing)"
}

@test "L8 --on-error skip passes the rest on and is status 3" {
	skip_line() {
		give $'{"type":"x","n":1}\n{bad\n{"type":"x","n":3}' "$1" $(needs "$1") --on-error skip
		want 3 && has '{"type":"x","n":1}' && has '{"type":"x","n":3}' && says ' 1 of 3 lines skipped'
	}
	each skip_line "$(passing)"
}

@test "L8 --on-error quarantine writes a reject with line, offset, reason and input" {
	quarantine() {
		give $'{"type":"x","n":1}\n{bad\n{"type":"x","n":3}' "$1" $(needs "$1") --on-error quarantine
		want 0 && has '"type":"reject"' && has '"line":2,"offset":19' && has '"input":"{bad"' &&
			has '{"type":"x","n":3}' || return 1
		rm -f rejects
		give $'{bad\n{"type":"x","n":3}' "$1" $(needs "$1") --on-error quarantine --rejects rejects
		want 0 && hasnt reject && grep -q '"input":"{bad"' rejects || return 1
		for sink in /dev/null >(cat >/dev/null); do
			give $'{bad\n{"type":"x","n":3}' "$1" $(needs "$1") --on-error quarantine --rejects "$sink"
			want 0 && has '{"type":"x","n":3}' || return 1
		done
	}
	each quarantine "$(passing)"
}

@test "L8 output, state and rejects cannot be one file, nor a name be empty" {
	mkdir -p folder
	one_file() {
		local pair
		for pair in '--output one --state one' '--output ./one --state one' '--output one --rejects folder/../one' \
			'--rejects one --state one' '--output old --rejects ./old'; do
			rm -f one
			echo kept >old
			give '{"type":"x","n":1}' "$1" $(needs "$1") $pair
			want 2 '' && says ' are one file: ' && [ ! -e one ] && [ "$(cat old)" = kept ] || return 1
		done
		give '{"type":"x","n":1}' "$1" $(needs "$1") --output /dev/null --rejects /dev/null
		want 0 || return 1
		for pair in --output --state --rejects; do
			give '{"type":"x","n":1}' "$1" $(needs "$1") $pair ''
			want 2 '' && says "$pair: a file name is empty" || return 1
		done
	}
	each one_file
}

@test "a line of 1 MiB passes, a longer one is status 3" {
	{ printf '{"type":"x","a":"'; head -c 1048550 /dev/zero | tr '\0' a; printf '"}\n'; } >line
	long() {
		give @line "$1" $(needs "$1") && want 0 && [ "$(tail -1 "$GOT/out" | cmp - line 2>&1)" = '' ] &&
			give @line "$1" $(needs "$1") --max-line 1000 && want 3 && says 'stdin:1: '
	}
	each long "$(passing)"
}

@test "a last line without a newline counts" {
	printf '{"type":"x","n":1}\n{"type":"x","n":2}' >input
	unended() { give @input "$1" $(needs "$1") && want 0 && has '{"type":"x","n":2}'; }
	each unended "$(passing)"
}

@test "CRLF lines are records" {
	printf '{"type":"x","n":1}\r\n{"type":"x","n":2}\r\n' >input
	crlf() { give @input "$1" $(needs "$1") && want 0 && has '{"type":"x","n":2}'; }
	each crlf "$(passing)"
}

@test "'-' is standard input, operands may stand behind '--', several are read in order" {
	printf '{"type":"x","n":1}\n' >one
	printf '{"type":"x","n":2}\n' >./-two
	operands() {
		give '{"type":"x","n":3}' "$1" $(needs "$1") -q one - -- -two && want 0 &&
			[ "$(grep '"x"' "$GOT/out" | grep -o '[0-9]}' | tr -d '\n')" = '1}3}2}' ]
	}
	each operands "$(passing)"
}

@test "-o: the file appears whole or not at all" {
	output() {
		rm -f out
		give $'{"type":"x"}\n{bad' "$1" $(needs "$1") -o out && [ "$status" = 3 ] && [ ! -e out ] &&
			give '{"type":"x"}' "$1" $(needs "$1") -o out && want 0 '' && [ -s out ] &&
			[ "$(stat -c %a out)" = 644 ] || return 1
		cp out before
		give $'{"type":"x"}\n{bad' "$1" $(needs "$1") --output=out && [ "$status" = 3 ] && cmp out before
		[ -z "$(ls | grep tmp)" ]
	}
	umask 022
	each output "$(filters)"
}

@test "--stats is one line on standard error" {
	stats() {
		give '{"type":"x"}' "$1" $(needs "$1") --stats && want 0 &&
			tail -1 "$GOT/err" | grep -q "^$1: [0-9]* records in .* peak "
	}
	each stats
}

@test "--log-format json makes messages events" {
	json() {
		give '{bad' "$1" $(needs "$1") --log-format json && [ "$status" = 3 ] &&
			grep -q '^{"type":"event","time":"20.*Z","level":"error","tool":"'"$1"'","text":".*"}$' "$GOT/err"
	}
	each json "$(filters)"
}

@test "--show-config tells value and origin of every option" {
	mkdir -p xdg/tq
	printf '[tq]\nlog-level = info\nmax-line = 2M\n' >xdg/tq/tq.conf
	printf '[tq]\nmax-line = 3M\nmax-depth = 7\n[tq-none-of-these]\n' >tq.conf
	export XDG_CONFIG_HOME=$PWD/xdg
	origins() {
		local upper
		upper=$(echo "$1" | tr a-z- A-Z_)
		give '' env "${upper}_MAX_DEPTH=9" "$1" --show-config --on-error skip
		want 0 && has "[$1]" && has 'on-error = skip ; flag' &&
			has "max-depth = 9 ; environment ${upper}_MAX_DEPTH" &&
			has 'max-line = 3M ; tq.conf:2' && has "log-level = info ; $PWD/xdg/tq/tq.conf:2" &&
			has 'log-format = text ; default'
	}
	each origins
}

@test "C2.24 --defaults is --show-config without any configuration, as JSON" {
	same_defaults() {
		give '' "$1" $(needs "$1") --show-config && want 0 || return 1
		# What the tool cannot do without has no default.
		sed -n 's/^; \(.*\) is not set ; default$/\1 = null/p; s/^; \(.* = .*\) ; default$/\1/p; /^;/d; s/ ; default$//p; s/^\([^;]*\) = .* ; flag$/\1 = null/p' \
			"$GOT/out" | sort >want
		mkdir -p xdg/tq && echo '[tq]
no-such = 1' >tq.conf
		give '' env TQ_MAX_DEPTH=9 "$1" --defaults
		want 0 && lines 1 || return 1
		jq -r 'to_entries[] | "\(.key) = \(if .value == [] then null else .value end)"' "$GOT/out" |
			sort | diff - want
		rm tq.conf
	}
	each same_defaults
}

@test "C2.24 --defaults: an account's parameter without a default is no parameter" {
	for tool in tq-paper tq-risk; do
		give '' "$tool" --defaults
		[ "$(jq -r 'to_entries[] | select(.value == null) | .key' "$GOT/out" | grep -xE \
			'account|currency|cash|fill-model|commission.*|maker|spread|slippage|leverage|lot|tick|min-notional|fee-decimals|volume-cap|size|price-collar|max-leverage')" = '' ]
	done
	[ "$(jq -r .maker "$GOT/out")" = --commission ]
	give '' tq-paper --help
	has '(default --commission)' && has '(default 100%)' && has '(default paper)'
}

@test "configuration: what --show-config prints says the same again" {
	again() {
		give '' "$1" --show-config --max-depth 5 && want 0 && cp "$GOT/out" first.conf &&
			give '' "$1" --show-config --config first.conf && want 0 &&
			[ "$(sed 's/ ; .*//' first.conf)" = "$(sed 's/ ; .*//' "$GOT/out")" ]
	}
	each again
}

@test "F1.20 faults of configuration: file and line, all of them, status 2" {
	wrong() {
		printf '[%s]\nno-such-key = 1\nmax-depth = x\nbare words\n[tq-typo]\nk = 1\n' "$1" >tq.conf
		give '' "$1" $(needs "$1")
		want 2 '' && says "$1: tq.conf:2: no option 'no-such-key'" &&
			says "$1: tq.conf:3: max-depth: not a whole number: 'x'" &&
			says "$1: tq.conf:4: neither [section] nor key = value" &&
			says "$1: tq.conf:6: no tool 'tq-typo'" && [ "$(wc -l <"$GOT/err")" = 4 ] || return 1
		rm tq.conf
		give '' "$1" $(needs "$1") --config no.conf
		want 2 '' "$1: cannot open 'no.conf': No such file or directory"
	}
	each wrong
}

@test "F1.20 an unknown variable of the tool is status 2" {
	variable() {
		local upper
		upper=$(echo "$1" | tr a-z- A-Z_)
		give '' env "${upper}_MAX_DEPHT=9" "$1" $(needs "$1")
		want 2 '' "$1: ${upper}_MAX_DEPHT: no such option (nearest: max-depth)"
	}
	each variable
}

@test "F0.2 F4.2 the same bytes from /, from a folder that is gone, through a link, with no environment" {
	bars 50 >bars
	mkdir gone
	anywhere() {
		local input=$PWD/bars here=$PWD
		"$1" $(needs "$1") <"$input" >want 2>&1 || { cat want; return 1; }
		(cd / && "$BIN/$1" $(needs "$1") <"$input") | cmp - want &&
			env -i "$BIN/$1" $(needs "$1") <"$input" | cmp - want &&
			(mkdir -p gone && cd gone && rmdir "$here/gone" && "$BIN/$1" $(needs "$1") <"$input") | cmp - want &&
			ln -sf "$BIN/$1" link && ./link $(needs "$1") <"$input" | cmp - want
	}
	each anywhere
}

@test "F0.6 no path of the machine that built them is in the programs" {
	paths() { ! grep -qaF -- "$ROOT" "$BIN/$1"; }
	case $BIN in *sanitize*) skip 'sanitized programs keep paths for their reports' ;; esac
	each paths
}

@test "F0.4 help, --spec, man page and completions list the same options" {
	same_options() {
		local name page=${BIN%/bin}/man/$1.1
		"$1" --help >help
		# What is for one source only stands in the help behind that source.
		for name in $(sed -n "s/, /\n/g; s/^more: //p" help | sed "s/$1 \([a-z]*\) --help/\1/"); do
			"$1" "$name" --help >>help
		done
		for name in $("$1" --spec | awk -F'\t' '$1 == "O" { sub(/^\[no-\]/, "", $2); print $2 }'); do
			grep -qE -- "--(\[no-\])?$name( |\$)" help || { echo "--$name is not in --help"; return 1; }
			grep -q -- "--$name" "$ROOT/completions/bash/$1" &&
				grep -q -- "--$name" "$ROOT/completions/zsh/_$1" &&
				grep -q -- "-l $name " "$ROOT/completions/fish/$1.fish" ||
				{ echo "--$name is not in the completions"; return 1; }
			[ ! -e "$page" ] || grep -q -- "Fl -$name" "$page" ||
				{ echo "--$name is not in $page"; return 1; }
		done
		[ -z "$("$1" --spec | awk -F'\t' '$1 == "O" { print $2; if ($3) print "-" $3 }' | sort | uniq -d)" ]
	}
	each same_options
}

# SPDX-License-Identifier: ISC
# What every command-line test starts with: `load helper`.
#
#	@test "F0.3 refuses a count that is no number" {
#		give '' tq-risk --max-orders x
#		want 2 '' "tq-risk: --max-orders: not a whole number: 'x'"
#	}
#
# give INPUT COMMAND...     runs COMMAND with the text INPUT on standard input (a final newline is
#                           added when INPUT is not empty); @FILE is a file, @- nothing at all (closed)
# want STATUS [OUT [ERR]]   compares exit status, standard output and standard error whole; on a
#                           difference all three are shown
# has TEXT / says TEXT      standard output / standard error holds TEXT
# hasnt TEXT / saysnt TEXT  and does not hold it
# lines N                   standard output has N lines
# field N NAME              the value of a field on line N of standard output, as written
#
# Each test runs in a folder of its own without configuration and TQ_ variables. $ROOT is the
# project, $BIN its programs (also first in PATH), $TOOLS their names.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BIN=${TQ_BIN:-$ROOT/build/bin}
case $BIN in /*) ;; *) BIN=$ROOT/$BIN ;; esac
TOOLS=$(cd "$BIN" && echo tq-*)

setup() {
	PATH=$BIN:$PATH
	for name in ${!TQ_*}; do unset "$name"; done
	export HOME=$BATS_TEST_TMPDIR/home XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/xdg LC_ALL=C
	mkdir -p "$HOME" "$XDG_CONFIG_HOME"
	GOT=$BATS_TEST_TMPDIR/got
	mkdir -p "$GOT" "$BATS_TEST_TMPDIR/work"
	cd "$BATS_TEST_TMPDIR/work" || return
}

give() {
	local input=$1
	shift
	status=0
	case $input in
	@-) "$@" >"$GOT/out" 2>"$GOT/err" <&- || status=$? ;;
	@*) "$@" >"$GOT/out" 2>"$GOT/err" <"${input#@}" || status=$? ;;
	'') "$@" >"$GOT/out" 2>"$GOT/err" </dev/null || status=$? ;;
	*) "$@" >"$GOT/out" 2>"$GOT/err" < <(printf '%s\n' "$input") || status=$? ;;
	esac
}

show_got() {
	echo "status: $status"
	echo "stdout:"; head -c 4000 "$GOT/out"
	echo "stderr:"; head -c 4000 "$GOT/err"
}

# same FILE TEXT: the file is the text and a newline, or nothing
same() {
	if [ -z "$2" ]; then
		[ ! -s "$1" ]
	else
		printf '%s\n' "$2" | cmp -s - "$1"
	fi
}

want() {
	local ok=yes
	[ "$status" = "$1" ] || { ok=no; echo "wanted status $1"; }
	if [ $# -ge 2 ] && ! same "$GOT/out" "$2"; then ok=no; printf 'wanted stdout:\n%s\n' "$2"; fi
	if [ $# -ge 3 ] && ! same "$GOT/err" "$3"; then ok=no; printf 'wanted stderr:\n%s\n' "$3"; fi
	[ $ok = yes ] || { show_got; return 1; }
}

has() { grep -qF -- "$1" "$GOT/out" || { echo "stdout has no: $1"; show_got; return 1; }; }
says() { grep -qF -- "$1" "$GOT/err" || { echo "stderr has no: $1"; show_got; return 1; }; }
hasnt() { ! grep -qF -- "$1" "$GOT/out" || { echo "stdout has: $1"; show_got; return 1; }; }
saysnt() { ! grep -qF -- "$1" "$GOT/err" || { echo "stderr has: $1"; show_got; return 1; }; }

lines() {
	local n
	n=$(wc -l <"$GOT/out")
	[ "$n" -eq "$1" ] || { echo "wanted $1 lines of stdout, got $n"; show_got; return 1; }
}

field() {
	sed -n "$1p" "$GOT/out" | sed -n 's/.*"'"$2"'":\("[^"]*"\|[^,}]*\).*/\1/p'
}

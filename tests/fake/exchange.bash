# SPDX-License-Identifier: ISC
# The fake exchange (script.h) for bats files, which load this one:
#
#	exchange_start '/v1/x status=503 times=2' '/v1/x text={}'
#	tq-fetch ... --insecure-http ... "$url"
#	exchange_requests /v1/x              how many came
#	exchange_stop                        in teardown
#
# $url is where it listens, $exchange_log what it saw.

exchange_start() {
	exchange_dir=$(mktemp -d)
	exchange_log=$exchange_dir/log
	printf '%s\n' "$@" > "$exchange_dir/script"
	mkfifo "$exchange_dir/port"
	"${O:-build}/fake/exchange" --log "$exchange_log" "$exchange_dir/script" \
		> "$exchange_dir/port" 3>&- &
	exchange_pid=$!
	read -r port < "$exchange_dir/port"
	url=http://127.0.0.1:$port
}

exchange_requests() {
	grep -c "\"target\":\"${1:-/}" "$exchange_log" || true
}

exchange_stop() {
	[ -n "${exchange_pid-}" ] || return 0
	kill "$exchange_pid" 2>/dev/null || true
	wait "$exchange_pid" 2>/dev/null || true
	rm -rf "$exchange_dir"
	exchange_pid=
}

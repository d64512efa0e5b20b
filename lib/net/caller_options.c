/* SPDX-License-Identifier: ISC */
/* The rows that every tool with calls has in its option table. */
#include "net/call.h"

static bool
parse_above_zero(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	tq_time *duration = field;

	if (!tq_opt_duration(opt, text, duration, err))
		return false;
	return *duration > 0 || tq_fail(err, TQ_USAGE, "not longer than nothing: '%s'", text);
}

static bool
parse_age(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_moment_age *age = field;

	age->given = true;
	return tq_opt_duration(opt, text, &age->age, err);
}

#define AT(member) .at = offsetof(struct tq_caller_options, member), .aside = true

const struct tq_opt tq_caller_rows[] = {
	{"timeout", 0, "TIME", "30s", "longest time for one attempt (0.5s, 500ms)",
	 parse_above_zero, AT(timeout)},
	{"connect-timeout", 0, "TIME", "10s", "longest time for its connection",
	 parse_above_zero, AT(connect_timeout)},
	{"deadline", 0, "TIME", "5m", "longest time for a request with all attempts",
	 parse_above_zero, AT(deadline)},
	{"retries", 0, "N", "4", "attempts after the first; 0: one attempt only", tq_opt_int,
	 AT(retries), .min = 0, .max = 1000},
	{"delay", 0, "TIME", "1s", "longest wait before the second attempt, doubled for each",
	 tq_opt_duration, AT(delay)},
	{"max-delay", 0, "TIME", "60s", "longest wait of that kind", tq_opt_duration,
	 AT(max_delay)},
	{"max-wait", 0, "TIME", "2m", "longest wait that a server may ask for", tq_opt_duration,
	 AT(max_wait)},
	{"connections", 0, "N", "8", "open connections at most", tq_opt_int, AT(connections),
	 .min = 1, .max = 256},
	{"max-body", 0, "SIZE", "64M", "largest answer, unpacked", tq_opt_bytes, AT(max_body)},
	{"max-age", 0, "TIME", NULL, "take answers from the cache up to this old", parse_age,
	 AT(max_age)},
	{"offline", 0, NULL, NULL, "ask nobody: cache, store and recordings only", tq_opt_flag,
	 AT(offline)},
	{"insecure-http", 0, NULL, NULL, "let http:// through to this machine's own addresses",
	 tq_opt_flag, AT(insecure_http)},
	{"trace", 0, NULL, NULL, "show requests and answers on stderr, without secrets",
	 tq_opt_flag, AT(trace)},
	{"ca-file", 0, "FILE", NULL, "trust these certificates besides the system's", tq_opt_text,
	 AT(ca_file)},
	{"record", 0, "DIR", NULL, "keep all answers in this folder", tq_opt_text, AT(record)},
	{"replay", 0, "DIR", NULL, "take all answers from this folder, ask nobody", tq_opt_text,
	 AT(replay)},
};

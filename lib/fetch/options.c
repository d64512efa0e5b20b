/* SPDX-License-Identifier: ISC */
#include "fetch/options.h"

static const char *const sources[] = {"auto", "store", "archive", "rest", NULL};

#define AT(member) .at = offsetof(struct tq_fetch_options, member)

const struct tq_opt tq_fetch_venue_rows[TQ_FETCH_VENUE_ROWS] = {
	{"market", 'm', "NAME", NULL, "market of the venue (default: its first)", tq_opt_text,
	 AT(market)},
	{"last", 0, "N", NULL, "the last N bars, if there is no --since", tq_opt_int, AT(last),
	 .min = 1, .max = 100000000},
	{"limit", 0, "N", NULL, "rows of an answer, depth of a book", tq_opt_int, AT(limit),
	 .min = 1, .max = 1000000},
	{"include-open", 0, NULL, NULL, "keep the bar that is not closed yet", tq_opt_flag,
	 AT(include_open)},
	{"follow", 'f', NULL, NULL, "go on with each new record as it comes", tq_opt_flag,
	 AT(follow), .aside = true},
	{"allow-partial", 0, NULL, NULL, "status 0 although something is missing", tq_opt_flag,
	 AT(allow_partial), .aside = true},
	{"symbols-from", 0, "FILE", NULL, "more symbols, one a line", tq_opt_text,
	 AT(symbols_from)},
	{"jobs", 'j', "N", "4", "symbols that are asked for at once", tq_opt_int, AT(jobs),
	 .min = 1, .max = 1000, .aside = true},
	{"base-url", 0, "URL", NULL, "another address of the venue, or of one BASE=URL",
	 tq_opt_text, AT(base_url)},
	{"credentials", 0, "FILE", NULL, "keys of the venue, readable by you alone", tq_opt_text,
	 AT(credentials)},
	{"list-symbols", 0, NULL, NULL, "print the venue's symbols", tq_opt_flag,
	 AT(list_symbols), .flag_only = true},
	{"describe", 0, NULL, NULL, "print what the provider has", tq_opt_flag, AT(describe),
	 .flag_only = true},
};

const struct tq_opt tq_fetch_store_rows[TQ_FETCH_STORE_ROWS] = {
	{"store", 0, "DIR", NULL, "keep the records in DIR and fetch only what it lacks",
	 tq_opt_text, AT(store)},
	{"source", 0, "NAME", "auto", "take what is missing from", tq_opt_choice, AT(source),
	 .choices = sources},
	{"no-output", 0, NULL, NULL, "fill the store only", tq_opt_flag, AT(no_output),
	 .flag_only = true},
	{"list", 0, NULL, NULL, "list the providers, or the store's series", tq_opt_flag,
	 AT(list), .flag_only = true},
	{"read", 0, NULL, NULL, "write the store's records", tq_opt_flag, AT(read),
	 .flag_only = true},
	{"gaps", 0, NULL, NULL, "tell of the holes in the store", tq_opt_flag, AT(gaps),
	 .flag_only = true},
	{"verify", 0, NULL, NULL, "read all of the store and tell of faults", tq_opt_flag,
	 AT(verify), .flag_only = true},
};

const struct tq_opt tq_fetch_snapshot_rows[TQ_FETCH_SNAPSHOT_ROWS] = {
	{"window", 0, "TIME", "0.5s", "how long all parts may take together", tq_opt_duration,
	 AT(window)},
};

static bool
check_store(const struct tq_fetch_options *o, struct tq_err *err)
{
	if (o->no_output && !o->store)
		return tq_fail(err, TQ_USAGE, "--no-output: there is no --store to fill");
	if (o->source == TQ_FETCH_STORE && !o->store)
		return tq_fail(err, TQ_USAGE, "--source store: there is no --store");
	if (o->read + o->gaps + o->verify + o->list > 1)
		return tq_fail(err, TQ_USAGE, "one of --list, --read, --gaps, --verify at a time");
	if ((o->read || o->gaps || o->verify) && !o->store)
		return tq_fail(err, TQ_USAGE, "--%s needs --store DIR",
			       o->read ? "read" : o->gaps ? "gaps" : "verify");
	if ((o->read || o->gaps || o->verify || o->list) && o->provider)
		return tq_fail(err, TQ_USAGE, "'%s': --%s takes no provider", o->provider,
			       o->list ? "list" : o->read ? "read" : o->gaps ? "gaps" : "verify");
	return true;
}

bool
tq_fetch_options_check(const struct tq_fetch_options *o, struct tq_err *err)
{
	if (!check_store(o, err))
		return false;
	if (o->last > 0 && o->since.given)
		return tq_fail(err, TQ_USAGE, "--last and --since cannot both be");
	if (o->since.given && o->until.given && o->since.t >= o->until.t)
		return tq_fail(err, TQ_USAGE, "--since is not before --until");
	if (o->follow && o->until.given)
		return tq_fail(err, TQ_USAGE, "--follow has no end: leave out --until");
	if (o->follow && (o->caller.replay || o->caller.offline))
		return tq_fail(err, TQ_USAGE, "--follow needs the venue: not with --replay or "
			       "--offline");
	if (o->follow && (o->include_open || o->no_output))
		return tq_fail(err, TQ_USAGE,
			       "--follow writes each bar when it is closed: not with --%s",
			       o->no_output ? "no-output" : "include-open");
	if (o->follow && o->source != TQ_FETCH_AUTO && o->source != TQ_FETCH_REST)
		return tq_fail(err, TQ_USAGE, "--follow asks the venue: not with this --source");
	return true;
}

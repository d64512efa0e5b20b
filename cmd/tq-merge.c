/* SPDX-License-Identifier: ISC */
/*
 * tq-merge: several streams into one by event time; on request a consensus
 * price over venues, or an as-of join of the first stream to the others.
 */
#include "market/merge.h"

#define CONSENSUS(field) offsetof(struct tq_merge, consensus.field)
#define ASOF(field) offsetof(struct tq_merge, asof.field)

static bool
not_negative(const struct tq_dec *x, const char *text, struct tq_err *err)
{
	return tq_dec_sign(*x) >= 0 || tq_fail(err, TQ_USAGE, "under zero: '%s'", text);
}

static bool
opt_rate(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	return tq_opt_ratio(opt, text, field, err) && not_negative(field, text, err);
}

static bool
opt_volume(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	return tq_opt_dec(opt, text, field, err) && not_negative(field, text, err);
}

static bool
opt_age(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_merge_age *age = field;

	age->given = tq_opt_duration(opt, text, &age->limit, err);
	return age->given;
}

static const struct tq_opt consensus_rows[] = {
	{.name = "consensus", .arg = "METHOD", .preset = "none", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"none", "median", "mean", "vwap", NULL},
	 .at = CONSENSUS(method), .help = "one price a symbol and event time over the venues"},
	{.name = "of", .arg = "TYPE", .preset = "any", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"any", "bar", "tick", "quote", "price", NULL},
	 .at = CONSENSUS(of), .help = "which records give prices"},
	{.name = "min-sources", .arg = "N", .preset = "2", .parse = tq_opt_int,
	 .at = CONSENSUS(min_sources), .min = 1, .max = 65536,
	 .help = "no price of fewer venues"},
	{.name = "max-diff", .arg = "RATIO", .preset = "1%", .parse = opt_rate,
	 .at = CONSENSUS(max_diff), .help = "further than this from the median is an outlier"},
	{.name = "min-volume", .arg = "QTY", .preset = "0", .parse = opt_volume,
	 .at = CONSENSUS(min_volume),
	 .help = "a price of less volume, or none said, does not count"},
	{.name = "only", .parse = tq_opt_flag, .at = CONSENSUS(only),
	 .help = "write nothing but the consensus"},
};

static const struct tq_opt join_rows[] = {
	{.name = "join", .arg = "KIND", .preset = "none", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"none", "asof", NULL},
	 .at = offsetof(struct tq_merge, join),
	 .help = "give the first input's records what was known at their time"},
	{.name = "fields", .arg = "NAMES", .parse = tq_opt_text, .at = ASOF(fields),
	 .help = "rate,bid,close: which fields (default: the main ones of each type)"},
	{.name = "prefix", .arg = "NAME", .parse = tq_opt_list, .at = ASOF(prefixes),
	 .repeats = true,
	 .help = "NAME_field of the next input (default: funding, quote, bar_1h, ...)"},
	{.name = "left", .arg = "TYPE[/INTERVAL]", .parse = tq_opt_text, .at = ASOF(left),
	 .help = "which records are joined (default: those of the first input)"},
	{.name = "any-symbol", .parse = tq_opt_flag, .at = ASOF(any_symbol),
	 .help = "join to records of all symbols"},
	{.name = "keep", .parse = tq_opt_flag, .at = ASOF(keep),
	 .help = "pass the other inputs on too"},
};

static const struct tq_opt both_rows[] = {
	{.name = "max-age", .arg = "DURATION", .parse = opt_age,
	 .at = offsetof(struct tq_merge, max_age),
	 .help = "what is older does not count (default: 5s for a consensus, any for a join)"},
};

static const struct tq_opt_group groups[] = {
	{"consensus", consensus_rows, TQ_COUNT(consensus_rows), 0, NULL},
	{"as-of join", join_rows, TQ_COUNT(join_rows), 0, NULL},
	{"both", both_rows, TQ_COUNT(both_rows), 0, NULL},
};

static bool
merge_open(void *self, struct tq_run *run, struct tq_err *err)
{
	return tq_merge_open(self, run, err);
}

static bool
merge_source(void *self, struct tq_run *run, struct tq_err *err)
{
	return tq_merge_run(self, run, err);
}

static bool
merge_close(void *self, struct tq_out *out, struct tq_err *err)
{
	return tq_merge_close(self, out, err);
}

static void
merge_state(void *self, struct tq_state *st)
{
	tq_merge_state(self, st);
}

static void
merge_fini(void *self)
{
	tq_merge_fini(self);
}

extern const struct tq_filter tq_merge_filter;
const struct tq_filter tq_merge_filter = {
	.name = "tq-merge",
	.summary = "merge streams by event time, agree on prices, join what was known",
	.synopsis = "[file ...]",
	.examples =
		"tq-merge btc.ndjson eth.ndjson funding.ndjson\n"
		"tq-merge --consensus median --only binance.ndjson kraken.ndjson coinbase.ndjson\n"
		"tq-merge --join asof --fields rate --max-age 8h bars.ndjson funding.ndjson\n"
		"tq-merge --join asof bars-1m.ndjson <(tq-resample --to 1h bars-1m.ndjson)\n",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct tq_merge),
	.open = merge_open,
	.source = merge_source,
	.close = merge_close,
	.sums_up = true,
	.save = merge_state,
	.load = merge_state,
	.fini = merge_fini
};

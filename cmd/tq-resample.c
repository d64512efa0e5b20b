/* SPDX-License-Identifier: ISC */
/*
 * tq-resample: bars of a longer interval, or bars that end by what was traded,
 * out of shorter bars or trades. All other records pass.
 */
#include "market/resample.h"

#define AT(field) offsetof(struct tq_resample, options.field)

static bool
opt_interval(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	bool known = tq_interval_parse(tq_str(text), field);

	if (known && tq_interval_timed(*(struct tq_interval *)field))
		return true;
	if (known && strcmp(opt->name, "to") == 0)
		return tq_fail(err, TQ_USAGE, "'%s' is no time: --ticks, --volume, --notional and "
			       "--imbalance make such bars", text);
	return tq_fail(err, TQ_USAGE, "not an interval like 5m, 1h, 1d, 1w or 1M: '%s'", text);
}

static bool
opt_from(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	if (strcmp(text, "tick") != 0)
		return opt_interval(opt, text, field, err);
	*(struct tq_interval *)field = (struct tq_interval){.n = -1};
	return true;
}

static bool
opt_clock_time(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	static const char form[] = "00:00";
	bool ok = strlen(text) == 5 && text[2] == ':';

	(void)opt;
	for (size_t i = 0; ok && i < 5; i++)
		ok = form[i] == ':' || (text[i] >= '0' && text[i] <= '9');
	if (ok) {
		int hour = (text[0] - '0') * 10 + text[1] - '0';
		int minute = (text[3] - '0') * 10 + text[4] - '0';

		*(int64_t *)field = hour * 3600 + minute * 60;
		if (hour < 24 && minute < 60)
			return true;
	}
	return tq_fail(err, TQ_USAGE, "not a time of day like 17:00: '%s'", text);
}

static bool
opt_positive(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	if (!tq_opt_dec(opt, text, field, err))
		return false;
	return tq_dec_sign(*(struct tq_dec *)field) > 0 ||
	       tq_fail(err, TQ_USAGE, "not above zero: '%s'", text);
}

static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};

static const struct tq_opt rule_rows[] = {
	{.name = "to", .arg = "INTERVAL", .parse = opt_interval, .at = AT(grid.to),
	 .help = "bars of a time: 5m, 1h, 1d, 1w, 1M"},
	{.name = "ticks", .arg = "N", .parse = tq_opt_int, .at = AT(ticks), .min = 1,
	 .max = 999999999, .help = "bars of N trades"},
	{.name = "volume", .arg = "QTY", .parse = opt_positive, .at = AT(volume),
	 .help = "bars that end when so much was traded"},
	{.name = "notional", .arg = "AMOUNT", .parse = opt_positive, .at = AT(notional),
	 .help = "bars that end when price times quantity has come to so much"},
	{.name = "imbalance", .arg = "OF", .preset = "none", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"none", "tick", "volume", "notional", NULL},
	 .at = AT(imbalance), .help = "bars that end when buyers and sellers are out of balance"},
	{.name = "from", .arg = "INTERVAL|tick", .parse = opt_from, .at = AT(from),
	 .help = "make them only of bars of this interval, or of trades; others pass"},
};

static const struct tq_opt time_rows[] = {
	{.name = "calendar", .arg = "NAME", .preset = "24x7", .parse = tq_opt_text,
	 .at = AT(grid.calendar), .help = "sessions: 24x7, us-equities, nse, ..."},
	{.name = "timezone", .arg = "ZONE", .parse = tq_opt_text, .at = AT(grid.timezone),
	 .help = "days, weeks and months are those of this zone (default: UTC)"},
	{.name = "day-start", .arg = "HH:MM", .preset = "00:00", .parse = opt_clock_time,
	 .at = AT(grid.day_start), .help = "when a day begins in that zone"},
	{.name = "week-start", .arg = "DAY", .preset = "mon", .parse = tq_opt_choice,
	 .choices = weekdays, .at = AT(grid.week_start), .help = "the first day of a week"},
};

static const struct tq_opt policy_rows[] = {
	{.name = "partial", .arg = "POLICY", .preset = "drop", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"drop", "emit", NULL}, .at = AT(partial),
	 .help = "what becomes of a bar of which not all was seen"},
	{.name = "fill", .arg = "POLICY", .preset = "none", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"none", "flat", NULL}, .at = AT(fill),
	 .help = "what stands where nothing was seen: no bar, or a flat synthetic one"},
	{.name = "clock", .arg = "OF", .preset = "series", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"series", "stream", NULL}, .at = AT(clock),
	 .help = "whose later record ends a bar that lacks its last part"},
	{.name = "split", .parse = tq_opt_flag, .at = AT(split),
	 .help = "divide a trade that crosses the end of a volume or notional bar"},
	{.name = "keep", .parse = tq_opt_flag, .at = AT(keep),
	 .help = "pass the shorter bars or trades on too"},
};

static const struct tq_opt imbalance_rows[] = {
	{.name = "expected-ticks", .arg = "N", .preset = "100", .parse = tq_opt_int,
	 .at = AT(expected_ticks), .min = 1, .max = 999999999,
	 .help = "ticks that the first bar is expected to have"},
	{.name = "expected-imbalance", .arg = "X", .parse = opt_positive,
	 .at = AT(expected_imbalance),
	 .help = "imbalance of a tick at first (default: measured on the first bar)"},
	{.name = "ticks-span", .arg = "BARS", .preset = "20", .parse = tq_opt_int,
	 .at = AT(ticks_span), .min = 1, .max = 1000000,
	 .help = "span of the moving average of ticks a bar"},
	{.name = "imbalance-span", .arg = "TICKS", .preset = "1000", .parse = tq_opt_int,
	 .at = AT(imbalance_span), .min = 1, .max = 1000000000,
	 .help = "span of the moving average of imbalance a tick"},
	{.name = "expected-min", .arg = "N", .preset = "1", .parse = tq_opt_int,
	 .at = AT(expected_min), .min = 1, .max = 999999999,
	 .help = "the expected ticks are never under this"},
	{.name = "expected-max", .arg = "N", .preset = "0", .parse = tq_opt_int,
	 .at = AT(expected_max), .min = 0, .max = 999999999, .help = "nor over this (0: any)"},
	{.name = "sign", .arg = "BY", .preset = "tick-rule", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"tick-rule", "side", NULL}, .at = AT(sign),
	 .help = "who bought: by the last change of price, or as the trade's side says"},
};

static const struct tq_opt_group groups[] = {
	{"bars", rule_rows, TQ_COUNT(rule_rows), 0, NULL},
	{"time", time_rows, TQ_COUNT(time_rows), 0, NULL},
	{"policy", policy_rows, TQ_COUNT(policy_rows), 0, NULL},
	{"imbalance", imbalance_rows, TQ_COUNT(imbalance_rows), 0, NULL},
};

static bool
resample_open(void *self, struct tq_run *run, struct tq_err *err)
{
	return tq_resample_open(self, run, err);
}

static bool
resample_record(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	return tq_resample_record(self, rec, out, err);
}

static bool
resample_close(void *self, struct tq_out *out, struct tq_err *err)
{
	(void)err;
	tq_resample_close(self, out);
	return true;
}

static void
resample_state(void *self, struct tq_state *st)
{
	tq_resample_state(self, st);
}

static void
resample_fini(void *self)
{
	tq_resample_fini(self);
}

extern const struct tq_filter tq_resample_filter;
const struct tq_filter tq_resample_filter = {
	.name = "tq-resample",
	.summary = "make longer bars of shorter ones, or bars of trades",
	.synopsis = "[file ...]",
	.examples = "tq-resample --to 1h bars-1m.ndjson\n"
		    "tq-resample --to 1d --calendar us-equities --partial emit minutes.ndjson\n"
		    "tq-resample --to 1d --timezone America/New_York --day-start 17:00 fx.ndjson\n"
		    "tq-resample --volume 500 trades.ndjson\n"
		    "tq-resample --imbalance volume --expected-ticks 1000 trades.ndjson\n",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct tq_resample),
	.open = resample_open,
	.record = resample_record,
	.close = resample_close,
	.sums_up = true,
	.save = resample_state,
	.load = resample_state,
	.fini = resample_fini
};

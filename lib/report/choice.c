/* SPDX-License-Identifier: ISC */
#include "report/choice.h"

#include <math.h>

static bool
find_metric(struct tq_str name, const struct tq_metric **out, struct tq_err *err)
{
	*out = tq_metric_find(name);
	return *out || tq_fail(err, TQ_USAGE, "no metric '%.*s' (see --list-metrics)",
			       TQ_STR_ARG(name));
}

bool
tq_opt_metric(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	(void)opt;
	return find_metric(tq_str(text), field, err);
}

bool
tq_opt_metrics(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_metrics_chosen *chosen = field;

	(void)opt;
	for (chosen->n = 0;; text++) {
		size_t n = strcspn(text, ",");

		if (chosen->n == TQ_MAX_METRICS)
			return tq_fail(err, TQ_USAGE, "more than %d metrics", TQ_MAX_METRICS);
		if (!find_metric((struct tq_str){text, n}, &chosen->items[chosen->n++], err))
			return false;
		text += n;
		if (*text == '\0')
			return true;
	}
}

bool
tq_opt_periods(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_dec x;

	if (strcmp(text, "auto") == 0) {
		*(double *)field = (double)NAN;
		return true;
	}
	if (!tq_opt_dec(opt, text, &x, err))
		return false;
	*(double *)field = tq_dec_f64(x);
	return tq_dec_sign(x) > 0 || tq_fail(err, TQ_USAGE, "not above 0: '%s'", text);
}

/* A year that loses all or more has no return of a period. */
bool
tq_opt_rate(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	const struct tq_dec *rate = field;

	return tq_opt_ratio(opt, text, field, err) &&
	       (tq_dec_gt(*rate, tq_dec(-1, 0)) ||
		tq_fail(err, TQ_USAGE, "not above -100%%: '%s'", text));
}

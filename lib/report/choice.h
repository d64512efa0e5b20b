/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_CHOICE_H
#define TQ_REPORT_CHOICE_H

/* Options whose values are metrics, and how many periods make a year. */
#include "base/option.h"
#include "report/metric.h"

enum { TQ_MAX_METRICS = 256 };

struct tq_metrics_chosen {
	const struct tq_metric *items[TQ_MAX_METRICS];
	size_t n;
};

/* const struct tq_metric *, by name. */
bool tq_opt_metric(const struct tq_opt *, const char *, void *, struct tq_err *);
/* struct tq_metrics_chosen, of "a,b,c". */
bool tq_opt_metrics(const struct tq_opt *, const char *, void *, struct tq_err *);
/* struct tq_dec above -1, of a ratio. */
bool tq_opt_rate(const struct tq_opt *, const char *, void *, struct tq_err *);
/* double above 0; "auto" is NaN. */
bool tq_opt_periods(const struct tq_opt *, const char *, void *, struct tq_err *);

#endif

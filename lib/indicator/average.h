/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_AVERAGE_H
#define TQ_INDICATOR_AVERAGE_H

/*
 * A moving average chosen by TA-Lib's number (MAType), for the indicators that
 * take one: 0 sma, 1 ema, 2 wma, 3 dema, 4 tema, 5 trima, 6 kama, 7 mama, 8 t3.
 * What else those take than a period has its default; mama has no period. A
 * period of 1 is the value itself, whatever the number.
 */
#include "indicator/family.h"
#include "indicator/rolling.h"

/* The two that are nearly always meant are stepped without a call through the row. */
enum tq_average_way { TQ_AVERAGE_BY_ROW, TQ_AVERAGE_SMA, TQ_AVERAGE_EMA };

/* Any row with one input may stand in one, of which the first output counts. */
struct tq_average {
	const struct tq_ind *ind;
	void *node;
	enum tq_average_way way;
};

#define TQ_IND_MA(name, meaning) \
	{(name), 0, 0, 8, true, meaning ": 0 sma, 1 ema, 2 wma, 3 dema, 4 tema, 5 trima, " \
	 "6 kama, 7 mama, 8 t3"}

struct tq_average tq_average_new(double type, double n);
double tq_average_step_by_row(struct tq_average *a, double x);
int64_t tq_average_lookback(double type, double n);
void tq_average_state(struct tq_average *a, struct tq_state *st);
void tq_average_fini(struct tq_average *a);

static inline double
tq_average_step(struct tq_average *a, double x)
{
	if (a->way == TQ_AVERAGE_SMA)
		return tq_rolling_mean_step(a->node, x);
	return a->way == TQ_AVERAGE_EMA ? tq_ema_step(a->node, x) : tq_average_step_by_row(a, x);
}

#endif

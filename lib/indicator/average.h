/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_AVERAGE_H
#define TQ_INDICATOR_AVERAGE_H

/*
 * A moving average chosen by TA-Lib's number (MAType), for the indicators that
 * take one: 0 sma, 1 ema, 2 wma, 3 dema, 4 tema, 5 trima, 6 kama, 7 mama, 8 t3.
 * What else those take than a period has its default; mama has no period. A
 * period of 1 is the value itself, whatever the number.
 */
#include "indicator/indicator.h"

struct tq_average {
	const struct tq_ind *ind;
	void *node;
};

#define TQ_IND_MA(name, meaning) \
	{(name), 0, 0, 8, true, meaning ": 0 sma, 1 ema, 2 wma, 3 dema, 4 tema, 5 trima, " \
	 "6 kama, 7 mama, 8 t3"}

struct tq_average tq_average_new(double type, double n);
double tq_average_step(struct tq_average *a, double x);
int64_t tq_average_lookback(double type, double n);
void tq_average_state(struct tq_average *a, struct tq_state *st);
void tq_average_fini(struct tq_average *a);

#endif

/* SPDX-License-Identifier: ISC */
#include "indicator/hilbert.h"

#include "indicator/family.h"
#include "state/state.h"

#include <math.h>

enum { SHORT_LOOKBACK = 32, LONG_LOOKBACK = 63 };
enum { SHORTEST_PERIOD = 6, LONGEST_PERIOD = 50 };

int64_t
tq_hilbert_short_lookback(const double *param)
{
	(void)param;
	return SHORT_LOOKBACK;
}

int64_t
tq_hilbert_long_lookback(const double *param)
{
	(void)param;
	return LONG_LOOKBACK;
}

void
tq_hilbert_init(struct tq_hilbert *h, enum tq_hilbert_start start)
{
	*h = (struct tq_hilbert){
		.start = start,
		.settled = start == TQ_HILBERT_SHORT ? SHORT_LOOKBACK : LONG_LOOKBACK,
	};
}

/* The filter over a ring of which the newest value is at. */
static double
transform(const double *ring, int64_t size, int64_t at, double gain)
{
	const double a = 0.0962, b = 0.5769;
	int64_t mask = size - 1;

	return (a * ring[at & mask] - a * ring[(at - 6) & mask] - b * ring[(at - 4) & mask] +
		b * ring[(at - 2) & mask]) * gain;
}

static double
bounded(double x, double low, double high)
{
	return x > high ? high : x < low ? low : x;
}

/* The period that the turn from the bar before to this one gives. */
static void
turn(struct tq_hilbert *h, double i2, double q2)
{
	double before = h->period, period = before;

	h->re = 0.2 * (i2 * h->i2 + q2 * h->q2) + 0.8 * h->re;
	h->im = 0.2 * (i2 * h->q2 - q2 * h->i2) + 0.8 * h->im;
	h->i2 = i2;
	h->q2 = q2;
	if (h->im != 0 && h->re != 0)
		period = 360 / (atan(h->im / h->re) * TQ_DEGREES);
	period = bounded(bounded(period, 0.67 * before, 1.5 * before),
			 SHORTEST_PERIOD, LONGEST_PERIOD);
	h->period = 0.2 * period + 0.8 * before;
	h->smooth_period = 0.33 * h->period + 0.67 * h->smooth_period;
}

bool
tq_hilbert_step(struct tq_hilbert *h, double x)
{
	double gain = 0.075 * h->period + 0.54;
	int64_t at = h->bar;
	double ji, jq;

	if (!(fabs(x) < 1e140))
		return false;
	h->price[at & (TQ_HILBERT_RING - 1)] = x;
	h->bar++;
	if (at < h->start)
		return false;
	h->smooth[at & (TQ_HILBERT_RING - 1)] = (4 * x + 3 * tq_hilbert_price(h, 1) +
		2 * tq_hilbert_price(h, 2) + tq_hilbert_price(h, 3)) * 0.1;
	h->detrended[at & 15] = transform(h->smooth, TQ_HILBERT_RING, at, gain);
	h->q1 = transform(h->detrended, 16, at, gain);
	h->quadrature[at & 15] = h->q1;
	h->i1 = h->detrended[(at - 3) & 15];
	ji = transform(h->detrended, 16, at - 3, gain);
	jq = transform(h->quadrature, 16, at, gain);
	turn(h, 0.2 * (h->i1 - jq) + 0.8 * h->i2, 0.2 * (h->q1 + ji) + 0.8 * h->q2);
	return true;
}

void
tq_hilbert_state(struct tq_hilbert *h, struct tq_state *st)
{
	tq_ind_state_int(st, "bar", &h->bar, 0, INT64_MAX);
	tq_state_f64s(st, "price", h->price, TQ_HILBERT_RING);
	tq_state_f64s(st, "smooth", h->smooth, TQ_HILBERT_RING);
	tq_state_f64s(st, "detrended", h->detrended, 16);
	tq_state_f64s(st, "quadrature", h->quadrature, 16);
	tq_state_f64(st, "i1", &h->i1);
	tq_state_f64(st, "q1", &h->q1);
	tq_state_f64(st, "i2", &h->i2);
	tq_state_f64(st, "q2", &h->q2);
	tq_state_f64(st, "re", &h->re);
	tq_state_f64(st, "im", &h->im);
	tq_state_f64(st, "period", &h->period);
	tq_state_f64(st, "smooth_period", &h->smooth_period);
	if (tq_state_loading(st) && tq_state_ok(st) &&
	    !(h->smooth_period >= 0 && h->smooth_period <= LONGEST_PERIOD))
		tq_state_refuse(st, "a cycle's period is out of range");
}

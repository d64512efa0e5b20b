/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/hilbert.h"
#include "state/state.h"

#include <math.h>

/*
 * What Ehlers reads from the dominant cycle (indicator/hilbert.h): its phase by
 * correlating the smoothed price with one cycle of a sine and a cosine, the
 * trend line by taking the mean of one cycle, so that the cycle is gone.
 */
struct cycle {
	struct tq_hilbert h;
	double phase;            /* degrees, -45 to 315 */
	double sine, lead;
	double mean[3];          /* over a cycle, of the last three bars, newest first */
	int64_t since;           /* bars since sine and lead crossed */
};

static void *
short_make(const double *param)
{
	struct tq_hilbert *h = tq_alloc(1, sizeof *h);

	(void)param;
	tq_hilbert_init(h, TQ_HILBERT_SHORT);
	return h;
}

static void
short_state(void *node, struct tq_state *st)
{
	tq_hilbert_state(node, st);
}

static void
dcperiod_step(void *node, const double *in, double *out)
{
	struct tq_hilbert *h = node;

	*out = (double)NAN;
	if (tq_hilbert_step(h, *in) && tq_hilbert_settled(h))
		*out = h->smooth_period;
}

static void
phasor_step(void *node, const double *in, double *out)
{
	struct tq_hilbert *h = node;

	out[0] = out[1] = (double)NAN;
	if (tq_hilbert_step(h, *in) && tq_hilbert_settled(h)) {
		out[0] = h->i1;
		out[1] = h->q1;
	}
}

static void *
cycle_make(const double *param)
{
	struct cycle *c = tq_alloc(1, sizeof *c);

	(void)param;
	tq_hilbert_init(&c->h, TQ_HILBERT_LONG);
	return c;
}

static void
cycle_state(void *node, struct tq_state *st)
{
	struct cycle *c = node;

	tq_hilbert_state(&c->h, st);
	tq_state_f64(st, "phase", &c->phase);
	tq_state_f64(st, "sine", &c->sine);
	tq_state_f64(st, "lead", &c->lead);
	tq_state_f64s(st, "mean", c->mean, 3);
	tq_ind_state_int(st, "since", &c->since, 0, INT64_MAX - 1);
}

static int64_t
cycle_bars(const struct cycle *c)
{
	return (int64_t)(c->h.smooth_period + 0.5);
}

/*
 * The smoothed price lags by a bar, for which the phase is put forward. The
 * sines are turned on from bar to bar by the addition theorem, two calls of
 * the library for up to fifty bars.
 */
static void
find_phase(struct cycle *c)
{
	int64_t bars = cycle_bars(c);
	double angle = 2 * (180 / TQ_DEGREES) / (double)bars;
	double sin_step = sin(angle), cos_step = cos(angle), sine = 0, cosine = 1;
	double real = 0, imaginary = 0;

	for (int64_t i = 0; i < bars; i++) {
		double x = tq_hilbert_smooth(&c->h, i), next;

		real += sine * x;
		imaginary += cosine * x;
		next = sine * cos_step + cosine * sin_step;
		cosine = cosine * cos_step - sine * sin_step;
		sine = next;
	}
	if (imaginary != 0)
		c->phase = atan(real / imaginary) * TQ_DEGREES;
	else
		c->phase += real < 0 ? -90 : real > 0 ? 90 : 0;
	c->phase += 90 + 360 / c->h.smooth_period;
	if (imaginary < 0)
		c->phase += 180;
	if (c->phase > 315)
		c->phase -= 360;
}

static void
dcphase_step(void *node, const double *in, double *out)
{
	struct cycle *c = node;

	*out = (double)NAN;
	if (!tq_hilbert_step(&c->h, *in))
		return;
	find_phase(c);
	if (tq_hilbert_settled(&c->h))
		*out = c->phase;
}

static void
find_sine(struct cycle *c)
{
	find_phase(c);
	c->sine = sin(c->phase / TQ_DEGREES);
	c->lead = sin((c->phase + 45) / TQ_DEGREES);
}

static void
sine_step(void *node, const double *in, double *out)
{
	struct cycle *c = node;

	out[0] = out[1] = (double)NAN;
	if (!tq_hilbert_step(&c->h, *in))
		return;
	find_sine(c);
	if (tq_hilbert_settled(&c->h)) {
		out[0] = c->sine;
		out[1] = c->lead;
	}
}

/* The mean of a cycle, smoothed over 4 bars as the price is. */
static double
find_trend(struct cycle *c)
{
	int64_t bars = cycle_bars(c);
	double sum = 0, mean, line;

	for (int64_t i = 0; i < bars; i++)
		sum += tq_hilbert_price(&c->h, i);
	mean = bars > 0 ? sum / (double)bars : 0;
	line = (4 * mean + 3 * c->mean[0] + 2 * c->mean[1] + c->mean[2]) / 10;
	c->mean[2] = c->mean[1];
	c->mean[1] = c->mean[0];
	c->mean[0] = mean;
	return line;
}

static void
trendline_step(void *node, const double *in, double *out)
{
	struct cycle *c = node;
	double line;

	*out = (double)NAN;
	if (!tq_hilbert_step(&c->h, *in))
		return;
	line = find_trend(c);
	if (tq_hilbert_settled(&c->h))
		*out = line;
}

/*
 * A trend, unless sine and lead have crossed within half a cycle or the phase
 * turns as fast as the cycle should; but always when the price is 1.5% off the
 * trend line.
 */
static void
trendmode_step(void *node, const double *in, double *out)
{
	struct cycle *c = node;
	double phase = c->phase, sine = c->sine, lead = c->lead;
	double line, turned, expected, price;
	bool trend;

	*out = (double)NAN;
	if (!tq_hilbert_step(&c->h, *in))
		return;
	find_sine(c);
	line = find_trend(c);
	if ((c->sine > c->lead && sine <= lead) || (c->sine < c->lead && sine >= lead))
		c->since = 0;
	trend = c->since > 0;
	c->since++;
	trend &= (double)c->since >= 0.5 * c->h.smooth_period;
	turned = c->phase - phase;
	expected = 360 / c->h.smooth_period;
	trend &= !(turned > 0.67 * expected && turned < 1.5 * expected);
	price = tq_hilbert_smooth(&c->h, 0);
	trend |= line != 0 && fabs((price - line) / line) >= 0.015;
	if (tq_hilbert_settled(&c->h))
		*out = trend;
}

static const struct tq_ind rows[] = {
	{
		.name = "ht_dcperiod",
		.meaning = "period of the dominant cycle in bars, 6 to 50",
		.source = "TA-Lib HT_DCPERIOD (Ehlers)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_outputs = 1, .outputs = {"period"},
		.lookback = tq_hilbert_short_lookback,
		.make = short_make, .step = dcperiod_step, .state = short_state,
	}, {
		.name = "ht_phasor",
		.meaning = "the cycle's two components, a quarter of a cycle apart",
		.source = "TA-Lib HT_PHASOR (Ehlers)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_outputs = 2, .outputs = {"in_phase", "quadrature"},
		.lookback = tq_hilbert_short_lookback,
		.make = short_make, .step = phasor_step, .state = short_state,
	}, {
		.name = "ht_dcphase",
		.meaning = "phase of the dominant cycle in degrees, -45 to 315",
		.source = "TA-Lib HT_DCPHASE (Ehlers)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_outputs = 1, .outputs = {"phase"},
		.lookback = tq_hilbert_long_lookback,
		.make = cycle_make, .step = dcphase_step, .state = cycle_state,
	}, {
		.name = "ht_sine",
		.meaning = "sine of the dominant cycle's phase, and the sine 45 degrees ahead",
		.source = "TA-Lib HT_SINE (Ehlers)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_outputs = 2, .outputs = {"sine", "lead"},
		.lookback = tq_hilbert_long_lookback,
		.make = cycle_make, .step = sine_step, .state = cycle_state,
	}, {
		.name = "ht_trendline",
		.aliases = {"htl"},
		.meaning = "the price without its dominant cycle",
		.source = "TA-Lib HT_TRENDLINE (Ehlers)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_outputs = 1, .outputs = {"trendline"},
		.lookback = tq_hilbert_long_lookback,
		.make = cycle_make, .step = trendline_step, .state = cycle_state,
	}, {
		.name = "ht_trendmode",
		.meaning = "the market trends; else it cycles",
		.source = "TA-Lib HT_TRENDMODE (Ehlers)",
		.recovery = TQ_IND_SKIP,
		.gives = TQ_IND_CONDITION,
		.n_inputs = 1, .inputs = {"x"},
		.n_outputs = 1, .outputs = {"trendmode"},
		.lookback = tq_hilbert_long_lookback,
		.make = cycle_make, .step = trendmode_step, .state = cycle_state,
	},
};

const struct tq_ind_family tq_ind_cycle = {"cycles", rows, TQ_COUNT(rows)};

/* SPDX-License-Identifier: ISC */
/* Gains against losses. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <float.h>
#include <stdlib.h>

/* Wilder (1978): averages of gains and losses, each from the mean of its first n. */
struct rsi {
	int64_t n, count;        /* changes seen, at most n */
	double part;             /* 1 / n */
	double gain, loss;
	double last;
	struct tq_ring *past;    /* where changes are over more than a bar, else NULL */
};

static void *
rsi_make(const double *param)
{
	struct rsi *r = tq_alloc(1, sizeof *r);

	r->n = (int64_t)param[0];
	r->part = 1 / param[0];
	r->last = (double)NAN;
	return r;
}

static void *
rmi_make(const double *param)
{
	struct rsi *r = rsi_make(param);

	r->past = tq_ring_new(param[1]);
	return r;
}

/* Takes a value in; false while there is no answer, and for a null bar. */
static bool
rsi_take(struct rsi *r, double x)
{
	double change, gain, loss, part = r->part;

	if (isnan(x))
		return false;
	change = x - (r->past ? tq_ring_swap(r->past, x) : r->last);
	r->last = x;
	if (isnan(change))
		return false;
	change = change < DBL_MAX ? change : DBL_MAX;
	change = change > -DBL_MAX ? change : -DBL_MAX;
	gain = 0.5 * change + 0.5 * fabs(change);        /* no branch: it cannot be foretold */
	loss = gain - change;
	if (r->count < r->n)
		part = 1 / (double)++r->count;
	else if (change == 0 && r->gain + r->loss < 1e-290)
		return true;     /* the ratio of a line at rest is not lost to underflow */
	r->gain += (gain - r->gain) * part;
	r->loss += (loss - r->loss) * part;
	return r->count == r->n;
}

static void
rsi_step(void *node, const double *in, double *out)
{
	struct rsi *r = node;
	double half;

	*out = (double)NAN;
	if (!rsi_take(r, *in))
		return;
	half = 0.5 * r->gain + 0.5 * r->loss;
	*out = half > 0 ? 50 * (r->gain / half) : 0;
}

static void
cmo_step(void *node, const double *in, double *out)
{
	struct rsi *r = node;
	double half;

	*out = (double)NAN;
	if (!rsi_take(r, *in))
		return;
	half = 0.5 * r->gain + 0.5 * r->loss;
	*out = half > 0 ? 50 * ((r->gain - r->loss) / half) : (double)NAN;
}

static int64_t
rmi_lookback(const double *param)
{
	return (int64_t)param[0] + (int64_t)param[1] - 1;
}

static void
rsi_state(void *node, struct tq_state *st)
{
	struct rsi *r = node;

	tq_ind_state_int(st, "count", &r->count, 0, r->n);
	tq_state_f64(st, "gain", &r->gain);
	tq_state_f64(st, "loss", &r->loss);
	tq_state_f64(st, "last", &r->last);
	if (r->past)
		tq_ring_state(r->past, st);
}

static void
rsi_fini(void *node)
{
	free(((struct rsi *)node)->past);
	free(node);
}

/* Sums of gains and of losses over a window. */
struct sums {
	struct tq_rolling_sum *gain, *loss;
	double last;
};

static void *
sums_make(const double *param)
{
	struct sums *s = tq_alloc(1, sizeof *s);

	s->gain = tq_rolling_sum_new(param[0]);
	s->loss = tq_rolling_sum_new(param[0]);
	s->last = (double)NAN;
	return s;
}

static void
sums_take(struct sums *s, double change, double *gain, double *loss)
{
	change = tq_ind_finite(change);
	*gain = tq_rolling_sum_step(s->gain, change < 0 ? 0 : change);
	*loss = tq_rolling_sum_step(s->loss, change > 0 ? 0 : -change);
}

static void
imi_step(void *node, const double *in, double *out)
{
	double gain, loss;

	sums_take(node, in[1] - in[0], &gain, &loss);
	*out = tq_ind_finite(100 * (gain / (gain + loss)));
}

static void
cmo_sum_step(void *node, const double *in, double *out)
{
	struct sums *s = node;
	double gain, loss;

	sums_take(s, *in - s->last, &gain, &loss);
	s->last = *in;
	*out = tq_ind_finite(100 * ((gain - loss) / (gain + loss)));
}

static void
sums_state(void *node, struct tq_state *st)
{
	struct sums *s = node;

	tq_rolling_sum_state(s->gain, st);
	tq_rolling_sum_state(s->loss, st);
	tq_state_f64(st, "last", &s->last);
}

static void
sums_fini(void *node)
{
	struct sums *s = node;

	free(s->gain);
	free(s->loss);
	free(s);
}

/* The share of bars that rose. */
struct psl {
	struct tq_rolling_sum *rises;
	double last;
};

static void *
psl_make(const double *param)
{
	struct psl *p = tq_alloc(1, sizeof *p);

	p->rises = tq_rolling_sum_new(param[0]);
	p->last = (double)NAN;
	return p;
}

static void
psl_step(void *node, const double *in, double *out)
{
	struct psl *p = node;
	double change = *in - p->last;

	p->last = *in;
	*out = tq_rolling_mean_step(p->rises, isnan(change) ? change : change > 0 ? 100 : 0);
}

static void
psl_state(void *node, struct tq_state *st)
{
	struct psl *p = node;

	tq_rolling_sum_state(p->rises, st);
	tq_state_f64(st, "last", &p->last);
}

static void
psl_fini(void *node)
{
	free(((struct psl *)node)->rises);
	free(node);
}

/* Ehlers (2004): what four filters in a row, each later than the one before, differ by. */
struct laguerre {
	double gamma;
	bool begun;
	double stage[4];
};

static void *
laguerre_make(const double *param)
{
	struct laguerre *l = tq_alloc(1, sizeof *l);

	l->gamma = param[0];
	return l;
}

static void
laguerre_step(void *node, const double *in, double *out)
{
	struct laguerre *l = node;
	double *stage = l->stage, x = *in, before, up = 0, down = 0;

	*out = (double)NAN;
	if (isnan(x))
		return;
	if (!l->begun)
		stage[0] = stage[1] = stage[2] = stage[3] = x;
	l->begun = true;
	before = stage[0];
	stage[0] += (1 - l->gamma) * (x - stage[0]);
	for (int i = 1; i < 4; i++) {
		double kept = stage[i];

		stage[i] = before + l->gamma * (stage[i] - stage[i - 1]);
		before = kept;
		if (stage[i - 1] > stage[i])
			up += stage[i - 1] - stage[i];
		else
			down += stage[i] - stage[i - 1];
	}
	*out = tq_ind_finite(100 * (up / (up + down)));
}

static int64_t
laguerre_lookback(const double *param)
{
	(void)param;
	return 1;
}

static void
laguerre_state(void *node, struct tq_state *st)
{
	struct laguerre *l = node;

	tq_state_bool(st, "begun", &l->begun);
	tq_state_f64s(st, "stage", l->stage, 4);
}

#define WILDER \
	.recovery = TQ_IND_SKIP, .n_inputs = 1, .inputs = {"x"}, \
	.n_params = 1, .params = {TQ_IND_PERIOD(14)}, \
	.lookback = tq_ind_change_lookback, \
	.make = rsi_make, .state = rsi_state, .fini = rsi_fini

static const struct tq_ind rows[] = {
	{
		.name = "rsi",
		.meaning = "relative strength index, 0 to 100; 0 for a line that never moved",
		.source = "TA-Lib RSI (Wilder)",
		WILDER,
		.n_outputs = 1, .outputs = {"rsi"},
		.step = rsi_step,
	}, {
		.name = "cmo",
		.meaning = "Chande momentum oscillator, -100 to 100, of Wilder's averages",
		.source = "TA-Lib CMO (twice rsi less 100; Chande's own is cmo_sum)",
		WILDER,
		.n_outputs = 1, .outputs = {"cmo"},
		.step = cmo_step,
	}, {
		.name = "rmi",
		.meaning = "relative momentum index: rsi of changes over m bars",
		.source = "Altman (1993)",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 2, .params = {
			TQ_IND_PERIOD(20),
			{"m", 5, 1, TQ_IND_LONGEST, true, "bars that a change spans"},
		},
		.n_outputs = 1, .outputs = {"rmi"},
		.lookback = rmi_lookback,
		.make = rmi_make, .step = rsi_step, .state = rsi_state, .fini = rsi_fini,
	}, {
		.name = "cmo_sum",
		.meaning = "Chande momentum oscillator, -100 to 100, of plain sums",
		.source = "Tulip CMO, Skender CMO (Chande 1994)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"cmo_sum"},
		.lookback = tq_ind_change_lookback,
		.make = sums_make, .step = cmo_sum_step, .state = sums_state, .fini = sums_fini,
	}, {
		.name = "imi",
		.meaning = "intraday momentum index: rises from open to close in percent",
		.source = "TA-Lib IMI (null for a window in which no bar moved)",
		.recovery = TQ_IND_WINDOW, .of_bar = true,
		.n_inputs = 2, .inputs = {"open", "close"},
		.n_params = 1, .params = {TQ_IND_PERIOD(14)},
		.n_outputs = 1, .outputs = {"imi"},
		.lookback = tq_ind_window_lookback,
		.make = sums_make, .step = imi_step, .state = sums_state, .fini = sums_fini,
	}, {
		.name = "psl",
		.meaning = "psychological line: percent of the last n bars that rose",
		.source = "pandas-ta PSL",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {TQ_IND_PERIOD(12)},
		.n_outputs = 1, .outputs = {"psl"},
		.lookback = tq_ind_change_lookback,
		.make = psl_make, .step = psl_step, .state = psl_state, .fini = psl_fini,
	}, {
		.name = "laguerre_rsi",
		.aliases = {"lrsi"},
		.meaning = "rsi of Laguerre filters, 0 to 100; null where all of them agree",
		.source = "Ehlers, Cybernetic Analysis (2004), filters begin at the first value",
		.recovery = TQ_IND_SKIP,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {{"gamma", 0.5, 0, 0.99, false, "damping"}},
		.n_outputs = 1, .outputs = {"laguerre_rsi"},
		.lookback = laguerre_lookback,
		.make = laguerre_make, .step = laguerre_step, .state = laguerre_state,
	},
};

const struct tq_ind_family tq_ind_momentum_strength = {"momentum", rows, TQ_COUNT(rows)};

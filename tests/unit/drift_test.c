/* SPDX-License-Identifier: ISC */
/*
 * Indicators do not wear out: after a long way each answers as one that began
 * 5000 bars before does (F0.20, X.10), on prices of 1e-5 with steps of 1e-8, of 100
 * with steps of a cent and of 1e6 with steps of a cent; now and then there is no
 * volume, or no change, for a while. TQ_BARS is the length of the way.
 */
#include "t.h"

#include "market.h"

#include <stdlib.h>

enum { OUT = TQ_IND_OUTPUTS, RUN_UP = 5000, JUDGED = 1000, TAIL = RUN_UP + JUDGED };

/* A price that wanders about its middle, on a grid of ticks. */
struct walk {
	struct tq_rng rng;
	double middle, tick, price, best;
	int64_t at, calm, silent;
};

static double
on_grid(const struct walk *w, double price)
{
	return fmax(1, floor(price / w->tick + 0.5)) * w->tick;
}

static int64_t
pause_left(struct walk *w, int64_t left)
{
	if (left > 0)
		return left - 1;
	return tq_rng_uniform(&w->rng) < 0.002 ? 5 + (int64_t)(60 * tq_rng_uniform(&w->rng)) : 0;
}

static void
walk_on(struct walk *w, struct bar *bar)
{
	double reach = 0.003 * tq_rng_uniform(&w->rng), step = 0.02 * (tq_rng_uniform(&w->rng) - 0.5);

	w->calm = pause_left(w, w->calm);
	w->silent = pause_left(w, w->silent);
	bar->open = w->price;
	step += 0.001 * (w->middle - w->price) / w->middle;
	bar->close = w->price = w->calm ? w->price : on_grid(w, w->price * (1 + step));
	reach = w->calm ? 0 : reach;
	bar->high = on_grid(w, fmax(bar->open, bar->close) * (1 + reach));
	bar->low = on_grid(w, fmin(bar->open, bar->close) * (1 - reach));
	bar->volume = w->silent ? 0 : floor(1e6 * tq_rng_uniform(&w->rng)) / 1000;
	bar->other = on_grid(w, bar->close * (0.99 + 0.02 * tq_rng_uniform(&w->rng)));
	bar->side = tq_rng_uniform(&w->rng) < 0.5 ? 1 : -1;
	bar->time = 1704067200.0 + 60.0 * (double)w->at++;
	if (w->at % 2)
		w->best = bar->close;
	market_ladder(bar, w->best, &w->rng);
}

struct runner {
	const struct tq_ind *ind;
	void *node, *fresh;
	double first[2][OUT];    /* of node and fresh */
	double off[OUT], size[OUT];
	bool has_first, differs;
};

static struct runner runners[512];
static int n_runners;

/* Each value is made again from its window: there is nothing that could wear out. */
static bool
is_made_again(const struct tq_ind *ind)
{
	return strstr(ind->meaning, "steps a bar") || strstr(ind->meaning, "steps when");
}

static bool
is_among(const char *name, const char *const *names)
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

/* What adds up for ever: its changes count. */
static bool
is_cumulative(const struct tq_ind *ind)
{
	static const char *const names[] = {"ad", "obv", "pvt", "wad", "cumsum", "cvd", NULL};

	return is_among(ind->name, names);
}

/* What multiplies for ever: its growth counts. */
static bool
is_growing(const struct tq_ind *ind)
{
	static const char *const names[] = {"nvi", "pvi", NULL};

	return is_among(ind->name, names);
}

/*
 * What its meaning makes depend on the first bar for longer than 5000: the highest
 * of all, buckets of volume that follow one another, old levels, a line that is
 * known the better the more was seen; decay steps down by 1/n in prices.
 */
static bool
is_anchored(const struct tq_ind *ind)
{
	static const char *const names[] = {"cummax", "cummin", "cumdrawdown", "vpin", "vpin_bulk",
					    "support_resistance", "kalman_hedge", "decay", NULL};

	return is_among(ind->name, names);
}

static void
begin(void)
{
	const struct tq_ind_family *const *family;
	size_t n;

	family = tq_ind_families(&n);
	n_runners = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < family[i]->n; k++) {
			struct runner *r = &runners[n_runners];
			double param[TQ_IND_PARAMS] = {0};

			memset(r, 0, sizeof *r);
			r->ind = &family[i]->rows[k];
			if (is_made_again(r->ind) || is_anchored(r->ind)) {
				printf("# %s is left out: %s\n", r->ind->name, is_anchored(r->ind) ?
				       "it depends on the first bar" : "made again from its window");
				continue;
			}
			for (int p = 0; p < r->ind->n_params; p++)
				param[p] = r->ind->params[p].preset;
			r->node = r->ind->make(param);
			r->fresh = r->ind->make(param);
			n_runners++;
		}
	}
}

static void
judge(struct runner *r, double old[OUT], double fresh[OUT])
{
	for (int k = 0; k < r->ind->n_outputs; k++) {
		double a = old[k], b = fresh[k];

		if (is_cumulative(r->ind) && r->has_first) {
			a -= r->first[0][k];
			b -= r->first[1][k];
		} else if (is_growing(r->ind) && r->has_first) {
			a /= r->first[0][k];
			b /= r->first[1][k];
		}
		if (!r->has_first && (is_cumulative(r->ind) || is_growing(r->ind)))
			continue;
		r->differs |= isnan(a) != isnan(b);
		if (isnan(a) || isnan(b))
			continue;
		r->off[k] = fmax(r->off[k], fabs(a - b));
		r->size[k] = fmax(r->size[k], fabs(b));
	}
	if (!r->has_first) {
		memcpy(r->first[0], old, sizeof r->first[0]);
		memcpy(r->first[1], fresh, sizeof r->first[1]);
		r->has_first = true;
	}
}

static void
step(struct runner *r, const struct bar *bar, int64_t left)
{
	double value[TQ_IND_INPUTS], old[OUT], fresh[OUT];
	const double *in = r->ind->of_book ? bar->ladder : value;

	for (int k = 0; k < r->ind->n_inputs && !r->ind->of_book; k++)
		value[k] = market_value(r->ind, k, bar);
	r->ind->step(r->node, in, old);
	if (left > TAIL)
		return;
	r->ind->step(r->fresh, in, fresh);
	if (left <= JUDGED)
		judge(r, old, fresh);
}

/* The largest difference, against the largest value that was given meanwhile. */
static double
drift(const struct runner *r)
{
	double worst = 0;

	for (int k = 0; k < r->ind->n_outputs; k++) {
		if (r->off[k] > 0)
			worst = fmax(worst, r->off[k] / r->size[k]);
	}
	return worst;
}

static void
test_drift(double middle, double tick, int64_t bars)
{
	struct walk w = {{7}, middle, tick, middle, middle, 0, 0, 0};
	const char *name = "";
	double most = 0;
	struct bar bar;

	begin();
	memset(&bar, 0, sizeof bar);
	for (int64_t left = bars; left > 0; left--) {
		walk_on(&w, &bar);
		for (int i = 0; i < n_runners; i++)
			step(&runners[i], &bar, left);
	}
	for (int i = 0; i < n_runners; i++) {
		struct runner *r = &runners[i];
		double off = drift(r);

		OK(!r->differs && off <= 1e-9, "F0.20 X.10 %s at %g is the same after %lld bars as after "
		   "5000, to %.1e", r->ind->name, middle, (long long)bars, off);
		if (off > most) {
			most = off;
			name = r->ind->name;
		}
		tq_ind_free(r->ind, r->node);
		tq_ind_free(r->ind, r->fresh);
	}
	printf("# at %g: the largest drift is %.1e of %s\n", middle, most, name);
}

int
main(void)
{
	const char *text = getenv("TQ_BARS");
	int64_t bars = text ? strtoll(text, NULL, 10) : 12000;

	bars = bars > TAIL ? bars : TAIL;
	test_drift(1e-5, 1e-8, bars);
	test_drift(100, 0.01, bars);
	test_drift(1e6, 0.01, bars);
	return t_done();
}

/* SPDX-License-Identifier: ISC */
/* What books say that follow each other. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/book.h"
#include "indicator/ring.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/* The best prices and their quantities: all that is kept of a book. */
struct best {
	double bid, bid_qty, ask, ask_qty;       /* bid NaN: there was none */
};

static struct best
best_of(const double *ladder)
{
	struct tq_book b;

	if (!tq_book_read(ladder, &b))
		return (struct best){.bid = (double)NAN};
	return (struct best){tq_book_price(b.bid, 0), tq_book_qty(b.bid, 0),
			     tq_book_price(b.ask, 0), tq_book_qty(b.ask, 0)};
}

static void
best_state(struct best *b, struct tq_state *st)
{
	tq_state_f64(st, "bid", &b->bid);
	tq_state_f64(st, "bid_qty", &b->bid_qty);
	tq_state_f64(st, "ask", &b->ask);
	tq_state_f64(st, "ask_qty", &b->ask_qty);
}

struct flow {
	struct tq_rolling_sum *sum;
	struct best last;
};

static void *
ofi_make(const double *param)
{
	struct flow *f = tq_alloc(1, sizeof *f);

	f->sum = tq_rolling_sum_new(param[0]);
	f->last = (struct best){.bid = (double)NAN};
	return f;
}

/* What came to the bid and went from the ask at the best prices. */
static double
event(const struct best *before, const struct best *now)
{
	double e = 0;

	if (isnan(before->bid) || isnan(now->bid))
		return (double)NAN;
	e += now->bid >= before->bid ? now->bid_qty : 0;
	e -= now->bid <= before->bid ? before->bid_qty : 0;
	e -= now->ask <= before->ask ? now->ask_qty : 0;
	e += now->ask >= before->ask ? before->ask_qty : 0;
	return tq_ind_finite(e);
}

static void
ofi_step(void *node, const double *in, double *out)
{
	struct flow *f = node;
	struct best now = best_of(in);

	*out = tq_ind_finite(tq_rolling_sum_step(f->sum, event(&f->last, &now)));
	f->last = now;
}

static void
ofi_state(void *node, struct tq_state *st)
{
	struct flow *f = node;

	tq_rolling_sum_state(f->sum, st);
	best_state(&f->last, st);
}

static void
ofi_fini(void *node)
{
	free(((struct flow *)node)->sum);
	free(node);
}

/* Only where the best price stays can quantity be taken and come back. */
struct absorption {
	struct tq_rolling_sum *taken[2], *added[2];      /* bid, ask */
	struct best last;
};

static void *
absorption_make(const double *param)
{
	struct absorption *a = tq_alloc(1, sizeof *a);

	for (int i = 0; i < 2; i++) {
		a->taken[i] = tq_rolling_sum_new(param[0]);
		a->added[i] = tq_rolling_sum_new(param[0]);
	}
	a->last = (struct best){.bid = (double)NAN};
	return a;
}

/* The share that came back; *net is what came less what was taken. */
static double
absorbed(struct absorption *a, int side, double change, double *net)
{
	double taken = tq_rolling_sum_step(a->taken[side], change > 0 ? 0 : -change);
	double added = tq_rolling_sum_step(a->added[side], change < 0 ? 0 : change);

	*net = added - taken;
	return tq_ind_finite(added / taken);
}

static void
absorption_step(void *node, const double *in, double *out)
{
	struct absorption *a = node;
	struct best now = best_of(in);
	bool known = !isnan(now.bid) && !isnan(a->last.bid);
	double bid = now.bid == a->last.bid ? now.bid_qty - a->last.bid_qty : 0;
	double ask = now.ask == a->last.ask ? now.ask_qty - a->last.ask_qty : 0;
	double bids, asks;

	out[0] = absorbed(a, 0, known ? bid : (double)NAN, &bids);
	out[1] = absorbed(a, 1, known ? ask : (double)NAN, &asks);
	out[2] = tq_ind_finite(bids - asks);
	a->last = now;
}

static void
absorption_state(void *node, struct tq_state *st)
{
	struct absorption *a = node;

	for (int i = 0; i < 2; i++) {
		tq_rolling_sum_state(a->taken[i], st);
		tq_rolling_sum_state(a->added[i], st);
	}
	best_state(&a->last, st);
}

static void
absorption_fini(void *node)
{
	struct absorption *a = node;

	for (int i = 0; i < 2; i++) {
		free(a->taken[i]);
		free(a->added[i]);
	}
	free(a);
}

struct dom {
	struct tq_ring *past;
	int levels;
};

static void *
dom_make(const double *param)
{
	struct dom *d = tq_alloc(1, sizeof *d);

	d->past = tq_ring_new(param[0]);
	d->levels = (int)param[1];
	return d;
}

static void
dom_step(void *node, const double *in, double *out)
{
	struct dom *d = node;
	double now = (double)NAN;
	struct tq_book b;

	if (tq_book_read(in, &b))
		now = tq_book_balance(tq_book_depth(b.bid, d->levels),
				      tq_book_depth(b.ask, d->levels));
	*out = tq_ind_finite(now - tq_ring_swap(d->past, now));
}

static void
dom_state(void *node, struct tq_state *st)
{
	tq_ring_state(((struct dom *)node)->past, st);
}

static void
dom_fini(void *node)
{
	free(((struct dom *)node)->past);
	free(node);
}

#define BOOKS(preset) {"n", (preset), 1, TQ_IND_LONGEST, true, "how many books"}

static const struct tq_ind rows[] = {
	{
		.name = "book_ofi",
		.aliases = {"ofi"},
		.meaning = "order flow imbalance: what came to the bid and went from the ask at "
			   "the best prices, over n books",
		.source = "Cont, Kukanov and Stoikov 2014",
		TQ_BOOK, .recovery = TQ_IND_WINDOW,
		.n_params = 1, .params = {BOOKS(1)},
		.n_outputs = 1, .outputs = {"ofi"},
		.lookback = tq_ind_change_lookback,
		.make = ofi_make, .step = ofi_step, .state = ofi_state, .fini = ofi_fini,
	}, {
		.name = "book_absorption",
		.meaning = "quantity that came back at an unchanged best price for each that was "
			   "taken there, over n books, null where nothing was; net: what came "
			   "less what was taken, of the bid less of the ask",
		.source = "definition",
		TQ_BOOK, .recovery = TQ_IND_WINDOW,
		.n_params = 1, .params = {BOOKS(20)},
		.n_outputs = 3, .outputs = {"bid", "ask", "net"},
		.lookback = tq_ind_change_lookback,
		.make = absorption_make, .step = absorption_step,
		.state = absorption_state, .fini = absorption_fini,
	}, {
		.name = "book_dom_momentum",
		.aliases = {"dom_momentum"},
		.meaning = "imbalance of the book less that of n books before",
		.source = "definition",
		TQ_BOOK, .recovery = TQ_IND_ENDS,
		.n_params = 2, .params = {BOOKS(10), TQ_BOOK_LEVELS(10)},
		.n_outputs = 1, .outputs = {"momentum"},
		.lookback = tq_ind_change_lookback,
		.make = dom_make, .step = dom_step, .state = dom_state, .fini = dom_fini,
	},
};

const struct tq_ind_family tq_ind_books_change = {"books", rows, TQ_COUNT(rows)};

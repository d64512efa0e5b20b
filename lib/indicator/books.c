/* SPDX-License-Identifier: ISC */
/* What one order book says. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/book.h"
#include "indicator/stateless.h"
#include "state/state.h"

/* The row's parameters are all that a node of this file knows. */
struct view {
	double param[2];
};

static void *
view_make(const double *param)
{
	struct view *v = tq_alloc(1, sizeof *v);

	v->param[0] = param[0];
	return v;
}

static void *
walls_make(const double *param)
{
	struct view *v = view_make(param);

	v->param[1] = param[1];
	return v;
}

static int
levels_of(const void *node)
{
	return (int)((const struct view *)node)->param[0];
}

static void
nothing(double *out, int n)
{
	for (int i = 0; i < n; i++)
		out[i] = (double)NAN;
}

static void
spread_step(void *node, const double *in, double *out)
{
	struct tq_book b;

	(void)node;
	nothing(out, 1);
	if (tq_book_read(in, &b))
		*out = tq_ind_finite(tq_book_price(b.ask, 0) - tq_book_price(b.bid, 0));
}

static void
spread_bps_step(void *node, const double *in, double *out)
{
	struct tq_book b;

	(void)node;
	nothing(out, 1);
	if (tq_book_read(in, &b))
		*out = tq_ind_finite((tq_book_price(b.ask, 0) - tq_book_price(b.bid, 0)) /
				     b.mid * 10000);
}

static void
mid_step(void *node, const double *in, double *out)
{
	struct tq_book b;

	(void)node;
	nothing(out, 1);
	if (tq_book_read(in, &b))
		*out = tq_ind_finite(b.mid);
}

/* Where much is bid and little asked, the next price is near the ask. */
static void
micro_step(void *node, const double *in, double *out)
{
	struct tq_book b;

	(void)node;
	nothing(out, 1);
	if (tq_book_read(in, &b)) {
		double bid = tq_book_qty(b.bid, 0), ask = tq_book_qty(b.ask, 0);
		double low = tq_book_price(b.bid, 0), high = tq_book_price(b.ask, 0);

		*out = tq_ind_finite(low + (high - low) * (bid / (bid + ask)));
	}
}

static void
imbalance_step(void *node, const double *in, double *out)
{
	struct tq_book b;

	nothing(out, 1);
	if (tq_book_read(in, &b))
		*out = tq_book_balance(tq_book_depth(b.bid, levels_of(node)),
				       tq_book_depth(b.ask, levels_of(node)));
}

/* Distances from the mid, so that no digits are lost in price times quantity. */
static double
moment(struct tq_book_side side, int levels, double mid)
{
	double sum = 0;

	for (int i = 0; i < levels && i < side.n; i++)
		sum += (tq_book_price(side, i) - mid) * tq_book_qty(side, i);
	return sum;
}

static void
depth_mid_step(void *node, const double *in, double *out)
{
	int levels = levels_of(node);
	struct tq_book b;

	nothing(out, 1);
	if (tq_book_read(in, &b)) {
		double qty = tq_book_depth(b.bid, levels) + tq_book_depth(b.ask, levels);
		double off = moment(b.bid, levels, b.mid) + moment(b.ask, levels, b.mid);

		*out = tq_ind_finite(b.mid + off / qty);
	}
}

/* The k-th level counts 1/k. */
static double
weighted_depth(struct tq_book_side side, int levels)
{
	double sum = 0;

	for (int i = 0; i < levels && i < side.n; i++)
		sum += tq_book_qty(side, i) / (i + 1);
	return sum;
}

static void
pressure_step(void *node, const double *in, double *out)
{
	struct tq_book b;

	nothing(out, 1);
	if (tq_book_read(in, &b))
		*out = tq_book_balance(weighted_depth(b.bid, levels_of(node)),
				       weighted_depth(b.ask, levels_of(node)));
}

/* A level counts the inverse of its distance from the mid. */
static double
near_depth(struct tq_book_side side, int levels, double mid)
{
	double sum = 0;

	for (int i = 0; i < levels && i < side.n; i++)
		sum += tq_book_qty(side, i) * (mid / fabs(tq_book_price(side, i) - mid));
	return sum;
}

static void
mpi_step(void *node, const double *in, double *out)
{
	struct tq_book b;

	nothing(out, 1);
	if (tq_book_read(in, &b))
		*out = tq_book_balance(near_depth(b.bid, levels_of(node), b.mid),
				       near_depth(b.ask, levels_of(node), b.mid));
}

static double
depth_within(struct tq_book_side side, double mid, double reach)
{
	double sum = 0;

	for (int i = 0; i < side.n && fabs(tq_book_price(side, i) - mid) <= reach; i++)
		sum += tq_book_qty(side, i);
	return sum;
}

static void
depth_step(void *node, const double *in, double *out)
{
	double bps = ((struct view *)node)->param[0];
	struct tq_book b;

	nothing(out, 3);
	if (!tq_book_read(in, &b))
		return;
	out[0] = depth_within(b.bid, b.mid, fabs(b.mid) * (bps / 10000));
	out[1] = depth_within(b.ask, b.mid, fabs(b.mid) * (bps / 10000));
	out[2] = tq_book_balance(out[0], out[1]);
}

/* Least squares through (0, 0) of the quantity up to a level on its distance in bps. */
static double
slope_of(struct tq_book_side side, int levels, double mid)
{
	double qty = 0, products = 0, squares = 0;

	for (int i = 0; i < levels && i < side.n; i++) {
		double distance = fabs(tq_book_price(side, i) - mid) / mid * 10000;

		qty += tq_book_qty(side, i);
		products += distance * qty;
		squares += distance * distance;
	}
	return tq_ind_finite(products / squares);
}

static void
slope_step(void *node, const double *in, double *out)
{
	struct tq_book b;

	nothing(out, 2);
	if (!tq_book_read(in, &b))
		return;
	out[0] = slope_of(b.bid, levels_of(node), b.mid);
	out[1] = slope_of(b.ask, levels_of(node), b.mid);
}

static void
count_step(void *node, const double *in, double *out)
{
	struct tq_book b;

	(void)node;
	nothing(out, 2);
	if (!tq_book_read(in, &b))
		return;
	out[0] = b.bid.n;
	out[1] = b.ask.n;
}

/* The median of at most TQ_LADDER_LEVELS quantities. */
static double
median_qty(struct tq_book_side side, int n)
{
	double sorted[TQ_LADDER_LEVELS];

	for (int i = 0; i < n; i++) {
		double x = tq_book_qty(side, i);
		int at = i;

		for (; at > 0 && sorted[at - 1] > x; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = x;
	}
	return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}

/* out[0]: how many times the median the largest level is; out[1]: its price, if a wall. */
static void
wall_of(struct tq_book_side side, int levels, double factor, double *out)
{
	int n = levels < side.n ? levels : side.n, most = 0;

	for (int i = 1; i < n; i++)
		if (tq_book_qty(side, i) > tq_book_qty(side, most))
			most = i;
	out[0] = tq_ind_finite(tq_book_qty(side, most) / median_qty(side, n));
	out[1] = out[0] >= factor ? tq_book_price(side, most) : (double)NAN;
}

static void
walls_step(void *node, const double *in, double *out)
{
	double factor = ((struct view *)node)->param[1];
	struct tq_book b;

	nothing(out, 4);
	if (!tq_book_read(in, &b))
		return;
	wall_of(b.bid, levels_of(node), factor, out);
	wall_of(b.ask, levels_of(node), factor, out + 2);
}

#define PLAIN TQ_BOOK, .recovery = TQ_IND_ALONE, TQ_STATELESS
#define VIEW_OF(new) \
	TQ_BOOK, .recovery = TQ_IND_ALONE, .lookback = tq_stateless_lookback, \
	.make = new, .state = tq_stateless_state
#define VIEW VIEW_OF(view_make)
#define LEVELS(preset) .n_params = 1, .params = {TQ_BOOK_LEVELS(preset)}

static const struct tq_ind rows[] = {
	{
		.name = "book_spread",
		.meaning = "best ask less best bid",
		.source = "definition",
		PLAIN, .step = spread_step, .n_outputs = 1, .outputs = {"spread"},
	}, {
		.name = "book_spread_bps",
		.meaning = "best ask less best bid in hundredths of a percent of the mid price",
		.source = "definition",
		PLAIN, .step = spread_bps_step, .n_outputs = 1, .outputs = {"spread"},
	}, {
		.name = "book_mid",
		.meaning = "mean of best bid and best ask",
		.source = "definition",
		PLAIN, .step = mid_step, .n_outputs = 1, .outputs = {"mid"},
	}, {
		.name = "book_micro",
		.aliases = {"microprice"},
		.meaning = "best bid and best ask, each weighted with the other's quantity",
		.source = "Gatheral and Oomen 2010",
		PLAIN, .step = micro_step, .n_outputs = 1, .outputs = {"micro"},
	}, {
		.name = "book_imbalance",
		.meaning = "bid less ask quantity as a share of both, -1 to 1",
		.source = "definition",
		VIEW, LEVELS(10), .step = imbalance_step,
		.n_outputs = 1, .outputs = {"imbalance"},
	}, {
		.name = "book_depth_mid",
		.meaning = "mean price of both sides, weighted with their quantities",
		.source = "definition",
		VIEW, LEVELS(10), .step = depth_mid_step, .n_outputs = 1, .outputs = {"mid"},
	}, {
		.name = "book_pressure",
		.meaning = "imbalance in which the k-th level counts 1/k, -1 to 1",
		.source = "definition",
		VIEW, LEVELS(20), .step = pressure_step, .n_outputs = 1, .outputs = {"pressure"},
	}, {
		.name = "book_mpi",
		.meaning = "market pressure index: imbalance in which a level counts the inverse "
			   "of its distance from the mid price, -1 to 1",
		.source = "definition",
		VIEW, LEVELS(10), .step = mpi_step, .n_outputs = 1, .outputs = {"mpi"},
	}, {
		.name = "book_depth",
		.meaning = "bid and ask quantity within so many hundredths of a percent of the mid "
			   "price, and their imbalance",
		.source = "definition",
		VIEW, .n_params = 1, .params = {
			{"bps", 10, 0, 1e6, false, "distance in hundredths of a percent"},
		},
		.step = depth_step, .n_outputs = 3, .outputs = {"bid", "ask", "imbalance"},
	}, {
		.name = "book_levels",
		.meaning = "how many levels of each side are there, 50 at most",
		.source = "definition",
		PLAIN, .step = count_step, .n_outputs = 2, .outputs = {"bid", "ask"},
	}, {
		.name = "book_slope",
		.meaning = "quantity by which a side grows with each hundredth of a percent from "
			   "the mid price",
		.source = "least squares through the origin, of quantity on distance",
		VIEW, LEVELS(10), .step = slope_step, .n_outputs = 2, .outputs = {"bid", "ask"},
	}, {
		.name = "book_walls",
		.meaning = "largest level of each side in medians of the side, and its price if "
			   "that is a wall",
		.source = "definition",
		VIEW_OF(walls_make), .n_params = 2, .params = {
			TQ_BOOK_LEVELS(20),
			{"factor", 3, 1, 1e9, false, "medians from which on it is a wall"},
		},
		.step = walls_step,
		.n_outputs = 4, .outputs = {"bid", "bid_price", "ask", "ask_price"},
	},
};

const struct tq_ind_family tq_ind_books = {"books", rows, TQ_COUNT(rows)};

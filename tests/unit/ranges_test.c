/* SPDX-License-Identifier: ISC */
/* Ranges and labelled spans against an array that has a cell for each instant. */
#include "base/rng.h"
#include "store/holes.h"

#include "t.h"

enum { CELLS = 64, STEPS = 40, ROUNDS = 400 };

static bool
same_ranges(const struct tq_ranges *ranges, const bool *cell)
{
	size_t at = 0;

	for (tq_time t = 0; t < CELLS;) {
		tq_time from = t;

		while (t < CELLS && cell[t])
			t++;
		if (t > from && (at == ranges->n || ranges->item[at].from != from ||
				 ranges->item[at].to != t))
			return false;
		at += t > from;
		t += t == from;
	}
	return at == ranges->n;
}

static bool
same_spans(const struct tq_spans *spans, const size_t *cell)
{
	size_t at = 0;

	for (tq_time t = 0; t < CELLS;) {
		tq_time from = t;

		while (t < CELLS && cell[t] == cell[from])
			t++;
		if (cell[from] == 0)
			continue;
		if (at == spans->n || spans->item[at].from != from || spans->item[at].to != t ||
		    spans->item[at].label != cell[from] || tq_spans_find(spans, from) != at ||
		    tq_spans_find(spans, t - 1) != at)
			return false;
		at++;
	}
	return at == spans->n;
}

static void
test_ranges(struct tq_rng *rng)
{
	int wrong = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct tq_ranges ranges = {0};
		bool cell[CELLS] = {false};

		for (int step = 0; step < STEPS; step++) {
			tq_time from = (tq_time)tq_rng_below(rng, CELLS + 1);
			tq_time to = (tq_time)tq_rng_below(rng, CELLS + 1);
			bool add = tq_rng_below(rng, 3) > 0;

			if (add)
				tq_ranges_add(&ranges, from, to);
			else
				tq_ranges_remove(&ranges, from, to);
			for (tq_time t = from; t < to; t++)
				cell[t] = add;
			wrong += !same_ranges(&ranges, cell);
		}
		tq_ranges_fini(&ranges);
	}
	IS_INT(wrong, 0, "F0.9 ranges that are added and removed are the cells that are set");
}

static void
test_spans(struct tq_rng *rng)
{
	int wrong = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct tq_spans spans = {0}, copy = {0};
		size_t cell[CELLS] = {0};

		for (int step = 0; step < STEPS; step++) {
			tq_time from = (tq_time)tq_rng_below(rng, CELLS + 1);
			tq_time to = (tq_time)tq_rng_below(rng, CELLS + 1);
			size_t label = 1 + (size_t)tq_rng_below(rng, 3);

			tq_spans_put(&spans, from, to, label);
			for (tq_time t = from; t < to; t++)
				cell[t] = label;
			wrong += !same_spans(&spans, cell);
			tq_spans_copy(&copy, &spans);
			wrong += !same_spans(&copy, cell);
		}
		tq_spans_fini(&spans);
		tq_spans_fini(&copy);
	}
	IS_INT(wrong, 0, "spans are the labels of the cells");
}

/* Whether a bar that is expected and lacks is in a hole, and no other. */
static bool
holes_are(const struct tq_holes *holes, const bool *lacks, size_t n, tq_time base,
	  struct tq_interval iv)
{
	int64_t missing = 0;
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		tq_time t = tq_interval_add(base, iv, (int64_t)i);

		while (at < holes->n && holes->item[at].to <= t)
			at++;
		if (lacks[i] != (at < holes->n && holes->item[at].from <= t))
			return false;
		missing += lacks[i];
	}
	return missing == holes->missing;
}

/* F0.19: random bars lost, random coverage, at several intervals, on grids that are moved. */
static void
test_holes(struct tq_rng *rng, const char *interval, tq_time shift)
{
	enum { BARS = 40 };
	struct tq_interval iv = {.n = 0};
	tq_time base;
	int wrong = 0;

	OK(tq_interval_parse(tq_str(interval), &iv), "%s", interval);
	base = tq_interval_floor(1700000000 * TQ_SECOND, iv) + shift;
	for (int round = 0; round < ROUNDS; round++) {
		struct tq_bar_runs runs = {0};
		struct tq_spans covered = {0};
		struct tq_holes holes = {0};
		bool lacks[BARS] = {false}, there[BARS];

		for (int i = 0; i < BARS; i++)
			there[i] = tq_rng_below(rng, 4) > 0;
		for (int i = 0; i < 3; i++) {
			int64_t a = (int64_t)tq_rng_below(rng, BARS), b = (int64_t)tq_rng_below(rng, BARS);
			/* The end of what is covered need not be on the grid. */
			tq_time to = tq_interval_add(base, iv, b) + (i == 0 ? TQ_SECOND / 2 : 0);

			tq_spans_put(&covered, tq_interval_add(base, iv, a), to, (size_t)i);
		}
		for (int i = 0; i < BARS; i++) {
			tq_time t = tq_interval_add(base, iv, i);
			size_t k = tq_spans_find(&covered, t);
			bool in = k < covered.n && covered.item[k].from <= t;

			there[i] = there[i] && in;
			lacks[i] = in && !there[i];
			if (there[i])
				tq_bar_runs_add(&runs, t, iv);
		}
		/* Without a bar the grid's shift cannot be known. */
		if (runs.n > 0 || shift == 0) {
			tq_holes_find(&runs, &covered, base, tq_interval_add(base, iv, BARS), iv,
				      &holes);
			wrong += !holes_are(&holes, lacks, BARS, base, iv);
		}
		tq_bar_runs_fini(&runs);
		tq_spans_fini(&covered);
		tq_holes_fini(&holes);
	}
	IS_INT(wrong, 0, "F0.19 every bar that lacks is in a hole, and no other");
}

int
main(void)
{
	struct tq_rng rng = {17};

	test_ranges(&rng);
	test_spans(&rng);
	for (const char *const *iv = (const char *const[]){"1s", "1m", "15m", "4h", "1d", "3d", "1w",
							   NULL}; *iv; iv++)
		test_holes(&rng, *iv, 0);
	test_holes(&rng, "1M", 0);
	test_holes(&rng, "3M", 0);
	test_holes(&rng, "1d", 16 * TQ_HOUR);
	test_holes(&rng, "1w", 3 * TQ_DAY);
	return t_done();
}

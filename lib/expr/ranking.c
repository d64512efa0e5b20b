/* SPDX-License-Identifier: ISC */
#include "expr/ranking.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdlib.h>

enum { SERIES = 1 << 24 };       /* a state file has no more */

/* A series in the cross-section of one event time. */
struct entry {
	size_t series;
	double score, share, quality;    /* share: of its side's weight, not yet scaled */
	struct tq_buf why;
	const struct tq_roster *roster;
};

struct tq_ranking {
	const struct tq_program *program;
	const char *name;
	tq_time mark;            /* of the grid, the last that was ranked at or before */
	struct entry *entry;
	size_t n, cap;
	bool *held, *stays;      /* by series; stays is of the event time at hand */
	size_t n_held;
};

struct tq_ranking *
tq_ranking_new(const struct tq_program *program, const char *name)
{
	struct tq_ranking *r = tq_alloc(1, sizeof *r);

	r->program = program;
	r->name = name;
	r->mark = TQ_TIME_NONE;
	return r;
}

static void
clear(struct tq_ranking *r)
{
	while (r->n > 0)
		tq_buf_fini(&r->entry[--r->n].why);
}

void
tq_ranking_free(struct tq_ranking *r)
{
	if (!r)
		return;
	clear(r);
	free(r->entry);
	free(r->held);
	free(r->stays);
	free(r);
}

static bool
is_due(const struct tq_ranking *r, tq_time event)
{
	tq_time mark = tq_interval_floor(event, r->program->rank.every);

	return r->mark == TQ_TIME_NONE ? mark == event : mark > r->mark;
}

/* What an entry's weight is in proportion to; false: it takes no part. */
static bool
share_of(const struct tq_rank *rank, const struct tq_moment *m, double score, double *share)
{
	double x;

	*share = 1;
	if (rank->weighted == TQ_RANK_SCORE)
		*share = fabs(score);
	if (rank->weighted != TQ_RANK_INVERSE)
		return true;
	x = tq_flow_value(m->flow, rank->inverse);
	*share = 1 / x;
	return x > 0 && isfinite(*share);
}

void
tq_ranking_take(struct tq_ranking *r, const struct tq_moment *m)
{
	const struct tq_rank *rank = &r->program->rank;
	struct entry entry = {.series = m->series};

	if (!is_due(r, m->event))
		return;
	entry.score = tq_flow_value(m->flow, rank->by);
	if (isnan(entry.score) || !share_of(rank, m, entry.score, &entry.share) ||
	    (rank->filter != TQ_PLAN_NONE && !tq_flow_holds(m->flow, rank->filter)))
		return;
	entry.quality = tq_wish_quality(r->program, m);
	tq_wish_explain(&entry.why, r->program, m);
	if (r->n == r->cap) {
		r->cap = r->cap ? 2 * r->cap : 16;
		r->entry = tq_realloc(r->entry, r->cap, sizeof r->entry[0]);
	}
	r->entry[r->n++] = entry;
}

/* High scores first; the roster, for equal ones, is in the entries. */
static int
compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return tq_roster_compare(x->roster, x->series, y->series);
}

static void
make_room(struct tq_ranking *r, size_t n)
{
	if (n <= r->n_held)
		return;
	r->held = tq_realloc(r->held, n, sizeof(bool));
	r->stays = tq_realloc(r->stays, n, sizeof(bool));
	memset(r->held + r->n_held, 0, n - r->n_held);
	r->n_held = n;
}

/* A place among many: rank 1 is the best. */
static void
say_entry(const struct tq_ranking *r, size_t i, enum tq_rule_side side, double weight,
	  tq_time event, tq_ranking_say *say, void *self)
{
	struct entry *entry = &r->entry[i];
	struct tq_moment m = tq_roster_moment(entry->roster, entry->series, event);
	struct tq_wish wish = {0};

	tq_wish_start(&wish, r->name, side);
	wish.score = entry->score;
	wish.quality = entry->quality;
	tq_wish_explain_value(&wish.why, tq_str("rank"), (double)(i + 1));
	tq_wish_explain_value(&wish.why, tq_str("of"), (double)r->n);
	tq_wish_explain_value(&wish.why, tq_str("score"), entry->score);
	if (entry->why.n)
		tq_buf_printf(&wish.why, ",%.*s", (int)entry->why.n, entry->why.p);
	r->stays[entry->series] = tq_wish_size(weight, &wish.value[TQ_ATTR_WEIGHT]) &&
				  tq_dec_sign(wish.value[TQ_ATTR_WEIGHT]) != 0;
	if (!r->stays[entry->series])
		tq_wish_flatten(&wish);  /* a share of nothing */
	if (r->stays[entry->series] || r->held[entry->series])
		say(self, &wish, &m);
	tq_wish_fini(&wish);
}

/* Entries from..to are one side, which has so much of the weight. */
static void
say_side(const struct tq_ranking *r, size_t from, size_t to, enum tq_rule_side side,
	 double weight, tq_time event, tq_ranking_say *say, void *self)
{
	double sum = 0;

	for (size_t i = from; i < to; i++)
		sum += r->entry[i].share;
	for (size_t i = from; i < to; i++) {
		double part = sum > 0 ? r->entry[i].share / sum : 1 / (double)(to - from);

		say_entry(r, i, side, part * (side == TQ_RULE_SHORT ? -weight : weight), event,
			  say, self);
	}
}

static int
compare_series(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return tq_roster_compare(x->roster, x->series, y->series);
}

/* Those that were held and are no longer among the best or the worst. */
static void
say_leavers(const struct tq_ranking *r, const struct tq_roster *roster, tq_time event,
	    tq_ranking_say *say, void *self)
{
	struct entry *left = tq_alloc(r->n_held + 1, sizeof *left);
	size_t n = 0;

	for (size_t i = 0; i < r->n_held; i++) {
		if (r->held[i] && !r->stays[i])
			left[n++] = (struct entry){.series = i, .roster = roster};
	}
	qsort(left, n, sizeof *left, compare_series);
	for (size_t i = 0; i < n; i++) {
		struct tq_moment m = tq_roster_moment(roster, left[i].series, event);
		struct tq_wish wish = {0};

		tq_wish_start(&wish, r->name, TQ_RULE_FLAT);
		say(self, &wish, &m);
		tq_wish_fini(&wish);
	}
	free(left);
}

/* How many are taken of those there are, when both sides want so many in all. */
static size_t
side_of(const struct tq_ranking *r, int64_t wanted, int64_t all)
{
	return r->n < (size_t)all ? r->n * (size_t)wanted / (size_t)all : (size_t)wanted;
}

void
tq_ranking_end(struct tq_ranking *r, const struct tq_roster *roster, tq_time event,
	       tq_ranking_say *say, void *self)
{
	const struct tq_rank *rank = &r->program->rank;
	double weight = rank->top > 0 && rank->bottom > 0 ? 0.5 : 1;
	size_t top, bottom;

	if (!is_due(r, event)) {
		if (r->mark == TQ_TIME_NONE)
			r->mark = tq_interval_floor(event, rank->every);
		return;
	}
	r->mark = tq_interval_floor(event, rank->every);
	for (size_t i = 0; i < r->n; i++)
		r->entry[i].roster = roster;
	if (r->n > 0)
		qsort(r->entry, r->n, sizeof r->entry[0], compare);
	top = side_of(r, rank->top, rank->top + rank->bottom);
	bottom = side_of(r, rank->bottom, rank->top + rank->bottom);
	make_room(r, roster->n);
	memset(r->stays, 0, r->n_held);
	for (size_t i = 0; i < top; i++)
		r->stays[r->entry[i].series] = true;
	for (size_t i = r->n - bottom; i < r->n; i++)
		r->stays[r->entry[i].series] = true;
	say_leavers(r, roster, event, say, self);
	memset(r->stays, 0, r->n_held);
	say_side(r, 0, top, TQ_RULE_LONG, weight, event, say, self);
	say_side(r, r->n - bottom, r->n, TQ_RULE_SHORT, weight, event, say, self);
	memcpy(r->held, r->stays, r->n_held);
	clear(r);
}

/* A feed reports an event time as a whole, so no entries wait between two records. */
void
tq_ranking_state(struct tq_ranking *r, struct tq_state *st)
{
	size_t n = r->n_held;

	tq_state_i64(st, "mark", &r->mark);
	tq_state_count(st, "held", &n, SERIES);
	if (!tq_state_ok(st))
		return;
	make_room(r, n);
	for (size_t i = 0; i < n; i++)
		tq_state_bool(st, "held", &r->held[i]);
}

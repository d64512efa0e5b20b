/* SPDX-License-Identifier: ISC */
#include "expr/desk.h"

#include "base/log.h"
#include "base/mem.h"
#include "expr/blend.h"
#include "expr/fire.h"
#include "expr/ranking.h"
#include "expr/roster.h"
#include "expr/wish.h"

#include <stdlib.h>

enum { BOTH, LONG, SHORT };      /* --side */

#define AT(field) .at = offsetof(struct tq_desk_options, field)

static bool
parse_limit(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_desk_limit *limit = field;

	limit->given = true;
	if (!tq_opt_dec(opt, text, &limit->x, err))
		return false;
	if (tq_dec_lt(limit->x, (struct tq_dec){0}) ||
	    tq_dec_gt(limit->x, (struct tq_dec){.m = 100}))
		return tq_fail(err, TQ_USAGE, "'%s' is not 0 to 100", text);
	return true;
}

const struct tq_opt tq_desk_rows[TQ_DESK_ROWS] = {
	{.name = "side", .arg = "SIDE", .preset = "both", .parse = tq_opt_choice,
	 .choices = (const char *const[]){"both", "long", "short", NULL}, AT(side),
	 .help = "with long or short, the rules of the other side say flat"},
	{.name = "every-bar", .parse = tq_opt_flag, AT(every_bar),
	 .help = "signal on each bar on which a rule holds, not only when it turns true"},
	{.name = "confirm", .arg = "N", .parse = tq_opt_int, .min = 1, .max = 1000000,
	 AT(confirm), .help = "say an entry when its rule has held for N bars in a row"},
	{.name = "min-quality", .arg = "Q", .parse = parse_limit, AT(min_quality),
	 .help = "no entry whose quality is below Q or null"},
	{.name = "best", .arg = "N", .parse = tq_opt_int, .min = 1, .max = 1000000, AT(best),
	 .help = "of the entries of one event time only the N with the highest score"},
	{.name = "blend", .arg = "LABEL=W,...", .parse = tq_opt_text, AT(blend),
	 .help = "one signal a series: the strategies' positions times these weights"},
	{.name = "reallocate", .parse = tq_opt_flag, AT(reallocate),
	 .help = "with --blend: strategies without a position give their weight to the others"},
};

/* A strategy at work: it has rules or ranks. */
struct worker {
	const struct tq_program *program;
	const char *name;
	struct tq_fire *fire;
	struct tq_ranking *ranking;
};

/* An entry that waits for the end of its event time (--best). */
struct waiting {
	struct tq_wish wish;
	size_t series, order;
};

struct tq_desk {
	const struct tq_desk_options *options;
	struct worker *worker;
	size_t n;
	bool by_time;
	double min_quality;
	struct tq_feed *feed;
	struct tq_roster roster;
	struct tq_blend *blend;
	struct waiting *waiting;
	size_t n_waiting, cap_waiting;
	uint64_t dropped;        /* wishes that an attribute without a value has undone */
	struct tq_out *out;      /* of the record at hand */
	size_t at;               /* the worker at hand, */
	struct tq_wish wish;     /* and what it says */
};

static bool
is_entry(const struct tq_wish *wish)
{
	return !wish->manages && wish->side != TQ_RULE_FLAT;
}

/* A threshold for what is never said would silently drop every entry. */
static bool
check_quality(const struct tq_desk_options *options, const struct tq_chosen *chosen,
	      struct tq_err *err)
{
	for (size_t i = 0; options->min_quality.given && i < chosen->n; i++) {
		if (chosen->items[i].program->quality == TQ_PLAN_NONE)
			return tq_fail(err, TQ_USAGE, "--min-quality: '%s' has no 'quality'",
				       chosen->names[i]);
	}
	return true;
}

/* What --side makes of a wish; false: nothing. */
static bool
take_side(const struct tq_desk *desk, struct tq_wish *wish)
{
	int side = desk->options->side;

	if (!(side == LONG && wish->side == TQ_RULE_SHORT) &&
	    !(side == SHORT && wish->side == TQ_RULE_LONG))
		return true;
	if (wish->manages)
		return false;
	tq_wish_flatten(wish);
	return true;
}

static void
hold_back(struct tq_desk *desk, struct tq_wish *wish, const struct tq_moment *m)
{
	if (desk->n_waiting == desk->cap_waiting) {
		desk->cap_waiting = desk->cap_waiting ? 2 * desk->cap_waiting : 16;
		desk->waiting = tq_realloc(desk->waiting, desk->cap_waiting,
					   sizeof desk->waiting[0]);
	}
	desk->waiting[desk->n_waiting] = (struct waiting){
		.wish = *wish, .series = m->series, .order = desk->n_waiting};
	desk->n_waiting++;
	wish->why = (struct tq_buf){0};  /* it is the waiting one's now */
}

/* A wish on its way out. */
static void
hand(void *self, struct tq_wish *wish, const struct tq_moment *m)
{
	struct tq_desk *desk = self;

	if (!take_side(desk, wish) ||
	    (is_entry(wish) && desk->options->min_quality.given &&
	     !(wish->quality >= desk->min_quality)))
		return;
	if (desk->blend && !wish->manages)
		tq_blend_take(desk->blend, desk->at, m->series, wish);
	else if (!desk->blend && desk->options->best > 0 && is_entry(wish))
		hold_back(desk, wish, m);
	else if (!desk->blend)
		tq_wish_put(wish, m, desk->out);
}

static void
say(struct tq_desk *desk, struct worker *worker, const struct tq_fired *fired,
    const struct tq_moment *m)
{
	struct tq_wish *wish = &desk->wish;

	tq_wish_start(wish, worker->name, fired->side);
	if (!tq_wish_make(wish, worker->program, fired, m)) {
		desk->dropped++;
		return;
	}
	tq_fire_said(worker->fire, m, fired);
	hand(desk, wish, m);
}

static void
fire(struct tq_desk *desk, struct worker *worker, const struct tq_moment *m)
{
	struct tq_fired fired[TQ_FIRED];
	size_t n = tq_fire_moment(worker->fire, m, fired);

	for (size_t i = 0; i < n; i++)
		say(desk, worker, &fired[i], m);
}

/* Few moments come here, and the many others shall not pay for what it needs. */
static __attribute__((noinline)) void
work(struct tq_desk *desk, struct worker *worker, const struct tq_moment *m)
{
	if (!tq_program_knows(worker->program, m->symbol, m->venue))
		return;
	if (worker->ranking)
		tq_ranking_take(worker->ranking, m);
	else
		fire(desk, worker, m);
}

static void
put_blend(struct tq_desk *desk, const struct tq_moment *m)
{
	tq_wish_start(&desk->wish, "blend", TQ_RULE_FLAT);
	if (tq_blend_wish(desk->blend, m->series, &desk->wish))
		tq_wish_put(&desk->wish, m, desk->out);
}

static bool
desk_moment(void *self, const struct tq_moment *m, struct tq_out *out, struct tq_err *err)
{
	struct tq_desk *desk = self;

	(void)err;
	desk->out = out;
	if (desk->by_time)
		tq_roster_note(&desk->roster, m);
	for (desk->at = 0; desk->at < desk->n; desk->at++) {
		struct worker *worker = &desk->worker[desk->at];

		if (!worker->fire || !tq_fire_is_still(worker->fire, m))
			work(desk, worker, m);
	}
	if (desk->blend && !desk->by_time)
		put_blend(desk, m);
	return true;
}

/* Without a score last. */
static int
compare_waiting(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;
	double s = isnan(x->wish.score) ? -HUGE_VAL : x->wish.score;
	double t = isnan(y->wish.score) ? -HUGE_VAL : y->wish.score;
	double p = isnan(x->wish.strength) ? 0 : x->wish.strength;
	double q = isnan(y->wish.strength) ? 0 : y->wish.strength;

	if (s != t)
		return s > t ? -1 : 1;
	if (p != q)
		return p > q ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void
put_best(struct tq_desk *desk, tq_time event)
{
	if (desk->n_waiting > 0)
		qsort(desk->waiting, desk->n_waiting, sizeof desk->waiting[0], compare_waiting);
	for (size_t i = 0; i < desk->n_waiting; i++) {
		struct waiting *w = &desk->waiting[i];
		struct tq_moment m = tq_roster_moment(&desk->roster, w->series, event);

		if (i < (size_t)desk->options->best)
			tq_wish_put(&w->wish, &m, desk->out);
		tq_wish_fini(&w->wish);
	}
	desk->n_waiting = 0;
}

static bool
desk_slot_end(void *self, tq_time event, struct tq_out *out, struct tq_err *err)
{
	struct tq_desk *desk = self;

	(void)err;
	desk->out = out;
	for (desk->at = 0; desk->at < desk->n; desk->at++) {
		if (desk->worker[desk->at].ranking)
			tq_ranking_end(desk->worker[desk->at].ranking, &desk->roster, event, hand,
				       desk);
	}
	put_best(desk, event);
	for (size_t i = 0; i < desk->roster.n && desk->blend; i++) {
		struct tq_moment m = tq_roster_moment(&desk->roster, i, event);

		put_blend(desk, &m);
	}
	return true;
}

static void
hire(struct tq_desk *desk, const struct tq_chosen *chosen)
{
	desk->worker = tq_alloc(chosen->n + 1, sizeof desk->worker[0]);
	desk->n = chosen->n;
	for (size_t i = 0; i < chosen->n; i++) {
		const struct tq_program *program = chosen->items[i].program;
		struct worker *worker = &desk->worker[i];

		worker->program = program;
		worker->name = chosen->names[i];
		if (program->rank.by != TQ_PLAN_NONE)
			worker->ranking = tq_ranking_new(program, worker->name);
		else
			worker->fire = tq_fire_new(program, desk->options->every_bar,
						   desk->options->confirm);
		desk->by_time |= worker->ranking != NULL;
	}
}

static bool
check(const struct tq_desk_options *options, struct tq_err *err)
{
	if (options->blend && options->best > 0)
		return tq_fail(err, TQ_USAGE, "--blend and --best: one or the other");
	if (options->reallocate && !options->blend)
		return tq_fail(err, TQ_USAGE, "--reallocate is for --blend");
	return true;
}

struct tq_desk *
tq_desk_new(const struct tq_desk_options *options, const struct tq_chosen *chosen,
	    struct tq_run *run, struct tq_err *err)
{
	struct tq_feed_options feed = {.ready = desk_moment, .slot_end = desk_slot_end};
	struct tq_desk *desk;

	if (!check(options, err) || !check_quality(options, chosen, err))
		return NULL;
	desk = tq_alloc(1, sizeof *desk);
	desk->options = options;
	desk->min_quality = tq_dec_f64(options->min_quality.x);
	desk->by_time = options->best > 0 || options->reallocate;
	hire(desk, chosen);
	if (options->blend)
		desk->blend = tq_blend_new(options->blend, chosen->names, chosen->n,
					   options->reallocate, err);
	feed.kind = chosen->items[0].program->each;
	feed.by_time = desk->by_time;
	feed.self = desk;
	if (!options->blend || desk->blend)
		desk->feed = tq_feed_new(chosen->plan, &feed, run, err);
	if (desk->feed)
		return desk;
	tq_desk_free(desk);
	return NULL;
}

void
tq_desk_free(struct tq_desk *desk)
{
	if (!desk)
		return;
	for (size_t i = 0; i < desk->n; i++) {
		tq_fire_free(desk->worker[i].fire);
		tq_ranking_free(desk->worker[i].ranking);
	}
	for (size_t i = 0; i < desk->n_waiting; i++)
		tq_wish_fini(&desk->waiting[i].wish);
	tq_wish_fini(&desk->wish);
	tq_feed_free(desk->feed);
	tq_roster_fini(&desk->roster);
	tq_blend_free(desk->blend);
	free(desk->worker);
	free(desk->waiting);
	free(desk);
}

bool
tq_desk_record(struct tq_desk *desk, const struct tq_rec *rec, struct tq_out *out,
	       struct tq_err *err)
{
	if (!tq_feed_settle(desk->feed, rec, out, err))
		return false;
	tq_out_pass(out, rec);
	return tq_feed_take(desk->feed, rec, out, err);
}

bool
tq_desk_listen(struct tq_desk *desk, const struct tq_rec *rec, struct tq_out *out,
	       struct tq_err *err)
{
	return tq_feed_settle(desk->feed, rec, out, err) &&
	       tq_feed_take(desk->feed, rec, out, err);
}

bool
tq_desk_close(struct tq_desk *desk, struct tq_out *out, struct tq_err *err)
{
	if (!tq_feed_finish(desk->feed, out, err))
		return false;
	tq_feed_warn(desk->feed);
	if (desk->dropped > 0)
		tq_log(TQ_LOG_WARN, "%llu signal%s dropped: a price, size or target of the rule "
		       "was null or could not be", (unsigned long long)desk->dropped,
		       desk->dropped == 1 ? "" : "s");
	return true;
}

void
tq_desk_state(struct tq_desk *desk, struct tq_state *st)
{
	tq_feed_state(desk->feed, st);
	if (desk->by_time)
		tq_roster_state(&desk->roster, st);
	for (size_t i = 0; i < desk->n; i++) {
		if (desk->worker[i].ranking)
			tq_ranking_state(desk->worker[i].ranking, st);
		else
			tq_fire_state(desk->worker[i].fire, st);
	}
	if (desk->blend)
		tq_blend_state(desk->blend, st);
}

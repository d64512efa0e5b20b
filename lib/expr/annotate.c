/* SPDX-License-Identifier: ISC */
#include "expr/annotate.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdlib.h>

enum { HELD = 1 << 24 };         /* lines that a state file may hold */

static void
hold(struct tq_annotate *a, struct tq_str line, bool awaits)
{
	if (a->first == a->n_held)
		a->first = a->n_held = 0;
	if (a->n_held == a->cap_held) {
		a->cap_held = a->cap_held ? 2 * a->cap_held : 16;
		a->held = tq_realloc(a->held, a->cap_held, sizeof a->held[0]);
	}
	a->held[a->n_held++] = (struct tq_held_line){tq_str_dup(line), line.n, awaits};
}

/* The oldest line that is held, for the output; let_go ends it. */
static const struct tq_rec *
oldest(struct tq_annotate *a)
{
	a->view->line = a->held[a->first].text;
	a->view->n = a->held[a->first].n;
	return a->view;
}

static void
let_go(struct tq_annotate *a)
{
	free(a->held[a->first++].text);
}

/* Up to the first line that awaits its columns: whether there is one. */
static bool
pass_some(struct tq_annotate *a, struct tq_out *out)
{
	for (; a->first < a->n_held; let_go(a)) {
		if (a->held[a->first].awaits)
			return true;
		tq_out_kept(out, (struct tq_str){a->held[a->first].text, a->held[a->first].n});
	}
	return false;
}

static inline bool
pass_held(struct tq_annotate *a, struct tq_out *out)
{
	return a->first < a->n_held && pass_some(a, out);
}

/* Moments come in the order of their records. */
static bool
add_columns(void *self, const struct tq_moment *m, struct tq_out *out, struct tq_err *err)
{
	struct tq_annotate *a = self;
	bool waited = pass_held(a, out);

	(void)err;
	tq_out_extend(out, waited ? oldest(a) : a->now);
	tq_columns_put(&a->columns, m->flow, out);
	tq_out_close(out);
	if (waited)
		let_go(a);
	else
		a->now = NULL;
	return true;
}

bool
tq_annotate_open(struct tq_annotate *a, enum tq_type kind, const char *const *texts, size_t n,
		 struct tq_run *run, struct tq_err *err)
{
	const struct tq_feed_options options = {.kind = kind, .self = a, .ready = add_columns};

	a->kind = kind;
	if (!tq_columns_make(&a->columns, kind, texts, n, err))
		return false;
	a->feed = tq_feed_new(a->columns.plan, &options, run, err);
	if (!a->feed)
		return false;
	a->view = tq_alloc(1, sizeof *a->view);
	for (size_t i = 0; i < a->columns.n; i++)
		tq_want(run, a->columns.item[i].field);
	tq_want(run, TQ_F_closed);
	return true;
}

/* Whether the feed will report a moment of it. */
static bool
is_moment(const struct tq_annotate *a, const struct tq_rec *rec)
{
	return rec->type == a->kind && !(a->kind == TQ_TYPE_BAR && tq_rec_has(rec, TQ_F_closed) &&
					 rec->value[TQ_F_closed].kind == TQ_FALSE);
}

bool
tq_annotate_record(struct tq_annotate *a, const struct tq_rec *rec, struct tq_out *out,
		   struct tq_err *err)
{
	if (rec->type == a->kind && !tq_columns_are_new(&a->columns, rec, err))
		return false;
	a->now = rec;
	if (!tq_feed_settle(a->feed, rec, out, err) || !tq_feed_take(a->feed, rec, out, err))
		return false;
	if (!a->now)
		return true;
	if (pass_held(a, out) || is_moment(a, rec))
		hold(a, (struct tq_str){rec->line, rec->n}, is_moment(a, rec));
	else
		tq_out_pass(out, rec);
	return true;
}

bool
tq_annotate_close(struct tq_annotate *a, struct tq_out *out, struct tq_err *err)
{
	if (!tq_feed_finish(a->feed, out, err))
		return false;
	pass_held(a, out);
	tq_feed_warn(a->feed);
	return true;
}

static void
held_state(struct tq_annotate *a, size_t i, struct tq_state *st)
{
	bool loading = tq_state_loading(st);
	bool awaits = !loading && a->held[a->first + i].awaits;
	struct tq_buf line = {0};

	if (!loading)
		tq_buf_put(&line, a->held[a->first + i].text, a->held[a->first + i].n);
	tq_state_text(st, "line", &line);
	tq_state_bool(st, "awaits", &awaits);
	if (loading && tq_state_ok(st))
		hold(a, tq_buf_str(&line), awaits);
	tq_buf_fini(&line);
}

void
tq_annotate_state(struct tq_annotate *a, struct tq_state *st)
{
	size_t n = a->n_held - a->first;

	tq_feed_state(a->feed, st);
	tq_state_count(st, "held", &n, HELD);
	for (size_t i = 0; i < n && tq_state_ok(st); i++)
		held_state(a, i, st);
}

void
tq_annotate_fini(struct tq_annotate *a)
{
	while (a->first < a->n_held)
		let_go(a);
	free(a->held);
	free(a->view);
	tq_feed_free(a->feed);
	tq_columns_fini(&a->columns);
}

/* SPDX-License-Identifier: ISC */
#include "fetch/errand.h"

#include "base/log.h"
#include "base/mem.h"
#include "fetch/files.h"
#include "fetch/rest.h"

#include <stdio.h>
#include <stdlib.h>

const char *
tq_session_mark(const struct tq_session *session, const char *source)
{
	return session->options->store || session->options->mark_source ? source : NULL;
}

void
tq_errand_init(struct tq_errand *e, struct tq_session *session, struct tq_ask *ask,
	       struct tq_range wanted)
{
	*e = (struct tq_errand){
		.session = session,
		.ask = *ask,
		.wanted = wanted,
		.page = {.now = TQ_TIME_NONE},
		.archive = {.lock.fd = -1},
		.last = TQ_TIME_NONE,
		.reached = wanted.from,
	};
	*ask = (struct tq_ask){0};
	snprintf(e->label, sizeof(e->label), "%s %s%s%s%s", e->ask.venue,
		 e->ask.kind->type == TQ_TYPE_BAR ? "" : e->ask.kind->name,
		 e->ask.kind->type == TQ_TYPE_BAR ? "" : " ",
		 e->ask.symbol ? e->ask.symbol : "*", e->ask.interval_text[0] ? " " : "");
	snprintf(e->label + strlen(e->label), sizeof(e->label) - strlen(e->label), "%s",
		 e->ask.interval_text);
}

struct tq_series_name
tq_errand_series(const struct tq_errand *e)
{
	return (struct tq_series_name){
		.venue = e->ask.venue,
		.kind = e->ask.kind->name,
		.symbol = e->ask.symbol,
		.interval = e->ask.interval_text[0] ? e->ask.interval_text : NULL,
	};
}

static void
let_go(struct tq_errand *e)
{
	tq_rest_end(e);
	tq_archive_end(&e->archive);
	e->unpacking = false;
	if (e->fill.shelf)
		tq_shelf_close(e->fill.shelf);
	e->fill.shelf = NULL;
}

/* No more is asked for; what was fetched lasts. */
static void
finish(struct tq_errand *e)
{
	struct tq_err err = {0};

	if (e->fill.shelf && !tq_fill_commit(&e->fill, &err))
		e->err = err;
	e->done = true;
	let_go(e);
}

/* What is left of the plan is missing, for what err says. */
static void
give_up(struct tq_errand *e, const struct tq_err *err)
{
	e->err = *err;
	if (e->walking && e->plan.n > 0)
		tq_plan_trim(&e->plan, 0, e->walk.reached);
	for (size_t i = 0; i < e->plan.n; i++)
		tq_ranges_add(&e->missing, e->plan.item[i].from, e->plan.item[i].to);
	finish(e);
}

void
tq_errand_piece_done(struct tq_errand *e)
{
	e->reached = e->plan.item[0].to;
	memmove(e->plan.item, e->plan.item + 1, (e->plan.n - 1) * sizeof(e->plan.item[0]));
	e->plan.n--;
}

/* What lies further back than the venue shows at all is missing, unless the archive has it. */
static void
trim_to_reach(struct tq_errand *e, struct tq_ranges *missing)
{
	const struct tq_provider_kind *kind = e->ask.kind;
	struct tq_interval iv = e->ask.interval;
	tq_time start = TQ_TIME_NONE;
	size_t before = e->missing.n;

	if (kind->reach > 0 && iv.n > 0)
		start = tq_interval_add(tq_interval_floor(e->wish.now, iv), iv, 1 - kind->reach);
	if (kind->past > 0 && e->wish.now - kind->past > start)
		start = e->wish.now - kind->past;
	if (start == TQ_TIME_NONE || (kind->archive && e->wish.source != TQ_FETCH_REST))
		return;
	for (size_t i = 0; i < missing->n; i++)
		if (missing->item[i].from < start)
			tq_ranges_add(&e->missing, missing->item[i].from,
				      missing->item[i].to < start ? missing->item[i].to : start);
	tq_ranges_remove(missing, INT64_MIN + 1, start);
	if (e->missing.n > before)
		tq_fail(&e->err, TQ_RETRY, "the venue shows no more than its last %lld rows",
			(long long)kind->reach);
	if (e->missing.n > before && kind->reach == 0)
		tq_fail(&e->err, TQ_RETRY, "the venue shows nothing that old");
}

static bool
start(struct tq_errand *e, struct tq_err *err)
{
	const struct tq_fetch_options *o = e->session->options;
	struct tq_ranges missing = {0};
	struct tq_series_name name = tq_errand_series(e);

	e->started = true;
	e->wish = (struct tq_plan_wish){
		.kind = e->ask.kind,
		.interval = e->ask.interval,
		.source = (enum tq_fetch_source)o->source,
		.wanted = e->wanted,
		.now = tq_clock_now(&e->session->clock),
	};
	if (e->wanted.from == e->wanted.to) {
		tq_rest_begin(e, e->wanted);
		return true;
	}
	if (o->store) {
		e->fill.shelf = tq_shelf_open(o->store, &name, true, err);
		if (!e->fill.shelf)
			return false;
		tq_shelf_missing(e->fill.shelf, e->wanted.from, e->wanted.to, &missing);
	} else {
		tq_ranges_add(&missing, e->wanted.from, e->wanted.to);
	}
	trim_to_reach(e, &missing);
	tq_plan_make(&e->plan, &e->wish, &missing);
	for (size_t i = 0; o->source == TQ_FETCH_STORE && i < missing.n; i++) {
		tq_ranges_add(&e->missing, missing.item[i].from, missing.item[i].to);
		tq_fail(&e->err, TQ_RETRY, "not in the store");
	}
	tq_ranges_fini(&missing);
	return true;
}

/* Begins the first piece of the plan. */
static bool
begin_piece(struct tq_errand *e, struct tq_err *err)
{
	struct tq_piece piece = e->plan.item[0];

	if (piece.from_where != TQ_PIECE_REST)
		return tq_files_begin(e, err);
	tq_rest_begin(e, (struct tq_range){piece.from, piece.to});
	return true;
}

struct tq_call *
tq_errand_call(struct tq_errand *e)
{
	struct tq_err err = {0};
	struct tq_call *call = NULL;
	bool ok = e->done || e->started || start(e, &err);

	while (ok && !e->done && !call) {
		if (e->walking) {
			call = tq_rest_call(e, &err);
			ok = call != NULL;
		} else if (e->unpacking) {
			call = tq_archive_call(&e->archive);
			call->owner = e;
		} else if (e->plan.n > 0) {
			ok = begin_piece(e, &err);
		} else {
			finish(e);
		}
	}
	if (!ok)
		give_up(e, &err);
	e->requests += call != NULL;
	return call;
}

/* The rows of the last time: a venue may have more of it later. */
static void
keep_tail(struct tq_errand *e, const struct tq_shelf_row *row, size_t n)
{
	size_t first = n;

	if (n == 0)
		return;
	while (first > 0 && row[first - 1].time == row[n - 1].time)
		first--;
	if (row[n - 1].time != e->last)
		tq_lines_drop(&e->tail, tq_lines_waiting(&e->tail));
	e->last = row[n - 1].time;
	for (; first < n; first++)
		tq_lines_put(&e->tail, row[first].time, row[first].line);
}

bool
tq_errand_deliver(struct tq_errand *e, const struct tq_delivery *d, struct tq_err *err)
{
	size_t n = d->n;

	e->rows += n;
	keep_tail(e, d->row, n);
	e->reached = d->range.to;
	if (e->fill.shelf) {
		while (n > 0 && d->row[n - 1].time >= d->range.to)
			n--;
		return tq_fill_put(&e->fill, d->range, d->source, d->checksum, d->row, n, err);
	}
	for (size_t i = 0; i < n; i++)
		tq_lines_put(&e->out, d->row[i].time, d->row[i].line);
	return true;
}

static bool
walked(struct tq_errand *e, struct tq_err *err)
{
	struct tq_walk *walk = &e->walk;
	struct tq_range range = {e->reached > walk->from ? e->reached : walk->from, 0};
	struct tq_shelf_row *row;
	bool ok;

	if (!tq_rest_answer(e, err))
		return false;
	range.to = walk->reached;
	row = tq_alloc(walk->ready + 1, sizeof(row[0]));
	for (size_t i = 0; i < walk->ready; i++) {
		struct tq_str text = tq_lines_text(&walk->rows, i);

		row[i] = (struct tq_shelf_row){tq_lines_time(&walk->rows, i),
					       {text.p, text.n - 1}};
	}
	ok = tq_errand_deliver(e, &(struct tq_delivery){range, "rest", NULL, row, walk->ready},
			       err);
	free(row);
	tq_walk_taken(walk);
	if (ok && walk->done) {
		tq_rest_end(e);
		if (e->plan.n > 0)
			tq_errand_piece_done(e);
	}
	return ok;
}

void
tq_errand_answer(struct tq_errand *e)
{
	struct tq_err err = {0};

	if (!(e->walking ? walked(e, &err) : tq_files_answer(e, &err)))
		give_up(e, &err);
}

void
tq_errand_again(struct tq_errand *e, struct tq_range range)
{
	let_go(e);
	tq_plan_fini(&e->plan);
	tq_ranges_fini(&e->missing);
	e->err = (struct tq_err){0};
	e->done = false;
	e->started = true;
	e->fresh = true;
	e->reached = range.from;
	tq_rest_begin(e, range);
}

void
tq_errand_fini(struct tq_errand *e)
{
	let_go(e);
	tq_plan_fini(&e->plan);
	tq_lines_fini(&e->out);
	tq_lines_fini(&e->tail);
	tq_ranges_fini(&e->missing);
	tq_ask_fini(&e->ask);
}

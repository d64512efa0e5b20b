/* SPDX-License-Identifier: ISC */
#include "expr/rehearse.h"

#include "base/mem.h"
#include "expr/rehearse_data.h"
#include "market/bar.h"

#include <stdlib.h>

static const size_t histories[] = {199, 399, 499, 999, 1999};

enum { COLUMNS = TQ_COUNT(histories) };

/* The strategy at the last bar of one series, after histories of some lengths. */
struct warm_up {
	const struct tq_chosen *chosen;
	const struct tq_rehearse_data *data;
	enum tq_type kind;
	struct tq_feed *feed;
	struct tq_buf key, other;        /* symbol, venue, interval of the series */
	size_t *bar;             /* lines of the series' bars */
	size_t n_bars;
	size_t n;                /* values */
	double *value;           /* of the run at hand */
};

static void
put_text(const struct tq_rec *rec, int field, struct tq_buf *key)
{
	struct tq_str text = {"", 0};
	struct tq_err err;

	if (tq_rec_has(rec, field))
		tq_rec_str(rec, field, &text, &err);
	tq_buf_put(key, text.p, text.n);
	tq_buf_put(key, "", 1);
}

static void
key_of(const struct tq_rec *rec, struct tq_buf *key)
{
	tq_buf_clear(key);
	put_text(rec, TQ_F_symbol, key);
	put_text(rec, TQ_F_venue, key);
	put_text(rec, TQ_F_interval, key);
}

static bool
want_names(void *self, struct tq_run *run, struct tq_err *err)
{
	(void)self, (void)err;
	tq_want(run, TQ_F_symbol);
	tq_want(run, TQ_F_venue);
	tq_want(run, TQ_F_interval);
	return true;
}

static bool
note_last(void *self, const struct tq_rec *rec, size_t line, struct tq_out *out,
	  struct tq_err *err)
{
	struct warm_up *w = self;

	(void)line, (void)out, (void)err;
	if (rec->type == w->kind)
		key_of(rec, &w->key);
	return true;
}

static bool
note_bar(void *self, const struct tq_rec *rec, size_t line, struct tq_out *out,
	 struct tq_err *err)
{
	struct warm_up *w = self;

	(void)out, (void)err;
	if (rec->type != w->kind)
		return true;
	key_of(rec, &w->other);
	if (tq_str_eq(tq_buf_str(&w->key), tq_buf_str(&w->other)))
		w->bar[w->n_bars++] = line;
	return true;
}

static bool
nothing(void *self, struct tq_out *out, struct tq_err *err)
{
	(void)self, (void)out, (void)err;
	return true;
}

static bool
find_series(struct warm_up *w, struct tq_err *err)
{
	struct tq_rehearse_run how = {
		.self = w, .open = want_names, .record = note_last, .end = nothing};

	w->bar = tq_alloc(w->data->n + 1, sizeof w->bar[0]);
	if (!tq_rehearse_part(w->data, 0, w->data->n, &how, err))
		return false;
	how.record = note_bar;
	if (!tq_rehearse_part(w->data, 0, w->data->n, &how, err))
		return false;
	return w->n_bars > 0 || tq_fail(err, TQ_DATA, "%s: no %s", w->data->path,
					tq_type_name(w->kind));
}

/* Keeps the values of the series' moments; those of the last one stay. */
static bool
moment(void *self, const struct tq_moment *m, struct tq_out *out, struct tq_err *err)
{
	struct warm_up *w = self;
	size_t n = 0;

	(void)out, (void)err;
	tq_buf_clear(&w->other);
	tq_buf_printf(&w->other, "%.*s%c%.*s%c%.*s%c", TQ_STR_ARG(m->symbol), 0,
		      TQ_STR_ARG(m->venue), 0, TQ_STR_ARG(m->interval), 0);
	if (!tq_str_eq(tq_buf_str(&w->key), tq_buf_str(&w->other)))
		return true;
	for (size_t i = 0; i < w->chosen->n; i++) {
		const struct tq_program *program = w->chosen->items[i].program;

		for (size_t k = 0; k < program->n_watch; k++)
			w->value[n++] = tq_flow_value(m->flow, program->watch[k].reg);
	}
	return true;
}

static bool
slot_end(void *self, tq_time event, struct tq_out *out, struct tq_err *err)
{
	(void)self, (void)event, (void)out, (void)err;
	return true;
}

static bool
open_feed(void *self, struct tq_run *run, struct tq_err *err)
{
	struct warm_up *w = self;
	const struct tq_feed_options options = {
		.kind = w->kind, .self = w, .ready = moment, .slot_end = slot_end,
	};

	w->feed = tq_feed_new(w->chosen->plan, &options, run, err);
	return w->feed != NULL;
}

static bool
feed_record(void *self, const struct tq_rec *rec, size_t line, struct tq_out *out,
	    struct tq_err *err)
{
	struct warm_up *w = self;

	(void)line;
	return tq_feed_settle(w->feed, rec, out, err) && tq_feed_take(w->feed, rec, out, err);
}

static bool
feed_end(void *self, struct tq_out *out, struct tq_err *err)
{
	return tq_feed_finish(((struct warm_up *)self)->feed, out, err);
}

/* The values after so many bars, and all other records since the first of them. */
static bool
run_bars(struct warm_up *w, size_t bars, double *value, struct tq_err *err)
{
	const struct tq_rehearse_run how = {
		.self = w, .open = open_feed, .record = feed_record, .end = feed_end};
	size_t from = bars < w->n_bars ? w->bar[w->n_bars - bars] : 0;
	bool ok;

	w->value = value;
	for (size_t i = 0; i < w->n; i++)
		value[i] = (double)NAN;
	ok = tq_rehearse_part(w->data, from, w->data->n, &how, err);
	tq_feed_free(w->feed);
	w->feed = NULL;
	return ok;
}

static bool
agree(double a, double b)
{
	double most = fmax(fabs(a), fabs(b));

	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b);
	return fabs(a - b) <= 1e-6 * most || most < 1e-12;
}

/*
 * The shortest history from which on value i is that of the longest one: behind
 * the last doubling that differs (a condition may agree by chance before), halving.
 */
static bool
first_length(struct warm_up *w, const double *full, double *value, size_t i, size_t *length,
	     struct tq_err *err)
{
	size_t low = 0, high;            /* low does not agree, high does */

	for (size_t n = 1; n < w->n_bars; n *= 2) {
		if (!run_bars(w, n, value, err))
			return false;
		if (!agree(value[i], full[i]))
			low = n;
	}
	high = low == 0 ? 1 : 2 * low < w->n_bars ? 2 * low : w->n_bars;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (!run_bars(w, middle, value, err))
			return false;
		if (agree(value[i], full[i]))
			high = middle;
		else
			low = middle;
	}
	*length = high;
	return true;
}

static void
put_value(struct tq_buf *out, double x)
{
	if (isnan(x))
		tq_buf_printf(out, " %14s", "null");
	else
		tq_buf_printf(out, " %14.10g", x);
}

static void
put_row(struct tq_buf *out, struct tq_str name, const double *column, size_t i, size_t n,
	double full, size_t length, bool never)
{
	tq_buf_printf(out, "%-28.*s", TQ_STR_ARG(name));
	for (size_t c = 0; c < COLUMNS; c++)
		put_value(out, column[c * n + i]);
	put_value(out, full);
	if (never)
		tq_buf_puts(out, " never\n");
	else
		tq_buf_printf(out, " %zu\n", length);
}

static bool
put_rows(struct warm_up *w, double *column, struct tq_buf *out, bool *sound, struct tq_err *err)
{
	double *full = column + COLUMNS * w->n, *one = full + w->n;
	size_t i = 0;

	for (size_t c = 0; c < COLUMNS; c++) {
		if (!run_bars(w, histories[c], column + c * w->n, err))
			return false;
	}
	if (!run_bars(w, w->n_bars, full, err))
		return false;
	for (size_t s = 0; s < w->chosen->n; s++) {
		const struct tq_program *program = w->chosen->items[s].program;

		for (size_t k = 0; k < program->n_watch; k++, i++) {
			size_t length;
			bool never;

			if (!first_length(w, full, one, i, &length, err))
				return false;
			never = isnan(full[i]) || length == w->n_bars;
			*sound &= !never;
			put_row(out, program->watch[k].name, column, i, w->n, full[i], length,
				never);
		}
	}
	return true;
}

static void
put_head(const struct warm_up *w, struct tq_buf *out)
{
	tq_buf_printf(out, "%s: the last of %zu bars of %s\n%-28s", w->data->path, w->n_bars,
		      w->key.p, "bars of history");
	for (size_t c = 0; c < COLUMNS; c++)
		tq_buf_printf(out, " %14zu", histories[c]);
	tq_buf_printf(out, " %14s agrees from\n", "all");
}

static bool
rehearse(struct warm_up *w, struct tq_buf *out, bool *sound, struct tq_err *err)
{
	double *column;
	bool ok;

	if (!find_series(w, err))
		return false;
	put_head(w, out);
	column = tq_alloc((COLUMNS + 2) * w->n + 1, sizeof *column);
	ok = put_rows(w, column, out, sound, err);
	free(column);
	return ok;
}

bool
tq_rehearse_warm_up(struct tq_chosen *chosen, const char *path, struct tq_buf *out, bool *sound,
		    struct tq_err *err)
{
	struct tq_rehearse_data data;
	struct warm_up w = {.chosen = chosen, .data = &data};
	bool ok;

	for (size_t i = 0; i < chosen->n; i++) {
		const struct tq_program *program = chosen->items[i].program;

		for (size_t k = 0; k < program->n_watch; k++)
			tq_plan_want(chosen->plan, program->watch[k].reg);
		w.n += program->n_watch;
	}
	tq_plan_finish(chosen->plan);
	w.kind = chosen->items[0].program->each;
	*sound = true;
	ok = tq_rehearse_load(&data, path, err) && rehearse(&w, out, sound, err);
	tq_rehearse_unload(&data);
	tq_buf_fini(&w.key);
	tq_buf_fini(&w.other);
	free(w.bar);
	return ok;
}

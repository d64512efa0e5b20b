/* SPDX-License-Identifier: ISC */
#include "market/repair.h"

#include "base/mem.h"
#include "market/mend.h"
#include "record/scan.h"

#include <math.h>
#include <stdlib.h>

static const int fields[TQ_MEND_FIELDS] = {
	TQ_F_open, TQ_F_high, TQ_F_low, TQ_F_close, TQ_F_adj_close, TQ_F_volume, TQ_F_dividend
};

static const struct tq_dec none = {0, TQ_DEC_BAD};

bool
tq_opt_repair(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	static const struct {
		const char *name;
		unsigned kinds;
	} known[] = {{"100x", TQ_REPAIR_100X}, {"split", TQ_REPAIR_SPLIT},
		     {"dividend", TQ_REPAIR_DIVIDEND},
		     {"all", TQ_REPAIR_100X | TQ_REPAIR_SPLIT | TQ_REPAIR_DIVIDEND}};
	unsigned *kinds = field;
	const char *p = text;
	size_t i;

	(void)opt;
	*kinds = 0;
	do {
		size_t n = strcspn(p, ",");

		for (i = 0; i < TQ_COUNT(known); i++)
			if (tq_str_is((struct tq_str){p, n}, known[i].name))
				break;
		if (i == TQ_COUNT(known))
			return tq_fail(err, TQ_USAGE, "not a list of 100x, split, dividend, or "
				       "all: '%s'", text);
		*kinds |= known[i].kinds;
		p += n;
	} while (*p++ == ',');
	return true;
}

struct tq_repair *
tq_repair_new(unsigned kinds, int64_t window)
{
	struct tq_repair *r = tq_alloc(1, sizeof(*r));

	r->kinds = kinds;
	r->window = window;
	r->now = TQ_TIME_NONE;
	r->cap = 64;
	r->ring = tq_alloc(r->cap, sizeof(*r->ring));
	return r;
}

void
tq_repair_free(struct tq_repair *r)
{
	if (r == NULL)
		return;
	for (; r->head < r->tail; r->head++)
		free(tq_mend_held(r, r->head)->line);
	free(r->ring);
	free(r->series);
	tq_names_fini(&r->names);
	tq_buf_fini(&r->key);
	tq_buf_fini(&r->text);
	free(r);
}

void
tq_repair_want(struct tq_run *run)
{
	static const int more[] = {TQ_F_split, TQ_F_capital_gains, TQ_F_repaired};
	size_t i;

	tq_bar_want(run);
	for (i = 0; i < TQ_COUNT(fields); i++)
		tq_want(run, fields[i]);
	for (i = 0; i < TQ_COUNT(more); i++)
		tq_want(run, more[i]);
}

const struct tq_repair_counts *
tq_repair_counts(const struct tq_repair *r)
{
	return &r->counts;
}

const struct tq_dec *
tq_mend_before(const struct tq_repair *r, const struct tq_held *h)
{
	const struct tq_mend_series *s = &r->series[h->series];

	if (h->before >= 0)
		return tq_mend_held(r, h->before)->now;
	return s->out ? s->gone : NULL;
}

int64_t
tq_mend_level_before(const struct tq_repair *r, const struct tq_held *h)
{
	return h->before >= 0 ? tq_mend_held(r, h->before)->level :
	       r->series[h->series].gone_level;
}

void
tq_mend_set(struct tq_held *h, enum tq_mend_field field, struct tq_dec value,
	    enum tq_repair_kind kind)
{
	struct tq_dec was;

	if (!tq_dec_ok(value) || !tq_dec_ok(h->now[field]))
		return;
	h->now[field] = value;
	h->code[field] = (uint8_t)kind;
	if (tq_dec_parse((struct tq_str){h->line + h->at[field], h->length[field]}, &was) &&
	    tq_dec_eq(was, value))
		h->code[field] = 0;
}

struct tq_dec
tq_mend_quotient(struct tq_dec x, struct tq_dec y)
{
	return tq_dec_strip(tq_dec_div(x, y, 12, TQ_ROUND_HALF_EVEN));
}

double
tq_mend_unrest(const struct tq_repair *r, const struct tq_held *h, double most)
{
	double sum = 0;
	int n = 0;

	while (n < 20 && h->before >= 0) {
		const struct tq_dec *before;
		double step;

		h = tq_mend_held(r, h->before);
		before = tq_mend_before(r, h);
		if (before == NULL)
			break;
		step = fabs(log(tq_dec_f64(h->now[TQ_MEND_CLOSE]) /
				tq_dec_f64(before[TQ_MEND_CLOSE])));
		if (!(step < most))
			continue;
		sum += step;
		n++;
	}
	return n > 0 ? sum / n : 0;
}

static struct tq_mend_series *
series_of(struct tq_repair *r, const struct tq_bar *bar, int64_t *id)
{
	size_t before = r->names.n;

	*id = (int64_t)tq_names_id(&r->names, tq_bar_key(bar, &r->key));
	if (r->names.n > r->series_cap) {
		r->series_cap = r->series_cap > 0 ? 2 * r->series_cap : 8;
		r->series = tq_realloc(r->series, r->series_cap, sizeof(*r->series));
	}
	if (r->names.n > before)
		r->series[*id] = (struct tq_mend_series){.first = -1, .last = -1, .split = none};
	return &r->series[*id];
}

static struct tq_held *
append(struct tq_repair *r)
{
	if ((size_t)(r->tail - r->head) == r->cap) {
		struct tq_held *wider = tq_alloc(2 * r->cap, sizeof(*wider));
		int64_t i;

		for (i = r->head; i < r->tail; i++)
			wider[(size_t)i & (2 * r->cap - 1)] = *tq_mend_held(r, i);
		free(r->ring);
		r->ring = wider;
		r->cap *= 2;
	}
	return tq_mend_held(r, r->tail++);
}

/* A bar with prices over 0 that nobody repaired yet. */
static bool
is_ours(const struct tq_rec *rec, struct tq_bar *bar)
{
	struct tq_err ignored;

	return rec->type == TQ_TYPE_BAR && tq_bar_read(rec, bar, &ignored) &&
	       !tq_rec_has(rec, TQ_F_repaired) && tq_dec_sign(bar->open) > 0 &&
	       tq_dec_sign(bar->high) > 0 && tq_dec_sign(bar->low) > 0 &&
	       tq_dec_sign(bar->close) > 0;
}

static struct tq_dec
optional(const struct tq_rec *rec, int field)
{
	struct tq_err ignored;
	struct tq_dec x;

	return tq_rec_has(rec, field) && tq_rec_dec(rec, field, &x, &ignored) ? x : none;
}

static void
read_values(struct tq_held *h, const struct tq_rec *rec)
{
	size_t i;

	for (i = 0; i < TQ_MEND_FIELDS; i++) {
		const struct tq_value *v = tq_rec_value(rec, fields[i]);

		h->now[i] = optional(rec, fields[i]);
		if (!tq_dec_ok(h->now[i]))
			continue;
		h->at[i] = (uint32_t)(v->text - rec->line);
		h->length[i] = v->n;
	}
	h->split = optional(rec, TQ_F_split);
	if (tq_dec_sign(h->split) <= 0 || tq_dec_eq(h->split, tq_dec(1, 0)))
		h->split = none;
	h->gains = optional(rec, TQ_F_capital_gains);
}

static void
look(struct tq_repair *r, const struct tq_bar *bar, struct tq_held *h, int64_t number)
{
	struct tq_mend_series *s = series_of(r, bar, &h->series);

	h->until = tq_interval_add(bar->close_time, bar->interval, r->window);
	h->before = s->last;
	h->index = s->bars++;
	if (s->last >= 0)
		tq_mend_held(r, s->last)->after = number;
	else
		s->first = number;
	s->last = number;
	if (r->kinds & TQ_REPAIR_100X)
		tq_mend_unit(r, s, h);
	if (r->kinds & TQ_REPAIR_SPLIT)
		tq_mend_split(r, s, h);
	if (r->kinds & TQ_REPAIR_DIVIDEND)
		tq_mend_dividend(r, s, h);
}

void
tq_repair_put(struct tq_repair *r, const struct tq_rec *rec, const char *file)
{
	struct tq_held *h = append(r);
	struct tq_err ignored;
	struct tq_bar bar;
	tq_time at;
	size_t i;

	*h = (struct tq_held){.n = rec->n, .file = file, .line_no = rec->line_no,
			      .offset = rec->offset, .series = -1, .until = TQ_TIME_NONE,
			      .before = -1, .after = -1, .split = none, .gains = none};
	for (i = 0; i < TQ_MEND_FIELDS; i++)
		h->now[i] = none;
	h->line = tq_alloc(rec->n + 1, 1);
	memcpy(h->line, rec->line, rec->n);
	if (is_ours(rec, &bar)) {
		r->now = bar.close_time;
		read_values(h, rec);
		look(r, &bar, h, r->tail - 1);
	} else if (tq_rec_has(rec, TQ_F_time) && tq_rec_time(rec, TQ_F_time, &at, &ignored)) {
		r->now = at;
	}
}

static void
count(struct tq_repair *r, const struct tq_held *h, bool *changed)
{
	unsigned kinds = 0;
	size_t i;

	for (i = 0; i < TQ_MEND_FIELDS; i++)
		kinds |= h->code[i];
	*changed = kinds != 0;
	if (kinds & TQ_REPAIR_DIVIDEND)
		r->counts.by_dividend++;
	else if (kinds & TQ_REPAIR_SPLIT)
		r->counts.by_split++;
	else if (kinds & TQ_REPAIR_100X)
		r->counts.by_unit++;
}

static void
let_go(struct tq_repair *r, const struct tq_held *h)
{
	struct tq_mend_series *s = &r->series[h->series];

	memcpy(s->gone, h->now, sizeof(s->gone));
	s->gone_level = h->level;
	s->out = true;
	s->first = h->after;
	if (h->after >= 0)
		tq_mend_held(r, h->after)->before = -1;
	else
		s->last = -1;
	tq_mend_unit_gone(s, h);
}

bool
tq_repair_next(struct tq_repair *r, bool all, struct tq_repaired *line)
{
	struct tq_held *h;
	bool full = r->tail - r->head > TQ_REPAIR_HELD;

	if (r->head == r->tail)
		return false;
	h = tq_mend_held(r, r->head);
	if (!all && !full && h->until != TQ_TIME_NONE && h->until > r->now)
		return false;
	r->counts.forced += full && !all;
	count(r, h, &line->changed);
	tq_buf_clear(&r->text);
	if (line->changed)
		tq_mend_write(h, &r->text);
	else
		tq_buf_put(&r->text, h->line, h->n);
	line->n = r->text.n;
	memset(tq_buf_room(&r->text, 1 + TQ_SCAN_PAD), 0, 1 + TQ_SCAN_PAD);
	r->text.p[line->n] = '\n';
	line->text = r->text.p;
	line->file = h->file;
	line->line_no = h->line_no;
	line->offset = h->offset;
	if (h->series >= 0)
		let_go(r, h);
	free(h->line);
	h->line = NULL;
	r->head++;
	return true;
}

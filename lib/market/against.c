/* SPDX-License-Identifier: ISC */
#include "market/against.h"

#include "base/mem.h"
#include "base/names.h"
#include "import/feed.h"
#include "import/tape.h"
#include "record/reader.h"

#include <stdlib.h>

struct last {
	tq_time time;            /* of the event */
	struct tq_dec price;
};

struct tq_against {
	char *path;
	struct tq_feed *feed;
	struct tq_tape tape;
	bool ended;
	struct tq_reader *reader;
	struct tq_canonical *canonical;
	struct tq_err err;       /* status TQ_OK: none */

	tq_time clock;           /* event time of the record that was read last */
	size_t next_id;          /* that record, if it is still to come: */
	struct last next;
	bool pending;
	struct tq_names names;   /* type, symbol, interval */
	struct last *last;
	size_t cap;
	struct tq_buf key;
	struct tq_compared compared;
};

static bool
supply(void *from, struct tq_str *bytes, struct tq_err *err)
{
	struct tq_against *a = from;

	*bytes = (struct tq_str){0};
	return tq_feed_read(a->feed, bytes, err);
}

struct tq_against *
tq_against_open(const char *path, struct tq_canonical *canonical, struct tq_err *err)
{
	static const int extra[] = {TQ_F_price};
	struct tq_against *a;
	struct tq_run run = {0};
	struct tq_feed *feed;
	size_t i;

	feed = tq_feed_open(path, err);
	if (feed == NULL)
		return NULL;
	a = tq_alloc(1, sizeof(*a));
	a->feed = feed;
	a->path = tq_str_dup(tq_str(path));
	a->canonical = canonical;
	a->clock = TQ_TIME_NONE;
	a->compared.at = TQ_TIME_NONE;
	a->reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	run.reader = a->reader;
	tq_bar_want(&run);
	for (i = 0; i < TQ_COUNT(extra); i++)
		tq_want(&run, extra[i]);
	tq_tape_init(&a->tape, (struct tq_supply){supply, a});
	return a;
}

void
tq_against_free(struct tq_against *a)
{
	if (a == NULL)
		return;
	tq_tape_fini(&a->tape);
	tq_feed_close(a->feed);
	tq_reader_free(a->reader);
	tq_names_fini(&a->names);
	tq_buf_fini(&a->key);
	free(a->last);
	free(a->path);
	free(a);
}

/* The line at the tape's place, a newline and the reader's pad behind it; NULL at the end. */
static const char *
find_line(struct tq_against *a, const char **limit)
{
	const char *end = NULL;
	size_t seen = 0;

	while (end == NULL) {
		size_t n = tq_tape_n(&a->tape);

		end = n > seen ? memchr(tq_tape_p(&a->tape) + seen, '\n', n - seen) : NULL;
		seen = n;
		if (end == NULL && a->tape.end) {
			if (n == 0)
				return NULL;
			/* The last line may lack its newline: the tape's pad has room. */
			a->tape.buf.p[a->tape.buf.n] = '\n';
			end = a->tape.buf.p + a->tape.buf.n;
		} else if (end == NULL && !tq_tape_more(&a->tape, &a->err)) {
			return NULL;
		}
	}
	*limit = end + 1;
	return tq_tape_p(&a->tape);
}

static size_t
series_of(struct tq_against *a, const struct tq_rec *rec, const struct tq_bar *bar)
{
	struct tq_str symbol = bar->symbol;
	size_t id;

	if (a->canonical != NULL)
		symbol = tq_canonical_form(a->canonical, symbol);
	tq_buf_clear(&a->key);
	tq_buf_puts(&a->key, tq_type_name(rec->type));
	tq_buf_put(&a->key, "", 1);
	tq_buf_put(&a->key, symbol.p, symbol.n);
	tq_buf_put(&a->key, "", 1);
	if (rec->type == TQ_TYPE_BAR)
		tq_buf_put(&a->key, bar->interval_text.p, bar->interval_text.n);
	id = tq_names_id(&a->names, tq_buf_str(&a->key));
	if (id >= a->cap) {
		size_t i;

		a->last = tq_realloc(a->last, 2 * a->cap + 16, sizeof(*a->last));
		for (i = a->cap; i < 2 * a->cap + 16; i++)
			a->last[i] = (struct last){TQ_TIME_NONE, {0, TQ_DEC_BAD}};
		a->cap = 2 * a->cap + 16;
	}
	return id;
}

/* Makes a line the next record when it is one to compare with. */
static bool
take(struct tq_against *a, const struct tq_rec *rec)
{
	struct tq_bar bar = {0};

	if (rec->type == TQ_TYPE_BAR) {
		if (!tq_bar_read(rec, &bar, &a->err))
			return false;
		a->next = (struct last){bar.close_time, bar.close};
	} else if (rec->type == TQ_TYPE_PRICE) {
		if (!tq_rec_time(rec, TQ_F_time, &bar.time, &a->err) ||
		    !tq_rec_str(rec, TQ_F_symbol, &bar.symbol, &a->err) ||
		    !tq_rec_dec(rec, TQ_F_price, &a->next.price, &a->err))
			return false;
		a->next.time = bar.time;
	} else {
		return true;
	}
	if (a->next.time < a->clock)
		return tq_fail(&a->err, TQ_DATA, "not in the order of event time");
	a->clock = a->next.time;
	a->next_id = series_of(a, rec, &bar);
	a->pending = true;
	return true;
}

static void
read_next(struct tq_against *a)
{
	while (!a->pending && !a->ended && a->err.status == TQ_OK) {
		const char *limit = NULL;
		const char *line = find_line(a, &limit);
		const struct tq_rec *rec;
		size_t n;

		if (line == NULL) {
			a->ended = a->err.status == TQ_OK;
			if (!a->ended)
				tq_fail_prefix(&a->err, "%s", a->path);
			return;
		}
		rec = tq_reader_line(a->reader, line, limit, &n, &a->err);
		if (rec == NULL || !take(a, rec)) {
			tq_fail_prefix(&a->err, "%s:%llu", a->path,
				       (unsigned long long)a->tape.line);
			a->err.status = TQ_USAGE;
			return;
		}
		n = (size_t)(limit - line);
		tq_tape_skip(&a->tape, n < tq_tape_n(&a->tape) ? n : tq_tape_n(&a->tape));
	}
}

bool
tq_against_price(struct tq_against *a, const struct tq_rec *rec, const struct tq_bar *bar,
		 struct tq_dec *price)
{
	size_t id;

	for (read_next(a); a->pending && a->next.time <= bar->close_time; read_next(a)) {
		a->last[a->next_id] = a->next;
		a->pending = false;
	}
	id = series_of(a, rec, bar);
	*price = a->last[id].price;
	return a->err.status == TQ_OK && a->last[id].time == bar->close_time &&
	       tq_dec_ok(*price) && tq_dec_sign(*price) != 0;
}

bool
tq_against_ok(const struct tq_against *a, struct tq_err *err)
{
	if (a->err.status == TQ_OK)
		return true;
	*err = a->err;
	return false;
}

struct tq_compared *
tq_against_compared(struct tq_against *a)
{
	return &a->compared;
}

void
tq_against_count(struct tq_against *a, tq_time at, struct tq_dec own, struct tq_dec other)
{
	struct tq_dec far = tq_dec_abs(tq_dec_sub(own, other));
	struct tq_dec ratio = tq_dec_div(far, tq_dec_abs(other), 6, TQ_ROUND_UP);

	a->compared.n++;
	if (a->compared.at != TQ_TIME_NONE && !tq_dec_gt(ratio, a->compared.largest))
		return;
	a->compared.largest = ratio;
	a->compared.at = at;
}

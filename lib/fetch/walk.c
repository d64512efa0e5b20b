/* SPDX-License-Identifier: ISC */
#include "fetch/walk.h"

#include "base/mem.h"

#include <stdlib.h>

static bool
has_time(const struct tq_walk *w)
{
	return w->ask.kind->paging != TQ_PAGING_LIST;
}

/* Only one row can be at a time. */
static bool
one_a_time(const struct tq_walk *w)
{
	enum tq_type type = w->ask.kind->type;

	return type == TQ_TYPE_BAR || type == TQ_TYPE_FUNDING || type == TQ_TYPE_OPEN_INTEREST ||
	       type == TQ_TYPE_LONG_SHORT || type == TQ_TYPE_PRICE;
}

/* The window from ask.from on: rows intervals, the kind's span, or all. */
static void
set_window(struct tq_walk *w)
{
	const struct tq_provider_kind *kind = w->ask.kind;

	w->window_to = w->to;
	if (kind->paging == TQ_PAGING_WINDOW) {
		if (kind->rows > 0 && w->ask.interval.n > 0) {
			tq_time end = tq_interval_add(w->ask.from, w->ask.interval, kind->rows);

			w->window_to = end < w->window_to ? end : w->window_to;
		}
		/* The difference of two instants may not fit a signed number. */
		if (kind->span > 0 &&
		    (uint64_t)w->window_to - (uint64_t)w->ask.from > (uint64_t)kind->span)
			w->window_to = w->ask.from + kind->span;
	}
	w->ask.to = w->window_to;
}

void
tq_walk_init(struct tq_walk *w, const struct tq_ask *ask, tq_time from, tq_time to,
	     bool include_open)
{
	*w = (struct tq_walk){
		.ask = *ask,
		.from = from,
		.to = to,
		.include_open = include_open,
		.clip = ask->kind->paging != TQ_PAGING_LIST && from < to,
		.reached = from,
		.first_open = TQ_TIME_NONE,
		.last_seen = TQ_TIME_NONE,
	};
	w->ask.from = from;
	set_window(w);
}

void
tq_walk_fini(struct tq_walk *w)
{
	tq_buf_fini(&w->cursor);
	tq_lines_fini(&w->rows);
	tq_lines_fini(&w->before);
}

const char *
tq_walk_cursor(struct tq_walk *w)
{
	return w->cursor.n > 0 ? tq_buf_text(&w->cursor) : NULL;
}

static bool
is_open(const struct tq_walk *w, const struct tq_page_row *row, tq_time clock)
{
	if (w->ask.kind->type != TQ_TYPE_BAR)
		return false;
	if (row->closed_told)
		return !row->closed;
	return clock != TQ_TIME_NONE && tq_interval_add(row->time, w->ask.interval, 1) > clock;
}

/* A row of a page in the order of time, and where it stood in the page. */
struct found {
	tq_time time;
	size_t order;
	struct tq_str line;
	bool open, again;
};

static int
by_time(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static struct tq_str
waiting_line(const struct tq_lines *lines, size_t k)
{
	struct tq_str text = tq_lines_text(lines, k);

	text.n--;
	return text;
}

/* What waits and what came, together in order. */
static size_t
gather(struct tq_walk *w, const struct tq_page *page, tq_time clock, struct found *found)
{
	size_t n = 0;

	for (size_t i = 0; i < tq_lines_waiting(&w->rows); i++)
		found[n++] = (struct found){
			.time = tq_lines_time(&w->rows, i),
			.line = waiting_line(&w->rows, i),
			.open = i + w->open >= tq_lines_waiting(&w->rows),
		};
	for (size_t i = 0; i < page->n; i++) {
		const struct tq_page_row *row = &page->row[i];
		bool open = is_open(w, row, clock);

		if (w->clip && (row->time < w->from || row->time >= w->to))
			continue;
		if (open && (w->first_open == TQ_TIME_NONE || row->time < w->first_open))
			w->first_open = row->time;
		if (!open && row->time > w->last_seen)
			w->last_seen = row->time;
		if (open && !w->include_open)
			continue;
		found[n] = (struct found){row->time, n, {page->text.p + row->at, row->n}, open,
					  false};
		n++;
	}
	for (size_t i = 0; i < n; i++)
		found[i].order = i;
	if (has_time(w))
		qsort(found, n, sizeof(found[0]), by_time);
	return n;
}

static bool
has_id(struct tq_str line)
{
	static const char name[] = ",\"id\":";

	for (size_t i = 0; i + sizeof(name) - 1 <= line.n; i++)
		if (memcmp(line.p + i, name, sizeof(name) - 1) == 0)
			return true;
	return false;
}

static bool
fail_at(struct tq_err *err, const char *what, tq_time t)
{
	char text[TQ_TIME_TEXT];

	return tq_fail(err, TQ_REFUSED, "%s at %.*s", what, (int)tq_time_format(t, text), text);
}

/* Whether the row was taken with the page before; one that was not goes back in time. */
static bool
was_taken(const struct tq_walk *w, const struct found *row)
{
	for (size_t i = 0; i < tq_lines_waiting(&w->before); i++)
		if (tq_lines_time(&w->before, i) == row->time &&
		    tq_str_eq(waiting_line(&w->before, i), row->line))
			return true;
	return false;
}

/* Marks the rows that came before; two different ones of one bar are an error. */
static bool
mark_again(const struct tq_walk *w, struct found *found, size_t n, struct tq_err *err)
{
	size_t same = 0; /* the first of the rows of this time */

	if (!has_time(w))
		return true;
	for (size_t i = 0; i < n; i++) {
		if (found[i].time != found[same].time)
			same = i;
		if (w->clip && found[i].time < w->reached && !found[i].again) {
			if (!was_taken(w, &found[i]))
				return fail_at(err, "the answer goes back to what was past",
					       found[i].time);
			found[i].again = true;
		}
		for (size_t k = same; k < i && !found[i].again; k++) {
			bool equal = tq_str_eq(found[k].line, found[i].line);

			if (found[k].again)
				continue;
			if (equal && (one_a_time(w) || has_id(found[i].line)))
				found[i].again = true;
			else if (found[k].open && one_a_time(w))
				found[k].again = true; /* it has moved on since */
			else if (one_a_time(w))
				return fail_at(err, "two different rows", found[i].time);
		}
	}
	return true;
}

/* A bar that is not finished says so, once. */
static void
keep_row(struct tq_lines *rows, const struct found *row)
{
	static const char mark[] = ",\"closed\":false}";
	struct tq_buf text = {0};

	if (!row->open || (row->line.n > sizeof(mark) &&
			   memcmp(row->line.p + row->line.n - (sizeof(mark) - 1), mark,
				  sizeof(mark) - 1) == 0)) {
		tq_lines_put(rows, row->time, row->line);
		return;
	}
	tq_buf_put(&text, row->line.p, row->line.n - 1);
	tq_buf_puts(&text, mark);
	tq_lines_put(rows, row->time, tq_buf_str(&text));
	tq_buf_fini(&text);
}

static bool
take_rows(struct tq_walk *w, const struct tq_page *page, tq_time clock, struct tq_err *err)
{
	size_t all = tq_lines_waiting(&w->rows) + page->n;
	struct found *found = tq_alloc(all + 1, sizeof(found[0]));
	size_t n = gather(w, page, clock, found);
	struct tq_lines rows = {0};
	bool ok = mark_again(w, found, n, err);

	if (ok && n > TQ_WALK_ROWS)
		ok = tq_fail(err, TQ_REFUSED, "over %d rows in one window: ask for less time",
			     TQ_WALK_ROWS);
	w->open = 0;
	for (size_t i = 0; ok && i < n; i++) {
		if (found[i].again)
			continue;
		keep_row(&rows, &found[i]);
		w->open += found[i].open;
	}
	free(found);
	tq_lines_fini(&w->rows);
	w->rows = rows;
	return ok;
}

/*
 * How far the range is known when all of it has been asked for: up to its end,
 * but not into a bar that is not finished, nor where the venue may be late.
 */
static tq_time
known_to(const struct tq_walk *w, tq_time clock)
{
	struct tq_interval iv = w->ask.interval;
	bool bars = w->ask.kind->type == TQ_TYPE_BAR && iv.n > 0;
	tq_time known, seen;

	if (clock == TQ_TIME_NONE)
		return w->to;
	known = clock - TQ_WALK_SETTLE;
	known = bars ? tq_interval_floor(tq_interval_add(known, iv, -1), iv)
		     : known - known % TQ_MINUTE;
	seen = w->last_seen == TQ_TIME_NONE ? w->from
	       : bars ? tq_interval_add(w->last_seen, iv, 1) : w->last_seen;
	known = known < seen ? seen : known;
	if (w->first_open != TQ_TIME_NONE && w->first_open < known)
		known = w->first_open;
	known = known < w->from ? w->from : known;
	return known < w->to ? known : w->to;
}

/* What is sure of the rows, now that a page of the window came and the next may follow. */
static void
settle(struct tq_walk *w, bool window_done, tq_time clock)
{
	size_t n = tq_lines_waiting(&w->rows);
	tq_time last = n > 0 ? tq_lines_time(&w->rows, n - 1) : TQ_TIME_NONE;

	if (window_done && (w->window_to >= w->to || !w->clip)) {
		w->done = true;
		w->ready = n;
		w->reached = w->clip ? known_to(w, clock) : w->to;
		return;
	}
	w->ready = 0;
	if (window_done) {
		while (w->ready < n && tq_lines_time(&w->rows, w->ready) < w->window_to)
			w->ready++;
		w->reached = w->window_to;
		return;
	}
	if (w->ask.kind->paging != TQ_PAGING_FORWARD || n == 0)
		return;
	while (w->ready < n && tq_lines_time(&w->rows, w->ready) < last)
		w->ready++;
	w->reached = last;
}

/* A page that is all behind the range is its end, whatever the cursor says. */
static bool
is_past(const struct tq_walk *w, const struct tq_page *page)
{
	for (size_t i = 0; i < page->n; i++)
		if (page->row[i].time < w->to)
			return false;
	return w->clip && page->n > 0 && w->ask.kind->paging == TQ_PAGING_FORWARD;
}

static void
next_window(struct tq_walk *w)
{
	tq_buf_clear(&w->cursor);
	w->ask.from = w->window_to;
	set_window(w);
}

/*
 * A page without a cursor whose last bar is not the range's last: the series
 * may have ended, or the venue gives fewer rows at once than it is known for.
 * The next answer tells, so that nothing is taken for a gap that is none.
 */
static bool
ends_early(struct tq_walk *w, tq_time seen_before, tq_time clock)
{
	struct tq_interval iv = w->ask.interval;
	tq_time next, end = w->to;

	if (!w->clip || w->ask.kind->type != TQ_TYPE_BAR ||
	    w->ask.kind->paging != TQ_PAGING_FORWARD || w->last_seen <= seen_before)
		return false;
	next = tq_interval_add(w->last_seen, iv, 1);
	if (clock != TQ_TIME_NONE && tq_interval_add(clock - TQ_WALK_SETTLE, iv, -1) < end)
		end = tq_interval_add(clock - TQ_WALK_SETTLE, iv, -1);
	if (next >= end)
		return false;
	w->ask.from = next;
	return true;
}

bool
tq_walk_page(struct tq_walk *w, const struct tq_page *page, tq_time clock, struct tq_err *err)
{
	enum tq_paging paging = w->ask.kind->paging;
	bool window_done = page->next.n == 0 || paging == TQ_PAGING_LATEST || is_past(w, page);
	tq_time seen_before = w->last_seen;

	w->pages++;
	if (!window_done && tq_str_eq(tq_buf_str(&w->cursor), tq_buf_str(&page->next)))
		return tq_fail(err, TQ_REFUSED, "the cursor does not move: %.80s",
			       tq_buf_text(&w->cursor));
	if (!take_rows(w, page, clock, err))
		return false;
	if (page->next.n == 0 && ends_early(w, seen_before, clock)) {
		tq_buf_clear(&w->cursor);
		settle(w, false, clock);
		return true;
	}
	settle(w, window_done, clock);
	if (w->done)
		return true;
	if (window_done) {
		next_window(w);
	} else {
		tq_buf_clear(&w->cursor);
		tq_buf_put(&w->cursor, page->next.p, page->next.n);
	}
	return true;
}

void
tq_walk_taken(struct tq_walk *w)
{
	tq_lines_drop(&w->before, tq_lines_waiting(&w->before));
	for (size_t i = 0; i < w->ready; i++)
		tq_lines_put(&w->before, tq_lines_time(&w->rows, i), waiting_line(&w->rows, i));
	tq_lines_drop(&w->rows, w->ready);
	w->ready = 0;
}

/* SPDX-License-Identifier: ISC */
#include "fetch/follow.h"

#include "base/log.h"
#include "base/mem.h"
#include "fetch/outcome.h"

#include <stdlib.h>
#include <time.h>

#define SOON (TQ_SECOND / 10)            /* the first pause behind a close */
#define POLL TQ_SECOND                   /* the longest while a bar is due, ... */
#define DUE (10 * TQ_SECOND)             /* ... which it is for so long */
#define SELDOM (30 * TQ_SECOND)          /* and behind that */
#define TROUBLE TQ_MINUTE                /* the longest after a failure */
#define KEEP_EVERY TQ_MINUTE             /* how often the store is written */

/* A series and when it is asked for next. */
struct series {
	struct tq_errand *errand;
	tq_time last;            /* of the last row written; the next bar is one further */
	struct tq_lines tail;    /* rows of that time, where others of it may follow */
	tq_time wake;            /* by time since boot: not before */
	tq_time pause;           /* before the next poll */
	tq_time polling;         /* when the first poll for this bar was */
	bool failing, ended;

	struct tq_lines keep;    /* rows that are not in the store yet */
	tq_time kept_from;       /* the store has all before */
	tq_time kept;            /* when it was written, by time since boot */
};

struct follow {
	struct tq_session *session;
	struct series *series;
	size_t n, busy;
	struct tq_out *out;
	enum tq_exit worst;
};

static bool
is_bar(const struct tq_errand *e)
{
	return e->ask.kind->type == TQ_TYPE_BAR;
}

static bool
is_latest(const struct tq_errand *e)
{
	return e->ask.kind->paging == TQ_PAGING_LATEST && !is_bar(e);
}

static void
copy_lines(struct tq_lines *to, const struct tq_lines *from)
{
	for (size_t i = 0; i < tq_lines_waiting(from); i++) {
		struct tq_str line = tq_lines_text(from, i);

		tq_lines_put(to, tq_lines_time(from, i), (struct tq_str){line.p, line.n - 1});
	}
}

static void
begin(struct series *s, struct tq_errand *e)
{
	struct tq_interval iv = e->ask.interval;

	s->errand = e;
	s->last = e->last;
	if (s->last == TQ_TIME_NONE)
		s->last = is_bar(e) ? tq_interval_add(tq_interval_floor(e->wanted.to, iv), iv, -1)
				    : e->wanted.to;
	if (!is_bar(e))
		copy_lines(&s->tail, &e->tail);
	s->pause = SOON;
	s->kept_from = e->reached;
	s->kept = tq_clock_boot();
}

/* How long until the series is to be asked for; 0: now. */
static tq_time
wait_of(const struct follow *f, const struct series *s)
{
	struct tq_interval iv = s->errand->ask.interval;
	tq_time left = s->wake - tq_clock_boot(), close;

	if (is_bar(s->errand)) {
		close = tq_clock_until(&f->session->clock, tq_interval_add(s->last, iv, 2));
		left = close > left ? close : left;
	}
	return left > 0 ? left : 0;
}

static void
ask(struct follow *f, struct series *s)
{
	struct tq_errand *e = s->errand;
	struct tq_interval iv = e->ask.interval;
	tq_time now = tq_clock_now(&f->session->clock);
	struct tq_range range = {s->last, now + TQ_SECOND};
	struct tq_call *call;

	if (is_bar(e))
		range = (struct tq_range){
			tq_interval_add(s->last, iv, 1),
			tq_interval_add(tq_interval_floor(now, iv), iv, 1),
		};
	if (is_latest(e))
		range = (struct tq_range){0, 0};
	else if (range.to <= range.from)
		range.to = range.from + (tq_interval_ns(iv) > 0 ? tq_interval_ns(iv) : TQ_SECOND);
	if (s->polling == 0)
		s->polling = tq_clock_boot();
	tq_errand_again(e, range);
	call = tq_errand_call(e);
	if (!call)
		return;
	e->busy = true;
	f->busy++;
	tq_caller_start(f->session->caller, call);
}

/* Whether a row was written before: as often as it is in the tail, it was. */
static bool
written_before(struct tq_lines *tail, bool *used, tq_time time, struct tq_str line)
{
	for (size_t i = 0; i < tq_lines_waiting(tail); i++)
		if (!used[i] && tq_lines_time(tail, i) == time &&
		    tq_str_eq(tq_lines_text(tail, i), line)) {
			used[i] = true;
			return true;
		}
	return false;
}

static void
put_row(struct follow *f, struct series *s, tq_time time, struct tq_str line)
{
	struct tq_str bare = {line.p, line.n - 1};

	tq_out_raw(f->out, line);
	f->out->records++;
	if (time > s->last)
		tq_lines_drop(&s->tail, tq_lines_waiting(&s->tail));
	if (!is_bar(s->errand))
		tq_lines_put(&s->tail, time, bare);
	if (f->session->options->store)
		tq_lines_put(&s->keep, time, bare);
	s->last = time;
}

/* Writes the rows that are new; how many. */
static size_t
take_rows(struct follow *f, struct series *s)
{
	struct tq_lines *rows = &s->errand->out;
	size_t n = tq_lines_waiting(rows), new = 0, tail = tq_lines_waiting(&s->tail);
	bool *used = tq_alloc(tail + 1, sizeof(used[0]));
	struct tq_lines before = s->tail;

	s->tail = (struct tq_lines){0};
	copy_lines(&s->tail, &before);
	for (size_t i = 0; i < n; i++) {
		tq_time time = tq_lines_time(rows, i);
		struct tq_str line = tq_lines_text(rows, i);

		if (time < s->last || (is_bar(s->errand) && time == s->last) ||
		    written_before(&before, used, time, line))
			continue;
		put_row(f, s, time, line);
		new++;
	}
	tq_lines_drop(rows, n);
	tq_lines_fini(&before);
	free(used);
	return new;
}

/* Nothing new yet: the pause grows, quickly to a second, then slowly. */
static void
pause_longer(struct series *s)
{
	bool due = tq_clock_boot() - s->polling < DUE;
	tq_time longest = due || !is_bar(s->errand) ? POLL : SELDOM;

	s->pause = is_bar(s->errand) ? s->pause + s->pause / 2 : POLL;
	s->pause = s->pause < longest ? s->pause : longest;
}

static void
failed(struct follow *f, struct series *s)
{
	struct tq_errand *e = s->errand;

	if (e->err.status != TQ_RETRY) {
		e->missing.n = 0;
		tq_outcome_tell(e, &f->worst);
		s->ended = true;
		return;
	}
	s->pause = s->failing ? 2 * s->pause : POLL;
	s->pause = s->pause < TROUBLE ? s->pause : TROUBLE;
	s->failing = true;
	tq_log(TQ_LOG_WARN, "%s: %s; trying again", e->label, e->err.text);
}

/* An answer came: more pages, or what is new is written and the next poll planned. */
static void
answered(struct follow *f, struct series *s)
{
	struct tq_errand *e = s->errand;
	struct tq_call *call = tq_errand_call(e);

	if (call) {
		e->busy = true;
		f->busy++;
		tq_caller_start(f->session->caller, call);
		return;
	}
	if (take_rows(f, s) > 0) {
		s->pause = is_bar(e) ? SOON : POLL;
		s->polling = 0;
	} else if (e->err.status == TQ_OK) {
		pause_longer(s);
	}
	if (e->err.status != TQ_OK)
		failed(f, s);
	else
		s->failing = false;
	s->wake = s->polling == 0 && is_bar(e) && !s->failing ? 0 : tq_clock_boot() + s->pause;
}

/* What was written since the last time, into the store: all before the last row is known. */
static bool
keep_rows(struct follow *f, struct series *s, struct tq_err *err)
{
	struct tq_errand *e = s->errand;
	struct tq_series_name name = tq_errand_series(e);
	size_t n = tq_lines_waiting(&s->keep);
	tq_time to = is_bar(e) ? tq_interval_add(s->last, e->ask.interval, 1) : s->last;
	struct tq_fill fill = {0};
	struct tq_shelf_row *row;
	bool ok;

	s->kept = tq_clock_boot();
	if (n == 0 || to <= s->kept_from)
		return true;
	fill.shelf = tq_shelf_open(f->session->options->store, &name, true, err);
	if (!fill.shelf)
		return false;
	row = tq_alloc(n, sizeof(row[0]));
	for (size_t i = 0; i < n; i++)
		row[i] = (struct tq_shelf_row){tq_lines_time(&s->keep, i),
					       {tq_lines_text(&s->keep, i).p,
						tq_lines_text(&s->keep, i).n - 1}};
	while (n > 0 && row[n - 1].time >= to)
		n--;
	ok = tq_fill_put(&fill, (struct tq_range){s->kept_from, to}, "rest", NULL, row, n, err) &&
	     tq_fill_commit(&fill, err);
	tq_shelf_close(fill.shelf);
	free(row);
	tq_lines_drop(&s->keep, n);
	s->kept_from = to;
	return ok;
}

static bool
write_out(struct follow *f, struct tq_err *err)
{
	if (!tq_out_flush(f->out)) {
		*err = f->out->err;
		return false;
	}
	for (size_t i = 0; f->session->options->store && i < f->n; i++) {
		struct series *s = &f->series[i];

		if (tq_clock_boot() - s->kept >= KEEP_EVERY && !s->errand->busy &&
		    !keep_rows(f, s, err))
			return false;
	}
	return true;
}

/* Asks for what is due; the time until the next is, at most a second. */
static tq_time
ask_due(struct follow *f, bool *alive)
{
	tq_time least = TQ_SECOND;

	*alive = false;
	for (size_t i = 0; i < f->n; i++) {
		struct series *s = &f->series[i];
		tq_time left;

		*alive |= !s->ended;
		if (s->ended || s->errand->busy)
			continue;
		left = wait_of(f, s);
		if (left == 0 && f->busy < (size_t)f->session->options->jobs) {
			ask(f, s);
			if (!s->errand->busy)
				answered(f, s);
		} else if (left > 0 && left < least) {
			least = left;
		}
	}
	return least;
}

static void
nap(tq_time t)
{
	struct timespec time = {t / TQ_SECOND, (long)(t % TQ_SECOND)};

	nanosleep(&time, NULL);
}

static bool
run(struct follow *f, struct tq_err *err)
{
	for (;;) {
		bool alive;
		tq_time left = ask_due(f, &alive);
		struct tq_call *call = NULL;

		if (!write_out(f, err))
			return false;
		if (!alive)
			break;
		if (f->busy > 0)
			call = tq_caller_wait(f->session->caller, left);
		else
			nap(left);
		if (call) {
			struct tq_errand *e = call->owner;

			e->busy = false;
			f->busy--;
			tq_errand_answer(e);
			for (size_t i = 0; i < f->n; i++)
				if (f->series[i].errand == e)
					answered(f, &f->series[i]);
		}
	}
	*err = (struct tq_err){.status = f->worst};
	return f->worst == TQ_OK;
}

bool
tq_follow(struct tq_session *session, struct tq_errand *errand, size_t n, struct tq_out *out,
	  struct tq_err *err)
{
	struct follow f = {.session = session, .n = n, .out = out};
	bool ok;

	f.series = tq_alloc(n, sizeof(f.series[0]));
	for (size_t i = 0; i < n; i++) {
		begin(&f.series[i], &errand[i]);
		if (errand[i].err.status == TQ_OK)
			continue;
		tq_outcome_tell(&errand[i], &f.worst);
		f.series[i].ended = errand[i].err.status != TQ_RETRY;
	}
	f.worst = TQ_OK;
	for (size_t i = 0; i < n; i++)
		if (f.series[i].ended && errand[i].err.status > f.worst)
			f.worst = errand[i].err.status;
	ok = run(&f, err);
	for (size_t i = 0; i < n; i++) {
		tq_lines_fini(&f.series[i].tail);
		tq_lines_fini(&f.series[i].keep);
	}
	free(f.series);
	return ok;
}

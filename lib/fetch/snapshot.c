/* SPDX-License-Identifier: ISC */
#include "fetch/snapshot.h"

#include "base/log.h"
#include "fetch/rest.h"
#include "fetch/session.h"
#include "record/sink.h"

#include <stdio.h>

enum { PARTS = 5, TRADES = 20 };

/*
 * What is asked for: a kind, or the one that shows only what is current, how
 * far back it may lie where the venue answers by time, and how many of the
 * answer's rows are meant, the last ones.
 */
static const struct {
	const char *current, *kind;
	tq_time back;
	size_t rows;
} wanted[PARTS] = {
	{"book", NULL, TQ_MINUTE, 1},
	{"quote", NULL, TQ_MINUTE, 1},
	{"funding", NULL, 2 * TQ_DAY, 1},
	{"current_open_interest", "open_interest", 2 * TQ_HOUR, 1},
	{"current_tick", "tick", TQ_MINUTE, TRADES},
};

struct part {
	bool there;              /* the venue has the kind in this market */
	bool answered;
	struct tq_errand errand;
	size_t rows;
	tq_time t0, t1;
	struct tq_err err;
};

struct snapshot {
	struct tq_session session;
	struct part part[PARTS];
	size_t n;                /* parts that are there */
	tq_time begin, end;
};

static bool
has_kind(const struct tq_session *s, const char *name)
{
	const char *market = s->options->market ? s->options->market
						: tq_provider_markets(s->provider)[0];
	size_t n;
	const struct tq_provider_kind *kind = tq_provider_kinds(s->provider, &n);

	for (size_t i = 0; i < n; i++)
		if (strcmp(kind[i].name, name) == 0 && strcmp(kind[i].market, market) == 0)
			return true;
	return false;
}

static bool
prepare(struct snapshot *s, struct tq_err *err)
{
	const struct tq_fetch_options *o = s->session.options;

	if (o->n_symbols != 1)
		return tq_fail(err, TQ_USAGE, "snapshot: give a provider and one symbol");
	for (size_t i = 0; i < PARTS; i++) {
		bool current = has_kind(&s->session, wanted[i].current);
		struct tq_ask_wish wish = {.kind = current ? wanted[i].current : wanted[i].kind,
				       .market = o->market, .symbol = o->symbols[0]};
		struct tq_ask ask = {0};

		if (!wish.kind || !has_kind(&s->session, wish.kind))
			continue;
		if (!tq_ask_resolve(s->session.provider, &wish, &ask, err))
			return false;
		ask.limit = ask.kind->paging == TQ_PAGING_LATEST ? o->limit : 0;
		tq_errand_init(&s->part[i].errand, &s->session, &ask, (struct tq_range){0, 0});
		s->part[i].errand.fresh = true;
		s->part[i].rows = wanted[i].rows > 1 && o->limit > 0 ? (size_t)o->limit
								     : wanted[i].rows;
		s->part[i].there = true;
		s->n++;
	}
	if (s->n == 0)
		return tq_fail(err, TQ_USAGE, "%s has no book, quote, funding, open interest or "
			       "trades here", tq_provider_name(s->session.provider));
	return true;
}

static void
start_part(struct snapshot *s, size_t i)
{
	struct part *p = &s->part[i];
	tq_time now = tq_clock_now(&s->session.clock);
	bool latest = p->errand.ask.kind->paging == TQ_PAGING_LATEST;
	struct tq_call *call;

	tq_rest_begin(&p->errand, latest ? (struct tq_range){0, 0}
					 : (struct tq_range){now - wanted[i].back,
							   now + TQ_MINUTE});
	p->t0 = p->t1 = tq_caller_now(s->session.caller);
	call = tq_rest_call(&p->errand, &p->err);
	if (call)
		tq_caller_start(s->session.caller, call);
}

/* The parts together; each waits in the rows of its walk. */
static void
ask_all(struct snapshot *s)
{
	struct tq_call *call;

	for (size_t i = 0; i < PARTS; i++)
		if (s->part[i].there)
			start_part(s, i);
	while (tq_caller_pending(s->session.caller) > 0) {
		call = tq_caller_wait(s->session.caller, -1);
		for (size_t i = 0; call && i < PARTS; i++) {
			struct part *p = &s->part[i];

			if (call->owner != &p->errand)
				continue;
			p->t1 = call->reply.status ? call->reply.now
						   : tq_caller_now(s->session.caller);
			p->answered = tq_rest_answer(&p->errand, &p->err);
			if (p->answered && tq_lines_waiting(&p->errand.walk.rows) == 0)
				p->answered = tq_fail(&p->err, TQ_RETRY, "the answer is empty");
		}
	}
}

static void
put_time(struct tq_buf *line, const char *name, tq_time t)
{
	char text[TQ_TIME_TEXT];

	t -= t % (TQ_SECOND / 1000);
	tq_buf_printf(line, ",\"%s\":\"%.*s\"", name, (int)tq_time_format(t, text), text);
}

static void
write_part(const struct snapshot *s, const struct part *p, struct tq_out *out)
{
	const struct tq_lines *rows = &p->errand.walk.rows;
	size_t n = tq_lines_waiting(rows);
	struct tq_buf line = {0};

	for (size_t i = n > p->rows ? n - p->rows : 0; i < n; i++) {
		struct tq_str text = tq_lines_text(rows, i);

		tq_buf_clear(&line);
		tq_buf_put(&line, text.p, text.n - 2); /* without its brace and newline */
		put_time(&line, "t0", p->t0);
		put_time(&line, "t1", p->t1);
		tq_buf_printf(&line, ",\"age_ms\":%lld}\n",
			      (long long)((s->end - p->t0) / (TQ_SECOND / 1000)));
		tq_out_raw(out, tq_buf_str(&line));
		out->records++;
	}
	tq_buf_fini(&line);
}

/* A part that is not there, as a record among the others. */
static void
write_missing(const struct part *p, struct tq_out *out)
{
	tq_out_open(out, TQ_TYPE_EVENT);
	tq_out_time(out, TQ_F_time, p->t1 - p->t1 % (TQ_SECOND / 1000));
	tq_out_cstr(out, TQ_F_symbol, p->errand.ask.symbol);
	tq_out_cstr(out, TQ_F_venue, p->errand.ask.venue);
	tq_out_cstr(out, TQ_F_code, "part-missing");
	tq_out_cstr(out, TQ_F_name, p->errand.ask.kind->name);
	tq_out_cstr(out, TQ_F_reason, p->err.text);
	tq_out_close(out);
}

static bool
write_all(struct snapshot *s, struct tq_out *out, struct tq_err *err)
{
	const struct tq_fetch_options *o = s->session.options;
	enum tq_exit worst = TQ_OK;
	size_t answered = 0;
	tq_time took;

	s->begin = INT64_MAX;
	for (size_t i = 0; i < PARTS; i++)
		if (s->part[i].there && s->part[i].answered) {
			s->begin = s->part[i].t0 < s->begin ? s->part[i].t0 : s->begin;
			s->end = s->part[i].t1 > s->end ? s->part[i].t1 : s->end;
			answered++;
		}
	for (size_t i = 0; i < PARTS; i++) {
		struct part *p = &s->part[i];

		if (!p->there)
			continue;
		if (p->answered) {
			write_part(s, p, out);
			continue;
		}
		write_missing(p, out);
		tq_log(TQ_LOG_ERROR, "%s: missing: %s", p->errand.label, p->err.text);
		worst = p->err.status > worst ? p->err.status : worst;
	}
	if (worst != TQ_OK && !(o->allow_partial && answered > 0)) {
		*err = (struct tq_err){.status = worst};
		return false;
	}
	took = s->end - s->begin;
	if (took > o->window)
		return tq_fail(err, TQ_STALE, "the parts took %lld ms together (--window %lld ms)",
			       (long long)(took / 1000000), (long long)(o->window / 1000000));
	return true;
}

bool
tq_snapshot(const struct tq_fetch_options *o, struct tq_run *run, struct tq_err *err)
{
	struct snapshot s = {0};
	bool ok = tq_session_open(&s.session, o, err) && prepare(&s, err) &&
		  tq_clock_measure(&s.session.clock, s.session.provider, o->market, err);

	if (ok) {
		ask_all(&s);
		ok = write_all(&s, run->out, err);
	}
	for (size_t i = 0; i < PARTS; i++)
		if (s.part[i].there)
			tq_errand_fini(&s.part[i].errand);
	tq_session_close(&s.session);
	return ok;
}

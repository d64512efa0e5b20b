/* SPDX-License-Identifier: ISC */
#include "fetch/crew.h"

#include "base/mem.h"
#include "fetch/weave.h"

#include <stdlib.h>

#define LOOK_UP (TQ_SECOND / 4)  /* how often progress is told while nothing comes */

struct crew {
	struct tq_errand *errand;
	size_t n, busy;
	size_t jobs;
	struct tq_weave weave;
	size_t unheard;          /* errands that are not done and have no row waiting */
	struct tq_out *out;
};

/* Whether an errand is to be asked for: its rows are written and it is not at work. */
static bool
idle(const struct tq_errand *e)
{
	return !e->done && !e->busy && tq_lines_waiting(&e->out) == 0;
}

/* The idle errand that holds the others up most: the one that is furthest back. */
static struct tq_errand *
next_errand(struct crew *c)
{
	struct tq_errand *best = NULL;

	for (size_t i = 0; i < c->n; i++) {
		struct tq_errand *e = &c->errand[i];

		if (idle(e) && (!best || (!e->session->options->store &&
					  e->reached < best->reached)))
			best = e;
	}
	return best;
}

/* What an errand has waiting now, after an answer or its end. */
static void
listen(struct crew *c, struct tq_errand *e)
{
	if (tq_lines_waiting(&e->out) > 0) {
		tq_weave_put(&c->weave, (size_t)(e - c->errand), tq_lines_time(&e->out, 0));
		c->unheard--;
	} else if (e->done) {
		c->unheard--;
	}
}

static void
start_calls(struct crew *c, struct tq_caller *caller)
{
	struct tq_errand *e;

	while (c->busy < c->jobs && (e = next_errand(c))) {
		struct tq_call *call = tq_errand_call(e);

		if (!call) {
			listen(c, e);
			continue;
		}
		e->busy = true;
		c->busy++;
		tq_caller_start(caller, call);
	}
}

/*
 * Writes the first row of all again and again, as long as each errand that is
 * not done has one to compare with.
 */
static bool
write_rows(struct crew *c, struct tq_err *err)
{
	size_t series;

	while (c->unheard == 0 && tq_weave_first(&c->weave, &series)) {
		struct tq_errand *e = &c->errand[series];

		tq_out_raw(c->out, tq_lines_text(&e->out, 0));
		c->out->records++;
		tq_lines_drop(&e->out, 1);
		tq_weave_take(&c->weave);
		if (tq_lines_waiting(&e->out) > 0)
			tq_weave_put(&c->weave, series, tq_lines_time(&e->out, 0));
		else
			c->unheard += !e->done;
		if (tq_out_some(c->out))
			continue;
		*err = c->out->err;
		return false;
	}
	return true;
}

static bool
run(struct crew *c, struct tq_caller *caller, struct tq_progress *progress, struct tq_err *err)
{
	for (;;) {
		struct tq_call *call;
		struct tq_errand *e;

		start_calls(c, caller);
		if (!write_rows(c, err))
			return false;
		if (c->busy < c->jobs && next_errand(c))
			continue;
		if (c->busy == 0)
			return true;
		if (!tq_out_flush(c->out)) { /* before waiting */
			*err = c->out->err;
			return false;
		}
		call = tq_caller_wait(caller, LOOK_UP);
		tq_progress_tell(progress, c->errand, c->n);
		if (!call)
			continue;
		e = call->owner;
		e->busy = false;
		c->busy--;
		tq_errand_answer(e);
		listen(c, e);
	}
}

bool
tq_crew_run(struct tq_errand *errand, size_t n, struct tq_progress *progress,
	    struct tq_out *out, struct tq_err *err)
{
	struct crew c = {.errand = errand, .n = n, .unheard = n, .out = out};
	bool ok;

	if (n == 0)
		return true;
	c.jobs = (size_t)errand[0].session->options->jobs;
	ok = run(&c, errand[0].session->caller, progress, err);
	tq_progress_clear(progress);
	tq_weave_fini(&c.weave);
	return ok;
}

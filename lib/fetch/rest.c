/* SPDX-License-Identifier: ISC */
#include "fetch/rest.h"

#include <stdio.h>

void
tq_rest_begin(struct tq_errand *e, struct tq_range range)
{
	const struct tq_clock *clock = &e->session->clock;
	tq_time now = tq_clock_now(clock);

	/* The same in a replay, where the clock is a moment later: a provider may use it. */
	e->ask.now = clock->measured != TQ_TIME_NONE ? clock->measured : now - now % TQ_MINUTE;
	tq_walk_init(&e->walk, &e->ask, range.from, range.to,
		     e->session->options->include_open);
	e->walking = true;
}

void
tq_rest_end(struct tq_errand *e)
{
	if (e->requested)
		tq_call_fini(&e->request.call);
	tq_provider_call_fini(&e->request);
	e->request = (struct tq_provider_call){0};
	e->requested = false;
	tq_page_fini(&e->page);
	e->page = (struct tq_page){.now = TQ_TIME_NONE};
	tq_walk_fini(&e->walk);
	e->walk = (struct tq_walk){0};
	e->walking = false;
}

/*
 * Called once an answer, in the course of the call: what the venue says in it
 * decides whether it is tried again.
 */
static void
judge(struct tq_call *call, struct tq_judgement *judgement)
{
	struct tq_errand *e = call->owner;

	if (call->reply.status == 0)
		return;
	tq_page_fini(&e->page);
	e->page = (struct tq_page){.now = TQ_TIME_NONE};
	e->broken = (struct tq_err){0};
	e->parsed = tq_provider_parse(&e->walk.ask, tq_walk_cursor(&e->walk), &call->reply,
				      tq_session_mark(e->session, "rest"), &e->page, judgement,
				      &e->broken);
	if (e->parsed)
		return;
	judgement->class = TQ_CALL_REFUSED;
	snprintf(judgement->text, sizeof(judgement->text), "%.200s", e->broken.text);
}

struct tq_call *
tq_rest_call(struct tq_errand *e, struct tq_err *err)
{
	if (e->requested)
		tq_call_fini(&e->request.call);
	tq_provider_call_fini(&e->request);
	e->request = (struct tq_provider_call){0};
	e->requested = tq_provider_request(&e->walk.ask, tq_walk_cursor(&e->walk), &e->request,
					   err);
	if (!e->requested)
		return NULL;
	e->parsed = false;
	e->request.call.judge = judge;
	e->request.call.owner = e;
	e->request.call.fresh = e->fresh;
	return &e->request.call;
}

bool
tq_rest_answer(struct tq_errand *e, struct tq_err *err)
{
	struct tq_call *call = &e->request.call;
	tq_time clock;

	if (call->err.status != TQ_OK) {
		*err = call->err;
		if (e->broken.status == TQ_USAGE)
			err->status = TQ_USAGE;
		return false;
	}
	if (!e->parsed)
		return tq_fail(err, TQ_REFUSED, "the answer has no body");
	clock = tq_clock_tell(&e->session->clock, &call->reply, &e->page);
	if (clock == TQ_TIME_NONE)
		clock = tq_clock_now(&e->session->clock) -
			(e->session->clock.known ? 0 : TQ_MINUTE);
	return tq_walk_page(&e->walk, &e->page, clock, err);
}

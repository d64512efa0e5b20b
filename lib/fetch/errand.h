/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_ERRAND_H
#define TQ_FETCH_ERRAND_H

/*
 * All that has to be done for one series: what the store lacks of the range
 * is planned, each piece is fetched from the archive or walked through by
 * REST, and the rows go into the store or, without one, wait in out for the
 * merge. It makes one call at a time; who has many of them (fetch/crew.h) runs
 * the calls.
 *
 *	while ((call = tq_errand_call(e)))
 *		... run it, then tq_errand_answer(e);
 *
 * A piece that cannot be had ends the errand: it and what is behind it is
 * missing, what was fetched before stays.
 */
#include "fetch/archive.h"
#include "fetch/clock.h"
#include "fetch/fill.h"
#include "fetch/plan.h"
#include "fetch/walk.h"

/* What all errands of a run have in common. */
struct tq_session {
	const struct tq_fetch_options *options;
	struct tq_provider *provider;
	struct tq_caller *caller;
	struct tq_clock clock;
};

struct tq_errand {
	struct tq_session *session;
	struct tq_ask ask;
	struct tq_range wanted;  /* from == to: all there is (a list, the latest) */
	char label[160];         /* "binance BTC/USDT 1h" */

	bool started, done;
	bool busy;               /* its call is under way: whoever runs it says so */
	bool fresh;              /* no answer from the cache will do */
	struct tq_plan_wish wish;
	struct tq_plan plan;     /* what is left; the first piece is under way */
	struct tq_fill fill;     /* fill.shelf NULL: no store */

	struct tq_walk walk;
	bool walking;
	struct tq_provider_call request;
	bool requested;
	struct tq_page page;
	bool parsed;             /* page is of the answer that came */
	struct tq_err broken;    /* why the answer is no page; TQ_OK: it is one */

	struct tq_archive_job archive;
	bool unpacking;

	struct tq_lines out;     /* rows that wait to be written */
	tq_time last;            /* time of the last row that was fetched; TQ_TIME_NONE */
	struct tq_lines tail;    /* the rows of that time */
	tq_time reached;         /* of wanted, all before is fetched or missing */
	uint64_t rows;           /* fetched */
	uint64_t requests;

	struct tq_ranges missing;
	struct tq_err err;       /* why; TQ_OK: nothing went wrong */
};

/* ask is taken over. */
void tq_errand_init(struct tq_errand *errand, struct tq_session *session, struct tq_ask *ask,
		    struct tq_range wanted);
void tq_errand_fini(struct tq_errand *errand);

/* The next call to make; NULL when the errand is done. */
struct tq_call *tq_errand_call(struct tq_errand *errand);

/* That call is done. */
void tq_errand_answer(struct tq_errand *errand);

/*
 * Sends an errand that is done out again, for range by REST; its rows go to
 * out. What it was missing before is forgotten.
 */
void tq_errand_again(struct tq_errand *errand, struct tq_range range);

/* For its parts (rest.h, files.h): rows that are all there is in a range. */
struct tq_delivery {
	struct tq_range range;
	const char *source, *checksum;
	const struct tq_shelf_row *row;
	size_t n;
};

/* Into the store or to those who wait. */
bool tq_errand_deliver(struct tq_errand *errand, const struct tq_delivery *delivery,
		       struct tq_err *err);

/* The first piece of the plan is done, or missing. */
void tq_errand_piece_done(struct tq_errand *errand);

/* The name that the series has in the store. */
struct tq_series_name tq_errand_series(const struct tq_errand *errand);

/* What the field source says of rows from REST or the archive; NULL: nothing. */
const char *tq_session_mark(const struct tq_session *session, const char *source);

#endif

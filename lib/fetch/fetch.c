/* SPDX-License-Identifier: ISC */
#include "fetch/fetch.h"

#include "base/mem.h"
#include "fetch/crew.h"
#include "fetch/follow.h"
#include "fetch/listing.h"
#include "fetch/outcome.h"
#include "fetch/session.h"
#include "fetch/snapshot.h"
#include "record/stream.h"

#include <stdlib.h>

/* What no store can keep: it has no range of time. */
static bool
check_kinds(const struct tq_fetch_options *o, const struct tq_ask *ask, struct tq_range range,
	    struct tq_err *err)
{
	if (o->store && range.from == range.to)
		return tq_fail(err, TQ_USAGE, "--store keeps what has a range of time: %s has none",
			       ask->kind->name);
	if (o->follow && ask->kind->paging == TQ_PAGING_LIST)
		return tq_fail(err, TQ_USAGE, "--follow: there is no next %s", ask->kind->name);
	return true;
}

/* The errands' rows, written as they come or read from the store behind all. */
static bool
run_errands(struct tq_session *session, struct tq_errand *errand, size_t n, struct tq_run *run,
	    struct tq_err *err)
{
	const struct tq_fetch_options *o = session->options;
	struct tq_progress progress;

	tq_progress_init(&progress);
	if (!tq_crew_run(errand, n, &progress, run->out, err))
		return false;
	if (o->store && !o->no_output && !tq_crew_read(errand, n, run->out, err))
		return false;
	if (!tq_out_flush(run->out)) {
		*err = run->out->err;
		return false;
	}
	if (o->follow)
		return tq_follow(session, errand, n, run->out, err);
	return tq_outcome(errand, n, err);
}

static bool
run_asks(struct tq_session *session, struct tq_ask *asks, size_t n, struct tq_run *run,
	 struct tq_err *err)
{
	struct tq_errand *errand;
	struct tq_range range;
	bool ok;

	if (!tq_session_range(session, &asks[0], &range, err) ||
	    !check_kinds(session->options, &asks[0], range, err))
		return false;
	errand = tq_alloc(n, sizeof(errand[0]));
	for (size_t i = 0; i < n; i++)
		tq_errand_init(&errand[i], session, &asks[i], range);
	ok = run_errands(session, errand, n, run, err);
	/* An end before its time, as with a full disk, leaves calls under way. */
	tq_caller_stop(session->caller);
	for (size_t i = 0; i < n; i++)
		tq_errand_fini(&errand[i]);
	free(errand);
	return ok;
}

static bool
fetch(const struct tq_fetch_options *o, struct tq_run *run, struct tq_err *err)
{
	struct tq_session session;
	struct tq_symbols symbols = {0};
	struct tq_ask *asks = NULL;
	size_t n = 0;
	bool ok = tq_session_open(&session, o, err) &&
		  tq_session_symbols(&session, &symbols, err) &&
		  tq_session_asks(&session, &symbols, &asks, &n, err) &&
		  run_asks(&session, asks, n, run, err);

	tq_asks_free(asks, n);
	tq_symbols_fini(&symbols);
	tq_session_close(&session);
	return ok;
}

bool
tq_fetch_run(const struct tq_fetch_options *o, struct tq_run *run, struct tq_err *err)
{
	if (!tq_fetch_options_check(o, err))
		return false;
	if (o->store && (o->list || o->read || o->gaps || o->verify))
		return tq_list_store(o, run, err);
	if (o->list)
		return tq_list_providers(run, err);
	if (!o->provider)
		return tq_fail(err, TQ_USAGE,
			       "no source given (file, sim, snapshot, or a provider: --list)");
	if (o->describe)
		return tq_list_provider(o, run, err);
	if (o->list_symbols)
		return tq_list_symbols(o, run, err);
	return o->snapshot ? tq_snapshot(o, run, err) : fetch(o, run, err);
}

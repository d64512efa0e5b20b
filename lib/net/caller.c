/* SPDX-License-Identifier: ISC */
/* A caller's own life: what it opens and closes. */
#include "net/call_inner.h"

#include "base/log.h"
#include "base/mem.h"
#include "net/clock.h"
#include "net/folders.h"

#include <stdlib.h>
#include <unistd.h>

static bool
open_shared(struct tq_caller *caller, struct tq_err *err)
{
	struct tq_buf folder = {0};
	bool ok = tq_net_state_folder(&folder, err);

	if (ok)
		caller->limiter = tq_limiter_open(tq_buf_text(&folder), err);
	if (caller->limiter)
		caller->breaker = tq_breaker_open(tq_buf_text(&folder), err);
	tq_buf_fini(&folder);
	return caller->breaker != NULL;
}

/* Without a cache the work can be done too, unless nothing else may be asked. */
static bool
open_cache(struct tq_caller *caller, struct tq_err *err)
{
	struct tq_buf folder = {0};

	if (tq_net_cache_folder(&folder, err))
		caller->cache = tq_cache_open(tq_buf_text(&folder), err);
	tq_buf_fini(&folder);
	if (caller->cache)
		return true;
	if (caller->options.offline)
		return false;
	tq_log(TQ_LOG_WARN, "no cache: %s", err->text);
	return true;
}

static bool
open_http(struct tq_caller *caller, struct tq_err *err)
{
	struct tq_http_options options = {caller->options.connections,
					  caller->options.insecure_http,
					  caller->options.ca_file};

	caller->http = tq_http_new(&options, err);
	return caller->http != NULL;
}

static bool
open_all(struct tq_caller *caller, struct tq_err *err)
{
	const struct tq_caller_options *o = &caller->options;

	if (o->record && o->replay)
		return tq_fail(err, TQ_USAGE, "record and replay exclude each other");
	if (o->replay) {
		caller->replay = tq_replay_open(o->replay, false, err);
		return caller->replay != NULL;
	}
	if (o->record && !(caller->record = tq_replay_open(o->record, true, err)))
		return false;
	return open_cache(caller, err) &&
	       (o->offline || (open_shared(caller, err) && open_http(caller, err)));
}

struct tq_caller *
tq_caller_new(const struct tq_caller_options *options, struct tq_err *err)
{
	struct tq_caller *caller = tq_alloc(1, sizeof(*caller));

	caller->options = *options;
	/* Processes that were started together shall not try again together. */
	caller->rng.state = (uint64_t)tq_clock_wall() ^ (uint64_t)getpid() << 40;
	if (open_all(caller, err))
		return caller;
	tq_caller_free(caller);
	return NULL;
}

void
tq_caller_stop(struct tq_caller *caller)
{
	for (size_t i = 0; i < caller->n; i++)
		tq_call_release(caller, caller->calls[i]);
	caller->n = caller->n_done = caller->sending = 0;
}

void
tq_caller_free(struct tq_caller *caller)
{
	if (!caller)
		return;
	tq_caller_stop(caller);
	free(caller->calls);
	free(caller->done);
	for (size_t i = 0; i < caller->n_hosts; i++)
		free(caller->hosts[i].name);
	free(caller->hosts);
	tq_http_free(caller->http);
	tq_limiter_free(caller->limiter);
	tq_breaker_free(caller->breaker);
	tq_cache_free(caller->cache);
	tq_replay_free(caller->replay);
	tq_replay_free(caller->record);
	free(caller);
}

tq_time
tq_caller_now(const struct tq_caller *caller)
{
	return caller->replay ? tq_replay_now(caller->replay) : tq_clock_wall();
}

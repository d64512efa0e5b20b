/* SPDX-License-Identifier: ISC */
#include "fetch/session.h"

#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>
#include <sys/resource.h>

enum { PRESET_BARS = 500, FILES_A_SYMBOL = 4 };

bool
tq_session_open(struct tq_session *s, const struct tq_fetch_options *o, struct tq_err *err)
{
	*s = (struct tq_session){.options = o};
	s->provider = tq_provider_load(o->provider, err);
	if (!s->provider)
		return false;
	if (o->base_url && !tq_provider_rebase(s->provider, o->base_url, err))
		return tq_fail_prefix(err, "--base-url");
	if (!tq_provider_login(s->provider, o->credentials, err))
		return false;
	s->caller = tq_caller_new(&o->caller, err);
	tq_clock_init(&s->clock, s->caller, o->caller.replay != NULL);
	return s->caller != NULL;
}

void
tq_session_close(struct tq_session *s)
{
	if (s->caller)
		tq_caller_free(s->caller);
	if (s->provider)
		tq_provider_free(s->provider);
	*s = (struct tq_session){0};
}

/* A shelf and a reader a symbol; what the system does not allow shows itself later. */
static void
allow_files(size_t symbols)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
	    limit.rlim_cur >= FILES_A_SYMBOL * symbols + 64)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool
tq_session_symbols(const struct tq_session *s, struct tq_symbols *symbols, struct tq_err *err)
{
	const struct tq_fetch_options *o = s->options;
	char **sorted;
	bool ok = true;

	for (size_t i = 0; i < o->n_symbols; i++)
		tq_symbols_add(symbols, tq_str(o->symbols[i]));
	if (o->symbols_from && !tq_symbols_read(symbols, o->symbols_from, err))
		return false;
	sorted = tq_alloc(symbols->n + 1, sizeof(sorted[0]));
	for (size_t i = 0; i < symbols->n; i++)
		sorted[i] = symbols->name[i];
	qsort(sorted, symbols->n, sizeof(sorted[0]), by_name);
	for (size_t i = 1; ok && i < symbols->n; i++)
		if (strcmp(sorted[i - 1], sorted[i]) == 0)
			ok = tq_fail(err, TQ_USAGE, "the symbol '%s' is named twice", sorted[i]);
	free(sorted);
	allow_files(symbols->n);
	return ok;
}

static bool
same_text(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* Refused by the list of the venue's symbols, if one is kept, or as one series with another. */
static bool
check_ask(const struct tq_session *s, const struct tq_ask *asks, size_t i,
	  const struct tq_symbols *known, struct tq_err *err)
{
	const struct tq_ask *ask = &asks[i];

	if (s->options->source == TQ_FETCH_ARCHIVE && !ask->kind->archive)
		return tq_fail(err, TQ_USAGE, "%s has no archive of %s", ask->venue,
			       ask->kind->name);
	if (known->n > 0 && ask->symbol &&
	    !tq_ask_known(ask, (const char *const *)known->name, known->n, err))
		return false;
	for (size_t k = 0; k < i; k++)
		if (same_text(asks[k].symbol, ask->symbol))
			return tq_fail(err, TQ_USAGE, "the symbol '%s' is named twice",
				       ask->symbol);
	return true;
}

bool
tq_session_asks(const struct tq_session *s, const struct tq_symbols *symbols,
		struct tq_ask **asks, size_t *n, struct tq_err *err)
{
	const struct tq_fetch_options *o = s->options;
	struct tq_ask_wish wish = {.kind = o->kind, .market = o->market, .interval = o->interval,
			       .limit = o->limit};
	size_t all = symbols->n > 0 ? symbols->n : 1, faults = 0;
	struct tq_symbols known = {0};

	tq_symbols_recall(&known, tq_provider_name(s->provider),
			  o->market ? o->market : tq_provider_markets(s->provider)[0]);
	*asks = tq_alloc(all, sizeof((*asks)[0]));
	*n = 0;
	for (size_t i = 0; i < all; i++) {
		struct tq_err fault = {0};

		wish.symbol = symbols->n > 0 ? symbols->name[i] : NULL;
		if (tq_ask_resolve(s->provider, &wish, &(*asks)[*n], &fault) &&
		    check_ask(s, *asks, (*n)++, &known, &fault))
			continue;
		if (all == 1)
			*err = fault;
		else
			tq_log(TQ_LOG_ERROR, "%s", fault.text);
		faults++;
	}
	tq_symbols_fini(&known);
	if (faults > 0 && all > 1)
		*err = (struct tq_err){.status = TQ_USAGE};
	return faults == 0;
}

void
tq_asks_free(struct tq_ask *asks, size_t n)
{
	for (size_t i = 0; asks && i < n; i++)
		tq_ask_fini(&asks[i]);
	free(asks);
}

/* Where the range begins: --since, --last, or a page's worth of bars. */
static bool
range_start(const struct tq_session *s, const struct tq_ask *ask, tq_time until, tq_time *from,
	    struct tq_err *err)
{
	const struct tq_fetch_options *o = s->options;
	int64_t bars = o->last > 0 ? o->last : PRESET_BARS;
	tq_time end;

	if (o->since.given) {
		*from = o->since.t;
		return true;
	}
	if (ask->interval.n == 0)
		return tq_fail(err, TQ_USAGE, o->last > 0
			       ? "--last counts bars: %s has no interval"
			       : "--kind %s needs --since", ask->kind->name);
	end = tq_interval_floor(until, ask->interval);
	if (end < until && o->until.given && until == o->until.t)
		bars--;
	*from = tq_interval_add(end, ask->interval, -bars);
	return true;
}

/*
 * The end of a range that is open is the venue's now. A venue that does not
 * tell its time is asked up to the bar that is forming by the local clock,
 * which a replay does again, and its answers say what is finished.
 */
static tq_time
range_end(const struct tq_session *s, const struct tq_ask *ask)
{
	tq_time now = tq_clock_now(&s->clock);

	if (s->clock.measured != TQ_TIME_NONE)
		return s->clock.measured;
	if (ask->interval.n > 0)
		return tq_interval_add(tq_interval_floor(now, ask->interval), ask->interval, 1);
	return now - now % TQ_MINUTE + TQ_MINUTE;
}

bool
tq_session_range(struct tq_session *s, const struct tq_ask *ask, struct tq_range *range,
		 struct tq_err *err)
{
	const struct tq_fetch_options *o = s->options;
	bool open = !o->until.given || o->until.t > tq_clock_now(&s->clock) - TQ_DAY;
	tq_time end;

	*range = (struct tq_range){0, 0};
	if (ask->kind->paging == TQ_PAGING_LIST)
		return true;
	if (ask->kind->paging == TQ_PAGING_LATEST && !o->since.given && o->last == 0 &&
	    ask->kind->type != TQ_TYPE_BAR)
		return true;
	if (!range_start(s, ask, tq_clock_now(&s->clock), &range->from, err))
		return false;
	if (open && o->source != TQ_FETCH_STORE &&
	    !tq_clock_measure(&s->clock, s->provider, o->market, err))
		return false;
	end = range_end(s, ask);
	range->to = o->until.given && o->until.t < end ? o->until.t : end;
	if (!range_start(s, ask, range->to, &range->from, err))
		return false;
	if (range->from >= range->to)
		return tq_fail(err, TQ_NO, "--since is not before the venue's now");
	return true;
}

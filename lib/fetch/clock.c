/* SPDX-License-Identifier: ISC */
#include "fetch/clock.h"

#include <time.h>

tq_time
tq_clock_boot(void)
{
	struct timespec now;

#ifdef CLOCK_BOOTTIME
	if (clock_gettime(CLOCK_BOOTTIME, &now) == 0)
		return now.tv_sec * TQ_SECOND + now.tv_nsec;
#endif
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * TQ_SECOND + now.tv_nsec;
}

void
tq_clock_init(struct tq_clock *clock, struct tq_caller *caller, bool replay)
{
	*clock = (struct tq_clock){
		.caller = caller,
		.replay = replay,
		.measured = TQ_TIME_NONE,
	};
}

tq_time
tq_clock_now(const struct tq_clock *clock)
{
	if (clock->replay || !clock->known)
		return tq_caller_now(clock->caller);
	return tq_clock_boot() + clock->distance;
}

tq_time
tq_clock_until(const struct tq_clock *clock, tq_time t)
{
	tq_time left = t - tq_clock_now(clock);

	if (clock->known && !clock->exact)
		left -= TQ_SECOND; /* it may be that much further than the header said */
	return left > 0 ? left : 0;
}

tq_time
tq_clock_tell(struct tq_clock *clock, const struct tq_reply *reply, const struct tq_page *page)
{
	bool exact = page && page->now != TQ_TIME_NONE;
	tq_time now = exact ? page->now : reply->date;
	tq_time distance;

	if (now == TQ_TIME_NONE)
		return now;
	if (reply->cached || reply->replayed)
		return now;
	distance = now - tq_clock_boot();
	if (exact || !clock->known || (!clock->exact && distance > clock->distance))
		clock->distance = distance;
	clock->exact |= exact;
	clock->known = true;
	return now;
}

static bool
has_time(const struct tq_provider *provider, const char *market)
{
	size_t n;
	const struct tq_provider_kind *kinds = tq_provider_kinds(provider, &n);

	if (!market)
		market = tq_provider_markets(provider)[0];
	for (size_t i = 0; i < n; i++)
		if (strcmp(kinds[i].name, "time") == 0 && strcmp(kinds[i].market, market) == 0)
			return true;
	return false;
}

static bool
ask_time(struct tq_clock *clock, const struct tq_ask *ask, struct tq_err *err)
{
	struct tq_provider_call request = {0};
	struct tq_page page = {.now = TQ_TIME_NONE};
	struct tq_judgement judgement = {.class = TQ_CALL_OK};
	bool ok;

	if (!tq_provider_request(ask, NULL, &request, err))
		return false;
	request.call.fresh = true;
	ok = tq_caller_run(clock->caller, &request.call, err) &&
	     tq_provider_parse(ask, NULL, &request.call.reply, NULL, &page, &judgement, err);
	if (ok && judgement.class != TQ_CALL_OK)
		ok = tq_fail(err, TQ_REFUSED, "no time: %s", judgement.text);
	if (ok)
		clock->measured = tq_clock_tell(clock, &request.call.reply, &page);
	tq_page_fini(&page);
	tq_call_fini(&request.call);
	tq_provider_call_fini(&request);
	return ok;
}

bool
tq_clock_measure(struct tq_clock *clock, struct tq_provider *provider, const char *market,
		 struct tq_err *err)
{
	struct tq_ask_wish wish = {.kind = "time", .market = market};
	struct tq_ask ask = {0};
	bool ok;

	if (!has_time(provider, market))
		return true;
	ok = tq_ask_resolve(provider, &wish, &ask, err);
	if (ok) {
		ask.now = tq_caller_now(clock->caller);
		ok = ask_time(clock, &ask, err);
	}
	tq_ask_fini(&ask);
	return ok;
}

/* SPDX-License-Identifier: ISC */
#include "net/limiter.h"

#include "base/mem.h"
#include "net/hosts.h"
#include "net/hostfile.h"
#include "net/window.h"

#include <stdio.h>
#include <stdlib.h>

enum { LIMITS = 24, MAGIC = 0x714c0001 };

/* What lies in a host's file; windows behind n are not written. */
struct record {
	int64_t latest;          /* of the times that were told */
	int64_t damaged;         /* when the file was found damaged; 0: it was not */
	int64_t banned;          /* until; 0: no ban */
	int64_t n;
	char why[TQ_LIMITER_WHY];
	struct tq_window window[LIMITS];
};

struct tq_limiter {
	struct tq_hostfiles *files;
};

/* A host's record in our hands, between begin and end. */
struct turn {
	struct tq_hostfile_turn file;
	struct record *r;
	tq_time now;
	bool mended;             /* it was damaged, or its clock was turned back: to be written */
};

struct tq_limiter *
tq_limiter_open(const char *folder, struct tq_err *err)
{
	struct tq_hostfiles *files = tq_hostfiles_open(folder, TQ_HOSTS_LIMITS, MAGIC,
						       sizeof(struct record), err);
	struct tq_limiter *limiter;

	if (!files)
		return NULL;
	limiter = tq_alloc(1, sizeof(*limiter));
	limiter->files = files;
	return limiter;
}

void
tq_limiter_free(struct tq_limiter *limiter)
{
	if (!limiter)
		return;
	tq_hostfiles_free(limiter->files);
	free(limiter);
}

static bool
sane(const struct record *r)
{
	if (r->n < 0 || r->n > LIMITS || r->latest < 0 ||
	    !memchr(r->why, '\0', sizeof(r->why)))
		return false;
	for (int64_t i = 0; i < r->n; i++)
		if (!tq_window_sane(&r->window[i]))
			return false;
	return true;
}

/*
 * The clock of the record: a process that read its clock before another one
 * and comes behind it must not turn time back, nor a small step of the clock.
 */
static tq_time
clock_of(const struct record *r, tq_time now)
{
	now = now > 0 ? now : 1;
	return now < r->latest && r->latest - now < TQ_LIMITER_BACK ? r->latest : now;
}

static void
move_to(struct turn *turn, tq_time now)
{
	struct record *r = turn->r;

	turn->now = clock_of(r, now);
	/* Written even if nothing is taken: else what is ahead would count anew each time. */
	turn->mended = turn->mended || turn->now < r->latest;
	for (int64_t i = 0; i < r->n; i++)
		tq_window_move(&r->window[i], turn->now);
	r->latest = turn->now;
	if (r->damaged > turn->now)
		r->damaged = turn->now;
}

/* at: when it was found damaged, if it is. */
static bool
load(struct tq_limiter *limiter, const char *host, bool make, tq_time at, struct turn *turn,
     struct tq_err *err)
{
	if (!tq_hostfile_begin(limiter->files, host, make, &turn->file, err))
		return false;
	turn->r = turn->file.record;
	turn->mended = turn->file.found == TQ_HOSTFILE_DAMAGED || !sane(turn->r);
	if (turn->mended) {
		memset(turn->r, 0, sizeof(*turn->r));
		turn->r->damaged = at > 0 ? at : 1;
	}
	return true;
}

static bool
begin(struct tq_limiter *limiter, const char *host, bool make, tq_time now, struct turn *turn,
      struct tq_err *err)
{
	if (!load(limiter, host, make, now, turn, err))
		return false;
	move_to(turn, now);
	return true;
}

static bool
end(struct turn *turn, bool changed, bool sync, struct tq_err *err)
{
	size_t n = offsetof(struct record, window) +
		   (size_t)turn->r->n * sizeof(turn->r->window[0]);

	return tq_hostfile_end(&turn->file, changed || turn->mended ? n : 0, sync, err);
}

static bool
check_limit(const struct tq_limit *limit, struct tq_err *err)
{
	if (limit->window <= 0 || limit->window > INT64_MAX / 4 || limit->max <= 0 ||
	    !limit->name || strlen(limit->name) >= TQ_WINDOW_NAME)
		return tq_fail(err, TQ_USAGE, "limit '%s': name (under %d bytes), window or max",
			       limit->name ? limit->name : "", TQ_WINDOW_NAME);
	return true;
}

static bool
is_of(const struct tq_window *window, const struct tq_limit *limit)
{
	return window->length == limit->window && strcmp(window->name, limit->name) == 0;
}

/* The limits of the call that is asked for. */
struct wanted {
	const struct tq_limit *limit;
	size_t n;
};

static bool
is_wanted(const struct wanted *wanted, const struct tq_window *window)
{
	for (size_t i = 0; i < wanted->n; i++)
		if (is_of(window, &wanted->limit[i]))
			return true;
	return false;
}

/* A new place, or that of one that does not count any more and is not wanted now. */
static struct tq_window *
free_window(struct turn *turn, const struct wanted *wanted)
{
	struct record *r = turn->r;

	if (r->n < LIMITS)
		return &r->window[r->n++];
	for (int64_t i = 0; i < r->n; i++)
		if (tq_window_used(&r->window[i], turn->now) == 0 &&
		    !is_wanted(wanted, &r->window[i]))
			return &r->window[i];
	return NULL;
}

/* The window of a limit; a new one in a file that was damaged is full since then. */
static struct tq_window *
window_of(struct turn *turn, const struct wanted *wanted, size_t at, struct tq_err *err)
{
	const struct tq_limit *limit = &wanted->limit[at];
	struct record *r = turn->r;
	struct tq_window *window;

	for (int64_t i = 0; i < r->n; i++)
		if (is_of(&r->window[i], limit)) {
			r->window[i].max = limit->max;
			return &r->window[i];
		}
	window = free_window(turn, wanted);
	if (!window) {
		tq_fail(err, TQ_USAGE, "more than %d limits of one host", LIMITS);
		return NULL;
	}
	*window = (struct tq_window){.length = limit->window, .max = limit->max};
	memcpy(window->name, limit->name, strlen(limit->name));
	tq_window_move(window, r->damaged > 0 ? r->damaged : turn->now);
	if (r->damaged > 0)
		tq_window_add(window, limit->max);
	tq_window_move(window, turn->now);
	return window;
}

static int64_t
guarded(int64_t max)
{
	return max / 100 * TQ_LIMITER_GUARD + max % 100 * TQ_LIMITER_GUARD / 100;
}

/* When a limit lets the weight through: now, or later. */
static tq_time
when_free(const struct tq_window *window, const struct tq_limit *limit, int64_t weight,
	  bool urgent, tq_time now)
{
	int64_t most = (urgent ? limit->max : guarded(limit->max)) - weight;

	/* Alone it may go out, even if it is over the guard. */
	return tq_window_when(window, most > 0 ? most : 0, now);
}

static bool
take(struct turn *turn, const struct wanted *wanted, int64_t weight, bool urgent,
     tq_time *when, struct tq_err *err)
{
	struct tq_window *window[LIMITS];

	if (turn->r->banned > turn->now)
		*when = turn->r->banned;
	for (size_t i = 0; i < wanted->n; i++) {
		tq_time at;

		window[i] = window_of(turn, wanted, i, err);
		if (!window[i])
			return false;
		at = when_free(window[i], &wanted->limit[i], weight, urgent, turn->now);
		if (at > turn->now && at > *when)
			*when = at;
	}
	for (size_t i = 0; i < wanted->n && *when == 0; i++)
		tq_window_add(window[i], weight);
	return true;
}

bool
tq_limiter_take(struct tq_limiter *limiter, const char *host, const struct tq_limit *limits,
		size_t n, int64_t weight, bool urgent, tq_time now, tq_time *when,
		struct tq_err *err)
{
	struct turn turn;
	bool ok;

	*when = 0;
	if (weight < 0 || n > LIMITS)
		return tq_fail(err, TQ_USAGE, "%s: weight %lld, %zu limits", host,
			       (long long)weight, n);
	for (size_t i = 0; i < n; i++) {
		if (!check_limit(&limits[i], err))
			return tq_fail_prefix(err, "%s", host);
		if (weight > limits[i].max)
			return tq_fail(err, TQ_USAGE, "%s: weight %lld > %lld (limit '%s')", host,
				       (long long)weight, (long long)limits[i].max, limits[i].name);
	}
	if (!begin(limiter, host, true, now, &turn, err))
		return false;
	ok = take(&turn, &(struct wanted){limits, n}, weight, urgent, when, err) ||
	     tq_fail_prefix(err, "%s", host);
	return end(&turn, ok && n > 0 && *when == 0, false, err) && ok;
}

bool
tq_limiter_told(struct tq_limiter *limiter, const char *host, const struct tq_limit *limit,
		int64_t used, tq_time now, struct tq_err *err)
{
	struct turn turn;
	struct tq_window *window;
	int64_t ours = 0;

	if (!check_limit(limit, err) || !begin(limiter, host, true, now, &turn, err))
		return false;
	window = window_of(&turn, &(struct wanted){limit, 1}, 0, err);
	if (window) {
		ours = tq_window_used(window, turn.now);
		if (used > ours)
			tq_window_add(window, used - ours);
	}
	return end(&turn, window && used > ours, false, err) && window;
}

bool
tq_limiter_ban(struct tq_limiter *limiter, const char *host, tq_time until, const char *why,
	       struct tq_err *err)
{
	struct turn turn;
	bool longer;

	/* Damage in the future counts as of the time that the next one tells. */
	if (!load(limiter, host, true, INT64_MAX, &turn, err))
		return false;
	longer = until > turn.r->banned;
	if (longer) {
		turn.r->banned = until;
		snprintf(turn.r->why, sizeof(turn.r->why), "%s", why);
	}
	return end(&turn, longer, true, err);
}

bool
tq_limiter_banned(struct tq_limiter *limiter, const char *host, tq_time now, tq_time *until,
		  char *why, size_t size, struct tq_err *err)
{
	struct turn turn;
	bool banned;

	*until = 0;
	if (size > 0)
		why[0] = '\0';
	if (!begin(limiter, host, false, now, &turn, err))
		return false;
	banned = turn.r->banned > turn.now;
	if (banned) {
		*until = turn.r->banned;
		snprintf(why, size, "%s", turn.r->why);
	}
	return end(&turn, false, false, err);
}

bool
tq_limiter_peek(struct tq_limiter *limiter, const char *host, tq_time now, struct tq_host *out,
		struct tq_err *err)
{
	struct turn turn;

	if (!begin(limiter, host, false, now, &turn, err))
		return false;
	if (turn.r->banned > turn.now) {
		out->banned = turn.r->banned;
		snprintf(out->why, sizeof(out->why), "%s", turn.r->why);
	}
	out->limits = tq_alloc((size_t)turn.r->n + 1, sizeof(out->limits[0]));
	for (int64_t i = 0; i < turn.r->n; i++) {
		const struct tq_window *window = &turn.r->window[i];
		struct tq_host_limit *limit = &out->limits[out->n_limits++];

		memcpy(limit->name, window->name, sizeof(limit->name));
		limit->window = window->length;
		limit->max = window->max;
		limit->used = tq_window_used(window, turn.now);
	}
	return tq_hostfile_end(&turn.file, 0, false, err);
}

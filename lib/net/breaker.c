/* SPDX-License-Identifier: ISC */
#include "net/breaker.h"

#include "base/mem.h"
#include "net/hostfile.h"
#include "net/hosts.h"

#include <stdlib.h>

enum { MAGIC = 0x71420001 };

enum state { CLOSED, OPEN, HALF };

/* What lies in a host's file. */
struct record {
	int64_t state;
	int64_t until;           /* OPEN: of the pause */
	int64_t lease;           /* number of the last probe that was let through */
	int64_t leased;          /* HALF: until when it may take; 0: there is none */
	int64_t lease_length;
	int64_t successes;       /* HALF: in a row */
	int64_t n_failures;      /* CLOSED: in failure */
	int64_t failure[TQ_BREAKER_FAILURES];    /* when, oldest first */
};

/* What this process has under way at a host: the number of its lease, 0: none. */
struct memory {
	int64_t probe;
};

struct tq_breaker {
	struct tq_hostfiles *files;
};

/* A host's record in our hands, between begin and end. */
struct turn {
	struct tq_hostfile_turn file;
	struct record *r;
	struct memory *memory;
	bool mended;             /* it was damaged, or ahead of the clock: to be written */
};

struct tq_breaker *
tq_breaker_open(const char *folder, struct tq_err *err)
{
	struct tq_hostfiles *files = tq_hostfiles_open(folder, TQ_HOSTS_BREAKER, MAGIC,
						       sizeof(struct record), err);
	struct tq_breaker *breaker;

	if (!files)
		return NULL;
	breaker = tq_alloc(1, sizeof(*breaker));
	breaker->files = files;
	return breaker;
}

void
tq_breaker_free(struct tq_breaker *breaker)
{
	if (!breaker)
		return;
	tq_hostfiles_free(breaker->files);
	free(breaker);
}

static bool
sane(const struct record *r)
{
	return r->state >= CLOSED && r->state <= HALF && r->lease >= 0 && r->lease < INT64_MAX &&
	       r->successes >= 0 && r->successes < TQ_BREAKER_SUCCESSES && r->n_failures >= 0 &&
	       r->n_failures < TQ_BREAKER_FAILURES && r->lease_length >= 0 &&
	       r->lease_length <= TQ_DAY;
}

/* At most `most`; true when it was more. */
static bool
cut(int64_t *t, tq_time most)
{
	if (*t <= most)
		return false;
	*t = most;
	return true;
}

/*
 * Failures that are a window ago go. Nothing lies further ahead than it can
 * have been put: true when a clock that went back had to be made up for.
 */
static bool
settle(struct record *r, tq_time now)
{
	bool turned = cut(&r->leased, now + r->lease_length);
	int64_t kept = 0;

	if (r->state == OPEN)
		turned |= cut(&r->until, now + TQ_BREAKER_PAUSE);
	for (int64_t i = 0; i < r->n_failures; i++) {
		turned |= cut(&r->failure[i], now);
		if (now - r->failure[i] < TQ_BREAKER_WINDOW)
			r->failure[kept++] = r->failure[i];
	}
	r->n_failures = kept;
	return turned;
}

static bool
begin(struct tq_breaker *breaker, const char *host, bool make, tq_time now, struct turn *turn,
      struct tq_err *err)
{
	if (!tq_hostfile_begin(breaker->files, host, make, &turn->file, err))
		return false;
	turn->r = turn->file.record;
	turn->mended = turn->file.found == TQ_HOSTFILE_DAMAGED || !sane(turn->r);
	if (turn->mended)
		memset(turn->r, 0, sizeof(*turn->r));
	turn->mended |= settle(turn->r, now);
	if (!*turn->file.memory)
		*turn->file.memory = tq_alloc(1, sizeof(struct memory));
	turn->memory = *turn->file.memory;
	return true;
}

static bool
end(struct turn *turn, bool changed, struct tq_err *err)
{
	size_t n = changed || turn->mended ? sizeof(*turn->r) : 0;

	return tq_hostfile_end(&turn->file, n, false, err);
}

/* Half open: one at a time, until the lease of one that says nothing ends. */
static enum tq_breaker_answer
ask_half(struct record *r, struct memory *memory, tq_time now, tq_time lease, tq_time *until)
{
	if (r->leased > now) {
		*until = r->leased < now + TQ_SECOND ? r->leased : now + TQ_SECOND;
		return TQ_BREAKER_OPEN;
	}
	r->lease++;
	r->lease_length = lease;
	r->leased = now + lease;
	memory->probe = r->lease;
	return TQ_BREAKER_PROBE;
}

static enum tq_breaker_answer
ask(struct record *r, struct memory *memory, tq_time now, tq_time lease, tq_time *until)
{
	if (r->state == CLOSED)
		return TQ_BREAKER_CLOSED;
	if (r->state == OPEN) {
		if (r->until > now) {
			*until = r->until;
			return TQ_BREAKER_OPEN;
		}
		r->state = HALF;
		r->successes = 0;
		r->leased = 0;
	}
	return ask_half(r, memory, now, lease, until);
}

bool
tq_breaker_ask(struct tq_breaker *breaker, const char *host, tq_time now, tq_time lease,
	       enum tq_breaker_answer *answer, tq_time *until, struct tq_err *err)
{
	struct turn turn;

	*until = 0;
	*answer = TQ_BREAKER_OPEN;
	now = now > 0 ? now : 0;
	if (lease <= 0 || lease > TQ_DAY)
		return tq_fail(err, TQ_USAGE, "%s: lease of %lld ns", host, (long long)lease);
	if (!begin(breaker, host, true, now, &turn, err))
		return false;
	*answer = ask(turn.r, turn.memory, now, lease, until);
	return end(&turn, *answer == TQ_BREAKER_PROBE, err);
}

static void
open_at(struct record *r, tq_time now)
{
	r->state = OPEN;
	r->until = now + TQ_BREAKER_PAUSE;
	r->leased = 0;
	r->n_failures = 0;
}

/* A probe whose lease ended is of no more account than any late call: none. */
static bool
tell_probe(struct record *r, int64_t lease, bool good, tq_time now)
{
	if (r->state != HALF || r->lease != lease || r->leased == 0)
		return false;
	r->leased = 0;
	if (!good)
		open_at(r, now);
	else if (++r->successes == TQ_BREAKER_SUCCESSES)
		*r = (struct record){.state = CLOSED, .lease = r->lease};
	return true;
}

static bool
tell_failure(struct record *r, tq_time now)
{
	if (r->state != CLOSED)
		return false;
	if (r->n_failures + 1 == TQ_BREAKER_FAILURES)
		open_at(r, now);
	else
		r->failure[r->n_failures++] = now;
	return true;
}

bool
tq_breaker_tell(struct tq_breaker *breaker, const char *host, bool good, tq_time now,
		struct tq_err *err)
{
	struct turn turn;
	int64_t probe;
	bool changed;

	now = now > 0 ? now : 0;
	if (!begin(breaker, host, true, now, &turn, err))
		return false;
	probe = turn.memory->probe;
	turn.memory->probe = 0;
	changed = probe != 0 ? tell_probe(turn.r, probe, good, now)
			     : !good && tell_failure(turn.r, now);
	return end(&turn, changed, err);
}

bool
tq_breaker_peek(struct tq_breaker *breaker, const char *host, tq_time now, struct tq_host *out,
		struct tq_err *err)
{
	struct turn turn;
	const struct record *r;

	now = now > 0 ? now : 0;
	if (!begin(breaker, host, false, now, &turn, err))
		return false;
	r = turn.r;
	out->breaker = r->state == CLOSED ? TQ_BREAKER_CLOSED :
		r->state == HALF || r->until <= now ? TQ_BREAKER_PROBE : TQ_BREAKER_OPEN;
	out->open_until = out->breaker == TQ_BREAKER_OPEN ? r->until : 0;
	out->failures = (int)r->n_failures;
	return tq_hostfile_end(&turn.file, 0, false, err);
}

/* SPDX-License-Identifier: ISC */
#include "expr/roster.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdlib.h>

enum { SERIES = 1 << 24 };       /* a state file has no more */

static void
make_room(struct tq_roster *roster, size_t n)
{
	if (n > roster->cap) {
		roster->cap = n > 2 * roster->cap ? n : 2 * roster->cap;
		roster->series = tq_realloc(roster->series, roster->cap,
					    sizeof roster->series[0]);
	}
	if (n > roster->n) {
		memset(roster->series + roster->n, 0,
		       (n - roster->n) * sizeof roster->series[0]);
		roster->n = n;
	}
}

void
tq_roster_note(struct tq_roster *roster, const struct tq_moment *m)
{
	struct tq_roster_series *s;

	make_room(roster, m->series + 1);
	s = &roster->series[m->series];
	s->close = m->close;
	if (s->key.n > 0)
		return;
	s->venue_n = m->venue.n;
	s->symbol_n = m->symbol.n;
	tq_buf_printf(&s->key, "%.*s%c%.*s%c%.*s%c", TQ_STR_ARG(m->venue), 0,
		      TQ_STR_ARG(m->symbol), 0, TQ_STR_ARG(m->interval), 0);
}

struct tq_moment
tq_roster_moment(const struct tq_roster *roster, size_t series, tq_time event)
{
	const struct tq_roster_series *s = &roster->series[series];
	struct tq_moment m = {.series = series, .time = event, .event = event, .close = s->close};

	m.venue = (struct tq_str){s->key.p, s->venue_n};
	m.symbol = (struct tq_str){m.venue.p + s->venue_n + 1, s->symbol_n};
	m.interval.p = m.symbol.p + s->symbol_n + 1;
	m.interval.n = s->key.n - s->venue_n - s->symbol_n - 3;
	return m;
}

static int
compare_text(struct tq_str a, struct tq_str b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

int
tq_roster_compare(const struct tq_roster *roster, size_t a, size_t b)
{
	struct tq_moment x = tq_roster_moment(roster, a, 0), y = tq_roster_moment(roster, b, 0);
	int c = compare_text(x.symbol, y.symbol);

	if (c == 0)
		c = compare_text(x.venue, y.venue);
	if (c == 0)
		c = compare_text(x.interval, y.interval);
	return (c > 0) - (c < 0);
}

static void
series_state(struct tq_roster_series *s, struct tq_state *st)
{
	const char *end;

	tq_state_text(st, "who", &s->key);
	tq_state_dec(st, "close", &s->close);
	if (!tq_state_loading(st) || !tq_state_ok(st) || s->key.n == 0)
		return;
	end = s->key.p + s->key.n;
	s->venue_n = strnlen(s->key.p, s->key.n);
	if (s->key.p + s->venue_n + 1 < end)
		s->symbol_n = strnlen(s->key.p + s->venue_n + 1, s->key.n - s->venue_n - 1);
	if (end[-1] != '\0' || s->venue_n + s->symbol_n + 3 > s->key.n)
		tq_state_refuse(st, "a series has no key");
}

void
tq_roster_state(struct tq_roster *roster, struct tq_state *st)
{
	size_t n = roster->n;

	tq_state_count(st, "roster", &n, SERIES);
	if (!tq_state_ok(st))
		return;
	make_room(roster, n);
	for (size_t i = 0; i < n && tq_state_ok(st); i++)
		series_state(&roster->series[i], st);
}

void
tq_roster_fini(struct tq_roster *roster)
{
	for (size_t i = 0; i < roster->n; i++)
		tq_buf_fini(&roster->series[i].key);
	free(roster->series);
	*roster = (struct tq_roster){0};
}

/* SPDX-License-Identifier: ISC */
#include "indicator/candle.h"

#include "base/mem.h"
#include "state/state.h"

#include <string.h>

void *
tq_candles_new(int back, double penetration)
{
	struct tq_candles *c = tq_alloc(1, sizeof *c);

	c->penetration = penetration;
	c->back = back;
	c->wait = back + 1;
	c->pending.left = -1;
	c->now = &c->bar[TQ_CANDLES_KEPT - 1];
	return c;
}

void
tq_candles_move_back(struct tq_candles *c)
{
	memmove(c->bar, &c->bar[TQ_CANDLES_ROOM - TQ_CANDLES_KEPT + 1],
		(TQ_CANDLES_KEPT - 1) * sizeof c->bar[0]);
	c->now = &c->bar[TQ_CANDLES_KEPT - 1];
}

/* Of a bar with a NaN, and of those that come until so many are without one. */
const struct tq_candle *
tq_candles_wait(struct tq_candles *c)
{
	double all = c->now->body + c->now->range;

	if (all - all != 0)
		c->wait = c->back + 1;
	else
		c->wait--;
	c->pending.left = -1;
	return c->wait == 0 ? c->now : NULL;
}

void
tq_candles_state(void *node, struct tq_state *st)
{
	struct tq_candles *c = node;
	const struct tq_candle *first = c->now - TQ_CANDLES_KEPT + 1;
	double kept[TQ_CANDLES_KEPT][4];

	for (int i = 0; i < TQ_CANDLES_KEPT; i++) {
		const double bar[] = {first[i].open, first[i].high, first[i].low, first[i].close};

		memcpy(kept[i], bar, sizeof bar);
	}
	tq_ind_state_int(st, "wait", &c->wait, 0, c->back + 1);
	tq_state_f64s(st, "bars", kept[0], 4 * TQ_CANDLES_KEPT);
	if (!tq_state_loading(st))
		return;
	for (int i = 0; i < TQ_CANDLES_KEPT; i++)
		c->bar[i] = tq_candle_of(kept[i]);
	c->pending.left = -1;
	c->now = &c->bar[TQ_CANDLES_KEPT - 1];
}

#define AFTER(n) \
	int64_t \
	tq_candle_after_##n(const double *param) \
	{ \
		(void)param; \
		return (n); \
	}

AFTER(2)
AFTER(3)
AFTER(5)
AFTER(6)
AFTER(7)
AFTER(8)
AFTER(10)
AFTER(11)
AFTER(12)
AFTER(13)
AFTER(14)

double
tq_candle_usual_shadows(const struct tq_candle *c)
{
	double odd = 0, even = 0;

	for (int i = 1; i <= 10; i += 2) {
		odd += upper(c - i) + lower(c - i);
		even += upper(c - i - 1) + lower(c - i - 1);
	}
	return (odd + even) / 10;
}

/* SPDX-License-Identifier: ISC */
#include "indicator/candle.h"

#include "base/mem.h"
#include "state/state.h"

#include <string.h>

/*
 * The bars stand in a row that is moved back to its beginning when it is full,
 * so that a pattern reads the bars before its own at negative places.
 */
enum { KEPT = TQ_CANDLES_BACK + 1, ROOM = 8 * KEPT };

struct candles {
	tq_candle_judge *judge;  /* or deep */
	tq_candle_judge_deep *deep;
	double penetration;
	int64_t back;
	int64_t clean;           /* bars since the last NaN, at most back + 1 */
	int64_t at;              /* the newest; KEPT - 1 .. ROOM - 1 */
	struct tq_candle bar[ROOM];
};

static struct candles *
new(int back)
{
	struct candles *c = tq_alloc(1, sizeof *c);

	c->back = back;
	c->at = KEPT - 1;
	return c;
}

void *
tq_candles_new(tq_candle_judge *judge, int back)
{
	struct candles *c = new(back);

	c->judge = judge;
	return c;
}

void *
tq_candles_new_deep(tq_candle_judge_deep *judge, int back, double penetration)
{
	struct candles *c = new(back);

	c->deep = judge;
	c->penetration = penetration;
	return c;
}

static int
judge(const struct candles *c)
{
	const struct tq_candle *last = &c->bar[c->at];

	return c->judge ? c->judge(last) : c->deep(last, c->penetration);
}

void
tq_candles_step(void *node, const double *in, double *out)
{
	struct candles *c = node;
	double all = in[0] + in[1] + in[2] + in[3];

	if (++c->at == ROOM) {
		memmove(c->bar, &c->bar[ROOM - KEPT + 1], (KEPT - 1) * sizeof c->bar[0]);
		c->at = KEPT - 1;
	}
	c->bar[c->at] = (struct tq_candle){in[0], in[1], in[2], in[3]};
	c->clean = all - all != 0 ? 0 : c->clean + (c->clean <= c->back);
	*out = c->clean > c->back ? judge(c) : (double)NAN;
}

void
tq_candles_state(void *node, struct tq_state *st)
{
	struct candles *c = node;
	struct tq_candle kept[KEPT];

	memcpy(kept, &c->bar[c->at - KEPT + 1], sizeof kept);
	tq_ind_state_int(st, "clean", &c->clean, 0, c->back + 1);
	tq_state_f64s(st, "bars", &kept[0].open, 4 * KEPT);
	if (tq_state_loading(st)) {
		memcpy(c->bar, kept, sizeof kept);
		c->at = KEPT - 1;
	}
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

/* Two sums at once: the additions of one do not wait for those of the other. */
double
tq_candle_usual_body(const struct tq_candle *c)
{
	double odd = 0, even = 0;

	for (int i = 1; i <= 10; i += 2) {
		odd += body(c - i);
		even += body(c - i - 1);
	}
	return (odd + even) / 10;
}

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

double
tq_candle_usual_range(const struct tq_candle *c)
{
	double odd = 0, even = 0;

	for (int i = 1; i <= 10; i += 2) {
		odd += range(c - i);
		even += range(c - i - 1);
	}
	return (odd + even) / 10;
}

double
tq_candle_recent_range(const struct tq_candle *c)
{
	double sum = range(c - 5);

	for (int i = 1; i <= 4; i++)
		sum += range(c - i);
	return sum / 5;
}

/* SPDX-License-Identifier: ISC */
#include "market/sim.h"

/* sqrt() without libm's name for it: one instruction, rounded correctly. */
#include <math.h>

#define MAX_TICKS 1e12
#define YEAR (365.0 * 86400.0)

enum { VOLUME_DIGITS = 4 };

/* Without -mpopcnt the compiler calls a function of its own that is slower. */
static inline int64_t
count_ones(uint64_t x)
{
	x -= x >> 1 & UINT64_C(0x5555555555555555);
	x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
	x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (int64_t)(x * UINT64_C(0x0101010101010101) >> 56);
}

/*
 * Standard normal: the number of ones of 64 random bits is binomial with
 * variance 16, and a uniform of width one makes it continuous. The excess
 * kurtosis is -1/32.
 */
static inline double
normal(struct tq_rng *rng)
{
	double x = (double)count_ones(tq_rng_next(rng)) - 32.5 + tq_rng_uniform(rng);

	return x * 0.249351; /* 1 / sqrt(16 + 1/12) */
}

static bool
in_range(const struct tq_sim_options *o, struct tq_err *err)
{
	double ticks = tq_dec_f64(o->price) / tq_dec_f64(o->tick);

	if (tq_dec_sign(o->tick) <= 0 || !tq_dec_small(o->tick))
		return tq_fail(err, TQ_USAGE, "--tick is not over zero");
	if (!(ticks >= 1) || !(ticks <= MAX_TICKS))
		return tq_fail(err, TQ_USAGE, "--price is not between one tick and 10^12 ticks");
	if (tq_dec_sign(o->volatility) < 0 || tq_dec_gt(o->volatility, tq_dec(100, 0)))
		return tq_fail(err, TQ_USAGE, "--volatility is not between 0 and 100");
	return true;
}

bool
tq_sim_init(struct tq_sim *sim, const struct tq_sim_options *o, struct tq_interval interval,
	    struct tq_err *err)
{
	tq_time length = tq_interval_ns(interval);
	double seconds = length > 0 ? (double)length / 1e9 : interval.n * YEAR / 12;

	if (!in_range(o, err))
		return false;
	*sim = (struct tq_sim){.rng = {(uint64_t)o->seed},
			       .model = o->model,
			       .interval = interval,
			       .time = o->start,
			       .length = length,
			       .tick = o->tick,
			       .factor = 1};
	sim->price = sim->first = tq_dec_f64(o->price) / tq_dec_f64(o->tick);
	sim->sigma = tq_dec_f64(o->volatility) * sqrt(seconds / YEAR);
	sim->close = (int64_t)(sim->price + 0.5);
	return true;
}

/* Now and then trend takes another drift and regime another volatility. */
static void
change_state(struct tq_sim *sim)
{
	static const double factors[] = {0.4, 1.0, 2.5};

	if (sim->left-- > 0)
		return;
	sim->left = 100 + (int64_t)tq_rng_below(&sim->rng, 400);
	if (sim->model == TQ_SIM_TREND)
		sim->drift = sim->sigma * 0.2 * normal(&sim->rng);
	else
		sim->factor = factors[tq_rng_below(&sim->rng, 3)];
}

static double
next_return(struct tq_sim *sim)
{
	double move;

	if (sim->model == TQ_SIM_TREND || sim->model == TQ_SIM_REGIME)
		change_state(sim);
	move = sim->drift + sim->factor * sim->sigma * normal(&sim->rng);
	if (sim->model == TQ_SIM_RANGE)
		move += 0.02 * (sim->first / sim->price - 1);
	if (sim->model == TQ_SIM_JUMP && tq_rng_below(&sim->rng, 300) == 0)
		move += 10 * sim->sigma * normal(&sim->rng);
	return move < -0.5 ? -0.5 : move > 1 ? 1 : move;
}

/* How far a bridge over `move` goes beyond the higher of its ends. */
static inline double
overshoot(struct tq_sim *sim, double move, double deviation)
{
	double a = normal(&sim->rng), b = normal(&sim->rng);
	double reach = sqrt(move * move + deviation * deviation * (a * a + b * b));

	return (reach - (move < 0 ? -move : move)) / 2;
}

/* Exponential about 1, times the size of the move: 10 to 30 units a bar. */
static struct tq_dec
next_volume(struct tq_sim *sim, double move, double deviation)
{
	double a = normal(&sim->rng), b = normal(&sim->rng);
	double size = deviation > 0 ? (move < 0 ? -move : move) / deviation : 0;
	double volume = (0.1 + (a * a + b * b) / 2) * (0.5 + size) * 10;

	return tq_dec(1 + (int64_t)(volume * 10000), VOLUME_DIGITS);
}

static inline struct tq_dec
in_ticks(const struct tq_sim *sim, int64_t ticks)
{
	return tq_dec_mul(tq_dec(ticks, 0), sim->tick);
}

static inline int64_t
nearest(double ticks)
{
	return ticks < 1 ? 1 : (int64_t)(ticks + 0.5);
}

struct tq_sim_bar
tq_sim_next(struct tq_sim *sim)
{
	double open = sim->price, deviation = sim->factor * sim->sigma * open;
	double close = open * (1 + next_return(sim)), top, bottom;
	int64_t o = sim->close, c, high, low;
	struct tq_sim_bar bar;

	if (close < 1)
		close = 1;
	if (close > MAX_TICKS)
		close = MAX_TICKS;
	top = (open > close ? open : close) + overshoot(sim, close - open, deviation);
	bottom = (open < close ? open : close) - overshoot(sim, close - open, deviation);
	c = nearest(close);
	high = nearest(top);
	low = nearest(bottom);
	high = high < o ? o : high;
	low = low > o ? o : low;
	bar = (struct tq_sim_bar){.time = sim->time,
				  .open = in_ticks(sim, o),
				  .high = in_ticks(sim, high < c ? c : high),
				  .low = in_ticks(sim, low > c ? c : low),
				  .close = in_ticks(sim, c),
				  .volume = next_volume(sim, close - open, deviation)};
	sim->price = close;
	sim->close = c;
	sim->time = sim->length > 0 ? sim->time + sim->length
				    : tq_interval_add(sim->time, sim->interval, 1);
	return bar;
}

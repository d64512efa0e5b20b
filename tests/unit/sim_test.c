/* SPDX-License-Identifier: ISC */
#include "market/sim.h"

#include "base/hash.h"
#include "t.h"

static const struct tq_sim_options usual = {
	.seed = 1,
	.price = {40000, 0},
	.tick = {1, 2},
	.volatility = {6, 1},
};

static const struct tq_interval minute = {.n = 1, .unit = 'm'};

/* A checksum of n bars: of what they are, not of how they are written. */
static uint64_t
checksum(int model, int n)
{
	struct tq_sim_options options = usual;
	struct tq_sim sim;
	struct tq_err err;
	uint64_t hash = 0;

	options.model = model;
	if (!tq_sim_init(&sim, &options, minute, &err))
		return 0;
	for (int i = 0; i < n; i++) {
		struct tq_sim_bar bar = tq_sim_next(&sim);
		int64_t of[8] = {(int64_t)hash,       bar.time,
				 (int64_t)bar.open.m, (int64_t)bar.high.m,
				 (int64_t)bar.low.m,  (int64_t)bar.close.m,
				 (int64_t)bar.volume.m, bar.open.scale};

		hash = tq_hash(of, sizeof(of));
	}
	return hash;
}

/* The same on every machine, with every compiler and at every optimisation. */
static void
same_everywhere(void)
{
	static const uint64_t want[] = {
		UINT64_C(0x24f11806b317f1f2), /* gbm */
		UINT64_C(0x2489c05029ba3a01), /* trend */
		UINT64_C(0xf052b7499bcc590f), /* range */
		UINT64_C(0xdba51d6712adaa4f), /* jump */
		UINT64_C(0xe3611cb778c1979e), /* regime */
	};
	static const char *const names[] = {"gbm", "trend", "range", "jump", "regime"};

	for (int model = 0; model < 5; model++) {
		uint64_t got = checksum(model, 20000);

		if (!OK(got == want[model], "L6 %s: the checksum of 20000 bars", names[model]))
			printf("# got 0x%016llx\n", (unsigned long long)got);
	}
}

struct facts {
	int bad_shape, bad_volume, jumps;
	double sum, squares;
	double last;
};

static struct facts
facts_of(int model, int n)
{
	struct tq_sim_options options = usual;
	struct facts f = {0};
	struct tq_sim sim;
	struct tq_err err;
	struct tq_dec before = options.price;

	options.model = model;
	if (!tq_sim_init(&sim, &options, minute, &err))
		return f;
	for (int i = 0; i < n; i++) {
		struct tq_sim_bar b = tq_sim_next(&sim);
		double move = tq_dec_f64(b.close) / tq_dec_f64(b.open) - 1;

		f.jumps += !tq_dec_eq(b.open, before);
		f.bad_shape += !tq_dec_ge(b.high, tq_dec_max(b.open, b.close)) ||
			       !tq_dec_le(b.low, tq_dec_min(b.open, b.close)) ||
			       tq_dec_sign(b.low) <= 0;
		f.bad_volume += tq_dec_sign(b.volume) <= 0;
		f.sum += move;
		f.squares += move * move;
		before = b.close;
	}
	f.last = tq_dec_f64(before);
	return f;
}

static void
bars_are_whole(void)
{
	for (int model = 0; model < 5; model++) {
		struct facts f = facts_of(model, 50000);

		IS_INT(f.bad_shape, 0, "X.13 high and low bracket open and close, over zero");
		IS_INT(f.bad_volume, 0, "X.13 volume is over zero");
		IS_INT(f.jumps, 0, "X.13 a bar opens where the last one closed");
	}
}

/* 60% a year is 0.6 / sqrt(525600) a minute; 50000 bars know it to 1%. */
static void
volatility_is_kept(void)
{
	struct facts f = facts_of(TQ_SIM_GBM, 50000);
	double want = 0.36 / 525600, got = f.squares / 50000;

	OK(got > 0.97 * want && got < 1.03 * want, "the variance is the one that was asked for");
	f = facts_of(TQ_SIM_RANGE, 200000);
	OK(f.last > 38000 && f.last < 42000, "a range stays near its first price");
}

static void
limits(void)
{
	struct tq_sim_options options = usual;
	struct tq_interval month = {.n = 1, .unit = 'M'};
	struct tq_sim_bar bar = {0};
	struct tq_sim sim;
	struct tq_err err;

	options.price = tq_dec(1, 2);
	options.volatility = tq_dec(100, 0);
	if (OK(tq_sim_init(&sim, &options, month, &err), "one tick, wildly, by months"))
		for (int i = 0; i < 24; i++)
			bar = tq_sim_next(&sim);
	OK(tq_dec_sign(bar.low) > 0, "the price never falls under a tick");
	OK(tq_time_civil(bar.time).month == 12, "months follow the calendar");

	options.volatility = tq_dec(0, 0);
	OK(tq_sim_init(&sim, &options, month, &err), "no volatility");
	bar = tq_sim_next(&sim);
	OK(tq_dec_eq(bar.open, bar.high) && tq_dec_eq(bar.low, bar.close), "is no movement");

	options.tick = tq_dec(0, 0);
	OK(!tq_sim_init(&sim, &options, month, &err) && err.status == TQ_USAGE, "no tick: refused");
	options = usual;
	options.price = tq_dec(1, 3);
	OK(!tq_sim_init(&sim, &options, month, &err), "a price under a tick: refused");
}

int
main(void)
{
	same_everywhere();
	bars_are_whole();
	volatility_is_kept();
	limits();
	return t_done();
}

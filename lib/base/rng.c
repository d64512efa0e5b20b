/* SPDX-License-Identifier: ISC */
#include "base/rng.h"

uint64_t
tq_rng_next(struct tq_rng *rng)
{
	uint64_t z = rng->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

double
tq_rng_uniform(struct tq_rng *rng)
{
	return (double)(tq_rng_next(rng) >> 11) * 0x1p-53;
}

uint64_t
tq_rng_below(struct tq_rng *rng, uint64_t n)
{
	/* 2^64 mod n low values are refused, so that n divides what is left. */
	uint64_t least = (0 - n) % n;
	uint64_t x;

	do
		x = tq_rng_next(rng);
	while (x < least);
	return x % n;
}

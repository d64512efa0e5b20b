/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_RNG_H
#define TQ_BASE_RNG_H

/*
 * SplitMix64 (Steele, Lea, Flood 2014): a seed gives the same numbers on every
 * machine. Nothing in tq draws from any other source.
 */
#include <stdint.h>

struct tq_rng {
	uint64_t state;
};

uint64_t tq_rng_next(struct tq_rng *rng);

/* Uniform in [0, 1) with 53 random bits. */
double tq_rng_uniform(struct tq_rng *rng);

/* Uniform in 0 .. n-1 without bias; n > 0. */
uint64_t tq_rng_below(struct tq_rng *rng, uint64_t n);

#endif

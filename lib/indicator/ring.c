/* SPDX-License-Identifier: ISC */
#include "indicator/ring.h"

#include "base/mem.h"
#include "indicator/family.h"
#include "state/state.h"

#include <math.h>

struct tq_ring *
tq_ring_new(double n)
{
	size_t count = (size_t)n;
	struct tq_ring *ring = tq_alloc(1, sizeof *ring + count * sizeof ring->value[0]);

	ring->n = (int64_t)n;
	for (size_t i = 0; i < count; i++)
		ring->value[i] = (double)NAN;
	return ring;
}

void
tq_ring_state(struct tq_ring *ring, struct tq_state *st)
{
	tq_ind_state_int(st, "at", &ring->at, 0, ring->n > 0 ? ring->n - 1 : 0);
	tq_state_f64s(st, "value", ring->value, (size_t)ring->n);
}

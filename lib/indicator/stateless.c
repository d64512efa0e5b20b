/* SPDX-License-Identifier: ISC */
#include "indicator/stateless.h"

#include "base/mem.h"

void *
tq_stateless_make(const double *param)
{
	(void)param;
	return tq_alloc(1, 1);   /* a node is never NULL */
}

void
tq_stateless_state(void *node, struct tq_state *st)
{
	(void)node;
	(void)st;
}

int64_t
tq_stateless_lookback(const double *param)
{
	(void)param;
	return 0;
}

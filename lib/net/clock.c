/* SPDX-License-Identifier: ISC */
#include "net/clock.h"

#include <time.h>

static tq_time
read_clock(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (tq_time)t.tv_sec * TQ_SECOND + t.tv_nsec;
}

tq_time
tq_clock_steady(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

tq_time
tq_clock_wall(void)
{
	return read_clock(CLOCK_REALTIME);
}

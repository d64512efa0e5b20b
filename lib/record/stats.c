/* SPDX-License-Identifier: ISC */
#include "record/stats.h"

#include "base/log.h"

#include <inttypes.h>
#include <sys/resource.h>
#include <time.h>

int64_t
tq_stats_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * TQ_SECOND + now.tv_nsec;
}

void
tq_stats_say(const struct tq_stream_stats *in, const struct tq_out *out, int64_t start)
{
	double seconds = (double)(tq_stats_clock() - start + 1) / 1e9;
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	tq_say("%" PRIu64 " records in (%" PRIu64 " refused, %" PRIu64 " known), %" PRIu64
	       " out, %.3f s, %.1f MB/s read, peak %.1f MiB", in->lines, in->refused, in->dropped,
	       out->records, seconds, (double)in->bytes / 1e6 / seconds,
	       (double)use.ru_maxrss / 1024);
}

/* SPDX-License-Identifier: ISC */
#include "fetch/fill.h"

#include "fetch/clock.h"
#include "fetch/plan.h"

enum { PAGES = 20 };
#define PAUSE (5 * TQ_SECOND)

bool
tq_fill_commit(struct tq_fill *fill, struct tq_err *err)
{
	if (fill->pages == 0)
		return true;
	fill->pages = 0;
	fill->committed = tq_clock_boot();
	return tq_shelf_commit(fill->shelf, err);
}

bool
tq_fill_put(struct tq_fill *fill, struct tq_range range, const char *source,
	    const char *checksum, const struct tq_shelf_row *row, size_t n, struct tq_err *err)
{
	bool month_ends = tq_month_floor(range.from) != tq_month_floor(range.to);

	if (range.from >= range.to)
		return true;
	if (fill->committed == 0)
		fill->committed = tq_clock_boot();
	if (!tq_shelf_put(fill->shelf, range.from, range.to, source, checksum, row, n, err))
		return false;
	fill->pages++;
	if (!month_ends && fill->pages < PAGES && tq_clock_boot() - fill->committed < PAUSE)
		return true;
	return tq_fill_commit(fill, err);
}

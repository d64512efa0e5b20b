/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_PLAN_H
#define TQ_FETCH_PLAN_H

/*
 * Where the parts of a range come from: pieces in the order of time, each from
 * a month's or a day's file of the archive or from REST.
 *
 * Whether a month is worth its archive file is decided by what is wanted of it,
 * not by what is still missing: a run that was killed and is started again
 * plans the same, and the store ends as if it had not been. A file costs two
 * requests (its checksum and itself), so it has to spare more.
 */
#include "fetch/options.h"
#include "net/provider.h"
#include "store/store.h"

enum tq_piece_from { TQ_PIECE_MONTH, TQ_PIECE_DAY, TQ_PIECE_REST };

struct tq_piece {
	enum tq_piece_from from_where;
	tq_time from, to;        /* from <= t < to, inside one month or day of the archive */
};

struct tq_plan {
	struct tq_piece *item;
	size_t n, cap;
};

struct tq_plan_wish {
	const struct tq_provider_kind *kind;
	struct tq_interval interval;
	enum tq_fetch_source source;
	struct tq_range wanted;
	tq_time now;             /* the venue's */
};

/* Plans what is missing; pieces go behind those there are. */
void tq_plan_make(struct tq_plan *plan, const struct tq_plan_wish *wish,
		  const struct tq_ranges *missing);

/*
 * The archive has no file for the piece at i: days take the place of a month,
 * REST that of both. False when nothing can (--source archive): the piece stays.
 */
bool tq_plan_instead(struct tq_plan *plan, const struct tq_plan_wish *wish, size_t i);

/* Pieces from i on lose what is before t. */
void tq_plan_trim(struct tq_plan *plan, size_t i, tq_time t);

void tq_plan_fini(struct tq_plan *plan);

/* The first instant of t's month (UTC), and of the one behind it. */
tq_time tq_month_floor(tq_time t);
tq_time tq_month_next(tq_time t);

#endif

/* SPDX-License-Identifier: ISC */
#include "fetch/files.h"

#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>

/* Bytes of records that a file is taken apart into at once, about. */
#define SLICE (INT64_C(64) << 20)
enum { UNPACKS_TO = 12 };        /* a byte of the zip becomes so many of records */

/* Another source takes the place of the first piece, or it is missing for what why says. */
static void
instead(struct tq_errand *e, bool may, const char *why)
{
	struct tq_piece piece = e->plan.item[0];

	tq_archive_end(&e->archive);
	e->unpacking = false;
	if (may && tq_plan_instead(&e->plan, &e->wish, 0))
		return;
	tq_fail(&e->err, TQ_RETRY, "%s", why);
	tq_ranges_add(&e->missing, piece.from, piece.to);
	tq_errand_piece_done(e);
}

bool
tq_files_begin(struct tq_errand *e, struct tq_err *err)
{
	struct tq_piece piece = e->plan.item[0];
	bool month = piece.from_where == TQ_PIECE_MONTH;
	struct tq_interval day = {.n = 1, .unit = 'd'};
	bool there;

	tq_archive_end(&e->archive);
	e->unpacking = true;
	if (!tq_archive_begin(&e->archive, &e->ask,
			      month ? TQ_ARCHIVE_MONTH : TQ_ARCHIVE_DAY,
			      month ? tq_month_floor(piece.from)
				    : tq_interval_floor(piece.from, day),
			      &there, err))
		return false;
	if (!there)
		instead(e, true, "not in the archive");
	return true;
}

static bool
read_slice(struct tq_errand *e, struct tq_range range, struct tq_err *err)
{
	struct tq_bulk bulk = {0};
	struct tq_shelf_row *row = NULL;
	bool ok = tq_archive_read(&e->archive, range.from, range.to,
				  tq_session_mark(e->session, "archive"), &bulk, err);

	if (ok) {
		row = tq_alloc(bulk.n + 1, sizeof(row[0]));
		for (size_t i = 0; i < bulk.n; i++)
			row[i] = (struct tq_shelf_row){bulk.row[i].time,
						       {bulk.text.p + bulk.row[i].at,
							bulk.row[i].n}};
		ok = tq_errand_deliver(e, &(struct tq_delivery){
			range, "archive", e->archive.has_checksum ? e->archive.checksum : NULL,
			row, bulk.n}, err);
	}
	free(row);
	tq_bulk_fini(&bulk);
	return ok;
}

/* A large file is read several times, a slice each, so that it need not fit into memory. */
static bool
read_file(struct tq_errand *e, struct tq_err *err)
{
	struct tq_piece piece = e->plan.item[0];
	int64_t slices = 1 + e->archive.size * UNPACKS_TO / SLICE;
	tq_time step = (piece.to - piece.from) / slices + 1;

	for (tq_time from = piece.from; from < piece.to; from += step) {
		struct tq_range range = {from, from + step < piece.to ? from + step : piece.to};

		if (!read_slice(e, range, err)) {
			if (err->status == TQ_DATA)
				tq_archive_set_aside(&e->archive);
			return false;
		}
	}
	return true;
}

/* A file that is no good: REST takes its place, days of the same archive do not. */
static void
bad_file(struct tq_errand *e, const struct tq_err *err)
{
	bool may = e->wish.source != TQ_FETCH_ARCHIVE;

	tq_log(TQ_LOG_WARN, "%s: %s", e->label, err->text);
	if (may)
		e->plan.item[0].from_where = TQ_PIECE_DAY;
	instead(e, may, err->text);
}

bool
tq_files_answer(struct tq_errand *e, struct tq_err *err)
{
	enum tq_archive_found found = tq_archive_answer(&e->archive, err);

	if (found == TQ_ARCHIVE_HERE && read_file(e, err)) {
		tq_archive_end(&e->archive);
		e->unpacking = false;
		tq_errand_piece_done(e);
	} else if (found == TQ_ARCHIVE_HERE && err->status != TQ_DATA) {
		return false;
	} else if (found == TQ_ARCHIVE_HERE) {
		tq_plan_trim(&e->plan, 0, e->reached);
		bad_file(e, err);
	} else if (found == TQ_ARCHIVE_ABSENT) {
		instead(e, true, "not in the archive");
	} else if (found == TQ_ARCHIVE_BAD) {
		if (err->status == TQ_IO)
			return false;
		bad_file(e, err);
	}
	return true;
}

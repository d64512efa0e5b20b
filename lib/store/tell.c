/* SPDX-License-Identifier: ISC */
#include "store/tell.h"

#include "record/sink.h"

void
tq_tell_series(const struct tq_manifest *m, struct tq_out *out)
{
	tq_out_cstr(out, TQ_F_venue, m->venue);
	tq_out_cstr(out, TQ_F_kind, m->kind);
	tq_out_cstr(out, TQ_F_symbol, m->symbol);
	if (m->interval)
		tq_out_cstr(out, TQ_F_interval, m->interval);
}

bool
tq_shelf_list(struct tq_shelf *shelf, struct tq_out *out, struct tq_err *err)
{
	const struct tq_manifest *m = &shelf->manifest;
	int64_t n = 0, bytes = 0, missing = 0;

	for (size_t i = 0; i < m->n; i++) {
		n += m->month[i].n;
		bytes += m->month[i].bytes;
		missing += m->month[i].holes.missing;
	}
	tq_out_open(out, TQ_TYPE_METRIC);
	tq_out_cstr(out, TQ_F_name, "stored");
	tq_out_int(out, TQ_F_value, n);
	tq_tell_series(m, out);
	if (m->covered.n > 0) {
		tq_out_time(out, TQ_F_from, m->covered.item[0].from);
		tq_out_time(out, TQ_F_to, m->covered.item[m->covered.n - 1].to);
	}
	tq_out_int(out, TQ_F_n, n);
	if (m->grid)
		tq_out_int(out, TQ_F_missing, missing);
	tq_out_int(out, TQ_F_bytes, bytes);
	tq_out_close(out);
	(void)err;
	return true;
}

/* The manifest has them all, or the first of them only: then the file is read. */
static bool
holes_of_month(struct tq_shelf *shelf, const struct tq_month *month, struct tq_holes *out,
	       struct tq_err *err)
{
	struct tq_tally tally = {0};
	int64_t told = 0;
	bool ok;

	for (size_t i = 0; i < month->holes.n; i++)
		told += month->holes.item[i].n;
	if (told == month->holes.missing) {
		for (size_t i = 0; i < month->holes.n; i++)
			tq_holes_add(out, month->holes.item[i]);
		return true;
	}
	ok = tq_tally_month(shelf, month, &tally, err);
	if (ok)
		tq_holes_find(&tally.runs, &shelf->manifest.covered, tq_month_start(month->month),
			      tq_month_start(month->month + 1), shelf->manifest.iv, out);
	tq_bar_runs_fini(&tally.runs);
	return ok;
}

static void
put_gap(struct tq_shelf *shelf, const char *code, const struct tq_hole *hole, struct tq_out *out)
{
	tq_out_open(out, TQ_TYPE_EVENT);
	tq_out_time(out, TQ_F_time, hole->from);
	tq_out_cstr(out, TQ_F_stage, "store");
	tq_out_cstr(out, TQ_F_code, code);
	tq_tell_series(&shelf->manifest, out);
	tq_out_time(out, TQ_F_from, hole->from);
	tq_out_time(out, TQ_F_to, hole->to);
	if (hole->n > 0)
		tq_out_int(out, TQ_F_missing, hole->n);
	tq_out_close(out);
}

bool
tq_shelf_gaps(struct tq_shelf *shelf, struct tq_out *out, struct tq_err *err)
{
	const struct tq_spans *covered = &shelf->manifest.covered;
	struct tq_holes holes = {0};
	size_t at = 0;
	bool ok = true;

	for (size_t i = 0; ok && shelf->manifest.grid && i < shelf->manifest.n; i++)
		ok = holes_of_month(shelf, &shelf->manifest.month[i], &holes, err);
	for (size_t i = 0; ok && i < covered->n; i++) {
		struct tq_hole missing = {.from = covered->item[i].to};

		while (at < holes.n && holes.item[at].from < missing.from)
			put_gap(shelf, "gap", &holes.item[at++], out);
		if (i + 1 == covered->n || covered->item[i + 1].from == missing.from)
			continue;
		missing.to = covered->item[i + 1].from;
		put_gap(shelf, "missing", &missing, out);
	}
	tq_holes_fini(&holes);
	return ok;
}

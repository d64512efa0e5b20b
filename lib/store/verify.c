/* SPDX-License-Identifier: ISC */
#include "store/tell.h"

#include "record/reader.h"

#include <stdio.h>

/* One month on its way. */
struct count {
	struct tq_shelf *shelf;
	const struct tq_month *month;
	struct tq_tally *tally;
	struct tq_reader *reader;
	tq_time before;
};

static bool
is_covered(const struct tq_shelf *shelf, tq_time t)
{
	const struct tq_spans *covered = &shelf->manifest.covered;
	size_t i = tq_spans_find(covered, t);

	return i < covered->n && covered->item[i].from <= t;
}

static bool
count_line(struct count *c, struct tq_str line, struct tq_err *err)
{
	bool bars = c->shelf->manifest.grid;
	tq_time time;
	size_t n;

	if (!tq_reader_line(c->reader, line.p, line.p + line.n + 1, &n, err))
		return false;
	if (!tq_line_time(line, &time))
		return tq_fail(err, TQ_DATA, "it does not begin with its type and time");
	if (c->tally->n > 0 && (time < c->before || (bars && time == c->before)))
		return tq_fail(err, TQ_DATA, "it is not behind the one before");
	if (tq_month_of(time) != c->month->month || !is_covered(c->shelf, time))
		return tq_fail(err, TQ_DATA, "it is not in what is covered");
	c->before = time;
	c->tally->n++;
	if (bars)
		tq_bar_runs_add(&c->tally->runs, time, c->shelf->manifest.iv);
	return true;
}

static bool
count_lines(struct count *c, struct tq_str lines, struct tq_err *err)
{
	while (lines.n > 0) {
		const char *newline = memchr(lines.p, '\n', lines.n);
		struct tq_str line = {lines.p, (size_t)(newline - lines.p)};

		if (!count_line(c, line, err))
			return tq_fail_prefix(err, "line %lld", (long long)c->tally->n + 1);
		lines.p += line.n + 1;
		lines.n -= line.n + 1;
	}
	return true;
}

bool
tq_tally_month(struct tq_shelf *shelf, const struct tq_month *month, struct tq_tally *tally,
	       struct tq_err *err)
{
	struct count c = {.shelf = shelf, .month = month, .tally = tally};
	struct tq_packed was = tq_month_packed(month);
	struct tq_str lines = {NULL, 0};
	struct tq_buf name = {0};
	struct tq_unpacked *file;
	bool ok;

	if (month->n == 0)
		return true;
	tq_month_file(month, &name);
	file = tq_unpacked_open(shelf->dir, tq_buf_text(&name), &was, err);
	c.reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	ok = file != NULL;
	do {
		ok = ok && tq_unpacked_next(file, &lines, err);
		if (ok && !count_lines(&c, lines, err))
			ok = tq_fail_prefix(err, "'%s'", name.p);
	} while (ok && lines.n > 0);
	tq_unpacked_close(file);
	tq_reader_free(c.reader);
	tq_buf_fini(&name);
	return ok || tq_fail_prefix(err, "'%s'", shelf->folder);
}

static bool
same_holes(const struct tq_holes *told, const struct tq_holes *found)
{
	size_t kept = found->n < TQ_HOLES_KEPT ? found->n : TQ_HOLES_KEPT;

	if (told->missing != found->missing || told->n < kept)
		return false;
	for (size_t i = 0; i < kept; i++)
		if (told->item[i].from != found->item[i].from ||
		    told->item[i].n != found->item[i].n)
			return false;
	return true;
}

static bool
verify_month(struct tq_shelf *shelf, const struct tq_month *month, struct tq_err *err)
{
	struct tq_tally tally = {0};
	struct tq_holes holes = {0};
	bool ok = tq_tally_month(shelf, month, &tally, err);

	if (ok && tally.n != month->n)
		ok = tq_fail(err, TQ_DATA, "'%s': %lld records, not %lld as the manifest says",
			     shelf->folder, (long long)tally.n, (long long)month->n);
	if (ok && shelf->manifest.grid) {
		tq_holes_find(&tally.runs, &shelf->manifest.covered, tq_month_start(month->month),
			      tq_month_start(month->month + 1), shelf->manifest.iv, &holes);
		if (!same_holes(&month->holes, &holes))
			ok = tq_fail(err, TQ_DATA, "'%s': the gaps are not those of the manifest",
				     shelf->folder);
	}
	tq_holes_fini(&holes);
	tq_bar_runs_fini(&tally.runs);
	return ok;
}

bool
tq_shelf_verify(struct tq_shelf *shelf, struct tq_out *out, bool *whole, struct tq_err *err)
{
	*whole = true;
	for (size_t i = 0; i < shelf->manifest.n; i++) {
		const struct tq_month *month = &shelf->manifest.month[i];
		char name[16];

		if (verify_month(shelf, month, err))
			continue;
		if (err->status != TQ_DATA)
			return false;
		*whole = false;
		snprintf(name, sizeof(name), "%04d-%02d", month->month / 12, month->month % 12 + 1);
		tq_out_open(out, TQ_TYPE_EVENT);
		tq_out_time(out, TQ_F_time, tq_month_start(month->month));
		tq_out_cstr(out, TQ_F_stage, "store");
		tq_out_cstr(out, TQ_F_code, "damaged");
		tq_tell_series(&shelf->manifest, out);
		tq_out_cstr(out, TQ_F_month, name);
		tq_out_cstr(out, TQ_F_reason, err->text);
		tq_out_close(out);
	}
	return true;
}

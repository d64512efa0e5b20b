/* SPDX-License-Identifier: ISC */
#include "import/import.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/names.h"
#include "import/unpack.h"

#include <stdlib.h>

struct tq_import {
	const struct tq_table_options *options;
	struct tq_run *run;
	struct tq_table table;
	struct tq_draft_style *styles;   /* one a table: held drafts name theirs */
	size_t n_styles, cap_styles;

	/* the table that is being read */
	const char *place;
	struct tq_unpack *unpack;
	struct tq_rows rows;
	struct tq_head head;
	struct tq_table_plan plan;
	struct tq_table_state state;
	uint64_t n_rows;
	uint64_t bytes;
	bool planned;            /* it is a table, not records */
	bool below;              /* reading or writing bytes failed: err needs no place */

	struct tq_keep keep;
	struct tq_names symbols; /* --order ascending */
	tq_time *last;           /* by symbol */
	size_t cap_last;
};

struct tq_import *
tq_import_new(const struct tq_table_options *options, struct tq_run *run, struct tq_err *err)
{
	struct tq_import *im = tq_alloc(1, sizeof(*im));

	im->options = options;
	im->run = run;
	if (tq_table_init(&im->table, options, err))
		return im;
	tq_import_free(im);
	return NULL;
}

void
tq_import_free(struct tq_import *im)
{
	if (!im)
		return;
	tq_table_fini(&im->table);
	tq_head_fini(&im->head);
	tq_keep_fini(&im->keep);
	tq_names_fini(&im->symbols);
	tq_buf_fini(&im->state.text);
	tq_buf_fini(&im->state.only_symbol);
	free(im->last);
	free(im->styles);
	free(im);
}

static bool
on_block(void *from, struct tq_str *bytes, struct tq_err *err)
{
	struct tq_import *im = from;

	/* What was said is written before a read that may wait. */
	im->below = tq_unpack_live(im->unpack) && !tq_stream_write(im->run->stream, true, err);
	im->below = im->below || !tq_unpack_block(im->unpack, bytes, err);
	if (im->below)
		return false;
	im->bytes += bytes->n;
	return true;
}

/* Errors that end a file get its name and the line that was reached. */
static bool
at_line(struct tq_import *im, struct tq_err *err)
{
	unsigned long long line = im->rows.row->line;

	if (im->below)
		return false;
	return tq_fail_prefix(err, "%s:%llu", im->place, line ? line : 1);
}

/* Within one symbol, since a long file has one symbol behind the other. */
static bool
check_ascending(struct tq_import *im, const struct tq_draft *draft, struct tq_err *err)
{
	size_t id = tq_names_id(&im->symbols, draft->text[TQ_COL_SYMBOL]);
	char text[2][TQ_TIME_TEXT];
	int n[2];

	if (id >= im->cap_last) {
		size_t cap = 2 * id + 16;

		im->last = tq_realloc(im->last, cap, sizeof(*im->last));
		for (size_t i = im->cap_last; i < cap; i++)
			im->last[i] = TQ_TIME_NONE;
		im->cap_last = cap;
	}
	if (draft->time >= im->last[id]) {
		im->last[id] = draft->time;
		return true;
	}
	n[0] = (int)tq_time_format(draft->time, text[0]);
	n[1] = (int)tq_time_format(im->last[id], text[1]);
	return tq_fail(err, TQ_DATA, "time %.*s is before %.*s (--order ascending)", n[0], text[0],
		       n[1], text[1]);
}

static bool
on_draft(void *to, const struct tq_draft *draft, struct tq_err *err)
{
	struct tq_import *im = to;

	if (im->options->order == TQ_ORDER_ASCENDING && !check_ascending(im, draft, err))
		return false;
	if (im->plan.descending || im->options->order == TQ_ORDER_SORT) {
		tq_keep_add(&im->keep, draft, im->n_styles - 1);
		return true;
	}
	tq_draft_write(draft, &im->styles[im->n_styles - 1], im->run->out);
	return true;
}

static bool
pass_record(struct tq_import *im, const struct tq_row *row, struct tq_err *err)
{
	const struct tq_table_options *o = im->options;

	if (o->since.given || o->until.given || o->order != TQ_ORDER_AUTO)
		return tq_fail(err, TQ_USAGE, "%s holds records, which are passed on as they are: "
					      "--since, --until and --order are for tables",
			       im->place);
	tq_out_raw(im->run->out, row->raw);
	tq_out_raw(im->run->out, tq_str("\n"));
	return tq_stream_write(im->run->stream, false, err);
}

static bool
give_row(struct tq_import *im, const struct tq_row *row, struct tq_err *err)
{
	struct tq_err why = {0};
	bool ok;

	im->n_rows++;
	if (row->record)
		return pass_record(im, row, err);
	if (row->fault)
		ok = tq_fail(&why, TQ_DATA, "%s", row->fault);
	else if (!im->planned)
		ok = tq_fail(&why, TQ_DATA, "no record, as the lines before are");
	else
		ok = tq_table_row(&im->table, &im->plan, &im->state, row, on_draft, im, &why);
	if (ok || tq_stream_refuse(im->run->stream, im->place, row->line, row->offset, row->raw,
				   &why))
		return tq_stream_write(im->run->stream, false, err);
	*err = why;
	return false;
}

/* What all records of the table have in common. */
static void
add_style(struct tq_import *im)
{
	const struct tq_table *t = &im->table;
	char interval[16];
	size_t n = t->made == TQ_MADE_BAR ? tq_interval_format(im->plan.interval, interval) : 0;
	struct tq_draft_style style = {.made = t->made,
				       .symbol = tq_buf_str(&t->symbol),
				       .venue = tq_buf_str(&t->venue),
				       .mark_source = im->options->mark_source};

	if (im->n_styles == im->cap_styles) {
		im->cap_styles = im->cap_styles ? 2 * im->cap_styles : 4;
		im->styles = tq_realloc(im->styles, im->cap_styles, sizeof(*im->styles));
	}
	memcpy(style.interval_text, interval, n);
	style.interval = n;
	im->styles[im->n_styles++] = style;
}

static bool
read_head(struct tq_import *im, struct tq_err *err)
{
	tq_head_clear(&im->head);
	while (im->head.n < TQ_HEAD_ROWS) {
		if (!tq_rows_next(&im->rows, err))
			return at_line(im, err);
		if (im->rows.row->n == 0)
			break;
		tq_head_add(&im->head, im->rows.row);
		if (im->rows.row->record)
			break;
	}
	return true;
}

static void
say_plan(struct tq_import *im)
{
	char text[16];

	for (size_t i = 0; i < im->plan.banner; i++) {
		struct tq_row row = tq_head_row(&im->head, i);

		tq_log(TQ_LOG_WARN, "%s:%llu: line before the header left out: %.*s", im->place,
		       (unsigned long long)row.line, row.raw.n < 80 ? (int)row.raw.n : 80,
		       row.raw.p);
	}
	if (im->plan.interval_found) {
		int n = (int)tq_interval_format(im->plan.interval, text);

		tq_log(TQ_LOG_WARN, "%s: interval %.*s found in the first rows", im->place, n,
		       text);
	}
	if (im->plan.descending && im->options->order == TQ_ORDER_AUTO)
		tq_log(TQ_LOG_INFO, "%s: newest first, turned round", im->place);
}

static void
say_left_out(struct tq_import *im)
{
	if (im->state.blank > 0)
		tq_log(TQ_LOG_WARN, "%s: %llu blank %s left out", im->place,
		       (unsigned long long)im->state.blank,
		       im->options->wide ? "cells" : "rows");
}

static bool
make_plan(struct tq_import *im, struct tq_err *err)
{
	bool records = im->head.n > 0 && im->head.row[im->head.n - 1].record;

	if (records)
		return true;
	if (!tq_table_plan(&im->table, &im->head, tq_rows_names(&im->rows), &im->plan, err))
		return tq_fail_prefix(err, "%s", im->place);
	say_plan(im);
	add_style(im);
	im->planned = true;
	return true;
}

static bool
write_kept(struct tq_import *im, struct tq_err *err)
{
	for (size_t i = 0; i < im->keep.n; i++) {
		struct tq_draft draft = tq_keep_draft(&im->keep, i);

		tq_draft_write(&draft, &im->styles[im->keep.kept[i].style], im->run->out);
		if (!tq_stream_write(im->run->stream, false, err))
			return false;
	}
	tq_keep_clear(&im->keep);
	return true;
}

static bool
read_rows(struct tq_import *im, struct tq_err *err)
{
	if (!read_head(im, err) || !make_plan(im, err))
		return false;
	for (size_t i = im->plan.first; i < im->head.n; i++) {
		struct tq_row row = tq_head_row(&im->head, i);

		if (!give_row(im, &row, err))
			return false;
	}
	while (im->rows.row->n > 0) {
		if (!tq_rows_next(&im->rows, err))
			return at_line(im, err);
		if (im->rows.row->n > 0 && !give_row(im, im->rows.row, err))
			return false;
	}
	say_left_out(im);
	if (!im->plan.descending)
		return true;
	tq_keep_reverse(&im->keep);
	return write_kept(im, err);
}

static bool
import_table(struct tq_import *im, struct tq_err *err)
{
	struct tq_supply supply = {on_block, im};
	bool ok;

	im->place = tq_unpack_place(im->unpack);
	im->plan = (struct tq_table_plan){0};
	im->state.blank = im->state.outside = im->state.row = 0;
	im->n_rows = im->bytes = 0;
	im->planned = im->below = false;
	ok = tq_rows_open(&im->rows, supply, im->table.delimiter, im->options->rows, err);
	ok = ok ? read_rows(im, err) : at_line(im, err);
	tq_rows_close(&im->rows);
	tq_table_plan_fini(&im->plan);
	tq_stream_count(im->run->stream, im->n_rows, im->bytes);
	return ok;
}

bool
tq_import_file(struct tq_import *im, const char *path, struct tq_err *err)
{
	bool found = true, any = false;

	im->unpack = tq_unpack_open(path, err);
	if (!im->unpack)
		return false;
	while (found) {
		if (!tq_unpack_member(im->unpack, &found, err) ||
		    (found && !import_table(im, err))) {
			tq_unpack_close(im->unpack);
			im->unpack = NULL;
			return false;
		}
		any |= found;
	}
	tq_unpack_close(im->unpack);
	im->unpack = NULL;
	return any || tq_fail(err, TQ_DATA, "%s: no rows", strcmp(path, "-") == 0 ? "stdin" : path);
}

bool
tq_import_end(struct tq_import *im, struct tq_err *err)
{
	if (im->options->order != TQ_ORDER_SORT)
		return true;
	tq_keep_sort(&im->keep);
	return write_kept(im, err);
}

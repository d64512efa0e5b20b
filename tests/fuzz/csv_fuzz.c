/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a table: first as rows of CSV, then as rows of whatever they
 * look like, through header, time form and columns to drafts. The same bytes in
 * blocks of one byte and of all must give the same rows and the same end.
 */
#include "import/step.h"
#include "require.h"

struct input {
	struct tq_str left;
	size_t step;
};

static bool
give(void *from, struct tq_str *bytes, struct tq_err *err)
{
	struct input *in = from;
	size_t n = in->left.n < in->step ? in->left.n : in->step;

	(void)err;
	*bytes = (struct tq_str){in->left.p, n};
	in->left.p += n;
	in->left.n -= n;
	return true;
}

static void
note(struct tq_buf *out, const struct tq_row *row)
{
	tq_buf_printf(out, "%llu:%llu:", (unsigned long long)row->line,
		      (unsigned long long)row->offset);
	for (size_t i = 0; i < row->n && !row->fault; i++) {
		tq_buf_printf(out, "%zu,", row->cell[i].n);
		if (row->cell[i].n > 0)
			tq_buf_put(out, row->cell[i].p, row->cell[i].n);
	}
	tq_buf_puts(out, row->fault ? row->fault : "");
	tq_buf_puts(out, "\n");
}

/* All rows and how they end, as one text. */
static void
read_rows(struct tq_str bytes, size_t step, struct tq_buf *out)
{
	struct input in = {bytes, step};
	struct tq_rows rows;
	struct tq_err err = {0};
	bool ok = tq_rows_open(&rows, (struct tq_supply){give, &in}, 0, NULL, &err);

	while (ok) {
		ok = tq_rows_next(&rows, &err);
		if (!ok || rows.row->n == 0)
			break;
		note(out, rows.row);
	}
	tq_buf_puts(out, ok ? "end" : err.text);
	tq_rows_close(&rows);
}

static bool
on_draft(void *to, const struct tq_draft *draft, struct tq_err *err)
{
	struct tq_keep *keep = to;

	(void)err;
	for (int c = 0; c < TQ_COLS; c++)
		require(draft->text[c].n == 0 || draft->text[c].p != NULL, "a text is there");
	tq_keep_add(keep, draft, 0);
	return true;
}

static void
convert(const struct tq_table *table, struct tq_head *head, struct tq_rows *rows)
{
	struct tq_table_plan plan = {0};
	struct tq_table_state state = {0};
	struct tq_keep keep = {0};
	struct tq_err err = {0};

	if (tq_table_plan(table, head, tq_rows_names(rows), &plan, &err))
		for (size_t i = plan.first; i < head->n; i++) {
			struct tq_row row = tq_head_row(head, i);

			if (!row.fault)
				tq_table_row(table, &plan, &state, &row, on_draft, &keep, &err);
		}
	tq_keep_sort(&keep);
	for (size_t i = 1; i < keep.n; i++)
		require(tq_keep_draft(&keep, i - 1).time <= tq_keep_draft(&keep, i).time,
			"sorted by time");
	tq_keep_fini(&keep);
	tq_buf_fini(&state.text);
	tq_buf_fini(&state.only_symbol);
	tq_table_plan_fini(&plan);
}

static void
read_table(struct tq_str bytes, const struct tq_table_options *options)
{
	struct input in = {bytes, 4096};
	struct tq_table table;
	struct tq_head head = {0};
	struct tq_rows rows;
	struct tq_err err = {0};
	bool ok = tq_rows_open(&rows, (struct tq_supply){give, &in}, 0, NULL, &err);

	require(tq_table_init(&table, options, &err), "the options are good");
	while (ok && head.n < TQ_HEAD_ROWS) {
		ok = tq_rows_next(&rows, &err);
		if (!ok || rows.row->n == 0)
			break;
		tq_head_add(&head, rows.row);
	}
	if (head.n > 0)
		convert(&table, &head, &rows);
	tq_head_fini(&head);
	tq_table_fini(&table);
	tq_rows_close(&rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct tq_table_options all[] = {
		{.symbol = "X", .interval = "1d", .blank = TQ_BLANK_SKIP},
		{.symbol = "X", .interval = "auto", .volume = "0", .scale = "100"},
		{.symbol = "X", .interval = "1m", .time_unit = TQ_TABLE_UNIT_MS,
		 .columns = "time,open,high,low,close,volume"},
		{.kind = TQ_KIND_TICK, .columns = "time=date+time"},
		{.wide = "close", .blank = TQ_BLANK_SKIP},
	};
	struct tq_str bytes = {(const char *)data, n};
	struct tq_buf small = {0}, large = {0};

	read_rows(bytes, 1, &small);
	read_rows(bytes, n + 1, &large);
	require(tq_str_eq(tq_buf_str(&small), tq_buf_str(&large)), "blocks do not matter");
	tq_buf_fini(&small);
	tq_buf_fini(&large);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		read_table(bytes, &all[i]);
	return 0;
}

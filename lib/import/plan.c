/* SPDX-License-Identifier: ISC */
#include "import/table.h"

#include "base/mem.h"
#include "import/cell.h"
#include "import/step.h"

#include <stdlib.h>

enum { MAX_BANNER = 20 };

void
tq_table_plan_fini(struct tq_table_plan *plan)
{
	tq_buf_fini(&plan->names);
	tq_buf_fini(&plan->escaped);
	free(plan->name);
	free(plan->symbol);
}

static bool
has_number(const struct tq_row *row)
{
	struct tq_buf room = {0};
	bool found = false;

	for (size_t i = 0; i < row->n && !found; i++) {
		struct tq_str out;

		found = tq_cell_number(tq_cell_trim(row->cell[i]), 0, &room, &out);
	}
	tq_buf_fini(&room);
	return found;
}

/* Trimmed cells of row i in the head's view. */
static struct tq_row
trimmed_row(struct tq_head *head, size_t i)
{
	struct tq_row row = tq_head_row(head, i);

	for (size_t k = 0; k < row.n && !row.fault; k++)
		head->view[k] = tq_cell_trim(head->view[k]);
	return row;
}

/* The header is the first row that knows enough names; numbers before it make it none. */
static bool
find_header(const struct tq_table *t, struct tq_head *head, size_t *at)
{
	size_t enough = t->options->wide ? 1 : 2;

	for (size_t i = 0; i < head->n && i < MAX_BANNER; i++) {
		struct tq_row row = trimmed_row(head, i);

		if (row.fault || row.record)
			return false;
		*at = i;
		if (tq_columns_known(&t->spec, t->made, row.cell, row.n) >= enough)
			return true;
		if (has_number(&row))
			return false;
	}
	return false;
}

static void
keep_names(struct tq_table_plan *plan, const struct tq_str *cell, size_t n)
{
	size_t total = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		total += cell[i].n;
	tq_buf_room(&plan->names, total + 1);
	plan->name = tq_alloc(n, sizeof(*plan->name));
	plan->n_names = n;
	for (size_t i = 0; i < n; i++) {
		tq_buf_put(&plan->names, cell[i].p, cell[i].n);
		plan->name[i] = (struct tq_str){plan->names.p + at, cell[i].n};
		at += cell[i].n;
	}
}

static bool
no_header(const struct tq_table *t, struct tq_head *head, struct tq_err *err)
{
	size_t n = head->n > 0 ? head->row[0].n : 0;

	return tq_fail(err, TQ_DATA,
		       "no header found in the first rows: name the %zu columns by position: "
		       "--columns %s ('-' leaves one out)", n,
		       t->made == TQ_MADE_BAR     ? "time,open,high,low,close,volume"
		       : t->made == TQ_MADE_TICK  ? "time,price,qty"
		       : t->made == TQ_MADE_QUOTE ? "time,bid,ask"
		       : t->made == TQ_MADE_PRICE ? "time,price"
						  : "time,rate");
}

/* With places given, the first row is a header if it holds no number at all. */
static bool
plan_placed(const struct tq_table *t, struct tq_head *head, struct tq_table_plan *plan,
	    struct tq_err *err)
{
	struct tq_row row = trimmed_row(head, 0);

	if (!tq_columns_placed(&t->spec, t->made, t->lacking, &plan->columns, err))
		return false;
	if (t->options->header == TQ_HEADER_YES ||
	    (t->options->header == TQ_HEADER_AUTO && !row.fault && !has_number(&row)))
		plan->first = 1;
	return true;
}

static bool
plan_named(const struct tq_table *t, const struct tq_str *cell, size_t n,
	   struct tq_table_plan *plan, struct tq_err *err)
{
	keep_names(plan, cell, n);
	return tq_columns_named(&t->spec, t->made, plan->name, n, t->lacking, &plan->columns, err);
}

static bool
plan_columns(const struct tq_table *t, struct tq_head *head, const struct tq_names *names,
	     struct tq_table_plan *plan, struct tq_err *err)
{
	struct tq_row row;
	size_t at = 0;

	plan->by_key = names != NULL;
	if (names)
		return plan_named(t, names->name, names->n, plan, err);
	if (t->spec.places > 0)
		return plan_placed(t, head, plan, err);
	if (t->options->header == TQ_HEADER_NO ||
	    (t->options->header == TQ_HEADER_AUTO && !find_header(t, head, &at)))
		return no_header(t, head, err);
	row = trimmed_row(head, at);
	plan->banner = at;
	plan->first = at + 1;
	return plan_named(t, row.cell, row.n, plan, err);
}

/* Every column but the time is a symbol of that name. */
static bool
plan_wide(const struct tq_table *t, struct tq_table_plan *plan, struct tq_err *err)
{
	const struct tq_columns *c = &plan->columns;
	size_t *at;

	if (!t->options->wide)
		return true;
	if (!plan->name)
		return tq_fail(err, TQ_USAGE, "--wide: the file has no header");
	plan->symbol = tq_alloc(plan->n_names, sizeof(*plan->symbol));
	at = tq_alloc(plan->n_names + 1, sizeof(*at));
	for (size_t i = 0; i < plan->n_names; i++) {
		bool ok = (int)i == c->at[TQ_COL_TIME] || (int)i == c->time2 ||
			  (plan->name[i].n > 0 && tq_cell_escape(plan->name[i], &plan->escaped));

		at[i + 1] = plan->escaped.n;
		if (ok)
			continue;
		free(at);
		return tq_fail(err, TQ_DATA, "column %zu has no name that could be a symbol",
			       i + 1);
	}
	tq_buf_room(&plan->escaped, 1);
	for (size_t i = 0; i < plan->n_names; i++)
		plan->symbol[i] = (struct tq_str){plan->escaped.p + at[i], at[i + 1] - at[i]};
	free(at);
	return plan->escaped.n > 0 ||
	       tq_fail(err, TQ_DATA, "--wide: no column beside the time");
}

bool
tq_table_plan(const struct tq_table *t, struct tq_head *head, const struct tq_names *names,
	      struct tq_table_plan *plan, struct tq_err *err)
{
	*plan = (struct tq_table_plan){.form = t->form, .interval = t->interval};
	if (head->n == 0)
		return tq_fail(err, TQ_DATA, "no rows");
	if (!plan_columns(t, head, names, plan, err) || !plan_wide(t, plan, err))
		return false;
	if (plan->first >= head->n)
		return tq_fail(err, TQ_DATA, "no rows behind the header");
	return tq_plan_times(t, head, plan, err);
}

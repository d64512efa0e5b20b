/* SPDX-License-Identifier: ISC */
#include "import/table.h"

#include "import/cell.h"
#include "import/step.h"
#include "num/dec.h"

#include <strings.h>

/* A row on its way, with what its messages need. */
struct way {
	const struct tq_table *t;
	const struct tq_table_plan *plan;
	struct tq_table_state *state;
	const struct tq_row *row;
	struct tq_draft draft;
};

/* What the user calls a column: its header, or the field it was given as. */
static struct tq_str
column_name(const struct way *w, int at, enum tq_col col)
{
	if (at >= 0 && (size_t)at < w->plan->n_names && w->plan->name[at].n > 0)
		return w->plan->name[at];
	return tq_str(tq_col_info(col)->name);
}

static bool
bad_cell(const struct way *w, int at, enum tq_col col, struct tq_str cell, const char *what,
	 struct tq_err *err)
{
	struct tq_str name = column_name(w, at, col);

	return tq_fail(err, TQ_DATA, "'%.*s' is %s: '%.*s'", TQ_STR_ARG(name), what,
		       cell.n < 60 ? (int)cell.n : 60, cell.p);
}

static bool
blank_cell(const struct way *w, int at, enum tq_col col, struct tq_err *err)
{
	struct tq_str name = column_name(w, at, col);

	return tq_fail(err, TQ_DATA, "'%.*s' is blank (--blank skip leaves such rows out)",
		       TQ_STR_ARG(name));
}

static bool
check_width(const struct way *w, struct tq_err *err)
{
	size_t width = w->plan->columns.width, n = w->row->n;

	if (w->plan->by_key)
		return true;
	while (n > width && w->row->cell[n - 1].n == 0)
		n--;
	if (n <= width && w->row->n >= width)
		return true;
	return tq_fail(err, TQ_DATA, "%zu cells, not %zu as %s%s", w->row->n, width,
		       w->plan->n_names ? "the header" : "--columns",
		       w->plan->n_names || n <= width ? "" : " ('-' leaves one out)");
}

static struct tq_str
cell_at(const struct way *w, int at)
{
	if (at < 0 || (size_t)at >= w->row->n)
		return tq_str("");
	return tq_cell_trim(w->row->cell[at]);
}

/* The first blank cell that the record cannot be without; -1 if there is none. */
static int
first_blank(const struct way *w)
{
	for (int c = 0; c < TQ_COLS; c++) {
		int at = w->plan->columns.at[c];
		bool needed = tq_col_info((enum tq_col)c)->needed >> w->t->made & 1;

		if (at >= 0 && needed && cell_at(w, at).n == 0)
			return c;
	}
	return -1;
}

static bool
read_side(struct way *w, int at, enum tq_col col, struct tq_str cell, struct tq_err *err)
{
	static const struct {
		const char *text, *side;
		enum tq_col col;
	} known[] = {
		{"buy", "buy", TQ_COL_SIDE},           {"sell", "sell", TQ_COL_SIDE},
		{"b", "buy", TQ_COL_SIDE},             {"s", "sell", TQ_COL_SIDE},
		{"true", "sell", TQ_COL_BUYER_MAKER},  {"false", "buy", TQ_COL_BUYER_MAKER},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (col == known[i].col && cell.n == strlen(known[i].text) &&
		    strncasecmp(cell.p, known[i].text, cell.n) == 0) {
			w->draft.text[TQ_COL_SIDE] = tq_str(known[i].side);
			return true;
		}
	if (col == TQ_COL_SIDE)
		return bad_cell(w, at, col, cell, "neither buy nor sell", err);
	return bad_cell(w, at, col, cell, "neither true nor false", err);
}

static bool
read_text(struct way *w, int at, enum tq_col col, struct tq_str cell, struct tq_err *err)
{
	struct tq_buf *text = &w->state->text;
	size_t start = text->n;

	if (!tq_cell_escape(cell, text))
		return bad_cell(w, at, col, tq_str("?"), "no UTF-8", err);
	w->draft.text[col] = (struct tq_str){text->p + start, text->n - start};
	return true;
}

/* A symbol that is given may rename the file's own, if that is always the same. */
static bool
check_symbol(struct way *w, struct tq_err *err)
{
	struct tq_str symbol = w->draft.text[TQ_COL_SYMBOL];
	struct tq_buf *only = &w->state->only_symbol;

	if (!w->t->options->symbol || symbol.n == 0)
		return true;
	if (only->n == 0)
		tq_buf_put(only, symbol.p, symbol.n);
	if (tq_str_eq(tq_buf_str(only), symbol))
		return true;
	return tq_fail(err, TQ_USAGE, "the file has symbols '%.*s' and '%.*s': "
				      "leave --symbol out", TQ_STR_ARG(*only), TQ_STR_ARG(symbol));
}

/* What --scale moves. */
static bool
is_money(const struct tq_col_info *info)
{
	return info->form == 'p' || info->form == 'c';
}

/* No dividend is written as 0, and no split as 0 or 1, on the rows of all other days. */
static bool
says_none(const struct tq_col_info *info, struct tq_str number)
{
	struct tq_dec x;

	return (info->form == 'c' || info->form == 'x') && tq_dec_parse(number, &x) &&
	       (tq_dec_sign(x) == 0 || (info->form == 'x' && tq_dec_eq(x, tq_dec(1, 0))));
}

static bool
read_cell(struct way *w, enum tq_col col, struct tq_err *err)
{
	const struct tq_col_info *info = tq_col_info(col);
	int at = w->plan->columns.at[col];
	struct tq_str cell = cell_at(w, at);

	if (at < 0 || cell.n == 0 || info->form == 't')
		return true;
	if (info->form == 's')
		return read_text(w, at, col, cell, err);
	if (info->form == 'd' || info->form == 'm')
		return read_side(w, at, col, cell, err);
	if (!tq_cell_number(cell, is_money(info) ? w->t->scale : 0, &w->state->text,
			    &w->draft.text[col]))
		return bad_cell(w, at, col, cell, "no plain number", err);
	if (says_none(info, w->draft.text[col]))
		w->draft.text[col].n = 0;
	return true;
}

/* One number a column, each with its own symbol. */
static bool
give_wide(struct way *w, tq_table_give *give, void *to, struct tq_err *err)
{
	enum tq_col col = w->t->wide;

	for (size_t i = 0; i < w->plan->n_names; i++) {
		struct tq_str cell = cell_at(w, (int)i);

		if ((int)i == w->plan->columns.at[TQ_COL_TIME] || (int)i == w->plan->columns.time2)
			continue;
		if (cell.n > 0 && !tq_cell_number(cell, w->t->scale, &w->state->text,
						  &w->draft.text[col]))
			return bad_cell(w, (int)i, col, cell, "no plain number", err);
		if (cell.n == 0 && w->t->options->blank == TQ_BLANK_REFUSE)
			return blank_cell(w, (int)i, col, err);
	}
	for (size_t i = 0; i < w->plan->n_names; i++) {
		struct tq_str cell = cell_at(w, (int)i);

		if ((int)i == w->plan->columns.at[TQ_COL_TIME] || (int)i == w->plan->columns.time2)
			continue;
		w->state->blank += cell.n == 0;
		if (cell.n == 0)
			continue;
		tq_buf_clear(&w->state->text);
		tq_cell_number(cell, w->t->scale, &w->state->text, &w->draft.text[col]);
		w->draft.text[TQ_COL_SYMBOL] = w->plan->symbol[i];
		if (!give(to, &w->draft, err))
			return false;
	}
	return true;
}

/* Rooms made once, so that texts that point into them stay. */
static void
make_room(struct way *w)
{
	tq_buf_clear(&w->state->text);
	tq_buf_room(&w->state->text, 6 * w->row->raw.n + 80 * TQ_COLS + 64);
}

static bool
outside(const struct tq_table_options *o, tq_time t)
{
	return (o->since.given && t < o->since.t) || (o->until.given && t >= o->until.t);
}

bool
tq_table_row(const struct tq_table *table, const struct tq_table_plan *plan,
	     struct tq_table_state *state, const struct tq_row *row, tq_table_give *give, void *to,
	     struct tq_err *err)
{
	struct way w = {.t = table, .plan = plan, .state = state, .row = row};
	int blank;

	make_room(&w);
	w.draft.row = state->row++;
	if (!check_width(&w, err))
		return false;
	blank = first_blank(&w);
	if (blank >= 0 && table->options->blank == TQ_BLANK_REFUSE)
		return blank_cell(&w, plan->columns.at[blank], (enum tq_col)blank, err);
	state->blank += blank >= 0;
	if (blank >= 0)
		return true;
	if (!tq_timeform_read(&plan->form, tq_row_time(plan, row, &state->text), &w.draft.time,
			      err))
		return false;
	if (outside(table->options, w.draft.time)) {
		state->outside++;
		return true;
	}
	if (table->options->wide)
		return give_wide(&w, give, to, err);
	for (int c = 0; c < TQ_COLS; c++)
		if (!read_cell(&w, (enum tq_col)c, err))
			return false;
	if (!check_symbol(&w, err))
		return false;
	if (plan->columns.at[TQ_COL_VOLUME] < 0)
		w.draft.text[TQ_COL_VOLUME] = table->volume;
	return give(to, &w.draft, err);
}

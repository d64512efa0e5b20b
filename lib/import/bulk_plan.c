/* SPDX-License-Identifier: ISC */
#include "import/bulk_row.h"

#include "import/cell.h"
#include "record/field.h"

static enum tq_type
type_of(enum tq_made made)
{
	static const enum tq_type types[] = {
		[TQ_MADE_BAR] = TQ_TYPE_BAR, [TQ_MADE_PRICE] = TQ_TYPE_PRICE,
		[TQ_MADE_TICK] = TQ_TYPE_TICK, [TQ_MADE_QUOTE] = TQ_TYPE_QUOTE,
		[TQ_MADE_FUNDING] = TQ_TYPE_FUNDING,
	};

	return types[made];
}

/* ,"symbol":"BTC/USDT" */
static bool
put_text(struct tq_buf *out, int field, const char *text, struct tq_err *err)
{
	struct tq_str key = tq_field_key(field);

	if (!text)
		return true;
	tq_buf_put(out, key.p, key.n);
	tq_buf_puts(out, "\"");
	if (!tq_cell_escape(tq_str(text), out))
		return tq_fail(err, TQ_USAGE, "no UTF-8: '%s'", text);
	tq_buf_puts(out, "\"");
	return true;
}

static bool
put_common(struct tq_bulk_plan *plan, struct tq_err *err)
{
	const struct tq_bulk_form *form = plan->form;
	struct tq_str head = tq_type_head(type_of(form->made));
	struct tq_str key = tq_field_key(TQ_F_time);
	bool ok;

	tq_buf_put(&plan->head, head.p, head.n);
	tq_buf_put(&plan->head, key.p, key.n);
	tq_buf_puts(&plan->head, "\"");
	tq_buf_puts(&plan->middle, "\"");
	ok = put_text(&plan->middle, TQ_F_symbol, form->symbol, err) &&
	     put_text(&plan->middle, TQ_F_venue, form->venue, err) &&
	     put_text(&plan->middle, TQ_F_interval,
		      form->made == TQ_MADE_BAR ? form->interval : NULL, err);
	if (form->synthetic) {
		key = tq_field_key(TQ_F_synthetic);
		tq_buf_put(&plan->tail, key.p, key.n);
		tq_buf_puts(&plan->tail, "true");
	}
	ok = ok && put_text(&plan->tail, TQ_F_source, form->source, err);
	tq_buf_puts(&plan->tail, "}\n");
	return ok;
}

static void
add_field(struct tq_bulk_plan *plan, enum tq_col col, int at)
{
	const struct tq_col_info *info = tq_col_info(col);
	struct tq_str key = tq_field_key(info->field);

	plan->field[plan->n++] = (struct tq_bulk_field){
		.at = (size_t)at, .col = col, .form = info->form,
		.key = plan->keys.n, .key_n = key.n,
	};
	tq_buf_put(&plan->keys, key.p, key.n);
}

static bool
choose_fields(struct tq_bulk_plan *plan, struct tq_err *err)
{
	struct tq_col_spec spec;
	struct tq_columns columns;
	enum tq_made made = plan->form->made;

	if (!tq_col_spec_parse(plan->form->columns, &spec, err) ||
	    !tq_columns_placed(&spec, made, 1u << TQ_COL_SYMBOL, &columns, err))
		return false;
	plan->width = columns.width;
	plan->time_at = (size_t)columns.at[TQ_COL_TIME];
	for (int c = 0; c < TQ_COLS; c++) {
		const struct tq_col_info *info = tq_col_info((enum tq_col)c);

		if (columns.at[c] < 0 || c == TQ_COL_TIME)
			continue;
		if (c == TQ_COL_SYMBOL || !(info->taken >> made & 1) ||
		    !strchr("pnsdm", info->form))
			return tq_fail(err, TQ_USAGE, "column '%s' is of no use in '%s'",
				       info->name, plan->form->columns);
		add_field(plan, (enum tq_col)c, columns.at[c]);
	}
	return true;
}

bool
tq_bulk_plan(struct tq_bulk_plan *plan, const struct tq_bulk_form *form, struct tq_err *err)
{
	*plan = (struct tq_bulk_plan){.form = form, .day = INT64_MIN};
	if (choose_fields(plan, err) && put_common(plan, err))
		return true;
	err->status = TQ_USAGE;
	return false;
}

void
tq_bulk_plan_fini(struct tq_bulk_plan *plan)
{
	tq_buf_fini(&plan->keys);
	tq_buf_fini(&plan->head);
	tq_buf_fini(&plan->middle);
	tq_buf_fini(&plan->tail);
}

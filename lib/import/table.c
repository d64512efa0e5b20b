/* SPDX-License-Identifier: ISC */
#include "import/table.h"

#include "import/cell.h"

static bool
set_kind(struct tq_table *t, struct tq_err *err)
{
	const struct tq_table_options *o = t->options;
	int kind = o->kind;

	if (kind == TQ_KIND_AUTO)
		kind = o->wide ? TQ_KIND_PRICE : TQ_KIND_BAR;
	t->made = (enum tq_made)(kind - TQ_KIND_BAR);
	if (o->volume && kind != TQ_KIND_BAR)
		return tq_fail(err, TQ_USAGE, "--volume is for bars");
	if (o->interval && kind != TQ_KIND_BAR)
		return tq_fail(err, TQ_USAGE, "--interval is for bars");
	if (!o->wide)
		return true;
	if (kind != TQ_KIND_PRICE && kind != TQ_KIND_FUNDING)
		return tq_fail(err, TQ_USAGE, "--wide has one number a symbol and time: "
					      "it makes --kind price or funding");
	t->wide = kind == TQ_KIND_PRICE ? TQ_COL_PRICE : TQ_COL_RATE;
	if (!tq_str_is(tq_str(o->wide), tq_col_info(t->wide)->name) &&
	    !(t->wide == TQ_COL_PRICE && strcmp(o->wide, "close") == 0))
		return tq_fail(err, TQ_USAGE, "--wide: '%s' is none of price, close, rate",
			       o->wide);
	t->lacking |= 1u << t->wide | 1u << TQ_COL_SYMBOL;
	return true;
}

static bool
set_delimiter(struct tq_table *t, struct tq_err *err)
{
	const char *text = t->options->delimiter;

	if (!text)
		return true;
	t->delimiter = strcmp(text, "tab") == 0 ? '\t' : text[0];
	if ((t->delimiter != '\t' && text[1] != '\0') || !t->delimiter ||
	    strchr("\"\n\r", t->delimiter))
		return tq_fail(err, TQ_USAGE, "--delimiter: '%s' is not one byte, nor 'tab'", text);
	return true;
}

static bool
set_scale(struct tq_table *t, struct tq_err *err)
{
	const char *text = t->options->scale;

	if (!text)
		return true;
	t->scale = (int)strlen(text) - 1;
	if (text[0] != '1' || t->scale > 18 || (int)strspn(text + 1, "0") != t->scale)
		return tq_fail(err, TQ_USAGE,
			       "--scale: '%s' is no power of ten to divide by (1, 10, 100 ...)",
		               text);
	return true;
}

static bool
set_time(struct tq_table *t, struct tq_err *err)
{
	const struct tq_table_options *o = t->options;

	if (o->time_format && o->time_unit != TQ_TABLE_UNIT_NONE)
		return tq_fail(err, TQ_USAGE, "--time-format and --time-unit exclude each other");
	if (o->time_format && !tq_timeform_set(&t->form, o->time_format, err))
		return tq_fail_prefix(err, "--time-format");
	if (o->time_unit != TQ_TABLE_UNIT_NONE)
		t->form.unit = (enum tq_time_unit)(o->time_unit - TQ_TABLE_UNIT_S);
	t->form_given = o->time_format || o->time_unit != TQ_TABLE_UNIT_NONE;
	if (o->timezone) {
		t->zone = tq_zone_open(o->timezone, err);
		if (!t->zone)
			return tq_fail_prefix(err, "--timezone");
	}
	t->form.zone = t->zone;
	if (o->since.given && o->until.given && o->since.t >= o->until.t)
		return tq_fail(err, TQ_USAGE, "--since is not before --until");
	return true;
}

static bool
set_names(struct tq_table *t, struct tq_err *err)
{
	const struct tq_table_options *o = t->options;

	if (o->symbol && o->wide)
		return tq_fail(err, TQ_USAGE, "--symbol: a wide file has its own in its header");
	if (o->symbol && (!o->symbol[0] || !tq_cell_escape(tq_str(o->symbol), &t->symbol)))
		return tq_fail(err, TQ_USAGE, "--symbol: empty, or no UTF-8");
	if (o->venue && (!o->venue[0] || !tq_cell_escape(tq_str(o->venue), &t->venue)))
		return tq_fail(err, TQ_USAGE, "--venue: empty, or no UTF-8");
	if (o->symbol)
		t->lacking |= 1u << TQ_COL_SYMBOL;
	return true;
}

static bool
set_bar(struct tq_table *t, struct tq_err *err)
{
	const struct tq_table_options *o = t->options;
	struct tq_buf room = {0};
	bool ok;

	if (t->made != TQ_MADE_BAR)
		return true;
	if (o->interval && strcmp(o->interval, "auto") != 0 &&
	    !tq_interval_parse(tq_str(o->interval), &t->interval))
		return tq_fail(err, TQ_USAGE, "--interval: not an interval: '%s'", o->interval);
	if (!o->volume)
		return true;
	ok = tq_cell_number(tq_str(o->volume), 0, &room, &t->volume) && o->volume[0] != '-';
	t->volume = tq_str(o->volume);
	ok = ok && room.n == 0;
	tq_buf_fini(&room);
	t->lacking |= 1u << TQ_COL_VOLUME;
	return ok || tq_fail(err, TQ_USAGE, "--volume: not a plain number: '%s'", o->volume);
}

bool
tq_table_init(struct tq_table *t, const struct tq_table_options *options, struct tq_err *err)
{
	*t = (struct tq_table){.options = options, .form = {.unit = TQ_UNIT_S}};
	return set_kind(t, err) && set_delimiter(t, err) && set_scale(t, err) &&
	       set_time(t, err) && set_names(t, err) && set_bar(t, err) &&
	       (!options->columns || tq_col_spec_parse(options->columns, &t->spec, err) ||
		tq_fail_prefix(err, "--columns"));
}

void
tq_table_fini(struct tq_table *t)
{
	tq_zone_free(t->zone);
	tq_buf_fini(&t->symbol);
	tq_buf_fini(&t->venue);
}

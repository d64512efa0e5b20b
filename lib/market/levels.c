/* SPDX-License-Identifier: ISC */
#include "market/levels.h"

void
tq_levels_begin(struct tq_levels *levels, const struct tq_value *value)
{
	*levels = (struct tq_levels){0};
	if (value != NULL && value->kind == TQ_ARRAY)
		levels->p = value->text + 1;
}

static const char *
skip_blanks(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')
		p++;
	return p;
}

/* A number or a string without escapes that holds one; NULL when it is neither. */
static const char *
take_number(const char *p, struct tq_dec *out)
{
	bool quoted = *p == '"';
	const char *from = p + quoted;
	const char *end = from;

	while (*end == '-' || *end == '+' || *end == '.' || *end == 'e' || *end == 'E' ||
	       (*end >= '0' && *end <= '9'))
		end++;
	if ((quoted && *end != '"') ||
	    !tq_dec_parse((struct tq_str){from, (size_t)(end - from)}, out))
		return NULL;
	return skip_blanks(end + quoted);
}

/* Behind the bracket that closes this level, over strings and whatever is nested. */
static const char *
close_level(const char *p)
{
	int depth = 1;

	for (; depth > 0; p++) {
		if (*p == '[' || *p == '{')
			depth++;
		else if (*p == ']' || *p == '}')
			depth--;
		else if (*p == '"')
			for (p++; *p != '"'; p++)
				p += *p == '\\';
	}
	return p;
}

bool
tq_levels_next(struct tq_levels *levels, struct tq_level *level)
{
	const char *p = levels->p;

	if (p == NULL || levels->bad)
		return false;
	p = skip_blanks(p);
	p = *p == ',' ? skip_blanks(p + 1) : p;
	if (*p == ']')
		return false;
	levels->bad = true;
	if (*p != '[')
		return false;
	p = take_number(skip_blanks(p + 1), &level->price);
	if (p == NULL || *p != ',')
		return false;
	p = take_number(skip_blanks(p + 1), &level->qty);
	if (p == NULL || (*p != ',' && *p != ']'))
		return false;
	levels->bad = false;
	levels->p = close_level(p);
	levels->at++;
	return true;
}

static void
see_level(struct tq_book_view *view, enum tq_book_side side, const struct tq_level *level,
	  const struct tq_level *before)
{
	struct tq_dec low = tq_dec_sign(level->price) <= 0 ? level->price : level->qty;

	if (!view->low && tq_dec_sign(low) <= 0) {
		view->low = true;
		view->low_side = side;
		view->low_qty = tq_dec_sign(level->price) > 0;
		view->lowest = low;
	}
	if (before == NULL || view->disorder ||
	    (side == TQ_BIDS ? tq_dec_lt(level->price, before->price) :
	     tq_dec_gt(level->price, before->price)))
		return;
	view->disorder = true;
	view->disorder_side = side;
	view->before = before->price;
	view->after = level->price;
}

void
tq_book_look(const struct tq_rec *rec, struct tq_book_view *view)
{
	static const int field[] = {[TQ_BIDS] = TQ_F_bids, [TQ_ASKS] = TQ_F_asks};
	int side;

	*view = (struct tq_book_view){0};
	for (side = TQ_BIDS; side <= TQ_ASKS; side++) {
		struct tq_level level, before = {0};
		struct tq_levels levels;

		tq_levels_begin(&levels, tq_rec_value(rec, field[side]));
		while (tq_levels_next(&levels, &level)) {
			if (levels.at == 1)
				view->best[side] = level;
			see_level(view, (enum tq_book_side)side, &level,
				  levels.at > 1 ? &before : NULL);
			before = level;
		}
		view->n[side] = levels.at;
		if (levels.bad && !view->bad) {
			view->bad = true;
			view->bad_side = (enum tq_book_side)side;
			view->bad_at = levels.at;
		}
	}
}

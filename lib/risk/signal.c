/* SPDX-License-Identifier: ISC */
#include "risk/signal.h"

void
tq_signal_want(struct tq_run *run)
{
	static const int fields[] = {
		TQ_F_time, TQ_F_id, TQ_F_symbol, TQ_F_venue, TQ_F_side, TQ_F_strategy, TQ_F_price,
		TQ_F_limit, TQ_F_stop_entry, TQ_F_stop, TQ_F_take, TQ_F_size, TQ_F_tag,
	};

	for (size_t i = 0; i < TQ_COUNT(fields); i++)
		tq_want(run, fields[i]);
}

static bool
read_side(const struct tq_rec *rec, int *side, struct tq_err *err)
{
	static const char *const names[] = {"short", "flat", "long"};
	struct tq_str text;

	if (!tq_rec_str(rec, TQ_F_side, &text, err))
		return false;
	for (*side = -1; *side <= 1; ++*side) {
		if (tq_str_is(text, names[*side + 1]))
			return true;
	}
	return tq_fail(err, TQ_DATA, "unknown 'side': %.*s", TQ_STR_ARG(text));
}

/* Not there is 0; there, it is above zero. */
static bool
read_price(const struct tq_rec *rec, int field, struct tq_dec *out, struct tq_err *err)
{
	*out = tq_dec(0, 0);
	return !tq_rec_has(rec, field) || tq_rec_above_zero(rec, field, out, err);
}

static bool
read_names(const struct tq_rec *rec, struct tq_signal *s, struct tq_err *err)
{
	struct tq_str text;
	int tag = tq_rec_has(rec, TQ_F_tag) ? TQ_F_tag : TQ_F_strategy;

	if (!tq_rec_str(rec, TQ_F_id, &text, err) || !tq_key_set(s->id, text, tq_str("id"), err) ||
	    !tq_rec_str(rec, TQ_F_symbol, &s->symbol, err) ||
	    (tq_rec_has(rec, TQ_F_venue) && !tq_rec_str(rec, TQ_F_venue, &s->venue, err)))
		return false;
	return !tq_rec_has(rec, tag) || (tq_rec_str(rec, tag, &text, err) &&
					 tq_key_set(s->tag, text, tq_field_name(tag), err));
}

bool
tq_signal_read(const struct tq_rec *rec, struct tq_signal *s, struct tq_err *err)
{
	memset(s, 0, sizeof(*s));
	if (!tq_rec_time(rec, TQ_F_time, &s->time, err) || !read_names(rec, s, err) ||
	    !read_side(rec, &s->side, err) || !read_price(rec, TQ_F_price, &s->price, err) ||
	    !read_price(rec, TQ_F_limit, &s->limit, err) ||
	    !read_price(rec, TQ_F_stop_entry, &s->stop_entry, err) ||
	    !read_price(rec, TQ_F_stop, &s->stop, err) ||
	    !read_price(rec, TQ_F_take, &s->take, err) ||
	    !read_price(rec, TQ_F_size, &s->size, err))
		return false;
	if (s->side != 0 && tq_dec_sign(s->price) == 0)
		return tq_fail(err, TQ_DATA, "missing field \"price\"");
	return true;
}

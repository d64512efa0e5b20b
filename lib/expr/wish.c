/* SPDX-License-Identifier: ISC */
#include "expr/wish.h"

#include "base/hash.h"
#include "num/f64.h"

enum {
	MORE_DIGITS = 4,         /* of a price made, behind those of the price that was seen */
	PRICE_DIGITS = 15,       /* significant ones that a double has */
	SIZE_DIGITS = 10
};

static const int field_of[TQ_ATTR_VALUES] = {
	[TQ_ATTR_STRENGTH] = TQ_F_strength, [TQ_ATTR_SCORE] = TQ_F_score,
	[TQ_ATTR_PRICE] = TQ_F_price, [TQ_ATTR_LIMIT] = TQ_F_limit,
	[TQ_ATTR_STOP_ENTRY] = TQ_F_stop_entry,
	[TQ_ATTR_STOP] = TQ_F_stop, [TQ_ATTR_TAKE] = TQ_F_take, [TQ_ATTR_TRAIL] = TQ_F_trail,
	[TQ_ATTR_RATCHET] = TQ_F_ratchet, [TQ_ATTR_SIZE] = TQ_F_size, [TQ_ATTR_QTY] = TQ_F_qty,
	[TQ_ATTR_TARGET] = TQ_F_target, [TQ_ATTR_WEIGHT] = TQ_F_weight,
};

/* With at most so many significant digits and so many behind the point. */
static bool
to_dec(double x, int digits, int scale, struct tq_dec *out)
{
	char text[TQ_F64_TEXT];
	struct tq_str shortest = {text, 0};
	int before;

	if (!isfinite(x))
		return false;
	before = x == 0 ? 0 : (int)floor(log10(fabs(x))) + 1;
	if (digits - before < scale)
		scale = digits - before;
	if (scale < 0)
		scale = 0;
	if (scale > TQ_DEC_MAX_SCALE)
		scale = TQ_DEC_MAX_SCALE;
	shortest.n = tq_f64_format(x, text);
	if (!tq_dec_parse(shortest, out))
		return false;
	*out = tq_dec_strip(tq_dec_round(*out, scale, TQ_ROUND_HALF_EVEN));
	return tq_dec_ok(*out);
}

bool
tq_wish_price(double x, struct tq_dec like, struct tq_dec *out)
{
	if (to_dec(x, PRICE_DIGITS, like.scale + MORE_DIGITS, out) && tq_dec_sign(*out) > 0)
		return true;
	*out = (struct tq_dec){0, TQ_DEC_BAD};
	return false;
}

bool
tq_wish_size(double x, struct tq_dec *out)
{
	return to_dec(x, SIZE_DIGITS, TQ_DEC_MAX_SCALE, out);
}

void
tq_wish_start(struct tq_wish *wish, const char *strategy, enum tq_rule_side side)
{
	struct tq_buf why = wish->why;

	*wish = (struct tq_wish){
		.strategy = strategy, .side = side, .priced = true,
		.strength = 1, .score = (double)NAN, .quality = (double)NAN,
	};
	for (int i = 0; i < TQ_ATTR_VALUES; i++)
		wish->value[i].scale = TQ_DEC_BAD;
	tq_buf_clear(&why);
	wish->why = why;
}

void
tq_wish_fini(struct tq_wish *wish)
{
	tq_buf_fini(&wish->why);
}

void
tq_wish_explain_value(struct tq_buf *why, struct tq_str name, double x)
{
	char *p = tq_buf_room(why, name.n + TQ_F64_TEXT + 4);

	if (why->n > 0)
		*p++ = ',';
	*p++ = '"';
	memcpy(p, name.p, name.n);
	p += name.n;
	*p++ = '"';
	*p++ = ':';
	p += tq_f64_format(x, p);
	why->n = (size_t)(p - why->p);
}

void
tq_wish_explain(struct tq_buf *why, const struct tq_program *program, const struct tq_moment *m)
{
	const char *key = program->why_keys.p;
	char *start = tq_buf_room(why, program->why_keys.n +
				  program->n_why * (TQ_F64_TEXT + TQ_WIDE)), *p = start;

	for (size_t i = 0; i < program->n_why; i++) {
		size_t n = program->why[i].name.n + 4;

		p = tq_put_wide(p, key, n);
		p += tq_f64_format(tq_flow_value(m->flow, program->why[i].reg), p);
		key += n;
	}
	if (why->n == 0 && p > start) {
		p--;
		memmove(start, start + 1, (size_t)(p - start));
	}
	why->n = (size_t)(p - why->p);
}

double
tq_wish_quality(const struct tq_program *program, const struct tq_moment *m)
{
	double x = program->quality == TQ_PLAN_NONE ? (double)NAN :
		   tq_flow_value(m->flow, program->quality);

	return x < 0 ? 0 : x > 100 ? 100 : x;
}

/* An attribute that was given has to have a value. */
static bool
evaluate(struct tq_wish *wish, const struct tq_rule *rule, int attr, const struct tq_moment *m)
{
	double x = tq_flow_value(m->flow, rule->value[attr]);
	struct tq_dec *value = &wish->value[attr];

	if (attr <= TQ_ATTR_RATCHET)
		return tq_wish_price(x, m->close, value);
	if (!tq_wish_size(x, value))
		return false;
	if (attr == TQ_ATTR_SIZE)
		return tq_dec_sign(*value) > 0 && tq_dec_le(*value, tq_dec(1, 0));
	return attr != TQ_ATTR_QTY || tq_dec_sign(*value) > 0;
}

/* Of a target and a weight the sign is the side; nothing to hold is flat. */
static void
take_side(struct tq_wish *wish)
{
	for (int i = TQ_ATTR_TARGET; i <= TQ_ATTR_WEIGHT; i++) {
		int sign = tq_dec_sign(wish->value[i]);

		if (tq_dec_ok(wish->value[i]))
			wish->side = sign > 0 ? TQ_RULE_LONG : sign < 0 ? TQ_RULE_SHORT :
				     TQ_RULE_FLAT;
	}
	if (wish->side == TQ_RULE_FLAT)
		tq_wish_flatten(wish);
}

static double
number_of(const struct tq_rule *rule, int attr, const struct tq_moment *m)
{
	return tq_flow_value(m->flow, rule->value[attr]);
}

bool
tq_wish_make(struct tq_wish *wish, const struct tq_program *program,
	     const struct tq_fired *fired, const struct tq_moment *m)
{
	const struct tq_rule *rule = fired->rule;

	wish->side = fired->side;
	if (fired->manages) {
		wish->manages = true;
		wish->value[TQ_ATTR_RATCHET] = fired->ratchet;
		return true;
	}
	for (int i = TQ_ATTR_PRICE; rule && i < TQ_ATTR_VALUES; i++) {
		if (rule->value[i] != TQ_PLAN_NONE && !evaluate(wish, rule, i, m))
			return false;
	}
	if (rule && rule->value[TQ_ATTR_STRENGTH] != TQ_PLAN_NONE) {
		double x = number_of(rule, TQ_ATTR_STRENGTH, m);

		wish->strength = x < 0 ? 0 : x > 1 ? 1 : x;
	}
	if (rule && rule->value[TQ_ATTR_SCORE] != TQ_PLAN_NONE)
		wish->score = number_of(rule, TQ_ATTR_SCORE, m);
	wish->quality = tq_wish_quality(program, m);
	tq_wish_explain(&wish->why, program, m);
	if (rule) {
		wish->max_hold = rule->max_hold;
		wish->tif = rule->tif;
		wish->tag = rule->tag;
		wish->add = rule->add;
		wish->only_when_flat = rule->only_when_flat;
		take_side(wish);
	}
	return true;
}

void
tq_wish_flatten(struct tq_wish *wish)
{
	wish->side = TQ_RULE_FLAT;
	for (int i = TQ_ATTR_LIMIT; i < TQ_ATTR_VALUES; i++)
		wish->value[i].scale = TQ_DEC_BAD;
	wish->max_hold = 0;
	wish->tif.n = 0;
	wish->add = wish->only_when_flat = false;
}

static void
put_id(const struct tq_wish *wish, const struct tq_moment *m, struct tq_out *out)
{
	char id[TQ_ID_SIZE];
	struct tq_shown time = tq_show_time(m->event);
	const char *side = tq_rule_side_name(wish->side);

	/* A ratchet may be said of a side beside an entry at the same time. */
	if (wish->manages)
		tq_id(id, "signal", wish->strategy, m->venue.p, m->symbol.p, m->interval.p, side,
		      time.text, "ratchet", (char *)NULL);
	else
		tq_id(id, "signal", wish->strategy, m->venue.p, m->symbol.p, m->interval.p, side,
		      time.text, (char *)NULL);
	tq_out_str(out, TQ_F_id, (struct tq_str){id, TQ_ID_SIZE - 1});
}

static void
put_values(const struct tq_wish *wish, struct tq_out *out)
{
	for (int i = TQ_ATTR_LIMIT; i < TQ_ATTR_VALUES; i++) {
		if (tq_dec_ok(wish->value[i]))
			tq_out_dec(out, field_of[i], wish->value[i]);
	}
	if (wish->max_hold > 0)
		tq_out_int(out, TQ_F_max_hold, wish->max_hold);
	if (wish->tif.n)
		tq_out_text(out, TQ_F_tif, wish->tif);
	if (wish->add)
		tq_out_bool(out, TQ_F_add, true);
	if (wish->only_when_flat)
		tq_out_bool(out, TQ_F_only_when_flat, true);
	if (wish->manages)
		tq_out_bool(out, TQ_F_only_when_open, true);
	if (wish->tag.n)
		tq_out_text(out, TQ_F_tag, wish->tag);
}

static void
put_number(struct tq_out *out, int field, double x)
{
	if (isfinite(x))
		tq_out_f64(out, field, x);
}

void
tq_wish_put(const struct tq_wish *wish, const struct tq_moment *m, struct tq_out *out)
{
	tq_out_open(out, TQ_TYPE_SIGNAL);
	tq_out_time(out, TQ_F_time, m->event);
	put_id(wish, m, out);
	tq_out_str(out, TQ_F_symbol, m->symbol);
	if (m->venue.n)
		tq_out_str(out, TQ_F_venue, m->venue);
	if (m->interval.n)
		tq_out_str(out, TQ_F_interval, m->interval);
	tq_out_cstr(out, TQ_F_strategy, wish->strategy);
	tq_out_str(out, TQ_F_side, tq_str(tq_rule_side_name(wish->side)));
	put_number(out, TQ_F_strength, wish->strength);
	if (tq_dec_ok(wish->value[TQ_ATTR_PRICE]))
		tq_out_dec(out, TQ_F_price, wish->value[TQ_ATTR_PRICE]);
	else if (wish->priced && tq_dec_sign(m->close) != 0)
		tq_out_dec(out, TQ_F_price, m->close);
	put_number(out, TQ_F_score, wish->score);
	put_number(out, TQ_F_quality, wish->quality);
	put_values(wish, out);
	if (wish->why.n)
		tq_out_object(out, TQ_F_why, tq_buf_str(&wish->why));
	tq_out_close(out);
}

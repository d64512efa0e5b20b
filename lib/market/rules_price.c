/* SPDX-License-Identifier: ISC */
#include "market/sight.h"

enum tq_verdict
tq_rule_schema(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	enum tq_verdict verdict;
	struct tq_err err;

	(void)ck;
	verdict = s->priced ? tq_schema_check_bar_rest(s->rec, &err) :
		  tq_schema_check(s->rec, &err);
	return verdict == TQ_PASSED ? TQ_PASSED : tq_finding_say(f, verdict, "%.180s", err.text);
}

static const int numbers[] = {
	TQ_F_open, TQ_F_high, TQ_F_low, TQ_F_close, TQ_F_volume
};

/* A number that the type cannot be without may not be null, the others may. */
static enum tq_verdict
finite_other(struct tq_sight *s, struct tq_finding *f)
{
	size_t n, i;
	const struct tq_schema_field *fields = tq_schema_of(s->rec->type, &n);

	for (i = 0; i < n; i++) {
		const struct tq_value *v = tq_rec_value(s->rec, fields[i].field);
		struct tq_str name = tq_field_name(fields[i].field);

		if (fields[i].kind == TQ_KIND_DECIMAL && v != NULL &&
		    (fields[i].required || v->kind != TQ_NULL) && tq_value_not_finite(v))
			return tq_finding_say(f, TQ_FAILED, "%.*s is %.*s", TQ_STR_ARG(name),
					      (int)(v->n < 60 ? v->n : 60), v->text);
	}
	return TQ_PASSED;
}

enum tq_verdict
tq_rule_finite(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	size_t i;

	(void)ck;
	if (s->rec->type != TQ_TYPE_BAR)
		return finite_other(s, f);
	if (s->priced)
		return TQ_PASSED;
	for (i = 0; i < TQ_COUNT(numbers); i++) {
		const struct tq_value *v = tq_rec_value(s->rec, numbers[i]);
		struct tq_str name = tq_field_name(numbers[i]);

		if (v != NULL && tq_value_not_finite(v))
			return tq_finding_say(f, TQ_FAILED, "%.*s is %.*s", TQ_STR_ARG(name),
					      (int)(v->n < 60 ? v->n : 60), v->text);
	}
	return TQ_PASSED;                /* what is not readable is no number: schema */
}

static enum tq_verdict
no_prices(struct tq_finding *f)
{
	return tq_finding_say(f, TQ_UNCHECKED, "prices are not readable");
}

enum tq_verdict
tq_rule_ohlc(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	const struct tq_bar *b = s->bar;

	(void)ck;
	if (!s->priced)
		return no_prices(f);
	if (tq_dec_ge(b->high, b->open) && tq_dec_ge(b->high, b->close) &&
	    tq_dec_le(b->low, b->open) && tq_dec_le(b->low, b->close))
		return TQ_PASSED;
	if (!tq_dec_ge(b->high, b->low))
		return tq_finding_compare(f, "high", b->high, "<", "low", b->low);
	if (!tq_dec_ge(b->high, b->open))
		return tq_finding_compare(f, "high", b->high, "<", "open", b->open);
	if (!tq_dec_ge(b->high, b->close))
		return tq_finding_compare(f, "high", b->high, "<", "close", b->close);
	if (!tq_dec_le(b->low, b->open))
		return tq_finding_compare(f, "low", b->low, ">", "open", b->open);
	return tq_finding_compare(f, "low", b->low, ">", "close", b->close);
}

enum tq_verdict
tq_rule_positive(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	const struct tq_bar *b = s->bar;
	const struct tq_dec zero = tq_dec(0, 0);

	if (s->rec->type != TQ_TYPE_BAR)
		return tq_rule_positive_other(ck, s, f);
	if (!s->priced)
		return no_prices(f);
	if (tq_dec_sign(b->open) > 0 && tq_dec_sign(b->high) > 0 && tq_dec_sign(b->low) > 0 &&
	    tq_dec_sign(b->close) > 0 && tq_dec_sign(b->volume) >= 0)
		return TQ_PASSED;
	if (tq_dec_sign(b->volume) < 0)
		return tq_finding_compare(f, "volume", b->volume, "<", "", zero);
	if (tq_dec_sign(b->low) <= 0)
		return tq_finding_compare(f, "low", b->low, "<=", "", zero);
	if (tq_dec_sign(b->open) <= 0)
		return tq_finding_compare(f, "open", b->open, "<=", "", zero);
	if (tq_dec_sign(b->close) <= 0)
		return tq_finding_compare(f, "close", b->close, "<=", "", zero);
	return tq_finding_compare(f, "high", b->high, "<=", "", zero);
}

enum tq_verdict
tq_rule_zero_volume(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	if (s->rec->type != TQ_TYPE_BAR)
		return tq_rule_zero_qty(ck, s, f);
	if (!s->priced)
		return no_prices(f);
	if (tq_dec_sign(s->bar->volume) != 0)
		return TQ_PASSED;
	return tq_finding_say(f, TQ_FAILED, "volume is 0");
}

/*
 * |price - before| > jump * before, exactly. Prices of a series nearly always
 * have one scale; then whole numbers decide.
 */
static enum tq_verdict
jumped(struct tq_dec price, struct tq_dec before, struct tq_dec jump)
{
	struct tq_dec far, allowed;

	if (price.scale == before.scale && price.m == before.m)
		return TQ_PASSED;
	far = tq_dec_abs(tq_dec_sub(price, before));
	allowed = tq_dec_mul(before, jump);
	if (!tq_dec_ok(far) || !tq_dec_ok(allowed))
		return TQ_UNCHECKED;
	return tq_dec_gt(far, allowed) ? TQ_FAILED : TQ_PASSED;
}

enum tq_verdict
tq_rule_outlier(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	const struct tq_bar *b = s->bar;
	const struct {
		const char *name;
		struct tq_dec price;
	} prices[] = {{"close", b->close}, {"high", b->high}, {"low", b->low}, {"open", b->open}};
	struct tq_dec before, ratio;
	enum tq_verdict verdict;
	size_t i;

	if (!s->priced)
		return no_prices(f);
	if (s->series->passed == 0)
		return TQ_PASSED;        /* nothing comes before the first bar */
	before = s->series->close;
	if (tq_dec_sign(before) <= 0)
		return tq_finding_say(f, TQ_UNCHECKED, "no positive close before");
	for (i = 0; i < TQ_COUNT(prices); i++) {
		verdict = jumped(prices[i].price, before, ck->max_jump);
		if (verdict == TQ_UNCHECKED)
			return tq_finding_say(f, verdict, "prices have too many digits");
		if (verdict == TQ_PASSED)
			continue;
		tq_finding_compare(f, prices[i].name, prices[i].price, "after close", "", before);
		ratio = tq_dec_div(tq_dec_sub(prices[i].price, before), before, 6,
				   TQ_ROUND_HALF_EVEN);
		f->value = ratio;
		f->limit = ck->max_jump;
		return TQ_FAILED;
	}
	return TQ_PASSED;
}

/* SPDX-License-Identifier: ISC */
#include "market/sight.h"

#define BIT(rule) (1u << TQ_RULE_##rule)

/*
 * Nearly every bar is sound, and nearly every series keeps one number of
 * digits: then whole numbers of 64 bits tell that a rule passes. What is not
 * told here is left to the rule's own function, so that this file decides
 * nothing but speed; a test holds both against each other.
 */
static bool
one_scale(const struct tq_bar *b)
{
	return b->open.scale == b->close.scale && b->high.scale == b->close.scale &&
	       b->low.scale == b->close.scale && tq_dec_small(b->open) &&
	       tq_dec_small(b->high) && tq_dec_small(b->low) && tq_dec_small(b->close) &&
	       tq_dec_small(b->volume);
}

/* 10^scale * far <= jump * before, for high and low, which bracket the others. */
static bool
near(const struct tq_checker *ck, const struct tq_series *series, int64_t high, int64_t low)
{
	int64_t before = (int64_t)series->close.m;
	tq_i128 allowed;

	if (series->passed == 0)
		return true;
	if (!tq_dec_small(series->close) || before <= 0 || ck->jump_unit == 0)
		return false;
	allowed = (tq_i128)(int64_t)ck->max_jump.m * before;
	return (tq_i128)(high - before) * ck->jump_unit <= allowed &&
	       (tq_i128)(before - low) * ck->jump_unit <= allowed;
}

static unsigned
sound_prices(const struct tq_checker *ck, const struct tq_sight *s)
{
	const struct tq_bar *b = s->bar;
	unsigned sound = 0;
	int64_t open, high, low, close;

	if (!one_scale(b))
		return 0;
	open = (int64_t)b->open.m;
	high = (int64_t)b->high.m;
	low = (int64_t)b->low.m;
	close = (int64_t)b->close.m;
	if (low <= 0 || low > open || low > close || high < open || high < close ||
	    b->volume.m <= 0)
		return 0;
	sound = BIT(OHLC) | BIT(POSITIVE) | BIT(ZERO_VOLUME);
	if ((s->series->passed == 0 || b->close.scale == s->series->close.scale) &&
	    near(ck, s->series, high, low))
		sound |= BIT(OUTLIER);
	return sound;
}

static unsigned
sound_time(const struct tq_checker *ck, const struct tq_sight *s)
{
	const struct tq_series *series = s->series;
	tq_time length = tq_interval_ns(s->bar->interval);
	unsigned sound = 0;

	if (s->bar->time > series->order)
		sound |= BIT(TIME_ORDER) | BIT(DUPLICATE);
	if (s->bar->time <= ck->now || ck->now == TQ_TIME_NONE)
		sound |= BIT(FUTURE);
	/* Two slots that are one interval apart have none between them. */
	if (length > 0 && s->on_calendar && s->slot != TQ_TIME_NONE &&
	    series->slot != TQ_TIME_NONE && s->slot - series->slot == length)
		sound |= BIT(OVERLAP) | BIT(SESSION) | BIT(GAP);
	return sound;
}

static bool
absent_or_number(const struct tq_rec *rec, int field, int max_scale)
{
	const struct tq_value *v = tq_rec_value(rec, field);

	return v == NULL || (v->kind == TQ_NUMBER && v->scale >= 0 && v->scale <= max_scale);
}

static unsigned
sound_rest(const struct tq_rec *rec)
{
	const struct tq_value *source = tq_rec_value(rec, TQ_F_source);

	return absent_or_number(rec, TQ_F_trades, 0) &&
	       absent_or_number(rec, TQ_F_quote_volume, TQ_DEC_MAX_SCALE) &&
	       absent_or_number(rec, TQ_F_taker_buy_volume, TQ_DEC_MAX_SCALE) &&
	       tq_rec_value(rec, TQ_F_partial) == NULL && tq_rec_value(rec, TQ_F_flags) == NULL &&
	       absent_or_number(rec, TQ_F_missing, 0) &&
	       (source == NULL || source->kind == TQ_STRING) ? BIT(SCHEMA) : 0;
}

unsigned
tq_sight_sound(const struct tq_checker *ck, const struct tq_sight *s)
{
	if (!s->priced)
		return 0;
	return BIT(FINITE) | sound_rest(s->rec) | sound_prices(ck, s) | sound_time(ck, s);
}

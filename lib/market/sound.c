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

/* Near enough for a first look. */
static double
about(struct tq_dec x)
{
	static const double unit[] = {1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};

	return (double)(int64_t)x.m * unit[x.scale];
}

static bool
is_plain(struct tq_dec x)
{
	return x.scale >= 0 && x.scale <= 8 && tq_dec_small(x);
}

/* No split's ratio with the widest tolerance (10 % of 3:2) is within a quarter of the price. */
static unsigned
sound_jumps(const struct tq_checker *ck, const struct tq_sight *s)
{
	const struct tq_bar *b = s->bar;
	struct tq_dec before = s->series->close;
	unsigned sound = 0;
	double open;

	if (ck->max_stuck <= 0 || (b->high.m != b->low.m && b->high.scale == b->low.scale))
		sound |= BIT(STUCK);
	if (s->series->passed == 0)
		return sound | BIT(SPLIT_LIKE);
	if (!is_plain(before) || !is_plain(b->open) || before.m <= 0)
		return sound;
	open = about(b->open);
	if (open > 0.76 * about(before) && open < 1.24 * about(before))
		sound |= BIT(SPLIT_LIKE);
	return sound;
}

/* What the user did not ask for, or the record has no field for. */
static unsigned
sound_others(const struct tq_checker *ck, const struct tq_sight *s)
{
	unsigned sound = 0;

	if (!s->series->alias)
		sound |= BIT(ALIAS);
	if (ck->against == NULL)
		sound |= BIT(CROSS_VENUE);
	if (ck->max_stale <= 0 || s->bar->close_time <= ck->stale_at)
		sound |= BIT(STALE);
	return sound;
}

static bool
absent_or_number(const struct tq_rec *rec, int field, int max_scale)
{
	const struct tq_value *v = tq_rec_value(rec, field);

	return v == NULL || (v->kind == TQ_NUMBER && v->scale >= 0 && v->scale <= max_scale);
}

/* The fields that few bars have, as bits of a word of tq_rec.has. */
#define IN(word, field) ((field) >> 6 == (word) ? UINT64_C(1) << ((field) & 63) : 0)
#define RARE(word) \
	(IN(word, TQ_F_taker_buy_volume) | IN(word, TQ_F_partial) | IN(word, TQ_F_flags) | \
	 IN(word, TQ_F_missing) | IN(word, TQ_F_repaired) | IN(word, TQ_F_adj_close) | \
	 IN(word, TQ_F_dividend) | IN(word, TQ_F_split) | IN(word, TQ_F_capital_gains))

static bool
has_rare(const struct tq_rec *rec)
{
	return ((rec->has[0] & RARE(0)) | (rec->has[1] & RARE(1)) | (rec->has[2] & RARE(2)) |
		(rec->has[3] & RARE(3))) != 0;
}

/* A number where there is one is a number of the right kind; any other form is asked about. */
static bool
rare_are_numbers(const struct tq_rec *rec)
{
	static const int numbers[] = {TQ_F_taker_buy_volume, TQ_F_adj_close, TQ_F_dividend,
				      TQ_F_split, TQ_F_capital_gains};
	size_t i;

	for (i = 0; i < TQ_COUNT(numbers); i++)
		if (!absent_or_number(rec, numbers[i], TQ_DEC_MAX_SCALE))
			return false;
	return tq_rec_value(rec, TQ_F_partial) == NULL && tq_rec_value(rec, TQ_F_flags) == NULL &&
	       tq_rec_value(rec, TQ_F_missing) == NULL && tq_rec_value(rec, TQ_F_repaired) == NULL;
}

static unsigned
sound_rest(const struct tq_rec *rec)
{
	const struct tq_value *source = tq_rec_value(rec, TQ_F_source);
	bool rare = has_rare(rec);
	unsigned sound = 0;

	if (!rare || tq_rec_value(rec, TQ_F_dividend) == NULL)
		sound |= BIT(DIVIDEND_LIKE);
	if (absent_or_number(rec, TQ_F_trades, 0) &&
	    absent_or_number(rec, TQ_F_quote_volume, TQ_DEC_MAX_SCALE) &&
	    (source == NULL || source->kind == TQ_STRING) && (!rare || rare_are_numbers(rec)))
		sound |= BIT(SCHEMA);
	return sound;
}

unsigned
tq_sight_sound(const struct tq_checker *ck, const struct tq_sight *s)
{
	if (!s->priced)
		return 0;
	return BIT(FINITE) | sound_rest(s->rec) | sound_prices(ck, s) | sound_time(ck, s) |
	       sound_jumps(ck, s) | sound_others(ck, s);
}

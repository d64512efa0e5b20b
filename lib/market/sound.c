/* SPDX-License-Identifier: ISC */
#include "market/sight.h"

#define BIT(rule) (1u << TQ_RULE_##rule)

/*
 * Nearly every bar is sound, and the numbers of a series have few digits: then
 * whole numbers of 64 bits tell that a rule passes. What is not told here is
 * left to the rule's own function, so that this file decides nothing but
 * speed; a test holds both against each other.
 */
struct whole {
	int64_t open, high, low, close;
	int64_t before;          /* the close before; 0: none that can be compared */
};

static int
wider(int a, int b)
{
	return a > b ? a : b;
}

/* x at a scale that is not smaller than its own; false when it may not fit. */
static inline bool
at_scale(struct tq_dec x, int scale, int64_t *out)
{
	static const int64_t unit[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
	int more = scale - x.scale;

	if (more == 0 && tq_dec_small(x)) {
		*out = (int64_t)x.m;
		return true;
	}
	if (more < 0 || more > 6 || x.m > INT64_MAX / 1000000 || x.m < -INT64_MAX / 1000000)
		return false;
	*out = (int64_t)x.m * unit[more];
	return true;
}

/* The prices as whole numbers of one unit. */
static bool
align(const struct tq_sight *s, struct whole *w)
{
	const struct tq_bar *b = s->bar;
	struct tq_dec before = s->series->close;
	int scale = wider(wider(b->open.scale, b->high.scale), wider(b->low.scale, b->close.scale));

	if (s->series->passed > 0)
		scale = wider(scale, before.scale);
	w->before = 0;
	return at_scale(b->open, scale, &w->open) && at_scale(b->high, scale, &w->high) &&
	       at_scale(b->low, scale, &w->low) && at_scale(b->close, scale, &w->close) &&
	       (s->series->passed == 0 ||
		(tq_dec_ok(before) && at_scale(before, scale, &w->before)));
}

/* 10^scale * far <= jump * before, for high and low, which bracket the others. */
static bool
near(const struct tq_checker *ck, const struct whole *w)
{
	tq_i128 allowed;

	if (w->before <= 0 || ck->jump_unit == 0)
		return false;
	allowed = (tq_i128)(int64_t)ck->max_jump.m * w->before;
	return (tq_i128)(w->high - w->before) * ck->jump_unit <= allowed &&
	       (tq_i128)(w->before - w->low) * ck->jump_unit <= allowed;
}

/* No split's ratio with the widest tolerance (10 % of 3:2) is within a fifth of the price. */
static bool
like_no_split(const struct whole *w)
{
	int64_t far;

	if (w->before <= 0 || w->open <= 0)
		return false;
	far = w->open - w->before;
	return far <= w->before / 5 && -far <= w->before / 5;
}

static unsigned
sound_prices(const struct tq_checker *ck, const struct tq_sight *s)
{
	bool first = s->series->passed == 0;
	struct whole w;
	unsigned sound = 0;

	if (!align(s, &w))
		return 0;
	if (w.high != w.low || ck->max_stuck <= 0)
		sound |= BIT(STUCK);
	if (w.low <= 0 || w.low > w.open || w.low > w.close || w.high < w.open ||
	    w.high < w.close || s->bar->volume.m <= 0)
		return sound;
	sound |= BIT(OHLC) | BIT(POSITIVE) | BIT(ZERO_VOLUME);
	if (first || near(ck, &w))
		sound |= BIT(OUTLIER);
	if (first || like_no_split(&w))
		sound |= BIT(SPLIT_LIKE);
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

unsigned
tq_sight_sound_rest(const struct tq_rec *rec)
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

bool
tq_sight_has_rest(const struct tq_rec *rec)
{
	return has_rare(rec) || tq_rec_value(rec, TQ_F_trades) != NULL ||
	       tq_rec_value(rec, TQ_F_quote_volume) != NULL;
}

unsigned
tq_sight_sound(const struct tq_checker *ck, const struct tq_sight *s)
{
	if (!s->priced)
		return 0;
	return BIT(FINITE) | tq_sight_sound_rest(s->rec) | sound_prices(ck, s) | sound_time(ck, s) |
	       sound_others(ck, s);
}

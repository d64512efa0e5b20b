/* SPDX-License-Identifier: ISC */
#include "market/sight.h"

/*
 * Bars mostly come one after the other, of one series, closed and sound. Then
 * the record says itself that its symbol, venue and interval are those of the
 * bar before (its number, see struct tq_rec), and what is left are its time, five numbers and a
 * few comparisons. Whatever is not as usual is left to market/rules.c, so that
 * this file decides nothing but speed; a test and a fuzz target hold both
 * against each other.
 */
enum {
	WIDEST = 3,              /* digits that a price may be short of the usual scale */
	MANTISSA_BITS = 53       /* with so many digits more it fits 64 bits */
};

static const int64_t unit[WIDEST + 1] = {1, 10, 100, 1000};

/* What is wrong with the prices so far: 0 if nothing. */
struct doubt {
	uint64_t wide;           /* bits that no mantissa should have */
	unsigned odd;            /* scales and kinds */
};

/* A price at the usual scale. One whose text does not fit has m = 0, which is no price. */
static inline int64_t
price(const struct tq_rec *rec, int field, int scale, struct doubt *doubt)
{
	const struct tq_value *v = &rec->value[field];
	unsigned more = (unsigned)(scale - v->scale);

	doubt->odd |= (more & ~(unsigned)WIDEST) | (unsigned)(v->kind ^ TQ_NUMBER);
	doubt->wide |= (uint64_t)v->m;
	return (int64_t)((uint64_t)v->m * (uint64_t)unit[more & WIDEST]);
}

static inline bool
usual_prices(const struct tq_usual *usual, const struct tq_rec *rec, struct tq_dec close)
{
	struct doubt doubt = {0};
	int64_t open = price(rec, TQ_F_open, usual->scale, &doubt);
	int64_t high = price(rec, TQ_F_high, usual->scale, &doubt);
	int64_t low = price(rec, TQ_F_low, usual->scale, &doubt);
	int64_t last = price(rec, TQ_F_close, usual->scale, &doubt);
	const struct tq_value *volume = &rec->value[TQ_F_volume];
	unsigned more = (unsigned)(usual->scale - close.scale);
	int64_t before, far;

	if (doubt.odd != 0 || doubt.wide >> MANTISSA_BITS != 0 || more > WIDEST ||
	    close.m <= 0 || close.m >> MANTISSA_BITS != 0 || volume->kind != TQ_NUMBER ||
	    volume->m <= 0)
		return false;
	before = (int64_t)close.m * unit[more];
	far = before >> usual->shift;
	return low > 0 && low <= open && low <= last && high >= open && high >= last &&
	       high > low && high - before <= far && before - low <= far;
}

static inline bool
usual_time(const struct tq_checker *ck, const struct tq_rec *rec, const struct tq_series *s)
{
	const struct tq_value *v = &rec->value[TQ_F_time];
	tq_time length = ck->usual.length;

	return v->kind == TQ_STRING && v->scale == TQ_INSTANT && v->m < INT64_MAX - length &&
	       s->last != TQ_TIME_NONE && v->m - length == s->last && v->m > s->order &&
	       (v->m <= ck->now || ck->now == TQ_TIME_NONE) && s->slot != TQ_TIME_NONE &&
	       (ck->max_stale <= 0 || v->m + length <= ck->stale_at);
}

bool
tq_usual_bar(struct tq_checker *ck, const struct tq_rec *rec)
{
	const unsigned rest = 1u << TQ_RULE_SCHEMA | 1u << TQ_RULE_DIVIDEND_LIKE;
	const struct tq_usual *usual = &ck->usual;
	struct tq_series *s;
	tq_time time;

	if (rec->alike == 0 || rec->alike != usual->alike || !usual->is ||
	    rec->type != TQ_TYPE_BAR)
		return false;
	s = &ck->series[usual->series];
	if (!usual_time(ck, rec, s) || !usual_prices(usual, rec, s->close) ||
	    (usual->rest && tq_sight_sound_rest(rec) != rest))
		return false;
	time = rec->value[TQ_F_time].m;
	s->bars++;
	s->passed++;
	s->growing = s->stale = false;
	s->flat = 0;
	s->close = tq_dec(rec->value[TQ_F_close].m, rec->value[TQ_F_close].scale);
	s->order = s->last = time;
	if (time + usual->length > s->fresh)
		s->fresh = time + usual->length;
	s->slot += usual->length;
	s->seen += (ck->from == TQ_TIME_NONE || s->slot >= ck->from) &&
		   (ck->to == TQ_TIME_NONE || s->slot < ck->to);
	return true;
}

/* What decides whose bar it is, how long and of what kind. */
static const uint64_t head = UINT64_C(1) << TQ_F_symbol | UINT64_C(1) << TQ_F_venue |
			     UINT64_C(1) << TQ_F_interval | UINT64_C(1) << TQ_F_closed |
			     UINT64_C(1) << TQ_F_synthetic | UINT64_C(1) << TQ_F_source;

/* Whether bars like this one have that in common, as a value or as none. */
static bool
same_head(const struct tq_rec *rec)
{
	return (rec->has[0] & head & ~rec->fixed) == 0 &&
	       tq_rec_value(rec, TQ_F_close_time) == NULL;
}

/* The largest part 1 / 2^shift that is neither over --max-jump nor like a split. */
static unsigned
shift_of(const struct tq_checker *ck)
{
	unsigned shift = 3;

	while (shift < 62 && (ck->max_jump.m << shift) < ck->jump_unit)
		shift++;
	return shift;
}

static bool
can_be_usual(const struct tq_checker *ck, const struct tq_sight *sight)
{
	const unsigned asked = (1u << (TQ_RULE_DIVIDEND_LIKE + 1)) - 1;
	const unsigned more = 1u << TQ_RULE_ALIAS | 1u << TQ_RULE_CROSS_VENUE |
			      1u << TQ_RULE_STALE;

	return (ck->asks[TQ_TYPE_BAR] & ~(asked | more)) == 0 && !ck->by_table &&
	       ck->against == NULL && ck->jump_unit > 0 && ck->max_jump.m > 0 &&
	       sight->bar->closed && !sight->series->alias &&
	       tq_calendar_always(ck->calendar) &&
	       tq_interval_ns(sight->bar->interval) > 0 && same_head(sight->rec);
}

static int
widest(const struct tq_bar *b, int scale)
{
	const int scales[] = {b->open.scale, b->high.scale, b->low.scale, b->close.scale};
	size_t i;

	for (i = 0; i < TQ_COUNT(scales); i++)
		if (scales[i] > scale)
			scale = scales[i];
	return scale;
}

void
tq_usual_learn(struct tq_checker *ck, const struct tq_sight *sight, bool sound)
{
	struct tq_usual *usual = &ck->usual;
	const struct tq_rec *rec = sight->rec;

	if (rec->alike == 0 || rec->type != TQ_TYPE_BAR || !sound || !sight->priced)
		return;
	if (rec->alike != usual->alike) {
		*usual = (struct tq_usual){.alike = rec->alike};
		usual->is = can_be_usual(ck, sight);
		usual->rest = tq_sight_has_rest(rec);
		usual->series = (size_t)(sight->series - ck->series);
		usual->length = tq_interval_ns(sight->bar->interval);
		usual->shift = shift_of(ck);
	}
	if (usual->is)
		usual->scale = widest(sight->bar, usual->scale);
}

/* SPDX-License-Identifier: ISC */
/* What one series says of another: names of one asset, one that stopped, another venue. */
#include "market/sight.h"

#include "market/against.h"
#include "market/canonical.h"

enum tq_verdict
tq_rule_alias(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_str first;

	if (ck->canonical == NULL)
		return TQ_PASSED;
	if (s->series == NULL)
		return tq_finding_say(f, TQ_UNCHECKED, "no symbol");
	if (!s->series->alias)
		return TQ_PASSED;
	first = tq_canonical_first(ck->canonical, s->bar->symbol);
	return tq_finding_say(f, TQ_FAILED, "%.*s is %.*s, which came as %.*s",
			      (int)(s->bar->symbol.n < 50 ? s->bar->symbol.n : 50),
			      s->bar->symbol.p,
			      (int)tq_canonical_form(ck->canonical, s->bar->symbol).n,
			      tq_canonical_form(ck->canonical, s->bar->symbol).p,
			      (int)(first.n < 50 ? first.n : 50), first.p);
}

/*
 * The first series that is older than allowed and of which this was not said
 * yet; others follow at the next records. Looked for only when the time has
 * come that the oldest series could be.
 */
enum tq_verdict
tq_rule_stale(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	tq_time now = s->bar->close_time, oldest = INT64_MAX;
	size_t i;

	if (ck->max_stale <= 0)
		return TQ_PASSED;
	if (s->series == NULL)
		return tq_finding_say(f, TQ_UNCHECKED, "no time and symbol");
	if (now <= ck->stale_at)
		return TQ_PASSED;
	for (i = 0; i < ck->names.n; i++) {
		const struct tq_series *other = &ck->series[i];
		struct tq_str key = ck->names.name[i];
		size_t venue = strnlen(key.p, key.n);
		size_t symbol = strnlen(key.p + venue + 1, key.n - venue - 1);

		/* A strategy that has nothing to say is no feed that stopped. */
		if (other == s->series || other->stale || other->passed == 0 ||
		    other->type == TQ_TYPE_SIGNAL)
			continue;
		if (now - other->fresh > ck->max_stale) {
			s->stale = (int64_t)i;
			return tq_finding_say(f, TQ_FAILED, "%.*s ended %s, while others are at %s",
					      (int)(symbol < 50 ? symbol : 50), key.p + venue + 1,
					      tq_show_time(other->fresh).text,
					      tq_show_time(now).text);
		}
		if (other->fresh < oldest)
			oldest = other->fresh;
	}
	/* This record's own series can be the next one that stops. */
	if (now < oldest)
		oldest = now;
	ck->stale_at = oldest + ck->max_stale;
	return TQ_PASSED;
}

enum tq_verdict
tq_rule_cross_venue(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_dec own, other, far;
	struct tq_err ignored;

	if (ck->against == NULL)
		return TQ_PASSED;
	own = s->bar->close;
	if (s->series == NULL ||
	    (s->rec->type == TQ_TYPE_BAR ? !s->priced :
	     !tq_rec_dec(s->rec, TQ_F_price, &own, &ignored)))
		return tq_finding_say(f, TQ_UNCHECKED, "no readable price");
	if (!tq_against_price(ck->against, s->rec, s->bar, &other))
		return tq_finding_say(f, TQ_UNCHECKED, "no counterpart in --against");
	far = tq_dec_abs(tq_dec_sub(own, other));
	s->compared = true;
	s->own = own;
	s->other = other;
	if (tq_dec_le(far, tq_dec_mul(tq_dec_abs(other), ck->max_diff)))
		return TQ_PASSED;
	tq_finding_compare(f, "price", own, "against", "", other);
	f->value = tq_dec_div(tq_dec_sub(own, other), other, 6, TQ_ROUND_HALF_EVEN);
	f->limit = ck->max_diff;
	return TQ_FAILED;
}

/* SPDX-License-Identifier: ISC */
/*
 * Signals: what one says has to fit together, and what a strategy says of all
 * symbols at one time has to fit into its account. Programs of others write
 * signals too, so nothing is taken for granted that tq-signal would see to.
 */
#include "market/sight.h"

#include "base/settings.h"
#include "market/checker.h"

#include <stdio.h>

enum { SHOWN = 50 };             /* bytes of a name in a message */

enum got { ABSENT, READ, BROKEN };

static enum got
get(const struct tq_sight *s, int field, struct tq_dec *x, struct tq_finding *f)
{
	struct tq_err ignored;

	if (!tq_rec_has(s->rec, field))
		return ABSENT;
	if (tq_rec_dec(s->rec, field, x, &ignored) && tq_dec_ok(*x))
		return READ;
	tq_finding_say(f, TQ_FAILED, "%.*s is no finite number",
		       TQ_STR_ARG(tq_field_name(field)));
	return BROKEN;
}

/* "FIELD X SIGN OTHER Y"; of an other below 0 there is no name. */
static enum tq_verdict
compare(struct tq_finding *f, int field, struct tq_dec x, const char *sign, int other,
	struct tq_dec y)
{
	char names[2][SHOWN] = {"", ""};

	snprintf(names[0], SHOWN, "%.*s", TQ_STR_ARG(tq_field_name(field)));
	if (other >= 0)
		snprintf(names[1], SHOWN, "%.*s", TQ_STR_ARG(tq_field_name(other)));
	return tq_finding_compare(f, names[0], x, sign, names[1], y);
}

static enum tq_verdict
check_strength(const struct tq_sight *s, struct tq_finding *f)
{
	struct tq_dec x;
	enum got got = get(s, TQ_F_strength, &x, f);

	if (got != READ)
		return got == ABSENT ? TQ_PASSED : TQ_FAILED;
	if (tq_dec_sign(x) < 0)
		return compare(f, TQ_F_strength, x, "<", -1, tq_dec(0, 0));
	if (!tq_dec_le(x, tq_dec(1, 0)))
		return compare(f, TQ_F_strength, x, ">", -1, tq_dec(1, 0));
	return TQ_PASSED;
}

static enum tq_verdict
check_positive(const struct tq_sight *s, struct tq_finding *f)
{
	static const int fields[] = {
		TQ_F_price, TQ_F_limit, TQ_F_stop_entry, TQ_F_stop, TQ_F_take, TQ_F_trail,
		TQ_F_ratchet, TQ_F_max_hold, TQ_F_size, TQ_F_qty
	};

	for (size_t i = 0; i < TQ_COUNT(fields); i++) {
		struct tq_dec x;
		enum got got = get(s, fields[i], &x, f);

		if (got == BROKEN)
			return TQ_FAILED;
		if (got == READ && tq_dec_sign(x) <= 0)
			return compare(f, fields[i], x, "<=", -1, tq_dec(0, 0));
	}
	return TQ_PASSED;
}

/* At most one of the ways to say how much; a signed one has the sign of the side. */
static enum tq_verdict
check_amount(const struct tq_sight *s, int sign, struct tq_finding *f)
{
	static const int fields[] = {TQ_F_size, TQ_F_qty, TQ_F_target, TQ_F_weight};
	int found = -1;
	struct tq_dec x = tq_dec(0, 0);

	for (size_t i = 0; i < TQ_COUNT(fields); i++) {
		struct tq_dec value;
		enum got got = get(s, fields[i], &value, f);

		if (got == BROKEN)
			return TQ_FAILED;
		if (got == ABSENT)
			continue;
		if (found >= 0)
			return tq_finding_say(f, TQ_FAILED, "both %.*s and %.*s",
					      TQ_STR_ARG(tq_field_name(found)),
					      TQ_STR_ARG(tq_field_name(fields[i])));
		found = fields[i];
		x = value;
	}
	if (found == TQ_F_size && !tq_dec_le(x, tq_dec(1, 0)))
		return compare(f, TQ_F_size, x, ">", -1, tq_dec(1, 0));
	if ((found == TQ_F_target || found == TQ_F_weight) && tq_dec_sign(x) != sign)
		return compare(f, found, x, sign > 0 ? "of a long <=" : "of a short >=", -1,
			       tq_dec(0, 0));
	return TQ_PASSED;
}

/* How long the entry waits; gtd says until when. */
static enum tq_verdict
check_tif(const struct tq_sight *s, struct tq_finding *f)
{
	static const char *const words[] = {"gtc", "day", "ioc", "fok", "gtd"};
	struct tq_err ignored;
	struct tq_str tif;
	size_t i = 0;

	if (!tq_rec_has(s->rec, TQ_F_tif))
		return TQ_PASSED;
	if (!tq_rec_str(s->rec, TQ_F_tif, &tif, &ignored))
		return tq_finding_say(f, TQ_FAILED, "tif is no text");
	while (i < TQ_COUNT(words) && !tq_str_is(tif, words[i]))
		i++;
	if (i == TQ_COUNT(words))
		return tq_finding_say(f, TQ_FAILED, "tif %.*s is not gtc, day, ioc, fok or gtd",
				      (int)(tif.n < SHOWN ? tif.n : SHOWN), tif.p);
	if (tq_str_is(tif, "gtd") && !tq_rec_has(s->rec, TQ_F_expiry))
		return tq_finding_say(f, TQ_FAILED, "tif gtd without expiry");
	return TQ_PASSED;
}

/* A stop loses and a take gains, seen from where the signal would enter. */
static enum tq_verdict
check_exits(const struct tq_sight *s, int sign, struct tq_finding *f)
{
	static const int entries[] = {TQ_F_limit, TQ_F_stop_entry, TQ_F_price};
	static const int exits[] = {TQ_F_stop, TQ_F_take};
	struct tq_dec entry, exit;
	size_t at = 0;

	while (at < TQ_COUNT(entries) && get(s, entries[at], &entry, f) != READ)
		at++;
	if (at == TQ_COUNT(entries))
		return TQ_PASSED;
	for (int i = 0; i < 2; i++) {
		int below = i == 0 ? sign : -sign;

		if (get(s, exits[i], &exit, f) != READ)
			continue;
		if (tq_dec_sign(tq_dec_sub(entry, exit)) != below)
			return compare(f, exits[i], exit, below > 0 ? ">=" : "<=", entries[at],
				       entry);
	}
	return TQ_PASSED;
}

enum tq_verdict
tq_rule_signal(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_err ignored;
	struct tq_str side;
	enum tq_verdict verdict;
	int sign;

	(void)ck;
	if (!tq_rec_str(s->rec, TQ_F_side, &side, &ignored))
		return tq_finding_say(f, TQ_UNCHECKED, "no side");
	verdict = check_strength(s, f);
	/* Of a flat one nothing else is read: an exit is not refused for what stands beside it. */
	if (verdict != TQ_PASSED || tq_str_is(side, "flat"))
		return verdict;
	sign = tq_str_is(side, "long") ? 1 : -1;
	verdict = check_positive(s, f);
	if (verdict == TQ_PASSED)
		verdict = check_amount(s, sign, f);
	if (verdict == TQ_PASSED)
		verdict = check_tif(s, f);
	return verdict == TQ_PASSED ? check_exits(s, sign, f) : verdict;
}

/* The strategy's sum at the time of this record without it, and this one's own weight. */
static bool
weigh(const struct tq_checker *ck, const struct tq_sight *s, struct tq_str *strategy,
      struct tq_dec *before, struct tq_dec *own)
{
	struct tq_err ignored;
	size_t id;

	if (!tq_rec_has(s->rec, TQ_F_weight) ||
	    !tq_rec_str(s->rec, TQ_F_strategy, strategy, &ignored) ||
	    !tq_rec_dec(s->rec, TQ_F_weight, own, &ignored))
		return false;
	*own = tq_dec_abs(*own);
	id = tq_names_find(&ck->strategies, *strategy);
	*before = id != SIZE_MAX && ck->weights[id].time == s->bar->time ? ck->weights[id].sum :
		  tq_dec(0, 0);
	return true;
}

enum tq_verdict
tq_rule_weights(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_dec before, own, sum;
	struct tq_str strategy;
	char name[SHOWN + sizeof("weights of ")];

	if (tq_dec_sign(ck->max_weights) <= 0 || !tq_rec_has(s->rec, TQ_F_weight))
		return TQ_PASSED;
	if (s->series == NULL || !weigh(ck, s, &strategy, &before, &own))
		return tq_finding_say(f, TQ_UNCHECKED, "no time, strategy and weight");
	sum = tq_dec_add(before, own);
	if (tq_dec_le(sum, tq_dec_add(ck->max_weights, tq_dec(1, 6))))
		return TQ_PASSED;
	snprintf(name, sizeof(name), "weights of %.*s",
		 (int)(strategy.n < SHOWN ? strategy.n : SHOWN), strategy.p);
	return tq_finding_compare(f, name, sum, ">", "", ck->max_weights);
}

void
tq_sight_keep_weight(struct tq_checker *ck, struct tq_sight *s)
{
	struct tq_dec before, own;
	struct tq_str strategy;
	size_t id;

	if (tq_dec_sign(ck->max_weights) <= 0 || !weigh(ck, s, &strategy, &before, &own))
		return;
	id = tq_checker_strategy(ck, strategy);
	ck->weights[id] = (struct tq_weights){s->bar->time, tq_dec_add(before, own)};
}

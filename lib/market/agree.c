/* SPDX-License-Identifier: ISC */
#include "market/agree.h"

#include "base/mem.h"

#include <stdlib.h>

void
tq_agreement_begin(struct tq_agreement *a)
{
	a->n = 0;
	tq_buf_clear(&a->venues);
	tq_buf_clear(&a->outliers);
}

/* In its place by price; of equal prices, in the order they came. */
void
tq_agreement_add(struct tq_agreement *a, const struct tq_offer *offer, struct tq_str venue)
{
	size_t at = a->n;

	if (a->n == a->cap) {
		a->cap = a->cap > 0 ? 2 * a->cap : 8;
		a->offers = tq_realloc(a->offers, a->cap, sizeof(*a->offers));
		a->names = tq_realloc(a->names, a->cap, sizeof(*a->names));
		a->agrees = tq_realloc(a->agrees, a->cap, sizeof(*a->agrees));
	}
	for (; at > 0 && tq_dec_gt(a->offers[at - 1].price, offer->price); at--) {
		a->offers[at] = a->offers[at - 1];
		a->names[at] = a->names[at - 1];
	}
	a->offers[at] = *offer;
	a->names[at] = venue;
	a->n++;
}

static struct tq_dec
half(struct tq_dec x)
{
	return tq_dec_mul(x, tq_dec(5, 1));
}

/* The middle of the sorted prices that agree, or of all of them. */
static struct tq_dec
median(const struct tq_agreement *a, bool all)
{
	size_t n = all ? a->n : a->n_agree, rank = 0;
	struct tq_dec low = {0, TQ_DEC_BAD};

	for (size_t i = 0; i < a->n; i++) {
		if (!all && !a->agrees[i])
			continue;
		if (n % 2 == 1 && rank == n / 2)
			return a->offers[i].price;
		if (rank == n / 2)
			return half(tq_dec_add(low, a->offers[i].price));
		low = a->offers[i].price;
		rank++;
	}
	return low;
}

static void
list(struct tq_agreement *a, struct tq_buf *out, bool all)
{
	tq_buf_puts(out, "[");
	for (size_t i = 0; i < a->n; i++) {
		if (!all && a->agrees[i])
			continue;
		tq_buf_printf(out, "%s\"%.*s\"", out->n > 1 ? "," : "", TQ_STR_ARG(a->names[i]));
	}
	tq_buf_puts(out, "]");
}

bool
tq_agreement_find(struct tq_agreement *a, struct tq_dec max_diff)
{
	struct tq_dec low = a->offers[0].price, high = a->offers[a->n - 1].price;
	struct tq_dec centre = a->n == 2 ? low : median(a, true);
	struct tq_dec allowed = tq_dec_mul(centre, max_diff);

	a->n_agree = 0;
	for (size_t i = 0; i < a->n; i++) {
		struct tq_dec off = tq_dec_abs(tq_dec_sub(a->offers[i].price, centre));

		/* Of two, both or none. */
		if (a->n == 2)
			off = tq_dec_sub(high, low);
		a->agrees[i] = tq_dec_le(off, allowed);
		a->n_agree += a->agrees[i];
	}
	a->widest = tq_dec_div(tq_dec_sub(high, low), low, 8, TQ_ROUND_HALF_EVEN);
	list(a, &a->venues, true);
	list(a, &a->outliers, false);
	return 2 * a->n_agree > a->n;
}

static int
scale_of(const struct tq_agreement *a)
{
	int scale = 0;

	for (size_t i = 0; i < a->n; i++)
		if (a->agrees[i] && a->offers[i].price.scale > scale)
			scale = a->offers[i].price.scale;
	return scale + 2 < TQ_DEC_MAX_SCALE ? scale + 2 : TQ_DEC_MAX_SCALE;
}

static struct tq_dec
mean(const struct tq_agreement *a, bool by_volume)
{
	struct tq_dec sum = tq_dec(0, 0), weights = tq_dec(0, 0);

	for (size_t i = 0; i < a->n; i++) {
		struct tq_dec weight = by_volume ? a->offers[i].volume : tq_dec(1, 0);

		if (!a->agrees[i])
			continue;
		sum = tq_dec_add(sum, tq_dec_mul(a->offers[i].price, weight));
		weights = tq_dec_add(weights, weight);
	}
	return tq_dec_div(sum, weights, scale_of(a), TQ_ROUND_HALF_EVEN);
}

bool
tq_agreement_price(struct tq_agreement *a, enum tq_consensus_method method)
{
	struct tq_dec low = {0, TQ_DEC_BAD}, high = low;

	for (size_t i = 0; i < a->n; i++) {
		if (!a->agrees[i])
			continue;
		low = tq_dec_ok(low) ? low : a->offers[i].price;
		high = a->offers[i].price;
	}
	a->spread = tq_dec_sub(high, low);
	a->price = method == TQ_CONSENSUS_MEDIAN ? median(a, false)
						 : mean(a, method == TQ_CONSENSUS_VWAP);
	return tq_dec_ok(a->price) && tq_dec_ok(a->spread);
}

void
tq_agreement_fini(struct tq_agreement *a)
{
	free(a->offers);
	free(a->names);
	free(a->agrees);
	tq_buf_fini(&a->venues);
	tq_buf_fini(&a->outliers);
}

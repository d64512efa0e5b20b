/* SPDX-License-Identifier: ISC */
#include "t.h"
#include "base/rng.h"
#include "num/big.h"

enum { CASES = 300000 };

static struct tq_rng rng = {11};

/* Words at the edges make the rare steps of a division common. */
static uint64_t
word(void)
{
	static const uint64_t edges[] = {
		0, 1, 2, UINT64_MAX, UINT64_MAX - 1, (uint64_t)1 << 63, ((uint64_t)1 << 63) - 1
	};
	uint64_t pick = tq_rng_below(&rng, 10);

	return pick < TQ_COUNT(edges) ? edges[pick] : tq_rng_next(&rng);
}

static void
fill(struct tq_big *a, size_t n)
{
	a->n = n;
	for (size_t i = 0; i < n; i++)
		a->w[i] = word();
	while (a->n > 0 && a->w[a->n - 1] == 0)
		a->n--;
}

/* *product = a * b, by shifted sums of words. */
static void
multiply(const struct tq_big *a, const struct tq_big *b, struct tq_big *product)
{
	tq_big_set(product, 0);
	for (size_t i = b->n; i-- > 0;) {
		struct tq_big part = *a;

		tq_big_shl(product, 64);
		tq_big_mul_add(&part, b->w[i], 0);
		tq_big_add(product, &part);
	}
}

static bool
divides(void)
{
	for (int i = 0; i < CASES; i++) {
		struct tq_big a, d, q, back;

		fill(&a, 1 + tq_rng_below(&rng, 6));
		fill(&d, 1 + tq_rng_below(&rng, 4));
		if (d.n == 0)
			continue;
		struct tq_big rest = a;

		tq_big_div(&rest, &d, &q);
		multiply(&q, &d, &back);
		tq_big_add(&back, &rest);
		if (tq_big_cmp(&rest, &d) >= 0 || tq_big_cmp(&back, &a) != 0)
			return false;
	}
	return true;
}

static bool
sums_and_shifts(void)
{
	for (int i = 0; i < CASES; i++) {
		struct tq_big a, b, sum, shifted;
		size_t bits = tq_rng_below(&rng, 200);

		fill(&a, 1 + tq_rng_below(&rng, 5));
		fill(&b, 1 + tq_rng_below(&rng, 5));
		sum = a;
		tq_big_add(&sum, &b);
		tq_big_sub(&sum, &b);
		shifted = a;
		tq_big_shl(&shifted, bits);
		for (; bits > 0; bits--)
			if (tq_big_div_word(&shifted, 2) != 0)
				return false;
		if (tq_big_cmp(&sum, &a) != 0 || tq_big_cmp(&shifted, &a) != 0)
			return false;
	}
	return true;
}

int
main(void)
{
	/* The guess of a word is one too large here, after its correction by two words. */
	const uint64_t high = (uint64_t)1 << 63;
	struct tq_big a = {4, {0, 0, high, high - 1}}, d = {3, {1, 0, high}}, q;
	tq_u128 x = 0;

	tq_big_div(&a, &d, &q);
	OK(tq_big_get(&q, &x) && x == UINT64_MAX - 1, "a quotient that is put right by adding back");
	OK(a.n == 3 && a.w[0] == 2 && a.w[1] == UINT64_MAX && a.w[2] == high - 1, "its remainder");

	tq_big_set(&a, 7);
	tq_big_mul_pow10(&a, 30);
	tq_big_set(&q, tq_pow10[30]);
	tq_big_mul(&q, 7);
	OK(tq_big_cmp(&a, &q) == 0, "powers of ten");
	OK(divides(), "q d + r = a and r < d");
	OK(sums_and_shifts(), "sums and shifts are undone");
	return t_done();
}

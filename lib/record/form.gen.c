/* SPDX-License-Identifier: ISC */
/*
 * Writes record/form_table.h: tq_forms, the words with which record/form.h
 * reads a number of n bytes with `scale` digits behind its point. What cannot
 * be (no byte, or no digit before or behind the point) gets a limit that any
 * byte reaches.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { BYTES = 16, DIGIT = 0x76, POINT = 0x7f }; /* what reaches 0x80 with 10 and with 1 */

/* What a digit weighs that has `behind` digits after it, of which the last weighs 1. */
static uint64_t
power10(int behind)
{
	uint64_t power = 1;

	while (behind-- > 0)
		power *= 10;
	return power;
}

/*
 * The weight of the pair of bytes at and at + 1 of a word that ends before
 * `to`. The second byte of a pair weighs a tenth of the first; where it is the
 * point it is 0, and the first weighs what one place further behind would.
 */
static uint64_t
weight_of_pair(int at, int to, int point)
{
	int behind = to - 2 - at;

	return power10(at < point && point < to - 1 ? behind - 1 : behind);
}

/* The word of bytes [from, to), at most eight, of a number with its point at `point`. */
static void
print_word(int from, int to, int point, bool none)
{
	uint64_t text = 0, limit = 0, weight[4];
	int shift = to > from ? 64 - 8 * (to - from) : 0;

	for (int i = 0; i < 8; i++)
		limit |= (uint64_t)(none ? 0x80 : DIGIT) << 8 * i;
	for (int i = from; i < to && !none; i++) {
		int at = shift + 8 * (i - from);

		text |= (uint64_t)(i == point ? '.' : '0') << at;
		if (i == point)
			limit += (uint64_t)(POINT - DIGIT) << at;
	}
	for (int i = 0; i < 4; i++)
		weight[i] = weight_of_pair(to - 8 + 2 * i, to, point);
	printf("{0x%016" PRIx64 ", 0x%016" PRIx64 ", {0x%08" PRIx64 "%08" PRIx64 ", 0x%08" PRIx64
	       "%08" PRIx64 "}, %d}", text, limit, weight[0], weight[2], weight[1], weight[3],
	       shift);
}

static void
print_form(int n, int scale)
{
	bool none = n == 0 || (scale > 0 && scale + 2 > n);
	int point = scale > 0 ? n - 1 - scale : n;
	int split = n > 8 ? n - 8 : 0;

	printf("\t{{.n = %d, .kind = TQ_NUMBER, .scale = %d}, %s,\n\t ", n, scale,
	       !none && point > 1 ? "'0'" : "0");
	print_word(split, n, point, none);
	printf(",\n\t ");
	print_word(0, split, point, none);
	/* A point that is the last byte of the first word counts as a digit there. */
	printf(", %d},\n", scale > 0 && point >= split - 1 ? 10000000 : 100000000);
}

int
main(void)
{
	printf("const struct tq_form tq_forms[TQ_FORMS] = {\n");
	for (int n = 0; n <= BYTES; n++)
		for (int scale = 0; scale <= (n < BYTES ? n : BYTES - 1); scale++)
			print_form(n, scale);
	printf("};\n");
	return 0;
}

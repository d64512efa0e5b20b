/* SPDX-License-Identifier: ISC */
#include "num/digits.h"
#include "num/sixteen.h"

__extension__ typedef unsigned __int128 wide;

struct span {
	int first, end;          /* of the digits between the outer zeros */
};

/* Puts m, above zero, as 24 digits. */
static struct span
put_24(char *to, uint64_t m)
{
	const uint64_t e8 = 100000000;
	uint64_t low = eight_digits((uint32_t)(m % e8)), mid, high;

	put_eight(to + 16, low | ZEROS);
	if (m < e8)
		return (struct span){16 + zeros_before(low), 24 - zeros_behind(low)};
	m /= e8;
	mid = eight_digits((uint32_t)(m % e8));
	high = eight_digits((uint32_t)(m / e8));
	put_eight(to + 8, mid | ZEROS);
	put_eight(to, high | ZEROS);

	struct span span;

	span.first = high ? zeros_before(high) : 8 + zeros_before(mid);
	span.end = low ? 24 - zeros_behind(low) :
		   mid ? 16 - zeros_behind(mid) : 8 - zeros_behind(high);
	return span;
}

static void
put_sixteen(char *to, wide digits)
{
	put_eight(to, (uint64_t)digits);
	put_eight(to + 8, (uint64_t)(digits >> 64));
}

/*
 * Sixteen digits stay in two registers: shifting by whole bytes drops the zeros
 * in front (first) and, for the other copy, the digits before the point.
 */
static inline size_t
put_16(struct sixteen d, int first, int scale, char *out)
{
	uint64_t high = first_eight(&d), low = last_eight(&d);
	int end = low ? 16 - zeros_behind(low) : high ? 8 - zeros_behind(high) : 0;
	int point = 16 - scale;
	size_t whole = (size_t)(point - first);
	size_t part = end > point ? (size_t)(end - point) : 0;
	wide digits = ((wide)(low | ZEROS) << 64 | high | ZEROS) >> 8 * first;

	put_sixteen(out, digits);
	if (part == 0)
		return whole;
	out[whole] = '.';
	put_sixteen(out + whole + 1, digits >> 8 * whole);
	return whole + 1 + part;
}

/* m below 10^16, scale below 16 */
static inline size_t
put_short(uint64_t m, int scale, char *out)
{
	struct sixteen d = sixteen_digits(m);
	uint64_t high = first_eight(&d);
	int first = high ? zeros_before(high) : 8 + zeros_before(last_eight(&d));
	int last = 15 - scale;   /* one digit stands before the point */

	return put_16(d, first < last ? first : last, scale, out);
}

/* m from 10^16: the up to four digits before the last sixteen go first. */
static inline size_t
put_head(uint64_t m, int scale, char *out)
{
	const uint64_t e16 = 10000000000000000;
	uint64_t head = eight_digits((uint32_t)(m / e16));
	int zeros = zeros_before(head);
	size_t n = (size_t)(8 - zeros);

	put_eight(out, (head | ZEROS) >> 8 * zeros);
	return n + put_16(sixteen_digits(m % e16), 0, scale, out + n);
}

struct seventeen {
	uint64_t head;           /* the first digit */
	struct sixteen rest;
};

static inline struct seventeen
seventeen_digits(uint64_t m)
{
	const uint64_t e16 = 10000000000000000;

	return (struct seventeen){m / e16, sixteen_digits(m % e16)};
}

/*
 * All digits are put one place too far to the right, which is where those
 * behind the point belong; then the first eight characters, the point among them.
 */
size_t
tq_digits_point(uint64_t m, int point, char *out)
{
	struct seventeen d = seventeen_digits(m);
	uint64_t first = first_eight(&d.rest) << 8 | d.head | ZEROS;
	uint64_t before = ((uint64_t)1 << 8 * point) - 1;
	uint64_t dot = (uint64_t)'.' << 8 * point;

	put_all(out + 2, &d.rest);
	put_eight(out, (first & before) | dot | (first & ~before) << 8);
	return 2 + length_of(&d.rest);
}

size_t
tq_digits_below_one(uint64_t m, int zeros, char *out)
{
	struct seventeen d = seventeen_digits(m);
	size_t n = 2 + (size_t)zeros;

	memcpy(out, "0.000000", 8);
	out[n] = (char)('0' + d.head);
	put_all(out + n + 1, &d.rest);
	return n + 1 + length_of(&d.rest);
}

enum { PADDING = 16, END = PADDING + 24, ROOM = END + 24 };

/* Any scale. Not inline: its room on the stack would be paid for by the others. */
__attribute__((noinline)) static size_t
put_long(uint64_t m, int scale, char *out)
{
	char room[ROOM];

	memset(room, '0', ROOM);

	struct span span = put_24(room + PADDING, m);
	int point = END - scale;
	int first = PADDING + span.first, end = PADDING + span.end;
	size_t whole, part;

	if (first >= point)
		first = point - 1;
	whole = (size_t)(point - first);
	part = end > point ? (size_t)(end - point) : 0;

	/* Copies of a fixed size are a few instructions; the room is there. */
	memcpy(out, room + first, 24);
	if (part == 0)
		return whole;
	out[whole] = '.';
	memcpy(out + whole + 1, room + point, part <= 16 ? 16 : part);
	return whole + 1 + part;
}

size_t
tq_digits_plain(bool negative, uint64_t m, int scale, char out[TQ_DIGITS_TEXT])
{
	const uint64_t e16 = 10000000000000000;
	size_t n;

	if (m == 0) {
		out[0] = '0';
		return 1;
	}
	out[0] = '-';
	out += negative;
	if (scale >= 16)
		n = put_long(m, scale, out);
	else
		n = m < e16 ? put_short(m, scale, out) : put_head(m, scale, out);
	return negative + n;
}

int
tq_digits_19(uint64_t x, char out[19])
{
	enum { BEFORE = 24 - 19 };
	char room[24];
	struct span span = {24, 24};

	memset(room, '0', sizeof(room));
	if (x != 0)
		span = put_24(room, x);
	memcpy(out, room + BEFORE, 19);
	return span.first - BEFORE;
}

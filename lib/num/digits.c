/* SPDX-License-Identifier: ISC */
#include "num/digits.h"

#include <string.h>

/*
 * Eight digits at once: the number is split in halves until each byte of a
 * word holds one digit, the first digit in the lowest byte. Divisions are
 * multiplications by a reciprocal that is exact in the range.
 */
static uint64_t
eight_digits(uint32_t x)
{
	uint64_t fours = x / 10000 | (uint64_t)(x % 10000) << 32;
	uint64_t high = (fours * 10486 >> 20) & 0x0000007f0000007f;   /* / 100 */
	uint64_t twos = high | (fours - 100 * high) << 16;
	uint64_t tens = (twos * 103 >> 10) & 0x000f000f000f000f;      /* / 10 */

	return tens | (twos - 10 * tens) << 8;
}

/* Puts the digits of a word as text, in the order of memory. */
static void
put_eight(char *to, uint64_t digits)
{
	digits |= 0x3030303030303030;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	digits = __builtin_bswap64(digits);
#endif
	memcpy(to, &digits, 8);
}

/* Zeros before the first digit that is none, and behind the last. */
static int
zeros_before(uint64_t digits)
{
	return __builtin_ctzll(digits) / 8;
}

static int
zeros_behind(uint64_t digits)
{
	return __builtin_clzll(digits) / 8;
}

struct span {
	int first, end;          /* of the digits between the outer zeros */
};

/* Puts m, above zero, as 24 digits. */
static struct span
put_24(char *to, uint64_t m)
{
	const uint64_t e8 = 100000000;
	uint64_t low = eight_digits((uint32_t)(m % e8)), mid, high;

	put_eight(to + 16, low);
	if (m < e8)
		return (struct span){16 + zeros_before(low), 24 - zeros_behind(low)};
	m /= e8;
	mid = eight_digits((uint32_t)(m % e8));
	high = eight_digits((uint32_t)(m / e8));
	put_eight(to + 8, mid);
	put_eight(to, high);

	struct span span;

	span.first = high ? zeros_before(high) : 8 + zeros_before(mid);
	span.end = low ? 24 - zeros_behind(low) :
		   mid ? 16 - zeros_behind(mid) : 8 - zeros_behind(high);
	return span;
}

enum { ZEROS = 16, END = ZEROS + 24, ROOM = END + 24 };

size_t
tq_digits_plain(bool negative, uint64_t m, int scale, char out[TQ_DIGITS_TEXT])
{
	char room[ROOM], *to = out;

	if (m == 0) {
		*out = '0';
		return 1;
	}
	*to = '-';
	to += negative;
	memset(room, '0', ROOM);

	struct span span = put_24(room + ZEROS, m);
	int point = END - scale;
	int first = ZEROS + span.first, end = ZEROS + span.end;
	size_t whole, part;

	if (first >= point)
		first = point - 1;
	whole = (size_t)(point - first);
	part = end > point ? (size_t)(end - point) : 0;

	/* Copies of a fixed size are a few instructions; the room is there. */
	memcpy(to, room + first, 24);
	to += whole;
	if (part == 0)
		return (size_t)(to - out);
	*to++ = '.';
	if (part <= 16)
		memcpy(to, room + point, 16);
	else
		memcpy(to, room + point, part);
	return (size_t)(to - out) + part;
}

void
tq_digits_19(uint64_t x, char out[19])
{
	char room[24];

	memset(room, '0', sizeof(room));
	if (x != 0)
		put_24(room, x);
	memcpy(out, room + 5, 19);
}

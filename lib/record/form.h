/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_FORM_H
#define TQ_RECORD_FORM_H

/*
 * The written form of a number: how many digits stand before and behind its
 * point. With a form, the digits of a number need not be looked for: a few
 * operations on whole words tell whether the bytes have it, and give their
 * value. The form is found where digits end; or it is that of an earlier
 * number of the same field, a guess with which it is known where the number
 * ends before it is read.
 */
#include "record/rec.h"

static inline uint64_t
tq_load8(const char *p)
{
	uint64_t x;

	memcpy(&x, p, sizeof(x));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

#define TQ_BYTES(b) (UINT64_C(0x0101010101010101) * (b))

/*
 * Eight bytes of a number, the last one in the highest byte. Two by two they
 * become numbers below 100, which have weights; a point counts as a digit of 0
 * there, so that the one before it weighs a tenth of what its place says.
 */
struct tq_form_word {
	uint64_t text;           /* xored with: gives 0 for the point, its value for a digit */
	uint64_t limit;          /* added: reaches 0x80 where a byte is neither */
	uint64_t weight[2];      /* of pairs 0 and 2, 1 and 3: the first in the high half */
	uint64_t shift;          /* bits that move the bytes up to the highest */
};

struct tq_form {
	struct tq_value value;   /* its head is that of every number of the form */
	char lead;               /* the first byte may not be this: 0 where more digits follow */
	struct tq_form_word last;/* the last eight bytes, */
	struct tq_form_word first; /* and those before them, if there are any */
	uint64_t unit;           /* of what stands in first */
};

/* Forms have up to so many bytes; of n bytes and a scale it is the one at this index. */
enum { TQ_FORM_BYTES = 16, TQ_FORMS = 152 };

static inline size_t
tq_form_index(size_t n, size_t scale)
{
	return n * (n + 1) / 2 + scale;
}

/* What is no form of a number is in the table as well: no number has it. */
extern const struct tq_form tq_forms[TQ_FORMS];

/* The form of a scanned number, or none: &tq_forms[0]. */
static inline const struct tq_form *
tq_form_of_value(const struct tq_value *v)
{
	if (v->scale < 0 || v->n > TQ_FORM_BYTES || *v->text == '-')
		return tq_forms;
	return &tq_forms[tq_form_index(v->n, (size_t)v->scale)];
}

/* Eight bits, the first byte's the lowest: which bytes are no digits, up to the second of them. */
static inline unsigned
tq_form_stops(const char *p)
{
	uint64_t y = tq_load8(p) ^ TQ_BYTES(0x30);
	uint64_t stop = ((y + TQ_BYTES(0x76)) | y) & TQ_BYTES(0x80);

	return (unsigned)(stop * UINT64_C(0x0002040810204081) >> 56);
}

/*
 * The form that the number at p has if it has one: only its digits' ends were
 * looked at. A number of more bytes than any form is seen by what stands
 * behind so many.
 */
static inline const struct tq_form *
tq_form_of(const char *p)
{
	unsigned stops = tq_form_stops(p) | tq_form_stops(p + 8) << 8 | 1U << TQ_FORM_BYTES;
	unsigned whole = (unsigned)__builtin_ctz(stops), n;

	if (p[whole] != '.' || whole >= TQ_FORM_BYTES - 1)
		return &tq_forms[tq_form_index(whole, 0)];
	n = (unsigned)__builtin_ctz(stops & (stops - 1));
	return &tq_forms[tq_form_index(n, n - whole - 1)];
}

/* The value of a word's digits; false when they have not this form. */
__attribute__((always_inline)) static inline bool
tq_form_word(const struct tq_form_word *word, const char *p, uint64_t *value)
{
	const uint64_t pairs = UINT64_C(0x000000ff000000ff);
	uint64_t y = tq_load8(p) << word->shift ^ word->text;

	if ((((y + word->limit) | y) & TQ_BYTES(0x80)) != 0)
		return false;
	y = y * 10 + (y >> 8);
	*value = ((y & pairs) * word->weight[0] + (y >> 16 & pairs) * word->weight[1]) >> 32;
	return true;
}

/* Nine bytes and more. */
bool tq_form_long(const struct tq_form *form, const char *p, uint64_t *value);

/*
 * The byte behind the number at p with *v filled, or NULL if it has not the
 * form. That the number ends there is the caller's to see.
 */
__attribute__((always_inline)) static inline const char *
tq_form_scan(const struct tq_form *form, const char *p, struct tq_value *v)
{
	uint64_t m;

	if (*p == form->lead || !(form->value.n <= 8 ? tq_form_word(&form->last, p, &m)
						     : tq_form_long(form, p, &m)))
		return NULL;
	v->text = p;
	v->head = form->value.head;
	v->m = (int64_t)m;
	return p + form->value.n;
}

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_SCAN_H
#define TQ_RECORD_SCAN_H

/*
 * Scanning JSON tokens, eight bytes at a time, by the grammar of RFC 8259 and
 * nothing looser. Texts end with a newline that is not part of them and have
 * TQ_SCAN_PAD readable bytes behind it, so that no byte needs a bound check:
 * a newline is part of no token.
 *
 * Each function gets a pointer to a token's first byte and returns the one
 * behind its last byte, or NULL with *at on the offending byte and *what the
 * reason.
 */
#include "record/form.h"

enum { TQ_SCAN_PAD = 64 };

struct tq_fault {
	const char *at;
	const char *what;        /* a literal: "control character in a string" */
};

static inline const char *
tq_scan_fault(struct tq_fault *fault, const char *at, const char *what)
{
	fault->at = at;
	fault->what = what;
	return NULL;
}

/* Says what is wrong with the text up to end: "byte 17: invalid UTF-8". */
void tq_scan_refuse(const char *text, const char *end, const struct tq_fault *fault,
		    struct tq_err *err);

/* The first eight bytes of a name in a line; what lies behind a short one is cut off. */
static inline uint64_t
tq_name_head(const char *p, size_t n)
{
	uint64_t head = tq_load8(p);

	return n >= 8 ? head : head & ((UINT64_C(1) << 8 * n) - 1);
}

/* How many digits stand at p, 0 to 8, and their value. */
static inline unsigned
tq_scan_digits8(const char *p, uint64_t *value)
{
	uint64_t y = tq_load8(p) ^ TQ_BYTES(0x30);
	uint64_t stop = ((y + TQ_BYTES(0x76)) | y) & TQ_BYTES(0x80);
	unsigned n = stop == 0 ? 8 : (unsigned)__builtin_ctzll(stop) >> 3;

	if (n == 0) {
		*value = 0;
		return 0;
	}
	y <<= 64 - 8 * n;
	y = (y * 10 + (y >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
	y = (y * 100 + (y >> 16)) & UINT64_C(0x0000ffff0000ffff);
	*value = (y * 10000 + (y >> 32)) & UINT64_C(0xffffffff);
	return n;
}

/* The general number: many digits, an exponent. scale is -1. */
const char *tq_scan_number_any(const char *p, struct tq_value *v,
			       struct tq_fault *fault);

/*
 * Up to 16 digits at p: adds them behind those of *m and moves *p over them.
 * Returns how many there were; 16 may be followed by more.
 */
static inline unsigned
tq_scan_digits(const char **p, uint64_t *m)
{
	static const uint64_t pow10[9] = {1,      10,      100,      1000,     10000,
					  100000, 1000000, 10000000, 100000000};
	uint64_t part;
	unsigned n = tq_scan_digits8(*p, &part), more = 0;

	*m = *m * pow10[n] + part;
	if (__builtin_expect(n == 8, 0)) {
		more = tq_scan_digits8(*p + 8, &part);
		*m = *m * pow10[more] + part;
	}
	*p += n + more;
	return n + more;
}

/* A number of more bytes than a form has, or a wrong one. */
static inline const char *
tq_scan_long_number(const char *start, struct tq_value *v, struct tq_fault *fault)
{
	bool negative = *start == '-';
	const char *p = start + negative;
	uint64_t m = 0;
	unsigned whole = tq_scan_digits(&p, &m), fraction = 0;

	if (whole == 0 || (start[negative] == '0' && whole > 1))
		return tq_scan_number_any(start, v, fault);
	if (*p == '.') {
		p++;
		fraction = tq_scan_digits(&p, &m);
		if (fraction == 0)
			return tq_scan_number_any(start, v, fault);
	}
	if (whole + fraction > 18 || (unsigned char)(*p - '0') < 10 || (*p | 0x20) == 'e')
		return tq_scan_number_any(start, v, fault);
	v->kind = TQ_NUMBER;
	v->text = start;
	v->n = (uint32_t)(p - start);
	v->m = negative ? -(int64_t)m : (int64_t)m;
	v->scale = (int8_t)fraction;
	return p;
}

/*
 * A number. Up to 18 digits without exponent become m and scale; longer ones
 * keep their text only (scale -1).
 */
static inline const char *
tq_scan_number(const char *start, struct tq_value *v, struct tq_fault *fault)
{
	bool negative = *start == '-';
	const char *p = start + negative;
	const char *end = tq_form_scan(tq_form_of(p), p, v);

	/* A form ends where its digits do, or with its last byte: in the midst of a number. */
	if (end == NULL || (unsigned char)(*end - '0') < 10 || *end == '.' || (*end | 0x20) == 'e')
		return tq_scan_long_number(start, v, fault);
	if (negative) {
		v->text = start;
		v->n++;
		v->m = -v->m;
	}
	return end;
}

/* The rest of a string from a byte that is no plain ASCII. */
const char *tq_scan_string_any(const char *p, struct tq_value *v,
			       struct tq_fault *fault);

/* A string; start is on its opening quote. */
static inline const char *
tq_scan_string(const char *start, struct tq_value *v, struct tq_fault *fault)
{
	const char *p = start + 1;

	v->kind = TQ_STRING;
	v->text = p;
	v->escaped = false;
	v->scale = -1;
	for (;;) {
		uint64_t x = tq_load8(p);
		uint64_t quote = x ^ TQ_BYTES(0x22);
		uint64_t slash = x ^ TQ_BYTES(0x5c);
		uint64_t stop = ((x - TQ_BYTES(0x20)) | x | (quote - TQ_BYTES(1)) |
				 (slash - TQ_BYTES(1))) &
				TQ_BYTES(0x80);

		/* A borrow can only mark bytes behind the first real stop. */
		if (stop == 0) {
			p += 8;
			continue;
		}
		p += (unsigned)__builtin_ctzll(stop) >> 3;
		if (*p != '"')
			return tq_scan_string_any(p, v, fault);
		v->n = (uint32_t)(p - v->text);
		return p + 1;
	}
}

/* The value of four hexadecimal digits, or -1. */
int tq_scan_hex4(const char *p);

/* true, false, null */
const char *tq_scan_word(const char *p, struct tq_value *v, struct tq_fault *fault);

static inline const char *
tq_scan_blanks(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\r')
		p++;
	return p;
}

#endif

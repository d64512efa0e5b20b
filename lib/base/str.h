/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_STR_H
#define TQ_BASE_STR_H

/*
 * A borrowed piece of text: not ended by NUL, owned by somebody else (a line
 * of input, a literal, a buffer). Copy it with tq_str_dup to keep it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct tq_str {
	const char *p;
	size_t n;
};

static inline struct tq_str
tq_str(const char *text)
{
	return (struct tq_str){text, strlen(text)};
}

static inline bool
tq_str_eq(struct tq_str a, struct tq_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* The same, for names of up to 16 bytes without a call: two words that may overlap. */
static inline bool
tq_name_eq(struct tq_str a, struct tq_str b)
{
	uint64_t x[2], y[2];
	uint32_t u[2], v[2];

	if (a.n != b.n || a.n > sizeof(x))
		return tq_str_eq(a, b);
	if (a.n < sizeof(u[0]))
		return a.n == 0 || (a.p[0] == b.p[0] && a.p[a.n / 2] == b.p[a.n / 2] &&
				    a.p[a.n - 1] == b.p[a.n - 1]);
	if (a.n < sizeof(x[0])) {
		memcpy(&u[0], a.p, sizeof(u[0]));
		memcpy(&v[0], b.p, sizeof(v[0]));
		memcpy(&u[1], a.p + a.n - sizeof(u[1]), sizeof(u[1]));
		memcpy(&v[1], b.p + a.n - sizeof(v[1]), sizeof(v[1]));
		return u[0] == v[0] && u[1] == v[1];
	}
	memcpy(&x[0], a.p, sizeof(x[0]));
	memcpy(&y[0], b.p, sizeof(y[0]));
	memcpy(&x[1], a.p + a.n - sizeof(x[1]), sizeof(x[1]));
	memcpy(&y[1], b.p + a.n - sizeof(y[1]), sizeof(y[1]));
	return x[0] == y[0] && x[1] == y[1];
}

static inline bool
tq_str_is(struct tq_str a, const char *text)
{
	return tq_str_eq(a, tq_str(text));
}

/* For printf's "%.*s". */
#define TQ_STR_ARG(s) (int)(s).n, (s).p

/* A copy ended by NUL that the caller frees. */
char *tq_str_dup(struct tq_str s);

#endif

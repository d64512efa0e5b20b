/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_STR_H
#define TQ_BASE_STR_H

/*
 * A borrowed piece of text: not ended by NUL, owned by somebody else (a line
 * of input, a literal, a buffer). Copy it with tq_str_dup to keep it.
 */
#include <stdbool.h>
#include <stddef.h>
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

/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_BUF_H
#define TQ_BASE_BUF_H

/*
 * A growing run of bytes. The zero value is an empty buffer; tq_buf_fini
 * frees it. p is not ended by NUL unless tq_buf_text is called.
 */
#include "base/str.h"

#include <stdarg.h>

struct tq_buf {
	char *p;
	size_t n;
	size_t cap;
};

void tq_buf_fini(struct tq_buf *buf);

/* tq_buf_room where the room has to be made. */
char *tq_buf_grow(struct tq_buf *buf, size_t more);

/* Makes room for more bytes behind n and returns where they go. */
static inline char *
tq_buf_room(struct tq_buf *buf, size_t more)
{
	return buf->p && more <= buf->cap - buf->n ? buf->p + buf->n : tq_buf_grow(buf, more);
}

static inline void
tq_buf_put(struct tq_buf *buf, const void *bytes, size_t n)
{
	if (n == 0)
		return;
	memcpy(tq_buf_room(buf, n), bytes, n);
	buf->n += n;
}

/*
 * The same of short bytes without a call: in steps of TQ_WIDE, so there must be
 * as many more to read and to write behind them.
 */
enum { TQ_WIDE = 16 };
static inline char *
tq_put_wide(char *p, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i += TQ_WIDE)
		memcpy(p + i, bytes + i, TQ_WIDE);
	return p + n;
}

void tq_buf_puts(struct tq_buf *buf, const char *text);
void tq_buf_printf(struct tq_buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void tq_buf_vprintf(struct tq_buf *buf, const char *format, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* The bytes with a NUL behind them; valid until the next change. */
const char *tq_buf_text(struct tq_buf *buf);

static inline struct tq_str
tq_buf_str(const struct tq_buf *buf)
{
	return (struct tq_str){buf->p, buf->n};
}

static inline void
tq_buf_clear(struct tq_buf *buf)
{
	buf->n = 0;
}

#endif

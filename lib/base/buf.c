/* SPDX-License-Identifier: ISC */
#include "base/buf.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void
tq_buf_fini(struct tq_buf *buf)
{
	free(buf->p);
	*buf = (struct tq_buf){0};
}

char *
tq_buf_grow(struct tq_buf *buf, size_t more)
{
	size_t cap = buf->cap > 0 ? buf->cap : 64;

	/* An impossible sum becomes a size that tq_realloc refuses. */
	if (more > SIZE_MAX / 2 - buf->n)
		tq_realloc(NULL, SIZE_MAX, 2);
	while (cap - buf->n < more)
		cap *= 2;
	buf->p = tq_realloc(buf->p, cap, 1);
	buf->cap = cap;
	return buf->p + buf->n;
}

void
tq_buf_puts(struct tq_buf *buf, const char *text)
{
	tq_buf_put(buf, text, strlen(text));
}

void
tq_buf_vprintf(struct tq_buf *buf, const char *format, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (n < 0)
		return;
	vsnprintf(tq_buf_room(buf, (size_t)n + 1), (size_t)n + 1, format, ap);
	buf->n += (size_t)n;
}

void
tq_buf_printf(struct tq_buf *buf, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	tq_buf_vprintf(buf, format, ap);
	va_end(ap);
}

const char *
tq_buf_text(struct tq_buf *buf)
{
	*tq_buf_room(buf, 1) = '\0';
	return buf->p;
}

/* SPDX-License-Identifier: ISC */
#include "expr/source.h"

#include "base/log.h"

#include <stdarg.h>
#include <stdint.h>

enum {
	SHOWN = 20,              /* faults that are kept in words */
	WIDTH = 120              /* bytes of a source line that are shown */
};

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t
characters(const char *p, const char *end)
{
	size_t n = 0;

	for (; p < end; p++)
		n += !continues(*p);
	return n;
}

/* A line of source and a caret below the place. A long line is shown in part. */
static void
show(struct tq_buf *out, const char *line, const char *at, const char *end)
{
	const char *from = line;

	if (end - line > WIDTH && at - line > WIDTH / 2)
		from = at - WIDTH / 2;
	while (from > line && continues(*from))
		from--;
	if (end - from > WIDTH)
		end = at > from + WIDTH ? at : from + WIDTH;
	for (const char *p = from; p < end; p++) {
		char c = (unsigned char)*p < ' ' || *p == 0x7f ? ' ' : *p;

		tq_buf_put(out, &c, 1);
	}
	tq_buf_printf(out, "\n%*s^\n", (int)characters(from, at), "");
}

static void
put_place(struct tq_buf *out, struct tq_place place, const char **line, const char **end)
{
	struct tq_str text = place.source->text;
	const char *at = text.p + place.at;
	size_t number = 1;

	*line = text.p;
	for (const char *p = text.p; p < at; p++) {
		if (*p == '\n') {
			number++;
			*line = p + 1;
		}
	}
	*end = memchr(at, '\n', (size_t)(text.p + text.n - at));
	if (!*end)
		*end = text.p + text.n;
	tq_buf_printf(out, "%s:%zu:%zu: ", place.source->name, number, characters(*line, at) + 1);
}

void
tq_fault(struct tq_faults *faults, struct tq_place place, const char *format, ...)
{
	const char *line = NULL, *end = NULL;
	va_list ap;

	if (!faults || ++faults->n > SHOWN)
		return;
	if (place.source)
		put_place(&faults->text, place, &line, &end);
	va_start(ap, format);
	tq_buf_vprintf(&faults->text, format, ap);
	va_end(ap);
	tq_buf_puts(&faults->text, "\n");
	if (place.source)
		show(&faults->text, line, place.source->text.p + place.at, end);
}

bool
tq_faults_tell(struct tq_faults *faults, const char *what, struct tq_err *err)
{
	const char *line = tq_buf_text(&faults->text);

	if (faults->n == 0)
		return true;
	for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		tq_log(TQ_LOG_ERROR, "%.*s", (int)(end - line), line);
	return tq_fail(err, TQ_USAGE, "%zu fault%s in the %s, no record was read", faults->n,
		       faults->n == 1 ? "" : "s", what);
}

void
tq_faults_fini(struct tq_faults *faults)
{
	tq_buf_fini(&faults->text);
	faults->n = 0;
}

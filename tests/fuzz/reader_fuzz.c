/* SPDX-License-Identifier: ISC */
/* Any bytes as lines: the shape cache and the general scanner must agree. */
#include "record/reader.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
compare(struct tq_reader *cached, struct tq_reader *general, const char *line, const char *limit,
	size_t *n)
{
	struct tq_err a = {0}, b = {0};
	struct tq_rec *x = tq_reader_line(cached, line, limit, n, &a);
	struct tq_rec *y = tq_reader_line_general(general, line, *n, &b);

	if ((x == NULL) != (y == NULL) || (x == NULL && strcmp(a.text, b.text) != 0))
		abort();
	if (x == NULL)
		return;
	if (x->type != y->type || memcmp(x->has, y->has, sizeof(x->has)) != 0)
		abort();
	{
		tq_time s = 0, t = 0;

		if (tq_rec_time(x, TQ_F_time, &s, &a) != tq_rec_time(y, TQ_F_time, &t, &b) ||
		    s != t)
			abort();
	}
	for (int f = 0; f < TQ_F_KNOWN; f++) {
		const struct tq_value *v = tq_rec_value(x, f), *w = tq_rec_value(y, f);

		if (v != NULL && (v->kind != w->kind || v->text != w->text || v->n != w->n ||
				  (v->kind == TQ_STRING && v->escaped != w->escaped) ||
				  (v->kind == TQ_NUMBER && v->scale != w->scale) ||
				  (v->kind == TQ_NUMBER && v->scale >= 0 && v->m != w->m)))
			abort();
	}
}

/* So many lines of other shapes that members are read as known ones (record/member.h). */
static void
give_up_shapes(struct tq_reader *reader)
{
	char text[32 + TQ_SCAN_PAD] = {0};
	struct tq_err err;
	size_t n;

	for (int i = 0; i < 80; i++) {
		int length = snprintf(text, 32, "{\"key%d\":0}\n", i);

		tq_reader_line(reader, text, text + length, &n, &err);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tq_reader *cached = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	struct tq_reader *general = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	char *text = malloc(size + 1 + TQ_SCAN_PAD);
	size_t n;

	tq_reader_want(cached, TQ_F_time);
	tq_reader_want(general, TQ_F_time);
	for (int f = 0; f < TQ_F_KNOWN; f += 2) {
		tq_reader_want(cached, f);
		tq_reader_want(general, f);
	}
	if (size % 2 == 1)
		give_up_shapes(cached);
	memset(text + size, 0, 1 + TQ_SCAN_PAD);
	memcpy(text, data, size);
	text[size] = '\n';
	for (size_t at = 0; at <= size; at += n + 1)
		compare(cached, general, text + at, text + size + 1, &n);
	free(text);
	tq_reader_free(cached);
	tq_reader_free(general);
	return 0;
}

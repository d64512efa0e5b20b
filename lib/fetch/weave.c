/* SPDX-License-Identifier: ISC */
#include "fetch/weave.h"

#include "base/mem.h"

#include <stdlib.h>

static bool
before(const struct tq_weave_head *a, const struct tq_weave_head *b)
{
	return a->time != b->time ? a->time < b->time : a->series < b->series;
}

void
tq_weave_put(struct tq_weave *w, size_t series, tq_time time)
{
	struct tq_weave_head head = {time, series};
	size_t at = w->n;

	if (w->n == w->cap) {
		w->cap = w->cap ? 2 * w->cap : 16;
		w->heap = tq_realloc(w->heap, w->cap, sizeof(w->heap[0]));
	}
	w->n++;
	for (; at > 0 && before(&head, &w->heap[(at - 1) / 2]); at = (at - 1) / 2)
		w->heap[at] = w->heap[(at - 1) / 2];
	w->heap[at] = head;
}

bool
tq_weave_first(const struct tq_weave *w, size_t *series)
{
	if (w->n == 0)
		return false;
	*series = w->heap[0].series;
	return true;
}

void
tq_weave_take(struct tq_weave *w)
{
	struct tq_weave_head head;
	size_t at = 0;

	if (w->n == 0 || --w->n == 0)
		return;
	head = w->heap[w->n];
	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= w->n)
			break;
		if (child + 1 < w->n && before(&w->heap[child + 1], &w->heap[child]))
			child++;
		if (!before(&w->heap[child], &head))
			break;
		w->heap[at] = w->heap[child];
		at = child;
	}
	w->heap[at] = head;
}

void
tq_weave_fini(struct tq_weave *w)
{
	free(w->heap);
	*w = (struct tq_weave){0};
}

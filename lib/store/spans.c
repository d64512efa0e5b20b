/* SPDX-License-Identifier: ISC */
#include "store/spans.h"

#include "base/mem.h"

#include <stdlib.h>

size_t
tq_spans_find(const struct tq_spans *spans, tq_time t)
{
	size_t low = 0, high = spans->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (spans->item[mid].to > t)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

/* Items at..at+old become the n new ones. */
static void
splice(struct tq_spans *spans, size_t at, size_t old, const struct tq_span *item, size_t n)
{
	size_t rest = spans->n - at - old;

	if (spans->n - old + n > spans->cap) {
		spans->cap = 2 * spans->cap + 8;
		spans->item = tq_realloc(spans->item, spans->cap, sizeof(*spans->item));
	}
	memmove(spans->item + at + n, spans->item + at + old, rest * sizeof(*item));
	memcpy(spans->item + at, item, n * sizeof(*item));
	spans->n = at + n + rest;
}

void
tq_spans_put(struct tq_spans *spans, tq_time from, tq_time to, size_t label)
{
	struct tq_span piece[3], new = {from, to, label};
	size_t at, end, n = 0;

	if (from >= to)
		return;
	at = tq_spans_find(spans, from);
	if (at > 0 && spans->item[at - 1].to == from && spans->item[at - 1].label == label)
		at--;
	for (end = at; end < spans->n && spans->item[end].from <= to; end++) {
		struct tq_span was = spans->item[end];

		if (was.from == to && was.label != label)
			break;
		if (was.label == label) {
			new.from = was.from < new.from ? was.from : new.from;
			new.to = was.to > new.to ? was.to : new.to;
			continue;
		}
		if (was.from < from)
			piece[n++] = (struct tq_span){was.from, from, was.label};
		if (was.to > to) {
			/* The last one that is reached: what is behind it stays. */
			piece[n++] = new;
			piece[n++] = (struct tq_span){to, was.to, was.label};
			splice(spans, at, end + 1 - at, piece, n);
			return;
		}
	}
	piece[n++] = new;
	splice(spans, at, end - at, piece, n);
}

void
tq_spans_copy(struct tq_spans *to, const struct tq_spans *from)
{
	if (from->n > to->cap) {
		to->cap = from->n;
		to->item = tq_realloc(to->item, to->cap, sizeof(*to->item));
	}
	if (from->n > 0)
		memcpy(to->item, from->item, from->n * sizeof(*from->item));
	to->n = from->n;
}

void
tq_spans_fini(struct tq_spans *spans)
{
	free(spans->item);
	*spans = (struct tq_spans){0};
}

/* SPDX-License-Identifier: ISC */
#include "market/window.h"

enum { LEAST = 64 * 1024 };

void
tq_window_init(struct tq_window *w, struct tq_supply supply)
{
	*w = (struct tq_window){.supply = supply, .line = 1};
}

void
tq_window_fini(struct tq_window *w)
{
	tq_buf_fini(&w->buf);
}

static void
move_down(struct tq_window *w)
{
	size_t left = tq_window_n(w);

	if (w->at == 0)
		return;
	memmove(w->buf.p, w->buf.p + w->at, left);
	w->buf.n = left;
	w->at = 0;
}

bool
tq_window_more(struct tq_window *w, struct tq_err *err)
{
	size_t had, want;

	move_down(w);
	had = w->buf.n;
	want = had;
	if (had > TQ_ROW_MAX)
		return tq_fail(err, TQ_DATA, "row over %d MiB (an open quote?)",
			       TQ_ROW_MAX / 1024 / 1024);
	if (want < LEAST)
		want = 1;
	if (want > TQ_ROW_MAX + 1 - had)
		want = TQ_ROW_MAX + 1 - had;
	while (!w->end && w->buf.n - had < want) {
		struct tq_str bytes;

		if (!w->supply.block(w->supply.from, &bytes, err))
			return false;
		w->end = bytes.n == 0;
		tq_buf_put(&w->buf, bytes.p, bytes.n);
	}
	tq_buf_room(&w->buf, TQ_WINDOW_PAD);
	return true;
}

void
tq_window_skip(struct tq_window *w, size_t n)
{
	const char *p = tq_window_p(w), *end = p + n;

	w->at += n;
	w->offset += n;
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		w->line++;
		p++;
	}
}

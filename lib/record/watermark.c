/* SPDX-License-Identifier: ISC */
#include "record/watermark.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>

void
tq_watermarks_init(struct tq_watermarks *marks)
{
	*marks = (struct tq_watermarks){.key = tq_alloc(1, sizeof(*marks->key))};
}

void
tq_watermarks_fini(struct tq_watermarks *marks)
{
	tq_names_fini(&marks->series);
	free(marks->last);
	free(marks->saved);
	if (marks->key != NULL)
		tq_buf_fini(marks->key);
	free(marks->key);
}

size_t
tq_watermarks_series(struct tq_watermarks *marks, struct tq_str key)
{
	size_t n = marks->series.n;
	size_t id = tq_names_id(&marks->series, key);

	if (id < n)
		return id;
	if (id >= marks->cap) {
		marks->cap = marks->cap ? 2 * marks->cap : 16;
		marks->last = tq_realloc(marks->last, marks->cap, sizeof(*marks->last));
		marks->saved = tq_realloc(marks->saved, marks->cap, sizeof(*marks->saved));
	}
	marks->last[id] = marks->saved[id] = TQ_TIME_NONE;
	return id;
}

static void
put_part(struct tq_buf *key, const struct tq_rec *rec, int field)
{
	if (tq_rec_has(rec, field))
		tq_buf_put(key, rec->value[field].text, rec->value[field].n);
	tq_buf_put(key, "", 1);
}

bool
tq_watermarks_seen(struct tq_watermarks *marks, const struct tq_rec *rec)
{
	struct tq_err err;
	tq_time t;
	size_t id;

	marks->asked_time = TQ_TIME_NONE;
	if (rec->type != TQ_TYPE_BAR || !tq_rec_time(rec, TQ_F_time, &t, &err))
		return false;
	tq_buf_clear(marks->key);
	put_part(marks->key, rec, TQ_F_venue);
	put_part(marks->key, rec, TQ_F_symbol);
	put_part(marks->key, rec, TQ_F_interval);
	id = tq_watermarks_series(marks, tq_buf_str(marks->key));
	if (t <= marks->saved[id])
		return true;
	/* A bar that is still growing is not counted: it will come again, closed. */
	if (tq_rec_has(rec, TQ_F_closed) && rec->value[TQ_F_closed].kind == TQ_FALSE)
		return false;
	marks->asked = id;
	marks->asked_time = t;
	return false;
}

void
tq_watermarks_count(struct tq_watermarks *marks)
{
	if (marks->asked_time != TQ_TIME_NONE && marks->asked_time > marks->last[marks->asked])
		marks->last[marks->asked] = marks->asked_time;
}

/* SPDX-License-Identifier: ISC */
#include "state/watermarks.h"

enum { SERIES_MAX = 1 << 24 };

void
tq_state_watermarks(struct tq_state *st, struct tq_watermarks *marks)
{
	struct tq_buf key = {0};
	size_t n = marks->series.n;

	tq_state_count(st, "series", &n, SERIES_MAX);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		tq_time last = TQ_TIME_NONE;

		if (!tq_state_loading(st)) {
			tq_buf_clear(&key);
			tq_buf_put(&key, marks->series.name[i].p, marks->series.name[i].n);
			last = marks->last[i];
		}
		tq_state_text(st, "key", &key);
		tq_state_i64(st, "last", &last);
		if (tq_state_loading(st) && tq_state_ok(st)) {
			size_t id = tq_watermarks_series(marks, tq_buf_str(&key));

			marks->last[id] = marks->saved[id] = last;
		}
	}
	tq_buf_fini(&key);
}

/* SPDX-License-Identifier: ISC */
#include "expr/watch.h"

#include "base/mem.h"
#include "base/names.h"
#include "state/state.h"

#include <stdlib.h>

enum { SERIES = 1 << 24 };       /* a state file has no more */

struct series {
	tq_time last;            /* open of its last bar */
	struct tq_flow *flow;
	bool *held;              /* by rule: on the last bar */
};

struct tq_watch {
	const struct tq_program *program;
	bool every_bar;
	struct tq_names keys;
	struct series *series;   /* by number of its key */
	size_t n, cap;
};

struct tq_watch *
tq_watch_new(const struct tq_program *program, bool every_bar)
{
	struct tq_watch *watch = tq_alloc(1, sizeof *watch);

	watch->program = program;
	watch->every_bar = every_bar;
	return watch;
}

void
tq_watch_free(struct tq_watch *watch)
{
	if (!watch)
		return;
	for (size_t i = 0; i < watch->n; i++) {
		tq_flow_free(watch->series[i].flow);
		free(watch->series[i].held);
	}
	free(watch->series);
	tq_names_fini(&watch->keys);
	free(watch);
}

static struct series *
find_series(struct tq_watch *watch, struct tq_str key)
{
	size_t i = tq_names_id(&watch->keys, key);

	if (i == watch->n) {
		if (watch->n == watch->cap) {
			watch->cap = watch->cap ? 2 * watch->cap : 4;
			watch->series = tq_realloc(watch->series, watch->cap,
						   sizeof watch->series[0]);
		}
		watch->series[watch->n++] = (struct series){
			.last = TQ_TIME_NONE,
			.flow = tq_flow_new(watch->program->plan),
			.held = tq_alloc(watch->program->n_rules + 1, sizeof(bool)),
		};
	}
	return &watch->series[i];
}

static bool
refuse_late(const struct series *series, tq_time time, struct tq_err *err)
{
	char now[TQ_TIME_TEXT], last[TQ_TIME_TEXT];
	int n = (int)tq_time_format(time, now);
	int m = (int)tq_time_format(series->last, last);

	return tq_fail(err, TQ_DATA, "bar of %.*s is not after its series' last, %.*s", n, now, m,
		       last);
}

bool
tq_watch_bar(struct tq_watch *watch, struct tq_str key, tq_time time, const double *value,
	     const struct tq_rule **fires, struct tq_err *err)
{
	const struct tq_program *program = watch->program;
	struct series *series = find_series(watch, key);

	*fires = NULL;
	if (time <= series->last)
		return refuse_late(series, time, err);
	series->last = time;
	tq_flow_step(series->flow, value);
	for (size_t i = 0; i < program->n_rules; i++) {
		bool holds = tq_flow_holds(series->flow, program->rules[i].reg);

		if (holds && (watch->every_bar || !series->held[i]) && !*fires)
			*fires = &program->rules[i];
		series->held[i] = holds;
	}
	return true;
}

static void
series_state(struct tq_watch *watch, struct series *series, struct tq_state *st)
{
	tq_state_i64(st, "last", &series->last);
	for (size_t i = 0; i < watch->program->n_rules; i++)
		tq_state_bool(st, "held", &series->held[i]);
	tq_flow_state(series->flow, st);
}

void
tq_watch_state(struct tq_watch *watch, struct tq_state *st)
{
	int64_t own = (int64_t)tq_plan_hash(watch->program->plan);
	int64_t plan = own;
	size_t n = watch->n;

	tq_state_i64(st, "plan", &plan);
	if (tq_state_loading(st) && plan != own)
		tq_state_refuse(st, "it was made with other rules or parameters");
	tq_state_count(st, "series", &n, SERIES);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		struct tq_buf key = {0};

		if (!tq_state_loading(st))
			tq_buf_put(&key, watch->keys.name[i].p, watch->keys.name[i].n);
		tq_state_text(st, "key", &key);
		if (tq_state_ok(st))
			series_state(watch, find_series(watch, tq_buf_str(&key)), st);
		tq_buf_fini(&key);
	}
}

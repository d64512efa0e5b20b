/* SPDX-License-Identifier: ISC */
#include "report/state.h"

#include "base/mem.h"
#include "report/tally.h"

void
tq_series_state(struct tq_state *st, const char *name, struct tq_series *series)
{
	size_t n = series->n;

	tq_state_count(st, name, &n, TQ_REPORT_MANY);
	if (!tq_state_ok(st))
		return;
	if (tq_state_loading(st)) {
		series->x = tq_realloc(series->x, n + 1, sizeof(*series->x));
		series->cap = n + 1;
		series->n = n;
	}
	tq_state_f64s(st, name, series->x, n);
}

static void
spans_state(struct tq_state *st, struct tq_trips *trips)
{
	size_t n = trips->n_spans;

	tq_state_count(st, "spans", &n, TQ_REPORT_MANY);
	if (!tq_state_ok(st))
		return;
	if (tq_state_loading(st)) {
		trips->spans = tq_alloc(n + 1, sizeof(*trips->spans));
		trips->cap_spans = n + 1;
		trips->n_spans = n;
	}
	for (size_t i = 0; i < n; i++) {
		int64_t first = trips->spans[i].first, last = trips->spans[i].last;

		tq_state_i64(st, "first", &first);
		tq_state_i64(st, "last", &last);
		trips->spans[i] = (struct tq_span){(uint32_t)first, (uint32_t)last};
	}
}

static void
fills_state(struct tq_state *st, struct tq_trips *trips)
{
	size_t n = trips->n_fills;

	tq_state_count(st, "fill_bars", &n, TQ_REPORT_MANY);
	if (!tq_state_ok(st))
		return;
	if (tq_state_loading(st)) {
		trips->fills = tq_alloc(n + 1, sizeof(*trips->fills));
		trips->cap_fills = n + 1;
		trips->n_fills = n;
	}
	for (size_t i = 0; i < n; i++) {
		tq_state_i64(st, "time", &trips->fills[i].time);
		tq_state_i64(st, "bar", &trips->fills[i].bar);
	}
}

void
tq_trips_state(struct tq_trips *trips, struct tq_state *st)
{
	tq_state_i64(st, "trips", &trips->n);
	tq_state_i64(st, "n_won", &trips->n_won);
	tq_state_i64(st, "n_lost", &trips->n_lost);
	tq_state_dec(st, "pnl", &trips->pnl);
	tq_state_dec(st, "won", &trips->won);
	tq_state_dec(st, "lost", &trips->lost);
	tq_state_dec(st, "best", &trips->best);
	tq_state_dec(st, "worst", &trips->worst);
	tq_state_dec(st, "fees", &trips->fees);
	tq_sum_state(st, "returns", &trips->returns);
	tq_sum_state(st, "log_returns", &trips->log_returns);
	tq_sum_state(st, "returns_up", &trips->returns_up);
	tq_sum_state(st, "returns_down", &trips->returns_down);
	tq_state_f64(st, "best_return", &trips->best_return);
	tq_state_f64(st, "worst_return", &trips->worst_return);
	tq_state_bool(st, "wiped", &trips->wiped);
	tq_state_f64(st, "pnl_mean", &trips->pnl_mean);
	tq_state_f64(st, "pnl_m2", &trips->pnl_m2);
	tq_sum_state(st, "durations", &trips->durations);
	tq_state_i64(st, "longest", &trips->longest);
	tq_state_i64(st, "run_won", &trips->run_won);
	tq_state_i64(st, "run_lost", &trips->run_lost);
	tq_state_i64(st, "longest_won", &trips->longest_won);
	tq_state_i64(st, "longest_lost", &trips->longest_lost);
	spans_state(st, trips);
	fills_state(st, trips);
}

static void
curve_state(struct tq_state *st, struct tq_curve *c)
{
	tq_state_i64(st, "instants", &c->n);
	tq_state_dec(st, "first", &c->first);
	tq_state_dec(st, "last", &c->last);
	tq_state_dec(st, "peak", &c->peak);
	tq_state_i64(st, "start", &c->start);
	tq_state_i64(st, "end", &c->end);
	tq_state_f64(st, "base", &c->base);
	tq_state_f64(st, "first_value", &c->first_value);
	tq_state_f64(st, "value", &c->value);
	tq_state_f64(st, "bench", &c->bench);
	tq_state_i64(st, "gap", &c->gap);
	tq_state_i64(st, "weekends", &c->weekends);
	tq_state_i64(st, "days", &c->days);
	tq_state_bool(st, "lead", &c->lead);
	tq_state_bool(st, "broke", &c->broke);
	tq_state_bool(st, "intraday", &c->intraday);
	tq_drawdown_state(&c->drawdown, st);
}

static void
returns_state(struct tq_state *st, struct tq_returns *r)
{
	tq_series_state(st, "series", &r->series);
	tq_state_bool(st, "on", &r->on);
	tq_state_bool(st, "lead", &r->lead);
	tq_state_i64(st, "skipped", &r->skipped);
	tq_state_f64(st, "before", &r->before);
	tq_state_f64(st, "bench_before", &r->bench_before);
	tq_state_f64(st, "first", &r->first);
	tq_state_i64(st, "periods", &r->periods);
	tq_pair_state(st, &r->bench);
}

void
tq_pair_state(struct tq_state *st, struct tq_pair *p)
{
	tq_state_i64(st, "pairs", &p->n);
	tq_state_f64(st, "mean_x", &p->mean_x);
	tq_state_f64(st, "mean_y", &p->mean_y);
	tq_state_f64(st, "sxx", &p->sxx);
	tq_state_f64(st, "sxy", &p->sxy);
	tq_state_f64(st, "syy", &p->syy);
}

static void
rules_state(struct tq_state *st, struct tq_tally *t)
{
	size_t n = t->rules.n;
	struct tq_buf name = {0};

	tq_state_count(st, "rules", &n, TQ_REPORT_MANY);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		int64_t count = tq_state_loading(st) ? 0 : t->rule_counts[i];

		tq_buf_clear(&name);
		if (!tq_state_loading(st))
			tq_buf_put(&name, t->rules.name[i].p, t->rules.name[i].n);
		tq_state_text(st, "rule", &name);
		tq_state_i64(st, "count", &count);
		if (tq_state_loading(st))
			tq_tally_rule(t, tq_buf_str(&name), count);
	}
	tq_buf_fini(&name);
}

void
tq_tally_state(struct tq_tally *t, struct tq_state *st)
{
	tq_state_bool(st, "account", &t->has_account);
	tq_state_dec(st, "cash", &t->cash);
	tq_state_text(st, "currency", &t->currency);
	tq_state_bool(st, "pending", &t->pending);
	tq_state_i64(st, "point_time", &t->point.time);
	tq_state_dec(st, "point_equity", &t->point.equity);
	tq_state_f64(st, "point_bench", &t->point.bench);
	curve_state(st, &t->curve);
	returns_state(st, &t->by_bar);
	returns_state(st, &t->by_day);
	tq_state_i64(st, "day", &t->day);
	tq_pair_state(st, &t->log_bench);
	tq_state_text(st, "bench_name", &t->bench_name);
	tq_state_i64(st, "bench_bars", &t->bench_bars);
	tq_state_bool(st, "bench_mixed", &t->bench_mixed);
	tq_state_f64(st, "bench_first", &t->bench_first);
	tq_state_f64(st, "bench_close", &t->bench_close);
	tq_trips_state(&t->trips, st);
	tq_state_i64(st, "fills", &t->fills);
	tq_state_dec(st, "fees", &t->fees);
	tq_state_dec(st, "volume", &t->volume);
	rules_state(st, t);
}

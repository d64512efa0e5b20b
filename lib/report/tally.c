/* SPDX-License-Identifier: ISC */
#include "report/tally.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

void
tq_tally_init(struct tq_tally *t, enum tq_returns_mode mode)
{
	*t = (struct tq_tally){.mode = mode};
	t->by_bar.on = mode != TQ_RETURNS_DAY;
	t->by_day.on = mode != TQ_RETURNS_BAR;
	t->bench_close = t->bench_first = (double)NAN;
	t->point.bench = t->curve.bench = (double)NAN;
}

void
tq_tally_fini(struct tq_tally *t)
{
	tq_buf_fini(&t->currency);
	tq_buf_fini(&t->bench_name);
	tq_buf_fini(&t->key);
	tq_series_fini(&t->by_bar.series);
	tq_series_fini(&t->by_day.series);
	tq_trips_fini(&t->trips);
	tq_names_fini(&t->rules);
	free(t->rule_counts);
	t->rule_counts = NULL;
}

void
tq_tally_account(struct tq_tally *t, struct tq_dec cash, struct tq_str currency)
{
	t->has_account = true;
	t->cash = cash;
	tq_buf_clear(&t->currency);
	tq_buf_put(&t->currency, currency.p, currency.n);
}

void
tq_pair_add(struct tq_pair *p, double x, double y)
{
	double dx = x - p->mean_x, dy = y - p->mean_y;

	p->n++;
	p->mean_x += dx / (double)p->n;
	p->mean_y += dy / (double)p->n;
	p->sxx += dx * (x - p->mean_x);
	p->sxy += dx * (y - p->mean_y);
	p->syy += dy * (y - p->mean_y);
}

/* NaN is not greater than 0: a benchmark that is not there makes no pair. */
static void
add_period(struct tq_returns *r, double value, double bench)
{
	if (!(r->before > 0))
		r->skipped++;
	else {
		double change = (value - r->before) / r->before;

		tq_series_push(&r->series, change);
		if (r->bench_before > 0 && bench > 0)
			tq_pair_add(&r->bench, (bench - r->bench_before) / r->bench_before, change);
	}
	r->before = value;
	r->bench_before = bench;
}

static void
start_returns(struct tq_returns *r, const struct tq_curve *c, double bench)
{
	r->before = c->base;
	r->bench_before = c->lead ? (double)NAN : bench;
	r->lead = c->lead;
}

static void
first_point(struct tq_tally *t, const struct tq_point *p, double value)
{
	struct tq_curve *c = &t->curve;

	c->first = c->peak = p->equity;
	c->start = p->time;
	c->first_value = c->base = value;
	c->lead = t->has_account && tq_dec_ok(t->cash) && !tq_dec_eq(t->cash, p->equity);
	if (c->lead) {
		c->first = c->peak = t->cash;
		c->base = tq_dec_f64(t->cash);
		tq_drawdown_add(&c->drawdown, p->time, c->base);
	}
	start_returns(&t->by_bar, c, p->bench);
	start_returns(&t->by_day, c, p->bench);
	t->by_bar.first = value;
	t->by_bar.periods = 1;
	if (c->lead && t->by_bar.on)
		add_period(&t->by_bar, value, p->bench);
}

/* The last point of the day is known: it ends the day's period. */
static void
end_day(struct tq_tally *t)
{
	struct tq_curve *c = &t->curve;
	struct tq_returns *r = &t->by_day;

	if (r->periods == 0) {
		r->first = c->value;
		/* A first day of one point is the base itself, no return. */
		r->lead = c->lead || c->n > 1;
	}
	if (r->periods > 0 || r->lead)
		add_period(r, c->value, c->bench);
	else
		r->bench_before = c->bench;
	r->periods++;
}

static void
next_point(struct tq_tally *t, const struct tq_point *p, double value)
{
	struct tq_curve *c = &t->curve;
	tq_time gap = p->time - c->end;

	if (c->n == 1 || gap < c->gap)
		c->gap = gap;
	if (gap < TQ_DAY && !c->intraday) {
		c->intraday = true;
		if (t->mode == TQ_RETURNS_AUTO) {
			/* Not freed: a settled view may share it. */
			t->by_bar.on = false;
			t->by_bar.series.n = 0;
		}
	}
	if (c->value > 0 && value > 0 && c->bench > 0 && p->bench > 0)
		tq_pair_add(&t->log_bench, log(p->bench / c->bench),
			 log(value / c->value));
	if (t->by_bar.on)
		add_period(&t->by_bar, value, p->bench);
	t->by_bar.periods++;
}

static void
take_in(struct tq_tally *t, const struct tq_point *p)
{
	struct tq_curve *c = &t->curve;
	double value = tq_dec_f64(p->equity);
	int64_t day = tq_day_of_close(p->time);

	if (c->n > 0 && day != t->day && t->by_day.on)
		end_day(t);
	if (c->n == 0 || day != t->day) {
		c->days++;
		t->day = day;
	}
	if (c->n == 0)
		first_point(t, p, value);
	else
		next_point(t, p, value);
	c->n++;
	c->end = p->time;
	c->last = p->equity;
	c->value = value;
	c->bench = p->bench;
	c->weekends += tq_weekday(day) >= 5;
	c->broke |= !(value > 0);
	if (value > c->drawdown.high)
		c->peak = p->equity;
	tq_drawdown_add(&c->drawdown, p->time, value);
}

bool
tq_tally_equity(struct tq_tally *t, tq_time time, struct tq_dec equity,
		struct tq_err *err)
{
	if (t->pending && time != t->point.time) {
		if (time < t->point.time)
			return tq_fail(err, TQ_DATA, "equity goes back in time");
		take_in(t, &t->point);
	}
	t->pending = true;
	t->point = (struct tq_point){time, equity, t->bench_close};
	return true;
}

void
tq_tally_bar(struct tq_tally *t, struct tq_str series, double close)
{
	if (t->bench_bars == 0) {
		tq_buf_put(&t->bench_name, series.p, series.n);
		t->bench_first = close;
	} else if (!tq_str_eq(series, tq_buf_str(&t->bench_name))) {
		t->bench_mixed = true;
		return;
	}
	t->bench_bars++;
	t->bench_close = close;
}

/* The index of the bar that the next point of the curve will close. */
static int64_t
bar_now(const struct tq_tally *t)
{
	return t->curve.n + t->pending;
}

void
tq_tally_fill(struct tq_tally *t, tq_time time, struct tq_dec fee, struct tq_dec value)
{
	t->fills++;
	t->fees = tq_dec_add(t->fees, fee);
	t->volume = tq_dec_add(t->volume, value);
	tq_trips_fill(&t->trips, time, bar_now(t));
}

void
tq_tally_trip(struct tq_tally *t, const struct tq_trip *trip)
{
	tq_trips_add(&t->trips, trip, bar_now(t));
}

void
tq_tally_rule(struct tq_tally *t, struct tq_str rule, int64_t count)
{
	size_t id = tq_names_id(&t->rules, rule);

	if (id >= t->cap_rules) {
		size_t cap = t->cap_rules ? 2 * t->cap_rules : 16;

		t->rule_counts = tq_realloc(t->rule_counts, cap, sizeof(int64_t));
		for (size_t i = t->cap_rules; i < cap; i++)
			t->rule_counts[i] = 0;
		t->cap_rules = cap;
	}
	t->rule_counts[id] += count;
	t->rejects += count;
}

void
tq_tally_settle(struct tq_tally *t, struct tq_tally *settled)
{
	/* The last point may end a day, and the last day ends: two returns. */
	tq_series_reserve(&t->by_bar.series, 2);
	tq_series_reserve(&t->by_day.series, 2);
	*settled = *t;
	if (t->pending)
		take_in(settled, &t->point);
	if (settled->by_day.on && settled->curve.n > 0)
		end_day(settled);
	tq_drawdown_end(&settled->curve.drawdown, settled->curve.end);
}

const struct tq_returns *
tq_tally_returns(const struct tq_tally *settled)
{
	return settled->by_bar.on ? &settled->by_bar : &settled->by_day;
}

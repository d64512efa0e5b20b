/* SPDX-License-Identifier: ISC */
#include "market/resample.h"

#include "base/log.h"
#include "market/event_time.h"
#include "record/sink.h"

bool
tq_resample_open(struct tq_resample *r, struct tq_run *run, struct tq_err *err)
{
	if (!tq_resample_target(&r->options, &r->to, err))
		return false;
	r->timed = tq_interval_timed(r->to);
	r->to_text[tq_interval_format(r->to, r->to_text)] = '\0';
	r->options.grid.to = r->to;
	r->keeps_state = run->keeps_state;
	r->soonest = TQ_TIME_NONE;
	if (!tq_grid_open(&r->grid, &r->options.grid, err))
		return false;
	tq_sample_want(run);
	tq_event_time_want(run);
	return true;
}

/* The bar's own time and close; of days and longer, those of the bars in it. */
static void
place_of(const struct tq_resample *r, const struct tq_resample_series *s, bool whole_end,
	 tq_time *time, tq_time *close)
{
	const struct tq_candle *c = &s->candle;

	if (!r->timed) {
		*time = s->made != TQ_TIME_NONE && c->first <= s->made ? s->made + 1 : c->first;
		*close = c->last > *time ? c->last : *time;
	} else if (s->bucket.dated && c->n > 0) {
		*time = c->first;
		*close = whole_end ? c->last : s->bucket.close;
	} else {
		*time = s->bucket.open;
		*close = s->bucket.close;
	}
}

static void
write_bar(const struct tq_resample *r, struct tq_resample_series *s, bool whole_end, bool partial,
	  int64_t missing, struct tq_out *out)
{
	tq_time time, close;

	place_of(r, s, whole_end, &time, &close);
	tq_out_open(out, TQ_TYPE_BAR);
	tq_out_time(out, TQ_F_time, time);
	tq_out_str(out, TQ_F_symbol, s->symbol);
	if (s->venue.n > 0)
		tq_out_str(out, TQ_F_venue, s->venue);
	tq_out_cstr(out, TQ_F_interval, r->to_text);
	tq_candle_write(&s->candle, out);
	if (!r->timed || tq_interval_add(time, r->to, 1) != close)
		tq_out_time(out, TQ_F_close_time, close);
	if (s->candle.synthetic)
		tq_out_bool(out, TQ_F_synthetic, true);
	if (partial)
		tq_out_bool(out, TQ_F_partial, true);
	if (missing > 0)
		tq_out_int(out, TQ_F_missing, missing);
	tq_out_close(out);
	s->made = time;
}

void
tq_resample_finish(struct tq_resample *r, struct tq_resample_series *s, bool cut,
		   struct tq_out *out)
{
	int64_t missing = r->timed && s->bucket.expected > s->candle.n
				  ? s->bucket.expected - s->candle.n : 0;
	bool partial = missing > 0 || s->late_start || cut;
	bool whole_end = s->from.n > 0 && !cut &&
			 tq_grid_is_last(&r->grid, &s->bucket, s->time, s->close, s->from);

	if (partial && r->options.partial == TQ_PARTIAL_DROP) {
		r->left_partial += s->candle.n;
		r->left_bars++;
		tq_log(TQ_LOG_INFO, "partial %s bar of %.*s at %s left out", r->to_text,
		       TQ_STR_ARG(s->symbol), tq_show_time(s->candle.first).text);
	} else {
		write_bar(r, s, whole_end, partial, missing, out);
	}
	s->before = s->candle;
	s->candle.n = 0;
	s->late_start = false;
	if (r->timed)
		s->done = s->bucket.close;
}

/* The bars between the last one and the one that begins: at its close, without trade. */
static void
fill(struct tq_resample *r, struct tq_resample_series *s, const struct tq_bucket *next,
     struct tq_out *out)
{
	struct tq_bucket gap;

	while (tq_grid_next(&r->grid, &s->bucket, s->from, &gap) && gap.open < next->open &&
	       out->err.status == TQ_OK) {
		s->bucket = gap;
		tq_candle_flat(&s->candle, &s->before, gap.open, gap.close);
		write_bar(r, s, false, false, 0, out);
		tq_out_some(out);
	}
	s->candle.n = 0;
}

/* A sample into the bucket of its time, which is not the one that is open. */
static void
begin(struct tq_resample *r, struct tq_resample_series *s, const struct tq_bucket *bucket,
      const struct tq_sample *sample, struct tq_out *out)
{
	if (s->candle.n > 0)
		tq_resample_finish(r, s, false, out);
	if (r->options.fill == TQ_FILL_FLAT && s->before.n > 0)
		fill(r, s, bucket, out);
	/* Of trades only the first bar can have begun before them; bars are counted. */
	s->late_start = s->from.n == 0 && s->time == TQ_TIME_NONE && sample->time > bucket->open;
	s->bucket = *bucket;
	tq_candle_begin(&s->candle, sample);
	if (bucket->close < r->soonest || r->soonest == TQ_TIME_NONE)
		r->soonest = bucket->close;
}

/* The open bars that ended before t, by their end, then in the order of their series. */
static void
finish_before(struct tq_resample *r, tq_time t, struct tq_out *out)
{
	for (;;) {
		struct tq_resample_series *first = NULL;

		for (size_t i = 0; i < r->names.n; i++) {
			struct tq_resample_series *s = &r->series[i];

			if (s->candle.n > 0 &&
			    (first == NULL || s->bucket.close < first->bucket.close))
				first = s;
		}
		r->soonest = first != NULL ? first->bucket.close : INT64_MAX;
		if (first == NULL || first->bucket.close >= t)
			return;
		tq_resample_finish(r, first, false, out);
	}
}

/* The stream has come to t: what ended before it is whole. */
static void
advance(struct tq_resample *r, tq_time t, struct tq_out *out)
{
	if (r->options.clock == TQ_CLOCK_STREAM && r->timed && t != TQ_TIME_NONE &&
	    t > r->soonest)
		finish_before(r, t, out);
}

static bool
refuse_place(const struct tq_resample *r, tq_time t, struct tq_err *err)
{
	return tq_fail(err, TQ_DATA, "calendar %s does not know %s", r->options.grid.calendar,
		       tq_show_time(t).text);
}

/* Time bars. A bar that is outside of all sessions is counted and left out. */
static bool
take_timed(struct tq_resample *r, struct tq_resample_series *s, const struct tq_sample *sample,
	   struct tq_out *out, struct tq_err *err)
{
	struct tq_bucket bucket = s->bucket;
	bool same = s->candle.n > 0 && sample->time >= bucket.open && sample->time < bucket.close;

	if (!same) {
		enum tq_grid_answer answer = tq_grid_bucket(&r->grid, sample->time, s->from,
							    &bucket);

		if (answer == TQ_GRID_UNKNOWN)
			return refuse_place(r, sample->time, err);
		if (answer == TQ_GRID_NONE) {
			r->left_outside++;
			return true;
		}
		same = s->candle.n > 0 && bucket.open == s->bucket.open;
	}
	if (bucket.close <= s->done && !same)
		return tq_fail(err, TQ_DATA, "%s is late: the %s bar up to %s is written",
			       tq_show_time(sample->time).text, r->to_text,
			       tq_show_time(s->done).text);
	if (sample->close > bucket.close && tq_calendar_always(r->grid.calendar))
		return tq_fail(err, TQ_DATA,
			       "the bar of %s reaches over the end of its %s bar at %s",
			       tq_show_time(sample->time).text, r->to_text,
			       tq_show_time(bucket.close).text);
	advance(r, sample->close < bucket.close ? sample->close : bucket.close, out);
	if (!same)
		begin(r, s, &bucket, sample, out);
	else if (!tq_candle_add(&s->candle, sample, err))
		return false;
	return true;
}

static bool
check_order(const struct tq_resample_series *s, const struct tq_sample *sample, struct tq_err *err)
{
	if (s->time == TQ_TIME_NONE)
		return true;
	if (sample->time < s->time)
		return tq_fail(err, TQ_DATA, "time %s < %s before it (time-order)",
			       tq_show_time(sample->time).text, tq_show_time(s->time).text);
	if (s->from.n == 0)
		return true;
	if (sample->time == s->time)
		return tq_fail(err, TQ_DATA, "time %s came before (duplicate)",
			       tq_show_time(sample->time).text);
	if (sample->time < s->close)
		return tq_fail(err, TQ_DATA, "time %s is within the bar of %s (overlap)",
			       tq_show_time(sample->time).text, tq_show_time(s->time).text);
	return true;
}

static bool
take(struct tq_resample *r, struct tq_resample_series *s, const struct tq_rec *rec,
     const struct tq_sample *sample, struct tq_out *out, struct tq_err *err)
{
	int64_t outside = r->left_outside;

	if (!check_order(s, sample, err))
		return false;
	if (r->timed ? !take_timed(r, s, sample, out, err)
		     : !tq_resample_rule(r, s, sample, out, err))
		return false;
	s->time = sample->time;
	s->close = sample->close;
	if (r->options.keep)
		tq_out_pass(out, rec);
	if (r->timed && s->from.n > 0 && s->candle.n > 0 && outside == r->left_outside &&
	    tq_grid_is_last(&r->grid, &s->bucket, s->time, s->close, s->from))
		tq_resample_finish(r, s, false, out);
	return true;
}

/* A record that no bar is made of. */
static bool
pass_on(struct tq_resample *r, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	tq_time t;

	if (r->options.clock == TQ_CLOCK_STREAM) {
		if (!tq_event_time(rec, &t, err))
			return false;
		advance(r, t, out);
	}
	tq_out_pass(out, rec);
	return true;
}

static inline bool
is_text(const struct tq_rec *rec, int field, struct tq_str text)
{
	const struct tq_value *v = &rec->value[field];

	return tq_rec_has(rec, field) && v->kind == TQ_STRING && v->n == text.n &&
	       memcmp(v->text, text.p, text.n) == 0;
}

/*
 * The next plain bar of the series that the last record was of, within its
 * open bar: nothing about it has to be found out. NULL: it may be another.
 */
static struct tq_resample_series *
expected_series(const struct tq_resample *r, const struct tq_rec *rec, struct tq_sample *sample)
{
	struct tq_resample_series *s = &r->series[r->names.last];

	if (r->names.n == 0 || s->candle.n == 0 || s->length == 0 ||
	    !is_text(rec, TQ_F_symbol, s->symbol) ||
	    !is_text(rec, TQ_F_interval, tq_str(s->from_text)) ||
	    (tq_rec_has(rec, TQ_F_venue) ? !is_text(rec, TQ_F_venue, s->venue) : s->venue.n > 0) ||
	    !tq_sample_plain(rec, s->length, sample))
		return NULL;
	return s;
}

static bool
take_bar(struct tq_resample *r, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct tq_resample_series *s;
	struct tq_sample sample;
	struct tq_bar bar;

	s = expected_series(r, rec, &sample);
	if (s != NULL) {
		r->bars_seen++;
		return take(r, s, rec, &sample, out, err);
	}
	if (!tq_bar_read(rec, &bar, err))
		return false;
	if (tq_interval_eq(bar.interval, r->to) ||
	    (r->options.from.n > 0 && !tq_interval_eq(bar.interval, r->options.from)))
		return pass_on(r, rec, out, err);
	if (!tq_sample_bar(rec, &bar, &sample, err))
		return false;
	s = tq_resample_series(r, bar.venue, bar.symbol, bar.interval, err);
	if (s == NULL)
		return false;
	r->bars_seen++;
	if (bar.closed)
		return take(r, s, rec, &sample, out, err);
	r->left_growing++;
	if (r->options.keep)
		tq_out_pass(out, rec);
	return true;
}

/* The same id twice in a row is one trade told twice. */
static bool
check_id(const struct tq_resample_series *s, const struct tq_value *id, struct tq_err *err)
{
	if (id == NULL || id->n == 0 || s->id.n != id->n ||
	    memcmp(s->id.p, id->text, id->n) != 0)
		return true;
	return tq_fail(err, TQ_DATA, "trade %.*s came before (duplicate)",
		       (int)(id->n < 40 ? id->n : 40), id->text);
}

static bool
take_tick(struct tq_resample *r, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	const struct tq_value *id = tq_rec_value(rec, TQ_F_id);
	struct tq_str venue = {"", 0}, symbol;
	struct tq_resample_series *s;
	struct tq_sample sample;

	if (!tq_sample_tick(rec, &sample, err) || !tq_rec_str(rec, TQ_F_symbol, &symbol, err) ||
	    (tq_rec_has(rec, TQ_F_venue) && !tq_rec_str(rec, TQ_F_venue, &venue, err)))
		return false;
	s = tq_resample_series(r, venue, symbol, (struct tq_interval){0}, err);
	if (s == NULL || !check_id(s, id, err) || !take(r, s, rec, &sample, out, err))
		return false;
	r->ticks_seen++;
	tq_buf_clear(&s->id);
	if (id != NULL)
		tq_buf_put(&s->id, id->text, id->n);
	return true;
}

bool
tq_resample_record(struct tq_resample *r, const struct tq_rec *rec, struct tq_out *out,
		   struct tq_err *err)
{
	if (rec->type == TQ_TYPE_BAR && r->timed && r->options.from.n >= 0)
		return take_bar(r, rec, out, err);
	if (rec->type == TQ_TYPE_TICK && r->options.from.n <= 0)
		return take_tick(r, rec, out, err);
	return pass_on(r, rec, out, err);
}

static void
say_left(const struct tq_resample *r)
{
	if (r->left_bars > 0)
		tq_log(TQ_LOG_WARN, "%lld records of %lld partial bars left out (--partial emit "
		       "keeps them)", (long long)r->left_partial, (long long)r->left_bars);
	if (r->left_outside > 0)
		tq_log(TQ_LOG_WARN, "%lld records outside of the sessions of %s left out",
		       (long long)r->left_outside, r->options.grid.calendar);
	if (r->left_growing > 0)
		tq_log(TQ_LOG_WARN, "%lld bars that were not closed left out",
		       (long long)r->left_growing);
}

/* With a state the open bars go on in the next run. */
void
tq_resample_close(struct tq_resample *r, struct tq_out *out)
{
	for (size_t i = 0; i < r->names.n && !r->keeps_state; i++)
		if (r->series[i].candle.n > 0)
			tq_resample_finish(r, &r->series[i], r->series[i].from.n == 0 || !r->timed,
					   out);
	say_left(r);
}

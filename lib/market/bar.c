/* SPDX-License-Identifier: ISC */
#include "market/bar.h"

#include "base/buf.h"

void
tq_bar_want(struct tq_run *run)
{
	static const int fields[] = {
		TQ_F_time, TQ_F_symbol, TQ_F_venue, TQ_F_interval, TQ_F_open, TQ_F_high,
		TQ_F_low, TQ_F_close, TQ_F_volume, TQ_F_closed, TQ_F_synthetic,
		TQ_F_close_time
	};
	size_t i;

	for (i = 0; i < TQ_COUNT(fields); i++)
		tq_want(run, fields[i]);
}

/* The common spelling of a number without a call. */
static inline bool
read_dec(const struct tq_rec *rec, int field, struct tq_dec *out, struct tq_err *err)
{
	const struct tq_value *v = tq_rec_value(rec, field);

	if (v == NULL || v->kind != TQ_NUMBER || v->scale < 0)
		return tq_rec_dec(rec, field, out, err);
	*out = tq_dec(v->m, v->scale);
	return true;
}

static inline bool
read_text(const struct tq_rec *rec, int field, struct tq_str *out, struct tq_err *err)
{
	const struct tq_value *v = tq_rec_value(rec, field);

	if (v == NULL || v->kind != TQ_STRING)
		return tq_rec_str(rec, field, out, err);
	*out = (struct tq_str){v->text, v->n};
	return true;
}

bool
tq_bar_close_time(const struct tq_rec *rec, tq_time time, struct tq_interval interval,
		  tq_time *out, struct tq_err *err)
{
	if (!tq_rec_has(rec, TQ_F_close_time) && tq_interval_timed(interval)) {
		*out = tq_interval_add(time, interval, 1);
		return true;
	}
	if (!tq_rec_time(rec, TQ_F_close_time, out, err))
		return false;
	return *out >= time || tq_fail(err, TQ_DATA, "close_time is before time");
}

static bool
read_interval(const struct tq_rec *rec, struct tq_bar *bar, struct tq_err *err)
{
	struct tq_str s;

	if (!read_text(rec, TQ_F_interval, &s, err))
		return false;
	bar->interval_text = s;
	if (!tq_interval_parse(s, &bar->interval))
		return tq_fail(err, TQ_DATA, "field \"interval\" is not an interval like 1m: %.*s",
			       (int)(s.n < 40 ? s.n : 40), s.p);
	return tq_bar_close_time(rec, bar->time, bar->interval, &bar->close_time, err);
}

static bool
read_flag(const struct tq_rec *rec, int field, bool preset, bool *out,
	  struct tq_err *err)
{
	*out = preset;
	return !tq_rec_has(rec, field) || tq_rec_bool(rec, field, out, err);
}

bool
tq_bar_read(const struct tq_rec *rec, struct tq_bar *bar, struct tq_err *err)
{
	bar->venue = (struct tq_str){0};
	return tq_rec_time(rec, TQ_F_time, &bar->time, err) &&
	       read_text(rec, TQ_F_symbol, &bar->symbol, err) &&
	       (!tq_rec_has(rec, TQ_F_venue) ||
		read_text(rec, TQ_F_venue, &bar->venue, err)) &&
	       read_interval(rec, bar, err) &&
	       read_dec(rec, TQ_F_open, &bar->open, err) &&
	       read_dec(rec, TQ_F_high, &bar->high, err) &&
	       read_dec(rec, TQ_F_low, &bar->low, err) &&
	       read_dec(rec, TQ_F_close, &bar->close, err) &&
	       read_dec(rec, TQ_F_volume, &bar->volume, err) &&
	       read_flag(rec, TQ_F_closed, true, &bar->closed, err) &&
	       read_flag(rec, TQ_F_synthetic, false, &bar->synthetic, err);
}

#define BIT(name) (UINT64_C(1) << TQ_F_##name)

_Static_assert(TQ_F_synthetic < 64, "what is asked of is among the fields that may be fixed");

/* What of the bar holds for all that are alike. */
static void
keep(struct tq_bar_kept *kept, const struct tq_rec *rec, const struct tq_bar *bar)
{
	uint64_t asked = rec->has[0] & (BIT(interval) | BIT(closed) | BIT(synthetic));

	kept->alike = 0;
	if ((rec->fixed & asked) != asked || !bar->closed || bar->interval.n <= 0 ||
	    tq_rec_value(rec, TQ_F_close_time))
		return;
	kept->length = tq_interval_ns(bar->interval);
	if (kept->length == 0)
		return;
	kept->alike = rec->alike;
	kept->interval = bar->interval;
	kept->synthetic = bar->synthetic;
	kept->has_venue = tq_rec_value(rec, TQ_F_venue) != NULL;
}

static inline bool
is_plain(const struct tq_value *v)
{
	return v->kind == TQ_NUMBER && v->scale >= 0;
}

/* A record that is alike: whether the values that are not fixed are of the common kind. */
static inline bool
is_common(const struct tq_bar_kept *kept, const struct tq_value *v)
{
	return v[TQ_F_time].kind == TQ_STRING && v[TQ_F_time].scale == TQ_INSTANT &&
	       v[TQ_F_symbol].kind == TQ_STRING &&
	       (!kept->has_venue || v[TQ_F_venue].kind == TQ_STRING) &&
	       is_plain(&v[TQ_F_open]) && is_plain(&v[TQ_F_high]) && is_plain(&v[TQ_F_low]) &&
	       is_plain(&v[TQ_F_close]) && is_plain(&v[TQ_F_volume]);
}

static inline struct tq_dec
plain_dec(const struct tq_value *v)
{
	return tq_dec(v->m, v->scale);
}

static inline struct tq_str
plain_text(const struct tq_value *v)
{
	return (struct tq_str){v->text, v->n};
}

bool
tq_bar_read_next(struct tq_bar_kept *kept, const struct tq_rec *rec, struct tq_bar *bar,
		 struct tq_err *err)
{
	const struct tq_value *v = rec->value;

	if (rec->alike == 0 || rec->alike != kept->alike || !is_common(kept, v) ||
	    __builtin_add_overflow(v[TQ_F_time].m, kept->length, &bar->close_time)) {
		if (!tq_bar_read(rec, bar, err))
			return false;
		keep(kept, rec, bar);
		return true;
	}
	bar->time = v[TQ_F_time].m;
	bar->symbol = plain_text(&v[TQ_F_symbol]);
	bar->venue = kept->has_venue ? plain_text(&v[TQ_F_venue]) : (struct tq_str){0};
	bar->interval_text = plain_text(&v[TQ_F_interval]);
	bar->interval = kept->interval;
	bar->open = plain_dec(&v[TQ_F_open]);
	bar->high = plain_dec(&v[TQ_F_high]);
	bar->low = plain_dec(&v[TQ_F_low]);
	bar->close = plain_dec(&v[TQ_F_close]);
	bar->volume = plain_dec(&v[TQ_F_volume]);
	bar->closed = true;
	bar->synthetic = kept->synthetic;
	return true;
}

struct tq_str
tq_bar_key(const struct tq_bar *bar, struct tq_buf *buf)
{
	size_t n = bar->venue.n + bar->symbol.n + bar->interval_text.n + 2;
	char *p;

	tq_buf_clear(buf);
	p = tq_buf_room(buf, n);
	if (bar->venue.n > 0)
		memcpy(p, bar->venue.p, bar->venue.n);
	p += bar->venue.n;
	*p++ = '\0';
	memcpy(p, bar->symbol.p, bar->symbol.n);
	p += bar->symbol.n;
	*p++ = '\0';
	memcpy(p, bar->interval_text.p, bar->interval_text.n);
	buf->n = n;
	return tq_buf_str(buf);
}

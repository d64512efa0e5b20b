/* SPDX-License-Identifier: ISC */
/*
 * Bars that end by what was traded: after so many ticks, so much volume or
 * notional, or when buyers and sellers are further out of balance than
 * expected.
 *
 * Imbalance bars: M. Lopez de Prado, Advances in Financial Machine Learning
 * (2018), section 2.3.2.1. Each tick has a sign b (the tick rule: that of the
 * last change of the price) and a size v (1, volume or notional); a bar ends
 * with the first tick at which |sum of b v| >= E[T] |E[b v]|. E[T] is an EWMA
 * of the ticks of the bars before, E[b v] one of the ticks before; both are
 * those of the bar's beginning.
 */
#include "market/resample.h"

#include "num/dec.h"
#include "record/sink.h"
#include "state/state.h"

#include <math.h>
#include <stdio.h>

bool
tq_resample_target(const struct tq_resample_options *o, struct tq_interval *to,
		   struct tq_err *err)
{
	int named = (o->grid.to.n > 0) + (o->ticks > 0) + (tq_dec_sign(o->volume) > 0) +
		    (tq_dec_sign(o->notional) > 0) + (o->imbalance > 0);
	static const char *const unit[] = {"ti", "vi", "qi"};
	char text[TQ_DEC_TEXT + 4];
	size_t n;

	if (named != 1)
		return tq_fail(err, TQ_USAGE, "one of --to, --ticks, --volume, --notional and "
			       "--imbalance is needed");
	*to = o->grid.to;
	if (to->n > 0)
		return true;
	if (o->imbalance > 0)
		n = (size_t)snprintf(text, sizeof(text), "%lld%s", (long long)o->expected_ticks,
				     unit[o->imbalance - 1]);
	else if (o->ticks > 0)
		n = (size_t)snprintf(text, sizeof(text), "%lldt", (long long)o->ticks);
	else if (tq_dec_sign(o->volume) > 0) {
		n = tq_dec_format(o->volume, text);
		text[n++] = 'v';
	} else {
		n = tq_dec_format(o->notional, text);
		text[n++] = 'q';
	}
	return tq_interval_parse((struct tq_str){text, n}, to) ||
	       tq_fail(err, TQ_USAGE, "a bar of %.*s has more than 9 significant digits", (int)n,
		       text);
}

void
tq_imbalance_start(const struct tq_resample_options *o, struct tq_imbalance *im)
{
	*im = (struct tq_imbalance){.price = {0, TQ_DEC_BAD}, .theta = {0, 0}};
	im->ticks = (double)o->expected_ticks;
	im->of_tick = tq_dec_f64(o->expected_imbalance);
	im->threshold = im->of_tick > 0 ? im->ticks * im->of_tick : (double)NAN;
}

void
tq_imbalance_state(struct tq_imbalance *im, struct tq_state *st)
{
	tq_state_f64(st, "ticks", &im->ticks);
	tq_state_f64(st, "of_tick", &im->of_tick);
	tq_state_f64(st, "threshold", &im->threshold);
	tq_state_dec(st, "theta", &im->theta);
	tq_state_dec(st, "price", &im->price);
	tq_state_i64(st, "sign", &im->sign);
}

static double
ewma(double mean, double x, int64_t span)
{
	return mean + 2.0 / ((double)span + 1) * (x - mean);
}

static int64_t
sign_of(const struct tq_resample *r, const struct tq_imbalance *im, const struct tq_sample *s)
{
	int change = tq_dec_ok(im->price) ? tq_dec_cmp(s->open, im->price) : 0;

	if (r->options.sign == TQ_SIGN_SIDE && s->has_taker && tq_dec_sign(s->volume) > 0)
		return tq_dec_sign(s->taker_buy) > 0 ? 1 : -1;
	return change != 0 ? change : im->sign;
}

/* What the tick adds to the bar's imbalance. */
static struct tq_dec
signed_size(const struct tq_resample *r, int64_t sign, const struct tq_sample *s)
{
	struct tq_dec size = tq_dec(1, 0);

	if (r->options.imbalance == TQ_MEASURE_VOLUME + 1)
		size = s->volume;
	else if (r->options.imbalance == TQ_MEASURE_NOTIONAL + 1)
		size = tq_dec_abs(s->quote_volume);
	return sign > 0 ? size : sign < 0 ? tq_dec_neg(size) : tq_dec(0, 0);
}

/* Whether the bar of n ticks ends with this one. */
static bool
imbalance_ends(const struct tq_resample *r, const struct tq_imbalance *im, int64_t n)
{
	if (isnan(im->threshold))
		return n >= r->options.expected_ticks;
	return fabs(tq_dec_f64(im->theta)) >= im->threshold;
}

/* After a bar of n ticks: what is expected of the next one. */
static void
expect(const struct tq_resample *r, struct tq_imbalance *im, int64_t n)
{
	const struct tq_resample_options *o = &r->options;

	if (isnan(im->threshold))
		im->of_tick = tq_dec_f64(im->theta) / (double)n;
	im->ticks = ewma(im->ticks, (double)n, o->ticks_span);
	if (im->ticks < (double)o->expected_min)
		im->ticks = (double)o->expected_min;
	if (o->expected_max > 0 && im->ticks > (double)o->expected_max)
		im->ticks = (double)o->expected_max;
	im->threshold = im->ticks * fabs(im->of_tick);
	im->theta = tq_dec(0, 0);
}

static bool
take_imbalance(struct tq_resample *r, struct tq_resample_series *s, const struct tq_sample *sample,
	       bool *ends, struct tq_err *err)
{
	struct tq_imbalance im = s->imbalance;
	struct tq_dec size;

	im.sign = sign_of(r, &im, sample);
	im.price = sample->open;
	size = signed_size(r, im.sign, sample);
	im.theta = tq_dec_add(im.theta, size);
	if (!tq_dec_ok(im.theta))
		return tq_fail(err, TQ_DATA, "the sum of the imbalance does not fit 38 digits");
	if (!isnan(im.threshold))
		im.of_tick = ewma(im.of_tick, tq_dec_f64(size), r->options.imbalance_span);
	*ends = imbalance_ends(r, &im, s->candle.n + 1);
	s->imbalance = im;
	return true;
}

static bool
ends(const struct tq_resample *r, const struct tq_candle *c)
{
	const struct tq_resample_options *o = &r->options;

	if (o->ticks > 0)
		return c->n >= o->ticks;
	if (tq_dec_sign(o->volume) > 0)
		return tq_dec_ge(c->volume, o->volume);
	return tq_dec_ge(tq_dec_abs(c->quote_volume), o->notional);
}

/*
 * The quantity that the open bar still takes of a trade. Of a notional it is
 * rounded up to eight digits or as many as the trade's own quantity has.
 */
static struct tq_dec
room(const struct tq_resample *r, const struct tq_resample_series *s,
     const struct tq_sample *sample)
{
	const struct tq_resample_options *o = &r->options;
	bool open = s->candle.n > 0;
	struct tq_dec left;

	if (tq_dec_sign(o->volume) > 0)
		return open ? tq_dec_sub(o->volume, s->candle.volume) : o->volume;
	left = open ? tq_dec_sub(o->notional, tq_dec_abs(s->candle.quote_volume)) : o->notional;
	return tq_dec_div(left, tq_dec_abs(sample->open),
			  sample->volume.scale > 8 ? sample->volume.scale : 8, TQ_ROUND_UP);
}

/* The first part of a trade: so much of it; *sample becomes the rest. */
static struct tq_sample
split_off(struct tq_sample *sample, struct tq_dec qty)
{
	struct tq_sample part = *sample;
	bool buy = tq_dec_sign(sample->taker_buy) > 0;

	part.volume = qty;
	part.quote_volume = tq_dec_mul(part.open, qty);
	part.taker_buy = buy ? qty : tq_dec(0, 0);
	sample->volume = tq_dec_sub(sample->volume, qty);
	sample->quote_volume = tq_dec_mul(sample->open, sample->volume);
	sample->taker_buy = buy ? sample->volume : tq_dec(0, 0);
	sample->trades = 0; /* a trade is counted once, where it begins */
	return part;
}

static bool
grow(struct tq_resample_series *s, const struct tq_sample *sample, struct tq_err *err)
{
	if (s->candle.n > 0)
		return tq_candle_add(&s->candle, sample, err);
	tq_candle_begin(&s->candle, sample);
	return true;
}

bool
tq_resample_rule(struct tq_resample *r, struct tq_resample_series *s,
		 const struct tq_sample *sample, struct tq_out *out, struct tq_err *err)
{
	const struct tq_resample_options *o = &r->options;
	struct tq_sample rest = *sample;
	bool ended = false;

	if (o->imbalance > 0) {
		struct tq_imbalance before = s->imbalance;

		if (!take_imbalance(r, s, sample, &ended, err))
			return false;
		if (!grow(s, sample, err)) {
			s->imbalance = before;
			return false;
		}
		if (ended) {
			expect(r, &s->imbalance, s->candle.n);
			tq_resample_finish(r, s, false, out);
		}
		return true;
	}
	while (o->split && o->ticks == 0 && out->err.status == TQ_OK) {
		struct tq_dec part = room(r, s, &rest);
		struct tq_sample first;

		if (!tq_dec_ok(part) || !tq_dec_lt(part, rest.volume))
			break;
		first = split_off(&rest, part);
		if (!grow(s, &first, err))
			return false;
		tq_resample_finish(r, s, false, out);
		tq_out_some(out);
	}
	if (!grow(s, &rest, err))
		return false;
	if (ends(r, &s->candle))
		tq_resample_finish(r, s, false, out);
	return true;
}

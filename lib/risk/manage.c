/* SPDX-License-Identifier: ISC */
#include "risk/desk.h"

#include <stdio.h>
#include <stdlib.h>

/* The stop of one trade, where the level is tighter. */
static void
tighten(const struct tq_desk *d, struct tq_decision *out, const struct tq_trade *t,
	struct tq_dec level)
{
	struct tq_dec stop = tq_desk_tighter(t->stop_price, level, t->side);

	if (tq_dec_ok(stop) && !tq_dec_eq(stop, t->stop_price))
		tq_desk_move_stop(d, out, t, stop);
}

/* An entry that waits keeps its stop where the level would close it at once. */
static bool
may_move(const struct tq_trade *t, struct tq_dec level)
{
	return tq_dec_sign(t->qty) > 0 ||
	       (t->side > 0 ? tq_dec_lt(level, t->price) : tq_dec_gt(level, t->price));
}

void
tq_desk_ratchet(const struct tq_desk *d, struct tq_decision *out, int side, bool with_waiting)
{
	struct tq_dec level = d->signal->ratchet;

	if (tq_dec_sign(level) <= 0)
		return;
	for (size_t i = 0; i < out->trades.n; i++) {
		const struct tq_trade *t = &out->trades.at[i];

		if (t->side == side && !t->closing && may_move(t, level) &&
		    (with_waiting || tq_dec_sign(t->qty) > 0))
			tighten(d, out, t, level);
	}
}

/* The position as a whole, by the policy. There is no signal to make an id of: the
 * symbol and the time are what is unique. */
static void
close_all(const struct tq_desk *d, const struct tq_bar *bar, struct tq_decision *out)
{
	char *symbol = tq_str_dup(bar->symbol), *venue = tq_str_dup(bar->venue);
	char time[TQ_TIME_TEXT + 1];
	struct tq_order *o;

	tq_desk_reduce(d, out, "close", tq_dec_abs(d->holding.rest));
	o = &out->orders[out->n - 1];
	time[tq_time_format(bar->close_time, time)] = '\0';
	tq_id(o->id, "order", "max-hold", venue, symbol, time, (char *)NULL);
	snprintf(o->tag, sizeof(o->tag), TQ_TAG_MAX_HOLD);
	free(symbol);
	free(venue);
}

static void
manage_trade(const struct tq_desk *d, struct tq_decision *out, const struct tq_trade *t)
{
	if (tq_dec_sign(t->qty) <= 0 || t->closing)
		return;
	if (t->max_hold > 0 && t->bars >= t->max_hold)
		tq_desk_close_trade(d, out, t);
	else if (tq_dec_sign(t->trail) > 0)
		tighten(d, out, t, t->side > 0 ? tq_dec_sub(t->best, t->trail)
					       : tq_dec_add(t->best, t->trail));
}

void
tq_decide_bar(const struct tq_policy *policy, const struct tq_engine *engine,
	      const struct tq_bar *bar, struct tq_decision *out)
{
	bool managed = tq_engine_managed(engine, bar->venue, bar->symbol);
	struct tq_signal none;
	struct tq_desk d = {policy, NULL, engine, &none, {0}, 0};

	out->n = 0;
	if ((policy->max_hold <= 0 && !managed) ||
	    !tq_engine_holding(engine, bar->venue, bar->symbol, &d.holding))
		return;
	d.held = tq_dec_sign(d.holding.rest);
	if (d.held == 0)
		return;
	none = (struct tq_signal){.time = bar->close_time, .symbol = bar->symbol,
				  .venue = bar->venue};
	if (policy->max_hold > 0 && d.holding.bars >= policy->max_hold) {
		close_all(&d, bar, out);
		return;
	}
	if (!managed)
		return;
	tq_engine_trades(engine, bar->venue, bar->symbol, &out->trades);
	for (size_t i = 0; i < out->trades.n; i++)
		manage_trade(&d, out, &out->trades.at[i]);
}

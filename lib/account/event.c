/* SPDX-License-Identifier: ISC */
#include "account/event.h"

#include "record/reject.h"

static void
open_event(struct tq_out *out, enum tq_type type, const struct tq_event *event)
{
	tq_out_open(out, type);
	tq_out_time(out, TQ_F_time, event->time);
}

static void
write_symbol(struct tq_out *out, const struct tq_event *event)
{
	tq_out_str(out, TQ_F_symbol, event->symbol);
	if (event->venue.n)
		tq_out_str(out, TQ_F_venue, event->venue);
}

static void
write_fill(struct tq_out *out, const struct tq_event *event)
{
	const struct tq_fill *fill = &event->u.fill;

	open_event(out, TQ_TYPE_FILL, event);
	tq_out_cstr(out, TQ_F_id, fill->id);
	write_symbol(out, event);
	tq_out_cstr(out, TQ_F_side, tq_side_name(fill->side));
	tq_out_dec(out, TQ_F_qty, fill->qty);
	tq_out_dec(out, TQ_F_price, fill->price);
	tq_out_dec(out, TQ_F_fee, fill->fee);
	tq_out_str(out, TQ_F_order, tq_str(fill->order));
	tq_out_cstr(out, TQ_F_liquidity, fill->maker ? "maker" : "taker");
	if (fill->ambiguous)
		tq_out_bool(out, TQ_F_ambiguous, true);
	if (fill->alternative)
		tq_out_cstr(out, TQ_F_alternative, fill->alternative);
	if (fill->outside)
		tq_out_json(out, TQ_F_flags, tq_str("[\"outside_bar\"]"));
	if (fill->tag[0])
		tq_out_str(out, TQ_F_tag, tq_str(fill->tag));
	tq_out_close(out);
}

static void
write_position(struct tq_out *out, const struct tq_event *event)
{
	const struct tq_position_event *position = &event->u.position;

	open_event(out, TQ_TYPE_POSITION, event);
	write_symbol(out, event);
	tq_out_dec(out, TQ_F_qty, position->qty);
	tq_out_dec(out, TQ_F_avg_price, position->avg_price);
	tq_out_dec(out, TQ_F_realized, position->realized);
	tq_out_dec(out, TQ_F_unrealized, position->unrealized);
	tq_out_close(out);
}

static void
write_roundtrip(struct tq_out *out, const struct tq_event *event)
{
	const struct tq_roundtrip *trip = &event->u.roundtrip;

	open_event(out, TQ_TYPE_ROUNDTRIP, event);
	tq_out_cstr(out, TQ_F_id, trip->id);
	write_symbol(out, event);
	tq_out_cstr(out, TQ_F_side, trip->side > 0 ? "long" : "short");
	tq_out_dec(out, TQ_F_qty, trip->qty);
	tq_out_time(out, TQ_F_entry_time, trip->entry_time);
	tq_out_dec(out, TQ_F_entry_price, trip->entry_price);
	tq_out_time(out, TQ_F_exit_time, trip->exit_time);
	tq_out_dec(out, TQ_F_exit_price, trip->exit_price);
	tq_out_dec(out, TQ_F_pnl, trip->pnl);
	tq_out_dec(out, TQ_F_return, trip->rate);
	tq_out_dec(out, TQ_F_fees, trip->fees);
	tq_out_int(out, TQ_F_bars, trip->bars);
	tq_out_dec(out, TQ_F_mae, trip->mae);
	tq_out_dec(out, TQ_F_mfe, trip->mfe);
	tq_out_cstr(out, TQ_F_exit_reason, trip->reason);
	if (trip->tag[0])
		tq_out_str(out, TQ_F_tag, tq_str(trip->tag));
	tq_out_close(out);
}

static void
write_refusal(struct tq_out *out, const struct tq_event *event)
{
	const struct tq_refusal *refusal = &event->u.refusal;

	open_event(out, TQ_TYPE_REJECT, event);
	tq_out_cstr(out, TQ_F_stage, "paper");
	tq_out_cstr(out, TQ_F_code, refusal->code);
	tq_out_cstr(out, TQ_F_reason, refusal->reason);
	write_symbol(out, event);
	if (refusal->has_numbers) {
		tq_out_dec(out, TQ_F_value, refusal->value);
		tq_out_dec(out, TQ_F_limit, refusal->limit);
	}
	tq_out_str(out, TQ_F_order, tq_str(refusal->order));
	if (refusal->input.n)
		tq_reject_input(out, refusal->input);
	tq_out_close(out);
}

static void
write_fee(struct tq_out *out, const struct tq_event *event)
{
	open_event(out, TQ_TYPE_FEE, event);
	tq_out_dec(out, TQ_F_amount, event->u.fee);
	tq_out_cstr(out, TQ_F_reason, "negative equity written off");
	tq_out_close(out);
}

static void
write_payment(struct tq_out *out, const struct tq_event *event)
{
	const struct tq_payment *payment = &event->u.payment;

	open_event(out, TQ_TYPE_FUNDING_PAYMENT, event);
	write_symbol(out, event);
	tq_out_dec(out, TQ_F_qty, payment->qty);
	tq_out_dec(out, TQ_F_price, payment->price);
	tq_out_dec(out, TQ_F_rate, payment->rate);
	tq_out_dec(out, TQ_F_amount, payment->amount);
	tq_out_close(out);
}

void
tq_event_write(struct tq_out *out, const struct tq_event *event)
{
	switch (event->kind) {
	case TQ_EVENT_FILL:
		write_fill(out, event);
		break;
	case TQ_EVENT_POSITION:
		write_position(out, event);
		break;
	case TQ_EVENT_ROUNDTRIP:
		write_roundtrip(out, event);
		break;
	case TQ_EVENT_REJECT:
		write_refusal(out, event);
		break;
	case TQ_EVENT_FEE:
		write_fee(out, event);
		break;
	case TQ_EVENT_FUNDING:
		write_payment(out, event);
		break;
	case TQ_EVENT_WAIT:
		break;
	}
}

static bool
is_same(struct tq_dec a, struct tq_dec b)
{
	return a.m == b.m && a.scale == b.scale;
}

static char *
put_known(char *p, struct tq_equity_texts *texts, int i, int field, struct tq_dec x)
{
	char *piece = texts->last[i].piece;

	if (texts->last[i].n == 0 || !is_same(texts->last[i].value, x)) {
		struct tq_str key = tq_field_key(field);

		memcpy(piece, key.p, key.n);
		texts->last[i].value = x;
		texts->last[i].n = key.n + tq_dec_format(x, piece + key.n);
	}
	return tq_put_wide(p, piece, texts->last[i].n);
}

void
tq_equity_write(struct tq_out *out, const struct tq_equity *equity, struct tq_equity_texts *texts)
{
	char *p;

	tq_out_open(out, TQ_TYPE_EQUITY);
	tq_out_time(out, TQ_F_time, equity->time);
	p = tq_out_room(out, sizeof(texts->last));
	p = put_known(p, texts, 0, TQ_F_cash, equity->cash);
	p = put_known(p, texts, 1, TQ_F_equity, equity->equity);
	p = put_known(p, texts, 2, TQ_F_exposure, equity->exposure);
	p = put_known(p, texts, 3, TQ_F_gross, equity->gross);
	p = put_known(p, texts, 4, TQ_F_leverage, equity->leverage);
	p = put_known(p, texts, 5, TQ_F_drawdown, equity->drawdown);
	p = put_known(p, texts, 6, TQ_F_fees, equity->fees);
	p = put_known(p, texts, 7, TQ_F_funding, equity->funding);
	tq_out_wrote(out, p);
	tq_out_close(out);
}

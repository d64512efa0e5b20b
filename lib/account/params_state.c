/* SPDX-License-Identifier: ISC */
#include "account/params.h"

#include "state/state.h"

static void
name_state(char name[TQ_ACCOUNT_TEXT], const char *what, struct tq_state *st)
{
	struct tq_buf text = {0};

	if (!tq_state_loading(st))
		tq_buf_puts(&text, name);
	tq_state_text(st, what, &text);
	if (text.n >= TQ_ACCOUNT_TEXT)
		tq_state_refuse(st, "a name of the account is too long");
	else
		memcpy(name, tq_buf_text(&text), text.n + 1);
	tq_buf_fini(&text);
}

void
tq_params_state(struct tq_params *p, struct tq_state *st)
{
	name_state(p->id, "id", st);
	name_state(p->currency, "currency", st);
	tq_state_dec(st, "cash", &p->cash);
	tq_state_i64(st, "fill_model", &p->fill_model);
	tq_state_dec(st, "commission", &p->commission);
	tq_state_dec(st, "commission_fixed", &p->commission_fixed);
	tq_state_dec(st, "maker", &p->maker);
	tq_state_dec(st, "spread", &p->spread);
	tq_state_dec(st, "slippage", &p->slippage);
	tq_state_dec(st, "leverage", &p->leverage);
	tq_state_dec(st, "lot_size", &p->lot_size);
	tq_state_dec(st, "tick_size", &p->tick_size);
	tq_state_dec(st, "min_notional", &p->min_notional);
	tq_state_i64(st, "fee_decimals", &p->fee_decimals);
	tq_state_dec(st, "volume_cap", &p->volume_cap);
	tq_state_bool(st, "trade_on_close", &p->trade_on_close);
	tq_state_bool(st, "close_at_end", &p->close_at_end);
	tq_state_bool(st, "limit_touch", &p->limit_touch);
	tq_state_bool(st, "synthetic_fills", &p->synthetic_fills);
	tq_state_bool(st, "zero_volume_fills", &p->zero_volume_fills);
	if (p->fill_model < 0 || p->fill_model > TQ_FILL_BACKTESTING)
		tq_state_refuse(st, "unknown fill model");
}

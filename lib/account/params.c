/* SPDX-License-Identifier: ISC */
#include "account/params.h"

enum kind { NAME, AMOUNT, ABOVE_ZERO, RATE, SHARE, REBATE, DIGITS, FLAG, MODEL };

static const char *const models[] = {"pessimistic-v1", "backtesting-py", NULL};

struct param {
	int field;
	enum kind kind;
	size_t at;
};

#define AT(member) offsetof(struct tq_params, member)

static const struct param table[TQ_PARAM_COUNT] = {
	[TQ_PARAM_ID] = {TQ_F_id, NAME, AT(id)},
	[TQ_PARAM_CURRENCY] = {TQ_F_currency, NAME, AT(currency)},
	[TQ_PARAM_CASH] = {TQ_F_cash, ABOVE_ZERO, AT(cash)},
	[TQ_PARAM_FILL_MODEL] = {TQ_F_fill_model, MODEL, AT(fill_model)},
	[TQ_PARAM_COMMISSION] = {TQ_F_commission, RATE, AT(commission)},
	[TQ_PARAM_COMMISSION_FIXED] = {TQ_F_commission_fixed, AMOUNT, AT(commission_fixed)},
	[TQ_PARAM_MAKER] = {TQ_F_maker, REBATE, AT(maker)},
	[TQ_PARAM_SPREAD] = {TQ_F_spread, RATE, AT(spread)},
	[TQ_PARAM_SLIPPAGE] = {TQ_F_slippage, RATE, AT(slippage)},
	[TQ_PARAM_LEVERAGE] = {TQ_F_leverage, ABOVE_ZERO, AT(leverage)},
	[TQ_PARAM_LOT_SIZE] = {TQ_F_lot_size, AMOUNT, AT(lot_size)},
	[TQ_PARAM_TICK_SIZE] = {TQ_F_tick_size, AMOUNT, AT(tick_size)},
	[TQ_PARAM_MIN_NOTIONAL] = {TQ_F_min_notional, AMOUNT, AT(min_notional)},
	[TQ_PARAM_FEE_DECIMALS] = {TQ_F_fee_decimals, DIGITS, AT(fee_decimals)},
	[TQ_PARAM_VOLUME_CAP] = {TQ_F_volume_cap, SHARE, AT(volume_cap)},
	[TQ_PARAM_TRADE_ON_CLOSE] = {TQ_F_trade_on_close, FLAG, AT(trade_on_close)},
	[TQ_PARAM_CLOSE_AT_END] = {TQ_F_close_at_end, FLAG, AT(close_at_end)},
	[TQ_PARAM_LIMIT_TOUCH] = {TQ_F_limit_touch, FLAG, AT(limit_touch)},
	[TQ_PARAM_SYNTHETIC_FILLS] = {TQ_F_synthetic_fills, FLAG, AT(synthetic_fills)},
	[TQ_PARAM_ZERO_VOLUME_FILLS] =
		{TQ_F_zero_volume_fills, FLAG, AT(zero_volume_fills)},
};

static tq_opt_parse parse_param;

/* Which were given matters: an account record on the stream says all of them. */
#define ROW(index, name_, arg_, fallback_, help_) \
	[index] = {.name = name_, .arg = arg_, .fallback = fallback_, .help = help_, \
		   .parse = parse_param, .at = (index) * sizeof(const char *)}

const struct tq_opt tq_account_rows[TQ_PARAM_COUNT] = {
	ROW(TQ_PARAM_ID, "account", "ID", "paper", "name of the account"),
	ROW(TQ_PARAM_CURRENCY, "currency", "CODE", "USD", "currency of the account"),
	ROW(TQ_PARAM_CASH, "cash", "AMOUNT", "10000", "cash at the start"),
	ROW(TQ_PARAM_FILL_MODEL, "fill-model", "MODEL", "pessimistic-v1",
	    "rules of fills: pessimistic-v1 or backtesting-py"),
	ROW(TQ_PARAM_COMMISSION, "commission", "RATE", "0",
	    "fee of the traded value, as 0.002 or 0.2%"),
	ROW(TQ_PARAM_COMMISSION_FIXED, "commission-fixed", "AMOUNT", "0", "fee of each fill"),
	ROW(TQ_PARAM_MAKER, "maker", "RATE", "--commission", "fee rate of resting limit orders"),
	ROW(TQ_PARAM_SPREAD, "spread", "RATE", "0",
	    "bid-ask spread; half of it is paid on each taker fill"),
	ROW(TQ_PARAM_SLIPPAGE, "slippage", "RATE", "0", "slippage of each taker fill"),
	ROW(TQ_PARAM_LEVERAGE, "leverage", "X", "1", "positions over equity at most"),
	ROW(TQ_PARAM_LOT_SIZE, "lot", "QTY", "0", "quantities are multiples of this; 0: any"),
	ROW(TQ_PARAM_TICK_SIZE, "tick", "PRICE", "0", "prices are multiples of this; 0: any"),
	ROW(TQ_PARAM_MIN_NOTIONAL, "min-notional", "AMOUNT", "0",
	    "an entry worth less is refused"),
	ROW(TQ_PARAM_FEE_DECIMALS, "fee-decimals", "N", "8",
	    "digits that fees are rounded up to"),
	ROW(TQ_PARAM_VOLUME_CAP, "volume-cap", "RATE", "100%",
	    "share of a bar's volume that fills at most"),
	ROW(TQ_PARAM_TRADE_ON_CLOSE, "trade-on-close", NULL, NULL,
	    "market orders fill at the close they were made on, not at the next open"),
	ROW(TQ_PARAM_CLOSE_AT_END, "close-at-end", NULL, NULL,
	    "close what is open when the input ends"),
	ROW(TQ_PARAM_LIMIT_TOUCH, "limit-touch", NULL, NULL,
	    "a limit fills when touched, not only when traded through"),
	ROW(TQ_PARAM_SYNTHETIC_FILLS, "synthetic-fills", NULL, NULL,
	    "synthetic bars fill orders too"),
	ROW(TQ_PARAM_ZERO_VOLUME_FILLS, "zero-volume-fills", NULL, NULL,
	    "bars without volume fill orders too"),
};

static struct tq_dec *
dec_at(struct tq_params *params, enum tq_param i)
{
	return (struct tq_dec *)(void *)((char *)params + table[i].at);
}

static const void *
const_at(const struct tq_params *params, enum tq_param i)
{
	return (const char *)params + table[i].at;
}

static int64_t *
int_at(struct tq_params *params, enum tq_param i)
{
	return (int64_t *)(void *)((char *)params + table[i].at);
}

static bool *
bool_at(struct tq_params *params, enum tq_param i)
{
	return (bool *)(void *)((char *)params + table[i].at);
}

static bool
set_name(struct tq_params *params, enum tq_param i, struct tq_str text, struct tq_err *err)
{
	char *to = (char *)params + table[i].at;

	if (text.n == 0 || text.n >= TQ_ACCOUNT_TEXT)
		return tq_fail(err, TQ_USAGE, "'%s' has %zu bytes, not 1 to %d",
			       tq_account_rows[i].name, text.n, TQ_ACCOUNT_TEXT - 1);
	for (size_t k = 0; k < text.n; k++) {
		if ((unsigned char)text.p[k] < ' ' || text.p[k] == '"' || text.p[k] == '\\')
			return tq_fail(err, TQ_USAGE, "'%s' has a quote, backslash or control byte",
				       tq_account_rows[i].name);
	}
	memcpy(to, text.p, text.n);
	to[text.n] = '\0';
	return true;
}

static bool
set_model(struct tq_params *params, enum tq_param i, struct tq_str text, struct tq_err *err)
{
	for (int64_t k = 0; models[k]; k++) {
		if (tq_str_is(text, models[k])) {
			*int_at(params, i) = k;
			return true;
		}
	}
	return tq_fail(err, TQ_USAGE, "'%.*s' is not pessimistic-v1 or backtesting-py",
		       TQ_STR_ARG(text));
}

/* Ranges of the numbers, wherever they came from; NaN and overflow are bad values and refused. */
static bool
set_dec(struct tq_params *params, enum tq_param i, struct tq_dec x, struct tq_err *err)
{
	const struct tq_dec one = tq_dec(1, 0);
	bool good = false;

	switch (table[i].kind) {
	case ABOVE_ZERO:
		good = tq_dec_gt(x, tq_dec(0, 0));
		break;
	case AMOUNT:
		good = tq_dec_ge(x, tq_dec(0, 0));
		break;
	case RATE:
		good = tq_dec_ge(x, tq_dec(0, 0)) && tq_dec_lt(x, one);
		break;
	case SHARE:
		good = tq_dec_gt(x, tq_dec(0, 0)) && tq_dec_le(x, one);
		break;
	case REBATE:
		good = tq_dec_lt(tq_dec_abs(x), one);
		break;
	case NAME:
	case DIGITS:
	case FLAG:
	case MODEL:
		break;
	}
	if (!good) {
		char text[TQ_DEC_TEXT];
		size_t n = tq_dec_format(x, text);

		return tq_fail(err, TQ_USAGE, "'%s' is out of range: %.*s",
			       tq_account_rows[i].name, (int)n, text);
	}
	*dec_at(params, i) = tq_dec_strip(x);
	return true;
}

static bool
set_digits(struct tq_params *params, enum tq_param i, int64_t x, struct tq_err *err)
{
	if (x < 0 || x > 18)
		return tq_fail(err, TQ_USAGE, "'%s' is not in 0..18", tq_account_rows[i].name);
	*int_at(params, i) = x;
	return true;
}

/* Amounts take no percent sign, rates do. */
static bool
set_text(struct tq_params *params, enum tq_param i, const char *text, struct tq_err *err)
{
	const struct tq_opt *row = &tq_account_rows[i];
	struct tq_dec x = {0, 0};
	int64_t n = 0;

	switch (table[i].kind) {
	case NAME:
		return set_name(params, i, tq_str(text), err);
	case MODEL:
		return set_model(params, i, tq_str(text), err);
	case DIGITS:
		return tq_opt_int(row, text, &n, err) && set_digits(params, i, n, err);
	case FLAG:
		return tq_opt_flag(row, text, bool_at(params, i), err);
	case AMOUNT:
	case ABOVE_ZERO:
		return tq_opt_dec(row, text, &x, err) && set_dec(params, i, x, err);
	case RATE:
	case SHARE:
	case REBATE:
		return tq_opt_ratio(row, text, &x, err) && set_dec(params, i, x, err);
	}
	return false;
}

static bool
parse_param(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	enum tq_param i = (enum tq_param)(opt->at / sizeof(const char *));
	struct tq_params scratch;

	memset(&scratch, 0, sizeof(scratch));
	if (!set_text(&scratch, i, text, err))
		return false;
	if (table[i].kind == FLAG)
		text = *bool_at(&scratch, i) ? "true" : "false";
	return tq_opt_text(opt, text, field, err);
}

static const char *
preset_of(enum tq_param i)
{
	return table[i].kind == FLAG ? "false" : tq_account_rows[i].fallback;
}

bool
tq_params_from_options(const struct tq_account_options *options, struct tq_params *params,
		       struct tq_err *err)
{
	memset(params, 0, sizeof(*params));
	for (enum tq_param i = 0; i < TQ_PARAM_COUNT; i++) {
		const char *text = options->text[i];

		if (!text && i == TQ_PARAM_MAKER)
			params->maker = params->commission;
		else if (!set_text(params, i, text ? text : preset_of(i), err))
			return false;
	}
	return true;
}

bool
tq_params_open(const struct tq_account_options *options, struct tq_run *run,
	       struct tq_params *params, struct tq_err *err)
{
	for (size_t i = 0; i < TQ_PARAM_COUNT; i++)
		tq_want(run, table[i].field);
	if (!tq_params_from_options(options, params, err))
		return false;
	if (params->close_at_end && run->keeps_state)
		return tq_fail(err, TQ_USAGE, "--close-at-end and --state exclude each other: "
					      "the stream goes on after this run");
	return true;
}

static bool
read_param(const struct tq_rec *rec, struct tq_params *params, enum tq_param i, struct tq_err *err)
{
	const int field = table[i].field;
	struct tq_str text;
	struct tq_dec x;
	int64_t n;

	switch (table[i].kind) {
	case NAME:
		return tq_rec_str(rec, field, &text, err) && set_name(params, i, text, err);
	case MODEL:
		return tq_rec_str(rec, field, &text, err) && set_model(params, i, text, err);
	case DIGITS:
		return tq_rec_int(rec, field, &n, err) && set_digits(params, i, n, err);
	case FLAG:
		return tq_rec_bool(rec, field, bool_at(params, i), err);
	case AMOUNT:
	case ABOVE_ZERO:
	case RATE:
	case SHARE:
	case REBATE:
		break;
	}
	return tq_rec_dec(rec, field, &x, err) && set_dec(params, i, x, err);
}

bool
tq_params_read(const struct tq_rec *rec, struct tq_params *params, struct tq_err *err)
{
	static const struct tq_account_options none;

	if (!tq_params_from_options(&none, params, err))
		return false;
	for (enum tq_param i = 0; i < TQ_PARAM_COUNT; i++) {
		if (tq_rec_has(rec, table[i].field)) {
			if (!read_param(rec, params, i, err)) {
				err->status = TQ_DATA;
				return false;
			}
		} else if (i == TQ_PARAM_MAKER) {
			params->maker = params->commission;
		}
	}
	return true;
}

void
tq_params_write(struct tq_out *out, const struct tq_params *params)
{
	tq_out_open(out, TQ_TYPE_ACCOUNT);
	for (enum tq_param i = 0; i < TQ_PARAM_COUNT; i++) {
		const void *value = const_at(params, i);

		switch (table[i].kind) {
		case NAME:
			tq_out_str(out, table[i].field, tq_str(value));
			break;
		case MODEL:
			tq_out_cstr(out, table[i].field, models[*(const int64_t *)value]);
			break;
		case DIGITS:
			tq_out_int(out, table[i].field, *(const int64_t *)value);
			break;
		case FLAG:
			tq_out_bool(out, table[i].field, *(const bool *)value);
			break;
		case AMOUNT:
		case ABOVE_ZERO:
		case RATE:
		case SHARE:
		case REBATE:
			tq_out_dec(out, table[i].field, *(const struct tq_dec *)value);
			break;
		}
	}
	tq_out_close(out);
}

static bool
same(const struct tq_params *a, const struct tq_params *b, enum tq_param i)
{
	const void *x = const_at(a, i), *y = const_at(b, i);

	switch (table[i].kind) {
	case NAME:
		return strcmp(x, y) == 0;
	case MODEL:
	case DIGITS:
		return *(const int64_t *)x == *(const int64_t *)y;
	case FLAG:
		return *(const bool *)x == *(const bool *)y;
	case AMOUNT:
	case ABOVE_ZERO:
	case RATE:
	case SHARE:
	case REBATE:
		break;
	}
	return tq_dec_eq(*(const struct tq_dec *)x, *(const struct tq_dec *)y);
}

bool
tq_params_agree(const struct tq_account_options *options, const struct tq_params *params,
		struct tq_err *err)
{
	struct tq_params given;

	if (!tq_params_from_options(options, &given, err))
		return false;
	for (enum tq_param i = 0; i < TQ_PARAM_COUNT; i++) {
		if (options->text[i] && !same(&given, params, i))
			return tq_fail(err, TQ_USAGE,
				       "--%s %s contradicts the account record of the input",
				       tq_account_rows[i].name, options->text[i]);
	}
	return true;
}

bool
tq_params_equal(const struct tq_params *a, const struct tq_params *b)
{
	for (enum tq_param i = 0; i < TQ_PARAM_COUNT; i++) {
		if (!same(a, b, i))
			return false;
	}
	return true;
}

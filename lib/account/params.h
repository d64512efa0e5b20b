/* SPDX-License-Identifier: ISC */
#ifndef TQ_ACCOUNT_PARAMS_H
#define TQ_ACCOUNT_PARAMS_H

/*
 * The parameters of a simulated account. One table says for each its option,
 * its field in the `account` record, its kind and its default, so that tq-risk
 * (which sends them ahead), tq-paper (which obeys them) and the record cannot
 * drift apart.
 *
 * An option's text is checked when it is parsed and kept as text; NULL means
 * that it was not given. tq_params_from_options makes the values.
 */
#include "record/filter.h"

enum tq_fill_model { TQ_FILL_PESSIMISTIC, TQ_FILL_BACKTESTING };

enum tq_param {
	TQ_PARAM_ID, TQ_PARAM_CURRENCY, TQ_PARAM_CASH, TQ_PARAM_FILL_MODEL,
	TQ_PARAM_COMMISSION, TQ_PARAM_COMMISSION_FIXED, TQ_PARAM_MAKER,
	TQ_PARAM_SPREAD, TQ_PARAM_SLIPPAGE, TQ_PARAM_LEVERAGE,
	TQ_PARAM_LOT_SIZE, TQ_PARAM_TICK_SIZE, TQ_PARAM_MIN_NOTIONAL,
	TQ_PARAM_FEE_DECIMALS, TQ_PARAM_VOLUME_CAP, TQ_PARAM_TRADE_ON_CLOSE,
	TQ_PARAM_CLOSE_AT_END, TQ_PARAM_LIMIT_TOUCH, TQ_PARAM_SYNTHETIC_FILLS,
	TQ_PARAM_ZERO_VOLUME_FILLS, TQ_PARAM_COUNT
};

enum { TQ_ACCOUNT_TEXT = 64 };

/* Rates are ratios (0.002 is 0.2 %); sizes and amounts in units and currency. */
struct tq_params {
	char id[TQ_ACCOUNT_TEXT];
	char currency[TQ_ACCOUNT_TEXT];
	struct tq_dec cash;
	int64_t fill_model;              /* enum tq_fill_model */
	struct tq_dec commission;        /* of the traded value, for takers */
	struct tq_dec commission_fixed;  /* a fill */
	struct tq_dec maker;             /* of the traded value, for makers */
	struct tq_dec spread;            /* the whole spread, relative */
	struct tq_dec slippage;          /* relative, on taker fills */
	struct tq_dec leverage;
	struct tq_dec lot_size;          /* 0: any quantity */
	struct tq_dec tick_size;         /* 0: any price */
	struct tq_dec min_notional;
	int64_t fee_decimals;            /* fees are rounded up to these */
	struct tq_dec volume_cap;        /* of a bar's volume */
	bool trade_on_close, close_at_end, limit_touch;
	bool synthetic_fills, zero_volume_fills;
};

struct tq_account_options {
	const char *text[TQ_PARAM_COUNT];
};

extern const struct tq_opt tq_account_rows[TQ_PARAM_COUNT];

/* Defaults where nothing was given; they cannot fail, options can (TQ_USAGE). */
bool tq_params_from_options(const struct tq_account_options *options,
			    struct tq_params *params, struct tq_err *err);

/*
 * In a filter's open: the values of the options, and the wish for everything
 * that tq_params_read reads. TQ_USAGE too when --close-at-end comes with
 * --state: the stream goes on after this run.
 */
bool tq_params_open(const struct tq_account_options *options, struct tq_run *run,
		    struct tq_params *params, struct tq_err *err);

/* From an `account` record; what it does not say is the default. TQ_DATA. */
bool tq_params_read(const struct tq_rec *rec, struct tq_params *params,
		    struct tq_err *err);
void tq_params_write(struct tq_out *out, const struct tq_params *params);

/*
 * False with TQ_USAGE when an option that was given says something else than
 * params: "--cash 10000 but the account record says 5000".
 */
bool tq_params_agree(const struct tq_account_options *options,
		     const struct tq_params *params, struct tq_err *err);

bool tq_params_equal(const struct tq_params *a, const struct tq_params *b);

struct tq_state;
void tq_params_state(struct tq_params *params, struct tq_state *st);

#endif

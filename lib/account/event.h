/* SPDX-License-Identifier: ISC */
#ifndef TQ_ACCOUNT_EVENT_H
#define TQ_ACCOUNT_EVENT_H

/*
 * What happens in an account, in the order in which it happens. The texts are
 * borrowed from the engine and live until its next call.
 */
#include "account/order.h"

#include "base/buf.h"
#include "base/hash.h"

enum tq_event_kind {
	TQ_EVENT_FILL, TQ_EVENT_POSITION, TQ_EVENT_ROUNDTRIP, TQ_EVENT_REJECT,
	TQ_EVENT_FEE, TQ_EVENT_FUNDING, TQ_EVENT_WAIT
};

struct tq_fill {
	char id[TQ_ID_SIZE];
	char order[TQ_KEY];
	char tag[TQ_KEY];
	int side;
	struct tq_dec qty, price, fee;
	bool maker;
	bool ambiguous;          /* more than one thing could happen in this bar */
	bool outside;            /* the price lies outside the bar, by slippage */
	const char *alternative; /* "tp": what also could, or NULL */
};

struct tq_position_event {
	struct tq_dec qty, avg_price, realized, unrealized;
};

struct tq_roundtrip {
	char id[TQ_ID_SIZE];
	char tag[TQ_KEY];
	int side;                /* of the entry */
	struct tq_dec qty;
	tq_time entry_time, exit_time;
	struct tq_dec entry_price, exit_price;
	struct tq_dec pnl;       /* net of fees */
	struct tq_dec rate;      /* pnl / (qty * entry_price), 12 digits */
	struct tq_dec fees;
	struct tq_dec mae, mfe;  /* of the entry price, 12 digits */
	int64_t bars;
	const char *reason;      /* signal, stop, take, max_hold, liquidation, eod */
};

/* An order that is refused, at once or later; also why it waits (TQ_EVENT_WAIT). */
struct tq_refusal {
	const char *code;
	char reason[160];
	char order[TQ_KEY];
	struct tq_str input;     /* the order's record */
	bool has_numbers;
	struct tq_dec value, limit;
};

struct tq_payment {
	struct tq_dec qty, price, rate;
	struct tq_dec amount;    /* received: above 0 */
};

struct tq_event {
	enum tq_event_kind kind;
	tq_time time;
	struct tq_str symbol;
	struct tq_str venue;
	union {
		struct tq_fill fill;
		struct tq_position_event position;
		struct tq_roundtrip roundtrip;
		struct tq_refusal refusal;
		struct tq_payment payment;
		struct tq_dec fee;
	} u;
};

/* The account at a bar's close. */
struct tq_equity {
	tq_time time;
	struct tq_dec cash, equity;
	struct tq_dec exposure;  /* sum(qty * mark) */
	struct tq_dec gross;     /* sum(|qty| * mark) */
	struct tq_dec leverage;  /* gross / equity, 8 digits; bad when equity <= 0 */
	struct tq_dec drawdown;  /* (peak - equity) / peak, 8 digits */
	struct tq_dec fees, funding;
};

/* As records (tq-records(5)). A TQ_EVENT_WAIT is none and writes nothing. */
void tq_event_write(struct tq_out *out, const struct tq_event *event);

/*
 * The fields of the equity record before, as they were written: most bars leave
 * cash and fees as they were. The zero value is a start; what is written does
 * not depend on it.
 */
enum { TQ_EQUITY_FIELDS = 8, TQ_EQUITY_PIECE = 32 + TQ_DEC_TEXT };
struct tq_equity_texts {
	struct {
		struct tq_dec value;
		size_t n;        /* 0: none yet */
		char piece[TQ_EQUITY_PIECE + TQ_WIDE];   /* ,"cash":10000 */
	} last[TQ_EQUITY_FIELDS];
};
void tq_equity_write(struct tq_out *out, const struct tq_equity *equity,
		     struct tq_equity_texts *texts);

#endif

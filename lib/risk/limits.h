/* SPDX-License-Identifier: ISC */
#ifndef TQ_RISK_LIMITS_H
#define TQ_RISK_LIMITS_H

/*
 * Limits on entries; exits always pass. Each compares as "not (|x| <= max)",
 * so that a value that is no number is refused. What an entry would make of
 * the account counts: its position, all positions and entries that wait.
 *
 * --max-leverage is never off: without the option it is the account's
 * leverage, so notional over equity times leverage is refused by default.
 * --max-drawdown and --max-daily-loss latch: once hit, they hold for good (for
 * the UTC day), whatever the account does afterwards.
 */
#include "account/engine.h"
#include "risk/breach.h"
#include "risk/maybe.h"

struct tq_limits {
	struct tq_maybe max_position, max_exposure, max_leverage;
	struct tq_maybe max_drawdown, max_daily_loss, price_collar;
	int64_t max_open_positions, max_orders, max_losses; /* 0: no limit */
};

enum { TQ_LIMITS_ROWS = 9 };
extern const struct tq_opt tq_limits_rows[TQ_LIMITS_ROWS];

/* What the limits remember. The zero value is the start. */
struct tq_limits_memory {
	bool started;
	int64_t day;             /* UTC, of the last bar */
	struct tq_dec day_start; /* equity when the day began */
	struct tq_dec last;      /* equity at the last bar */
	struct tq_dec lost;      /* of the day, at the worst bar */
	struct tq_dec drawdown;  /* the worst so far */
	int64_t orders;          /* entries of the day */
};

/* After each bar that the engine has counted. */
void tq_limits_bar(struct tq_limits_memory *memory, const struct tq_engine *engine,
		   tq_time close_time);

struct tq_entry {
	struct tq_str symbol, venue;
	struct tq_dec qty;       /* the position it makes */
	struct tq_dec price;
};

/* False of a liquidated account: what it is worth is nothing to size on. */
bool tq_limits_live(const struct tq_engine *engine, struct tq_breach *breach);

bool tq_limits_allow(const struct tq_limits *limits, const struct tq_limits_memory *memory,
		     const struct tq_engine *engine, const struct tq_entry *entry,
		     struct tq_breach *breach);

struct tq_state;
void tq_limits_state(struct tq_limits_memory *memory, struct tq_state *st);

#endif

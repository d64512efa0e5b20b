/* SPDX-License-Identifier: ISC */
#include "risk/limits.h"

#include "state/state.h"

enum { SHOWN_SCALE = 8 };

#define ROW(name_, arg_, parse_, member, help_) \
	{.name = name_, .arg = arg_, .help = help_, .parse = parse_, \
	 .at = offsetof(struct tq_limits, member)}
#define FALLBACK_ROW(name_, arg_, parse_, member, fallback_, help_) \
	{.name = name_, .arg = arg_, .fallback = fallback_, .help = help_, .parse = parse_, \
	 .at = offsetof(struct tq_limits, member)}
#define COUNT_ROW(name_, member, help_) \
	{.name = name_, .arg = "N", .help = help_, .parse = tq_opt_int, \
	 .at = offsetof(struct tq_limits, member), .min = 1, .max = 1000000000}

const struct tq_opt tq_limits_rows[TQ_LIMITS_ROWS] = {
	ROW("max-position", "AMOUNT", tq_opt_maybe_amount, max_position,
	    "notional of one position"),
	ROW("max-exposure", "AMOUNT", tq_opt_maybe_amount, max_exposure,
	    "notional of all positions and waiting entries"),
	FALLBACK_ROW("max-leverage", "X", tq_opt_maybe_amount, max_leverage, "--leverage",
		     "exposure over equity"),
	ROW("max-drawdown", "RATE", tq_opt_maybe_share, max_drawdown,
	    "fall of the equity from its peak that ends all entries"),
	ROW("max-daily-loss", "AMOUNT|RATE", tq_opt_maybe_either, max_daily_loss,
	    "loss of a UTC day that ends its entries, as 500 or 2%"),
	FALLBACK_ROW("price-collar", "RATE", tq_opt_maybe_ratio, price_collar, "50%",
		     "distance of an entry's price from the last close"),
	COUNT_ROW("max-open-positions", max_open_positions, "symbols with a position or an entry"),
	COUNT_ROW("max-orders", max_orders, "entries of a UTC day"),
	COUNT_ROW("max-losses", max_losses, "losing round trips in a row that end all entries"),
};

/* A bar belongs to the day that it ends in; midnight ends the day before. */
void
tq_limits_bar(struct tq_limits_memory *m, const struct tq_engine *engine, tq_time close_time)
{
	struct tq_dec worth = tq_engine_worth(engine);
	tq_time last = close_time - 1;
	int64_t day = last / TQ_DAY - (last % TQ_DAY < 0);

	if (!m->started) {
		m->started = true;
		m->day = day;
		m->day_start = tq_engine_params(engine)->cash;
		m->last = m->day_start;
	} else if (day != m->day) {
		m->day = day;
		m->day_start = m->last;
		m->lost = tq_dec(0, 0);
		m->orders = 0;
	}
	if (!tq_dec_ge(worth, m->last)) { /* what rises makes nothing worse */
		m->lost = tq_dec_max(m->lost, tq_dec_sub(m->day_start, worth));
		m->drawdown = tq_dec_max(m->drawdown, tq_engine_drawdown(engine));
	}
	m->last = worth;
}

/* Not (|value| <= limit): so no number passes as a small one. */
static bool
within(struct tq_breach *breach, const char *rule, const char *what, struct tq_dec value,
       struct tq_dec limit)
{
	if (tq_dec_le(tq_dec_abs(value), limit))
		return true;
	return tq_breach_of(breach, rule, what, value, ">", limit);
}

static bool
count_within(struct tq_breach *breach, const char *rule, const char *what, int64_t value,
	     int64_t limit)
{
	return limit <= 0 || within(breach, rule, what, tq_dec(value, 0), tq_dec(limit, 0));
}

static bool
allow_loss(const struct tq_limits *l, const struct tq_limits_memory *m,
	   const struct tq_engine *engine, struct tq_breach *breach)
{
	struct tq_dec most = l->max_daily_loss.value;

	if (l->max_drawdown.given &&
	    !within(breach, "max-drawdown", "drawdown", m->drawdown, l->max_drawdown.value))
		return false;
	if (l->max_daily_loss.given) {
		if (l->max_daily_loss.percent)
			most = tq_dec_mul(most, m->day_start);
		if (!within(breach, "max-daily-loss", "daily_loss", m->lost, most))
			return false;
	}
	if (l->max_losses <= 0 || tq_engine_losses(engine) < l->max_losses)
		return true;
	return tq_breach_of(breach, "max-losses", "losses", tq_dec(tq_engine_losses(engine), 0),
			    ">=", tq_dec(l->max_losses, 0));
}

/* Duplicates are known by their id; this finds the slipped decimal point. */
static bool
allow_price(const struct tq_limits *l, const struct tq_engine *engine,
	    const struct tq_entry *entry, struct tq_breach *breach)
{
	struct tq_dec most = l->price_collar.given ? l->price_collar.value : tq_dec(5, 1);
	struct tq_holding holding;
	struct tq_dec off;

	if (!tq_engine_holding(engine, entry->venue, entry->symbol, &holding))
		return tq_breach(breach, "no_price", "no bar of this symbol has come: no price");
	off = tq_dec_abs(tq_dec_sub(entry->price, holding.mark));
	if (tq_dec_le(off, tq_dec_mul(most, holding.mark)))
		return true;
	return tq_breach_of(breach, "price-collar", "price_distance",
			    tq_dec_div(off, holding.mark, SHOWN_SCALE, TQ_ROUND_UP), ">", most);
}

static bool
allow_size(const struct tq_limits *l, const struct tq_engine *engine,
	   const struct tq_entry *entry, struct tq_breach *breach)
{
	struct tq_dec notional = tq_dec_abs(tq_dec_mul(entry->qty, entry->price));
	struct tq_dec worth = tq_engine_worth(engine), exposure, most;
	struct tq_holding holding = {0};

	if (!tq_dec_gt(notional, tq_dec(0, 0)))
		return tq_breach(breach, "size", "the quantity is not above zero");
	if (l->max_position.given &&
	    !within(breach, "max-position", "position_size", notional, l->max_position.value))
		return false;
	tq_engine_holding(engine, entry->venue, entry->symbol, &holding);
	exposure = tq_dec_sub(tq_engine_gross(engine), tq_dec_abs(holding.worth));
	exposure = tq_dec_add(exposure,
			      tq_engine_pending_others(engine, entry->venue, entry->symbol));
	exposure = tq_dec_add(exposure, notional);
	if (l->max_exposure.given &&
	    !within(breach, "max-exposure", "exposure", exposure, l->max_exposure.value))
		return false;
	most = l->max_leverage.given ? l->max_leverage.value : tq_engine_params(engine)->leverage;
	if (tq_dec_gt(worth, tq_dec(0, 0)) && tq_dec_le(exposure, tq_dec_mul(most, worth)))
		return true;
	return tq_breach_of(breach, "max-leverage", "leverage",
			    tq_dec_strip(tq_dec_div(exposure, worth, SHOWN_SCALE, TQ_ROUND_UP)),
			    ">", most);
}

bool
tq_limits_live(const struct tq_engine *engine, struct tq_breach *breach)
{
	return !tq_engine_halted(engine) ||
	       tq_breach(breach, "halted", "the account was liquidated");
}

bool
tq_limits_allow(const struct tq_limits *l, const struct tq_limits_memory *m,
		const struct tq_engine *engine, const struct tq_entry *entry,
		struct tq_breach *breach)
{
	size_t open = tq_engine_open_others(engine, entry->venue, entry->symbol) + 1;

	return tq_limits_live(engine, breach) && allow_loss(l, m, engine, breach) &&
	       count_within(breach, "max-orders", "orders", m->orders + 1, l->max_orders) &&
	       count_within(breach, "max-open-positions", "open_positions", (int64_t)open,
			    l->max_open_positions) &&
	       allow_price(l, engine, entry, breach) && allow_size(l, engine, entry, breach);
}

void
tq_limits_state(struct tq_limits_memory *m, struct tq_state *st)
{
	tq_state_bool(st, "started", &m->started);
	tq_state_i64(st, "day", &m->day);
	tq_state_dec(st, "day_start", &m->day_start);
	tq_state_dec(st, "last", &m->last);
	tq_state_dec(st, "lost", &m->lost);
	tq_state_dec(st, "drawdown", &m->drawdown);
	tq_state_i64(st, "orders", &m->orders);
}

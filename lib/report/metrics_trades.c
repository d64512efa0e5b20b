/* SPDX-License-Identifier: ISC */
/* Round trips (closed trades), fills and what they cost. */
#include "report/figure.h"

#include <math.h>

static const struct tq_trips *
trips_of(const struct tq_perf *p)
{
	return &p->tally->trips;
}

/* A statistic of the round trips. */
static struct tq_figure
of_trips(const struct tq_perf *p, double x)
{
	return trips_of(p)->n ? tq_figure_f64(x, trips_of(p)->n)
			      : tq_figure_null(TQ_WHY_NO_TRADES);
}

static struct tq_figure
money(const struct tq_perf *p, struct tq_dec x)
{
	return tq_figure_dec(x, trips_of(p)->n);
}

static struct tq_figure
trades(const struct tq_perf *p)
{
	return tq_figure_int(trips_of(p)->n, trips_of(p)->n);
}

static struct tq_figure
trades_pnl(const struct tq_perf *p)
{
	return money(p, trips_of(p)->pnl);
}

static struct tq_figure
win_rate(const struct tq_perf *p)
{
	return of_trips(p, (double)trips_of(p)->n_won / (double)trips_of(p)->n);
}

static struct tq_figure
best_trade(const struct tq_perf *p)
{
	return of_trips(p, trips_of(p)->best_return);
}

static struct tq_figure
worst_trade(const struct tq_perf *p)
{
	return of_trips(p, trips_of(p)->worst_return);
}

/* backtesting.py says 0 where a trade lost everything; that is no mean. */
static struct tq_figure
avg_trade(const struct tq_perf *p)
{
	const struct tq_trips *t = trips_of(p);

	if (t->wiped)
		return tq_figure_null("a trade lost all or more");
	return of_trips(p, expm1(tq_sum_value(&t->log_returns) / (double)t->n));
}

static struct tq_figure
expectancy(const struct tq_perf *p)
{
	return of_trips(p, tq_sum_value(&trips_of(p)->returns) / (double)trips_of(p)->n);
}

static struct tq_figure
best_pnl(const struct tq_perf *p)
{
	return trips_of(p)->n ? money(p, trips_of(p)->best) : tq_figure_null(TQ_WHY_NO_TRADES);
}

static struct tq_figure
worst_pnl(const struct tq_perf *p)
{
	return trips_of(p)->n ? money(p, trips_of(p)->worst) : tq_figure_null(TQ_WHY_NO_TRADES);
}

static double
avg_won(const struct tq_trips *t)
{
	return tq_dec_f64(t->won) / (double)t->n_won;
}

static double
avg_lost(const struct tq_trips *t)
{
	return tq_dec_f64(t->lost) / (double)t->n_lost;
}

static struct tq_figure
avg_win(const struct tq_perf *p)
{
	const struct tq_trips *t = trips_of(p);

	return t->n_won ? tq_figure_f64(avg_won(t), t->n_won)
			: tq_figure_null("no winning trade");
}

static struct tq_figure
avg_loss(const struct tq_perf *p)
{
	const struct tq_trips *t = trips_of(p);

	return t->n_lost ? tq_figure_f64(avg_lost(t), t->n_lost)
			 : tq_figure_null("no losing trade");
}

static struct tq_figure
payoff(const struct tq_perf *p)
{
	const struct tq_trips *t = trips_of(p);

	if (t->n_won == 0 || t->n_lost == 0)
		return tq_figure_null("no winning or no losing trade");
	return of_trips(p, avg_won(t) / -avg_lost(t));
}

static struct tq_figure
kelly(const struct tq_perf *p)
{
	const struct tq_trips *t = trips_of(p);
	double won;

	if (t->n_won == 0 || t->n_lost == 0)
		return tq_figure_null("no winning or no losing trade");
	won = (double)t->n_won / (double)t->n;
	return of_trips(p, won - (1 - won) / (avg_won(t) / -avg_lost(t)));
}

static struct tq_figure
profit_factor(const struct tq_perf *p)
{
	const struct tq_trips *t = trips_of(p);

	if (t->n_lost == 0)
		return tq_figure_null("no losing trade");
	return of_trips(p, tq_dec_f64(t->won) / -tq_dec_f64(t->lost));
}

static struct tq_figure
profit_factor_backtesting(const struct tq_perf *p)
{
	const struct tq_trips *t = trips_of(p);
	double down = tq_sum_value(&t->returns_down);

	if (!(down < 0))
		return tq_figure_null("no losing trade");
	return of_trips(p, tq_sum_value(&t->returns_up) / -down);
}

static struct tq_figure
sqn(const struct tq_perf *p)
{
	const struct tq_trips *t = trips_of(p);
	double n = (double)t->n;

	if (t->n < 2)
		return tq_figure_null("fewer than 2 round trips");
	if (!(t->pnl_m2 > 0))
		return tq_figure_null("pnl does not vary");
	return of_trips(p, sqrt(n) * t->pnl_mean / sqrt(t->pnl_m2 / (n - 1)));
}

static struct tq_figure
run_won(const struct tq_perf *p)
{
	return tq_figure_int(trips_of(p)->longest_won, trips_of(p)->n);
}

static struct tq_figure
run_lost(const struct tq_perf *p)
{
	return tq_figure_int(trips_of(p)->longest_lost, trips_of(p)->n);
}

static struct tq_figure
longest_trade(const struct tq_perf *p)
{
	return trips_of(p)->n ? tq_figure_duration(trips_of(p)->longest, trips_of(p)->n)
			      : tq_figure_null(TQ_WHY_NO_TRADES);
}

/* Rounded to whole nanoseconds. */
static struct tq_figure
avg_trade_duration(const struct tq_perf *p)
{
	const struct tq_trips *t = trips_of(p);

	if (t->n == 0)
		return tq_figure_null(TQ_WHY_NO_TRADES);
	return tq_figure_duration((tq_time)rint(tq_sum_value(&t->durations) / (double)t->n *
						(double)TQ_SECOND), t->n);
}

static struct tq_figure
exposure(const struct tq_perf *p)
{
	int64_t n = p->curve->n;

	if (n == 0)
		return tq_figure_null(TQ_WHY_NO_EQUITY);
	return tq_figure_f64((double)tq_trips_exposed(trips_of(p), n) / (double)n, n);
}

static struct tq_figure
fills(const struct tq_perf *p)
{
	return tq_figure_int(p->tally->fills, p->tally->fills);
}

static struct tq_figure
volume(const struct tq_perf *p)
{
	return tq_figure_dec(p->tally->volume, p->tally->fills);
}

static struct tq_figure
fees(const struct tq_perf *p)
{
	return tq_figure_dec(p->tally->fees, p->tally->fills);
}

static struct tq_figure
trade_fees(const struct tq_perf *p)
{
	return money(p, trips_of(p)->fees);
}

static struct tq_figure
rejects(const struct tq_perf *p)
{
	return tq_figure_int(p->tally->rejects, p->tally->rejects);
}

#define SAME(fn, text) {[TQ_FAMILY_TQ] = {fn, text}}
#define BT(fn, text) {[TQ_FAMILY_BACKTESTING] = {fn, text}}
#define NO_TRADES "there is no round trip"

static const struct tq_metric rows[] = {
	{"trades", "Round trips", TQ_SECTION_TRADES, TQ_UNIT_COUNT,
	 "Closed trades. A trade that is still open is none yet.", "never",
	 SAME(trades, "number of roundtrip records")},
	{"trades_pnl", "Profit of round trips", TQ_SECTION_TRADES, TQ_UNIT_MONEY,
	 "What closed trades earned after fees, exact.", "never", SAME(trades_pnl, "sum(pnl)")},
	{"exposure", "Exposure", TQ_SECTION_TRADES, TQ_UNIT_FRACTION,
	 "Share of bars in which a closed trade was open.", "there is no equity record",
	 BT(exposure, "bars with entry bar <= i <= exit bar of some closed trade / bars")},
	{"win_rate", "Win rate", TQ_SECTION_TRADES, TQ_UNIT_FRACTION,
	 "Share of closed trades that earned money after fees.", NO_TRADES,
	 BT(win_rate, "count(pnl > 0) / trades")},
	{"best_trade", "Best trade", TQ_SECTION_TRADES, TQ_UNIT_FRACTION,
	 "Largest return of a closed trade.", NO_TRADES, BT(best_trade, "max return")},
	{"worst_trade", "Worst trade", TQ_SECTION_TRADES, TQ_UNIT_FRACTION,
	 "Smallest return of a closed trade.", NO_TRADES, BT(worst_trade, "min return")},
	{"avg_trade", "Average trade", TQ_SECTION_TRADES, TQ_UNIT_FRACTION,
	 "Geometric mean of the trades' returns.",
	 "there is no round trip, or one lost all (backtesting.py says 0 then)",
	 BT(avg_trade, "prod(1 + return)^(1 / trades) - 1")},
	{"expectancy", "Expectancy", TQ_SECTION_TRADES, TQ_UNIT_FRACTION,
	 "Arithmetic mean of the trades' returns.", NO_TRADES, BT(expectancy, "mean(return)")},
	{"best_pnl", "Largest win", TQ_SECTION_TRADES, TQ_UNIT_MONEY,
	 "Largest profit of a closed trade, exact.", NO_TRADES, SAME(best_pnl, "max pnl")},
	{"worst_pnl", "Largest loss", TQ_SECTION_TRADES, TQ_UNIT_MONEY,
	 "Smallest profit of a closed trade, exact.", NO_TRADES, SAME(worst_pnl, "min pnl")},
	{"avg_win", "Average win", TQ_SECTION_TRADES, TQ_UNIT_MONEY,
	 "Mean profit of the winning trades.", "no trade won",
	 SAME(avg_win, "mean(pnl where pnl > 0)")},
	{"avg_loss", "Average loss", TQ_SECTION_TRADES, TQ_UNIT_MONEY,
	 "Mean profit of the losing trades.", "no trade lost",
	 SAME(avg_loss, "mean(pnl where pnl < 0)")},
	{"payoff", "Payoff", TQ_SECTION_TRADES, TQ_UNIT_RATIO,
	 "Average win over average loss, in money.", "no trade won or none lost",
	 SAME(payoff, "avg_win / |avg_loss|")},
	{"profit_factor", "Profit factor", TQ_SECTION_TRADES, TQ_UNIT_RATIO,
	 "What winning trades made for each unit that losing trades lost.", "no trade lost",
	 {[TQ_FAMILY_TQ] = {profit_factor, "sum(pnl where pnl > 0) / |sum(pnl where pnl < 0)|"},
	  [TQ_FAMILY_BACKTESTING] = {profit_factor_backtesting,
		"sum(return where > 0) / |sum(return where < 0)|: of returns, not money"}}},
	{"sqn", "SQN", TQ_SECTION_TRADES, TQ_UNIT_RATIO,
	 "System quality number (Tharp): how sure the mean profit is above zero.",
	 "there are fewer than 2 round trips, or pnl does not vary",
	 BT(sqn, "sqrt(trades) * mean(pnl) / sd(pnl), sd with n - 1")},
	{"kelly", "Kelly criterion", TQ_SECTION_TRADES, TQ_UNIT_FRACTION,
	 "Share of equity that Kelly's rule would stake on each trade.",
	 "no trade won or none lost",
	 BT(kelly, "w - (1 - w) / payoff, w = win_rate")},
	{"max_wins", "Wins in a row", TQ_SECTION_TRADES, TQ_UNIT_COUNT,
	 "The longest run of winning trades.", "never", SAME(run_won, "longest run of pnl > 0")},
	{"max_losses", "Losses in a row", TQ_SECTION_TRADES, TQ_UNIT_COUNT,
	 "The longest run of losing trades.", "never", SAME(run_lost, "longest run of pnl < 0")},
	{"longest_trade", "Longest trade", TQ_SECTION_TRADES, TQ_UNIT_DURATION,
	 "Longest time from entry to exit.", NO_TRADES, SAME(longest_trade, "max(exit - entry)")},
	{"avg_trade_duration", "Average duration of trades", TQ_SECTION_TRADES, TQ_UNIT_DURATION,
	 "Mean time from entry to exit.", NO_TRADES,
	 SAME(avg_trade_duration, "mean(exit - entry); backtesting.py rounds it up to whole bars")},
	{"trade_fees", "Fees of round trips", TQ_SECTION_TRADES, TQ_UNIT_MONEY,
	 "Fees of closed trades, exact.", "never",
	 SAME(trade_fees, "sum(fees) of roundtrip records")},
	{"fills", "Fills", TQ_SECTION_COSTS, TQ_UNIT_COUNT,
	 "Executions.", "never", SAME(fills, "number of fill records")},
	{"volume", "Volume", TQ_SECTION_COSTS, TQ_UNIT_MONEY,
	 "Money that changed hands, exact.", "never", SAME(volume, "sum(qty * price) of fills")},
	{"fees", "Fees", TQ_SECTION_COSTS, TQ_UNIT_MONEY,
	 "All fees paid, exact; those of open trades too.", "never",
	 SAME(fees, "sum(fee) of fills")},
	{"rejects", "Rejects", TQ_SECTION_COSTS, TQ_UNIT_COUNT,
	 "What was refused, in all and by rule.", "never",
	 SAME(rejects, "number of reject records")},
};

const struct tq_metric_table tq_metrics_trades = {rows, TQ_COUNT(rows)};

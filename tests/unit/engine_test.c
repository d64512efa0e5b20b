/* SPDX-License-Identifier: ISC */
#include "account/engine.h"

#include "t.h"

/*
 * The rules of pessimistic-v1 one by one. A scene is an account, bars "open
 * high low close" a day each from 2024-01-01, and orders given at closes; what
 * comes out is a line of fills such as "buy 10 @ 16 signal".
 */
static struct tq_engine *engine;
static int64_t day;
static int orders;
static char said[4000];

static struct tq_dec
dec(const char *text)
{
	struct tq_dec x = {0, TQ_DEC_BAD};

	tq_dec_parse(tq_str(text), &x);
	return x;
}

static const char *
text_of(struct tq_dec x)
{
	static char text[8][TQ_DEC_TEXT + 1];
	static int next;
	char *out = text[next++ % 8];

	out[tq_dec_format(x, out)] = '\0';
	return out;
}

static void
say(const char *format, ...)
{
	va_list ap;
	size_t n = strlen(said);

	va_start(ap, format);
	vsnprintf(said + n, sizeof(said) - n, format, ap);
	va_end(ap);
}

static void
collect(void)
{
	size_t n;
	const struct tq_event *events = tq_engine_events(engine, &n);

	for (size_t i = 0; i < n; i++) {
		const char *gap = *said ? "; " : "";
		const struct tq_fill *f = &events[i].u.fill;

		if (events[i].kind == TQ_EVENT_FILL)
			say("%s%s %s @ %s%s%s%s%s", gap, tq_side_name(f->side), text_of(f->qty),
			    text_of(f->price), f->maker ? " maker" : "",
			    f->ambiguous ? " ambiguous" : "", f->alternative ? " " : "",
			    f->alternative ? f->alternative : "");
		else if (events[i].kind == TQ_EVENT_REJECT)
			say("%s%s", gap, events[i].u.refusal.code);
		else if (events[i].kind == TQ_EVENT_ROUNDTRIP)
			say(" %s", events[i].u.roundtrip.reason);
		else if (events[i].kind == TQ_EVENT_WAIT)
			say("%swait %s", gap, events[i].u.refusal.code);
	}
	OK(tq_engine_balanced(engine) || !*said, "L5 the books balance: %s", said);
}

/* Options as text, NULL-ended pairs of a parameter and its value. */
static void
scene(const enum tq_param *what, const char *const *value, size_t n)
{
	struct tq_account_options options = {{0}};
	struct tq_params params;
	struct tq_err err;

	for (size_t i = 0; i < n; i++)
		options.text[what[i]] = value[i];
	if (!tq_params_from_options(&options, &params, &err))
		OK(false, "options: %s", err.text);
	tq_engine_free(engine);
	engine = tq_engine_new(&params);
	day = 19723;
	orders = 0;
	said[0] = '\0';
}

#define SCENE(...) scene_of((const struct setting[]){__VA_ARGS__}, \
			    sizeof((const struct setting[]){__VA_ARGS__}) / sizeof(struct setting))
struct setting {
	enum tq_param what;
	const char *value;
};

static void
scene_of(const struct setting *settings, size_t n)
{
	enum tq_param what[TQ_PARAM_COUNT];
	const char *value[TQ_PARAM_COUNT];

	for (size_t i = 0; i < n; i++) {
		what[i] = settings[i].what;
		value[i] = settings[i].value;
	}
	scene(what, value, n);
}

static void
bar_of(const char *prices, const char *volume, bool synthetic)
{
	char o[20], h[20], l[20], c[20];
	struct tq_bar bar = {.symbol = {"X", 1}, .interval = {1, 'd'}, .closed = true};
	struct tq_err err;
	bool counted;

	sscanf(prices, "%19s %19s %19s %19s", o, h, l, c);
	bar.time = day++ * TQ_DAY;
	bar.close_time = bar.time + TQ_DAY;
	bar.open = dec(o);
	bar.high = dec(h);
	bar.low = dec(l);
	bar.close = dec(c);
	bar.volume = dec(volume);
	bar.synthetic = synthetic;
	if (!tq_engine_bar(engine, &bar, &counted, &err) || !counted)
		OK(false, "bar %s: %s", prices, err.text);
	collect();
}

static void
bar(const char *prices)
{
	bar_of(prices, "1000000", false);
}

static struct tq_order
make(int side, const char *qty, int type, const char *limit, const char *stop)
{
	struct tq_order o = {.symbol = {"X", 1}, .side = side, .type = type};

	o.time = day * TQ_DAY;
	snprintf(o.id, sizeof(o.id), "o%d", ++orders);
	o.qty = dec(qty);
	o.limit = limit ? dec(limit) : tq_dec(0, 0);
	o.stop = stop ? dec(stop) : tq_dec(0, 0);
	return o;
}

static enum tq_taken
give(struct tq_order o)
{
	enum tq_taken taken = tq_engine_order(engine, &o, (struct tq_str){"", 0});

	collect();
	return taken;
}

static void
child(const char *parent, int side, int type, const char *price)
{
	struct tq_order o = make(side, "10", type, type == TQ_ORDER_LIMIT ? price : NULL,
				 type == TQ_ORDER_STOP ? price : NULL);

	snprintf(o.parent, sizeof(o.parent), "%s", parent);
	o.reduce_only = true;
	give(o);
}

static void
is(const char *want, const char *what)
{
	IS_STR(said, want, what);
	said[0] = '\0';
}

/* A long position of 10 from 100, opened on the second bar. */
static void
long_ten(void)
{
	SCENE({TQ_PARAM_CASH, "100000"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "10", TQ_ORDER_MARKET, NULL, NULL));
}

static void
test_golden(void)
{
	long_ten();
	child("o1", TQ_SELL, TQ_ORDER_STOP, "95");
	bar("100 106 99 105");
	bar("90 92 88 91");
	is("buy 10 @ 100; sell 10 @ 90 stop", "golden: a gap through the stop fills at the open");

	long_ten();
	child("o1", TQ_SELL, TQ_ORDER_STOP, "100");
	bar("101 106 100.5 105");
	bar("102 103 98 99");
	is("buy 10 @ 101; sell 10 @ 100 stop", "golden: a stop inside the bar fills at its price");

	long_ten();
	child("o1", TQ_SELL, TQ_ORDER_STOP, "100");
	bar("101 106 100.5 105");
	bar("90 101 88 100");
	is("buy 10 @ 101; sell 10 @ 90 stop",
	   "golden: opened below the stop and recovered: the open, not the stop");

	SCENE({TQ_PARAM_CASH, "100000"});
	bar("14 19 13 18");
	give(make(TQ_BUY, "10", TQ_ORDER_STOP, NULL, "16"));
	bar("16 17 10 12");
	is("buy 10 @ 16", "golden: a buy stop at the open's own price fills there");

	long_ten();
	child("o1", TQ_SELL, TQ_ORDER_STOP, "90");
	bar("100 100 100 100");
	bar("50 50 50 50");
	is("buy 10 @ 100; sell 10 @ 50 stop", "golden: 100 100 50 with a stop at 90 fills at 50");
}

static void
test_types(void)
{
	SCENE({TQ_PARAM_CASH, "100000"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "10", TQ_ORDER_MARKET, NULL, NULL));
	bar("102 103 101 102");
	is("buy 10 @ 102", "F1.27 market: the next open");

	give(make(TQ_SELL, "4", TQ_ORDER_LIMIT, "104", NULL));
	bar("102 104 101 103");
	is("", "F1.27 limit: a touch is no fill");
	bar("103 104.1 101 103");
	is("sell 4 @ 104 maker signal", "F1.27 limit: traded through");

	give(make(TQ_SELL, "6", TQ_ORDER_STOP, NULL, "100"));
	bar("102 103 100.01 101");
	is("", "F1.27 stop: not reached");
	bar("102 103 100 101");
	is("sell 6 @ 100 signal", "F1.27 stop: a touch is a fill");

	give(make(TQ_BUY, "5", TQ_ORDER_STOP_LIMIT, "106", "105"));
	bar("102 104 100 101");
	is("", "F1.27 stop_limit: not triggered");
	bar("102 105.5 100 101");
	is("buy 5 @ 105", "F1.27 stop_limit: triggered and inside its limit");

	give(make(TQ_BUY, "5", TQ_ORDER_STOP_LIMIT, "104", "105"));
	bar("102 106 100 101");
	is("", "5.7e a stop_limit whose limit lies beyond waits for the next bar");
	bar("104.5 106 103 105");
	is("buy 5 @ 104 maker", "5.7e and is a plain limit from then on");
}

static void
test_limits(void)
{
	SCENE({TQ_PARAM_CASH, "100000"}, {TQ_PARAM_SLIPPAGE, "0.1%"}, {TQ_PARAM_SPREAD, "0.2%"},
	      {TQ_PARAM_TICK_SIZE, "0.1"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "1", TQ_ORDER_LIMIT, "100.04", NULL));
	bar("101 102 99 100");
	is("buy 1 @ 100 maker", "F1.26 a limit off the tick becomes the better one, no slippage");
	give(make(TQ_BUY, "1", TQ_ORDER_LIMIT, "103", NULL));
	bar("102.9 104 100 103");
	is("buy 1 @ 103", "F1.26 marketable on arrival: a taker, but never over its limit");
	give(make(TQ_BUY, "1", TQ_ORDER_LIMIT, "90", NULL));
	bar("100 101 99 100");
	bar("80 85 79 84");
	is("buy 1 @ 80 maker", "5.7d who waited gets the better open as a maker");
	give(make(TQ_BUY, "1", TQ_ORDER_MARKET, NULL, NULL));
	bar("100 101 99 100");
	is("buy 1 @ 100.2", "5.7i slippage and half the spread, rounded to the tick against the buyer");
	give(make(TQ_SELL, "1", TQ_ORDER_MARKET, NULL, NULL));
	bar("100.05 101 99 100");
	is("sell 1 @ 99.8 signal", "5.7i and against the seller");

	SCENE({TQ_PARAM_LIMIT_TOUCH, "true"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "1", TQ_ORDER_LIMIT, "98", NULL));
	bar("100 101 98 100");
	is("buy 1 @ 98 maker", "5.7d --limit-touch: a touch is enough");
}

static void
test_brackets(void)
{
	long_ten();
	child("o1", TQ_SELL, TQ_ORDER_STOP, "95");
	child("o1", TQ_SELL, TQ_ORDER_LIMIT, "105");
	bar("100 106 94 100");
	is("buy 10 @ 100; sell 10 @ 95 ambiguous tp stop",
	   "5.7g both in reach in the bar of the entry: the stop-loss, and said so");
	bar("100 110 90 100");
	is("", "OCO: the take-profit went with it");

	long_ten();
	child("o1", TQ_SELL, TQ_ORDER_STOP, "95");
	child("o1", TQ_SELL, TQ_ORDER_LIMIT, "105");
	bar("100 106 96 100");
	is("buy 10 @ 100; sell 10 @ 105 maker take", "5.7f after an entry at the open both are live");

	SCENE({TQ_PARAM_CASH, "100000"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "10", TQ_ORDER_LIMIT, "98", NULL));
	child("o1", TQ_SELL, TQ_ORDER_STOP, "95");
	child("o1", TQ_SELL, TQ_ORDER_LIMIT, "99");
	bar("100 101 97 100");
	is("buy 10 @ 98 maker", "5.7f after an entry inside the bar the take-profit waits a bar");
	bar("98 99.5 97 98");
	is("sell 10 @ 99 maker take", "5.7f and fills on the next");

	SCENE({TQ_PARAM_CASH, "100000"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "10", TQ_ORDER_LIMIT, "98", NULL));
	child("o1", TQ_SELL, TQ_ORDER_STOP, "95");
	bar("100 101 94 100");
	is("buy 10 @ 98 maker; sell 10 @ 95 ambiguous stop",
	   "5.7f the stop-loss of an entry inside the bar is live at once");

	long_ten();
	child("o1", TQ_SELL, TQ_ORDER_STOP, "95");
	bar("100 101 99 100");
	{
		struct tq_order close = make(TQ_SELL, "10", TQ_ORDER_MARKET, NULL, NULL);

		close.reduce_only = true;
		give(close);
	}
	bar("90 91 89 90");
	is("buy 10 @ 100; sell 10 @ 90 signal", "5.7b the market order comes first, the stop goes");
}

static void
test_sizes(void)
{
	SCENE({TQ_PARAM_CASH, "100000"}, {TQ_PARAM_VOLUME_CAP, "10%"}, {TQ_PARAM_LOT_SIZE, "1"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "25.9", TQ_ORDER_MARKET, NULL, NULL));
	bar_of("100 101 99 100", "105", false);
	bar_of("100 101 99 100", "99", false);
	bar_of("100 101 99 100", "200", false);
	bar_of("100 101 99 100", "200", false);
	is("buy 10 @ 100; buy 9 @ 100; buy 6 @ 100",
	   "P6 5.7h at most 10 % of a bar, the rest stays; lots floored");

	SCENE({TQ_PARAM_CASH, "1000"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "11", TQ_ORDER_MARKET, NULL, NULL));
	bar("100 101 99 100");
	is("insufficient_margin", "5.7h too large for the margin is refused, not shrunk");
	give(make(TQ_SELL, "10", TQ_ORDER_MARKET, NULL, NULL));
	bar("100 101 99 100");
	is("sell 10 @ 100", "short selling within the margin");

	SCENE({TQ_PARAM_MIN_NOTIONAL, "50"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "0.4", TQ_ORDER_MARKET, NULL, NULL));
	bar("100 101 99 100");
	is("min_notional", "5.7i an entry below the minimum is refused");

	SCENE({TQ_PARAM_LOT_SIZE, "0.1"});
	bar("1 1 1 1");
	give(make(TQ_BUY, "0.3", TQ_ORDER_MARKET, NULL, NULL));
	bar("1 1 1 1");
	is("buy 0.3 @ 1", "F0.14 0.3 at a step of 0.1 is 0.3");
	give(make(TQ_BUY, "0.09", TQ_ORDER_MARKET, NULL, NULL));
	is("lot_size", "below one lot is refused");
}

static void
test_waiting(void)
{
	SCENE({TQ_PARAM_CASH, "100000"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "1", TQ_ORDER_MARKET, NULL, NULL));
	bar_of("100 101 99 100", "1000", true);
	bar_of("100 101 99 100", "0", false);
	bar_of("100 101 99 100", "0", false);
	bar("103 104 102 103");
	is("wait synthetic; wait zero-volume; buy 1 @ 103",
	   "5.7a synthetic and empty bars fill nothing, and it is said once");

	SCENE({TQ_PARAM_SYNTHETIC_FILLS, "true"}, {TQ_PARAM_ZERO_VOLUME_FILLS, "true"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "1", TQ_ORDER_MARKET, NULL, NULL));
	bar_of("100 101 99 100", "0", true);
	is("buy 1 @ 100", "5.7a unless they may");
}

static void
test_orders(void)
{
	struct tq_order o, again;

	SCENE({TQ_PARAM_CASH, "100000"});
	give(make(TQ_BUY, "1", TQ_ORDER_MARKET, NULL, NULL));
	is("unknown_symbol", "F3.16 no price, no order");
	bar("100 101 99 100");
	o = again = make(TQ_BUY, "1", TQ_ORDER_MARKET, NULL, NULL);
	OK(give(o) == TQ_TAKEN, "taken");
	OK(give(again) == TQ_TAKEN_BEFORE, "P3 F4.14 the same id again is one order");
	bar("100 101 99 100");
	OK(give(again) == TQ_TAKEN_BEFORE, "P3 after its fill too");
	is("buy 1 @ 100", "P3 filled once");
	o = make(TQ_BUY, "1", TQ_ORDER_MARKET, NULL, NULL);
	o.time -= 1;
	give(o);
	is("stale", "F3.16 an order older than the last bar is refused");
	child("nobody", TQ_SELL, TQ_ORDER_STOP, "90");
	is("unknown_parent", "a child of nothing is refused");
	o = make(TQ_SELL, "5", TQ_ORDER_MARKET, NULL, NULL);
	o.reduce_only = true;
	give(o);
	bar("100 101 99 100");
	is("sell 1 @ 100 signal", "reduce_only closes no more than there is");
	o = make(TQ_BUY, "1", TQ_ORDER_LIMIT, "90", NULL);
	give(o);
	again = make(TQ_BUY, "2", TQ_ORDER_LIMIT, "95", NULL);
	memcpy(again.replaces, o.id, sizeof(o.id));
	give(again);
	bar("100 101 80 100");
	is("buy 2 @ 95 maker", "an order takes the place of the one it replaces");
	o = make(TQ_SELL, "2", TQ_ORDER_LIMIT, "110", NULL);
	o.tif = TQ_TIF_IOC;
	give(o);
	bar("100 101 99 100");
	bar("100 120 99 100");
	is("expired", "ioc lives for one bar");
}

/* An order for 10 at 98 of that tif, on a bar that has so much of it. */
static void
limit_of(int tif, int64_t expiry_days)
{
	struct tq_order o;

	SCENE({TQ_PARAM_CASH, "100000"});
	bar("100 101 99 100");
	o = make(TQ_BUY, "10", TQ_ORDER_LIMIT, "98", NULL);
	o.tif = tif;
	o.expiry = o.time + expiry_days * TQ_DAY;
	give(o);
}

static void
test_tif(void)
{
	limit_of(TQ_TIF_FOK, 0);
	bar_of("100 101 97 100", "9", false);
	bar("100 101 97 100");
	is("expired", "fok: a bar with less than all of it fills nothing");
	limit_of(TQ_TIF_FOK, 0);
	bar_of("100 101 97 100", "10", false);
	is("buy 10 @ 98 maker", "fok: all of it on the first bar");
	limit_of(TQ_TIF_FOK, 0);
	bar("100 101 99 100");
	bar("100 101 97 100");
	is("expired", "fok: not on the second");
	limit_of(TQ_TIF_GTD, 2);
	bar("100 101 99 100");
	bar("100 101 97 100");
	is("buy 10 @ 98 maker", "gtd: on the last bar that opens before its expiry");
	limit_of(TQ_TIF_GTD, 1);
	bar("100 101 99 100");
	bar("100 101 97 100");
	is("expired", "gtd: not on one that opens then");
}

static struct tq_trade
trade(size_t i, size_t want)
{
	static struct tq_trades trades;
	struct tq_trade none = {0};

	tq_engine_trades(engine, tq_str(""), tq_str("X"), &trades);
	IS_INT(trades.n, want, "so many entries");
	if (i < trades.n)
		none = trades.at[i];
	if (want == 0)
		tq_trades_fini(&trades);
	return none;
}

/* Two entries, each with its own stop; a market order under one closes that one. */
static void
test_trades(void)
{
	struct tq_order close;
	struct tq_trade t;

	SCENE({TQ_PARAM_CASH, "100000"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "10", TQ_ORDER_MARKET, NULL, NULL));
	child("o1", TQ_SELL, TQ_ORDER_STOP, "90");
	give(make(TQ_BUY, "5", TQ_ORDER_LIMIT, "98", NULL));
	t = trade(0, 2);
	IS_STR(t.stop, "o2", "the stop of one that waits");
	IS_STR(text_of(t.left), "10", "all of it waits");
	bar("100 104 97 99");
	t = trade(0, 2);
	IS_STR(text_of(t.best), "104", "the best price since an entry at the open");
	IS_STR(text_of(t.qty), "10", "which is open");
	IS_STR(text_of(trade(1, 2).best), "99", "of an entry inside the bar only the close is sure");
	close = make(TQ_SELL, "5", TQ_ORDER_MARKET, NULL, NULL);
	memcpy(close.parent, "o3", 3);
	give(close);
	OK(trade(1, 2).closing, "a market order that closes it waits");
	bar("101 105 100 103");
	is("buy 10 @ 100; buy 5 @ 98 maker; sell 5 @ 101 signal", "and closes that entry alone");
	IS_STR(text_of(trade(0, 1).best), "105", "the best price goes on");
	IS_INT(trade(0, 1).bars, 1, "a bar after its entry");
	bar("89 90 88 89");
	trade(0, 0);
}

static void
test_end(void)
{
	SCENE({TQ_PARAM_CASH, "1000"}, {TQ_PARAM_LEVERAGE, "5"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "40", TQ_ORDER_MARKET, NULL, NULL));
	bar("100 101 99 100");
	give(make(TQ_BUY, "1", TQ_ORDER_LIMIT, "10", NULL));
	bar("100 100 70 75");
	is("buy 40 @ 100; sell 40 @ 70 liquidation; halted",
	   "5.7b8 equity gone at the low: closed there, what waits is refused");
	give(make(TQ_BUY, "1", TQ_ORDER_MARKET, NULL, NULL));
	is("halted", "and so is what comes later");

	SCENE({TQ_PARAM_CLOSE_AT_END, "true"});
	bar("100 101 99 100");
	give(make(TQ_SELL, "3", TQ_ORDER_MARKET, NULL, NULL));
	bar("100 101 99 98");
	OK(tq_engine_end(engine), "there is something to close");
	collect();
	is("sell 3 @ 100; buy 3 @ 98 eod", "5.7j --close-at-end closes at the last close");

	SCENE({TQ_PARAM_TRADE_ON_CLOSE, "true"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "3", TQ_ORDER_MARKET, NULL, NULL));
	bar("105 106 104 105");
	is("buy 3 @ 100", "--trade-on-close fills at the close that the order was made on");
}

static void
is_equity(const char *want, const char *what)
{
	struct tq_equity equity;

	tq_engine_equity(engine, &equity);
	IS_STR(text_of(equity.equity), want, what);
}

/* Cash of 1000 and a position of qty from 100, opened on the second bar. */
static void
borrow(int side, const char *qty, const char *leverage)
{
	SCENE({TQ_PARAM_CASH, "1000"}, {TQ_PARAM_LEVERAGE, leverage});
	bar("100 101 99 100");
	give(make(side, qty, TQ_ORDER_MARKET, NULL, NULL));
}

static void
test_liquidation(void)
{
	borrow(TQ_SELL, "10", "1");
	bar("100 199 99 150");
	is("sell 10 @ 100", "5.7b8 short, leverage 1: a high of 199 leaves 10");
	is_equity("500", "and the close is what counts then");
	bar("150 200 140 141");
	is("buy 10 @ 200 liquidation", "5.7b8 short squeeze: nothing is left at the high");
	is_equity("0", "though the bar closed at 141");

	borrow(TQ_BUY, "30", "3");
	bar("100 101 66.7 90");
	is("buy 30 @ 100", "5.7b8 long, leverage 3: a low of 66.7 leaves 1");
	bar("90 91 60 88");
	is("sell 30 @ 60 liquidation", "5.7b8 long crash: closed at the low");
	is_equity("-200", "a gap through nothing goes below it");

	borrow(TQ_BUY, "30", "3");
	child("o1", TQ_SELL, TQ_ORDER_STOP, "80");
	child("o1", TQ_SELL, TQ_ORDER_STOP, "75");
	child("o1", TQ_SELL, TQ_ORDER_STOP, "70");
	bar("100 101 60 88");
	is("buy 30 @ 100; sell 10 @ 80 stop; sell 10 @ 75 stop; sell 10 @ 70 stop",
	   "5.7b6 stops on the way down fill first");
	is_equity("250", "and the account lives");
}

static void
test_liquidation_before_limits(void)
{
	borrow(TQ_BUY, "30", "3");
	child("o1", TQ_SELL, TQ_ORDER_LIMIT, "110");
	bar("100 111 60 100");
	is("buy 30 @ 100; sell 30 @ 60 liquidation",
	   "5.7b6 nothing left at the low counts before a take-profit at the high");

	borrow(TQ_BUY, "20", "5");
	bar("100 101 99 100");
	give(make(TQ_BUY, "10", TQ_ORDER_LIMIT, "80", NULL));
	bar("100 101 60 90");
	is("buy 20 @ 100; buy 10 @ 80 maker; sell 30 @ 60 liquidation liquidation",
	   "5.7b8 an entry inside the bar counts down to the low");
}

static void
test_fees(void)
{
	struct tq_equity equity;

	SCENE({TQ_PARAM_CASH, "1000"}, {TQ_PARAM_COMMISSION, "0.1%"}, {TQ_PARAM_MAKER, "-0.01%"},
	      {TQ_PARAM_FEE_DECIMALS, "2"}, {TQ_PARAM_COMMISSION_FIXED, "1"});
	bar("100 101 99 100");
	give(make(TQ_BUY, "0.1", TQ_ORDER_MARKET, NULL, NULL));
	bar("100 101 99 100");
	tq_engine_equity(engine, &equity);
	IS_STR(text_of(equity.fees), "1.01", "1 + 0.1 % of 10 at two digits, X.9");
	IS_STR(text_of(equity.cash), "988.99", "cash pays the fill and the fee");
	give(make(TQ_SELL, "0.1", TQ_ORDER_LIMIT, "100.5", NULL));
	bar("100 101 99 100");
	tq_engine_equity(engine, &equity);
	IS_STR(text_of(equity.fees), "2.01", "a rebate of 0.001005 is rounded up to nothing");
}

int
main(void)
{
	test_golden();
	test_types();
	test_limits();
	test_brackets();
	test_sizes();
	test_waiting();
	test_orders();
	test_tif();
	test_trades();
	test_end();
	test_liquidation();
	test_liquidation_before_limits();
	test_fees();
	tq_engine_free(engine);
	return t_done();
}

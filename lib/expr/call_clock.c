/* SPDX-License-Identifier: ISC */
#include "expr/call.h"

#include "base/settings.h"

static const struct tq_operand bad = {.type = TQ_V_BAD};

/* Types whose records on() looks at: what a market says, not what an account does. */
static const enum tq_type market_types[] = {
	TQ_TYPE_TICK, TQ_TYPE_QUOTE, TQ_TYPE_BOOK, TQ_TYPE_FUNDING, TQ_TYPE_OPEN_INTEREST,
	TQ_TYPE_LONG_SHORT, TQ_TYPE_LIQUIDATION, TQ_TYPE_PRICE, TQ_TYPE_INSTRUMENT,
	TQ_TYPE_DIVIDEND, TQ_TYPE_SPLIT,
};

static const struct tq_clock *
clock_now(const struct tq_compiler *c)
{
	return &c->plan->clocks[c->plan->at];
}

bool
tq_market_type(struct tq_str name, enum tq_type *type)
{
	for (size_t i = 0; i < TQ_COUNT(market_types); i++) {
		*type = market_types[i];
		if (tq_str_is(name, tq_type_name(*type)))
			return true;
	}
	return false;
}

const char *
tq_market_type_near(struct tq_str name)
{
	const char *names[TQ_COUNT(market_types)];

	for (size_t i = 0; i < TQ_COUNT(market_types); i++)
		names[i] = tq_type_name(market_types[i]);
	return tq_nearest(name, names, TQ_COUNT(names));
}

/* Where other records can be looked at: not from within records that are looked at. */
static bool
may_look(struct tq_compiler *c, struct tq_place place)
{
	if (clock_now(c)->kind != TQ_CLOCK_RECORDS)
		return true;
	tq_fault(c->faults, place, "inside on(\"%s\", ...) there is nothing but its own records",
		 tq_type_name(clock_now(c)->type));
	return false;
}

static int
add_clock(struct tq_compiler *c, struct tq_place place, const struct tq_clock *of)
{
	struct tq_err err;
	int clock = tq_plan_clock(c->plan, of, &err);

	if (clock == TQ_PLAN_NONE)
		tq_fault(c->faults, place, "%s", err.text);
	return clock;
}

static int
add_records(struct tq_compiler *c, struct tq_place place, enum tq_type type)
{
	return !may_look(c, place) ? TQ_PLAN_NONE :
		add_clock(c, place, &(struct tq_clock){.kind = TQ_CLOCK_RECORDS, .parent = -1,
						       .type = type});
}

/* An expression as it is on another clock. */
static struct tq_operand
compile_at(struct tq_compiler *c, const struct tq_ast *ast, int clock)
{
	int now = c->plan->at;
	struct tq_operand value;

	c->plan->at = clock;
	value = tq_compile(c, ast);
	c->plan->at = now;
	if (value.type == TQ_V_BOOK) {
		tq_fault(c->faults, ast->place, "a book cannot be taken from elsewhere: take what "
			 "is made of it, on(\"book\", f(book))");
		return bad;
	}
	return value;
}

/* What came of it, at each record of the present clock. */
static struct tq_operand
sample(struct tq_compiler *c, struct tq_place place, int from, struct tq_operand value)
{
	int n = value.type == TQ_V_MANY ? value.ind->n_outputs : 1;
	struct tq_operand out;
	double x;

	if (value.type == TQ_V_BAD ||
	    (value.type != TQ_V_MANY && tq_plan_is_const(c->plan, value.reg, &x)))
		return value;
	out = tq_compile_placed(c, place, tq_plan_sample(c->plan, from, value.reg, n), value.type);
	out.ind = value.ind;
	return out;
}

static struct tq_operand
on_records(struct tq_compiler *c, struct tq_place place, enum tq_type type,
	   const struct tq_ast *expr)
{
	int clock;

	if (clock_now(c)->kind != TQ_CLOCK_LONGER && clock_now(c)->type == type)
		return tq_compile(c, expr);
	clock = add_records(c, place, type);
	return clock == TQ_PLAN_NONE ? bad : sample(c, place, clock, compile_at(c, expr, clock));
}

struct tq_operand
tq_compile_of_type(struct tq_compiler *c, const struct tq_ast *ast, enum tq_type type,
		   const struct tq_ast *expr)
{
	return on_records(c, ast->place, type, expr);
}

static bool
longer_than(struct tq_compiler *c, struct tq_place place, int clock)
{
	const struct tq_clock *of = &c->plan->clocks[clock];
	const struct tq_clock *parent = &c->plan->clocks[of->parent];
	struct tq_err err;

	if (parent->kind != TQ_CLOCK_LONGER || tq_grid_divides(&of->grid, parent->interval, &err))
		return true;
	tq_fault(c->faults, place, "%s", err.text);
	return false;
}

/* on("4h", x), on("funding", x): the text, the expression, perhaps a place. */
struct on {
	const struct tq_ast *text, *expr, *place;
	struct tq_place at;      /* of the first argument */
};

static struct tq_operand
on_interval(struct tq_compiler *c, const struct on *on, struct tq_interval interval)
{
	const struct tq_ast *place = on->place;
	struct tq_place at = on->at;
	int clock;

	if (!may_look(c, at))
		return bad;
	if (clock_now(c)->type != TQ_TYPE_BAR) {
		tq_fault(c->faults, at, "longer bars are made of bars, not of %s records",
			 tq_type_name(clock_now(c)->type));
		return bad;
	}
	clock = add_clock(c, place ? place->place : at, &(struct tq_clock){
		.kind = TQ_CLOCK_LONGER, .parent = c->plan->at, .interval = interval,
		.type = TQ_TYPE_BAR, .place = place ? place->name : tq_str(""),
	});
	if (clock == TQ_PLAN_NONE || !longer_than(c, at, clock))
		return bad;
	return compile_at(c, on->expr, clock);
}

static bool
read_on(struct tq_compiler *c, const struct tq_ast *ast, struct on *on)
{
	const struct tq_ast *part[3] = {NULL};
	const struct tq_ast_arg *arg = ast->args;
	int n = 0;

	for (; arg; arg = arg->next, n++) {
		const struct tq_ast *value = n == 1 ? arg->value : tq_compile_text(c, arg->value);

		if (arg->name.n) {
			tq_fault(c->faults, arg->place, "arguments of on have no names");
			return false;
		}
		if (!value) {
			tq_fault(c->faults, arg->place, "argument %d of on must be a text like %s",
				 n + 1, n == 0 ? "\"4h\" or \"funding\"" :
				 "\"us-equities\" or \"Asia/Kolkata\"");
			return false;
		}
		if (n < 3)
			part[n] = value;
	}
	if (n != 2 && n != 3)
		tq_fault(c->faults, ast->place, "on takes 2 or 3 arguments, not %d: on(\"4h\", x)",
			 n);
	*on = (struct on){part[0], part[1], part[2], ast->args ? ast->args->place : ast->place};
	return n == 2 || n == 3;
}

/* "4H" and "1D", which others write so, as we do. */
static bool
lower_interval(struct tq_str text, char lower[16])
{
	struct tq_interval interval;
	size_t n = text.n < 15 ? text.n : 15;

	for (size_t i = 0; i < n; i++)
		lower[i] = text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] + 32) :
			   text.p[i];
	lower[n] = '\0';
	return tq_interval_parse(tq_str(lower), &interval) && tq_interval_timed(interval);
}

/* A text that is neither an interval nor a type of record. */
static void
say_no_clock(struct tq_compiler *c, const struct tq_ast *text)
{
	const char *near = tq_market_type_near(text->name);
	char lower[16];

	if (lower_interval(text->name, lower))
		near = lower;
	tq_fault(c->faults, text->place, near ? "on: \"%.*s\" is no interval like \"4h\" and "
		 "no type of record (did you mean \"%s\"?)" : "on: \"%.*s\" is no interval like "
		 "\"4h\" and no type of record like \"funding\"%s", TQ_STR_ARG(text->name),
		 near ? near : "");
}

struct tq_operand
tq_call_on(struct tq_compiler *c, const struct tq_ast *ast)
{
	struct tq_interval interval;
	enum tq_type type;
	struct on on;

	if (!read_on(c, ast, &on))
		return bad;
	if (tq_interval_parse(on.text->name, &interval) && tq_interval_timed(interval))
		return on_interval(c, &on, interval);
	if (!tq_market_type(on.text->name, &type)) {
		say_no_clock(c, on.text);
		return bad;
	}
	if (!on.place)
		return on_records(c, ast->place, type, on.expr);
	tq_fault(c->faults, on.place->place, "records of a type have no calendar or zone");
	return bad;
}

struct tq_operand
tq_call_age(struct tq_compiler *c, const struct tq_ast *ast)
{
	const struct tq_ast *text;
	enum tq_type type;
	int clock;

	if (!tq_call_texts(c, ast, 1, 1, &text))
		return bad;
	if (!tq_market_type(text->name, &type)) {
		const char *near = tq_market_type_near(text->name);

		tq_fault(c->faults, text->place, "age: \"%.*s\" is no type of record%s%s%s",
			 TQ_STR_ARG(text->name), near ? " (did you mean \"" : "", near ? near : "",
			 near ? "\"?)" : " like \"funding\"");
		return bad;
	}
	clock = add_records(c, ast->place, type);
	return clock == TQ_PLAN_NONE ? bad :
		tq_compile_placed(c, ast->place, tq_plan_age(c->plan, clock), TQ_V_NUMBER);
}

/* The clock of the other series that is what the present one is of its own. */
static int
mirror(struct tq_compiler *c, struct tq_place place, int clock, int other)
{
	struct tq_clock like = c->plan->clocks[clock];

	if (like.kind != TQ_CLOCK_LONGER)
		return other;
	like.parent = mirror(c, place, like.parent, other);
	return like.parent == TQ_PLAN_NONE ? like.parent : add_clock(c, place, &like);
}

/* "ETH/USDT", "ETH/USDT@kraken", "@kraken" */
static bool
read_series(struct tq_compiler *c, const struct tq_ast *series, struct tq_clock *of)
{
	const struct tq_ast *ast = tq_compile_text(c, series->b);
	const char *at, *end;

	if (!ast) {
		tq_fault(c->faults, series->place, "'%.*s' is no text: a series is \"ETH/USDT\", "
			 "or a parameter like param other = \"ETH/USDT\"",
			 TQ_STR_ARG(series->b->name));
		return false;
	}
	at = memchr(ast->name.p, '@', ast->name.n);
	end = ast->name.p + ast->name.n;
	of->symbol = (struct tq_str){ast->name.p, at ? (size_t)(at - ast->name.p) : ast->name.n};
	of->venue = at ? (struct tq_str){at + 1, (size_t)(end - at - 1)} : tq_str("");
	if (ast->name.n > 0 && (!at || of->venue.n > 0) &&
	    !memchr(of->venue.p, '@', of->venue.n))
		return true;
	tq_fault(c->faults, ast->place, "\"%.*s\" is no series like \"ETH/USDT\", "
		 "\"ETH/USDT@kraken\" or \"@kraken\"", TQ_STR_ARG(ast->name));
	return false;
}

struct tq_operand
tq_compile_series(struct tq_compiler *c, const struct tq_ast *ast)
{
	struct tq_clock of = {.kind = TQ_CLOCK_OTHER, .parent = -1,
			      .type = c->plan->clocks[0].type};
	int other;

	if (!may_look(c, ast->place) || !read_series(c, ast, &of))
		return bad;
	if (clock_now(c)->root != 0) {
		tq_fault(c->faults, ast->place, "a series inside of another series: what is of "
			 "two goes outside, like a@\"X\" - b@\"Y\"");
		return bad;
	}
	other = add_clock(c, ast->place, &of);
	if (other != TQ_PLAN_NONE)
		other = mirror(c, ast->place, c->plan->at, other);
	if (other == TQ_PLAN_NONE)
		return bad;
	return sample(c, ast->place, other, compile_at(c, ast->a, other));
}

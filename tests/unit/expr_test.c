/* SPDX-License-Identifier: ISC */
/* What expressions mean: against plain C, against other spellings of the same. */
#include "t.h"

#include "expr/compile.h"
#include "expr/parse.h"
#include "expr/fire.h"
#include "record/field.h"

#include <math.h>
#include <stdlib.h>

enum { BARS = 120 };

static double O[BARS], H[BARS], L[BARS], C[BARS], V[BARS];

static void
fill(void)
{
	for (int i = 0; i < BARS; i++) {
		C[i] = 100 + 10 * sin(i / 7.0) + 3 * sin(i * 1.7);
		O[i] = i ? C[i - 1] : 100;
		H[i] = fmax(O[i], C[i]) + i % 3;
		L[i] = fmin(O[i], C[i]) - i % 4;
		V[i] = i % 5 ? 1000 + i : (double)NAN;   /* null on every fifth bar */
	}
}

static double
field_value(int field, int i)
{
	return field == TQ_F_open ? O[i] : field == TQ_F_high ? H[i] : field == TQ_F_low ? L[i] :
	       field == TQ_F_close ? C[i] : field == TQ_F_volume ? V[i] : (double)NAN;
}

/* All values of an expression on the series, and its lookback. */
static bool
eval(const char *text, double out[BARS], int64_t *lookback)
{
	struct tq_source source = {"t", tq_str(text)};
	struct tq_faults faults = {0};
	struct tq_arena arena = {0};
	struct tq_parser p;
	struct tq_compiler c = {.plan = tq_plan_new(), .faults = &faults};
	struct tq_operand value = {0};
	struct tq_ast *ast;

	tq_parser_start(&p, &source, 1, &arena, &faults);
	ast = tq_parse_expr(&p);
	if (ast)
		value = tq_compile(&c, ast);
	if (value.type == TQ_V_NUMBER || value.type == TQ_V_CONDITION) {
		struct tq_flow *flow;

		tq_plan_want(c.plan, value.reg);
		tq_plan_finish(c.plan);
		*lookback = tq_plan_lookback(c.plan, value.reg);
		flow = tq_flow_new(c.plan, 0, (struct tq_interval){1, 'h', 0}, NULL);
		for (int i = 0; i < BARS; i++) {
			double given[16];

			for (size_t k = 0; k < c.plan->clocks[0].n_fields; k++)
				given[k] = field_value(c.plan->clocks[0].fields[k].field, i);
			tq_flow_step(flow, i * TQ_HOUR, (i + 1) * TQ_HOUR, given);
			out[i] = tq_flow_value(flow, value.reg);
		}
		tq_flow_free(flow);
	} else {
		printf("# %s\n", tq_buf_text(&faults.text));
	}
	tq_plan_free(c.plan);
	tq_compiler_fini(&c);
	tq_arena_fini(&arena);
	tq_faults_fini(&faults);
	return value.type != TQ_V_BAD;
}

static double
mean(const double *x, int i, int n)
{
	double sum = 0;

	if (i < n - 1)
		return NAN;
	for (int k = 0; k < n; k++)
		sum += x[i - k];
	return sum / n;
}

static double truth(bool is, double a, double b) { return isnan(a + b) ? (double)NAN : is; }
static double v_more(int i) { return truth(V[i] > 1050, V[i], 0); }
static double c_up(int i) { return i < 1 ? (double)NAN : C[i] > C[i - 1]; }

static double e_arith(int i) { return (H[i] + L[i]) / 2 - C[i] * 0.5 + fmod(C[i], 3); }
static double e_neg(int i) { return -C[i] - -2; }
static double e_if(int i) { return C[i] > O[i] ? H[i] : L[i]; }
static double e_null(int i) { return V[i] * 0; }
static double e_and(int i) { return isnan(V[i]) ? (double)NAN : V[i] > 1050 && C[i] > 100; }
static double e_or(int i) { return isnan(V[i]) ? (double)NAN : V[i] > 1050 || C[i] > 100; }
static double e_not(int i) { return isnan(V[i]) ? (double)NAN : !(V[i] > 1050); }
static double e_lag(int i) { return i < 3 ? (double)NAN : C[i] - C[i - 3]; }
static double e_sma(int i) { return mean(C, i, 5); }
static double e_past(int i) { return i < 2 ? (double)NAN : mean(C, i - 2, 5); }
static double e_zero(int i) { (void)i; return NAN; }
static double e_sqrt(int i) { return C[i] >= 100 ? sqrt(C[i] - 100) : (double)NAN; }
static double e_log(int i) { return log(fmin(fmin(C[i], O[i]), 101) / 7); }
static double e_big(int i) { return i % 5 ? 1000 + i + 1e-3 : (double)NAN; }
static double e_true(int i) { (void)i; return 1; }

static const struct {
	const char *text;
	double (*want)(int i);
	int lookback;
} cases[] = {
	{"(high + low) / 2 - close * 5e-1 + close % 3", e_arith, 0},
	{"-close - -2", e_neg, 0},
	{"if(close > open, high, low)", e_if, 0},
	{"volume * 0", e_null, 0},
	{"volume + 1e-3", e_big, 0},
	{"volume > 1050", v_more, 0},
	{"volume > 1050 and close > 100", e_and, 0},
	{"volume > 1050 or close > 100", e_or, 0},
	{"not volume > 1050", e_not, 0},
	{"close - close[3]", e_lag, 3},
	{"mom(close, 3)", e_lag, 3},
	{"close - lag(close, n = 3)", e_lag, 3},
	{"sma(close, 5)", e_sma, 4},
	{"sma(n = 2 + 3, x = close)", e_sma, 4},
	{"sma(close, 5)[2]", e_past, 6},
	{"lag(sma(close, 5), 2)", e_past, 6},
	{"rising(close, 1)", c_up, 1},
	{"close > close[1]", c_up, 1},
	{"(close > close[1]) [0]", c_up, 1},
	{"close / (open - open)", e_zero, 0},
	{"1e308 * close", e_zero, 0},
	{"nosuchfield + 1", e_zero, 0},
	{"bar.opne", e_zero, 0},
	{"sqrt(close - 100)", e_sqrt, 0},
	{"log(min(close, open, 101) / abs(-7))", e_log, 0},
	{"true", e_true, 0},
	{"atr() == atr(14) and atr(high, low, close, 14) == atr(n = 14) or true", NULL, 14},
	{"macd(close).hist", NULL, 33},
	{"ema(ema(close, 10), 10)", NULL, 18},
	{"highest(high, 20)[1]", NULL, 20},
	{"crosses_above(sma(close, 5), sma(close, 20))", NULL, 20},
	{"bbands(close, 20, up = 2.5).upper", NULL, 19},
	{"rsi(close)", NULL, 14},
};

static void
test_values(void)
{
	static double got[BARS];

	for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
		int64_t lookback = -1;
		int fault = -1;

		OK(eval(cases[n].text, got, &lookback), "%s", cases[n].text);
		IS_INT(lookback, cases[n].lookback, "F2.25 its lookback");
		for (int i = 0; i < BARS && fault < 0; i++) {
			double want = cases[n].want ? cases[n].want(i) : (double)NAN;

			if (!cases[n].want && isnan(got[i]) != (i < lookback))
				fault = i;
			if (cases[n].want && (isnan(want) != isnan(got[i]) ||
			    fabs(got[i] - want) > 1e-11 * fabs(want)))
				fault = i;
		}
		IS_INT(fault, -1, "X.10 and its value on every bar");
	}
}

/* Two spellings of one thing are one operation of the plan. */
static const struct {
	const char *a, *b;
} same[] = {
	{"1 + 2 * 3 == 7", "(1 + (2 * 3)) == 7"},
	{"close - open - 1 > 0", "((close - open) - 1) > 0"},
	{"close / open / 2 > 0", "((close / open) / 2) > 0"},
	{"close / open * 2 > 0", "((close / open) * 2) > 0"},
	{"close % 7 * 2 > 0", "((close % 7) * 2) > 0"},
	{"-close[1] > 0", "(-(close[1])) > 0"},
	{"- -close > 0", "(-(-close)) > 0"},
	{"2 * -close > 0", "(2 * (-close)) > 0"},
	{"not close > 1 and open > 2", "(not (close > 1)) and (open > 2)"},
	{"not not close > 1", "not (not (close > 1))"},
	{"close > 1 or open > 2 and low > 3", "(close > 1) or ((open > 2) and (low > 3))"},
	{"close > 1 and open > 2 or low > 3", "((close > 1) and (open > 2)) or (low > 3)"},
	{"close + 1 > open * 2", "(close + 1) > (open * 2)"},
	{"close >= 1 or close != 2", "(close >= 1) or (close != 2)"},
	{"close > 1 or not open > 2 and low > 3", "(close > 1) or ((not (open > 2)) and (low > 3))"},
	{"sma(close, 2)[1] > 0", "lag(sma(close, 2), 1) > 0"},
	{"close > 1\n  and open > 2", "close > 1 and\n open > 2"},
	{"close > 1 # why\n or open > 2", "close > 1 or open > 2"},
	{"sma(close,\n 20) > 0", "sma(close, 20) > 0"},
	{"close > 60 * 60 / 2", "close > 1800"},
	{"sma(close, 30) > 0", "sma(close) > 0"},
	{"macd(close, 12, 26, 9).hist > 0", "macd(close, signal = 9).hist > 0"},
	{"min(close, open, low) > 0", "min(min(close, open), low) > 0"},
	{"bar.close > 0", "close > 0"},
	{"close > 0.5e1 - 0.0", "close > 5"},
};

static void
test_same(void)
{
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		struct tq_strategy *s = tq_strategy_new();
		struct tq_faults faults = {0};
		struct tq_program *program;

		tq_strategy_add_rule(s, TQ_RULE_LONG, "a", tq_str(same[i].a), &faults);
		tq_strategy_add_rule(s, TQ_RULE_SHORT, "b", tq_str(same[i].b), &faults);
		program = tq_strategy_compile(s, &faults);
		if (faults.n)
			printf("# %s\n", tq_buf_text(&faults.text));
		OK(program && program->rules[0].reg == program->rules[1].reg, "%s", same[i].a);
		tq_program_free(program);
		tq_faults_fini(&faults);
		tq_strategy_free(s);
	}
}

static struct tq_program *
program_of(struct tq_strategy *s, const char *text)
{
	struct tq_faults faults = {0};
	struct tq_program *program;

	tq_strategy_add_file(s, "t", tq_str(text), &faults);
	program = tq_strategy_compile(s, &faults);
	OK(program, "%s", faults.n ? tq_buf_text(&faults.text) : "it compiles");
	tq_faults_fini(&faults);
	return program;
}

static void
test_plan(void)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_program *program = program_of(s,
		"let unused = rsi(volume, 99)\n"
		"let m = macd(close)\n"
		"long when m.macd > m.signal and sma(close, 5) > 0\n"
		"short when macd(close, 12).macd < m.signal and sma(close, 2 + 3) > 0\n");
	size_t indicators = 0;

	for (size_t i = 0; program && i < program->plan->n; i++)
		indicators += program->plan->ops[i].wanted && program->plan->ops[i].ind;
	IS_INT(indicators, 2, "equal parts are computed once, unused ones never");
	IS_INT(program->plan->clocks[0].n_fields, 1, "only fields that are needed are read");
	IS_INT(program->lookback, 33, "F2.25 the lookback is that of what is used");
	tq_program_free(program);
	tq_strategy_free(s);
}

/* Which rule fires: the first that turns true, in the order of the text. */
static void
test_rules(void)
{
	static const double close[] = {1, 5, 6, 2, 9, NAN, 9, 1, 1};
	struct tq_strategy *s = tq_strategy_new();
	struct tq_program *program = program_of(s,
		"long when close > 5 # holds on 6 9 9\n"
		"long when close > 4 and close < 6\n"
		"flat when close == 1 and close[1] < 9.5\n");
	struct tq_fire *turns = tq_fire_new(program, false, 0);
	struct tq_fire *holds = tq_fire_new(program, true, 0);
	const struct tq_interval day = {1, 'd', 0};
	struct tq_flow *flow[2] = {tq_flow_new(program->plan, 0, day, NULL),
				   tq_flow_new(program->plan, 0, day, NULL)};
	char got[10] = "", got_all[10] = "";

	for (int i = 0; i < 9; i++) {
		for (size_t series = 0; series < 2; series++) {
			struct tq_moment m = {.series = series, .flow = flow[series]};
			struct tq_fired one[2], all[2];
			size_t n, n_all;

			tq_flow_step(flow[series], i, i + 1, &close[series ? 8 - i : i]);
			n = tq_fire_moment(turns, &m, one);
			n_all = tq_fire_moment(holds, &m, all);
			if (series)
				continue;
			got[i] = n == 0 ? '-' : one[0].side == TQ_RULE_LONG ? 'L' : 'F';
			got_all[i] = n_all == 0 ? '-' : all[0].side == TQ_RULE_LONG ? 'L' : 'F';
		}
	}
	IS_STR(got, "-LL-L-LF-", "F2.10 a rule fires when it turns true; null is not true");
	IS_STR(got_all, "-LL-L-LFF", "with every_bar it fires whenever it holds");
	tq_flow_free(flow[0]);
	tq_flow_free(flow[1]);
	tq_fire_free(turns);
	tq_fire_free(holds);
	tq_program_free(program);
	tq_strategy_free(s);
}

int
main(void)
{
	fill();
	test_values();
	test_same();
	test_plan();
	test_rules();
	return t_done();
}

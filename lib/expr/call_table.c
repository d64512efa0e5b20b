/* SPDX-License-Identifier: ISC */
#include "expr/call.h"

#include "base/mem.h"
#include "base/settings.h"
#include "indicator/describe.h"

#include <stdlib.h>

static const struct tq_function functions[] = {
	{"abs", TQ_OP_ABS, 1, NULL, "abs(x)", "x without its sign"},
	{"sqrt", TQ_OP_SQRT, 1, NULL, "sqrt(x)", "square root; null below 0"},
	{"log", TQ_OP_LOG, 1, NULL, "log(x)", "natural logarithm; null at and below 0"},
	{"exp", TQ_OP_EXP, 1, NULL, "exp(x)", "e to the power of x"},
	{"pow", TQ_OP_POW, 2, NULL, "pow(x, y)", "x to the power of y"},
	{"floor", TQ_OP_FLOOR, 1, NULL, "floor(x)", "the next whole number not above x"},
	{"ceil", TQ_OP_CEIL, 1, NULL, "ceil(x)", "the next whole number not below x"},
	{"round", TQ_OP_ROUND, 1, NULL, "round(x)",
	 "the nearest whole number, halves away from 0"},
	{"sign", TQ_OP_SIGN, 1, NULL, "sign(x)", "1, 0 or -1"},
	{"clamp", TQ_OP_CLAMP, 3, NULL, "clamp(x, low, high)",
	 "x, or the bound that it is beyond; null when low is over high"},
	{"between", TQ_OP_BETWEEN, 3, NULL, "between(x, a, b)", "a <= x and x <= b"},
	{"min", TQ_OP_MIN, 2, NULL, "min(x, y, ...)",
	 "the smallest; min(x, n = 30): of the last 30 bars"},
	{"max", TQ_OP_MAX, 2, NULL, "max(x, y, ...)",
	 "the largest; max(x, n = 30): of the last 30 bars"},
	{"if", TQ_OP_IF, 3, NULL, "if(condition, x, y)", "x where the condition is true, else y"},
	{"nz", TQ_OP_NZ, 2, NULL, "nz(x, y)", "x, or y where x is null"},
	{"is_null", TQ_OP_IS_NULL, 1, NULL, "is_null(x)", "true where x is null"},
	{"on", TQ_OP_SAMPLE, 0, tq_call_on, "on(\"4h\", x)",
	 "x on bars of 4 hours made of these; on(\"1d\", x, \"us-equities\"), "
	 "on(\"1d\", x, \"Asia/Kolkata\"): by a calendar, a zone; on(\"funding\", x): on the "
	 "records of that type"},
	{"age", TQ_OP_AGE, 0, tq_call_age, "age(\"funding\")",
	 "seconds since the last record of that type"},
	{"hour", TQ_OP_WHEN, 0, tq_call_when, "hour(zone)", "hour of the bar's open"},
	{"minute", TQ_OP_WHEN, 0, tq_call_when, "minute(zone)", "minute of the bar's open"},
	{"weekday", TQ_OP_WHEN, 0, tq_call_when, "weekday(zone)", "1 Monday .. 7 Sunday"},
	{"day", TQ_OP_WHEN, 0, tq_call_when, "day(zone)", "day of the month"},
	{"month", TQ_OP_WHEN, 0, tq_call_when, "month(zone)", "1 .. 12"},
	{"year", TQ_OP_WHEN, 0, tq_call_when, "year(zone)", "2024"},
	{"days_left", TQ_OP_WHEN, 0, tq_call_when, "days_left(zone)",
	 "days that follow in the month"},
	{"session", TQ_OP_WHEN, 0, tq_call_when, "session(\"09:15\", \"15:30\", zone)",
	 "the bar opens at or after the first and closes at or before the second"},
	{"open_hours", TQ_OP_WHEN, 0, tq_call_when, "open_hours(\"us-equities\")",
	 "the bar lies in a session of the calendar"},
	{"minutes_left", TQ_OP_WHEN, 0, tq_call_when, "minutes_left(\"us-equities\")",
	 "minutes from the bar's close to its session's; null for a bar that opens outside of one"},
	{"new_day", TQ_OP_WHEN, 0, tq_call_when, "new_day(zone)", "the first bar of a day"},
	{"new_week", TQ_OP_WHEN, 0, tq_call_when, "new_week(zone)", "the first bar of a week"},
	{"new_month", TQ_OP_WHEN, 0, tq_call_when, "new_month(zone)", "the first bar of a month"},
};

const struct tq_function *
tq_function_find(struct tq_str name)
{
	for (size_t i = 0; i < TQ_COUNT(functions); i++) {
		if (tq_str_is(name, functions[i].name))
			return &functions[i];
	}
	return NULL;
}

bool
tq_call_known(struct tq_str name)
{
	return tq_function_find(name) || tq_ind_find(name);
}

static void
list_row(const struct tq_ind *ind, struct tq_buf *out)
{
	tq_ind_signature(ind, out);
	for (int k = 0; k < ind->n_outputs && ind->n_outputs > 1; k++)
		tq_buf_printf(out, "%s.%s", k ? ", " : " ", ind->outputs[k]);
	tq_buf_printf(out, "\n\t%s [%s]\n\t%s\n", ind->meaning, ind->source,
		      tq_ind_recovery_words(ind->recovery));
}

void
tq_call_list(struct tq_buf *out)
{
	size_t n;
	const struct tq_ind_family *const *families = tq_ind_families(&n);

	for (size_t i = 0; i < TQ_COUNT(functions); i++)
		tq_buf_printf(out, "%s\n\t%s\n", functions[i].call, functions[i].meaning);
	for (size_t f = 0; f < n; f++) {
		for (size_t i = 0; i < families[f]->n; i++)
			list_row(&families[f]->rows[i], out);
	}
}

void
tq_call_list_own(struct tq_buf *out)
{
	tq_buf_puts(out, TQ_CALL_FAMILY "\n");
	for (size_t i = 0; i < TQ_COUNT(functions); i++)
		tq_buf_printf(out, "  %-20s %s\n", functions[i].name, functions[i].meaning);
}

bool
tq_call_describe(struct tq_str name, struct tq_buf *out)
{
	const struct tq_function *f = tq_function_find(name);
	const struct tq_ind *ind = tq_ind_find(name);

	if (f)
		tq_buf_printf(out, "%s\n%s\n", f->call, f->meaning);
	else if (ind)
		tq_ind_describe(ind, out);
	return f || ind;
}

const char *
tq_call_nearest(struct tq_str name)
{
	size_t n = 0, n_families, most = TQ_COUNT(functions);
	const struct tq_ind_family *const *families = tq_ind_families(&n_families);
	const char **names, *near;

	for (size_t f = 0; f < n_families; f++)
		most += families[f]->n * (1 + TQ_IND_ALIASES);
	names = tq_alloc(most, sizeof *names);
	for (size_t i = 0; i < TQ_COUNT(functions); i++)
		names[n++] = functions[i].name;
	for (size_t f = 0; f < n_families; f++) {
		for (size_t i = 0; i < families[f]->n; i++)
			names[n++] = families[f]->rows[i].name;
	}
	for (size_t f = 0; f < n_families; f++) {
		for (size_t i = 0; i < families[f]->n * TQ_IND_ALIASES; i++) {
			names[n] = families[f]->rows[i / TQ_IND_ALIASES]
					   .aliases[i % TQ_IND_ALIASES];
			n += names[n] != NULL;
		}
	}
	near = tq_nearest(name, names, n);
	free(names);
	return near;
}

/* A value that is called. */
static bool
is_value(struct tq_compiler *c, const struct tq_ast *ast)
{
	const char *const *whens;
	size_t n = tq_when_names(&whens);
	bool when = false;

	for (size_t i = 0; i < n; i++)
		when |= tq_str_is(ast->name, whens[i]);
	if (when)
		tq_fault(c->faults, ast->place, "'%.*s' is no function: it stands without brackets",
			 TQ_STR_ARG(ast->name));
	else if (tq_compile_in_scope(c, ast->name) ||
		 tq_compile_own_field(c->plan->clocks[c->plan->at].type, ast->name))
		tq_fault(c->faults, ast->place, "'%.*s' is no function: %.*s[1] is what it was one "
			 "record before", TQ_STR_ARG(ast->name), TQ_STR_ARG(ast->name));
	else
		return false;
	return true;
}

void
tq_call_unknown(struct tq_compiler *c, const struct tq_ast *ast)
{
	const char *near;

	if (is_value(c, ast))
		return;
	near = tq_call_nearest(ast->name);
	tq_fault(c->faults, ast->place, near ? "unknown function '%.*s' (did you mean %s?)" :
		 "unknown function '%.*s'%s", TQ_STR_ARG(ast->name), near ? near : "");
}

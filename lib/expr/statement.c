/* SPDX-License-Identifier: ISC */
#include "expr/statement.h"

#include "base/mem.h"
#include "base/option.h"
#include "base/settings.h"
#include "expr/words.h"

static const char *const side_names[] = {"long", "short", "flat"};

const char *
tq_rule_side_name(enum tq_rule_side side)
{
	return side_names[side];
}

void
tq_statement_add(struct tq_strategy *s, const struct tq_statement *statement)
{
	if (s->n_statements == s->cap_statements) {
		s->cap_statements = s->cap_statements ? 2 * s->cap_statements : 16;
		s->statements = tq_realloc(s->statements, s->cap_statements,
					   sizeof s->statements[0]);
	}
	s->statements[s->n_statements++] = *statement;
}

bool
tq_param_fits(const struct tq_strategy_param *param, struct tq_place place, double x,
	      struct tq_faults *faults)
{
	if (param->whole && floor(x) != x) {
		tq_fault(faults, place, "parameter '%.*s' takes whole numbers, not %.10g",
			 TQ_STR_ARG(param->name), x);
		return false;
	}
	if (!(x >= param->low && x <= param->high)) {
		tq_fault(faults, place, "parameter '%.*s' is %.10g, not in %.10g..%.10g",
			 TQ_STR_ARG(param->name), x, param->low, param->high);
		return false;
	}
	return true;
}

static bool
want_word(struct tq_parser *p, const char *word)
{
	char wanted[32] = "'";

	if (tq_parser_at_word(p, word)) {
		tq_parser_next(p);
		return true;
	}
	strncat(wanted, word, 20);
	strncat(wanted, "'", 2);
	tq_parser_expected(p, wanted);
	return false;
}

static bool
want_token(struct tq_parser *p, enum tq_token_kind kind, const char *words)
{
	if (p->token.kind != kind)
		return tq_parser_expected(p, words) != NULL;
	tq_parser_next(p);
	return true;
}

/* A number with its sign; one with a fraction or an exponent makes *whole false. */
static bool
read_value(struct tq_parser *p, double *x, bool *whole)
{
	double sign = 1;

	if (p->token.kind == TQ_T_MINUS) {
		sign = -1;
		tq_parser_next(p);
	}
	if (p->token.kind != TQ_T_NUMBER)
		return tq_parser_expected(p, "a number") != NULL;
	*x = sign * p->token.number;
	for (size_t i = 0; i < p->token.text.n; i++)
		*whole &= p->token.text.p[i] >= '0' && p->token.text.p[i] <= '9';
	tq_parser_next(p);
	return true;
}

static bool
read_name(struct tq_parser *p, struct tq_str *name)
{
	if (p->token.kind != TQ_T_NAME)
		return tq_parser_expected(p, "a name") != NULL;
	if (tq_word_is_statement(p->token.text) || tq_parser_at_word(p, "and") ||
	    tq_parser_at_word(p, "or") || tq_parser_at_word(p, "not") ||
	    tq_parser_at_word(p, "true") || tq_parser_at_word(p, "false")) {
		tq_fault(p->faults, p->token.place, "'%.*s' is a word of the language",
			 TQ_STR_ARG(p->token.text));
		return false;
	}
	*name = p->token.text;
	tq_parser_next(p);
	return want_token(p, TQ_T_ASSIGN, "'='");
}

static bool
check_bounds(struct tq_parser *p, const struct tq_strategy_param *param)
{
	if (param->low > param->high) {
		tq_fault(p->faults, param->place, "parameter '%.*s' has no values: %.10g..%.10g",
			 TQ_STR_ARG(param->name), param->low, param->high);
		return false;
	}
	if (param->step < 0) {
		tq_fault(p->faults, param->place, "the step of '%.*s' is negative",
			 TQ_STR_ARG(param->name));
		return false;
	}
	return tq_param_fits(param, param->place, param->preset, p->faults);
}

static bool
read_param(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_strategy_param param = {.whole = true};

	tq_parser_next(p);
	param.place = p->token.place;
	if (!read_name(p, &param.name) || !read_value(p, &param.preset, &param.whole) ||
	    !want_word(p, "in") || !read_value(p, &param.low, &param.whole) ||
	    !want_token(p, TQ_T_DOTS, "'..'") || !read_value(p, &param.high, &param.whole))
		return false;
	if (tq_parser_at_word(p, "step")) {
		tq_parser_next(p);
		if (!read_value(p, &param.step, &param.whole))
			return false;
	}
	if (!check_bounds(p, &param))
		return false;
	param.value = param.preset;
	if (s->n_params == s->cap_params) {
		s->cap_params = s->cap_params ? 2 * s->cap_params : 8;
		s->params = tq_realloc(s->params, s->cap_params, sizeof s->params[0]);
	}
	s->params[s->n_params++] = param;
	return true;
}

static bool
read_description(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_place place = p->token.place;

	tq_parser_next(p);
	if (p->token.kind != TQ_T_STRING)
		return tq_parser_expected(p, "a text in '\"'") != NULL;
	if (s->description.p) {
		tq_fault(p->faults, place, "a second description");
		return false;
	}
	s->description = p->token.text;
	tq_parser_next(p);
	return true;
}

static bool
read_let(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_statement let = {.kind = TQ_S_LET};

	tq_parser_next(p);
	let.place = p->token.place;
	if (!read_name(p, &let.name))
		return false;
	let.expr = tq_parse_expr(p);
	tq_statement_add(s, &let);       /* even a faulty one is a name that is known */
	return let.expr != NULL;
}

/* "require EXPR" and "SIDE when EXPR". */
static bool
read_condition(struct tq_strategy *s, struct tq_parser *p, struct tq_statement *condition)
{
	condition->place = p->token.place;
	tq_parser_next(p);
	if (condition->kind == TQ_S_RULE && !want_word(p, "when"))
		return false;
	condition->expr = tq_parse_expr(p);
	tq_statement_add(s, condition);
	return condition->expr != NULL;
}

static bool
read_unknown(struct tq_parser *p)
{
	static const char *const words[] = {"description", "param", "require", "let", "long when",
					    "short when", "flat when", "long", "short", "flat"};
	const char *near;

	if (p->token.kind != TQ_T_NAME) {
		tq_parser_expected(p, "a statement");
		return false;
	}
	near = tq_nearest(p->token.text, words, TQ_COUNT(words));
	if (near)
		tq_fault(p->faults, p->token.place, "unknown statement '%.*s' (did you mean %s?)",
			 TQ_STR_ARG(p->token.text), near);
	else
		tq_fault(p->faults, p->token.place, "unknown statement '%.*s'",
			 TQ_STR_ARG(p->token.text));
	return false;
}

static bool
read_statement(struct tq_strategy *s, struct tq_parser *p)
{
	if (tq_parser_at_word(p, "description"))
		return read_description(s, p);
	if (tq_parser_at_word(p, "param"))
		return read_param(s, p);
	if (tq_parser_at_word(p, "let"))
		return read_let(s, p);
	if (tq_parser_at_word(p, "require"))
		return read_condition(s, p, &(struct tq_statement){.kind = TQ_S_REQUIRE});
	for (size_t i = 0; i < TQ_COUNT(side_names); i++) {
		if (tq_parser_at_word(p, side_names[i]))
			return read_condition(s, p, &(struct tq_statement){
				.kind = TQ_S_RULE, .side = (enum tq_rule_side)i});
	}
	return read_unknown(p);
}

void
tq_statements_read(struct tq_strategy *s, const struct tq_source *source,
		   struct tq_faults *faults)
{
	struct tq_parser p;
	size_t before = faults->n;

	tq_parser_start(&p, source, 0, &s->arena, faults);
	while (p.token.kind != TQ_T_END) {
		if (p.token.kind == TQ_T_NEWLINE)
			tq_parser_next(&p);
		else if (!read_statement(s, &p))
			tq_parser_skip_line(&p);
		else if (p.token.kind != TQ_T_NEWLINE && p.token.kind != TQ_T_END) {
			tq_parser_expected(&p, "the end of the line");
			tq_parser_skip_line(&p);
		}
	}
	s->faulty |= faults->n > before;
}

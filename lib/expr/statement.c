/* SPDX-License-Identifier: ISC */
#include "expr/statement.h"

#include "base/mem.h"
#include "expr/words.h"

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
tq_read_word(struct tq_parser *p, const char *word)
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

bool
tq_read_token(struct tq_parser *p, enum tq_token_kind kind, const char *words)
{
	if (p->token.kind != kind)
		return tq_parser_expected(p, words) != NULL;
	tq_parser_next(p);
	return true;
}

bool
tq_read_text(struct tq_parser *p, struct tq_str *text)
{
	if (p->token.kind != TQ_T_STRING)
		return tq_parser_expected(p, "a text in '\"'") != NULL;
	*text = p->token.text;
	tq_parser_next(p);
	return true;
}

bool
tq_read_text_or_name(struct tq_parser *p, struct tq_text_source *text)
{
	*text = (struct tq_text_source){.place = p->token.place, .text = p->token.text,
					.is_name = p->token.kind == TQ_T_NAME};
	if (p->token.kind != TQ_T_STRING && p->token.kind != TQ_T_NAME)
		return tq_parser_expected(p, "a text in '\"'") != NULL;
	tq_parser_next(p);
	return true;
}

bool
tq_read_more(struct tq_parser *p)
{
	if (p->token.kind != TQ_T_COMMA)
		return false;
	p->nest++;
	tq_parser_next(p);
	p->nest--;
	return true;
}

bool
tq_read_value(struct tq_parser *p, double *x, bool *whole)
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

bool
tq_read_name(struct tq_parser *p, struct tq_str *name)
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
	return true;
}

/* "description" and "source" */
static bool
read_once(struct tq_parser *p, struct tq_str *text)
{
	struct tq_token word = p->token;

	tq_parser_next(p);
	if (p->token.kind == TQ_T_STRING && text->p) {
		tq_fault(p->faults, word.place, "a second %.*s", TQ_STR_ARG(word.text));
		return false;
	}
	return tq_read_text(p, text);
}

/* "let NAME = EXPR" and "emit NAME = EXPR" */
static bool
read_let(struct tq_strategy *s, struct tq_parser *p, enum tq_statement_kind kind)
{
	struct tq_statement let = {.kind = kind};

	tq_parser_next(p);
	let.place = p->token.place;
	if (!tq_read_name(p, &let.name) || !tq_read_token(p, TQ_T_ASSIGN, "'='"))
		return false;
	let.expr = tq_parse_expr(p);
	tq_statement_add(s, &let);       /* even a faulty one is a name that is known */
	return let.expr != NULL;
}

/* "WORD EXPR" */
static bool
read_expression(struct tq_strategy *s, struct tq_parser *p, enum tq_statement_kind kind)
{
	struct tq_statement one = {.kind = kind, .place = p->token.place};

	tq_parser_next(p);
	one.expr = tq_parse_expr(p);
	tq_statement_add(s, &one);
	return one.expr != NULL;
}

static bool
read_rule(struct tq_strategy *s, struct tq_parser *p, enum tq_rule_side side)
{
	struct tq_statement rule = {.kind = TQ_S_RULE, .side = side, .place = p->token.place};

	tq_parser_next(p);
	if (!tq_read_word(p, "when"))
		return false;
	rule.expr = tq_parse_expr(p);
	if (rule.expr && !tq_read_attrs(p, &rule))
		rule.expr = NULL;
	tq_statement_add(s, &rule);
	return rule.expr != NULL;
}

/* "each quote": which records the strategy judges. */
static bool
read_each(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_place place = p->token.place;
	enum tq_type type;

	tq_parser_next(p);
	if (p->token.kind != TQ_T_NAME)
		return tq_parser_expected(p, "a type of record (bar, tick, quote, ...)") != NULL;
	type = tq_type_of(p->token.text);
	if (type > TQ_TYPE_PRICE) {
		tq_fault(p->faults, p->token.place, "a strategy cannot judge '%.*s': bar, tick, "
			 "quote, book, funding, open_interest, long_short, liquidation or price",
			 TQ_STR_ARG(p->token.text));
		return false;
	}
	if (s->each != TQ_TYPE_OTHER) {
		tq_fault(p->faults, place, "a second 'each'");
		return false;
	}
	s->each = type;
	tq_parser_next(p);
	return true;
}

/* Words of other languages for what is said here so. */
static const char *
other_word(struct tq_str word)
{
	static const char *const words[][2] = {
		{"buy", "long when"}, {"sell", "short when"}, {"exit", "flat when"},
		{"close", "flat when"}, {"if", "long when"}, {"input", "param"}, {"var", "let"},
		{"plot", "emit"}, {"stop_loss", "stop"},
		{"sl", "stop"}, {"take_profit", "take"}, {"tp", "take"},
		{"trailing_stop", "trail"}, {"quantity", "qty"},
	};

	for (size_t i = 0; i < TQ_COUNT(words); i++) {
		if (tq_str_is(word, words[i][0]))
			return words[i][1];
	}
	return tq_word_near(word);
}

static bool
read_unknown(struct tq_parser *p)
{
	const char *near;

	if (p->token.kind != TQ_T_NAME) {
		tq_parser_expected(p, "a statement");
		return false;
	}
	near = other_word(p->token.text);
	if (tq_word_attr(p->token.text) != TQ_ATTRS)
		tq_fault(p->faults, p->token.place, "'%.*s' has to stand behind a rule",
			 TQ_STR_ARG(p->token.text));
	else if (near)
		tq_fault(p->faults, p->token.place, "unknown statement '%.*s' (did you mean %s?)",
			 TQ_STR_ARG(p->token.text), near);
	else
		tq_fault(p->faults, p->token.place, "unknown statement '%.*s'",
			 TQ_STR_ARG(p->token.text));
	return false;
}

/* Statements that are one name and an expression, or one expression. */
static const struct {
	const char *word;
	enum tq_statement_kind kind;
	bool named;
} expressions[] = {
	{"let", TQ_S_LET, true}, {"emit", TQ_S_EMIT, true}, {"require", TQ_S_REQUIRE, false},
	{"filter", TQ_S_FILTER, false}, {"quality", TQ_S_QUALITY, false},
	{"confirm", TQ_S_CONFIRM, false}, {"neutral", TQ_S_NEUTRAL, false},
};

static const struct {
	const char *word;
	bool (*read)(struct tq_strategy *s, struct tq_parser *p);
} others[] = {
	{"param", tq_read_param}, {"preset", tq_read_preset}, {"each", read_each},
	{"component", tq_read_component}, {"timeframes", tq_read_timeframes},
	{"universe", tq_read_universe}, {"rank", tq_read_rank},
};

static bool
read_statement(struct tq_strategy *s, struct tq_parser *p)
{
	for (int side = TQ_RULE_LONG; side <= TQ_RULE_FLAT; side++) {
		if (tq_parser_at_word(p, tq_rule_side_name((enum tq_rule_side)side)))
			return read_rule(s, p, (enum tq_rule_side)side);
	}
	for (size_t i = 0; i < TQ_COUNT(expressions); i++) {
		if (tq_parser_at_word(p, expressions[i].word))
			return expressions[i].named ? read_let(s, p, expressions[i].kind) :
						      read_expression(s, p, expressions[i].kind);
	}
	for (size_t i = 0; i < TQ_COUNT(others); i++) {
		if (tq_parser_at_word(p, others[i].word))
			return others[i].read(s, p);
	}
	if (tq_parser_at_word(p, "description"))
		return read_once(p, &s->description);
	if (tq_parser_at_word(p, "source"))
		return read_once(p, &s->origin);
	return read_unknown(p);
}

/* What stands behind a whole statement: perhaps an attribute, misspelt. */
static void
say_rest(struct tq_parser *p)
{
	const char *near = p->token.kind == TQ_T_NAME ? other_word(p->token.text) : NULL;

	if (near && !tq_str_is(p->token.text, near) && !tq_parser_at_word(p, "step"))
		tq_fault(p->faults, p->token.place, "expected the end of the line, found '%.*s' "
			 "(did you mean %s?)", TQ_STR_ARG(p->token.text), near);
	else
		tq_parser_expected(p, "the end of the line");
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
			say_rest(&p);
			tq_parser_skip_line(&p);
		}
	}
	s->faulty |= faults->n > before;
}

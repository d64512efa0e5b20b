/* SPDX-License-Identifier: ISC */
#include "expr/parse.h"

#include "base/option.h"
#include "expr/parse_value.h"
#include "expr/words.h"

static const struct {
	enum tq_token_kind token;
	const char *word;        /* operators that are names */
	int level;               /* binds tighter the higher */
	enum tq_op_code op;
} operators[] = {
	{TQ_T_NAME, "or", 1, TQ_OP_OR},
	{TQ_T_NAME, "and", 2, TQ_OP_AND},
	{TQ_T_LESS, NULL, 4, TQ_OP_LT},
	{TQ_T_LESS_EQUAL, NULL, 4, TQ_OP_LE},
	{TQ_T_MORE, NULL, 4, TQ_OP_GT},
	{TQ_T_MORE_EQUAL, NULL, 4, TQ_OP_GE},
	{TQ_T_EQUAL, NULL, 4, TQ_OP_EQ},
	{TQ_T_NOT_EQUAL, NULL, 4, TQ_OP_NE},
	{TQ_T_PLUS, NULL, 5, TQ_OP_ADD},
	{TQ_T_MINUS, NULL, 5, TQ_OP_SUB},
	{TQ_T_STAR, NULL, 6, TQ_OP_MUL},
	{TQ_T_SLASH, NULL, 6, TQ_OP_DIV},
	{TQ_T_PERCENT, NULL, 6, TQ_OP_MOD},
};

enum { LEVEL_NOT = 3, LEVEL_COMPARE = 4 };

static struct tq_ast *parse_level(struct tq_parser *p, int least);

/* A word of statements, and no name of something in an expression: rank(x), quality > 2. */
static bool
begins_statement(const struct tq_parser *p)
{
	size_t at = p->at;
	enum tq_token_kind next;

	if (!tq_word_is_statement(p->token.text))
		return false;
	next = tq_lex(p->source, &at, NULL).kind;
	return next == TQ_T_NAME || next == TQ_T_STRING || next == TQ_T_NUMBER ||
	       (next == TQ_T_OPEN && !tq_str_is(p->token.text, "rank"));
}

/*
 * Newlines inside brackets are blanks; but a statement never begins inside
 * brackets, so there the bracket was forgotten and the line ends after all.
 */
void
tq_parser_next(struct tq_parser *p)
{
	struct tq_token newline;
	size_t behind;

	p->token = tq_lex(p->source, &p->at, p->faults);
	if (p->nest == 0 || p->token.kind != TQ_T_NEWLINE)
		return;
	newline = p->token;
	behind = p->at;
	while (p->token.kind == TQ_T_NEWLINE) {
		behind = p->at;
		p->token = tq_lex(p->source, &p->at, p->faults);
	}
	if (p->token.kind == TQ_T_NAME && begins_statement(p)) {
		p->token = newline;
		p->at = behind;
	}
}

void
tq_parser_start(struct tq_parser *p, const struct tq_source *source, int nest,
		struct tq_arena *arena, struct tq_faults *faults)
{
	*p = (struct tq_parser){
		.source = source, .nest = nest, .arena = arena, .faults = faults,
	};
	tq_parser_next(p);
}

bool
tq_parser_at_word(const struct tq_parser *p, const char *word)
{
	return p->token.kind == TQ_T_NAME && tq_str_is(p->token.text, word);
}

void *
tq_parser_expected(struct tq_parser *p, const char *wanted)
{
	struct tq_str found = tq_token_words(&p->token);
	const char *quote = p->token.kind >= TQ_T_NUMBER && p->token.kind != TQ_T_STRING ? "'" : "";

	if (p->token.kind != TQ_T_BAD)
		tq_fault(p->faults, p->token.place, "expected %s, found %s%.*s%s", wanted, quote,
			 TQ_STR_ARG(found), quote);
	return NULL;
}

void
tq_parser_skip_line(struct tq_parser *p)
{
	const char *end = NULL;

	p->nest = 0;
	p->depth = 0;
	if (p->token.kind != TQ_T_NEWLINE && p->at < p->source->text.n)
		end = memchr(p->source->text.p + p->at, '\n', p->source->text.n - p->at);
	if (p->token.kind != TQ_T_NEWLINE)
		p->at = end ? (size_t)(end - p->source->text.p) : p->source->text.n;
	tq_parser_next(p);
}

static struct tq_ast *
operation(struct tq_parser *p, enum tq_op_code op, struct tq_place place, struct tq_ast *a,
	  struct tq_ast *b)
{
	struct tq_ast *ast = tq_parse_node(p, TQ_AST_OPERATOR, place);

	ast->op = op;
	ast->a = a;
	ast->b = b;
	return tq_parse_raise(p, ast, a) && tq_parse_raise(p, ast, b) ? ast : NULL;
}

/* "-" and "not", which may stand in a row. */
static struct tq_ast *
parse_sign(struct tq_parser *p, int least)
{
	struct tq_place place = p->token.place;
	struct tq_ast *a;
	bool minus = p->token.kind == TQ_T_MINUS;

	if (!minus && !tq_parser_at_word(p, "not"))
		return tq_parse_past(p);
	if (!minus && least > LEVEL_NOT)
		return tq_parser_expected(p, "a value (put 'not ...' in brackets)");
	if (p->depth >= TQ_AST_HEIGHT) {
		tq_fault(p->faults, place, "the expression is nested deeper than %d",
			 (int)TQ_AST_HEIGHT);
		return NULL;
	}
	p->depth++;
	tq_parser_next(p);
	a = minus ? parse_sign(p, LEVEL_COMPARE) : parse_level(p, LEVEL_NOT);
	p->depth--;
	return a ? operation(p, minus ? TQ_OP_NEG : TQ_OP_NOT, place, a, NULL) : NULL;
}

/* "and" and "or" may begin a line. */
static void
continue_line(struct tq_parser *p)
{
	struct tq_parser ahead = *p;

	if (p->token.kind != TQ_T_NEWLINE)
		return;
	ahead.faults = NULL;
	while (ahead.token.kind == TQ_T_NEWLINE)
		tq_parser_next(&ahead);
	if (tq_parser_at_word(&ahead, "and") || tq_parser_at_word(&ahead, "or")) {
		p->token = ahead.token;
		p->at = ahead.at;
	}
}

/* The row of the operator that is next, or none. */
static size_t
next_operator(struct tq_parser *p)
{
	continue_line(p);
	for (size_t i = 0; i < TQ_COUNT(operators); i++) {
		if (operators[i].word ? tq_parser_at_word(p, operators[i].word) :
		    p->token.kind == operators[i].token)
			return i;
	}
	return SIZE_MAX;
}

/* "50%": nothing that could be divided by stands behind the sign. */
static bool
is_percent(const struct tq_parser *p)
{
	size_t at = p->at;
	enum tq_token_kind next;

	if (p->token.kind != TQ_T_PERCENT)
		return false;
	next = tq_lex(p->source, &at, NULL).kind;
	return next == TQ_T_NEWLINE || next == TQ_T_END || next == TQ_T_CLOSE ||
	       next == TQ_T_COMMA;
}

/* Behind an operator the expression goes on, on the next line if need be. */
static void
next_operand(struct tq_parser *p)
{
	p->nest++;
	tq_parser_next(p);
	p->nest--;
}

static struct tq_ast *
parse_level(struct tq_parser *p, int least)
{
	struct tq_ast *a = parse_sign(p, least);
	bool compared = false;

	while (a) {
		size_t i = next_operator(p);
		struct tq_place place = p->token.place;
		struct tq_ast *b;

		if (i == SIZE_MAX || operators[i].level < least)
			break;
		if (operators[i].level == LEVEL_COMPARE && compared) {
			tq_fault(p->faults, place, "a comparison cannot be compared again: "
				 "write 'a < b and b < c'");
			return NULL;
		}
		if (is_percent(p)) {
			tq_fault(p->faults, place, "'%%' is a remainder: 50 percent is 0.5");
			return NULL;
		}
		compared = operators[i].level == LEVEL_COMPARE;
		next_operand(p);
		b = parse_level(p, operators[i].level + 1);
		a = b ? operation(p, operators[i].op, place, a, b) : NULL;
	}
	return a;
}

struct tq_ast *
tq_parse_expr(struct tq_parser *p)
{
	struct tq_ast *ast;

	if (p->depth >= TQ_AST_HEIGHT) {
		tq_fault(p->faults, p->token.place, "the expression is nested deeper than %d",
			 (int)TQ_AST_HEIGHT);
		return NULL;
	}
	p->depth++;
	ast = parse_level(p, 1);
	p->depth--;
	if (ast && p->token.kind == TQ_T_ASSIGN) {
		tq_fault(p->faults, p->token.place, "'=' compares nothing (did you mean ==?)");
		return NULL;
	}
	return ast;
}

struct tq_ast *
tq_parse_sum(struct tq_parser *p)
{
	return parse_level(p, LEVEL_COMPARE + 1);
}

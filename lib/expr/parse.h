/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_PARSE_H
#define TQ_EXPR_PARSE_H

/*
 * Expressions to trees. The grammar, loosest first (strategy.h has that of
 * strategy files):
 *
 *	expr       = conjunction { "or" conjunction } ;
 *	conjunction = negation { "and" negation } ;
 *	negation   = "not" negation | comparison ;
 *	comparison = sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ] ;
 *	sum        = product { ( "+" | "-" ) product } ;
 *	product    = sign { ( "*" | "/" | "%" ) sign } ;
 *	sign       = "-" sign | past ;
 *	past       = primary { "[" expr "]" | "." name | "@" ( text | name ) } ;
 *	primary    = number | text | "true" | "false" | name | call | "(" expr ")" ;
 *	call       = name "(" [ argument { "," argument } ] ")" ;
 *	argument   = [ name "=" ] expr ;
 *	text       = '"' any bytes but '"' and newline '"' ;
 *	number     = JSON number without a sign ;
 *	name       = letter or "_", then letters, digits, "_" ;
 *
 * A comparison is not compared again: a < b < c is a fault. x[n] is the value
 * of n bars before, x@"ETH/USDT" that of another series; a text, or the name of
 * a parameter that is one, is a function's argument and nothing else. A line
 * ends an expression, except inside brackets, behind an operator, and before
 * "and" and "or".
 */
#include "expr/ast.h"
#include "expr/lex.h"

struct tq_parser {
	const struct tq_source *source;
	struct tq_faults *faults;
	struct tq_arena *arena;
	size_t at;
	struct tq_token token;   /* the one to be read next */
	int nest;                /* open brackets: newlines are blanks */
	int depth;
};

/* nest 1: the text is one expression, newlines are blanks everywhere. */
void tq_parser_start(struct tq_parser *p, const struct tq_source *source, int nest,
		     struct tq_arena *arena, struct tq_faults *faults);

void tq_parser_next(struct tq_parser *p);

bool tq_parser_at_word(const struct tq_parser *p, const char *word);

/* Says "wanted ..., found ..." (unless the lexer has said a fault); returns NULL. */
void *tq_parser_expected(struct tq_parser *p, const char *wanted);

/* NULL when a fault was said. */
struct tq_ast *tq_parse_expr(struct tq_parser *p);

/* The same without a comparison at its top: what follows may be '='. */
struct tq_ast *tq_parse_sum(struct tq_parser *p);

/* Goes on behind the end of the line, after a fault. */
void tq_parser_skip_line(struct tq_parser *p);

#endif

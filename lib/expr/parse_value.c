/* SPDX-License-Identifier: ISC */
#include "expr/parse_value.h"

struct tq_ast *
tq_parse_node(struct tq_parser *p, enum tq_ast_kind kind, struct tq_place place)
{
	struct tq_ast *ast = tq_arena_take(p->arena, sizeof *ast);

	ast->kind = kind;
	ast->place = place;
	ast->height = 1;
	return ast;
}

bool
tq_parse_raise(struct tq_parser *p, struct tq_ast *ast, const struct tq_ast *child)
{
	if (child && child->height >= ast->height)
		ast->height = child->height + 1;
	if (ast->height <= TQ_AST_HEIGHT)
		return true;
	tq_fault(p->faults, ast->place, "the expression is nested deeper than %d",
		 (int)TQ_AST_HEIGHT);
	return false;
}

/* Reads the closing bracket of one that was opened at place. */
static bool
close_bracket(struct tq_parser *p, enum tq_token_kind kind, struct tq_place place)
{
	if (p->token.kind == kind) {
		p->nest--;
		tq_parser_next(p);
		return true;
	}
	if (p->token.kind == TQ_T_END || p->token.kind == TQ_T_NEWLINE)
		tq_fault(p->faults, place, "'%c' is not closed", p->source->text.p[place.at]);
	else
		tq_parser_expected(p, kind == TQ_T_CLOSE ? "an operator, ',' or ')'" :
				   "an operator or ']'");
	return false;
}

static struct tq_ast_arg *
parse_arg(struct tq_parser *p)
{
	struct tq_ast_arg *arg = tq_arena_take(p->arena, sizeof *arg);
	size_t at = p->at;

	arg->place = p->token.place;
	if (p->token.kind == TQ_T_NAME &&
	    tq_lex(p->source, &at, NULL).kind == TQ_T_ASSIGN) {
		arg->name = p->token.text;
		tq_parser_next(p);
		tq_parser_next(p);
	}
	arg->value = tq_parse_expr(p);
	return arg->value ? arg : NULL;
}

static struct tq_ast *
parse_call(struct tq_parser *p, const struct tq_token *name)
{
	struct tq_ast *ast = tq_parse_node(p, TQ_AST_CALL, name->place);
	struct tq_place open = p->token.place;
	struct tq_ast_arg **last = &ast->args;

	ast->name = name->text;
	p->nest++;
	tq_parser_next(p);
	while (p->token.kind != TQ_T_CLOSE || ast->args) {
		*last = parse_arg(p);
		if (!*last || !tq_parse_raise(p, ast, (*last)->value))
			return NULL;
		last = &(*last)->next;
		if (p->token.kind != TQ_T_COMMA)
			break;
		tq_parser_next(p);
	}
	return close_bracket(p, TQ_T_CLOSE, open) ? ast : NULL;
}

static struct tq_ast *
parse_name(struct tq_parser *p)
{
	struct tq_token name = p->token;
	struct tq_ast *ast;

	if (tq_parser_at_word(p, "and") || tq_parser_at_word(p, "or"))
		return tq_parser_expected(p, "a value");
	tq_parser_next(p);
	if (p->token.kind == TQ_T_OPEN)
		return parse_call(p, &name);
	ast = tq_parse_node(p, TQ_AST_NAME, name.place);
	ast->name = name.text;
	if (tq_str_is(name.text, "true") || tq_str_is(name.text, "false")) {
		ast->kind = TQ_AST_TRUTH;
		ast->number = name.text.n == 4;
	}
	return ast;
}

static struct tq_ast *
parse_primary(struct tq_parser *p)
{
	struct tq_place place = p->token.place;
	struct tq_ast *ast;

	if (p->token.kind == TQ_T_NAME)
		return parse_name(p);
	if (p->token.kind == TQ_T_NUMBER) {
		ast = tq_parse_node(p, TQ_AST_NUMBER, place);
		ast->number = p->token.number;
		tq_parser_next(p);
		return ast;
	}
	if (p->token.kind == TQ_T_STRING) {
		ast = tq_parse_node(p, TQ_AST_TEXT, place);
		ast->name = p->token.text;
		tq_parser_next(p);
		return ast;
	}
	if (p->token.kind == TQ_T_DOT)
		return tq_parser_expected(p, "a value (a number begins with a digit: 0.5)");
	if (p->token.kind != TQ_T_OPEN)
		return tq_parser_expected(p, "a value");
	p->nest++;
	tq_parser_next(p);
	ast = tq_parse_expr(p);
	return ast && close_bracket(p, TQ_T_CLOSE, place) ? ast : NULL;
}

static struct tq_ast *
parse_member(struct tq_parser *p, struct tq_ast *of)
{
	struct tq_ast *ast;

	tq_parser_next(p);
	if (p->token.kind != TQ_T_NAME)
		return tq_parser_expected(p, "the name of an output");
	ast = tq_parse_node(p, TQ_AST_MEMBER, p->token.place);
	ast->name = p->token.text;
	ast->a = of;
	tq_parser_next(p);
	return tq_parse_raise(p, ast, of) ? ast : NULL;
}

static struct tq_ast *
parse_index(struct tq_parser *p, struct tq_ast *of)
{
	struct tq_place open = p->token.place;
	struct tq_ast *ast = tq_parse_node(p, TQ_AST_INDEX, open);

	p->nest++;
	tq_parser_next(p);
	ast->a = of;
	ast->b = tq_parse_expr(p);
	if (!ast->b || !close_bracket(p, TQ_T_CLOSE_INDEX, open))
		return NULL;
	return tq_parse_raise(p, ast, of) && tq_parse_raise(p, ast, ast->b) ? ast : NULL;
}

static struct tq_ast *
parse_series(struct tq_parser *p, struct tq_ast *of)
{
	struct tq_ast *ast;

	tq_parser_next(p);
	if (p->token.kind != TQ_T_STRING && p->token.kind != TQ_T_NAME)
		return tq_parser_expected(p, "a series like \"ETH/USDT\"");
	ast = tq_parse_node(p, TQ_AST_SERIES, p->token.place);
	ast->a = of;
	ast->b = tq_parse_node(p, p->token.kind == TQ_T_NAME ? TQ_AST_NAME : TQ_AST_TEXT,
			       p->token.place);
	ast->b->name = p->token.text;
	tq_parser_next(p);
	return tq_parse_raise(p, ast, of) && tq_parse_raise(p, ast, ast->b) ? ast : NULL;
}

struct tq_ast *
tq_parse_past(struct tq_parser *p)
{
	struct tq_ast *ast = parse_primary(p);

	while (ast) {
		if (p->token.kind == TQ_T_DOT)
			ast = parse_member(p, ast);
		else if (p->token.kind == TQ_T_OPEN_INDEX)
			ast = parse_index(p, ast);
		else if (p->token.kind == TQ_T_AT)
			ast = parse_series(p, ast);
		else
			break;
	}
	return ast;
}

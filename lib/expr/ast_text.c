/* SPDX-License-Identifier: ISC */
/* Trees as text again: one line, brackets where they are needed, constants shortest. */
#include "expr/ast.h"
#include "num/f64.h"

static const struct {
	const char *sign;
	int level;               /* as in parse.c: binds tighter the higher */
} operators[] = {
	[TQ_OP_OR] = {" or ", 1}, [TQ_OP_AND] = {" and ", 2}, [TQ_OP_NOT] = {"not ", 3},
	[TQ_OP_LT] = {" < ", 4}, [TQ_OP_LE] = {" <= ", 4}, [TQ_OP_GT] = {" > ", 4},
	[TQ_OP_GE] = {" >= ", 4}, [TQ_OP_EQ] = {" == ", 4}, [TQ_OP_NE] = {" != ", 4},
	[TQ_OP_ADD] = {" + ", 5}, [TQ_OP_SUB] = {" - ", 5}, [TQ_OP_MUL] = {" * ", 6},
	[TQ_OP_DIV] = {" / ", 6}, [TQ_OP_MOD] = {" % ", 6}, [TQ_OP_NEG] = {"-", 7},
};

enum { LEVEL_PAST = 8 };

static void put(struct tq_buf *out, const struct tq_ast *ast, int least);

static void
put_operator(struct tq_buf *out, const struct tq_ast *ast, int least)
{
	int level = operators[ast->op].level;

	tq_buf_puts(out, level < least ? "(" : "");
	if (ast->b) {
		put(out, ast->a, level == 4 ? 5 : level);
		tq_buf_puts(out, operators[ast->op].sign);
		put(out, ast->b, level + 1);
	} else {
		tq_buf_puts(out, operators[ast->op].sign);
		put(out, ast->a, level);
	}
	tq_buf_puts(out, level < least ? ")" : "");
}

static void
put_call(struct tq_buf *out, const struct tq_ast *ast)
{
	tq_buf_printf(out, "%.*s(", TQ_STR_ARG(ast->name));
	for (const struct tq_ast_arg *arg = ast->args; arg; arg = arg->next) {
		tq_buf_puts(out, arg == ast->args ? "" : ", ");
		if (arg->name.n)
			tq_buf_printf(out, "%.*s = ", TQ_STR_ARG(arg->name));
		put(out, arg->value, 0);
	}
	tq_buf_puts(out, ")");
}

static void
put(struct tq_buf *out, const struct tq_ast *ast, int least)
{
	char text[TQ_F64_TEXT];

	switch (ast->kind) {
	case TQ_AST_NUMBER:
		tq_buf_put(out, text, tq_f64_format(ast->number, text));
		break;
	case TQ_AST_TRUTH:
		tq_buf_puts(out, ast->number != 0 ? "true" : "false");
		break;
	case TQ_AST_NAME:
		tq_buf_printf(out, "%.*s", TQ_STR_ARG(ast->name));
		break;
	case TQ_AST_TEXT:
		tq_buf_printf(out, "\"%.*s\"", TQ_STR_ARG(ast->name));
		break;
	case TQ_AST_CALL:
		put_call(out, ast);
		break;
	case TQ_AST_MEMBER:
		put(out, ast->a, LEVEL_PAST);
		tq_buf_printf(out, ".%.*s", TQ_STR_ARG(ast->name));
		break;
	case TQ_AST_INDEX:
		put(out, ast->a, LEVEL_PAST);
		tq_buf_puts(out, "[");
		put(out, ast->b, 0);
		tq_buf_puts(out, "]");
		break;
	case TQ_AST_SERIES:
		put(out, ast->a, LEVEL_PAST);
		tq_buf_puts(out, "@");
		put(out, ast->b, 0);
		break;
	case TQ_AST_OPERATOR:
		put_operator(out, ast, least);
		break;
	}
}

void
tq_ast_text(const struct tq_ast *ast, struct tq_buf *out)
{
	put(out, ast, 0);
}

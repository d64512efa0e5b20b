/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_AST_H
#define TQ_EXPR_AST_H

/*
 * An expression as it was read, before names and types are known. Trees live
 * in an arena and are freed with it. No tree is higher than TQ_AST_HEIGHT, so
 * a walk over one may recurse.
 */
#include "expr/op.h"
#include "expr/source.h"

enum { TQ_AST_HEIGHT = 200 };

enum tq_ast_kind {
	TQ_AST_NUMBER,
	TQ_AST_TRUTH,            /* number is 1 or 0 */
	TQ_AST_TEXT,             /* name: what stands between the quotes */
	TQ_AST_NAME,
	TQ_AST_CALL,             /* name, args */
	TQ_AST_MEMBER,           /* a.name */
	TQ_AST_INDEX,            /* a[b] */
	TQ_AST_OPERATOR,         /* op of a, or of a and b */
	TQ_AST_SERIES            /* a@b, b a text or the name of one */
};

struct tq_ast_arg {
	struct tq_str name;      /* empty: by position */
	struct tq_place place;
	struct tq_ast *value;
	struct tq_ast_arg *next;
};

struct tq_ast {
	enum tq_ast_kind kind;
	enum tq_op_code op;
	int height;
	struct tq_place place;   /* of the operator, of the name */
	double number;
	struct tq_str name;
	struct tq_ast *a, *b;
	struct tq_ast_arg *args;
};

/* Memory that is freed all at once. The zero value is empty. */
struct tq_arena {
	struct tq_arena_block *blocks;
};

void *tq_arena_take(struct tq_arena *arena, size_t size);        /* zeroed */
void tq_arena_fini(struct tq_arena *arena);

/* Behind what is in *out: the expression on one line, as a reader would write it. */
void tq_ast_text(const struct tq_ast *ast, struct tq_buf *out);

#endif

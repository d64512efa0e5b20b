/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_PARSE_VALUE_H
#define TQ_EXPR_PARSE_VALUE_H

/* What stands between operators: "past" and below in parse.h's grammar; for parse.c. */
#include "expr/parse.h"

struct tq_ast *tq_parse_past(struct tq_parser *p);

struct tq_ast *tq_parse_node(struct tq_parser *p, enum tq_ast_kind kind, struct tq_place place);

/* Takes a child's height into account; false when the tree is too high. */
bool tq_parse_raise(struct tq_parser *p, struct tq_ast *ast, const struct tq_ast *child);

#endif

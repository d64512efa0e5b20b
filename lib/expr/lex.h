/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_LEX_H
#define TQ_EXPR_LEX_H

/*
 * Text to tokens. A comment runs from '#' to the end of its line; a byte order mark in
 * front of all is left out.
 */
#include "expr/source.h"

enum tq_token_kind {
	TQ_T_END,
	TQ_T_NEWLINE,
	TQ_T_NUMBER,
	TQ_T_NAME,
	TQ_T_STRING,             /* text is what stands between the quotes */
	TQ_T_PLUS, TQ_T_MINUS, TQ_T_STAR, TQ_T_SLASH, TQ_T_PERCENT,
	TQ_T_LESS, TQ_T_LESS_EQUAL, TQ_T_MORE, TQ_T_MORE_EQUAL,
	TQ_T_EQUAL, TQ_T_NOT_EQUAL, TQ_T_ASSIGN,
	TQ_T_OPEN, TQ_T_CLOSE, TQ_T_OPEN_INDEX, TQ_T_CLOSE_INDEX,
	TQ_T_COMMA, TQ_T_DOT, TQ_T_DOTS, TQ_T_AT,
	TQ_T_BAD                 /* a fault has been said */
};

struct tq_token {
	enum tq_token_kind kind;
	struct tq_place place;
	struct tq_str text;
	double number;
};

/* The token at or behind *at, which is moved behind it. */
struct tq_token tq_lex(const struct tq_source *source, size_t *at, struct tq_faults *faults);

/* What a token is called in a message: "+", "the end of the line". */
struct tq_str tq_token_words(const struct tq_token *token);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_WORDS_H
#define TQ_EXPR_WORDS_H

/*
 * The words of strategy files: those that begin a statement, and those that
 * add an attribute to a rule. Words of statements name nothing else; words of
 * attributes may, for they are looked for behind a rule's condition only.
 */
#include "base/str.h"

/* In the order in which a signal says them. */
enum tq_attr {
	TQ_ATTR_STRENGTH, TQ_ATTR_SCORE,
	TQ_ATTR_PRICE, TQ_ATTR_LIMIT, TQ_ATTR_STOP_ENTRY, TQ_ATTR_STOP, TQ_ATTR_TAKE, TQ_ATTR_TRAIL,
	TQ_ATTR_RATCHET,
	TQ_ATTR_SIZE, TQ_ATTR_QTY, TQ_ATTR_TARGET, TQ_ATTR_WEIGHT,
	TQ_ATTR_VALUES,          /* the ones above are expressions, evaluated at each signal */
	TQ_ATTR_MAX_HOLD = TQ_ATTR_VALUES,       /* a constant */
	TQ_ATTR_TIF, TQ_ATTR_TAG,                /* texts */
	/* Nothing stands behind these. */
	TQ_ATTR_ADD, TQ_ATTR_ONLY_WHEN_FLAT, TQ_ATTR_ONLY_WHEN_OPEN, TQ_ATTR_EVERY_BAR,
	TQ_ATTRS
};

bool tq_word_is_statement(struct tq_str word);

/* The attribute of a word, or TQ_ATTRS. */
enum tq_attr tq_word_attr(struct tq_str word);
const char *tq_attr_word(enum tq_attr attr);

/* The statement or attribute that is nearest to a misspelt word, or NULL. */
const char *tq_word_near(struct tq_str word);

#endif

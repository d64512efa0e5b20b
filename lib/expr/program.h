/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_PROGRAM_H
#define TQ_EXPR_PROGRAM_H

/*
 * A strategy made ready to run: which registers of its plan are its rules,
 * their attributes and what stands in "why". It borrows names and texts of the
 * strategy, which has to outlive it.
 */
#include "expr/plan.h"
#include "expr/source.h"
#include "expr/words.h"
#include "record/field.h"
#include "time/interval.h"

enum tq_rule_side { TQ_RULE_LONG, TQ_RULE_SHORT, TQ_RULE_FLAT };

struct tq_rule {
	enum tq_rule_side side;
	int reg;                 /* its condition, the filters included */
	int stay;                /* with "neutral": the condition that keeps its side */
	int value[TQ_ATTR_VALUES];       /* TQ_PLAN_NONE: not said */
	int64_t max_hold;        /* bars; 0: not said */
	struct tq_str tif, tag;  /* empty: not said */
	bool add, only_when_flat, every_bar;
	bool manages;            /* only_when_open: it moves a stop and enters nothing */
	struct tq_place place;
};

/* A value that has a name. */
struct tq_named {
	struct tq_str name;
	int reg;
};

enum tq_rank_weighted { TQ_RANK_EQUAL, TQ_RANK_SCORE, TQ_RANK_INVERSE };

/* Of all series at one event time the best and the worst. */
struct tq_rank {
	int by, inverse;         /* registers; by TQ_PLAN_NONE: the strategy does not rank */
	int filter;
	int64_t top, bottom;
	struct tq_interval every;
	enum tq_rank_weighted weighted;
};

/* Of a universe; venue is empty where any will do. */
struct tq_strategy_symbol {
	struct tq_str symbol, venue;
};

struct tq_program {
	struct tq_plan *plan;
	bool own_plan;
	enum tq_type each;       /* kind of the records that it judges */
	struct tq_rule *rules;   /* in the order in which they are tried */
	size_t n_rules;
	int64_t lookback;        /* bars before the first one that every rule can judge, and say */
	int64_t confirm;         /* bars in a row that an entry's condition has to hold */
	int quality;             /* register; TQ_PLAN_NONE: not said */
	bool neutral;
	struct tq_named *why;    /* what is emitted, the confluence and its components */
	size_t n_why;
	struct tq_buf why_keys;  /* ,"name": of each, with room for a wide copy behind the last */
	struct tq_named *watch;  /* lets and what rules compare, for the checks */
	size_t n_watch;
	struct tq_rank rank;
	struct tq_strategy_symbol *symbols;      /* n_symbols 0: all */
	size_t n_symbols;
};

void tq_program_free(struct tq_program *program);

/* Whether the program judges a symbol of a venue. */
bool tq_program_knows(const struct tq_program *program, struct tq_str symbol, struct tq_str venue);

const char *tq_rule_side_name(enum tq_rule_side side);

#endif

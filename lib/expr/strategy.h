/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_STRATEGY_H
#define TQ_EXPR_STRATEGY_H

/*
 * Strategy files: parameters, names, rules. The grammar (parse.h has expr):
 *
 *	file        = { [ statement ] [ comment ] newline } ;
 *	statement   = description | param | require | let | rule ;
 *	description = "description" string ;
 *	param       = "param" name "=" value "in" value ".." value [ "step" value ] ;
 *	require     = "require" expr ;
 *	let         = "let" name "=" expr ;
 *	rule        = ( "long" | "short" | "flat" ) "when" expr ;
 *	value       = [ "-" ] number ;
 *	string      = '"' any bytes but '"' and newline '"' ;
 *
 * A parameter is a constant; when its value, its bounds and its step are
 * written as whole numbers it takes whole numbers only. step is for searches.
 * A requirement is on parameters alone and is checked before the first bar.
 *
 *	s = tq_strategy_new();
 *	tq_strategy_add_file(s, "sma-cross.tq", text, &faults);
 *	tq_strategy_set(s, "fast=10", &faults);
 *	program = tq_strategy_compile(s, &faults);     NULL: see faults
 *
 * Everything that is wrong is gathered in faults, whose text borrows nothing.
 */
#include "expr/plan.h"
#include "expr/source.h"

enum tq_rule_side { TQ_RULE_LONG, TQ_RULE_SHORT, TQ_RULE_FLAT };

struct tq_strategy_param {
	struct tq_str name;
	struct tq_place place;
	double preset, low, high;
	double step;             /* 0: none was given */
	double value;            /* the preset, or what was set */
	bool whole, set;
};

struct tq_rule {
	enum tq_rule_side side;
	int reg;                 /* its condition */
};

/* A strategy made ready to run. */
struct tq_program {
	struct tq_plan *plan;
	struct tq_rule *rules;   /* in the order in which they are tried */
	size_t n_rules;
	int64_t lookback;        /* bars before the first one that every rule can judge */
};

struct tq_strategy;

struct tq_strategy *tq_strategy_new(void);
void tq_strategy_free(struct tq_strategy *s);

/* Copy name and text. Faults of the grammar are said here. */
void tq_strategy_add_file(struct tq_strategy *s, const char *name, struct tq_str text,
			  struct tq_faults *faults);
void tq_strategy_add_rule(struct tq_strategy *s, enum tq_rule_side side, const char *name,
			  struct tq_str text, struct tq_faults *faults);

/* "fast=10". Faults: no such parameter, no number, out of range, given twice. */
void tq_strategy_set(struct tq_strategy *s, const char *assignment, struct tq_faults *faults);

struct tq_str tq_strategy_description(const struct tq_strategy *s);
const struct tq_strategy_param *tq_strategy_params(const struct tq_strategy *s, size_t *n);

/*
 * With the values that the parameters have now; may be called again after
 * other values were set. NULL when there are faults, earlier ones included.
 */
struct tq_program *tq_strategy_compile(struct tq_strategy *s, struct tq_faults *faults);
void tq_program_free(struct tq_program *program);

const char *tq_rule_side_name(enum tq_rule_side side);

#endif

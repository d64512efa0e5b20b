/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_STRATEGY_H
#define TQ_EXPR_STRATEGY_H

/*
 * Strategy files: parameters, names, rules. The grammar (parse.h has expr; a
 * sum is an expr without comparison at its top):
 *
 *	file        = { [ statement ] [ comment ] newline } ;
 *	statement   = about | param | preset | each | require | let | emit | filter | quality
 *	            | confirm | component | timeframes | neutral | universe | rank | rule ;
 *	about       = ( "description" | "source" ) string ;
 *	param       = "param" name "=" ( number_in | text_in ) [ string ] ;
 *	number_in   = value "in" value ".." value [ "step" value ] ;
 *	text_in     = string [ "in" string { "," string } ] ;
 *	preset      = "preset" name name "=" ( value | string )
 *	              { "," name "=" ( value | string ) } ;
 *	each        = "each" name ;
 *	require     = "require" expr ;
 *	let         = "let" name "=" expr ;
 *	emit        = "emit" name "=" expr ;
 *	filter      = "filter" expr ;
 *	quality     = "quality" expr ;
 *	confirm     = "confirm" expr ;
 *	component   = "component" name "weight" sum [ "by" sum { "," sum } ] "=" expr ;
 *	timeframes  = "timeframes" text sum { "," text sum } ;
 *	neutral     = "neutral" expr ;
 *	universe    = "universe" ( "all" | text { "," text } ) ;
 *	rank        = "rank" "by" expr [ "top" sum ] [ "bottom" sum ] "every" interval
 *	              [ "weighted" ( "equal" | "score" | "inverse" expr ) ] ;
 *	rule        = ( "long" | "short" | "flat" ) "when" expr { [ newline ] attribute } ;
 *	attribute   = ( "strength" | "score" | "price" | "limit" | "stop_entry" | "stop" | "take"
 *	              | "trail" | "ratchet" | "size" | "qty" | "target" | "weight"
 *	              | "max_hold" ) expr
 *	            | "tif" ( "gtc" | "day" | "ioc" | "fok" | text ) | "tag" text
 *	            | "add" | "only_when_flat" | "only_when_open" | "every_bar" ;
 *	interval    = digits ( "s" | "m" | "h" | "d" | "w" | "M" ), or that as a text ;
 *	text        = string | name ;
 *	value       = [ "-" ] number ;
 *	string      = '"' any bytes but '"' and newline '"' ;
 *
 * A parameter is a constant; when its value, its bounds and its step are
 * written as whole numbers it takes whole numbers only. step is for searches.
 * One that is a text stands, by its name, wherever a text does; what is wrong
 * with its value there is said at the parameter.
 * A requirement is on parameters alone and is checked before the first bar;
 * confirm, neutral, max_hold and weights of components and time frames are
 * constants as well, and so are the numbers of a rank. A list goes on on the
 * next line behind a comma. A strategy has rules, or it ranks, not both; top and
 * bottom stand in any order.
 *
 *	s = tq_strategy_new();
 *	tq_strategy_add_file(s, "sma-cross.tq", text, &faults);
 *	tq_strategy_set(s, "fast=10", &faults);
 *	program = tq_strategy_compile(s, &faults);     NULL: see faults
 *
 * Everything that is wrong is gathered in faults, whose text borrows nothing.
 */
#include "expr/program.h"

/* One of the texts that a parameter may be. */
struct tq_strategy_choice {
	struct tq_str text;
	const struct tq_strategy_choice *next;
};

struct tq_strategy_param {
	struct tq_str name, meaning;
	struct tq_place place;
	bool is_text;            /* no number: text, and choices in place of bounds */
	struct tq_str text;      /* the preset, or what was set */
	const struct tq_strategy_choice *choices;        /* NULL: any */
	double preset, low, high;
	double step;             /* 0: none was given */
	double value;            /* the preset, or what was set */
	bool whole, set;
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

/* Whether there is a parameter of the assignment's name. */
bool tq_strategy_takes(struct tq_strategy *s, const char *assignment);

/* The values of a preset; those that were set stay. Faults: no such preset. */
void tq_strategy_preset(struct tq_strategy *s, struct tq_str name, struct tq_faults *faults);

struct tq_str tq_strategy_description(const struct tq_strategy *s);
struct tq_str tq_strategy_origin(const struct tq_strategy *s);   /* what "source" says */
const struct tq_strategy_param *tq_strategy_params(const struct tq_strategy *s, size_t *n);

/* A parameter's value as a file says it: 20, "ETH/USDT". Behind what is in *out. */
void tq_strategy_param_value(const struct tq_strategy_param *param, struct tq_buf *out);

/* What it may be, likewise: " in 5..100 step 5", " in \"1h\", \"4h\"", or nothing. */
void tq_strategy_param_range(const struct tq_strategy_param *param, struct tq_buf *out);

/* The i-th preset's name, empty behind the last. */
struct tq_str tq_strategy_preset_name(const struct tq_strategy *s, size_t i);

/* " n = 3, m = 4": its values, behind what is in *out. */
void tq_strategy_preset_values(const struct tq_strategy *s, size_t i, struct tq_buf *out);

/*
 * With the values that the parameters have now; may be called again after
 * other values were set. NULL when there are faults, earlier ones included.
 */
struct tq_program *tq_strategy_compile(struct tq_strategy *s, struct tq_faults *faults);

/*
 * The same into a plan that several strategies share, which the caller
 * finishes (tq_plan_finish) and frees behind the programs.
 */
struct tq_program *tq_strategy_compile_into(struct tq_strategy *s, struct tq_plan *plan,
					    struct tq_faults *faults);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_STATEMENT_H
#define TQ_EXPR_STATEMENT_H

/*
 * A strategy between its text and its program; private to the room. What the
 * statements say lies in the strategy's arena, their names in its sources.
 */
#include "expr/parse.h"
#include "expr/strategy.h"

enum tq_statement_kind {
	TQ_S_REQUIRE, TQ_S_LET, TQ_S_EMIT, TQ_S_FILTER, TQ_S_QUALITY, TQ_S_CONFIRM,
	TQ_S_COMPONENT, TQ_S_NEUTRAL, TQ_S_RULE
};

/* A text as it stands between quotes, or the name of a parameter that is one. */
struct tq_text_source {
	struct tq_place place;
	struct tq_str text;
	bool is_name;
};

/* One thing said of a rule: an expression, a text, or that it is there. */
struct tq_attr_source {
	enum tq_attr attr;
	struct tq_place place;
	struct tq_ast *expr;
	struct tq_text_source text;
	struct tq_attr_source *next;
};

/* A constant expression in a list. */
struct tq_constant_source {
	struct tq_text_source text;      /* of a time frame: its interval */
	struct tq_ast *expr;
	struct tq_constant_source *next;
};

struct tq_statement {
	enum tq_statement_kind kind;
	enum tq_rule_side side;
	struct tq_place place;
	struct tq_str name;      /* of a let, an emit, a component */
	struct tq_ast *expr;     /* NULL: faulty */
	struct tq_ast *weight;   /* of a component */
	struct tq_constant_source *frames;   /* of a component: its own weights of them */
	struct tq_attr_source *attrs;        /* of a rule */
};

struct tq_preset_value {
	struct tq_place place;
	struct tq_str name;
	double value;
	struct tq_str text;      /* in place of a number, if is_text */
	bool is_text;
	struct tq_preset_value *next;
};

struct tq_preset {
	struct tq_str name;
	struct tq_preset_value *values;
	struct tq_preset *next;
};

struct tq_rank_source {
	struct tq_place place;
	struct tq_ast *by, *inverse;
	struct tq_ast *top, *bottom;     /* constants; NULL: none */
	struct tq_text_source every;     /* an interval */
	enum tq_rank_weighted weighted;
};

struct tq_strategy_source {
	struct tq_source source;
	struct tq_strategy_source *next;
};

struct tq_strategy {
	struct tq_arena arena;
	struct tq_strategy_source *sources;
	struct tq_str description, origin;
	struct tq_strategy_param *params;
	size_t n_params, cap_params;
	struct tq_preset *presets;
	struct tq_statement *statements; /* in the order of the text */
	size_t n_statements, cap_statements;
	struct tq_constant_source *frames;
	struct tq_rank_source *rank;
	struct tq_text_source *symbols;  /* of the universe */
	size_t n_symbols;
	bool all_symbols;
	enum tq_type each;       /* TQ_TYPE_OTHER: it does not say */
	bool faulty;             /* of the texts */
};

/* Reads all statements of a source. */
void tq_statements_read(struct tq_strategy *s, const struct tq_source *source,
			struct tq_faults *faults);

void tq_statement_add(struct tq_strategy *s, const struct tq_statement *statement);

/* A parameter that takes the value; false (a fault is said) when it is none for it. */
bool tq_param_takes_text(const struct tq_strategy_param *param, struct tq_place place,
			 struct tq_str text, struct tq_faults *faults);
bool tq_param_fits(const struct tq_strategy_param *param, struct tq_place place, double x,
		   struct tq_faults *faults);

struct tq_strategy_param *tq_param_find(struct tq_strategy *s, struct tq_str name);

/*
 * For the readers of statements. Each reads behind the word of its statement
 * and returns false when a fault was said.
 */
bool tq_read_word(struct tq_parser *p, const char *word);
bool tq_read_token(struct tq_parser *p, enum tq_token_kind kind, const char *words);
bool tq_read_text(struct tq_parser *p, struct tq_str *text);
bool tq_read_text_or_name(struct tq_parser *p, struct tq_text_source *text);

/* Whether the list goes on: behind a comma, on the next line if need be. */
bool tq_read_more(struct tq_parser *p);

/* A number with its sign; one with a fraction or an exponent makes *whole false. */
bool tq_read_value(struct tq_parser *p, double *x, bool *whole);

/* A name that is free to be given. */
bool tq_read_name(struct tq_parser *p, struct tq_str *name);

/*
 * What a text stands for now: itself, or its parameter's value at the
 * parameter's place. False (a fault is said) when there is no such parameter.
 */
bool tq_text_of(struct tq_strategy *s, const struct tq_text_source *text,
		struct tq_faults *faults, struct tq_text_source *out);

bool tq_read_param(struct tq_strategy *s, struct tq_parser *p);          /* statement_param.c */
bool tq_read_text_param(struct tq_parser *p, struct tq_strategy_param *param);
bool tq_read_preset(struct tq_strategy *s, struct tq_parser *p);
bool tq_read_attrs(struct tq_parser *p, struct tq_statement *rule);      /* statement_rule.c */
bool tq_read_component(struct tq_strategy *s, struct tq_parser *p);      /* statement_score.c */
bool tq_read_timeframes(struct tq_strategy *s, struct tq_parser *p);
bool tq_read_universe(struct tq_strategy *s, struct tq_parser *p);       /* statement_rank.c */
bool tq_read_rank(struct tq_strategy *s, struct tq_parser *p);

#endif

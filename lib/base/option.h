/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_OPTION_H
#define TQ_BASE_OPTION_H

/*
 * One table of options a tool. The rows are the only source of what the
 * parser takes, --help shows, the man page's OPTIONS and the completions of
 * the three shells list, and --show-config reports.
 *
 * Each row says how its text becomes a value (parse) and where in the tool's
 * own struct that value lies (at). Values come from flags, TQ_* environment,
 * configuration files or the preset, in that order of precedence; wherever
 * they come from they pass through the same parse function. Every fault of
 * all sources is reported, not only the first.
 */
#include "base/error.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct tq_opt;

/* Puts the value of text at field or says why not ("not a number: 'x'"). */
typedef bool tq_opt_parse(const struct tq_opt *opt, const char *text,
			  void *field, struct tq_err *err);

struct tq_opt {
	const char *name;            /* long name, without the dashes */
	char letter;                 /* one-letter form or 0 */
	const char *arg;             /* what the value is called in help; NULL: a flag */
	const char *preset;          /* default as text, or NULL: field stays zero */
	const char *help;            /* one line, no full stop; NULL: not listed */
	tq_opt_parse *parse;
	size_t at;                   /* offsetof in the group's struct */
	const char *const *choices;  /* tq_opt_choice: NULL-ended; index is stored */
	int64_t min, max;            /* tq_opt_int: range, when min < max */
	bool repeats;                /* may be given more than once (tq_opt_list) */
	bool required;
	bool flag_only;              /* not from environment or configuration */
	bool aside;                  /* changes no record: no part of a state's options hash */
	const char *fallback;        /* for readers: what the tool takes when it sees that nothing
					was given; "--commission" is that option's value */
};

/*
 * Rows that belong together, with the place of their struct inside the
 * tool's instance. Groups let two tools share rows (the account's options).
 */
struct tq_opt_group {
	const char *title;           /* heading in --help: "limits" */
	const struct tq_opt *rows;
	size_t n;
	size_t base;
	const char *source;          /* first operands that its flags are for, or NULL */
};

/*
 * Sources are a list as "file,sim"; "*" in it is any first operand that no
 * other group names. --help without an operand shows a group only when its
 * list begins with "*".
 */

#define TQ_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Parsers of the base room and what the field is; others are beside their
 * types (num/dec.h, ...). tq_opt_list is for repeatable options: texts in the
 * order given; free its items with tq_opt_free.
 */
struct tq_opt_texts {
	const char **items;
	size_t n;
};

tq_opt_parse tq_opt_flag;        /* bool */
tq_opt_parse tq_opt_text;        /* const char * */
tq_opt_parse tq_opt_int;         /* int64_t */
tq_opt_parse tq_opt_choice;      /* int: index in choices */
tq_opt_parse tq_opt_bytes;       /* int64_t: 64K, 1M */
tq_opt_parse tq_opt_list;        /* struct tq_opt_texts */
void tq_opt_free(struct tq_opt_texts *texts);

/* For readers: the preset or the fallback, "" where there is neither. */
const char *tq_opt_default(const struct tq_opt *opt);

#endif

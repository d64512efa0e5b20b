/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_HELP_H
#define TQ_BASE_HELP_H

/* What is said about a tool from its table of options: --help, --spec, --defaults. */
#include "base/settings.h"

struct tq_usage {
	const char *tool;
	const char *summary;
	const char *synopsis;    /* operands: "[file ...]", or NULL */
	const char *examples;    /* lines, or NULL */
	const char *words;       /* first operands, blanks between, or NULL */
	const char *more_words;  /* the flag that lists more of them, or NULL */
};

/* For people: examples first, options by group, exit statuses last. */
void tq_help(const struct tq_usage *usage, const struct tq_settings *s, struct tq_buf *out);

/*
 * For the man page and the completions, fields separated by tabs:
 *	C tool summary synopsis
 *	W words flag              (first operands, if they are words)
 *	G title
 *	O long letter arg preset choices help repeats
 * A long name of a flag that --no-NAME switches off is written "[no-]NAME"; repeats is "*" or
 * nothing.
 */
void tq_spec(const struct tq_usage *usage, const struct tq_settings *s, struct tq_buf *out);

/*
 * The default of each option that a configuration may set, as one JSON object on a
 * line: a whole number as a number, a flag as true or false, all else as the text that
 * the option takes ("--commission" is the value of that option); null is not set, and
 * what may be repeated is a list.
 */
void tq_defaults(const struct tq_settings *s, struct tq_buf *out);

#endif

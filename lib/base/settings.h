/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_SETTINGS_H
#define TQ_BASE_SETTINGS_H

/*
 * Where the values of a tool's options come from. The sources are read first,
 * each adds what it was given; tq_settings_apply then turns texts into values,
 * the weakest source first, so that the strongest is the one that stays:
 *
 *	tq_settings_add(&s, groups, n, instance, false);
 *	tq_settings_flags(&s, argc, argv);
 *	tq_settings_environment(&s, environ);
 *	tq_settings_file(&s, "tq.conf", TQ_FROM_PROJECT, false);
 *	tq_settings_apply(&s);
 *	if (s.n_faults > 0) ...
 *
 * Nothing ends at the first fault: every source adds its faults to the list,
 * each one line with its place. Texts live until tq_settings_fini.
 */
#include "base/buf.h"
#include "base/option.h"

enum tq_from {
	TQ_FROM_DEFAULT,
	TQ_FROM_SYSTEM,          /* /etc/tq/tq.conf */
	TQ_FROM_USER,            /* $XDG_CONFIG_HOME/tq/tq.conf */
	TQ_FROM_PROJECT,         /* ./tq.conf */
	TQ_FROM_NAMED,           /* --config FILE, read instead of those three */
	TQ_FROM_ENVIRONMENT,
	TQ_FROM_FLAG
};

struct tq_setting {
	const struct tq_opt *opt;
	const struct tq_opt_group *group;
	void *field;
	bool common;             /* a row that every tool has */
	size_t used;             /* 1 + index of the (last) given text in force, 0: preset */
};

struct tq_given {
	size_t row;
	int rank;                /* higher wins */
	char *text;
	char *place;             /* "--cash", "TQ_RISK_CASH", "./tq.conf:3: cash" */
	char *origin;            /* "flag", "environment TQ_RISK_CASH", "./tq.conf:3" */
};

struct tq_settings {
	const char *tool;
	struct tq_setting *rows;
	size_t n;
	struct tq_given *given;
	size_t n_given;
	char **faults;
	size_t n_faults;
	char **operands;         /* borrowed from argv */
	size_t n_operands;
};

void tq_settings_add(struct tq_settings *s, const struct tq_opt_group *groups, size_t n,
		     void *instance, bool common);

void tq_settings_flags(struct tq_settings *s, int argc, char **argv);

/* Variables named TQ_RISK_MAX_DRAWDOWN for tq-risk's --max-drawdown. */
void tq_settings_environment(struct tq_settings *s, char *const *environment);

/*
 * An INI file: section [tq] for the common options, [TOOL] for the tool's own,
 * keys are long options. Sections of other tools are left alone. A file that
 * is missing is a fault when it has to be there.
 */
void tq_settings_file(struct tq_settings *s, const char *path, enum tq_from from, bool must);

void tq_settings_apply(struct tq_settings *s);

/* "NAME = VALUE ; ORIGIN" of every option, itself a configuration file. */
void tq_settings_show(const struct tq_settings *s, struct tq_buf *out);

/* A hash over the names and texts of all options that can change a record. */
uint64_t tq_settings_hash(const struct tq_settings *s);

void tq_settings_fini(struct tq_settings *s);

/* Whether a flag stands on the command line, before anything is applied. */
bool tq_settings_asked(const struct tq_settings *s, const char *name);

/* Whether the flags of a group are for this first operand (option.h). */
bool tq_settings_fits(const struct tq_settings *s, const struct tq_opt_group *group,
		      const char *operand);

/* For the sources: the row of a long name, or SIZE_MAX. */
size_t tq_settings_find(const struct tq_settings *s, struct tq_str name);

/* For the sources: adds what was given; copies all texts. */
void tq_settings_give(struct tq_settings *s, size_t row, int rank, const char *text,
		      const char *place, const char *origin);

void tq_settings_fault(struct tq_settings *s, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The name among names (NULL: none given) that is nearest to a misspelt one, or NULL.
 * Capitals count as small letters. */
const char *tq_nearest(struct tq_str word, const char *const *names, size_t n);

/* The same among the long options. */
const char *tq_settings_nearest(const struct tq_settings *s, struct tq_str word, bool in_files);

#endif

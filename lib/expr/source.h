/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_SOURCE_H
#define TQ_EXPR_SOURCE_H

/*
 * Texts that are compiled, places in them, and what is wrong with them. All
 * faults of a text are gathered, three lines each:
 *
 *	sma-cross.tq:5:9: unknown function 'smaa' (did you mean sma?)
 *	let f = smaa(close, fast)
 *	        ^
 *
 * Columns count characters from 1. A source is borrowed by all that is parsed
 * from it. The zero value of tq_faults is empty; tq_faults_fini frees it.
 */
#include "base/buf.h"
#include "base/error.h"

struct tq_source {
	const char *name;        /* of the file, or of the option */
	struct tq_str text;
};

struct tq_place {
	const struct tq_source *source;  /* NULL: no place, the words alone */
	size_t at;                       /* byte in its text */
};

struct tq_faults {
	struct tq_buf text;      /* the first twenty */
	size_t n;                /* how many there are */
};

/* faults NULL: nobody wants to know (a look ahead). */
void tq_fault(struct tq_faults *faults, struct tq_place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Logs them, if there are any; false with TQ_USAGE and how many the what has. */
bool tq_faults_tell(struct tq_faults *faults, const char *what, struct tq_err *err);

void tq_faults_fini(struct tq_faults *faults);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_REJECT_H
#define TQ_RECORD_REJECT_H

/*
 * Lines that were refused, as reject records with their place, the reason and
 * the line itself (law L8): into a file that is appended to, or among the
 * records of the output.
 */
#include "record/out.h"

struct tq_rejects;

struct tq_refused {
	const char *tool;
	const char *file;
	uint64_t line_no, offset;
	struct tq_str line;
	const char *reason;
};

/* path NULL: into out. */
struct tq_rejects *tq_rejects_open(const char *path, struct tq_out *out, struct tq_err *err);
bool tq_rejects_put(struct tq_rejects *rejects, const struct tq_refused *refused,
		    struct tq_err *err);
bool tq_rejects_close(struct tq_rejects *rejects, struct tq_err *err);
void tq_rejects_free(struct tq_rejects *rejects);

/*
 * The field "input" of a reject: the line as the JSON it is, or as a string if
 * it is none (bytes that are no UTF-8 become the characters U+0080..U+00FF).
 */
void tq_reject_input(struct tq_out *out, struct tq_str line);

#endif

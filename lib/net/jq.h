/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_JQ_H
#define TQ_NET_JQ_H

/*
 * A file of jq definitions as a program: compiled once, then a definition at a
 * time is run by its name over one value, giving one value.
 *
 * Of jq's builtins those that reach out of the program (environment, input,
 * clock, time zone, stderr, halt) are errors in it, and it can include no other
 * file. minus, shift and iso are there besides (tq-provider(5)).
 *
 * Values are libjq's: every function of jv.h but jv_copy consumes what it is
 * given, and so do those below with a jv that is no `const jv *`.
 */
#include "base/buf.h"
#include "base/error.h"

#include <jv.h>
#include <stdint.h>

struct tq_jq;

/*
 * path is what messages call the text. NULL with TQ_USAGE and the line for a
 * fault. A definition that is lacking is one, but for archive, which is null then.
 */
struct tq_jq *tq_jq_compile(const char *path, struct tq_str text, struct tq_err *err);
void tq_jq_free(struct tq_jq *jq);

enum tq_jq_def {
	TQ_JQ_PROVIDER, TQ_JQ_SYMBOL, TQ_JQ_REQUEST, TQ_JQ_PARSE, TQ_JQ_ARCHIVE
};

/*
 * What the program raised (or that it gave none or several values) is TQ_USAGE
 * with its place, and *out invalid.
 */
bool tq_jq_run(struct tq_jq *jq, enum tq_jq_def def, jv input, jv *out, struct tq_err *err);

/* JSON text strictly checked, with its numbers as strings. TQ_DATA: it is no JSON. */
bool tq_jq_read(struct tq_str json, jv *out, struct tq_err *err);

/* A member of an object, or null; the object stays the caller's. */
jv tq_jq_get(const jv *object, const char *key);

/* Its text (a copy) when it is a string without NUL, else NULL. */
char *tq_jq_text(jv value);

/* The whole number of a jq number or of a string of digits; false when it is neither. */
bool tq_jq_whole(jv value, int64_t *out);

/* value as JSON behind *out. */
void tq_jq_dump(jv value, struct tq_buf *out);

/* object with a member more; a NULL text is null. */
jv tq_jq_set(jv object, const char *key, jv value);
jv tq_jq_set_text(jv object, const char *key, const char *text);

#endif

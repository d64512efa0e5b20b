/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_SECRET_H
#define TQ_BASE_SECRET_H

/*
 * Secrets by name, read from a file that nobody else can read: lines
 * NAME = VALUE, # begins a comment. They are never options, never environment.
 *
 * Every value that was read is hidden from then on, by value, in all that this
 * program logs (base/log.h) and in what it asks tq_secret_hide for: as it is,
 * percent-encoded, escaped as in JSON, and in base64 wherever it begins in the
 * encoded text; a prefix of 8 characters counts as the whole (P13). Values of
 * less than 4 characters are not hidden, nor is the one named base: it is an
 * address.
 *
 * A name has letters, digits, '_' and '-', and begins with no digit. A value is
 * the rest of the line without the blanks around it.
 */
#include "base/buf.h"
#include "base/error.h"

struct tq_secrets;

/* TQ_USAGE when others may read the file, it is no regular file, or a line is none. */
struct tq_secrets *tq_secrets_read(const char *path, struct tq_err *err);
void tq_secrets_free(struct tq_secrets *secrets);        /* wipes them */

/* NULL when there is none of the name. */
const char *tq_secrets_get(const struct tq_secrets *secrets, const char *name);

/*
 * text with each {name} replaced by its value, behind what is in *out;
 * TQ_LOGIN names one that is missing. Braces around anything else stay.
 */
bool tq_secrets_fill(const struct tq_secrets *secrets, const char *text, struct tq_buf *out,
		     struct tq_err *err);

/* Replaces every secret that was read in text by [secret]. */
void tq_secret_hide(struct tq_buf *text);

/* The same from text to out of size bytes, cut to fit, where no memory may be asked for. */
void tq_secret_hide_text(const char *text, char *out, size_t size);

#endif

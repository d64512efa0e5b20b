/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_READER_H
#define TQ_RECORD_READER_H

/*
 * Lines to records: each line is checked once, strictly, and the fields that
 * are wanted get their values.
 *
 * Two ways lead to the same result. The general scanner takes any line. The
 * shape cache remembers the last few lines' literal parts (names, blanks,
 * punctuation, the type) and compares them as bytes, so that only the values
 * are scanned; what does not match goes to the general scanner. A fuzz target
 * and a unit test hold the two against each other.
 *
 * A record is one JSON object (RFC 8259) in UTF-8 without a byte order mark,
 * no key twice in any object, at most max_depth deep and max_line bytes long.
 *
 * The bytes at line[n] (a newline) and TQ_SCAN_PAD behind it must be readable.
 */
#include "record/scan.h"

struct tq_reader;

/* How deep and how long a record may be without --max-depth and --max-line. */
enum { TQ_MAX_DEPTH = 128, TQ_MAX_LINE = 1 << 20 };

struct tq_reader *tq_reader_new(int max_depth, size_t max_line);
void tq_reader_free(struct tq_reader *reader);

/* A reader of another input with the same limits and the same wanted fields. */
struct tq_reader *tq_reader_twin(const struct tq_reader *reader);

/* Before the first line: the field's value will be read. */
void tq_reader_want(struct tq_reader *reader, int field);

/*
 * The record of the line at text; NULL with err filled (TQ_DATA: "byte 17:
 * invalid UTF-8"). limit is behind the last newline there is; *n is the line's
 * length without its newline either way. line_no and offset are the caller's
 * to fill. The record lives until the next call.
 */
struct tq_rec *tq_reader_line(struct tq_reader *reader, const char *text,
			      const char *limit, size_t *n, struct tq_err *err);

/* The same by the general scanner only: the measure of the shape cache. */
struct tq_rec *tq_reader_line_general(struct tq_reader *reader, const char *text,
				      size_t n, struct tq_err *err);

/*
 * Whether text (with a newline behind it, see above) is one JSON text of any
 * kind by RFC 8259's grammar, which allows a key twice.
 */
bool tq_json_check(const char *text, size_t n, int max_depth, struct tq_err *err);

#endif

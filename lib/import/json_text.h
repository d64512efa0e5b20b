/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_JSON_TEXT_H
#define TQ_IMPORT_JSON_TEXT_H

/*
 * JSON that is too large to hold, walked along in a tape: where a value
 * ends, and where in a document the rows are. Values are cut out here and
 * checked by the record room's scanner.
 */
#include "import/tape.h"

/* Over blanks and line ends; at the end of the bytes the tape is empty. */
bool tq_json_skip_blanks(struct tq_tape *tape, struct tq_err *err);

/* The next byte that is no blank, not taken; the end of the bytes is TQ_DATA. */
bool tq_json_peek(struct tq_tape *tape, char *c, struct tq_err *err);

/*
 * Takes the value at the tape's place into text: on one line, with a newline
 * behind it that is not counted. Only its brackets and strings are followed:
 * whether it is JSON is still to be asked.
 */
bool tq_json_take(struct tq_tape *tape, struct tq_buf *text, struct tq_err *err);

/* The same for a line. */
bool tq_json_take_line(struct tq_tape *tape, struct tq_buf *text, struct tq_err *err);

/*
 * Goes into the array of rows: the document itself, or the array under key
 * ("result.list"; NULL: the first of the usual names). closers: how many
 * objects are open around it. lines: the document is NDJSON instead, and the
 * tape stays before its first line.
 */
bool tq_json_find_rows(struct tq_tape *tape, const char *key, struct tq_buf *text, bool *lines,
		       size_t *closers, struct tq_err *err);

/* Behind the array: the members that follow in the objects around it, and nothing else. */
bool tq_json_close(struct tq_tape *tape, size_t closers, struct tq_buf *text,
		   struct tq_err *err);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_REC_H
#define TQ_RECORD_REC_H

/*
 * A record as a tool sees it: the line's own bytes, and views of the fields
 * that the tool wanted. All of it is borrowed and lives until the record
 * function returns.
 *
 * The getters return true with the value; false with err filled (TQ_DATA,
 * text such as: missing field "close", field "close" is null). Optional fields are
 * asked for with tq_rec_has first. A null value counts as not there.
 */
#include "base/error.h"
#include "num/dec.h"
#include "record/field.h"
#include "time/instant.h"

enum tq_kind {
	TQ_NULL, TQ_FALSE, TQ_TRUE, TQ_NUMBER, TQ_STRING, TQ_ARRAY, TQ_OBJECT
};

struct tq_value {
	const char *text;        /* string: without its quotes, as written */
	union {
		struct {
			uint32_t n;
			uint8_t kind;
			bool escaped;    /* string with a backslash in it */
			int8_t scale;    /* number: m / 10^scale, or -1: see text */
		};
		uint64_t head;           /* all of these, to be copied at once */
	};
	int64_t m;               /* string: its instant if scale is TQ_INSTANT */
};

enum { TQ_INSTANT = 99 };

struct tq_rec {
	const char *line;        /* without the newline */
	size_t n;
	uint64_t line_no;        /* from 1, in its file */
	uint64_t offset;         /* of the line's first byte in its file */
	enum tq_type type;

	/*
	 * Records with the same number have the same fields, and in those that are
	 * fixed (of the first 64) the same values: what they make of each other
	 * need not be looked at again. 0: nothing is known.
	 */
	uint64_t alike, fixed;
	uint64_t has[TQ_F_MAX / 64];
	struct tq_value value[TQ_F_MAX];
};

/* There and not null. */
static inline bool
tq_rec_has(const struct tq_rec *rec, int field)
{
	return (rec->has[field >> 6] >> (field & 63) & 1) &&
	       rec->value[field].kind != TQ_NULL;
}

/* NULL when it is not there. */
static inline const struct tq_value *
tq_rec_value(const struct tq_rec *rec, int field)
{
	return rec->has[field >> 6] >> (field & 63) & 1 ? &rec->value[field] : NULL;
}

/* Numbers and strings that hold a number; exact. */
bool tq_rec_dec(const struct tq_rec *rec, int field, struct tq_dec *out,
		struct tq_err *err);

/* The same, over zero: a price, a quantity. */
bool tq_rec_above_zero(const struct tq_rec *rec, int field, struct tq_dec *out,
		       struct tq_err *err);

/* The nearest double of the same. */
bool tq_rec_f64(const struct tq_rec *rec, int field, double *out,
		struct tq_err *err);

bool tq_rec_int(const struct tq_rec *rec, int field, int64_t *out,
		struct tq_err *err);

bool tq_rec_bool(const struct tq_rec *rec, int field, bool *out,
		 struct tq_err *err);

/* An RFC 3339 string. */
bool tq_rec_time(const struct tq_rec *rec, int field, tq_time *out,
		 struct tq_err *err);

/*
 * A string as written between its quotes: enough to compare, pass on and key
 * by, since a name is written one way in a stream. A string with escapes that
 * stands for something else is decoded with tq_value_decode.
 */
bool tq_rec_str(const struct tq_rec *rec, int field, struct tq_str *out,
		struct tq_err *err);

/* Decodes a string's escapes to UTF-8 behind what is in *out. */
struct tq_buf;
void tq_value_decode(const struct tq_value *value, struct tq_buf *out);

#endif

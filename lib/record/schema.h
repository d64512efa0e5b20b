/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_SCHEMA_H
#define TQ_RECORD_SCHEMA_H

/*
 * What tq-records(5) asks of each record type: the fields that must be there
 * and the kind of each field that tq gives a meaning. share/schemas holds the
 * same as JSON Schemas; a test holds the two against each other. Fields that
 * are not listed may be anything.
 *
 * A null or a text such as "NaN" where a number belongs is not the schema's
 * business but the rule `finite`'s (market/rules.h).
 */
#include "record/filter.h"

enum tq_schema_kind {
	TQ_KIND_TEXT,
	TQ_KIND_DECIMAL,         /* a number, or a string that holds one */
	TQ_KIND_WHOLE,           /* the same, without a fraction */
	TQ_KIND_TIME,
	TQ_KIND_TIME_OR_NULL,
	TQ_KIND_INTERVAL,
	TQ_KIND_BOOL,
	TQ_KIND_ARRAY,
	TQ_KIND_CHOICE,          /* one of choices */
	TQ_KIND_ANY
};

struct tq_schema_field {
	int field;
	enum tq_schema_kind kind;
	bool required;
	const char *choices;     /* "buy|sell" */
};

enum tq_verdict { TQ_PASSED, TQ_FAILED, TQ_UNCHECKED };

/* The fields of a type and how many; 0 for a type that tq does not know. */
const struct tq_schema_field *tq_schema_of(enum tq_type type, size_t *n);

/* In a filter's open: everything that tq_schema_check reads. */
void tq_schema_want(struct tq_run *run);

/*
 * TQ_FAILED with the reason in err->text; TQ_UNCHECKED for a type that tq does
 * not know.
 */
enum tq_verdict tq_schema_check(const struct tq_rec *rec, struct tq_err *err);

/* The same for a bar that tq_bar_read took: only what that does not read. */
enum tq_verdict tq_schema_check_bar_rest(const struct tq_rec *rec, struct tq_err *err);

/* A value that is no finite number: null, "NaN", "Infinity", or over 38 digits. */
bool tq_value_not_finite(const struct tq_value *value);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_SHAPE_H
#define TQ_RECORD_SHAPE_H

/*
 * The shape of a line: its literal parts (punctuation, names, blanks, and the
 * type where it comes first) between its values. A line with the same literal
 * parts has the same keys, so neither their names nor their being unique need
 * a second look; the values are scanned as strictly as ever. Blanks are part
 * of the shape: foreign spacing is as fast as ours.
 */
#include "record/skip.h"

enum { TQ_SHAPE_SLOTS = 48, TQ_SHAPE_TEXT = 1024, TQ_SHAPE_SAID = 16 };

/* Bytes to compare, eight at a time; the last word through a mask. */
struct tq_literal {
	uint16_t at;             /* in the shape's text */
	uint16_t n;
	uint16_t words;          /* whole words of eight */
	uint64_t mask;           /* of the bytes behind those */
};

struct tq_slot {
	struct tq_literal before;/* the value */
	int16_t field;           /* -1: not wanted */
	uint8_t number_n;        /* length of the last number here */
	uint8_t said_n;          /* the last string here with its end quote, */
	uint64_t said_mask;      /* if it was short: often it comes again */
	char said[TQ_SHAPE_SAID + 8];
};

struct tq_shape {
	const char *from;        /* while it is being made: the line's next literal */
	const char *line;
	bool usable;
	unsigned n_slots;
	uint16_t text_n;
	struct tq_literal tail;  /* behind the last value */
	uint16_t type_at;        /* of the type's value in the line, 0: not literal */
	unsigned next;           /* the shape that came behind this one last */
	enum tq_type type;
	bool type_in_slot;
	tq_time hour;            /* that the last "time" began in, TQ_TIME_NONE: none */
	char hour_text[16];      /* its first 14 bytes: 2024-01-01T00: */
	uint64_t has[TQ_F_MAX / 64];
	struct tq_value type_value;
	struct tq_slot slot[TQ_SHAPE_SLOTS];
	char text[TQ_SHAPE_TEXT + 8];
};

/* Made while the general scanner reads a line: start, a value each, end. */
void tq_shape_start(struct tq_shape *shape, const char *line);
void tq_shape_add(struct tq_shape *shape, const char *value, const char *end, int field,
		  const struct tq_value *v);
void tq_shape_end(struct tq_shape *shape, const char *end, const struct tq_rec *rec);

/* The end of the line at text if it has this shape, its values in *rec; or NULL. */
const char *tq_shape_match(struct tq_shape *shape, struct tq_skip *skip, const char *text,
			   const char *limit, struct tq_rec *rec);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_SHAPE_H
#define TQ_RECORD_SHAPE_H

/*
 * The shape of a line: its literal parts (punctuation, names, blanks, and the
 * type where it comes first) between its values. A line with the same literal
 * parts has the same keys, so neither their names nor their being unique need
 * a second look; the values are scanned as strictly as ever. Blanks are part
 * of the shape: foreign spacing is as fast as ours.
 *
 * Most strings, and true and false, are those of the line before: symbol,
 * venue, interval. They are frozen, that is compared as bytes together with
 * the literals around them, until they have changed twice in FROZEN_LINES
 * lines. So there are two lists of parts: as it is known from the line before,
 * and the plain one, which says whether the line has the shape at all.
 */
#include "record/day.h"
#include "record/skip.h"

enum { TQ_SHAPE_SLOTS = 48, TQ_SHAPE_TEXT = 1024 };

/* What the value is guessed to be; VARIED: a number whose form cannot be. */
enum tq_slot_kind { TQ_SLOT_ANY, TQ_SLOT_TIME, TQ_SLOT_NUMBER, TQ_SLOT_VARIED };

/* A value that is scanned. */
struct tq_slot {
	enum tq_slot_kind kind;
	bool loose;              /* it changes too often to be frozen */
	uint16_t said_at;        /* its last frozen bytes in the text of the frozen list */
	uint16_t said_n;
	uint32_t changed;        /* when those changed: in lines of this shape */
	struct tq_value *to;     /* in the reader's record, or ignored */

	/* The form of the numbers here; another one that comes twice in a row takes its place. */
	const struct tq_form *form, *other;
	uint32_t other_line;     /* when that came, in lines of this shape */
	unsigned wrong;          /* how much more often than not the guess was wrong */
	char end;                /* the byte behind the value */
};

/* A value within the bytes of a part. */
struct tq_fixed {
	struct tq_value *to;
	uint64_t head;           /* see struct tq_value */
	size_t at;               /* of its text, from the part's first byte */
};

/* Bytes to compare, then a slot, or the line's end. */
struct tq_part {
	uint16_t n;
	uint16_t words;          /* bytes of the words of eight before */
	uint16_t last;           /* the last one, which may overlap them, */
	uint64_t mask;           /* of which these bits count */
	uint16_t n_fixed;        /* values within */
	struct tq_slot *slot;    /* NULL: the end */
};

struct tq_parts {
	unsigned n, n_fixed;
	uint64_t number;         /* of the frozen list: see alike in struct tq_rec; else 0 */
	uint64_t fields;         /* of the first 64: those that are fixed */
	uint16_t text_n;
	bool type_known;
	enum tq_type type;
	struct tq_part part[TQ_SHAPE_SLOTS + 1];
	struct tq_fixed fixed[TQ_SHAPE_SLOTS + 1];
	char text[TQ_SHAPE_TEXT + 8];
};

struct tq_shape {
	const char *from;        /* while it is being made: the line's next literal */
	const char *line;
	struct tq_rec *rec;      /* that gets the values */
	bool usable;
	unsigned n_slots;
	unsigned next;           /* the shape that came behind this one last */
	uint32_t lines;          /* that had this shape */
	uint64_t has[TQ_F_MAX / 64];
	struct tq_value ignored;
	struct tq_day day;
	struct tq_slot slot[TQ_SHAPE_SLOTS];
	struct tq_parts plain, frozen;
};

/* A number for records that are alike (struct tq_rec): each time another one. */
uint64_t tq_shape_number(void);

/* Made while the general scanner reads a line: start, a value each, end. */
void tq_shape_start(struct tq_shape *shape, const char *line, struct tq_rec *rec);
void tq_shape_add(struct tq_shape *shape, const char *value, const char *end, int field,
		  const struct tq_value *v);
void tq_shape_end(struct tq_shape *shape, const char *end, struct tq_skip *skip);

/* The end of the line at text if it has this shape, its values in the record; or NULL. */
const char *tq_shape_match(struct tq_shape *shape, struct tq_skip *skip, const char *text,
			   const char *limit);

#endif

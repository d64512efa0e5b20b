/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_MEND_H
#define TQ_MARKET_MEND_H

/* The inside of tq_repair: what is held of a bar and of a series. Private to repair. */
#include "base/buf.h"
#include "base/names.h"
#include "market/repair.h"

/* The fields that are repaired; prices first. */
enum tq_mend_field {
	TQ_MEND_OPEN, TQ_MEND_HIGH, TQ_MEND_LOW, TQ_MEND_CLOSE, TQ_MEND_ADJ, TQ_MEND_VOLUME,
	TQ_MEND_DIVIDEND, TQ_MEND_FIELDS
};

struct tq_held {
	char *line;
	size_t n;
	const char *file;
	uint64_t line_no, offset;
	int64_t series;          /* -1: no bar, or one that is not to be looked at */
	tq_time until;           /* TQ_TIME_NONE: goes when it is the first */
	int64_t before, after;   /* bars of the series, by their number; -1: none held */

	int64_t index;           /* in its series, from 0 */
	struct tq_dec now[TQ_MEND_FIELDS];       /* bad: the field is not there */
	uint32_t at[TQ_MEND_FIELDS], length[TQ_MEND_FIELDS];     /* of the texts in line */
	uint8_t code[TQ_MEND_FIELDS];            /* enum tq_repair_kind, 0: as it came */
	struct tq_dec split, gains;              /* bad: none */
	int64_t level;           /* power of 100 to the first bar of the series */
};

struct tq_mend_series {
	int64_t first, last;     /* held bars, by number; -1: none */
	int64_t bars;            /* that came */
	bool out;                /* a bar was let go: */
	struct tq_dec gone[TQ_MEND_FIELDS];      /* the last one, repaired */
	int64_t gone_level;
	int64_t good;            /* the level that is right */
	bool firm;               /* because a bar traded there */
	struct tq_dec split;     /* the last one; bad: none */
	int64_t split_index;
};

struct tq_repair {
	unsigned kinds;
	int64_t window;
	tq_time now;             /* event time of the record that came last */

	struct tq_held *ring;    /* of cap records, a power of two */
	size_t cap;
	int64_t head, tail;      /* numbers of the first and behind the last held record */
	struct tq_names names;
	struct tq_mend_series *series;
	size_t series_cap;
	struct tq_buf key, text;
	struct tq_repair_counts counts;
};

static inline struct tq_held *
tq_mend_held(const struct tq_repair *r, int64_t number)
{
	return &r->ring[(size_t)number & (r->cap - 1)];
}

/* The values of the bar before, held or gone; NULL when there is none. */
const struct tq_dec *tq_mend_before(const struct tq_repair *r, const struct tq_held *h);
int64_t tq_mend_level_before(const struct tq_repair *r, const struct tq_held *h);

/* Changes a field of a held bar. */
void tq_mend_set(struct tq_held *h, enum tq_mend_field field, struct tq_dec value,
		 enum tq_repair_kind kind);

/* x / y for a price, 12 digits. */
struct tq_dec tq_mend_quotient(struct tq_dec x, struct tq_dec y);

/* |ln(close / close before)|, mean of at most 20 bars before h that step less than most. */
double tq_mend_unrest(const struct tq_repair *r, const struct tq_held *h, double most);

/* Each looks at a bar that has come, and at those held before it. */
void tq_mend_unit(struct tq_repair *r, struct tq_mend_series *s, struct tq_held *h);
void tq_mend_split(struct tq_repair *r, struct tq_mend_series *s, struct tq_held *h);
void tq_mend_dividend(struct tq_repair *r, struct tq_mend_series *s, struct tq_held *h);

/* A bar is let go: its level is a fact now. */
void tq_mend_unit_gone(struct tq_mend_series *s, const struct tq_held *h);

/* The line with its new values and the field repaired behind the last one. */
void tq_mend_write(const struct tq_held *h, struct tq_buf *out);

#endif

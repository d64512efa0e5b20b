/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_COLUMNS_H
#define TQ_IMPORT_COLUMNS_H

/*
 * Which column of a table is which field of a record.
 *
 * A column is named by --columns, or known by its header: letters and digits
 * are compared, without case, with a list of names that mean one thing only
 * ("Adj Close" is no close). Two columns that could both be a field are an
 * error, as is a field that a record needs and no column has.
 */
#include "base/error.h"
#include "base/str.h"

#include <stddef.h>

/* What a table's rows become. */
enum tq_made { TQ_MADE_BAR, TQ_MADE_PRICE, TQ_MADE_TICK, TQ_MADE_QUOTE, TQ_MADE_FUNDING };

/* The fields that columns can be, in the order in which a record has them. */
enum tq_col {
	TQ_COL_TIME, TQ_COL_SYMBOL, TQ_COL_OPEN, TQ_COL_HIGH, TQ_COL_LOW, TQ_COL_CLOSE,
	TQ_COL_VOLUME, TQ_COL_QUOTE_VOLUME, TQ_COL_TRADES, TQ_COL_TAKER_BUY_VOLUME,
	TQ_COL_ADJ_CLOSE, TQ_COL_DIVIDEND, TQ_COL_SPLIT, TQ_COL_CAPITAL_GAINS, TQ_COL_PRICE,
	TQ_COL_QTY, TQ_COL_SIDE, TQ_COL_BUYER_MAKER, TQ_COL_ID, TQ_COL_BID, TQ_COL_ASK,
	TQ_COL_BID_QTY, TQ_COL_ASK_QTY, TQ_COL_RATE, TQ_COL_MARK_PRICE, TQ_COLS
};

struct tq_col_info {
	const char *name;        /* as --columns calls it */
	int field;               /* enum tq_field */
	unsigned needed;         /* bits of enum tq_made that cannot be without it */
	unsigned taken;          /* bits of enum tq_made that have it */
	char form;               /* 'p'rice, 'n'umber, 's'tring, si'd'e, 'm'aker flag, 't'ime,
				    'c'ash a share (0: none), split factor ('x'; 0, 1: none) */
	const char *headers;     /* known headers, letters and digits only, blanks between */
};

const struct tq_col_info *tq_col_info(enum tq_col col);

/* What was found. A column that is not there is -1. */
struct tq_columns {
	int at[TQ_COLS];
	int time2;               /* a second column, joined to the time by a blank */
	size_t width;            /* how many cells a row has */
	bool from_header;        /* the first row is a header */
};

/* --columns, taken apart. */
struct tq_col_spec {
	struct tq_str place[256];        /* by position: field names, or "-" */
	size_t places;
	struct tq_str name[TQ_COLS];     /* by name: headers, n == 0 where none was given */
	struct tq_str time2;
};

/* text is kept, not copied. TQ_USAGE on anything unknown. */
bool tq_col_spec_parse(const char *text, struct tq_col_spec *spec, struct tq_err *err);

/* How many cells of a row are headers known for a kind of record, or named by spec. */
size_t tq_columns_known(const struct tq_col_spec *spec, enum tq_made made,
			const struct tq_str *cell, size_t n);

/*
 * The columns of a table with a header. lacking: fields that may be missing
 * (the symbol or the volume is given otherwise), as bits of enum tq_col.
 */
bool tq_columns_named(const struct tq_col_spec *spec, enum tq_made made,
		      const struct tq_str *cell, size_t n, unsigned lacking,
		      struct tq_columns *columns, struct tq_err *err);

/* The columns of a table whose places spec names. */
bool tq_columns_placed(const struct tq_col_spec *spec, enum tq_made made, unsigned lacking,
		       struct tq_columns *columns, struct tq_err *err);

#endif

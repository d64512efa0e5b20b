/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_TABLE_H
#define TQ_IMPORT_TABLE_H

/*
 * How a table becomes records: what the user says (tq_table_options), what is
 * seen in its first block of rows (tq_table_plan), and a row's way from cells
 * to a draft. Nothing is taken for granted that the first rows leave open.
 */
#include "import/columns.h"
#include "import/draft.h"
#include "import/head.h"
#include "import/rows.h"
#include "import/timeform.h"
#include "time/interval.h"

enum tq_table_order {
	TQ_ORDER_AUTO,           /* newest first is turned round, all else stays */
	TQ_ORDER_ASIS,
	TQ_ORDER_ASCENDING,      /* a row that goes back is refused */
	TQ_ORDER_DESCENDING,     /* turned round */
	TQ_ORDER_SORT
};

enum tq_table_header { TQ_HEADER_AUTO, TQ_HEADER_YES, TQ_HEADER_NO };
enum tq_table_unit { TQ_TABLE_UNIT_NONE, TQ_TABLE_UNIT_S, TQ_TABLE_UNIT_MS, TQ_TABLE_UNIT_US,
		     TQ_TABLE_UNIT_NS };
enum tq_table_blank { TQ_BLANK_REFUSE, TQ_BLANK_SKIP };
enum tq_table_kind { TQ_KIND_AUTO, TQ_KIND_BAR, TQ_KIND_PRICE, TQ_KIND_TICK, TQ_KIND_QUOTE,
		     TQ_KIND_FUNDING };

struct tq_table_options {
	int kind;                /* enum tq_table_kind */
	const char *columns;     /* --columns, or NULL */
	int header;              /* enum tq_table_header */
	const char *delimiter;   /* one byte, "tab", or NULL */
	const char *rows;        /* key of the rows in a JSON document, or NULL */
	const char *wide;        /* the field that all columns but the time are, or NULL */
	int blank;               /* enum tq_table_blank */
	const char *volume;      /* what bars without volume have, or NULL */
	const char *scale;       /* a power of ten that prices are divided by, or NULL */

	const char *time_format; /* or NULL */
	int time_unit;           /* enum tq_table_unit */
	const char *timezone;    /* or NULL: UTC */
	struct tq_bound since, until;    /* until is exclusive */
	int order;               /* enum tq_table_order */

	const char *symbol;      /* or NULL */
	const char *venue;       /* or NULL */
	const char *interval;    /* or NULL; "auto" */
	bool mark_source;
};

/* The options, checked and made ready once for all files. */
struct tq_table {
	const struct tq_table_options *options;
	enum tq_made made;
	enum tq_col wide;        /* when options->wide */
	struct tq_col_spec spec;
	unsigned lacking;        /* fields that are given otherwise */
	char delimiter;
	int scale;               /* digits that prices are moved by */
	struct tq_timeform form; /* what is given of it */
	bool form_given;
	struct tq_zone *zone;
	struct tq_interval interval;     /* n == 0: find it */
	struct tq_buf symbol, venue;     /* with escapes */
	struct tq_str volume;
};

/* TQ_USAGE for anything that cannot be. */
bool tq_table_init(struct tq_table *table, const struct tq_table_options *options,
		   struct tq_err *err);
void tq_table_fini(struct tq_table *table);

/* What the first rows of a file show. Texts belong to the plan. */
struct tq_table_plan {
	struct tq_columns columns;
	size_t banner;           /* rows before the header */
	size_t first;            /* the first row of data */
	struct tq_buf names;     /* the header's cells, one behind the other */
	struct tq_str *name;     /* n == 0 where there is none */
	size_t n_names;
	bool by_key;             /* rows are JSON objects: their keys come and go */
	struct tq_buf escaped;   /* the same as symbols, of a wide file */
	struct tq_str *symbol;
	struct tq_timeform form;
	struct tq_interval interval;
	bool interval_found;     /* it was not given */
	bool descending;
};

/* names: those of JSON objects, or NULL. TQ_DATA or TQ_USAGE says what to pass. */
bool tq_table_plan(const struct tq_table *table, struct tq_head *head,
		   const struct tq_names *names, struct tq_table_plan *plan, struct tq_err *err);
void tq_table_plan_fini(struct tq_table_plan *plan);

/* Where a row's texts lie while it is a draft, and what was seen of rows before. */
struct tq_table_state {
	struct tq_buf text;
	struct tq_buf only_symbol;       /* of a file whose symbol is given */
	uint64_t blank;          /* cells or rows that were left out */
	uint64_t outside;        /* before --since or after --until */
	uint64_t row;
};

/* Calls give for each draft of a row. TQ_DATA: the row is refused. */
typedef bool tq_table_give(void *to, const struct tq_draft *draft, struct tq_err *err);

bool tq_table_row(const struct tq_table *table, const struct tq_table_plan *plan,
		  struct tq_table_state *state, const struct tq_row *row, tq_table_give *give,
		  void *to, struct tq_err *err);

#endif

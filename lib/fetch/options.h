/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_OPTIONS_H
#define TQ_FETCH_OPTIONS_H

/* What a user says of a fetch from a venue or from the store. */
#include "net/call.h"
#include "record/filter.h"

enum tq_fetch_source { TQ_FETCH_AUTO, TQ_FETCH_STORE, TQ_FETCH_ARCHIVE, TQ_FETCH_REST };

struct tq_fetch_options {
	/* Rows of the tool that other sources have too, and the operands. */
	const char *provider;    /* NULL: none is named */
	char **symbols;
	size_t n_symbols;
	const char *kind;        /* as providers write it (open_interest); NULL: not given */
	const char *interval;    /* or NULL */
	const char *symbol, *venue;      /* of a store's series, or NULL */
	struct tq_bound since, until;
	bool mark_source;

	/* Its own rows. */
	const char *market;
	int64_t last;            /* bars; 0: not given */
	int64_t limit;           /* rows or depth; 0: the venue's */
	bool include_open;
	const char *store;
	int source;              /* enum tq_fetch_source */
	bool no_output, follow, allow_partial;
	int64_t jobs;
	const char *base_url;
	const char *credentials;
	const char *symbols_from;
	bool list, list_symbols, describe, verify, gaps, read;
	bool snapshot;           /* the first operand was that word */
	tq_time window;          /* of a snapshot */
	struct tq_caller_options caller;
};

/* at of the rows is relative to tq_fetch_options. */
enum { TQ_FETCH_VENUE_ROWS = 12, TQ_FETCH_STORE_ROWS = 7, TQ_FETCH_SNAPSHOT_ROWS = 1 };
extern const struct tq_opt tq_fetch_venue_rows[TQ_FETCH_VENUE_ROWS];
extern const struct tq_opt tq_fetch_store_rows[TQ_FETCH_STORE_ROWS];
extern const struct tq_opt tq_fetch_snapshot_rows[TQ_FETCH_SNAPSHOT_ROWS];

/* What cannot be said together: TQ_USAGE. */
bool tq_fetch_options_check(const struct tq_fetch_options *options, struct tq_err *err);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_STATE_STATE_H
#define TQ_STATE_STATE_H

/*
 * What a filter knows between two runs (--state FILE, law L2).
 *
 * One function of the filter walks its fields; the same calls write them when
 * the state is being saved and read them when it is being loaded, so the two
 * cannot drift apart. Each field has a name that is checked on loading. An
 * error is kept in the state: later calls do nothing, and the caller of
 * tq_state_load reports it (TQ_MISMATCH). The file is NDJSON: a first line with
 * tool, version and a hash of the options, a line a field, a last line with
 * the count and the checksum of all before it.
 *
 *	static void
 *	sma_state(struct sma *sma, struct tq_state *st)
 *	{
 *		tq_state_f64s(st, "window", sma->window, sma->n);
 *		tq_state_i64(st, "at", &sma->at);
 *	}
 */
#include "base/buf.h"
#include "num/dec.h"
#include "time/instant.h"

struct tq_state;

bool tq_state_loading(const struct tq_state *st);
bool tq_state_ok(const struct tq_state *st);

/* Marks the state as unusable: "symbol table is not sorted". */
void tq_state_refuse(struct tq_state *st, const char *why);

void tq_state_i64(struct tq_state *st, const char *name, int64_t *x);
void tq_state_bool(struct tq_state *st, const char *name, bool *x);
void tq_state_f64(struct tq_state *st, const char *name, double *x); /* NaN too */
void tq_state_f64s(struct tq_state *st, const char *name, double *x, size_t n);
void tq_state_dec(struct tq_state *st, const char *name, struct tq_dec *x);
void tq_state_text(struct tq_state *st, const char *name, struct tq_buf *x);

/* How many items follow; when loading, a count over max marks the state unusable. */
void tq_state_count(struct tq_state *st, const char *name, size_t *n, size_t max);

/*
 * The file. options_hash is of every option that changes the output. A file
 * that is missing is an empty state (*found false); one that is damaged or of
 * another tool, version or options is TQ_MISMATCH.
 */
struct tq_state *tq_state_new_save(const char *tool, int version,
				   uint64_t options_hash);
bool tq_state_commit(struct tq_state *st, const char *path, struct tq_err *err);
struct tq_state *tq_state_open(const char *path, const char *tool, int version,
			       uint64_t options_hash, bool *found,
			       struct tq_err *err);
bool tq_state_close(struct tq_state *st, struct tq_err *err); /* after loading: all read? */
void tq_state_free(struct tq_state *st);

#endif

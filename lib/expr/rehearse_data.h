/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_REHEARSE_DATA_H
#define TQ_EXPR_REHEARSE_DATA_H

/* A file of records in memory, to be read again and again; private to the room. */
#include "base/buf.h"
#include "record/filter.h"

struct tq_rehearse_data {
	const char *path;
	struct tq_buf text;
	size_t *line;            /* where each begins; line[n] is the end */
	size_t n;
};

bool tq_rehearse_load(struct tq_rehearse_data *data, const char *path, struct tq_err *err);
void tq_rehearse_unload(struct tq_rehearse_data *data);

/*
 * Lines from..to as records. open is given a run whose output is memory, each
 * record goes to record, end is last, with what was said. Any of the three may
 * refuse.
 */
struct tq_rehearse_run {
	void *self;
	bool (*open)(void *self, struct tq_run *run, struct tq_err *err);
	bool (*record)(void *self, const struct tq_rec *rec, size_t line, struct tq_out *out,
		       struct tq_err *err);
	bool (*end)(void *self, struct tq_out *out, struct tq_err *err);
};

bool tq_rehearse_part(const struct tq_rehearse_data *data, size_t from, size_t to,
		      const struct tq_rehearse_run *run, struct tq_err *err);

#endif

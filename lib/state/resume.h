/* SPDX-License-Identifier: ISC */
#ifndef TQ_STATE_RESUME_H
#define TQ_STATE_RESUME_H

/*
 * A filter's state file over one run (--state): locked and opened before the
 * filter is opened, loaded behind its open, saved at the end. One writer a
 * file: a second run gets TQ_LOCKED. The file holds the stream loop's
 * watermarks, then the filter's own fields.
 */
#include "base/file.h"
#include "record/stream.h"
#include "state/state.h"

struct tq_resume {
	const char *path;
	const struct tq_filter *filter;
	void *self;
	struct tq_stream *stream;
	uint64_t options_hash;
	struct tq_lock lock;
	struct tq_state *loaded;
};

/* *found: there is a state to load. */
bool tq_resume_open(struct tq_resume *r, bool *found, struct tq_err *err);
bool tq_resume_load(struct tq_resume *r, struct tq_err *err);
bool tq_resume_save(struct tq_resume *r, struct tq_err *err);
void tq_resume_fini(struct tq_resume *r);

#endif

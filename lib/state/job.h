/* SPDX-License-Identifier: ISC */
#ifndef TQ_STATE_JOB_H
#define TQ_STATE_JOB_H

/*
 * One run of one filter: its output opened, its state found, its records
 * processed, output and state made safe. cmd/main.c makes the options around
 * it; the instance's options are applied before.
 */
#include "base/common.h"
#include "state/resume.h"

struct tq_job {
	const struct tq_filter *filter;
	void *self;
	const struct tq_common *common;
	struct tq_stream *stream;
	struct tq_run run;
	struct tq_resume resume;
	struct tq_hold output;
	bool skipped;            /* lines are lost by --on-error skip */
	struct tq_err skip;      /* and this says so at the end */
};

/* filter, self and common are filled in already. */
void tq_job_init(struct tq_job *job, const struct tq_settings *settings);
bool tq_job_run(struct tq_job *job, struct tq_err *err);
void tq_job_fini(struct tq_job *job);

#endif

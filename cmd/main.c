/* SPDX-License-Identifier: ISC */
/*
 * The main() of every tool: reads the options, then runs the tool's filter
 * between its input and its output. The Makefile compiles this file once a
 * tool and names the filter in TQ_FILTER.
 */
#include "base/log.h"
#include "base/mem.h"
#include "record/stats.h"
#include "state/job.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

extern const struct tq_filter TQ_FILTER;
extern char **environ;

struct program {
	struct tq_settings settings;
	struct tq_common common;
	struct tq_job job;
};

/* Network file systems report a failed write at the close. */
static bool
close_stdout(struct tq_err *err)
{
	if (close(STDOUT_FILENO) == 0 || errno == EBADF)
		return true;
	return tq_fail_errno(err, TQ_IO, "cannot write");
}

/* The only way out: a failure that nobody gave a status is a bug. */
static int
finish(struct program *p, bool ok, struct tq_err *err)
{
	if (ok)
		ok = close_stdout(err);
	if (!ok && *err->text)
		tq_log(TQ_LOG_ERROR, "%s", err->text);
	if (TQ_FILTER.fini)
		TQ_FILTER.fini(p->job.self);
	tq_job_fini(&p->job);
	tq_settings_fini(&p->settings);
	free(p->job.self);
	return ok ? TQ_OK : err->status == TQ_OK ? TQ_BUG : (int)err->status;
}

/* --help and its like: true when that is all that was asked for. */
static bool
answer(struct program *p, bool *ok, struct tq_err *err)
{
	struct tq_usage usage = {TQ_FILTER.name, TQ_FILTER.summary, TQ_FILTER.synopsis,
				 TQ_FILTER.examples, TQ_FILTER.words, TQ_FILTER.more_words};
	struct tq_buf text = {0};
	bool asked = tq_common_answer(&p->settings, &usage, &text);

	*ok = tq_write_all(STDOUT_FILENO, text.p, text.n, err);
	tq_buf_fini(&text);
	return asked;
}

/* All of them, so that one round of mending is enough. */
static bool
tell_faults(const struct program *p, struct tq_err *err)
{
	for (size_t i = 0; i < p->settings.n_faults; i++)
		tq_log(TQ_LOG_ERROR, "%s", p->settings.faults[i]);
	if (p->settings.n_faults > 0)
		err->status = TQ_USAGE;
	return p->settings.n_faults == 0;
}

static bool
run(struct program *p, int64_t start, struct tq_err *err)
{
	bool ok;

	tq_job_init(&p->job, &p->settings);
	ok = tq_job_run(&p->job, err);
	if (p->common.stats && p->job.run.out)
		tq_stats_say(tq_stream_stats(p->job.stream), p->job.run.out, start);
	return ok;
}

int
main(int argc, char **argv)
{
	struct program p = {.job = {.filter = &TQ_FILTER, .common = &p.common}};
	int64_t start = tq_stats_clock();
	struct tq_err err = {0};
	bool ok, answered;

	tq_guard_descriptors();
	tq_log_init(TQ_FILTER.name, TQ_LOG_WARN, false);
	p.job.self = tq_alloc(1, TQ_FILTER.size);
	p.settings.tool = TQ_FILTER.name;
	tq_settings_add(&p.settings, TQ_FILTER.groups, TQ_FILTER.n_groups, p.job.self, false);
	tq_common_read(&p.settings, &p.common, argc, argv, environ);
	answered = answer(&p, &ok, &err);
	if (answered && !p.common.show_config)
		return finish(&p, ok, &err);
	tq_log_init(TQ_FILTER.name, (enum tq_log_level)p.common.log_level, p.common.log_format);
	if (!tell_faults(&p, &err) || answered)
		return finish(&p, ok && p.settings.n_faults == 0, &err);
	return finish(&p, run(&p, start, &err), &err);
}

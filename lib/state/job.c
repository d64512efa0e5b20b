/* SPDX-License-Identifier: ISC */
#include "state/job.h"

#include "base/log.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

void
tq_job_init(struct tq_job *job, const struct tq_settings *settings)
{
	const struct tq_common *common = job->common;
	struct tq_stream_options options = {
		.on_error = (enum tq_on_error)common->on_error,
		.rejects = common->rejects,
		.max_line = (size_t)common->max_line,
		.max_depth = (int)common->max_depth,
		.watermarks = common->state != NULL,
	};

	job->stream = tq_stream_new(&options);
	job->output.fd = -1;
	job->run.tool = job->filter->name;
	job->run.operands = settings->operands;
	job->run.n_operands = settings->n_operands;
	job->run.reader = tq_stream_reader(job->stream);
	job->run.keeps_state = common->state != NULL;
	job->resume.path = common->state;
	job->resume.filter = job->filter;
	job->resume.self = job->self;
	job->resume.stream = job->stream;
	job->resume.options_hash = tq_settings_hash(settings);
}

/* A result is made for others to read, so the mode is what a shell's > would give. */
static bool
open_output(struct tq_job *job, struct tq_err *err)
{
	const char *path = job->common->output;
	mode_t mask = umask(0);

	umask(mask);
	if (!path || strcmp(path, "-") == 0) {
		job->run.out = tq_out_new(STDOUT_FILENO);
		return true;
	}
	if (!tq_hold_open(&job->output, path, false, err))
		return false;
	if (job->output.temp && fchmod(job->output.fd, 0666 & ~mask) != 0)
		return tq_fail_errno(err, TQ_IO, "cannot set the mode of '%s'", path);
	job->run.out = tq_out_new(job->output.fd);
	return true;
}

/* open comes before load: what is loaded has to have its place. */
static bool
open_filter(struct tq_job *job, struct tq_err *err)
{
	if (job->common->state && !tq_resume_open(&job->resume, &job->run.resumed, err))
		return false;
	if (job->filter->open && !job->filter->open(job->self, &job->run, err))
		return false;
	return job->run.done || !job->run.resumed || tq_resume_load(&job->resume, err);
}

static bool
run_records(struct tq_job *job, struct tq_err *err)
{
	if (!job->filter->source && job->run.n_operands == 0 && isatty(STDIN_FILENO))
		tq_log(TQ_LOG_WARN, "reads records from the terminal (--help tells more)");
	if (tq_stream_run(job->stream, job->filter, job->self, &job->run, err))
		return true;
	job->skipped = err->status == TQ_DATA && job->common->on_error == TQ_ON_ERROR_SKIP;
	job->skip = *err;
	return job->skipped;
}

static bool
flush(struct tq_job *job, struct tq_err *err)
{
	if (!job->run.out || tq_out_flush(job->run.out))
		return true;
	*err = job->run.out->err;
	return false;
}

static bool
make_records(struct tq_job *job, struct tq_err *err)
{
	if (!open_filter(job, err))
		return false;
	if (job->run.done)
		return true;
	if (!run_records(job, err))
		return false;
	if (!job->filter->close || (job->common->state && !job->filter->sums_up))
		return true;
	return job->filter->close(job->self, job->run.out, err);
}

/*
 * The output is where it will stay: a file is renamed to its name; standard
 * output is only settled when a state is going to say that it was written. A
 * pipe cannot be synced (EINVAL); some file systems tell of a failure at close.
 */
static bool
settle(struct tq_job *job, struct tq_err *err)
{
	if (job->output.path)
		return tq_hold_commit(&job->output, err);
	if (!job->common->state)
		return true;
	if ((fsync(STDOUT_FILENO) != 0 && errno != EINVAL && errno != EROFS && errno != EBADF) ||
	    (close(STDOUT_FILENO) != 0 && errno != EBADF))
		return tq_fail_errno(err, TQ_IO, "cannot write");
	return true;
}

/*
 * The output is safe before the state is: a crash between the two makes the
 * next run say the same again rather than leave it out.
 */
bool
tq_job_run(struct tq_job *job, struct tq_err *err)
{
	struct tq_err ignored;

	if (!open_output(job, err))
		return false;
	if (!make_records(job, err)) {
		/* What was said before the fault stays said, except in a file. */
		if (!job->output.path)
			flush(job, &ignored);
		return false;
	}
	if (!flush(job, err) || !settle(job, err))
		return false;
	if (job->common->state && !job->run.done && !tq_resume_save(&job->resume, err))
		return false;
	*err = job->skip;
	return !job->skipped;
}

void
tq_job_fini(struct tq_job *job)
{
	if (!job->stream)
		return;
	tq_hold_drop(&job->output);
	tq_resume_fini(&job->resume);
	tq_out_free(job->run.out);
	tq_stream_free(job->stream);
}

/* SPDX-License-Identifier: ISC */
#include "state/resume.h"

#include "state/watermarks.h"

enum { STATE_VERSION = 1 };

static void
walk(struct tq_resume *r, struct tq_state *st)
{
	tq_state_watermarks(st, tq_stream_watermarks(r->stream));
	if (tq_state_loading(st))
		r->filter->load(r->self, st);
	else
		r->filter->save(r->self, st);
}

bool
tq_resume_open(struct tq_resume *r, bool *found, struct tq_err *err)
{
	if (!r->filter->save || !r->filter->load)
		return tq_fail(err, TQ_USAGE, "--state: %s keeps no state", r->filter->name);
	if (!tq_lock_take(&r->lock, r->path, err))
		return false;
	r->loaded = tq_state_open(r->path, r->filter->name, STATE_VERSION, r->options_hash, found,
				  err);
	return r->loaded != NULL;
}

bool
tq_resume_load(struct tq_resume *r, struct tq_err *err)
{
	bool ok;

	walk(r, r->loaded);
	ok = tq_state_close(r->loaded, err) || tq_fail_prefix(err, "'%s'", r->path);
	tq_state_free(r->loaded);
	r->loaded = NULL;
	return ok;
}

bool
tq_resume_save(struct tq_resume *r, struct tq_err *err)
{
	struct tq_state *st = tq_state_new_save(r->filter->name, STATE_VERSION, r->options_hash);
	bool ok;

	walk(r, st);
	ok = tq_state_commit(st, r->path, err);
	tq_state_free(st);
	return ok;
}

void
tq_resume_fini(struct tq_resume *r)
{
	tq_state_free(r->loaded);
	tq_lock_drop(&r->lock);
}

/* SPDX-License-Identifier: ISC */
#include "fetch/archive.h"

#include "base/log.h"
#include "fetch/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	SLOTS = 64,              /* programs that unpack at once */
	TRIES = 2
};
#define FILE_MAX (INT64_C(8) << 30)

/* Only letters, digits, '-', '_' and '.' of what the venue calls the file. */
static void
put_name(struct tq_buf *path, const char *name)
{
	for (const char *p = name; *p; p++) {
		bool plain = (*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') ||
			     (*p >= 'a' && *p <= 'z') || *p == '-' || *p == '_' ||
			     (*p == '.' && p != name);

		tq_buf_put(path, plain ? p : "_", 1);
	}
}

/*
 * A place for the file: the first of a few that nobody uses, so that what a
 * killed program left is written over and does not pile up.
 */
static bool
take_slot(struct tq_archive_job *job, struct tq_err *err)
{
	struct tq_buf folder = {0};
	bool ok = tq_place_cache("archive", &folder, err), taken = false;

	for (int i = 0; ok && !taken && i < SLOTS; i++) {
		tq_buf_clear(&job->path);
		tq_buf_printf(&job->path, "%.*s/%d.zip", TQ_STR_ARG(folder), i);
		taken = tq_lock_take(&job->lock, tq_buf_text(&job->path), err);
		ok = taken || err->status == TQ_LOCKED;
	}
	if (ok && taken) {
		*err = (struct tq_err){0};
		tq_buf_printf(&job->bad, "%.*s/", TQ_STR_ARG(folder));
		put_name(&job->bad, job->file.name);
		tq_buf_puts(&job->bad, ".bad");
	}
	tq_buf_fini(&folder);
	return ok && taken;
}

bool
tq_archive_begin(struct tq_archive_job *job, const struct tq_ask *ask,
		 enum tq_archive_period period, tq_time start, bool *there, struct tq_err *err)
{
	*job = (struct tq_archive_job){.ask = ask, .lock.fd = -1};
	if (!tq_provider_archive(ask, period, start, there, &job->file, err))
		return false;
	return !*there || take_slot(job, err);
}

struct tq_call *
tq_archive_call(struct tq_archive_job *job)
{
	bool file = job->has_checksum || !job->file.checksum_url;

	tq_call_fini(&job->call);
	job->call = (struct tq_call){
		.method = "GET",
		.url = file ? job->file.url : job->file.checksum_url,
		.version = tq_provider_version(job->ask->provider),
		.to_file = file ? tq_buf_text(&job->path) : NULL,
		.max_body = file ? FILE_MAX : 64 * 1024,
		.weight = 1,
		.fresh = true,
	};
	return &job->call;
}

/* "64 hexadecimal digits, two blanks, name", as sha256sum writes it. */
static bool
take_checksum(struct tq_archive_job *job, struct tq_err *err)
{
	struct tq_str body = tq_buf_str(&job->call.reply.body);
	size_t name = strlen(job->file.name);

	for (size_t i = 0; i < 64; i++) {
		char c = i < body.n ? body.p[i] : '\0';

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return tq_fail(err, TQ_RETRY, "%s: the checksum is none",
				       job->file.checksum_url);
		job->checksum[i] = c;
	}
	job->checksum[64] = '\0';
	if (body.n < 66 + name || body.p[64] != ' ' || (body.p[65] != ' ' && body.p[65] != '*') ||
	    memcmp(body.p + 66, job->file.name, name) != 0 ||
	    (body.n > 66 + name && body.p[66 + name] != '\n' && body.p[66 + name] != '\r'))
		return tq_fail(err, TQ_RETRY, "%s: the checksum is of another file than '%s'",
			       job->file.checksum_url, job->file.name);
	job->has_checksum = true;
	return true;
}

void
tq_archive_set_aside(struct tq_archive_job *job)
{
	if (rename(tq_buf_text(&job->path), tq_buf_text(&job->bad)) == 0)
		tq_log(TQ_LOG_WARN, "%s: kept aside as %s", job->file.url, tq_buf_text(&job->bad));
}

/* The file is there: is it the one that the venue meant? */
static enum tq_archive_found
take_file(struct tq_archive_job *job, struct tq_err *err)
{
	struct stat st;

	if (job->has_checksum && strcmp(job->checksum, job->call.reply.sha256) != 0) {
		if (++job->tries < TRIES) {
			job->has_checksum = false;
			return TQ_ARCHIVE_MORE;
		}
		tq_fail(err, TQ_RETRY, "%s: SHA-256 is %s, the venue says %s", job->file.url,
			job->call.reply.sha256, job->checksum);
		tq_archive_set_aside(job);
		return TQ_ARCHIVE_BAD;
	}
	if (stat(tq_buf_text(&job->path), &st) != 0) {
		tq_fail_errno(err, TQ_IO, "'%s'", tq_buf_text(&job->path));
		return TQ_ARCHIVE_BAD;
	}
	job->size = st.st_size;
	return TQ_ARCHIVE_HERE;
}

enum tq_archive_found
tq_archive_answer(struct tq_archive_job *job, struct tq_err *err)
{
	bool file = job->call.to_file != NULL;

	if (job->call.err.status != TQ_OK) {
		if (job->call.reply.status == 404)
			return TQ_ARCHIVE_ABSENT;
		*err = job->call.err;
		return TQ_ARCHIVE_BAD;
	}
	if (file)
		return take_file(job, err);
	return take_checksum(job, err) ? TQ_ARCHIVE_MORE : TQ_ARCHIVE_BAD;
}

static enum tq_made
made_of(enum tq_type type)
{
	return type == TQ_TYPE_TICK      ? TQ_MADE_TICK
	       : type == TQ_TYPE_QUOTE   ? TQ_MADE_QUOTE
	       : type == TQ_TYPE_FUNDING ? TQ_MADE_FUNDING
	       : type == TQ_TYPE_PRICE   ? TQ_MADE_PRICE
					 : TQ_MADE_BAR;
}

bool
tq_archive_read(struct tq_archive_job *job, tq_time from, tq_time to, const char *source,
		struct tq_bulk *bulk, struct tq_err *err)
{
	const struct tq_ask *ask = job->ask;
	struct tq_bulk_form form = {
		.columns = job->file.columns,
		.unit = job->file.unit,
		.unit_by_magnitude = job->file.unit_by_magnitude,
		.header_maybe = job->file.header_maybe,
		.made = made_of(ask->kind->type),
		.symbol = ask->symbol,
		.venue = ask->venue,
		.interval = ask->interval_text[0] ? ask->interval_text : NULL,
		.source = source,
		.synthetic = ask->kind->synthetic,
	};

	return tq_bulk_read(tq_buf_text(&job->path), &form, from, to, bulk, err) ||
	       tq_fail_prefix(err, "%s", job->file.url);
}

void
tq_archive_end(struct tq_archive_job *job)
{
	if (job->path.n > 0 && job->lock.name)
		(void)unlink(tq_buf_text(&job->path));
	tq_call_fini(&job->call);
	tq_lock_drop(&job->lock);
	tq_archive_file_fini(&job->file);
	tq_buf_fini(&job->path);
	tq_buf_fini(&job->bad);
	*job = (struct tq_archive_job){.lock.fd = -1};
}

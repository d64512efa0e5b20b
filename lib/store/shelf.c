/* SPDX-License-Identifier: ISC */
#include "store/shelf.h"

#include "base/mem.h"

#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

static bool
load(struct tq_shelf *shelf, struct tq_err *err)
{
	struct tq_buf text = {0};
	bool ok = tq_manifest_load(shelf->dir, shelf->folder, &text, err);

	if (ok && text.n > 0)
		ok = tq_manifest_read(&shelf->manifest, tq_buf_str(&text), err) ||
		     tq_fail_prefix(err, "'%s/" TQ_MANIFEST "' is damaged", shelf->folder);
	tq_spans_copy(&shelf->covered, &shelf->manifest.covered);
	tq_buf_fini(&text);
	return ok;
}

static bool
lock(struct tq_shelf *shelf, struct tq_err *err)
{
	struct tq_buf path = {0};
	bool ok;

	tq_buf_printf(&path, "%s/" TQ_MANIFEST, shelf->folder);
	ok = tq_lock_take(&shelf->lock, tq_buf_text(&path), err);
	if (!ok && err->status == TQ_LOCKED)
		tq_fail(err, TQ_LOCKED, "'%s' is being written by another instance",
			shelf->folder);
	tq_buf_fini(&path);
	return ok;
}

static bool
open_series(struct tq_shelf *shelf, const char *root, const struct tq_series_name *name,
	    struct tq_err *err)
{
	struct tq_buf path = {0};
	bool ok = tq_manifest_init(&shelf->manifest, name, err) &&
		  tq_folder_open(root, name, shelf->write, &path, &shelf->dir, err);

	shelf->folder = tq_str_dup(tq_buf_str(&path));
	tq_buf_fini(&path);
	if (!ok || shelf->dir < 0)
		return ok;
	if (shelf->write && !lock(shelf, err))
		return false;
	/*
	 * A reader holds the folder, so that what this manifest names stays. It
	 * does not wait for a writer that is cleaning: that one keeps them, too.
	 */
	if (!shelf->write)
		flock(shelf->dir, LOCK_SH | LOCK_NB);
	return load(shelf, err);
}

struct tq_shelf *
tq_shelf_open(const char *folder, const struct tq_series_name *name, bool write,
	      struct tq_err *err)
{
	struct tq_shelf *shelf = tq_alloc(1, sizeof(*shelf));

	shelf->write = write;
	shelf->dir = -1;
	shelf->lock.fd = -1;
	if (open_series(shelf, folder, name, err)) {
		if (write)
			tq_shelf_clean(shelf);
		return shelf;
	}
	/* Nothing is known of what is there: nothing of it is removed. */
	shelf->write = false;
	tq_shelf_close(shelf);
	return NULL;
}

void
tq_shelf_close(struct tq_shelf *shelf)
{
	if (!shelf)
		return;
	if (shelf->write)
		tq_shelf_clean(shelf);
	tq_staged_drop(shelf);
	tq_lock_drop(&shelf->lock);
	if (shelf->dir >= 0)
		close(shelf->dir);
	tq_spans_fini(&shelf->covered);
	tq_manifest_fini(&shelf->manifest);
	free(shelf->staged);
	free(shelf->folder);
	free(shelf);
}

void
tq_shelf_missing(const struct tq_shelf *shelf, tq_time from, tq_time to, struct tq_ranges *out)
{
	const struct tq_spans *covered = &shelf->covered;

	for (size_t i = tq_spans_find(covered, from); i < covered->n && from < to; i++) {
		struct tq_span span = covered->item[i];

		if (span.from > from)
			tq_ranges_add(out, from, span.from < to ? span.from : to);
		from = span.to;
	}
	tq_ranges_add(out, from, to);
}

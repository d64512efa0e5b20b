/* SPDX-License-Identifier: ISC */
#include "store/shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <stdio.h>
#include <unistd.h>

/* What was written under this name lasts from now on. */
static bool
sync_part(const struct tq_shelf *shelf, const char *name, struct tq_err *err)
{
	int fd = openat(shelf->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		tq_fail_errno(err, TQ_IO, "cannot sync '%s/%s'", shelf->folder, name);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool
name_part(const struct tq_shelf *shelf, const struct tq_piece *piece, struct tq_month *month,
	  struct tq_err *err)
{
	struct tq_buf part = {0}, file = {0};
	bool ok;

	month->bytes = piece->packed.bytes;
	month->gzip = piece->packed.gzip;
	memcpy(month->sha256, piece->packed.sha256, sizeof(month->sha256));
	tq_part_name(piece->part, &part);
	tq_month_file(month, &file);
	ok = sync_part(shelf, part.p, err);
	if (ok && renameat(shelf->dir, part.p, shelf->dir, tq_buf_text(&file)) != 0)
		ok = tq_fail_errno(err, TQ_IO, "cannot rename to '%s/%s'", shelf->folder, file.p);
	tq_buf_fini(&part);
	tq_buf_fini(&file);
	return ok;
}

/* Whether a month's new file is a piece as it lies there. */
static bool
is_whole(const struct tq_staged *staged, const struct tq_month *old)
{
	const struct tq_span *span = staged->from.item;

	if (staged->n != 1 || staged->piece[0].part == 0)
		return false;
	return !old || old->n == 0 ||
	       (staged->from.n == 1 && span->from == tq_month_start(staged->month) &&
		span->to == tq_month_start(staged->month + 1));
}

/* The month's entry as it will be. Its old one, if any, stays as it is. */
static bool
make_month(struct tq_shelf *shelf, struct tq_staged *staged, const struct tq_month *old,
	   struct tq_month *new, struct tq_err *err)
{
	struct tq_piece merged = {0};
	struct tq_piece *piece = &merged;
	bool ok = true;

	*new = (struct tq_month){.month = staged->month};
	if (is_whole(staged, old))
		piece = &staged->piece[0];
	else
		ok = tq_month_merge(shelf, staged, old, &merged, err);
	new->n = (int64_t)piece->n;
	if (ok && piece->n > 0)
		ok = name_part(shelf, piece, new, err);
	if (ok && shelf->manifest.grid)
		tq_holes_find(&piece->runs, &shelf->covered, tq_month_start(new->month),
			      tq_month_start(new->month + 1), shelf->manifest.iv, &new->holes);
	tq_piece_fini(&merged);
	return ok;
}

static const struct tq_month *
find_month(const struct tq_manifest *m, int month)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->month[i].month == month)
			return &m->month[i];
	return NULL;
}

static bool
make_months(struct tq_shelf *shelf, struct tq_err *err)
{
	for (size_t i = 0; i < shelf->n; i++) {
		struct tq_month new, *entry;
		int month = shelf->staged[i].month;

		if (!make_month(shelf, &shelf->staged[i], find_month(&shelf->manifest, month),
				&new, err)) {
			tq_holes_fini(&new.holes);
			return false;
		}
		entry = tq_manifest_month(&shelf->manifest, month);
		tq_holes_fini(&entry->holes);
		*entry = new;
	}
	return true;
}

/* The new files' names must last before a manifest that names them does. */
static bool
write_manifest(struct tq_shelf *shelf, struct tq_err *err)
{
	struct tq_buf text = {0}, path = {0};
	struct tq_hold hold;
	bool ok;

	if (fsync(shelf->dir) != 0 && errno != EINVAL)
		return tq_fail_errno(err, TQ_IO, "cannot sync folder '%s'", shelf->folder);
	tq_spans_copy(&shelf->manifest.covered, &shelf->covered);
	tq_manifest_write(&shelf->manifest, &text);
	tq_buf_printf(&path, "%s/" TQ_MANIFEST, shelf->folder);
	ok = tq_hold_open(&hold, tq_buf_text(&path), false, err);
	if (ok) {
		ok = tq_write_all(hold.fd, text.p, text.n, err) && tq_hold_commit(&hold, err);
		tq_hold_drop(&hold);
	}
	tq_buf_fini(&text);
	tq_buf_fini(&path);
	return ok;
}

bool
tq_shelf_commit(struct tq_shelf *shelf, struct tq_err *err)
{
	if (!shelf->write || shelf->broken)
		return tq_fail(err, TQ_BUG, "store: a commit of a shelf that is not to be written");
	if (!shelf->changed)
		return true;
	if (!make_months(shelf, err) || !write_manifest(shelf, err)) {
		/* What was made so far is not what the manifest on disk says. */
		shelf->broken = true;
		return false;
	}
	shelf->changed = false;
	tq_staged_drop(shelf);
	tq_shelf_clean(shelf);
	return true;
}

/* SPDX-License-Identifier: ISC */
#include "store/shelf.h"

#include "record/scan.h"
#include "store/name.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC, MANIFEST_MAX = 1 << 28 };

/* A new folder lasts when the one above it is synced. */
static bool
make(int above, const char *name, struct tq_err *err)
{
	if (mkdirat(above, name, 0700) != 0 && errno != EEXIST)
		return tq_fail_errno(err, TQ_IO, "cannot create folder '%s'", name);
	if (above >= 0 && fsync(above) != 0 && errno != EINVAL)
		return tq_fail_errno(err, TQ_IO, "cannot sync the folder above '%s'", name);
	return true;
}

/* The folder that the user names may be a link; what is below it is ours and none. */
static bool
enter(int above, const char *name, int flags, bool make_it, int *dir, struct tq_err *err)
{
	*dir = openat(above, name, FOLDER_FLAGS | flags);
	if (*dir < 0 && errno == ENOENT) {
		if (!make_it)
			return true;
		if (!make(above, name, err))
			return false;
		*dir = openat(above, name, FOLDER_FLAGS | flags);
	}
	if (*dir < 0 && (errno == ENOTDIR || errno == ELOOP))
		return tq_fail(err, TQ_IO, "'%s' is no folder", name);
	return *dir >= 0 || tq_fail_errno(err, TQ_IO, "cannot open folder '%s'", name);
}

bool
tq_folder_open(const char *root, const struct tq_series_name *name, bool make_it,
	       struct tq_buf *path, int *dir, struct tq_err *err)
{
	const char *const part[] = {name->venue, name->kind, name->symbol, name->interval};
	int above = AT_FDCWD;

	tq_buf_clear(path);
	tq_buf_puts(path, root);
	if (!enter(AT_FDCWD, tq_buf_text(path), 0, make_it, dir, err))
		return false;
	for (size_t i = 0; i < sizeof(part) / sizeof(part[0]) && *dir >= 0; i++) {
		size_t start = path->n + 1;
		bool ok;

		above = *dir;
		tq_buf_puts(path, "/");
		tq_folder_put(path, part[i]);
		tq_buf_text(path);
		ok = enter(above, path->p + start, O_NOFOLLOW, make_it, dir, err);
		close(above);
		if (!ok)
			return tq_fail_prefix(err, "'%s'", path->p);
	}
	return true;
}

/* A manifest that is too large is a damaged one. */
static bool
read_all(int fd, struct tq_buf *text, struct tq_err *err)
{
	if (!tq_read_fd(fd, MANIFEST_MAX, text, err)) {
		if (err->status == TQ_DATA)
			err->status = TQ_MISMATCH;
		return false;
	}
	memset(tq_buf_room(text, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
	return true;
}

bool
tq_manifest_load(int dir, const char *folder, struct tq_buf *text, struct tq_err *err)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
	int fd = openat(dir, TQ_MANIFEST, flags);
	struct stat st;
	bool ok;

	tq_buf_clear(text);
	if (fd < 0 && errno == ENOENT)
		return true;
	if (fd < 0 && errno != ELOOP)
		return tq_fail_errno(err, TQ_IO, "cannot open '%s/" TQ_MANIFEST "'", folder);
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		ok = tq_fail(err, TQ_MISMATCH, "no regular file");
	else
		ok = read_all(fd, text, err);
	/* A manifest of no bytes is a damaged one, not one of nothing. */
	if (ok && text->n == 0)
		ok = tq_fail(err, TQ_MISMATCH, "damaged: it is empty");
	if (fd >= 0)
		close(fd);
	return ok || tq_fail_prefix(err, "'%s/" TQ_MANIFEST "'", folder);
}

static const char digits[] = "0123456789";

static bool
is_unfinished(const char *name)
{
	size_t n = strspn(name, digits);

	return strcmp(name, TQ_MANIFEST ".tmp") == 0 || (n > 0 && strcmp(name + n, ".part") == 0);
}

static bool
is_month(const char *name)
{
	size_t n = strspn(name, digits);

	if (n != 4 || name[4] != '-' || strspn(name + 5, digits) != 2 || name[7] != '.' ||
	    strspn(name + 8, "0123456789abcdef") != 16)
		return false;
	return strcmp(name + 24, ".ndjson.zst") == 0 || strcmp(name + 24, ".ndjson.gz") == 0;
}

static bool
is_named(const struct tq_manifest *m, const char *name, struct tq_buf *text)
{
	for (size_t i = 0; i < m->n; i++) {
		if (m->month[i].n == 0)
			continue;
		tq_buf_clear(text);
		tq_month_file(&m->month[i], text);
		if (strcmp(tq_buf_text(text), name) == 0)
			return true;
	}
	return false;
}

/*
 * What the manifest on disk names is not known for sure behind an error: months
 * are then left to the next writer.
 */
static bool
is_litter(const struct tq_shelf *shelf, const char *name, struct tq_buf *text)
{
	return is_unfinished(name) ||
	       (!shelf->broken && is_month(name) && !is_named(&shelf->manifest, name, text));
}

void
tq_shelf_clean(struct tq_shelf *shelf)
{
	struct tq_buf text = {0};
	struct dirent *entry;
	DIR *files;
	int fd;

	/* Readers hold the folder shared: what they may still open stays for the next writer. */
	if (flock(shelf->dir, LOCK_EX | LOCK_NB) != 0)
		return;
	fd = openat(shelf->dir, ".", FOLDER_FLAGS);
	files = fd >= 0 ? fdopendir(fd) : NULL;
	while (files && (entry = readdir(files)))
		if (is_litter(shelf, entry->d_name, &text))
			unlinkat(shelf->dir, entry->d_name, 0);
	if (files)
		closedir(files);
	else if (fd >= 0)
		close(fd);
	flock(shelf->dir, LOCK_UN);
	tq_buf_fini(&text);
}

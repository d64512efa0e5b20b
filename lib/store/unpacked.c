/* SPDX-License-Identifier: ISC */
#include "store/pack.h"

#include "base/mem.h"
#include "record/scan.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024 };

struct tq_unpacked {
	int fd;
	char *name;
	struct archive *archive;
	struct tq_err below;
	struct tq_buf lines;
	size_t given;            /* of lines: the caller has them */
	char block[BLOCK];
};

static ssize_t
read_block(struct tq_unpacked *u)
{
	ssize_t n;

	do
		n = read(u->fd, u->block, BLOCK);
	while (n < 0 && errno == EINTR);
	return n;
}

static la_ssize_t
on_read(struct archive *a, void *data, const void **bytes)
{
	struct tq_unpacked *u = data;
	ssize_t n = read_block(u);

	(void)a;
	if (n < 0)
		tq_fail_errno(&u->below, TQ_IO, "cannot read");
	*bytes = u->block;
	return n;
}

static bool
failed(struct tq_unpacked *u, struct tq_err *err)
{
	const char *why = archive_error_string(u->archive);

	if (u->below.status != TQ_OK)
		*err = u->below;
	else
		tq_fail(err, TQ_DATA, "damaged: %s", why ? why : "out of memory");
	return tq_fail_prefix(err, "'%s'", u->name);
}

static bool
is_as_it_was(struct tq_unpacked *u, const struct tq_packed *was, struct tq_err *err)
{
	struct tq_sha256 *sum = tq_sha256_new();
	char found[TQ_SHA256_SIZE];
	int64_t bytes = 0;
	ssize_t n;

	while ((n = read_block(u)) > 0) {
		tq_sha256_add(sum, u->block, (size_t)n);
		bytes += n;
	}
	tq_sha256_end(sum, found);
	if (n < 0 || lseek(u->fd, 0, SEEK_SET) != 0)
		return tq_fail_errno(err, TQ_IO, "cannot read '%s'", u->name);
	if (bytes != was->bytes)
		return tq_fail(err, TQ_DATA, "'%s' has %lld bytes, not %lld as the manifest says",
			       u->name, (long long)bytes, (long long)was->bytes);
	if (strcmp(found, was->sha256) != 0)
		return tq_fail(err, TQ_DATA, "'%s' is damaged: its SHA-256 is %.16s..., not "
			       "%.16s... as the manifest says", u->name, found, was->sha256);
	return true;
}

static bool
start(struct tq_unpacked *u, struct tq_err *err)
{
	struct archive_entry *entry;

	u->archive = archive_read_new();
	if (!u->archive)
		tq_no_memory();
	archive_read_support_filter_zstd(u->archive);
	archive_read_support_filter_gzip(u->archive);
	archive_read_support_format_raw(u->archive);
	if (archive_read_open(u->archive, u, NULL, on_read, NULL) != ARCHIVE_OK ||
	    archive_read_next_header(u->archive, &entry) != ARCHIVE_OK)
		return failed(u, err);
	return true;
}

/* A pipe in a file's place would block its opening. */
static bool
open_file(struct tq_unpacked *u, int dir, struct tq_err *err)
{
	struct stat st;

	u->fd = openat(dir, u->name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (u->fd < 0 && errno != ELOOP)
		return tq_fail_errno(err, errno == ENOENT ? TQ_DATA : TQ_IO, "cannot open '%s'",
				     u->name);
	if (u->fd < 0 || fstat(u->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return tq_fail(err, TQ_DATA, "'%s' is no regular file", u->name);
	return true;
}

struct tq_unpacked *
tq_unpacked_open(int dir, const char *name, const struct tq_packed *was, struct tq_err *err)
{
	struct tq_unpacked *u = tq_alloc(1, sizeof(*u));

	u->name = tq_str_dup(tq_str(name));
	if (open_file(u, dir, err) && (!was || is_as_it_was(u, was, err)) && start(u, err))
		return u;
	tq_unpacked_close(u);
	return NULL;
}

/* The bytes behind the last whole line come first in what follows. */
static void
drop_given(struct tq_unpacked *u)
{
	if (u->given > 0)
		memmove(u->lines.p, u->lines.p + u->given, u->lines.n - u->given);
	u->lines.n -= u->given;
	u->given = 0;
}

static size_t
whole_lines(const struct tq_buf *buf, size_t from)
{
	size_t n = buf->n;

	while (n > from && buf->p[n - 1] != '\n')
		n--;
	return n > from ? n : 0;
}

bool
tq_unpacked_next(struct tq_unpacked *u, struct tq_str *lines, struct tq_err *err)
{
	drop_given(u);
	while (u->given == 0) {
		size_t before = u->lines.n;
		const void *bytes;
		size_t n;
		la_int64_t offset;
		int rc = archive_read_data_block(u->archive, &bytes, &n, &offset);

		if (rc == ARCHIVE_EOF)
			break;
		if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
			return failed(u, err);
		tq_buf_put(&u->lines, bytes, n);
		memset(tq_buf_room(&u->lines, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
		u->given = whole_lines(&u->lines, before);
	}
	if (u->given == 0 && u->lines.n > 0)
		return tq_fail(err, TQ_DATA, "'%s': its last line is cut off", u->name);
	*lines = (struct tq_str){u->lines.p, u->given};
	return true;
}

void
tq_unpacked_close(struct tq_unpacked *u)
{
	if (!u)
		return;
	archive_read_free(u->archive);
	if (u->fd >= 0)
		close(u->fd);
	tq_buf_fini(&u->lines);
	free(u->name);
	free(u);
}

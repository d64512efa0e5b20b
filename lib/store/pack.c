/* SPDX-License-Identifier: ISC */
#include "store/pack.h"

#include "base/file.h"
#include "base/mem.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 256 * 1024, OUT_BLOCK = 64 * 1024 };

struct tq_pack {
	int fd;
	char *name;
	struct archive *archive;
	struct tq_sha256 *sum;
	struct tq_packed packed;
	struct tq_err below;     /* what went wrong below libarchive */
	size_t n;
	char block[BLOCK];
};

static la_ssize_t
on_write(struct archive *a, void *data, const void *bytes, size_t n)
{
	struct tq_pack *pack = data;

	(void)a;
	if (!tq_write_all(pack->fd, bytes, n, &pack->below))
		return -1;
	tq_sha256_add(pack->sum, bytes, n);
	pack->packed.bytes += (int64_t)n;
	return (la_ssize_t)n;
}

static bool
failed(struct tq_pack *pack, struct tq_err *err)
{
	const char *why = archive_error_string(pack->archive);

	if (pack->below.status != TQ_OK)
		*err = pack->below;
	else
		tq_fail(err, TQ_IO, "cannot compress: %s", why ? why : "out of memory");
	return tq_fail_prefix(err, "'%s'", pack->name);
}

/*
 * The fastest level of zstd: of bars its files are as small as those of level
 * 3, in two thirds of the time. gzip's header would hold the time of day.
 */
static bool
choose_filter(struct tq_pack *pack)
{
	struct archive *a = pack->archive;

	if (archive_write_add_filter_zstd(a) == ARCHIVE_OK)
		return archive_write_set_filter_option(a, "zstd", "compression-level", "1") ==
		       ARCHIVE_OK;
	pack->packed.gzip = true;
	return archive_write_add_filter_gzip(a) == ARCHIVE_OK &&
	       archive_write_set_filter_option(a, "gzip", "timestamp", NULL) == ARCHIVE_OK;
}

static bool
start(struct tq_pack *pack)
{
	struct archive_entry *entry;
	bool ok;

	pack->archive = archive_write_new();
	if (!pack->archive)
		tq_no_memory();
	if (!choose_filter(pack) || archive_write_set_format_raw(pack->archive) != ARCHIVE_OK ||
	    archive_write_set_bytes_per_block(pack->archive, OUT_BLOCK) != ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(pack->archive, 1) != ARCHIVE_OK ||
	    archive_write_open(pack->archive, pack, NULL, on_write, NULL) != ARCHIVE_OK)
		return false;
	entry = archive_entry_new();
	if (!entry)
		tq_no_memory();
	archive_entry_set_filetype(entry, AE_IFREG);
	ok = archive_write_header(pack->archive, entry) == ARCHIVE_OK;
	archive_entry_free(entry);
	return ok;
}

struct tq_pack *
tq_pack_open(int dir, const char *name, struct tq_err *err)
{
	int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
	struct tq_pack *pack = tq_alloc(1, sizeof(*pack));

	pack->name = tq_str_dup(tq_str(name));
	pack->sum = tq_sha256_new();
	pack->fd = openat(dir, name, flags, 0600);
	if (pack->fd < 0) {
		tq_fail_errno(err, TQ_IO, "cannot create '%s'", name);
	} else if (start(pack)) {
		return pack;
	} else {
		failed(pack, err);
	}
	tq_pack_close(pack, NULL, NULL);
	return NULL;
}

/* Always by whole blocks, so that libarchive is given the same pieces each time. */
static bool
flush(struct tq_pack *pack, struct tq_err *err)
{
	if (archive_write_data(pack->archive, pack->block, pack->n) != (la_ssize_t)pack->n)
		return failed(pack, err);
	pack->n = 0;
	return true;
}

bool
tq_pack_put(struct tq_pack *pack, const char *lines, size_t n, struct tq_err *err)
{
	while (n > 0) {
		size_t now = n < BLOCK - pack->n ? n : BLOCK - pack->n;

		memcpy(pack->block + pack->n, lines, now);
		pack->n += now;
		lines += now;
		n -= now;
		if (pack->n == BLOCK && !flush(pack, err))
			return false;
	}
	return true;
}

bool
tq_pack_close(struct tq_pack *pack, struct tq_packed *out, struct tq_err *err)
{
	bool ok = out != NULL;

	if (ok)
		ok = (pack->n == 0 || flush(pack, err)) &&
		     (archive_write_close(pack->archive) == ARCHIVE_OK || failed(pack, err));
	/* Else freeing it would write the rest of what is not wanted. */
	if (pack->archive && !ok)
		archive_write_fail(pack->archive);
	archive_write_free(pack->archive);
	if (pack->fd >= 0 && close(pack->fd) != 0 && ok)
		ok = tq_fail_errno(err, TQ_IO, "cannot close '%s'", pack->name);
	tq_sha256_end(pack->sum, pack->packed.sha256);
	if (ok)
		*out = pack->packed;
	free(pack->name);
	free(pack);
	return ok;
}

/* SPDX-License-Identifier: ISC */
#include "import/feed.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

enum { BLOCK = 64 * 1024 };

struct tq_feed {
	int fd;
	bool owned;              /* fd is ours to close */
	bool seekable;
	bool gzip;
	bool open_member;        /* gzip: inside a member, its end not yet seen */
	z_stream z;
	size_t n;                /* raw bytes in in[], not used while gzip */
	bool first;              /* in[] holds bytes that were read to look at them */
	unsigned char in[BLOCK];
	unsigned char out[BLOCK];
};

static bool
fill(struct tq_feed *feed, struct tq_err *err)
{
	for (;;) {
		ssize_t got = read(feed->fd, feed->in, BLOCK);

		if (got >= 0) {
			feed->n = (size_t)got;
			return true;
		}
		if (errno != EINTR)
			return tq_fail_errno(err, TQ_IO, "cannot read");
	}
}

/* zlib's error texts are constants of its own; NULL when it has none. */
static bool
damaged(struct tq_feed *feed, struct tq_err *err)
{
	return tq_fail(err, TQ_DATA, "damaged gzip data: %s",
		       feed->z.msg ? feed->z.msg : "bad format");
}

static bool
start_gzip(struct tq_feed *feed, struct tq_err *err)
{
	/* 16: a gzip header and trailer, and nothing else. */
	if (inflateInit2(&feed->z, 15 + 16) != Z_OK)
		return tq_fail(err, TQ_IO, "out of memory");
	feed->gzip = true;
	feed->open_member = true;
	feed->seekable = false;
	feed->z.next_in = feed->in;
	feed->z.avail_in = (uInt)feed->n;
	return true;
}

static bool
open_fd(struct tq_feed *feed, const char *path, struct tq_err *err)
{
	feed->fd = STDIN_FILENO;
	if (strcmp(path, "-") == 0)
		return true;
	feed->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (feed->fd < 0)
		return tq_fail_errno(err, TQ_IO, "cannot open '%s'", path);
	feed->owned = true;
	feed->seekable = lseek(feed->fd, 0, SEEK_CUR) == 0;
	return true;
}

/* The first two bytes may come one at a time from a pipe. */
static bool
look(struct tq_feed *feed, struct tq_err *err)
{
	while (feed->n < 2) {
		ssize_t got = read(feed->fd, feed->in + feed->n, BLOCK - feed->n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return tq_fail_errno(err, TQ_IO, "cannot read");
		if (got == 0)
			break;
		feed->n += (size_t)got;
	}
	feed->first = true;
	if (feed->n >= 2 && feed->in[0] == 0x1f && feed->in[1] == 0x8b)
		return start_gzip(feed, err);
	return true;
}

struct tq_feed *
tq_feed_open(const char *path, struct tq_err *err)
{
	struct tq_feed *feed = tq_alloc(1, sizeof(*feed));

	if (open_fd(feed, path, err) && look(feed, err))
		return feed;
	tq_feed_close(feed);
	return NULL;
}

void
tq_feed_close(struct tq_feed *feed)
{
	if (!feed)
		return;
	if (feed->gzip)
		inflateEnd(&feed->z);
	if (feed->owned)
		close(feed->fd);
	free(feed);
}

static bool
refill_gzip(struct tq_feed *feed, struct tq_err *err)
{
	if (feed->z.avail_in > 0)
		return true;
	if (!fill(feed, err))
		return false;
	feed->z.next_in = feed->in;
	feed->z.avail_in = (uInt)feed->n;
	return true;
}

/* Another member may follow the end of one; anything else there is damage. */
static bool
next_gzip_member(struct tq_feed *feed, bool *end, struct tq_err *err)
{
	*end = false;
	if (!refill_gzip(feed, err))
		return false;
	if (feed->z.avail_in == 0) {
		*end = true;
		return true;
	}
	if (*feed->z.next_in != 0x1f)
		return tq_fail(err, TQ_DATA, "damaged gzip data: bytes behind its end");
	if (inflateReset(&feed->z) != Z_OK)
		return damaged(feed, err);
	feed->open_member = true;
	return true;
}

static bool
read_gzip(struct tq_feed *feed, struct tq_str *bytes, struct tq_err *err)
{
	feed->z.next_out = feed->out;
	feed->z.avail_out = BLOCK;
	while (feed->z.avail_out == BLOCK) {
		bool end;
		int rc;

		if (!feed->open_member) {
			if (!next_gzip_member(feed, &end, err))
				return false;
			if (end)
				break;
		}
		if (!refill_gzip(feed, err))
			return false;
		if (feed->z.avail_in == 0)
			return tq_fail(err, TQ_DATA, "gzip data is cut off");
		rc = inflate(&feed->z, Z_NO_FLUSH);
		if (rc == Z_STREAM_END)
			feed->open_member = false;
		else if (rc != Z_OK && rc != Z_BUF_ERROR)
			return damaged(feed, err);
	}
	*bytes = (struct tq_str){(const char *)feed->out, BLOCK - feed->z.avail_out};
	return true;
}

bool
tq_feed_read(struct tq_feed *feed, struct tq_str *bytes, struct tq_err *err)
{
	if (feed->gzip)
		return read_gzip(feed, bytes, err);
	if (!feed->first && !fill(feed, err))
		return false;
	feed->first = false;
	*bytes = (struct tq_str){(const char *)feed->in, feed->n};
	return true;
}

int64_t
tq_feed_seek(struct tq_feed *feed, int64_t offset, int whence)
{
	if (!feed->seekable)
		return -1;
	/* What was read to look at it lies before the file's own position. */
	if (feed->first && whence == SEEK_CUR)
		offset -= (int64_t)feed->n;
	feed->first = false;
	return lseek(feed->fd, (off_t)offset, whence);
}

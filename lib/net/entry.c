/* SPDX-License-Identifier: ISC */
#include "net/entry.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "net/entry_head.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 65536, MEMORY_MOST = 1 << 30 };

/* An entry's file while it is read. */
struct source {
	int fd;
	struct tq_buf start;     /* the head, and what was read behind it */
	size_t body_at;          /* in start */
	int64_t size;            /* of the file */
};

/* Where a body goes: into memory or a file, through its checksum. */
struct sink {
	struct tq_buf *memory;   /* or NULL */
	int fd;
	int64_t n;
	struct tq_sha256 *sum;
};

static bool
put_body(struct sink *sink, const char *p, size_t n, struct tq_err *err)
{
	sink->n += (int64_t)n;
	tq_sha256_add(sink->sum, p, n);
	if (!sink->memory)
		return tq_write_all(sink->fd, p, n, err);
	tq_buf_put(sink->memory, p, n);
	return true;
}

static ssize_t
read_some(int fd, char *to, size_t n)
{
	ssize_t got;

	do
		got = read(fd, to, n);
	while (got < 0 && errno == EINTR);
	return got;
}

/* What is no regular file is no entry: nothing is waited for, nothing followed. */
static bool
open_source(struct source *s, const char *path, bool *there, struct tq_err *err)
{
	struct stat st;

	s->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	*there = s->fd >= 0 || errno != ENOENT;
	if (s->fd < 0)
		return !*there || tq_fail_errno(err, TQ_IO, "cannot open '%s'", path);
	if (fstat(s->fd, &st) != 0)
		return tq_fail_errno(err, TQ_IO, "cannot read '%s'", path);
	if (!S_ISREG(st.st_mode))
		return tq_fail(err, TQ_DATA, "'%s' is no regular file", path);
	s->size = st.st_size;
	return true;
}

static void
close_source(struct source *s)
{
	if (s->fd >= 0)
		close(s->fd);
	tq_buf_fini(&s->start);
}

/* The first line: what is behind it in the block stays in start. */
static bool
read_head(struct source *s, const char *path, struct tq_entry *entry, struct tq_err *err)
{
	const char *newline = NULL;

	while (!newline) {
		ssize_t got = read_some(s->fd, tq_buf_room(&s->start, BLOCK), BLOCK);
		size_t looked = s->start.n;

		if (got < 0)
			return tq_fail_errno(err, TQ_IO, "cannot read '%s'", path);
		s->start.n += (size_t)got;
		if (got > 0)
			newline = memchr(s->start.p + looked, '\n', (size_t)got);
		if (!newline && (got == 0 || s->start.n > TQ_ENTRY_HEAD))
			return tq_fail(err, TQ_DATA, "'%s' is damaged: no head", path);
	}
	s->body_at = (size_t)(newline - s->start.p) + 1;
	return tq_entry_head((struct tq_str){s->start.p, s->body_at - 1}, entry, err) ||
	       tq_fail_prefix(err, "'%s' is damaged", path);
}

static bool
copy_body(struct source *s, const char *path, struct sink *sink, struct tq_err *err)
{
	char *block = s->start.p;
	ssize_t got;

	if (!put_body(sink, s->start.p + s->body_at, s->start.n - s->body_at, err))
		return false;
	while ((got = read_some(s->fd, block, BLOCK)) > 0)
		if (!put_body(sink, block, (size_t)got, err))
			return false;
	return got == 0 || tq_fail_errno(err, TQ_IO, "cannot read '%s'", path);
}

static bool
check_length(const char *path, const struct tq_entry *entry, int64_t n, struct tq_err *err)
{
	if (entry->length < 0 || entry->length == n)
		return true;
	return tq_fail(err, TQ_DATA, "'%s' is damaged: %lld bytes of body, its head says %lld",
		       path, (long long)n, (long long)entry->length);
}

/* What the head says of its body, and whether it says enough. */
static bool
check_body(const char *path, bool whole, const struct tq_entry *entry, const struct sink *sink,
	   const char *sum, struct tq_err *err)
{
	if (whole && (!entry->checked || entry->length < 0 || !entry->sha256[0]))
		return tq_fail(err, TQ_DATA, "'%s' is damaged: no checksums", path);
	if (!check_length(path, entry, sink->n, err))
		return false;
	if (entry->sha256[0] && strcmp(entry->sha256, sum) != 0)
		return tq_fail(err, TQ_DATA, "'%s' is damaged: its sha256 is not its body's",
			       path);
	return true;
}

static bool
read_body(struct source *s, const char *path, bool whole, struct sink *sink,
	  struct tq_entry *entry, struct tq_err *err)
{
	char sum[TQ_SHA256_SIZE];
	int64_t rest = s->size - (int64_t)s->body_at;

	/* A wrong length is found before a byte of the body goes anywhere. */
	if (!check_length(path, entry, rest, err))
		return false;
	if (sink->memory && rest > MEMORY_MOST)
		return tq_fail(err, TQ_DATA, "'%s' is no answer: %lld bytes", path,
			       (long long)rest);
	if (sink->memory && rest > 0)
		tq_buf_room(sink->memory, (size_t)rest + 1);
	sink->sum = tq_sha256_new();
	if (!copy_body(s, path, sink, err)) {
		tq_sha256_end(sink->sum, NULL);
		return false;
	}
	tq_sha256_end(sink->sum, sum);
	if (!check_body(path, whole, entry, sink, sum, err))
		return false;
	if (!sink->memory)
		memcpy(entry->reply.sha256, sum, sizeof(sum));
	return true;
}

static bool
read_entry(struct source *s, const char *path, bool whole, const char *to_file,
	   struct tq_entry *entry, struct tq_err *err)
{
	struct sink sink = {.fd = -1, .memory = to_file ? NULL : &entry->reply.body};
	bool ok;

	if (!read_head(s, path, entry, err))
		return false;
	if (to_file) {
		sink.fd = open(to_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
			       0600);
		if (sink.fd < 0)
			return tq_fail_errno(err, TQ_IO, "cannot create '%s'", to_file);
	}
	ok = read_body(s, path, whole, &sink, entry, err);
	if (sink.fd >= 0 && close(sink.fd) != 0 && ok)
		ok = tq_fail_errno(err, TQ_IO, "cannot write '%s'", to_file);
	return ok;
}

bool
tq_entry_read(const char *path, bool whole, const char *to_file, bool *there,
	      struct tq_entry *entry, struct tq_err *err)
{
	struct source s = {.fd = -1};
	bool ok;

	*entry = (struct tq_entry){.length = -1};
	ok = open_source(&s, path, there, err) &&
	     (!*there || read_entry(&s, path, whole, to_file, entry, err));
	close_source(&s);
	if (!ok)
		tq_entry_fini(entry);
	return ok;
}

bool
tq_entry_read_head(const char *path, struct tq_entry *entry, struct tq_err *err)
{
	struct source s = {.fd = -1};
	bool there, ok;

	*entry = (struct tq_entry){.length = -1};
	ok = open_source(&s, path, &there, err) &&
	     (there || tq_fail(err, TQ_IO, "no file '%s'", path)) &&
	     read_head(&s, path, entry, err);
	close_source(&s);
	return ok;
}

/* Copies a body out of a file; its checksum is the one that was made of it when it came. */
static bool
copy_file(int from, const char *want, struct sink *sink, struct tq_err *err)
{
	char *block = tq_alloc(BLOCK, 1), sum[TQ_SHA256_SIZE];
	ssize_t got;
	bool ok = true;

	sink->sum = tq_sha256_new();
	while (ok && (got = read_some(from, block, BLOCK)) != 0)
		ok = got > 0 ? put_body(sink, block, (size_t)got, err)
			     : tq_fail_errno(err, TQ_IO, "cannot read");
	tq_sha256_end(sink->sum, sum);
	free(block);
	if (ok && strcmp(sum, want) != 0)
		return tq_fail(err, TQ_IO, "it has another checksum than what came");
	return ok;
}

static bool
write_from_file(int fd, const struct tq_entry_source *source, struct tq_err *err)
{
	int from = open(source->from_file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct sink sink = {.fd = fd};
	struct tq_buf head = {0};
	struct stat st;
	bool ok;

	if (from < 0 || fstat(from, &st) != 0) {
		tq_fail_errno(err, TQ_IO, "cannot read '%s'", source->from_file);
		if (from >= 0)
			close(from);
		return false;
	}
	tq_entry_put_head(&head, source, st.st_size, source->reply->sha256);
	ok = tq_write_all(fd, head.p, head.n, err) &&
	     (copy_file(from, source->reply->sha256, &sink, err) ||
	      tq_fail_prefix(err, "'%s'", source->from_file));
	tq_buf_fini(&head);
	close(from);
	return ok;
}

static bool
write_from_memory(int fd, const struct tq_entry_source *source, struct tq_err *err)
{
	struct tq_buf head = {0}, body = {0};
	char sum[TQ_SHA256_SIZE];
	bool ok;

	tq_buf_put(&body, source->reply->body.p, source->reply->body.n);
	tq_secret_hide(&body);
	ok = !source->exact || tq_str_eq(tq_buf_str(&body), tq_buf_str(&source->reply->body)) ||
	     tq_fail(err, TQ_NO, "the body holds a secret");
	if (ok) {
		tq_sha256(body.p, body.n, sum);
		tq_entry_put_head(&head, source, (int64_t)body.n, sum);
		ok = tq_write_all(fd, head.p, head.n, err) &&
		     tq_write_all(fd, body.p, body.n, err);
	}
	tq_buf_fini(&head);
	tq_buf_fini(&body);
	return ok;
}

bool
tq_entry_write(const char *path, const struct tq_entry_source *source, struct tq_err *err)
{
	struct tq_hold hold;

	if (!tq_hold_open(&hold, path, false, err))
		return false;
	if (source->from_file ? write_from_file(hold.fd, source, err)
			      : write_from_memory(hold.fd, source, err))
		return source->last ? tq_hold_commit(&hold, err)
				    : tq_hold_commit_quick(&hold, err);
	tq_hold_drop(&hold);
	return tq_fail_prefix(err, "'%s'", path);
}

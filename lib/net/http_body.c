/* SPDX-License-Identifier: ISC */
/* What comes in: headers, the body into memory or a file, and their bounds. */
#include "net/http_inner.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of a body that is no good answer: enough to see what the server says. */
enum { COMPLAINT_BYTES = 65536 };

static struct tq_str
trim(struct tq_str s)
{
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\t'))
		s.p++, s.n--;
	while (s.n > 0 && (unsigned char)s.p[s.n - 1] <= ' ')
		s.n--;
	return s;
}

static size_t
on_header(char *p, size_t size, size_t n, void *self)
{
	struct tq_transfer *t = self;
	const char *colon = memchr(p, ':', n * size);

	n *= size;
	t->inner->header_bytes += n;
	if (t->inner->header_bytes > TQ_HTTP_HEADER_BYTES) {
		t->inner->fault = TQ_FAULT_HEADERS;
		return 0;
	}
	/* A status line begins the headers anew: those of 100 Continue are not the answer's. */
	if (n >= 5 && memcmp(p, "HTTP/", 5) == 0) {
		tq_reply_fini(&t->reply);
		return n;
	}
	if (colon && colon > p)
		tq_reply_add(&t->reply, trim((struct tq_str){p, (size_t)(colon - p)}),
			     trim((struct tq_str){colon + 1, (size_t)(p + n - colon - 1)}));
	return n;
}

static bool
fail_file(struct tq_transfer *t, const char *what)
{
	t->inner->fault = TQ_FAULT_FILE;
	return tq_fail_errno(&t->err, TQ_IO, "cannot %s '%s'", what, t->to_file);
}

/* Ours alone, whether it is new or left by an attempt before. */
static bool
open_file(struct tq_transfer *t)
{
	struct stat st;
	int fd = open(t->to_file, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

	if (fd < 0)
		return fail_file(t, "create");
	/* What is not ours is let alone: from here on a failure removes the file. */
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
	    st.st_nlink != 1) {
		close(fd);
		errno = EEXIST;
		return fail_file(t, "write over");
	}
	t->inner->fd = fd;
	if (fchmod(fd, 0600) != 0 || ftruncate(fd, 0) != 0)
		return fail_file(t, "empty");
	t->inner->sum = tq_sha256_new();
	return true;
}

static bool
into_file(struct tq_transfer *t, const char *p, size_t n)
{
	tq_sha256_add(t->inner->sum, p, n);
	if (tq_write_all(t->inner->fd, p, n, &t->err))
		return true;
	t->inner->fault = TQ_FAULT_FILE;
	return tq_fail_prefix(&t->err, "%s", t->to_file);
}

static bool
is_good(const struct tq_transfer *t)
{
	long status = 0;

	curl_easy_getinfo(t->inner->easy, CURLINFO_RESPONSE_CODE, &status);
	return status >= 200 && status < 300;
}

static bool
begin(struct tq_transfer *t)
{
	if (t->inner->begun)
		return true;
	t->inner->begun = true;
	return !t->to_file || !is_good(t) || open_file(t);
}

static size_t
on_body(char *p, size_t size, size_t n, void *self)
{
	struct tq_transfer *t = self;
	struct tq_transfer_inner *inner = t->inner;

	n *= size;
	inner->decoded += (int64_t)n;
	if (inner->decoded > t->max_body) {
		inner->fault = TQ_FAULT_BODY;
		return 0;
	}
	if (!begin(t))
		return 0;
	if (inner->fd >= 0)
		return into_file(t, p, n) ? n : 0;
	if (!t->to_file || inner->decoded <= COMPLAINT_BYTES)
		tq_buf_put(&t->reply.body, p, n);
	return n;
}

/* A packed body can be long on the wire and short when it is unpacked. */
static int
on_progress(void *self, curl_off_t total, curl_off_t now, curl_off_t up, curl_off_t sent)
{
	struct tq_transfer *t = self;

	(void)total;
	(void)up;
	(void)sent;
	if (now <= t->max_body)
		return 0;
	t->inner->fault = TQ_FAULT_BODY;
	return 1;
}

void
tq_http_receive(struct tq_transfer *t)
{
	CURL *easy = t->inner->easy;

	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, t);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->max_body);
}

bool
tq_http_file_end(struct tq_transfer *t)
{
	int fd;

	/* An empty body is a file too. */
	if (!begin(t))
		return false;
	fd = t->inner->fd;
	if (fd < 0)
		return true;
	tq_sha256_end(t->inner->sum, t->reply.sha256);
	t->inner->sum = NULL;
	t->inner->fd = -1;
	return close(fd) == 0 || fail_file(t, "write");
}

void
tq_http_file_drop(struct tq_transfer *t)
{
	if (t->inner->fd < 0)
		return;
	tq_sha256_end(t->inner->sum, NULL);
	close(t->inner->fd);
	unlink(t->to_file);
	t->inner->fd = -1;
	t->inner->sum = NULL;
}

/* SPDX-License-Identifier: ISC */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void
tq_guard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			_exit(TQ_IO);
}

/* Somebody made the descriptor non-blocking: waits until it takes more. */
static bool
wait_for(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLOUT};

	return poll(&poll_fd, 1, -1) >= 0 || errno == EINTR;
}

bool
tq_write_all(int fd, const void *bytes, size_t n, struct tq_err *err)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && (errno == EINTR || (errno == EAGAIN && wait_for(fd))))
			continue;
		if (done <= 0) {
			if (done == 0)
				errno = ENOSPC;
			return tq_fail_errno(err, TQ_IO, "cannot write");
		}
		p += done;
		n -= (size_t)done;
	}
	return true;
}

bool
tq_read_fd(int fd, size_t max, struct tq_buf *out, struct tq_err *err)
{
	enum { BLOCK = 65536 };
	size_t before = out->n;

	for (;;) {
		ssize_t n = read(fd, tq_buf_room(out, BLOCK), BLOCK);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return tq_fail_errno(err, TQ_IO, "cannot read");
		if (n == 0)
			return true;
		out->n += (size_t)n;
		if (out->n - before > max)
			return tq_fail(err, TQ_DATA, "larger than %zu bytes", max);
	}
}

bool
tq_read_file(const char *path, size_t max, struct tq_buf *out, struct tq_err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	bool ok;

	if (fd < 0)
		return tq_fail_errno(err, TQ_IO, "cannot open '%s'", path);
	ok = tq_read_fd(fd, max, out, err) || tq_fail_prefix(err, "'%s'", path);
	close(fd);
	return ok;
}

/* dir + rest when that can be read, else the empty string. */
static bool
find(char out[PATH_MAX], const char *dir, const char *rest)
{
	int n = snprintf(out, PATH_MAX, "%s%s", dir, rest);

	if (n > 0 && n < PATH_MAX && access(out, R_OK) == 0)
		return true;
	out[0] = '\0';
	return false;
}

/* The folder of the running program; needs no working directory. */
static bool
program_dir(char out[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);
	char *slash;

	if (n <= 0)
		return false;
	out[n] = '\0';
	slash = strrchr(out, '/');
	if (!slash)
		return false;
	*slash = '\0';
	return true;
}

const char *
tq_data_dir(void)
{
	static char dir[PATH_MAX];
	const char *given = getenv("TQ_DATA_DIR");
	char bin[PATH_MAX];

	if (given && *given)
		return given;
	if (program_dir(bin)) {
		if (find(dir, bin, "/../share/tq"))
			return dir;
		/* /usr/share is no share/ of ours; the build tree's has this file. */
		if (find(dir, bin, "/../../share/setup/install-deps")) {
			dir[strlen(dir) - strlen("/setup/install-deps")] = '\0';
			return dir;
		}
	}
	return find(dir, TQ_PREFIX_DATA, "") ? dir : NULL;
}

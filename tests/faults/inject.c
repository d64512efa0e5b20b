/* SPDX-License-Identifier: ISC */
/*
 * Preloaded into a tool: makes one call of the C library fail, or kills the
 * program at it. TQ_INJECT is "KIND:K": the K-th call (from 1) of
 *
 *	malloc	returns NULL
 *	write	ENOSPC (standard error is left alone)
 *	short	writes one byte only
 *	open	EMFILE (a folder that is to be made: ENOSPC)
 *	fsync	EIO
 *	rename	EIO
 *	kill	SIGKILL before any call that changes or opens a file
 *
 * Whether it came to pass is told by a byte to the descriptor TQ_INJECT_FD.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

static const char *kind = "";
static long left;
static int tell_fd = -1;

__attribute__((constructor)) static void
start(void)
{
	const char *what = getenv("TQ_INJECT");
	const char *fd = getenv("TQ_INJECT_FD");
	const char *colon = what ? strchr(what, ':') : NULL;

	if (!colon)
		return;
	kind = what;
	left = atol(colon + 1);
	tell_fd = fd ? atoi(fd) : -1;
}

static void *
real(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

static void
tell(void)
{
	ssize_t (*put)(int, const void *, size_t);

	*(void **)&put = real("write");
	if (tell_fd >= 0 && put(tell_fd, "!", 1) < 0)
		_exit(127);
}

/* True when this call is the one. */
static int
now(const char *name)
{
	size_t n = strlen(name);

	if (strncmp(kind, name, n) != 0 || kind[n] != ':' || --left != 0)
		return 0;
	tell();
	return 1;
}

static void
perhaps_kill(void)
{
	if (now("kill"))
		raise(SIGKILL);
}

void *
malloc(size_t n)
{
	if (now("malloc"))
		return NULL;
	return __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	if (now("malloc"))
		return NULL;
	return __libc_calloc(n, size);
}

void *
realloc(void *old, size_t n)
{
	if (now("malloc"))
		return NULL;
	return __libc_realloc(old, n);
}

ssize_t
write(int fd, const void *bytes, size_t n)
{
	ssize_t (*next)(int, const void *, size_t);

	*(void **)&next = real("write");
	perhaps_kill();
	if (fd != STDERR_FILENO && now("write")) {
		errno = ENOSPC;
		return -1;
	}
	return next(fd, bytes, fd != STDERR_FILENO && n > 1 && now("short") ? 1 : n);
}

ssize_t
writev(int fd, const struct iovec *part, int n)
{
	ssize_t (*next)(int, const struct iovec *, int);

	*(void **)&next = real("writev");
	perhaps_kill();
	if (now("write")) {
		errno = ENOSPC;
		return -1;
	}
	if (now("short"))
		for (int i = 0; i < n; i++)
			if (part[i].iov_len > 0)
				return write(fd, part[i].iov_base, 1);
	return next(fd, part, n);
}

int
open(const char *path, int flags, ...)
{
	int (*next)(const char *, int, ...);
	mode_t mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = va_arg(ap, mode_t);
	va_end(ap);
	*(void **)&next = real("open");
	perhaps_kill();
	if (now("open")) {
		errno = EMFILE;
		return -1;
	}
	return next(path, flags, mode);
}

int
openat(int dir, const char *path, int flags, ...)
{
	int (*next)(int, const char *, int, ...);
	mode_t mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = va_arg(ap, mode_t);
	va_end(ap);
	*(void **)&next = real("openat");
	perhaps_kill();
	if (now("open")) {
		errno = EMFILE;
		return -1;
	}
	return next(dir, path, flags, mode);
}

int
mkdirat(int dir, const char *path, mode_t mode)
{
	int (*next)(int, const char *, mode_t);

	*(void **)&next = real("mkdirat");
	perhaps_kill();
	if (now("open")) {
		errno = ENOSPC;
		return -1;
	}
	return next(dir, path, mode);
}

int
fsync(int fd)
{
	int (*next)(int);

	*(void **)&next = real("fsync");
	perhaps_kill();
	if (now("fsync")) {
		errno = EIO;
		return -1;
	}
	return next(fd);
}

int
rename(const char *from, const char *to)
{
	int (*next)(const char *, const char *);

	*(void **)&next = real("rename");
	perhaps_kill();
	if (now("rename")) {
		errno = EIO;
		return -1;
	}
	return next(from, to);
}

int
renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	int (*next)(int, const char *, int, const char *);

	*(void **)&next = real("renameat");
	perhaps_kill();
	if (now("rename")) {
		errno = EIO;
		return -1;
	}
	return next(from_dir, from, to_dir, to);
}

int
unlinkat(int dir, const char *path, int flags)
{
	int (*next)(int, const char *, int);

	*(void **)&next = real("unlinkat");
	perhaps_kill();
	return next(dir, path, flags);
}

int
unlink(const char *path)
{
	int (*next)(const char *);

	*(void **)&next = real("unlink");
	perhaps_kill();
	return next(path);
}

int
close(int fd)
{
	int (*next)(int);

	*(void **)&next = real("close");
	perhaps_kill();
	return next(fd);
}

/* SPDX-License-Identifier: ISC */
/*
 * Preloaded into a tool: makes one call of the C library fail, or kills the
 * program at it. TQ_INJECT is "KIND:K": the K-th call (from 1) of
 *
 *	malloc	returns NULL
 *	read	EIO
 *	write	ENOSPC (standard error is left alone)
 *	short	writes one byte only
 *	open	EMFILE, of a socket too (a folder that is to be made: ENOSPC)
 *	fsync	EIO
 *	rename	EIO
 *	lock	ENOLCK
 *	connect	ENETUNREACH
 *	send	ECONNRESET
 *	recv	ECONNRESET
 *	poll	ENOMEM
 *	kill	SIGKILL before any call that changes or opens a file, or is about a socket
 *
 * Whether it came to pass is told by a byte to the descriptor TQ_INJECT_FD.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
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

/* True when the call is to fail with that error. */
static int
fails(const char *name, int error)
{
	perhaps_kill();
	if (!now(name))
		return 0;
	errno = error;
	return 1;
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

ssize_t
read(int fd, void *to, size_t n)
{
	ssize_t (*next)(int, void *, size_t);

	*(void **)&next = real("read");
	if (now("read")) {
		errno = EIO;
		return -1;
	}
	return next(fd, to, n);
}

ssize_t
pread(int fd, void *to, size_t n, off_t at)
{
	ssize_t (*next)(int, void *, size_t, off_t);

	*(void **)&next = real("pread");
	if (now("read")) {
		errno = EIO;
		return -1;
	}
	return next(fd, to, n, at);
}

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	ssize_t (*next)(int, const void *, size_t, off_t);

	*(void **)&next = real("pwrite");
	if (fails("write", ENOSPC))
		return -1;
	return next(fd, bytes, n > 1 && now("short") ? 1 : n, at);
}

/* What the fortified headers make of an open without a mode. */
int
__open_2(const char *path, int flags)
{
	return open(path, flags);
}

int
__openat_2(int dir, const char *path, int flags)
{
	return openat(dir, path, flags);
}

int
mkdir(const char *path, mode_t mode)
{
	int (*next)(const char *, mode_t);

	*(void **)&next = real("mkdir");
	return fails("open", ENOSPC) ? -1 : next(path, mode);
}

int
fdatasync(int fd)
{
	int (*next)(int);

	*(void **)&next = real("fdatasync");
	return fails("fsync", EIO) ? -1 : next(fd);
}

int
ftruncate(int fd, off_t n)
{
	int (*next)(int, off_t);

	*(void **)&next = real("ftruncate");
	return fails("write", EIO) ? -1 : next(fd, n);
}

int
flock(int fd, int how)
{
	int (*next)(int, int);

	*(void **)&next = real("flock");
	return fails("lock", ENOLCK) ? -1 : next(fd, how);
}

int
socket(int domain, int type, int protocol)
{
	int (*next)(int, int, int);

	*(void **)&next = real("socket");
	return fails("open", EMFILE) ? -1 : next(domain, type, protocol);
}

int
connect(int fd, const struct sockaddr *to, socklen_t n)
{
	int (*next)(int, const struct sockaddr *, socklen_t);

	*(void **)&next = real("connect");
	return fails("connect", ENETUNREACH) ? -1 : next(fd, to, n);
}

ssize_t
send(int fd, const void *bytes, size_t n, int flags)
{
	ssize_t (*next)(int, const void *, size_t, int);

	*(void **)&next = real("send");
	return fails("send", ECONNRESET) ? -1 : next(fd, bytes, n, flags);
}

ssize_t
recv(int fd, void *to, size_t n, int flags)
{
	ssize_t (*next)(int, void *, size_t, int);

	*(void **)&next = real("recv");
	return fails("recv", ECONNRESET) ? -1 : next(fd, to, n, flags);
}

ssize_t
__recv_chk(int fd, void *to, size_t n, size_t room, int flags)
{
	(void)room;
	return recv(fd, to, n, flags);
}

int
poll(struct pollfd *fds, nfds_t n, int timeout)
{
	int (*next)(struct pollfd *, nfds_t, int);

	*(void **)&next = real("poll");
	return fails("poll", ENOMEM) ? -1 : next(fds, n, timeout);
}

int
__poll_chk(struct pollfd *fds, nfds_t n, int timeout, size_t room)
{
	(void)room;
	return poll(fds, n, timeout);
}

/* SPDX-License-Identifier: ISC */
#include "base/file.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HELD_MAX = 16 };

/* Files to remove when the program ends early; read by the signal handler. */
static char *volatile held[HELD_MAX];

static void
remove_held(void)
{
	for (int i = 0; i < HELD_MAX; i++)
		if (held[i])
			unlink(held[i]);
}

static void
on_signal(int number)
{
	remove_held();
	signal(number, SIG_DFL);
	raise(number);
}

/* A signal that the parent made us ignore stays ignored. */
static void
watch_signals(void)
{
	static const int numbers[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXFSZ};
	static bool watching;
	struct sigaction action = {.sa_handler = on_signal};
	struct sigaction was;

	if (watching)
		return;
	watching = true;
	atexit(remove_held);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (sigaction(numbers[i], NULL, &was) == 0 && was.sa_handler == SIG_DFL)
			sigaction(numbers[i], &action, NULL);
}

static void
hold_name(char *name)
{
	watch_signals();
	for (int i = 0; i < HELD_MAX; i++) {
		if (!held[i]) {
			held[i] = name;
			return;
		}
	}
}

static void
release_name(const char *name)
{
	for (int i = 0; i < HELD_MAX; i++)
		if (held[i] == name)
			held[i] = NULL;
}

static char *
join(const char *path, const char *suffix)
{
	struct tq_buf name = {0};

	tq_buf_puts(&name, path);
	tq_buf_puts(&name, suffix);
	tq_buf_text(&name);
	return name.p;
}

/*
 * Opens and locks a file that only we write. Whoever had it before may have
 * renamed or removed it between our open and our lock: then the name means
 * another file by now, and we try again.
 */
static int
open_locked(const char *name, const char *target, struct tq_err *err)
{
	struct stat ours, there;

	for (;;) {
		int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

		if (fd < 0) {
			tq_fail_errno(err, TQ_IO, "cannot create '%s'", name);
			return -1;
		}
		if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
			if (errno == EWOULDBLOCK)
				tq_fail(err, TQ_LOCKED, "'%s' is in use by another instance",
					target);
			else
				tq_fail_errno(err, TQ_IO, "cannot lock '%s'", name);
			close(fd);
			return -1;
		}
		if (fstat(fd, &ours) == 0 && lstat(name, &there) == 0 &&
		    ours.st_dev == there.st_dev && ours.st_ino == there.st_ino) {
			if (ours.st_uid == geteuid() && ours.st_nlink == 1 && S_ISREG(ours.st_mode))
				return fd;
			tq_fail(err, TQ_IO, "'%s' is not a file of ours", name);
			close(fd);
			return -1;
		}
		close(fd);
	}
}

bool
tq_lock_take(struct tq_lock *lock, const char *path, struct tq_err *err)
{
	lock->name = join(path, ".lock");
	lock->fd = open_locked(lock->name, path, err);
	if (lock->fd < 0) {
		free(lock->name);
		*lock = (struct tq_lock){.fd = -1};
		return false;
	}
	hold_name(lock->name);
	return true;
}

void
tq_lock_drop(struct tq_lock *lock)
{
	if (!lock->name)
		return;
	/* Removed while it is still ours, so that nobody can lock a dead name. */
	unlink(lock->name);
	release_name(lock->name);
	close(lock->fd);
	free(lock->name);
	*lock = (struct tq_lock){.fd = -1};
}

/* A device or a pipe cannot be replaced by a rename: it is written in place. */
static bool
open_in_place(struct tq_hold *hold, const char *path, struct tq_err *err)
{
	hold->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (hold->fd < 0)
		return tq_fail_errno(err, TQ_IO, "cannot open '%s'", path);
	hold->path = tq_str_dup(tq_str(path));
	return true;
}

static bool
open_temp(struct tq_hold *hold, const char *path, struct tq_err *err)
{
	/* All memory comes first: once the file is there, running out would leave it. */
	hold->path = tq_str_dup(tq_str(path));
	hold->temp = join(path, ".tmp");
	hold->fd = open_locked(hold->temp, path, err);
	if (hold->fd < 0) {
		free(hold->temp);
		hold->temp = NULL;
		return false;
	}
	hold_name(hold->temp);
	/* What a killed run left behind. */
	if (ftruncate(hold->fd, 0) != 0 || fchmod(hold->fd, 0600) != 0) {
		tq_fail_errno(err, TQ_IO, "cannot empty '%s'", hold->temp);
		return false;
	}
	return true;
}

bool
tq_hold_open(struct tq_hold *hold, const char *path, bool lock, struct tq_err *err)
{
	struct stat there;
	bool exists = stat(path, &there) == 0;

	*hold = (struct tq_hold){.fd = -1, .lock = {.fd = -1}};
	if (*path == '\0')
		return tq_fail(err, TQ_USAGE, "a file name is empty");
	if (exists && S_ISDIR(there.st_mode))
		return tq_fail(err, TQ_IO, "'%s' is a directory", path);
	if (lock && !tq_lock_take(&hold->lock, path, err))
		return false;
	if (exists && !S_ISREG(there.st_mode) ? open_in_place(hold, path, err)
					      : open_temp(hold, path, err))
		return true;
	tq_hold_drop(hold);
	return false;
}

static bool
sync_directory(const char *path, struct tq_err *err)
{
	const char *slash = strrchr(path, '/');
	char *name = !slash ? tq_str_dup(tq_str(".")) :
		tq_str_dup((struct tq_str){path, slash == path ? 1 : (size_t)(slash - path)});
	int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Some file systems do not sync directories and say so by EINVAL. */
	bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);

	if (!ok)
		tq_fail_errno(err, TQ_IO, "cannot sync directory '%s'", name);
	if (fd >= 0)
		close(fd);
	free(name);
	return ok;
}

/* EINVAL: a device or pipe, which has nothing to sync. */
static bool
commit(struct tq_hold *hold, bool sync, struct tq_err *err)
{
	int fd = hold->fd;

	if (sync && fsync(fd) != 0 && !(errno == EINVAL && !hold->temp))
		return tq_fail_errno(err, TQ_IO, "cannot sync '%s'", hold->path);
	if (hold->temp) {
		/* Renamed before it is closed: closing gives up the lock on it. */
		if (rename(hold->temp, hold->path) != 0)
			return tq_fail_errno(err, TQ_IO, "cannot rename to '%s'", hold->path);
		release_name(hold->temp);
		free(hold->temp);
		hold->temp = NULL;
	}
	hold->fd = -1;
	if (close(fd) != 0)
		return tq_fail_errno(err, TQ_IO, "cannot close '%s'", hold->path);
	return !sync || sync_directory(hold->path, err);
}

bool
tq_hold_commit(struct tq_hold *hold, struct tq_err *err)
{
	bool ok = commit(hold, true, err);

	tq_hold_drop(hold);
	return ok;
}

bool
tq_hold_commit_quick(struct tq_hold *hold, struct tq_err *err)
{
	bool ok = commit(hold, false, err);

	tq_hold_drop(hold);
	return ok;
}

void
tq_hold_drop(struct tq_hold *hold)
{
	if (hold->temp) {
		unlink(hold->temp);
		release_name(hold->temp);
		free(hold->temp);
	}
	if (hold->fd >= 0)
		close(hold->fd);
	tq_lock_drop(&hold->lock);
	free(hold->path);
	*hold = (struct tq_hold){.fd = -1, .lock = {.fd = -1}};
}

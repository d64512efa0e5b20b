/* SPDX-License-Identifier: ISC */
#include "base/dir.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* One that another process made in the meantime is as good as ours. */
static bool
make_one(const char *path, struct tq_err *err)
{
	struct stat st;
	int why;

	if (mkdir(path, 0700) == 0)
		return true;
	why = errno;
	if (stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return true;
		return tq_fail(err, TQ_IO, "'%s' is no folder", path);
	}
	errno = why;
	return tq_fail_errno(err, TQ_IO, "cannot make folder '%s'", path);
}

bool
tq_dir_make(const char *path, struct tq_err *err)
{
	char *copy = tq_str_dup(tq_str(path));
	struct stat st;
	bool ok = true;

	if (*path == '\0')
		ok = tq_fail(err, TQ_USAGE, "the name of a folder is empty");
	else if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		for (char *slash = strchr(copy + 1, '/'); slash && ok;
		     slash = strchr(slash + 1, '/')) {
			*slash = '\0';
			ok = make_one(copy, err);
			*slash = '/';
		}
		ok = ok && make_one(copy, err);
	}
	free(copy);
	return ok;
}

int
tq_dir_own(const char *path, struct tq_err *err)
{
	struct stat st;
	int fd;

	if (!tq_dir_make(path, err))
		return -1;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) {
		tq_fail_errno(err, TQ_IO, "cannot open folder '%s'", path);
		return -1;
	}
	if (fstat(fd, &st) != 0)
		tq_fail_errno(err, TQ_IO, "cannot open folder '%s'", path);
	else if (st.st_uid != geteuid())
		tq_fail(err, TQ_IO, "folder '%s' belongs to somebody else", path);
	else if ((st.st_mode & 022) != 0)
		tq_fail(err, TQ_IO, "others may write into folder '%s' (mode %04o): chmod 700 it",
			path, (unsigned)(st.st_mode & 07777));
	else
		return fd;
	close(fd);
	return -1;
}

/* SPDX-License-Identifier: ISC */
#include "base/same.h"

#include "base/str.h"

#include <stdlib.h>
#include <sys/stat.h>

static struct tq_str
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return tq_str(".");
	return (struct tq_str){path, slash == path ? 1 : (size_t)(slash - path)};
}

static bool
stat_folder(const char *path, struct stat *st)
{
	char *folder = tq_str_dup(folder_of(path));
	bool ok = stat(folder, st) == 0;

	free(folder);
	return ok;
}

static const char *
last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool
same_inode(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool
tq_same_file(const char *one, const char *other)
{
	struct stat a, b;
	bool there = stat(one, &a) == 0;

	if (there != (stat(other, &b) == 0))
		return false;
	if (there)
		return S_ISREG(a.st_mode) && same_inode(&a, &b);
	return strcmp(last_name(one), last_name(other)) == 0 && stat_folder(one, &a) &&
	       stat_folder(other, &b) && same_inode(&a, &b);
}

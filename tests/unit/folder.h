/* SPDX-License-Identifier: ISC */
#ifndef FOLDER_H
#define FOLDER_H

/* A folder of its own for a test, and files in it. */
#include "base/buf.h"
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder_name[] = "/tmp/tq-net-test-XXXXXX";

static inline const char *
folder_make(void)
{
	return mkdtemp(folder_name);
}

/* The path of a name in it; four live at a time. */
static inline const char *
folder_path(const char *name)
{
	static char path[4][512];
	static unsigned next;

	next = (next + 1) % 4;
	snprintf(path[next], sizeof(path[next]), "%s/%s", folder_name, name);
	return path[next];
}

static inline void
folder_write(const char *name, const void *bytes, size_t n)
{
	FILE *file = fopen(folder_path(name), "wb");

	if (!file || fwrite(bytes, 1, n, file) != n || fclose(file) != 0)
		perror(name);
}

static inline struct tq_buf
folder_read(const char *name)
{
	struct tq_buf text = {0};
	struct tq_err err;

	if (!tq_read_file(folder_path(name), 1 << 28, &text, &err))
		printf("# %s\n", err.text);
	tq_buf_text(&text);
	return text;
}

/* The first name that begins so, and how many do. */
static inline int
folder_find(const char *begin, char name[256])
{
	DIR *dir = opendir(folder_name);
	struct dirent *entry;
	int n = 0;

	while (dir && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.' && strncmp(entry->d_name, begin, strlen(begin)) == 0)
			if (n++ == 0 && name)
				snprintf(name, 256, "%s", entry->d_name);
	if (dir)
		closedir(dir);
	return n;
}

/* Removes all files of the folder, which have no folders among them but empty ones. */
static inline void
folder_empty(void)
{
	DIR *dir = opendir(folder_name);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
		    unlink(folder_path(entry->d_name)) != 0)
			rmdir(folder_path(entry->d_name));
	if (dir)
		closedir(dir);
}

static inline void
folder_remove(void)
{
	folder_empty();
	rmdir(folder_name);
}

#endif

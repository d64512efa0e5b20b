/* SPDX-License-Identifier: ISC */
#include "base/dir.h"

#include "base/mem.h"
#include "base/settings.h"

#include <dirent.h>
#include <stdlib.h>

enum { MOST = 4096 };            /* names of a folder that are looked at */

/* The name without its end; NULL when it ends otherwise. */
static char *
stem(const char *name, const char *end)
{
	size_t n = strlen(name), n_end = strlen(end);

	if (name[0] == '.' || n <= n_end || strcmp(name + n - n_end, end) != 0)
		return NULL;
	return tq_str_dup((struct tq_str){name, n - n_end});
}

bool
tq_dir_nearest(const char *path, const char *end, struct tq_str word, struct tq_buf *out)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	char **names;
	const char *near;
	size_t n = 0;

	if (!dir)
		return false;
	names = tq_alloc(MOST, sizeof *names);
	while (n < MOST && (entry = readdir(dir)) != NULL) {
		names[n] = stem(entry->d_name, end);
		n += names[n] != NULL;
	}
	closedir(dir);
	near = tq_nearest(word, (const char *const *)names, n);
	if (near)
		tq_buf_puts(out, near);
	while (n > 0)
		free(names[--n]);
	free(names);
	return near != NULL;
}

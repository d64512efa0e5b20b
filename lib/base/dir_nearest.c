/* SPDX-License-Identifier: ISC */
#include "base/dir.h"

#include "base/buf.h"
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

/* Of the names in a folder that end so, the one without the end that is nearest to a word. */
static bool
nearest(const char *path, const char *end, struct tq_str word, struct tq_buf *out)
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

void
tq_dir_no_such(const char *kind, const char *path, const char *name, const char *end,
	       struct tq_err *err)
{
	const char *slash = strrchr(path, '/'), *region = strrchr(name, '/');
	const char *last = region ? region + 1 : name;
	struct tq_buf folder = {0}, near = {0};

	tq_buf_put(&folder, path, slash ? (size_t)(slash - path) : 0);
	tq_buf_put(&near, name, (size_t)(last - name));
	if (nearest(tq_buf_text(&folder), end, tq_str(last), &near))
		tq_fail(err, TQ_USAGE, "no %s '%s' (did you mean %s?)", kind, name,
			tq_buf_text(&near));
	else
		tq_fail(err, TQ_USAGE, "no %s '%s'", kind, name);
	tq_buf_fini(&folder);
	tq_buf_fini(&near);
}

/* SPDX-License-Identifier: ISC */
#include "store/shelf.h"

#include "base/mem.h"
#include "store/name.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { PARTS = 4 };     /* venue, kind, symbol, interval */

/* A series that was found; its names as places in the list's text. */
struct found {
	size_t at[PARTS];
	bool has_interval;
};

struct walk {
	struct tq_store_list *list;
	struct found *found;
	size_t cap;
	const char *folder[PARTS];       /* names of the folders on the way */
	struct tq_buf path;
};

static size_t
add_text(struct walk *w, const char *text)
{
	size_t at = w->list->text.n;

	tq_buf_put(&w->list->text, text, strlen(text) + 1);
	return at;
}

static void
add_series(struct walk *w, const char *const name[PARTS])
{
	struct found *found;

	if (w->list->n == w->cap) {
		w->cap = 2 * w->cap + 16;
		w->found = tq_realloc(w->found, w->cap, sizeof(*w->found));
	}
	found = &w->found[w->list->n++];
	found->has_interval = name[PARTS - 1] != NULL;
	for (size_t i = 0; i < PARTS; i++)
		found->at[i] = add_text(w, name[i] ? name[i] : "");
}

/* A name that was cut off stands in the manifest; a folder of others is passed over. */
static bool
read_names(struct walk *w, int dir, struct tq_err *err)
{
	struct tq_buf text = {0};
	struct tq_manifest m = {0};
	bool ok = tq_manifest_load(dir, w->path.p, &text, err);

	if (ok && text.n > 0) {
		ok = tq_manifest_read_name(&m, tq_buf_str(&text), err) ||
		     tq_fail_prefix(err, "'%s/" TQ_MANIFEST "' is damaged", w->path.p);
		if (ok)
			add_series(w, (const char *const[]){m.venue, m.kind, m.symbol, m.interval});
	}
	tq_manifest_fini(&m);
	tq_buf_fini(&text);
	return ok;
}

static bool
add_folder(struct walk *w, int dir, struct tq_err *err)
{
	struct tq_buf name[PARTS] = {{0}};
	const char *text[PARTS];
	bool cut = false, good = true, ok = true;

	if (faccessat(dir, TQ_MANIFEST, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
		return true;
	for (size_t i = 0; i < PARTS; i++) {
		bool none = i + 1 == PARTS && strcmp(w->folder[i], "-") == 0;

		cut = cut || strchr(w->folder[i], '~');
		good = good && (none || tq_folder_name(w->folder[i], &name[i]));
		text[i] = none ? NULL : tq_buf_text(&name[i]);
	}
	if (cut)
		ok = read_names(w, dir, err);
	else if (good)
		add_series(w, text);
	for (size_t i = 0; i < PARTS; i++)
		tq_buf_fini(&name[i]);
	return ok;
}

static bool walk_folder(struct walk *w, int dir, size_t depth, struct tq_err *err);

/* Links and files among the folders are nobody's series. */
static bool
walk_entry(struct walk *w, int dir, const char *name, size_t depth, struct tq_err *err)
{
	size_t n = w->path.n;
	int below = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	bool ok;

	if (below < 0)
		return errno == ENOTDIR || errno == ELOOP || errno == ENOENT ||
		       tq_fail_errno(err, TQ_IO, "cannot open folder '%s/%s'", w->path.p, name);
	tq_buf_printf(&w->path, "/%s", name);
	tq_buf_text(&w->path);
	w->folder[depth] = name;
	ok = walk_folder(w, below, depth + 1, err);
	close(below);
	w->path.n = n;
	tq_buf_text(&w->path);
	return ok;
}

/* At most PARTS folders deep. */
static bool
walk_folder(struct walk *w, int dir, size_t depth, struct tq_err *err)
{
	struct dirent *entry;
	DIR *files;
	int fd;
	bool ok = true;

	if (depth == PARTS)
		return add_folder(w, dir, err);
	fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	files = fd >= 0 ? fdopendir(fd) : NULL;
	if (!files) {
		tq_fail_errno(err, TQ_IO, "cannot read folder '%s'", w->path.p);
		if (fd >= 0)
			close(fd);
		return false;
	}
	while (ok && (entry = readdir(files)))
		if (entry->d_name[0] != '.')
			ok = walk_entry(w, dir, entry->d_name, depth, err);
	closedir(files);
	return ok;
}

static int
by_name(const void *left, const void *right)
{
	const struct tq_series_name *a = left, *b = right;
	int order = strcmp(a->venue, b->venue);

	if (order == 0)
		order = strcmp(a->kind, b->kind);
	if (order == 0)
		order = strcmp(a->symbol, b->symbol);
	if (order == 0)
		order = strcmp(a->interval ? a->interval : "", b->interval ? b->interval : "");
	return order;
}

static void
sort(struct walk *w)
{
	struct tq_store_list *list = w->list;
	const char *text = list->text.p;

	list->item = tq_alloc(list->n, sizeof(*list->item));
	for (size_t i = 0; i < list->n; i++) {
		const struct found *f = &w->found[i];

		list->item[i] = (struct tq_series_name){
			text + f->at[0], text + f->at[1], text + f->at[2],
			f->has_interval ? text + f->at[3] : NULL};
	}
	if (list->n > 1)
		qsort(list->item, list->n, sizeof(*list->item), by_name);
}

bool
tq_store_list(const char *folder, struct tq_store_list *list, struct tq_err *err)
{
	struct walk w = {.list = list};
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	*list = (struct tq_store_list){0};
	if (dir < 0)
		return tq_fail_errno(err, TQ_IO, "cannot open the store '%s'", folder);
	tq_buf_puts(&w.path, folder);
	tq_buf_text(&w.path);
	ok = walk_folder(&w, dir, 0, err);
	close(dir);
	if (ok)
		sort(&w);
	else
		tq_store_list_fini(list);
	free(w.found);
	tq_buf_fini(&w.path);
	return ok;
}

void
tq_store_list_fini(struct tq_store_list *list)
{
	free(list->item);
	tq_buf_fini(&list->text);
	*list = (struct tq_store_list){0};
}

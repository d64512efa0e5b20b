/* SPDX-License-Identifier: ISC */
#include "net/provider_inner.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/names.h"
#include "base/settings.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

enum { FILE_MAX = 1 << 20, NAME_MAX_BYTES = 64 };

static const char ending[] = ".jq";

/* Small letters, digits, - and _: no name leaves the folder. */
static bool
good_name(struct tq_str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", name.p[i]))
			return false;
	return name.n > 0 && name.n <= NAME_MAX_BYTES && name.p[0] != '-';
}

bool
tq_user_config(const char *folder, const char *name, const char *end, struct tq_buf *out)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (xdg && xdg[0] == '/')
		tq_buf_printf(out, "%s/tq/%s", xdg, folder);
	else if (home && home[0] == '/')
		tq_buf_printf(out, "%s/.config/tq/%s", home, folder);
	else
		return false;
	if (name)
		tq_buf_printf(out, "/%s%s", name, end);
	return true;
}

/* The i-th folder that is looked in; false when there is none. */
static bool
folder_of(int i, const char *name, struct tq_buf *out)
{
	tq_buf_clear(out);
	if (i == 0)
		return tq_user_config("providers", name, ending, out);
	if (!tq_data_dir())
		return false;
	tq_buf_printf(out, "%s/providers", tq_data_dir());
	if (name)
		tq_buf_printf(out, "/%s%s", name, ending);
	return true;
}

static void
add_names(const char *folder, struct tq_names *names)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		struct tq_str name = tq_str(entry->d_name);
		size_t end = strlen(ending);

		if (name.n <= end || strcmp(name.p + name.n - end, ending) != 0)
			continue;
		name.n -= end;
		if (good_name(name))
			tq_names_id(names, name);
	}
	if (dir)
		closedir(dir);
}

static int
by_text(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

char **
tq_provider_names(size_t *n)
{
	struct tq_names names = {0};
	struct tq_buf folder = {0};
	char **list;

	for (int i = 0; i < 2; i++)
		if (folder_of(i, NULL, &folder))
			add_names(tq_buf_text(&folder), &names);
	list = tq_alloc(names.n + 1, sizeof(*list));
	for (size_t i = 0; i < names.n; i++)
		list[i] = tq_str_dup(names.name[i]);
	*n = names.n;
	qsort(list, *n, sizeof(*list), by_text);
	tq_names_fini(&names);
	tq_buf_fini(&folder);
	return list;
}

void
tq_provider_names_free(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static bool
unknown(const char *name, struct tq_err *err)
{
	struct tq_buf list = {0};
	size_t n;
	char **names = tq_provider_names(&n);
	const char *near = tq_nearest(tq_str(name), (const char *const *)names, n);

	for (size_t i = 0; i < n; i++)
		tq_buf_printf(&list, "%s%s", i ? ", " : "", names[i]);
	if (near)
		tq_fail(err, TQ_USAGE, "unknown provider '%.64s', did you mean %s?", name, near);
	else
		tq_fail(err, TQ_USAGE, "unknown provider '%.64s' (%s)", name,
			n ? tq_buf_text(&list) : "there are none");
	tq_provider_names_free(names, n);
	tq_buf_fini(&list);
	return false;
}

static bool
find(const char *name, struct tq_buf *path, struct tq_err *err)
{
	if (good_name(tq_str(name)))
		for (int i = 0; i < 2; i++)
			if (folder_of(i, name, path) && access(tq_buf_text(path), F_OK) == 0)
				return true;
	return unknown(name, err);
}

static bool
load(struct tq_provider *provider, struct tq_err *err)
{
	struct tq_buf text = {0};
	bool ok = tq_read_file(provider->path, FILE_MAX, &text, err);

	if (ok)
		provider->jq = tq_jq_compile(provider->path, tq_buf_str(&text), err);
	tq_buf_fini(&text);
	if (!provider->jq)
		return false;
	return tq_jq_run(provider->jq, TQ_JQ_PROVIDER, jv_null(), &provider->described, err) &&
	       tq_provider_read(provider, err);
}

struct tq_provider *
tq_provider_load(const char *name, struct tq_err *err)
{
	struct tq_provider *provider;
	struct tq_buf path = {0};
	bool ok = find(name, &path, err);

	if (!ok) {
		tq_buf_fini(&path);
		return NULL;
	}
	provider = tq_alloc(1, sizeof(*provider));
	provider->described = jv_invalid();
	provider->path = tq_str_dup(tq_buf_str(&path));
	provider->name = tq_provider_keep(provider, tq_str_dup(tq_str(name)));
	tq_buf_fini(&path);
	if (load(provider, err))
		return provider;
	tq_provider_free(provider);
	return NULL;
}

void
tq_provider_free(struct tq_provider *provider)
{
	if (!provider)
		return;
	for (size_t i = 0; i < provider->n_bases; i++) {
		free(provider->base[i].url);
		free(provider->base[i].limits);
		free(provider->base[i].apart);
	}
	free(provider->base);
	free(provider->kind);
	free(provider->at);
	tq_secrets_free(provider->secrets);
	for (size_t i = 0; i < provider->n_kept; i++)
		free(provider->kept[i]);
	free(provider->kept);
	jv_free(provider->described);
	tq_jq_free(provider->jq);
	free(provider->path);
	free(provider);
}

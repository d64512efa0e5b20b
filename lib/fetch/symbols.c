/* SPDX-License-Identifier: ISC */
#include "fetch/symbols.h"

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "fetch/place.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LIST_MAX = 16 << 20, KEPT_DAYS = 7 };

void
tq_symbols_add(struct tq_symbols *symbols, struct tq_str name)
{
	symbols->name = tq_realloc(symbols->name, symbols->n + 1, sizeof(symbols->name[0]));
	symbols->name[symbols->n++] = tq_str_dup(name);
}

static void
add_lines(struct tq_symbols *symbols, struct tq_str text)
{
	while (text.n > 0) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) : text.n;
		struct tq_str line = {text.p, n};
		const char *hash = memchr(line.p, '#', line.n);

		if (hash)
			line.n = (size_t)(hash - line.p);
		while (line.n > 0 && strchr(" \t\r", line.p[line.n - 1]))
			line.n--;
		while (line.n > 0 && strchr(" \t", *line.p))
			line = (struct tq_str){line.p + 1, line.n - 1};
		if (line.n > 0)
			tq_symbols_add(symbols, line);
		text.p += n + (end != NULL);
		text.n -= n + (end != NULL);
	}
}

bool
tq_symbols_read(struct tq_symbols *symbols, const char *path, struct tq_err *err)
{
	struct tq_buf text = {0};
	bool ok = strcmp(path, "-") != 0
			  ? tq_read_file(path, LIST_MAX, &text, err)
			  : tq_read_fd(STDIN_FILENO, LIST_MAX, &text, err) ||
				    tq_fail_prefix(err, "standard input");

	if (ok && memchr(text.p ? text.p : "", '\0', text.n))
		ok = tq_fail(err, TQ_DATA, "'%s': a symbol has a NUL byte", path);
	if (ok)
		add_lines(symbols, tq_buf_str(&text));
	tq_buf_fini(&text);
	return ok;
}

void
tq_symbols_fini(struct tq_symbols *symbols)
{
	for (size_t i = 0; i < symbols->n; i++)
		free(symbols->name[i]);
	free(symbols->name);
	*symbols = (struct tq_symbols){0};
}

static bool
list_path(const char *provider, const char *market, struct tq_buf *path, struct tq_err *err)
{
	if (!tq_place_cache("symbols", path, err))
		return false;
	tq_buf_printf(path, "/%s-%s", provider, market);
	return true;
}

void
tq_symbols_recall(struct tq_symbols *symbols, const char *provider, const char *market)
{
	struct tq_buf path = {0}, text = {0};
	struct tq_err err = {0};
	struct stat st;

	if (list_path(provider, market, &path, &err) && stat(tq_buf_text(&path), &st) == 0 &&
	    time(NULL) - st.st_mtime < KEPT_DAYS * 86400 &&
	    tq_read_file(tq_buf_text(&path), LIST_MAX, &text, &err))
		add_lines(symbols, tq_buf_str(&text));
	tq_buf_fini(&path);
	tq_buf_fini(&text);
}

void
tq_symbols_keep(const struct tq_symbols *symbols, const char *provider, const char *market)
{
	struct tq_buf path = {0}, text = {0};
	struct tq_err err = {0};
	struct tq_hold hold = {.fd = -1, .lock.fd = -1};

	for (size_t i = 0; i < symbols->n; i++)
		tq_buf_printf(&text, "%s\n", symbols->name[i]);
	if (!list_path(provider, market, &path, &err) ||
	    !tq_hold_open(&hold, tq_buf_text(&path), false, &err) ||
	    !tq_write_all(hold.fd, text.p, text.n, &err) || !tq_hold_commit(&hold, &err))
		tq_log(TQ_LOG_WARN, "the list of symbols is not kept: %s", err.text);
	tq_hold_drop(&hold);
	tq_buf_fini(&path);
	tq_buf_fini(&text);
}

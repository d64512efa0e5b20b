/* SPDX-License-Identifier: ISC */
#include "expr/library.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/settings.h"
#include "expr/reads.h"

#include <dirent.h>
#include <stdlib.h>

enum { LONGEST = 65537 };        /* one more than a strategy may have */

static bool
has_suffix(struct tq_str name)
{
	return name.n > 3 && memcmp(name.p + name.n - 3, ".tq", 3) == 0;
}

static bool
is_path(const char *name)
{
	return strchr(name, '/') || has_suffix(tq_str(name));
}

struct tq_str
tq_library_name(const char *name)
{
	const char *slash = strrchr(name, '/');
	struct tq_str own = tq_str(slash ? slash + 1 : name);

	if (has_suffix(own))
		own.n -= 3;
	return own;
}

static bool
folder(struct tq_buf *path, struct tq_err *err)
{
	const char *data = tq_data_dir();

	if (!data)
		return tq_fail(err, TQ_IO, "tq's data is not found (TQ_DATA_DIR)");
	tq_buf_printf(path, "%s/strategies", data);
	return true;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in the folder, sorted; each and the list are the caller's. */
static bool
names_in(const char *path, char ***names, size_t *n, struct tq_err *err)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	*names = NULL;
	*n = 0;
	if (!dir)
		return tq_fail_errno(err, TQ_IO, "cannot read '%s'", path);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' || !has_suffix(tq_str(entry->d_name)))
			continue;
		*names = tq_realloc(*names, *n + 1, sizeof **names);
		(*names)[(*n)++] = tq_str_dup(tq_library_name(entry->d_name));
	}
	closedir(dir);
	if (*n > 0)
		qsort(*names, *n, sizeof **names, compare);
	return true;
}

static void
free_names(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static bool
no_such(const char *path, const char *name, struct tq_err *err)
{
	char **names;
	const char *near;
	size_t n;

	if (!names_in(path, &names, &n, err))
		return false;
	near = tq_nearest(tq_str(name), (const char *const *)names, n);
	if (near)
		tq_fail(err, TQ_USAGE, "no strategy '%s' (did you mean %s?)", name, near);
	else
		tq_fail(err, TQ_USAGE, "no strategy '%s' (--list-strategies shows all)", name);
	free_names(names, n);
	return false;
}

/* shown: what faults call the file. */
static bool
named_text(const char *name, struct tq_buf *text, struct tq_buf *shown, struct tq_err *err)
{
	struct tq_buf path = {0};
	struct tq_err unread = {0};
	size_t folder_n;
	bool ok = folder(&path, err);

	if (ok) {
		folder_n = path.n;
		tq_buf_printf(&path, "/%s.tq", name);
		tq_buf_printf(shown, "%s.tq", name);
		ok = tq_read_file(tq_buf_text(&path), LONGEST, text, &unread);
		path.n = folder_n;
		ok = ok || no_such(tq_buf_text(&path), name, err);
	}
	tq_buf_fini(&path);
	return ok;
}

static bool
read_text(const char *name, struct tq_buf *text, struct tq_buf *shown, struct tq_err *err)
{
	if (!is_path(name))
		return named_text(name, text, shown, err);
	tq_buf_puts(shown, name);
	return tq_read_file(name, LONGEST, text, err);
}

bool
tq_library_text(const char *name, struct tq_buf *text, struct tq_err *err)
{
	struct tq_buf shown = {0};
	bool ok = read_text(name, text, &shown, err);

	tq_buf_fini(&shown);
	return ok;
}

bool
tq_library_read(struct tq_strategy *s, const char *name, struct tq_faults *faults,
		struct tq_err *err)
{
	struct tq_buf text = {0}, shown = {0};
	bool ok = read_text(name, &text, &shown, err);

	if (ok)
		tq_strategy_add_file(s, tq_buf_text(&shown), tq_buf_str(&text), faults);
	tq_buf_fini(&text);
	tq_buf_fini(&shown);
	return ok;
}

static bool
list_one(const char *name, struct tq_buf *out, struct tq_err *err)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	bool ok = tq_library_read(s, name, &faults, err);
	struct tq_str description = tq_strategy_description(s);

	if (ok)
		tq_buf_printf(out, "%-20s %.*s\n", name, TQ_STR_ARG(description));
	tq_faults_fini(&faults);
	tq_strategy_free(s);
	return ok;
}

bool
tq_library_list(struct tq_buf *out, struct tq_err *err)
{
	struct tq_buf path = {0};
	char **names = NULL;
	size_t n = 0;
	bool ok = folder(&path, err) && names_in(tq_buf_text(&path), &names, &n, err);

	for (size_t i = 0; i < n && ok; i++)
		ok = list_one(names[i], out, err);
	free_names(names, n);
	tq_buf_fini(&path);
	return ok;
}

static void
describe_presets(const struct tq_strategy *s, struct tq_buf *out)
{
	struct tq_str name;

	for (size_t i = 0; (name = tq_strategy_preset_name(s, i)).n > 0; i++) {
		tq_buf_printf(out, "preset %.*s", TQ_STR_ARG(name));
		tq_strategy_preset_values(s, i, out);
		tq_buf_puts(out, "\n");
	}
}

void
tq_library_describe(const struct tq_strategy *s, const struct tq_program *program,
		    struct tq_str name, struct tq_buf *out)
{
	struct tq_str description = tq_strategy_description(s);
	size_t n;
	const struct tq_strategy_param *params = tq_strategy_params(s, &n);

	tq_buf_printf(out, "%.*s: %.*s\n", TQ_STR_ARG(name), TQ_STR_ARG(description));
	if (tq_strategy_origin(s).n > 0)
		tq_buf_printf(out, "source: %.*s\n", TQ_STR_ARG(tq_strategy_origin(s)));
	for (size_t i = 0; i < n; i++) {
		const struct tq_strategy_param *p = &params[i];

		tq_buf_printf(out, "param %.*s = ", TQ_STR_ARG(p->name));
		tq_strategy_param_value(p, out);
		tq_strategy_param_range(p, out);
		if (p->meaning.n > 0)
			tq_buf_printf(out, " \"%.*s\"", TQ_STR_ARG(p->meaning));
		tq_buf_puts(out, "\n");
	}
	describe_presets(s, out);
	tq_buf_puts(out, program->n_rules > 0 ? "rules:" : "ranks");
	for (size_t i = 0; i < program->n_rules; i++)
		tq_buf_printf(out, " %s", tq_rule_side_name(program->rules[i].side));
	tq_buf_printf(out, "\njudges: each %s (", tq_type_name(program->each));
	tq_plan_fields(program->plan, out);
	tq_buf_printf(out, ")\nlookback: %lld bars\n", (long long)program->lookback);
	if (tq_plan_others(program->plan)) {
		tq_buf_puts(out, "reads: ");
		tq_plan_reads(program->plan, out);
		tq_buf_puts(out, "\n");
	}
}

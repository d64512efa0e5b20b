/* SPDX-License-Identifier: ISC */
#include "base/settings.h"

#include "base/file.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>

enum { FILE_MAX = 1 << 20, ENVIRONMENT_RANK = 2 * TQ_FROM_ENVIRONMENT };

/* "TQ_RISK_" for tq-risk. */
static void
variable_prefix(const char *tool, char *out, size_t size)
{
	size_t n = (size_t)snprintf(out, size, "%s_", tool);

	for (size_t i = 0; i < n && i < size; i++)
		out[i] = (char)(out[i] == '-' ? '_' :
				out[i] >= 'a' && out[i] <= 'z' ? out[i] - 'a' + 'A' : out[i]);
}

/* MAX_DRAWDOWN as max-drawdown; false when it is no name of an option's form. */
static bool
option_name(struct tq_str variable, char *out, size_t size)
{
	if (variable.n >= size)
		return false;
	for (size_t i = 0; i < variable.n; i++) {
		char c = variable.p[i];

		if (c >= 'a' && c <= 'z')
			return false;
		out[i] = (char)(c == '_' ? '-' : c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	out[variable.n] = '\0';
	return true;
}

static void
one_variable(struct tq_settings *s, struct tq_str variable, size_t prefix, const char *value)
{
	char name[80], place[100], origin[120];
	struct tq_str rest = {variable.p + prefix, variable.n - prefix};
	size_t row = SIZE_MAX;
	const char *near;

	snprintf(place, sizeof(place), "%.*s", TQ_STR_ARG(variable));
	snprintf(origin, sizeof(origin), "environment %s", place);
	if (option_name(rest, name, sizeof(name)))
		row = tq_settings_find(s, tq_str(name));
	else
		name[0] = '\0';
	if (row != SIZE_MAX && !s->rows[row].opt->flag_only) {
		tq_settings_give(s, row, ENVIRONMENT_RANK, value, place, origin);
		return;
	}
	near = tq_settings_nearest(s, tq_str(name), true);
	tq_settings_fault(s, "%s: no such option%s%s%s", place, near ? " (nearest: " : "",
			  near ? near : "", near ? ")" : "");
}

void
tq_settings_environment(struct tq_settings *s, char *const *environment)
{
	char prefix[64];
	size_t n;

	variable_prefix(s->tool, prefix, sizeof(prefix));
	n = strlen(prefix);
	for (size_t i = 0; environment && environment[i]; i++) {
		const char *equals = strchr(environment[i], '=');

		if (!equals || strncmp(environment[i], prefix, n) != 0)
			continue;
		one_variable(s, (struct tq_str){environment[i], (size_t)(equals - environment[i])},
			     n, equals + 1);
	}
}

/* What the reader and the handler of libinih share while a file is parsed. */
struct parse {
	struct tq_settings *s;
	const char *path;
	enum tq_from from;
	struct tq_str left;
	int line;
	bool taken;              /* the line was understood */
};

static bool
is_tool(const char *name)
{
	static const char *const tools[] = {
		"tq-fetch", "tq-validate", "tq-resample", "tq-merge", "tq-indicator",
		"tq-signal", "tq-risk", "tq-paper", "tq-report", "tq-chart", "tq-optimize",
		"tq-run", "tq-auth", "tq-order", "tq-control", "tq-alert", "tq-status",
		"tq-doctor", "tq-archive",
	};

	for (size_t i = 0; i < TQ_COUNT(tools); i++)
		if (strcmp(name, tools[i]) == 0)
			return true;
	return false;
}

static void
unknown_key(const struct parse *p, const char *section, const char *key)
{
	const char *near = tq_settings_nearest(p->s, tq_str(key), true);

	tq_settings_fault(p->s, "%s:%d: no option '%s' for [%s]%s%s%s", p->path, p->line, key,
			  section, near ? " (nearest: " : "", near ? near : "", near ? ")" : "");
}

static int
on_key(void *user, const char *section, const char *key, const char *value)
{
	struct parse *p = user;
	bool own = strcmp(section, p->s->tool) == 0;
	bool shared = strcmp(section, "tq") == 0;
	size_t row = tq_settings_find(p->s, tq_str(key));
	char place[600], origin[560];

	p->taken = true;
	if (!own && !shared) {
		if (!*section)
			tq_settings_fault(p->s, "%s:%d: '%s' is before the first [section]",
					  p->path, p->line, key);
		else if (!is_tool(section))
			tq_settings_fault(p->s, "%s:%d: no tool '%s'", p->path, p->line, section);
		return 1;
	}
	if (row == SIZE_MAX || p->s->rows[row].opt->flag_only ||
	    (shared && !p->s->rows[row].common)) {
		unknown_key(p, section, key);
		return 1;
	}
	snprintf(origin, sizeof(origin), "%s:%d", p->path, p->line);
	snprintf(place, sizeof(place), "%s: %s", origin, key);
	tq_settings_give(p->s, row, 2 * (int)p->from + own, value, place, origin);
	return 1;
}

/* libinih tells only the first faulty line, so each is judged when the next one is asked for. */
static void
judge_line(struct parse *p)
{
	if (p->line > 0 && !p->taken)
		tq_settings_fault(p->s, "%s:%d: neither [section] nor key = value", p->path,
				  p->line);
}

/*
 * Hands libinih one line, as fgets does. Blanks before a key are left out: to
 * libinih an indented line goes on with the line before, which would make a
 * key of its own into part of another one's value.
 */
static char *
next_line(char *out, int size, void *user)
{
	struct parse *p = user;
	const char *newline;
	struct tq_str line;

	judge_line(p);
	if (p->left.n == 0)
		return NULL;
	newline = memchr(p->left.p, '\n', p->left.n);
	line = (struct tq_str){p->left.p, newline ? (size_t)(newline - p->left.p) : p->left.n};
	p->left.p += line.n + (newline != NULL);
	p->left.n -= line.n + (newline != NULL);
	p->line++;
	while (line.n > 0 && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == ' '))
		line.n--;
	while (line.n > 0 && (*line.p == ' ' || *line.p == '\t')) {
		line.p++;
		line.n--;
	}
	p->taken = line.n == 0 || *line.p == ';' || *line.p == '#' ||
		   (*line.p == '[' && memchr(line.p, ']', line.n));
	if (memchr(line.p, '\0', line.n) || line.n + 2 > (size_t)size) {
		tq_settings_fault(p->s, "%s:%d: longer than %d bytes or not text", p->path, p->line,
				  size - 2);
		p->taken = true;
		line.n = 0;
	}
	snprintf(out, (size_t)size, "%.*s\n", TQ_STR_ARG(line));
	return out;
}

void
tq_settings_file(struct tq_settings *s, const char *path, enum tq_from from, bool must)
{
	struct tq_buf text = {0};
	struct tq_err err = {0};
	struct parse p = {.s = s, .path = path, .from = from};

	errno = 0;
	if (tq_read_file(path, FILE_MAX, &text, &err)) {
		p.left = tq_buf_str(&text);
		if (p.left.n >= 3 && memcmp(p.left.p, "\xef\xbb\xbf", 3) == 0)
			p.left = (struct tq_str){p.left.p + 3, p.left.n - 3};
		ini_parse_stream(next_line, &p, on_key, &p);
	} else if (must || (errno != ENOENT && errno != ENOTDIR)) {
		tq_settings_fault(s, "%s", err.text);
	}
	tq_buf_fini(&text);
}

/* SPDX-License-Identifier: ISC */
#include "script.h"

#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
die(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	fputs("exchange: ", stderr);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(2);
}

/* The next word of a line, unquoted in its place; NULL at the end. */
static char *
word(char **line)
{
	char *p = *line, *to, *start;
	bool quoted = false;

	p += strspn(p, " \t\r\n");
	if (*p == '\0' || *p == '#')
		return NULL;
	for (start = to = p; *p && (quoted || !strchr(" \t\r\n", *p)); p++) {
		if (*p == '"') {
			quoted = !quoted;
		} else if (quoted && *p == '\\' && p[1]) {
			p++;
			*to++ = *p == 'n' ? '\n' : *p == 'r' ? '\r' : *p == 't' ? '\t' : *p;
		} else {
			*to++ = *p;
		}
	}
	*line = *p ? p + 1 : p;
	*to = '\0';
	return start;
}

static char *
copy(const char *text)
{
	char *p = strdup(text);

	if (!p)
		die("out of memory");
	return p;
}

static int64_t
number(const char *text)
{
	char *end;
	long long value = strtoll(text, &end, 10);

	if (end == text || *end)
		die("no number: '%s'", text);
	return value;
}

static bool
set_text(struct answer *a, const char *key, const char *value)
{
	struct {
		const char *key;
		char **field;
	} texts[] = {
		{"type", &a->type}, {"text", &a->text}, {"body", &a->body}, {"dir", &a->dir},
		{"etag", &a->etag}, {"method", &a->method}, {"raw", &a->raw},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(key, texts[i].key) == 0) {
			*texts[i].field = copy(value);
			return true;
		}
	}
	return false;
}

static bool
set_number(struct answer *a, const char *key, const char *value)
{
	struct {
		const char *key;
		int64_t *field;
	} numbers[] = {
		{"times", &a->times}, {"weight", &a->weight}, {"date", &a->date},
		{"delay", &a->delay}, {"drip", &a->drip}, {"cut", &a->cut},
		{"length", &a->length}, {"rst", &a->rst}, {"bomb", &a->bomb}, {"page", &a->page},
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (strcmp(key, numbers[i].key) == 0) {
			*numbers[i].field = number(value);
			return true;
		}
	}
	return false;
}

static bool
set_flag(struct answer *a, const char *key)
{
	struct {
		const char *key;
		bool *field;
	} flags[] = {
		{"gzip", &a->gzip}, {"close", &a->close}, {"chunked", &a->chunked},
		{"live", &a->live},
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (strcmp(key, flags[i].key) == 0)
			return *flags[i].field = true;
	}
	return false;
}

static void
set(struct answer *a, char *key)
{
	char *value = strchr(key, '=');
	long long start, step, rows;

	if (value)
		*value++ = '\0';
	if (value ? strcmp(key, "date") == 0 && strcmp(value, "none") == 0 : set_flag(a, key))
		a->no_date = value != NULL || a->no_date;
	else if (!value)
		die("no such word: '%s'", key);
	else if (strcmp(key, "status") == 0)
		a->status = (int)number(value);
	else if (strcmp(key, "header") == 0 && a->n_headers < HEADERS)
		a->header[a->n_headers++] = copy(value);
	else if (strcmp(key, "klines") == 0 &&
		 sscanf(value, "%lld,%lld,%lld", &start, &step, &rows) == 3) {
		a->start = start;
		a->step = step;
		a->rows = rows;
	} else if (!set_text(a, key, value) && !set_number(a, key, value))
		die("no such answer: '%s=%s'", key, value);
}

static struct route *
route_of(struct script *script, const char *pattern)
{
	for (size_t i = 0; i < script->n; i++)
		if (strcmp(script->routes[i].pattern, pattern) == 0)
			return &script->routes[i];
	script->routes = realloc(script->routes, (script->n + 1) * sizeof(*script->routes));
	if (!script->routes)
		die("out of memory");
	script->routes[script->n] = (struct route){.pattern = copy(pattern)};
	return &script->routes[script->n++];
}

static void
read_answer(struct script *script, const char *pattern, char *line)
{
	struct answer a = {.status = 200, .times = 1, .weight = 1, .cut = -1, .length = -1,
			   .rst = -1, .page = 1000};
	struct route *route = route_of(script, pattern);
	char *key;

	while ((key = word(&line)))
		set(&a, key);
	route->answers = realloc(route->answers, (route->n + 1) * sizeof(a));
	if (!route->answers)
		die("out of memory");
	route->answers[route->n++] = a;
}

static void
read_limit(struct script *script, char *line)
{
	char *key = word(&line), *window = word(&line);

	if (!key || !window)
		die("limit N WINDOW");
	script->limit = number(key);
	script->window = number(window);
	script->grace = INT64_MAX;
	while ((key = word(&line))) {
		if (strncmp(key, "grace=", 6) == 0)
			script->grace = number(key + 6);
		else if (strncmp(key, "ban=", 4) == 0)
			script->ban = number(key + 4);
		else
			die("no such word of limit: '%s'", key);
	}
}

void
script_read(struct script *script, const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL, *rest, *first, *value;
	size_t cap = 0;

	if (!file)
		die("cannot open '%s'", path);
	while (getline(&line, &cap, file) >= 0) {
		rest = line;
		first = word(&rest);
		if (!first)
			continue;
		if (strcmp(first, "limit") == 0)
			read_limit(script, rest);
		else if (strcmp(first, "skew") == 0 && (value = word(&rest)))
			script->skew = number(value);
		else if (*first == '/' || *first == '*')
			read_answer(script, first, rest);
		else
			die("%s: no path: '%s'", path, first);
	}
	free(line);
	fclose(file);
}

struct route *
script_route(struct script *script, const char *path, const char *target)
{
	for (size_t i = 0; i < script->n; i++) {
		struct route *route = &script->routes[i];

		if (fnmatch(route->pattern, strchr(route->pattern, '?') ? target : path, 0) == 0)
			return route;
	}
	return NULL;
}

const struct answer *
route_next(struct route *route)
{
	route->requests++;
	if (route->used >= route->answers[route->at].times && route->at + 1 < route->n) {
		route->at++;
		route->used = 0;
	}
	route->used++;
	return &route->answers[route->at];
}

/* SPDX-License-Identifier: ISC */
#include "base/settings.h"

#include "base/mem.h"

#include <stdio.h>

enum { RANK = 2 * TQ_FROM_FLAG };

struct words {
	char **argv;
	int argc;
	int at;
};

static void
give(struct tq_settings *s, size_t row, const char *text)
{
	char place[80];

	snprintf(place, sizeof(place), "--%s", s->rows[row].opt->name);
	tq_settings_give(s, row, RANK, text, place, "flag");
}

static void
unknown(struct tq_settings *s, const char *word, struct tq_str name)
{
	const char *near = tq_settings_nearest(s, name, false);

	if (near)
		tq_settings_fault(s, "unknown option '%s' (did you mean --%s?)", word, near);
	else
		tq_settings_fault(s, "unknown option '%s' (see %s --help)", word, s->tool);
}

/* The row that --no-NAME switches off, or SIZE_MAX. */
static size_t
find_negated(const struct tq_settings *s, struct tq_str name)
{
	size_t row;

	if (name.n < 4 || memcmp(name.p, "no-", 3) != 0)
		return SIZE_MAX;
	row = tq_settings_find(s, (struct tq_str){name.p + 3, name.n - 3});
	if (row == SIZE_MAX || s->rows[row].opt->arg || s->rows[row].opt->flag_only)
		return SIZE_MAX;
	return row;
}

/* The value is what stands behind '=' or else the next word. */
static void
take_value(struct tq_settings *s, size_t row, const char *inside, struct words *w)
{
	if (inside)
		give(s, row, inside);
	else if (w->at < w->argc)
		give(s, row, w->argv[w->at++]);
	else
		tq_settings_fault(s, "--%s needs a value: %s", s->rows[row].opt->name,
				  s->rows[row].opt->arg);
}

static void
long_option(struct tq_settings *s, const char *word, struct words *w)
{
	const char *equals = strchr(word, '=');
	struct tq_str name = {word + 2, equals ? (size_t)(equals - word - 2) : strlen(word + 2)};
	size_t row = tq_settings_find(s, name);
	size_t negated = row == SIZE_MAX ? find_negated(s, name) : SIZE_MAX;

	if (row == SIZE_MAX && negated == SIZE_MAX)
		unknown(s, word, name);
	else if (row != SIZE_MAX && s->rows[row].opt->arg)
		take_value(s, row, equals ? equals + 1 : NULL, w);
	else if (equals)
		tq_settings_fault(s, "--%.*s takes no value", TQ_STR_ARG(name));
	else
		give(s, row != SIZE_MAX ? row : negated, row != SIZE_MAX ? "true" : "false");
}

static size_t
find_letter(const struct tq_settings *s, char letter)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].opt->letter == letter)
			return i;
	return SIZE_MAX;
}

/* "-qo FILE", "-oFILE": letters without values, then perhaps one with a value. */
static void
letters(struct tq_settings *s, const char *word, struct words *w)
{
	for (const char *p = word + 1; *p; p++) {
		size_t row = find_letter(s, *p);

		if (row == SIZE_MAX) {
			tq_settings_fault(s, "unknown option '-%c' (see %s --help)", *p, s->tool);
			return;
		}
		if (s->rows[row].opt->arg) {
			take_value(s, row, p[1] ? p + 1 : NULL, w);
			return;
		}
		give(s, row, "true");
	}
}

void
tq_settings_flags(struct tq_settings *s, int argc, char **argv)
{
	struct words w = {argv, argc, 1};
	bool only_operands = false;

	s->operands = tq_alloc((size_t)argc + 1, sizeof(s->operands[0]));
	while (w.at < w.argc) {
		char *word = w.argv[w.at++];

		if (only_operands || word[0] != '-' || word[1] == '\0')
			s->operands[s->n_operands++] = word;
		else if (strcmp(word, "--") == 0)
			only_operands = true;
		else if (word[1] == '-')
			long_option(s, word, &w);
		else
			letters(s, word, &w);
	}
}

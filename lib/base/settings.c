/* SPDX-License-Identifier: ISC */
#include "base/settings.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
tq_settings_add(struct tq_settings *s, const struct tq_opt_group *groups, size_t n,
		void *instance, bool common)
{
	for (size_t g = 0; g < n; g++) {
		s->rows = tq_realloc(s->rows, s->n + groups[g].n, sizeof(s->rows[0]));
		for (size_t i = 0; i < groups[g].n; i++) {
			const struct tq_opt *opt = &groups[g].rows[i];

			s->rows[s->n++] = (struct tq_setting){
				.opt = opt,
				.group = &groups[g],
				.field = (char *)instance + groups[g].base + opt->at,
				.common = common,
			};
		}
	}
}

void
tq_settings_fault(struct tq_settings *s, const char *format, ...)
{
	char text[640];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	s->faults = tq_realloc(s->faults, s->n_faults + 1, sizeof(s->faults[0]));
	s->faults[s->n_faults++] = tq_str_dup(tq_str(text));
}

size_t
tq_settings_find(const struct tq_settings *s, struct tq_str name)
{
	for (size_t i = 0; i < s->n; i++)
		if (tq_str_is(name, s->rows[i].opt->name))
			return i;
	return SIZE_MAX;
}

bool
tq_settings_asked(const struct tq_settings *s, const char *name)
{
	size_t row = tq_settings_find(s, tq_str(name));

	for (size_t i = 0; i < s->n_given; i++)
		if (s->given[i].row == row)
			return true;
	return false;
}

void
tq_settings_give(struct tq_settings *s, size_t row, int rank, const char *text,
		 const char *place, const char *origin)
{
	s->given = tq_realloc(s->given, s->n_given + 1, sizeof(s->given[0]));
	s->given[s->n_given++] = (struct tq_given){
		.row = row,
		.rank = rank,
		.text = tq_str_dup(tq_str(text)),
		.place = tq_str_dup(tq_str(place)),
		.origin = tq_str_dup(tq_str(origin)),
	};
}

/* The next text of a row behind `after` in order of rank, then of arrival; 0 at the end. */
static size_t
next_given(const struct tq_settings *s, size_t row, size_t after)
{
	size_t best = 0;

	for (size_t i = 1; i <= s->n_given; i++) {
		const struct tq_given *g = &s->given[i - 1];
		const struct tq_given *a = after > 0 ? &s->given[after - 1] : NULL;

		if (g->row != row)
			continue;
		if (a && (g->rank < a->rank || (g->rank == a->rank && i <= after)))
			continue;
		if (best == 0 || g->rank < s->given[best - 1].rank)
			best = i;
	}
	return best;
}

static void
parse(struct tq_settings *s, size_t row, const struct tq_given *given)
{
	const struct tq_opt *opt = s->rows[row].opt;
	struct tq_err err = {0};

	if (!opt->parse(opt, given->text, s->rows[row].field, &err))
		tq_settings_fault(s, "%s: %s", given->place, err.text);
}

static void
apply_preset(struct tq_settings *s, size_t row)
{
	const struct tq_opt *opt = s->rows[row].opt;
	struct tq_err err = {0};

	if (opt->preset && !opt->parse(opt, opt->preset, s->rows[row].field, &err))
		tq_settings_fault(s, "the default of --%s: %s", opt->name, err.text);
}

static int
strongest(const struct tq_settings *s, size_t row)
{
	int rank = 0;

	for (size_t i = 0; i < s->n_given; i++)
		if (s->given[i].row == row && s->given[i].rank > rank)
			rank = s->given[i].rank;
	return rank;
}

/* Weaker values are parsed for their faults; of a list the strongest source is all. */
static void
apply_row(struct tq_settings *s, size_t row)
{
	const struct tq_opt *opt = s->rows[row].opt;
	int rank = strongest(s, row);
	size_t before = 0;

	for (size_t i = next_given(s, row, 0); i > 0; i = next_given(s, row, before)) {
		const struct tq_given *g = &s->given[i - 1];

		if (before > 0 && s->given[before - 1].rank == g->rank && !opt->repeats && opt->arg)
			tq_settings_fault(s, "%s is given twice", g->place);
		if (!opt->repeats || g->rank == rank)
			parse(s, row, g);
		s->rows[row].used = before = i;
	}
	if (before > 0)
		return;
	if (opt->required)
		tq_settings_fault(s, "--%s %s is required", opt->name, opt->arg ? opt->arg : "");
	apply_preset(s, row);
}

/* Whether word stands in a list as "file,sim". */
static bool
listed(const char *list, struct tq_str word)
{
	while (*list) {
		size_t n = strcspn(list, ",");

		if (tq_str_eq((struct tq_str){list, n}, word))
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}

/* Whether some group names the operand, so that it is none of "*". */
static bool
named(const struct tq_settings *s, struct tq_str operand)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].group->source && listed(s->rows[i].group->source, operand))
			return true;
	return false;
}

bool
tq_settings_fits(const struct tq_settings *s, const struct tq_opt_group *group,
		 const char *operand)
{
	if (!group->source || listed(group->source, tq_str(operand)))
		return true;
	return listed(group->source, tq_str("*")) && !named(s, tq_str(operand));
}

/* A flag for another source would be ignored in silence. */
static void
check_source(struct tq_settings *s, size_t row)
{
	const struct tq_opt_group *group = s->rows[row].group;

	if (s->n_operands == 0 || strongest(s, row) < 2 * (int)TQ_FROM_FLAG ||
	    tq_settings_fits(s, group, s->operands[0]))
		return;
	if (listed(group->source, tq_str("*")))
		tq_settings_fault(s, "--%s is not for '%s'", s->rows[row].opt->name,
				  s->operands[0]);
	else
		tq_settings_fault(s, "--%s is for '%s', not for '%s'", s->rows[row].opt->name,
				  group->source, s->operands[0]);
}

void
tq_settings_apply(struct tq_settings *s)
{
	for (size_t i = 0; i < s->n; i++) {
		apply_row(s, i);
		check_source(s, i);
	}
}

/* A list in force is all texts of the strongest rank. */
static void
show_row(const struct tq_settings *s, size_t row, struct tq_buf *out)
{
	const struct tq_setting *r = &s->rows[row];
	const struct tq_opt *opt = r->opt;

	if (r->used == 0 && opt->preset) {
		tq_buf_printf(out, "%s = %s ; default\n", opt->name, opt->preset);
	} else if (r->used == 0 && opt->fallback) {
		tq_buf_printf(out, "; %s = %s ; default\n", opt->name, opt->fallback);
	} else if (r->used == 0) {
		tq_buf_printf(out, opt->arg ? "; %s is not set ; default\n"
					    : "%s = false ; default\n", opt->name);
	} else {
		for (size_t i = 0; i < s->n_given; i++) {
			const struct tq_given *g = &s->given[i];

			if (g->row == row && g->rank == s->given[r->used - 1].rank &&
			    (opt->repeats || i + 1 == r->used))
				tq_buf_printf(out, "%s = %s ; %s\n", opt->name, g->text, g->origin);
		}
	}
}

void
tq_settings_show(const struct tq_settings *s, struct tq_buf *out)
{
	tq_buf_printf(out, "[%s]\n", s->tool);
	for (size_t i = 0; i < s->n; i++)
		if (!s->rows[i].opt->flag_only)
			show_row(s, i, out);
}

/* The texts in force, one a line; an option that is not set has none. */
static void
hash_row(const struct tq_settings *s, size_t row, struct tq_buf *text)
{
	const struct tq_setting *r = &s->rows[row];

	tq_buf_printf(text, "%s=", r->opt->name);
	if (r->used == 0 && (r->opt->preset || !r->opt->arg))
		tq_buf_printf(text, "%s\n", r->opt->preset ? r->opt->preset : "false");
	for (size_t i = 0; r->used > 0 && i < s->n_given; i++) {
		const struct tq_given *g = &s->given[i];

		if (g->row == row && g->rank == s->given[r->used - 1].rank &&
		    (r->opt->repeats || i + 1 == r->used))
			tq_buf_printf(text, "%s\n", g->text);
	}
	tq_buf_put(text, "\n", 2);
}

uint64_t
tq_settings_hash(const struct tq_settings *s)
{
	struct tq_buf text = {0};
	uint64_t hash;

	for (size_t row = 0; row < s->n; row++)
		if (!s->rows[row].opt->aside && !s->rows[row].opt->flag_only)
			hash_row(s, row, &text);
	hash = tq_hash(text.p, text.n);
	tq_buf_fini(&text);
	return hash;
}

void
tq_settings_fini(struct tq_settings *s)
{
	for (size_t i = 0; i < s->n_given; i++) {
		free(s->given[i].text);
		free(s->given[i].place);
		free(s->given[i].origin);
	}
	for (size_t i = 0; i < s->n_faults; i++)
		free(s->faults[i]);
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].opt->parse == tq_opt_list)
			tq_opt_free(s->rows[i].field);
	free(s->given);
	free(s->faults);
	free(s->rows);
	free(s->operands);
	*s = (struct tq_settings){.tool = s->tool};
}

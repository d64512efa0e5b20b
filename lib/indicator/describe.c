/* SPDX-License-Identifier: ISC */
#include "indicator/describe.h"

#include "base/mem.h"
#include "base/settings.h"

#include <stdlib.h>

static const char *const gives[] = {
	[TQ_IND_NUMBER] = "a number",
	[TQ_IND_CONDITION] = "a condition",
	[TQ_IND_SAME] = "what its input is",
};

void
tq_ind_signature(const struct tq_ind *ind, struct tq_buf *out)
{
	const char *between = "";

	tq_buf_printf(out, "%s(", ind->name);
	for (int i = 0; i < ind->n_inputs; i++, between = ", ")
		tq_buf_printf(out, "%s%s", between, ind->inputs[i]);
	for (int i = 0; i < ind->n_params; i++, between = ", ")
		tq_buf_printf(out, "%s%s = %g", between, ind->params[i].name,
			      ind->params[i].preset);
	tq_buf_puts(out, ")");
}

/* The rows of a family, or of all when it is NULL. */
static void
each(const char *family, void (*say)(const struct tq_ind_family *family, const struct tq_ind *ind,
				     bool first, struct tq_buf *out), struct tq_buf *out)
{
	size_t n;
	const struct tq_ind_family *const *families = tq_ind_families(&n);

	for (size_t f = 0; f < n; f++) {
		bool begins = f == 0 || strcmp(families[f]->name, families[f - 1]->name) != 0;

		if (family && strcmp(families[f]->name, family) != 0)
			continue;
		for (size_t i = 0; i < families[f]->n; i++)
			say(families[f], &families[f]->rows[i], begins && i == 0, out);
	}
}

static void
words(const char *const *word, int n, const char *between, struct tq_buf *out)
{
	for (int i = 0; i < n && word[i]; i++)
		tq_buf_printf(out, "%s%s", i > 0 ? between : "", word[i]);
}

static void
list_row(const struct tq_ind_family *family, const struct tq_ind *ind, bool first,
	 struct tq_buf *out)
{
	if (first)
		tq_buf_printf(out, "%s%s\n", out->n > 0 ? "\n" : "", family->name);
	tq_buf_printf(out, "  %-20s %s", ind->name, ind->meaning);
	tq_buf_puts(out, ind->aliases[0] ? " (also called " : "");
	words(ind->aliases, TQ_IND_ALIASES, ", ", out);
	tq_buf_puts(out, ind->aliases[0] ? ")\n" : "\n");
}

void
tq_ind_list(const char *family, struct tq_buf *out)
{
	each(family, list_row, out);
}

static int64_t
preset_lookback(const struct tq_ind *ind)
{
	double param[TQ_IND_PARAMS] = {0};

	for (int i = 0; i < ind->n_params; i++)
		param[i] = ind->params[i].preset;
	return ind->lookback(param);
}

static void
param_text(const struct tq_ind_param *p, struct tq_buf *out)
{
	tq_buf_printf(out, "%s = %.10g in %.10g..%.10g%s: %s", p->name, p->preset, p->low,
		      p->high, p->whole ? "" : " (any number)", p->meaning);
}

/* The last four columns. */
static void
catalogue_call(const struct tq_ind *ind, struct tq_buf *out)
{
	words(ind->inputs, ind->n_inputs, ",", out);
	tq_buf_printf(out, "%s\t%s\t%s\t", ind->n_inputs > 0 ? "" : "-", gives[ind->gives],
		      ind->waits ? "at least" : "-");
	for (int i = 0; i < ind->n_params; i++) {
		tq_buf_puts(out, i > 0 ? " | " : "");
		param_text(&ind->params[i], out);
	}
	tq_buf_puts(out, ind->n_params > 0 ? "\n" : "-\n");
}

static void
catalogue_row(const struct tq_ind_family *family, const struct tq_ind *ind, bool first,
	      struct tq_buf *out)
{
	(void)first;
	tq_buf_printf(out, "%s\t%s\t", ind->name, family->name);
	words(ind->aliases, TQ_IND_ALIASES, ",", out);
	tq_buf_puts(out, ind->aliases[0] ? "\t" : "-\t");
	tq_ind_signature(ind, out);
	tq_buf_puts(out, "\t");
	words(ind->outputs, ind->n_outputs, ",", out);
	tq_buf_printf(out, "\t%lld\t%s\t%s\t%s\t", (long long)preset_lookback(ind),
		      tq_ind_recovery_words(ind->recovery), ind->meaning, ind->source);
	catalogue_call(ind, out);
}

void
tq_ind_catalogue(const char *family, struct tq_buf *out)
{
	tq_buf_puts(out, "name\tfamily\taliases\tcall\toutputs\tlookback\tnull\tmeaning\tsource"
			 "\tinputs\tgives\twaits\tparameters\n");
	each(family, catalogue_row, out);
}

void
tq_ind_describe(const struct tq_ind *ind, struct tq_buf *out)
{
	tq_ind_signature(ind, out);
	tq_buf_printf(out, "\n%s\n", ind->meaning);
	if (ind->aliases[0]) {
		tq_buf_puts(out, "also called: ");
		words(ind->aliases, TQ_IND_ALIASES, ", ", out);
		tq_buf_puts(out, "\n");
	}
	if ((ind->of_bar || ind->of_book) && ind->n_inputs > 0) {
		tq_buf_puts(out, "may be left out: ");
		words(ind->inputs, ind->n_inputs, ", ", out);
		tq_buf_puts(out, " (the record's own)\n");
	}
	for (int i = 0; i < ind->n_params; i++) {
		param_text(&ind->params[i], out);
		tq_buf_puts(out, "\n");
	}
	tq_buf_printf(out, "gives: ");
	if (ind->n_outputs > 1)
		words(ind->outputs, ind->n_outputs, ", ", out);
	else
		tq_buf_puts(out, gives[ind->gives]);
	tq_buf_printf(out, "\nlookback: %s%lld bars with these parameters\n",
		      ind->waits ? "at least " : "", (long long)preset_lookback(ind));
	tq_buf_printf(out, "null: %s\nsource: %s\n", tq_ind_recovery_words(ind->recovery),
		      ind->source);
}

const char *
tq_ind_family(struct tq_str name)
{
	size_t n;
	const struct tq_ind_family *const *families = tq_ind_families(&n);

	for (size_t f = 0; f < n; f++) {
		const char *whole = families[f]->name;
		struct tq_str word = {whole, strcspn(whole, " ")};

		if (tq_str_is(name, whole) || tq_str_eq(name, word))
			return whole;
	}
	return NULL;
}

const char *
tq_ind_nearest_family(struct tq_str name)
{
	size_t n;
	const struct tq_ind_family *const *families = tq_ind_families(&n);
	const char **names = tq_alloc(n, sizeof *names);
	const char *near;

	for (size_t f = 0; f < n; f++)
		names[f] = families[f]->name;
	near = tq_nearest(name, names, n);
	free(names);
	return near;
}

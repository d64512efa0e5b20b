/* SPDX-License-Identifier: ISC */
#include "expr/strategy.h"

#include "base/mem.h"
#include "expr/statement.h"
#include "num/f64.h"

#include <stdlib.h>

enum { LONGEST = 65536 };        /* bytes of a text */

static const struct tq_place nowhere = {NULL, 0};

struct tq_strategy *
tq_strategy_new(void)
{
	struct tq_strategy *s = tq_alloc(1, sizeof *s);

	s->each = TQ_TYPE_OTHER;
	return s;
}

static void
free_text(const char *text)
{
	free((void *)(uintptr_t)text);
}

void
tq_strategy_free(struct tq_strategy *s)
{
	if (!s)
		return;
	while (s->sources) {
		struct tq_strategy_source *source = s->sources;

		s->sources = source->next;
		free_text(source->source.name);
		free_text(source->source.text.p);
		free(source);
	}
	tq_arena_fini(&s->arena);
	free(s->params);
	free(s->statements);
	free(s->symbols);
	free(s);
}

/* A copy of the text that lives as long as the strategy; NULL when it is too long. */
static const struct tq_source *
add_source(struct tq_strategy *s, const char *name, struct tq_str text, struct tq_faults *faults)
{
	struct tq_strategy_source *source;

	if (text.n > LONGEST) {
		tq_fault(faults, nowhere, "%s: longer than %d bytes", name, (int)LONGEST);
		s->faulty = true;
		return NULL;
	}
	source = tq_alloc(1, sizeof *source);
	source->source.name = tq_str_dup(tq_str(name));
	source->source.text = (struct tq_str){tq_str_dup(text), text.n};
	source->next = s->sources;
	s->sources = source;
	return &source->source;
}

void
tq_strategy_add_file(struct tq_strategy *s, const char *name, struct tq_str text,
		     struct tq_faults *faults)
{
	const struct tq_source *source = add_source(s, name, text, faults);
	const struct tq_statement *rule = NULL;

	if (!source)
		return;
	tq_statements_read(s, source, faults);
	for (size_t i = 0; i < s->n_statements && !rule; i++)
		rule = s->statements[i].kind == TQ_S_RULE ? &s->statements[i] : NULL;
	if (s->faulty)
		return;
	if (!rule && !s->rank)
		tq_fault(faults, nowhere, "%s: no rule ('long when ...', 'short when ...', "
			 "'flat when ...') and no 'rank by ...'", name);
	else if (rule && s->rank)
		tq_fault(faults, rule->place, "a strategy that ranks has no rules");
	else
		return;
	s->faulty = true;
}

void
tq_strategy_add_rule(struct tq_strategy *s, enum tq_rule_side side, const char *name,
		     struct tq_str text, struct tq_faults *faults)
{
	const struct tq_source *source = add_source(s, name, text, faults);
	struct tq_statement rule = {.kind = TQ_S_RULE, .side = side};
	struct tq_parser p;

	if (!source)
		return;
	tq_parser_start(&p, source, 1, &s->arena, faults);
	rule.place = p.token.place;
	rule.expr = tq_parse_expr(&p);
	if (rule.expr && !tq_read_attrs(&p, &rule))
		rule.expr = NULL;
	if (rule.expr && p.token.kind != TQ_T_END) {
		tq_parser_expected(&p, "the end");
		rule.expr = NULL;
	}
	if (rule.expr)
		tq_statement_add(s, &rule);
	else
		s->faulty = true;
}

static void
unknown_param(struct tq_strategy *s, struct tq_str name, struct tq_faults *faults)
{
	struct tq_buf known = {0};

	for (size_t i = 0; i < s->n_params; i++)
		tq_buf_printf(&known, "%s%.*s", i ? ", " : "", TQ_STR_ARG(s->params[i].name));
	if (s->n_params)
		tq_fault(faults, nowhere, "--set: no parameter '%.*s' (there are: %s)",
			 TQ_STR_ARG(name), tq_buf_text(&known));
	else
		tq_fault(faults, nowhere, "--set: no parameter '%.*s': there are none",
			 TQ_STR_ARG(name));
	tq_buf_fini(&known);
}

static struct tq_str
name_in(const char *assignment)
{
	return (struct tq_str){assignment, strcspn(assignment, "=")};
}

bool
tq_strategy_takes(struct tq_strategy *s, const char *assignment)
{
	return tq_param_find(s, name_in(assignment)) != NULL;
}

static void
set_text(struct tq_strategy *s, struct tq_strategy_param *param, struct tq_str text,
	 struct tq_faults *faults)
{
	char *copy = tq_arena_take(&s->arena, text.n + 1);

	if (memchr(text.p, '"', text.n) || memchr(text.p, '\n', text.n)) {
		tq_fault(faults, nowhere, "--set: the text of '%.*s' has a quote or a newline in "
			 "it", TQ_STR_ARG(param->name));
		return;
	}
	if (!tq_param_takes_text(param, nowhere, text, faults))
		return;
	memcpy(copy, text.p, text.n);
	param->text = (struct tq_str){copy, text.n};
	param->set = true;
}

static void
set_number(struct tq_strategy_param *param, struct tq_str text, struct tq_faults *faults)
{
	double x;

	if (!tq_f64_parse(text, &x)) {
		tq_fault(faults, nowhere, "--set: '%.*s' is no number: '%.*s'",
			 TQ_STR_ARG(param->name), TQ_STR_ARG(text));
	} else if (tq_param_fits(param, nowhere, x, faults)) {
		param->value = x;
		param->set = true;
	}
}

void
tq_strategy_set(struct tq_strategy *s, const char *assignment, struct tq_faults *faults)
{
	struct tq_str name = name_in(assignment), text;
	struct tq_strategy_param *param = tq_param_find(s, name);

	if (!assignment[name.n]) {
		tq_fault(faults, nowhere, "--set: '%s' is no name=value", assignment);
		return;
	}
	text = tq_str(assignment + name.n + 1);
	if (!param) {
		if (!s->faulty)
			unknown_param(s, name, faults);
	} else if (param->set) {
		tq_fault(faults, nowhere, "--set: '%.*s' is given twice", TQ_STR_ARG(name));
	} else if (param->is_text) {
		set_text(s, param, text, faults);
	} else {
		set_number(param, text, faults);
	}
}

static void
unknown_preset(const struct tq_strategy *s, struct tq_str name, struct tq_faults *faults)
{
	struct tq_buf known = {0};

	for (const struct tq_preset *p = s->presets; p; p = p->next)
		tq_buf_printf(&known, "%s%.*s", p == s->presets ? "" : ", ", TQ_STR_ARG(p->name));
	tq_fault(faults, nowhere, "--preset: no preset '%.*s' (there %s%s)", TQ_STR_ARG(name),
		 s->presets ? "are: " : "are none", tq_buf_text(&known));
	tq_buf_fini(&known);
}

void
tq_strategy_preset(struct tq_strategy *s, struct tq_str name, struct tq_faults *faults)
{
	const struct tq_preset *preset = s->presets;

	while (preset && !tq_str_eq(preset->name, name))
		preset = preset->next;
	if (!preset && !s->faulty)
		unknown_preset(s, name, faults);
	if (!preset)
		return;
	for (const struct tq_preset_value *v = preset->values; v; v = v->next) {
		struct tq_strategy_param *param = tq_param_find(s, v->name);

		if (!param || param->set)
			continue;
		param->value = v->value;
		param->text = v->text;
	}
}

struct tq_str
tq_strategy_description(const struct tq_strategy *s)
{
	return s->description;
}

struct tq_str
tq_strategy_origin(const struct tq_strategy *s)
{
	return s->origin;
}

const struct tq_strategy_param *
tq_strategy_params(const struct tq_strategy *s, size_t *n)
{
	*n = s->n_params;
	return s->params;
}

static const struct tq_preset *
nth_preset(const struct tq_strategy *s, size_t i)
{
	const struct tq_preset *preset = s->presets;

	while (preset && i-- > 0)
		preset = preset->next;
	return preset;
}

struct tq_str
tq_strategy_preset_name(const struct tq_strategy *s, size_t i)
{
	const struct tq_preset *preset = nth_preset(s, i);

	return preset ? preset->name : (struct tq_str){NULL, 0};
}

void
tq_strategy_preset_values(const struct tq_strategy *s, size_t i, struct tq_buf *out)
{
	const struct tq_preset *preset = nth_preset(s, i);
	const char *between = "";

	for (const struct tq_preset_value *v = preset ? preset->values : NULL; v; v = v->next) {
		tq_buf_printf(out, "%s %.*s = ", between, TQ_STR_ARG(v->name));
		if (v->is_text)
			tq_buf_printf(out, "\"%.*s\"", TQ_STR_ARG(v->text));
		else
			tq_buf_printf(out, "%.10g", v->value);
		between = ",";
	}
}

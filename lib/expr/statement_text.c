/* SPDX-License-Identifier: ISC */
/* Texts of statements, and the parameters that are texts. */
#include "expr/statement.h"

#include "base/mem.h"
#include "base/settings.h"

#include <stdlib.h>

/* "TEXT" ["in" "TEXT", "TEXT", ...]; its name and '=' have been read. */
bool
tq_read_text_param(struct tq_parser *p, struct tq_strategy_param *param)
{
	const struct tq_strategy_choice **last = &param->choices;

	param->is_text = true;
	if (!tq_read_text(p, &param->text))
		return false;
	if (!tq_parser_at_word(p, "in"))
		return true;
	tq_parser_next(p);
	do {
		struct tq_strategy_choice *choice = tq_arena_take(p->arena, sizeof *choice);

		if (!tq_read_text(p, &choice->text))
			return false;
		*last = choice;
		last = &choice->next;
	} while (tq_read_more(p));
	return tq_param_takes_text(param, param->place, param->text, p->faults);
}

static void
put_choices(const struct tq_strategy_param *param, struct tq_buf *out)
{
	for (const struct tq_strategy_choice *c = param->choices; c; c = c->next)
		tq_buf_printf(out, "%s\"%.*s\"", c == param->choices ? "" : ", ",
			      TQ_STR_ARG(c->text));
}

bool
tq_param_takes_text(const struct tq_strategy_param *param, struct tq_place place,
		    struct tq_str text, struct tq_faults *faults)
{
	struct tq_buf known = {0};

	for (const struct tq_strategy_choice *c = param->choices; c; c = c->next) {
		if (tq_str_eq(c->text, text))
			return true;
	}
	if (!param->choices)
		return true;
	put_choices(param, &known);
	tq_fault(faults, place, "parameter '%.*s' is \"%.*s\", not one of %s",
		 TQ_STR_ARG(param->name), TQ_STR_ARG(text), tq_buf_text(&known));
	tq_buf_fini(&known);
	return false;
}

/* The parameter that a misspelt name was meant to be, or NULL; texts only. */
static const struct tq_strategy_param *
near_param(const struct tq_strategy *s, struct tq_str name)
{
	const char **names = tq_alloc(s->n_params + 1, sizeof *names);
	const struct tq_strategy_param **param = tq_alloc(s->n_params + 1, sizeof *param);
	const struct tq_strategy_param *found = NULL;
	const char *near;
	size_t n = 0;

	for (size_t i = 0; i < s->n_params; i++) {
		if (!s->params[i].is_text)
			continue;
		param[n] = &s->params[i];
		names[n++] = tq_str_dup(s->params[i].name);
	}
	near = tq_nearest(name, names, n);
	while (n-- > 0) {
		if (names[n] == near)
			found = param[n];
		free((void *)(uintptr_t)names[n]);
	}
	free(names);
	free(param);
	return found;
}

bool
tq_text_of(struct tq_strategy *s, const struct tq_text_source *text, struct tq_faults *faults,
	   struct tq_text_source *out)
{
	const struct tq_strategy_param *param = text->is_name ? tq_param_find(s, text->text) : NULL;
	const struct tq_strategy_param *near;

	*out = *text;
	if (!text->is_name)
		return true;
	if (param && param->is_text) {
		*out = (struct tq_text_source){.place = param->place, .text = param->text};
		return true;
	}
	near = near_param(s, text->text);
	if (param)
		tq_fault(faults, text->place, "parameter '%.*s' is a number, not a text",
			 TQ_STR_ARG(text->text));
	else if (near)
		tq_fault(faults, text->place, "no parameter '%.*s' that is a text (did you mean "
			 "%.*s?)", TQ_STR_ARG(text->text), TQ_STR_ARG(near->name));
	else
		tq_fault(faults, text->place, "expected a text in '\"', or a parameter that is "
			 "one, found '%.*s'", TQ_STR_ARG(text->text));
	return false;
}

void
tq_strategy_param_value(const struct tq_strategy_param *param, struct tq_buf *out)
{
	if (param->is_text)
		tq_buf_printf(out, "\"%.*s\"", TQ_STR_ARG(param->text));
	else
		tq_buf_printf(out, "%.10g", param->value);
}

void
tq_strategy_param_range(const struct tq_strategy_param *param, struct tq_buf *out)
{
	if (param->choices)
		tq_buf_puts(out, " in ");
	put_choices(param, out);
	if (!param->is_text)
		tq_buf_printf(out, " in %.10g..%.10g", param->low, param->high);
	if (param->step > 0)
		tq_buf_printf(out, " step %.10g", param->step);
}

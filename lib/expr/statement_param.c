/* SPDX-License-Identifier: ISC */
/* "param" and "preset": constants and named sets of their values. */
#include "expr/statement.h"

#include "base/mem.h"

bool
tq_param_fits(const struct tq_strategy_param *param, struct tq_place place, double x,
	      struct tq_faults *faults)
{
	if (param->whole && floor(x) != x) {
		tq_fault(faults, place, "parameter '%.*s' takes whole numbers, not %.10g",
			 TQ_STR_ARG(param->name), x);
		return false;
	}
	if (!(x >= param->low && x <= param->high)) {
		tq_fault(faults, place, "parameter '%.*s' is %.10g, not in %.10g..%.10g",
			 TQ_STR_ARG(param->name), x, param->low, param->high);
		return false;
	}
	return true;
}

struct tq_strategy_param *
tq_param_find(struct tq_strategy *s, struct tq_str name)
{
	for (size_t i = 0; i < s->n_params; i++) {
		if (tq_str_eq(s->params[i].name, name))
			return &s->params[i];
	}
	return NULL;
}

static bool
check_bounds(struct tq_parser *p, const struct tq_strategy_param *param)
{
	if (param->low > param->high) {
		tq_fault(p->faults, param->place, "parameter '%.*s' has no values: %.10g..%.10g",
			 TQ_STR_ARG(param->name), param->low, param->high);
		return false;
	}
	if (param->step < 0) {
		tq_fault(p->faults, param->place, "the step of '%.*s' is negative",
			 TQ_STR_ARG(param->name));
		return false;
	}
	return tq_param_fits(param, param->place, param->preset, p->faults);
}

static void
add_param(struct tq_strategy *s, const struct tq_strategy_param *param)
{
	if (s->n_params == s->cap_params) {
		s->cap_params = s->cap_params ? 2 * s->cap_params : 8;
		s->params = tq_realloc(s->params, s->cap_params, sizeof s->params[0]);
	}
	s->params[s->n_params++] = *param;
}

static bool
read_number_param(struct tq_parser *p, struct tq_strategy_param *param)
{
	if (!tq_read_value(p, &param->preset, &param->whole) || !tq_read_word(p, "in") ||
	    !tq_read_value(p, &param->low, &param->whole) ||
	    !tq_read_token(p, TQ_T_DOTS, "'..'") ||
	    !tq_read_value(p, &param->high, &param->whole))
		return false;
	if (tq_parser_at_word(p, "step")) {
		tq_parser_next(p);
		if (!tq_read_value(p, &param->step, &param->whole))
			return false;
	}
	param->value = param->preset;
	return check_bounds(p, param);
}

bool
tq_read_param(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_strategy_param param = {.whole = true};

	tq_parser_next(p);
	param.place = p->token.place;
	if (!tq_read_name(p, &param.name) || !tq_read_token(p, TQ_T_ASSIGN, "'='"))
		return false;
	if (p->token.kind == TQ_T_STRING ? !tq_read_text_param(p, &param) :
	    !read_number_param(p, &param))
		return false;
	if (p->token.kind == TQ_T_STRING && !tq_read_text(p, &param.meaning))
		return false;
	add_param(s, &param);
	return true;
}

/* One "name = value" of a preset; whether it is a parameter's is asked when all are known. */
static struct tq_preset_value *
read_preset_value(struct tq_parser *p)
{
	struct tq_preset_value *value = tq_arena_take(p->arena, sizeof *value);
	bool whole = true;

	value->place = p->token.place;
	if (!tq_read_name(p, &value->name) || !tq_read_token(p, TQ_T_ASSIGN, "'='"))
		return NULL;
	value->is_text = p->token.kind == TQ_T_STRING;
	return (value->is_text ? tq_read_text(p, &value->text) :
		tq_read_value(p, &value->value, &whole)) ? value : NULL;
}

bool
tq_read_preset(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_preset *preset = tq_arena_take(p->arena, sizeof *preset);
	struct tq_preset_value **last = &preset->values;
	struct tq_preset **end = &s->presets;
	struct tq_place place;

	tq_parser_next(p);
	place = p->token.place;
	if (!tq_read_name(p, &preset->name))
		return false;
	for (; *end; end = &(*end)->next) {
		if (tq_str_eq((*end)->name, preset->name)) {
			tq_fault(p->faults, place, "a second preset '%.*s'",
				 TQ_STR_ARG(preset->name));
			return false;
		}
	}
	*end = preset;
	do {
		*last = read_preset_value(p);
		if (!*last)
			return false;
		last = &(*last)->next;
	} while (tq_read_more(p));
	return true;
}

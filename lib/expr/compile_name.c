/* SPDX-License-Identifier: ISC */
#include "expr/compile.h"

#include "base/mem.h"
#include "base/settings.h"
#include "record/schema.h"

#include <stdlib.h>

static const struct tq_operand bad = {.type = TQ_V_BAD};

/* What a bar has of its own; other fields may be in a bar as well. */
static const char *const bar_numbers[] = {"open", "high", "low", "close", "volume",
					  "quote_volume", "trades"};
static const char *const texts[] = {"type", "symbol", "venue", "interval", "closed",
				    "synthetic", "source"};

static bool
among(struct tq_str name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (tq_str_is(name, names[i]))
			return true;
	}
	return false;
}

static enum tq_type
type_now(const struct tq_compiler *c)
{
	return c->plan->clocks[c->plan->at].type;
}

/* A number among a type's fields, or the side of a trade, which counts as one. */
static bool
is_number(const struct tq_schema_field *field)
{
	return field->kind == TQ_KIND_DECIMAL || field->kind == TQ_KIND_WHOLE ||
	       field->field == TQ_F_side;
}

bool
tq_compile_own_field(enum tq_type type, struct tq_str name)
{
	size_t n;
	const struct tq_schema_field *fields = tq_schema_of(type, &n);

	if (type == TQ_TYPE_BAR)
		return among(name, bar_numbers, TQ_COUNT(bar_numbers));
	for (size_t i = 0; i < n; i++) {
		if (is_number(&fields[i]) && tq_str_eq(tq_field_name(fields[i].field), name))
			return true;
	}
	return false;
}

/* A field that is something else than a number. */
static bool
no_number(enum tq_type type, struct tq_str name)
{
	size_t n;
	const struct tq_schema_field *fields = tq_schema_of(type, &n);

	if (among(name, texts, TQ_COUNT(texts)))
		return true;
	for (size_t i = 0; i < n && type != TQ_TYPE_BAR; i++) {
		if (tq_str_eq(tq_field_name(fields[i].field), name))
			return !is_number(&fields[i]) && fields[i].kind != TQ_KIND_ANY;
	}
	return false;
}

struct tq_operand
tq_compile_field(struct tq_compiler *c, struct tq_place place, struct tq_str name)
{
	struct tq_operand when;
	int field;

	if (tq_str_is(name, "time") && tq_compile_when(c, place, name, &when))
		return when;
	if (no_number(type_now(c), name)) {
		tq_fault(c->faults, place, "'%.*s' is no number", TQ_STR_ARG(name));
		return bad;
	}
	field = tq_field_id(name);
	if (field < 0) {
		tq_fault(c->faults, place, "too many names of fields");
		return bad;
	}
	return tq_compile_placed(c, place, tq_plan_field(c->plan, field), TQ_V_NUMBER);
}

/* Within a let, only what stands before it. */
const struct tq_scope_name *
tq_compile_in_scope(const struct tq_compiler *c, struct tq_str name)
{
	size_t n = c->below > 0 ? c->below - 1 : c->n_names;

	for (size_t i = 0; i < n; i++) {
		if (tq_str_eq(c->names[i].name, name))
			return &c->names[i];
	}
	return NULL;
}

/* All that a name could have meant; *n of them, free() the list. */
static struct tq_str *
known_names(const struct tq_compiler *c, size_t *n)
{
	size_t n_fields, n_whens;
	const struct tq_schema_field *fields = tq_schema_of(type_now(c), &n_fields);
	const char *const *whens;
	struct tq_str *names;
	bool bar = type_now(c) == TQ_TYPE_BAR;

	n_whens = tq_when_names(&whens);
	names = tq_alloc(TQ_COUNT(bar_numbers) + n_fields + n_whens + 1, sizeof *names);
	*n = 0;
	for (size_t i = 0; i < TQ_COUNT(bar_numbers) && bar; i++)
		names[(*n)++] = tq_str(bar_numbers[i]);
	for (size_t i = 0; i < n_fields && !bar; i++) {
		if (is_number(&fields[i]))
			names[(*n)++] = tq_field_name(fields[i].field);
	}
	for (size_t i = 0; i < n_whens; i++)
		names[(*n)++] = tq_str(whens[i]);
	return names;
}

bool
tq_compile_misspelt(struct tq_compiler *c, struct tq_place place, struct tq_str name)
{
	size_t n_known, n = 0;
	struct tq_str *known = known_names(c, &n_known);
	char **names = tq_alloc(n_known + c->n_names + 1, sizeof *names);
	const char *near;

	for (size_t i = 0; i < c->n_names; i++)
		names[n++] = tq_str_dup(c->names[i].name);
	for (size_t i = 0; i < n_known; i++)
		names[n++] = tq_str_dup(known[i]);
	near = tq_nearest(name, (const char *const *)names, n);
	if (near)
		tq_fault(c->faults, place, "unknown name '%.*s' (did you mean %s?)",
			 TQ_STR_ARG(name), near);
	while (n > 0)
		free(names[--n]);
	free(names);
	free(known);
	return near != NULL;
}

static bool
comes_later(struct tq_compiler *c, const struct tq_ast *ast)
{
	for (size_t i = 0; i < c->n_later; i++) {
		if (tq_str_eq(ast->name, c->later[i])) {
			tq_fault(c->faults, ast->place, "'%.*s' is used before it is defined",
				 TQ_STR_ARG(ast->name));
			return true;
		}
	}
	return false;
}

/* A let's value on the present clock; what it is made of are the names before it. */
static struct tq_operand
value_of(struct tq_compiler *c, size_t number)
{
	struct tq_scope_name *name = &c->names[number];
	int clock = c->plan->at;
	size_t below = c->below;
	struct tq_operand value;

	if (!name->ast)
		return name->value;
	if (!name->known[clock]) {
		c->below = number + 1;
		value = tq_compile(c, name->ast);
		c->below = below;
		c->names[number].of[clock] = value;
		c->names[number].known[clock] = true;
	}
	return c->names[number].of[clock];
}

static bool
is_book(const struct tq_compiler *c, struct tq_str name)
{
	return type_now(c) == TQ_TYPE_BOOK && tq_str_is(name, "book");
}

/* What other languages call null; as the name of a field it would be null for ever. */
static bool
is_null_word(struct tq_str name)
{
	static const char *const words[] = {"null", "nan", "NaN", "na", "none", "None"};

	return among(name, words, TQ_COUNT(words));
}

struct tq_operand
tq_compile_name(struct tq_compiler *c, const struct tq_ast *ast)
{
	const struct tq_scope_name *known = tq_compile_in_scope(c, ast->name);
	struct tq_operand when;
	enum tq_type type;

	if (known && known->text) {
		tq_fault(c->faults, ast->place, "'%.*s' is a text: it goes where a function wants "
			 "one, like on(\"4h\", x)", TQ_STR_ARG(ast->name));
		return bad;
	}
	if (known)
		return value_of(c, (size_t)(known - c->names));
	if (tq_compile_own_field(type_now(c), ast->name))
		return tq_compile_field(c, ast->place, ast->name);
	if (is_book(c, ast->name))
		return tq_compile_placed(c, ast->place, tq_plan_book(c->plan), TQ_V_BOOK);
	if (tq_compile_when(c, ast->place, ast->name, &when))
		return when;
	if (tq_call_known(ast->name)) {
		tq_fault(c->faults, ast->place, "'%.*s' is a function: %.*s(...)",
			 TQ_STR_ARG(ast->name), TQ_STR_ARG(ast->name));
		return bad;
	}
	if (tq_market_type(ast->name, &type)) {
		tq_fault(c->faults, ast->place, "'%.*s' is a type of record: %.*s.FIELD, or "
			 "on(\"%.*s\", x)", TQ_STR_ARG(ast->name), TQ_STR_ARG(ast->name),
			 TQ_STR_ARG(ast->name));
		return bad;
	}
	if (comes_later(c, ast))
		return bad;
	if (is_null_word(ast->name)) {
		tq_fault(c->faults, ast->place, "'%.*s' is no value: is_null(x) tells, nz(x, y) is "
			 "y where x is null", TQ_STR_ARG(ast->name));
		return bad;
	}
	if (tq_str_is(ast->name, "confluence") || tq_str_is(ast->name, "reliability")) {
		tq_fault(c->faults, ast->place, "'%.*s' is of components, and there are none",
			 TQ_STR_ARG(ast->name));
		return bad;
	}
	if (tq_compile_misspelt(c, ast->place, ast->name))
		return bad;
	return tq_compile_field(c, ast->place, ast->name);
}

static struct tq_scope_name *
define(struct tq_compiler *c, struct tq_place place, struct tq_str name)
{
	if (among(name, bar_numbers, TQ_COUNT(bar_numbers)) ||
	    among(name, texts, TQ_COUNT(texts)) || tq_str_is(name, "time") ||
	    tq_str_is(name, "bar")) {
		tq_fault(c->faults, place, "'%.*s' is a name of the bar's", TQ_STR_ARG(name));
		return NULL;
	}
	if (tq_compile_in_scope(c, name)) {
		tq_fault(c->faults, place, "'%.*s' is defined already", TQ_STR_ARG(name));
		return NULL;
	}
	if (c->n_names == c->cap_names) {
		c->cap_names = c->cap_names ? 2 * c->cap_names : 16;
		c->names = tq_realloc(c->names, c->cap_names, sizeof c->names[0]);
	}
	c->names[c->n_names] = (struct tq_scope_name){.name = name};
	return &c->names[c->n_names++];
}

bool
tq_compile_define(struct tq_compiler *c, struct tq_place place, struct tq_str name,
		  struct tq_operand value)
{
	struct tq_scope_name *scope = define(c, place, name);

	if (scope)
		scope->value = value;
	return scope != NULL;
}

bool
tq_compile_define_text(struct tq_compiler *c, struct tq_place place, struct tq_str name,
		       const struct tq_ast *text)
{
	struct tq_scope_name *scope = define(c, place, name);

	if (scope)
		scope->text = text;
	return scope != NULL;
}

const struct tq_ast *
tq_compile_text(const struct tq_compiler *c, const struct tq_ast *ast)
{
	const struct tq_scope_name *known = NULL;

	if (ast->kind == TQ_AST_TEXT)
		return ast;
	if (ast->kind == TQ_AST_NAME)
		known = tq_compile_in_scope(c, ast->name);
	return known ? known->text : NULL;
}

/* Compiled before it is in scope: it cannot be made of itself. */
struct tq_operand
tq_compile_let(struct tq_compiler *c, struct tq_place place, struct tq_str name,
	       const struct tq_ast *ast)
{
	struct tq_operand value = ast ? tq_compile(c, ast) : bad;
	struct tq_scope_name *scope = define(c, place, name);

	if (!scope)
		return bad;
	scope->value = value;
	if (!ast)
		return value;
	scope->ast = ast;
	scope->of = tq_alloc(TQ_PLAN_CLOCKS, sizeof scope->of[0]);
	scope->known = tq_alloc(TQ_PLAN_CLOCKS, sizeof scope->known[0]);
	scope->of[c->plan->at] = value;
	scope->known[c->plan->at] = true;
	return value;
}

void
tq_compiler_fini(struct tq_compiler *c)
{
	for (size_t i = 0; i < c->n_names; i++) {
		free(c->names[i].of);
		free(c->names[i].known);
	}
	free(c->names);
	free(c->later);
	c->names = NULL;
	c->later = NULL;
	c->n_names = c->cap_names = c->n_later = 0;
}

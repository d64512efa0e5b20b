/* SPDX-License-Identifier: ISC */
#include "expr/columns.h"

#include "base/mem.h"
#include "expr/call.h"
#include "expr/parse.h"
#include "num/f64.h"

#include <stdlib.h>

/* One text on its way to columns. */
struct column {
	struct tq_source source;
	struct tq_buf name;
	struct tq_place place;
	struct tq_ast *expr;
};

/* "NAME =" in front of the expression, if it is there; "a == b" is an expression. */
static bool
read_name(struct tq_parser *p, struct column *c)
{
	struct tq_parser ahead = *p;

	if (p->token.kind != TQ_T_NAME)
		return false;
	ahead.faults = NULL;
	tq_parser_next(&ahead);
	if (ahead.token.kind != TQ_T_ASSIGN)
		return false;
	tq_buf_put(&c->name, p->token.text.p, p->token.text.n);
	tq_parser_next(p);
	tq_parser_next(p);
	return true;
}

static bool
name_call(const struct tq_ast *ast, struct tq_buf *name)
{
	if (ast->kind != TQ_AST_CALL)
		return false;
	tq_buf_put(name, ast->name.p, ast->name.n);
	for (const struct tq_ast_arg *arg = ast->args; arg; arg = arg->next) {
		if (arg->value->kind == TQ_AST_NUMBER)
			tq_buf_printf(name, "_%.10g", arg->value->number);
	}
	return true;
}

static void
parse(struct column *c, const char *text, bool nameless, struct tq_arena *arena,
      struct tq_faults *faults)
{
	struct tq_parser p;

	c->source = (struct tq_source){"--add", tq_str(text)};
	tq_parser_start(&p, &c->source, 1, arena, faults);
	c->place = p.token.place;
	read_name(&p, c);
	c->expr = tq_parse_expr(&p);
	if (c->expr && p.token.kind != TQ_T_END) {
		tq_parser_expected(&p, "the end");
		c->expr = NULL;
	}
	if (!c->expr || c->name.n > 0 || name_call(c->expr, &c->name))
		return;
	if (nameless)
		tq_buf_puts(&c->name, "value");
	else if (c->expr->kind == TQ_AST_NAME && tq_call_known(c->expr->name))
		tq_fault(faults, c->place, "'%.*s' is a function: %.*s(...)",
			 TQ_STR_ARG(c->expr->name), TQ_STR_ARG(c->expr->name));
	else
		tq_fault(faults, c->place, "no name for the field: NAME=EXPRESSION");
}

static void
add(struct tq_columns *columns, struct tq_compiler *compiler, const struct column *c,
    const char *name, int reg, bool condition)
{
	int field = tq_field_id(tq_str(name));
	int64_t lookback = tq_plan_lookback(columns->plan, reg);
	struct tq_str key;

	if (field < 0) {
		if (!columns->full)
			tq_fault(compiler->faults, c->place, "no room for more than %zu fields: "
				 "another tq-indicator behind this one adds the rest", columns->n);
		columns->full = true;
		return;
	}
	for (size_t i = 0; i < columns->n; i++) {
		if (columns->item[i].field == field) {
			tq_fault(compiler->faults, c->place, "field '%s' is added twice", name);
			return;
		}
	}
	key = tq_field_key(field);
	tq_plan_want(columns->plan, reg);
	columns->item = tq_realloc(columns->item, columns->n + 1, sizeof columns->item[0]);
	columns->item[columns->n++] = (struct tq_column){
		.field = field, .reg = reg, .condition = condition,
		.key_at = columns->keys.n, .key_n = key.n,
	};
	tq_buf_put(&columns->keys, key.p, key.n);
	columns->room += key.n + TQ_WIDE + TQ_F64_TEXT;
	columns->fields[field >> 6] |= UINT64_C(1) << (field & 63);
	if (lookback > columns->lookback)
		columns->lookback = lookback;
}

static void
compile(struct tq_columns *columns, struct tq_compiler *compiler, struct column *c)
{
	struct tq_operand value = tq_compile_let(compiler, c->place, tq_buf_str(&c->name), c->expr);
	struct tq_buf name = {0};

	if (value.type == TQ_V_BAD)
		return;
	if (value.type != TQ_V_MANY && !tq_compile_is_value(compiler, c->place, &value))
		return;
	if (value.type != TQ_V_MANY) {
		add(columns, compiler, c, tq_buf_text(&c->name), value.reg,
		    value.type == TQ_V_CONDITION);
		return;
	}
	for (int i = 0; i < value.ind->n_outputs; i++) {
		tq_buf_clear(&name);
		tq_buf_printf(&name, "%s_%s", tq_buf_text(&c->name), value.ind->outputs[i]);
		add(columns, compiler, c, tq_buf_text(&name), value.reg + i, false);
	}
	tq_buf_fini(&name);
}

bool
tq_columns_make(struct tq_columns *columns, enum tq_type kind, const char *const *texts,
		size_t n, struct tq_err *err)
{
	struct column *parsed = tq_alloc(n + 1, sizeof *parsed);
	struct tq_faults faults = {0};
	struct tq_arena arena = {0};
	struct tq_compiler compiler = {.faults = &faults};
	bool ok;

	compiler.plan = columns->plan = tq_plan_new();
	columns->plan->clocks[0].type = kind;
	for (size_t i = 0; i < n; i++) {
		parse(&parsed[i], texts[i], columns->nameless, &arena, &faults);
		if (parsed[i].expr && parsed[i].name.n > 0)
			compile(columns, &compiler, &parsed[i]);
	}
	tq_compiler_fini(&compiler);
	tq_plan_finish(columns->plan);
	tq_buf_room(&columns->keys, TQ_WIDE);
	ok = tq_faults_tell(&faults, "expressions", err);
	for (size_t i = 0; i < n; i++)
		tq_buf_fini(&parsed[i].name);
	tq_faults_fini(&faults);
	tq_arena_fini(&arena);
	free(parsed);
	return ok;
}

void
tq_columns_fini(struct tq_columns *columns)
{
	tq_plan_free(columns->plan);
	tq_buf_fini(&columns->keys);
	free(columns->item);
	*columns = (struct tq_columns){0};
}

static bool
is_there(const struct tq_columns *columns, const struct tq_rec *rec, struct tq_err *err)
{
	size_t i = 0;

	while (!tq_rec_value(rec, columns->item[i].field))
		i++;
	return tq_fail(err, TQ_DATA, "field \"%.*s\" is there already",
		       TQ_STR_ARG(tq_field_name(columns->item[i].field)));
}

static bool
look_for(struct tq_columns *columns, const struct tq_rec *rec, struct tq_err *err)
{
	uint64_t there = 0;

	for (size_t i = 0; i < TQ_COUNT(columns->fields); i++)
		there |= rec->has[i] & columns->fields[i];
	if (there != 0)
		return is_there(columns, rec, err);
	columns->alike = rec->alike;
	return true;
}

bool
tq_columns_are_new(struct tq_columns *columns, const struct tq_rec *rec, struct tq_err *err)
{
	return (rec->alike == columns->alike && rec->alike != 0) || look_for(columns, rec, err);
}

static inline size_t
put_condition(double x, char *p)
{
	const char *word = isnan(x) ? "null" : x > 0 ? "true" : "false";
	size_t n = strlen(word);

	memcpy(p, word, n);
	return n;
}

void
tq_columns_put(const struct tq_columns *columns, const struct tq_flow *flow, struct tq_out *out)
{
	char *p = tq_out_room(out, columns->room);

	for (size_t i = 0; i < columns->n; i++) {
		const struct tq_column *c = &columns->item[i];
		double x = tq_flow_value(flow, c->reg);

		p = tq_put_wide(p, columns->keys.p + c->key_at, c->key_n);
		p += c->condition ? put_condition(x, p) : tq_f64_format(x, p);
	}
	tq_out_wrote(out, p);
}

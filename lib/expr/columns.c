/* SPDX-License-Identifier: ISC */
#include "expr/columns.h"

#include "base/mem.h"
#include "expr/parse.h"

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
	else
		tq_fault(faults, c->place, "no name for the field: NAME=EXPRESSION");
}

static void
add(struct tq_columns *columns, struct tq_compiler *compiler, const struct column *c,
    const char *name, int reg, bool condition)
{
	int field = tq_field_id(tq_str(name));
	int64_t lookback = tq_plan_lookback(columns->plan, reg);

	if (field < 0) {
		tq_fault(compiler->faults, c->place, "too many names of fields");
		return;
	}
	for (size_t i = 0; i < columns->n; i++) {
		if (columns->item[i].field == field) {
			tq_fault(compiler->faults, c->place, "field '%s' is added twice", name);
			return;
		}
	}
	tq_plan_want(columns->plan, reg);
	columns->item = tq_realloc(columns->item, columns->n + 1, sizeof columns->item[0]);
	columns->item[columns->n++] = (struct tq_column){field, reg, condition};
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
	free(columns->item);
	*columns = (struct tq_columns){0};
}

void
tq_columns_put(const struct tq_columns *columns, const struct tq_flow *flow, struct tq_out *out)
{
	for (size_t i = 0; i < columns->n; i++) {
		const struct tq_column *c = &columns->item[i];
		double x = tq_flow_value(flow, c->reg);

		if (!c->condition)
			tq_out_f64(out, c->field, x);
		else if (isnan(x))
			tq_out_null(out, c->field);
		else
			tq_out_bool(out, c->field, x > 0);
	}
}

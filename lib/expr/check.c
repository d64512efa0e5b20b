/* SPDX-License-Identifier: ISC */
#include "expr/check.h"

#include "base/mem.h"
#include "expr/check_rule.h"
#include "expr/compile.h"
#include "expr/reads.h"
#include "expr/statement.h"

#include <stdlib.h>

/* Which names of a strategy something depends on. */
struct uses {
	const struct tq_strategy *s;
	bool *param, *statement;         /* by number */
};

static void walk(struct uses *u, const struct tq_ast *ast);
static void walk_text(struct uses *u, const struct tq_text_source *text);

static void
walk_statement(struct uses *u, size_t i)
{
	const struct tq_statement *statement = &u->s->statements[i];

	if (u->statement[i])
		return;
	u->statement[i] = true;
	walk(u, statement->expr);
	walk(u, statement->weight);
	for (const struct tq_constant_source *f = statement->frames; f; f = f->next)
		walk(u, f->expr);
	for (const struct tq_attr_source *a = statement->attrs; a; a = a->next) {
		walk(u, a->expr);
		walk_text(u, &a->text);
	}
}

static bool
is_score(struct tq_str name)
{
	return tq_str_is(name, "confluence") || tq_str_is(name, "reliability");
}

static void
use(struct uses *u, struct tq_str name)
{
	for (size_t i = 0; i < u->s->n_params; i++)
		u->param[i] |= tq_str_eq(u->s->params[i].name, name);
	for (size_t i = 0; i < u->s->n_statements; i++) {
		const struct tq_statement *statement = &u->s->statements[i];

		if ((statement->kind == TQ_S_LET && tq_str_eq(statement->name, name)) ||
		    (statement->kind == TQ_S_COMPONENT &&
		     (is_score(name) || tq_str_eq(statement->name, name))))
			walk_statement(u, i);
	}
}

static void
walk(struct uses *u, const struct tq_ast *ast)
{
	if (!ast)
		return;
	if (ast->kind == TQ_AST_NAME)
		use(u, ast->name);
	walk(u, ast->a);
	walk(u, ast->b);
	for (const struct tq_ast_arg *arg = ast->args; arg; arg = arg->next)
		walk(u, arg->value);
}

static void
walk_text(struct uses *u, const struct tq_text_source *text)
{
	if (text->is_name)
		use(u, text->text);
}

static void
find_uses(struct uses *u)
{
	for (size_t i = 0; i < u->s->n_statements; i++) {
		enum tq_statement_kind kind = u->s->statements[i].kind;

		if (kind != TQ_S_LET && kind != TQ_S_COMPONENT && kind != TQ_S_REQUIRE)
			walk_statement(u, i);
	}
	for (const struct tq_constant_source *f = u->s->frames; f; f = f->next) {
		walk_text(u, &f->text);
		walk(u, f->expr);
	}
	for (size_t i = 0; i < u->s->n_symbols; i++)
		walk_text(u, &u->s->symbols[i]);
	if (u->s->rank) {
		walk(u, u->s->rank->by);
		walk(u, u->s->rank->inverse);
		walk(u, u->s->rank->top);
		walk(u, u->s->rank->bottom);
		walk_text(u, &u->s->rank->every);
	}
}

static void
finding(struct tq_buf *out, size_t *n, struct tq_place place, const char *words,
	struct tq_str name)
{
	tq_check_say(out, n, place, "%s '%.*s'", words, TQ_STR_ARG(name));
}

static void
check_uses(const struct tq_strategy *s, struct tq_buf *out, size_t *n)
{
	struct uses u = {
		.s = s, .param = tq_alloc(s->n_params + 1, sizeof(bool)),
		.statement = tq_alloc(s->n_statements + 1, sizeof(bool)),
	};

	find_uses(&u);
	for (size_t i = 0; i < s->n_params; i++) {
		if (!u.param[i])
			finding(out, n, s->params[i].place, "nothing uses the parameter",
				s->params[i].name);
	}
	for (size_t i = 0; i < s->n_statements; i++) {
		if (!u.statement[i] && s->statements[i].kind == TQ_S_LET)
			finding(out, n, s->statements[i].place, "nothing uses the let",
				s->statements[i].name);
		if (!u.statement[i] && s->statements[i].kind == TQ_S_COMPONENT)
			finding(out, n, s->statements[i].place, "nothing uses the component",
				s->statements[i].name);
	}
	free(u.param);
	free(u.statement);
}

static void
tell_plan(const struct tq_program *program, struct tq_buf *out)
{
	tq_buf_printf(out, "  lookback: %lld bars\n", (long long)program->lookback);
	tq_buf_printf(out, "  judges: each %s\n", tq_type_name(program->each));
	if (tq_plan_others(program->plan)) {
		tq_buf_puts(out, "  reads: ");
		tq_plan_reads(program->plan, out);
		tq_buf_puts(out, "\n");
	}
	if (program->n_symbols > 0)
		tq_buf_puts(out, "  universe:");
	for (size_t i = 0; i < program->n_symbols; i++)
		tq_buf_printf(out, " %.*s%s%.*s", TQ_STR_ARG(program->symbols[i].symbol),
			      program->symbols[i].venue.n ? "@" : "",
			      TQ_STR_ARG(program->symbols[i].venue));
	tq_buf_puts(out, program->n_symbols > 0 ? "\n" : "");
}

size_t
tq_check_strategy(struct tq_strategy *s, struct tq_str name, struct tq_faults *faults,
		  struct tq_buf *out)
{
	struct tq_program *program = tq_strategy_compile(s, faults);
	struct tq_buf found = {0};
	size_t n = faults->n;

	if (program) {
		tq_check_rules(s, program, &found, &n);
		check_uses(s, &found, &n);
	} else {
		tq_buf_printf(&found, "%s", tq_buf_text(&faults->text));
	}
	tq_buf_printf(out, "%.*s: ", TQ_STR_ARG(name));
	if (n > 0)
		tq_buf_printf(out, "%zu finding%s\n", n, n == 1 ? "" : "s");
	else
		tq_buf_puts(out, "sound\n");
	if (program)
		tell_plan(program, out);
	tq_buf_put(out, found.p, found.n);
	tq_buf_fini(&found);
	tq_program_free(program);
	return n;
}

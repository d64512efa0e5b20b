/* SPDX-License-Identifier: ISC */
/* "component" and "timeframes": what a confluence is made of. */
#include "expr/statement.h"

/* "W, W, ..." behind the word at hand; with names, "NAME W, NAME W, ...". */
static bool
read_weights(struct tq_parser *p, bool names, struct tq_constant_source **last)
{
	tq_parser_next(p);
	do {
		struct tq_constant_source *c = tq_arena_take(p->arena, sizeof *c);

		if (names && !tq_read_text_or_name(p, &c->text))
			return false;
		c->expr = tq_parse_sum(p);
		if (!c->expr)
			return false;
		*last = c;
		last = &c->next;
	} while (tq_read_more(p));
	return true;
}

bool
tq_read_component(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_statement component = {.kind = TQ_S_COMPONENT};

	tq_parser_next(p);
	component.place = p->token.place;
	if (!tq_read_name(p, &component.name) || !tq_read_word(p, "weight"))
		return false;
	component.weight = tq_parse_sum(p);
	if (!component.weight ||
	    (tq_parser_at_word(p, "by") && !read_weights(p, false, &component.frames)) ||
	    !tq_read_token(p, TQ_T_ASSIGN, "'='"))
		return false;
	component.expr = tq_parse_expr(p);
	tq_statement_add(s, &component);
	return component.expr != NULL;
}

bool
tq_read_timeframes(struct tq_strategy *s, struct tq_parser *p)
{
	if (s->frames) {
		tq_fault(p->faults, p->token.place, "a second 'timeframes'");
		return false;
	}
	return read_weights(p, true, &s->frames);
}

/* SPDX-License-Identifier: ISC */
/* "component" and "timeframes": what a confluence is made of. */
#include "expr/statement.h"

/* "by W, W, ...": the component's own weights of the time frames. */
static bool
read_own_frames(struct tq_parser *p, struct tq_statement *component)
{
	struct tq_constant_source **last = &component->frames;

	tq_parser_next(p);
	do {
		struct tq_constant_source *c = tq_arena_take(p->arena, sizeof *c);

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
	    (tq_parser_at_word(p, "by") && !read_own_frames(p, &component)) ||
	    !tq_read_token(p, TQ_T_ASSIGN, "'='"))
		return false;
	component.expr = tq_parse_expr(p);
	tq_statement_add(s, &component);
	return component.expr != NULL;
}

bool
tq_read_timeframes(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_constant_source **last = &s->frames;

	if (s->frames) {
		tq_fault(p->faults, p->token.place, "a second 'timeframes'");
		return false;
	}
	tq_parser_next(p);
	do {
		struct tq_constant_source *c = tq_arena_take(p->arena, sizeof *c);

		if (!tq_read_text_or_name(p, &c->text))
			return false;
		c->expr = tq_parse_sum(p);
		if (!c->expr)
			return false;
		*last = c;
		last = &c->next;
	} while (tq_read_more(p));
	return true;
}

/* SPDX-License-Identifier: ISC */
/* What stands behind a rule's condition, on its line or on lines of their own. */
#include "expr/statement.h"

/* The attribute that is next, over ends of lines; TQ_ATTRS when the rule has ended. */
static enum tq_attr
next_attr(struct tq_parser *p)
{
	struct tq_parser ahead = *p;
	enum tq_attr attr = TQ_ATTRS;

	ahead.faults = NULL;
	while (ahead.token.kind == TQ_T_NEWLINE)
		tq_parser_next(&ahead);
	if (ahead.token.kind == TQ_T_NAME)
		attr = tq_word_attr(ahead.token.text);
	if (attr != TQ_ATTRS) {
		p->token = ahead.token;
		p->at = ahead.at;
	}
	return attr;
}

static bool
read_tif(struct tq_parser *p, struct tq_text_source *text)
{
	if (p->token.kind != TQ_T_NAME && p->token.kind != TQ_T_STRING)
		return tq_parser_expected(p, "gtc, day, ioc or fok") != NULL;
	return tq_read_text_or_name(p, text);
}

static bool
given_before(struct tq_parser *p, const struct tq_statement *rule, enum tq_attr attr)
{
	bool sizes = attr >= TQ_ATTR_SIZE && attr <= TQ_ATTR_WEIGHT;

	for (const struct tq_attr_source *a = rule->attrs; a; a = a->next) {
		if (a->attr == attr) {
			tq_fault(p->faults, p->token.place, "a second '%s' of this rule",
				 tq_attr_word(attr));
			return true;
		}
		if (sizes && a->attr >= TQ_ATTR_SIZE && a->attr <= TQ_ATTR_WEIGHT) {
			tq_fault(p->faults, p->token.place, "'%s' and '%s': one of size, qty, "
				 "target, weight", tq_attr_word(a->attr), tq_attr_word(attr));
			return true;
		}
	}
	return false;
}

/* A rule for what is open enters nothing, so it has nothing to say of an entry. */
static bool
fits_what_is_open(struct tq_parser *p, const struct tq_statement *rule, enum tq_attr attr)
{
	enum tq_attr other = TQ_ATTRS;
	bool open = attr == TQ_ATTR_ONLY_WHEN_OPEN;

	for (const struct tq_attr_source *a = rule->attrs; a; a = a->next) {
		open |= a->attr == TQ_ATTR_ONLY_WHEN_OPEN;
		if (a->attr != TQ_ATTR_RATCHET && a->attr != TQ_ATTR_EVERY_BAR &&
		    a->attr != TQ_ATTR_ONLY_WHEN_OPEN)
			other = a->attr;
	}
	if (attr != TQ_ATTR_RATCHET && attr != TQ_ATTR_EVERY_BAR && attr != TQ_ATTR_ONLY_WHEN_OPEN)
		other = attr;
	if (!open || other == TQ_ATTRS)
		return true;
	tq_fault(p->faults, p->token.place, "'%s' says nothing of a rule that is only for what is "
		 "open", tq_attr_word(other));
	return false;
}

/* What a rule that closes can say of itself. */
static bool
fits_side(struct tq_parser *p, const struct tq_statement *rule, enum tq_attr attr)
{
	if (rule->side != TQ_RULE_FLAT || attr == TQ_ATTR_STRENGTH || attr == TQ_ATTR_SCORE ||
	    attr == TQ_ATTR_PRICE || attr == TQ_ATTR_TAG || attr == TQ_ATTR_EVERY_BAR)
		return true;
	tq_fault(p->faults, p->token.place, "'%s' says nothing of a rule that goes flat",
		 tq_attr_word(attr));
	return false;
}

static struct tq_attr_source *
read_attr(struct tq_parser *p, const struct tq_statement *rule, enum tq_attr attr)
{
	struct tq_attr_source *a = tq_arena_take(p->arena, sizeof *a);
	bool good = true;

	a->attr = attr;
	a->place = p->token.place;
	if (given_before(p, rule, attr) || !fits_side(p, rule, attr) ||
	    !fits_what_is_open(p, rule, attr))
		return NULL;
	tq_parser_next(p);
	if (attr <= TQ_ATTR_MAX_HOLD) {
		a->expr = tq_parse_expr(p);
		good = a->expr != NULL;
	} else if (attr == TQ_ATTR_TIF) {
		good = read_tif(p, &a->text);
	} else if (attr == TQ_ATTR_TAG) {
		good = tq_read_text_or_name(p, &a->text);
	}
	return good ? a : NULL;
}

bool
tq_read_attrs(struct tq_parser *p, struct tq_statement *rule)
{
	struct tq_attr_source **last = &rule->attrs;
	enum tq_attr attr;

	while ((attr = next_attr(p)) != TQ_ATTRS) {
		struct tq_attr_source *a = read_attr(p, rule, attr);

		if (!a)
			return false;
		*last = a;
		last = &a->next;
	}
	return true;
}

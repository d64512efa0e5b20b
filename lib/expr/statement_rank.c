/* SPDX-License-Identifier: ISC */
/* "universe" and "rank": which series are compared, and how. */
#include "expr/statement.h"

#include "base/mem.h"

bool
tq_read_universe(struct tq_strategy *s, struct tq_parser *p)
{
	if (s->n_symbols > 0 || s->all_symbols) {
		tq_fault(p->faults, p->token.place, "a second 'universe'");
		return false;
	}
	tq_parser_next(p);
	if (tq_parser_at_word(p, "all")) {
		s->all_symbols = true;
		tq_parser_next(p);
		return true;
	}
	do {
		s->symbols = tq_realloc(s->symbols, s->n_symbols + 1, sizeof s->symbols[0]);
		if (!tq_read_text_or_name(p, &s->symbols[s->n_symbols]))
			return false;
		s->n_symbols++;
	} while (tq_read_more(p));
	return true;
}

/* "7d" as it stands there, which is no token, or a text. The word before it is the token. */
static bool
read_interval(struct tq_parser *p, struct tq_text_source *every)
{
	struct tq_str text = p->source->text;
	size_t at = p->at, end;

	while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\t'))
		at++;
	if (at == text.n || text.p[at] < '0' || text.p[at] > '9') {
		tq_parser_next(p);
		if (p->token.kind != TQ_T_STRING && p->token.kind != TQ_T_NAME)
			return tq_parser_expected(p, "an interval (7d, 4h, 1M)") != NULL;
		return tq_read_text_or_name(p, every);
	}
	for (end = at; end < text.n && (unsigned char)text.p[end] > ' ' && text.p[end] != '#';)
		end++;
	*every = (struct tq_text_source){.place = {p->source, at},
					 .text = {text.p + at, end - at}};
	p->at = end;
	tq_parser_next(p);
	return true;
}

/* "top N": a constant; true without a word of it. */
static bool
read_count(struct tq_parser *p, const char *word, struct tq_ast **n)
{
	if (!tq_parser_at_word(p, word))
		return true;
	tq_parser_next(p);
	*n = tq_parse_sum(p);
	return *n != NULL;
}

static bool
read_weighted(struct tq_parser *p, struct tq_rank_source *rank)
{
	tq_parser_next(p);
	if (tq_parser_at_word(p, "equal") || tq_parser_at_word(p, "score")) {
		rank->weighted = tq_parser_at_word(p, "score") ? TQ_RANK_SCORE : TQ_RANK_EQUAL;
		tq_parser_next(p);
		return true;
	}
	if (!tq_parser_at_word(p, "inverse"))
		return tq_parser_expected(p, "equal, score or inverse") != NULL;
	rank->weighted = TQ_RANK_INVERSE;
	tq_parser_next(p);
	rank->inverse = tq_parse_expr(p);
	return rank->inverse != NULL;
}

bool
tq_read_rank(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_rank_source *rank = tq_arena_take(p->arena, sizeof *rank);

	rank->place = p->token.place;
	if (s->rank) {
		tq_fault(p->faults, rank->place, "a second 'rank'");
		return false;
	}
	s->rank = rank;
	tq_parser_next(p);
	if (!tq_read_word(p, "by") || (rank->by = tq_parse_expr(p)) == NULL)
		return false;
	if (!tq_parser_at_word(p, "top") && !tq_parser_at_word(p, "bottom"))
		return tq_parser_expected(p, "'top' or 'bottom'") != NULL;
	if (!read_count(p, "top", &rank->top) || !read_count(p, "bottom", &rank->bottom) ||
	    (!rank->top && !read_count(p, "top", &rank->top)))
		return false;
	if (!tq_parser_at_word(p, "every"))
		return tq_parser_expected(p, "'every'") != NULL;
	return read_interval(p, &rank->every) &&
	       (!tq_parser_at_word(p, "weighted") || read_weighted(p, rank));
}

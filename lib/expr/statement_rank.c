/* SPDX-License-Identifier: ISC */
/* "universe" and "rank": which series are compared, and how. */
#include "expr/statement.h"

#include "base/mem.h"

/* "BTC/USDT" or "BTC/USDT@binance" */
static bool
add_symbol(struct tq_strategy *s, struct tq_parser *p)
{
	struct tq_strategy_symbol symbol = {0};
	struct tq_place place = p->token.place;
	struct tq_str text;
	const char *at;

	if (!tq_read_text(p, &text))
		return false;
	at = memchr(text.p, '@', text.n);
	symbol.symbol = (struct tq_str){text.p, at ? (size_t)(at - text.p) : text.n};
	if (at)
		symbol.venue = (struct tq_str){at + 1, (size_t)(text.p + text.n - at - 1)};
	if (symbol.symbol.n == 0 || (at && symbol.venue.n == 0)) {
		tq_fault(p->faults, place, "no symbol: '%.*s' (\"BTC/USDT\" or "
			 "\"BTC/USDT@binance\")", TQ_STR_ARG(text));
		return false;
	}
	s->symbols = tq_realloc(s->symbols, s->n_symbols + 1, sizeof s->symbols[0]);
	s->symbols[s->n_symbols++] = symbol;
	return true;
}

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
	while (add_symbol(s, p)) {
		if (p->token.kind != TQ_T_COMMA)
			return true;
		p->nest++;
		tq_parser_next(p);
		p->nest--;
	}
	return false;
}

/* "7d" as it stands there, which is no token, or in quotes. The word before it is the token. */
static bool
read_interval(struct tq_parser *p, struct tq_interval *interval)
{
	struct tq_str text = p->source->text;
	struct tq_place place = {p->source, p->at};
	struct tq_str found;
	size_t end;

	while (place.at < text.n && (text.p[place.at] == ' ' || text.p[place.at] == '\t'))
		place.at++;
	if (place.at < text.n && text.p[place.at] == '"') {
		tq_parser_next(p);
		place = p->token.place;
		if (!tq_read_text(p, &found))
			return false;
	} else {
		for (end = place.at; end < text.n && (unsigned char)text.p[end] > ' ' &&
		     text.p[end] != '#'; end++)
			;
		found = (struct tq_str){text.p + place.at, end - place.at};
		p->at = end;
		tq_parser_next(p);
	}
	if (tq_interval_parse(found, interval) && tq_interval_timed(*interval))
		return true;
	tq_fault(p->faults, place, "no interval: '%.*s' (7d, 4h, 1M)",
		 (int)(found.n > 40 ? 40 : found.n), found.p);
	return false;
}

static bool
read_count(struct tq_parser *p, int64_t *n)
{
	struct tq_place place = p->token.place;
	bool whole = true;
	double x;

	if (!tq_read_value(p, &x, &whole))
		return false;
	if (!whole || x < 1 || x > 10000) {
		tq_fault(p->faults, place, "%.10g is no whole number in 1..10000", x);
		return false;
	}
	*n = (int64_t)x;
	return true;
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
	if (tq_parser_at_word(p, "top")) {
		tq_parser_next(p);
		if (!read_count(p, &rank->top))
			return false;
	}
	if (tq_parser_at_word(p, "bottom")) {
		tq_parser_next(p);
		if (!read_count(p, &rank->bottom))
			return false;
	}
	if (!tq_parser_at_word(p, "every"))
		return tq_parser_expected(p, "'every'") != NULL;
	return read_interval(p, &rank->every) &&
	       (!tq_parser_at_word(p, "weighted") || read_weighted(p, rank));
}

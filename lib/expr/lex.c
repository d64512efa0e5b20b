/* SPDX-License-Identifier: ISC */
#include "expr/lex.h"

#include "num/f64.h"
#include "time/interval.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

/* The byte at, or NUL behind the end (a NUL in the text is no token either). */
static char
peek(struct tq_str text, size_t at)
{
	return at < text.n ? text.p[at] : '\0';
}

/* Some editors put a byte order mark in front of a file; it says nothing. */
static size_t
skip_mark(struct tq_str text)
{
	return text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static size_t
skip_blanks(struct tq_str text, size_t at)
{
	if (at == 0)
		at = skip_mark(text);
	while (peek(text, at) == ' ' || peek(text, at) == '\t' || peek(text, at) == '\r')
		at++;
	if (peek(text, at) == '#') {
		while (at < text.n && text.p[at] != '\n')
			at++;
	}
	return at;
}

static size_t
skip_digits(struct tq_str text, size_t at)
{
	while (is_digit(peek(text, at)))
		at++;
	return at;
}

static size_t
skip_exponent(struct tq_str text, size_t at)
{
	size_t digits = at + 1;

	if (peek(text, at) != 'e' && peek(text, at) != 'E')
		return at;
	if (peek(text, digits) == '-' || peek(text, digits) == '+')
		digits++;
	return is_digit(peek(text, digits)) ? skip_digits(text, digits) : at;
}

static void
lex_number(struct tq_token *token, struct tq_str text, size_t *at, struct tq_faults *faults)
{
	size_t from = *at;
	size_t to = skip_digits(text, from);
	struct tq_interval interval;

	if (peek(text, to) == '.' && is_digit(peek(text, to + 1)))
		to = skip_digits(text, to + 1);
	to = skip_exponent(text, to);
	while (is_name(peek(text, to)))
		to++;
	*at = to;
	token->text = (struct tq_str){text.p + from, to - from};
	token->kind = TQ_T_NUMBER;
	if (tq_f64_parse(token->text, &token->number))
		return;
	token->kind = TQ_T_BAD;
	if (tq_interval_parse(token->text, &interval))
		tq_fault(faults, token->place, "not a number: '%.*s' (an interval is a text: "
			 "\"%.*s\")", TQ_STR_ARG(token->text), TQ_STR_ARG(token->text));
	else
		tq_fault(faults, token->place, "not a number: '%.*s'",
			 (int)(to - from > 40 ? 40 : to - from), text.p + from);
}

static void
lex_string(struct tq_token *token, struct tq_str text, size_t *at, struct tq_faults *faults)
{
	size_t from = *at + 1;
	size_t to = from;

	while (to < text.n && text.p[to] != '"' && text.p[to] != '\n')
		to++;
	token->text = (struct tq_str){text.p + from, to - from};
	token->kind = TQ_T_STRING;
	*at = to + 1;
	if (peek(text, to) != '"') {
		token->kind = TQ_T_BAD;
		*at = to;
		tq_fault(faults, token->place, "the text is not closed with '\"'");
	}
}

/* Longer ones first. */
static const struct {
	const char *text;
	enum tq_token_kind kind;
} signs[] = {
	{"..", TQ_T_DOTS}, {"<=", TQ_T_LESS_EQUAL}, {">=", TQ_T_MORE_EQUAL},
	{"==", TQ_T_EQUAL}, {"!=", TQ_T_NOT_EQUAL}, {"<", TQ_T_LESS}, {">", TQ_T_MORE},
	{"=", TQ_T_ASSIGN}, {"+", TQ_T_PLUS}, {"-", TQ_T_MINUS}, {"*", TQ_T_STAR},
	{"/", TQ_T_SLASH}, {"%", TQ_T_PERCENT}, {"(", TQ_T_OPEN}, {")", TQ_T_CLOSE},
	{"[", TQ_T_OPEN_INDEX}, {"]", TQ_T_CLOSE_INDEX}, {",", TQ_T_COMMA},
	{".", TQ_T_DOT}, {"@", TQ_T_AT}, {"\n", TQ_T_NEWLINE},
};

/* What other languages write so. */
static const char *
hint(unsigned char c)
{
	switch (c) {
	case '&': return " (write: a and b)";
	case '|': return " (write: a or b)";
	case '!': return " (write: not a)";
	case '^': return " (write: pow(x, y))";
	case '?': return " (write: if(condition, a, b))";
	case '\'': return " (a text stands in '\"')";
	default: return "";
	}
}

/* Signs of other languages that begin like one of ours. */
static bool
lex_foreign(struct tq_token *token, struct tq_str text, size_t *at, struct tq_faults *faults)
{
	static const char *const foreign[][2] = {
		{"<>", "a != b"}, {"**", "pow(x, y)"}, {"=>", "a >= b"}, {"=<", "a <= b"},
	};

	for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
		if (text.n - *at < 2 || memcmp(text.p + *at, foreign[i][0], 2) != 0)
			continue;
		token->kind = TQ_T_BAD;
		tq_fault(faults, token->place, "unexpected '%s' (write: %s)", foreign[i][0],
			 foreign[i][1]);
		*at += 2;
		return true;
	}
	return false;
}

static void
lex_sign(struct tq_token *token, struct tq_str text, size_t *at, struct tq_faults *faults)
{
	unsigned char c = (unsigned char)text.p[*at];

	if (lex_foreign(token, text, at, faults))
		return;
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		size_t n = strlen(signs[i].text);

		if (text.n - *at >= n && memcmp(text.p + *at, signs[i].text, n) == 0) {
			token->kind = signs[i].kind;
			token->text = (struct tq_str){text.p + *at, n};
			*at += n;
			return;
		}
	}
	token->kind = TQ_T_BAD;
	if (c > ' ' && c < 0x7f)
		tq_fault(faults, token->place, "unexpected '%c'%s", c, hint(c));
	else
		tq_fault(faults, token->place, "unexpected byte 0x%02x", c);
	(*at)++;
}

struct tq_token
tq_lex(const struct tq_source *source, size_t *at, struct tq_faults *faults)
{
	struct tq_str text = source->text;
	struct tq_token token = {.kind = TQ_T_END};
	size_t from = skip_blanks(text, *at);

	token.place = (struct tq_place){source, from};
	*at = from;
	if (from >= text.n)
		return token;
	if (is_digit(text.p[from])) {
		lex_number(&token, text, at, faults);
	} else if (is_name(text.p[from])) {
		while (is_name(peek(text, *at)))
			++*at;
		token.kind = TQ_T_NAME;
		token.text = (struct tq_str){text.p + from, *at - from};
	} else if (text.p[from] == '"') {
		lex_string(&token, text, at, faults);
	} else {
		lex_sign(&token, text, at, faults);
	}
	return token;
}

struct tq_str
tq_token_words(const struct tq_token *token)
{
	struct tq_str text = token->text;

	if (token->kind == TQ_T_END)
		return tq_str("the end");
	if (token->kind == TQ_T_NEWLINE)
		return tq_str("the end of the line");
	if (token->kind == TQ_T_STRING)
		return tq_str("a text");
	if (text.n > 40)
		text.n = 40;
	return text;
}

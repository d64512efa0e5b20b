/* SPDX-License-Identifier: ISC */
#include "market/canonical.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/names.h"

#include <stdlib.h>

enum { MAX_FILE = 16 << 20 };

struct tq_canonical {
	struct tq_names alias;   /* of the file, and by their number */
	struct tq_names target;
	size_t *target_of;
	size_t cap;
	struct tq_names form;    /* that came, and by their number */
	struct tq_names symbol;
	size_t *first;
	size_t first_cap;
	struct tq_buf text;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct tq_str
trim(struct tq_str s)
{
	while (s.n > 0 && is_blank(*s.p)) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool
read_line(struct tq_canonical *c, struct tq_str line, struct tq_err *err)
{
	const char *hash = line.n > 0 ? memchr(line.p, '#', line.n) : NULL;
	const char *equals;
	struct tq_str alias, target;
	size_t id;

	if (hash != NULL)
		line.n = (size_t)(hash - line.p);
	line = trim(line);
	if (line.n == 0)
		return true;
	equals = memchr(line.p, '=', line.n);
	if (equals == NULL)
		return tq_fail(err, TQ_USAGE, "not ALIAS = NAME: %.*s",
			       (int)(line.n < 60 ? line.n : 60), line.p);
	alias = trim((struct tq_str){line.p, (size_t)(equals - line.p)});
	target = trim((struct tq_str){equals + 1, line.n - (size_t)(equals - line.p) - 1});
	if (alias.n == 0 || target.n == 0)
		return tq_fail(err, TQ_USAGE, "no name on a side of '='");
	if (tq_names_find(&c->alias, alias) != SIZE_MAX)
		return tq_fail(err, TQ_USAGE, "%.*s stands twice",
			       (int)(alias.n < 60 ? alias.n : 60), alias.p);
	id = tq_names_id(&c->alias, alias);
	if (id >= c->cap) {
		c->cap = c->cap > 0 ? 2 * c->cap : 16;
		c->target_of = tq_realloc(c->target_of, c->cap, sizeof(*c->target_of));
	}
	c->target_of[id] = tq_names_id(&c->target, target);
	return true;
}

static bool
read_lines(struct tq_canonical *c, struct tq_str text, const char *path, struct tq_err *err)
{
	size_t number = 1;

	while (text.n > 0) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end != NULL ? (size_t)(end - text.p) : text.n;

		if (!read_line(c, (struct tq_str){text.p, n}, err))
			return tq_fail_prefix(err, "%s:%zu", path, number);
		number++;
		text.p += n + (end != NULL);
		text.n -= n + (end != NULL);
	}
	return true;
}

struct tq_canonical *
tq_canonical_open(const char *path, struct tq_err *err)
{
	struct tq_canonical *c = tq_alloc(1, sizeof(*c));
	struct tq_buf text = {0};
	bool ok = strcmp(path, "builtin") == 0 ||
		  (tq_read_file(path, MAX_FILE, &text, err) &&
		   read_lines(c, tq_buf_str(&text), path, err));

	tq_buf_fini(&text);
	if (ok)
		return c;
	tq_canonical_free(c);
	return NULL;
}

void
tq_canonical_free(struct tq_canonical *c)
{
	if (c == NULL)
		return;
	tq_names_fini(&c->alias);
	tq_names_fini(&c->target);
	tq_names_fini(&c->form);
	tq_names_fini(&c->symbol);
	tq_buf_fini(&c->text);
	free(c->target_of);
	free(c->first);
	free(c);
}

static bool
ends(struct tq_str s, const char *tail)
{
	size_t n = strlen(tail);

	return s.n > n && memcmp(s.p + s.n - n, tail, n) == 0;
}

/* "-240329", "_20240329": six digits and more at the end behind a mark. */
static bool
has_expiry(struct tq_str s)
{
	size_t digits = 0;

	while (digits < s.n && s.p[s.n - 1 - digits] >= '0' && s.p[s.n - 1 - digits] <= '9')
		digits++;
	return digits >= 6 && digits < s.n &&
	       (s.p[s.n - 1 - digits] == '-' || s.p[s.n - 1 - digits] == '_');
}

/* Where a name without a mark ends in a currency that things are priced in. */
static size_t
quote_length(struct tq_str s)
{
	static const char *const quotes[] = {"FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USD",
					     "EUR", "GBP", "JPY", "TRY", "BRL", "AUD", "BTC",
					     "XBT", "ETH", "BNB", "DAI"};
	size_t i;

	for (i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (ends(s, quotes[i]))
			return strlen(quotes[i]);
	return 0;
}

static struct tq_str
usual_name(struct tq_str asset)
{
	if (tq_str_is(asset, "XBT"))
		return tq_str("BTC");
	if (tq_str_is(asset, "XDG"))
		return tq_str("DOGE");
	return asset;
}

/* Base and quote of a name in capitals; quote.n is 0 when it has none. */
static void
divide(struct tq_str s, struct tq_str *base, struct tq_str *quote)
{
	size_t n = 0;

	while (n < s.n && s.p[n] != '/' && s.p[n] != '-' && s.p[n] != '_')
		n++;
	*base = (struct tq_str){s.p, n};
	*quote = n < s.n ? (struct tq_str){s.p + n + 1, s.n - n - 1} : (struct tq_str){0};
	if (n < s.n)
		return;
	/* Kraken's long names: X before a coin, Z before a currency of a state. */
	if (s.n == 8 && s.p[0] == 'X' && (s.p[4] == 'Z' || s.p[4] == 'X')) {
		*base = (struct tq_str){s.p + 1, 3};
		*quote = (struct tq_str){s.p + 5, 3};
		return;
	}
	n = quote_length(s);
	*base = (struct tq_str){s.p, s.n - n};
	*quote = (struct tq_str){s.p + s.n - n, n};
}

static void
built_in(struct tq_buf *text)
{
	static const char *const tails[] = {"-SWAP", "-PERP", "_PERP", "-PERPETUAL", ".P"};
	struct tq_str s, base, quote, settle;
	char copy[128];
	size_t i;

	if (text->n == 0 || text->n > sizeof(copy) || has_expiry(tq_buf_str(text)))
		return;
	for (i = 0; i < text->n; i++)
		copy[i] = text->p[i] >= 'a' && text->p[i] <= 'z' ? (char)(text->p[i] - 32) :
			  text->p[i];
	s = (struct tq_str){copy, text->n};
	settle.p = memchr(s.p, ':', s.n);
	if (settle.p != NULL)
		s.n = (size_t)(settle.p - s.p);
	for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		if (ends(s, tails[i]))
			s.n -= strlen(tails[i]);
	divide(s, &base, &quote);
	base = usual_name(base);
	quote = usual_name(quote);
	tq_buf_clear(text);
	tq_buf_put(text, base.p, base.n);
	if (quote.n > 0)
		tq_buf_puts(text, "/");
	tq_buf_put(text, quote.p, quote.n);
}

struct tq_str
tq_canonical_form(struct tq_canonical *c, struct tq_str symbol)
{
	size_t id = tq_names_find(&c->alias, symbol);

	tq_buf_clear(&c->text);
	tq_buf_put(&c->text, symbol.p, symbol.n);
	if (id != SIZE_MAX) {
		struct tq_str target = c->target.name[c->target_of[id]];

		tq_buf_clear(&c->text);
		tq_buf_put(&c->text, target.p, target.n);
	} else {
		built_in(&c->text);
	}
	return tq_buf_str(&c->text);
}

bool
tq_canonical_alias(struct tq_canonical *c, struct tq_str symbol)
{
	size_t before = c->form.n;
	size_t id = tq_names_id(&c->form, tq_canonical_form(c, symbol));
	size_t own = tq_names_id(&c->symbol, symbol);

	if (id >= c->first_cap) {
		c->first_cap = c->first_cap > 0 ? 2 * c->first_cap : 16;
		c->first = tq_realloc(c->first, c->first_cap, sizeof(*c->first));
	}
	if (c->form.n > before)
		c->first[id] = own;
	return c->first[id] != own;
}

struct tq_str
tq_canonical_first(struct tq_canonical *c, struct tq_str symbol)
{
	size_t id = tq_names_find(&c->form, tq_canonical_form(c, symbol));

	return id == SIZE_MAX ? (struct tq_str){0} : c->symbol.name[c->first[id]];
}

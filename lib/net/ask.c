/* SPDX-License-Identifier: ISC */
/* What a user wishes as an ask: everything that can be refused without a request is. */
#include "net/provider_inner.h"

#include "base/mem.h"
#include "base/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { LONGEST_SYMBOL = 200 };

/* "a, b, c" of a list, each once. */
static void
put_list(struct tq_buf *out, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool again = false;

		for (size_t j = 0; j < i; j++)
			again = again || strcmp(list[i], list[j]) == 0;
		if (!again)
			tq_buf_printf(out, "%s%s", out->n ? ", " : "", list[i]);
	}
}

static bool
same_interval(const char *a, const char *b)
{
	struct tq_interval x, y;

	return tq_interval_parse(tq_str(a), &x) && tq_interval_parse(tq_str(b), &y) &&
	       tq_interval_ns(x) > 0 && tq_interval_ns(x) == tq_interval_ns(y);
}

/* "binance has no KIND 'bra', did you mean bar?", or with the list of what there is. */
static bool
has_no(const struct tq_provider *provider, const char *what, const char *word,
       const char *const *list, size_t n, struct tq_err *err)
{
	const char *near = tq_nearest(tq_str(word), list, n);
	struct tq_buf all = {0};

	/* 1H is rather 1h than 1m, and so is 60m. */
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(list[i], word) == 0 || same_interval(list[i], word))
			near = list[i];

	put_list(&all, list, n);
	if (near)
		tq_fail(err, TQ_USAGE, "%s has no %s '%.40s', did you mean %s? (%s)",
			provider->name, what, word, near, tq_buf_text(&all));
	else
		tq_fail(err, TQ_USAGE, "%s has no %s '%.40s' (%s)", provider->name, what, word,
			tq_buf_text(&all));
	tq_buf_fini(&all);
	return false;
}

static size_t
count(const char *const *list)
{
	size_t n = 0;

	while (list[n])
		n++;
	return n;
}

/* Kinds of that name; their markets go to *out (room for n_kinds). */
static size_t
markets_with(const struct tq_provider *provider, const char *kind, const char *interval,
	     const char **out)
{
	size_t n = 0;

	for (size_t i = 0; i < provider->n_kinds; i++) {
		const struct tq_provider_kind *k = &provider->kind[i];

		if (strcmp(k->name, kind) == 0 &&
		    (!interval || tq_provider_lists(k->intervals, interval)))
			out[n++] = k->market;
	}
	return n;
}

/* A kind there is, but not in this market; or an interval. */
static bool
elsewhere(const struct tq_provider *provider, const char *kind, const char *interval,
	  const char *market, struct tq_err *err)
{
	const char **markets = tq_alloc(provider->n_kinds + 1, sizeof(*markets));
	size_t n = markets_with(provider, kind, interval, markets);
	struct tq_buf list = {0};

	put_list(&list, markets, n);
	free(markets);
	if (n > 0)
		tq_fail(err, TQ_USAGE, "%s has %s%s%s not in market %s, only in %s",
			provider->name, kind, interval ? " of " : "", interval ? interval : "",
			market, tq_buf_text(&list));
	tq_buf_fini(&list);
	return n > 0;
}

/* --kind open-interest is the kind open_interest. */
static char *
kind_name(const char *text, char from, char to)
{
	char *name = tq_str_dup(tq_str(text));

	for (char *p = name; *p; p++)
		if (*p == from)
			*p = to;
	return name;
}

/* Refused with the kinds as a user writes them, without the one for the venue's clock. */
static bool
no_kind(const struct tq_provider *provider, const char *kind, const char *market,
	struct tq_err *err)
{
	size_t n = 0;
	char **names, *wish;

	if (elsewhere(provider, kind, NULL, market, err))
		return false;
	names = tq_alloc(provider->n_kinds + 1, sizeof(*names));
	for (size_t i = 0; i < provider->n_kinds; i++)
		if (strcmp(provider->kind[i].name, "time") != 0)
			names[n++] = kind_name(provider->kind[i].name, '_', '-');
	wish = kind_name(kind, '_', '-');
	has_no(provider, "kind", wish, (const char *const *)names, n, err);
	free(wish);
	while (n > 0)
		free(names[--n]);
	free(names);
	return false;
}

static const struct tq_provider_kind *
find_kind(const struct tq_provider *provider, const struct tq_ask_wish *wish,
	  struct tq_err *err)
{
	const char *market = wish->market ? wish->market : provider->markets[0];
	char *name = kind_name(wish->kind ? wish->kind : "bar", '-', '_');
	const struct tq_provider_kind *found = NULL;

	for (size_t i = 0; !found && i < provider->n_kinds; i++)
		if (strcmp(provider->kind[i].name, name) == 0 &&
		    strcmp(provider->kind[i].market, market) == 0)
			found = &provider->kind[i];
	if (!found && tq_provider_lists(provider->markets, market))
		no_kind(provider, name, market, err);
	else if (!found)
		has_no(provider, "market", market, provider->markets, count(provider->markets),
		       err);
	free(name);
	return found;
}

/* The kind's own spelling of the interval wished for. */
static bool
find_interval(const struct tq_provider *provider, const struct tq_provider_kind *kind,
	      const char *wish, const char **out, struct tq_err *err)
{
	*out = NULL;
	if (!kind->intervals && wish)
		return tq_fail(err, TQ_USAGE, "%s: kind %s has no interval", provider->name,
			       kind->name);
	if (!kind->intervals)
		return true;
	if (!wish)
		wish = tq_provider_lists(kind->intervals, "1d") ? "1d" : kind->intervals[0];
	for (const char *const *text = kind->intervals; *text; text++)
		if (strcmp(*text, wish) == 0)
			*out = *text;
	if (*out)
		return true;
	if (elsewhere(provider, kind->name, wish, kind->market, err))
		return false;
	return has_no(provider, "interval", wish, kind->intervals, count(kind->intervals), err);
}

static bool
fill_kind(struct tq_ask *ask, const struct tq_provider_kind *kind, const char *interval,
	  struct tq_err *err)
{
	struct tq_provider_faults faults = {0};

	ask->kind = tq_provider_kind_at(ask->provider, kind, interval, &faults);
	if (interval && tq_interval_parse(tq_str(interval), &ask->interval))
		snprintf(ask->interval_text, sizeof(ask->interval_text), "%s", interval);
	if (faults.n > 0)
		tq_fail(err, TQ_USAGE, "%s: %s", ask->provider->path, tq_buf_text(&faults.text));
	tq_buf_fini(&faults.text);
	return faults.n == 0;
}

/* As records have it: no control character, not endless. */
static bool
good_symbol(const char *symbol)
{
	size_t n = strlen(symbol);

	for (const char *p = symbol; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return n > 0 && n <= LONGEST_SYMBOL;
}

static bool
refuse_symbol(const struct tq_ask *ask, const char *symbol, const jv *answer, struct tq_err *err)
{
	char *error = tq_jq_text(tq_jq_get(answer, "error"));
	char *like = tq_jq_text(tq_jq_get(answer, "like"));

	if (!error)
		tq_fail(err, TQ_USAGE, "%s: symbol: gives neither symbol and native nor error",
			ask->provider->path);
	else
		tq_fail(err, TQ_USAGE, "%s %s has no symbol '%.80s': %.200s%s%.80s%s",
			ask->provider->name, ask->kind->market, symbol, error,
			like ? ", did you mean " : "", like ? like : "", like ? "?" : "");
	free(error);
	free(like);
	return false;
}

static bool
fill_symbol(struct tq_ask *ask, const char *symbol, struct tq_err *err)
{
	jv input = tq_jq_set_text(jv_object(), "symbol", symbol), answer;

	if (!good_symbol(symbol)) {
		jv_free(input);
		return tq_fail(err, TQ_USAGE, "no symbol: '%.80s'", symbol);
	}
	input = tq_jq_set_text(input, "market", ask->kind->market);
	input = tq_jq_set_text(input, "kind", ask->kind->name);
	input = tq_jq_set_text(input, "interval", *ask->interval_text ? ask->interval_text : NULL);
	if (!tq_jq_run(ask->provider->jq, TQ_JQ_SYMBOL, input, &answer, err))
		return false;
	ask->symbol = tq_jq_text(tq_jq_get(&answer, "symbol"));
	ask->native = tq_jq_text(tq_jq_get(&answer, "native"));
	if (!ask->symbol || !ask->native || !good_symbol(ask->symbol) || !good_symbol(ask->native))
		refuse_symbol(ask, symbol, &answer, err);
	else
		err->status = TQ_OK;
	jv_free(answer);
	return err->status == TQ_OK;
}

/* NAME, NAME-MARKET, NAME-mark of mark_bar, NAME-MARKET-mark; current_tick is of NAME. */
static void
fill_venue(struct tq_ask *ask)
{
	const struct tq_provider *provider = ask->provider;
	struct tq_buf venue = {0};
	struct tq_str before;

	tq_buf_puts(&venue, provider->name);
	if (strcmp(ask->kind->market, provider->markets[0]) != 0)
		tq_buf_printf(&venue, "-%s", ask->kind->market);
	tq_provider_kind_type(tq_str(ask->kind->name), &before);
	if (before.n > 0 && !tq_str_is(before, "current"))
		tq_buf_printf(&venue, "-%.*s", TQ_STR_ARG(before));
	ask->venue = tq_str_dup(tq_buf_str(&venue));
	tq_buf_fini(&venue);
}

static bool
has_credentials(const struct tq_ask *ask, struct tq_err *err)
{
	const struct tq_provider *provider = ask->provider;

	if (!ask->kind->credentials)
		return true;
	for (const char *const *name = provider->credentials; name && *name; name++)
		if (!provider->secrets || !tq_secrets_get(provider->secrets, *name))
			return tq_fail(err, TQ_LOGIN, "%s: kind %s needs the credential '%s'",
				       provider->name, ask->kind->name, *name);
	return true;
}

bool
tq_ask_resolve(struct tq_provider *provider, const struct tq_ask_wish *wish,
	       struct tq_ask *ask, struct tq_err *err)
{
	const struct tq_provider_kind *kind = find_kind(provider, wish, err);
	const char *interval;
	bool ok;

	*ask = (struct tq_ask){.provider = provider, .now = TQ_TIME_NONE};
	if (!kind || !find_interval(provider, kind, wish->interval, &interval, err))
		return false;
	ask->limit = wish->limit;
	ok = fill_kind(ask, kind, interval, err);
	if (ok && wish->symbol)
		ok = fill_symbol(ask, wish->symbol, err);
	else if (ok && kind->paging != TQ_PAGING_LIST)
		ok = tq_fail(err, TQ_USAGE, "%s: kind %s needs a symbol", provider->name,
			     kind->name);
	if (ok)
		fill_venue(ask);
	if (ok && has_credentials(ask, err))
		return true;
	tq_ask_fini(ask);
	return false;
}

void
tq_ask_fini(struct tq_ask *ask)
{
	free(ask->symbol);
	free(ask->native);
	free(ask->venue);
	*ask = (struct tq_ask){0};
}

bool
tq_ask_known(const struct tq_ask *ask, const char *const *names, size_t n, struct tq_err *err)
{
	const char *near;

	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], ask->symbol) == 0)
			return true;
	near = tq_nearest(tq_str(ask->symbol), names, n);
	return tq_fail(err, TQ_USAGE, "%s %s has no symbol '%s'%s%s%s", ask->provider->name,
		       ask->kind->market, ask->symbol, near ? ", did you mean " : "",
		       near ? near : "", near ? "?" : "");
}

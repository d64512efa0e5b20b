/* SPDX-License-Identifier: ISC */
/* The kinds of a provider: what is asked of each, by market and interval. */
#include "net/provider_inner.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const pagings[] = {"forward", "window", "latest", "list", NULL};

static const struct {
	const char *name;
	enum tq_type type;
	enum tq_paging paging;   /* where none is said */
} known[] = {
	{"bar", TQ_TYPE_BAR, TQ_PAGING_WINDOW},
	{"tick", TQ_TYPE_TICK, TQ_PAGING_WINDOW},
	{"quote", TQ_TYPE_QUOTE, TQ_PAGING_LATEST},
	{"book", TQ_TYPE_BOOK, TQ_PAGING_LATEST},
	{"funding", TQ_TYPE_FUNDING, TQ_PAGING_WINDOW},
	{"open_interest", TQ_TYPE_OPEN_INTEREST, TQ_PAGING_WINDOW},
	{"long_short", TQ_TYPE_LONG_SHORT, TQ_PAGING_WINDOW},
	{"liquidation", TQ_TYPE_LIQUIDATION, TQ_PAGING_WINDOW},
	{"instrument", TQ_TYPE_INSTRUMENT, TQ_PAGING_LIST},
	{"price", TQ_TYPE_PRICE, TQ_PAGING_LATEST},
	{"time", TQ_TYPE_OTHER, TQ_PAGING_LIST},
};

/* Index in known, or its count. before: what stands before the name and its '_'. */
static size_t
find_kind(struct tq_str name, struct tq_str *before)
{
	size_t i;

	*before = (struct tq_str){name.p, 0};
	for (i = 0; i < TQ_COUNT(known); i++) {
		size_t n = strlen(known[i].name);

		if (tq_str_is(name, known[i].name))
			return i;
		if (name.n > n + 1 && name.p[name.n - n - 1] == '_' &&
		    memcmp(name.p + name.n - n, known[i].name, n) == 0) {
			before->n = name.n - n - 1;
			return i;
		}
	}
	return i;
}

enum tq_type
tq_provider_kind_type(struct tq_str name, struct tq_str *before)
{
	size_t i = find_kind(name, before);

	return i < TQ_COUNT(known) ? known[i].type : TQ_TYPE_OTHER;
}

/*
 * A field of a kind: the value, or what an object of values has for the
 * market, the interval or "*". Two levels are all that make sense.
 */
static jv
field_for(const jv *kind, const char *field, const char *market, const char *interval)
{
	jv value = tq_jq_get(kind, field);

	for (int level = 0; level < 2 && jv_get_kind(value) == JV_KIND_OBJECT; level++) {
		jv next = tq_jq_get(&value, market);

		if (jv_get_kind(next) == JV_KIND_NULL && interval)
			next = tq_jq_get(&value, interval);
		if (jv_get_kind(next) == JV_KIND_NULL)
			next = tq_jq_get(&value, "*");
		jv_free(value);
		value = next;
	}
	return value;
}

struct look {
	struct tq_provider *provider;
	const jv *kind;
	const char *name, *market, *interval;
	struct tq_provider_faults *faults;
};

static void
read_count(const struct look *look, const char *field, int64_t *out)
{
	jv value = field_for(look->kind, field, look->market, look->interval);

	*out = 0;
	if (jv_get_kind(value) == JV_KIND_NULL)
		jv_free(value);
	else if (!tq_jq_whole(value, out) || *out <= 0)
		tq_provider_fault(look->faults, "kinds.%s.%s is no count", look->name, field);
}

static void
read_duration(const struct look *look, const char *field, tq_time *out)
{
	jv value = field_for(look->kind, field, look->market, look->interval);
	bool there = jv_get_kind(value) != JV_KIND_NULL;
	char *text = tq_jq_text(value);
	struct tq_err err;

	*out = 0;
	if (there && (!text || !tq_opt_duration(NULL, text, out, &err) || *out <= 0))
		tq_provider_fault(look->faults, "kinds.%s.%s is no duration like 15d", look->name,
				  field);
	free(text);
}

static bool
read_flag(const struct look *look, const char *field)
{
	jv value = field_for(look->kind, field, look->market, look->interval);
	jv_kind kind = jv_get_kind(value);

	jv_free(value);
	if (kind != JV_KIND_NULL && kind != JV_KIND_TRUE && kind != JV_KIND_FALSE)
		tq_provider_fault(look->faults, "kinds.%s.%s is neither true nor false",
				  look->name, field);
	return kind == JV_KIND_TRUE;
}

static const char *
read_note(const struct look *look)
{
	char *text = tq_jq_text(field_for(look->kind, "note", look->market, look->interval));

	return text ? tq_provider_keep(look->provider, text) : NULL;
}

static enum tq_paging
read_paging(const struct look *look, enum tq_paging preset)
{
	jv value = field_for(look->kind, "paging", look->market, look->interval);
	bool there = jv_get_kind(value) != JV_KIND_NULL;
	char *text = tq_jq_text(value);
	int found = -1;

	for (int i = 0; text && pagings[i]; i++)
		if (strcmp(text, pagings[i]) == 0)
			found = i;
	free(text);
	if (there && found < 0)
		tq_provider_fault(look->faults, "kinds.%s.paging is none of forward, window, "
				  "latest, list", look->name);
	return found < 0 ? preset : (enum tq_paging)found;
}

static void
read_intervals(const struct look *look, struct tq_provider_kind *kind)
{
	jv value = field_for(look->kind, "intervals", look->market, NULL);
	char what[96];

	if (jv_get_kind(value) == JV_KIND_NULL) {
		jv_free(value);
		if (kind->type == TQ_TYPE_BAR)
			tq_provider_fault(look->faults, "kinds.%s has no intervals for %s",
					  look->name, look->market);
		return;
	}
	snprintf(what, sizeof(what), "kinds.%.40s.intervals", look->name);
	kind->intervals = tq_provider_texts(look->provider, value, what, look->faults);
	for (const char *const *text = kind->intervals; text && *text; text++) {
		struct tq_interval interval;

		if (!tq_interval_parse(tq_str(*text), &interval))
			tq_provider_fault(look->faults, "%s: '%.20s' is no interval like 1m", what,
					  *text);
	}
}

/* What may differ by interval. */
static void
read_sizes(const struct look *look, struct tq_provider_kind *kind)
{
	read_count(look, "rows", &kind->rows);
	read_count(look, "reach", &kind->reach);
	read_duration(look, "span", &kind->span);
	read_duration(look, "past", &kind->past);
	kind->archive = read_flag(look, "archive");
	kind->credentials = read_flag(look, "credentials");
	kind->synthetic = read_flag(look, "synthetic");
	if (kind->synthetic && kind->type != TQ_TYPE_BAR)
		tq_provider_fault(look->faults, "kinds.%s.synthetic is for bars only", look->name);
}

static struct tq_provider_kind
read_kind(const struct look *look)
{
	struct tq_str before;
	size_t at = find_kind(tq_str(look->name), &before);
	struct tq_provider_kind kind = {.name = look->name, .market = look->market};

	kind.type = known[at].type;
	kind.paging = read_paging(look, known[at].paging);
	kind.note = read_note(look);
	read_sizes(look, &kind);
	read_intervals(look, &kind);
	return kind;
}

const struct tq_provider_kind *
tq_provider_kind_at(struct tq_provider *provider, const struct tq_provider_kind *kind,
		    const char *interval, struct tq_provider_faults *faults)
{
	struct tq_provider_kind *at;
	jv kinds, described;
	struct look look = {provider, &described, kind->name, kind->market, interval, faults};

	if (!interval)
		return kind;
	for (size_t i = 0; i < provider->n_at; i++)
		if (provider->at[i].kind == kind && strcmp(provider->at[i].interval, interval) == 0)
			return provider->at[i].own;
	at = tq_provider_keep(provider, tq_alloc(1, sizeof(*at)));
	*at = *kind;
	kinds = tq_jq_get(&provider->described, "kinds");
	described = tq_jq_get(&kinds, kind->name);
	read_sizes(&look, at);
	jv_free(described);
	jv_free(kinds);
	provider->at = tq_realloc(provider->at, provider->n_at + 1, sizeof(*provider->at));
	provider->at[provider->n_at++] = (struct tq_kind_at){kind, interval, at};
	return at;
}

/* The markets of a kind: its own, or all. */
static const char *const *
markets_of(struct tq_provider *provider, const jv *kind, const char *name,
	   struct tq_provider_faults *faults)
{
	jv markets = tq_jq_get(kind, "markets");
	char what[96];
	const char *const *list;

	if (jv_get_kind(markets) == JV_KIND_NULL) {
		jv_free(markets);
		return provider->markets;
	}
	snprintf(what, sizeof(what), "kinds.%.40s.markets", name);
	list = tq_provider_texts(provider, markets, what, faults);
	for (const char *const *market = list; market && *market; market++)
		if (!tq_provider_lists(provider->markets, *market))
			tq_provider_fault(faults, "%s: there is no market '%.40s'", what, *market);
	return list;
}

static void
check_fields(const jv *kind, const char *name, struct tq_provider_faults *faults)
{
	static const char *const fields[] = {"markets", "intervals", "paging", "rows", "span",
					     "reach", "past", "note", "archive", "credentials",
					     "numbers", "synthetic", NULL};

	jv_object_keys_foreach(*kind, key) {
		if (!tq_provider_lists(fields, jv_string_value(key)))
			tq_provider_fault(faults, "kinds.%s has unknown field '%.40s'", name,
					  jv_string_value(key));
		jv_free(key);
	}
}

static void
add_kind(struct tq_provider *provider, const char *name, const jv *kind,
	 struct tq_provider_faults *faults)
{
	struct tq_str before;
	const char *const *market;

	if (find_kind(tq_str(name), &before) == TQ_COUNT(known)) {
		tq_provider_fault(faults, "kinds.%.40s: there is no such kind", name);
		return;
	}
	if (jv_get_kind(*kind) != JV_KIND_OBJECT) {
		tq_provider_fault(faults, "kinds.%s is no object", name);
		return;
	}
	check_fields(kind, name, faults);
	for (market = markets_of(provider, kind, name, faults); market && *market; market++) {
		provider->kind = tq_realloc(provider->kind, provider->n_kinds + 1,
					    sizeof(*provider->kind));
		provider->kind[provider->n_kinds++] = read_kind(
			&(struct look){provider, kind, name, *market, NULL, faults});
	}
}

void
tq_provider_read_kinds(struct tq_provider *provider, struct tq_provider_faults *faults)
{
	jv kinds = tq_jq_get(&provider->described, "kinds");
	size_t n = 0;
	jv names = jv_null();

	if (jv_get_kind(kinds) == JV_KIND_OBJECT) {
		jv_free(names);
		names = jv_keys(jv_copy(kinds));
		n = (size_t)jv_array_length(jv_copy(names));
	}
	if (n == 0)
		tq_provider_fault(faults, "kinds is no object of kinds");
	for (size_t i = 0; i < n; i++) {
		char *name = tq_jq_text(jv_array_get(jv_copy(names), (int)i));
		jv kind = tq_jq_get(&kinds, name ? name : "");

		if (name)
			add_kind(provider, tq_provider_keep(provider, name), &kind, faults);
		jv_free(kind);
	}
	jv_free(names);
	jv_free(kinds);
}

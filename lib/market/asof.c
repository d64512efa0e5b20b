/* SPDX-License-Identifier: ISC */
#include "market/asof.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "market/event_time.h"
#include "market/known.h"
#include "state/state.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_FIELDS = 32 };

struct tq_asof {
	struct tq_asof_options o;
	enum tq_type left_type;  /* TQ_TYPE_OTHER: all of the first input */
	struct tq_str left_interval;     /* n 0: any */
	int fields[MAX_FIELDS];
	size_t n_fields;         /* 0: the usual ones */
	struct tq_known known;
	struct tq_buf key;
	struct tq_buf json;      /* being made */
	tq_time now;
	int64_t growing;         /* bars of the right side that were not closed */
};

static const int usual[][6] = {
	[TQ_TYPE_BAR] = {TQ_F_open, TQ_F_high, TQ_F_low, TQ_F_close, TQ_F_volume},
	[TQ_TYPE_TICK] = {TQ_F_price, TQ_F_qty},
	[TQ_TYPE_QUOTE] = {TQ_F_bid, TQ_F_ask, TQ_F_bid_qty, TQ_F_ask_qty},
	[TQ_TYPE_FUNDING] = {TQ_F_rate, TQ_F_mark_price},
	[TQ_TYPE_OPEN_INTEREST] = {TQ_F_qty, TQ_F_notional},
	[TQ_TYPE_LONG_SHORT] = {TQ_F_ratio, TQ_F_long, TQ_F_short},
	[TQ_TYPE_LIQUIDATION] = {TQ_F_side, TQ_F_price, TQ_F_qty},
	[TQ_TYPE_PRICE] = {TQ_F_price, TQ_F_n, TQ_F_spread},
	[TQ_TYPE_SIGNAL] = {TQ_F_strategy, TQ_F_side, TQ_F_strength, TQ_F_price},
	[TQ_TYPE_ORDER] = {TQ_F_side, TQ_F_qty, TQ_F_limit, TQ_F_stop},
};

static bool
is_name(struct tq_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_' &&
		    !(i > 0 && c >= '0' && c <= '9'))
			return false;
	}
	return text.n > 0;
}

static bool
read_fields(struct tq_asof *a, struct tq_err *err)
{
	const char *p = a->o.fields;

	while (p != NULL && *p != '\0') {
		struct tq_str name = {p, strcspn(p, ",")};

		if (!is_name(name) || a->n_fields == MAX_FIELDS)
			return tq_fail(err, TQ_USAGE, "--fields: not up to %d names: '%s'",
				       MAX_FIELDS, a->o.fields);
		a->fields[a->n_fields] = tq_field_id(name);
		if (a->fields[a->n_fields++] < 0)
			return tq_fail(err, TQ_USAGE, "--fields: too many names");
		p += name.n + (p[name.n] == ',');
	}
	return true;
}

static bool
read_left(struct tq_asof *a, size_t n_inputs, struct tq_err *err)
{
	const char *left = a->o.left;
	size_t n;

	a->left_type = TQ_TYPE_OTHER;
	if (left == NULL)
		return n_inputs > 1 ||
		       tq_fail(err, TQ_USAGE, "--join asof of one input needs --left TYPE");
	n = strcspn(left, "/");
	a->left_type = tq_type_of((struct tq_str){left, n});
	if (left[n] == '/')
		a->left_interval = tq_str(left + n + 1);
	return a->left_type != TQ_TYPE_OTHER ||
	       tq_fail(err, TQ_USAGE, "--left: no type of record: '%s'", left);
}

static void
want(const struct tq_asof *a, struct tq_run *run)
{
	tq_want(run, TQ_F_symbol);
	tq_want(run, TQ_F_interval);
	for (size_t i = 0; i < a->n_fields; i++)
		tq_want(run, a->fields[i]);
	for (size_t type = 0; type < TQ_COUNT(usual) && a->n_fields == 0; type++)
		for (size_t i = 0; i < TQ_COUNT(usual[0]); i++)
			tq_want(run, usual[type][i]); /* the rest of a row is "type" */
}

struct tq_asof *
tq_asof_new(const struct tq_asof_options *options, size_t n_inputs, struct tq_run *run,
	    struct tq_err *err)
{
	struct tq_asof *a = tq_alloc(1, sizeof(*a));
	bool ok;

	a->o = *options;
	a->now = TQ_TIME_NONE;
	ok = read_fields(a, err) && read_left(a, n_inputs, err);
	for (size_t i = 0; ok && i < options->prefixes.n; i++)
		ok = is_name(tq_str(options->prefixes.items[i])) ||
		     tq_fail(err, TQ_USAGE, "--prefix: not a name: '%s'",
			     options->prefixes.items[i]);
	if (!ok) {
		tq_asof_free(a);
		return NULL;
	}
	want(a, run);
	return a;
}

void
tq_asof_free(struct tq_asof *a)
{
	if (a == NULL)
		return;
	tq_known_fini(&a->known);
	tq_buf_fini(&a->key);
	tq_buf_fini(&a->json);
	free(a);
}

bool
tq_asof_is_left(const struct tq_asof *a, const struct tq_rec *rec, size_t input)
{
	const struct tq_value *interval;

	if (a->left_type == TQ_TYPE_OTHER)
		return input == 0;
	if (rec->type != a->left_type)
		return false;
	interval = tq_rec_value(rec, TQ_F_interval);
	return a->left_interval.n == 0 ||
	       (interval != NULL &&
		tq_str_eq((struct tq_str){interval->text, interval->n}, a->left_interval));
}

/* The prefix that was given for the input, or one of type and interval. */
static void
put_prefix(const struct tq_asof *a, struct tq_str type, struct tq_str interval, size_t input,
	   struct tq_buf *out)
{
	size_t right = a->left_type == TQ_TYPE_OTHER ? input - 1 : input;

	if (right < a->o.prefixes.n) {
		tq_buf_puts(out, a->o.prefixes.items[right]);
		return;
	}
	tq_buf_put(out, type.p, type.n);
	if (interval.n > 0)
		tq_buf_puts(out, "_");
	for (size_t i = 0; i < interval.n; i++)
		tq_buf_put(out, interval.p[i] == '.' ? "_" : &interval.p[i], 1);
}

static struct tq_known_slot *
slot_of(struct tq_asof *a, const struct tq_rec *rec, size_t input, struct tq_str symbol,
	struct tq_err *err)
{
	struct tq_str type = tq_str(tq_type_name(rec->type)), interval = {"", 0}, key;
	struct tq_buf prefix = {0};
	struct tq_known_slot *slot;

	if (rec->type == TQ_TYPE_BAR && !tq_rec_str(rec, TQ_F_interval, &interval, err))
		return NULL;
	tq_buf_clear(&a->key);
	tq_buf_printf(&a->key, "%zu %.*s %.*s %.*s", input, TQ_STR_ARG(type), TQ_STR_ARG(interval),
		      TQ_STR_ARG(symbol));
	key = tq_buf_str(&a->key);
	slot = tq_known_find(&a->known, key);
	if (slot != NULL)
		return slot;
	put_prefix(a, type, interval, input, &prefix);
	slot = tq_known_add(&a->known, key, symbol, tq_buf_str(&prefix), err);
	tq_buf_fini(&prefix);
	return slot;
}

static void
put_field(struct tq_buf *out, const struct tq_known_slot *slot, const struct tq_rec *rec, int field)
{
	const struct tq_value *v = tq_rec_value(rec, field);
	struct tq_str name = tq_field_name(field);
	const char *quote;

	if (v == NULL)
		return;
	quote = v->kind == TQ_STRING ? "\"" : "";
	tq_buf_printf(out, ",\"%.*s_%.*s\":%s", TQ_STR_ARG(tq_buf_str(&slot->prefix)),
		      TQ_STR_ARG(name), quote);
	if (v->kind == TQ_NULL || v->kind == TQ_TRUE || v->kind == TQ_FALSE)
		tq_buf_puts(out, v->kind == TQ_NULL   ? "null"
				 : v->kind == TQ_TRUE ? "true"
						      : "false");
	else
		tq_buf_put(out, v->text, v->n);
	tq_buf_puts(out, quote);
}

/* A record of the right side: it is what is known of its series from now on. */
static bool
learn(struct tq_asof *a, const struct tq_rec *rec, size_t input, struct tq_err *err)
{
	const int *fields = a->n_fields > 0 ? a->fields : usual[rec->type];
	size_t n = a->n_fields > 0 ? a->n_fields : TQ_COUNT(usual[0]);
	struct tq_str symbol;
	struct tq_known_slot *slot;

	if (!tq_rec_str(rec, TQ_F_symbol, &symbol, err))
		return false;
	if (a->o.any_symbol)
		symbol = (struct tq_str){"", 0};
	slot = slot_of(a, rec, input, symbol, err);
	if (slot == NULL)
		return false;
	slot->at = a->now;
	tq_buf_clear(&slot->json);
	for (size_t i = 0; i < n; i++)
		if (fields[i] != TQ_F_type)
			put_field(&slot->json, slot, rec, fields[i]);
	return true;
}

/* The next place in [p, end) where a key begins so; NULL: none. */
static const char *
find(const char *p, const char *end, const char *begin, size_t n)
{
	for (; p < end && (p = memchr(p, '"', (size_t)(end - p))) != NULL; p++)
		if ((size_t)(end - p) >= n && memcmp(p, begin, n) == 0)
			return p;
	return NULL;
}

static bool
has_key(const struct tq_rec *rec, const char *key, size_t n)
{
	const char *p = rec->line, *end = p + rec->n;

	while ((p = find(p, end, key, n)) != NULL) {
		p += n;
		while (p < end && (*p == ' ' || *p == '\t'))
			p++;
		if (p < end && *p == ':')
			return true;
	}
	return false;
}

/* A name may not stand twice in a record. */
static bool
check_keys(const struct tq_rec *rec, const struct tq_known_slot *slot, struct tq_err *err)
{
	const char *p = slot->json.p, *end = p + slot->json.n;
	char begin[128];
	size_t n = (size_t)snprintf(begin, sizeof(begin), "\"%.*s_",
				    (int)(slot->prefix.n < 100 ? slot->prefix.n : 100),
				    slot->prefix.p);

	/* Nearly always no name of the line begins with the prefix at all. */
	if (find(rec->line, rec->line + rec->n, begin, n) == NULL)
		return true;
	while ((p = find(p, end, begin, n)) != NULL) {
		const char *quote = memchr(p + 1, '"', (size_t)(end - p) - 1);
		size_t len = (size_t)(quote - p) + 1;

		if (has_key(rec, p, len))
			return tq_fail(err, TQ_DATA, "field %.*s is there already (--prefix)",
				       (int)len, p);
		p += len;
	}
	return true;
}

/* A record of the left side, with what is known. */
static bool
extend(struct tq_asof *a, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct tq_str symbol = {"", 0};

	if (!a->o.any_symbol && !tq_rec_str(rec, TQ_F_symbol, &symbol, err))
		return false;
	tq_buf_clear(&a->json);
	for (const struct tq_known_slot *slot = tq_known_first(&a->known, symbol); slot != NULL;
	     slot = tq_known_next(&a->known, slot)) {
		if (a->now > slot->at && a->now - slot->at > a->o.max_age)
			continue;
		if (!check_keys(rec, slot, err))
			return false;
		tq_buf_put(&a->json, slot->json.p, slot->json.n);
	}
	if (a->json.n == 0) {
		tq_out_pass(out, rec);
		return true;
	}
	tq_out_extend(out, rec);
	tq_out_raw(out, tq_buf_str(&a->json));
	tq_out_close(out);
	return true;
}

static bool
is_growing(const struct tq_rec *rec)
{
	return rec->type == TQ_TYPE_BAR && tq_rec_has(rec, TQ_F_closed) &&
	       rec->value[TQ_F_closed].kind == TQ_FALSE;
}

bool
tq_asof_record(struct tq_asof *a, const struct tq_rec *rec, size_t input, tq_time time,
	       struct tq_out *out, struct tq_err *err)
{
	tq_time before = a->now;
	bool ok = true;

	if (time > a->now)
		a->now = time;
	if (!tq_event_has_time(rec->type)) {
		tq_out_pass(out, rec);
		return true;
	}
	if (tq_asof_is_left(a, rec, input)) {
		ok = extend(a, rec, out, err);
	} else {
		if (is_growing(rec))
			a->growing++;
		else
			ok = learn(a, rec, input, err);
		if (ok && a->o.keep)
			tq_out_pass(out, rec);
	}
	if (!ok)
		a->now = before;
	return ok;
}

void
tq_asof_end(const struct tq_asof *a)
{
	if (a->growing > 0)
		tq_log(TQ_LOG_WARN, "%lld bars that were not closed told nothing",
		       (long long)a->growing);
}

void
tq_asof_state(struct tq_asof *a, struct tq_state *st)
{
	tq_state_i64(st, "now", &a->now);
	tq_state_i64(st, "growing", &a->growing);
	tq_known_state(&a->known, st);
}

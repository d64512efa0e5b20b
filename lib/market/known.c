/* SPDX-License-Identifier: ISC */
#include "market/known.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdlib.h>

enum { MAX_SLOTS = 1 << 24 };

void
tq_known_fini(struct tq_known *k)
{
	for (size_t i = 0; i < k->names.n; i++) {
		tq_buf_fini(&k->slots[i].prefix);
		tq_buf_fini(&k->slots[i].json);
	}
	tq_names_fini(&k->names);
	tq_names_fini(&k->symbols);
	free(k->slots);
	free(k->first);
}

struct tq_known_slot *
tq_known_find(struct tq_known *k, struct tq_str key)
{
	size_t id = tq_names_find(&k->names, key);

	if (id == SIZE_MAX)
		return NULL;
	k->names.last = id;
	return &k->slots[id];
}

static size_t
symbol_of(struct tq_known *k, struct tq_str name)
{
	size_t n = k->symbols.n;
	size_t id = tq_names_id(&k->symbols, name);

	if (k->symbols.n > k->cap_symbols) {
		k->cap_symbols = k->cap_symbols > 0 ? 2 * k->cap_symbols : 8;
		k->first = tq_realloc(k->first, k->cap_symbols, sizeof(*k->first));
	}
	if (k->symbols.n > n)
		k->first[id] = SIZE_MAX;
	return id;
}

struct tq_known_slot *
tq_known_add(struct tq_known *k, struct tq_str key, struct tq_str symbol, struct tq_str prefix,
	     struct tq_err *err)
{
	size_t id = symbol_of(k, symbol);
	size_t *link = &k->first[id];
	size_t at;

	for (; *link != SIZE_MAX; link = &k->slots[*link].next)
		if (tq_str_eq(tq_buf_str(&k->slots[*link].prefix), prefix)) {
			tq_fail(err, TQ_DATA,
				"two series of %.*s have the prefix '%.*s' (--prefix)",
				(int)(symbol.n < 60 ? symbol.n : 60), symbol.p,
				TQ_STR_ARG(prefix));
			return NULL;
		}
	at = *link = tq_names_id(&k->names, key);
	if (k->names.n > k->cap) {
		k->cap = k->cap > 0 ? 2 * k->cap : 8;
		k->slots = tq_realloc(k->slots, k->cap, sizeof(*k->slots));
	}
	k->slots[at] = (struct tq_known_slot){.symbol = id, .next = SIZE_MAX, .at = TQ_TIME_NONE};
	tq_buf_put(&k->slots[at].prefix, prefix.p, prefix.n);
	return &k->slots[at];
}

const struct tq_known_slot *
tq_known_first(const struct tq_known *k, struct tq_str symbol)
{
	size_t id = tq_names_find(&k->symbols, symbol);

	return id == SIZE_MAX || k->first[id] == SIZE_MAX ? NULL : &k->slots[k->first[id]];
}

const struct tq_known_slot *
tq_known_next(const struct tq_known *k, const struct tq_known_slot *slot)
{
	return slot->next == SIZE_MAX ? NULL : &k->slots[slot->next];
}

static void
put(struct tq_buf *to, struct tq_str from)
{
	tq_buf_clear(to);
	tq_buf_put(to, from.p, from.n);
}

static void
state_slot(struct tq_known *k, size_t i, struct tq_buf text[3], struct tq_state *st)
{
	struct tq_known_slot *slot = NULL;
	struct tq_err err;

	if (!tq_state_loading(st)) {
		slot = &k->slots[i];
		put(&text[0], k->names.name[i]);
		put(&text[1], k->symbols.name[slot->symbol]);
		put(&text[2], tq_buf_str(&slot->prefix));
	}
	tq_state_text(st, "key", &text[0]);
	tq_state_text(st, "symbol", &text[1]);
	tq_state_text(st, "prefix", &text[2]);
	if (tq_state_loading(st) && tq_state_ok(st)) {
		if (tq_known_find(k, tq_buf_str(&text[0])) == NULL)
			slot = tq_known_add(k, tq_buf_str(&text[0]), tq_buf_str(&text[1]),
					    tq_buf_str(&text[2]), &err);
		if (slot == NULL)
			tq_state_refuse(st, "two series have one name or prefix");
	}
	if (slot == NULL)
		return;
	tq_state_i64(st, "at", &slot->at);
	tq_state_text(st, "json", &slot->json);
}

void
tq_known_state(struct tq_known *k, struct tq_state *st)
{
	struct tq_buf text[3] = {{0}, {0}, {0}};
	size_t n = k->names.n;

	tq_state_count(st, "slots", &n, MAX_SLOTS);
	for (size_t i = 0; i < n && tq_state_ok(st); i++)
		state_slot(k, i, text, st);
	for (size_t i = 0; i < 3; i++)
		tq_buf_fini(&text[i]);
}

/* SPDX-License-Identifier: ISC */
#include "account/idset.h"

#include "base/hash.h"
#include "base/mem.h"
#include "state/state.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 64, MAX_IDS = 2 * TQ_IDSET_KEEPS };

/* The slot of the hash, or the empty one where it would go. */
static size_t
find(const struct tq_idset *set, uint64_t hash)
{
	size_t i = (size_t)hash & (set->slots - 1);

	while (set->slot[i] && set->hash[set->slot[i] - 1] != hash)
		i = (i + 1) & (set->slots - 1);
	return i;
}

static void
fill_slots(struct tq_idset *set)
{
	for (size_t i = 0; i < set->n; i++)
		set->slot[find(set, set->hash[i])] = (uint32_t)(i + 1);
}

static void
grow(struct tq_idset *set)
{
	free(set->slot);
	set->slots = set->slots ? 2 * set->slots : FIRST_SLOTS;
	set->slot = tq_alloc(set->slots, sizeof(*set->slot));
	fill_slots(set);
}

static void
forget_older_half(struct tq_idset *set)
{
	set->n -= TQ_IDSET_KEEPS;
	memmove(set->hash, set->hash + TQ_IDSET_KEEPS, set->n * sizeof(*set->hash));
	memset(set->slot, 0, set->slots * sizeof(*set->slot));
	fill_slots(set);
}

static bool
add_hash(struct tq_idset *set, uint64_t hash)
{
	size_t at;

	if (2 * (set->n + 1) > set->slots)
		grow(set);
	at = find(set, hash);
	if (set->slot[at])
		return false;
	if (set->n == set->cap) {
		set->cap = set->cap ? 2 * set->cap : FIRST_SLOTS / 2;
		set->hash = tq_realloc(set->hash, set->cap, sizeof(*set->hash));
	}
	set->hash[set->n++] = hash;
	set->slot[at] = (uint32_t)set->n;
	if (set->n == MAX_IDS)
		forget_older_half(set);
	return true;
}

bool
tq_idset_has(const struct tq_idset *set, struct tq_str id)
{
	return set->slots && set->slot[find(set, tq_hash(id.p, id.n))];
}

bool
tq_idset_add(struct tq_idset *set, struct tq_str id)
{
	return add_hash(set, tq_hash(id.p, id.n));
}

void
tq_idset_fini(struct tq_idset *set)
{
	free(set->hash);
	free(set->slot);
	memset(set, 0, sizeof(*set));
}

void
tq_idset_state(struct tq_idset *set, struct tq_state *st)
{
	size_t n = set->n;

	tq_state_count(st, "ids", &n, MAX_IDS - 1);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		int64_t hash = 0;

		if (!tq_state_loading(st))
			hash = (int64_t)set->hash[i];
		tq_state_i64(st, "id", &hash);
		if (tq_state_loading(st) && tq_state_ok(st) && !add_hash(set, (uint64_t)hash))
			tq_state_refuse(st, "an id is there twice");
	}
}

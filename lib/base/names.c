/* SPDX-License-Identifier: ISC */
#include "base/names.h"

#include "base/hash.h"
#include "base/mem.h"

#include <stdlib.h>

/* The slot that holds the name, or the empty one where it belongs. */
static size_t
slot_of(const struct tq_names *names, struct tq_str name)
{
	size_t at = (size_t)tq_hash(name.p, name.n) & (names->slots - 1);

	while (names->slot[at] != 0 && !tq_str_eq(names->name[names->slot[at] - 1], name))
		at = (at + 1) & (names->slots - 1);
	return at;
}

/* At most half of the slots are used, so that a search is short. */
static void
grow(struct tq_names *names)
{
	free(names->slot);
	names->slots = names->slots > 0 ? names->slots * 2 : 16;
	names->slot = tq_alloc(names->slots, sizeof(names->slot[0]));
	for (size_t i = 0; i < names->n; i++)
		names->slot[slot_of(names, names->name[i])] = (uint32_t)(i + 1);
}

static size_t
add(struct tq_names *names, struct tq_str name)
{
	if (names->n == names->cap) {
		names->cap = names->cap > 0 ? names->cap * 2 : 8;
		names->name = tq_realloc(names->name, names->cap, sizeof(names->name[0]));
	}
	names->name[names->n] = (struct tq_str){tq_str_dup(name), name.n};
	if (2 * (names->n + 1) > names->slots)
		grow(names);
	names->slot[slot_of(names, name)] = (uint32_t)(names->n + 1);
	return names->n++;
}

size_t
tq_names_find(const struct tq_names *names, struct tq_str name)
{
	size_t at;

	if (names->n == 0)
		return SIZE_MAX;
	if (tq_name_eq(names->name[names->last], name))
		return names->last;
	at = slot_of(names, name);
	return names->slot[at] == 0 ? SIZE_MAX : names->slot[at] - 1;
}

size_t
tq_names_id(struct tq_names *names, struct tq_str name)
{
	size_t id = tq_names_find(names, name);

	if (id == SIZE_MAX)
		id = add(names, name);
	names->last = id;
	return id;
}

void
tq_names_fini(struct tq_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free((void *)(uintptr_t)names->name[i].p);
	free(names->name);
	free(names->slot);
	*names = (struct tq_names){0};
}

/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_WANTED_H
#define TQ_RECORD_WANTED_H

/*
 * The names of the fields that are wanted, by hash: a name's first eight bytes
 * (tq_name_head) and its length find it, the rest confirms.
 */
#include "record/scan.h"

enum { TQ_WANTED = 2 * TQ_F_MAX }; /* slots of a table, a power of two */

struct tq_wanted {
	uint64_t head;
	struct tq_str name;      /* n is 0 in an empty slot */
	int field;
};

/* The slot of a name, or the empty one where it would be. */
static inline struct tq_wanted *
tq_wanted_slot(struct tq_wanted *table, struct tq_str name, uint64_t head)
{
	size_t at = (size_t)((head + name.n) * UINT64_C(0x9e3779b97f4a7c15) >> 32);

	for (;; at++) {
		struct tq_wanted *slot = &table[at % TQ_WANTED];

		if (slot->name.n == 0)
			return slot;
		if (slot->head == head && slot->name.n == name.n &&
		    (name.n <= 8 || memcmp(slot->name.p, name.p, name.n) == 0))
			return slot;
	}
}

static inline void
tq_wanted_add(struct tq_wanted *table, int field)
{
	struct tq_str name = tq_field_name(field);
	char padded[8] = {0};
	uint64_t head;

	memcpy(padded, name.p, name.n < 8 ? name.n : 8);
	head = tq_load8(padded);
	*tq_wanted_slot(table, name, head) = (struct tq_wanted){head, name, field};
}

#endif

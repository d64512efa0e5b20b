/* SPDX-License-Identifier: ISC */
#ifndef TQ_ACCOUNT_IDSET_H
#define TQ_ACCOUNT_IDSET_H

/*
 * The last ids that were seen, as 64-bit hashes (base/hash.h): an order that
 * comes again, in this run or after a resume, is known. At least the last
 * TQ_IDSET_KEEPS are remembered, so that memory is bounded however long the
 * stream; what is older than those is older than the last bar, and refused for
 * that. Two of as many ids are taken for one another with probability 1e-11.
 * The zero value is empty.
 */
#include "base/str.h"

#include <stdint.h>

enum { TQ_IDSET_KEEPS = 16384 };

struct tq_idset {
	uint64_t *hash;          /* in the order of arrival */
	size_t n;
	size_t cap;
	uint32_t *slot;          /* index + 1, 0 empty */
	size_t slots;
};

bool tq_idset_has(const struct tq_idset *set, struct tq_str id);

/* False when it was there. */
bool tq_idset_add(struct tq_idset *set, struct tq_str id);

void tq_idset_fini(struct tq_idset *set);

struct tq_state;
void tq_idset_state(struct tq_idset *set, struct tq_state *st);

#endif

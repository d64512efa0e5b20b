/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_SLOTS_H
#define TQ_NET_SLOTS_H

/*
 * A record of at most size bytes in a file of two slots, each with a sequence
 * number and a checksum: the newer one that is whole counts, and a change is
 * written over the other. So half a write leaves the record as it was.
 */
#include "base/str.h"

#include <stdint.h>

struct tq_slots {
	uint32_t magic;          /* of the record's form and version */
	size_t size;
	uint64_t sequence;       /* of the record; 0: an empty one that was never changed */
	unsigned at;             /* the slot that holds it */
};

enum { TQ_SLOTS = 2 };

size_t tq_slot_size(const struct tq_slots *slots);

/* The record in a file's bytes, with zeros behind it; false when no slot is whole. */
bool tq_slots_read(struct tq_slots *slots, struct tq_str file, void *record);

/*
 * The bytes of the slot to write for the record's next state and where they
 * belong in the file; returns how many. to has room for a slot.
 */
size_t tq_slots_write(const struct tq_slots *slots, const void *record, size_t n, char *to,
		      size_t *offset);

/* A new file with an empty record: TQ_SLOTS slots. */
void tq_slots_fill(const struct tq_slots *slots, char *to);

#endif

/* SPDX-License-Identifier: ISC */
#include "net/slots.h"

#include "base/hash.h"

struct head {
	uint32_t magic;
	uint32_t n;              /* bytes of the record */
	uint64_t sequence;
	uint64_t sum;            /* of the above and the record */
};

size_t
tq_slot_size(const struct tq_slots *slots)
{
	return sizeof(struct head) + (slots->size + 7) / 8 * 8;
}

static uint64_t
sum_of(const char *slot, size_t n)
{
	return tq_hash(slot + sizeof(struct head), n) ^ tq_hash(slot, offsetof(struct head, sum));
}

static bool
read_head(const struct tq_slots *slots, struct tq_str slot, struct head *head)
{
	if (slot.n < sizeof(*head))
		return false;
	memcpy(head, slot.p, sizeof(*head));
	return head->magic == slots->magic && head->n <= slots->size &&
	       head->n <= slot.n - sizeof(*head) && head->sum == sum_of(slot.p, head->n);
}

bool
tq_slots_read(struct tq_slots *slots, struct tq_str file, void *record)
{
	size_t slot_size = tq_slot_size(slots);
	struct head head, best = {0};
	bool found = false;

	for (unsigned i = 0; i < TQ_SLOTS && file.n > i * slot_size; i++) {
		struct tq_str slot = {file.p + i * slot_size, file.n - i * slot_size};

		if (!read_head(slots, slot, &head) || (found && head.sequence < best.sequence))
			continue;
		found = true;
		best = head;
		slots->at = i;
	}
	memset(record, 0, slots->size);
	if (found)
		memcpy(record, file.p + slots->at * slot_size + sizeof(best), best.n);
	else
		slots->at = 0;
	slots->sequence = best.sequence;
	return found;
}

static size_t
put(char *slot, uint32_t magic, const void *record, size_t n, uint64_t sequence)
{
	struct head head = {.magic = magic, .n = (uint32_t)n, .sequence = sequence};

	if (n > 0)
		memcpy(slot + sizeof(head), record, n);
	memcpy(slot, &head, sizeof(head));
	head.sum = sum_of(slot, n);
	memcpy(slot, &head, sizeof(head));
	return sizeof(head) + n;
}

size_t
tq_slots_write(const struct tq_slots *slots, const void *record, size_t n, char *to,
	       size_t *offset)
{
	*offset = (slots->at ^ 1) * tq_slot_size(slots);
	return put(to, slots->magic, record, n, slots->sequence + 1);
}

void
tq_slots_fill(const struct tq_slots *slots, char *to)
{
	memset(to, 0, TQ_SLOTS * tq_slot_size(slots));
	put(to, slots->magic, NULL, 0, 0);
}

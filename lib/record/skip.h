/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_SKIP_H
#define TQ_RECORD_SKIP_H

/*
 * Arrays and objects that a tool does not look into: checked to the last byte
 * and stepped over, with a stack of our own instead of recursion.
 */
#include "record/scan.h"

#include "base/buf.h"

/* A key of an object that is being read, for finding one that stands twice. */
struct tq_key {
	uint64_t head;           /* its first eight bytes: most keys differ there */
	const char *p;
	uint32_t n;
};

struct tq_skip {
	int max_depth;
	bool twice;              /* keys may stand twice in an object */
	struct tq_key *keys;     /* of all open objects, one behind the other */
	size_t n_keys, cap_keys;
	size_t *first_key;       /* by depth: index into keys, or SIZE_MAX for an array */
	struct tq_buf decoded;   /* keys written with escapes */
};

/* What is said of a key that stands twice. */
extern const char tq_key_twice[];

void tq_skip_init(struct tq_skip *skip, int max_depth);
void tq_skip_fini(struct tq_skip *skip);

/* Any value; depth is how many objects and arrays it is already inside of. */
const char *tq_skip_value(struct tq_skip *skip, const char *p, int depth,
			  struct tq_value *v, struct tq_fault *fault);

/* A key of the object whose keys begin at first: kept, refused if it is there. */
bool tq_skip_key(struct tq_skip *skip, size_t first, const struct tq_value *key,
		 struct tq_fault *fault);

/* The decoded text of the key that was kept last (not when keys may stand twice). */
static inline struct tq_str
tq_skip_last_key(const struct tq_skip *skip)
{
	const struct tq_key *key = &skip->keys[skip->n_keys - 1];

	return (struct tq_str){key->p, key->n};
}

/* At an object's end: the check that was put off for a large one. */
bool tq_skip_keys_end(struct tq_skip *skip, size_t first, struct tq_fault *fault);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_NAMES_H
#define TQ_BASE_NAMES_H

/*
 * Names as small numbers: the first name is 0, the next new one 1, ... so that
 * what belongs to a symbol lies in an array. The number of a name depends only
 * on the order in which names came. The zero value is an empty table.
 */
#include "base/str.h"

#include <stdint.h>

struct tq_names {
	struct tq_str *name;     /* by number; the table owns the text */
	size_t n;
	size_t cap;
	uint32_t *slot;          /* open addressing: number + 1, 0 empty */
	size_t slots;
	size_t last;             /* the number asked for last */
};

/* The number of a name, a new one if it was not there. */
size_t tq_names_id(struct tq_names *names, struct tq_str name);

/* The number of a name, or SIZE_MAX. */
size_t tq_names_find(const struct tq_names *names, struct tq_str name);

void tq_names_fini(struct tq_names *names);

#endif

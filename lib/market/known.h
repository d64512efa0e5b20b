/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_KNOWN_H
#define TQ_MARKET_KNOWN_H

/*
 * What is known of each series of the right side of a join (market/asof.h):
 * its latest record's time and fields, written as they will stand in a record
 * of the left side. The series of a symbol are walked in the order in which
 * they came first. Slots move when one is added.
 */
#include "base/buf.h"
#include "base/names.h"
#include "base/error.h"
#include "time/instant.h"

struct tq_state;

struct tq_known_slot {
	struct tq_buf prefix;
	tq_time at;              /* of its latest record */
	struct tq_buf json;      /* ,"funding_rate":0.0001 */
	size_t symbol;
	size_t next;             /* of the same symbol; SIZE_MAX: none */
};

struct tq_known {
	struct tq_names names;   /* slots by their keys */
	struct tq_known_slot *slots;
	struct tq_names symbols;
	size_t *first;           /* slot of a symbol */
	size_t cap, cap_symbols;
};

/* NULL when there is none of the key. */
struct tq_known_slot *tq_known_find(struct tq_known *known, struct tq_str key);

/* NULL with TQ_DATA when another series of the symbol has the prefix. */
struct tq_known_slot *tq_known_add(struct tq_known *known, struct tq_str key,
				   struct tq_str symbol, struct tq_str prefix,
				   struct tq_err *err);

const struct tq_known_slot *tq_known_first(const struct tq_known *known, struct tq_str symbol);
const struct tq_known_slot *tq_known_next(const struct tq_known *known,
					  const struct tq_known_slot *slot);

void tq_known_state(struct tq_known *known, struct tq_state *st);
void tq_known_fini(struct tq_known *known);

#endif

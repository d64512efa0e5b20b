/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_AGREE_H
#define TQ_MARKET_AGREE_H

/* Which of several prices agree, and what they agree on (market/consensus.h). */
#include "base/buf.h"
#include "market/consensus.h"

struct tq_offer {
	struct tq_dec price;
	struct tq_dec volume;    /* bad: not known */
};

struct tq_agreement {
	struct tq_offer *offers; /* sorted by price once it is found */
	struct tq_str *names;    /* of the venues, as written; in the same order */
	bool *agrees;
	size_t n, cap;
	size_t n_agree;
	struct tq_dec widest;    /* (highest - lowest) / lowest of all, to 8 decimals */
	struct tq_dec price, spread;
	struct tq_buf venues, outliers;  /* as JSON arrays */
};

void tq_agreement_begin(struct tq_agreement *a);
void tq_agreement_add(struct tq_agreement *a, const struct tq_offer *offer, struct tq_str venue);

/* True when more than half of the prices (of one: it) agree; fills the lists. */
bool tq_agreement_find(struct tq_agreement *a, struct tq_dec max_diff);

/* The price and the spread of those that agree; false when there is none. */
bool tq_agreement_price(struct tq_agreement *a, enum tq_consensus_method method);

void tq_agreement_fini(struct tq_agreement *a);

#endif

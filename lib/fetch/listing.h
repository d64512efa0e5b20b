/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_LISTING_H
#define TQ_FETCH_LISTING_H

/* What there is: providers, a provider's kinds and symbols, the series of a store. */
#include "fetch/options.h"

/* A line a provider: its name, markets, kinds and title. */
bool tq_list_providers(struct tq_run *run, struct tq_err *err);

/* The provider's description as JSON. */
bool tq_list_provider(const struct tq_fetch_options *options, struct tq_run *run,
		      struct tq_err *err);

/* The venue's symbols, one a line; they are kept for later runs to check by. */
bool tq_list_symbols(const struct tq_fetch_options *options, struct tq_run *run,
		     struct tq_err *err);

/* --list, --read, --gaps, --verify of the store's series that the options name. */
bool tq_list_store(const struct tq_fetch_options *options, struct tq_run *run,
		   struct tq_err *err);

#endif

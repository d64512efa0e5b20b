/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_SESSION_H
#define TQ_FETCH_SESSION_H

/* The provider, the caller and the asks of a run, made ready and let go again. */
#include "fetch/errand.h"
#include "fetch/symbols.h"

/* Opens provider and caller. */
bool tq_session_open(struct tq_session *session, const struct tq_fetch_options *options,
		     struct tq_err *err);
void tq_session_close(struct tq_session *session);

/* The symbols of the operands and of --symbols-from, each once. */
bool tq_session_symbols(const struct tq_session *session, struct tq_symbols *symbols,
			struct tq_err *err);

/*
 * An ask for each symbol, *n of them, free with tq_asks_free; a kind of paging
 * list without symbols has one ask. All that is wrong is said, a line each;
 * then false with TQ_USAGE and no text.
 */
bool tq_session_asks(const struct tq_session *session, const struct tq_symbols *symbols,
		     struct tq_ask **asks, size_t *n, struct tq_err *err);
void tq_asks_free(struct tq_ask *asks, size_t n);

/* The range that the options mean for these asks; asks the venue's clock if it matters. */
bool tq_session_range(struct tq_session *session, const struct tq_ask *ask,
		      struct tq_range *range, struct tq_err *err);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_SYMBOLS_H
#define TQ_FETCH_SYMBOLS_H

/*
 * Which symbols: those of the command line and of --symbols-from, and the
 * venue's own list, kept in the cache folder for a week after --list-symbols
 * asked for it, so that a symbol that is misspelt is refused without a request.
 */
#include "net/provider.h"

struct tq_symbols {
	char **name;
	size_t n;
};

void tq_symbols_add(struct tq_symbols *symbols, struct tq_str name);

/* One a line; blank lines and what is behind # are left out. "-" is standard input. */
bool tq_symbols_read(struct tq_symbols *symbols, const char *path, struct tq_err *err);

void tq_symbols_fini(struct tq_symbols *symbols);

/* What is kept of a provider's market; none when nothing or only old is there. */
void tq_symbols_recall(struct tq_symbols *symbols, const char *provider, const char *market);

/* Keeps the list; that it cannot be kept is no failure. */
void tq_symbols_keep(const struct tq_symbols *symbols, const char *provider, const char *market);

#endif

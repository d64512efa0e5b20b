/* SPDX-License-Identifier: ISC */
#ifndef TQ_FETCH_KIND_H
#define TQ_FETCH_KIND_H

/*
 * Kinds of records as the command line writes them: those that tq knows, and
 * for venues whatever else their provider has (mark-bar).
 */
#include "base/option.h"

/* Those that can be asked for, NULL-ended, for help and completion. */
extern const char *const tq_kinds[];

/* Into a const char *, a word in small letters with '-' (or '_', as records have it) inside. */
tq_opt_parse tq_opt_kind;

/* The same as providers and the store write it: open_interest. NULL stays; free it. */
char *tq_kind_name(const char *kind);

/* What local tables are made of (enum tq_table_kind); TQ_USAGE when they cannot be. */
bool tq_kind_of_table(const char *kind, int *table, struct tq_err *err);

#endif

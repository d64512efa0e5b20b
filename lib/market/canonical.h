/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_CANONICAL_H
#define TQ_MARKET_CANONICAL_H

/*
 * One name for an asset that venues call by many: BASE/QUOTE in capitals.
 * BTCUSDT, btc-usdt, XBT/USDT, BTC-USDT-SWAP and BTC/USDT:USDT are BTC/USDT;
 * XXBTZUSD is BTC/USD. A contract with an expiry (BTC/USDT:USDT-240329,
 * BTC-USDT-240329) keeps its name, for it is another thing. A file may say
 * more: lines ALIAS = NAME, and # begins a comment.
 */
#include "base/error.h"
#include "base/str.h"

struct tq_canonical;

/* path "builtin": the forms above only. TQ_USAGE for a file that is none. */
struct tq_canonical *tq_canonical_open(const char *path, struct tq_err *err);
void tq_canonical_free(struct tq_canonical *c);

/* The text lives until the next call. */
struct tq_str tq_canonical_form(struct tq_canonical *c, struct tq_str symbol);

/* Notes a symbol; true when another one of the same form came before it. */
bool tq_canonical_alias(struct tq_canonical *c, struct tq_str symbol);

/* The symbol of this form that was noted first; empty when there is none. */
struct tq_str tq_canonical_first(struct tq_canonical *c, struct tq_str symbol);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_NET_FOLDERS_H
#define TQ_NET_FOLDERS_H

/*
 * Where processes of a user meet: $TQ_STATE_DIR/net, else
 * $XDG_STATE_HOME/tq/net, else ~/.local/state/tq/net; and where answers are
 * kept: $TQ_CACHE_DIR, else $XDG_CACHE_HOME/tq, else ~/.cache/tq. Behind what
 * is in *out; TQ_USAGE when no variable tells.
 */
#include "base/buf.h"
#include "base/error.h"

bool tq_net_state_folder(struct tq_buf *out, struct tq_err *err);
bool tq_net_cache_folder(struct tq_buf *out, struct tq_err *err);

#endif

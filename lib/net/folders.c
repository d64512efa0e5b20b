/* SPDX-License-Identifier: ISC */
#include "net/folders.h"

#include <stdlib.h>

static bool
put(struct tq_buf *out, const char *variable, const char *below, bool absolute)
{
	const char *value = getenv(variable);

	/* XDG's rule: a path that is not absolute is to be ignored. */
	if (!value || !*value || (absolute && *value != '/'))
		return false;
	tq_buf_puts(out, value);
	tq_buf_puts(out, below);
	return true;
}

bool
tq_net_state_folder(struct tq_buf *out, struct tq_err *err)
{
	return put(out, "TQ_STATE_DIR", "/net", false) ||
	       put(out, "XDG_STATE_HOME", "/tq/net", true) ||
	       put(out, "HOME", "/.local/state/tq/net", false) ||
	       tq_fail(err, TQ_USAGE, "no folder for limits of hosts: set TQ_STATE_DIR");
}

bool
tq_net_cache_folder(struct tq_buf *out, struct tq_err *err)
{
	return put(out, "TQ_CACHE_DIR", "", false) || put(out, "XDG_CACHE_HOME", "/tq", true) ||
	       put(out, "HOME", "/.cache/tq", false) ||
	       tq_fail(err, TQ_USAGE, "no folder for the cache: set TQ_CACHE_DIR");
}

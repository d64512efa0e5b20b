/* SPDX-License-Identifier: ISC */
#include "fetch/place.h"

#include "base/dir.h"

#include <stdlib.h>

bool
tq_place_cache(const char *name, struct tq_buf *path, struct tq_err *err)
{
	const char *own = getenv("TQ_CACHE_DIR");
	const char *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	tq_buf_clear(path);
	if (own && *own)
		tq_buf_printf(path, "%s/%s", own, name);
	else if (xdg && *xdg == '/')
		tq_buf_printf(path, "%s/tq/%s", xdg, name);
	else if (home && *home == '/')
		tq_buf_printf(path, "%s/.cache/tq/%s", home, name);
	else
		return tq_fail(err, TQ_IO, "no folder for the cache: neither TQ_CACHE_DIR, "
			       "XDG_CACHE_HOME nor HOME is set");
	return tq_dir_make(tq_buf_text(path), err);
}

/* SPDX-License-Identifier: ISC */
#include "fetch/place.h"

#include "base/dir.h"
#include "net/folders.h"

bool
tq_place_cache(const char *name, struct tq_buf *path, struct tq_err *err)
{
	tq_buf_clear(path);
	if (!tq_net_cache_folder(path, err))
		return false;
	tq_buf_printf(path, "/%s", name);
	return tq_dir_make(tq_buf_text(path), err);
}

/* SPDX-License-Identifier: ISC */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dl_iterate_phdr */
#endif
#include "base/common.h"

#include <link.h>

/* "/lib/x86_64-linux-gnu/libinih.so.1" is listed as "libinih.so.1". */
static int
on_object(struct dl_phdr_info *info, size_t size, void *user)
{
	struct tq_buf *out = user;
	const char *slash = strrchr(info->dlpi_name, '/');
	const char *name = slash ? slash + 1 : info->dlpi_name;

	(void)size;
	if (strncmp(name, "lib", 3) == 0)
		tq_buf_printf(out, "%s%s", out->p[out->n - 1] == '(' ? "" : ", ", name);
	return 0;
}

void
tq_version(const char *tool, struct tq_buf *out)
{
	tq_buf_printf(out, "%s " TQ_VERSION " (", tool);
	dl_iterate_phdr(on_object, out);
	tq_buf_puts(out, ")\n");
}

/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE /* F_SETPIPE_SZ */
#include "record/stream.h"

#include <fcntl.h>

void
tq_grow_pipe(int fd)
{
	(void)fd;
#ifdef F_SETPIPE_SZ
	(void)fcntl(fd, F_SETPIPE_SZ, 1 << 20); /* no pipe, or not allowed: as it is */
#endif
}

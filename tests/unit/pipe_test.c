/* SPDX-License-Identifier: ISC */
/* Pipes between the tools are as large as the system lets a user make them. */
#define _GNU_SOURCE /* F_GETPIPE_SZ */
#include "record/stream.h"

#include "t.h"

#include <fcntl.h>
#include <unistd.h>

/* What a user without privileges may ask for at most. */
static int
allowed(void)
{
	FILE *file = fopen("/proc/sys/fs/pipe-max-size", "r");
	int size = 0;

	if (file == NULL || fscanf(file, "%d", &size) != 1)
		size = 0;
	if (file != NULL)
		fclose(file);
	return size < 1 << 20 ? size : 1 << 20;
}

int
main(void)
{
	int fd[2];

	OK(pipe(fd) == 0, "there is a pipe");
	tq_grow_pipe(fd[1]);
	OK(fcntl(fd[0], F_GETPIPE_SZ) >= allowed(),
	   "a pipe grows to 1 MiB where that is allowed");
	tq_grow_pipe(-1);
	OK(true, "no pipe is no fault");
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "base/mem.h"

#include "base/error.h"
#include "base/log.h"

#include <stdint.h>
#include <stdlib.h>

void
tq_no_memory(void)
{
	tq_log(TQ_LOG_ERROR, "out of memory");
	exit(TQ_IO);
}

void *
tq_alloc(size_t count, size_t size)
{
	/* calloc tests the product; a request of no bytes still gets a place. */
	void *p = count > 0 && size > 0 ? calloc(count, size) : calloc(1, 1);

	if (!p)
		tq_no_memory();
	return p;
}

void *
tq_realloc(void *old, size_t count, size_t size)
{
	void *p;

	if (size > 0 && count > SIZE_MAX / size)
		tq_no_memory();
	p = realloc(old, count * size > 0 ? count * size : 1);
	if (!p)
		tq_no_memory();
	return p;
}

/* SPDX-License-Identifier: ISC */
#include "base/str.h"

#include "base/mem.h"

char *
tq_str_dup(struct tq_str s)
{
	char *copy = tq_alloc(s.n + 1, 1);

	if (s.n > 0)
		memcpy(copy, s.p, s.n);
	return copy;
}

/* SPDX-License-Identifier: ISC */
#include "base/percent.h"

static const char hex[] = "0123456789ABCDEF";

void
tq_percent_put(struct tq_buf *out, char byte)
{
	unsigned char u = (unsigned char)byte;

	tq_buf_put(out, (char[3]){'%', hex[u >> 4], hex[u & 15]}, 3);
}

static int
digit(char c)
{
	const char *at = c ? strchr(hex, c) : NULL;

	return at ? (int)(at - hex) : -1;
}

bool
tq_percent_get(const char *p, size_t n, char *byte)
{
	int high = n >= 3 && *p == '%' ? digit(p[1]) : -1;
	int low = high >= 0 ? digit(p[2]) : -1;

	if (low < 0)
		return false;
	*byte = (char)(high * 16 + low);
	return true;
}

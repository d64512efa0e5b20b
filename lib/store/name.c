/* SPDX-License-Identifier: ISC */
#include "store/name.h"

#include "base/sha256.h"

enum { HASH_DIGITS = 32 };

static const char hex[] = "0123456789ABCDEF";

static bool
stands_for_itself(const char *name, size_t n, size_t i)
{
	char c = name[i];

	if (c == '-')
		return n > 1;
	if (c == '.')
		return i > 0 && i + 1 < n;
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '_';
}

void
tq_folder_put(struct tq_buf *out, const char *name)
{
	char sum[TQ_SHA256_SIZE];
	size_t start = out->n;
	size_t n;

	if (!name) {
		tq_buf_puts(out, "-");
		return;
	}
	n = strlen(name);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)name[i];

		if (stands_for_itself(name, n, i))
			tq_buf_put(out, &name[i], 1);
		else
			tq_buf_put(out, (char[3]){'%', hex[c >> 4], hex[c & 15]}, 3);
	}
	if (out->n - start <= TQ_FOLDER_MAX)
		return;
	tq_sha256(name, n, sum);
	out->n = start + TQ_FOLDER_MAX - 1 - HASH_DIGITS;
	tq_buf_put(out, "~", 1);
	tq_buf_put(out, sum, HASH_DIGITS);
}

static int
digit(char c)
{
	const char *at = c ? strchr(hex, c) : NULL;

	return at ? (int)(at - hex) : -1;
}

bool
tq_folder_name(const char *folder, struct tq_buf *out)
{
	struct tq_buf again = {0};
	size_t start = out->n;
	bool same;

	for (const char *p = folder; *p; p++) {
		int high = *p == '%' ? digit(p[1]) : -1;
		int low = high >= 0 ? digit(p[2]) : -1;
		char c = low >= 0 ? (char)(high * 16 + low) : *p;

		if (*p == '~' || (*p == '%' && (low < 0 || c == '\0')))
			return false;
		tq_buf_put(out, &c, 1);
		p += *p == '%' ? 2 : 0;
	}
	tq_buf_text(out);
	tq_folder_put(&again, out->p + start);
	same = strcmp(tq_buf_text(&again), folder) == 0;
	tq_buf_fini(&again);
	return same;
}

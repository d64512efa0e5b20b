/* SPDX-License-Identifier: ISC */
#include "store/name.h"

#include "base/percent.h"
#include "base/sha256.h"

enum { HASH_DIGITS = 32 };

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
		if (stands_for_itself(name, n, i))
			tq_buf_put(out, &name[i], 1);
		else
			tq_percent_put(out, name[i]);
	}
	if (out->n - start <= TQ_FOLDER_MAX)
		return;
	tq_sha256(name, n, sum);
	out->n = start + TQ_FOLDER_MAX - 1 - HASH_DIGITS;
	tq_buf_put(out, "~", 1);
	tq_buf_put(out, sum, HASH_DIGITS);
}

bool
tq_folder_name(const char *folder, struct tq_buf *out)
{
	struct tq_buf again = {0};
	size_t start = out->n;
	bool same;

	for (const char *p = folder; *p; p++) {
		char c = *p;

		if (c == '~' || (c == '%' && (!tq_percent_get(p, strnlen(p, 3), &c) || c == '\0')))
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

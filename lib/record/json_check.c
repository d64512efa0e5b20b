/* SPDX-License-Identifier: ISC */
#include "record/reader.h"

#include "base/mem.h"
#include "record/skip.h"

#include <stdlib.h>

bool
tq_json_check(const char *text, size_t n, int max_depth, struct tq_err *err)
{
	struct tq_skip skip;
	struct tq_fault fault;
	struct tq_value v;
	char *copy = tq_alloc(n + 1 + TQ_SCAN_PAD, 1);
	const char *p;

	tq_skip_init(&skip, max_depth);
	skip.twice = true;
	/* A newline ends a text here; as '\r' it is the same to the grammar. */
	for (size_t i = 0; i < n; i++)
		copy[i] = text[i] == '\n' ? '\r' : text[i];
	copy[n] = '\n';
	p = tq_skip_value(&skip, tq_scan_blanks(copy), 0, &v, &fault);
	if (p != NULL) {
		p = tq_scan_blanks(p);
		if (p != copy + n)
			p = tq_scan_fault(&fault, p, "something behind the value");
	}
	if (p == NULL)
		tq_scan_refuse(copy, copy + n, &fault, err);
	tq_skip_fini(&skip);
	free(copy);
	return p != NULL;
}

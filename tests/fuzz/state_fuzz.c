/* SPDX-License-Identifier: ISC */
/* Any bytes as the values of a state file; what is taken is written as it was read. */
#include "state/text.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_decimal(struct tq_str text)
{
	struct tq_buf out = {0};
	struct tq_dec a, b;

	if (!tq_state_parse_dec(text, &a))
		return;
	tq_state_put_dec(&out, a);
	if (!tq_state_parse_dec(tq_buf_str(&out), &b) || a.m != b.m || a.scale != b.scale)
		abort();
	tq_buf_fini(&out);
}

static void
check_double(struct tq_str text)
{
	struct tq_buf out = {0};
	double a, b;

	if (!tq_state_parse_f64(text, &a))
		return;
	tq_state_put_f64(&out, a);
	if (!tq_state_parse_f64(tq_buf_str(&out), &b) || (isnan(a) ? !isnan(b) : a < b || a > b))
		abort();
	tq_buf_fini(&out);
}

static void
check_text(struct tq_str text)
{
	struct tq_buf raw = {0}, written = {0}, again = {0};

	if (tq_state_parse_text(text, &raw)) {
		tq_state_put_text(&written, tq_buf_str(&raw));
		if (!tq_state_parse_text(tq_buf_str(&written), &again) ||
		    !tq_str_eq(tq_buf_str(&raw), tq_buf_str(&again)))
			abort();
	}
	tq_buf_fini(&raw);
	tq_buf_fini(&written);
	tq_buf_fini(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size > 0 ? size : 1);
	struct tq_str text = {copy, size};
	int64_t i;

	if (size > 0)
		memcpy(copy, data, size);
	check_decimal(text);
	check_double(text);
	check_text(text);
	(void)tq_state_parse_i64(text, &i);
	free(copy);
	return 0;
}

/* SPDX-License-Identifier: ISC */
/*
 * catch22_run: a series a line in (values with blanks between), its 24
 * characteristics a line out, 17 digits, "null" for NaN. What the oracle drives.
 */
#include "indicator/catch22.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void
say(const double *x, size_t n)
{
	struct tq_catch22 *c = tq_catch22_new(n);
	double out[TQ_CATCH22];

	tq_catch22(c, x, out);
	for (int i = 0; i < TQ_CATCH22; i++) {
		if (isnan(out[i]))
			printf("null");
		else
			printf("%.17g", out[i]);
		putchar(i + 1 < TQ_CATCH22 ? ' ' : '\n');
	}
	tq_catch22_free(c);
}

int
main(void)
{
	enum { MOST = 100000 };
	static double x[MOST];
	char *line = NULL;
	size_t room = 0;

	for (int i = 0; i < TQ_CATCH22; i++)
		printf("%s%c", tq_catch22_names[i], i + 1 < TQ_CATCH22 ? ' ' : '\n');
	while (getline(&line, &room, stdin) > 0) {
		size_t n = 0;
		char *at = line, *end;

		for (double value; value = strtod(at, &end), end != at && n < MOST; at = end)
			x[n++] = value;
		if (n < TQ_CATCH22_LEAST)
			return 2;
		say(x, n);
	}
	free(line);
	return 0;
}

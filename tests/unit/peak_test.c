/* SPDX-License-Identifier: ISC */
/* A peak and its distance against a search of the whole window. */
#include "t.h"

#include "base/rng.h"
#include "indicator/peak.h"

#include <stdlib.h>

enum { COUNT = 600, LONGEST = 40 };

static struct tq_peak_at
search(const double *x, int i, int n, double sign)
{
	struct tq_peak_at best = {(double)NAN, (double)NAN};

	for (int ago = n - 1; ago >= 0; ago--) {
		if (i - ago < 0 || isnan(x[i - ago]))
			return (struct tq_peak_at){(double)NAN, (double)NAN};
	}
	for (int ago = n - 1; ago >= 0; ago--) {
		if (isnan(best.ago) || x[i - ago] * sign >= best.value * sign)
			best = (struct tq_peak_at){x[i - ago], ago};
	}
	return best;
}

static bool
same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

int
main(void)
{
	struct tq_rng rng = {7};
	double x[COUNT];

	/* Few different values, so that ties are many; now and then a null. */
	for (int i = 0; i < COUNT; i++)
		x[i] = tq_rng_uniform(&rng) < 0.01 ? (double)NAN : floor(12 * tq_rng_uniform(&rng)) - 6;
	for (int n = 1; n <= LONGEST; n++) {
		for (double sign = -1; sign <= 1; sign += 2) {
			struct tq_peak *p = tq_peak_new(n, sign);
			int fault = -1;

			for (int i = 0; i < COUNT; i++) {
				struct tq_peak_at got = tq_peak_step(p, x[i]);
				struct tq_peak_at want = search(x, i, n, sign);

				if (fault < 0 && !(same(got.value, want.value) &&
						   same(got.ago, want.ago)))
					fault = i;
			}
			IS_INT(fault, -1, "X.10 the newest peak of the window and its distance");
			free(p);
		}
	}
	return t_done();
}

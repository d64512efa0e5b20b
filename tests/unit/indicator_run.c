/* SPDX-License-Identifier: ISC */
/*
 * indicator_run NAME [PARAM ...]: one line of input columns in, one line of
 * output columns out, 17 digits, "null" for NaN. What the oracle tests drive.
 */
#include "indicator/indicator.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void
put(const double *out, int n)
{
	for (int i = 0; i < n; i++) {
		if (isnan(out[i]))
			printf("null");
		else
			printf("%.17g", out[i]);
		putchar(i + 1 < n ? ' ' : '\n');
	}
}

static bool
get(double *in, int n)
{
	char word[64];

	for (int i = 0; i < n; i++) {
		if (scanf("%63s", word) != 1)
			return false;
		in[i] = strcmp(word, "null") == 0 ? (double)NAN : strtod(word, NULL);
	}
	return true;
}

int
main(int argc, char **argv)
{
	const struct tq_ind *ind = argc > 1 ? tq_ind_find(tq_str(argv[1])) : NULL;
	double param[TQ_IND_PARAMS] = {0}, in[TQ_IND_INPUTS], out[TQ_IND_OUTPUTS];
	void *node;

	if (!ind) {
		fprintf(stderr, "usage: indicator_run NAME [PARAM ...]\n");
		return 2;
	}
	for (int i = 0; i < ind->n_params; i++) {
		param[i] = i + 2 < argc ? strtod(argv[i + 2], NULL) : ind->params[i].preset;
		if (!tq_ind_param_fits(&ind->params[i], param[i])) {
			fprintf(stderr, "indicator_run: %s out of range\n", ind->params[i].name);
			return 2;
		}
	}
	printf("lookback %lld\n", (long long)ind->lookback(param));
	node = ind->make(param);
	while (get(in, ind->n_inputs)) {
		ind->step(node, in, out);
		put(out, ind->n_outputs);
	}
	tq_ind_free(ind, node);
	return 0;
}

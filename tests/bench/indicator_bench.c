/* SPDX-License-Identifier: ISC */
/*
 * What a bar costs in memory, of every indicator at its defaults: one line a
 * row, "name params ns", and before them that of a plain SMA over arrays, as
 * libraries that take whole series write it, to compare machines by.
 *
 *	indicator_bench                 all rows
 *	indicator_bench NAME [PARAM...] one
 *	indicator_bench -               "NAME [PARAM...]" a line of the input
 *
 * The best of 25 rounds of BENCH_BARS bars each (default 20,000; fewer where a bar
 * costs microseconds), as talib_bench measures its functions, in time of the
 * processor, so that what else the machine does counts little. It is 20,000 bars over
 * and over: more than a branch predictor learns by heart, fewer than leave the cache.
 */
#define MARKET_BARS 20000
#include "../unit/market.h"
#include "yardstick.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 25, FIRST = 1000 };

static const double longest = 10e6;      /* ns a round of a slow row */

static double input[BARS * TQ_LADDER], result[BARS];
static int wanted = BARS;

/* The inputs of a bar side by side, as a flow hands them over. */
static int
read_input(const struct tq_ind *ind)
{
	int width = ind->of_book ? TQ_LADDER : ind->n_inputs;

	market_read(ind);
	for (int i = 0; i < BARS; i++)
		memcpy(input + i * width, series[i], (size_t)width * sizeof input[0]);
	return width;
}

/* ns a bar */
static double
run_node(const struct tq_ind *ind, void *node, int width, int bars)
{
	double out[TQ_IND_OUTPUTS], start = now();

	for (int from = 0; from < bars; from += BARS) {
		int n = bars - from < BARS ? bars - from : BARS;

		for (int i = 0; i < n; i++)
			ind->step(node, input + i * width, out);
	}
	sink = out[0];
	return (now() - start) / bars;
}

static double
measure_row(const struct tq_ind *ind, const double *param)
{
	int width = read_input(ind), bars = wanted;
	void *node = ind->make(param);
	double best = run_node(ind, node, width, FIRST);

	if (best * bars > longest)
		bars = (int)fmax(FIRST, longest / best);
	for (int round = 0; round < ROUNDS; round++)
		best = fmin(best, run_node(ind, node, width, bars));
	tq_ind_free(ind, node);
	return best;
}

/* The words are a name and parameters, which replace the first defaults. */
static bool
show(const struct tq_ind *ind, int n, char **words)
{
	double param[TQ_IND_PARAMS];

	for (int i = 0; i < ind->n_params; i++) {
		param[i] = i < n ? strtod(words[i], NULL) : ind->params[i].preset;
		if (!tq_ind_param_fits(&ind->params[i], param[i])) {
			fprintf(stderr, "indicator_bench: %s: %s out of range\n", ind->name,
				ind->params[i].name);
			return false;
		}
	}
	printf("%s\t", ind->name);
	for (int i = 0; i < ind->n_params; i++)
		printf("%s%.10g", i > 0 ? "," : "", param[i]);
	printf("\t%.2f\n", measure_row(ind, param));
	fflush(stdout);
	return true;
}

static bool
show_named(int n, char **words)
{
	const struct tq_ind *ind = tq_ind_find(tq_str(words[0]));

	if (!ind)
		fprintf(stderr, "indicator_bench: no indicator '%s'\n", words[0]);
	return ind && show(ind, n - 1, words + 1);
}

static bool
show_lines(void)
{
	char line[512], *words[1 + TQ_IND_PARAMS];
	bool ok = true;

	while (fgets(line, sizeof line, stdin)) {
		int n = 0;

		for (char *word = strtok(line, " \t\n"); word && n < 1 + TQ_IND_PARAMS;
		     word = strtok(NULL, " \t\n"))
			words[n++] = word;
		ok = (n == 0 || show_named(n, words)) && ok;
	}
	return ok;
}

static bool
show_all(void)
{
	size_t n_families;
	const struct tq_ind_family *const *families = tq_ind_families(&n_families);
	bool ok = true;

	for (size_t f = 0; f < n_families; f++) {
		for (size_t i = 0; i < families[f]->n; i++)
			ok = show(&families[f]->rows[i], 0, NULL) && ok;
	}
	return ok;
}

int
main(int argc, char **argv)
{
	const char *bars = getenv("BENCH_BARS");
	bool ok;

	if (bars && atoi(bars) >= FIRST)
		wanted = atoi(bars);
	market_make(1);
	read_input(tq_ind_find(tq_str("sma")));
	printf("plain\t%d\t%.2f\n", PLAIN_PERIOD, measure_plain(input, result, BARS));
	if (argc == 1)
		ok = show_all();
	else
		ok = strcmp(argv[1], "-") == 0 ? show_lines() : show_named(argc - 1, argv + 1);
	return ok ? 0 : 1;
}

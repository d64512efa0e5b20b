/* SPDX-License-Identifier: ISC */
#include "indicator/average.h"

#include "base/option.h"

#include <string.h>

static const char *const names[] = {"sma", "ema", "wma", "dema", "tema", "trima", "kama", "mama",
				    "t3"};

static const struct tq_ind *
choose(double type, double n, double param[TQ_IND_PARAMS])
{
	const struct tq_ind *ind = tq_ind_find(tq_str(names[n <= 1 ? 0 : (size_t)type]));

	for (int i = 0; i < ind->n_params; i++)
		param[i] = ind->params[i].preset;
	if (strcmp(ind->params[0].name, "n") == 0)
		param[0] = n;
	return ind;
}

/* The memory of these rows is a rolling sum and a tq_ema. */
static enum tq_average_way
way_of(const struct tq_ind *ind)
{
	if (strcmp(ind->name, "sma") == 0)
		return TQ_AVERAGE_SMA;
	return strcmp(ind->name, "ema") == 0 ? TQ_AVERAGE_EMA : TQ_AVERAGE_BY_ROW;
}

struct tq_average
tq_average_new(double type, double n)
{
	double param[TQ_IND_PARAMS];
	const struct tq_ind *ind = choose(type, n, param);

	return (struct tq_average){ind, ind->make(param), way_of(ind)};
}

/* Apart, so that the short ways need no guarded room on the stack. */
__attribute__((noinline)) double
tq_average_step_by_row(struct tq_average *a, double x)
{
	double out[TQ_IND_OUTPUTS];

	a->ind->step(a->node, &x, out);
	return out[0];
}

int64_t
tq_average_lookback(double type, double n)
{
	double param[TQ_IND_PARAMS];
	const struct tq_ind *ind = choose(type, n, param);

	return ind->lookback(param);
}

void
tq_average_state(struct tq_average *a, struct tq_state *st)
{
	a->ind->state(a->node, st);
}

void
tq_average_fini(struct tq_average *a)
{
	tq_ind_free(a->ind, a->node);
}

/* SPDX-License-Identifier: ISC */
#include "indicator/indicator.h"

#include "indicator/family.h"
#include "state/state.h"

#include <math.h>
#include <stdlib.h>

static const struct tq_ind_family *const families[] = {
#define TQ_X(name) &tq_ind_##name,
	TQ_IND_FAMILIES(TQ_X)
#undef TQ_X
};

const struct tq_ind_family *const *
tq_ind_families(size_t *n)
{
	*n = TQ_COUNT(families);
	return families;
}

static bool
is_called(const struct tq_ind *ind, struct tq_str name)
{
	bool is = tq_str_is(name, ind->name);

	for (int i = 0; i < TQ_IND_ALIASES && ind->aliases[i]; i++)
		is |= tq_str_is(name, ind->aliases[i]);
	return is;
}

const struct tq_ind *
tq_ind_find(struct tq_str name)
{
	for (size_t f = 0; f < TQ_COUNT(families); f++) {
		for (size_t i = 0; i < families[f]->n; i++) {
			if (is_called(&families[f]->rows[i], name))
				return &families[f]->rows[i];
		}
	}
	return NULL;
}

void
tq_ind_free(const struct tq_ind *ind, void *node)
{
	if (ind->fini && node)
		ind->fini(node);
	else
		free(node);
}

bool
tq_ind_param_fits(const struct tq_ind_param *param, double x)
{
	return x >= param->low && x <= param->high && (!param->whole || floor(x) == x);
}

const char *
tq_ind_recovery_words(enum tq_ind_recovery recovery)
{
	static const char *const words[] = {
		[TQ_IND_WINDOW] = "null as long as a null is in the window",
		[TQ_IND_ENDS] = "null when the value or the one n bars before it is null",
		[TQ_IND_SKIP] = "null for a null bar, which is then left out of account",
		[TQ_IND_ALONE] = "null for a null bar",
		[TQ_IND_RESTART] = "null for a null bar, then begins anew",
	};

	return words[recovery];
}

int64_t
tq_ind_window_lookback(const double *param)
{
	return (int64_t)param[0] - 1;
}

int64_t
tq_ind_change_lookback(const double *param)
{
	return (int64_t)param[0];
}

void
tq_ind_state_int(struct tq_state *st, const char *name, int64_t *x,
		 int64_t low, int64_t high)
{
	tq_state_i64(st, name, x);
	if (tq_state_loading(st) && tq_state_ok(st) && (*x < low || *x > high))
		tq_state_refuse(st, "a counter of an indicator is out of range");
}

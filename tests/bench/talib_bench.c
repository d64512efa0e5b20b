/* SPDX-License-Identifier: ISC */
/*
 * The same of TA-Lib, where it is installed (`make bench-indicators TALIB=DIR`):
 * "function ns input=value,..." of each of its functions at its defaults, after
 * the plain SMA of indicator_bench. The machine's bars are made in the same way.
 */
#define MARKET_BARS 20000
#include "../unit/market.h"
#include "yardstick.h"

#include <ta_abstract.h>
#include <ta_libc.h>

#include <stdio.h>

enum { ROUNDS = 25, OUTPUTS = 3, RANGE = 2 };

static double open_[BARS], high[BARS], low[BARS], close_[BARS], volume[BARS], other[BARS];
static double periods[BARS], reals[OUTPUTS][BARS];
static int whole[OUTPUTS][BARS];

static void
read_market(void)
{
	market_make(1);
	for (int i = 0; i < BARS; i++) {
		open_[i] = market[i].open;
		high[i] = market[i].high;
		low[i] = market[i].low;
		close_[i] = market[i].close;
		volume[i] = market[i].volume;
		other[i] = market[i].other;
		periods[i] = 2 + fmod(market[i].volume, 9);
	}
}

static void
bind(TA_ParamHolder *call, const TA_FuncInfo *f)
{
	int n_reals = 0;

	for (unsigned i = 0; i < f->nbInput; i++) {
		const TA_InputParameterInfo *in;

		TA_GetInputParameterInfo(f->handle, i, &in);
		if (in->type == TA_Input_Price)
			TA_SetInputParamPricePtr(call, i, open_, high, low, close_, volume, NULL);
		else
			TA_SetInputParamRealPtr(call, i, strcmp(in->paramName, "inPeriods") == 0 ?
						periods : n_reals++ == 0 ? close_ : other);
	}
	for (unsigned i = 0; i < f->nbOutput; i++) {
		const TA_OutputParameterInfo *out;

		TA_GetOutputParameterInfo(f->handle, i, &out);
		if (out->type == TA_Output_Real)
			TA_SetOutputParamRealPtr(call, i, reals[i]);
		else
			TA_SetOutputParamIntegerPtr(call, i, whole[i]);
	}
}

static void
show(const TA_FuncInfo *f, void *unused)
{
	double best = HUGE_VAL;
	TA_ParamHolder *call;
	int range[RANGE];

	(void)unused;
	TA_ParamHolderAlloc(f->handle, &call);
	bind(call, f);
	for (int round = 0; round < ROUNDS; round++) {
		double start = now();

		if (TA_CallFunc(call, 0, BARS - 1, &range[0], &range[1]) != TA_SUCCESS)
			break;
		best = fmin(best, (now() - start) / BARS);
	}
	TA_ParamHolderFree(call);
	printf("%s\t%.2f\t", f->name, best);
	for (unsigned i = 0; i < f->nbOptInput; i++) {
		const TA_OptInputParameterInfo *in;

		TA_GetOptInputParameterInfo(f->handle, i, &in);
		printf("%s%s=%.10g", i > 0 ? "," : "", in->paramName, in->defaultValue);
	}
	putchar('\n');
}

int
main(void)
{
	read_market();
	TA_Initialize();
	printf("plain\t%.2f\t\n", measure_plain(close_, reals[0], BARS));
	TA_ForEachFunc(show, NULL);
	TA_Shutdown();
	return 0;
}

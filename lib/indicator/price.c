/* SPDX-License-Identifier: ISC */
/* One price for a bar. */
#include "indicator/family.h"

#include "base/option.h"
#include "indicator/stateless.h"

static void
avgprice_step(void *node, const double *in, double *out)
{
	(void)node;
	*out = tq_ind_finite((in[1] + in[2] + in[3] + in[0]) / 4);
}

static void
medprice_step(void *node, const double *in, double *out)
{
	(void)node;
	*out = tq_ind_finite((in[0] + in[1]) / 2);
}

static void
typprice_step(void *node, const double *in, double *out)
{
	(void)node;
	*out = tq_ind_finite((in[0] + in[1] + in[2]) / 3);
}

static void
wclprice_step(void *node, const double *in, double *out)
{
	(void)node;
	*out = tq_ind_finite((in[0] + in[1] + in[2] * 2) / 4);
}

static const struct tq_ind rows[] = {
	{
		.name = "avgprice",
		.aliases = {"ohlc4"},
		.meaning = "mean of open, high, low and close",
		.source = "TA-Lib AVGPRICE",
		.recovery = TQ_IND_ALONE,
		.of_bar = true,
		.n_inputs = 4, .inputs = {"open", "high", "low", "close"},
		.n_outputs = 1, .outputs = {"avgprice"},
		TQ_STATELESS, .step = avgprice_step,
	}, {
		.name = "medprice",
		.aliases = {"hl2"},
		.meaning = "middle of high and low",
		.source = "TA-Lib MEDPRICE",
		.recovery = TQ_IND_ALONE,
		.of_bar = true,
		.n_inputs = 2, .inputs = {"high", "low"},
		.n_outputs = 1, .outputs = {"medprice"},
		TQ_STATELESS, .step = medprice_step,
	}, {
		.name = "typprice",
		.aliases = {"hlc3"},
		.meaning = "typical price: mean of high, low and close",
		.source = "TA-Lib TYPPRICE",
		.recovery = TQ_IND_ALONE,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_outputs = 1, .outputs = {"typprice"},
		TQ_STATELESS, .step = typprice_step,
	}, {
		.name = "wclprice",
		.aliases = {"wcprice", "hlcc4"},
		.meaning = "mean of high, low and twice the close",
		.source = "TA-Lib WCLPRICE",
		.recovery = TQ_IND_ALONE,
		.of_bar = true,
		.n_inputs = 3, .inputs = {"high", "low", "close"},
		.n_outputs = 1, .outputs = {"wclprice"},
		TQ_STATELESS, .step = wclprice_step,
	},
};

const struct tq_ind_family tq_ind_price = {"prices", rows, TQ_COUNT(rows)};

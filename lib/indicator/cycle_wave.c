/* SPDX-License-Identifier: ISC */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/rolling.h"
#include "state/state.h"

#include <stdlib.h>

/*
 * The phase of a wave of n bars, by correlating the last n values with one. The
 * wave has the window's length, so each value keeps its place on it, bar modulo n,
 * as long as it is in the window: two sums do, and a turn by the newest's place.
 */
struct msw {
	struct tq_window w;
	struct tq_rolling_sum *cosine, *sine;
	double wave[];           /* cosine and sine of each place */
};

static void *
msw_make(const double *param)
{
	size_t n = (size_t)param[0];
	struct msw *m = tq_alloc(1, sizeof *m + 2 * n * sizeof m->wave[0]);

	tq_window_init(&m->w, param[0]);
	m->cosine = tq_rolling_sum_new(param[0]);
	m->sine = tq_rolling_sum_new(param[0]);
	for (size_t i = 0; i < n; i++) {
		double angle = 2 * M_PI * (double)i / (double)n;

		m->wave[2 * i] = cos(angle);
		m->wave[2 * i + 1] = sin(angle);
	}
	return m;
}

static double
phase_of(double real, double imaginary)
{
	double phase = real != 0 ? atan(imaginary / real) : imaginary < 0 ? -M_PI : M_PI;

	if (real < 0)
		phase += M_PI;
	return phase + M_PI / 2;
}

static void
msw_step(void *node, const double *in, double *out)
{
	struct msw *m = node;
	const double *wave = m->wave + 2 * m->w.at;
	double cosine, sine, phase;

	tq_window_count(&m->w, *in);
	cosine = tq_rolling_sum_step(m->cosine, *in * wave[0]);
	sine = tq_rolling_sum_step(m->sine, *in * wave[1]);
	m->w.at = m->w.at + 1 < m->w.n ? m->w.at + 1 : 0;
	out[0] = out[1] = (double)NAN;
	if (!tq_window_full(&m->w) || tq_window_flat(&m->w))
		return;
	phase = phase_of(wave[0] * cosine + wave[1] * sine, wave[1] * cosine - wave[0] * sine);
	out[0] = sin(phase);
	out[1] = sin(phase + M_PI / 4);
}

static void
msw_state(void *node, struct tq_state *st)
{
	struct msw *m = node;

	tq_window_state(&m->w, st);
	tq_rolling_sum_state(m->cosine, st);
	tq_rolling_sum_state(m->sine, st);
}

static void
msw_fini(void *node)
{
	struct msw *m = node;

	free(m->cosine);
	free(m->sine);
	free(m);
}

static const struct tq_ind rows[] = {
	{
		.name = "msw",
		.meaning = "MESA sine wave: sine of the phase of a wave of n bars, and 45 degrees ahead; "
			   "null of a flat line",
		.source = "Tulip msw (Ehlers)",
		.recovery = TQ_IND_WINDOW,
		.n_inputs = 1, .inputs = {"x"},
		.n_params = 1, .params = {
			{"n", 14, 3, TQ_IND_LONGEST, true, "period of the wave in bars"},
		},
		.n_outputs = 2, .outputs = {"sine", "lead"},
		.lookback = tq_ind_window_lookback,
		.make = msw_make, .step = msw_step, .state = msw_state,
		.fini = msw_fini,
	},
};

const struct tq_ind_family tq_ind_cycle_wave = {"cycles", rows, TQ_COUNT(rows)};

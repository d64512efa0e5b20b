/* SPDX-License-Identifier: ISC */
/* Two averages and what lies between them. */
#include "indicator/family.h"

#include "base/mem.h"
#include "base/option.h"
#include "indicator/average.h"
#include "indicator/window.h"
#include "state/state.h"

#include <stdlib.h>

/*
 * Both averages start on the bar on which the slow one is full: the fast one
 * leaves out the bars before its n last ones, as TA-Lib does.
 */
struct macd {
	struct tq_ema fast, slow, signal;
	int64_t skip;            /* bars that the fast average still leaves out */
	int64_t skips;
};

static void *
macd_make(const double *param)
{
	struct macd *m = tq_alloc(1, sizeof *m);
	double fast = fmin(param[0], param[1]);
	double slow = fmax(param[0], param[1]);

	tq_ema_init(&m->fast, fast, 2 / (fast + 1));
	tq_ema_init(&m->slow, slow, 2 / (slow + 1));
	tq_ema_init(&m->signal, param[2], 2 / (param[2] + 1));
	m->skip = m->skips = (int64_t)(slow - fast);
	return m;
}

static void *
macdfix_make(const double *param)
{
	double all[] = {12, 26, param[0]};
	struct macd *m = macd_make(all);

	m->fast.k = 0.15;
	m->slow.k = 0.075;
	return m;
}

static void
macd_step(void *node, const double *in, double *out)
{
	struct macd *m = node;
	double fast = (double)NAN, slow, line, signal;

	out[0] = out[1] = out[2] = (double)NAN;
	if (isnan(*in))
		return;
	slow = tq_ema_step(&m->slow, *in);
	if (m->skip > 0)
		m->skip--;
	else
		fast = tq_ema_step(&m->fast, *in);
	line = tq_ind_finite(fast - slow);
	signal = tq_ema_step(&m->signal, line);
	if (isnan(signal))
		return;
	out[0] = line;
	out[1] = signal;
	out[2] = tq_ind_finite(line - signal);
}

static int64_t
macd_lookback(const double *param)
{
	return (int64_t)fmax(param[0], param[1]) - 1 + (int64_t)param[2] - 1;
}

static int64_t
macdfix_lookback(const double *param)
{
	return 25 + (int64_t)param[0] - 1;
}

static void
macd_state(void *node, struct tq_state *st)
{
	struct macd *m = node;

	tq_ind_state_int(st, "skip", &m->skip, 0, m->skips);
	tq_ema_state(&m->fast, st);
	tq_ema_state(&m->slow, st);
	tq_ema_state(&m->signal, st);
}

/*
 * The same with averages of any kind. For macdext TA-Lib feeds each from so
 * many bars before the first answer as it needs, so the one that needs fewer
 * leaves out the first bars; for apo and ppo both begin with the first bar.
 */
struct pair {
	struct tq_average fast, slow, signal;
	bool has_signal;
	int64_t skip_fast, skip_slow;    /* bars that each still leaves out */
	int64_t skips_fast, skips_slow;
};

/* An average as TA-Lib names it: period and kind. */
struct kind {
	double n, type;
};

static int64_t
kind_lookback(struct kind kind)
{
	return tq_average_lookback(kind.type, kind.n);
}

static struct pair *
pair_new(struct kind fast, struct kind slow)
{
	struct pair *p = tq_alloc(1, sizeof *p);
	struct kind kept = fast;

	if (slow.n < fast.n) {
		fast = slow;
		slow = kept;
	}
	p->fast = tq_average_new(fast.type, fast.n);
	p->slow = tq_average_new(slow.type, slow.n);
	return p;
}

static double
fed(struct tq_average *a, int64_t *skip, double x)
{
	if (*skip == 0)
		return tq_average_step(a, x);
	--*skip;
	return (double)NAN;
}

/* False for a null bar. */
static bool
pair_step(struct pair *p, double x, double *fast, double *slow)
{
	*fast = *slow = (double)NAN;
	if (isnan(x))
		return false;
	*fast = fed(&p->fast, &p->skip_fast, x);
	*slow = fed(&p->slow, &p->skip_slow, x);
	return true;
}

static void
pair_state(void *node, struct tq_state *st)
{
	struct pair *p = node;

	tq_ind_state_int(st, "skip_fast", &p->skip_fast, 0, p->skips_fast);
	tq_ind_state_int(st, "skip_slow", &p->skip_slow, 0, p->skips_slow);
	tq_average_state(&p->fast, st);
	tq_average_state(&p->slow, st);
	if (p->has_signal)
		tq_average_state(&p->signal, st);
}

static void
pair_fini(void *node)
{
	struct pair *p = node;

	tq_average_fini(&p->fast);
	tq_average_fini(&p->slow);
	if (p->has_signal)
		tq_average_fini(&p->signal);
	free(p);
}

static void *
macdext_make(const double *param)
{
	struct kind fast = {param[0], param[1]}, slow = {param[2], param[3]};
	struct pair *p = pair_new(fast, slow);
	int64_t ahead = kind_lookback(slow) - kind_lookback(fast);

	if (slow.n < fast.n)
		ahead = -ahead;
	p->skip_fast = p->skips_fast = ahead > 0 ? ahead : 0;
	p->skip_slow = p->skips_slow = ahead < 0 ? -ahead : 0;
	p->signal = tq_average_new(param[5], param[4]);
	p->has_signal = true;
	return p;
}

static void
macdext_step(void *node, const double *in, double *out)
{
	struct pair *p = node;
	double fast, slow, line, signal;

	out[0] = out[1] = out[2] = (double)NAN;
	if (!pair_step(p, *in, &fast, &slow))
		return;
	line = tq_ind_finite(fast - slow);
	if (isnan(line))
		return;
	signal = tq_average_step(&p->signal, line);
	if (isnan(signal))
		return;
	out[0] = line;
	out[1] = signal;
	out[2] = tq_ind_finite(line - signal);
}

static int64_t
macdext_lookback(const double *param)
{
	int64_t fast = tq_average_lookback(param[1], param[0]);
	int64_t slow = tq_average_lookback(param[3], param[2]);

	return (fast > slow ? fast : slow) + tq_average_lookback(param[5], param[4]);
}

static void *
apo_make(const double *param)
{
	return pair_new((struct kind){param[0], param[2]}, (struct kind){param[1], param[2]});
}

/* Nearly every bar of two simple averages: no skips, nothing that needs a call. */
static inline bool
is_simple(const struct pair *p, double x)
{
	return p->fast.way == TQ_AVERAGE_SMA && p->slow.way == TQ_AVERAGE_SMA &&
	       tq_rolling_mean_common(p->fast.node, x) && tq_rolling_mean_common(p->slow.node, x);
}

/* Apart, so that the short way needs no guarded room on the stack. */
__attribute__((noinline)) static void
apo_step_any(struct pair *p, double x, double *out)
{
	double fast, slow;

	pair_step(p, x, &fast, &slow);
	*out = tq_ind_finite(fast - slow);
}

static void
apo_step(void *node, const double *in, double *out)
{
	struct pair *p = node;
	double x = *in, fast;

	if (!is_simple(p, x)) {
		apo_step_any(p, x, out);
		return;
	}
	fast = tq_rolling_mean_pass(p->fast.node, x);
	*out = tq_ind_finite(fast - tq_rolling_mean_pass(p->slow.node, x));
}

__attribute__((noinline)) static void
ppo_step_any(struct pair *p, double x, double *out)
{
	double fast, slow;

	pair_step(p, x, &fast, &slow);
	*out = tq_ind_finite((fast - slow) / slow * 100);
}

static void
ppo_step(void *node, const double *in, double *out)
{
	struct pair *p = node;
	double x = *in, fast, slow;

	if (!is_simple(p, x)) {
		ppo_step_any(p, x, out);
		return;
	}
	fast = tq_rolling_mean_pass(p->fast.node, x);
	slow = tq_rolling_mean_pass(p->slow.node, x);
	*out = tq_ind_finite((fast - slow) / slow * 100);
}

static int64_t
apo_lookback(const double *param)
{
	return tq_average_lookback(param[2], fmax(param[0], param[1]));
}

#define FAST {"fast", 12, 1, TQ_IND_LONGEST, true, "period of the fast average"}
#define SLOW {"slow", 26, 1, TQ_IND_LONGEST, true, "period of the slow average"}
#define SIGNAL {"signal", 9, 1, TQ_IND_LONGEST, true, "period of the signal line"}

#define OF_X .recovery = TQ_IND_SKIP, .n_inputs = 1, .inputs = {"x"}

#define LINES .n_outputs = 3, .outputs = {"macd", "signal", "hist"}

static const struct tq_ind rows[] = {
	{
		.name = "macd",
		.meaning = "fast less slow exponential average, its signal line, their difference",
		.source = "TA-Lib MACD (both averages start with the slow one's first value)",
		OF_X,
		.n_params = 3, .params = {FAST, SLOW, SIGNAL},
		LINES,
		.lookback = macd_lookback,
		.make = macd_make, .step = macd_step, .state = macd_state,
	}, {
		.name = "macdfix",
		.meaning = "macd of 12 and 26 bars with the factors of old, 0.15 and 0.075",
		.source = "TA-Lib MACDFIX (Appel)",
		OF_X,
		.n_params = 1, .params = {SIGNAL},
		LINES,
		.lookback = macdfix_lookback,
		.make = macdfix_make, .step = macd_step, .state = macd_state,
	}, {
		.name = "macdext",
		.meaning = "macd with averages of any kind",
		.source = "TA-Lib MACDEXT",
		OF_X,
		.n_params = 6, .params = {
			FAST, TQ_IND_MA("fast_ma", "the fast average"),
			SLOW, TQ_IND_MA("slow_ma", "the slow average"),
			SIGNAL, TQ_IND_MA("signal_ma", "the signal line"),
		},
		LINES,
		.lookback = macdext_lookback,
		.make = macdext_make, .step = macdext_step, .state = pair_state,
		.fini = pair_fini,
	}, {
		.name = "apo",
		.meaning = "absolute price oscillator: fast less slow average",
		.source = "TA-Lib APO (simple averages unless ma says otherwise)",
		OF_X,
		.n_params = 3, .params = {FAST, SLOW, TQ_IND_MA("ma", "the averages")},
		.n_outputs = 1, .outputs = {"apo"},
		.lookback = apo_lookback,
		.make = apo_make, .step = apo_step, .state = pair_state, .fini = pair_fini,
	}, {
		.name = "ppo",
		.meaning = "percentage price oscillator: fast less slow average, in percent",
		.source = "TA-Lib PPO (simple averages unless ma says otherwise)",
		OF_X,
		.n_params = 3, .params = {FAST, SLOW, TQ_IND_MA("ma", "the averages")},
		.n_outputs = 1, .outputs = {"ppo"},
		.lookback = apo_lookback,
		.make = apo_make, .step = ppo_step, .state = pair_state, .fini = pair_fini,
	},
};

const struct tq_ind_family tq_ind_momentum_macd = {"momentum", rows, TQ_COUNT(rows)};

/* SPDX-License-Identifier: ISC */
#include "report/sharpe.h"

#include <math.h>

double
tq_probabilistic_sharpe(double sr, double benchmark, double n, double skew, double kurtosis)
{
	double variance = 1 - skew * sr + (kurtosis - 1) / 4 * sr * sr;

	if (!(variance > 0))
		return (double)NAN;
	return 0.5 * erfc(-(sr - benchmark) * sqrt((n - 1) / variance) / sqrt(2));
}

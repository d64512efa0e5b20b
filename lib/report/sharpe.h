/* SPDX-License-Identifier: ISC */
#ifndef TQ_REPORT_SHARPE_H
#define TQ_REPORT_SHARPE_H

/*
 * The probability that the true Sharpe ratio is above benchmark, given that n
 * returns have shown sr (Bailey and Lopez de Prado 2012, "The Sharpe ratio
 * efficient frontier"):
 *
 *	Phi((sr - benchmark) sqrt(n - 1) / sqrt(1 - skew sr + (kurtosis - 1) / 4 sr^2))
 *
 * Both ratios are of one period, never a year's; skew and kurtosis are the
 * population's, and a Normal has kurtosis 3. NaN when the estimator has no
 * variance.
 */
double tq_probabilistic_sharpe(double sr, double benchmark, double n, double skew,
			       double kurtosis);

#endif

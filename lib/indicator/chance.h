/* SPDX-License-Identifier: ISC */
#ifndef TQ_INDICATOR_CHANCE_H
#define TQ_INDICATOR_CHANCE_H

/*
 * The chance that Student's t with so many degrees of freedom is as far from 0
 * as t or farther (two-sided p), by the continued fraction of the incomplete
 * beta function (DLMF 8.17.22). freedom is at least 1; an infinite t gives 0.
 */
double tq_chance_of_t(double t, double freedom);

#endif

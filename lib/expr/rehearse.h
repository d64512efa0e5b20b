/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_REHEARSE_H
#define TQ_EXPR_REHEARSE_H

/*
 * Strategies tried on a file of records, many times over parts of it, before
 * they are trusted: whether what they say ever depends on what comes later,
 * and how much history they need.
 */
#include "expr/desk.h"

/*
 * The prefix law (L1) on this strategy and this file: the signals of the first
 * k records have to be the beginning of those of all, for many k. Text for a
 * reader behind what is in *out; *sound is the answer. False with TQ_IO or
 * TQ_DATA when the file cannot be read.
 */
bool tq_rehearse_prefix(const struct tq_desk_options *options, const struct tq_chosen *chosen,
			const char *path, struct tq_buf *out, bool *sound, struct tq_err *err);

/*
 * Every let and what the rules compare, at the file's last bar (its series),
 * with 199, 399, 499, 999 and 1999 bars of history and with all, and the
 * shortest history from which each agrees with the longest to 1e-6. Not sound
 * when one never does. chosen is of tq_choice_start; its plan is finished here.
 */
bool tq_rehearse_warm_up(struct tq_chosen *chosen, const char *path, struct tq_buf *out,
			 bool *sound, struct tq_err *err);

#endif

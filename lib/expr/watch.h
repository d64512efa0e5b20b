/* SPDX-License-Identifier: ISC */
#ifndef TQ_EXPR_WATCH_H
#define TQ_EXPR_WATCH_H

/*
 * A program at work on a stream of bars: one flow a series (law L3), made when
 * the series is first seen, and which of its rules fires.
 *
 * Rules are tried in the order of the text and the first that fires is the
 * bar's. A rule fires when its condition turns true: it holds now and did not
 * on the series' bar before. With every_bar it fires on each bar on which it
 * holds. A null condition does not hold.
 */
#include "base/error.h"
#include "expr/strategy.h"
#include "time/instant.h"

struct tq_state;
struct tq_watch;

/* program is kept, not copied. */
struct tq_watch *tq_watch_new(const struct tq_program *program, bool every_bar);
void tq_watch_free(struct tq_watch *watch);

/*
 * The next bar of the series key, which opens at time; value[i] is that of
 * program->plan->fields[i]. *fires is the rule or NULL. A bar that does not
 * open after its series' last one is refused (TQ_DATA) and changes nothing.
 */
bool tq_watch_bar(struct tq_watch *watch, struct tq_str key, tq_time time,
		  const double *value, const struct tq_rule **fires, struct tq_err *err);

/* All series. Refuses a state that another program has made. */
void tq_watch_state(struct tq_watch *watch, struct tq_state *st);

#endif

/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_REPAIR_H
#define TQ_MARKET_REPAIR_H

/*
 * Repair of bars (--repair): damage whose cause is known and whose right value
 * follows from that cause exactly. Nothing is smoothed or guessed: what no
 * rule explains stays as it is and is left to the rules of validation.
 *
 * 100x      Prices in the hundredth of their unit (pence for pounds), of a run
 *           of bars or of single fields: 80 to 125 times the close before, or
 *           a part of it. Moved by two digits. Of two levels that is right at
 *           which bars traded (had volume); else the one that comes back
 *           within the window. A level that neither returns within the window
 *           nor was without trades is a new price, and stays.
 * split     A run of bars within reach of a known split (field split: shares
 *           for one) that is adjusted once too little or too often: it begins
 *           and ends with steps of the split's ratio, or reaches from the
 *           series' begin to such a step that is not at the split itself.
 *           Prices are divided by the ratio (multiplied), volume the reverse.
 * dividend  A dividend (field dividend) and the step that adj_close makes for
 *           it contradict each other by a split's ratio, by 100, or by the
 *           capital gains counted twice; or agree on a dividend that is 100
 *           times what the price fell by. Either the dividend is corrected, or
 *           every adj_close before it, all or none.
 *
 * Shares' bars are expected in split-adjusted prices: those that step at the
 * split's own bar are unadjusted throughout, which is not damage.
 *
 * What is wrong with a bar often shows only later, so bars are held back: each
 * until the stream's event time is `window` of its intervals behind it. What
 * is done to a bar depends on its series up to there and on nothing else.
 * Records of all kinds keep their order, so all wait behind a bar that does.
 *
 *	tq_repair_put(repair, rec, file);
 *	while (tq_repair_next(repair, false, &line))
 *		read line.text again: it is the record, repaired or as it came
 *
 * Quotients are rounded to 12 digits behind the point, half to even; all else
 * is exact.
 */
#include "market/bar.h"

enum tq_repair_kind { TQ_REPAIR_100X = 1, TQ_REPAIR_SPLIT = 2, TQ_REPAIR_DIVIDEND = 4 };

/* So many records are held at most; then the oldest goes as it is. */
enum { TQ_REPAIR_HELD = 200000 };

struct tq_repair;
struct tq_state;

struct tq_repair *tq_repair_new(unsigned kinds, int64_t window);
void tq_repair_free(struct tq_repair *r);

/* In a filter's open. */
void tq_repair_want(struct tq_run *run);

/* Takes a record; file is kept, not copied, and may be NULL. */
void tq_repair_put(struct tq_repair *r, const struct tq_rec *rec, const char *file);

struct tq_repaired {
	const char *text;        /* a newline and TQ_SCAN_PAD readable bytes behind it */
	size_t n;
	const char *file;
	uint64_t line_no, offset;
	bool changed;
};

/* The next record that need not wait any longer, or (all) at all; lives until the next call. */
bool tq_repair_next(struct tq_repair *r, bool all, struct tq_repaired *line);

/* Bars that were repaired, by the last kind that touched them, and what could not be. */
struct tq_repair_counts {
	int64_t by_unit, by_split, by_dividend;
	int64_t too_late;        /* adjustments whose first bars had been let go */
	int64_t forced;          /* records that TQ_REPAIR_HELD let go early */
};
const struct tq_repair_counts *tq_repair_counts(const struct tq_repair *r);

/* Walks what is held and known (state/state.h). */
void tq_repair_state(struct tq_repair *r, struct tq_state *st);

/* Options: "100x,split,dividend" or "all" as enum tq_repair_kind in an unsigned. */
bool tq_opt_repair(const struct tq_opt *, const char *, void *, struct tq_err *);

#endif

/* SPDX-License-Identifier: ISC */
/*
 * Lines of a stream of any records through two checkers: one that may tell sound
 * bars by whole numbers, one that asks every rule by its own function. They agree
 * on each line. Then through the repair: as many records come out as went in, each
 * can be read, and those that are not repaired are as they were.
 */
#include "market/canonical.h"
#include "market/repair.h"
#include "market/rules.h"
#include "record/reader.h"
#include "require.h"

#include <stdlib.h>

static struct tq_reader *
reader_with_wants(void)
{
	static struct tq_reader *reader;
	struct tq_run run = {0};

	if (reader == NULL) {
		reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
		run.reader = reader;
		tq_checker_want(&run);
		tq_repair_want(&run);
	}
	return reader;
}

static void
begin(struct tq_checker *ck, bool by_table, int strict)
{
	struct tq_err err;
	size_t rule;

	*ck = (struct tq_checker){0};
	tq_checker_init(ck, tq_dec(5, 1));
	ck->calendar = tq_calendar_open("24x7", &err);
	ck->canonical = tq_canonical_open("builtin", &err);
	ck->by_table = by_table;
	ck->max_stuck = 2;
	ck->split_tolerance = tq_dec(3, 2);
	ck->max_rate = tq_dec(3, 2);
	ck->max_stale = TQ_HOUR;
	ck->strict = strict;
	ck->now = 1900000000 * TQ_SECOND;
	for (rule = 0; rule < TQ_RULES; rule++)
		ck->action[rule] = TQ_ACTION_FLAG;
}

/* Takes what may go; returns how many records did. */
static size_t
drain(struct tq_repair *r, struct tq_reader *reader, bool all)
{
	struct tq_repaired line;
	struct tq_err err;
	size_t out = 0, n;

	for (; tq_repair_next(r, all, &line); out++) {
		require(tq_reader_line(reader, line.text, line.text + line.n + 1, &n, &err) != NULL,
			"what comes out is a record");
		require(n == line.n, "of the length that is told");
	}
	return out;
}

static void
repair(const char *text, size_t size)
{
	static struct tq_reader *again;
	struct tq_repair *r = tq_repair_new(7, size % 5);
	size_t at = 0, n, in = 0, out = 0;
	struct tq_err err;

	if (again == NULL)
		again = tq_reader_new(INT16_MAX, SIZE_MAX / 2);
	while (at < size) {
		struct tq_rec *rec = tq_reader_line(reader_with_wants(), text + at, text + size + 1,
						    &n, &err);

		at += n + 1;
		if (rec == NULL)
			continue;
		in++;
		tq_repair_put(r, rec, NULL);
		out += drain(r, again, false);
	}
	out += drain(r, again, true);
	require(in == out, "all come out");
	tq_repair_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tq_reader *reader = reader_with_wants();
	struct tq_checker a, b;
	struct tq_err err;
	char *text = calloc(1, size + 1 + TQ_SCAN_PAD);
	size_t at = 0, n;

	memcpy(text, data, size);
	text[size] = '\n';
	begin(&a, false, size & 1);
	begin(&b, true, size & 1);
	while (at < size) {
		struct tq_rec *rec = tq_reader_line(reader, text + at, text + size + 1, &n, &err);
		struct tq_check_result ra, rb;
		struct tq_err ea, eb;
		bool oka, okb;

		at += n + 1;
		if (rec == NULL)
			continue;
		oka = tq_check(&a, rec, &ra, &ea);
		okb = tq_check(&b, rec, &rb, &eb);
		require(oka == okb, "both stop or none");
		require(!oka || (ra.action == rb.action && ra.flags == rb.flags &&
				 ra.gap.missing == rb.gap.missing && ra.stale == rb.stale),
			"the same is found");
		require(oka || strcmp(ea.text, eb.text) == 0, "the same is said");
	}
	require(a.names.n == b.names.n, "the same series");
	for (size_t i = 0; i < a.names.n; i++)
		require(a.series[i].passed == b.series[i].passed &&
			a.series[i].slot == b.series[i].slot &&
			a.series[i].fresh == b.series[i].fresh &&
			a.series[i].close.m == b.series[i].close.m, "left in the same state");
	repair(text, size);
	tq_checker_fini(&a);
	tq_checker_fini(&b);
	free(text);
	return 0;
}

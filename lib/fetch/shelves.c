/* SPDX-License-Identifier: ISC */
#include "fetch/crew.h"

#include "base/mem.h"
#include "fetch/weave.h"

#include <stdlib.h>

/* A series of the store that is being read: a block of its lines, and the next of them. */
struct reading {
	struct tq_shelf *shelf;
	struct tq_shelf_reader *reader;
	struct tq_str block;
	struct tq_str line;      /* with its newline; n == 0 at the end */
	tq_time time;
};

static bool
next_line(struct reading *r, struct tq_err *err)
{
	const char *end;

	r->line.n = 0;
	if (r->block.n == 0 && !tq_shelf_next(r->reader, &r->block, err))
		return false;
	if (r->block.n == 0)
		return true;
	end = memchr(r->block.p, '\n', r->block.n);
	if (!end)
		return tq_fail(err, TQ_BUG, "a block of the store is not whole lines");
	r->line = (struct tq_str){r->block.p, (size_t)(end - r->block.p) + 1};
	r->block.p += r->line.n;
	r->block.n -= r->line.n;
	if (!tq_line_time(r->line, &r->time))
		return tq_fail(err, TQ_DATA, "a record of the store has no time: %.*s",
			       r->line.n < 80 ? (int)r->line.n - 1 : 80, r->line.p);
	return true;
}

static bool
begin(struct reading *r, const struct tq_errand *e, struct tq_err *err)
{
	struct tq_series_name name = tq_errand_series(e);

	r->shelf = tq_shelf_open(e->session->options->store, &name, false, err);
	if (!r->shelf)
		return false;
	r->reader = tq_shelf_read(r->shelf, e->wanted.from, e->wanted.to, err);
	return r->reader != NULL;
}

static bool
written(struct tq_out *out, struct tq_err *err)
{
	if (tq_out_some(out))
		return true;
	*err = out->err;
	return false;
}

/* One series alone needs no times: whole blocks go through. */
static bool
copy(struct reading *r, struct tq_out *out, struct tq_err *err)
{
	do {
		if (!tq_shelf_next(r->reader, &r->block, err))
			return false;
		for (size_t i = 0; i < r->block.n; i++)
			out->records += r->block.p[i] == '\n';
		tq_out_raw(out, r->block);
		if (!written(out, err))
			return false;
	} while (r->block.n > 0);
	return true;
}

static bool
weave(struct reading *reading, size_t n, struct tq_out *out, struct tq_err *err)
{
	struct tq_weave w = {0};
	size_t series;
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		ok = next_line(&reading[i], err);
		if (ok && reading[i].line.n > 0)
			tq_weave_put(&w, i, reading[i].time);
	}
	while (ok && tq_weave_first(&w, &series)) {
		struct reading *r = &reading[series];

		out->records++;
		tq_out_raw(out, r->line);
		tq_weave_take(&w);
		ok = next_line(r, err) && written(out, err);
		if (ok && r->line.n > 0)
			tq_weave_put(&w, series, r->time);
	}
	tq_weave_fini(&w);
	return ok;
}

bool
tq_crew_read(struct tq_errand *errand, size_t n, struct tq_out *out, struct tq_err *err)
{
	struct reading *reading = tq_alloc(n + 1, sizeof(reading[0]));
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++)
		ok = begin(&reading[i], &errand[i], err) ||
		     tq_fail_prefix(err, "%s", errand[i].label);
	if (ok)
		ok = n == 1 ? copy(&reading[0], out, err) : weave(reading, n, out, err);
	for (size_t i = 0; i < n; i++) {
		if (reading[i].reader)
			tq_shelf_read_end(reading[i].reader);
		if (reading[i].shelf)
			tq_shelf_close(reading[i].shelf);
	}
	free(reading);
	return ok;
}

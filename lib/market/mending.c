/* SPDX-License-Identifier: ISC */
#include "market/mending.h"

#include "base/log.h"
#include "market/rules.h"
#include "record/reader.h"
#include "record/stream.h"

void
tq_mending_open(struct tq_mending *m, struct tq_run *run)
{
	struct tq_run own = {0};

	if (m->kinds == 0)
		return;
	m->run = run;
	m->repair = tq_repair_new(m->kinds, m->window);
	/* What the stream took may grow by what is said of its repair. */
	m->reader = tq_reader_new(INT16_MAX, SIZE_MAX / 2);
	own.reader = m->reader;
	tq_checker_want(&own);
	tq_repair_want(run);
}

static bool
refuse(struct tq_mending *m, const struct tq_repaired *line, struct tq_err *err)
{
	struct tq_str text = {line->text, line->n};
	const char *file = line->file != NULL ? line->file : "state";

	if (err->status != TQ_DATA)
		return false;
	if (m->run->stream == NULL)
		return tq_fail_prefix(err, "%s:%llu", file, (unsigned long long)line->line_no);
	return tq_stream_refuse_held(m->run->stream, file, line->line_no, line->offset, text, err);
}

static bool
let_go(struct tq_mending *m, bool all, tq_mending_take *take, void *self, struct tq_out *out,
       struct tq_err *err)
{
	struct tq_repaired line;
	struct tq_rec *rec;
	size_t n;

	while (tq_repair_next(m->repair, all, &line)) {
		rec = tq_reader_line(m->reader, line.text, line.text + line.n + 1, &n, err);
		if (rec == NULL)
			return tq_fail(err, TQ_BUG, "a line that was read is none: %.*s",
				       (int)(line.n < 200 ? line.n : 200), line.text);
		rec->line_no = line.line_no;
		rec->offset = line.offset;
		if (!take(self, rec, out, err) && !refuse(m, &line, err))
			return false;
		/* What was passed on is copied before the line gives way to the next. */
		tq_out_raw(out, (struct tq_str){"", 0});
	}
	return true;
}

bool
tq_mending_record(struct tq_mending *m, const struct tq_rec *rec, tq_mending_take *take,
		  void *self, struct tq_out *out, struct tq_err *err)
{
	const char *file = m->run->stream != NULL ? tq_stream_name(m->run->stream) : NULL;

	tq_repair_put(m->repair, rec, file);
	return let_go(m, false, take, self, out, err);
}

static void
say_counts(const struct tq_mending *m)
{
	const struct tq_repair_counts *now = tq_repair_counts(m->repair);
	long long unit = now->by_unit - m->before.by_unit;
	long long split = now->by_split - m->before.by_split;
	long long dividend = now->by_dividend - m->before.by_dividend;
	long long late = now->too_late - m->before.too_late;

	if (unit + split + dividend > 0)
		tq_log(TQ_LOG_WARN, "repaired bars: 100x %lld, split %lld, dividend %lld", unit,
		       split, dividend);
	if (late > 0)
		tq_log(TQ_LOG_WARN, "%lld wrong adjustments not repaired: bars from their begin "
		       "on must be held (repair-window %lld)", late, (long long)m->window);
	if (now->forced > m->before.forced)
		tq_log(TQ_LOG_WARN, "%lld records let go early: over %d were held (repair-window "
		       "%lld)", (long long)(now->forced - m->before.forced), TQ_REPAIR_HELD,
		       (long long)m->window);
}

bool
tq_mending_close(struct tq_mending *m, tq_mending_take *take, void *self, struct tq_out *out,
		 struct tq_err *err)
{
	if (m->kinds == 0)
		return true;
	if (!m->run->keeps_state && !let_go(m, true, take, self, out, err))
		return false;
	say_counts(m);
	return true;
}

void
tq_mending_state(struct tq_mending *m, struct tq_state *st)
{
	if (m->kinds == 0)
		return;
	tq_repair_state(m->repair, st);
	m->before = *tq_repair_counts(m->repair);
}

void
tq_mending_fini(struct tq_mending *m)
{
	if (m->kinds == 0)
		return;
	tq_repair_free(m->repair);
	tq_reader_free(m->reader);
}

/* SPDX-License-Identifier: ISC */
#include "import/step.h"

#include "import/cell.h"

struct tq_str
tq_row_time(const struct tq_table_plan *plan, const struct tq_row *row, struct tq_buf *room)
{
	size_t at = (size_t)plan->columns.at[TQ_COL_TIME], at2 = (size_t)plan->columns.time2;
	size_t start = room->n;
	struct tq_str a = tq_str(""), b;

	if (at < row->n)
		a = tq_cell_trim(row->cell[at]);
	if (plan->columns.time2 < 0 || a.n == 0 || at2 >= row->n)
		return a;
	b = tq_cell_trim(row->cell[at2]);
	tq_buf_room(room, a.n + b.n + 1);
	tq_buf_put(room, a.p, a.n);
	tq_buf_put(room, " ", 1);
	tq_buf_put(room, b.p, b.n);
	return (struct tq_str){room->p + start, room->n - start};
}

static bool
find_form(const struct tq_table *t, struct tq_head *head, struct tq_table_plan *plan,
	  struct tq_err *err)
{
	struct tq_timeguess guess = {0};
	struct tq_buf room = {0};

	if (t->form_given)
		return true;
	for (size_t i = plan->first; i < head->n; i++) {
		struct tq_row row = tq_head_row(head, i);
		struct tq_str text;

		if (row.fault || row.record)
			continue;
		tq_buf_clear(&room);
		text = tq_row_time(plan, &row, &room);
		if (text.n > 0)
			tq_timeguess_row(&guess, text);
	}
	tq_buf_fini(&room);
	return tq_timeguess_form(&guess, &plan->form, err);
}

/* Steps between the times of neighbouring rows. */
struct steps {
	size_t forward, backward;
	tq_time least;           /* 0: none */
};

/* From the 17th century to the 23rd is further than 64 bits of nanoseconds. */
static tq_time
distance(tq_time a, tq_time b)
{
	tq_time step;

	if (__builtin_sub_overflow(a < b ? b : a, a < b ? a : b, &step))
		return INT64_MAX;
	return step;
}

static struct steps
count_steps(struct tq_head *head, const struct tq_table_plan *plan)
{
	struct steps s = {0};
	struct tq_buf room = {0};
	tq_time before = TQ_TIME_NONE, t;
	struct tq_err err;

	for (size_t i = plan->first; i < head->n; i++) {
		struct tq_row row = tq_head_row(head, i);
		tq_time step;

		tq_buf_clear(&room);
		if (row.fault || row.record ||
		    !tq_timeform_read(&plan->form, tq_row_time(plan, &row, &room), &t, &err))
			continue;
		step = before == TQ_TIME_NONE ? 0 : distance(before, t);
		s.forward += step > 0 && t > before;
		s.backward += step > 0 && t < before;
		before = t;
		if (step > 0 && (s.least == 0 || step < s.least))
			s.least = step;
	}
	tq_buf_fini(&room);
	return s;
}

/* Months are told from days by their lengths, 28 to 31. */
static struct tq_interval
interval_of(tq_time step)
{
	static const struct {
		char unit;
		tq_time ns;
		int n[9];        /* what bars are made of; 0 ends the list */
	} usual[] = {
		{'w', 7 * TQ_DAY, {1}},
		{'d', TQ_DAY, {1, 2, 3, 5}},
		{'h', TQ_HOUR, {1, 2, 3, 4, 6, 8, 12}},
		{'m', TQ_MINUTE, {1, 2, 3, 5, 10, 15, 20, 30}},
		{'s', TQ_SECOND, {1, 2, 5, 10, 15, 20, 30}},
	};

	if (step >= 28 * TQ_DAY && step <= 31 * TQ_DAY && step % TQ_DAY == 0)
		return (struct tq_interval){.n = 1, .unit = 'M'};
	for (size_t u = 0; u < sizeof(usual) / sizeof(usual[0]); u++)
		for (const int *n = usual[u].n; *n; n++)
			if (step == *n * usual[u].ns)
				return (struct tq_interval){.n = *n, .unit = usual[u].unit};
	return (struct tq_interval){0};
}

static bool
find_interval(const struct tq_table *t, const struct steps *s, struct tq_table_plan *plan,
	      struct tq_err *err)
{
	if (t->made != TQ_MADE_BAR || plan->interval.n > 0)
		return true;
	if (!t->options->interval)
		return tq_fail(err, TQ_USAGE, "bars need --interval (1d, 1h, ...; auto: the "
					      "smallest step of the first %d rows)", TQ_HEAD_ROWS);
	plan->interval = interval_of(s->least);
	plan->interval_found = true;
	if (plan->interval.n > 0)
		return true;
	if (s->least == 0)
		return tq_fail(err, TQ_DATA, "no two times differ: pass --interval");
	return tq_fail(err, TQ_DATA, "the smallest step of the first rows, %.3f seconds, is no "
				     "usual interval: pass --interval", (double)s->least / 1e9);
}

bool
tq_plan_times(const struct tq_table *t, struct tq_head *head, struct tq_table_plan *plan,
	      struct tq_err *err)
{
	struct steps s;

	if (!find_form(t, head, plan, err))
		return false;
	s = count_steps(head, plan);
	plan->descending = t->options->order == TQ_ORDER_DESCENDING ||
			   (t->options->order == TQ_ORDER_AUTO && s.backward > s.forward);
	return find_interval(t, &s, plan, err);
}

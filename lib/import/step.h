/* SPDX-License-Identifier: ISC */
#ifndef TQ_IMPORT_STEP_H
#define TQ_IMPORT_STEP_H

/* What the times of a table's first rows show: their form, order and interval. */
#include "import/table.h"

bool tq_plan_times(const struct tq_table *t, struct tq_head *head, struct tq_table_plan *plan,
		   struct tq_err *err);

/* The text of a row's time: a cell, or two joined by a blank in room. */
struct tq_str tq_row_time(const struct tq_table_plan *plan, const struct tq_row *row,
			  struct tq_buf *room);

#endif

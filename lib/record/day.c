/* SPDX-License-Identifier: ISC */
#include "record/day.h"

void
tq_day_learn(struct tq_day *day, struct tq_value *v)
{
	tq_time t, clock;

	v->scale = -1;
	if (v->escaped || !tq_time_parse((struct tq_str){v->text, v->n}, &t))
		return;
	v->scale = TQ_INSTANT;
	v->m = t;
	if (v->n != TQ_DAY_TIME || v->text[TQ_DAY_TIME - 1] != 'Z')
		return;
	clock = t % TQ_DAY + (t % TQ_DAY < 0 ? TQ_DAY : 0);
	if (t < INT64_MIN + TQ_DAY || t > INT64_MAX - TQ_DAY)
		return;          /* not all of its day is an instant */
	day->head = tq_load8(v->text);
	day->tail = tq_load8(v->text + 3);
	day->start = t - clock;
}

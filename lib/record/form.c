/* SPDX-License-Identifier: ISC */
#include "record/form.h"

#include "record/form_table.h"

bool
tq_form_long(const struct tq_form *form, const char *p, uint64_t *value)
{
	uint64_t high;

	if (!tq_form_word(&form->last, p + form->value.n - 8, value) ||
	    !tq_form_word(&form->first, p, &high))
		return false;
	*value += high * form->unit;
	return true;
}

/* SPDX-License-Identifier: ISC */
#include "account/idset.h"
#include "t.h"

/* The text of a number, as an id. */
static struct tq_str
id(long i)
{
	static char text[24];

	return (struct tq_str){text, (size_t)snprintf(text, sizeof(text), "id-%ld", i)};
}

int
main(void)
{
	struct tq_idset set = {0};
	long wrong = 0, most = 0;

	OK(!tq_idset_has(&set, id(0)), "an empty set has nothing");
	for (long i = 0; i < 10L * TQ_IDSET_KEEPS; i++) {
		wrong += !tq_idset_add(&set, id(i));
		wrong += tq_idset_add(&set, id(i));
		if (i % 997 == 0)
			for (long k = i; k >= 0 && k > i - TQ_IDSET_KEEPS; k -= 61)
				wrong += !tq_idset_has(&set, id(k));
		most = set.cap > (size_t)most ? (long)set.cap : most;
	}
	IS_INT(wrong, 0, "P3 F4.14 the last ids are known, each once");
	OK(most <= 2 * TQ_IDSET_KEEPS, "F1.24 X.15 however many there were, memory is bounded (%ld)", most);
	OK(!tq_idset_has(&set, id(0)), "the first is forgotten");
	tq_idset_fini(&set);
	return t_done();
}

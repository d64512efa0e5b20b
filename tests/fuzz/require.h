/* SPDX-License-Identifier: ISC */
#ifndef TQ_FUZZ_REQUIRE_H
#define TQ_FUZZ_REQUIRE_H

/* What has to hold for every input; the fuzzer keeps the input that broke it. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static inline void
require(bool ok, const char *what)
{
	if (!ok) {
		fprintf(stderr, "broken: %s\n", what);
		abort();
	}
}

#endif

/* SPDX-License-Identifier: ISC */

/* As it is made for processors without SSE2: this stands in for the library's. */
#undef __SSE2__
#include "../../lib/num/digits.c"

#include "digits_cases.h"

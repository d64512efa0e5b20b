/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_SAME_H
#define TQ_BASE_SAME_H

/*
 * Whether two paths are one file, be it there already or not: two writers of
 * it would each undo the other's work. A device or a pipe takes any number.
 */
#include <stdbool.h>

bool tq_same_file(const char *one, const char *other);

#endif

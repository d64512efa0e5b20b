/* SPDX-License-Identifier: ISC */
#ifndef TQ_BASE_MEM_H
#define TQ_BASE_MEM_H

/*
 * Memory that is there. Out of memory ends the program with one line and
 * TQ_IO: no tool can go on without it, so no caller tests for NULL.
 */
#include <stddef.h>

/* What the functions below do where memory ends; for libraries that tell of it. */
void tq_no_memory(void) __attribute__((noreturn));

/* count * size zeroed bytes (checked for overflow); free() them. */
void *tq_alloc(size_t count, size_t size);

/* As realloc(old, count * size), checked for overflow; new bytes are not zeroed. */
void *tq_realloc(void *old, size_t count, size_t size);

#endif

/* SPDX-License-Identifier: ISC */
#include "expr/ast.h"

#include "base/mem.h"

#include <stdlib.h>

enum { BLOCK = 16384 };

struct tq_arena_block {
	struct tq_arena_block *next;
	size_t used;
	max_align_t space[BLOCK / sizeof(max_align_t)];
};

void *
tq_arena_take(struct tq_arena *arena, size_t size)
{
	struct tq_arena_block *block = arena->blocks;
	size_t units = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t);

	if (!block || block->used + units > BLOCK / sizeof(max_align_t)) {
		block = tq_alloc(1, sizeof *block);
		block->next = arena->blocks;
		arena->blocks = block;
	}
	block->used += units;
	return block->space + block->used - units;
}

void
tq_arena_fini(struct tq_arena *arena)
{
	while (arena->blocks) {
		struct tq_arena_block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
}

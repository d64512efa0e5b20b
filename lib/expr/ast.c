/* SPDX-License-Identifier: ISC */
#include "expr/ast.h"

#include "base/mem.h"

#include <stdlib.h>

enum { BLOCK = 1024 };           /* units; what is larger has a block of its own */

struct tq_arena_block {
	struct tq_arena_block *next;
	size_t used, units;
	max_align_t space[];
};

void *
tq_arena_take(struct tq_arena *arena, size_t size)
{
	struct tq_arena_block *block = arena->blocks;
	size_t units = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t);

	if (!block || units > block->units - block->used) {
		size_t room = units > BLOCK ? units : BLOCK;

		block = tq_alloc(1, sizeof *block + room * sizeof(max_align_t));
		block->units = room;
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

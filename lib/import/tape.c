/* SPDX-License-Identifier: ISC */
#include "import/tape.h"

enum { LEAST = 64 * 1024 };

void
tq_tape_init(struct tq_tape *tape, struct tq_supply supply)
{
	*tape = (struct tq_tape){.supply = supply, .line = 1};
}

void
tq_tape_fini(struct tq_tape *tape)
{
	tq_buf_fini(&tape->buf);
}

static void
move_down(struct tq_tape *tape)
{
	size_t left = tq_tape_n(tape);

	if (tape->at == 0)
		return;
	memmove(tape->buf.p, tape->buf.p + tape->at, left);
	tape->buf.n = left;
	tape->at = 0;
}

bool
tq_tape_more(struct tq_tape *tape, struct tq_err *err)
{
	size_t had, want;

	move_down(tape);
	had = tape->buf.n;
	want = had;
	if (had > TQ_ROW_MAX)
		return tq_fail(err, TQ_DATA, "row over %d MiB (an open quote?)",
			       TQ_ROW_MAX / 1024 / 1024);
	if (want < LEAST)
		want = 1;
	if (want > TQ_ROW_MAX + 1 - had)
		want = TQ_ROW_MAX + 1 - had;
	while (!tape->end && tape->buf.n - had < want) {
		struct tq_str bytes;

		if (!tape->supply.block(tape->supply.from, &bytes, err))
			return false;
		tape->end = bytes.n == 0;
		tq_buf_put(&tape->buf, bytes.p, bytes.n);
	}
	tq_buf_room(&tape->buf, TQ_TAPE_PAD);
	return true;
}

void
tq_tape_skip(struct tq_tape *tape, size_t n)
{
	const char *p = tq_tape_p(tape), *end = p + n;

	tape->at += n;
	tape->offset += n;
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		tape->line++;
		p++;
	}
}

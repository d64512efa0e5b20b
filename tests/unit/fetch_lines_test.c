/* SPDX-License-Identifier: ISC */
/* A queue of lines gives them back in order, and its memory is used again. */
#include "fetch/lines.h"

#include "t.h"

static void
put(struct tq_lines *lines, int number)
{
	char text[16];

	snprintf(text, sizeof(text), "line %d", number);
	tq_lines_put(lines, number, tq_str(text));
}

static bool
is(const struct tq_lines *lines, size_t k, int number)
{
	struct tq_str text = tq_lines_text(lines, k);
	char want[24];
	int n = snprintf(want, sizeof(want), "line %d\n", number);

	return tq_lines_time(lines, k) == number && text.n == (size_t)n &&
	       memcmp(text.p, want, text.n) == 0;
}

/* A series that is followed for days always has a line that waits: its last one. */
static void
test_never_empty(void)
{
	enum { ROUNDS = 3000, EACH = 7 };
	struct tq_lines lines = {0};
	int next = 0, bad = 0;

	for (int round = 0; round < ROUNDS; round++) {
		size_t waiting;

		for (int i = 0; i < EACH; i++)
			put(&lines, next++);
		waiting = tq_lines_waiting(&lines);
		for (size_t k = 0; k < waiting; k++)
			bad += !is(&lines, k, next - (int)waiting + (int)k);
		tq_lines_drop(&lines, waiting - 1);
		bad += tq_lines_waiting(&lines) != 1 || !is(&lines, 0, next - 1);
	}
	IS_INT(bad, 0, "each line waits until it is dropped, in order");
	OK(lines.text.cap < 65536 && lines.cap < 8192, "and the memory of those is used again: "
	   "%zu bytes of text, %zu places", lines.text.cap, lines.cap);
	tq_lines_fini(&lines);
}

static void
test_empty(void)
{
	struct tq_lines lines = {0};

	put(&lines, 1);
	put(&lines, 2);
	tq_lines_drop(&lines, 2);
	IS_INT(tq_lines_waiting(&lines), 0, "what is dropped is gone");
	put(&lines, 3);
	OK(is(&lines, 0, 3), "and the queue begins anew");
	tq_lines_fini(&lines);
}

int
main(void)
{
	test_never_empty();
	test_empty();
	return t_done();
}

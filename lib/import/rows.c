/* SPDX-License-Identifier: ISC */
#include "import/rows.h"

#include "import/json_text.h"

static const char mark[] = "\xef\xbb\xbf";

/* The mark is left where it is for CSV, whose reader passes over it. */
static bool
sniff(struct tq_rows *rows, struct tq_err *err)
{
	struct tq_tape *tape = &rows->tape;
	const char *p;
	size_t n, at;

	while (!tape->end && tq_tape_n(tape) < 256)
		if (!tq_tape_more(tape, err))
			return false;
	p = tq_tape_p(tape);
	n = tq_tape_n(tape);
	at = n >= 3 && memcmp(p, mark, 3) == 0 ? 3 : 0;
	while (at < n && (p[at] == ' ' || p[at] == '\t' || p[at] == '\r' || p[at] == '\n'))
		at++;
	rows->json = at < n && (p[at] == '[' || p[at] == '{');
	if (rows->json)
		tq_tape_skip(tape, at);
	return true;
}

bool
tq_rows_open(struct tq_rows *rows, struct tq_supply supply, char delimiter, const char *key,
	     struct tq_err *err)
{
	*rows = (struct tq_rows){0};
	tq_tape_init(&rows->tape, supply);
	tq_csv_init(&rows->csv, &rows->tape, delimiter);
	tq_json_rows_init(&rows->json_rows, &rows->tape, key);
	rows->row = &rows->csv.row;
	if (!sniff(rows, err))
		return false;
	if (rows->json)
		rows->row = &rows->json_rows.row;
	return true;
}

void
tq_rows_close(struct tq_rows *rows)
{
	tq_csv_fini(&rows->csv);
	tq_json_rows_fini(&rows->json_rows);
	tq_tape_fini(&rows->tape);
}

bool
tq_rows_next(struct tq_rows *rows, struct tq_err *err)
{
	if (rows->json)
		return tq_json_rows_next(&rows->json_rows, err);
	return tq_csv_next(&rows->csv, err);
}

const struct tq_names *
tq_rows_names(const struct tq_rows *rows)
{
	return rows->json && rows->json_rows.objects ? &rows->json_rows.names : NULL;
}

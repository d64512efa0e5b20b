/* SPDX-License-Identifier: ISC */
#include "import/csv.h"

#include "base/buf.h"
#include "t.h"

#include <stdlib.h>

/* Gives the text in blocks of `step` bytes. */
struct text {
	struct tq_str left;
	size_t step;
};

static bool
give(void *from, struct tq_str *bytes, struct tq_err *err)
{
	struct text *text = from;
	size_t n = text->left.n < text->step ? text->left.n : text->step;

	(void)err;
	*bytes = (struct tq_str){text->left.p, n};
	text->left.p += n;
	text->left.n -= n;
	return true;
}

/* Rows as one text: cells in brackets, rows ended by '/', an error as '!'. */
static void
read_all(struct tq_str input, size_t step, char delimiter, struct tq_buf *out)
{
	struct text text = {input, step};
	struct tq_tape tape;
	struct tq_csv csv;
	struct tq_err err = {0};

	tq_tape_init(&tape, (struct tq_supply){give, &text});
	tq_csv_init(&csv, &tape, delimiter);
	for (;;) {
		if (!tq_csv_next(&csv, &err)) {
			tq_buf_printf(out, "!%s", err.text);
			break;
		}
		if (csv.row.n == 0)
			break;
		for (size_t i = 0; i < csv.row.n; i++) {
			tq_buf_puts(out, "[");
			tq_buf_put(out, csv.row.cell[i].p, csv.row.cell[i].n);
			tq_buf_puts(out, "]");
		}
		tq_buf_puts(out, "/");
	}
	tq_csv_fini(&csv);
	tq_tape_fini(&tape);
}

static const struct {
	const char *input;
	const char *want;
	char delimiter;
} table[] = {
	{"", "", ','},
	{"\n\n", "", ','},
	{"a,b\n1,2\n", "[a][b]/[1][2]/", 0},
	{"a,b\r\n1,2\r\n", "[a][b]/[1][2]/", 0},
	{"a,b\n1,2", "[a][b]/[1][2]/", 0},
	{"a,b\r\n1,2\r", "[a][b]/[1][2]/", 0},
	{"\xef\xbb\xbf" "a,b\n", "[a][b]/", 0},
	{"\"a,b\",c\n", "[a,b][c]/", ','},
	{"\"a\"\"b\",\"\"\"\",\"\"\n", "[a\"b][\"][]/", ','},
	{"\"two\nlines\",x\ny,z\n", "[two\nlines][x]/[y][z]/", ','},
	{"\"two\r\nlines\",x\r\n", "[two\r\nlines][x]/", ','},
	{",\n,,\n", "[][]/[][][]/", ','},
	{"a,", "[a][]/", ','},
	{"a,\r\n", "[a][]/", ','},
	{"a\n\n\r\nb\n", "[a]/[b]/", ','},
	{" a , b \n", "[ a ][ b ]/", ','},
	{"a\tb\n1\t2\n", "[a][b]/[1][2]/", 0},
	{"a;b\n1,5;2,5\n", "[a][b]/[1,5][2,5]/", 0},
	{"a|b|c\n1|2|3\n", "[a][b][c]/[1][2][3]/", 0},
	{"banner\na,b\n1,2\n", "[banner]/[a][b]/[1][2]/", 0},
	{"\"x;y\",1\n\"x;y\",2\n", "[x;y][1]/[x;y][2]/", 0},
	{"a\rb,c\n", "[a\rb][c]/", ','},
	{"a\"b\n", "!a quote inside cell 1", ','},
	{"a,\"b\"c\n", "!text behind the closing quote of cell 2", ','},
	{"a\n\"b", "[a]/!no closing quote of cell 1", ','},
	{"a\n\"b\"\"", "[a]/!no closing quote of cell 1", ','},
};

static void
rfc_4180(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		for (size_t step = 1; step <= 64; step *= 8) {
			struct tq_buf out = {0};

			read_all(tq_str(table[i].input), step, table[i].delimiter, &out);
			if (!OK(strcmp(tq_buf_text(&out), table[i].want) == 0,
				"L6 RFC 4180 row %zu in blocks of %zu", i, step))
				printf("# got %s, want %s\n", tq_buf_text(&out), table[i].want);
			tq_buf_fini(&out);
		}
}

static void
nul_byte(void)
{
	struct tq_buf out = {0};

	read_all((struct tq_str){"a,b\0c\n", 6}, 64, ',', &out);
	IS_STR(tq_buf_text(&out), "!a NUL byte in cell 2", "F2.7 a NUL byte is refused");
	tq_buf_fini(&out);
}

static void
big(void)
{
	struct tq_buf in = {0}, out = {0};

	tq_buf_puts(&in, "a,b\n\"");
	memset(tq_buf_room(&in, 1 << 20), 'x', 1 << 20);
	in.n += 1 << 20;
	tq_buf_puts(&in, "\",2\n3,4\n");
	read_all(tq_buf_str(&in), 4096, 0, &out);
	OK(out.n == (1 << 20) + 8 + 5 + 7, "a cell of 1 MiB comes through whole");
	OK(memcmp(out.p + out.n - 7, "[3][4]/", 7) == 0, "and the row behind it");

	tq_buf_clear(&in);
	tq_buf_clear(&out);
	for (int i = 0; i < 5000; i++)
		tq_buf_puts(&in, "c,");
	read_all(tq_buf_str(&in), 4096, 0, &out);
	OK(out.n == 5000 * 3 + 3, "5000 columns");

	tq_buf_clear(&in);
	tq_buf_clear(&out);
	tq_buf_puts(&in, "a\n\"");
	memset(tq_buf_room(&in, 20 << 20), 'x', 20 << 20);
	in.n += 20 << 20;
	read_all(tq_buf_str(&in), 1 << 16, 0, &out);
	IS_STR(tq_buf_text(&out), "[a]/!row over 16 MiB (an open quote?)",
	       "memory: an open quote does not swallow the file");
	tq_buf_fini(&in);
	tq_buf_fini(&out);
}

static void
places(void)
{
	struct text text = {tq_str("\xef\xbb\xbf" "a\n\n\"x\ny\"\nb\n"), 3};
	struct tq_tape tape;
	struct tq_csv csv;
	struct tq_err err;
	bool ok;

	tq_tape_init(&tape, (struct tq_supply){give, &text});
	tq_csv_init(&csv, &tape, ',');
	ok = tq_csv_next(&csv, &err);
	OK(ok && csv.row.line == 1 && csv.row.offset == 3, "the first row is behind the mark");
	ok = tq_csv_next(&csv, &err);
	OK(ok && csv.row.line == 3 && csv.row.offset == 6, "an empty line counts as a line");
	ok = tq_csv_next(&csv, &err);
	OK(ok && csv.row.line == 5 && csv.row.offset == 12, "L8 a cell of two lines too");
	OK(tq_str_is(csv.row.raw, "b"), "the row as it stands in the file");
	tq_csv_fini(&csv);
	tq_tape_fini(&tape);
}

int
main(void)
{
	rfc_4180();
	nul_byte();
	big();
	places();
	return t_done();
}

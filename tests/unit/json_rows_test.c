/* SPDX-License-Identifier: ISC */
#include "import/json_rows.h"

#include "t.h"

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

/* Rows as one text: cells in brackets, a record as '=', a fault as '?', an error as '!'. */
static void
read_all(const char *input, size_t step, const char *key, struct tq_buf *out)
{
	struct text text = {tq_str(input), step};
	struct tq_tape tape;
	struct tq_json_rows j;
	struct tq_err err = {0};

	tq_tape_init(&tape, (struct tq_supply){give, &text});
	tq_json_rows_init(&j, &tape, key);
	for (;;) {
		if (!tq_json_rows_next(&j, &err)) {
			tq_buf_printf(out, "!%s", err.text);
			break;
		}
		if (j.row.n == 0)
			break;
		tq_buf_puts(out, j.row.record ? "=" : "");
		for (size_t i = 0; i < j.row.n && !j.row.fault; i++) {
			struct tq_str cell = j.row.cell[i];

			tq_buf_printf(out, "[%.*s]", (int)cell.n, cell.n ? cell.p : "");
		}
		tq_buf_puts(out, j.row.fault ? "?" : "");
		tq_buf_puts(out, "/");
	}
	tq_json_rows_fini(&j);
	tq_tape_fini(&tape);
}

static const struct {
	const char *input, *want, *key;
} table[] = {
	{"[]", "", NULL},
	{"[[1,2],[3,4]]", "[1][2]/[3][4]/", NULL},
	{" [ [ 1 , \"2\" ] ,\n[true,null] ] \n", "[1][2]/[true][]/", NULL},
	{"[[1e-05,\"a\\u0041\\n\",[1,{\"x\":2}]]]", "[1e-05][aA\n][[1,{\"x\":2}]]/", NULL},
	{"[\n  [\n    1,\n    2\n  ]\n]", "[1][2]/", NULL},
	{"[{\"a\":1,\"b\":2},{\"b\":4,\"a\":3}]", "[1][2]/[3][4]/", NULL},
	{"[{\"a\":1},{\"b\":2},{\"a\":null,\"b\":3}]", "[1]/[][2]/[][3]/", NULL},
	{"[{\"\\u0061\":1},{\"a\":2}]", "[1]/[2]/", NULL},
	{"{\"x\":[1,2],\"data\":[[1],[2]],\"y\":{}}", "[1]/[2]/", NULL},
	{"{\n\"data\":[[1]]}", "[1]/", NULL},
	{"{\"r\":{\"z\":[[9]],\"l\":[[1]]},\"s\":0}", "[1]/", "r.l"},
	{"{\"a\":1}\n{\"a\":2}\n", "[1]/[2]/", NULL},
	{"{\"a\":1}\r\n\r\n{\"a\":2}", "[1]/[2]/", NULL},
	{"{\"a\":1}", "[1]/", NULL},
	{"{\"type\":\"bar\",\"x\":[[1]]}\n{\"a\":2}\n", "=[bar][[[1]]]/[][][2]/", NULL},
	{"{\"a\":1}\n{\"a\":\n{\"a\":3}\n", "[1]/?/[3]/", NULL},
	{"{\"a\":1}\n{\"a\":1,\"a\":2}\n{\"a\":3}", "[1]/?/[3]/", NULL},
	{"[[1,2]", "[1][2]/!JSON is cut off", NULL},
	{"[[1,2", "!JSON is cut off", NULL},
	{"[[1],]", "[1]/!no value before ']'", NULL},
	{"[[1]]x", "[1]/!something behind the end of the JSON", NULL},
	{"[[1] [2]]", "[1]/!neither ',' nor ']' behind a row", NULL},
	{"[[1],{\"a\":2}]", "[1]/!row is an object, those before are not", NULL},
	{"[1]", "!byte 1 of the row: row is neither an array nor an object", NULL},
	{"[[]]", "!row is empty", NULL},
	{"[[01]]", "!byte 2 of the row: number with a leading zero", NULL},
	{"{\n\"a\":1}", "!no array of rows found: name its key with --rows", NULL},
	{"{\"a\":[[1]]}", "!no array under 'b' (--rows)", "b"},
};

static void
rows_of_json(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		for (size_t step = 1; step <= 64; step *= 8) {
			struct tq_buf out = {0};

			read_all(table[i].input, step, table[i].key, &out);
			if (!OK(strcmp(tq_buf_text(&out), table[i].want) == 0,
				"L6 L8 JSON %zu in blocks of %zu", i, step))
				printf("# got %s\n# want %s\n", tq_buf_text(&out), table[i].want);
			tq_buf_fini(&out);
		}
}

/* A document larger than any buffer is read a row at a time. */
static void
large(void)
{
	struct tq_buf in = {0}, out = {0};
	size_t rows = 0;

	tq_buf_puts(&in, "{\"data\":[[1,\"");
	memset(tq_buf_room(&in, 1 << 20), 'x', 1 << 20);
	in.n += 1 << 20;
	tq_buf_puts(&in, "\"]");
	for (int i = 0; i < 100000; i++)
		tq_buf_puts(&in, ",\n[1,2]");
	tq_buf_puts(&in, "]}");
	read_all(tq_buf_text(&in), 4096, NULL, &out);
	for (size_t i = 0; i < out.n; i++)
		rows += out.p[i] == '/';
	IS_INT(rows, 100001, "all rows of a large document, with a cell of 1 MiB");
	tq_buf_fini(&in);
	tq_buf_fini(&out);
}

int
main(void)
{
	rows_of_json();
	large();
	return t_done();
}

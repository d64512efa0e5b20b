/* SPDX-License-Identifier: ISC */
#include "t.h"

#include "base/buf.h"
#include "base/file.h"
#include "market/schema.h"
#include "record/reader.h"

static struct tq_err err;

static int
count_of(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

/* The schema file names the same fields, and the same required ones, as the table. */
static void
test_file(enum tq_type type)
{
	struct tq_buf path = {0}, file = {0}, required = {0};
	const struct tq_schema_field *fields;
	const char *text;
	size_t n, i;
	bool all = true;

	tq_buf_printf(&path, "share/schemas/%s.json", tq_type_name(type));
	if (!OK(tq_read_file(tq_buf_text(&path), 1 << 20, &file, &err), "%s is there",
		tq_buf_text(&path)))
		return;
	text = tq_buf_text(&file);
	fields = tq_schema_of(type, &n);
	tq_buf_puts(&required, "\"required\": [\"type\"");
	for (i = 0; i < n; i++) {
		struct tq_str name = tq_field_name(fields[i].field);
		char key[64];

		if (fields[i].required)
			tq_buf_printf(&required, ", \"%.*s\"", TQ_STR_ARG(name));
		snprintf(key, sizeof(key), "\t\t\"%.*s\": ", TQ_STR_ARG(name));
		all = all && count_of(text, key) == 1;
	}
	tq_buf_puts(&required, "],\n");
	OK(strstr(text, tq_buf_text(&required)) != NULL, "C2.18 %s: the required fields agree",
	   tq_type_name(type));
	OK(all && count_of(text, "\n\t\t\"") == (int)n + 1, "C2.18 %s: the known fields agree",
	   tq_type_name(type));
	tq_buf_fini(&path);
	tq_buf_fini(&file);
	tq_buf_fini(&required);
}

static void
test_records(void)
{
	static const struct {
		const char *line;
		enum tq_verdict verdict;
		const char *text;
	} rows[] = {{"{\"type\":\"tick\",\"time\":\"2024-01-01T00:00:00Z\",\"symbol\":\"X\","
		     "\"price\":1,"
		     "\"qty\":\"2\"}",
		     TQ_PASSED, ""},
		    {"{\"type\":\"tick\",\"symbol\":\"X\",\"price\":1,\"qty\":2}", TQ_FAILED,
		     "missing field \"time\""},
		    {"{\"type\":\"tick\",\"time\":\"2024-01-01\",\"symbol\":\"X\",\"price\":1,"
		     "\"qty\":2}",
		     TQ_FAILED, "field \"time\" is not an RFC 3339 time: 2024-01-01"},
		    {"{\"type\":\"signal\",\"id\":\"a\",\"time\":\"2024-01-01T00:00:00Z\","
		     "\"symbol\":\"X\","
		     "\"strategy\":\"s\",\"side\":\"up\"}",
		     TQ_FAILED, "field \"side\" is not one of long|short|flat: up"},
		    {"{\"type\":\"book\",\"time\":\"2024-01-01T00:00:00Z\",\"symbol\":\"X\","
		     "\"bids\":{},"
		     "\"asks\":[]}",
		     TQ_FAILED, "field \"bids\" is not an array"},
		    {"{\"type\":\"reject\",\"time\":null,\"stage\":\"read\",\"code\":\"c\","
		     "\"reason\":\"r\"}",
		     TQ_PASSED, ""},
		    {"{\"type\":\"instrument\",\"symbol\":null}", TQ_FAILED,
		     "missing field \"symbol\""},
		    {"{\"type\":\"price\",\"time\":\"2024-01-01T00:00:00Z\",\"symbol\":\"X\","
		     "\"price\":[1]}",
		     TQ_FAILED, "field \"price\" is not a number: [1]"},
		    {"{\"type\":\"zebra\",\"stripes\":7}", TQ_UNCHECKED, "unknown record type"},
		    {"{\"stripes\":7}", TQ_UNCHECKED, "unknown record type"}};
	struct tq_reader *reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	struct tq_run run = {.reader = reader};
	size_t i, n;

	tq_schema_want(&run);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		static char text[1024 + TQ_SCAN_PAD];
		struct tq_rec *rec;
		enum tq_verdict got;

		snprintf(text, 1024, "%s\n", rows[i].line);
		rec = tq_reader_line(reader, text, text + strlen(text), &n, &err);
		err.text[0] = '\0';
		got = rec ? tq_schema_check(rec, &err) : TQ_FAILED;
		OK(got == rows[i].verdict, "F2.11 %s", rows[i].line);
		IS_STR(err.text, rows[i].text, "C3.6 and says what is wrong");
	}
	tq_reader_free(reader);
}

int
main(void)
{
	int type;

	for (type = 0; type < TQ_TYPE_OTHER; type++)
		test_file((enum tq_type)type);
	test_records();
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "t.h"

#include "base/buf.h"
#include "base/file.h"
#include "record/schema.h"
#include "record/reader.h"

static struct tq_err err;

#define DECIMAL_PATTERN "^-?(0|[1-9][0-9]*)(\\\\.[0-9]+)?([eE][+-]?[0-9]+)?$"
#define INTERVAL_PATTERN \
	"^([1-9][0-9]*([smhdwMtvq]|[tvq]i)|(0|[1-9][0-9]*)\\\\.[0-9]*[1-9][vq])$"

/* What JSON Schema says of a kind; a field that may be left out may be null. */
static void
put_rule(struct tq_buf *out, const struct tq_schema_field *f)
{
	bool null = !f->required || f->kind == TQ_KIND_TIME_OR_NULL;
	const char *or_null = null ? ", {\"type\": \"null\"}" : "";
	char named[64];

	snprintf(named, sizeof(named), null ? "[\"%s\", \"null\"]" : "\"%s\"",
		 f->kind == TQ_KIND_BOOL ? "boolean" : f->kind == TQ_KIND_ARRAY ? "array"
										: "string");
	switch (f->kind) {
	case TQ_KIND_TEXT:
	case TQ_KIND_BOOL:
	case TQ_KIND_ARRAY: tq_buf_printf(out, "{\"type\": %s}", named); break;
	case TQ_KIND_TIME:
	case TQ_KIND_TIME_OR_NULL:
		tq_buf_printf(out, "{\"type\": %s, \"format\": \"date-time\"}", named);
		break;
	case TQ_KIND_INTERVAL:
		tq_buf_printf(out, "{\"type\": %s, \"pattern\": \"" INTERVAL_PATTERN "\"}", named);
		break;
	case TQ_KIND_DECIMAL:
		tq_buf_printf(out, "{\"anyOf\": [{\"type\": \"number\"}, {\"type\": \"string\", "
			      "\"pattern\": \"" DECIMAL_PATTERN "\"}%s]}", or_null);
		break;
	case TQ_KIND_WHOLE:
		tq_buf_printf(out, "{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"string\", "
			      "\"pattern\": \"^-?[0-9]+$\"}%s]}", or_null);
		break;
	case TQ_KIND_CHOICE:
		tq_buf_puts(out, "{\"enum\": [\"");
		for (const char *p = f->choices; *p != '\0'; p++)
			tq_buf_puts(out, *p == '|' ? "\", \"" : (char[]){*p, '\0'});
		tq_buf_puts(out, null ? "\", null]}" : "\"]}");
		break;
	case TQ_KIND_ANY:
	default: tq_buf_puts(out, "true"); break;
	}
}

/* The schema file names the same fields, kinds and required ones as the table, in its order. */
static void
test_file(enum tq_type type)
{
	struct tq_buf path = {0}, file = {0}, want = {0}, properties = {0};
	const struct tq_schema_field *fields;
	size_t n, i;

	tq_buf_printf(&path, "share/schemas/%s.json", tq_type_name(type));
	if (!OK(tq_read_file(tq_buf_text(&path), 1 << 20, &file, &err), "%s is there",
		tq_buf_text(&path)))
		return;
	fields = tq_schema_of(type, &n);
	tq_buf_puts(&want, "\t\"required\": [\"type\"");
	tq_buf_printf(&properties, "\t\"properties\": {\n\t\t\"type\": {\"const\": \"%s\"}",
		      tq_type_name(type));
	for (i = 0; i < n; i++) {
		struct tq_str name = tq_field_name(fields[i].field);

		if (fields[i].required)
			tq_buf_printf(&want, ", \"%.*s\"", TQ_STR_ARG(name));
		tq_buf_printf(&properties, ",\n\t\t\"%.*s\": ", TQ_STR_ARG(name));
		put_rule(&properties, &fields[i]);
	}
	tq_buf_printf(&want, "],\n%s\n\t}\n}\n", tq_buf_text(&properties));
	OK(strstr(tq_buf_text(&file), tq_buf_text(&want)) != NULL,
	   "C2.18 %s: the file says of each field what the table says", tq_type_name(type));
	tq_buf_fini(&path);
	tq_buf_fini(&file);
	tq_buf_fini(&want);
	tq_buf_fini(&properties);
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
		     "field \"symbol\" is null"},
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

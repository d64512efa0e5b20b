/* SPDX-License-Identifier: ISC */
#include "record/reader.h"
#include "base/buf.h"
#include "base/rng.h"
#include "t.h"

#include <stdlib.h>

/* A line in memory as the reader wants it: newline and padding behind it. */
static char line_text[1 << 21];

static const char *
padded(const char *text, size_t n)
{
	memcpy(line_text, text, n);
	line_text[n] = '\n';
	memset(line_text + n + 1, 'x', TQ_SCAN_PAD);
	return line_text;
}

static struct tq_reader *
new_reader(void)
{
	static const int fields[] = {TQ_F_time,	 TQ_F_symbol, TQ_F_open, TQ_F_close,
				     TQ_F_volume, TQ_F_closed, TQ_F_value, TQ_F_synthetic,
				     TQ_F_n};
	struct tq_reader *reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		tq_reader_want(reader, fields[i]);
	return reader;
}

static const struct {
	const char *line, *fault;
} refused[] = {
	{"", "byte 1: empty line"},
	{"   ", "byte 4: record is cut off"},
	{"[1]", "byte 1: not an object"},
	{"\xef\xbb\xbf{}", "byte 1: byte order mark"},
	{"{", "byte 2: record is cut off"},
	{"{\"a\":1", "byte 7: record is cut off"},
	{"{\"a\":\"b", "byte 8: record is cut off"},
	{"{\"a\":1}x", "byte 8: something behind the record"},
	{"{\"a\":1}{}", "byte 8: something behind the record"},
	{"{\"a\":1,}", "byte 8: not a key"},
	{"{\"a\" 1}", "byte 6: no ':' behind a key"},
	{"{a:1}", "byte 2: not a key"},
	{"{\"a\":01}", "byte 6: number with a leading zero"},
	{"{\"a\":-}", "byte 7: not a value"},
	{"{\"a\":1.}", "byte 8: number without digits behind the point"},
	{"{\"a\":1e}", "byte 8: number without digits in the exponent"},
	{"{\"a\":+1}", "byte 6: not a value"},
	{"{\"a\":.5}", "byte 6: not a value"},
	{"{\"a\":NaN}", "byte 6: not a value"},
	{"{\"a\":Infinity}", "byte 6: not a value"},
	{"{\"a\":nul}", "byte 6: not a value"},
	{"{\"a\":[1,2}", "byte 10: neither ',' nor ']'"},
	{"{\"a\":[1 2]}", "byte 9: neither ',' nor ']'"},
	{"{\"a\":1,\"a\":2}", "byte 9: key stands twice in an object"},
	{"{\"a\":1,\"\\u0061\":2}", "byte 9: key stands twice in an object"},
	{"{\"b\":{\"a\":1,\"a\":2}}", "byte 14: key stands twice in an object"},
	{"{\"a\":\"\x01\"}", "byte 7: control character 0x01"},
	{"{\"a\":\"\t\"}", "byte 7: control character 0x09"},
	{"{\"a\":\"\xff\"}", "byte 7: invalid UTF-8"},
	{"{\"a\":\"\xc0\xaf\"}", "byte 7: invalid UTF-8"},
	{"{\"a\":\"\xed\xa0\x80\"}", "byte 7: invalid UTF-8"},
	{"{\"a\":\"\xf4\x90\x80\x80\"}", "byte 7: invalid UTF-8"},
	{"{\"a\":\"\\x\"}", "byte 7: escape that JSON does not have"},
	{"{\"a\":\"\\u12\"}", "byte 7: \\u without four hexadecimal digits"},
	{"{\"a\":\"\\ud800\"}", "byte 7: half of a surrogate pair"},
	{"{\"a\":\"\\udc00\"}", "byte 7: half of a surrogate pair"},
};

static void
refuses(void)
{
	struct tq_reader *reader = new_reader();
	struct tq_err err = {0};
	size_t n;

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		size_t length = strlen(refused[i].line);
		const char *text = padded(refused[i].line, length);
		struct tq_rec *rec = tq_reader_line(reader, text, text + length + 1, &n, &err);

		OK(rec == NULL && n == length, "refused: %s", refused[i].fault);
		IS_STR(err.text, refused[i].fault, "its place and reason");
	}
	{
		const char *text = padded("{\"a\":\"\0\"}", 9);

		OK(tq_reader_line(reader, text, text + 10, &n, &err) == NULL,
		   "a NUL byte is refused");
		IS_STR(err.text, "byte 7: control character 0x00", "its place and reason");
	}
	tq_reader_free(reader);
}

static void
reads_values(void)
{
	static const char text[] =
		"{\"type\":\"bar\",\"time\":\"2024-01-01T00:00:00Z\",\"symbol\":\"B\\/U\","
		"\"open\":7189.430,\"close\":-0.00000001,\"volume\":\"12.50\",\"closed\":null,"
		"\"value\":123456789012345678901234567890.5}\r";
	struct tq_reader *reader = new_reader();
	struct tq_err err = {0};
	const char *line = padded(text, sizeof(text) - 1);
	struct tq_buf decoded = {0};

	for (int pass = 0; pass < 2; pass++) {
		size_t n;
		struct tq_rec *rec = tq_reader_line(reader, line, line + sizeof(text), &n, &err);
		struct tq_dec x;
		struct tq_str s;
		char digits[TQ_DEC_TEXT + 1];

		if (!OK(rec != NULL, "way %d: read (%s)", pass, err.text))
			return;
		IS_INT(rec->type, TQ_TYPE_BAR, "type");
		OK(tq_rec_dec(rec, TQ_F_open, &x, &err) && x.m == 7189430 && x.scale == 3, "open");
		OK(tq_rec_dec(rec, TQ_F_close, &x, &err) && x.m == -1 && x.scale == 8, "close");
		OK(tq_rec_dec(rec, TQ_F_volume, &x, &err) && tq_dec_eq(x, tq_dec(125, 1)),
		   "F2.7 a numeric string is a number");
		OK(!tq_rec_has(rec, TQ_F_closed), "null counts as not there");
		OK(tq_rec_dec(rec, TQ_F_value, &x, &err), "31 digits are exact");
		digits[tq_dec_format(x, digits)] = '\0';
		IS_STR(digits, "123456789012345678901234567890.5", "31 digits come back");
		OK(tq_rec_str(rec, TQ_F_symbol, &s, &err) && tq_str_is(s, "B\\/U"), "as written");
		tq_buf_clear(&decoded);
		tq_value_decode(tq_rec_value(rec, TQ_F_symbol), &decoded);
		IS_STR(tq_buf_text(&decoded), "B/U", "decoded");
		OK(!tq_rec_dec(rec, TQ_F_high, &x, &err), "an absent field");
		IS_STR(err.text, "missing field \"high\"", "F3.1 names the field");
		OK(!tq_rec_dec(rec, TQ_F_time, &x, &err), "a wrong kind");
	}
	tq_buf_fini(&decoded);
	tq_reader_free(reader);
}

static void
limits(void)
{
	struct tq_reader *reader = new_reader();
	struct tq_err err = {0};
	struct tq_buf buf = {0};
	size_t n;

	for (int depth = 127; depth <= 128; depth++) {
		const char *text;

		tq_buf_clear(&buf);
		tq_buf_puts(&buf, "{\"a\":");
		for (int i = 0; i < depth; i++)
			tq_buf_puts(&buf, "[");
		for (int i = 0; i < depth; i++)
			tq_buf_puts(&buf, "]");
		tq_buf_puts(&buf, "}");
		text = padded(buf.p, buf.n);
		OK((tq_reader_line(reader, text, text + buf.n + 1, &n, &err) != NULL) ==
			   (depth == 127),
		   "depth %d", depth + 1);
	}
	tq_buf_clear(&buf);
	tq_buf_puts(&buf, "{");
	for (int i = 0; i < 60000; i++)
		tq_buf_printf(&buf, "\"k%d\":0,", i);
	tq_buf_puts(&buf, "\"k777\":0}");
	{
		const char *text = padded(buf.p, buf.n);

		OK(tq_reader_line(reader, text, text + buf.n + 1, &n, &err) == NULL,
		   "a key that stands twice among 60,001 is found");
	}
	tq_buf_fini(&buf);
	tq_reader_free(reader);
}

/* An instant that the shape cache found is the one that the text says. */
static bool
same_time(const struct tq_rec *a, const struct tq_rec *b)
{
	struct tq_err err;
	tq_time x = 0, y = 0;
	bool ok = tq_rec_time(a, TQ_F_time, &x, &err);

	return ok == tq_rec_time(b, TQ_F_time, &y, &err) && x == y;
}

static bool
same_record(const struct tq_rec *a, const struct tq_rec *b)
{
	if (a->type != b->type || a->n != b->n || memcmp(a->has, b->has, sizeof(a->has)) != 0)
		return false;
	for (int f = 0; f < TQ_F_MAX; f++) {
		const struct tq_value *x = tq_rec_value(a, f), *y = tq_rec_value(b, f);

		if (x == NULL || y == NULL) /* both or neither */
			continue;
		if (x->kind != y->kind || x->text != y->text || x->n != y->n ||
		    (x->kind == TQ_NUMBER && (x->scale != y->scale || (x->scale >= 0 && x->m != y->m))) ||
		    (x->kind == TQ_STRING && x->escaped != y->escaped))
			return false;
	}
	return same_time(a, b);
}

/* Lines of few shapes with one byte changed now and then; of one symbol if there is one. */
static size_t
random_line(struct tq_rng *rng, const char *symbol, char *out)
{
	static const char *const symbols[] = {"BTC/USDT", "E", "a\\u00e9", "\xc3\xa9\xe2\x82\xac"};
	static const char *const values[] = {"1", "-2.50", "0.1", "1e5", "12345678.125", "null",
					     "true", "\"7\"", "123456789012345678", "[1,{}]",
					     "12345678901234567890", "0.0000000000000001"};
	const char *v = values[tq_rng_below(rng, TQ_COUNT(values))];
	const char *w = values[tq_rng_below(rng, TQ_COUNT(values))];
	const char *s = symbol != NULL ? symbol : symbols[tq_rng_below(rng, TQ_COUNT(symbols))];
	int n = tq_rng_below(rng, 2)
			? sprintf(out,
				  "{\"type\":\"bar\",\"time\":\"2024-0%d-29T%02d:%02d:%02d%s\","
				  "\"symbol\":\"%s\",\"open\":%s,\"close\":%s}",
				  (int)tq_rng_below(rng, 3) + 1, (int)tq_rng_below(rng, 2) * 23,
				  (int)tq_rng_below(rng, 62), (int)tq_rng_below(rng, 62),
				  tq_rng_below(rng, 8) ? "Z" : ".5Z", s, v, w)
			: sprintf(out, "{ \"close\" : %s, \"x\": %s, \"type\": \"equity\" ,\"value\":1.5 } ", v, w);

	if (tq_rng_below(rng, 4) == 0)
		out[tq_rng_below(rng, (uint64_t)n)] = "\"\\,:{}[]0-.eE\x01\xc3 n"[tq_rng_below(rng, 17)];
	return (size_t)n;
}

/* The record's number, and all that records of that number are to have in common. */
struct likeness {
	uint64_t alike, fixed, has[TQ_F_MAX / 64];
	struct tq_buf values;
};

/* 0: against what such a record was before; 1: it is the first one, or has no number. */
static int
likeness_of(const struct tq_rec *rec, struct likeness *last)
{
	struct likeness now = {.alike = rec->alike, .fixed = rec->fixed};
	int answer = 1;

	if (rec->alike == 0)
		return 1;
	memcpy(now.has, rec->has, sizeof(now.has));
	for (int f = 0; f < 64; f++) {
		const struct tq_value *v = &rec->value[f];

		if (rec->fixed >> f & 1)
			tq_buf_printf(&now.values, "%d:%d:%.*s,", f, v->kind, (int)v->n, v->text);
	}
	tq_buf_text(&now.values);
	if (last->alike == now.alike)
		answer = last->fixed != now.fixed || memcmp(last->has, now.has, sizeof(now.has)) ||
				 last->values.n != now.values.n ||
				 memcmp(last->values.p, now.values.p, now.values.n) != 0
			 ? 0 : 2;
	tq_buf_fini(&last->values);
	*last = now;
	return answer;
}

/* A symbol that stays for `stay` lines is frozen into the shape; 0: it never does. */
static void
shape_cache_equals_general_scanner(int stay)
{
	static const char *const symbols[] = {"ETH/USDT", "ETH/USDC", "BTC", "\xe2\x82\xac"};
	struct tq_reader *cached = new_reader(), *general = new_reader();
	struct tq_rng rng = {20240101};
	struct likeness last = {0};
	char text[512];
	int different = 0, accepted = 0, likeness[3] = {0};

	for (int i = 0; i < 200000; i++) {
		const char *symbol = stay > 0 ? symbols[i / stay % 4] : NULL;
		size_t length = random_line(&rng, symbol, text), n;
		const char *line = padded(text, length);
		struct tq_err err_c = {0}, err_g = {0};
		struct tq_rec *c = tq_reader_line(cached, line, line + length + 1, &n, &err_c);
		struct tq_rec *g = tq_reader_line_general(general, line, length, &err_g);

		accepted += c != NULL;
		if ((c == NULL) != (g == NULL) || n != length ||
		    (c == NULL ? strcmp(err_c.text, err_g.text) != 0 : !same_record(c, g)))
			different++;
		if (c != NULL)
			likeness[likeness_of(c, &last)]++;
	}
	OK(likeness[0] == 0, "records of one number are alike (%d of them)", likeness[2]);
	OK(likeness[2] > 1000, "and many have one");
	tq_buf_fini(&last.values);
	OK(accepted > 70000 && accepted < 199000, "some of both kinds (%d accepted)", accepted);
	OK(different == 0, "L6 the shape cache reads what the general scanner reads (%d)", stay);
	tq_reader_free(cached);
	tq_reader_free(general);
}

/*
 * Members of a bar in any order, mostly as they were, some twice or of a wrong
 * form. Whether a name begins as another does ("close" and "closed") or is very
 * short decides how names are told apart: the flag's name is the caller's.
 */
static size_t
shuffled_line(struct tq_rng *rng, int i, const char *flag, char *out)
{
	static const char *const prices[] = {"1.25", "22.50", "7", "0.1", "12345678.125", "-1",
					     "01", "1.", "null", "\"7\"", "123456789", "1e5", "00"};
	static const char *const flags[] = {"true", "true", "false", "tru", "1"};
	static const char *const symbols[] = {"A", "BTC/USDT", "\xe2\x82\xac", "ETHUSD"};
	char member[9][80];
	int n = 7 + (tq_rng_below(rng, 4) == 0), used = 0;

	sprintf(member[0], "\"type\":\"%s\"", tq_rng_below(rng, 4000) ? "bar" : "tick");
	sprintf(member[1], "\"time\":\"2024-01-%02dT%02d:00:%02dZ\"", i / 500 % 33, i % 24,
		(int)tq_rng_below(rng, 61));
	sprintf(member[2], "\"symbol\":\"%s\"", symbols[i / 700 % 4]);
	sprintf(member[3], "\"open\":%s", prices[tq_rng_below(rng, 60) ? tq_rng_below(rng, 4) : tq_rng_below(rng, 13)]);
	sprintf(member[4], "\"close\":%s", prices[tq_rng_below(rng, 60) ? tq_rng_below(rng, 2) : tq_rng_below(rng, 13)]);
	sprintf(member[5], "\"volume\":%d.%d", (int)tq_rng_below(rng, 300), (int)tq_rng_below(rng, 1000));
	sprintf(member[6], "\"%s\":%s", flag, flags[tq_rng_below(rng, 800) ? 0 : tq_rng_below(rng, 5)]);
	sprintf(member[7], "\"x%d\":%d", (int)tq_rng_below(rng, 3), i);
	if (tq_rng_below(rng, 20) == 0)
		strcpy(member[n++], member[tq_rng_below(rng, 7)]);
	for (int left = n; left > 0; left--) {
		uint64_t j = tq_rng_below(rng, (uint64_t)left);

		used += sprintf(out + used, "%s%s%s", left == n ? "{" : ",",
				tq_rng_below(rng, 80) ? "" : " ", member[j]);
		memmove(member[j], member[left - 1], sizeof(*member));
	}
	used += sprintf(out + used, "}");
	if (tq_rng_below(rng, 8) == 0)
		out[tq_rng_below(rng, (uint64_t)used)] = "\"\\,:{}[]0-.eE\x01\xc3 n"[tq_rng_below(rng, 17)];
	return (size_t)used;
}

/* What a number promises of the records that have it. */
static bool
keeps_promise(const struct tq_rec *rec)
{
	static struct {
		uint64_t number, fixed, has[TQ_F_MAX / 64];
		enum tq_type type;
		char text[64][80];
	} last;
	bool kept = true, same = rec->alike == last.number;

	if (rec->alike == 0)
		return true;
	if (same)
		kept = rec->fixed == last.fixed && rec->type == last.type &&
		       memcmp(rec->has, last.has, sizeof(last.has)) == 0;
	last.number = rec->alike;
	last.fixed = rec->fixed;
	last.type = rec->type;
	memcpy(last.has, rec->has, sizeof(last.has));
	for (int f = 0; f < 64; f++) {
		char text[80];

		if (!(rec->fixed >> f & 1))
			continue;
		snprintf(text, sizeof(text), "%d %.*s", rec->value[f].kind, (int)rec->value[f].n,
			 rec->value[f].text);
		kept = kept && (!same || strcmp(text, last.text[f]) == 0);
		strcpy(last.text[f], text);
	}
	return kept;
}

static void
members_equal_general_scanner(const char *flag)
{
	struct tq_reader *known = new_reader(), *general = new_reader();
	struct tq_rng rng = {20261121};
	char text[1024];
	int different = 0, broken = 0, accepted = 0, alike = 0;

	for (int i = 0; i < 200000; i++) {
		size_t length = shuffled_line(&rng, i, flag, text), n;
		const char *line = padded(text, length);
		struct tq_err err_k = {0}, err_g = {0};
		struct tq_rec *k = tq_reader_line(known, line, line + length + 1, &n, &err_k);
		struct tq_rec *g = tq_reader_line_general(general, line, length, &err_g);

		accepted += k != NULL;
		alike += k != NULL && k->alike != 0;
		broken += k != NULL && !keeps_promise(k);
		if ((k == NULL) != (g == NULL) || n != length ||
		    (k == NULL ? strcmp(err_k.text, err_g.text) != 0 : !same_record(k, g)))
			different++;
	}
	OK(accepted > 100000 && accepted < 190000, "some of both kinds (%d accepted)", accepted);
	IS_INT(different, 0, "L6 known members are read as the general scanner reads them");
	IS_INT(broken, 0, "records of one number have what is fixed in common");
	OK(alike > 1000, "some have one (%d)", alike);
	tq_reader_free(known);
	tq_reader_free(general);
}

/* What is wrong or cut off at a line's end is never made up for by the next line's bytes. */
static void
known_members_stay_in_their_line(void)
{
	static const char *const wrong[] = {
		"{\"time\":\"2024-01-01T00:00:00\n\",\"open\":1.25}\n",
		"{\"open\":1.25,\"time\":\"2024-01-01T00:00:00Z\n,\"open\":1.25}\n",
		"{\"open\":1.25,\"time\":\"2024-01-01T\n00:00:00Z\"}\n",
		"{\"open\":1.25,\"time\":\"2024-01-01T12,\"a\":\"Z\"}\n",
		"{\"open\":1.25,\"time\":\"2024-01-01T12,aaaaaZ\"}\n",
		"{\"open\":1.25,\"time\":\"2024-01-01T24:00:00Z\"}\n",
		"{\"open\":1.25,\"time\":\"2024-01-01T24:00:00Z\",\"open\":1.25}\n",
		"{\"open\":1.\n5,\"time\":\"2024-01-01T00:00:00Z\"}\n",
		"{\"open\":1.25\n,\"time\":\"2024-01-01T00:00:00Z\"}\n",
		"{\"open\":1.25,\n\"time\":\"2024-01-01T00:00:00Z\"}\n",
		"{\"time\":null,\"open\":1.25}\n",
		"\xef\xbb\xbf{\"open\":1.25}\n",
		"\n",
		"{\"open\":1.25}}\n",
		"{\"open\":1.25} \r\n"
	};
	struct tq_reader *known = new_reader(), *general = new_reader();

	for (size_t i = 0; i < 200 + TQ_COUNT(wrong); i++) {
		bool last = i >= 200;
		char text[256];
		int length = last ? sprintf(text, "%s", wrong[i - 200])
				  : sprintf(text, "{\"x%zu\":1,\"open\":1.25,"
					    "\"time\":\"2024-01-01T%02zu:00:00Z\"}\n", i, i % 24);
		const char *block = padded(text, (size_t)length), *limit = block + length;

		for (const char *line = block; line < limit;) {
			struct tq_err err_k = {0}, err_g = {0};
			size_t n, m = strcspn(line, "\n");
			struct tq_rec *k = tq_reader_line(known, line, limit, &n, &err_k);
			struct tq_rec *g = tq_reader_line_general(general, line, m, &err_g);
			bool same = n == m && (k == NULL) == (g == NULL) &&
				    (k == NULL ? strcmp(err_k.text, err_g.text) == 0
					       : same_record(k, g));

			if (last || !same)
				OK(same, "L6 a line of known members ends at its newline: %.*s",
				   (int)m, line);
			line += m + 1;
		}
	}
	tq_reader_free(known);
	tq_reader_free(general);
}

/* The first and the last hour of all instants are cut: nothing may be guessed there. */
static void
ends_of_time(void)
{
	static const struct {
		const char *time;
		bool ok;
	} cases[] = {
		{"2262-04-11T23:47:16Z", true}, {"2262-04-11T23:47:17Z", false},
		{"2262-04-11T23:00:00Z", true}, {"2262-04-11T23:59:59Z", false},
		{"1677-09-21T00:12:44Z", true}, {"1677-09-21T00:12:43Z", false},
		{"1677-09-21T00:59:59Z", true}, {"1677-09-21T00:00:00Z", false},
		{"2016-12-31T23:59:59Z", true}, {"2016-12-31T23:59:60Z", false},
	};
	struct tq_reader *reader = new_reader();

	for (size_t i = 0; i < TQ_COUNT(cases); i++) {
		char text[64];
		size_t n, length = (size_t)sprintf(text, "{\"time\":\"%s\"}", cases[i].time);
		const char *line = padded(text, length);
		struct tq_err err;
		struct tq_rec *rec = tq_reader_line(reader, line, line + length + 1, &n, &err);
		tq_time t;

		OK(rec != NULL && tq_rec_time(rec, TQ_F_time, &t, &err) == cases[i].ok, "%s %s",
		   cases[i].time, cases[i].ok ? "is an instant" : "is none");
	}
	tq_reader_free(reader);
}

int
main(void)
{
	ends_of_time();
	refuses();
	reads_values();
	limits();
	shape_cache_equals_general_scanner(0);
	shape_cache_equals_general_scanner(1000);
	shape_cache_equals_general_scanner(10);
	members_equal_general_scanner("closed");
	members_equal_general_scanner("synthetic");
	members_equal_general_scanner("n");
	known_members_stay_in_their_line();
	return t_done();
}

/* SPDX-License-Identifier: ISC */
#include "t.h"

#include "base/buf.h"
#include "base/rng.h"
#include "market/bar.h"
#include "record/reader.h"

#include <stdlib.h>

#define BAR_HEAD "{\"type\":\"bar\",\"time\":\"2024-01-31T00:00:00Z\",\"symbol\":\"X\","
#define BAR_TAIL "\"open\":1.50,\"high\":\"2\",\"low\":1,\"close\":1.7,\"volume\":1e3}"

static struct tq_reader *reader;
static struct tq_err err;

static struct tq_reader *
new_reader(void)
{
	struct tq_run run = {.reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE)};

	tq_bar_want(&run);
	return run.reader;
}

static bool
read_bar(const char *line, struct tq_bar *bar)
{
	static char text[1024 + TQ_SCAN_PAD];
	size_t n;
	struct tq_rec *rec;

	snprintf(text, 1024, "%s\n", line);
	rec = tq_reader_line(reader, text, text + strlen(text), &n, &err);
	return rec && tq_bar_read(rec, bar, &err);
}

static void
test_good(void)
{
	struct tq_bar bar;
	struct tq_buf key = {0};
	char text[TQ_TIME_TEXT + 1] = "";

	OK(read_bar(BAR_HEAD "\"venue\":\"v\",\"interval\":\"1M\"," BAR_TAIL, &bar),
	   "a bar is read");
	text[tq_time_format(bar.close_time, text)] = '\0';
	IS_STR(text, "2024-02-01T00:00:00Z", "its close");
	OK(tq_dec_eq(bar.high, tq_dec(2, 0)) && tq_dec_eq(bar.open, tq_dec(15, 1)) &&
	   tq_dec_eq(bar.volume, tq_dec(1000, 0)), "numbers and numbers in strings are exact");
	OK(bar.closed && !bar.synthetic, "what is not said of a bar");
	OK(tq_str_eq(tq_bar_key(&bar, &key), (struct tq_str){"v\0X\0001M", 6}), "its series");
	OK(read_bar(BAR_HEAD "\"interval\":\"1h\",\"closed\":false,\"synthetic\":true," BAR_TAIL,
		    &bar) && !bar.closed && bar.synthetic && bar.venue.n == 0,
	   "the venue may be absent, flags are read");
	OK(tq_str_eq(tq_bar_key(&bar, &key), (struct tq_str){"\0X\0001h", 5}),
	   "a series of no venue");
	tq_buf_fini(&key);
}

static void
test_close_time(void)
{
	struct tq_bar bar;
	char text[TQ_TIME_TEXT + 1] = "";

	OK(read_bar(BAR_HEAD "\"interval\":\"100t\",\"close_time\":\"2024-01-31T00:00:07.5Z\","
		    BAR_TAIL, &bar), "an information bar is read");
	text[tq_time_format(bar.close_time, text)] = '\0';
	IS_STR(text, "2024-01-31T00:00:07.500Z", "L1 it is known when it says so");
	OK(read_bar(BAR_HEAD "\"interval\":\"1d\",\"close_time\":\"2024-01-31T21:00:00Z\","
		    BAR_TAIL, &bar) && bar.close_time == bar.time + 21 * TQ_HOUR,
	   "a session's day closes with the session");
}

static void
test_bad(void)
{
	static const struct {
		const char *line, *text;
	} rows[] = {
		{BAR_HEAD BAR_TAIL, "missing field \"interval\""},
		{BAR_HEAD "\"interval\":\"1H\"," BAR_TAIL,
		 "field \"interval\" is not an interval like 1m: 1H"},
		{BAR_HEAD "\"interval\":\"100t\"," BAR_TAIL, "missing field \"close_time\""},
		{BAR_HEAD "\"interval\":\"100t\",\"close_time\":\"2024-01-30T23:59:59Z\"," BAR_TAIL,
		 "close_time is before time"},
		{BAR_HEAD "\"interval\":60," BAR_TAIL, "field \"interval\" is not a string: 60"},
		{BAR_HEAD "\"interval\":\"1d\",\"open\":1,\"high\":2,\"low\":1,\"volume\":1}",
		 "missing field \"close\""},
		{BAR_HEAD "\"interval\":\"1d\",\"open\":1,\"high\":null,\"low\":1,\"close\":1,"
			  "\"volume\":1}",
		 "field \"high\" is null"},
		{BAR_HEAD "\"interval\":\"1d\",\"open\":1,\"high\":\"NaN\",\"low\":1,\"close\":1,"
			  "\"volume\":1}",
		 "field \"high\" is not a number: NaN"},
		{"{\"type\":\"bar\",\"time\":1704067200,\"symbol\":\"X\",\"interval\":"
		 "\"1d\"," BAR_TAIL,
		 "field \"time\" is not an RFC 3339 time: 1704067200"},
		{BAR_HEAD "\"interval\":\"1d\",\"closed\":1," BAR_TAIL,
		 "field \"closed\" is not true or false: 1"}};
	struct tq_bar bar;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool ok = read_bar(rows[i].line, &bar);

		OK(!ok && err.status == TQ_DATA, "C3.6 refused as bad data: %s", rows[i].text);
		IS_STR(err.text, rows[i].text, "C3.6 with field and value");
	}
}

static bool
is_text(struct tq_str a, struct tq_str b)
{
	return a.p == b.p && a.n == b.n;
}

static bool
is_same(const struct tq_bar *a, const struct tq_bar *b)
{
	return a->time == b->time && a->close_time == b->close_time &&
	       is_text(a->symbol, b->symbol) && is_text(a->venue, b->venue) &&
	       is_text(a->interval_text, b->interval_text) &&
	       tq_interval_eq(a->interval, b->interval) && tq_dec_eq(a->open, b->open) &&
	       tq_dec_eq(a->high, b->high) && tq_dec_eq(a->low, b->low) &&
	       tq_dec_eq(a->close, b->close) && tq_dec_eq(a->volume, b->volume) &&
	       a->closed == b->closed && a->synthetic == b->synthetic;
}

/* A bar of one shape whose values change now and then, and then stay a while. */
static void
random_bar(struct tq_rng *rng, char *out, size_t size)
{
	static const char *const symbols[] = {"\"X\"", "\"BTC/USDT\"", "\"Y\"", "7", "null"};
	static const char *const intervals[] = {"\"1h\"", "\"1m\"", "\"1M\"", "\"100t\"", "\"x\""};
	static const char *const flags[] = {"true", "false", "true", "null", "1"};
	static const char *const numbers[] = {"1.5", "1e3", "\"2\"", "12345678901234567890", "-0.0"};
	static const char *const ends[] = {"", ",\"close_time\":\"2024-02-01T00:00:00Z\"",
					   ",\"venue\":\"v\"", ",\"venue\":null", ",\"a\":1"};
	static unsigned at[5];
	size_t which = tq_rng_below(rng, 1000);

	if (which < 5)
		at[which] = (unsigned)tq_rng_below(rng, 5);
	else if (which < 20)
		at[which % 5] = 0;
	snprintf(out, size,
		 "{\"type\":\"bar\",\"time\":\"2024-01-31T%02d:00:00Z\",\"symbol\":%s,"
		 "\"interval\":%s,\"open\":1,\"high\":2,\"low\":1,\"close\":%s,\"volume\":4,"
		 "\"closed\":%s%s}\n", (int)tq_rng_below(rng, 24), symbols[at[0]],
		 intervals[at[1]], numbers[at[2]], flags[at[3]], ends[at[4]]);
}

/* What is kept changes nothing of what is read. */
static void
test_next(void)
{
	static char text[1024 + TQ_SCAN_PAD];
	struct tq_rng rng = {7};
	struct tq_bar_kept kept = {0};
	int different = 0, read = 0, quick = 0;

	for (int i = 0; i < 100000; i++) {
		struct tq_bar a, b;
		struct tq_err err_b;
		struct tq_rec *rec;
		bool good;
		size_t n;

		if (i % 1000 == 0) {     /* one that has seen nothing change yet */
			tq_reader_free(reader);
			reader = new_reader();
		}
		random_bar(&rng, text, 1024);
		rec = tq_reader_line(reader, text, text + strlen(text), &n, &err);
		if (!rec)
			continue;
		quick += rec->alike != 0 && rec->alike == kept.alike;
		good = tq_bar_read(rec, &a, &err);
		read += good;
		if (tq_bar_read_next(&kept, rec, &b, &err_b) != good ||
		    (good ? !is_same(&a, &b) : strcmp(err.text, err_b.text) != 0))
			different++;
	}
	OK(different == 0, "L6 bars that are alike are read as they are");
	OK(read > 10000 && quick > 10000, "and many are (%d of %d)", quick, read);
}

int
main(void)
{
	reader = new_reader();
	test_good();
	test_close_time();
	test_bad();
	test_next();
	tq_reader_free(reader);
	return t_done();
}

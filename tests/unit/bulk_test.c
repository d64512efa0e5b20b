/* SPDX-License-Identifier: ISC */
/* Files of bulk archives: each row a record, or the file is refused whole with its reason. */
#include "base/file.h"
#include "base/rng.h"
#include "import/bulk.h"
#include "import/bulk_row.h"
#include "record/reader.h"

#include "t.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/tq-bulk-test-XXXXXX";
static char path[64];

static const struct tq_bulk_form klines = {
	.columns = "time,open,high,low,close,volume,-,quote_volume,trades,taker_buy_volume,-,-",
	.unit_by_magnitude = true, .header_maybe = true, .made = TQ_MADE_BAR,
	.symbol = "BTC/USDT", .venue = "binance", .interval = "1m", .source = "archive",
};
static const struct tq_bulk_form trades = {
	.columns = "id,price,qty,-,-,time,buyer_maker,-", .unit_by_magnitude = true,
	.made = TQ_MADE_TICK, .symbol = "BTC/USDT", .venue = "binance",
};
static const struct tq_bulk_form rates = {
	.columns = "time,-,rate", .unit = TQ_UNIT_MS, .header_maybe = true,
	.made = TQ_MADE_FUNDING, .symbol = "BTC/USDT", .venue = "binance-um",
};

/* A zip of members, name and text in turns, NULL at the end. */
static void
make_zip(const char *const *member)
{
	struct archive *a = archive_write_new();

	archive_write_set_format_zip(a);
	OK(archive_write_open_filename(a, path) == ARCHIVE_OK, "a zip is begun");
	for (; *member; member += 2) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, member[0]);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_perm(entry, 0600);
		archive_entry_set_size(entry, (int64_t)strlen(member[1]));
		archive_write_header(a, entry);
		archive_write_data(a, member[1], strlen(member[1]));
		archive_entry_free(entry);
	}
	OK(archive_write_close(a) == ARCHIVE_OK, "and ended");
	archive_write_free(a);
}

static bool
read_csv(const char *csv, const struct tq_bulk_form *form, struct tq_bulk *bulk,
	 struct tq_err *err)
{
	make_zip((const char *const[]){"a.csv", csv, NULL});
	return tq_bulk_read(path, form, TQ_TIME_NONE + 1, INT64_MAX, bulk, err);
}

static void
expect(const char *csv, const struct tq_bulk_form *form, const char *want, const char *what)
{
	struct tq_bulk bulk;
	struct tq_err err = {0};

	if (OK(read_csv(csv, form, &bulk, &err), "%s: %s", what, err.text))
		IS_STR(tq_buf_text(&bulk.text), want, what);
	tq_bulk_fini(&bulk);
}

static void
expect_refused(const char *csv, const struct tq_bulk_form *form, const char *reason)
{
	struct tq_bulk bulk;
	struct tq_err err = {0};

	OK(!read_csv(csv, form, &bulk, &err) && err.status == TQ_DATA &&
	   strstr(err.text, reason) && bulk.text.p == NULL && bulk.n == 0,
	   "refused whole: %s: %s", reason, err.text);
}

#define HEADER "open_time,open,high,low,close,volume,close_time,quote_volume,count," \
	"taker_buy_volume,taker_buy_quote_volume,ignore\n"
#define ROW(time, open) time "," open ",4.5,-0,42283.58000000,5,99,6,7,8.90,9,0\n"
#define RECORD(time, open) "{\"type\":\"bar\",\"time\":\"" time "\",\"symbol\":\"BTC/USDT\"," \
	"\"venue\":\"binance\",\"interval\":\"1m\",\"open\":" open ",\"high\":4.5,\"low\":-0," \
	"\"close\":42283.58000000,\"volume\":5,\"quote_volume\":6,\"trades\":7," \
	"\"taker_buy_volume\":8.90,\"source\":\"archive\"}\n"

static void
test_rows(void)
{
	expect(ROW("1735689540000", "1.0") ROW("1735689600000000", "1.10"), &klines,
	       RECORD("2024-12-31T23:59:00Z", "1.0") RECORD("2025-01-01T00:00:00Z", "1.10"),
	       "C0.20 ms and us in one run over 2025-01-01");
	expect(HEADER ROW("1735689540000", "1"), &klines, RECORD("2024-12-31T23:59:00Z", "1"),
	       "a header is passed over");
	expect("1735689540000,1,4.5,-0,42283.58000000,5,99,6,7,8.90,9,0", &klines,
	       RECORD("2024-12-31T23:59:00Z", "1"), "the last line need not end");
	expect("1735689540000,1,4.5,-0,42283.58000000,5,99,6,7,8.90,9,0\r\n", &klines,
	       RECORD("2024-12-31T23:59:00Z", "1"), "lines may end in CR LF");
	expect(ROW("1735689540001", "1E-8"), &klines,
	       RECORD("2024-12-31T23:59:00.001Z", "0.00000001"),
	       "numbers with an exponent are written without, exactly");
	expect("17,1.5,2,3,4,1735689600123456,True,True\n18,1.5,2,3,4,1735689600123456,false,x\n",
	       &trades,
	       "{\"type\":\"tick\",\"time\":\"2025-01-01T00:00:00.123456Z\",\"symbol\":\"BTC/USDT\","
	       "\"venue\":\"binance\",\"price\":1.5,\"qty\":2,\"side\":\"sell\",\"id\":\"17\"}\n"
	       "{\"type\":\"tick\",\"time\":\"2025-01-01T00:00:00.123456Z\",\"symbol\":\"BTC/USDT\","
	       "\"venue\":\"binance\",\"price\":1.5,\"qty\":2,\"side\":\"buy\",\"id\":\"18\"}\n",
	       "the buyer was the maker: the aggressor sold");
	expect("calc_time,funding_interval_hours,last_funding_rate\n1704067200000,8,0.00037409\n",
	       &rates,
	       "{\"type\":\"funding\",\"time\":\"2024-01-01T00:00:00Z\",\"symbol\":\"BTC/USDT\","
	       "\"venue\":\"binance-um\",\"rate\":0.00037409}\n", "funding rates");
}

static void
test_refused_rows(void)
{
	expect_refused(ROW("1735689540000", "1") "x\n", &klines, "line 2: less than 12 columns");
	expect_refused("1,2,3,4,5,6,7,8,9,10,11,12,13\n", &klines, "more than 12 columns");
	expect_refused(ROW("1735689540000", "0x1"), &klines, "'open' is no plain number: '0x1'");
	expect_refused(ROW("1735689540000", ""), &klines, "'open' is no plain number: ''");
	expect_refused(ROW("1735689540000", "NaN"), &klines, "no plain number");
	expect_refused(ROW("1735689540000", "\"1\""), &klines, "no plain number");
	expect_refused(ROW("1735689540000", "01"), &klines, "line 1: 'open'");
	expect_refused(ROW("-1", "1") ROW("1", "1"), &rates, "more than 3 columns");
	expect_refused(ROW("1735689540000", "1") "\n", &klines, "line 2: less than 12");
	expect_refused(ROW("1735689540000", "1") ROW("1735689540000", "1"), &klines,
		       "line 2: its time is not behind");
	expect_refused(HEADER HEADER ROW("1735689540000", "1"), &klines, "line 2: 'time'");
	expect_refused(HEADER, &klines, "no row in it");
	expect_refused("", &klines, "no row in it");
	expect_refused("1,1.5,2,3,4,99999999999999999999,True,True\n", &trades, "'time'");
	expect_refused("1,1.5,2,3,4,1735689600123456,maybe,True\n", &trades,
		       "'buyer_maker' is not known: 'maybe'");
	expect_refused("\"1\",1.5,2,3,4,1735689600123456,True,True\n", &trades, "'id' is quoted");
}

/* A zip bomb is one line that never ends: it is refused before it fills the memory. */
static void
test_long_line(void)
{
	enum { LONG = 8 << 20 };
	char *text = malloc(LONG + 1);
	struct tq_bulk bulk;
	struct tq_err err = {0};

	if (!OK(text != NULL, "memory for a long line"))
		return;
	memset(text, '1', LONG);
	text[LONG] = '\0';
	OK(!read_csv(text, &klines, &bulk, &err) && err.status == TQ_DATA &&
	   strstr(err.text, "line 1: longer than 1048576 bytes"), "X.11 a line without an end: %s",
	   err.text);
	tq_bulk_fini(&bulk);
	free(text);
}

static void
test_synthetic(void)
{
	struct tq_bulk_form marks = klines;

	marks.columns = "time,open,high,low,close,volume";
	marks.synthetic = true;
	expect("1704067200000,1.10,2,0.5,1.50,0\n", &marks,
	       "{\"type\":\"bar\",\"time\":\"2024-01-01T00:00:00Z\",\"symbol\":\"BTC/USDT\","
	       "\"venue\":\"binance\",\"interval\":\"1m\",\"open\":1.10,\"high\":2,\"low\":0.5,"
	       "\"close\":1.50,\"volume\":0,\"synthetic\":true,\"source\":\"archive\"}\n",
	       "F2.30 bars that nobody traded in say so");
}

static void
test_range(void)
{
	struct tq_bulk bulk;
	struct tq_err err = {0};
	tq_time from = 1735689600 * TQ_SECOND;

	make_zip((const char *const[]){"a.csv", ROW("1735689540000", "1")
		 ROW("1735689600000", "2") ROW("1735689660000", "3"), NULL});
	OK(tq_bulk_read(path, &klines, from, from + TQ_MINUTE, &bulk, &err), "read: %s", err.text);
	IS_STR(tq_buf_text(&bulk.text), RECORD("2025-01-01T00:00:00Z", "2"),
	       "rows outside of the range are left out");
	OK(bulk.n == 1 && bulk.row[0].time == from && bulk.row[0].at == 0 &&
	   bulk.row[0].n + 1 == bulk.text.n, "a row says where its line is");
	tq_bulk_fini(&bulk);
}

static void
expect_bad_zip(const char *reason, const char *what)
{
	struct tq_bulk bulk;
	struct tq_err err = {0};

	OK(!tq_bulk_read(path, &klines, 0, INT64_MAX, &bulk, &err) && err.status == TQ_DATA &&
	   strstr(err.text, reason) && bulk.n == 0, "refused: %s: %s", what, err.text);
}

static void
write_file(const char *bytes, size_t n)
{
	struct tq_hold hold;
	struct tq_err err;

	OK(tq_hold_open(&hold, path, false, &err) && tq_write_all(hold.fd, bytes, n, &err) &&
	   tq_hold_commit(&hold, &err), "a file is written");
}

/* F0.9: every cut of a zip, and every bit of its checksum. */
static void
test_damaged(void)
{
	struct tq_buf whole = {0};
	struct tq_err err;
	struct tq_bulk bulk;
	size_t cut, taken = 0;
	char *at;

	make_zip((const char *const[]){"a.csv", ROW("1735689540000", "1")
		 ROW("1735689600000", "2") ROW("1735689660000", "3"), NULL});
	OK(tq_read_file(path, 1 << 20, &whole, &err), "the zip is read");
	for (cut = 1; cut < whole.n; cut++) {
		OK(truncate(path, (off_t)(whole.n - cut)) == 0, "cut off");
		taken += tq_bulk_read(path, &klines, 0, INT64_MAX, &bulk, &err);
	}
	IS_INT(taken, 0, "no zip that is cut off is taken");
	for (at = whole.p; memcmp(at, "PK\1\2", 4) != 0; at++)
		;
	at[16] ^= 1;
	write_file(whole.p, whole.n);
	expect_bad_zip("CRC", "a checksum that is wrong");
	tq_buf_fini(&whole);
}

static void
test_bad_zips(void)
{
	make_zip((const char *const[]){"a.csv", ROW("1735689540000", "1"), "b.csv",
		 ROW("1735689600000", "1"), NULL});
	expect_bad_zip("more than one file in it", "two members");
	make_zip((const char *const[]){"../a.csv", ROW("1735689540000", "1"), NULL});
	expect_bad_zip("a file with a folder", "a name that is a path");
	make_zip((const char *const[]){NULL});
	expect_bad_zip("no zip with a file in it", "an empty zip");
	write_file("", 0);
	expect_bad_zip("no zip with a file in it", "an empty file");
	write_file("<html>404</html>", 16);
	expect_bad_zip("no zip with a file in it", "an error page");
	unlink(path);
}

static void
expect_bad_form(const char *columns, const char *reason)
{
	struct tq_bulk_form form = klines;
	struct tq_bulk_plan plan;
	struct tq_err err = {0};

	form.columns = columns;
	OK(!tq_bulk_plan(&plan, &form, &err) && err.status == TQ_USAGE && strstr(err.text, reason),
	   "a form is refused: %s", err.text);
	tq_bulk_plan_fini(&plan);
}

/* L6: the record is one, and says what the cell said, wherever blocks end. */
static void
test_random_cells(void)
{
	struct tq_rng rng = {3};
	struct tq_reader *reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	struct tq_buf csv = {0};
	struct tq_bulk bulk;
	struct tq_err err = {0};
	enum { ROWS = 20000 };
	size_t good = 0;

	tq_reader_want(reader, TQ_F_volume);
	for (int i = 0; i < ROWS; i++) {
		tq_buf_printf(&csv, "%lld,%llu.%llu,1,1,1,", 1600000000000LL + 60000LL * i,
			      (unsigned long long)tq_rng_below(&rng, 1000000),
			      (unsigned long long)tq_rng_below(&rng, 100000000));
		tq_buf_printf(&csv, "%llu.5,,1,1,1,,\n",
			      (unsigned long long)tq_rng_below(&rng, UINT64_C(1) << 40) * 4096 +
			      (unsigned long long)i);
	}
	OK(read_csv(tq_buf_text(&csv), &klines, &bulk, &err), "many rows: %s", err.text);
	memset(tq_buf_room(&bulk.text, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
	for (size_t i = 0; i < bulk.n; i++) {
		const char *line = bulk.text.p + bulk.row[i].at;
		size_t n;
		struct tq_rec *rec = tq_reader_line(reader, line, line + bulk.row[i].n + 1, &n, &err);
		struct tq_dec volume;

		good += rec && n == bulk.row[i].n && tq_rec_dec(rec, TQ_F_volume, &volume, &err) &&
			tq_dec_round(volume, 0, TQ_ROUND_DOWN).m % 4096 == (tq_i128)(i % 4096);
	}
	IS_INT(good, ROWS, "each row is its record");
	tq_bulk_fini(&bulk);
	tq_buf_fini(&csv);
	tq_reader_free(reader);
}

int
main(void)
{
	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof(path), "%s/a.zip", folder);
	test_rows();
	test_refused_rows();
	test_synthetic();
	test_long_line();
	test_range();
	test_random_cells();
	test_damaged();
	test_bad_zips();
	expect_bad_form("time,open,high,low,close", "volume");
	expect_bad_form("time,open,high,low,close,volume,colour", "unknown field 'colour'");
	expect_bad_form("time,open,high,low,close,volume,symbol", "of no use");
	expect_bad_form("time,open,high,low,close,volume,rate", "of no use");
	rmdir(folder);
	return t_done();
}

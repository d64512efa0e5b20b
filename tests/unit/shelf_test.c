/* SPDX-License-Identifier: ISC */
/* The store: the same records covered in any way are the same bytes; nobody's name leaves it. */
#include "base/file.h"
#include "base/mem.h"
#include "base/rng.h"
#include "record/sink.h"
#include "store/name.h"
#include "store/store.h"

#include "t.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/tq-shelf-test-XXXXXX";
static const struct tq_series_name hourly = {"binance", "bar", "BTC/USDT", "1h"};

enum { BARS = 24 * 100 };

/* Bars of 100 days from 2023-11-20, some of which the venue does not have. */
struct truth {
	tq_time from, to, change;        /* who tells of it changes once */
	struct tq_buf text;
	struct tq_shelf_row row[BARS];
	size_t n;
};

static tq_time
instant(const char *text)
{
	tq_time t = 0;

	OK(tq_time_parse(tq_str(text), &t), "%s is a time", text);
	return t;
}

static void
make_truth(struct truth *truth, struct tq_rng *rng, size_t pad)
{
	size_t at[BARS + 1];

	truth->from = 1700438400 * TQ_SECOND;
	truth->to = truth->from + BARS * TQ_HOUR;
	truth->change = truth->from + (tq_time)tq_rng_below(rng, BARS) * TQ_HOUR;
	truth->n = 0;
	tq_buf_clear(&truth->text);
	for (int i = 0; i < BARS; i++) {
		char time[TQ_TIME_TEXT];
		size_t n = tq_time_format(truth->from + i * TQ_HOUR, time);

		if (tq_rng_below(rng, 50) == 0)
			continue;
		truth->row[truth->n].time = truth->from + i * TQ_HOUR;
		at[truth->n++] = truth->text.n;
		tq_buf_printf(&truth->text, "{\"type\":\"bar\",\"time\":\"%.*s\",\"close\":%llu,"
			      "\"pad\":\"%*s\"}", (int)n, time,
			      (unsigned long long)tq_rng_below(rng, 100000), (int)pad, "");
		if (tq_rng_below(rng, 40) == 0)
			i += (int)tq_rng_below(rng, 30);
	}
	at[truth->n] = truth->text.n;
	for (size_t i = 0; i < truth->n; i++)
		truth->row[i].line = (struct tq_str){truth->text.p + at[i], at[i + 1] - at[i]};
}

static bool
put(struct tq_shelf *shelf, const struct truth *truth, tq_time from, tq_time to,
    struct tq_err *err)
{
	size_t first = 0, end;

	while (first < truth->n && truth->row[first].time < from)
		first++;
	for (end = first; end < truth->n && truth->row[end].time < to; end++)
		;
	return tq_shelf_put(shelf, from, to, from < truth->change ? "archive" : "rest",
			    from < truth->change ? "abc" : NULL, truth->row + first, end - first,
			    err);
}

/* Names, sizes and sums of all files of a store. */
static void
tree(const char *folder, struct tq_buf *out)
{
	struct tq_buf command = {0};
	char block[4096];
	FILE *pipe;
	size_t n;

	tq_buf_printf(&command, "cd '%s' && find . -type f | LC_ALL=C sort | xargs -r sha256sum",
		      folder);
	pipe = popen(tq_buf_text(&command), "r");
	while ((n = fread(block, 1, sizeof(block), pipe)) > 0)
		tq_buf_put(out, block, n);
	pclose(pipe);
	tq_buf_fini(&command);
	tq_buf_text(out);
}

static void
read_back(struct tq_shelf *shelf, tq_time from, tq_time to, struct tq_buf *out)
{
	struct tq_err err = {0};
	struct tq_shelf_reader *reader = tq_shelf_read(shelf, from, to, &err);
	struct tq_str lines = {NULL, 0};

	while (reader && tq_shelf_next(reader, &lines, &err) && lines.n > 0)
		tq_buf_put(out, lines.p, lines.n);
	if (err.status != TQ_OK)
		tq_buf_puts(out, err.text);
	tq_shelf_read_end(reader);
}

static bool
reads_as(struct tq_shelf *shelf, const struct truth *truth, tq_time from, tq_time to)
{
	struct tq_buf want = {0}, got = {0};
	bool same;

	for (size_t i = 0; i < truth->n; i++)
		if (truth->row[i].time >= from && truth->row[i].time < to) {
			tq_buf_put(&want, truth->row[i].line.p, truth->row[i].line.n);
			tq_buf_put(&want, "\n", 1);
		}
	read_back(shelf, from, to, &got);
	same = tq_str_eq(tq_buf_str(&want), tq_buf_str(&got));
	tq_buf_fini(&want);
	tq_buf_fini(&got);
	return same;
}

static tq_time
random_time(const struct truth *truth, struct tq_rng *rng)
{
	/* Cuts lie between bars, on bars, and within them. */
	return truth->from + (tq_time)tq_rng_below(rng, 2 * BARS) * TQ_HOUR / 2;
}

/* Puts a part of the truth, and the rest of what its label is for. */
static bool
put_some(struct tq_shelf *shelf, const struct truth *truth, tq_time from, tq_time to,
	 struct tq_err *err)
{
	if (from < truth->change && to > truth->change)
		return put(shelf, truth, truth->change, to, err) &&
		       put(shelf, truth, from, truth->change, err);
	return from >= to || put(shelf, truth, from, to, err);
}

/* Fills a store in random order until all is covered. */
static bool
fill_at_random(const char *folder, const struct truth *truth, struct tq_rng *rng,
	       struct tq_err *err)
{
	struct tq_shelf *shelf = tq_shelf_open(folder, &hourly, true, err);
	struct tq_ranges missing = {0};
	bool ok = shelf != NULL, all = false;
	int step = 0;

	while (ok && !all) {
		tq_time a = random_time(truth, rng), b = random_time(truth, rng);

		if (++step > 12) {
			missing.n = 0;
			tq_shelf_missing(shelf, truth->from, truth->to, &missing);
			all = missing.n == 0;
			a = all ? a : missing.item[0].from;
			b = all ? b : missing.item[0].to;
		}
		ok = put_some(shelf, truth, a < b ? a : b, a < b ? b : a, err);
		if (ok && tq_rng_below(rng, 3) == 0)
			ok = tq_shelf_commit(shelf, err);
		if (ok && tq_rng_below(rng, 6) == 0) {
			/* What was not committed is lost, and put again. */
			tq_shelf_close(shelf);
			shelf = tq_shelf_open(folder, &hourly, true, err);
			ok = shelf != NULL;
			all = false;
		}
	}
	ok = ok && tq_shelf_commit(shelf, err);
	tq_ranges_fini(&missing);
	tq_shelf_close(shelf);
	return ok;
}

static bool
fill_at_once(const char *folder, const struct truth *truth, struct tq_err *err)
{
	struct tq_shelf *shelf = tq_shelf_open(folder, &hourly, true, err);
	bool ok = shelf && put_some(shelf, truth, truth->from, truth->to, err) &&
		  tq_shelf_commit(shelf, err);

	tq_shelf_close(shelf);
	return ok;
}

static void
path_of(struct tq_buf *out, const char *name)
{
	tq_buf_clear(out);
	tq_buf_printf(out, "%s/%s", root, name);
	tq_buf_text(out);
}

static void
remove_tree(const char *folder)
{
	struct tq_buf command = {0};

	tq_buf_printf(&command, "rm -rf '%s'", folder);
	OK(system(tq_buf_text(&command)) == 0, "the folder is removed");
	tq_buf_fini(&command);
}

static void
compare_ways(struct truth *truth, struct tq_rng *rng, int rounds, const char *what)
{
	struct tq_buf once = {0}, other = {0}, want = {0}, got = {0};
	struct tq_err err = {0};

	path_of(&once, "once");
	path_of(&other, "other");
	OK(fill_at_once(once.p, truth, &err), "%s: put at once: %s", what, err.text);
	tree(once.p, &want);
	for (int i = 0; i < rounds; i++) {
		struct tq_shelf *shelf;
		tq_time a = random_time(truth, rng), b = random_time(truth, rng);

		OK(fill_at_random(other.p, truth, rng, &err), "%s: put in pieces: %s", what,
		   err.text);
		tq_buf_clear(&got);
		tree(other.p, &got);
		IS_STR(got.p, want.p, "L6 F0.9 the same records are the same bytes");
		shelf = tq_shelf_open(other.p, &hourly, false, &err);
		OK(reads_as(shelf, truth, truth->from, truth->to), "all is read as it was put");
		OK(reads_as(shelf, truth, a < b ? a : b, a < b ? b : a), "so is a part");
		tq_shelf_close(shelf);
		remove_tree(other.p);
	}
	remove_tree(once.p);
	tq_buf_fini(&once);
	tq_buf_fini(&other);
	tq_buf_fini(&want);
	tq_buf_fini(&got);
}

static void
test_any_way(void)
{
	struct truth *truth = tq_alloc(1, sizeof(*truth));
	struct tq_rng rng = {11};

	make_truth(truth, &rng, 0);
	compare_ways(truth, &rng, 12, "small");
	/* Months of over 4 MiB are compressed as they come, 32 MiB are not kept in memory. */
	make_truth(truth, &rng, 20000);
	compare_ways(truth, &rng, 2, "large");
	tq_buf_fini(&truth->text);
	free(truth);
}

/* F0.19: each bar that is dropped is found, and an independent count agrees (F0.10). */
static void
test_gaps(void)
{
	struct tq_buf folder = {0};
	struct tq_shelf_row row[24];
	struct tq_err err = {0};
	char line[24][80];
	tq_time day = instant("2024-02-29T00:00:00Z");
	size_t found = 0;

	path_of(&folder, "gaps");
	for (int lost = 0; lost < 24; lost++) {
		struct tq_out *out = tq_out_new(-1);
		struct tq_shelf *shelf = tq_shelf_open(folder.p, &hourly, true, &err);
		char want[64];
		size_t n = 0;

		for (int h = 0; h < 24; h++) {
			snprintf(line[h], sizeof(line[h]),
				 "{\"type\":\"bar\",\"time\":\"2024-02-29T%02d:00:00Z\"}", h);
			if (h != lost)
				row[n++] = (struct tq_shelf_row){day + h * TQ_HOUR,
								 tq_str(line[h])};
		}
		OK(shelf && tq_shelf_put(shelf, day, day + TQ_DAY, "rest", NULL, row, n, &err) &&
		   tq_shelf_commit(shelf, &err) && tq_shelf_gaps(shelf, out, &err),
		   "a day without its hour %d: %s", lost, err.text);
		snprintf(want, sizeof(want), "\"from\":\"2024-02-29T%02d:00:00Z\"", lost);
		tq_out_raw(out, (struct tq_str){"", 1});
		found += strstr(out->made.p, want) && strstr(out->made.p, "\"missing\":1}\n") &&
			 out->records == 1;
		out->made.n = 0;
		tq_out_free(out);
		tq_shelf_close(shelf);
	}
	IS_INT(found, 24, "F0.19 every single bar that is missing is found");
	remove_tree(folder.p);
	tq_buf_fini(&folder);
}

static void
expect_refused(struct tq_shelf *shelf, const char *line, const char *time, const char *what)
{
	struct tq_shelf_row row = {instant(time), tq_str(line)};
	struct tq_err err = {0};
	tq_time from = instant("2024-01-01T00:00:00Z");

	OK(!tq_shelf_put(shelf, from, from + TQ_DAY, "rest", NULL, &row, 1, &err) &&
	   err.status == TQ_BUG, "refused: %s", what);
}

static void
test_refusals(void)
{
	struct tq_buf folder = {0};
	struct tq_err err = {0};
	struct tq_shelf *shelf, *second;
	struct tq_series_name bad = hourly;

	path_of(&folder, "refusals");
	shelf = tq_shelf_open(folder.p, &hourly, true, &err);
	expect_refused(shelf, "{\"type\":\"bar\",\"time\":\"2024-01-02T00:00:00Z\"}",
		       "2024-01-02T00:00:00Z", "a row outside of the range");
	expect_refused(shelf, "{\"type\":\"bar\",\"time\":\"2024-01-01T01:00:00Z\"}",
		       "2024-01-01T00:00:00Z", "a row with another time than its line");
	expect_refused(shelf, "{\"type\":\"bar\",\"time\":\"2024-01-01T01:00:00Z\"}\n",
		       "2024-01-01T01:00:00Z", "a row with a newline");
	expect_refused(shelf, "{\"symbol\":\"X\"}", "2024-01-01T01:00:00Z", "a row of no time");
	second = tq_shelf_open(folder.p, &hourly, true, &err);
	OK(!second && err.status == TQ_LOCKED && strstr(err.text, "another instance"),
	   "a second writer is told so: %s", err.text);
	second = tq_shelf_open(folder.p, &hourly, false, &err);
	OK(second != NULL, "a reader comes in");
	tq_shelf_close(second);
	tq_shelf_close(shelf);
	bad.interval = "../1h";
	OK(!tq_shelf_open(folder.p, &bad, true, &err) && err.status == TQ_USAGE,
	   "an interval that is none: %s", err.text);
	bad = hourly;
	bad.symbol = "\xff";
	OK(!tq_shelf_open(folder.p, &bad, true, &err) && err.status == TQ_USAGE,
	   "a name that is no UTF-8: %s", err.text);
	bad.symbol = "";
	OK(!tq_shelf_open(folder.p, &bad, true, &err) && err.status == TQ_USAGE,
	   "no name: %s", err.text);
	remove_tree(folder.p);
	tq_buf_fini(&folder);
}

/* A reader that began before a commit ends with what it began with. */
static void
test_reader_and_writer(void)
{
	struct truth *truth = tq_alloc(1, sizeof(*truth));
	struct tq_buf folder = {0}, files = {0};
	struct tq_err err = {0};
	struct tq_rng rng = {5};
	struct tq_shelf *reader, *writer;
	struct tq_shelf_reader *reading;
	struct tq_str lines;
	size_t n = 0;

	path_of(&folder, "both");
	make_truth(truth, &rng, 0);
	OK(fill_at_once(folder.p, truth, &err), "filled: %s", err.text);
	reader = tq_shelf_open(folder.p, &hourly, false, &err);
	reading = tq_shelf_read(reader, truth->from, truth->to, &err);
	for (int i = 0; i < 2; i++) {
		writer = tq_shelf_open(folder.p, &hourly, true, &err);
		OK(writer && tq_shelf_put(writer, truth->from, truth->to, "rest", NULL, NULL, 0,
					  &err) && tq_shelf_commit(writer, &err),
		   "all is replaced by nothing meanwhile: %s", err.text);
		tq_shelf_close(writer);
	}
	while (tq_shelf_next(reading, &lines, &err) && lines.n > 0)
		for (size_t i = 0; i < lines.n; i++)
			n += lines.p[i] == '\n';
	IS_INT(n, truth->n, "a reader reads what was there when it began");
	tq_shelf_read_end(reading);
	tq_shelf_close(reader);
	writer = tq_shelf_open(folder.p, &hourly, true, &err);
	tq_shelf_close(writer);
	tree(folder.p, &files);
	OK(!strstr(files.p, ".ndjson.zst") && !strstr(files.p, ".ndjson.gz"),
	   "the next writer removes what nobody reads");
	remove_tree(folder.p);
	tq_buf_fini(&folder);
	tq_buf_fini(&files);
	tq_buf_fini(&truth->text);
	free(truth);
}

static void
test_names(void)
{
	static const char *const names[] = {
		"..", ".", "a/b", "../../etc/passwd", "-", "--help", ".hidden", "dot.", "a.b",
		"%41", "BTC/USDT", "\xc3\xa9\xe2\x82\xac", "with space", "~", "a\nb", "\x7f",
	};
	struct tq_buf folder = {0}, back = {0};
	char lengthy[400];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		tq_buf_clear(&folder);
		tq_buf_clear(&back);
		tq_folder_put(&folder, names[i]);
		OK(tq_folder_name(tq_buf_text(&folder), &back) &&
		   strcmp(tq_buf_text(&back), names[i]) == 0, "there and back: %s", folder.p);
		OK(folder.p[0] != '.' && !strpbrk(folder.p, "/~\n ") &&
		   strcmp(folder.p, "-") != 0, "C0.23 no name leaves its folder: %s", folder.p);
	}
	memset(lengthy, 'x', sizeof(lengthy) - 1);
	lengthy[sizeof(lengthy) - 1] = '\0';
	tq_buf_clear(&folder);
	tq_folder_put(&folder, lengthy);
	lengthy[0] = 'y';
	tq_buf_clear(&back);
	tq_folder_put(&back, lengthy);
	OK(folder.n == TQ_FOLDER_MAX && back.n == TQ_FOLDER_MAX &&
	   !tq_str_eq(tq_buf_str(&folder), tq_buf_str(&back)), "long names are cut off, and differ");
	tq_buf_fini(&folder);
	tq_buf_fini(&back);
}

static void
test_list(void)
{
	char lengthy[301];
	struct tq_series_name names[] = {
		{"binance", "bar", "BTC/USDT", "1h"}, {"binance", "bar", "BTC/USDT", "1m"},
		{"binance", "bar", "..", "1m"}, {"binance", "funding", "A", NULL},
		{"kraken", "bar", lengthy, "1d"}, {"-", "tick", "%2F", NULL},
	};
	enum { N = sizeof(names) / sizeof(names[0]) };
	struct tq_buf folder = {0};
	struct tq_store_list list;
	struct tq_err err = {0};
	size_t seen = 0;

	memset(lengthy, 'z', 300);
	lengthy[300] = '\0';
	path_of(&folder, "list");
	for (size_t i = 0; i < N; i++) {
		struct tq_shelf *shelf = tq_shelf_open(folder.p, &names[i], true, &err);
		tq_time t = instant("2024-01-01T00:00:00Z");

		OK(shelf && tq_shelf_put(shelf, t, t + TQ_DAY, "rest", NULL, NULL, 0, &err) &&
		   tq_shelf_commit(shelf, &err), "series %zu: %s", i, err.text);
		tq_shelf_close(shelf);
	}
	OK(tq_store_list(folder.p, &list, &err), "listed: %s", err.text);
	IS_INT(list.n, N, "all series are listed");
	for (size_t i = 0; i < list.n; i++) {
		struct tq_shelf *shelf = tq_shelf_open(folder.p, &list.item[i], false, &err);

		OK(shelf != NULL, "what is listed is there");
		tq_shelf_close(shelf);
		for (size_t k = 0; k < N; k++)
			seen += strcmp(list.item[i].symbol, names[k].symbol) == 0 &&
				strcmp(list.item[i].kind, names[k].kind) == 0 &&
				(!list.item[i].interval ? !names[k].interval : names[k].interval &&
				 strcmp(list.item[i].interval, names[k].interval) == 0);
	}
	IS_INT(seen, N, "under their own names");
	IS_STR(list.item[0].venue, "-", "sorted");
	tq_store_list_fini(&list);
	remove_tree(folder.p);
	tq_buf_fini(&folder);
}

/* Bars of so many ticks are on no grid: two may begin at one time, and none can lack. */
static void
test_no_grid(void)
{
	static const char line[] = "{\"type\":\"bar\",\"time\":\"2024-01-01T00:00:00Z\"}";
	struct tq_series_name name = {"binance", "bar", "BTC/USDT", "100t"};
	tq_time t = instant("2024-01-01T00:00:00Z");
	struct tq_shelf_row row[2] = {{t, tq_str(line)}, {t, tq_str(line)}};
	struct tq_out *out = tq_out_new(-1);
	struct tq_buf folder = {0};
	struct tq_err err = {0};
	struct tq_shelf *shelf;
	bool whole = false;

	path_of(&folder, "no-grid");
	shelf = tq_shelf_open(folder.p, &name, true, &err);
	OK(shelf && tq_shelf_put(shelf, t, t + TQ_DAY, "rest", NULL, row, 2, &err) &&
	   tq_shelf_commit(shelf, &err) && tq_shelf_gaps(shelf, out, &err) &&
	   tq_shelf_verify(shelf, out, &whole, &err) && whole && out->records == 0,
	   "bars of an interval that is none of time: %s", err.text);
	tq_shelf_close(shelf);
	tq_out_free(out);
	remove_tree(folder.p);
	tq_buf_fini(&folder);
}

int
main(void)
{
	if (!mkdtemp(root))
		return 1;
	test_names();
	test_refusals();
	test_gaps();
	test_list();
	test_reader_and_writer();
	test_no_grid();
	test_any_way();
	rmdir(root);
	return t_done();
}

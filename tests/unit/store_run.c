/* SPDX-License-Identifier: ISC */
/*
 * The store from a script, before and beside tq-fetch --store:
 *
 *	store_run import DIR ZIP...      monthly zips of 1m klines, a commit at the end
 *	store_run stages DIR ZIP...      the same, with the time of each stage on stdout
 *	store_run put DIR FROM TO SOURCE < LINES        puts and commits one range of hours
 *	store_run read|list|gaps|verify DIR             of the same series
 *	store_run hold DIR               takes the lock, says so, waits for the end of stdin
 *
 * Exit statuses are those of the tools.
 */
#include "base/error.h"
#include "base/mem.h"
#include "import/bulk.h"
#include "record/sink.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { STAGES = 3 };

struct run {
	struct tq_shelf *shelf;
	struct tq_shelf_row *row;
	size_t rows, bytes;
	int64_t ns[STAGES];      /* bulk, put, commit */
};

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * TQ_SECOND + t.tv_nsec;
}

static bool
month_of(const char *path, tq_time *from, tq_time *to)
{
	struct tq_interval month = {.n = 1, .unit = 'M'};
	const char *dot = strrchr(path, '.');
	char text[32];

	if (!dot || dot - path < 7)
		return false;
	snprintf(text, sizeof(text), "%.7s-01T00:00:00Z", dot - 7);
	if (!tq_time_parse(tq_str(text), from))
		return false;
	*to = tq_interval_add(*from, month, 1);
	return true;
}

static bool
import_zip(struct run *run, const char *path, struct tq_err *err)
{
	static const struct tq_bulk_form form = {
		.columns = "time,open,high,low,close,volume,-,quote_volume,trades,"
			   "taker_buy_volume,-,-",
		.unit_by_magnitude = true, .header_maybe = true, .made = TQ_MADE_BAR,
		.symbol = "BTC/USDT", .venue = "binance", .interval = "1m", .source = "archive",
	};
	struct tq_bulk bulk;
	tq_time from, to;
	int64_t start = now();
	bool ok;

	if (!month_of(path, &from, &to))
		return tq_fail(err, TQ_USAGE, "no month in the name '%s'", path);
	if (!tq_bulk_read(path, &form, from, to, &bulk, err))
		return false;
	run->ns[0] += now() - start;
	start = now();
	run->row = tq_realloc(run->row, bulk.n, sizeof(*run->row));
	for (size_t i = 0; i < bulk.n; i++)
		run->row[i] = (struct tq_shelf_row){
			bulk.row[i].time, {bulk.text.p + bulk.row[i].at, bulk.row[i].n}};
	ok = tq_shelf_put(run->shelf, from, to, "archive", NULL, run->row, bulk.n, err);
	run->ns[1] += now() - start;
	run->rows += bulk.n;
	run->bytes += bulk.text.n;
	tq_bulk_fini(&bulk);
	return ok;
}

static bool
import_all(struct run *run, const char *dir, char **zip, int n, struct tq_err *err)
{
	static const struct tq_series_name name = {"binance", "bar", "BTC/USDT", "1m"};
	int64_t start;
	bool ok;

	run->shelf = tq_shelf_open(dir, &name, true, err);
	ok = run->shelf != NULL;
	for (int i = 0; ok && i < n; i++)
		ok = import_zip(run, zip[i], err);
	start = now();
	ok = ok && tq_shelf_commit(run->shelf, err);
	run->ns[2] = now() - start;
	tq_shelf_close(run->shelf);
	free(run->row);
	return ok;
}

static void
tell_stages(const struct run *run)
{
	static const char *const name[STAGES] = {"bulk", "put", "commit"};

	for (int i = 0; i < STAGES && run->rows > 0; i++)
		printf("%-7s %6.1f ms, %4.0f ns a row\n", name[i], (double)run->ns[i] / 1e6,
		       (double)run->ns[i] / (double)run->rows);
	printf("%zu rows, %zu bytes of text\n", run->rows, run->bytes);
}

/* Lines of stdin whose times are where they always are. */
static bool
put_lines(struct tq_shelf *shelf, tq_time from, tq_time to, const char *source,
	  struct tq_err *err)
{
	struct tq_buf text = {0};
	struct tq_shelf_row *row = NULL;
	size_t n = 0, at = 0;
	ssize_t got;
	bool ok;

	while ((got = read(STDIN_FILENO, tq_buf_room(&text, 65536), 65536)) > 0)
		text.n += (size_t)got;
	while (at < text.n) {
		char *newline = memchr(text.p + at, '\n', text.n - at);
		struct tq_str line = {text.p + at, (size_t)(newline - text.p) - at};

		row = tq_realloc(row, n + 1, sizeof(*row));
		row[n].line = line;
		if (line.n < 43 || !tq_time_parse((struct tq_str){line.p + 22, 20}, &row[n++].time))
			return tq_fail(err, TQ_USAGE, "a line without a time");
		at += line.n + 1;
	}
	ok = tq_shelf_put(shelf, from, to, source, NULL, row, n, err) &&
	     tq_shelf_commit(shelf, err);
	free(row);
	tq_buf_fini(&text);
	return ok;
}

static bool
read_all(struct tq_shelf *shelf, struct tq_out *out, struct tq_err *err)
{
	struct tq_shelf_reader *reader = tq_shelf_read(shelf, TQ_TIME_NONE + 1, INT64_MAX, err);
	struct tq_str lines;
	bool ok = reader != NULL;

	while (ok && (ok = tq_shelf_next(reader, &lines, err)) && lines.n > 0)
		tq_out_raw(out, lines);
	tq_shelf_read_end(reader);
	return ok;
}

static bool
hold(void)
{
	char byte;

	printf("held\n");
	fflush(stdout);
	return read(STDIN_FILENO, &byte, 1) == 0;
}

static bool
command(char **argv, struct tq_out *out, struct tq_err *err)
{
	static const struct tq_series_name name = {"binance", "bar", "BTC/USDT", "1h"};
	const char *what = argv[1];
	bool write = strcmp(what, "put") == 0 || strcmp(what, "hold") == 0;
	struct tq_shelf *shelf = tq_shelf_open(argv[2], &name, write, err);
	bool ok = shelf != NULL, whole = true;
	tq_time from = 0, to = 0;

	if (ok && strcmp(what, "put") == 0)
		ok = tq_time_parse(tq_str(argv[3]), &from) && tq_time_parse(tq_str(argv[4]), &to) &&
		     put_lines(shelf, from, to, argv[5], err);
	else if (ok && strcmp(what, "hold") == 0)
		ok = hold();
	else if (ok && strcmp(what, "read") == 0)
		ok = read_all(shelf, out, err);
	else if (ok && strcmp(what, "list") == 0)
		ok = tq_shelf_list(shelf, out, err);
	else if (ok && strcmp(what, "gaps") == 0)
		ok = tq_shelf_gaps(shelf, out, err);
	else if (ok)
		ok = tq_shelf_verify(shelf, out, &whole, err) &&
		     (whole || tq_fail(err, TQ_NO, "the store is damaged"));
	tq_shelf_close(shelf);
	return ok;
}

int
main(int argc, char **argv)
{
	struct tq_out *out = tq_out_new(STDOUT_FILENO);
	struct tq_err err = {0};
	struct run run = {0};
	bool ok;

	if (argc >= 3 && (strcmp(argv[1], "import") == 0 || strcmp(argv[1], "stages") == 0))
		ok = import_all(&run, argv[2], argv + 3, argc - 3, &err);
	else
		ok = argc >= 3 && command(argv, out, &err);
	if (ok && strcmp(argv[1], "stages") == 0)
		tell_stages(&run);
	tq_out_flush(out);
	tq_out_free(out);
	if (!ok)
		fprintf(stderr, "store_run: %s\n", err.text);
	return ok ? 0 : err.status ? (int)err.status : TQ_USAGE;
}

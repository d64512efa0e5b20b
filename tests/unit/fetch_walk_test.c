/* SPDX-License-Identifier: ISC */
/* Section 0 of the venues' traps: pages in any order, overlapping, late, never ending. */
#include "fetch/walk.h"
#include "base/rng.h"
#include "fetch/weave.h"
#include "t.h"

#include <stdlib.h>

#define MINUTE TQ_MINUTE

static struct tq_provider_kind kind;
static struct tq_ask ask;

/* An ask for minutes of this paging. */
static void
set_kind(enum tq_type type, enum tq_paging paging, int64_t rows)
{
	kind = (struct tq_provider_kind){.name = "x", .type = type, .paging = paging,
					 .rows = rows};
	ask = (struct tq_ask){.kind = &kind};
	if (type == TQ_TYPE_BAR)
		tq_interval_parse(tq_str("1m"), &ask.interval);
}

static void
add(struct tq_page *page, tq_time minute, const char *text)
{
	page->row = realloc(page->row, (page->n + 1) * sizeof(page->row[0]));
	if (!page->row)
		exit(1);
	page->row[page->n++] = (struct tq_page_row){minute * MINUTE, page->text.n, strlen(text),
						    false, false};
	tq_buf_puts(&page->text, text);
	tq_buf_puts(&page->text, "\n");
}

/* A row whose text is its minute. */
static void
add_minute(struct tq_page *page, tq_time minute)
{
	char text[64];

	snprintf(text, sizeof(text), "{\"m\":%lld}", (long long)minute);
	add(page, minute, text);
}

static void
clear(struct tq_page *page)
{
	free(page->row);
	tq_buf_fini(&page->text);
	tq_buf_fini(&page->next);
	*page = (struct tq_page){.now = TQ_TIME_NONE};
}

/* What was taken so far, the minutes with blanks between. */
static char got[65536];

static void
take(struct tq_walk *w)
{
	for (size_t i = 0; i < w->ready; i++) {
		struct tq_str line = tq_lines_text(&w->rows, i);

		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%.*s", *got ? " " : "",
			 (int)line.n - 1, line.p);
	}
	tq_walk_taken(w);
}

static bool
give(struct tq_walk *w, struct tq_page *page, const char *next, tq_time clock, struct tq_err *err)
{
	bool ok;

	if (next)
		tq_buf_puts(&page->next, next);
	ok = tq_walk_page(w, page, clock * MINUTE, err);
	clear(page);
	if (ok)
		take(w);
	return ok;
}

static void
test_forward(void)
{
	struct tq_walk w;
	struct tq_page page = {.now = TQ_TIME_NONE};
	struct tq_err err = {0};

	set_kind(TQ_TYPE_BAR, TQ_PAGING_FORWARD, 3);
	tq_walk_init(&w, &ask, 10 * MINUTE, 20 * MINUTE, false);
	*got = '\0';
	OK(!tq_walk_cursor(&w), "there is no cursor at first");
	add_minute(&page, 12); add_minute(&page, 10); add_minute(&page, 11);
	give(&w, &page, "\"c1\"", 100, &err);
	IS_STR(got, "{\"m\":10} {\"m\":11}", "rows are sorted; those of the last time wait");
	IS_INT(w.reached / MINUTE, 12, "up to there all is known");
	IS_STR(tq_walk_cursor(&w), "\"c1\"", "the cursor is the answer's");
	add_minute(&page, 11); add_minute(&page, 12); add_minute(&page, 13); add_minute(&page, 9);
	give(&w, &page, "\"c2\"", 100, &err);
	IS_STR(got, "{\"m\":10} {\"m\":11} {\"m\":12}", "an overlap comes once, what is outside never");
	add_minute(&page, 19); add_minute(&page, 20);
	give(&w, &page, NULL, 100, &err);
	IS_STR(got, "{\"m\":10} {\"m\":11} {\"m\":12} {\"m\":13} {\"m\":19}", "the end is the range's");
	OK(w.done && w.reached == 20 * MINUTE, "no cursor is the end");
	tq_walk_fini(&w);
}

static void
test_refused(void)
{
	struct tq_walk w;
	struct tq_page page = {.now = TQ_TIME_NONE};
	struct tq_err err = {0};

	set_kind(TQ_TYPE_BAR, TQ_PAGING_FORWARD, 3);
	tq_walk_init(&w, &ask, 10 * MINUTE, 20 * MINUTE, false);
	add_minute(&page, 10); add_minute(&page, 11);
	give(&w, &page, "7", 100, &err);
	add_minute(&page, 12);
	OK(!give(&w, &page, "7", 100, &err) && err.status == TQ_REFUSED &&
	   strstr(err.text, "the cursor does not move: 7"), "a cursor that stays is an error");
	add_minute(&page, 11); add(&page, 11, "{\"m\":-11}");
	OK(!give(&w, &page, "8", 100, &err) && strstr(err.text, "two different rows at "),
	   "so are two bars of one time");
	add(&page, 10, "{\"m\":-10}");
	OK(!give(&w, &page, "8", 100, &err) && strstr(err.text, "goes back"),
	   "and one that was not there before");
	tq_walk_fini(&w);
}

static void
test_windows(void)
{
	struct tq_walk w;
	struct tq_page page = {.now = TQ_TIME_NONE};
	struct tq_err err = {0};

	set_kind(TQ_TYPE_BAR, TQ_PAGING_WINDOW, 4);
	tq_walk_init(&w, &ask, 10 * MINUTE, 17 * MINUTE, false);
	*got = '\0';
	IS_INT(w.ask.to / MINUTE, 14, "a window is as many bars as an answer has rows");
	add_minute(&page, 14); add_minute(&page, 13); add_minute(&page, 12);
	give(&w, &page, "1", 100, &err);
	IS_STR(got, "", "within a window the order may be any, so all wait");
	add_minute(&page, 11); add_minute(&page, 10);
	give(&w, &page, NULL, 100, &err);
	IS_STR(got, "{\"m\":10} {\"m\":11} {\"m\":12} {\"m\":13}",
	       "a row of the next window waits for it");
	IS_INT(w.ask.from / MINUTE, 14, "which begins where this one ended");
	IS_INT(w.ask.to / MINUTE, 17, "and ends with the range");
	OK(!tq_walk_cursor(&w), "without a cursor");
	add_minute(&page, 16); add_minute(&page, 14);
	give(&w, &page, NULL, 100, &err);
	IS_STR(got, "{\"m\":10} {\"m\":11} {\"m\":12} {\"m\":13} {\"m\":14} {\"m\":16}", "and is the last");
	OK(w.done, "done");
	tq_walk_fini(&w);
}

static void
test_open(void)
{
	struct tq_walk w;
	struct tq_page page = {.now = TQ_TIME_NONE};
	struct tq_err err = {0};

	set_kind(TQ_TYPE_BAR, TQ_PAGING_FORWARD, 100);
	tq_walk_init(&w, &ask, 10 * MINUTE, 100 * MINUTE, false);
	*got = '\0';
	add_minute(&page, 10); add_minute(&page, 11);
	give(&w, &page, NULL, 11, &err);
	IS_STR(got, "{\"m\":10}", "a bar that ends behind the venue's clock is left out");
	IS_INT(w.reached / MINUTE, 11, "and is not known");
	tq_walk_fini(&w);

	tq_walk_init(&w, &ask, 10 * MINUTE, 100 * MINUTE, true);
	*got = '\0';
	add_minute(&page, 10); add_minute(&page, 11);
	give(&w, &page, "1", 11, &err);
	add(&page, 11, "{\"m\":11.5}");
	give(&w, &page, NULL, 11, &err);
	IS_STR(got, "{\"m\":10} {\"m\":11.5,\"closed\":false}", "--include-open: its latest state, marked");
	IS_INT(w.reached / MINUTE, 11, "and still not known");
	tq_walk_fini(&w);

	tq_walk_init(&w, &ask, 10 * MINUTE, 100 * MINUTE, false);
	*got = '\0';
	add_minute(&page, 10); add_minute(&page, 11);
	page.row[0].closed_told = page.row[1].closed_told = true;
	page.row[1].closed = true;
	give(&w, &page, NULL, 11, &err);
	IS_STR(got, "{\"m\":11}", "the venue's own word stands above any clock");
	tq_walk_fini(&w);

	tq_walk_init(&w, &ask, 10 * MINUTE, 100 * MINUTE, false);
	give(&w, &page, NULL, 50, &err);
	IS_INT(w.reached / MINUTE, 47, "where nothing came so lately, the venue may be late");
	tq_walk_fini(&w);
}

static void
test_ticks(void)
{
	struct tq_walk w;
	struct tq_page page = {.now = TQ_TIME_NONE};
	struct tq_err err = {0};

	set_kind(TQ_TYPE_TICK, TQ_PAGING_FORWARD, 3);
	tq_walk_init(&w, &ask, 0, 100 * MINUTE, false);
	*got = '\0';
	add(&page, 1, "{\"a\":1,\"id\":\"1\"}"); add(&page, 1, "{\"a\":1,\"id\":\"2\"}");
	add(&page, 2, "{\"a\":1,\"id\":\"3\"}");
	give(&w, &page, "3", 1000, &err);
	add(&page, 2, "{\"a\":1,\"id\":\"3\"}"); add(&page, 2, "{\"a\":1,\"id\":\"4\"}");
	add(&page, 2, "{\"a\":1}"); add(&page, 2, "{\"a\":1}");
	give(&w, &page, NULL, 1000, &err);
	IS_STR(got, "{\"a\":1,\"id\":\"1\"} {\"a\":1,\"id\":\"2\"} {\"a\":1,\"id\":\"3\"} {\"a\":1,\"id\":\"4\"} "
	       "{\"a\":1} {\"a\":1}", "trades of one time are many; one with an id comes once");
	tq_walk_fini(&w);
}

/* Any cut of a series into overlapping, shuffled pages is the series. */
static void
test_property(void)
{
	struct tq_rng rng = {.state = 42};
	bool same = true;
	char want[16384];

	for (int run = 0; run < 300 && same; run++) {
		struct tq_walk w;
		struct tq_page page = {.now = TQ_TIME_NONE};
		struct tq_err err = {0};
		tq_time to = 20 + (tq_time)tq_rng_below(&rng, 60), at = 5;
		char cursor[16];

		set_kind(TQ_TYPE_BAR, TQ_PAGING_FORWARD, 10);
		tq_walk_init(&w, &ask, 10 * MINUTE, to * MINUTE, false);
		*got = *want = '\0';
		for (tq_time t = 10; t < to; t++)
			snprintf(want + strlen(want), sizeof(want) - strlen(want), "%s{\"m\":%lld}",
				 t > 10 ? " " : "", (long long)t);
		while (!w.done && same) {
			tq_time end = at + 2 + (tq_time)tq_rng_below(&rng, 9);
			size_t n = 0;

			for (tq_time t = at; t < end; t++, n++)
				add_minute(&page, t);
			for (size_t i = n; i > 1; i--) {
				size_t k = tq_rng_below(&rng, i);
				struct tq_page_row row = page.row[i - 1];

				page.row[i - 1] = page.row[k];
				page.row[k] = row;
			}
			at = end - (tq_time)tq_rng_below(&rng, 2);
			snprintf(cursor, sizeof(cursor), "%lld", (long long)end);
			same = give(&w, &page, at > to + 3 ? NULL : cursor, 1000, &err);
		}
		same = same && strcmp(got, want) == 0;
		tq_walk_fini(&w);
	}
	OK(same, "C0.20 a series cut into overlapping pages in any order comes out whole, once");
}

/* Fewer rows than the venue is known for are no end. */
static void
test_short(void)
{
	struct tq_walk w;
	struct tq_page page = {.now = TQ_TIME_NONE};
	struct tq_err err = {0};

	set_kind(TQ_TYPE_BAR, TQ_PAGING_FORWARD, 1000);
	tq_walk_init(&w, &ask, 10 * MINUTE, 20 * MINUTE, false);
	*got = '\0';
	add_minute(&page, 10); add_minute(&page, 11);
	give(&w, &page, NULL, 1000, &err);
	OK(!w.done && w.ask.from == 12 * MINUTE, "F0.10 a page that ends early is asked on behind");
	add_minute(&page, 15);
	give(&w, &page, NULL, 1000, &err);
	OK(!w.done && w.ask.from == 16 * MINUTE, "F0.10 as long as rows come");
	give(&w, &page, NULL, 1000, &err);
	OK(w.done && w.reached == 20 * MINUTE, "F0.10 an empty answer is the end");
	IS_STR(got, "{\"m\":10} {\"m\":11} {\"m\":15}", "F0.10 and each row came once");
	tq_walk_fini(&w);
}

static void
test_weave(void)
{
	struct tq_rng rng = {.state = 7};
	struct tq_weave weave = {0};
	tq_time left[50], last = -1;
	size_t series, last_series = 0, n = 0;
	bool sorted = true;

	for (size_t i = 0; i < 50; i++) {
		left[i] = (tq_time)tq_rng_below(&rng, 5);
		tq_weave_put(&weave, i, left[i]);
	}
	while (tq_weave_first(&weave, &series)) {
		sorted = sorted && (left[series] > last ||
				    (left[series] == last && series >= last_series));
		last = left[series];
		last_series = series;
		tq_weave_take(&weave);
		left[series] += 1 + (tq_time)tq_rng_below(&rng, 3);
		if (++n < 3000)
			tq_weave_put(&weave, series, left[series]);
	}
	OK(sorted && n > 3000, "L6 many series are one in the order of time, then of the series");
	tq_weave_fini(&weave);
}

/* All of time, whose length is no instant, is asked for in windows too. */
static void
test_all_of_time(void)
{
	struct tq_walk w;

	set_kind(TQ_TYPE_TICK, TQ_PAGING_WINDOW, 0);
	kind.span = TQ_DAY;
	tq_walk_init(&w, &ask, TQ_TIME_NONE + 1, INT64_MAX, false);
	OK(w.window_to == w.from + TQ_DAY, "F2.18 a window of a day at the beginning of time");
	tq_walk_fini(&w);
	tq_walk_init(&w, &ask, INT64_MAX - 1, INT64_MAX, false);
	OK(w.window_to == INT64_MAX, "and at its end");
	tq_walk_fini(&w);
}

int
main(void)
{
	test_all_of_time();
	test_forward();
	test_refused();
	test_windows();
	test_open();
	test_ticks();
	test_property();
	test_short();
	test_weave();
	return t_done();
}

/* SPDX-License-Identifier: ISC */
/* Manifests: what is written is what is read; any other byte is a damaged one (P12). */
#include "base/rng.h"
#include "record/scan.h"
#include "store/manifest.h"

#include "t.h"

static const struct tq_series_name name = {"binance-um", "open_interest", "A\"\\\n/é", "5m"};

static void
fill(struct tq_manifest *m, struct tq_rng *rng)
{
	static const char *const sources[] = {"rest", "archive", "a \"b\"\\"};
	tq_time t = tq_month_start(12 * 2023 + 5);

	for (int i = 0; i < 40; i++) {
		tq_time to = t + (tq_time)(1 + tq_rng_below(rng, 500)) * 5 * TQ_MINUTE;

		tq_spans_put(&m->covered, t, to,
			     tq_manifest_label(m, sources[tq_rng_below(rng, 3)],
					       tq_rng_below(rng, 2) ? "0123abcd" : NULL));
		t = to + (tq_time)tq_rng_below(rng, 3) * TQ_HOUR;
	}
	for (int i = 0; i < 6; i++) {
		/* Not in their order: entries are sorted as they come. */
		struct tq_month *month = tq_manifest_month(m, 12 * 2023 + 5 + i * 5 % 6);
		tq_time start = tq_month_start(month->month);

		month->n = (int64_t)tq_rng_below(rng, 9000);
		month->bytes = month->n * 25;
		month->gzip = i == 3;
		tq_sha256(&month->n, sizeof(month->n), month->sha256);
		for (int k = 0; k < i; k++)
			tq_holes_add(&month->holes, (struct tq_hole){start + k * TQ_HOUR,
				     start + k * TQ_HOUR + 5 * TQ_MINUTE, 1});
	}
}

static bool
read_text(const char *text, size_t n, struct tq_manifest *m, struct tq_err *err)
{
	struct tq_buf padded = {0};
	bool ok;

	tq_buf_put(&padded, text, n);
	memset(tq_buf_room(&padded, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
	ok = tq_manifest_init(m, &name, err) && tq_manifest_read(m, tq_buf_str(&padded), err);
	tq_buf_fini(&padded);
	return ok;
}

static void
expect_damaged(const char *text, size_t n, const char *what)
{
	struct tq_manifest m;
	struct tq_err err = {0};

	OK(!read_text(text, n, &m, &err) && err.status == TQ_MISMATCH, "%s: %s", what, err.text);
	tq_manifest_fini(&m);
}

static void
test_every_byte(struct tq_buf *text)
{
	struct tq_manifest m;
	struct tq_err err;
	int taken = 0, other = 0;

	for (size_t i = 0; i < text->n; i++) {
		for (int bit = 0; bit < 8; bit++) {
			text->p[i] ^= (char)(1 << bit);
			taken += read_text(text->p, text->n, &m, &err);
			other += err.status != TQ_MISMATCH;
			tq_manifest_fini(&m);
			text->p[i] ^= (char)(1 << bit);
		}
		taken += read_text(text->p, i, &m, &err);
		other += err.status != TQ_MISMATCH;
		tq_manifest_fini(&m);
	}
	IS_INT(taken, 0, "P12 a manifest with one bit changed, or cut off anywhere, is refused");
	IS_INT(other, 0, "as a mismatch");
}

static void
test_round_trip(void)
{
	struct tq_manifest m, again, named = {0};
	struct tq_rng rng = {2};
	struct tq_buf text = {0}, back = {0};
	struct tq_err err = {0};

	OK(tq_manifest_init(&m, &name, &err), "a series: %s", err.text);
	fill(&m, &rng);
	tq_manifest_write(&m, &text);
	if (OK(read_text(text.p, text.n, &again, &err), "it is read: %s", err.text)) {
		tq_manifest_write(&again, &back);
		IS_STR(tq_buf_text(&back), tq_buf_text(&text), "and the same when written again");
		IS_INT(again.n, m.n, "all months");
		IS_INT(again.covered.n, m.covered.n, "all that is covered");
	}
	memset(tq_buf_room(&text, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
	OK(tq_manifest_read_name(&named, tq_buf_str(&text), &err) &&
	   strcmp(named.symbol, name.symbol) == 0 && strcmp(named.interval, "5m") == 0,
	   "its name can be read alone");
	text.n /= 3;
	while (text.p[text.n - 1] != '\n')
		text.n--;
	expect_damaged(text.p, text.n, "whole lines, but not all");
	test_every_byte(&text);
	tq_manifest_fini(&m);
	tq_manifest_fini(&again);
	tq_manifest_fini(&named);
	tq_buf_fini(&text);
	tq_buf_fini(&back);
}

int
main(void)
{
	struct tq_series_name bad = name;
	struct tq_manifest m;
	struct tq_err err = {0};

	test_round_trip();
	expect_damaged("", 0, "nothing");
	expect_damaged("{}\n", 3, "an empty object");
	expect_damaged("{\"type\":\"series\"}\n", 18, "a series without end");
	bad.interval = "5x";
	OK(!tq_manifest_init(&m, &bad, &err) && err.status == TQ_USAGE, "%s", err.text);
	IS_INT(tq_month_of(tq_month_start(12 * 1969 + 11)), 12 * 1969 + 11, "months before 1970");
	IS_INT(tq_month_of(tq_month_start(12 * 2024 + 1) - 1), 12 * 2024, "the end of a month");
	return t_done();
}

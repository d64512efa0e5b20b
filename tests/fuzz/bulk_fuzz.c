/* SPDX-License-Identifier: ISC */
/*
 * Any lines as rows of bulk archives: what is taken is a record that the strict
 * reader takes, with the time that was told.
 */
#include "import/bulk_row.h"
#include "record/reader.h"
#include "require.h"

static const struct tq_bulk_form forms[] = {
	{.columns = "time,open,high,low,close,volume,-,quote_volume,trades,taker_buy_volume,-,-",
	 .unit_by_magnitude = true, .made = TQ_MADE_BAR, .symbol = "A\"\\/B", .venue = "v",
	 .interval = "1m", .source = "archive"},
	{.columns = "id,price,qty,-,-,time,buyer_maker", .unit = TQ_UNIT_NS,
	 .made = TQ_MADE_TICK, .symbol = "S"},
	{.columns = "side,time,price,qty,id", .unit = TQ_UNIT_S, .made = TQ_MADE_TICK, .symbol = "S"},
	{.columns = "time,-,rate", .unit = TQ_UNIT_MS, .made = TQ_MADE_FUNDING, .symbol = "S"},
};

static void
check_record(struct tq_reader *reader, struct tq_buf *out, tq_time time)
{
	struct tq_err err;
	struct tq_rec *rec;
	tq_time told;
	size_t n;

	memset(tq_buf_room(out, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
	rec = tq_reader_line(reader, out->p, out->p + out->n, &n, &err);
	require(rec && n + 1 == out->n, "one record, whole");
	require(tq_rec_time(rec, TQ_F_time, &told, &err) && told == time, "its time");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct tq_reader *reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	struct tq_buf in = {0}, out = {0};
	struct tq_err err;

	tq_reader_want(reader, TQ_F_time);
	tq_buf_put(&in, data, n);
	memset(tq_buf_room(&in, TQ_BULK_PAD + 1), 0, TQ_BULK_PAD + 1);
	in.p[in.n] = '\n';
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct tq_bulk_plan plan;
		size_t at = 0;

		require(tq_bulk_plan(&plan, &forms[i], &err), "the form is good");
		while (at <= in.n) {
			char *newline = memchr(in.p + at, '\n', in.n + 1 - at);
			struct tq_str line = {in.p + at, (size_t)(newline - in.p) - at};
			tq_time time;

			tq_buf_clear(&out);
			if (tq_bulk_row_make(&plan, line, &out, &time, &err))
				check_record(reader, &out, time);
			at += line.n + 1;
		}
		tq_bulk_plan_fini(&plan);
	}
	tq_reader_free(reader);
	tq_buf_fini(&in);
	tq_buf_fini(&out);
	return 0;
}

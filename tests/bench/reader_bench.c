/* SPDX-License-Identifier: ISC */
/* What reading a bar costs in memory: by the shape cache, by the general scanner. */
#include "base/mem.h"
#include "base/rng.h"
#include "record/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LINES = 100000, ROUNDS = 20 };

static size_t
make_lines(char *text)
{
	struct tq_rng rng = {1};
	char *p = text;
	long price = 4000025;

	for (int i = 0; i < LINES; i++) {
		long close = price + (long)tq_rng_below(&rng, 4001) - 2000;
		long high = (close > price ? close : price) + (long)tq_rng_below(&rng, 500);
		long low = (close < price ? close : price) - (long)tq_rng_below(&rng, 500);

		p += sprintf(p,
			     "{\"type\":\"bar\",\"time\":\"2024-01-%02dT%02d:%02d:00Z\",\"symbol\":"
			     "\"BTC/USDT\",\"venue\":\"binance\",\"interval\":\"1m\",\"open\":%ld.%02ld,"
			     "\"high\":%ld.%02ld,\"low\":%ld.%02ld,\"close\":%ld.%02ld,\"volume\":%d.%06d}\n",
			     1 + i / 1440 % 28, i / 60 % 24, i % 60, price / 100, price % 100, high / 100,
			     high % 100, low / 100, low % 100, close / 100, close % 100,
			     (int)tq_rng_below(&rng, 100), (int)tq_rng_below(&rng, 1000000));
		price = close;
	}
	return (size_t)(p - text);
}

static struct tq_reader *
bar_reader(void)
{
	static const int fields[] = {TQ_F_time, TQ_F_symbol, TQ_F_venue,  TQ_F_interval, TQ_F_open,
				     TQ_F_high, TQ_F_low,    TQ_F_close, TQ_F_volume};
	struct tq_reader *reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);

	for (size_t i = 0; i < TQ_COUNT(fields); i++)
		tq_reader_want(reader, fields[i]);
	return reader;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ns a line, the best of a few rounds; the sum keeps the work from being left out. */
static double
measure(const char *text, size_t size, bool general, int64_t *sum)
{
	struct tq_reader *reader = bar_reader();
	double best = 1e9;

	for (int round = 0; round < ROUNDS; round++) {
		double start = seconds(), took;
		size_t n = 0;

		for (size_t at = 0; at < size; at += n + 1) {
			struct tq_err err;
			struct tq_rec *rec;

			if (general) {
				n = (size_t)((const char *)memchr(text + at, '\n', size - at) -
					     (text + at));
				rec = tq_reader_line_general(reader, text + at, n, &err);
			} else {
				rec = tq_reader_line(reader, text + at, text + size, &n, &err);
			}
			if (rec == NULL)
				abort();
			*sum += rec->value[TQ_F_close].m;
		}
		took = seconds() - start;
		best = took < best ? took : best;
	}
	tq_reader_free(reader);
	return best * 1e9 / LINES;
}

int
main(void)
{
	char *text = tq_alloc(LINES, 256);
	size_t size = make_lines(text);
	int64_t sum = 0;

	printf("reader: %.0f bytes a line\n", (double)size / LINES);
	printf("reader, shape cache:     %5.1f ns a line\n", measure(text, size, false, &sum));
	printf("reader, general scanner: %5.1f ns a line\n", measure(text, size, true, &sum));
	printf("(%lld)\n", (long long)sum);
	free(text);
	return 0;
}

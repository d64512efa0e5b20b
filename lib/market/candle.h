/* SPDX-License-Identifier: ISC */
#ifndef TQ_MARKET_CANDLE_H
#define TQ_MARKET_CANDLE_H

/*
 * A bar that grows out of trades or shorter bars. Volumes are exact decimal
 * sums; the four prices keep the text that the input gave them.
 */
#include "market/bar.h"

struct tq_state;

/* A price with its text, when that is short and plain; n 0: written canonically. */
struct tq_price {
	struct tq_dec x;
	uint8_t n;
	char text[47];
};

/* What one record brings. Text is borrowed from it. */
struct tq_sample {
	tq_time time, close;     /* of a trade: equal */
	struct tq_dec open, high, low, close_price;
	const struct tq_value *open_value, *high_value, *low_value, *close_value;
	struct tq_dec volume, quote_volume, taker_buy;
	int64_t trades;
	bool has_quote, has_trades, has_taker;
	bool synthetic;
};

struct tq_candle {
	int64_t n;               /* records in it; 0: it has not begun */
	tq_time first, last;     /* time of the first, close of the last one */
	struct tq_price open, high, low, close;
	struct tq_dec volume, quote_volume, taker_buy;
	int64_t trades;
	bool has_quote, has_trades, has_taker;   /* all of its records had them */
	bool synthetic;          /* at least one was */
};

/* In a filter's open: what tq_sample_bar and tq_sample_tick read. */
void tq_sample_want(struct tq_run *run);

/* What a bar or a trade brings; TQ_DATA when a field is missing or wrong. */
bool tq_sample_bar(const struct tq_rec *rec, const struct tq_bar *bar, struct tq_sample *out,
		   struct tq_err *err);
bool tq_sample_tick(const struct tq_rec *rec, struct tq_sample *out, struct tq_err *err);

/*
 * The same without tq_bar_read, for the bar that nearly every bar is: closed,
 * its numbers plain, nothing else said of it than the usual fields. False when
 * it may be another: then the long way decides.
 */
bool tq_sample_plain(const struct tq_rec *rec, tq_time length, struct tq_sample *out);

/* A candle of one sample, and one sample more; false with TQ_DATA when a sum
 * does not fit 38 digits, the candle is then as it was. */
void tq_candle_begin(struct tq_candle *candle, const struct tq_sample *sample);
bool tq_candle_add(struct tq_candle *candle, const struct tq_sample *sample, struct tq_err *err);

/* A candle without trade at the close of another one, from open to close. */
void tq_candle_flat(struct tq_candle *candle, const struct tq_candle *before, tq_time open,
		    tq_time close);

/* Open to volumes: the fields of a bar from "open" on up to "taker_buy_volume". */
void tq_candle_write(const struct tq_candle *candle, struct tq_out *out);

void tq_candle_state(struct tq_candle *candle, struct tq_state *st);

#endif

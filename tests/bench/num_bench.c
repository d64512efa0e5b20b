/* SPDX-License-Identifier: ISC */
/*
 * Nanoseconds a call of decimals and doubles, the best of several rounds, beside
 * what the C library needs for the same. It prints figures and asserts nothing.
 */
#include "base/rng.h"
#include "num/dec.h"
#include "num/f64.h"
#include "num/stats.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N = 4096, REPEATS = 50, ROUNDS = 7, ROOM = 64 };

static struct tq_dec cash[N], price[N], quantity[N], wide[N];
static double any[N], prices[N], work[N];
static char any_text[N][ROOM], price_text[N][ROOM], long_text[N][ROOM];
static size_t any_n[N], price_n[N], long_n[N];

static volatile uint64_t sink;

static uint64_t
bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

static uint64_t
low(struct tq_dec x)
{
	return (uint64_t)x.m + (uint64_t)x.scale;
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint64_t
format_dec(const struct tq_dec *x)
{
	char text[TQ_DEC_TEXT];
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += tq_dec_format(x[i], text) + (unsigned char)text[1];
	return sum;
}

static uint64_t dec_format_cash(void) { return format_dec(cash); }
static uint64_t dec_format_price(void) { return format_dec(price); }
static uint64_t dec_format_wide(void) { return format_dec(wide); }

static uint64_t
dec_parse_price(void)
{
	struct tq_dec x = {0, 0};
	uint64_t sum = 0;

	for (int i = 0; i < N; i++) {
		tq_dec_parse((struct tq_str){price_text[i], price_n[i]}, &x);
		sum += low(x);
	}
	return sum;
}

static uint64_t
dec_add(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += low(tq_dec_add(price[i], price[N - 1 - i]));
	return sum;
}

static uint64_t
dec_add_scales(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += low(tq_dec_add(cash[i], price[i]));
	return sum;
}

static uint64_t
dec_mul(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += low(tq_dec_mul(price[i], quantity[i]));
	return sum;
}

static uint64_t
dec_cmp_scales(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += (uint64_t)tq_dec_cmp(cash[i], price[i]);
	return sum;
}

static uint64_t
dec_div(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += low(tq_dec_div(cash[i], price[i], 8, TQ_ROUND_HALF_EVEN));
	return sum;
}

static uint64_t
dec_round(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += low(tq_dec_round(cash[i], 2, TQ_ROUND_UP));
	return sum;
}

static uint64_t
dec_to_step(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += low(tq_dec_to_step(quantity[i], tq_dec(25, 2), TQ_ROUND_DOWN));
	return sum;
}

static uint64_t
dec_f64(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += bits_of(tq_dec_f64(price[i]));
	return sum;
}

static uint64_t
dec_f64_cash(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += bits_of(tq_dec_f64(cash[i]));
	return sum;
}

static uint64_t
format_f64(const double *x)
{
	char text[TQ_F64_TEXT];
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += tq_f64_format(x[i], text) + (unsigned char)text[1];
	return sum;
}

static uint64_t
format_printf(const double *x)
{
	char text[ROOM];
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += (uint64_t)snprintf(text, sizeof(text), "%.17g", x[i]);
	return sum;
}

static uint64_t
parse_f64(char text[N][ROOM], const size_t *n)
{
	double x = 0;
	uint64_t sum = 0;

	for (int i = 0; i < N; i++) {
		tq_f64_parse((struct tq_str){text[i], n[i]}, &x);
		sum += bits_of(x);
	}
	return sum;
}

static uint64_t
parse_strtod(char text[N][ROOM])
{
	uint64_t sum = 0;

	for (int i = 0; i < N; i++)
		sum += bits_of(strtod(text[i], NULL));
	return sum;
}

static uint64_t f64_format_any(void) { return format_f64(any); }
static uint64_t printf_any(void) { return format_printf(any); }
static uint64_t f64_format_price(void) { return format_f64(prices); }
static uint64_t printf_price(void) { return format_printf(prices); }
static uint64_t f64_parse_any(void) { return parse_f64(any_text, any_n); }
static uint64_t strtod_any(void) { return parse_strtod(any_text); }
static uint64_t f64_parse_price(void) { return parse_f64(price_text, price_n); }
static uint64_t strtod_price(void) { return parse_strtod(price_text); }
static uint64_t f64_parse_long(void) { return parse_f64(long_text, long_n); }
static uint64_t strtod_long(void) { return parse_strtod(long_text); }

static uint64_t
selection(void)
{
	for (int i = 0; i < N; i++)
		work[i] = prices[i];
	tq_select(work, N, N / 20);
	return bits_of(work[N / 20]);
}

static const struct {
	const char *name;
	uint64_t (*run)(void);
} rows[] = {
	{"tq_dec_add, one scale", dec_add},
	{"tq_dec_add, two scales", dec_add_scales},
	{"tq_dec_mul", dec_mul},
	{"tq_dec_cmp, two scales", dec_cmp_scales},
	{"tq_dec_div, 8 decimals", dec_div},
	{"tq_dec_round", dec_round},
	{"tq_dec_to_step", dec_to_step},
	{"tq_dec_f64, price", dec_f64},
	{"tq_dec_f64, 18 digits", dec_f64_cash},
	{"tq_dec_parse, price", dec_parse_price},
	{"tq_dec_format, price", dec_format_price},
	{"tq_dec_format, 18 digits", dec_format_cash},
	{"tq_dec_format, 30 digits", dec_format_wide},
	{"tq_f64_format, price", f64_format_price},
	{"  printf %.17g", printf_price},
	{"tq_f64_format, any bits", f64_format_any},
	{"  printf %.17g", printf_any},
	{"tq_f64_parse, price", f64_parse_price},
	{"  strtod", strtod_price},
	{"tq_f64_parse, 17 digits", f64_parse_any},
	{"  strtod", strtod_any},
	{"tq_f64_parse, 30 digits", f64_parse_long},
	{"  strtod", strtod_long},
	{"tq_select, a value", selection},
};

static void
fill(void)
{
	struct tq_rng rng = {5};

	for (int i = 0; i < N; i++) {
		uint64_t bits = tq_rng_next(&rng) & 0xbfefffffffffffffu;
		int64_t cents = (int64_t)(tq_rng_next(&rng) >> (40 + tq_rng_below(&rng, 8)));

		memcpy(&any[i], &bits, sizeof(bits));
		price[i] = tq_dec(cents, 2);
		prices[i] = tq_dec_f64(price[i]);
		quantity[i] = tq_dec((int64_t)(tq_rng_next(&rng) >> 34), 8);
		cash[i] = tq_dec((int64_t)(tq_rng_next(&rng) >> 5), 12);
		wide[i] = (struct tq_dec){(tq_i128)tq_rng_next(&rng) << 35, 20};
		any_n[i] = (size_t)snprintf(any_text[i], ROOM, "%.17g", any[i]);
		price_n[i] = tq_dec_format(price[i], price_text[i]);
		long_n[i] = (size_t)snprintf(long_text[i], ROOM, "%.29e", any[i]);
	}
}

int
main(void)
{
	fill();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double best = 1e300;

		for (int round = 0; round < ROUNDS; round++) {
			double start = now(), took;

			for (int repeat = 0; repeat < REPEATS; repeat++)
				sink += rows[i].run();
			took = (now() - start) / ((double)N * REPEATS);
			if (took < best)
				best = took;
		}
		printf("%-28s %8.1f ns\n", rows[i].name, best);
	}
	return fflush(stdout) ? 4 : 0;
}

/* SPDX-License-Identifier: ISC */
#ifndef FAKE_BODY_H
#define FAKE_BODY_H

/* The bodies that the fake exchange makes. */
#include <stddef.h>
#include <stdint.h>

struct body {
	char *p;
	size_t n, cap;
};

void body_put(struct body *body, const void *bytes, size_t n);
void body_printf(struct body *body, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The whole file behind what is there; returns 0 when it cannot be read. */
int body_file(struct body *body, const char *path);

/* Packs what is there. */
void body_gzip(struct body *body);

/* n zeros as gzip, made in little time. */
void body_bomb(struct body *body, int64_t n);

/*
 * Rows as Binance's /klines gives them, for bar indices from .. to-1 of a
 * history; the bar at index live is unfinished at now.
 */
struct history {
	const char *symbol;
	int64_t start, step, now, live;
};
void body_klines(struct body *body, const struct history *history, int64_t from, int64_t to);

#endif

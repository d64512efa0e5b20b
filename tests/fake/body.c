/* SPDX-License-Identifier: ISC */
#include "body.h"

#include "script.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static char *
room(struct body *body, size_t more)
{
	if (body->cap - body->n < more) {
		body->cap = 2 * body->cap + more;
		body->p = realloc(body->p, body->cap);
		if (!body->p)
			die("out of memory");
	}
	return body->p + body->n;
}

void
body_put(struct body *body, const void *bytes, size_t n)
{
	memcpy(room(body, n + 1), bytes, n);
	body->n += n;
}

void
body_printf(struct body *body, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(room(body, 1024), 1024, format, ap);
	va_end(ap);
	if (n < 0 || n >= 1024)
		die("too long for a line");
	body->n += (size_t)n;
}

int
body_file(struct body *body, const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t got;

	if (!file)
		return 0;
	while ((got = fread(room(body, 65536), 1, 65536, file)) > 0)
		body->n += got;
	got = (size_t)ferror(file);
	fclose(file);
	return got == 0;
}

void
body_gzip(struct body *body)
{
	struct body packed = {0};
	z_stream z = {0};

	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		die("no zlib");
	z.next_in = (Bytef *)body->p;
	z.avail_in = (uInt)body->n;
	z.avail_out = (uInt)deflateBound(&z, body->n);
	z.next_out = (Bytef *)room(&packed, z.avail_out);
	deflate(&z, Z_FINISH);
	packed.n = z.total_out;
	deflateEnd(&z);
	free(body->p);
	*body = packed;
}

static void
put_le32(struct body *body, uint32_t x)
{
	unsigned char bytes[4];

	for (int i = 0; i < 4; i++)
		bytes[i] = (unsigned char)(x >> 8 * i & 255);
	body_put(body, bytes, sizeof(bytes));
}

/*
 * A full flush makes deflate forget what came before: each piece of zeros then
 * packs to the same bytes, which are repeated.
 */
void
body_bomb(struct body *body, int64_t n)
{
	enum { PIECE = 1 << 20 };
	static const unsigned char head[10] = {31, 139, 8, 0, 0, 0, 0, 0, 0, 3}, last[2] = {3, 0};
	static unsigned char zeros[PIECE], packed[65536];
	int64_t pieces = (n + PIECE - 1) / PIECE;
	uLong one, crc = crc32(0, NULL, 0);
	z_stream z = {.next_in = zeros, .avail_in = PIECE, .next_out = packed,
		      .avail_out = sizeof(packed)};

	if (deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		die("no zlib");
	deflate(&z, Z_FULL_FLUSH);
	one = crc32(crc, zeros, PIECE);
	body_put(body, head, sizeof(head));
	for (int64_t i = 0; i < pieces; i++) {
		body_put(body, packed, z.total_out);
		crc = crc32_combine(crc, one, PIECE);
	}
	deflateEnd(&z);
	body_put(body, last, sizeof(last));
	put_le32(body, (uint32_t)crc);
	put_le32(body, (uint32_t)(pieces * PIECE));
}

/* In cents: two waves of straight lines, and a level of the symbol's own. */
static int64_t
price(const char *symbol, int64_t i)
{
	int64_t level = 10000, slow = i % 1440, quick = i % 97;

	for (; *symbol; symbol++)
		level = level * 31 % 900000 + (unsigned char)*symbol;
	slow = slow < 720 ? slow : 1440 - slow;
	quick = quick < 48 ? quick : 96 - quick;
	return 100000 + level + 10 * slow + 7 * quick + i % 11;
}

void
body_klines(struct body *body, const struct history *h, int64_t from, int64_t to)
{
	body_printf(body, "[");
	for (int64_t i = from; i < to; i++) {
		int64_t time = h->start + i * h->step;
		int64_t open = price(h->symbol, i), close = price(h->symbol, i + 1);
		int64_t high, low, volume = 1 + i * 37 % 1000, trades = 1 + i % 50;

		if (i == h->live) {
			close = open + (close - open) * (h->now - time) / h->step;
			volume = 1 + volume * (h->now - time) / h->step;
		}
		high = (open > close ? open : close) + i * 7 % 13;
		low = (open < close ? open : close) - i * 5 % 11;
		body_printf(body, "%s[%lld,\"%lld.%02lld\",\"%lld.%02lld\",\"%lld.%02lld\","
			    "\"%lld.%02lld\",\"%lld.%03lld\",%lld,\"%lld.%05lld\",%lld,"
			    "\"0.5\",\"12.5\",\"0\"]",
			    i > from ? "," : "", (long long)time,
			    (long long)open / 100, (long long)open % 100,
			    (long long)high / 100, (long long)high % 100,
			    (long long)low / 100, (long long)low % 100,
			    (long long)close / 100, (long long)close % 100,
			    (long long)volume / 1000, (long long)volume % 1000,
			    (long long)(time + h->step - 1),
			    (long long)(volume * close) / 100000, (long long)(volume * close) % 100000,
			    (long long)trades);
	}
	body_printf(body, "]");
}

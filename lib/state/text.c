/* SPDX-License-Identifier: ISC */
#include "state/text.h"

#include "num/f64.h"

#include <math.h>

void
tq_state_put_f64(struct tq_buf *out, double x)
{
	if (isnan(x))
		tq_buf_puts(out, "\"nan\"");
	else if (isinf(x))
		tq_buf_puts(out, x > 0 ? "\"inf\"" : "\"-inf\"");
	else if (x == 0 && signbit(x))
		tq_buf_puts(out, "\"-0\"");
	else
		out->n += tq_f64_format(x, tq_buf_room(out, TQ_F64_TEXT));
}

bool
tq_state_parse_f64(struct tq_str text, double *x)
{
	if (tq_str_is(text, "\"nan\""))
		*x = (double)NAN;
	else if (tq_str_is(text, "\"inf\""))
		*x = (double)INFINITY;
	else if (tq_str_is(text, "\"-inf\""))
		*x = -(double)INFINITY;
	else if (tq_str_is(text, "\"-0\""))
		*x = -0.0;
	else
		return tq_f64_parse(text, x);
	return true;
}

void
tq_state_put_dec(struct tq_buf *out, struct tq_dec x)
{
	char digits[48];
	size_t at = sizeof(digits);
	tq_u128 m = x.m < 0 ? -(tq_u128)x.m : (tq_u128)x.m;

	if (!tq_dec_ok(x)) {
		tq_buf_puts(out, "\"bad\"");
		return;
	}
	do
		digits[--at] = (char)('0' + (int)(m % 10));
	while ((m /= 10) > 0);
	if (x.m < 0)
		digits[--at] = '-';
	tq_buf_put(out, digits + at, sizeof(digits) - at);
	if (x.scale > 0)
		tq_buf_printf(out, "e-%d", x.scale);
}

/* Digits at *at, at most `most`; false when there is none. */
static bool
digits(struct tq_str text, size_t *at, size_t most, tq_u128 *out)
{
	size_t start = *at;

	*out = 0;
	while (*at < text.n && *at - start < most && text.p[*at] >= '0' && text.p[*at] <= '9')
		*out = *out * 10 + (unsigned)(text.p[(*at)++] - '0');
	return *at > start;
}

bool
tq_state_parse_dec(struct tq_str text, struct tq_dec *x)
{
	bool minus = text.n > 0 && text.p[0] == '-';
	size_t at = minus;
	tq_u128 m, scale = 0;

	if (tq_str_is(text, "\"bad\"")) {
		*x = (struct tq_dec){0, TQ_DEC_BAD};
		return true;
	}
	if (!digits(text, &at, TQ_DEC_MAX_SCALE, &m))
		return false;
	if (at < text.n) {
		if (text.n - at < 3 || text.p[at] != 'e' || text.p[at + 1] != '-')
			return false;
		at += 2;
		if (!digits(text, &at, 2, &scale))
			return false;
	}
	*x = (struct tq_dec){minus ? -(tq_i128)m : (tq_i128)m, (int)scale};
	return at == text.n && scale <= TQ_DEC_MAX_SCALE;
}

bool
tq_state_parse_i64(struct tq_str text, int64_t *x)
{
	bool minus = text.n > 0 && text.p[0] == '-';
	size_t at = minus;
	tq_u128 m;

	if (!digits(text, &at, 19, &m) || at != text.n ||
	    m > (tq_u128)INT64_MAX + (minus ? 1 : 0))
		return false;
	*x = (int64_t)(minus ? -(tq_i128)m : (tq_i128)m);
	return true;
}

void
tq_state_put_text(struct tq_buf *out, struct tq_str text)
{
	tq_buf_puts(out, "\"");
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c < 0x20)
			tq_buf_printf(out, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			tq_buf_printf(out, "\\%c", c);
		else
			tq_buf_put(out, &text.p[i], 1);
	}
	tq_buf_puts(out, "\"");
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
tq_state_parse_text(struct tq_str text, struct tq_buf *out)
{
	if (text.n < 2 || text.p[0] != '"' || text.p[text.n - 1] != '"')
		return false;
	for (size_t i = 1; i + 1 < text.n; i++) {
		char c = text.p[i];

		if (c == '\\' && i + 2 < text.n && text.p[i + 1] != 'u') {
			c = text.p[++i];
		} else if (c == '\\') {
			int high, low;

			if (i + 6 >= text.n)
				return false;
			high = hex(text.p[i + 4]);
			low = hex(text.p[i + 5]);
			if (high < 0 || high > 1 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 5;
		}
		tq_buf_put(out, &c, 1);
	}
	return true;
}

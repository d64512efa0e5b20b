/* SPDX-License-Identifier: ISC */
#include "record/scan.h"

void
tq_scan_refuse(const char *text, const char *end, const struct tq_fault *fault, struct tq_err *err)
{
	size_t at = fault->at >= text && fault->at <= end ? (size_t)(fault->at - text)
							  : (size_t)(end - text);

	if (fault->at == end && end > text)
		tq_fail(err, TQ_DATA, "byte %zu: record is cut off", at + 1);
	else if (fault->at < end && (unsigned char)*fault->at < 0x20)
		tq_fail(err, TQ_DATA, "byte %zu: control character 0x%02x", at + 1,
			(unsigned)(unsigned char)*fault->at);
	else
		tq_fail(err, TQ_DATA, "byte %zu: %s", at + 1, fault->what);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
skip_digits(const char *p)
{
	while (is_digit(*p))
		p++;
	return p;
}

/* m and scale if the digits of [p, end) fit 18 places; an exponent does not. */
static void
small_number(const char *p, const char *end, struct tq_value *v)
{
	bool negative = *p == '-', point = false;
	int64_t m = 0;
	int digits = 0, scale = 0;

	v->scale = -1;
	v->m = 0;
	for (p += negative; p < end; p++) {
		if (*p == '.') {
			point = true;
			continue;
		}
		if (!is_digit(*p) || ++digits > 18)
			return;
		m = m * 10 + (*p - '0');
		scale += point;
	}
	v->m = negative ? -m : m;
	v->scale = (int8_t)scale;
}

const char *
tq_scan_number_any(const char *start, struct tq_value *v, struct tq_fault *fault)
{
	const char *p = start + (*start == '-');

	if (!is_digit(*p))
		return tq_scan_fault(fault, p, "not a value");
	if (*p == '0' && is_digit(p[1]))
		return tq_scan_fault(fault, p, "number with a leading zero");
	p = skip_digits(p);
	if (*p == '.') {
		if (!is_digit(*++p))
			return tq_scan_fault(fault, p, "number without digits behind the point");
		p = skip_digits(p);
	}
	if (*p == 'e' || *p == 'E') {
		p++;
		if (*p == '+' || *p == '-')
			p++;
		if (!is_digit(*p))
			return tq_scan_fault(fault, p, "number without digits in the exponent");
		p = skip_digits(p);
	}
	v->kind = TQ_NUMBER;
	v->text = start;
	v->n = (uint32_t)(p - start);
	small_number(start, p, v);
	return p;
}

/* Bytes of the UTF-8 character at p (not ASCII), 0 if it is malformed. */
static unsigned
utf8_length(const unsigned char *p)
{
	unsigned n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;

	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	for (unsigned i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

int
tq_scan_hex4(const char *p)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int digit = is_digit(c)			? c - '0'
			    : c >= 'a' && c <= 'f'	? c - 'a' + 10
			    : c >= 'A' && c <= 'F'	? c - 'A' + 10
							: -1;
		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* p is on the backslash. A lone surrogate stands for no character: refused. */
static const char *
scan_escape(const char *p, struct tq_fault *fault)
{
	int unit;

	if (p[1] != 'u') {
		if (p[1] != '\n' && p[1] != '\0' && strchr("\"\\/bfnrt", p[1]))
			return p + 2;
		return tq_scan_fault(fault, p, "escape that JSON does not have");
	}
	unit = tq_scan_hex4(p + 2);
	if (unit < 0)
		return tq_scan_fault(fault, p, "\\u without four hexadecimal digits");
	if (unit < 0xd800 || unit > 0xdfff)
		return p + 6;
	if (unit < 0xdc00 && p[6] == '\\' && p[7] == 'u') {
		int low = tq_scan_hex4(p + 8);

		if (low >= 0xdc00 && low <= 0xdfff)
			return p + 12;
	}
	return tq_scan_fault(fault, p, "half of a surrogate pair");
}

const char *
tq_scan_string_any(const char *p, struct tq_value *v, struct tq_fault *fault)
{
	for (;;) {
		unsigned char c = (unsigned char)*p;

		if (c == '"') {
			v->n = (uint32_t)(p - v->text);
			return p + 1;
		}
		if (c == '\n')
			return tq_scan_fault(fault, p, "string is cut off");
		if (c < 0x20)
			return tq_scan_fault(fault, p, "control character in a string");
		if (c == '\\') {
			v->escaped = true;
			p = scan_escape(p, fault);
			if (p == NULL)
				return NULL;
		} else if (c < 0x80) {
			p++;
		} else {
			unsigned n = utf8_length((const unsigned char *)p);

			if (n == 0)
				return tq_scan_fault(fault, p, "invalid UTF-8");
			p += n;
		}
	}
}

const char *
tq_scan_word(const char *p, struct tq_value *v, struct tq_fault *fault)
{
	if (memcmp(p, "true", 4) == 0)
		v->kind = TQ_TRUE;
	else if (memcmp(p, "null", 4) == 0)
		v->kind = TQ_NULL;
	else if (memcmp(p, "false", 5) == 0)
		v->kind = TQ_FALSE;
	else
		return tq_scan_fault(fault, p, "not a value");
	v->text = p;
	v->n = v->kind == TQ_FALSE ? 5 : 4;
	return p + v->n;
}

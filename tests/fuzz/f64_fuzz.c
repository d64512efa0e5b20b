/* SPDX-License-Identifier: ISC */
/*
 * The input is eight bytes of a double, written and read back, and a text, read
 * as strtod reads it or refused.
 */
#include "num/f64.h"
#include "require.h"

#include <math.h>
#include <stdlib.h>

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static void
check_bits(double x)
{
	char text[TQ_F64_TEXT + 1];
	double back;

	text[tq_f64_format(x, text)] = '\0';
	if (!isfinite(x)) {
		require(strcmp(text, "null") == 0, "null");
		return;
	}
	require(tq_f64_parse(tq_str(text), &back), "text is a number");
	require(x == 0 ? back == 0 : same(x, back), "text reads back");
	require(strtod(text, NULL) == x, "and by strtod");
	require(strlen(text) <= 26, "no text is longer");
}

/* What JSON calls a number, told independently. */
static bool
is_number(const char *p)
{
	p += *p == '-';
	if (*p == '0')
		p++;
	else if (*p >= '1' && *p <= '9')
		p += strspn(p, "0123456789");
	else
		return false;
	if (*p == '.') {
		size_t n = strspn(p + 1, "0123456789");

		if (n == 0)
			return false;
		p += 1 + n;
	}
	if (*p == 'e' || *p == 'E') {
		p += p[1] == '+' || p[1] == '-' ? 2 : 1;
		size_t n = strspn(p, "0123456789");

		if (n == 0)
			return false;
		p += n;
	}
	return *p == '\0';
}

static void
check_text(const char *data, size_t n)
{
	char *text = malloc(n + 1);
	double x;

	if (!text)
		return;
	memcpy(text, data, n);
	text[n] = '\0';

	bool number = strlen(text) == n && is_number(text);
	double want = number ? strtod(text, NULL) : HUGE_VAL;

	if (tq_f64_parse((struct tq_str){data, n}, &x))
		require(number && same(x, want), "read as strtod does");
	else
		require(!isfinite(want), "every number in range is read");
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	double x;

	if (size < sizeof(x))
		return 0;
	memcpy(&x, data, sizeof(x));
	check_bits(x);
	check_text((const char *)data + sizeof(x), size - sizeof(x));
	return 0;
}

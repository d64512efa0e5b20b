/* SPDX-License-Identifier: ISC */
/*
 * The input's first byte picks an operation's rounding and scale, the rest is two
 * texts with a blank between. Any text is refused or read; what is read comes
 * back from its canonical text; the operations hold to their identities.
 */
#include "num/dec.h"
#include "num/f64.h"
#include "require.h"

static struct tq_dec
round_trip(struct tq_dec x)
{
	char text[TQ_DEC_TEXT], again[TQ_DEC_TEXT];
	struct tq_dec back;
	size_t n = tq_dec_format(x, text);

	require(n > 0 && n <= TQ_DEC_TEXT, "length of the text");
	require(tq_dec_parse((struct tq_str){text, n}, &back), "text is a number");
	require(tq_dec_eq(x, back), "text is the same number");
	require(tq_dec_format(back, again) == n && memcmp(text, again, n) == 0,
		"text is canonical");
	require(tq_dec_eq(tq_dec_strip(x), x), "stripping changes nothing");
	return back;
}

static void
check_double(struct tq_dec x)
{
	char text[TQ_DEC_TEXT];
	struct tq_str str = {text, tq_dec_format(x, text)};
	double nearest;

	require(tq_f64_parse(str, &nearest), "a decimal is a double's text, too");
	require(tq_dec_f64(x) == nearest, "both ways to the nearest double");
}

static void
check_pair(struct tq_dec a, struct tq_dec b, int scale, enum tq_round round)
{
	struct tq_dec sum = tq_dec_add(a, b), less = tq_dec_sub(a, b);
	struct tq_dec product = tq_dec_mul(a, b), step = tq_dec_abs(b);
	struct tq_dec low = tq_dec_div(a, b, scale, TQ_ROUND_FLOOR);
	struct tq_dec high = tq_dec_div(a, b, scale, TQ_ROUND_CEILING);
	struct tq_dec near = tq_dec_div(a, b, scale, round);
	int order = tq_dec_cmp(a, b);

	require(order == -tq_dec_cmp(b, a), "order is antisymmetric");
	if (tq_dec_ok(sum))
		require(tq_dec_eq(tq_dec_sub(round_trip(sum), b), a), "(a + b) - b = a");
	if (tq_dec_ok(less))
		require(tq_dec_sign(less) == order, "the sign of a - b");
	if (tq_dec_ok(product) && tq_dec_sign(b) != 0)
		require(tq_dec_eq(tq_dec_div(round_trip(product), b, a.scale, TQ_ROUND_DOWN), a),
			"a b / b = a");
	if (tq_dec_ok(low) && tq_dec_ok(high) && tq_dec_ok(near))
		require(tq_dec_le(low, near) && tq_dec_le(near, high) &&
			tq_dec_le(tq_dec_sub(high, low), tq_dec(1, scale)), "a / b is enclosed");
	step = tq_dec_to_step(a, step, TQ_ROUND_DOWN);
	if (tq_dec_ok(step))
		require(tq_dec_le(tq_dec_abs(step), tq_dec_abs(a)), "a step down does not exceed");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data + 1, *blank;
	struct tq_dec a, b;

	if (size < 2)
		return 0;
	blank = memchr(text, ' ', size - 1);
	if (!blank)
		blank = text + size - 1;
	if (!tq_dec_parse((struct tq_str){text, (size_t)(blank - text)}, &a))
		return 0;
	round_trip(a);
	check_double(a);
	if (blank == text + size - 1)
		return 0;
	text = blank + 1;
	if (!tq_dec_parse((struct tq_str){text, size - (size_t)(text - (const char *)data)}, &b))
		return 0;
	check_pair(a, b, data[0] % (TQ_DEC_MAX_SCALE + 1), (enum tq_round)(data[0] % 5));
	return 0;
}

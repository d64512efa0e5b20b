/* SPDX-License-Identifier: ISC */
#include "t.h"
#include "base/rng.h"
#include "num/dec.h"

/* Random decimals of any size; what fails is said with its operands. */

enum { CASES = 1000000 };

static struct tq_rng rng = {1};

static struct tq_dec
any(void)
{
	int bits = (int)tq_rng_below(&rng, 127);
	tq_u128 m = ((tq_u128)tq_rng_next(&rng) << 64 | tq_rng_next(&rng)) >> (127 - bits);
	tq_i128 top = (tq_i128)10000000000000000000u * 10000000000000000000u;
	struct tq_dec x = {(tq_i128)(m >> 1) % top, (int)tq_rng_below(&rng, 39)};

	return tq_rng_next(&rng) & 1 ? tq_dec_neg(x) : x;
}

/* What a market has: at most 15 digits, at most 8 decimals. */
static struct tq_dec
usual(void)
{
	return tq_dec((int64_t)(tq_rng_next(&rng) >> (14 + tq_rng_below(&rng, 40))),
		      (int)tq_rng_below(&rng, 9));
}

static const char *
text_of(struct tq_dec x)
{
	static char text[4][TQ_DEC_TEXT + 1];
	static int next;
	char *t = text[next++ % 4];

	t[tq_dec_format(x, t)] = '\0';
	return t;
}

static bool
says(bool ok, const char *what, struct tq_dec a, struct tq_dec b)
{
	if (!ok)
		printf("# %s: %s, %s\n", what, text_of(a), text_of(b));
	return ok;
}

/* Only the characters of a plain JSON number, and no zero that says nothing. */
static bool
is_canonical(const char *t)
{
	const char *digits = t + (*t == '-');
	size_t n = strlen(digits);

	return strspn(digits, "0123456789.") == n && strcmp(t, "-0") != 0 &&
	       (digits[0] != '0' || n == 1 || digits[1] == '.') &&
	       (!strchr(digits, '.') || (digits[n - 1] != '0' && digits[n - 1] != '.'));
}

static bool
text_round_trip(void)
{
	for (int i = 0; i < CASES; i++) {
		struct tq_dec a = any(), b;
		const char *t = text_of(a);

		if (!says(tq_dec_parse(tq_str(t), &b) && tq_dec_eq(a, b) && is_canonical(t),
			  "round trip", a, b))
			return false;
	}
	return true;
}

static bool
sums(void)
{
	for (int i = 0; i < CASES; i++) {
		struct tq_dec a = i & 1 ? any() : usual(), b = i & 1 ? any() : usual();
		struct tq_dec sum = tq_dec_add(a, b), rest = tq_dec_sub(a, b);

		if (!tq_dec_ok(sum))
			continue;
		if (!says(tq_dec_eq(tq_dec_sub(sum, b), a), "(a + b) - b", a, b) ||
		    !says(tq_dec_eq(sum, tq_dec_add(b, a)), "a + b = b + a", a, b) ||
		    !says(!tq_dec_ok(rest) || tq_dec_sign(rest) == tq_dec_cmp(a, b),
			  "a - b, a ? b", a, b))
			return false;
	}
	return true;
}

static bool
products(void)
{
	for (int i = 0; i < CASES; i++) {
		struct tq_dec a = i & 1 ? any() : usual(), b = usual(), c = usual();
		struct tq_dec left = tq_dec_mul(tq_dec_add(a, c), b);
		struct tq_dec right = tq_dec_add(tq_dec_mul(a, b), tq_dec_mul(c, b));

		if (tq_dec_ok(left) && tq_dec_ok(right) &&
		    !says(tq_dec_eq(left, right), "(a + c) b", a, b))
			return false;
	}
	return true;
}

/* The quotient times the divisor is short of the dividend by less than a unit's worth. */
static bool
quotients(void)
{
	for (int i = 0; i < CASES; i++) {
		struct tq_dec a = usual(), b = tq_dec_add(usual(), tq_dec(1, 8));
		struct tq_dec low = tq_dec_div(a, b, 8, TQ_ROUND_FLOOR);
		struct tq_dec high = tq_dec_div(a, b, 8, TQ_ROUND_CEILING);
		struct tq_dec near = tq_dec_div(a, b, 8, TQ_ROUND_HALF_EVEN);
		struct tq_dec unit = tq_dec_sub(high, low);

		if (!says(tq_dec_le(tq_dec_mul(low, b), a), "floor", a, b) ||
		    !says(tq_dec_ge(tq_dec_mul(high, b), a), "ceiling", a, b) ||
		    !says(tq_dec_eq(near, low) || tq_dec_eq(near, high), "half even", a, b) ||
		    !says(tq_dec_eq(unit, tq_dec(1, 8)) || tq_dec_sign(unit) == 0, "unit", a, b))
			return false;
	}
	return true;
}

static bool
steps(void)
{
	for (int i = 0; i < CASES; i++) {
		struct tq_dec a = usual(), step = tq_dec_add(usual(), tq_dec(1, 8));
		struct tq_dec down = tq_dec_to_step(a, step, TQ_ROUND_DOWN);
		struct tq_dec n = tq_dec_div(down, step, 0, TQ_ROUND_DOWN);

		if (!says(tq_dec_le(down, a), "never exceeds", a, step) ||
		    !says(tq_dec_lt(tq_dec_sub(a, down), step), "is the next one", a, step) ||
		    !says(tq_dec_eq(tq_dec_mul(n, step), down), "is a multiple", a, step) ||
		    !says(tq_dec_eq(tq_dec_to_step(down, step, TQ_ROUND_UP), down), "stays", a, step))
			return false;
	}
	return true;
}

/* What was paid in and taken out again leaves no trace in the last digit. */
static bool
ledger(void)
{
	struct tq_dec cash = tq_dec(0, 0), back;

	for (int i = 0; i < CASES; i++)
		cash = tq_dec_add(cash, tq_dec_mul(usual(), tq_dec(1 + (i & 7), 1)));
	back = cash;
	rng.state = 77;
	for (int i = 0; i < CASES; i++)
		back = tq_dec_add(back, usual());
	rng.state = 77;
	for (int i = 0; i < CASES; i++)
		back = tq_dec_sub(back, usual());
	return says(tq_dec_ok(cash) && tq_dec_eq(cash, back), "ledger", cash, back);
}

int
main(void)
{
	OK(text_round_trip(), "P11 parse(format(x)) = x, never an exponent, for 10^6 decimals");
	OK(sums(), "F2.9 (a + b) - b = a, a - b and comparison agree");
	OK(products(), "F2.9 (a + c) b = a b + c b");
	OK(quotients(), "F2.9 floor and ceiling enclose a quotient");
	OK(steps(), "F0.14 a step down is a multiple, not above, less than one step away");
	OK(ledger(), "F2.9 10^6 payments in and out leave the same cash");
	return t_done();
}

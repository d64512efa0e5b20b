/* SPDX-License-Identifier: ISC */
#include "risk/maybe.h"

static bool
set(struct tq_maybe *maybe, struct tq_dec x, bool percent, const char *text, struct tq_err *err)
{
	if (!tq_dec_gt(x, tq_dec(0, 0)))
		return tq_fail(err, TQ_USAGE, "not above zero: '%s'", text);
	*maybe = (struct tq_maybe){true, percent, tq_dec_strip(x)};
	return true;
}

bool
tq_opt_maybe_amount(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_dec x;

	return tq_opt_dec(opt, text, &x, err) && set(field, x, false, text, err);
}

bool
tq_opt_maybe_ratio(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_dec x;

	return tq_opt_ratio(opt, text, &x, err) && set(field, x, true, text, err);
}

/* A 20 that was meant as 20% is no limit at all: it is refused. */
bool
tq_opt_maybe_share(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_maybe *maybe = field;

	return tq_opt_maybe_ratio(opt, text, maybe, err) &&
	       (tq_dec_le(maybe->value, tq_dec(1, 0)) ||
		tq_fail(err, TQ_USAGE, "over 100%%: '%s'", text));
}

bool
tq_opt_maybe_part(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_maybe *maybe = field;

	return tq_opt_maybe_ratio(opt, text, maybe, err) &&
	       (tq_dec_lt(maybe->value, tq_dec(1, 0)) ||
		tq_fail(err, TQ_USAGE, "not under 100%%: '%s'", text));
}

bool
tq_opt_maybe_either(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	if (strchr(text, '%'))
		return tq_opt_maybe_ratio(opt, text, field, err);
	return tq_opt_maybe_amount(opt, text, field, err);
}

/* SPDX-License-Identifier: ISC */
#include "time/interval.h"

/*
 * Numbers are read digit by digit here: exact, and without strtod, which
 * follows the locale. value * scale, refused when it is no whole number of
 * nanoseconds or does not fit.
 */
static bool
scan_scaled(struct tq_str text, tq_time scale, tq_time *out)
{
	bool negative = text.n > 0 && text.p[0] == '-';
	size_t i = negative;
	size_t from = i;
	int64_t sum = 0;

	for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_sub_overflow(sum, text.p[i] - '0', &sum))
			return false;
	if (i == from || __builtin_mul_overflow(sum, scale, &sum))
		return false;
	if (i < text.n && text.p[i] == '.') {
		from = ++i;
		for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++) {
			if (scale % 10 != 0 && text.p[i] != '0')
				return false;
			scale = scale % 10 == 0 ? scale / 10 : scale;
			if (text.p[i] != '0' &&
			    __builtin_sub_overflow(sum, (text.p[i] - '0') * scale, &sum))
				return false;
		}
		if (i == from)
			return false;
	}
	/* The sum is kept negative: that side of the range is the wider one. */
	if (i < text.n || sum == INT64_MIN)
		return false;
	*out = negative ? sum : -sum;
	return true;
}

bool
tq_time_from_unit(struct tq_str text, enum tq_time_unit unit, tq_time *out)
{
	static const tq_time scale[] = {
		[TQ_UNIT_S] = TQ_SECOND, [TQ_UNIT_MS] = 1000000,
		[TQ_UNIT_US] = 1000, [TQ_UNIT_NS] = 1
	};

	return scan_scaled(text, scale[unit], out);
}

bool
tq_opt_time(const struct tq_opt *opt, const char *text, void *field,
	    struct tq_err *err)
{
	static const char midnight[] = "T00:00:00Z";
	char full[10 + sizeof(midnight)];
	struct tq_str s = tq_str(text);

	(void)opt;
	if (s.n == 10) {
		memcpy(full, text, 10);
		memcpy(full + 10, midnight, sizeof(midnight));
		s = tq_str(full);
	}
	if (!tq_time_parse(s, field))
		return tq_fail(err, TQ_USAGE,
			       "not a time like 2024-01-01T00:00:00Z or 2024-01-01: '%s'", text);
	return true;
}

bool
tq_opt_bound(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_bound *bound = field;

	bound->given = tq_opt_time(opt, text, &bound->t, err);
	return bound->given;
}

static tq_time
unit_of(const char *unit)
{
	static const struct {
		const char *name;
		tq_time ns;
	} units[] = {
		{"ms", 1000000}, {"s", TQ_SECOND}, {"m", TQ_MINUTE},
		{"h", TQ_HOUR}, {"d", TQ_DAY}, {"w", 7 * TQ_DAY}
	};
	size_t i;

	for (i = 0; i < TQ_COUNT(units); i++)
		if (strcmp(unit, units[i].name) == 0)
			return units[i].ns;
	return 0;
}

bool
tq_opt_duration(const struct tq_opt *opt, const char *text, void *field,
		struct tq_err *err)
{
	size_t n = strspn(text, "0123456789.");
	tq_time scale = unit_of(text + n);

	(void)opt;
	if (n == 0 || scale == 0 || !scan_scaled((struct tq_str){text, n}, scale, field))
		return tq_fail(err, TQ_USAGE,
			       "not a duration like 90s, 15m, 24h, 1.5h or 7d: '%s'", text);
	return true;
}

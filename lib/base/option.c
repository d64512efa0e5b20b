/* SPDX-License-Identifier: ISC */
#include "base/option.h"

#include "base/mem.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

bool
tq_opt_flag(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	static const char *const yes[] = {"true", "yes", "on", "1"};
	static const char *const no[] = {"false", "no", "off", "0"};

	(void)opt;
	for (size_t i = 0; i < TQ_COUNT(yes); i++) {
		if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
			*(bool *)field = strcmp(text, yes[i]) == 0;
			return true;
		}
	}
	return tq_fail(err, TQ_USAGE, "neither true nor false: '%s'", text);
}

bool
tq_opt_text(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	(void)opt;
	(void)err;
	*(const char **)field = text;
	return true;
}

/* Decimal digits with an optional minus: no blanks, plus signs or other bases. */
static bool
whole_number(const char *text, int64_t *out, const char **end)
{
	const char *digits = text + (*text == '-');
	char *stop;

	if (*digits < '0' || *digits > '9')
		return false;
	errno = 0;
	*out = strtoll(text, &stop, 10);
	*end = stop;
	return errno == 0;
}

bool
tq_opt_int(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	const char *end;
	int64_t x;

	if (!whole_number(text, &x, &end) || *end)
		return tq_fail(err, TQ_USAGE, "not a whole number: '%s'", text);
	if (opt->min < opt->max && (x < opt->min || x > opt->max))
		return tq_fail(err, TQ_USAGE, "%" PRId64 " is not in %" PRId64 "..%" PRId64,
			       x, opt->min, opt->max);
	*(int64_t *)field = x;
	return true;
}

bool
tq_opt_choice(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	char list[256] = "";
	size_t at = 0;

	for (int i = 0; opt->choices[i]; i++) {
		size_t n = strlen(opt->choices[i]);

		if (strcmp(text, opt->choices[i]) == 0) {
			*(int *)field = i;
			return true;
		}
		if (at + n + 3 > sizeof(list))
			continue;
		if (at > 0) {
			memcpy(list + at, ", ", 2);
			at += 2;
		}
		memcpy(list + at, opt->choices[i], n + 1);
		at += n;
	}
	return tq_fail(err, TQ_USAGE, "not one of %s: '%s'", list, text);
}

bool
tq_opt_bytes(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	const char *end;
	int64_t x;
	int shift = 0;

	if (!whole_number(text, &x, &end) || x < 0)
		return tq_fail(err, TQ_USAGE, "not a size such as 64K or 1M: '%s'", text);
	if (*end == 'K' || *end == 'M' || *end == 'G') {
		shift = *end == 'K' ? 10 : *end == 'M' ? 20 : 30;
		end++;
	}
	if (*end || x > INT64_MAX >> shift)
		return tq_fail(err, TQ_USAGE, "not a size such as 64K or 1M: '%s'", text);
	x *= INT64_C(1) << shift;
	if (opt->min < opt->max && (x < opt->min || x > opt->max))
		return tq_fail(err, TQ_USAGE, "%s is not in %" PRId64 "..%" PRId64 " bytes",
			       text, opt->min, opt->max);
	*(int64_t *)field = x;
	return true;
}

bool
tq_opt_list(const struct tq_opt *opt, const char *text, void *field, struct tq_err *err)
{
	struct tq_opt_texts *texts = field;

	(void)opt;
	(void)err;
	texts->items = tq_realloc(texts->items, texts->n + 1, sizeof(texts->items[0]));
	texts->items[texts->n++] = text;
	return true;
}

void
tq_opt_free(struct tq_opt_texts *texts)
{
	free(texts->items);
	*texts = (struct tq_opt_texts){0};
}

const char *
tq_opt_default(const struct tq_opt *opt)
{
	return opt->preset ? opt->preset : opt->fallback ? opt->fallback : "";
}

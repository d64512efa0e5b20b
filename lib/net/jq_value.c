/* SPDX-License-Identifier: ISC */
#include "net/jq.h"

#include "net/quote.h"
#include "record/reader.h"

#include <limits.h>

/* Beyond 2^53 a double may be another number than the one that was meant. */
#define EXACT 9007199254740992.0

bool
tq_jq_read(struct tq_str json, jv *out, struct tq_err *err)
{
	struct tq_buf text = {0};

	*out = jv_invalid();
	if (!tq_json_check(json.p ? json.p : "", json.n, TQ_MAX_DEPTH, err))
		return false;
	tq_json_quote(json, &text);
	if (text.n > INT_MAX)
		tq_fail(err, TQ_DATA, "JSON of %zu bytes is too large", json.n);
	else
		*out = jv_parse_sized(text.p, (int)text.n);
	tq_buf_fini(&text);
	if (jv_is_valid(*out))
		return true;
	jv_free(*out);
	return tq_fail(err, TQ_DATA, "JSON that libjq does not take");
}

jv
tq_jq_get(const jv *object, const char *key)
{
	jv value;

	if (jv_get_kind(*object) != JV_KIND_OBJECT)
		return jv_null();
	value = jv_object_get(jv_copy(*object), jv_string(key));
	if (jv_is_valid(value))
		return value;
	jv_free(value);
	return jv_null();
}

char *
tq_jq_text(jv value)
{
	char *text = NULL;

	if (jv_get_kind(value) == JV_KIND_STRING) {
		struct tq_str s = {jv_string_value(value),
				   (size_t)jv_string_length_bytes(jv_copy(value))};

		if (!memchr(s.p, '\0', s.n))
			text = tq_str_dup(s);
	}
	jv_free(value);
	return text;
}

static bool
whole_of_text(const char *p, int64_t *out)
{
	bool negative = *p == '-';
	int64_t value = 0;
	int digits = 0;

	for (p += negative; *p >= '0' && *p <= '9' && digits < 18; p++, digits++)
		value = value * 10 + (*p - '0');
	*out = negative ? -value : value;
	return digits > 0 && *p == '\0';
}

bool
tq_jq_whole(jv value, int64_t *out)
{
	bool ok = false;

	if (jv_get_kind(value) == JV_KIND_NUMBER) {
		double x = jv_number_value(value);

		/* A NaN fails both comparisons. */
		ok = x > -EXACT && x < EXACT && x == (double)(int64_t)x;
		*out = ok ? (int64_t)x : 0;
	} else if (jv_get_kind(value) == JV_KIND_STRING) {
		ok = whole_of_text(jv_string_value(value), out);
	}
	jv_free(value);
	return ok;
}

void
tq_jq_dump(jv value, struct tq_buf *out)
{
	jv text = jv_dump_string(value, 0);

	tq_buf_put(out, jv_string_value(text), (size_t)jv_string_length_bytes(jv_copy(text)));
	jv_free(text);
}

jv
tq_jq_set(jv object, const char *key, jv value)
{
	return jv_object_set(object, jv_string(key), value);
}

jv
tq_jq_set_text(jv object, const char *key, const char *text)
{
	return tq_jq_set(object, key, text ? jv_string(text) : jv_null());
}

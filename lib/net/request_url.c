/* SPDX-License-Identifier: ISC */
/* The path and the query of a request, as they stand in its address. */
#include "net/provider_inner.h"
#include "net/url.h"

/* The text of a text, a whole number or a truth value; false for anything else. */
static bool
plain_text(jv value, struct tq_buf *out)
{
	jv_kind kind = jv_get_kind(value);
	int64_t whole;

	if (kind == JV_KIND_STRING)
		tq_buf_put(out, jv_string_value(value),
			   (size_t)jv_string_length_bytes(jv_copy(value)));
	else if (kind == JV_KIND_TRUE || kind == JV_KIND_FALSE)
		tq_buf_puts(out, kind == JV_KIND_TRUE ? "true" : "false");
	else if (kind == JV_KIND_NUMBER && tq_jq_whole(jv_copy(value), &whole))
		tq_buf_printf(out, "%lld", (long long)whole);
	else
		kind = JV_KIND_INVALID;
	jv_free(value);
	return kind != JV_KIND_INVALID;
}

/* A list of segments, or a path as it is. */
bool
tq_request_path(jv path, struct tq_buf *out)
{
	struct tq_buf part = {0};
	bool ok = jv_get_kind(path) == JV_KIND_ARRAY;

	if (jv_get_kind(path) == JV_KIND_STRING) {
		ok = plain_text(jv_copy(path), &part) && tq_url_path(tq_buf_str(&part), out);
	} else if (ok) {
		int n = jv_array_length(jv_copy(path));

		ok = n > 0;
		for (int i = 0; i < n && ok; i++) {
			tq_buf_clear(&part);
			ok = plain_text(jv_array_get(jv_copy(path), i), &part) && part.n > 0;
			tq_buf_puts(out, "/");
			tq_url_part(tq_buf_str(&part), out);
		}
	}
	tq_buf_fini(&part);
	jv_free(path);
	return ok;
}

static bool
put_query_part(jv value, struct tq_buf *out)
{
	struct tq_buf part = {0};
	bool ok = plain_text(value, &part);

	tq_url_part(tq_buf_str(&part), out);
	tq_buf_fini(&part);
	return ok;
}

bool
tq_request_query(jv query, struct tq_buf *out)
{
	bool ok = jv_get_kind(query) == JV_KIND_ARRAY;
	int n = ok ? jv_array_length(jv_copy(query)) : 0;
	const char *before = "?";

	ok = ok || jv_get_kind(query) == JV_KIND_NULL;
	for (int i = 0; i < n && ok; i++) {
		jv pair = jv_array_get(jv_copy(query), i);
		bool two = jv_get_kind(pair) == JV_KIND_ARRAY &&
			   jv_array_length(jv_copy(pair)) == 2;
		jv value = two ? jv_array_get(jv_copy(pair), 1) : jv_null();

		ok = two;
		if (ok && jv_get_kind(value) != JV_KIND_NULL) {
			tq_buf_puts(out, before);
			before = "&";
			ok = put_query_part(jv_array_get(jv_copy(pair), 0), out);
			tq_buf_puts(out, "=");
			ok = put_query_part(jv_copy(value), out) && ok;
		}
		jv_free(value);
		jv_free(pair);
	}
	jv_free(query);
	return ok;
}

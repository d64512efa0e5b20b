/* SPDX-License-Identifier: ISC */
/*
 * Any JSON with its numbers as strings: still JSON, of the same bytes but for
 * the quotes, and of no number any more; and rows of any page through a
 * provider's way to libjq and back.
 */
#include "net/jq.h"
#include "net/quote.h"

#include "record/reader.h"
#include "require.h"

/* The bytes outside and inside of strings, without quotes. */
static void
bare(struct tq_str json, struct tq_buf *out)
{
	for (size_t i = 0; i < json.n; i++)
		if (json.p[i] == '\\') {
			tq_buf_put(out, &json.p[i], 2);
			i++;
		} else if (json.p[i] != '"') {
			tq_buf_put(out, &json.p[i], 1);
		}
}

static bool
has_number(jv value)
{
	jv_kind kind = jv_get_kind(value);
	bool found = kind == JV_KIND_NUMBER;

	if (kind == JV_KIND_ARRAY)
		jv_array_foreach(value, i, item)
			found = has_number(item) || found;
	if (kind == JV_KIND_OBJECT)
		jv_object_foreach(value, key, item) {
			jv_free(key);
			found = has_number(item) || found;
		}
	jv_free(value);
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tq_str json = {(const char *)data, size};
	struct tq_buf quoted = {0}, before = {0}, after = {0};
	struct tq_err err;
	jv value;

	if (size == 0 || !tq_json_check(json.p, json.n, TQ_MAX_DEPTH, &err))
		return 0;
	tq_json_quote(json, &quoted);
	require(tq_json_check(quoted.p, quoted.n, TQ_MAX_DEPTH, &err), "it stays JSON");
	bare(json, &before);
	bare(tq_buf_str(&quoted), &after);
	require(tq_str_eq(tq_buf_str(&before), tq_buf_str(&after)), "only quotes were added");
	require(tq_jq_read(json, &value, &err), "libjq takes it");
	require(!has_number(value), "no number is left");
	tq_buf_fini(&quoted);
	tq_buf_fini(&before);
	tq_buf_fini(&after);
	return 0;
}

/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as a manifest. As they are, hardly any are one; so the same bytes
 * also get the last line that would make them one. What is taken must be
 * written again as it was read.
 */
#include "record/scan.h"
#include "store/manifest.h"
#include "require.h"

static void
read_one(const struct tq_series_name *name, struct tq_buf *text)
{
	struct tq_manifest m = {0}, named = {0};
	struct tq_buf again = {0};
	struct tq_err err;

	memset(tq_buf_room(text, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
	require(tq_manifest_init(&m, name, &err), "the name is good");
	if (tq_manifest_read(&m, tq_buf_str(text), &err)) {
		tq_manifest_write(&m, &again);
		require(tq_str_eq(tq_buf_str(&again), tq_buf_str(text)), "the same again");
	} else {
		require(err.status == TQ_MISMATCH, "anything else is a mismatch");
	}
	if (text->n > 0 && !tq_manifest_read_name(&named, tq_buf_str(text), &err))
		require(err.status == TQ_MISMATCH, "no name is a mismatch");
	tq_manifest_fini(&m);
	tq_manifest_fini(&named);
	tq_buf_fini(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct tq_series_name bars = {"v", "bar", "S", "1h"};
	static const struct tq_series_name ticks = {"v", "tick", "S", NULL};
	static const char *const heads[] = {
		"{\"type\":\"series\",\"version\":1,\"venue\":\"v\",\"kind\":\"bar\",\"symbol\":\"S\","
		"\"interval\":\"1h\"}\n",
		"{\"type\":\"series\",\"version\":1,\"venue\":\"v\",\"kind\":\"tick\",\"symbol\":\"S\"}\n",
	};
	struct tq_buf text = {0};

	tq_buf_put(&text, data, n);
	read_one(&bars, &text);
	for (int i = 0; i < 2; i++) {
		char sum[TQ_SHA256_SIZE];

		tq_buf_clear(&text);
		tq_buf_puts(&text, heads[i]);
		tq_buf_put(&text, data, n);
		tq_sha256(text.p, text.n, sum);
		tq_buf_printf(&text, "{\"type\":\"end\",\"sha256\":\"%s\"}\n", sum);
		read_one(i == 0 ? &bars : &ticks, &text);
	}
	tq_buf_fini(&text);
	return 0;
}

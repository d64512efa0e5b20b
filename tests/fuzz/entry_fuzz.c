/* SPDX-License-Identifier: ISC */
/*
 * Any bytes as the head of an entry, as the file of a host, as a limiter's
 * window, as headers and names: what is taken is written as it was read, and
 * no number runs over.
 */
#include "net/entry_head.h"
#include "net/freshness.h"
#include "net/host.h"
#include "net/http_date.h"
#include "net/slots.h"
#include "net/window.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* What was read is written, and read again, the same. */
static void
check_head(struct tq_str text)
{
	struct tq_entry entry, again;
	struct tq_buf out = {0};
	struct tq_err err;

	if (!tq_entry_head(text, &entry, &err))
		return;
	tq_entry_put_head(&out,
			  &(struct tq_entry_source){.method = entry.method, .url = entry.url,
						    .reply = &entry.reply},
			  5, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
	must(out.n > 0 && out.p[out.n - 1] == '\n');
	must(tq_entry_head((struct tq_str){out.p, out.n - 1}, &again, &err));
	must(again.checked && again.length == 5 && again.reply.now == entry.reply.now &&
	     again.reply.status == entry.reply.status && strcmp(again.url, entry.url) == 0 &&
	     strcmp(again.method, entry.method) == 0 &&
	     again.reply.n_headers <= entry.reply.n_headers);
	tq_buf_fini(&out);
	tq_entry_fini(&entry);
	tq_entry_fini(&again);
}

static void
check_slots(struct tq_str text)
{
	char record[48], file[4 * 96];
	struct tq_slots slots = {.magic = 0x31323334, .size = sizeof(record)};
	size_t offset, n;

	tq_slots_read(&slots, text, record);
	tq_slots_fill(&slots, file);
	must(tq_slots_read(&slots, (struct tq_str){file, TQ_SLOTS * tq_slot_size(&slots)}, record));
	must(slots.sequence == 0);
	n = text.n < sizeof(record) ? text.n : sizeof(record);
	if (n == 0)
		return;
	n = tq_slots_write(&slots, text.p, n, file + tq_slot_size(&slots), &offset);
	must(offset == tq_slot_size(&slots) && n <= tq_slot_size(&slots));
	must(tq_slots_read(&slots, (struct tq_str){file, TQ_SLOTS * tq_slot_size(&slots)}, record));
	must(slots.sequence == 1 && slots.at == 1 && memcmp(record, text.p, n - 24) == 0);
	/* Half of a write leaves what was there. */
	file[tq_slot_size(&slots) + n - 1] ^= 1;
	must(tq_slots_read(&slots, (struct tq_str){file, TQ_SLOTS * tq_slot_size(&slots)}, record));
	must(slots.sequence == 0);
}

static void
check_window(struct tq_str text)
{
	struct tq_window window;
	tq_time times[4];
	int64_t used;

	if (text.n < sizeof(window) + sizeof(times))
		return;
	memcpy(&window, text.p, sizeof(window));
	memcpy(times, text.p + sizeof(window), sizeof(times));
	if (!tq_window_sane(&window))
		return;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		tq_time now = times[i] < 0 ? 0 : times[i];

		if (now / (window.length / TQ_WINDOW_BUCKETS + 1) > INT64_MAX / 4)
			continue;
		tq_window_move(&window, now);
		used = tq_window_used(&window, now);
		must(used >= 0);
		must(tq_window_when(&window, 0, now) >= now);
		tq_window_add(&window, 7);
		must(tq_window_used(&window, now) >= (used < 7 ? 7 : used));
	}
}

static void
check_texts(const char *text)
{
	struct tq_reply reply = {.status = 200, .now = 5 * TQ_SECOND, .date = TQ_TIME_NONE};
	struct tq_buf host = {0}, name = {0}, back = {0};
	struct tq_freshness fresh;
	tq_time t;

	(void)tq_http_date(text, &t);
	tq_reply_add(&reply, tq_str("cache-control"), tq_str(text));
	tq_reply_add(&reply, tq_str("age"), tq_str(text));
	tq_reply_add(&reply, tq_str("expires"), tq_str(text));
	tq_freshness(&reply, &fresh);
	must(fresh.lifetime >= 0 && fresh.age >= 0 && fresh.apparent >= fresh.age);
	tq_reply_fini(&reply);
	tq_host_of(text, &host);
	tq_host_put(&name, tq_buf_text(&host));
	must(!memchr(tq_buf_text(&name), '/', name.n) && name.p[0] != '.');
	if (name.n > 0)
		must(tq_host_get(tq_buf_str(&name), &back) &&
		     tq_str_eq(tq_buf_str(&back), tq_buf_str(&host)));
	tq_buf_fini(&host);
	tq_buf_fini(&name);
	tq_buf_fini(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1);
	struct tq_str text = {copy, size};

	if (size > 0)
		memcpy(copy, data, size);
	copy[size] = '\0';
	check_head(text);
	check_slots(text);
	check_window(text);
	check_texts(copy);
	free(copy);
	return 0;
}

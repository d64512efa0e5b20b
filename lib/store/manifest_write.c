/* SPDX-License-Identifier: ISC */
#include "store/manifest.h"

#include "record/sink.h"

/* A line that is no record of the stream: its own type first, fields behind. */
static void
open_line(struct tq_out *out, const char *type)
{
	tq_out_raw(out, tq_str("{\"type\":\""));
	tq_out_raw(out, tq_str(type));
	tq_out_raw(out, tq_str("\""));
}

static void
close_line(struct tq_out *out)
{
	tq_out_raw(out, tq_str("}\n"));
}

static void
put_series(const struct tq_manifest *m, struct tq_out *out)
{
	open_line(out, "series");
	tq_out_int(out, TQ_F_version, 1);
	tq_out_cstr(out, TQ_F_venue, m->venue);
	tq_out_cstr(out, TQ_F_kind, m->kind);
	tq_out_cstr(out, TQ_F_symbol, m->symbol);
	if (m->interval)
		tq_out_cstr(out, TQ_F_interval, m->interval);
	close_line(out);
}

static void
put_covered(const struct tq_manifest *m, const struct tq_span *span, struct tq_out *out)
{
	struct tq_str label = m->labels.name[span->label];
	const char *newline = memchr(label.p, '\n', label.n);
	size_t n = (size_t)(newline - label.p);

	open_line(out, "covered");
	tq_out_time(out, TQ_F_from, span->from);
	tq_out_time(out, TQ_F_to, span->to);
	tq_out_text(out, TQ_F_source, (struct tq_str){label.p, n});
	if (n + 1 < label.n)
		tq_out_text(out, TQ_F_checksum, (struct tq_str){newline + 1, label.n - n - 1});
	close_line(out);
}

static void
put_holes(const struct tq_month *month, struct tq_out *out)
{
	for (size_t i = 0; i < month->holes.n && i < TQ_HOLES_KEPT; i++) {
		open_line(out, "gap");
		tq_out_time(out, TQ_F_from, month->holes.item[i].from);
		tq_out_time(out, TQ_F_to, month->holes.item[i].to);
		tq_out_int(out, TQ_F_n, month->holes.item[i].n);
		close_line(out);
	}
}

static void
put_month(const struct tq_manifest *m, const struct tq_month *month, struct tq_out *out)
{
	struct tq_buf text = {0};

	open_line(out, "month");
	tq_buf_printf(&text, "%04d-%02d", month->month / 12, month->month % 12 + 1);
	tq_out_text(out, TQ_F_month, tq_buf_str(&text));
	tq_out_int(out, TQ_F_n, month->n);
	if (m->grid)
		tq_out_int(out, TQ_F_missing, month->holes.missing);
	if (month->n > 0) {
		tq_buf_clear(&text);
		tq_month_file(month, &text);
		tq_out_text(out, TQ_F_file, tq_buf_str(&text));
		tq_out_int(out, TQ_F_bytes, month->bytes);
		tq_out_cstr(out, TQ_F_sha256, month->sha256);
	}
	close_line(out);
	tq_buf_fini(&text);
	put_holes(month, out);
}

void
tq_manifest_write(const struct tq_manifest *m, struct tq_buf *text)
{
	struct tq_out *out = tq_out_new(-1);
	char sum[TQ_SHA256_SIZE];

	put_series(m, out);
	for (size_t i = 0; i < m->covered.n; i++)
		put_covered(m, &m->covered.item[i], out);
	for (size_t i = 0; i < m->n; i++)
		put_month(m, &m->month[i], out);
	tq_sha256(out->made.p, out->made.n, sum);
	open_line(out, "end");
	tq_out_cstr(out, TQ_F_sha256, sum);
	close_line(out);
	tq_buf_put(text, out->made.p, out->made.n);
	out->made.n = 0;
	tq_out_free(out);
}

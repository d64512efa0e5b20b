/* SPDX-License-Identifier: ISC */
#include "store/manifest.h"

#include "record/reader.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_LINE = 1 << 16, DEPTH = 4 };

static struct tq_reader *
new_reader(void)
{
	static const int wanted[] = {
		TQ_F_type, TQ_F_version, TQ_F_venue, TQ_F_kind, TQ_F_symbol, TQ_F_interval,
		TQ_F_from, TQ_F_to, TQ_F_source, TQ_F_checksum, TQ_F_month, TQ_F_n,
		TQ_F_missing, TQ_F_file, TQ_F_bytes, TQ_F_sha256,
	};
	struct tq_reader *reader = tq_reader_new(DEPTH, MAX_LINE);

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		tq_reader_want(reader, wanted[i]);
	return reader;
}

/* A text of the line, decoded; empty when it is not there or holds a NUL. */
static const char *
text_of(const struct tq_rec *rec, int field, struct tq_buf *out)
{
	const struct tq_value *value = tq_rec_value(rec, field);

	tq_buf_clear(out);
	if (value && value->kind == TQ_STRING)
		tq_value_decode(value, out);
	return tq_buf_text(out);
}

static bool
read_covered(struct tq_manifest *m, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_buf source = {0}, checksum = {0};
	tq_time from, to;
	bool ok;

	if (!tq_rec_time(rec, TQ_F_from, &from, err) || !tq_rec_time(rec, TQ_F_to, &to, err))
		return false;
	if (from >= to || (m->covered.n > 0 && m->covered.item[m->covered.n - 1].to > from))
		return tq_fail(err, TQ_DATA, "covered ranges are out of order");
	text_of(rec, TQ_F_source, &source);
	text_of(rec, TQ_F_checksum, &checksum);
	/* A newline would end the source in a label. */
	ok = strcspn(source.p, "\n") == source.n && strlen(checksum.p) == checksum.n;
	if (ok)
		tq_spans_put(&m->covered, from, to, tq_manifest_label(m, source.p, checksum.p));
	tq_buf_fini(&source);
	tq_buf_fini(&checksum);
	return ok || tq_fail(err, TQ_DATA, "bad source");
}

static bool
parse_month(const char *text, int *month)
{
	int year, of_year, n = 0;

	if (sscanf(text, "%4d-%2d%n", &year, &of_year, &n) != 2 || n != 7 || text[n])
		return false;
	*month = 12 * year + of_year - 1;
	return year >= 1678 && year < 2262 && of_year >= 1 && of_year <= 12;
}

static bool
read_file(struct tq_month *month, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_buf text = {0};
	bool ok = tq_rec_int(rec, TQ_F_bytes, &month->bytes, err);

	if (ok) {
		const char *sum = text_of(rec, TQ_F_sha256, &text);

		ok = text.n == TQ_SHA256_SIZE - 1 && strspn(sum, "0123456789abcdef") == text.n;
		snprintf(month->sha256, sizeof(month->sha256), "%s", ok ? sum : "");
		text_of(rec, TQ_F_file, &text);
		month->gzip = text.n > 3 && strcmp(text.p + text.n - 3, ".gz") == 0;
		if (!ok)
			tq_fail(err, TQ_DATA, "bad sha256");
	}
	tq_buf_fini(&text);
	return ok;
}

static bool
read_month(struct tq_manifest *m, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_month *month;
	struct tq_buf text = {0};
	int number = 0;
	bool ok = parse_month(text_of(rec, TQ_F_month, &text), &number);

	tq_buf_fini(&text);
	if (!ok || (m->n > 0 && m->month[m->n - 1].month >= number))
		return tq_fail(err, TQ_DATA, "months are out of order");
	month = tq_manifest_month(m, number);
	if (!tq_rec_int(rec, TQ_F_n, &month->n, err) || month->n < 0)
		return tq_fail(err, TQ_DATA, "bad count");
	if (m->grid && !tq_rec_int(rec, TQ_F_missing, &month->holes.missing, err))
		return false;
	return month->n == 0 || read_file(month, rec, err);
}

static bool
read_gap(struct tq_manifest *m, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_hole hole;
	struct tq_holes *holes = m->n > 0 ? &m->month[m->n - 1].holes : NULL;
	int64_t missing = holes ? holes->missing : 0;

	if (!tq_rec_time(rec, TQ_F_from, &hole.from, err) ||
	    !tq_rec_time(rec, TQ_F_to, &hole.to, err) || !tq_rec_int(rec, TQ_F_n, &hole.n, err))
		return false;
	if (!holes || hole.from >= hole.to || hole.n < 1 ||
	    (holes->n > 0 && holes->item[holes->n - 1].to >= hole.from))
		return tq_fail(err, TQ_DATA, "gaps are out of order");
	tq_holes_add(holes, hole);
	holes->missing = missing;
	return true;
}

static bool
read_line(struct tq_manifest *m, const struct tq_rec *rec, struct tq_err *err)
{
	struct tq_str type;

	if (!tq_rec_str(rec, TQ_F_type, &type, err))
		return false;
	if (tq_str_is(type, "covered"))
		return read_covered(m, rec, err);
	if (tq_str_is(type, "month"))
		return read_month(m, rec, err);
	if (tq_str_is(type, "gap"))
		return read_gap(m, rec, err);
	/* Whether they are as they must be is seen when all is written again. */
	return tq_str_is(type, "series") || tq_str_is(type, "end") ||
	       tq_fail(err, TQ_DATA, "unknown type");
}

static bool
read_lines(struct tq_manifest *m, struct tq_str text, struct tq_err *err)
{
	struct tq_reader *reader = new_reader();
	bool ok = text.n > 0 && text.p[text.n - 1] == '\n';
	size_t at = 0, line = 0;

	if (!ok)
		tq_fail(err, TQ_DATA, "it is cut off");
	while (ok && at < text.n) {
		size_t n;
		struct tq_rec *rec = tq_reader_line(reader, text.p + at, text.p + text.n, &n, err);

		line++;
		ok = (rec && read_line(m, rec, err)) || tq_fail_prefix(err, "line %zu", line);
		at += n + 1;
	}
	tq_reader_free(reader);
	return ok;
}

bool
tq_manifest_read(struct tq_manifest *m, struct tq_str text, struct tq_err *err)
{
	struct tq_buf again = {0};
	bool ok = read_lines(m, text, err);

	if (ok) {
		tq_manifest_write(m, &again);
		ok = tq_str_eq(tq_buf_str(&again), text) ||
		     tq_fail(err, TQ_MISMATCH, "it is not as it was written");
	}
	tq_buf_fini(&again);
	if (!ok)
		err->status = TQ_MISMATCH;
	return ok;
}

bool
tq_manifest_read_name(struct tq_manifest *m, struct tq_str text, struct tq_err *err)
{
	struct tq_reader *reader = new_reader();
	struct tq_buf venue = {0}, kind = {0}, symbol = {0}, interval = {0};
	size_t n;
	struct tq_rec *rec = tq_reader_line(reader, text.p, text.p + text.n, &n, err);
	bool ok = rec != NULL;

	if (ok) {
		struct tq_series_name name = {
			.venue = text_of(rec, TQ_F_venue, &venue),
			.kind = text_of(rec, TQ_F_kind, &kind),
			.symbol = text_of(rec, TQ_F_symbol, &symbol),
		};

		if (tq_rec_has(rec, TQ_F_interval))
			name.interval = text_of(rec, TQ_F_interval, &interval);
		ok = tq_manifest_init(m, &name, err);
	}
	if (!ok)
		err->status = TQ_MISMATCH;
	tq_buf_fini(&venue);
	tq_buf_fini(&kind);
	tq_buf_fini(&symbol);
	tq_buf_fini(&interval);
	tq_reader_free(reader);
	return ok;
}

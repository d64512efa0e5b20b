/* SPDX-License-Identifier: ISC */
#include "store/manifest.h"

#include "base/mem.h"
#include "import/cell.h"

#include <stdlib.h>

static bool
good_name(const char *what, const char *name, struct tq_err *err)
{
	struct tq_buf text = {0};
	bool ok = *name != '\0' && tq_cell_escape(tq_str(name), &text);

	tq_buf_fini(&text);
	return ok || tq_fail(err, TQ_USAGE, "%s of a series is %s", what,
			     *name ? "no UTF-8" : "empty");
}

bool
tq_manifest_init(struct tq_manifest *m, const struct tq_series_name *name, struct tq_err *err)
{
	*m = (struct tq_manifest){0};
	if (!good_name("the venue", name->venue, err) || !good_name("the kind", name->kind, err) ||
	    !good_name("the symbol", name->symbol, err))
		return false;
	if (name->interval && !tq_interval_parse(tq_str(name->interval), &m->iv))
		return tq_fail(err, TQ_USAGE, "not an interval: '%s'", name->interval);
	m->grid = name->interval && tq_interval_timed(m->iv);
	m->venue = tq_str_dup(tq_str(name->venue));
	m->kind = tq_str_dup(tq_str(name->kind));
	m->symbol = tq_str_dup(tq_str(name->symbol));
	m->interval = name->interval ? tq_str_dup(tq_str(name->interval)) : NULL;
	return true;
}

void
tq_manifest_fini(struct tq_manifest *m)
{
	for (size_t i = 0; i < m->n; i++)
		tq_holes_fini(&m->month[i].holes);
	free(m->month);
	tq_spans_fini(&m->covered);
	tq_names_fini(&m->labels);
	free(m->venue);
	free(m->kind);
	free(m->symbol);
	free(m->interval);
	*m = (struct tq_manifest){0};
}

size_t
tq_manifest_label(struct tq_manifest *m, const char *source, const char *checksum)
{
	struct tq_buf text = {0};
	size_t id;

	tq_buf_printf(&text, "%s\n%s", source, checksum ? checksum : "");
	id = tq_names_id(&m->labels, tq_buf_str(&text));
	tq_buf_fini(&text);
	return id;
}

struct tq_month *
tq_manifest_month(struct tq_manifest *m, int month)
{
	size_t at = m->n;

	while (at > 0 && m->month[at - 1].month >= month)
		at--;
	if (at < m->n && m->month[at].month == month)
		return &m->month[at];
	if (m->n == m->cap) {
		m->cap = 2 * m->cap + 8;
		m->month = tq_realloc(m->month, m->cap, sizeof(*m->month));
	}
	memmove(m->month + at + 1, m->month + at, (m->n - at) * sizeof(*m->month));
	m->month[at] = (struct tq_month){.month = month};
	m->n++;
	return &m->month[at];
}

int
tq_month_of(tq_time t)
{
	struct tq_civil c = tq_time_civil(t);

	return 12 * c.year + c.month - 1;
}

tq_time
tq_month_start(int month)
{
	return tq_days_from_civil(month / 12, month % 12 + 1, 1) * TQ_DAY;
}

void
tq_month_file(const struct tq_month *month, struct tq_buf *out)
{
	tq_buf_printf(out, "%04d-%02d.%.16s.ndjson.%s", month->month / 12, month->month % 12 + 1,
		      month->sha256, month->gzip ? "gz" : "zst");
}

/* SPDX-License-Identifier: ISC */
/* The files of a venue's bulk archive. */
#include "net/provider_inner.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

static jv
input_of(const struct tq_ask *ask, enum tq_archive_period period, tq_time start)
{
	struct tq_civil civil = tq_time_civil(start);
	bool month = period == TQ_ARCHIVE_MONTH;
	jv input = tq_ask_input(ask, NULL);
	char date[48];

	if (month)
		snprintf(date, sizeof(date), "%04d-%02d", civil.year, civil.month);
	else
		snprintf(date, sizeof(date), "%04d-%02d-%02d", civil.year, civil.month, civil.day);
	input = tq_jq_set_text(input, "period", month ? "month" : "day");
	return tq_jq_set_text(input, "date", date);
}

static const struct tq_base *
base_of(const struct tq_provider *provider, const jv *answer)
{
	char *name = tq_jq_text(tq_jq_get(answer, "base"));
	const struct tq_base *found = NULL;

	for (size_t i = 0; name && i < provider->n_bases; i++)
		if (strcmp(provider->base[i].name, name) == 0)
			found = &provider->base[i];
	free(name);
	return found;
}

/* The address of a path; NULL when there is none. */
static char *
url_of(const struct tq_base *base, jv path)
{
	struct tq_buf text = {0};
	char *url = NULL;

	tq_buf_puts(&text, base->url);
	if (tq_request_path(path, &text))
		url = tq_str_dup(tq_buf_str(&text));
	tq_buf_fini(&text);
	return url;
}

static bool
take_unit(const jv *answer, struct tq_archive_file *file)
{
	char *text = tq_jq_text(tq_jq_get(answer, "unit"));
	struct tq_page_unit unit;
	bool ok;

	file->unit_by_magnitude = text && strcmp(text, "magnitude") == 0;
	ok = tq_page_unit(file->unit_by_magnitude ? NULL : text, &unit) && !unit.rfc3339;
	file->unit = unit.unit;
	free(text);
	return ok;
}

static bool
take(const struct tq_provider *provider, const jv *answer, struct tq_archive_file *file,
     struct tq_err *err)
{
	const struct tq_base *base = base_of(provider, answer);
	jv header = tq_jq_get(answer, "header"), checksum = tq_jq_get(answer, "checksum");
	const char *wrong = NULL;

	file->header_maybe = jv_get_kind(header) == JV_KIND_TRUE;
	jv_free(header);
	file->columns = tq_jq_text(tq_jq_get(answer, "columns"));
	file->name = tq_jq_text(tq_jq_get(answer, "name"));
	if (!base)
		wrong = "base is none of bases";
	else if (!(file->url = url_of(base, tq_jq_get(answer, "path"))))
		wrong = "path is no path";
	else if (jv_get_kind(checksum) != JV_KIND_NULL &&
		 !(file->checksum_url = url_of(base, jv_copy(checksum))))
		wrong = "checksum is no path";
	else if (!file->columns)
		wrong = "columns is no text";
	else if (!take_unit(answer, file))
		wrong = "unit is none of s, ms, us, ns, magnitude";
	else if (!file->name)
		file->name = tq_str_dup(tq_str(strrchr(file->url, '/') + 1));
	jv_free(checksum);
	return !wrong || tq_fail(err, TQ_USAGE, "%s: archive: %s", provider->path, wrong);
}

bool
tq_provider_archive(const struct tq_ask *ask, enum tq_archive_period period, tq_time start,
		    bool *there, struct tq_archive_file *file, struct tq_err *err)
{
	jv answer;
	bool ok = true;

	*file = (struct tq_archive_file){0};
	*there = false;
	if (!ask->kind->archive)
		return true;
	if (!tq_jq_run(ask->provider->jq, TQ_JQ_ARCHIVE, input_of(ask, period, start), &answer,
		       err))
		return false;
	*there = jv_get_kind(answer) != JV_KIND_NULL;
	if (*there)
		ok = take(ask->provider, &answer, file, err);
	jv_free(answer);
	if (!ok)
		tq_archive_file_fini(file);
	return ok;
}

void
tq_archive_file_fini(struct tq_archive_file *file)
{
	free(file->url);
	free(file->checksum_url);
	free(file->name);
	free(file->columns);
	*file = (struct tq_archive_file){0};
}

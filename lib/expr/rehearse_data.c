/* SPDX-License-Identifier: ISC */
#include "expr/rehearse_data.h"

#include "base/file.h"
#include "base/mem.h"
#include "record/reader.h"
#include "record/sink.h"

#include <stdlib.h>

enum { LARGEST = 1 << 30 };      /* bytes of a file */

bool
tq_rehearse_load(struct tq_rehearse_data *data, const char *path, struct tq_err *err)
{
	size_t cap = 0;

	*data = (struct tq_rehearse_data){.path = path};
	if (!tq_read_file(path, LARGEST, &data->text, err))
		return false;
	if (data->text.n > 0 && data->text.p[data->text.n - 1] != '\n')
		tq_buf_puts(&data->text, "\n");
	memset(tq_buf_room(&data->text, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
	for (size_t at = 0;;) {
		const char *end;

		if (data->n + 1 >= cap) {
			cap = cap ? 2 * cap : 1024;
			data->line = tq_realloc(data->line, cap, sizeof data->line[0]);
		}
		data->line[data->n] = at;
		if (at >= data->text.n)
			return true;
		end = memchr(data->text.p + at, '\n', data->text.n - at);
		at = (size_t)(end - data->text.p) + 1;
		data->n++;
	}
}

void
tq_rehearse_unload(struct tq_rehearse_data *data)
{
	tq_buf_fini(&data->text);
	free(data->line);
}

static bool
read_lines(const struct tq_rehearse_data *data, size_t from, size_t to,
	   const struct tq_rehearse_run *how, struct tq_run *run, struct tq_err *err)
{
	for (size_t i = from; i < to; i++) {
		size_t n;
		struct tq_rec *rec = tq_reader_line(run->reader, data->text.p + data->line[i],
						    data->text.p + data->text.n, &n, err);

		if (!rec || !how->record(how->self, rec, i, run->out, err))
			return tq_fail_prefix(err, "%s:%zu", data->path, i + 1);
	}
	return how->end(how->self, run->out, err);
}

bool
tq_rehearse_part(const struct tq_rehearse_data *data, size_t from, size_t to,
		 const struct tq_rehearse_run *how, struct tq_err *err)
{
	struct tq_run run = {
		.tool = "tq-signal", .out = tq_out_new(-1),
		.reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE),
	};
	bool ok = how->open(how->self, &run, err) && read_lines(data, from, to, how, &run, err);

	tq_reader_free(run.reader);
	tq_out_free(run.out);
	return ok;
}

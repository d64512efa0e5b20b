/* SPDX-License-Identifier: ISC */
#include "record/reject.h"

#include "base/buf.h"
#include "base/mem.h"
#include "record/reader.h"
#include "record/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct tq_rejects {
	struct tq_out *out;
	bool own;                /* a file of ours */
};

struct tq_rejects *
tq_rejects_open(const char *path, struct tq_out *out, struct tq_err *err)
{
	struct tq_rejects *rejects;
	int fd = -1;

	if (path != NULL) {
		fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
		if (fd < 0) {
			tq_fail_errno(err, TQ_IO, "cannot open '%s'", path);
			return NULL;
		}
	}
	rejects = tq_alloc(1, sizeof(*rejects));
	rejects->own = path != NULL;
	rejects->out = rejects->own ? tq_out_new(fd) : out;
	return rejects;
}

/* Every byte has a character, so that the line can be had back. */
static void
put_bytes(struct tq_buf *buf, struct tq_str line)
{
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];

		if (c < 0x20 || c == '"' || c == '\\' || c >= 0x7f)
			tq_buf_printf(buf, "\\u%04x", c);
		else
			tq_buf_put(buf, &line.p[i], 1);
	}
}

void
tq_reject_input(struct tq_out *out, struct tq_str line)
{
	struct tq_buf text = {0};
	struct tq_err err;

	if (tq_json_check(line.p, line.n, TQ_MAX_DEPTH, &err)) {
		tq_out_json(out, TQ_F_input, line);
		return;
	}
	put_bytes(&text, line);
	tq_out_str(out, TQ_F_input, tq_buf_str(&text));
	tq_buf_fini(&text);
}

bool
tq_rejects_put(struct tq_rejects *rejects, const struct tq_refused *refused, struct tq_err *err)
{
	struct tq_out *out = rejects->out;

	tq_out_open(out, TQ_TYPE_REJECT);
	tq_out_null(out, TQ_F_time);
	tq_out_cstr(out, TQ_F_stage, "read");
	tq_out_cstr(out, TQ_F_code, "bad-record");
	tq_out_cstr(out, TQ_F_reason, refused->reason);
	tq_out_cstr(out, TQ_F_source, refused->file);
	tq_out_int(out, TQ_F_line, (int64_t)refused->line_no);
	tq_out_int(out, TQ_F_offset, (int64_t)refused->offset);
	tq_reject_input(out, refused->line);
	tq_out_close(out);
	if (rejects->own && !tq_out_flush(out)) {
		*err = out->err;
		return false;
	}
	return true;
}

/* A pipe or a device (>(sort), /dev/null) has nothing to sync, which is no failure. */
bool
tq_rejects_close(struct tq_rejects *rejects, struct tq_err *err)
{
	if (!rejects->own || fsync(rejects->out->fd) == 0 || errno == EINVAL || errno == EROFS)
		return true;
	return tq_fail_errno(err, TQ_IO, "cannot write the rejects");
}

void
tq_rejects_free(struct tq_rejects *rejects)
{
	if (rejects == NULL)
		return;
	if (rejects->own) {
		close(rejects->out->fd);
		tq_out_free(rejects->out);
	}
	free(rejects);
}

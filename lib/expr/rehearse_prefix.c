/* SPDX-License-Identifier: ISC */
#include "expr/rehearse.h"

#include "base/mem.h"
#include "expr/rehearse_data.h"
#include "record/sink.h"

#include <stdlib.h>

enum {
	EVEN = 64,               /* cuts that are spread evenly */
	LAST = 16,               /* and at the end, one by one */
	LARGE = 100000, FEW = 12 /* of a large file */
};

struct rehearsal {
	const struct tq_desk_options *options;
	const struct tq_chosen *chosen;
	struct tq_desk *desk;
	struct tq_buf said;      /* by the run at hand */
	size_t *until;           /* of the whole: bytes that were said behind each record */
	size_t n;
};

static bool
open_desk(void *self, struct tq_run *run, struct tq_err *err)
{
	struct rehearsal *r = self;

	tq_buf_clear(&r->said);
	r->desk = tq_desk_new(r->options, r->chosen, run, err);
	return r->desk != NULL;
}

static bool
take(void *self, const struct tq_rec *rec, size_t line, struct tq_out *out, struct tq_err *err)
{
	struct rehearsal *r = self;

	if (!tq_desk_listen(r->desk, rec, out, err))
		return false;
	if (r->until)
		r->until[line] = out->made.n;
	return true;
}

static bool
keep(void *self, struct tq_out *out, struct tq_err *err)
{
	struct rehearsal *r = self;

	(void)err;
	tq_buf_put(&r->said, out->made.p, out->made.n);
	return true;
}

static bool
run_part(struct rehearsal *r, const struct tq_rehearse_data *data, size_t n, struct tq_err *err)
{
	const struct tq_rehearse_run how = {
		.self = r, .open = open_desk, .record = take, .end = keep,
	};
	bool ok = tq_rehearse_part(data, 0, n, &how, err);

	tq_desk_free(r->desk);
	r->desk = NULL;
	return ok;
}

/* The first k records against what all of them said up to there. */
static bool
is_prefix(const struct rehearsal *r, struct tq_str all, const size_t *until, size_t k)
{
	size_t n = k > 0 ? until[k - 1] : 0;

	return r->said.n == n && n <= all.n && (n == 0 || memcmp(r->said.p, all.p, n) == 0);
}

static size_t
count_lines(struct tq_str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

static bool
cut(struct rehearsal *r, const struct tq_rehearse_data *data, struct tq_buf *out, bool *sound,
    struct tq_err *err)
{
	size_t even = data->n > LARGE ? FEW : EVEN;
	size_t last = data->n < LAST ? data->n : LAST;
	size_t *until = r->until;
	struct tq_buf all = r->said;
	size_t cuts = 0, k = 0;
	bool ok = true;

	r->said = (struct tq_buf){0};
	r->until = NULL;
	*sound = true;
	for (size_t i = 0; i < even + last && ok && *sound; i++, cuts++) {
		k = i < even ? i * data->n / even : data->n - (even + last - 1 - i);
		ok = run_part(r, data, k, err);
		*sound = ok && is_prefix(r, tq_buf_str(&all), until, k);
	}
	if (ok && *sound)
		tq_buf_printf(out, "look-ahead: none at %zu cuts of %zu records, %zu signals\n",
			      cuts, data->n, count_lines(tq_buf_str(&all)));
	else if (ok)
		tq_buf_printf(out, "look-ahead: behind the first %zu records it says another "
			      "thing when no more follow\n", k);
	tq_buf_fini(&all);
	free(until);
	return ok;
}

bool
tq_rehearse_prefix(const struct tq_desk_options *options, const struct tq_chosen *chosen,
		   const char *path, struct tq_buf *out, bool *sound, struct tq_err *err)
{
	struct rehearsal r = {.options = options, .chosen = chosen};
	struct tq_rehearse_data data;
	bool ok = tq_rehearse_load(&data, path, err);

	if (ok) {
		r.until = tq_alloc(data.n + 1, sizeof r.until[0]);
		ok = run_part(&r, &data, data.n, err);
	}
	if (ok)
		ok = cut(&r, &data, out, sound, err);
	else
		free(r.until);
	tq_buf_fini(&r.said);
	tq_rehearse_unload(&data);
	return ok;
}

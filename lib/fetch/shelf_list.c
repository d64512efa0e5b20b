/* SPDX-License-Identifier: ISC */
#include "fetch/listing.h"

#include "record/sink.h"
#include "store/store.h"

static bool
matches(const char *wanted, const char *name)
{
	return !wanted || (name && strcmp(wanted, name) == 0);
}

static bool
chosen(const struct tq_fetch_options *o, const struct tq_series_name *name)
{
	return matches(o->venue, name->venue) && matches(o->kind, name->kind) &&
	       matches(o->symbol, name->symbol) && matches(o->interval, name->interval);
}

static bool
read_series(const struct tq_fetch_options *o, struct tq_shelf *shelf, struct tq_out *out,
	    struct tq_err *err)
{
	struct tq_shelf_reader *reader =
		tq_shelf_read(shelf, o->since.given ? o->since.t : TQ_TIME_NONE + 1,
			      o->until.given ? o->until.t : INT64_MAX, err);
	struct tq_str lines;
	bool ok = reader != NULL;

	while (ok && (ok = tq_shelf_next(reader, &lines, err)) && lines.n > 0) {
		for (size_t i = 0; i < lines.n; i++)
			out->records += lines.p[i] == '\n';
		tq_out_raw(out, lines);
		if (!tq_out_some(out)) {
			*err = out->err;
			ok = false;
		}
	}
	if (reader)
		tq_shelf_read_end(reader);
	return ok;
}

/* *whole is false when --verify found a fault. */
static bool
tell_series(const struct tq_fetch_options *o, const struct tq_series_name *name,
	    struct tq_out *out, bool *whole, struct tq_err *err)
{
	struct tq_shelf *shelf = tq_shelf_open(o->store, name, false, err);
	bool ok = shelf != NULL;

	if (ok && o->read)
		ok = read_series(o, shelf, out, err);
	else if (ok && o->gaps)
		ok = tq_shelf_gaps(shelf, out, err);
	else if (ok && o->verify)
		ok = tq_shelf_verify(shelf, out, whole, err);
	else if (ok)
		ok = tq_shelf_list(shelf, out, err);
	if (shelf)
		tq_shelf_close(shelf);
	if (!ok)
		tq_fail_prefix(err, "%s %s %s%s%s", name->venue, name->kind, name->symbol,
			       name->interval ? " " : "", name->interval ? name->interval : "");
	return ok;
}

/*
 * Records of several series are written one series behind the other, each in
 * the order of time: tq-merge puts them together.
 */
bool
tq_list_store(const struct tq_fetch_options *o, struct tq_run *run, struct tq_err *err)
{
	struct tq_store_list list = {0};
	size_t found = 0, damaged = 0;
	bool ok = tq_store_list(o->store, &list, err);

	for (size_t i = 0; ok && i < list.n; i++) {
		bool whole = true;

		if (!chosen(o, &list.item[i]))
			continue;
		found++;
		ok = tell_series(o, &list.item[i], run->out, &whole, err);
		damaged += !whole;
	}
	tq_store_list_fini(&list);
	if (!ok)
		return false;
	if (damaged > 0)
		return tq_fail(err, TQ_NO, "%zu of %zu series are damaged", damaged, found);
	return found > 0 || tq_fail(err, TQ_NO, "'%s' has no such series", o->store);
}

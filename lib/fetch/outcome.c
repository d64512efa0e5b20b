/* SPDX-License-Identifier: ISC */
#include "fetch/outcome.h"

#include "base/log.h"

void
tq_outcome_tell(const struct tq_errand *e, enum tq_exit *worst)
{
	if (e->err.status == TQ_OK)
		return;
	if (e->err.status > *worst)
		*worst = e->err.status;
	for (size_t i = 0; i < e->missing.n; i++)
		tq_log(TQ_LOG_ERROR, "%s: missing %s to %s: %s", e->label,
		       tq_show_time(e->missing.item[i].from).text,
		       tq_show_time(e->missing.item[i].to).text, e->err.text);
	if (e->missing.n == 0)
		tq_log(TQ_LOG_ERROR, "%s: %s", e->label, e->err.text);
}

/* A range without a record is told of; a store may have had all of it before. */
static bool
is_empty(const struct tq_errand *e)
{
	return e->rows == 0 && (e->requests > 0 || !e->session->options->store) &&
	       e->err.status == TQ_OK;
}

static void
tell_empty(const struct tq_errand *e)
{
	if (e->wanted.from == e->wanted.to)
		tq_log(TQ_LOG_ERROR, "%s: no records", e->label);
	else
		tq_log(TQ_LOG_ERROR, "%s: no records from %s to %s", e->label,
		       tq_show_time(e->wanted.from).text, tq_show_time(e->wanted.to).text);
}

bool
tq_outcome(const struct tq_errand *errand, size_t n, struct tq_err *err)
{
	bool partial = n > 0 && errand[0].session->options->allow_partial;
	enum tq_exit worst = TQ_OK;
	uint64_t rows = 0;

	for (size_t i = 0; i < n; i++) {
		tq_outcome_tell(&errand[i], &worst);
		if (is_empty(&errand[i])) {
			tell_empty(&errand[i]);
			worst = worst == TQ_OK ? TQ_NO : worst;
		}
		rows += errand[i].rows;
	}
	/* What failed here (disk, lock, a bug) is no missing part of what the venue has. */
	if (worst == TQ_OK || (partial && rows > 0 && (worst == TQ_NO || worst == TQ_RETRY ||
						       worst == TQ_REFUSED)))
		return true;
	*err = (struct tq_err){.status = worst};
	return false;
}

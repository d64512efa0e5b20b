/* SPDX-License-Identifier: ISC */
#include "market/merge.h"

#include "market/event_time.h"
#include "record/kway.h"
#include "state/state.h"

bool
tq_merge_open(struct tq_merge *m, struct tq_run *run, struct tq_err *err)
{
	m->last = TQ_TIME_NONE;
	m->keeps_state = run->keeps_state;
	m->consensus.max_age = m->max_age.given ? m->max_age.limit : 5 * TQ_SECOND;
	m->asof.max_age = m->max_age.given ? m->max_age.limit : INT64_MAX;
	tq_event_time_want(run);
	if (m->join != 0 && m->consensus.method != TQ_CONSENSUS_NONE)
		return tq_fail(err, TQ_USAGE, "--join and --consensus are two runs");
	if (m->consensus.method != TQ_CONSENSUS_NONE)
		m->prices = tq_consensus_new(&m->consensus, run);
	if (m->join != 0)
		m->known = tq_asof_new(&m->asof, run->n_operands, run, err);
	return m->known != NULL || m->join == 0;
}

/* What is known at a time has to be there before what asks for it. */
static bool
key_of(void *self, const struct tq_rec *rec, size_t input, struct tq_kway_key *out,
       struct tq_err *err)
{
	const struct tq_merge *m = self;

	out->rank = m->known != NULL && tq_asof_is_left(m->known, rec, input);
	return tq_event_time(rec, &out->time, err);
}

static bool
take(void *self, const struct tq_rec *rec, size_t input, tq_time time, struct tq_out *out,
     struct tq_err *err)
{
	struct tq_merge *m = self;
	bool ok = true;

	if (m->prices != NULL)
		ok = tq_consensus_record(m->prices, rec, time, out, err);
	else if (m->known != NULL)
		ok = tq_asof_record(m->known, rec, input, time, out, err);
	else
		tq_out_pass(out, rec);
	if (ok)
		m->last = time;
	return ok;
}

bool
tq_merge_run(struct tq_merge *m, struct tq_run *run, struct tq_err *err)
{
	struct tq_kway kway = {.self = m, .key = key_of, .take = take, .from = m->last};

	return tq_kway_run(&kway, run, err);
}

bool
tq_merge_close(struct tq_merge *m, struct tq_out *out, struct tq_err *err)
{
	bool ok = true;

	if (m->prices != NULL && !m->keeps_state)
		ok = tq_consensus_end(m->prices, out, err);
	if (m->known != NULL)
		tq_asof_end(m->known);
	return ok;
}

void
tq_merge_state(struct tq_merge *m, struct tq_state *st)
{
	tq_state_i64(st, "last", &m->last);
	if (m->prices != NULL)
		tq_consensus_state(m->prices, st);
	if (m->known != NULL)
		tq_asof_state(m->known, st);
}

void
tq_merge_fini(struct tq_merge *m)
{
	tq_consensus_free(m->prices);
	tq_asof_free(m->known);
	tq_opt_free(&m->asof.prefixes);
}

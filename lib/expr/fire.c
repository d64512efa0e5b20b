/* SPDX-License-Identifier: ISC */
#include "expr/fire.h"

#include "base/mem.h"
#include "state/state.h"

#include <stdlib.h>

enum { SERIES = 1 << 24 };       /* a state file has no more */

struct tq_fire {
	const struct tq_program *program;
	bool every_bar;
	bool *held;              /* by series, then by rule: at the moment before */
	size_t n, cap;           /* series */
};

struct tq_fire *
tq_fire_new(const struct tq_program *program, bool every_bar)
{
	struct tq_fire *fire = tq_alloc(1, sizeof *fire);

	fire->program = program;
	fire->every_bar = every_bar;
	return fire;
}

void
tq_fire_free(struct tq_fire *fire)
{
	if (!fire)
		return;
	free(fire->held);
	free(fire);
}

static void
make_room(struct tq_fire *fire, size_t n)
{
	size_t rules = fire->program->n_rules;

	if (n > fire->cap) {
		fire->cap = n > 2 * fire->cap ? n : 2 * fire->cap;
		fire->held = tq_realloc(fire->held, fire->cap, (rules + 1) * sizeof(bool));
	}
	if (n > fire->n) {
		memset(fire->held + fire->n * rules, 0, (n - fire->n) * rules * sizeof(bool));
		fire->n = n;
	}
}

const struct tq_rule *
tq_fire_moment(struct tq_fire *fire, const struct tq_moment *m)
{
	const struct tq_program *program = fire->program;
	const struct tq_rule *fires = NULL;
	bool *held;

	make_room(fire, m->series + 1);
	held = fire->held + m->series * program->n_rules;
	for (size_t i = 0; i < program->n_rules; i++) {
		bool holds = tq_flow_holds(m->flow, program->rules[i].reg);

		if (holds && (fire->every_bar || !held[i]) && !fires)
			fires = &program->rules[i];
		held[i] = holds;
	}
	return fires;
}

void
tq_fire_state(struct tq_fire *fire, struct tq_state *st)
{
	size_t n = fire->n;

	tq_state_count(st, "fires", &n, SERIES);
	if (!tq_state_ok(st))
		return;
	make_room(fire, n);
	for (size_t i = 0; i < n * fire->program->n_rules; i++)
		tq_state_bool(st, "held", &fire->held[i]);
}

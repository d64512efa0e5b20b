/* SPDX-License-Identifier: ISC */
#include "expr/fire.h"

#include "base/mem.h"
#include "expr/wish.h"
#include "state/state.h"

#include <stdlib.h>

enum { SERIES = 1 << 24 };       /* a state file has no more */

/* What is remembered of a series besides how long its rules hold. */
struct memory {
	bool said;               /* a side is */
	enum tq_rule_side side;
	const struct tq_rule *ratchet;   /* the rule whose ratchet is followed, or NULL */
	struct tq_dec price;     /* of the ratchet, as it was said */
};

/* What decides whether a rule fires. */
struct trigger {
	int reg;                 /* its condition */
	bool every;              /* at each moment at which it holds */
	int64_t wanted;          /* moments in a row */
};

struct tq_fire {
	const struct tq_program *program;
	bool remembers;
	struct trigger *trigger; /* by rule */
	int64_t *held;           /* by series, then by rule: moments in a row, up to confirm */
	struct memory *memory;   /* by series */
	size_t n, cap;           /* series */
};

struct tq_fire *
tq_fire_new(const struct tq_program *program, bool every_bar, int64_t confirm)
{
	struct tq_fire *fire = tq_alloc(1, sizeof *fire);

	fire->program = program;
	fire->remembers = program->neutral;
	fire->trigger = tq_alloc(program->n_rules + 1, sizeof fire->trigger[0]);
	if (confirm == 0)
		confirm = program->confirm;
	for (size_t i = 0; i < program->n_rules; i++) {
		const struct tq_rule *rule = &program->rules[i];
		bool entry = rule->side != TQ_RULE_FLAT && !rule->manages;

		fire->remembers |= rule->value[TQ_ATTR_RATCHET] != TQ_PLAN_NONE;
		fire->trigger[i] = (struct trigger){
			.reg = rule->reg, .every = every_bar || rule->every_bar,
			.wanted = entry ? confirm : 1,
		};
	}
	return fire;
}

void
tq_fire_free(struct tq_fire *fire)
{
	if (!fire)
		return;
	free(fire->trigger);
	free(fire->held);
	free(fire->memory);
	free(fire);
}

static void
make_room(struct tq_fire *fire, size_t n)
{
	size_t rules = fire->program->n_rules;

	if (n > fire->cap) {
		fire->cap = n > 2 * fire->cap ? n : 2 * fire->cap;
		fire->held = tq_realloc(fire->held, fire->cap,
					(rules + 1) * sizeof fire->held[0]);
		fire->memory = tq_realloc(fire->memory, fire->cap, sizeof fire->memory[0]);
	}
	if (n > fire->n) {
		memset(fire->held + fire->n * rules, 0,
		       (n - fire->n) * rules * sizeof fire->held[0]);
		memset(fire->memory + fire->n, 0, (n - fire->n) * sizeof fire->memory[0]);
		fire->n = n;
	}
}

/* Whether a rule fires now; its count goes on. */
static inline bool
turns(const struct tq_flow *flow, const struct trigger *trigger, int64_t *held)
{
	bool before = *held >= trigger->wanted;

	if (!tq_flow_holds(flow, trigger->reg)) {
		*held = 0;
		return false;
	}
	*held += !before;
	return *held >= trigger->wanted && (!before || trigger->every);
}

/* The ratchet of a rule for what is open; false when it is null. */
static bool
manage(const struct tq_moment *m, const struct tq_rule *rule, struct tq_fired *out)
{
	*out = (struct tq_fired){.rule = rule, .side = rule->side, .manages = true};
	return tq_wish_price(tq_flow_value(m->flow, rule->value[TQ_ATTR_RATCHET]), m->close,
			     &out->ratchet);
}

/*
 * The first rule that fires, or NULL, and into out what is said to what is
 * open, once a side at most. Each rule's count goes on.
 */
static const struct tq_rule *
try_rules(struct tq_fire *fire, const struct tq_moment *m, const struct memory *memory,
	  struct tq_fired *out, size_t *n)
{
	const struct tq_program *program = fire->program;
	int64_t *held = fire->held + m->series * program->n_rules;
	const struct tq_rule *fires = NULL;

	for (size_t i = 0; i < program->n_rules; i++) {
		const struct tq_rule *rule;

		if (!turns(m->flow, &fire->trigger[i], &held[i]))
			continue;
		rule = &program->rules[i];
		if (rule->manages)
			*n += (*n == 0 || (*n == 1 && out[0].side != rule->side)) &&
			      manage(m, rule, &out[*n]);
		else if (!fires && (!program->neutral || !memory->said ||
				    memory->side != rule->side))
			fires = rule;
	}
	return fires;
}

/* Whether some rule still keeps the side that was said; what is null keeps it too. */
static bool
is_kept(const struct tq_fire *fire, const struct tq_moment *m, const struct memory *memory)
{
	if (!memory->said || memory->side == TQ_RULE_FLAT)
		return true;
	for (size_t i = 0; i < fire->program->n_rules; i++) {
		const struct tq_rule *rule = &fire->program->rules[i];

		if (rule->side == memory->side && rule->stay != TQ_PLAN_NONE &&
		    !(tq_flow_value(m->flow, rule->stay) <= 0))
			return true;
	}
	return false;
}

/* A ratchet that has a new price; false when there is none. */
static bool
follow(const struct tq_moment *m, const struct memory *memory, struct tq_fired *out)
{
	return memory->ratchet && manage(m, memory->ratchet, out) &&
	       !tq_dec_eq(out->ratchet, memory->price);
}

/* What is said of the side; its ratchet is bad when the rule has none. */
static struct tq_fired
entered(const struct tq_moment *m, const struct tq_rule *rule, enum tq_rule_side side)
{
	struct tq_fired fired = {.rule = rule, .side = side, .ratchet = {0, TQ_DEC_BAD}};

	if (rule && rule->value[TQ_ATTR_RATCHET] != TQ_PLAN_NONE)
		tq_wish_price(tq_flow_value(m->flow, rule->value[TQ_ATTR_RATCHET]), m->close,
			      &fired.ratchet);
	return fired;
}

bool
tq_fire_is_still(const struct tq_fire *fire, const struct tq_moment *m)
{
	size_t n = fire->program->n_rules;
	const int64_t *held;

	if (fire->remembers || m->series >= fire->n)
		return false;
	held = fire->held + m->series * n;
	for (size_t i = 0; i < n; i++) {
		const struct trigger *trigger = &fire->trigger[i];

		if (tq_flow_holds(m->flow, trigger->reg) ?
		    held[i] < trigger->wanted || trigger->every : held[i] > 0)
			return false;
	}
	return true;
}

size_t
tq_fire_moment(struct tq_fire *fire, const struct tq_moment *m, struct tq_fired out[TQ_FIRED])
{
	const struct tq_rule *rule;
	const struct memory *memory;
	size_t managed = 0, n;
	bool quiet;

	make_room(fire, m->series + 1);
	memory = &fire->memory[m->series];
	rule = try_rules(fire, m, memory, out, &managed);
	n = managed;
	if (!rule && !fire->remembers)
		return n;
	if (rule)
		out[n++] = entered(m, rule, rule->side);
	else if (fire->program->neutral && !is_kept(fire, m, memory))
		out[n++] = entered(m, NULL, TQ_RULE_FLAT);
	quiet = n == 0 || (out[0].side == memory->side && !tq_dec_ok(out[0].ratchet));
	if (managed == 0 && quiet && follow(m, memory, &out[n]))
		n++;
	return n;
}

void
tq_fire_said(struct tq_fire *fire, const struct tq_moment *m, const struct tq_fired *fired)
{
	struct memory *memory = &fire->memory[m->series];

	if (fired->rule && fired->rule->manages)
		return;
	if (!fired->manages && fired->side != memory->side)
		memory->ratchet = NULL;
	memory->said = true;
	memory->side = fired->side;
	if (!tq_dec_ok(fired->ratchet))
		return;
	memory->ratchet = fired->rule;
	memory->price = fired->ratchet;
}

static void
memory_state(struct tq_fire *fire, struct memory *memory, struct tq_state *st)
{
	int64_t side = memory->side;
	int64_t rule = memory->ratchet ? memory->ratchet - fire->program->rules : -1;

	tq_state_bool(st, "said", &memory->said);
	tq_state_i64(st, "side", &side);
	tq_state_i64(st, "ratchet", &rule);
	tq_state_dec(st, "price", &memory->price);
	if (!tq_state_loading(st) || !tq_state_ok(st))
		return;
	if (side < TQ_RULE_LONG || side > TQ_RULE_FLAT || rule < -1 ||
	    rule >= (int64_t)fire->program->n_rules) {
		tq_state_refuse(st, "a series has a side or a rule that is none");
		return;
	}
	memory->side = (enum tq_rule_side)side;
	memory->ratchet = rule < 0 ? NULL : &fire->program->rules[rule];
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
		tq_state_i64(st, "held", &fire->held[i]);
	for (size_t i = 0; i < n && fire->remembers && tq_state_ok(st); i++)
		memory_state(fire, &fire->memory[i], st);
}

/* SPDX-License-Identifier: ISC */
#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "expr/library.h"
#include "expr/watch.h"
#include "market/bar.h"
#include "state/state.h"

#include <stdlib.h>

enum { BOTH, LONG, SHORT };

struct signal {
	const char *strategy;
	struct tq_opt_texts set;
	const char *rules[3];    /* by side: expressions of the command line */
	const char *name;
	const char *describe;
	int side;
	bool every_bar, list;

	struct tq_strategy *text;
	struct tq_program *program;
	struct tq_watch *watch;
	double *value;           /* of the program's fields on this bar */
	bool *seen;              /* fields that some bar had */
	bool any_bar;
	char *own_name;          /* what signals call the strategy */
	struct tq_buf key;
};

static const char *const sides[] = {"both", "long", "short", NULL};

#define AT(field) .at = offsetof(struct signal, field)

static const struct tq_opt rows[] = {
	{.name = "strategy", .letter = 's', .arg = "NAME|FILE", .parse = tq_opt_text, AT(strategy),
	 .help = "strategy of the library, or a file (with a slash, or .tq at its end)"},
	{.name = "set", .arg = "NAME=VALUE", .parse = tq_opt_list, .repeats = true, AT(set),
	 .help = "value of one of the strategy's parameters"},
	{.name = "long", .arg = "EXPR", .parse = tq_opt_text, AT(rules[0]),
	 .help = "rule: go long when the expression turns true"},
	{.name = "short", .arg = "EXPR", .parse = tq_opt_text, AT(rules[1]),
	 .help = "rule: go short when the expression turns true"},
	{.name = "flat", .arg = "EXPR", .parse = tq_opt_text, AT(rules[2]),
	 .help = "rule: close the position when the expression turns true"},
	{.name = "side", .arg = "SIDE", .preset = "both", .parse = tq_opt_choice,
	 .choices = sides, AT(side),
	 .help = "with long or short, the rule of the other side says flat"},
	{.name = "every-bar", .parse = tq_opt_flag, AT(every_bar),
	 .help = "signal on each bar on which a rule holds, not only when it turns true"},
	{.name = "name", .arg = "NAME", .parse = tq_opt_text, AT(name),
	 .help = "what the signals call the strategy"},
	{.name = "list-strategies", .parse = tq_opt_flag, .flag_only = true, AT(list),
	 .help = "list the library and exit"},
	{.name = "describe", .arg = "NAME|FILE", .parse = tq_opt_text, .flag_only = true,
	 AT(describe), .help = "show a strategy's parameters and lookback and exit"},
};

static const struct tq_opt_group groups[] = {
	{"strategy", rows, TQ_COUNT(rows), 0},
};

/* All faults with their places; the run ends with how many they were. */
static bool
tell_faults(struct tq_faults *faults, struct tq_err *err)
{
	const char *line = tq_buf_text(&faults->text);

	if (faults->n == 0)
		return true;
	for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		tq_log(TQ_LOG_ERROR, "%.*s", (int)(end - line), line);
	return tq_fail(err, TQ_USAGE, "%zu fault%s in the strategy; no record was read", faults->n,
		       faults->n == 1 ? "" : "s");
}

static bool
read_strategy(struct signal *s, struct tq_faults *faults, struct tq_err *err)
{
	static const char *const options[] = {"--long", "--short", "--flat"};
	const char *file = s->describe ? s->describe : s->strategy;
	bool rules = s->rules[0] || s->rules[1] || s->rules[2];

	if (file && rules && !s->describe)
		return tq_fail(err, TQ_USAGE, "--strategy and --long, --short, --flat: one or the "
			       "other");
	if (!file && !rules)
		return tq_fail(err, TQ_USAGE, "no strategy: give --strategy, or rules with --long, "
			       "--short, --flat");
	if (file && !tq_library_read(s->text, file, faults, err))
		return false;
	for (int i = 0; i < 3 && !file; i++) {
		if (s->rules[i])
			tq_strategy_add_rule(s->text, (enum tq_rule_side)i, options[i],
					     tq_str(s->rules[i]), faults);
	}
	for (size_t i = 0; i < s->set.n; i++)
		tq_strategy_set(s->text, s->set.items[i], faults);
	s->own_name = tq_str_dup(s->name ? tq_str(s->name) :
				 file ? tq_library_name(file) : tq_str("rules"));
	return true;
}

/* The strategy as a program; false with all its faults said. */
static bool
make_program(struct signal *s, struct tq_err *err)
{
	struct tq_faults faults = {0};
	bool ok;

	s->text = tq_strategy_new();
	ok = read_strategy(s, &faults, err);
	if (ok) {
		s->program = tq_strategy_compile(s->text, &faults);
		ok = tell_faults(&faults, err);
	}
	tq_faults_fini(&faults);
	return ok;
}

/* --list-strategies, --describe: text instead of records. */
static bool
answer(struct signal *s, struct tq_run *run, struct tq_err *err)
{
	struct tq_buf text = {0};
	bool ok = true;

	if (s->list)
		ok = tq_library_list(&text, err);
	else
		tq_library_describe(s->text, s->program, tq_str(s->own_name), &text);
	tq_out_raw(run->out, tq_buf_str(&text));
	tq_buf_fini(&text);
	run->done = true;
	return ok;
}

static bool
signal_open(void *self, struct tq_run *run, struct tq_err *err)
{
	struct signal *s = self;
	const struct tq_plan *plan;

	if (s->list)
		return answer(s, run, err);
	if (!make_program(s, err))
		return false;
	if (s->describe)
		return answer(s, run, err);
	plan = s->program->plan;
	s->watch = tq_watch_new(s->program, s->every_bar);
	s->value = tq_alloc(plan->n_fields + 1, sizeof s->value[0]);
	s->seen = tq_alloc(plan->n_fields + 1, sizeof s->seen[0]);
	tq_bar_want(run);
	for (size_t i = 0; i < plan->n_fields; i++)
		tq_want(run, plan->fields[i]);
	return true;
}

/* What the program reads of a bar; a field that is not there is null. */
static bool
read_values(struct signal *s, const struct tq_rec *rec, struct tq_err *err)
{
	const struct tq_plan *plan = s->program->plan;

	for (size_t i = 0; i < plan->n_fields; i++) {
		s->value[i] = __builtin_nan("");
		if (!tq_rec_has(rec, plan->fields[i]))
			continue;
		s->seen[i] = true;
		if (!tq_rec_f64(rec, plan->fields[i], &s->value[i], err))
			return false;
	}
	return true;
}

static const char *
side_of(const struct signal *s, const struct tq_rule *rule)
{
	bool other = (s->side == LONG && rule->side == TQ_RULE_SHORT) ||
		     (s->side == SHORT && rule->side == TQ_RULE_LONG);

	return tq_rule_side_name(other ? TQ_RULE_FLAT : rule->side);
}

static void
put_signal(struct signal *s, const struct tq_bar *bar, const char *side, struct tq_out *out)
{
	char id[TQ_ID_SIZE], time[TQ_TIME_TEXT + 1];
	const char *venue = tq_buf_text(&s->key);        /* three texts, NUL behind each */
	const char *symbol = venue + strlen(venue) + 1;
	const char *interval = symbol + strlen(symbol) + 1;

	time[tq_time_format(bar->close_time, time)] = '\0';
	tq_id(id, "signal", s->own_name, venue, symbol, interval, side, time, NULL);
	tq_out_open(out, TQ_TYPE_SIGNAL);
	tq_out_time(out, TQ_F_time, bar->close_time);
	tq_out_cstr(out, TQ_F_id, id);
	tq_out_str(out, TQ_F_symbol, bar->symbol);
	if (bar->venue.n)
		tq_out_str(out, TQ_F_venue, bar->venue);
	tq_out_str(out, TQ_F_interval, bar->interval_text);
	tq_out_cstr(out, TQ_F_strategy, s->own_name);
	tq_out_cstr(out, TQ_F_side, side);
	tq_out_int(out, TQ_F_strength, 1);
	tq_out_dec(out, TQ_F_price, bar->close);
	tq_out_close(out);
}

static bool
signal_record(void *self, const struct tq_rec *rec, struct tq_out *out, struct tq_err *err)
{
	struct signal *s = self;
	const struct tq_rule *rule = NULL;
	struct tq_bar bar;

	if (rec->type == TQ_TYPE_BAR) {
		if (!tq_bar_read(rec, &bar, err))
			return false;
		if (bar.closed) {
			if (!read_values(s, rec, err) ||
			    !tq_watch_bar(s->watch, tq_bar_key(&bar, &s->key), bar.time, s->value,
					  &rule, err))
				return false;
			s->any_bar = true;
		}
	}
	tq_out_pass(out, rec);
	if (rule)
		put_signal(s, &bar, side_of(s, rule), out);
	return true;
}

/* A misspelt field is null for ever, and the strategy silent: say so. */
static bool
signal_close(void *self, struct tq_out *out, struct tq_err *err)
{
	struct signal *s = self;
	const struct tq_plan *plan = s->program->plan;

	(void)out;
	(void)err;
	for (size_t i = 0; i < plan->n_fields && s->any_bar; i++) {
		struct tq_str name = tq_field_name(plan->fields[i]);

		if (!s->seen[i])
			tq_log(TQ_LOG_WARN, "field '%.*s' of the strategy was in no bar",
			       TQ_STR_ARG(name));
	}
	return true;
}

static void
signal_state(void *self, struct tq_state *st)
{
	tq_watch_state(((struct signal *)self)->watch, st);
}

static void
signal_fini(void *self)
{
	struct signal *s = self;

	tq_watch_free(s->watch);
	tq_program_free(s->program);
	tq_strategy_free(s->text);
	tq_opt_free(&s->set);
	tq_buf_fini(&s->key);
	free(s->value);
	free(s->seen);
	free(s->own_name);
}

const struct tq_filter tq_signal_filter = {
	.name = "tq-signal",
	.summary = "say when the rules of a strategy want to be long, short or flat",
	.synopsis = "[file ...]",
	.examples =
		"tq-signal --strategy sma-cross --set fast=10 bars.ndjson\n"
		"tq-signal --long 'crosses_above(rsi(close, 14), 30)' --flat 'rsi(close, 14) > 70'\n"
		"tq-signal --list-strategies\n",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct signal),
	.open = signal_open,
	.record = signal_record,
	.close = signal_close,
	.save = signal_state,
	.load = signal_state,
	.fini = signal_fini,
};

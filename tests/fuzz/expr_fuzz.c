/* SPDX-License-Identifier: ISC */
/*
 * Any text as a strategy: it is refused with words, or it runs, with every
 * value finite or null and every condition true, false or null. Then it judges
 * a small market of all kinds of records, and each line that comes out can be
 * read again. A text behind '!' is one rule, behind '?' a strategy with the
 * options of a run, any other a strategy.
 */
#include "expr/desk.h"
#include "expr/flow.h"
#include "record/reader.h"
#include "record/sink.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BARS = 70 };

/* Ordinary prices, extreme ones, nulls, a flat end. */
static double
price(int i, size_t field)
{
	if (i % 17 == 16)
		return i % 2 ? (double)NAN : 1e300;
	return i > 50 ? 7.5 : 100 + (double)((i * 37 + (int)field * 11) % 29) / 8;
}

/* A root's flow on bars or other records, seeing what the taps might show. */
static void
run_root(const struct tq_program *program, int root)
{
	const struct tq_plan *plan = program->plan;
	const struct tq_clock *clock = &plan->clocks[root];
	struct tq_flow *flow = tq_flow_new(plan, root, (struct tq_interval){1, 'm', 0},
					   &(struct tq_err){0});
	double *value = calloc(tq_clock_width(clock) + (size_t)clock->n_given + 1, sizeof *value);

	for (int i = 0; flow && i < BARS; i++) {
		tq_time open = TQ_HOUR + i * TQ_MINUTE;

		for (size_t f = 0; f < clock->n_fields; f++)
			value[f] = price(i, f);
		for (size_t t = 0; t < clock->n_taps; t++) {
			for (int k = 0; k < clock->taps[t].n; k++)
				value[tq_clock_width(clock) + (size_t)k] = price(i, (size_t)k);
			tq_flow_give(flow, t, value + tq_clock_width(clock), open + TQ_MINUTE);
		}
		tq_flow_step(flow, open, open + TQ_MINUTE, value);
		for (int r = 0; r < plan->n_regs; r++) {
			if (isinf(tq_flow_value(flow, r)))
				abort();
		}
		for (size_t k = 0; k < program->n_rules && root == 0; k++) {
			double x = tq_flow_value(flow, program->rules[k].reg);

			/* What the taps are given here may be no condition where one is due. */
			if (!isnan(x) && clock->n_taps == 0 && x != 0 && x != 1)
				abort();
		}
	}
	free(value);
	tq_flow_free(flow);
}

static void
run(const struct tq_program *program)
{
	for (int i = 0; i < program->plan->n_clocks; i++) {
		if (program->plan->clocks[i].root == i)
			run_root(program, i);
	}
}

/* A day and more of three series, with what happens in between. */
static void
put_market(struct tq_buf *out)
{
	for (int i = 0; i < 26; i++) {
		int day = 5 + i / 24, hour = i % 24;

		for (int k = 0; k < 3; k++) {
			const char *where = k == 0 ? "\"A\",\"venue\":\"v\"" :
				k == 1 ? "\"B\",\"venue\":\"v\"" : "\"A\",\"venue\":\"w\"";
			int close = i == 20 ? 1000000 : 100 + (i * 37 + k * 11) % 23;

			tq_buf_printf(out, "{\"type\":\"quote\",\"time\":\"2024-01-%02dT%02d:10:00Z\","
				      "\"symbol\":%s,\"bid\":%d.5,\"ask\":%d}\n"
				      "{\"type\":\"book\",\"time\":\"2024-01-%02dT%02d:20:00Z\","
				      "\"symbol\":%s,\"bids\":[[%d,2],[1,%d]],\"asks\":[[%d,5]]}\n"
				      "{\"type\":\"tick\",\"time\":\"2024-01-%02dT%02d:30:00Z\","
				      "\"symbol\":%s,\"price\":%d,\"qty\":%d,\"side\":\"%s\"}\n", day, hour,
				      where, close, close + 1, day, hour, where, close, i + 1,
				      close + 1, day, hour, where, close, i + 1,
				      i % 3 ? "buy" : "sell");
			if (i % 8 == 0)
				tq_buf_printf(out, "{\"type\":\"funding\",\"time\":\"2024-01-%02dT"
					      "%02d:40:00Z\",\"symbol\":%s,\"rate\":%s0.000%d}\n",
					      day, hour, where, i % 16 ? "-" : "", i);
			if ((i + k) % 11 != 3)
				tq_buf_printf(out, "{\"type\":\"bar\",\"time\":\"2024-01-%02dT%02d:00:00Z"
					      "\",\"symbol\":%s,\"interval\":\"1h\",\"open\":%d,\"high\":"
					      "%d,\"low\":%d,\"close\":%d,\"volume\":%d,\"mood\":%s}\n",
					      day, hour, where, close, close + 2, close - 2, close,
					      i % 5, i % 7 ? "1.5" : "null");
		}
	}
	memset(tq_buf_room(out, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
}

static bool
feed_market(struct tq_desk *desk, struct tq_run *run, struct tq_err *err)
{
	static struct tq_buf market;
	size_t n;

	if (market.n == 0)
		put_market(&market);
	for (const char *at = market.p; at < market.p + market.n; at += n + 1) {
		const struct tq_rec *rec = tq_reader_line(run->reader, at, market.p + market.n, &n,
							  err);

		if (!rec)
			abort();
		if (!tq_desk_listen(desk, rec, run->out, err))
			return false;
	}
	return tq_desk_close(desk, run->out, err);
}

/* Lines that were passed on or made: each is a record. */
static void
read_again(struct tq_buf *said)
{
	struct tq_reader *reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE);
	struct tq_err err;
	size_t length = said->n, n;

	memset(tq_buf_room(said, TQ_SCAN_PAD), 0, TQ_SCAN_PAD);
	for (size_t at = 0; at < length; at += n + 1) {
		if (!tq_reader_line(reader, said->p + at, said->p + length, &n, &err))
			abort();
	}
	tq_reader_free(reader);
}

static void
judge_market(struct tq_strategy *s, struct tq_program *program, bool with_options)
{
	struct tq_chosen_one one = {.strategy = s, .program = program, .name = (char[]){"s"}};
	const char *name = "s";
	const struct tq_chosen chosen = {&one, 1, &name, program->plan};
	const struct tq_desk_options plain = {.confirm = 1};
	const struct tq_desk_options some = {.confirm = 2, .best = 1, .every_bar = true,
					     .min_quality = {tq_dec(20, 0), true}};
	struct tq_run run = {.tool = "tq-signal", .out = tq_out_new(-1),
			     .reader = tq_reader_new(TQ_MAX_DEPTH, TQ_MAX_LINE)};
	struct tq_err err;
	struct tq_desk *desk = tq_desk_new(with_options ? &some : &plain, &chosen, &run, &err);

	if (desk && feed_market(desk, &run, &err))
		read_again(&run.out->made);
	tq_desk_free(desk);
	tq_reader_free(run.reader);
	tq_out_free(run.out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool with_options = size > 0 && data[0] == '?';
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	struct tq_str text = {(const char *)data, size};
	struct tq_program *program;

	if (size > 0 && data[0] == '!')
		tq_strategy_add_rule(s, TQ_RULE_LONG, "rule", (struct tq_str){text.p + 1, size - 1},
				     &faults);
	else
		tq_strategy_add_file(s, "file", with_options ? (struct tq_str){text.p + 1, size - 1} :
				     text, &faults);
	program = tq_strategy_compile(s, &faults);
	if ((program == NULL) != (faults.n > 0))
		abort();
	if (program && program->plan->memory < 100000) {
		run(program);
		judge_market(s, program, with_options);
	}
	tq_program_free(program);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
	return 0;
}

/* SPDX-License-Identifier: ISC */
/* C0.20 F0.9: where the parts of a range come from. */
#include "fetch/plan.h"
#include "t.h"

static tq_time
at(const char *text)
{
	tq_time t = 0;

	if (!tq_time_parse(tq_str(text), &t))
		printf("# no time: %s\n", text);
	return t;
}

static const struct tq_provider_kind bars = {
	.name = "bar", .type = TQ_TYPE_BAR, .rows = 1000, .archive = true,
};
static const struct tq_provider_kind ticks = {
	.name = "tick", .type = TQ_TYPE_TICK, .rows = 1000, .archive = true,
};

static struct tq_plan_wish
wish(const char *interval, const char *from, const char *to, const char *now)
{
	struct tq_plan_wish w = {.kind = &bars, .wanted = {at(from), at(to)}, .now = at(now)};

	if (!interval)
		w.kind = &ticks;
	else
		tq_interval_parse(tq_str(interval), &w.interval);
	return w;
}

/* The plan as text: "M 2024-01-01/2024-02-01 R ..." with days only. */
static const char *
told(const struct tq_plan *plan)
{
	static char text[4096];
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < plan->n && n + 80 < sizeof(text); i++) {
		char from[TQ_TIME_TEXT], to[TQ_TIME_TEXT];

		tq_time_format(plan->item[i].from, from);
		tq_time_format(plan->item[i].to, to);
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%c %.10s/%.10s",
				      i ? " " : "", "MDR"[plan->item[i].from_where], from, to);
	}
	return text;
}

static const char *
planned(const struct tq_plan_wish *w, struct tq_plan *plan, const struct tq_range *missing,
	size_t n)
{
	struct tq_ranges ranges = {0};

	for (size_t i = 0; i < n; i++)
		tq_ranges_add(&ranges, missing[i].from, missing[i].to);
	tq_plan_fini(plan);
	tq_plan_make(plan, w, &ranges);
	tq_ranges_fini(&ranges);
	return told(plan);
}

static void
test_sources(void)
{
	struct tq_plan plan = {0};
	struct tq_plan_wish w = wish("1m", "2024-01-10T00:00:00Z", "2024-03-15T00:00:00Z",
				     "2024-03-20T00:00:00Z");

	IS_STR(planned(&w, &plan, &w.wanted, 1),
	       "M 2024-01-10/2024-02-01 M 2024-02-01/2024-03-01 R 2024-03-01/2024-03-15",
	       "C0.20 whole past months of minutes are the archive's, the rest is REST's");
	w.source = TQ_FETCH_REST;
	IS_STR(planned(&w, &plan, &w.wanted, 1), "R 2024-01-10/2024-03-15",
	       "--source rest is one piece");
	w.source = TQ_FETCH_STORE;
	IS_STR(planned(&w, &plan, &w.wanted, 1), "", "--source store fetches nothing");
	w = wish("1h", "2020-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-03-20T00:00:00Z");
	IS_STR(planned(&w, &plan, &w.wanted, 1), "R 2020-01-01/2024-01-01",
	       "a month of hours is a page: REST needs fewer requests");
	w.source = TQ_FETCH_ARCHIVE;
	w.wanted.from = at("2023-11-05T00:00:00Z");
	IS_STR(planned(&w, &plan, &w.wanted, 1),
	       "M 2023-11-05/2023-12-01 M 2023-12-01/2024-01-01",
	       "--source archive takes files for everything");
	w = wish(NULL, "2024-03-01T00:00:00Z", "2024-03-04T12:00:00Z", "2024-03-04T12:00:00Z");
	IS_STR(planned(&w, &plan, &w.wanted, 1),
	       "D 2024-03-01/2024-03-02 D 2024-03-02/2024-03-03 R 2024-03-03/2024-03-04",
	       "ticks come by days, as long as these are published");
	tq_plan_fini(&plan);
}

static void
test_missing(void)
{
	struct tq_plan plan = {0};
	struct tq_plan_wish w = wish("1m", "2024-01-01T00:00:00Z", "2024-03-01T00:00:00Z",
				     "2024-06-01T00:00:00Z");
	struct tq_range little[] = {
		{at("2024-01-30T00:00:00Z"), at("2024-01-30T01:00:00Z")},
		{at("2024-02-10T00:00:00Z"), at("2024-02-11T00:00:00Z")},
	};

	IS_STR(planned(&w, &plan, little, 2), "M 2024-01-30/2024-01-30 M 2024-02-10/2024-02-11",
	       "F0.9 a month is planned by what is wanted, so a killed run plans the same");
	tq_plan_fini(&plan);
}

static void
test_instead(void)
{
	struct tq_plan plan = {0};
	struct tq_plan_wish w = wish("1m", "2024-01-01T00:00:00Z", "2024-02-10T00:00:00Z",
				     "2024-02-11T00:00:00Z");

	planned(&w, &plan, &w.wanted, 1);
	OK(tq_plan_instead(&plan, &w, 0), "a month that is not there has a substitute");
	IS_STR(told(&plan), "R 2024-01-01/2024-02-10",
	       "a day of minutes is no more than its file costs: REST, with its neighbour");
	OK(!tq_plan_instead(&plan, &(struct tq_plan_wish){.kind = &bars,
							  .source = TQ_FETCH_ARCHIVE}, 0),
	   "--source archive has no other");
	w.source = TQ_FETCH_ARCHIVE;
	w.wanted = (struct tq_range){at("2024-01-30T12:00:00Z"), at("2024-02-01T00:00:00Z")};
	planned(&w, &plan, &w.wanted, 1);
	OK(tq_plan_instead(&plan, &w, 0), "but days in place of a month");
	IS_STR(told(&plan), "D 2024-01-30/2024-01-31 D 2024-01-31/2024-02-01", "which are these");
	tq_plan_trim(&plan, 0, at("2024-01-31T00:00:00Z"));
	IS_STR(told(&plan), "D 2024-01-31/2024-02-01", "what is past is trimmed off");
	tq_plan_trim(&plan, 0, at("2024-03-01T00:00:00Z"));
	IS_INT(plan.n, 0, "all of it too");
	tq_plan_fini(&plan);
}

int
main(void)
{
	test_sources();
	test_missing();
	test_instead();
	return t_done();
}

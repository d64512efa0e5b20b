/* SPDX-License-Identifier: ISC */
#include "fetch/progress.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define OFTEN (TQ_SECOND / 4)

void
tq_progress_init(struct tq_progress *p)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	*p = (struct tq_progress){
		.on = isatty(STDERR_FILENO) && tq_log_shows(TQ_LOG_WARN) && term &&
		      strcmp(term, "dumb") != 0,
		.color = !(no_color && *no_color),
		.start = tq_clock_boot(),
	};
}

/* What is done of the ranges that are wanted, 0 .. 1. */
static double
share_done(const struct tq_errand *errand, size_t n)
{
	double done = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		const struct tq_errand *e = &errand[i];
		double range = ((double)e->wanted.to - (double)e->wanted.from) / 1e9 + 1;
		double reached = ((double)e->reached - (double)e->wanted.from) / 1e9;

		all += range;
		done += e->done ? range : reached < range ? reached : range;
	}
	return all > 0 ? done / all : 1;
}

static const char *
put_duration(char *text, size_t size, double seconds)
{
	int s = seconds < 0 || seconds > 359999 ? 359999 : (int)seconds;

	if (s >= 3600)
		snprintf(text, size, "%dh%02dm", s / 3600, s / 60 % 60);
	else if (s >= 60)
		snprintf(text, size, "%dm%02ds", s / 60, s % 60);
	else
		snprintf(text, size, "%ds", s);
	return text;
}

static void
say(const char *text)
{
	/* Nothing depends on a line that is there to be looked at. */
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		return;
}

void
tq_progress_tell(struct tq_progress *p, const struct tq_errand *errand, size_t n)
{
	tq_time now = tq_clock_boot();
	double seconds = (double)(now - p->start) / 1e9, share;
	unsigned long long rows = 0;
	size_t done = 0;
	char line[320], head[200], left[32];

	if (!p->on || now - p->said < OFTEN || now - p->start < 2 * OFTEN)
		return;
	p->said = now;
	for (size_t i = 0; i < n; i++) {
		rows += errand[i].rows;
		done += errand[i].done;
	}
	share = share_done(errand, n);
	if (n == 1)
		snprintf(head, sizeof(head), "%s", errand[0].label);
	else
		snprintf(head, sizeof(head), "%zu of %zu series", done, n);
	snprintf(line, sizeof(line), "\r%s%.100s%s  %llu rows  %.0f/s  %.0f%%  %s left\x1b[K",
		 p->color ? "\x1b[1m" : "", head, p->color ? "\x1b[0m" : "", rows,
		 seconds > 0 ? (double)rows / seconds : 0, 100 * share,
		 share > 0.001 ? put_duration(left, sizeof(left), seconds * (1 - share) / share)
			       : "?");
	say(line);
	p->shown = true;
}

void
tq_progress_clear(struct tq_progress *p)
{
	if (p->shown)
		say("\r\x1b[K");
	p->shown = false;
}

/* SPDX-License-Identifier: ISC */
#include "market/sim_run.h"

#include "import/cell.h"
#include "record/stream.h"

/* What every bar has in common; symbol and venue with escapes. */
struct names {
	struct tq_buf symbol, venue;
	struct tq_str interval;
	bool mark;
};

static void
write_bar(const struct tq_sim_bar *bar, const struct names *names, struct tq_out *out)
{
	tq_out_open(out, TQ_TYPE_BAR);
	tq_out_time(out, TQ_F_time, bar->time);
	tq_out_str(out, TQ_F_symbol, tq_buf_str(&names->symbol));
	if (names->venue.n > 0)
		tq_out_str(out, TQ_F_venue, tq_buf_str(&names->venue));
	tq_out_str(out, TQ_F_interval, names->interval);
	tq_out_dec(out, TQ_F_open, bar->open);
	tq_out_dec(out, TQ_F_high, bar->high);
	tq_out_dec(out, TQ_F_low, bar->low);
	tq_out_dec(out, TQ_F_close, bar->close);
	tq_out_dec(out, TQ_F_volume, bar->volume);
	tq_out_bool(out, TQ_F_synthetic, true);
	if (names->mark)
		tq_out_str(out, TQ_F_source, tq_str("sim"));
	tq_out_close(out);
}

static bool
write_bars(const struct tq_sim_run *s, const struct names *names, struct tq_run *run,
	   struct tq_err *err)
{
	struct tq_interval interval;
	struct tq_sim sim;

	if (!tq_interval_parse(names->interval, &interval))
		return tq_fail(err, TQ_USAGE, "--interval: not an interval: '%s'", s->interval);
	if (!tq_sim_init(&sim, &s->path, interval, err))
		return false;
	for (int64_t i = 0; i < s->bars; i++) {
		struct tq_sim_bar bar = tq_sim_next(&sim);

		write_bar(&bar, names, run->out);
		if (!tq_stream_write(run->stream, false, err))
			return false;
	}
	return true;
}

bool
tq_sim_run(const struct tq_sim_run *s, struct tq_run *run, struct tq_err *err)
{
	struct names names = {.interval = tq_str(s->interval), .mark = s->mark_source};
	bool ok;

	if (!tq_cell_escape(tq_str(s->symbol), &names.symbol) ||
	    !tq_cell_escape(tq_str(s->venue), &names.venue))
		ok = tq_fail(err, TQ_USAGE, "--symbol or --venue is no UTF-8");
	else
		ok = write_bars(s, &names, run, err);
	tq_buf_fini(&names.symbol);
	tq_buf_fini(&names.venue);
	return ok;
}

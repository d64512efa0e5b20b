/* SPDX-License-Identifier: ISC */
/*
 * Data in. The first operand names the source: a provider (a venue), `snapshot`
 * what a venue says now, `file` local tables and records, `sim` bars that are
 * labelled synthetic. Without one it is the local store.
 */
#include "fetch/fetch.h"
#include "fetch/kind.h"
#include "import/import.h"
#include "market/sim_run.h"

#include <stdlib.h>

struct fetch {
	struct tq_fetch_options net;
	struct tq_table_options table;
	struct tq_sim_run sim;
	struct tq_import *import;
	char *kind;              /* as providers write it */
};

static const char *const headers[] = {"auto", "yes", "no", NULL};
static const char *const units[] = {"none", "s", "ms", "us", "ns", NULL};
static const char *const orders[] = {"auto", "asis", "ascending", "descending", "sort", NULL};
static const char *const blanks[] = {"refuse", "skip", NULL};
static const char *const models[] = {"gbm", "trend", "range", "jump", "regime", NULL};

#define AT(member) .at = offsetof(struct fetch, member)

static const struct tq_opt record_rows[] = {
	{"interval", 'i', "TIME", NULL, "interval of the bars: 1m, 1h, 1d (file: auto is the "
	 "smallest step)", tq_opt_text, AT(net.interval)},
	{"mark-source", 0, NULL, NULL, "add the field source to each record", tq_opt_flag,
	 AT(net.mark_source)},
};

static const struct tq_opt range_rows[] = {
	{"kind", 'k', "KIND", NULL,
	 "what the records are (default: bar; with --wide: price; --describe: a venue's others)",
	 tq_opt_kind, AT(net.kind), .choices = tq_kinds},
	{"since", 0, "TIME", NULL, "leave out what is before", tq_opt_bound, AT(net.since)},
	{"until", 0, "TIME", NULL, "leave out what is at or after", tq_opt_bound,
	 AT(net.until)},
};

static const struct tq_opt name_rows[] = {
	{"symbol", 's', "NAME", NULL, "symbol of the records", tq_opt_text, AT(net.symbol)},
	{"venue", 0, "NAME", NULL, "venue of the records", tq_opt_text, AT(net.venue)},
};

static const struct tq_opt table_rows[] = {
	{"columns", 'c', "LIST", NULL,
	 "by name: time=Date,close='Adj Close'; by position: time,-,open,...", tq_opt_text,
	 AT(table.columns)},
	{"header", 0, "WHEN", "auto", "whether the first row is a header", tq_opt_choice,
	 AT(table.header), .choices = headers},
	{"delimiter", 'd', "BYTE", NULL, "what is between cells, or tab (default: found)",
	 tq_opt_text, AT(table.delimiter)},
	{"rows", 0, "KEY", NULL, "where a JSON document has its rows: result.list", tq_opt_text,
	 AT(table.rows)},
	{"wide", 0, "FIELD", NULL, "each column is a symbol with its close, price or rate",
	 tq_opt_text, AT(table.wide)},
	{"blank", 0, "WHAT", "refuse", "what to do with a row that lacks a needed cell",
	 tq_opt_choice, AT(table.blank), .choices = blanks},
	{"volume", 0, "NUMBER", NULL, "volume of the bars of a file that has none", tq_opt_text,
	 AT(table.volume)},
	{"scale", 0, "NUMBER", NULL, "power of ten that prices are divided by", tq_opt_text,
	 AT(table.scale)},
	{"order", 0, "ORDER", "auto", "order of the rows (auto: newest first is turned round)",
	 tq_opt_choice, AT(table.order), .choices = orders},
};

static const struct tq_opt time_rows[] = {
	{"time-format", 0, "FORM", NULL, "form of the times, as %d/%m/%Y %H:%M (default: found)",
	 tq_opt_text, AT(table.time_format)},
	{"time-unit", 0, "UNIT", "none", "times are numbers since 1970 of this unit",
	 tq_opt_choice, AT(table.time_unit), .choices = units},
	{"timezone", 0, "ZONE", NULL, "zone of times that name none (default: UTC)", tq_opt_text,
	 AT(table.timezone)},
};

static const struct tq_opt sim_rows[] = {
	{"seed", 0, "N", "1", "the same seed gives the same bars", tq_opt_int, AT(sim.path.seed)},
	{"bars", 'n', "N", "1000", "how many bars", tq_opt_int, AT(sim.bars), .min = 1,
	 .max = INT64_C(1000000000000)},
	{"start", 0, "TIME", "2024-01-01", "open of the first bar", tq_opt_time,
	 AT(sim.path.start)},
	{"model", 0, "NAME", "gbm", "how prices move", tq_opt_choice, AT(sim.path.model),
	 .choices = models},
	{"price", 0, "NUMBER", "40000", "first open", tq_opt_dec, AT(sim.path.price)},
	{"volatility", 0, "RATIO", "60%", "standard deviation of a year's return", tq_opt_ratio,
	 AT(sim.path.volatility)},
	{"tick", 0, "NUMBER", "0.01", "smallest step of a price", tq_opt_dec, AT(sim.path.tick)},
};

#define NET offsetof(struct fetch, net)
#define AT_NET(member) offsetof(struct fetch, net.member)

static const struct tq_opt_group groups[] = {
	{"records", record_rows, TQ_COUNT(record_rows), 0, NULL},
	{"range (venues, file)", range_rows, TQ_COUNT(range_rows), 0, "*,file"},
	{"venues", tq_fetch_venue_rows, TQ_FETCH_VENUE_ROWS, NET, "*,snapshot"},
	{"store", tq_fetch_store_rows, TQ_FETCH_STORE_ROWS, NET, "*"},
	{"names (file, sim, the store)", name_rows, TQ_COUNT(name_rows), 0, "file,sim"},
	{"snapshot", tq_fetch_snapshot_rows, TQ_FETCH_SNAPSHOT_ROWS, NET, "snapshot"},
	{"requests (venues)", tq_caller_rows, TQ_CALLER_ROWS, AT_NET(caller), "snapshot,*"},
	{"tables (file)", table_rows, TQ_COUNT(table_rows), 0, "file"},
	{"times (file)", time_rows, TQ_COUNT(time_rows), 0, "file"},
	{"simulation (sim)", sim_rows, TQ_COUNT(sim_rows), 0, "sim"},
};

static bool
from_files(struct fetch *f, struct tq_run *run, struct tq_err *err)
{
	if (run->n_operands < 2)
		return tq_fail(err, TQ_USAGE, "file: no file given ('-' is standard input)");
	f->table.symbol = f->net.symbol;
	f->table.venue = f->net.venue;
	f->table.interval = f->net.interval;
	f->table.since = f->net.since;
	f->table.until = f->net.until;
	f->table.mark_source = f->net.mark_source;
	if (!tq_kind_of_table(f->net.kind, &f->table.kind, err))
		return false;
	f->import = tq_import_new(&f->table, run, err);
	if (!f->import)
		return false;
	for (size_t i = 1; i < run->n_operands; i++)
		if (!tq_import_file(f->import, run->operands[i], err))
			return false;
	return tq_import_end(f->import, err);
}

static bool
from_sim(struct fetch *f, struct tq_run *run, struct tq_err *err)
{
	if (run->n_operands > 1)
		return tq_fail(err, TQ_USAGE, "sim: takes no operand: '%s'", run->operands[1]);
	f->sim.symbol = f->net.symbol ? f->net.symbol : "SIM";
	f->sim.venue = f->net.venue ? f->net.venue : "";
	f->sim.interval = f->net.interval ? f->net.interval : "1m";
	f->sim.mark_source = f->net.mark_source;
	return tq_sim_run(&f->sim, run, err);
}

/* A venue, or without an operand the store or the list of venues. */
static bool
from_venue(struct fetch *f, struct tq_run *run, struct tq_err *err)
{
	size_t first = run->n_operands > 0 && strcmp(run->operands[0], "snapshot") == 0;

	f->net.snapshot = first > 0;
	if (first < run->n_operands) {
		f->net.provider = run->operands[first];
		f->net.symbols = run->operands + first + 1;
		f->net.n_symbols = run->n_operands - first - 1;
	}
	f->net.kind = f->kind = tq_kind_name(f->net.kind);
	return tq_fetch_run(&f->net, run, err);
}

static bool
fetch_source(void *self, struct tq_run *run, struct tq_err *err)
{
	const char *first = run->n_operands > 0 ? run->operands[0] : "";

	if (strcmp(first, "file") == 0)
		return from_files(self, run, err);
	if (strcmp(first, "sim") == 0)
		return from_sim(self, run, err);
	return from_venue(self, run, err);
}

static void
fetch_fini(void *self)
{
	struct fetch *f = self;

	tq_import_free(f->import);
	free(f->kind);
}

const struct tq_filter tq_fetch_filter = {
	.name = "tq-fetch",
	.summary = "fetches market data from venues, a local store or files, or simulates it",
	.synopsis = "PROVIDER SYMBOL... | snapshot PROVIDER SYMBOL | file PATH... | sim",
	.words = "file sim snapshot",
	.more_words = "--list",
	.examples = "tq-fetch binance BTC/USDT ETH/USDT --interval 1h --since 2024-01-01\n"
		    "tq-fetch binance BTC/USDT --interval 1m --since 2023-01-01 --store data\n"
		    "tq-fetch snapshot binance BTC/USDT --market um\ntq-fetch --list\n"
		    "tq-fetch file prices.csv --symbol GOOG --interval 1d\n"
		    "tq-fetch sim --seed 7 --bars 5000 --interval 1h --model regime",
	.groups = groups,
	.n_groups = TQ_COUNT(groups),
	.size = sizeof(struct fetch),
	.source = fetch_source,
	.fini = fetch_fini,
};

/* SPDX-License-Identifier: ISC */
#include "fetch/listing.h"

#include "base/log.h"
#include "fetch/rest.h"
#include "fetch/session.h"
#include "record/sink.h"

/* A word once: kinds stand in the table once a market. */
static void
add_word(struct tq_buf *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = tq_buf_text(text); (p = strstr(p, word)); p++)
		if ((p == text->p || p[-1] == ',') && (p[n] == ',' || p[n] == '\0'))
			return;
	tq_buf_printf(text, "%s%s", text->n > 0 ? "," : "", word);
}

static void
list_one(const struct tq_provider *provider, struct tq_buf *line)
{
	const char *const *markets = tq_provider_markets(provider);
	struct tq_buf names = {0}, kinds = {0};
	size_t n;
	const struct tq_provider_kind *kind = tq_provider_kinds(provider, &n);

	for (size_t i = 0; markets[i]; i++)
		add_word(&names, markets[i]);
	for (size_t i = 0; i < n; i++)
		if (strcmp(kind[i].name, "time") != 0)
			add_word(&kinds, kind[i].name);
	for (size_t i = 0; i < kinds.n; i++)
		if (kinds.p[i] == '_')
			kinds.p[i] = '-';
	tq_buf_printf(line, "%s\t%s\t%s\t%s\n", tq_provider_name(provider), tq_buf_text(&names),
		      tq_buf_text(&kinds), tq_provider_title(provider));
	tq_buf_fini(&names);
	tq_buf_fini(&kinds);
}

/* One that is broken is told of; the others are listed all the same. */
bool
tq_list_providers(struct tq_run *run, struct tq_err *err)
{
	struct tq_buf line = {0};
	size_t n, broken = 0;
	char **names = tq_provider_names(&n);

	for (size_t i = 0; i < n; i++) {
		struct tq_err fault = {0};
		struct tq_provider *provider = tq_provider_load(names[i], &fault);

		if (!provider) {
			tq_log(TQ_LOG_ERROR, "%s", fault.text);
			broken++;
			continue;
		}
		list_one(provider, &line);
		tq_provider_free(provider);
	}
	tq_out_raw(run->out, tq_buf_str(&line));
	tq_buf_fini(&line);
	tq_provider_names_free(names, n);
	if (broken > 0)
		return tq_fail(err, TQ_USAGE, "%zu of %zu providers are broken", broken, n);
	return n > 0 || tq_fail(err, TQ_USAGE, "there are no provider files");
}

bool
tq_list_provider(const struct tq_fetch_options *o, struct tq_run *run, struct tq_err *err)
{
	struct tq_provider *provider = tq_provider_load(o->provider, err);
	struct tq_buf text = {0};

	if (!provider)
		return false;
	tq_provider_describe(provider, &text);
	tq_out_raw(run->out, tq_buf_str(&text));
	tq_buf_fini(&text);
	tq_provider_free(provider);
	return true;
}

/* The value of "symbol" in a record that tq wrote: between quotes, escapes left. */
static struct tq_str
symbol_of(struct tq_str line)
{
	static const char key[] = "\"symbol\":\"";
	const size_t n = sizeof(key) - 1;

	for (size_t i = 0; i + n < line.n; i++) {
		size_t end = i + n;

		if (memcmp(line.p + i, key, n) != 0)
			continue;
		while (end < line.n && line.p[end] != '"')
			end += line.p[end] == '\\' ? 2 : 1;
		return (struct tq_str){line.p + i + n, (end < line.n ? end : line.n) - i - n};
	}
	return (struct tq_str){NULL, 0};
}

/* Runs the errand to its end; its rows stay in out, as there is nobody to write them. */
static bool
run_errand(struct tq_session *session, struct tq_errand *e, struct tq_err *err)
{
	struct tq_call *call;

	while ((call = tq_errand_call(e))) {
		struct tq_err failed = {0};

		/* What went wrong is in the call too, for the errand. */
		(void)tq_caller_run(session->caller, call, &failed);
		tq_errand_answer(e);
	}
	if (e->err.status == TQ_OK)
		return true;
	*err = e->err;
	return false;
}

static bool
fetch_symbols(struct tq_session *session, struct tq_symbols *symbols, struct tq_err *err)
{
	struct tq_ask_wish wish = {.kind = "instrument", .market = session->options->market};
	struct tq_errand errand;
	struct tq_ask ask = {0};
	bool ok;

	if (!tq_ask_resolve(session->provider, &wish, &ask, err))
		return false;
	tq_errand_init(&errand, session, &ask, (struct tq_range){0, 0});
	ok = run_errand(session, &errand, err);
	for (size_t i = 0; ok && i < tq_lines_waiting(&errand.out); i++)
		tq_symbols_add(symbols, symbol_of(tq_lines_text(&errand.out, i)));
	tq_errand_fini(&errand);
	return ok;
}

bool
tq_list_symbols(const struct tq_fetch_options *o, struct tq_run *run, struct tq_err *err)
{
	struct tq_fetch_options plain = *o;
	struct tq_session session;
	struct tq_symbols symbols = {0};
	bool ok;

	plain.store = NULL;
	ok = tq_session_open(&session, &plain, err) && fetch_symbols(&session, &symbols, err);
	if (ok && symbols.n == 0)
		ok = tq_fail(err, TQ_NO, "%s lists no symbols", o->provider);
	for (size_t i = 0; ok && i < symbols.n; i++) {
		tq_out_raw(run->out, tq_str(symbols.name[i]));
		tq_out_raw(run->out, tq_str("\n"));
	}
	if (ok)
		tq_symbols_keep(&symbols, tq_provider_name(session.provider),
				o->market ? o->market : tq_provider_markets(session.provider)[0]);
	tq_symbols_fini(&symbols);
	tq_session_close(&session);
	return ok;
}

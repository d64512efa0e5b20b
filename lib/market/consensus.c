/* SPDX-License-Identifier: ISC */
#include "market/consensus.h"

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/names.h"
#include "market/agree.h"
#include "state/state.h"

#include <stdlib.h>

enum { MAX_SYMBOLS = 1 << 24, MAX_VENUES = 1 << 16 };

struct symbol {
	struct tq_names venues;
	struct tq_offer *offers; /* by venue */
	tq_time *at;             /* of the last price, by venue */
	size_t cap;
	bool changed;            /* a price came at the consensus' time */
};

struct tq_consensus {
	struct tq_consensus_options o;
	struct tq_names names;
	struct symbol *symbols;
	size_t cap;
	tq_time now;             /* the time that is being gathered; TQ_TIME_NONE: none */
	size_t *changed;         /* symbols in the order of their first price at it */
	size_t n_changed, cap_changed;
	struct tq_agreement agreement;
	int64_t short_of;        /* times without enough sources */
	struct tq_err err;       /* of a price that cannot be told; TQ_OK: none */
};

struct tq_consensus *
tq_consensus_new(const struct tq_consensus_options *options, struct tq_run *run)
{
	static const int fields[] = {TQ_F_symbol, TQ_F_venue, TQ_F_price, TQ_F_close, TQ_F_bid,
				     TQ_F_ask, TQ_F_volume, TQ_F_qty, TQ_F_closed};
	struct tq_consensus *c = tq_alloc(1, sizeof(*c));

	c->o = *options;
	c->now = TQ_TIME_NONE;
	for (size_t i = 0; i < TQ_COUNT(fields); i++)
		tq_want(run, fields[i]);
	return c;
}

void
tq_consensus_free(struct tq_consensus *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->names.n; i++) {
		tq_names_fini(&c->symbols[i].venues);
		free(c->symbols[i].offers);
		free(c->symbols[i].at);
	}
	tq_agreement_fini(&c->agreement);
	tq_names_fini(&c->names);
	free(c->symbols);
	free(c->changed);
	free(c);
}

static struct symbol *
symbol_of(struct tq_consensus *c, struct tq_str name)
{
	size_t n = c->names.n;
	size_t id = tq_names_id(&c->names, name);

	if (c->names.n > c->cap) {
		c->cap = c->cap > 0 ? 2 * c->cap : 8;
		c->symbols = tq_realloc(c->symbols, c->cap, sizeof(*c->symbols));
	}
	if (c->names.n > n)
		c->symbols[id] = (struct symbol){0};
	return &c->symbols[id];
}

static size_t
venue_of(struct symbol *s, struct tq_str name)
{
	size_t id = tq_names_id(&s->venues, name);

	if (s->venues.n > s->cap) {
		s->cap = s->cap > 0 ? 2 * s->cap : 8;
		s->offers = tq_realloc(s->offers, s->cap, sizeof(*s->offers));
		s->at = tq_realloc(s->at, s->cap, sizeof(*s->at));
	}
	return id;
}

/* A quote without one of its sides has no middle, nor has one of nothing. */
static bool
middle(const struct tq_rec *rec, struct tq_dec *price, bool *has, struct tq_err *err)
{
	struct tq_dec bid, ask;

	*has = tq_rec_has(rec, TQ_F_bid) && tq_rec_has(rec, TQ_F_ask);
	if (!*has)
		return true;
	if (!tq_rec_dec(rec, TQ_F_bid, &bid, err) || !tq_rec_dec(rec, TQ_F_ask, &ask, err))
		return false;
	*price = tq_dec_mul(tq_dec_add(bid, ask), tq_dec(5, 1));
	*has = tq_dec_sign(bid) > 0 && tq_dec_sign(ask) > 0;
	return tq_dec_ok(*price) ||
	       tq_fail(err, TQ_DATA, "the middle of the quote does not fit 38 digits");
}

static bool
price_of(const struct tq_rec *rec, struct tq_dec *price, bool *has, struct tq_err *err)
{
	*has = true;
	switch ((int)rec->type) {
	case TQ_TYPE_BAR:
		if (tq_rec_has(rec, TQ_F_closed) && rec->value[TQ_F_closed].kind == TQ_FALSE)
			break;
		return tq_rec_above_zero(rec, TQ_F_close, price, err);
	case TQ_TYPE_TICK:
	case TQ_TYPE_PRICE: return tq_rec_above_zero(rec, TQ_F_price, price, err);
	case TQ_TYPE_QUOTE: return middle(rec, price, has, err);
	default: break;
	}
	*has = false;
	return true;
}

static bool
counts(const struct tq_consensus *c, enum tq_type type)
{
	static const int of[] = {-1, TQ_TYPE_BAR, TQ_TYPE_TICK, TQ_TYPE_QUOTE, TQ_TYPE_PRICE};

	return c->o.of == 0 || (int)type == of[c->o.of];
}

static void
say_disagreement(const struct tq_consensus *c, struct tq_str symbol, struct tq_out *out)
{
	const struct tq_agreement *a = &c->agreement;

	tq_out_open(out, TQ_TYPE_EVENT);
	tq_out_time(out, TQ_F_time, c->now);
	tq_out_str(out, TQ_F_symbol, symbol);
	tq_out_cstr(out, TQ_F_stage, "merge");
	tq_out_cstr(out, TQ_F_code, "disagreement");
	tq_out_dec(out, TQ_F_value, a->widest);
	tq_out_dec(out, TQ_F_limit, c->o.max_diff);
	tq_out_int(out, TQ_F_n, (int64_t)a->n);
	tq_out_json(out, TQ_F_venues, tq_buf_str(&a->venues));
	tq_out_close(out);
}

static void
say_price(const struct tq_consensus *c, struct tq_str symbol, struct tq_out *out)
{
	static const char *const method[] = {"none", "median", "mean", "vwap"};
	const struct tq_agreement *a = &c->agreement;

	tq_out_open(out, TQ_TYPE_PRICE);
	tq_out_time(out, TQ_F_time, c->now);
	tq_out_str(out, TQ_F_symbol, symbol);
	tq_out_dec(out, TQ_F_price, a->price);
	tq_out_int(out, TQ_F_n, (int64_t)a->n_agree);
	tq_out_dec(out, TQ_F_spread, a->spread);
	tq_out_cstr(out, TQ_F_method, method[c->o.method]);
	if (a->outliers.n > 2)
		tq_out_json(out, TQ_F_outliers, tq_buf_str(&a->outliers));
	tq_out_close(out);
}

/* A vwap of sources that traded nothing is no price. */
static bool
has_weight(const struct tq_consensus *c)
{
	const struct tq_agreement *a = &c->agreement;

	for (size_t i = 0; i < a->n; i++)
		if (c->o.method != TQ_CONSENSUS_VWAP ||
		    (a->agrees[i] && tq_dec_sign(a->offers[i].volume) > 0))
			return true;
	return false;
}

static void
say_symbol(struct tq_consensus *c, size_t id, struct tq_out *out)
{
	struct symbol *s = &c->symbols[id];
	struct tq_agreement *a = &c->agreement;
	bool by_volume = c->o.method == TQ_CONSENSUS_VWAP;

	s->changed = false;
	tq_agreement_begin(a);
	for (size_t i = 0; i < s->venues.n; i++) {
		const struct tq_offer *offer = &s->offers[i];

		if (s->at[i] < c->now && c->now - s->at[i] > c->o.max_age)
			continue;
		if ((by_volume || tq_dec_sign(c->o.min_volume) > 0) &&
		    (!tq_dec_ok(offer->volume) || tq_dec_lt(offer->volume, c->o.min_volume)))
			continue;
		tq_agreement_add(a, offer, s->venues.name[i]);
	}
	if ((int64_t)a->n < c->o.min_sources || a->n == 0) {
		c->short_of++;
		return;
	}
	if (!tq_agreement_find(a, c->o.max_diff))
		say_disagreement(c, c->names.name[id], out);
	else if (tq_agreement_price(a, (enum tq_consensus_method)c->o.method))
		say_price(c, c->names.name[id], out);
	else if (!has_weight(c))
		c->short_of++;
	else if (c->err.status == TQ_OK)
		tq_fail(&c->err, TQ_DATA, "the consensus of %.*s does not fit 38 digits",
			TQ_STR_ARG(c->names.name[id]));
}

static void
say_all(struct tq_consensus *c, struct tq_out *out)
{
	for (size_t i = 0; i < c->n_changed; i++)
		say_symbol(c, c->changed[i], out);
	c->n_changed = 0;
}

static void
mark(struct tq_consensus *c, struct symbol *s)
{
	if (s->changed)
		return;
	s->changed = true;
	if (c->n_changed == c->cap_changed) {
		c->cap_changed = c->cap_changed > 0 ? 2 * c->cap_changed : 8;
		c->changed = tq_realloc(c->changed, c->cap_changed, sizeof(*c->changed));
	}
	c->changed[c->n_changed++] = (size_t)(s - c->symbols);
}

bool
tq_consensus_record(struct tq_consensus *c, const struct tq_rec *rec, tq_time time,
		    struct tq_out *out, struct tq_err *err)
{
	struct tq_str symbol, venue = {"", 0};
	struct tq_offer offer = {.volume = {0, TQ_DEC_BAD}};
	int size = rec->type == TQ_TYPE_TICK ? TQ_F_qty : TQ_F_volume;
	bool has = false;

	if (counts(c, rec->type) && !price_of(rec, &offer.price, &has, err))
		return false;
	if (has && (!tq_rec_str(rec, TQ_F_symbol, &symbol, err) ||
		    (tq_rec_has(rec, TQ_F_venue) && !tq_rec_str(rec, TQ_F_venue, &venue, err)) ||
		    (tq_rec_has(rec, size) && !tq_rec_dec(rec, size, &offer.volume, err))))
		return false;
	if (time != TQ_TIME_NONE && time > c->now) {
		say_all(c, out);
		c->now = time;
	}
	if (c->err.status != TQ_OK) {
		*err = c->err;
		return false;
	}
	if (!c->o.only)
		tq_out_pass(out, rec);
	if (has) {
		struct symbol *s = symbol_of(c, symbol);
		size_t id = venue_of(s, venue);

		s->offers[id] = offer;
		s->at[id] = c->now;
		mark(c, s);
	}
	return true;
}

bool
tq_consensus_end(struct tq_consensus *c, struct tq_out *out, struct tq_err *err)
{
	say_all(c, out);
	if (c->short_of > 0)
		tq_log(TQ_LOG_WARN, "%lld times too few sources: no price (--min-sources %lld)",
		       (long long)c->short_of, (long long)c->o.min_sources);
	if (c->err.status != TQ_OK)
		*err = c->err;
	return c->err.status == TQ_OK;
}

static void
state_symbol(struct symbol *s, struct tq_buf *text, struct tq_state *st)
{
	size_t n = s->venues.n;

	tq_state_count(st, "venues", &n, MAX_VENUES);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		tq_buf_clear(text);
		if (!tq_state_loading(st))
			tq_buf_put(text, s->venues.name[i].p, s->venues.name[i].n);
		tq_state_text(st, "venue", text);
		if (tq_state_loading(st) && venue_of(s, tq_buf_str(text)) != i) {
			tq_state_refuse(st, "a venue stands twice");
			return;
		}
		tq_state_dec(st, "price", &s->offers[i].price);
		tq_state_dec(st, "volume", &s->offers[i].volume);
		tq_state_i64(st, "at", &s->at[i]);
	}
}

void
tq_consensus_state(struct tq_consensus *c, struct tq_state *st)
{
	size_t n = c->names.n, n_changed = c->n_changed;
	struct tq_buf text = {0};

	tq_state_i64(st, "now", &c->now);
	tq_state_i64(st, "short_of", &c->short_of);
	tq_state_count(st, "symbols", &n, MAX_SYMBOLS);
	for (size_t i = 0; i < n && tq_state_ok(st); i++) {
		tq_buf_clear(&text);
		if (!tq_state_loading(st))
			tq_buf_put(&text, c->names.name[i].p, c->names.name[i].n);
		tq_state_text(st, "symbol", &text);
		state_symbol(symbol_of(c, tq_buf_str(&text)), &text, st);
	}
	tq_state_count(st, "changed", &n_changed, c->names.n);
	for (size_t i = 0; i < n_changed && tq_state_ok(st); i++) {
		int64_t id = tq_state_loading(st) ? 0 : (int64_t)c->changed[i];

		tq_state_i64(st, "symbol", &id);
		if (!tq_state_loading(st))
			continue;
		if (id < 0 || (size_t)id >= c->names.n)
			tq_state_refuse(st, "there is no such symbol");
		else
			mark(c, &c->symbols[id]);
	}
	tq_buf_fini(&text);
}

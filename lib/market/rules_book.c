/* SPDX-License-Identifier: ISC */
/* Quotes, books and ticks. */
#include "market/sight.h"

#include "base/hash.h"
#include "base/mem.h"

static const char *const side_name[] = {[TQ_BIDS] = "bids", [TQ_ASKS] = "asks"};

/* The walk over a book's levels is made once for all its rules. */
static const struct tq_book_view *
book(struct tq_sight *s)
{
	if (!s->looked)
		tq_book_look(s->rec, &s->book);
	s->looked = true;
	return &s->book;
}

enum tq_verdict
tq_rule_book_order(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	const struct tq_book_view *b = book(s);

	(void)ck;
	if (b->bad)
		return tq_finding_say(f, TQ_FAILED, "%s: level %zu is no [price, qty]",
				      side_name[b->bad_side], b->bad_at + 1);
	if (!b->disorder)
		return TQ_PASSED;
	if (tq_dec_eq(b->before, b->after))
		return tq_finding_compare(f, side_name[b->disorder_side], b->after,
					  "stands twice: behind", "", b->before);
	return tq_finding_compare(f, side_name[b->disorder_side], b->after,
				  b->disorder_side == TQ_BIDS ? ">" : "<", "the level before",
				  b->before);
}

/* The best prices of a quote or book; false for a side that is not there. */
static void
best(struct tq_sight *s, bool there[2], struct tq_dec price[2])
{
	static const int field[] = {[TQ_BIDS] = TQ_F_bid, [TQ_ASKS] = TQ_F_ask};
	struct tq_err ignored;
	int side;

	for (side = TQ_BIDS; side <= TQ_ASKS; side++) {
		if (s->rec->type == TQ_TYPE_BOOK) {
			there[side] = book(s)->n[side] > 0;
			price[side] = book(s)->best[side].price;
		} else {
			/* Venues write 0 where nobody bids or asks. */
			there[side] = tq_rec_dec(s->rec, field[side], &price[side], &ignored) &&
				      tq_dec_sign(price[side]) != 0;
		}
	}
}

enum tq_verdict
tq_rule_crossed(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_dec price[2];
	bool there[2];

	(void)ck;
	best(s, there, price);
	if (!there[TQ_BIDS] || !there[TQ_ASKS])
		return TQ_PASSED;        /* one-sided, see there */
	if (tq_dec_lt(price[TQ_BIDS], price[TQ_ASKS]))
		return TQ_PASSED;
	if (!tq_dec_eq(price[TQ_BIDS], price[TQ_ASKS]))
		return tq_finding_compare(f, "bid", price[TQ_BIDS], ">", "ask", price[TQ_ASKS]);
	/* One venue's book cannot stay locked; a quote may be of several venues. */
	if (s->rec->type == TQ_TYPE_QUOTE)
		return TQ_PASSED;
	return tq_finding_compare(f, "bid", price[TQ_BIDS], "=", "ask", price[TQ_ASKS]);
}

enum tq_verdict
tq_rule_one_sided(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_dec price[2];
	bool there[2];

	(void)ck;
	best(s, there, price);
	if (there[TQ_BIDS] && there[TQ_ASKS])
		return TQ_PASSED;
	return tq_finding_say(f, TQ_FAILED, "%s", there[TQ_BIDS] ? "no ask" :
			      there[TQ_ASKS] ? "no bid" : "no bid and no ask");
}

enum tq_verdict
tq_rule_positive_other(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	static const struct {
		int field;
		bool over;       /* it must be over 0 */
	} rows[] = {{TQ_F_price, true}, {TQ_F_qty, false}, {TQ_F_bid, false},
		    {TQ_F_ask, false}, {TQ_F_bid_qty, false}, {TQ_F_ask_qty, false}};
	const struct tq_book_view *b;
	struct tq_err ignored;
	struct tq_dec x;
	char name[24];
	size_t i;

	(void)ck;
	for (i = 0; i < TQ_COUNT(rows); i++) {
		if (!tq_rec_has(s->rec, rows[i].field) ||
		    !tq_rec_dec(s->rec, rows[i].field, &x, &ignored) ||
		    tq_dec_sign(x) >= (rows[i].over ? 1 : 0))
			continue;
		memcpy(name, tq_field_name(rows[i].field).p, tq_field_name(rows[i].field).n);
		name[tq_field_name(rows[i].field).n] = '\0';
		return tq_finding_compare(f, name, x, rows[i].over ? "<=" : "<", "",
					  tq_dec(0, 0));
	}
	b = s->rec->type == TQ_TYPE_BOOK ? book(s) : NULL;
	if (b == NULL || !b->low)
		return TQ_PASSED;
	tq_finding_compare(f, b->low_qty ? "qty" : "price", b->lowest, "<=", "", tq_dec(0, 0));
	strncat(f->text, b->low_side == TQ_BIDS ? " in bids" : " in asks",
		sizeof(f->text) - strlen(f->text) - 1);
	return TQ_FAILED;
}

enum tq_verdict
tq_rule_zero_qty(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	struct tq_err ignored;
	struct tq_dec qty;

	(void)ck;
	if (!tq_rec_dec(s->rec, TQ_F_qty, &qty, &ignored) || tq_dec_sign(qty) != 0)
		return TQ_PASSED;
	return tq_finding_say(f, TQ_FAILED, "qty is 0");
}

/* Venues count in whole numbers; anything else is not compared. */
static bool
sequence_of(const struct tq_sight *s, int64_t *sequence)
{
	struct tq_err ignored;

	return s->series != NULL && tq_rec_has(s->rec, TQ_F_sequence) &&
	       tq_rec_int(s->rec, TQ_F_sequence, sequence, &ignored);
}

static enum tq_verdict
no_sequence(const struct tq_sight *s, struct tq_finding *f)
{
	if (!tq_rec_has(s->rec, TQ_F_sequence))
		return TQ_PASSED;        /* not every venue has one */
	return tq_finding_say(f, TQ_UNCHECKED, "sequence is no whole number");
}

enum tq_verdict
tq_rule_sequence(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	int64_t sequence;

	(void)ck;
	if (!sequence_of(s, &sequence))
		return no_sequence(s, f);
	if (!s->series->has_sequence || sequence > s->series->sequence)
		return TQ_PASSED;
	return tq_finding_compare(f, "sequence", tq_dec(sequence, 0), "behind", "",
				  tq_dec(s->series->sequence, 0));
}

enum tq_verdict
tq_rule_sequence_gap(struct tq_checker *ck, struct tq_sight *s, struct tq_finding *f)
{
	int64_t sequence;

	(void)ck;
	if (!sequence_of(s, &sequence))
		return no_sequence(s, f);
	if (!s->series->has_sequence || sequence <= s->series->sequence ||
	    sequence - 1 == s->series->sequence)
		return TQ_PASSED;
	return tq_finding_compare(f, "sequence", tq_dec(sequence, 0), "skips from", "",
				  tq_dec(s->series->sequence, 0));
}

void
tq_sight_keep_sequence(struct tq_sight *s)
{
	int64_t sequence;

	if (!sequence_of(s, &sequence))
		return;
	s->series->has_sequence = true;
	s->series->sequence = sequence;
}

static bool
id_of(const struct tq_sight *s, uint64_t *id)
{
	const struct tq_value *v = tq_rec_value(s->rec, TQ_F_id);

	if (v == NULL || v->kind == TQ_NULL)
		return false;
	*id = tq_hash(v->text, v->n);
	return true;
}

bool
tq_sight_id_came(const struct tq_sight *s)
{
	const struct tq_series *series = s->series;
	int64_t n = series->n_ids < TQ_SERIES_IDS ? series->n_ids : TQ_SERIES_IDS;
	uint64_t id;
	int64_t i;

	if (!id_of(s, &id))
		return false;
	for (i = 0; i < n; i++)
		if (series->ids[i] == id)
			return true;
	return false;
}

void
tq_sight_keep_id(struct tq_sight *s)
{
	struct tq_series *series = s->series;
	uint64_t id;

	if (!id_of(s, &id))
		return;
	if (series->ids == NULL)
		series->ids = tq_alloc(TQ_SERIES_IDS, sizeof(*series->ids));
	series->ids[series->n_ids++ % TQ_SERIES_IDS] = id;
}

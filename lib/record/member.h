/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_MEMBER_H
#define TQ_RECORD_MEMBER_H

/*
 * Members of records whose keys come in another order line after line, so that
 * no shape foretells them: what each wanted member looked like when it came
 * last. It is found by its name's first bytes; name, colon and blanks, and a
 * string that stays the same with them, are compared as words, and a number is
 * read by its form. All that is done without asking of what kind the member is,
 * which no processor can guess: a time's text is all but its clock, of which
 * the digits are checked, and which is read when the line is through
 * (tq_members_end). Any other member is left to the general scanner.
 */
#include "record/day.h"

enum { TQ_MEMBERS = 64, TQ_MEMBER_TEXT = 32 };

struct tq_member {
	uint64_t text[TQ_MEMBER_TEXT / 8], mask[TQ_MEMBER_TEXT / 8];
	struct tq_form_word word;/* of a number or a clock; else it counts for nothing: */
	uint64_t check;          /* the bits that a wrong digit sets, or 0 */
	uint64_t head;           /* see struct tq_value */
	struct tq_value *to;     /* in the record */
	uint64_t *has, bit;      /* of the field: see struct tq_rec */
	uint16_t field;
	uint8_t n;               /* where the word is, from the key's quote on, */
	uint8_t at;              /* the value's text, */
	uint8_t end;             /* and of the byte behind the value */
	char lead;               /* see struct tq_form */
	uint8_t changes;         /* of a string that is part of the text */
	const struct tq_form *other; /* of the last number with another form */
	uint64_t other_line;     /* when that came, or another string */
};

struct tq_members {
	struct tq_rec *rec;      /* that gets the values */
	uint64_t factor;         /* of the hash: another one when two names meet */
	unsigned factors;        /* that were tried */
	bool whole;              /* all of eight bytes are hashed, not the first few */
	struct tq_member *by_name[256]; /* hashes of names; the first member is none */
	unsigned n;
	struct tq_member member[TQ_MEMBERS];
	struct tq_day day;
	bool timed;              /* the line's time was read by the general scanner */
	uint64_t lines;
	uint64_t fixed;          /* of the first 64 fields: those whose value is in their text */
	uint64_t number;         /* of records like the last one (struct tq_rec); 0: none */
	uint64_t has[TQ_F_MAX / 64]; /* of that, */
	enum tq_type type;       /* and this */
};

void tq_members_init(struct tq_members *members, struct tq_rec *rec);

/* A member that was scanned, from its key's quote to end. */
void tq_member_learn(struct tq_members *members, const char *key, const char *value,
		     const char *end, int field, struct tq_value *v);

/* Before each line. */
static inline void
tq_members_start(struct tq_members *members)
{
	members->lines++;
	members->timed = false;
}

/*
 * Behind a line's last member: reads the time's clock, and numbers the record
 * if all of its members were known. False when it is no clock of a day (25:00:00):
 * then the line must be scanned without known members.
 */
bool tq_members_end(struct tq_members *members, bool all_known);

/* What tq_member_word did not know: a number of another form; or NULL. */
const char *tq_member_other(struct tq_members *members, struct tq_member *m, const char *p);

/*
 * Of the bytes behind a key's quote: five, which tell most names apart; where
 * they do not, those up to the name's end and at most eight.
 */
static inline unsigned
tq_member_hash(const struct tq_members *members, const char *p)
{
	uint64_t x = tq_load8(p), quote, stop;

	if (!members->whole)
		return (unsigned)((x << 24) * members->factor >> 56);
	quote = x ^ TQ_BYTES(0x22);
	stop = (quote - TQ_BYTES(1)) & ~quote & TQ_BYTES(0x80);
	return (unsigned)((x & (stop ^ (stop - 1))) * members->factor >> 56);
}

/* The bits in which the bytes at p differ from the member's text. */
static inline uint64_t
tq_member_differs(const struct tq_member *m, const char *p)
{
	return ((tq_load8(p) & m->mask[0]) ^ m->text[0]) |
	       ((tq_load8(p + 8) & m->mask[1]) ^ m->text[1]) |
	       ((tq_load8(p + 16) & m->mask[2]) ^ m->text[2]) |
	       ((tq_load8(p + 24) & m->mask[3]) ^ m->text[3]);
}

/* Without a branch: which member is the last one cannot be foretold. */
static inline bool
tq_member_ends(const char *p)
{
	return ((*p == ',') | (*p == '}')) != 0;
}

/* The byte behind the member at p, its value in the record; NULL: not known. */
__attribute__((always_inline)) static inline const char *
tq_member_scan(struct tq_members *members, const char *p)
{
	const uint64_t pairs = UINT64_C(0x000000ff000000ff);
	struct tq_member *m = members->by_name[tq_member_hash(members, p + 1)];
	const char *value = p + m->n, *end = p + m->end;
	uint64_t y = tq_load8(value) << m->word.shift ^ m->word.text;
	uint64_t wrong = ((y + m->word.limit) | y) & m->check;

	wrong |= tq_member_differs(m, p) | (*m->has & m->bit);
	if (__builtin_expect((wrong | (*value == m->lead) | !tq_member_ends(end)) != 0, 0))
		return tq_member_other(members, m, p);
	*m->has |= m->bit;
	y = y * 10 + (y >> 8);
	m->to->m = (int64_t)(((y & pairs) * m->word.weight[0] +
			      (y >> 16 & pairs) * m->word.weight[1]) >> 32);
	m->to->head = m->head;
	m->to->text = p + m->at;
	return end;
}

#endif

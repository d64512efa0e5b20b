/* SPDX-License-Identifier: ISC */
#ifndef TQ_RECORD_MEMBER_H
#define TQ_RECORD_MEMBER_H

/*
 * Members of records whose keys come in another order line after line, so that
 * no shape foretells them: what each wanted member looked like when it came
 * last. It is found by its name's first bytes; name, colon and blanks, and a
 * string that stays the same with them, are compared as words, and a number is
 * read by its form. All that is done without asking of what kind the member is,
 * which no processor can guess. Any other member is left to the general scanner.
 */
#include "record/day.h"

enum { TQ_MEMBERS = 64, TQ_MEMBER_TEXT = 32 };

enum tq_member_kind { TQ_MEMBER_ANY, TQ_MEMBER_WORD, TQ_MEMBER_TIME };

struct tq_member {
	uint64_t text[TQ_MEMBER_TEXT / 8], mask[TQ_MEMBER_TEXT / 8];
	struct tq_form_word word;/* of a number; of a string it counts for nothing: */
	uint64_t check;          /* the bits that a wrong digit sets, or 0 */
	uint64_t head;           /* see struct tq_value */
	struct tq_value *to;     /* in the record */
	uint64_t *has, bit;      /* of the field: see struct tq_rec */
	uint16_t field;
	uint8_t kind;
	uint8_t n;               /* bytes of the text */
	uint8_t at;              /* of the value's text from the key's quote on */
	uint8_t value_n;         /* bytes behind the text */
	char lead;               /* see struct tq_form */
	uint8_t changes;         /* of a string that is part of the text */
	const struct tq_form *other; /* of the last number with another form */
	uint64_t other_line;     /* when that came, or another string */
};

struct tq_members {
	struct tq_rec *rec;      /* that gets the values */
	uint64_t factor;         /* of the hash: another one when two names meet */
	unsigned factors;        /* that were tried */
	uint8_t by_name[256];    /* hashes of names: which member, 0 none */
	unsigned n;
	struct tq_member member[TQ_MEMBERS];
	struct tq_day day;
	uint64_t lines;
	uint64_t fixed;          /* of the first 64 fields: those whose value is in their text */
	uint64_t number;         /* of records like the last one (struct tq_rec); 0: none */
	uint64_t has[TQ_F_MAX / 64]; /* of that */
};

void tq_members_init(struct tq_members *members, struct tq_rec *rec);

/* A member that was scanned, from its key's quote to end. */
void tq_member_learn(struct tq_members *members, const char *key, const char *value,
		     const char *end, int field, struct tq_value *v);

/* A number of another form than the last one: the byte behind it, or NULL. */
const char *tq_member_number(struct tq_members *members, struct tq_member *m, const char *p);

/* Numbers a record all of whose members were known. */
void tq_members_number(struct tq_members *members);

/* Of the bytes behind a key's quote, up to its end and at most eight. */
static inline unsigned
tq_member_hash(const struct tq_members *members, const char *p)
{
	uint64_t x = tq_load8(p), quote = x ^ TQ_BYTES(0x22);
	uint64_t stop = (quote - TQ_BYTES(1)) & ~quote & TQ_BYTES(0x80);

	return (unsigned)((x & (stop ^ (stop - 1))) * members->factor >> 56);
}

static inline bool
tq_member_is(const struct tq_member *m, const char *p)
{
	return (((tq_load8(p) & m->mask[0]) ^ m->text[0]) |
		((tq_load8(p + 8) & m->mask[1]) ^ m->text[1]) |
		((tq_load8(p + 16) & m->mask[2]) ^ m->text[2]) |
		((tq_load8(p + 24) & m->mask[3]) ^ m->text[3])) == 0;
}

/* Without a branch: which member is the last one cannot be foretold. */
static inline bool
tq_member_ends(const char *p)
{
	return ((*p == ',') | (*p == '}')) != 0;
}

/* The number or known string behind the text of a member at p, or NULL. */
__attribute__((always_inline)) static inline const char *
tq_member_word(const struct tq_member *m, const char *p, struct tq_value *v)
{
	const uint64_t pairs = UINT64_C(0x000000ff000000ff);
	const char *value = p + m->n, *end = value + m->value_n;
	uint64_t y = tq_load8(value) << m->word.shift ^ m->word.text;
	uint64_t wrong = ((y + m->word.limit) | y) & m->check;

	if ((wrong | (*value == m->lead) | !tq_member_ends(end)) != 0)
		return NULL;
	y = y * 10 + (y >> 8);
	v->m = (int64_t)(((y & pairs) * m->word.weight[0] +
			  (y >> 16 & pairs) * m->word.weight[1]) >> 32);
	v->head = m->head;
	v->text = p + m->at;
	return end;
}

/* The byte behind the member at p, its value in the record; NULL: not known. */
__attribute__((always_inline)) static inline const char *
tq_member_scan(struct tq_members *members, const char *p)
{
	struct tq_member *m = &members->member[members->by_name[tq_member_hash(members, p + 1)]];
	const char *end;

	if (!tq_member_is(m, p) || (*m->has & m->bit) != 0 || m->kind == TQ_MEMBER_ANY)
		return NULL;
	if (m->kind == TQ_MEMBER_WORD) {
		end = tq_member_word(m, p, m->to);
		if (end == NULL)
			end = tq_member_number(members, m, p + m->n);
	} else {
		end = tq_day_scan(&members->day, p + m->n, m->to);
		if (end != NULL && !tq_member_ends(end))
			end = NULL;
	}
	if (end != NULL)
		*m->has |= m->bit;
	return end;
}

#endif

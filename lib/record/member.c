/* SPDX-License-Identifier: ISC */
#include "record/member.h"

#include "record/shape.h"

enum {
	CHANGES = 8,             /* a string that changed so often, each time */
	LINES = 256,             /* within so many lines, is part of no text, */
	AGAIN = 1 << 14,         /* for so many lines */
	FACTORS = 32             /* names that meet by so many hashes begin alike */
};

/* No member is known: each name leads to the first one, whose text is no bytes. */
static void
forget(struct tq_members *members)
{
	for (size_t i = 0; i < TQ_COUNT(members->by_name); i++)
		members->by_name[i] = members->member;
	members->n = 0;
	members->fixed = members->number = 0;
}

/* Until it is learned: its text is what no bytes are. */
static void
set_unknown(struct tq_member *m)
{
	memset(m->mask, 0, sizeof(m->mask));
	m->text[0] = UINT64_MAX;
}

void
tq_members_init(struct tq_members *members, struct tq_rec *rec)
{
	*members = (struct tq_members){.rec = rec, .factor = UINT64_C(0x9e3779b97f4a7c15)};
	members->member[0].has = rec->has;
	set_unknown(&members->member[0]);
	tq_day_init(&members->day);
	forget(members);
}

/* Two names have one hash, or one has two: all are learned anew with another one. */
static void
hash_anew(struct tq_members *members)
{
	if (++members->factors > FACTORS)
		return;
	members->whole = members->factors > FACTORS / 8;
	members->factor = members->factor * UINT64_C(0x5851f42d4c957f2d) + 2;
	forget(members);
}

/* Where what follows a short name is hashed with it. */
static bool
has_other_hash(const struct tq_members *members, int field)
{
	for (unsigned i = 1; i <= members->n; i++)
		if (members->member[i].field == field)
			return true;
	return false;
}

/* The member of a name, a new one if need be; NULL when its hash is another's. */
static struct tq_member *
member_of(struct tq_members *members, const char *key, int field)
{
	struct tq_member **at = &members->by_name[tq_member_hash(members, key + 1)], *m = *at;

	if (m != members->member && m->field == field)
		return m;
	if (m != members->member || has_other_hash(members, field)) {
		hash_anew(members);
		return NULL;
	}
	if (members->n + 1 == TQ_MEMBERS)
		return NULL;
	*at = m = &members->member[++members->n];
	*m = (struct tq_member){.field = (uint16_t)field, .to = &members->rec->value[field],
				.has = &members->rec->has[field >> 6],
				.bit = UINT64_C(1) << (field & 63)};
	set_unknown(m);
	return m;
}

static void
set_text(struct tq_member *m, const char *p, size_t n)
{
	m->n = (uint8_t)n;
	for (size_t i = 0; i < TQ_COUNT(m->text); i++) {
		size_t bytes = n > 8 * i ? n - 8 * i : 0;

		m->mask[i] = bytes >= 8 ? UINT64_MAX : (UINT64_C(1) << 8 * bytes) - 1;
		m->text[i] = tq_load8(p + 8 * i) & m->mask[i];
	}
}

static void
set_form(struct tq_member *m, const struct tq_form *form)
{
	m->word = form->last;
	m->check = TQ_BYTES(0x80);
	m->head = form->value.head;
	m->at = m->n;
	m->end = (uint8_t)(m->n + form->value.n);
	m->lead = form->lead;
}

const char *
tq_member_other(struct tq_members *members, struct tq_member *m, const char *p)
{
	const struct tq_form *form;
	const char *end;

	if (tq_member_differs(m, p) != 0 || (*m->has & m->bit) != 0 ||
	    ((struct tq_value){.head = m->head}).kind != TQ_NUMBER)
		return NULL;
	p += m->n;
	form = tq_form_of(p);
	end = tq_form_scan(form, p, m->to);
	if (end == NULL || !tq_member_ends(end))
		return NULL;
	if (form->value.n <= 8 && form == m->other && members->lines - m->other_line <= 1)
		set_form(m, form);
	m->other = form;
	m->other_line = members->lines;
	*m->has |= m->bit;
	return end;
}

/* Its value is part of its text. */
static void
set_literal(struct tq_member *m, const char *key, const char *end, const struct tq_value *v)
{
	set_text(m, key, (size_t)(end - key));
	m->word = (struct tq_form_word){0};
	m->check = 0;
	m->head = v->head;
	m->at = (uint8_t)(v->text - key);
	m->end = m->n;
	m->lead = '\n';
}

/* A string or word becomes part of the text, unless it changes too often. */
static void
set_string(struct tq_members *members, struct tq_member *m, const char *key, const char *end,
	   const struct tq_value *v)
{
	uint64_t lines = members->lines - m->other_line;

	members->number = 0;
	if (end - key > TQ_MEMBER_TEXT || (m->changes == CHANGES && lines < AGAIN))
		return;
	m->changes = lines < LINES ? (uint8_t)(m->changes + 1) : 0;
	m->other_line = members->lines;
	set_literal(m, key, end, v);
	if (m->field < 64)
		members->fixed |= m->bit;
}

/* A time of the known day: its text is all but the clock, of which each digit is checked. */
static void
set_time(struct tq_members *members, struct tq_member *m, const char *key, const char *end,
	 struct tq_value *v)
{
	struct tq_value same = *v;

	tq_day_learn(&members->day, v);
	members->timed = true;
	if (end - key > TQ_MEMBER_TEXT || tq_day_scan(&members->day, v->text - 1, &same) == NULL)
		return;
	set_literal(m, key, end, v);
	m->n = (uint8_t)(m->at + TQ_DAY_DATE);
	m->word = (struct tq_form_word){.text = TQ_CLOCK_TEXT, .limit = TQ_CLOCK_LIMIT};
	m->check = TQ_BYTES(0x80);
	for (unsigned i = m->n; i < m->n + 8U; i++) {
		m->mask[i / 8] &= ~(UINT64_C(0xff) << i % 8 * 8);
		m->text[i / 8] &= m->mask[i / 8];
	}
}

void
tq_member_learn(struct tq_members *members, const char *key, const char *value,
		const char *end, int field, struct tq_value *v)
{
	size_t n = (size_t)(value - key);
	struct tq_member *m = member_of(members, key, field);

	if (m == NULL || n > TQ_MEMBER_TEXT)
		return;
	if (m->check == 0 && m->n == end - key && tq_member_differs(m, key) == 0)
		return;          /* as it was: only blanks before or behind it are new */
	set_unknown(m);
	if (field < 64 && (members->fixed & m->bit) != 0) {
		members->fixed &= ~m->bit;
		members->number = 0;
	}
	if (v->kind == TQ_NUMBER) {
		set_text(m, key, n);
		if (v->n <= 8 && tq_form_of_value(v) != tq_forms)
			set_form(m, tq_form_of_value(v));
		else
			set_unknown(m);
	} else if (v->kind == TQ_STRING && field == TQ_F_time) {
		set_time(members, m, key, end, v);
	} else if (v->kind != TQ_ARRAY && v->kind != TQ_OBJECT) {
		set_string(members, m, key, end, v);
	}
}

static void
number_record(struct tq_members *members)
{
	struct tq_rec *rec = members->rec;
	const struct tq_value *type = &rec->value[TQ_F_type];

	if ((members->fixed & rec->has[0] & 1U << TQ_F_type) == 0)
		return;
	if (members->number == 0 || memcmp(members->has, rec->has, sizeof(rec->has)) != 0) {
		members->number = tq_shape_number();
		memcpy(members->has, rec->has, sizeof(rec->has));
		members->type = type->kind == TQ_STRING
				? tq_type_of((struct tq_str){type->text, type->n})
				: TQ_TYPE_OTHER;
	}
	rec->alike = members->number;
	rec->fixed = members->fixed & rec->has[0];
	rec->type = members->type;
}

bool
tq_members_end(struct tq_members *members, bool all_known)
{
	struct tq_rec *rec = members->rec;
	struct tq_value *time = &rec->value[TQ_F_time];

	if (!members->timed && tq_rec_has(rec, TQ_F_time) && time->scale == TQ_INSTANT &&
	    tq_day_scan(&members->day, time->text - 1, time) == NULL)
		return false;
	if (all_known)
		number_record(members);
	return true;
}

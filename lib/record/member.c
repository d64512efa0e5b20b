/* SPDX-License-Identifier: ISC */
#include "record/member.h"

#include "record/shape.h"

enum {
	CHANGES = 8,             /* a string that changed so often, each time */
	LINES = 256,             /* within so many lines, is part of no text */
	FACTORS = 32             /* names that meet by so many hashes begin alike */
};

void
tq_members_init(struct tq_members *members, struct tq_rec *rec)
{
	*members = (struct tq_members){.rec = rec, .factor = UINT64_C(0x9e3779b97f4a7c15)};
	members->member[0].text[0] = UINT64_MAX; /* masked: what no bytes are */
	members->member[0].has = rec->has;
	tq_day_init(&members->day);
}

/* Two names have one hash: all are learned anew with another one. */
static void
hash_anew(struct tq_members *members)
{
	if (++members->factors > FACTORS)
		return;
	members->factor = members->factor * UINT64_C(0x5851f42d4c957f2d) + 2;
	memset(members->by_name, 0, sizeof(members->by_name));
	members->n = 0;
	members->fixed = members->number = 0;
}

/* The member of a name, a new one if need be; NULL when its hash is another's. */
static struct tq_member *
member_of(struct tq_members *members, const char *key, int field)
{
	uint8_t *at = &members->by_name[tq_member_hash(members, key + 1)];
	struct tq_member *m = &members->member[*at];

	if (*at != 0 && m->field == field)
		return m;
	if (*at != 0) {
		hash_anew(members);
		return NULL;
	}
	if (members->n + 1 == TQ_MEMBERS)
		return NULL;
	*at = (uint8_t)++members->n;
	m = &members->member[*at];
	*m = (struct tq_member){.field = (uint16_t)field, .to = &members->rec->value[field],
				.has = &members->rec->has[field >> 6],
				.bit = UINT64_C(1) << (field & 63)};
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
	m->kind = TQ_MEMBER_WORD;
	m->word = form->last;
	m->check = TQ_BYTES(0x80);
	m->head = form->value.head;
	m->at = m->n;
	m->value_n = (uint8_t)form->value.n;
	m->lead = form->lead;
}

const char *
tq_member_number(struct tq_members *members, struct tq_member *m, const char *p)
{
	const struct tq_form *form = tq_form_of(p);
	const char *end;

	if (m->check == 0)
		return NULL;
	end = tq_form_scan(form, p, m->to);
	if (end == NULL || !tq_member_ends(end))
		return NULL;
	if (form->value.n <= 8 && form == m->other && members->lines - m->other_line <= 1)
		set_form(m, form);
	m->other = form;
	m->other_line = members->lines;
	return end;
}

/* A string or word becomes part of the text, unless it changes too often. */
static void
set_string(struct tq_members *members, struct tq_member *m, const char *key, const char *end,
	   const struct tq_value *v)
{
	size_t n = (size_t)(end - key);

	members->number = 0;
	if (n > TQ_MEMBER_TEXT || m->changes == CHANGES)
		return;
	m->changes = members->lines - m->other_line < LINES ? (uint8_t)(m->changes + 1) : 0;
	m->other_line = members->lines;
	set_text(m, key, n);
	m->kind = TQ_MEMBER_WORD;
	m->word = (struct tq_form_word){0};
	m->check = 0;
	m->head = v->head;
	m->at = (uint8_t)(v->text - key);
	m->value_n = 0;
	m->lead = '\0';
	if (m->field < 64)
		members->fixed |= m->bit;
}

void
tq_member_learn(struct tq_members *members, const char *key, const char *value,
		const char *end, int field, struct tq_value *v)
{
	size_t n = (size_t)(value - key);
	struct tq_member *m = member_of(members, key, field);

	if (m == NULL || n > TQ_MEMBER_TEXT)
		return;
	if (m->kind == TQ_MEMBER_WORD && m->check == 0 && m->n == end - key && tq_member_is(m, key))
		return;          /* as it was: only blanks before or behind it are new */
	m->kind = TQ_MEMBER_ANY;
	if (field < 64 && (members->fixed & m->bit) != 0) {
		members->fixed &= ~m->bit;
		members->number = 0;
	}
	set_text(m, key, n);
	if (v->kind == TQ_NUMBER) {
		if (v->n <= 8 && tq_form_of_value(v) != tq_forms)
			set_form(m, tq_form_of_value(v));
	} else if (v->kind == TQ_STRING && field == TQ_F_time) {
		m->kind = TQ_MEMBER_TIME;
		tq_day_learn(&members->day, v);
	} else if (v->kind != TQ_ARRAY && v->kind != TQ_OBJECT) {
		set_string(members, m, key, end, v);
	}
}

void
tq_members_number(struct tq_members *members)
{
	struct tq_rec *rec = members->rec;

	if ((members->fixed & rec->has[0] & 1U << TQ_F_type) == 0)
		return;
	if (members->number == 0 || memcmp(members->has, rec->has, sizeof(rec->has)) != 0) {
		members->number = tq_shape_number();
		memcpy(members->has, rec->has, sizeof(rec->has));
	}
	rec->alike = members->number;
	rec->fixed = members->fixed & rec->has[0];
}

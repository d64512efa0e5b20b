/* SPDX-License-Identifier: ISC */
#include "record/shape.h"

enum {
	FROZEN_LINES = 256,      /* a frozen value that changes twice within these is so no more */
	OFTEN = 3,               /* a guess that is wrong within so many lines of the last time, */
	TOO_OFTEN = 64           /* so many times more than not, is not worth it */
};

void
tq_shape_start(struct tq_shape *shape, const char *line, struct tq_rec *rec)
{
	shape->line = shape->from = line;
	shape->rec = rec;
	shape->usable = true;
	shape->n_slots = 0;
	shape->lines = FROZEN_LINES;
	shape->plain.n = shape->plain.n_fixed = 0;
	shape->plain.text_n = 0;
	shape->plain.number = shape->plain.fields = 0;
	shape->plain.type_known = true;
	tq_day_init(&shape->day);
}

/* A part of n bytes with n_fixed values within, up to a slot. */
static bool
add_part(struct tq_parts *parts, const char *bytes, size_t n, unsigned n_fixed,
	 struct tq_slot *slot)
{
	struct tq_part *part = &parts->part[parts->n];

	if (n > (size_t)(TQ_SHAPE_TEXT - parts->text_n))
		return false;
	memcpy(parts->text + parts->text_n, bytes, n);
	*part = (struct tq_part){
		.n = (uint16_t)n,
		.words = (uint16_t)(n > 0 ? (n - 1) / 8 * 8 : 0),
		.last = (uint16_t)(n >= 8 ? n - 8 : 0),
		.mask = n >= 8 ? UINT64_MAX : (UINT64_C(1) << 8 * n) - 1,
		.n_fixed = (uint16_t)n_fixed, .slot = slot
	};
	parts->text_n = (uint16_t)(parts->text_n + n);
	parts->n++;
	return true;
}

static void
add_fixed(struct tq_parts *parts, const struct tq_rec *rec, struct tq_value *to,
	  const struct tq_value *v, size_t at)
{
	ptrdiff_t field = to - rec->value;

	parts->fields |= field < 64 ? UINT64_C(1) << field : 0;
	parts->fixed[parts->n_fixed++] = (struct tq_fixed){to, v->head, at};
}

static enum tq_type
type_of_value(const struct tq_value *v)
{
	return v->kind == TQ_STRING ? tq_type_of((struct tq_str){v->text, v->n}) : TQ_TYPE_OTHER;
}

void
tq_shape_add(struct tq_shape *shape, const char *value, const char *end, int field,
	     const struct tq_value *v)
{
	struct tq_slot *slot = &shape->slot[shape->n_slots];

	if (!shape->usable || shape->n_slots == TQ_SHAPE_SLOTS) {
		shape->usable = false;
		return;
	}
	if (field == TQ_F_type && shape->n_slots == 0 && v->kind == TQ_STRING) {
		/* The first key's value tells the shapes apart: literal. */
		add_fixed(&shape->plain, shape->rec, &shape->rec->value[field], v,
			  (size_t)(v->text - shape->line));
		return;
	}
	if (field == TQ_F_type)
		shape->plain.type_known = false;
	*slot = (struct tq_slot){
		.kind = v->kind == TQ_NUMBER ? TQ_SLOT_NUMBER :
			v->kind == TQ_STRING && field == TQ_F_time ? TQ_SLOT_TIME : TQ_SLOT_ANY,
		.to = field >= 0 ? &shape->rec->value[field] : &shape->ignored,
		.form = v->kind == TQ_NUMBER ? tq_form_of_value(v) : tq_forms,
		.end = *end
	};
	shape->usable = add_part(&shape->plain, shape->from, (size_t)(value - shape->from),
				 shape->n_slots == 0 ? shape->plain.n_fixed : 0, slot);
	shape->n_slots++;
	shape->from = end;
}

/* Both have eight readable bytes behind their last. */
static inline bool
same_bytes(const char *a, const char *b, const struct tq_part *part)
{
	for (size_t i = 0; i < part->words; i += 8)
		if (tq_load8(a + i) != tq_load8(b + i))
			return false;
	return ((tq_load8(a + part->last) ^ tq_load8(b + part->last)) & part->mask) == 0;
}

static const char *
scan_any(struct tq_skip *skip, const char *p, struct tq_value *v, struct tq_fault *fault)
{
	if (*p == '"')
		return tq_scan_string(p, v, fault);
	if (*p == '-' || (unsigned char)(*p - '0') < 10)
		return tq_scan_number(p, v, fault);
	if (*p == '{' || *p == '[') {
		skip->n_keys = 0;
		return tq_skip_value(skip, p, 1, v, fault);
	}
	return tq_scan_word(p, v, fault);
}

/*
 * The guess was wrong. Forms that come now and then leave it as it is; where
 * it is wrong every other line, the processor's time for a wrong guess is
 * longer than that of looking where the digits end.
 */
static void
learn_form(struct tq_shape *shape, struct tq_slot *slot, const struct tq_form *form)
{
	uint32_t lines = shape->lines - slot->other_line;

	if (slot->kind == TQ_SLOT_ANY)
		slot->kind = TQ_SLOT_NUMBER;
	if (slot->other == form && lines <= 1)
		slot->form = form;
	if (lines <= OFTEN)
		slot->wrong++;
	else if (slot->wrong > 0)
		slot->wrong--;
	if (slot->wrong > TOO_OFTEN)
		slot->kind = TQ_SLOT_VARIED;
	slot->other = form;
	slot->other_line = shape->lines;
}

/* A value that was not as the one before: what it is like is the guess for the next one. */
__attribute__((noinline)) static const char *
scan_anew(struct tq_shape *shape, struct tq_slot *slot, struct tq_skip *skip, const char *p)
{
	struct tq_value *v = slot->to;
	const struct tq_form *form;
	struct tq_fault fault;
	const char *end;

	if (slot->kind == TQ_SLOT_NUMBER) {
		form = tq_form_of(p);
		end = tq_form_scan(form, p, v);
		if (end != NULL && *end == slot->end) {
			learn_form(shape, slot, form);
			return end;
		}
		slot->kind = TQ_SLOT_ANY;
	}
	end = scan_any(skip, p, v, &fault);
	if (end == NULL)
		return NULL;
	if (v->kind == TQ_NUMBER && slot->kind == TQ_SLOT_ANY) {
		form = tq_form_of_value(v);
		if (form != tq_forms)
			learn_form(shape, slot, form);
	} else if (slot->kind == TQ_SLOT_TIME && v->kind == TQ_STRING) {
		tq_day_learn(&shape->day, v);
	}
	return end;
}

/*
 * The length of a guessed form is known before the number is read: the scan
 * runs ahead of what it waits for.
 */
__attribute__((always_inline)) static inline const char *
scan_slot(struct tq_shape *shape, struct tq_slot *slot, struct tq_skip *skip, const char *p)
{
	const char *end = NULL;

	if (slot->kind >= TQ_SLOT_NUMBER) {
		const struct tq_form *form = slot->kind == TQ_SLOT_NUMBER ? slot->form
									  : tq_form_of(p);

		if (p[form->value.n] == slot->end)
			end = tq_form_scan(form, p, slot->to);
	} else if (slot->kind == TQ_SLOT_TIME) {
		end = tq_day_scan(&shape->day, p, slot->to);
	}
	return end != NULL ? end : scan_anew(shape, slot, skip, p);
}

/* The byte behind the parts' last, or NULL where the line at p is another. */
static const char *
walk(struct tq_shape *shape, const struct tq_parts *parts, struct tq_skip *skip, const char *p)
{
	const struct tq_part *part = parts->part;
	const struct tq_fixed *fixed = parts->fixed;
	const char *text = parts->text;

	for (;; part++) {
		if (!same_bytes(p, text, part))
			return NULL;
		for (unsigned i = part->n_fixed; i > 0; i--, fixed++) {
			fixed->to->head = fixed->head;
			fixed->to->text = p + fixed->at;
		}
		p += part->n;
		text += part->n;
		if (part->slot == NULL)
			return p;
		p = scan_slot(shape, part->slot, skip, p);
		if (p == NULL)
			return NULL;
	}
}

/* Whether the value is to be frozen; one that changes often is not. */
static bool
to_be_frozen(struct tq_shape *shape, struct tq_slot *slot, const char *p, size_t n,
	     const struct tq_value *v)
{
	if (slot->kind != TQ_SLOT_ANY || slot->loose || v->kind == TQ_NUMBER ||
	    v->kind == TQ_ARRAY || v->kind == TQ_OBJECT)
		return false;
	if (slot->said_n > 0 && (n != slot->said_n ||
				 memcmp(p, shape->frozen.text + slot->said_at, n) != 0)) {
		slot->loose = shape->lines - slot->changed < FROZEN_LINES;
		slot->changed = shape->lines;
	}
	return !slot->loose;
}

/* Every frozen list of the process has a number of its own. */
static uint64_t last_number;

uint64_t
tq_shape_number(void)
{
	return ++last_number;
}

/* Makes the frozen list of the plain one and of the line, whose shape it is. */
static void
freeze(struct tq_shape *shape, const char *line, struct tq_skip *skip)
{
	const struct tq_part *plain = shape->plain.part;
	struct tq_parts new = {.type = shape->plain.type, .type_known = shape->plain.type_known,
			       .number = tq_shape_number(), .fields = shape->plain.fields};
	const char *p = line, *from = line;
	size_t room = TQ_SHAPE_TEXT - shape->plain.text_n;
	unsigned before = 0;     /* values fixed before this part */
	struct tq_fault fault;
	struct tq_value v = {0};

	for (unsigned i = 0; i < shape->plain.n_fixed; i++)
		new.fixed[new.n_fixed++] = shape->plain.fixed[i];
	for (; plain->slot != NULL; plain++) {
		struct tq_slot *slot = plain->slot;
		const char *value = p + plain->n;

		p = scan_any(skip, value, &v, &fault);
		if ((size_t)(p - value) <= room &&
		    to_be_frozen(shape, slot, value, (size_t)(p - value), &v)) {
			room -= (size_t)(p - value);
			slot->said_at = (uint16_t)(new.text_n + (value - from));
			slot->said_n = (uint16_t)(p - value);
			if (slot->to != &shape->ignored)
				add_fixed(&new, shape->rec, slot->to, &v,
					  (size_t)(v.text - from));
			if (slot->to == &shape->rec->value[TQ_F_type]) {
				new.type_known = true;
				new.type = type_of_value(&v);
			}
			continue;
		}
		slot->said_n = 0;
		add_part(&new, from, (size_t)(value - from), new.n_fixed - before, slot);
		before = new.n_fixed;
		from = p;
	}
	add_part(&new, from, (size_t)(p + plain->n - from), new.n_fixed - before, NULL);
	shape->frozen = new;
}

void
tq_shape_end(struct tq_shape *shape, const char *end, struct tq_skip *skip)
{
	if (shape->usable)
		shape->usable = add_part(&shape->plain, shape->from,
					 (size_t)(end + 1 - shape->from),
					 shape->n_slots == 0 ? shape->plain.n_fixed : 0, NULL);
	if (!shape->usable)
		return;
	shape->plain.type = shape->rec->type;
	shape->next = 0;
	memcpy(shape->has, shape->rec->has, sizeof(shape->has));
	freeze(shape, shape->line, skip);
}

/* By the frozen list, else by the plain one, after which what has changed is frozen anew. */
static inline const char *
walk_both(struct tq_shape *shape, struct tq_skip *skip, const char *text, const char *limit)
{
	struct tq_rec *rec = shape->rec;
	const struct tq_parts *parts = &shape->frozen;
	const char *end = walk(shape, parts, skip, text);

	if (end == NULL) {
		parts = &shape->plain;
		end = walk(shape, parts, skip, text);
	}
	if (end == NULL || end > limit)
		return NULL;
	rec->alike = parts->number;
	rec->fixed = parts->fields;
	rec->type = parts->type_known ? parts->type : type_of_value(&rec->value[TQ_F_type]);
	if (parts == &shape->plain)
		freeze(shape, text, skip);
	return end - 1;
}

const char *
tq_shape_match(struct tq_shape *shape, struct tq_skip *skip, const char *text, const char *limit)
{
	const char *end = shape->usable ? walk_both(shape, skip, text, limit) : NULL;

	if (end == NULL)
		return NULL;
	shape->lines++;
	memcpy(shape->rec->has, shape->has, sizeof(shape->has));
	return end;
}

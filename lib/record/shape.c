/* SPDX-License-Identifier: ISC */
#include "record/shape.h"

void
tq_shape_start(struct tq_shape *shape, const char *line)
{
	shape->line = shape->from = line;
	shape->usable = true;
	shape->n_slots = 0;
	shape->text_n = 0;
	shape->type_at = 0;
	shape->type_in_slot = false;
}

/* The first n bytes of a word as it is loaded; n < 8. */
static inline uint64_t
low_bytes(size_t n)
{
	return (UINT64_C(1) << 8 * n) - 1;
}

/* Copies the literal from the end of the last value up to end. */
static bool
add_literal(struct tq_shape *shape, const char *end, struct tq_literal *literal)
{
	size_t length = (size_t)(end - shape->from);

	if (length > (size_t)(TQ_SHAPE_TEXT - shape->text_n))
		return false;
	memcpy(shape->text + shape->text_n, shape->from, length);
	literal->at = shape->text_n;
	literal->n = (uint16_t)length;
	literal->words = (uint16_t)(length / 8);
	literal->mask = low_bytes(length % 8);
	shape->text_n = (uint16_t)(shape->text_n + length);
	return true;
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
	if (field == TQ_F_type) {
		if (shape->n_slots == 0 && v->kind == TQ_STRING) {
			/* The first key's value tells the shapes apart: literal. */
			shape->type_at = (uint16_t)(v->text - shape->line);
			shape->type_value = *v;
			return;
		}
		shape->type_in_slot = true;
	}
	slot->field = (int16_t)field;
	slot->said_n = 0;
	slot->number_n = 0;
	shape->usable = add_literal(shape, value, &slot->before);
	shape->n_slots++;
	shape->from = end;
}

void
tq_shape_end(struct tq_shape *shape, const char *end, const struct tq_rec *rec)
{
	if (!shape->usable)
		return;
	shape->usable = add_literal(shape, end + 1, &shape->tail);
	shape->type = rec->type;
	shape->next = 0;
	memcpy(shape->has, rec->has, sizeof(shape->has));
}

/* Both have eight readable bytes behind their last. */
static inline bool
same_bytes(const char *a, const char *b, unsigned words, uint64_t mask)
{
	for (; words > 0; words--, a += 8, b += 8)
		if (tq_load8(a) != tq_load8(b))
			return false;
	return ((tq_load8(a) ^ tq_load8(b)) & mask) == 0;
}

static inline bool
has_literal(const struct tq_shape *shape, const struct tq_literal *literal, const char *p)
{
	return same_bytes(p, shape->text + literal->at, literal->words, literal->mask);
}

/* A symbol or an interval is mostly the one of the line before. */
static inline const char *
scan_slot_string(struct tq_slot *slot, const char *p, struct tq_value *v, struct tq_fault *fault)
{
	const char *end;

	if (slot->said_n > 0 &&
	    same_bytes(p + 1, slot->said, slot->said_n / 8U, slot->said_mask)) {
		v->kind = TQ_STRING;
		v->escaped = false;
		v->text = p + 1;
		v->n = slot->said_n - 1U;
		return p + 1 + slot->said_n;
	}
	end = tq_scan_string(p, v, fault);
	if (end != NULL && v->n < TQ_SHAPE_SAID && !v->escaped) {
		slot->said_n = (uint8_t)(v->n + 1);
		slot->said_mask = low_bytes(slot->said_n % 8U);
		memcpy(slot->said, p + 1, TQ_SHAPE_SAID);
	}
	return end;
}

/*
 * Where the next literal begins depends on this number's digits, and the
 * processor would wait for them. The length of the last number here is mostly
 * that of this one; as a guess that a branch confirms it lets the scan run
 * ahead. The empty asm keeps the compiler from seeing that both are the same.
 */
static inline const char *
scan_slot_number(struct tq_slot *slot, const char *p, struct tq_value *v, struct tq_fault *fault)
{
	const char *end = tq_scan_number(p, v, fault);
	size_t n = slot->number_n;

	if (end == p + n) {
		__asm__("" : "+r"(n));
		return p + n;
	}
	if (end != NULL)
		slot->number_n = (uint8_t)(end - p);
	return end;
}

static inline const char *
scan_slot(struct tq_slot *slot, struct tq_skip *skip, const char *p, struct tq_value *v,
	  struct tq_fault *fault)
{
	if (*p == '"')
		return scan_slot_string(slot, p, v, fault);
	if (*p == '-' || (unsigned char)(*p - '0') < 10)
		return scan_slot_number(slot, p, v, fault);
	if (*p == '{' || *p == '[') {
		skip->n_keys = 0;
		return tq_skip_value(skip, p, 1, v, fault);
	}
	return tq_scan_word(p, v, fault);
}

const char *
tq_shape_match(struct tq_shape *shape, struct tq_skip *skip, const char *text, const char *limit,
	       struct tq_rec *rec)
{
	struct tq_fault fault;
	struct tq_value ignored;
	const char *p = text;

	if (!shape->usable)
		return NULL;
	for (unsigned i = 0; i < shape->n_slots; i++) {
		struct tq_slot *slot = &shape->slot[i];

		if (!has_literal(shape, &slot->before, p))
			return NULL;
		p = scan_slot(slot, skip, p + slot->before.n,
			      slot->field < 0 ? &ignored : &rec->value[slot->field], &fault);
		if (p == NULL)
			return NULL;
	}
	if (!has_literal(shape, &shape->tail, p))
		return NULL;
	p += shape->tail.n - 1;
	if (p >= limit)
		return NULL;
	memcpy(rec->has, shape->has, sizeof(rec->has));
	rec->type = shape->type;
	if (shape->type_at != 0) {
		rec->value[TQ_F_type] = shape->type_value;
		rec->value[TQ_F_type].text = text + shape->type_at;
	} else if (shape->type_in_slot) {
		const struct tq_value *type = &rec->value[TQ_F_type];

		rec->type = type->kind == TQ_STRING
				    ? tq_type_of((struct tq_str){type->text, type->n})
				    : TQ_TYPE_OTHER;
	}
	return p;
}

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
	shape->hour = TQ_TIME_NONE;
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
		v->scale = -1;
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

enum { HOUR_TEXT = 14, TIME_TEXT = 20 };

/* The seconds of "MM:SSZ" and its end quote, or -1. */
static inline int
seconds_of_hour(const char *p)
{
	unsigned m = (unsigned char)(p[0] - '0'), mm = (unsigned char)(p[1] - '0');
	unsigned s = (unsigned char)(p[3] - '0'), ss = (unsigned char)(p[4] - '0');

	if (m > 5 || mm > 9 || s > 5 || ss > 9 || p[2] != ':' || p[5] != 'Z' || p[6] != '"')
		return -1;
	return (int)((m * 10 + mm) * 60 + s * 10 + ss);
}

/* What a later time of the same hour may begin with. */
static void
keep_hour(struct tq_shape *shape, const struct tq_value *v)
{
	int seconds = v->n == TIME_TEXT ? seconds_of_hour(v->text + HOUR_TEXT) : -1;
	tq_time t;

	if (seconds < 0 || !tq_time_parse((struct tq_str){v->text, v->n}, &t))
		return;
	if (t < INT64_MIN + TQ_HOUR || t > INT64_MAX - TQ_HOUR)
		return;          /* not all of its hour is an instant */
	shape->hour = t - seconds * TQ_SECOND;
	memcpy(shape->hour_text, v->text, HOUR_TEXT);
}

/* A time is mostly of the same hour as that of the line before. */
static inline const char *
scan_slot_time(struct tq_shape *shape, const char *p, struct tq_value *v, struct tq_fault *fault)
{
	const char *end;
	int seconds;

	if (shape->hour != TQ_TIME_NONE && tq_load8(p + 1) == tq_load8(shape->hour_text) &&
	    tq_load8(p + 1 + HOUR_TEXT - 8) == tq_load8(shape->hour_text + HOUR_TEXT - 8) &&
	    (seconds = seconds_of_hour(p + 1 + HOUR_TEXT)) >= 0) {
		v->kind = TQ_STRING;
		v->escaped = false;
		v->text = p + 1;
		v->n = TIME_TEXT;
		v->scale = TQ_INSTANT;
		v->m = shape->hour + seconds * TQ_SECOND;
		return p + 1 + TIME_TEXT + 1;
	}
	end = tq_scan_string(p, v, fault);
	if (end != NULL && !v->escaped)
		keep_hour(shape, v);
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
scan_slot(struct tq_shape *shape, struct tq_slot *slot, struct tq_skip *skip, const char *p,
	  struct tq_value *v, struct tq_fault *fault)
{
	if (*p == '"')
		return slot->field == TQ_F_time ? scan_slot_time(shape, p, v, fault)
						: scan_slot_string(slot, p, v, fault);
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
		p = scan_slot(shape, slot, skip, p + slot->before.n,
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

/* SPDX-License-Identifier: ISC */
#include "expr/words.h"

#include "base/option.h"
#include "base/settings.h"

static const char *const statements[] = {
	"description", "source", "param", "preset", "each", "require", "let", "emit", "filter",
	"quality", "confirm", "component", "timeframes", "neutral", "universe", "rank", "long",
	"short", "flat",
};

static const char *const attributes[TQ_ATTRS] = {
	[TQ_ATTR_STRENGTH] = "strength", [TQ_ATTR_SCORE] = "score",
	[TQ_ATTR_PRICE] = "price", [TQ_ATTR_LIMIT] = "limit", [TQ_ATTR_STOP_ENTRY] = "stop_entry",
	[TQ_ATTR_STOP] = "stop", [TQ_ATTR_TAKE] = "take", [TQ_ATTR_TRAIL] = "trail",
	[TQ_ATTR_RATCHET] = "ratchet", [TQ_ATTR_SIZE] = "size", [TQ_ATTR_QTY] = "qty",
	[TQ_ATTR_TARGET] = "target", [TQ_ATTR_WEIGHT] = "weight",
	[TQ_ATTR_MAX_HOLD] = "max_hold", [TQ_ATTR_TIF] = "tif", [TQ_ATTR_TAG] = "tag",
	[TQ_ATTR_ADD] = "add", [TQ_ATTR_ONLY_WHEN_FLAT] = "only_when_flat",
	[TQ_ATTR_ONLY_WHEN_OPEN] = "only_when_open",
	[TQ_ATTR_EVERY_BAR] = "every_bar",
};

bool
tq_word_is_statement(struct tq_str word)
{
	for (size_t i = 0; i < TQ_COUNT(statements); i++) {
		if (tq_str_is(word, statements[i]))
			return true;
	}
	return false;
}

enum tq_attr
tq_word_attr(struct tq_str word)
{
	int i = 0;

	while (i < TQ_ATTRS && !tq_str_is(word, attributes[i]))
		i++;
	return (enum tq_attr)i;
}

const char *
tq_attr_word(enum tq_attr attr)
{
	return attributes[attr];
}

const char *
tq_word_near(struct tq_str word)
{
	const char *all[TQ_COUNT(statements) + TQ_ATTRS];
	size_t n = 0;

	for (size_t i = 0; i < TQ_COUNT(statements); i++)
		all[n++] = statements[i];
	for (size_t i = 0; i < TQ_ATTRS; i++)
		all[n++] = attributes[i];
	return tq_nearest(word, all, n);
}

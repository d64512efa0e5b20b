/* SPDX-License-Identifier: ISC */
#include "base/settings.h"

#include <ctype.h>

enum { LONGEST = 48 };

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Letters of either case are the same: SMA is near to sma. */
static bool
differ(char a, char b)
{
	return tolower((unsigned char)a) != tolower((unsigned char)b);
}

/* Edits between two words; a swap of neighbours counts as one (optimal string alignment). */
static size_t
distance(struct tq_str a, struct tq_str b)
{
	size_t row[3][LONGEST + 1];

	if (a.n > LONGEST || b.n > LONGEST)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.n; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *now = row[i % 3], *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t change = up[j - 1] + differ(a.p[i - 1], b.p[j - 1]);

			now[j] = least(up[j] + 1, now[j - 1] + 1, change);
			if (i > 1 && j > 1 && !differ(a.p[i - 1], b.p[j - 2]) &&
			    !differ(a.p[i - 2], b.p[j - 1]) && up2[j - 2] + 1 < now[j])
				now[j] = up2[j - 2] + 1;
		}
	}
	return row[a.n % 3][b.n];
}

/* Words so far apart that a third of the letters differ are no misspelling. */
static bool
nearer(struct tq_str word, const char *name, size_t *best)
{
	size_t d = distance(word, tq_str(name));

	if (d >= *best || d >= word.n || 3 * d > word.n + 2)
		return false;
	*best = d;
	return true;
}

const char *
tq_nearest(struct tq_str word, const char *const *names, size_t n)
{
	const char *found = NULL;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < n; i++)
		if (names[i] && nearer(word, names[i], &best))
			found = names[i];
	return found;
}

const char *
tq_settings_nearest(const struct tq_settings *s, struct tq_str word, bool in_files)
{
	const char *found = NULL;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < s->n; i++) {
		const struct tq_opt *opt = s->rows[i].opt;

		if (!opt->help || (in_files && opt->flag_only))
			continue;
		if (nearer(word, opt->name, &best))
			found = opt->name;
	}
	return found;
}

/* SPDX-License-Identifier: ISC */
#include "net/http_date.h"

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/*
 * Follows a form: a is the short name of a day, A the long one, b of a month,
 * d two digits of the day, e the same with a blank for a leading zero, Y and y
 * the year, H M S two digits each; everything else is itself.
 */
struct walk {
	const char *p;
	struct tq_civil civil;
	bool ok;
};

static int
digits(struct walk *w, int n, bool blank)
{
	int value = 0;

	if (blank && *w->p == ' ') {
		w->p++;
		n--;
	}
	for (; n > 0; n--, w->p++) {
		if (*w->p < '0' || *w->p > '9') {
			w->ok = false;
			return 0;
		}
		value = value * 10 + (*w->p - '0');
	}
	return value;
}

static void
day_name(struct walk *w, bool whole)
{
	static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
					    "Friday", "Saturday", "Sunday"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t n = whole ? strlen(names[i]) : 3;

		if (strncmp(w->p, names[i], n) == 0) {
			w->p += n;
			return;
		}
	}
	w->ok = false;
}

static void
month_name(struct walk *w)
{
	for (int i = 0; i < 12; i++)
		if (strncmp(w->p, months + 3 * i, 3) == 0) {
			w->p += 3;
			w->civil.month = i + 1;
			return;
		}
	w->ok = false;
}

static void
step(struct walk *w, char form)
{
	switch (form) {
	case 'a': day_name(w, false); break;
	case 'A': day_name(w, true); break;
	case 'b': month_name(w); break;
	case 'd': w->civil.day = digits(w, 2, false); break;
	case 'e': w->civil.day = digits(w, 2, true); break;
	case 'Y': w->civil.year = digits(w, 4, false); break;
	case 'y':
		w->civil.year = digits(w, 2, false);
		w->civil.year += w->civil.year < 70 ? 2000 : 1900;
		break;
	case 'H': w->civil.hour = digits(w, 2, false); break;
	case 'M': w->civil.minute = digits(w, 2, false); break;
	case 'S': w->civil.second = digits(w, 2, false); break;
	default:
		w->ok = *w->p == form;
		w->p++;
	}
}

/* A letter of the form that stands for itself is written behind an apostrophe. */
static bool
follow(const char *text, const char *form, tq_time *out)
{
	struct walk w = {.p = text, .ok = true};

	for (; *form && w.ok; form++) {
		if (*form == '\'') {
			form++;
			w.ok = *w.p == *form;
			w.p++;
		} else {
			step(&w, *form);
		}
	}
	return w.ok && *w.p == '\0' && tq_time_from_civil(&w.civil, out);
}

bool
tq_http_date(const char *text, tq_time *out)
{
	return follow(text, "a, d b Y H:M:S G'MT", out) ||
	       follow(text, "A, d-b-y H:M:S G'MT", out) || follow(text, "a b e H:M:S Y", out);
}

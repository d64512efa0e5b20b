/* SPDX-License-Identifier: ISC */
#include "base/help.h"

static void
quoted(const char *text, struct tq_buf *out)
{
	tq_buf_puts(out, "\"");
	for (const char *p = text; *p; p++)
		tq_buf_printf(out, *p == '"' || *p == '\\' ? "\\%c" : "%c", *p);
	tq_buf_puts(out, "\"");
}

/* Sizes, percentages and durations stay the texts that the option takes. */
static void
value(const struct tq_opt *opt, struct tq_buf *out)
{
	if (opt->repeats)
		tq_buf_puts(out, "[");
	if (!opt->arg)
		tq_buf_puts(out, opt->preset ? opt->preset : "false");
	else if (opt->preset && opt->parse == tq_opt_int)
		tq_buf_puts(out, opt->preset);
	else if (opt->preset || opt->fallback)
		quoted(tq_opt_default(opt), out);
	else if (!opt->repeats)
		tq_buf_puts(out, "null");
	if (opt->repeats)
		tq_buf_puts(out, "]");
}

void
tq_defaults(const struct tq_settings *s, struct tq_buf *out)
{
	const char *between = "";

	tq_buf_puts(out, "{");
	for (size_t i = 0; i < s->n; i++) {
		const struct tq_opt *opt = s->rows[i].opt;

		if (opt->flag_only)
			continue;
		tq_buf_puts(out, between);
		quoted(opt->name, out);
		tq_buf_puts(out, ":");
		value(opt, out);
		between = ",";
	}
	tq_buf_puts(out, "}\n");
}

/* SPDX-License-Identifier: ISC */
#include "base/help.h"

#include <stdio.h>

enum { HELP_COLUMN = 28, WIDTH = 100 };

static bool
can_negate(const struct tq_opt *opt)
{
	return !opt->arg && !opt->flag_only;
}

/* "  -o, --output FILE" */
static void
help_name(const struct tq_opt *opt, struct tq_buf *out)
{
	size_t start = out->n;

	if (opt->letter)
		tq_buf_printf(out, "  -%c, ", opt->letter);
	else
		tq_buf_puts(out, "      ");
	tq_buf_printf(out, "--%s%s%s%s", can_negate(opt) ? "[no-]" : "", opt->name,
		      opt->arg ? " " : "", opt->arg ? opt->arg : "");
	if (out->n - start >= HELP_COLUMN)
		tq_buf_puts(out, "\n");
	for (size_t n = out->n - start; n < HELP_COLUMN; n++)
		tq_buf_puts(out, " ");
	if (out->p[out->n - 1] == '\n')
		tq_buf_printf(out, "%*s", HELP_COLUMN, "");
}

/* Words in the help column, as many a line as fit. */
static void
help_words(const char *text, struct tq_buf *out)
{
	size_t column = HELP_COLUMN;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (column > HELP_COLUMN && column + 1 + n > WIDTH) {
			tq_buf_printf(out, "\n%*s", HELP_COLUMN, "");
			column = HELP_COLUMN;
		} else if (column > HELP_COLUMN) {
			tq_buf_puts(out, " ");
			column++;
		}
		tq_buf_put(out, text, n);
		column += n;
		text += n + (text[n] == ' ');
	}
	tq_buf_puts(out, "\n");
}

static void
help_row(const struct tq_opt *opt, struct tq_buf *out)
{
	struct tq_buf text = {0};

	if (!opt->help)
		return;
	help_name(opt, out);
	tq_buf_puts(&text, opt->help);
	for (int i = 0; opt->choices && opt->choices[i]; i++)
		tq_buf_printf(&text, "%s%s", i == 0 ? ": " : ", ", opt->choices[i]);
	if (*tq_opt_default(opt))
		tq_buf_printf(&text, " (default %s)", tq_opt_default(opt));
	else if (opt->required)
		tq_buf_puts(&text, " (required)");
	help_words(tq_buf_text(&text), out);
	tq_buf_fini(&text);
}

static void
help_statuses(struct tq_buf *out)
{
	size_t line = out->n;

	tq_buf_puts(out, "exit status: ");
	for (int i = 0; tq_exit_meaning(i); i++) {
		const char *meaning = tq_exit_meaning(i);

		if (out->n - line + strlen(meaning) + 6 > WIDTH) {
			out->n--; /* the blank behind the semicolon */
			tq_buf_puts(out, "\n  ");
			line = out->n - 2;
		}
		tq_buf_printf(out, "%d %s%s", i, meaning, tq_exit_meaning(i + 1) ? "; " : "\n");
	}
}

/* Without a first operand, what is for some of them only is left to --help behind them. */
static bool
shown(const struct tq_settings *s, const struct tq_opt_group *group)
{
	if (s->n_operands > 0)
		return tq_settings_fits(s, group, s->operands[0]);
	return !group->source || group->source[0] == '*';
}

/* "more: tq-fetch file --help, tq-fetch sim --help" */
static void
help_more(const struct tq_usage *usage, const struct tq_settings *s, struct tq_buf *out)
{
	size_t start = out->n;

	for (size_t i = 0; i < s->n; i++) {
		const char *source = s->rows[i].group->source;
		size_t n = source ? strcspn(source, ",") : 0;
		char word[64];

		if (s->n_operands > 0 || !source || source[0] == '*')
			continue;
		snprintf(word, sizeof(word), " %.*s --help", (int)n, source);
		if (out->n > start && strstr(tq_buf_text(out) + start, word))
			continue;
		tq_buf_printf(out, "%s%s%s", out->n == start ? "more: " : ", ", usage->tool, word);
	}
	if (out->n > start)
		tq_buf_puts(out, "\n");
}

void
tq_help(const struct tq_usage *usage, const struct tq_settings *s, struct tq_buf *out)
{
	tq_buf_printf(out, "%s: %s\n\n", usage->tool, usage->summary);
	if (usage->examples && *usage->examples) {
		tq_buf_puts(out, usage->examples);
		tq_buf_puts(out, out->p[out->n - 1] == '\n' ? "\n" : "\n\n");
	}
	tq_buf_printf(out, "usage: %s [options]%s%s\n", usage->tool,
		      usage->synopsis ? " " : "", usage->synopsis ? usage->synopsis : "");
	for (size_t i = 0; i < s->n; i++) {
		if (!shown(s, s->rows[i].group))
			continue;
		if (i == 0 || s->rows[i].group != s->rows[i - 1].group)
			tq_buf_printf(out, "%s:\n", s->rows[i].group->title);
		help_row(s->rows[i].opt, out);
	}
	help_more(usage, s, out);
	help_statuses(out);
}

static void
spec_row(const struct tq_opt *opt, struct tq_buf *out)
{
	char letter[2] = {opt->letter, '\0'};

	tq_buf_printf(out, "O\t%s%s\t%s\t%s\t%s\t", can_negate(opt) ? "[no-]" : "", opt->name,
		      letter, opt->arg ? opt->arg : "", tq_opt_default(opt));
	for (int i = 0; opt->choices && opt->choices[i]; i++)
		tq_buf_printf(out, "%s%s", i == 0 ? "" : ",", opt->choices[i]);
	tq_buf_printf(out, "\t%s\t%s\n", opt->help, opt->repeats ? "*" : "");
}

void
tq_spec(const struct tq_usage *usage, const struct tq_settings *s, struct tq_buf *out)
{
	tq_buf_printf(out, "C\t%s\t%s\t%s\n", usage->tool, usage->summary,
		      usage->synopsis ? usage->synopsis : "");
	if (usage->words)
		tq_buf_printf(out, "W\t%s\t%s\n", usage->words,
			      usage->more_words ? usage->more_words : "");
	for (size_t i = 0; i < s->n; i++) {
		if (i == 0 || s->rows[i].group != s->rows[i - 1].group)
			tq_buf_printf(out, "G\t%s\n", s->rows[i].group->title);
		if (s->rows[i].opt->help)
			spec_row(s->rows[i].opt, out);
	}
}

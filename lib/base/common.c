/* SPDX-License-Identifier: ISC */
#include "base/common.h"

#include "base/log.h"
#include "base/same.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const on_errors[] = {"stop", "skip", "quarantine", NULL};
static const char *const levels[] = {"error", "warn", "info", "debug", NULL};
static const char *const formats[] = {"text", "json", NULL};

#define AT(field) offsetof(struct tq_common, field)

static const struct tq_opt rows[] = {
	{.name = "on-error", .arg = "WHAT", .preset = "stop", .parse = tq_opt_choice,
	 .at = AT(on_error), .choices = on_errors, .aside = true, .help = "on a bad line"},
	{.name = "rejects", .arg = "FILE", .parse = tq_opt_text, .at = AT(rejects), .aside = true,
	 .help = "append quarantined lines to FILE, not to the output"},
	{.name = "state", .arg = "FILE", .parse = tq_opt_text, .at = AT(state), .aside = true,
	 .help = "go on from FILE and save to it at the end"},
	{.name = "output", .letter = 'o', .arg = "FILE", .parse = tq_opt_text, .at = AT(output),
	 .aside = true, .help = "write to FILE, which appears whole or not at all"},
	{.name = "stats", .parse = tq_opt_flag, .at = AT(stats), .aside = true,
	 .help = "say records, bytes, speed and memory on standard error"},
	{.name = "quiet", .letter = 'q', .parse = tq_opt_flag, .at = AT(quiet), .aside = true,
	 .help = "say errors only"},
	{.name = "log-level", .arg = "LEVEL", .preset = "warn", .parse = tq_opt_choice,
	 .at = AT(log_level), .choices = levels, .aside = true, .help = "say this and worse"},
	{.name = "log-format", .arg = "FORM", .preset = "text", .parse = tq_opt_choice,
	 .at = AT(log_format), .choices = formats, .aside = true, .help = "messages as"},
	{.name = "max-line", .arg = "BYTES", .preset = "1M", .parse = tq_opt_bytes,
	 .at = AT(max_line), .min = 64, .max = INT64_C(1) << 30, .aside = true,
	 .help = "refuse longer lines"},
	{.name = "max-depth", .arg = "N", .preset = "128", .parse = tq_opt_int,
	 .at = AT(max_depth), .min = 1, .max = 10000, .aside = true,
	 .help = "refuse deeper nesting"},
	{.name = "config", .arg = "FILE", .parse = tq_opt_text, .at = AT(config),
	 .flag_only = true, .help = "read FILE instead of the usual tq.conf files"},
	{.name = "show-config", .parse = tq_opt_flag, .at = AT(show_config), .flag_only = true,
	 .help = "print every option's value and where it is from"},
	{.name = "defaults", .parse = tq_opt_flag, .at = AT(defaults), .flag_only = true,
	 .help = "print every option's default as JSON, whatever is configured"},
	{.name = "help", .letter = 'h', .parse = tq_opt_flag, .at = AT(help), .flag_only = true,
	 .help = "print this"},
	{.name = "version", .letter = 'V', .parse = tq_opt_flag, .at = AT(version),
	 .flag_only = true, .help = "print version and libraries"},
	{.name = "spec", .parse = tq_opt_flag, .at = AT(spec), .flag_only = true},
};

static const struct tq_opt_group group = {"common", rows, TQ_COUNT(rows), 0, NULL};

/* The text of a flag's value, before it is applied. */
static const char *
flag_text(const struct tq_settings *s, const char *name)
{
	size_t row = tq_settings_find(s, tq_str(name));

	for (size_t i = 0; i < s->n_given; i++)
		if (s->given[i].row == row)
			return s->given[i].text;
	return NULL;
}

static void
usual_files(struct tq_settings *s)
{
	const char *xdg = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	char path[4096];
	int n = 0;

	tq_settings_file(s, "/etc/tq/tq.conf", TQ_FROM_SYSTEM, false);
	if (xdg && xdg[0] == '/')
		n = snprintf(path, sizeof(path), "%s/tq/tq.conf", xdg);
	else if (home && home[0] == '/')
		n = snprintf(path, sizeof(path), "%s/.config/tq/tq.conf", home);
	if (n > 0 && (size_t)n < sizeof(path))
		tq_settings_file(s, path, TQ_FROM_USER, false);
	tq_settings_file(s, "tq.conf", TQ_FROM_PROJECT, false);
}

/* What is written at the end would take the place of what was written before it. */
static void
check_files(struct tq_settings *s, const struct tq_common *common)
{
	const struct {
		const char *option, *path;
	} files[] = {
		{"output", common->output}, {"state", common->state}, {"rejects", common->rejects},
	};

	for (size_t i = 0; i < TQ_COUNT(files); i++) {
		if (!files[i].path)
			continue;
		if (!*files[i].path)
			tq_settings_fault(s, "--%s: a file name is empty", files[i].option);
		for (size_t k = 0; k < i; k++)
			if (files[k].path && tq_same_file(files[k].path, files[i].path))
				tq_settings_fault(s, "--%s and --%s are one file: '%s'",
						  files[k].option, files[i].option, files[i].path);
	}
}

void
tq_common_read(struct tq_settings *s, struct tq_common *common, int argc, char **argv,
	       char *const *environment)
{
	const char *named;

	tq_settings_add(s, &group, 1, common, true);
	tq_settings_flags(s, argc, argv);
	if (tq_settings_asked(s, "help") || tq_settings_asked(s, "version") ||
	    tq_settings_asked(s, "spec") || tq_settings_asked(s, "defaults"))
		return;
	tq_settings_environment(s, environment);
	named = flag_text(s, "config");
	if (named)
		tq_settings_file(s, named, TQ_FROM_NAMED, true);
	else
		usual_files(s);
	tq_settings_apply(s);
	check_files(s, common);
	if (common->quiet)
		common->log_level = TQ_LOG_ERROR;
}

bool
tq_common_answer(const struct tq_settings *s, const struct tq_usage *usage, struct tq_buf *out)
{
	if (tq_settings_asked(s, "help"))
		tq_help(usage, s, out);
	else if (tq_settings_asked(s, "version"))
		tq_version(usage->tool, out);
	else if (tq_settings_asked(s, "spec"))
		tq_spec(usage, s, out);
	else if (tq_settings_asked(s, "defaults"))
		tq_defaults(s, out);
	else if (tq_settings_asked(s, "show-config"))
		tq_settings_show(s, out);
	else
		return false;
	return true;
}

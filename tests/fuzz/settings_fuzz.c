/* SPDX-License-Identifier: ISC */
/* Any bytes as a configuration file, as words of a command line and as a variable. */
#include "base/settings.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct tool {
	int64_t period, size;
	const char *name;
	bool strict;
	int color;
	struct tq_opt_texts sets;
};

static const char *const colors[] = {"red", "blue", NULL};
static const struct tq_opt rows[] = {
	{.name = "period", .letter = 'p', .arg = "N", .preset = "20", .parse = tq_opt_int,
	 .at = offsetof(struct tool, period), .min = 1, .max = 1000, .help = "bars"},
	{.name = "name", .letter = 'n', .arg = "TEXT", .parse = tq_opt_text,
	 .at = offsetof(struct tool, name), .help = "a name"},
	{.name = "strict", .letter = 's', .parse = tq_opt_flag,
	 .at = offsetof(struct tool, strict), .help = "be strict"},
	{.name = "color", .arg = "COLOR", .preset = "red", .parse = tq_opt_choice,
	 .choices = colors, .at = offsetof(struct tool, color), .help = "paint"},
	{.name = "set", .arg = "K=V", .parse = tq_opt_list, .repeats = true,
	 .at = offsetof(struct tool, sets), .help = "set"},
	{.name = "size", .arg = "BYTES", .preset = "64K", .parse = tq_opt_bytes,
	 .at = offsetof(struct tool, size), .help = "size"},
};
static const struct tq_opt_group group = {"tool", rows, TQ_COUNT(rows), 0};

enum { WORDS = 8 };

/* The bytes up to the first NUL are words, one a line; the rest is a file. */
static int
split(char *text, char **words)
{
	int n = 1;

	words[0] = text;
	for (char *p = text; *p && n < WORDS; p++) {
		if (*p != '\n')
			continue;
		*p = '\0';
		words[n++] = p + 1;
	}
	words[n] = NULL;
	return n;
}

/* Neither of them may read what is not there. */
static void
show(struct tq_settings *s)
{
	struct tq_buf text = {0};

	tq_settings_show(s, &text);
	(void)tq_settings_hash(s);
	tq_buf_fini(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[] = "/tmp/tq-settings-fuzz-XXXXXX";
	char *text = tq_str_dup((struct tq_str){(const char *)data, size});
	size_t head = strlen(text);
	char *words[WORDS + 1], *environment[2] = {NULL, NULL};
	struct tq_settings s = {.tool = "tq-test"};
	struct tool tool = {0};
	int fd = mkstemp(name), n;

	if (fd < 0 || (head < size && write(fd, data + head + 1, size - head - 1) < 0))
		abort();
	n = split(text, words);
	environment[0] = words[n - 1];
	tq_settings_add(&s, &group, 1, &tool, false);
	tq_settings_flags(&s, n, words);
	tq_settings_environment(&s, environment);
	tq_settings_file(&s, name, TQ_FROM_NAMED, true);
	tq_settings_apply(&s);
	if (s.n_faults == 0 && (tool.period < 1 || tool.period > 1000 || tool.size < 0 ||
				(unsigned)tool.color > 1))
		abort();
	show(&s);
	tq_settings_fini(&s);
	free(text);
	close(fd);
	unlink(name);
	return 0;
}

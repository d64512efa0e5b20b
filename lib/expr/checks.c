/* SPDX-License-Identifier: ISC */
#include "expr/checks.h"

#include "expr/check.h"
#include "expr/library.h"
#include "expr/rehearse.h"

#define AT(field) .at = offsetof(struct tq_checks, field)

const struct tq_opt tq_checks_rows[TQ_CHECKS_ROWS] = {
	{.name = "check", .parse = tq_opt_flag, .flag_only = true, AT(files),
	 .help = "check the strategies that the operands name and exit"},
	{.name = "look-ahead-check", .arg = "DATA", .parse = tq_opt_text, .flag_only = true,
	 AT(look_ahead), .help = "run over DATA cut at many places: status 1 if it looks ahead"},
	{.name = "warm-up-check", .arg = "DATA", .parse = tq_opt_text, .flag_only = true,
	 AT(warm_up), .help = "show its values at DATA's last bar after histories of many lengths"},
};

bool
tq_checks_asked(const struct tq_checks *checks)
{
	return checks->files || checks->look_ahead || checks->warm_up;
}

static bool
check_file(const char *file, size_t *found, struct tq_buf *text, struct tq_err *err)
{
	struct tq_strategy *s = tq_strategy_new();
	struct tq_faults faults = {0};
	bool ok = tq_library_read(s, file, &faults, err);

	if (ok)
		*found += tq_check_strategy(s, tq_library_name(file), &faults, text);
	tq_faults_fini(&faults);
	tq_strategy_free(s);
	return ok;
}

static bool
check_files(const struct tq_run *run, struct tq_buf *text, struct tq_err *err)
{
	size_t found = 0;

	if (run->n_operands == 0)
		return tq_fail(err, TQ_USAGE, "--check: no strategy: name files or strategies of "
			       "the library");
	for (size_t i = 0; i < run->n_operands; i++) {
		if (!check_file(run->operands[i], &found, text, err))
			return false;
	}
	return found == 0 || tq_fail(err, TQ_NO, "%zu finding%s", found, found == 1 ? "" : "s");
}

static bool
rehearse(const struct tq_checks *checks, const struct tq_choice *choice,
	 const struct tq_desk_options *options, struct tq_buf *text, struct tq_err *err)
{
	struct tq_chosen chosen = {0};
	bool sound = false;
	bool ok = checks->look_ahead ? tq_choice_make(choice, &chosen, err) :
				       tq_choice_start(choice, &chosen, err);

	if (ok && checks->look_ahead)
		ok = tq_rehearse_prefix(options, &chosen, checks->look_ahead, text, &sound, err);
	else if (ok)
		ok = tq_rehearse_warm_up(&chosen, checks->warm_up, text, &sound, err);
	tq_chosen_fini(&chosen);
	if (ok && !sound)
		return tq_fail(err, TQ_NO, checks->look_ahead ? "the strategy looks ahead" :
			       "a value depends on more history than there is, "
			       "or is null with all of it");
	return ok;
}

bool
tq_checks_answer(const struct tq_checks *checks, const struct tq_choice *choice,
		 const struct tq_desk_options *options, const struct tq_run *run,
		 struct tq_buf *text, struct tq_err *err)
{
	if (checks->files + (checks->look_ahead != NULL) + (checks->warm_up != NULL) > 1)
		return tq_fail(err, TQ_USAGE, "--check, --look-ahead-check, --warm-up-check: one "
			       "of them");
	return checks->files ? check_files(run, text, err) :
			       rehearse(checks, choice, options, text, err);
}

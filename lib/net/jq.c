/* SPDX-License-Identifier: ISC */
#include "net/jq.h"

#include "base/mem.h"

#include <jq.h>
#include <stdlib.h>

struct tq_jq {
	jq_state *state;
	char *path;
	struct tq_buf said;      /* by libjq while it compiles, a message a line */
};

#define NOT(name) "def " name ":error(\"" name " is not for providers\");"

/*
 * Stands before the text on its first line, so that lines keep their numbers.
 * A variable bound here hides libjq's own $ENV, and makes include and import,
 * which must come first in a program, errors of syntax.
 */
static const char prelude[] =
	"{} as $ENV|" NOT("env") NOT("input") NOT("inputs") NOT("debug") NOT("stderr")
	NOT("input_filename") NOT("input_line_number") NOT("now") NOT("localtime")
	NOT("strflocaltime(f)") NOT("halt") NOT("halt_error") NOT("halt_error(f)")
	NOT("get_search_list") NOT("modulemeta")
	/* The decimal text of digits and a place of the point, 1 <= point <= digits. */
	"def _zeros($n):[range($n)|\"0\"]|add//\"\";"
	"def _place($point):(.[:$point]|sub(\"^0+(?=[0-9])\";\"\"))+"
	"(if length>$point then \".\"+.[$point:] else \"\" end);"
	"def shift($n):tostring|if test(\"^-?[0-9]+([.][0-9]+)?$\") then . else "
	"error(\"shift: no decimal: \"+.) end|"
	"(if .[:1]==\"-\" then [\"-\",.[1:]] else [\"\",.] end)"
	" as [$sign,$t]|($t|split(\".\")) as $p|(($p[0]|length)+$n) as $point|"
	"(_zeros([1-$point,0]|max)+$p[0]+($p[1]//\"\")) as $d|([$point,1]|max) as $at|"
	"$sign+($d+_zeros([$at-($d|length),0]|max)|_place($at));"
	"def _places:split(\".\")[1]//\"\"|length;"
	"def _whole:tonumber|if fabs<9007199254740992 then . else "
	"error(\"minus: more than 15 digits\") end;"
	"def minus($b):tostring as $a|($b|tostring) as $c|([($a|_places),($c|_places)]|max) as $n|"
	"($a|shift($n)|_whole)-($c|shift($n)|_whole)|_whole|tostring|shift(-$n);"
	/* libjq aborts where gmtime(3) fails: only years 0000 to 9999 reach it. */
	"def _date:if type!=\"number\" or (.>=-62167219200 and .<253402300800) then . else "
	"error(\"no time: \"+(tojson|.[:60])) end;"
	"def _gmtime:gmtime;def gmtime:_date|_gmtime;"
	"def _todate:todate;def todate:_date|_todate;def todateiso8601:todate;def date:todate;"
	"def _strftime($f):strftime($f);def strftime($f):_date|_strftime($f);"
	"def iso:(./1000|floor|todate) as $t|(.%1000) as $ms|if $ms==0 then $t else "
	"$t[:-1]+\".\"+(\"00\\($ms)\"|.[-3:])+\"Z\" end;"
	"def need($t):if type==$t then . else error(\"no \"+$t+\" but \"+(tojson|.[:60])) end;"
	"def archive:null;";

static const char *const names[] = {"provider", "symbol", "request", "parse", "archive"};

static const char dispatcher[] =
	"\n. as [$tq_def,$tq_input]|$tq_input|if $tq_def==0 then provider elif $tq_def==1 "
	"then symbol elif $tq_def==2 then request elif $tq_def==3 then parse else archive end";

/* libjq would end the program with a message of its own. */
static void
no_memory(void *unused)
{
	(void)unused;
	tq_no_memory();
}

static void
keep_message(void *to, jv message)
{
	struct tq_buf *said = to;
	jv text = jq_format_error(message);

	if (jv_get_kind(text) == JV_KIND_STRING) {
		tq_buf_puts(said, jv_string_value(text));
		tq_buf_puts(said, "\n");
	}
	jv_free(text);
}

/* "jq: error: WHAT (...) at <top-level>, line N:" as "PATH:N: WHAT". */
static bool
compile_fault(struct tq_jq *jq, struct tq_str text, struct tq_err *err)
{
	static const char lead[] = "jq: error: ", place[] = " at <top-level>, line ";
	const char *said = tq_buf_text(&jq->said);
	const char *what = strstr(said, lead), *at = what ? strstr(what, place) : NULL;
	const char *aside = what ? strstr(what, " (Unix shell") : NULL;
	unsigned long line = at ? strtoul(at + strlen(place), NULL, 10) : 0;
	unsigned long lines = 1;

	if (!at)
		return tq_fail(err, TQ_USAGE, "%s: libjq: %.200s", jq->path, said);
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	what += strlen(lead);
	if (aside > what && aside < at)
		at = aside;
	if (line == 0 || line > lines)
		return tq_fail(err, TQ_USAGE, "%s: %s%.*s", jq->path,
			       strncmp(what, "syntax", 6) == 0 ? "behind its last line: " : "",
			       (int)(at - what), what);
	return tq_fail(err, TQ_USAGE, "%s:%lu: %.*s", jq->path, line, (int)(at - what), what);
}

struct tq_jq *
tq_jq_compile(const char *path, struct tq_str text, struct tq_err *err)
{
	struct tq_jq *jq = tq_alloc(1, sizeof(*jq));
	struct tq_buf program = {0};
	bool ok;

	jq->path = tq_str_dup(tq_str(path));
	jv_nomem_handler(no_memory, NULL);
	jq->state = jq_init();
	if (!jq->state)
		tq_no_memory();
	/* jq_compile and jq_start put the state's own handler in the place of the one above. */
	jq_set_nomem_handler(jq->state, no_memory, NULL);
	jq_set_error_cb(jq->state, keep_message, &jq->said);
	tq_buf_puts(&program, prelude);
	tq_buf_put(&program, text.p, text.n);
	tq_buf_puts(&program, dispatcher);
	if (memchr(text.p ? text.p : "", '\0', text.n)) {
		ok = tq_fail(err, TQ_USAGE, "%s: NUL in it", path);
	} else {
		ok = jq_compile(jq->state, tq_buf_text(&program)) ||
		     compile_fault(jq, text, err);
	}
	tq_buf_fini(&program);
	if (ok)
		return jq;
	tq_jq_free(jq);
	return NULL;
}

void
tq_jq_free(struct tq_jq *jq)
{
	if (!jq)
		return;
	jq_teardown(&jq->state);
	tq_buf_fini(&jq->said);
	free(jq->path);
	free(jq);
}

/* What error(...) was given. */
static bool
raised(struct tq_jq *jq, enum tq_jq_def def, jv result, struct tq_err *err)
{
	jv message = jv_invalid_get_msg(result);
	struct tq_buf text = {0};

	if (jv_get_kind(message) == JV_KIND_STRING)
		tq_buf_puts(&text, jv_string_value(message));
	else
		tq_jq_dump(jv_copy(message), &text);
	jv_free(message);
	tq_fail(err, TQ_USAGE, "%s: %s: %.300s", jq->path, names[def], tq_buf_text(&text));
	tq_buf_fini(&text);
	return false;
}

bool
tq_jq_run(struct tq_jq *jq, enum tq_jq_def def, jv input, jv *out, struct tq_err *err)
{
	jv call = jv_array_append(jv_array(), jv_number((double)def));
	jv first, more;

	*out = jv_invalid();
	jq_start(jq->state, jv_array_append(call, input), 0);
	first = jq_next(jq->state);
	if (!jv_is_valid(first)) {
		if (jv_invalid_has_msg(jv_copy(first)))
			return raised(jq, def, first, err);
		jv_free(first);
		return tq_fail(err, TQ_USAGE, "%s: %s: gives no value", jq->path, names[def]);
	}
	more = jq_next(jq->state);
	if (!jv_is_valid(more) && !jv_invalid_has_msg(jv_copy(more))) {
		jv_free(more);
		*out = first;
		return true;
	}
	jv_free(first);
	if (!jv_is_valid(more))
		return raised(jq, def, more, err);
	jv_free(more);
	return tq_fail(err, TQ_USAGE, "%s: %s: gives more than one value", jq->path, names[def]);
}

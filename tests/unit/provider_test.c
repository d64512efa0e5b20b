/* SPDX-License-Identifier: ISC */
/* X.7: numbers as strings, parts of addresses, jq programs and decimal text in jq. */
#include "net/jq.h"
#include "net/quote.h"
#include "net/url.h"

#include "t.h"

#include "record/reader.h"

#include <stdlib.h>

static const char frame[] = "def provider: .;\ndef request: .;\ndef parse: .;\ndef symbol: ";

static void
quoted(const char *json, const char *want)
{
	struct tq_buf out = {0};

	tq_json_quote(tq_str(json), &out);
	IS_STR(tq_buf_text(&out), want, json);
	tq_buf_fini(&out);
}

static void
test_quote(void)
{
	quoted("", "");
	quoted("1", "\"1\"");
	quoted("-0.10e+5", "\"-0.10e+5\"");
	quoted("[1,2.50,\"3\"]", "[\"1\",\"2.50\",\"3\"]");
	quoted("{\"a1\":-1,\"b\":[0,true,null]}", "{\"a1\":\"-1\",\"b\":[\"0\",true,null]}");
	quoted("[\"a\\\"1\",1]", "[\"a\\\"1\",\"1\"]");
	quoted("[\"a\\\\\",1]", "[\"a\\\\\",\"1\"]");
	quoted("[ 1 , 2\n]", "[ \"1\" , \"2\"\n]");
	quoted("233609399886793640276241855183827597433285444335921115355694780558908",
	       "\"233609399886793640276241855183827597433285444335921115355694780558908\"");
}

static void
part(const char *text, const char *want)
{
	struct tq_buf out = {0};

	tq_url_part(tq_str(text), &out);
	IS_STR(tq_buf_text(&out), want, text);
	tq_buf_fini(&out);
}

static void
path(const char *text, const char *want)
{
	struct tq_buf out = {0};
	bool ok = tq_url_path(tq_str(text), &out);

	IS_STR(ok ? tq_buf_text(&out) : NULL, want, text);
	tq_buf_fini(&out);
}

static void
test_url(void)
{
	part("AZaz09-._~", "AZaz09-._~");
	part("[\"A\",\"B\"]", "%5B%22A%22%2C%22B%22%5D");
	part("a b&c=d/e?f#g+h%", "a%20b%26c%3Dd%2Fe%3Ff%23g%2Bh%25");
	part("\xc3\xbc", "%C3%BC");
	part("..", "%2E%2E");
	part("a..", "a..");
	path("/api/v3/time", "/api/v3/time");
	path("/orders:by_id/%41", "/orders:by_id/%41");
	path("/a b?c#d\"", "/a%20b%3Fc%23d%22");
	path("api", NULL);
	path("/a/..", NULL);
	path("/../a", NULL);
	path("/a..b", "/a..b");
}

/* What the text of a definition makes of an input, as JSON; "!" and the fault otherwise. */
static void
gives(const char *text, const char *input, const char *want)
{
	struct tq_buf program = {0}, out = {0};
	struct tq_err err = {0};
	struct tq_jq *jq;
	jv result;

	tq_buf_printf(&program, "%s%s;\n", frame, text);
	jq = tq_jq_compile("x.jq", tq_buf_str(&program), &err);
	if (jq && tq_jq_run(jq, TQ_JQ_SYMBOL, jv_parse(input), &result, &err))
		tq_jq_dump(result, &out);
	else
		tq_buf_printf(&out, "!%s", err.text);
	IS_STR(tq_buf_text(&out), want, text);
	tq_jq_free(jq);
	tq_buf_fini(&program);
	tq_buf_fini(&out);
}

static void
test_decimals_in_jq(void)
{
	gives("map(shift(-2))", "[\"8\",\"0\",\"123\",\"-5\",\"1.5\",\"100\"]",
	      "[\"0.08\",\"0.00\",\"1.23\",\"-0.05\",\"0.015\",\"1.00\"]");
	gives("map(shift(3))", "[\"0.08\",\"1.2345\",\"0\",\"-0.0001\"]",
	      "[\"80\",\"1234.5\",\"0\",\"-0.1\"]");
	gives("map(shift(0))", "[\"0.10\",\"-7\"]", "[\"0.10\",\"-7\"]");
	gives("shift(1)", "\"1e5\"", "!x.jq: symbol: shift: no decimal: 1e5");
	gives("map(. as [$a,$b]|$a|minus($b))",
	      "[[\"1\",\"0.08\"],[\"1\",\"0.9200\"],[\"0.1\",\"0.3\"],[\"5\",\"5.0\"]]",
	      "[\"0.92\",\"0.0800\",\"-0.2\",\"0.0\"]");
	gives("minus(\"1\")", "\"12345678901234567.5\"",
	      "!x.jq: symbol: minus: more than 15 digits");
	gives("map(iso)", "[0,1704067200000,1704067200001,1704067200120]",
	      "[\"1970-01-01T00:00:00Z\",\"2024-01-01T00:00:00Z\",\"2024-01-01T00:00:00.001Z\","
	      "\"2024-01-01T00:00:00.120Z\"]");
	gives("tonumber|iso", "\"1e400\"", "!x.jq: symbol: no time: 1.7976931348623157e+308");
	gives("tonumber|todate", "\"nan\"", "!x.jq: symbol: no time: null");
	gives("strftime(\"%Y\")", "253402300800", "!x.jq: symbol: no time: 253402300800");
	gives("map(gmtime|.[0])", "[253402300799,-62167219200]", "[9999,0]");
	gives("gmtime|strftime(\"%Y\")", "0", "\"1970\"");
	gives("need(\"array\")", "[]", "[]");
	gives("need(\"array\")", "{}", "!x.jq: symbol: no array but {}");
}

static void
test_walls(void)
{
	gives("$ENV", "1", "{}");
	gives("env", "1", "!x.jq: symbol: env is not for providers");
	gives("[inputs]", "1", "!x.jq: symbol: inputs is not for providers");
	gives("now", "1", "!x.jq: symbol: now is not for providers");
	gives("halt_error(1)", "1", "!x.jq: symbol: halt_error(f) is not for providers");
	gives("debug", "1", "!x.jq: symbol: debug is not for providers");
	gives("1,2", "1", "!x.jq: symbol: gives more than one value");
	gives("1,error(\"late\")", "1", "!x.jq: symbol: late");
	gives("empty", "1", "!x.jq: symbol: gives no value");
	gives("error({a:1})", "1", "!x.jq: symbol: {\"a\":1}");
	gives("halt(1)", "1", "!x.jq:4: halt/1 is not defined");
	gives("1) + (2", "1", "!x.jq:4: syntax error, unexpected INVALID_CHARACTER");
	gives("1 #", "1", "!x.jq: behind its last line: syntax error, unexpected as, expecting "
			  "FORMAT or QQSTRING_START");
}

/* The text as libjq has it behind the strict reader. */
static void
reads(const char *json, const char *want)
{
	struct tq_err err = {0};
	struct tq_buf out = {0};
	jv value;

	if (tq_jq_read(tq_str(json), &value, &err))
		tq_jq_dump(value, &out);
	else
		tq_buf_printf(&out, "!%s", err.text);
	IS_STR(tq_buf_text(&out), want, json);
	tq_buf_fini(&out);
}

static void
test_read(void)
{
	struct tq_buf deep = {0};
	struct tq_err err;
	jv value;

	reads("{\"p\":100000000000000000001,\"q\":0.10000000000000000001}",
	      "{\"p\":\"100000000000000000001\",\"q\":\"0.10000000000000000001\"}");
	reads("[01]", "!byte 2: number with a leading zero");
	reads("[NaN]", "!byte 2: not a value");
	reads("[1]x", "!byte 4: something behind the value");
	reads("", "!byte 1: not a value");
	reads("{\"a\":[1,2", "!byte 10: record is cut off");
	for (int i = 0; i < 200; i++)
		tq_buf_puts(&deep, "[");
	OK(!tq_jq_read(tq_buf_str(&deep), &value, &err), "X.7 depth is bounded");
	tq_buf_fini(&deep);
}

static void
whole(jv value, const char *want)
{
	char text[32];
	int64_t n;

	snprintf(text, sizeof(text), "%lld", tq_jq_whole(value, &n) ? (long long)n : -1);
	IS_STR(text, want, "whole number");
}

static void
test_whole(void)
{
	whole(jv_number(1704067200000), "1704067200000");
	whole(jv_number(0.5), "-1");
	whole(jv_number(1e300), "-1");
	whole(jv_number(9007199254740992.0), "-1");
	whole(jv_string("123456789012345678"), "123456789012345678");
	whole(jv_string("1234567890123456789"), "-1");
	whole(jv_string("1.0"), "-1");
	whole(jv_string(""), "-1");
	whole(jv_true(), "-1");
}

int
main(void)
{
	test_quote();
	test_url();
	test_decimals_in_jq();
	test_walls();
	test_read();
	test_whole();
	return t_done();
}

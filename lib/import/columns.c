/* SPDX-License-Identifier: ISC */
#include "import/columns.h"

#include "base/buf.h"
#include "record/field.h"

#include <stdio.h>

#define BIT(made) (1u << TQ_MADE_##made)
#define ALL (BIT(BAR) | BIT(PRICE) | BIT(TICK) | BIT(QUOTE) | BIT(FUNDING))

static const struct tq_col_info infos[TQ_COLS] = {
	{"time", TQ_F_time, ALL, ALL, 't',
	 "time date datetime timestamp opentime datetimeutc dateutc timeutc gmttime localtime "
	 "transacttime tradetime fundingtime calctime timestampms unix unixtimestamp epoch"},
	{"symbol", TQ_F_symbol, ALL, ALL, 's', "symbol ticker pair instrument tic"},
	{"open", TQ_F_open, BIT(BAR), BIT(BAR), 'p', "open o openprice priceopen"},
	{"high", TQ_F_high, BIT(BAR), BIT(BAR), 'p', "high h highprice pricehigh"},
	{"low", TQ_F_low, BIT(BAR), BIT(BAR), 'p', "low l lowprice pricelow"},
	{"close", TQ_F_close, BIT(BAR), BIT(BAR), 'p', "close c closeprice priceclose"},
	{"volume", TQ_F_volume, BIT(BAR), BIT(BAR), 'n', "volume vol v basevolume tickvolume"},
	{"quote_volume", TQ_F_quote_volume, 0, BIT(BAR), 'n', "quotevolume quoteassetvolume"},
	{"trades", TQ_F_trades, 0, BIT(BAR), 'n', "trades numberoftrades tradecount count"},
	/* Of shares; only where --columns names them. */
	{"taker_buy_volume", TQ_F_taker_buy_volume, 0, BIT(BAR), 'n', "takerbuyvolume"},
	{"adj_close", TQ_F_adj_close, 0, BIT(BAR), 'p', ""},
	{"dividend", TQ_F_dividend, 0, BIT(BAR), 'c', ""},
	{"split", TQ_F_split, 0, BIT(BAR), 'x', ""},
	{"capital_gains", TQ_F_capital_gains, 0, BIT(BAR), 'c', ""},
	{"price", TQ_F_price, BIT(PRICE) | BIT(TICK), BIT(PRICE) | BIT(TICK), 'p',
	 "price p close c value"},
	{"qty", TQ_F_qty, BIT(TICK), BIT(TICK), 'n', "qty quantity amount size q"},
	{"side", TQ_F_side, 0, BIT(TICK), 'd', "side takerside"},
	{"buyer_maker", TQ_F_side, 0, BIT(TICK), 'm', "isbuyermaker buyermaker"},
	{"id", TQ_F_id, 0, BIT(TICK), 's', "id tradeid aggtradeid tid"},
	{"bid", TQ_F_bid, BIT(QUOTE), BIT(QUOTE), 'p', "bid bidprice"},
	{"ask", TQ_F_ask, BIT(QUOTE), BIT(QUOTE), 'p', "ask askprice"},
	{"bid_qty", TQ_F_bid_qty, 0, BIT(QUOTE), 'n', "bidqty bidsize bidquantity bidvolume"},
	{"ask_qty", TQ_F_ask_qty, 0, BIT(QUOTE), 'n', "askqty asksize askquantity askvolume"},
	{"rate", TQ_F_rate, BIT(FUNDING), BIT(FUNDING), 'n', "rate fundingrate lastfundingrate"},
	{"mark_price", TQ_F_mark_price, 0, BIT(FUNDING), 'p', "markprice"},
};

const struct tq_col_info *
tq_col_info(enum tq_col col)
{
	return &infos[col];
}

static int
find_col(struct tq_str name)
{
	for (int c = 0; c < TQ_COLS; c++)
		if (tq_str_is(name, infos[c].name))
			return c;
	return -1;
}

static bool
unknown_field(struct tq_str name, struct tq_err *err)
{
	struct tq_buf names = {0};

	for (int c = 0; c < TQ_COLS; c++)
		tq_buf_printf(&names, "%s%s", c ? ", " : "", infos[c].name);
	tq_fail(err, TQ_USAGE, "unknown field '%.*s' (known: %s)", TQ_STR_ARG(name),
		tq_buf_text(&names));
	tq_buf_fini(&names);
	return false;
}

static bool
spec_name(struct tq_col_spec *spec, struct tq_str field, struct tq_str header, struct tq_err *err)
{
	int c = find_col(field);
	const char *plus = c == TQ_COL_TIME ? memchr(header.p, '+', header.n) : NULL;

	if (c < 0)
		return unknown_field(field, err);
	if (spec->name[c].p)
		return tq_fail(err, TQ_USAGE, "field '%s' is given twice", infos[c].name);
	if (plus) {
		spec->time2 = (struct tq_str){plus + 1, header.n - (size_t)(plus + 1 - header.p)};
		header.n = (size_t)(plus - header.p);
	}
	spec->name[c] = header;
	return true;
}

static bool
spec_place(struct tq_col_spec *spec, struct tq_str field, struct tq_err *err)
{
	if (spec->places == sizeof(spec->place) / sizeof(spec->place[0]))
		return tq_fail(err, TQ_USAGE, "more than %zu columns by position", spec->places);
	if (!tq_str_is(field, "-") && find_col(field) < 0)
		return unknown_field(field, err);
	for (size_t i = 0; i < spec->places; i++)
		if (tq_str_eq(spec->place[i], field) && !tq_str_is(field, "-"))
			return tq_fail(err, TQ_USAGE, "field '%.*s' is given twice",
				       TQ_STR_ARG(field));
	spec->place[spec->places++] = field;
	return true;
}

bool
tq_col_spec_parse(const char *text, struct tq_col_spec *spec, struct tq_err *err)
{
	bool names = false;

	*spec = (struct tq_col_spec){0};
	for (const char *p = text; p; p = *p ? p + 1 : NULL) {
		size_t n = strcspn(p, ",");
		const char *equals = memchr(p, '=', n);
		size_t left = equals ? (size_t)(equals - p) : n;
		struct tq_str field = {p, left};
		bool ok;

		if (equals)
			ok = spec_name(spec, field, (struct tq_str){equals + 1, n - left - 1}, err);
		else
			ok = spec_place(spec, field, err);
		if (!ok)
			return false;
		names |= equals != NULL;
		p += n;
		if (!*p)
			break;
	}
	if (names && spec->places > 0)
		return tq_fail(err, TQ_USAGE, "either all columns by name (time=Date) or all by "
					      "position (time,open,...)");
	return true;
}

/* Letters and digits in lower case: "Open Time" and "open_time" are one. */
static size_t
plain(struct tq_str header, char out[64])
{
	size_t n = 0;

	for (size_t i = 0; i < header.n && n < 63; i++) {
		char c = header.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80))
			out[n++] = c;
	}
	out[n] = '\0';
	return n;
}

static bool
is_known(enum tq_col col, struct tq_str header)
{
	char text[64];
	size_t n = plain(header, text);

	for (const char *p = infos[col].headers; n > 0 && p; p = strchr(p, ' ')) {
		p += *p == ' ';
		if (strncmp(p, text, n) == 0 && (p[n] == ' ' || p[n] == '\0'))
			return true;
	}
	return false;
}

/* The column that is called so: exactly, or else without case and punctuation. */
static int
find_header(struct tq_str want, const struct tq_str *cell, size_t n)
{
	char a[64], b[64];
	int found = -1;

	for (size_t i = 0; i < n; i++)
		if (tq_str_eq(cell[i], want))
			return (int)i;
	plain(want, a);
	for (size_t i = 0; i < n; i++) {
		plain(cell[i], b);
		if (a[0] && strcmp(a, b) == 0)
			found = found < 0 ? (int)i : -2;
	}
	return found;
}

size_t
tq_columns_known(const struct tq_col_spec *spec, enum tq_made made, const struct tq_str *cell,
		 size_t n)
{
	size_t known = 0;

	for (int c = 0; c < TQ_COLS; c++) {
		bool found = false;

		if (spec->name[c].n > 0)
			found = find_header(spec->name[c], cell, n) >= 0;
		else if (infos[c].taken >> made & 1)
			for (size_t i = 0; i < n && !found; i++)
				found = is_known((enum tq_col)c, cell[i]);
		known += found;
	}
	return known;
}

static void
list_headers(const struct tq_str *cell, size_t n, char out[160])
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < n && at < 150; i++)
		at += (size_t)snprintf(out + at, 160 - at, "%s%.*s", i ? "," : "",
				       cell[i].n < 40 ? (int)cell[i].n : 40, cell[i].p);
}

static bool
by_given_name(const struct tq_str *cell, size_t n, struct tq_str want, const char *field,
	      int *at, struct tq_err *err)
{
	char headers[160];

	list_headers(cell, n, headers);
	*at = find_header(want, cell, n);
	if (*at >= 0)
		return true;
	return tq_fail(err, TQ_USAGE, "--columns: %s=%.*s: %s among the columns %s", field,
		       TQ_STR_ARG(want), *at == -1 ? "not" : "more than once", headers);
}

static bool
two_columns(enum tq_col col, struct tq_str a, struct tq_str b, struct tq_err *err)
{
	const char *name = infos[col].name;

	return tq_fail(err, TQ_DATA, "columns '%.*s' and '%.*s' could both be the %s: pass "
				     "--columns %s=NAME%s", TQ_STR_ARG(a), TQ_STR_ARG(b), name,
		       name, col == TQ_COL_TIME ? " (or time=DATE+TIME)" : "");
}

/* "volume" beside "volume_btc" is as likely the money that changed hands as the quantity. */
static bool
is_rival(enum tq_col col, struct tq_str header)
{
	char text[64];

	if (is_known(col, header))
		return true;
	plain(header, text);
	return col == TQ_COL_VOLUME && strncmp(text, "volume", 6) == 0;
}

static bool
by_known_name(const struct tq_str *cell, size_t n, enum tq_col col, const struct tq_columns *got,
	      int *at, struct tq_err *err)
{
	*at = -1;
	for (size_t i = 0; i < n; i++)
		if (is_known(col, cell[i])) {
			*at = (int)i;
			break;
		}
	for (size_t i = 0; i < n && *at >= 0; i++) {
		bool other = (int)i != *at && (int)i != got->at[TQ_COL_QUOTE_VOLUME];

		if (other && is_rival(col, cell[i]))
			return two_columns(col, cell[*at], cell[i], err);
	}
	return true;
}

static bool
missing(enum tq_made made, const struct tq_columns *columns, unsigned lacking, const char *what,
	struct tq_err *err)
{
	struct tq_buf names = {0};
	unsigned gone = 0;

	for (int c = 0; c < TQ_COLS; c++)
		if ((infos[c].needed >> made & 1) && columns->at[c] < 0 && !(lacking >> c & 1)) {
			tq_buf_printf(&names, "%s%s", gone ? ", " : "", infos[c].name);
			gone |= 1u << c;
		}
	if (!gone)
		return true;
	tq_fail(err, gone == 1u << TQ_COL_SYMBOL ? TQ_USAGE : TQ_DATA, "no column for %s%s%s%s",
		tq_buf_text(&names), what,
		gone == 1u << TQ_COL_SYMBOL   ? ": pass --symbol"
		: gone == 1u << TQ_COL_VOLUME ? ": pass --columns volume=NAME or --volume 0"
					      : ": name them with --columns",
		made == TQ_MADE_BAR && gone >> TQ_COL_OPEN & 1
			? "; --kind price reads a file that has one price only"
			: "");
	tq_buf_fini(&names);
	return false;
}

static void
none(struct tq_columns *columns)
{
	for (int c = 0; c < TQ_COLS; c++)
		columns->at[c] = -1;
	columns->time2 = -1;
	columns->width = 0;
	columns->from_header = false;
}

/* An index without a name, as pandas writes it, is the time if nothing else is. */
static void
unnamed_time(const struct tq_str *cell, size_t n, struct tq_columns *columns)
{
	if (n > 0 && columns->at[TQ_COL_TIME] < 0 && cell[0].n == 0)
		columns->at[TQ_COL_TIME] = 0;
}

bool
tq_columns_named(const struct tq_col_spec *spec, enum tq_made made, const struct tq_str *cell,
		 size_t n, unsigned lacking, struct tq_columns *columns, struct tq_err *err)
{
	char headers[160], what[200];

	none(columns);
	for (int c = 0; c < TQ_COLS; c++)
		if (spec->name[c].p && (infos[c].taken >> made & 1) &&
		    !by_given_name(cell, n, spec->name[c], infos[c].name, &columns->at[c], err))
			return false;
	if (spec->time2.n > 0 &&
	    !by_given_name(cell, n, spec->time2, "time", &columns->time2, err))
		return false;
	for (int c = 0; c < TQ_COLS; c++)
		if (!spec->name[c].p && (infos[c].taken >> made & 1) &&
		    !by_known_name(cell, n, (enum tq_col)c, columns, &columns->at[c], err))
			return false;
	unnamed_time(cell, n, columns);
	columns->width = n;
	columns->from_header = true;
	list_headers(cell, n, headers);
	snprintf(what, sizeof(what), " among %s", headers);
	return missing(made, columns, lacking, what, err);
}

bool
tq_columns_placed(const struct tq_col_spec *spec, enum tq_made made, unsigned lacking,
		  struct tq_columns *columns, struct tq_err *err)
{
	none(columns);
	for (size_t i = 0; i < spec->places; i++)
		if (!tq_str_is(spec->place[i], "-"))
			columns->at[find_col(spec->place[i])] = (int)i;
	columns->width = spec->places;
	return missing(made, columns, lacking, " in --columns", err);
}

# SPDX-License-Identifier: ISC
# Polymarket: Gamma (markets), CLOB (books and prices), the Data API (trades). Facts:
# docs.polymarket.com, ccxt's tests, NautilusTrader's recordings, py-clob-client issue 216.
# Unverified: how many trades the Data API gives at most, its offset's bound, asking Gamma for
# the market of a token, CLOB's /time.

def provider: {
  name: "polymarket", version: 1, title: "Polymarket: prediction markets",
  home: "https://docs.polymarket.com",
  bases: {clob: "https://clob.polymarket.com", gamma: "https://gamma-api.polymarket.com",
    data: "https://data-api.polymarket.com"},
  markets: ["clob"],
  limits: {clob: [{name: "requests", window: "10s", max: 9000}],
    gamma: [{name: "requests", window: "10s", max: 300}],
    data: [{name: "requests", window: "10s", max: 200}]},
  kinds: {
    price: {paging: "window", span: "15d",
      intervals: ["1m", "5m", "15m", "30m", "1h", "4h", "6h", "12h", "1d"],
      note: "samples of the mid price; a resolved market has them only at 12h and 1d"},
    tick: {rows: 500, note: "the walk begins at the newest trade, whatever --until says"},
    quote: {},
    book: {note: "all levels"},
    instrument: {numbers: ["outcome_price"],
      note: "an outcome each, its symbol the token's id; without a symbol those of open markets"},
    time: {}
  }
};

# Each outcome of a market is a token, named by up to 78 digits. The market has a condition id and a
# name in words (slug), by which only its instruments are asked.
def symbol:
  .kind as $kind | .symbol
  | if test("^[0-9]{10,78}$") then {symbol: ., native: .}
    elif $kind == "instrument" and test("^(0x[0-9a-f]{64}|[a-z0-9]+(-[a-z0-9]+)*)$")
    then {symbol: ., native: .}
    elif $kind == "instrument"
    then {error: "a market is named by its slug, its condition id (0x...) or a token's id"}
    else {error: "a symbol is a token's id, 76 to 78 digits (--kind instrument SLUG has them)"} end;

# Gamma leaves closed markets out unless they are asked for.
def markets_with_token: {base: "gamma", path: "/markets", query: [["clob_token_ids", .native],
  ["closed", .cursor.closed // false]]};

def instruments:
  if .native == null
  then {base: "gamma", path: "/markets", query: [["limit", 500], ["offset", .cursor.offset // 0],
    ["closed", false], ["order", "id"], ["ascending", true]]}
  elif .native | startswith("0x") then {base: "clob", path: ["markets", .native]}
  elif .native | test("^[0-9]+$") then markets_with_token
  else {base: "gamma", path: ["markets", "slug", .native]} end;

def minutes: .interval_ms / 60000;

def request:
  if .kind == "price"
  then {base: "clob", path: "/prices-history", query: [["market", .native],
    ["startTs", (.from / 1000 | floor)], ["endTs", ((.to - 1) / 1000 | floor)],
    ["fidelity", .cursor.fidelity // minutes]]}
  elif .kind == "quote" or .kind == "book"
  then {base: "clob", path: "/book", query: [["token_id", .native]]}
  elif .kind == "instrument" then instruments
  elif .kind == "tick" and .cursor.market
  then {base: "data", path: "/trades", query: [["market", .cursor.market], ["limit", 500],
    ["offset", .cursor.offset]]}
  elif .kind == "tick" then markets_with_token
  else {base: "clob", path: "/time"} end;

# What an answer must have to be one.
def must(condition): if condition then . else error("what must be there is not") end;

# An empty history below 720 minutes is of a time without prices or of a resolved market: asking
# again at 720 tells which.
def prices($ask):
  if .history == [] and $ask.cursor == null and ($ask | minutes) < 720
  then {rows: [], next: {fidelity: 720}}
  elif .history != [] and $ask.cursor.fidelity
  then {error: {class: "refused",
    message: "a resolved market has its history at 12h and 1d only, not at \($ask.interval)"}}
  else {unit: "s", rows: (.history | map({time: .t, price: .p}))} end;

# The best price is the last one of a list, or it is not: nothing is taken from the order.
def book: must(.asset_id) | {time: .timestamp, bids: (.bids // [] | map([.price, .size])),
  asks: (.asks // [] | map([.price, .size]))};
def quote: must(.asset_id) | {time: .timestamp}
  + (.bids // [] | max_by(.price | tonumber) // {} | {bid: .price, bid_qty: .size})
  + (.asks // [] | min_by(.price | tonumber) // {} | {ask: .price, ask_qty: .size});

def tick: {time: .timestamp, price, qty: .size, side: (.side | ascii_downcase),
  id: .transactionHash};

# The market of a token is looked up first; then its trades are walked, newest first, and the
# market's other tokens' are passed over.
def ticks($ask):
  if $ask.cursor.market
  then {unit: "s", rows: map(select(.asset == $ask.native) | tick),
    next: (if length == 0 or (.[-1].timestamp | tonumber * 1000) < $ask.from then null
      else {market: $ask.cursor.market, offset: ($ask.cursor.offset + length)} end)}
  elif . != []
  then .[0] | must(.conditionId) | {rows: [], next: {market: .conditionId, offset: 0}}
  elif $ask.cursor == null then {rows: [], next: {closed: true}}
  else {error: {class: "refused", message: "no market has the token \($ask.native)"}} end;

# A list that Gamma writes as JSON text inside a string.
def inner: if type == "string" then fromjson else . // [] end;

def gamma_tokens: must(.conditionId)
  | (.clobTokenIds | inner) as $tokens | (.outcomes | inner) as $outcomes
  | (.outcomePrices | inner) as $prices
  | if $tokens != [] and ($tokens | length) != ($outcomes | length)
    then error("\(.slug) has \($outcomes | length) outcomes and \($tokens | length) tokens")
    else range($tokens | length) as $i
      | {symbol: $tokens[$i], outcome: $outcomes[$i], outcome_price: $prices[$i], question, slug,
        condition: .conditionId, tick_size: .orderPriceMinTickSize, min_qty: .orderMinSize,
        expiry: .endDate, active, finished: .closed, neg_risk: .negRisk} end;

def clob_tokens: . as $market | .tokens[] | select(.token_id != "")
  | {symbol: .token_id, outcome, outcome_price: .price, winner}
  + ($market | {question, slug: .market_slug, condition: .condition_id,
    tick_size: .minimum_tick_size, min_qty: .minimum_order_size, expiry: .end_date_iso, active,
    finished: .closed, neg_risk});

# Pages of the open markets go on until an empty one; a token's market is looked for among the
# closed ones too.
def tokens($ask):
  if type == "object"
  then {unit: "rfc3339", rows: [if has("tokens") then clob_tokens else gamma_tokens end]}
  elif $ask.native == null
  then {unit: "rfc3339", rows: map(gamma_tokens), next: (if . == [] then null
    else {offset: (($ask.cursor.offset // 0) + length)} end)}
  else {unit: "rfc3339", rows: map(gamma_tokens),
    next: (if . == [] and $ask.cursor == null then {closed: true} else null end)} end;

def failure($status): {message: .error} + if $status < 400 then {class: "refused"} else {} end;

def parse:
  .ask as $ask | .status as $status | .body
  | if type == "object" and (.error | type) == "string" then {error: failure($status)}
    elif $status >= 400 then null
    elif $ask.kind == "price" then prices($ask)
    elif $ask.kind == "book" then {unit: "ms", rows: [book]}
    elif $ask.kind == "quote" then {unit: "ms", rows: [quote]}
    elif $ask.kind == "tick" then must(type == "array") | ticks($ask)
    elif $ask.kind == "instrument" then tokens($ask)
    else {unit: "s", rows: [], now: (must(type == "string"))} end;

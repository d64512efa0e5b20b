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
    price: {paging: "window", intervals: ["1m", "5m", "15m", "30m", "1h", "4h", "6h", "12h", "1d"],
      span: "15d", note: "samples of the mid price; of a resolved market only 12h and 1d"},
    tick: {paging: "window", rows: 500, note: "the walk begins at the newest trade, whatever --until says"},
    quote: {},
    book: {note: "all levels"},
    instrument: {numbers: ["outcome_price"],
      note: "every outcome is one, its symbol the token's id; without a symbol those of open markets"},
    time: {}
  }
};

# Each outcome of a market is a token, named by up to 78 digits; a market has a condition id and a
# name in words (slug), which only instruments are asked by.
def symbol:
  .kind as $kind | .symbol
  | if test("^[0-9]{10,78}$") then {symbol: ., native: .}
    elif $kind == "instrument" and test("^(0x[0-9a-f]{64}|[a-z0-9]+(-[a-z0-9]+)+)$") then
      {symbol: ., native: .}
    else {error: (if $kind == "instrument" then "a market is a condition id (0x...), a slug or the id of a token"
    else "a symbol is the id of a token, a number of 76 to 78 digits (--kind instrument SLUG tells them)" end)} end;

def seconds: . / 1000 | floor;
def slow: 720;
def minutes: .interval_ms / 60000;

# Gamma leaves out closed markets unless it is told not to, so a token is looked for in both.
def of_token: {base: "gamma", path: "/markets", query: [["clob_token_ids", .native],
  ["closed", (if .cursor.closed then "true" else "false" end)]]};

def request:
  if .kind == "price" then {base: "clob", path: "/prices-history", query: [["market", .native],
    ["startTs", (.from | seconds)], ["endTs", (.to - 1 | seconds)],
    ["fidelity", .cursor.fidelity // minutes]]}
  elif .kind == "quote" or .kind == "book" then
    {base: "clob", path: "/book", query: [["token_id", .native]]}
  elif .kind == "tick" then if .cursor.market then {base: "data", path: "/trades",
      query: [["market", .cursor.market], ["limit", 500], ["offset", .cursor.offset]]}
    else of_token end
  elif .kind == "instrument" then
    if .native == null then {base: "gamma", path: "/markets", query: [["limit", 500],
      ["offset", .cursor.offset // 0], ["closed", "false"], ["order", "id"], ["ascending", "true"]]}
    elif .native | startswith("0x") then {base: "clob", path: ["markets", .native]}
    elif .native | test("^[0-9]+$") then of_token
    else {base: "gamma", path: ["markets", "slug", .native]} end
  else {base: "clob", path: "/time"} end;

# A list that Gamma writes as JSON text inside a string.
def inner: if type == "string" then fromjson else . // [] end;

def gamma_market:
  (.clobTokenIds | inner) as $tokens | (.outcomes | inner) as $outcomes | (.outcomePrices | inner) as $prices
  | if ($tokens | length) != 0 and ($tokens | length) != ($outcomes | length)
    then error("\($outcomes | length) outcomes, \($tokens | length) tokens in \(.slug)") else . end
  | range($tokens | length) as $i
  | {symbol: $tokens[$i], native: $tokens[$i], question, outcome: $outcomes[$i], outcome_price: $prices[$i],
    slug, condition: .conditionId, tick_size: .orderPriceMinTickSize, min_qty: .orderMinSize,
    expiry: .endDate, active, finished: .closed, neg_risk: .negRisk};

def clob_market: . as $market | .tokens[] | select(.token_id != "")
  | {symbol: .token_id, native: .token_id, outcome, outcome_price: .price, winner}
  + ($market | {question, slug: .market_slug, condition: .condition_id, tick_size: .minimum_tick_size,
    min_qty: .minimum_order_size, expiry: .end_date_iso, active, finished: .closed, neg_risk});

def best(f): if . == null or . == [] then {} else f end;

# An empty history below 720 minutes is either empty or of a resolved market: a second question
# with 720 tells which.
def prices($ask):
  if .history == [] and $ask.cursor == null and ($ask | minutes) < slow then
    {rows: [], next: {fidelity: slow}}
  elif .history != [] and $ask.cursor.fidelity then {error: {class: "refused",
    message: "a resolved market has its history only at 12h and 1d, not at \($ask.interval)"}}
  else {unit: "s", rows: (.history | map({time: .t, price: .p}))} end;

# First the market of the token is looked up, then its trades are walked, newest first, and those of
# its other tokens are passed over.
def ticks($ask):
  if $ask.cursor.market == null then
    if . != [] then {rows: [], next: {market: .[0].conditionId, offset: 0}}
    elif $ask.cursor == null then {rows: [], next: {closed: true}}
    else {error: {class: "refused", message: "no market has the token \($ask.native)"}} end
  else {unit: "s", rows: map(select(.asset == $ask.native)
    | {time: .timestamp, price, qty: .size, side: (.side | ascii_downcase), id: .transactionHash}),
    next: (if length == 0 or (.[-1].timestamp | tonumber * 1000) < $ask.from then null
      else {market: $ask.cursor.market, offset: ($ask.cursor.offset + length)} end)} end;

def instruments($ask):
  if type == "array" then {rows: map(gamma_market),
    next: (if $ask.native == null and length > 0 then {offset: (($ask.cursor.offset // 0) + length)}
      elif $ask.native and . == [] and $ask.cursor == null then {closed: true} else null end)}
  elif has("tokens") then {rows: [clob_market]}
  else {rows: [gamma_market]} end;

def parse:
  .ask as $ask | .status as $status | .body
  | if $status >= 400 or (type == "object" and has("error"))
    then if type == "object" and (.error | type) == "string"
    then {error: ({message: .error} + if $status >= 400 then {} else {class: "refused"} end)} else null end
    elif $ask.kind == "price" then prices($ask)
    elif $ask.kind == "book" then {unit: "ms", rows: [{time: .timestamp,
    bids: (.bids // [] | map([.price, .size])), asks: (.asks // [] | map([.price, .size]))}]}
    elif $ask.kind == "quote" then {unit: "ms", rows: [{time: .timestamp}
    + (.bids | best(max_by(.price | tonumber) | {bid: .price, bid_qty: .size}))
    + (.asks | best(min_by(.price | tonumber) | {ask: .price, ask_qty: .size}))]}
    elif $ask.kind == "tick" then ticks($ask)
    elif $ask.kind == "instrument" then instruments($ask)
    else {unit: "s", rows: [], now: .} end;

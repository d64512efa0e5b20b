# SPDX-License-Identifier: ISC
# Kalshi: event contracts that pay 1 USD. Facts: OpenAPI 3.13.0, docs.kalshi.com (limits), bodies
# recorded in January 2026 (cents beside *_dollars) and April 2026 (only *_dollars and *_fp).
# Unverified: 5000 candles a request, the series' name being the first part of a market's, the form
# of candles under /historical, that min_ts and max_ts of trades both count.

def provider: {
  name: "kalshi", version: 1, title: "Kalshi: event contracts",
  home: "https://docs.kalshi.com",
  bases: {rest: "https://api.elections.kalshi.com/trade-api/v2"},
  markets: ["events"],
  limits: {rest: [{name: "requests", window: "1s", max: 20}]},
  kinds: {
    bar: {rows: 5000, intervals: ["1m", "1h", "1d"], numbers: ["bid", "ask", "open_interest"],
      note: "of yes; without a trade a flat one at the last price, volume 0, \"synthetic\": true"},
    tick: {paging: "window", rows: 1000},
    quote: {note: "of yes"},
    book: {rows: 100, note: "of yes; its asks are the bids for no"},
    open_interest: {paging: "latest"},
    instrument: {rows: 1000, note: "without a symbol the open markets"},
    price: {note: "the last trade of yes"}
  }
};

def symbol:
  if .symbol | test("^[A-Z0-9][A-Z0-9.]*(-[A-Z0-9.]+)+$") then {symbol, native: .symbol}
  else {error: "a symbol is Kalshi's ticker of a market", like: "KXELONMARS-99"} end;

def seconds: . / 1000 | floor;
def series: .native | split("-")[0];

# Candles are named by their end, which counts in both bounds: those that open in [from, to).
def candles: [["start_ts", (.from + .interval_ms | seconds)], ["end_ts", (.to - 1 + .interval_ms | seconds)],
  ["period_interval", .interval_ms / 60000]];

def request:
  if .kind == "bar" then {query: candles, path: (if .cursor.settled
    then ["historical", "markets", .native, "candlesticks"]
    else ["series", series, "markets", .native, "candlesticks"] end)}
  elif .kind == "tick" then {path: "/markets/trades", query: [["ticker", .native], ["limit", 1000],
    ["min_ts", (.from | seconds)], ["max_ts", (.to - 1 | seconds)], ["cursor", .cursor.page]]}
  elif .kind == "book" then {path: ["markets", .native, "orderbook"], query: [["depth", .limit]]}
  elif .kind == "instrument" and .native == null then {path: "/markets",
    query: [["limit", 1000], ["status", "open"], ["cursor", .cursor.page]]}
  else {path: ["markets", .native]} end;

# Of the two generations of fields the text of dollars counts, then whole cents. Parts of null stay null.
def cents: if . == null then null else shift(-2) end;
def dollars($name): .[$name + "_dollars"] // (.[$name] | cents);
def count($name): .[$name + "_fp"] // .[$name];
# Nobody bids at 0, and an ask at 1 is nobody's either.
def offered: if . == null or test("^[01](\\.0*)?$") then null else . end;

# open, high, low and close are null where nothing was traded; then the last price before stands,
# and a market that never traded has no bar at all.
def bar($ask):
  (.price | dollars("close")) as $close | (.price | dollars("previous")) as $last
  | {time: ((.end_period_ts | tonumber) - $ask.interval_ms / 1000), volume: count("volume"),
    bid: (.yes_bid // {} | dollars("close") | offered), ask: (.yes_ask // {} | dollars("close") | offered),
    open_interest: count("open_interest")}
  + if $close then .price | {open: dollars("open"), high: dollars("high"), low: dollars("low"), close: $close}
    else {open: $last, high: $last, low: $last, close: $last, synthetic: true} end
  | select(.close);

def side($name): (.orderbook_fp // .orderbook) as $book
  | $book[$name + "_dollars"] // ($book[$name] // [] | map([(.[0] | cents), .[1]]));

def step: (.price_ranges // [] | map(.step) | min_by(tonumber)) // (.tick_size | cents);

def instrument: {symbol: .ticker, native: .ticker, title, event: .event_ticker, status, result,
  tick_size: step, lot_size: (if .fractional_trading_enabled then "0.01" else "1" end),
  contract_size: "1", expiry: .close_time};

def rows($ask):
  if $ask.kind == "bar" then .candlesticks | map(bar($ask))
  elif $ask.kind == "tick" then .trades | map({time: .created_time, price: dollars("yes_price"),
    qty: count("count"), side: {"yes": "buy", "no": "sell"}[.taker_side], id: .trade_id})
  elif $ask.kind == "book" then [. as $all | {bids: side("yes"),
    asks: (side("no") | map([(.[0] as $no | "1" | minus($no)), .[1]]))}]
  elif $ask.kind == "quote" then
    [.market | {bid: (dollars("yes_bid") | offered), ask: (dollars("yes_ask") | offered),
    bid_qty: .yes_bid_size_fp, ask_qty: .yes_ask_size_fp}
    | (if .bid then . else del(.bid_qty) end) | (if .ask then . else del(.ask_qty) end)]
  elif $ask.kind == "open_interest" then [.market | {qty: count("open_interest")}]
  elif $ask.kind == "price" then
    [.market | {price: (dollars("last_price") | offered)} | select(.price)]
  else (.markets // [.market]) | map(instrument) end;

def failure: (.error | objects) // . | {error: {code, message: (.message // .msg // "no message")}};

# Candles of a market that was settled long ago are in another place.
def parse:
  .ask as $ask | .status as $status | .body
  | if $status == 404 and $ask.kind == "bar" and $ask.cursor == null then
      {rows: [], next: {settled: true}}
    elif type != "object" then null
    elif $status >= 400 then failure
    elif has("error") then failure | .error.class = "refused"
    else {unit: "s", rows: rows($ask), next: (if (.cursor // "") != "" and $ask.kind != "book"
    then {page: .cursor} else null end)} end;

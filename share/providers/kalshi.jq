# SPDX-License-Identifier: ISC
# Kalshi: event contracts that pay 1 USD. Facts: OpenAPI 3.13.0, docs.kalshi.com (limits), bodies
# recorded in January 2026 (cents beside *_dollars) and April 2026 (only *_dollars and *_fp).
# Unverified: 5000 candles a request, the series' name being the first part of a market's, the form
# of candles under /historical, that min_ts and max_ts of trades both count.

def events: ["events"];
def provider: {
  name: "kalshi", version: 1, title: "Kalshi: event contracts",
  home: "https://docs.kalshi.com",
  bases: {rest: "https://api.elections.kalshi.com/trade-api/v2"},
  markets: ["events", "historical"],
  limits: {rest: [{name: "requests", window: "1s", max: 20}]},
  kinds: {
    bar: {rows: 5000, intervals: ["1m", "1h", "1d"], numbers: ["bid", "ask", "open_interest"],
      note: "of yes; without a trade one at the last price, volume 0, \"synthetic\": true"},
    tick: {markets: events, rows: 1000},
    quote: {markets: events, note: "of yes"},
    book: {markets: events, rows: 100, note: "of yes; its asks are the bids for no"},
    open_interest: {markets: events, paging: "latest"},
    instrument: {markets: events, rows: 1000, note: "without a symbol the open markets"},
    price: {markets: events, note: "the last trade of yes"}
  }
};

def symbol:
  if .symbol | test("^[A-Z0-9][A-Z0-9.]*(-[A-Z0-9.]+)+$") then {symbol, native: .symbol}
  else {error: "a symbol is Kalshi's ticker of a market", like: "KXELONMARS-99"} end;

def seconds: . / 1000 | floor;

# Candles are named by their end, which counts in both bounds: those that open in [from, to).
def candles: [["start_ts", (.from + .interval_ms | seconds)],
  ["end_ts", (.to - 1 + .interval_ms | seconds)], ["period_interval", .interval_ms / 60000]];

def series: .native | split("-")[0];

def request:
  if .kind == "bar"
  then {query: candles, path: (if .market == "historical"
    then ["historical", "markets", .native, "candlesticks"]
    else ["series", series, "markets", .native, "candlesticks"] end)}
  elif .kind == "tick"
  then {path: "/markets/trades", query: [["ticker", .native], ["limit", .limit],
    ["min_ts", (.from | seconds)], ["max_ts", (.to - 1 | seconds)], ["cursor", .cursor.page]]}
  elif .kind == "book"
  then {path: ["markets", .native, "orderbook"], query: [["depth", .limit]]}
  elif .kind == "instrument" and .native == null
  then {path: "/markets", query: [["limit", 1000], ["status", "open"], ["cursor", .cursor.page]]}
  else {path: ["markets", .native]} end;

# What an answer must have to be one.
def must(condition): if condition then . else error("what must be there is not") end;

# The text of dollars counts where there is one, else whole cents.
def cents: if . == null then null else shift(-2) end;
def dollars($name): .[$name + "_dollars"] // (.[$name] | cents);
def count($name): .[$name + "_fp"] // .[$name];

# Nobody bids at 0, and an ask at 1 (or 0) is nobody's.
def offered: if . == null or test("^[01](\\.0*)?$") then null else . end;

# What was traded, or where nothing was the price before; a market never traded has none.
def prices: dollars("close") as $close | dollars("previous") as $last
  | if $close
    then {open: dollars("open"), high: dollars("high"), low: dollars("low"), close: $close}
    elif $last then {open: $last, high: $last, low: $last, close: $last, synthetic: true}
    else empty end;

def bar($seconds): (.price | prices) + {
  time: ((.end_period_ts | tonumber) - $seconds), volume: count("volume"),
  bid: (.yes_bid // {} | dollars("close") | offered),
  ask: (.yes_ask // {} | dollars("close") | offered), open_interest: count("open_interest")
};

# What takes "no" at its price sells "yes" at the rest of the dollar.
def tick: {time: .created_time, price: dollars("yes_price"), qty: count("count"),
  side: {"yes": "buy", "no": "sell"}[.taker_side], id: .trade_id};

# There are bids only, for either side; a side that is empty is null.
def side($name): .[$name + "_dollars"] // (.[$name] // [] | map([(.[0] | cents), .[1]]));
def book: .orderbook_fp // .orderbook | must(.) | {bids: side("yes"),
  asks: (side("no") | map(.[0] as $no | [("1" | minus($no)), .[1]]))};

def quote: {bid: (dollars("yes_bid") | offered), ask: (dollars("yes_ask") | offered),
  bid_qty: .yes_bid_size_fp, ask_qty: .yes_ask_size_fp}
  | (if .bid then . else del(.bid_qty) end) | (if .ask then . else del(.ask_qty) end);

def instrument: must(.ticker) | {
  symbol: .ticker, native: .ticker, title, event: .event_ticker, status,
  result: (if .result == "" then null else .result end),
  tick_size: ((.price_ranges // [] | map(.step) | min_by(tonumber)) // (.tick_size | cents)),
  lot_size: (if .fractional_trading_enabled then "0.01" else "1" end),
  contract_size: "1", expiry: .close_time
};

def rows($kind):
  if $kind == "tick" then .trades | map(tick)
  elif $kind == "book" then [book]
  elif $kind == "quote" then [.market | must(.) | quote]
  elif $kind == "open_interest" then [.market | {qty: count("open_interest")}]
  elif $kind == "price"
  then [.market | must(.) | {price: (dollars("last_price") | offered)} | select(.price)]
  else (.markets // [.market]) | map(instrument) end;

def failure($status): (.error | objects) // . | {code, message: (.message // "no message")}
  + if $status < 400 then {class: "refused"} else {} end;

# Candles of a market that was settled long ago are elsewhere, which a 404 does not say.
def hint($ask; $status): if $status == 404 and $ask.kind == "bar" and $ask.market == "events"
  then .message += " (settled long ago? market historical)" else . end;

def parse:
  .ask as $ask | .status as $status | .body
  | if type != "object" then error("no object")
    elif $status >= 400 or has("error") then {error: (failure($status) | hint($ask; $status))}
    elif $ask.kind == "bar"
    then {unit: "s", rows: (.candlesticks | map(bar($ask.interval_ms / 1000)))}
    else {unit: "rfc3339", rows: rows($ask.kind),
      next: (if (.cursor // "") != "" then {page: .cursor} else null end)} end;

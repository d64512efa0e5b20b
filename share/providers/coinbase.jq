# SPDX-License-Identifier: ISC
# Coinbase: the Exchange API (market spot) and the public part of Advanced Trade (market advanced).
# Facts: docs.cdp.coinbase.com (candles, rate limits), ccxt's tests, NautilusTrader's recordings.
# Unverified: the cursor header of trades (CB-AFTER), the time in a book; of Advanced Trade
# FOUR_HOUR, the limit of 350 candles (300 are asked), ticker, book and list of products.

def provider: {
  name: "coinbase", version: 1, title: "Coinbase Exchange, Coinbase Advanced Trade",
  home: "https://docs.cdp.coinbase.com/exchange",
  bases: {spot: "https://api.exchange.coinbase.com", advanced: "https://api.coinbase.com"},
  markets: ["spot", "advanced"],
  limits: {spot: [{name: "requests", window: "1s", max: 10}],
    advanced: [{name: "requests", window: "1s", max: 10}]},
  kinds: {
    bar: {rows: 300, note: "an interval without trades has no bar",
      intervals: {spot: ["1m", "5m", "15m", "1h", "6h", "1d"],
        advanced: ["1m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "1d"]}},
    tick: {markets: ["spot"], paging: "window", rows: 1000,
      note: "the walk begins at the newest trade, whatever --until says"},
    quote: {},
    book: {note: "all levels"},
    instrument: {},
    price: {},
    time: {}
  }
};

# What somebody who writes btcusd or BTC/USD:USD may mean.
def guess: (ascii_upcase
  | capture("^(?<base>[A-Z0-9]{2,15}?)[-_/]?(?<quote>USDT|USDC|USD|EUR|GBP|BTC|ETH)(:.*)?$")
  | "\(.base)/\(.quote)") // "BTC/USD";

def symbol:
  .symbol as $text
  | (.symbol | capture("^(?<base>[A-Z0-9]+)[/-](?<quote>[A-Z0-9]+)$")) // null
  | if . then {symbol: "\(.base)/\(.quote)", native: "\(.base)-\(.quote)"}
    else {error: "a symbol is BASE/QUOTE, spot only", like: ($text | guess)} end;

def seconds: . / 1000 | floor;

# Both ends are said, since one alone is ignored, and both count, so the later one is a moment
# before the window's: a span of more than 300 candles is refused, not cut.
def request_spot: ["products", .native] as $product
  | if .kind == "bar"
    then {path: ($product + ["candles"]), query: [["granularity", .interval_ms / 1000],
      ["start", (.from | seconds * 1000 | iso)], ["end", (.to - 1 | seconds * 1000 | iso)]]}
    elif .kind == "tick"
    then {path: ($product + ["trades"]), query: [["limit", .limit], ["after", .cursor.after]]}
    elif .kind == "quote" then {path: ($product + ["book"]), query: [["level", 1]]}
    elif .kind == "book" then {path: ($product + ["book"]), query: [["level", 2]]}
    elif .kind == "price" then {path: ($product + ["ticker"])}
    elif .kind == "instrument" then {path: ($product | map(values))}
    else {path: "/time"} end;

def granularity: {"1m": "ONE_MINUTE", "5m": "FIVE_MINUTE", "15m": "FIFTEEN_MINUTE",
  "30m": "THIRTY_MINUTE", "1h": "ONE_HOUR", "2h": "TWO_HOUR", "4h": "FOUR_HOUR", "6h": "SIX_HOUR",
  "1d": "ONE_DAY"}[.];

def request_advanced: ["api", "v3", "brokerage", "market", "products", .native] as $product
  | if .kind == "bar"
    then {path: ($product + ["candles"]), query: [["start", (.from | seconds)],
      ["end", (.to - 1 | seconds)], ["granularity", (.interval | granularity)], ["limit", 300]]}
    elif .kind == "quote" or .kind == "book"
    then {path: "/api/v3/brokerage/market/product_book", query: [["product_id", .native],
      ["limit", (if .kind == "quote" then 1 else .limit end)]]}
    elif .kind == "price" then {path: ($product + ["ticker"]), query: [["limit", 1]]}
    elif .kind == "instrument" then {path: ($product | map(values))}
    else {path: "/api/v3/brokerage/time"} end;

# A request without a User-Agent would be refused; tq always sends one.
def request: if .market == "spot" then request_spot else request_advanced end;

# What an answer must have to be one.
def must(condition): if condition then . else error("what must be there is not") end;

def list: if type == "array" then . else [.] end;

# Low and high come first.
def bar: {time: .[0], low: .[1], high: .[2], open: .[3], close: .[4], volume: .[5]};
# The side of a trade is that of the maker; the taker's is the other one.
def taker: {"buy": "sell", "sell": "buy"}[.];
def tick: {time, price, qty: .size, side: (.side | taker), id: .trade_id};
def quote: {time, bid: .bids[0][0], ask: .asks[0][0], bid_qty: .bids[0][1], ask_qty: .asks[0][1]};
def book: {time, bids: (.bids | map(.[:2])), asks: (.asks | map(.[:2])), sequence};
def instrument: {symbol: (.id | sub("-"; "/")), native: .id, status,
  tick_size: .quote_increment, lot_size: .base_increment, min_notional: .min_market_funds};

def rows_spot($kind):
  if $kind == "bar" then {unit: "s", rows: (must(type == "array") | map(bar))}
  elif $kind == "tick" then {rows: (must(type == "array") | map(tick))}
  elif $kind == "quote" then {rows: [must(.bids) | quote]}
  elif $kind == "book" then {rows: [must(.bids) | book]}
  elif $kind == "price" then {rows: [must(.price) | {time, price}]}
  elif $kind == "instrument" then {rows: (list | map(instrument))}
  else {unit: "s", rows: [], now: (.epoch // error("no time"))} end;

def advanced_level: [.price, .size];
def advanced_instrument: {symbol: (.product_id | sub("-"; "/")), native: .product_id, status,
  tick_size: (.price_increment // .quote_increment), lot_size: .base_increment,
  min_qty: .base_min_size, min_notional: .quote_min_size};

def rows_advanced($kind):
  if $kind == "bar"
  then {unit: "s", rows: (.candles | map({time: .start, open, high, low, close, volume}))}
  elif $kind == "quote" or $kind == "book"
  then .pricebook | .bids |= map(advanced_level) | .asks |= map(advanced_level)
    | {rows: [if $kind == "quote" then quote else book end]}
  elif $kind == "price" then {rows: (.trades[:1] | map({time, price}))}
  elif $kind == "instrument" then {rows: (.products // . | list | map(advanced_instrument))}
  else {unit: "ms", rows: [], now: (.epochMillis // error("no time"))} end;

# Older trades follow while the oldest of this page is not before the window. Whole seconds will
# do: a page too many does no harm.
def next($ask; $after):
  if $ask.kind == "tick" and .rows != [] and $after
    and (.rows[-1].time | sub("\\.[0-9]+Z$"; "Z") | fromdate * 1000 + 999) >= $ask.from
  then {after: $after} else null end;

def failure($status): {message: (.message // .error)}
  + if $status < 400 then {class: "refused"} else {} end;

def parse:
  .ask as $ask | .headers["cb-after"] as $after | .status as $status | .body
  | if type == "object" and (has("message") or has("error")) then {error: failure($status)}
    elif $status >= 400 then null
    else (if $ask.market == "spot" then rows_spot($ask.kind) else rows_advanced($ask.kind) end)
      | {unit: "rfc3339"} + . + {next: next($ask; $after)} end;

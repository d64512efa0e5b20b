# SPDX-License-Identifier: ISC
# Alpaca market data: US stocks by IEX alone (market iex, the free feed), by all exchanges (market
# sip), and crypto. Facts: alpacahq/alpaca-docs @2080c5e, alpaca-trade-api-go @0bb5314, the page on
# rate limits. Unverified: 10000 rows a page, names of intervals, that sip is 15 minutes late on the
# free plan, the shapes of trades, quotes, books and assets.

def stocks: ["iex", "sip"];
def provider: {
  name: "alpaca", version: 1, title: "Alpaca: US stocks, crypto",
  home: "https://docs.alpaca.markets",
  bases: {data: "https://data.alpaca.markets", trading: "https://paper-api.alpaca.markets"},
  markets: ["iex", "sip", "crypto"],
  credentials: ["key_id", "secret"],
  limits: {data: [{name: "requests", window: "1m", max: 200}],
    trading: [{name: "requests", window: "1m", max: 200}]},
  kinds: {
    bar: {paging: "forward", rows: 10000, credentials: true,
      intervals: ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d",
        "1w", "1M"],
      note: "not adjusted for splits; days open at midnight in New York"},
    tick: {paging: "forward", rows: 10000, credentials: true},
    quote: {paging: "forward", rows: 10000, credentials: true},
    book: {markets: ["crypto"], credentials: true},
    instrument: {credentials: true},
    price: {credentials: true}
  }
};

def symbol:
  if .market == "crypto" then
    if .symbol | test("^[A-Z0-9]+/[A-Z]+$") then {symbol, native: .symbol}
    else {error: "a symbol is BASE/QUOTE", like: "BTC/USD"} end
  elif .symbol | test("^[A-Z]{1,6}(\\.[A-Z]{1,2})?$") then {symbol, native: .symbol}
  else {error: "a symbol is the ticker of a US stock (pairs: market crypto)", like: "AAPL"} end;

def timeframe: .[:-1] + {"m": "Min", "h": "Hour", "d": "Day", "w": "Week", "M": "Month"}[.[-1:]];

def list: {bar: "bars", tick: "trades", quote: "quotes", book: "orderbooks",
  price: "trades"}[.kind];
def latest: .kind == "price" or .kind == "book";
def path:
  if .market == "crypto" then "/v1beta3/crypto/us" + (if latest then "/latest/" else "/" end) + list
  else "/v2/stocks/" + list + (if latest then "/latest" else "" end) end;

def assets: {base: "trading", path: (["v2", "assets", .native] | map(values)),
  query: (if .native then []
    else [["status", "active"],
      ["asset_class", (if .market == "crypto" then "crypto" else "us_equity" end)]] end)};

# Both ends count, so that the later one is a moment before the window's.
def window:
  (if .kind == "bar" then [["timeframe", (.interval | timeframe)]] else [] end)
  + [["start", (.from | iso)], ["end", (.to - 1 | iso)], ["limit", .rows], ["sort", "asc"],
    ["page_token", .cursor.page]]
  + (if .kind == "bar" and .market != "crypto" then [["adjustment", "raw"]] else [] end);

def request: {headers: [["apca-api-key-id", "{key_id}"], ["apca-api-secret-key", "{secret}"]]}
  + if .kind == "instrument" then assets
    else {base: "data", path: path, query: ([["symbols", .native],
      ["feed", (if .market == "crypto" then null else .market end)]]
      + if latest then [] else window end)} end;

def bar: {time: .t, open: .o, high: .h, low: .l, close: .c, volume: .v, trades: .n};
def tick: {time: .t, price: .p, qty: .s, id: .i, side: {"B": "buy", "S": "sell"}[.tks // ""]};
# A side without an offer is sent as 0.
def quote: {time: .t, bid: .bp, ask: .ap, bid_qty: .bs, ask_qty: .as}
  | (if .bid == "0" then del(.bid, .bid_qty) else . end)
  | (if .ask == "0" then del(.ask, .ask_qty) else . end);
def book: {time: .t, bids: (.b | map([.p, .s])), asks: (.a | map([.p, .s]))};
def instrument: if .symbol then . else error("no symbol") end
  | {symbol, native: .symbol, name, status, exchange, tradable, fractionable, shortable,
  tick_size: .price_increment, lot_size: .min_trade_increment, min_qty: .min_order_size};

# What the answer has of the symbol: a list, or one row in answers about the latest.
def rows($ask): .[$ask | list] // {} | .[$ask.native] // []
  | if type == "array" then . else [.] end
  | if $ask.kind == "bar" then map(bar)
    elif $ask.kind == "tick" then map(tick)
    elif $ask.kind == "price" then map({time: .t, price: .p})
    elif $ask.kind == "quote" then map(quote)
    else map(book) end;

# A subscription that does not cover the data is no lack of a login.
def class($status):
  if $status == 403 and (.message // "" | test("subscription")) then "refused"
  elif $status == 401 or $status == 403 then "auth" else null end;

def wait($answer): $answer.headers["x-ratelimit-reset"] // ""
  | if $answer.status == 429 and test("^[0-9]{10}$")
    then [tonumber - ($answer.received / 1000 | floor), 0] | max else null end;

def parse:
  . as $answer | .ask as $ask | .body
  | if $answer.status >= 400
    then if type == "object"
      then {error: {class: class($answer.status), code, message, wait: wait($answer)}}
      else null end
    elif $ask.kind == "instrument"
    then {rows: (if type == "array" then map(instrument) else [instrument] end)}
    elif type != "object" or (has($ask | list) | not) then error("no rows")
    else {unit: "rfc3339", rows: rows($ask),
      next: (.next_page_token | if . then {page: .} else null end)} end;

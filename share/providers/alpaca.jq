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
      intervals: ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "1w", "1M"],
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

def timeframe: {"m": "Min", "h": "Hour", "d": "Day", "w": "Week", "M": "Month"} as $unit
  | .[:-1] + $unit[.[-1:]];
def rows_of: {bar: "bars", tick: "trades", quote: "quotes", book: "orderbooks", price: "trades"}[.kind];
def latest: .kind == "price" or .kind == "book";
def path: if .market == "crypto" then "/v1beta3/crypto/us/" + (if latest then "latest/" else "" end) + rows_of
  else "/v2/stocks/" + rows_of + (if latest then "/latest" else "" end) end;
def feed: if .market == "crypto" then null else .market end;

# The end counts, so it is a moment before the window's.
def request: {headers: [["apca-api-key-id", "{key_id}"], ["apca-api-secret-key", "{secret}"]]} + (
  if .kind == "instrument" then
    {base: "trading", path: ["v2", "assets", .native | select(.)], query: [
    ["status", (if .native then null else "active" end)],
    ["asset_class", (if .native then null elif .market == "crypto" then "crypto" else "us_equity" end)]]}
  elif latest then {base: "data", path: path, query: [["symbols", .native], ["feed", feed]]}
  else {base: "data", path: path, query: [["symbols", .native],
    ["timeframe", (if .kind == "bar" then .interval | timeframe else null end)],
    ["start", (.from | iso)], ["end", (.to - 1 | iso)], ["limit", 10000],
    ["adjustment", (if .kind == "bar" and .market != "crypto" then "raw" else null end)],
    ["feed", feed], ["sort", "asc"], ["page_token", .cursor.page]]} end);

# The rows of the symbol; a page may have none while it has those of others that were asked.
def of($ask): .[$ask | rows_of] // {} | .[$ask.native] // [] | if type == "array" then . else [.] end;

def row($ask):
  if $ask.kind == "bar" then
    {time: .t, open: .o, high: .h, low: .l, close: .c, volume: .v, trades: .n}
  elif $ask.kind == "tick" then {time: .t, price: .p, qty: .s, id: .i,
    side: (.tks | if . then {"B": "buy", "S": "sell"}[.] else null end)}
  elif $ask.kind == "price" then {time: .t, price: .p}
  elif $ask.kind == "quote" then {time: .t, bid: .bp, ask: .ap, bid_qty: .bs, ask_qty: .as}
    # Nobody's side is sent as 0.
    | (if .bid == "0" then del(.bid, .bid_qty) else . end) | (if .ask == "0" then del(.ask, .ask_qty) else . end)
  else {time: .t, bids: (.b | map([.p, .s])), asks: (.a | map([.p, .s]))} end;

def instruments: (if type == "array" then . else [.] end)
  | map({symbol, native: .symbol, name, status, exchange, tradable, fractionable, shortable,
    tick_size: .price_increment, lot_size: .min_trade_increment, min_qty: .min_order_size});

# A subscription that does not cover the data is no lack of a login.
def class($status): if $status == 403 and (.message // "" | test("subscription")) then "refused"
  elif $status == 401 or $status == 403 then "auth" else null end;

def reset($received): .["x-ratelimit-reset"] // "" | if test("^[0-9]{10}$")
  then [tonumber - ($received / 1000 | floor), 0] | max else null end;

def parse:
  .ask as $ask | .status as $status | .headers as $headers | .received as $received | .body
  | if $status >= 400 then
    if type == "object" then {error: {class: class($status), code: .code, message: .message,
      wait: (if $status == 429 then $headers | reset($received) else null end)}}
    else null end
    elif $ask.kind == "instrument" then {rows: instruments}
    elif type != "object" then {error: {class: "refused", message: "no answer of Alpaca"}}
    else {rows: (of($ask) | map(row($ask))),
    next: (.next_page_token | if . then {page: .} else null end)} end;

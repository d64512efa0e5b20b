# SPDX-License-Identifier: ISC
# OKX, public part of API v5. Facts: ccxt 4.5.84 okx.js, hummingbot's and NautilusTrader's
# recordings; the official pages were not at hand. Unverified: history-trades (type 2 pages by
# time, type 1 by trade id), liquidation-orders, how far back these and funding rates go, oiCcy and
# oiUsd, mark and index candles, 8h bars, the numbers of limits.

def contracts: ["swap", "futures"];
def intervals: ["1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d",
  "3d", "1w", "1M"];
def untraded: {rows: 100, intervals: intervals[1:], synthetic: true,
  note: "no price of trades: volume 0"};
def in_contracts: "but for spot quantities count contracts (contract_size of the instrument)";

def provider: {
  name: "okx", version: 1, title: "OKX: spot, swaps, futures, options",
  home: "https://www.okx.com/docs-v5/en/",
  bases: {rest: "https://www.okx.com"},
  markets: ["spot", "swap", "futures", "option"],
  limits: {rest: [{name: "requests", window: "2s", max: 20},
    {name: "funding", window: "2s", max: 10, apart: true}]},
  kinds: {
    bar: {rows: 100, intervals: intervals},
    mark_bar: (untraded + {markets: ["swap", "futures", "option"]}),
    index_bar: (untraded + {markets: ["spot"]}),
    tick: {paging: "window", rows: 100, past: "90d", note: in_contracts},
    quote: {note: in_contracts},
    book: {rows: 400, note: in_contracts},
    funding: {markets: ["swap"], rows: 100, span: "33d", past: "90d"},
    open_interest: {markets: ["swap", "futures", "option"], paging: "latest",
      note: "qty in the base coin, notional in USD"},
    liquidation: {markets: contracts, rows: 100, past: "7d", note: in_contracts},
    instrument: {note: "options: those of BTC/USD, or of the underlying of a symbol"},
    price: {},
    time: {}
  }
};

# What follows the coins in symbols of a market.
def rest: {spot: "^$", swap: "^$", futures: "^-[0-9]{6}$", option: "^-[0-9]{6}-[0-9.]+-[CP]$"};
def example: {spot: "BTC/USDT", swap: "BTC/USDT", futures: "BTC/USD-250627",
  option: "BTC/USD-250627-50000-C"};

# What somebody who writes btcusdt or BTC_USDT may mean.
def guess: (ascii_upcase
  | capture("^(?<base>[A-Z0-9]{2,15}?)[-_/]?(?<quote>USDT|USDC|USD|EUR|BTC|ETH)$")
  | "\(.base)/\(.quote)") // "BTC/USDT";

# BTC/USDT is BTC-USDT on spot and BTC-USDT-SWAP among swaps; OKX's own names are taken too.
def symbol:
  .market as $market | .symbol as $text
  | ($text | capture("^(?<base>[A-Z0-9]+)[/-](?<quote>[A-Z0-9]+)"
    + "(?<rest>-SWAP|(-[A-Z0-9.]+)*)(?<settle>:[A-Z0-9]+)?$")) // null
  | if . == null then {error: "a symbol is BASE/QUOTE", like: ($text | guess)}
    elif $market == "spot" and (.settle or .rest == "-SWAP")
    then {error: "\($text) is a contract, in market swap", like: "\(.base)/\(.quote)"}
    elif .settle and .settle[1:] != (if .quote == "USD" then .base else .quote end)
    then {error: "\(.base)/\(.quote) is not settled in \(.settle[1:])"}
    else (if $market == "swap" and .rest == "-SWAP" then .rest = "" else . end)
      | if .rest | test(rest[$market]) | not
        then {error: "no symbol of market \($market)", like: example[$market]}
        else {symbol: "\(.base)/\(.quote)\(.rest)",
          native: ("\(.base)-\(.quote)\(.rest)" + if $market == "swap" then "-SWAP" else "" end)}
        end
    end;

def listed: capture("^(?<base>[^-]+)-(?<quote>[^-]+)(?<rest>.*)$")
  | "\(.base)/\(.quote)" + if .rest == "-SWAP" then "" else .rest end;

# From six hours on the plain names are bars of Hong Kong's clock.
def bar_name: (.[:-1] | tonumber) as $n | .[-1:] as $unit
  | if $unit == "h" then "\($n)H" + (if $n >= 6 then "utc" else "" end)
    elif $unit == "d" or $unit == "w" then ascii_upcase + "utc"
    elif $unit == "M" then . + "utc" else . end;

# Both bounds are exclusive, and "after" is the later one.
def bounds: [["after", .cursor.before // .to], ["before", .from - 1], ["limit", .limit]];

# The newest 1440 bars are in one table, older ones in another.
def table: if .interval_ms and .now and .from > .now - 1400 * .interval_ms then ""
  else "history-" end;

def instruments: {spot: "SPOT", swap: "SWAP", futures: "FUTURES", option: "OPTION"}[.market];
def family: .native // "BTC-USD" | split("-")[:2] | join("-");

def path:
  if .kind == "bar" then "/market/\(table)candles"
  elif .kind == "mark_bar" then "/market/\(table)mark-price-candles"
  elif .kind == "index_bar" then "/market/\(table)index-candles"
  else {tick: "/market/history-trades", quote: "/market/ticker", price: "/market/ticker",
    book: "/market/books", funding: "/public/funding-rate-history",
    open_interest: "/public/open-interest", liquidation: "/public/liquidation-orders",
    instrument: "/public/instruments", time: "/public/time"}[.kind] end;

def query:
  if .kind | endswith("bar") then [["instId", .native], ["bar", (.interval | bar_name)]] + bounds
  elif .kind == "tick" then [["instId", .native]]
    + (if .cursor then [["type", 1], ["after", .cursor.id]] else [["type", 2], ["after", .to]] end)
    + [["limit", .limit]]
  elif .kind == "book" then [["instId", .native], ["sz", .limit]]
  elif .kind == "funding" then [["instId", .native]] + bounds
  elif .kind == "open_interest" then [["instType", instruments], ["instId", .native]]
  elif .kind == "liquidation"
  then [["instType", instruments], ["instFamily", family], ["state", "filled"]] + bounds
  elif .kind == "instrument"
  then [["instType", instruments], ["instId", .native],
    ["instFamily", (if .market == "option" then family else null end)]]
  elif .kind == "time" then []
  else [["instId", .native]] end;

def request: {path: ("/api/v5" + path), query: query,
  limits: (if .kind == "funding" then ["funding"] else ["requests"] end)};

# Old answers lack the column that says whether a bar is done.
def done($column): if .[$column] then {closed: (.[$column] == "1")} else {} end;
def prices: {time: .[0], open: .[1], high: .[2], low: .[3], close: .[4]};

# For contracts the sixth column counts them; their volume in the base coin is the seventh.
def bar($market): prices + done(8)
  + if $market == "spot" then {volume: .[5], quote_volume: (.[7] // .[6])}
    else {volume: .[6], quote_volume: .[7]} end;

def price_bar: prices + done(5);

def book: {time: .ts, bids: (.bids | map(.[:2])), asks: (.asks | map(.[:2])), sequence: .seqId};

# The settled rate where there is one: the other was only foreseen.
def rate: if (.realizedRate // "") != "" then .realizedRate else .fundingRate end;

def instrument: {
  symbol: (.instId | listed), native: .instId, status: .state,
  tick_size: .tickSz, lot_size: .lotSz, min_qty: .minSz, expiry: .expTime,
  contract_size: (if .ctMult == "" or .ctMult == "1" then .ctVal else null end)
};

def rows($ask):
  $ask.kind as $kind
  | if $kind == "bar" then map(bar($ask.market))
    elif $kind | endswith("bar") then map(price_bar)
    elif $kind == "tick" then map({time: .ts, price: .px, qty: .sz, side, id: .tradeId})
    elif $kind == "quote"
    then map({time: .ts, bid: .bidPx, ask: .askPx, bid_qty: .bidSz, ask_qty: .askSz})
    elif $kind == "price" then map({time: .ts, price: .last})
    elif $kind == "book" then map(book)
    elif $kind == "funding" then map({time: .fundingTime, rate: rate})
    elif $kind == "open_interest" then map({time: .ts, qty: .oiCcy, notional: .oiUsd})
    elif $kind == "liquidation" then map(select(.instId == $ask.native) | .details[]
      | {time: .ts, side, price: .bkPx, qty: .sz})
    elif $kind == "instrument" then map(instrument)
    else [] end;

# Newest first: what is left of a window lies before the oldest row. How many rows a full page has
# is not certain, so only an empty page or the window's first row is its end.
def next($ask):
  def oldest(time): map(time | tonumber) | min;
  def before($t; $step): if $t - $step < $ask.from then null else {before: $t} end;
  if length == 0 then null
  elif $ask.kind == "tick" then if oldest(.ts) < $ask.from then null
    else {id: (min_by(.tradeId | tonumber) | .tradeId)} end
  elif $ask.kind | endswith("bar") then before(oldest(.[0]); $ask.interval_ms // 1)
  elif $ask.kind == "funding" then before(oldest(.fundingTime); 1)
  elif $ask.kind == "liquidation" then before(map(.details[]) | oldest(.ts); 1)
  else null end;

def class:
  if . == "50001" or . == "50004" or . == "50013" or . == "50026" then "transient"
  elif . == "50011" or . == "50061" then "rate"
  elif . == "50102" then "clock"
  elif startswith("501") then "auth"
  else "refused" end;

def parse:
  .ask as $ask | .body
  | if type != "object" or .code == null
    then error("no code")
    elif .code != "0" then {error: {class: (.code | class), code, message: .msg}}
    elif .data | type != "array" then error("no data")
    else .data | (map(objects | select((.sCode // "0") != "0"))[0]) as $item
      | if $item then {error: {class: "refused", code: $item.sCode, message: $item.sMsg}}
        else {unit: "ms", rows: rows($ask), next: next($ask),
          now: (if $ask.kind == "time" then .[0].ts else null end)} end
    end;

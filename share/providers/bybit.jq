# SPDX-License-Identifier: ISC
# Bybit, public part of API v5. Facts: github.com/bybit-exchange/docs @072c197 (July 2026).
# Unverified: how many levels and trades an answer has at most, names of dated inverse contracts,
# and that only the text of HTTP 403 tells the rate ban from a country that is shut out.

def contracts: ["linear", "inverse"];
def short: ["5m", "15m", "30m", "1h", "4h", "1d"];
def long: ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d", "1w", "1M"];
def untraded: {markets: contracts, rows: 1000, intervals: long, synthetic: true,
  note: "no price of trades: volume 0"};

def provider: {
  name: "bybit", version: 1, title: "Bybit: spot, linear and inverse contracts, options",
  home: "https://bybit-exchange.github.io/docs/v5/intro",
  bases: {rest: "https://api.bybit.com"},
  markets: ["spot", "linear", "inverse", "option"],
  limits: {rest: [{name: "requests", window: "5s", max: 600}]},
  kinds: {
    bar: {markets: ["spot", "linear", "inverse"], rows: 1000, intervals: long,
      note: "inverse: volume is in the base coin, quote_volume in USD"},
    mark_bar: untraded, index_bar: untraded,
    premium_bar: (untraded + {markets: ["linear"]}),
    tick: {paging: "latest", rows: {spot: 60, "*": 1000},
      note: "inverse: qty counts contracts of 1 USD"},
    quote: {},
    book: {rows: {option: 25, "*": 200}, note: "inverse: quantities count contracts of 1 USD"},
    funding: {markets: contracts, rows: 200, span: "60d"},
    open_interest: {markets: contracts, rows: 200, intervals: short,
      note: "inverse: qty counts contracts of 1 USD"},
    long_short: {markets: contracts, rows: 500, intervals: short,
      note: "accounts; ratio is long / short, half up to 4 decimals"},
    instrument: {},
    price: {},
    mark_price: {markets: contracts, numbers: ["index_price", "funding_rate"],
      note: "with the index and the funding rate that is to be paid next"},
    time: {}
  }
};

# BTC/USDT is BTCUSDT, BTC/USDC a linear contract BTCPERP; dates follow behind a dash.
def native($market):
  if $market == "linear" and .quote == "USDC"
  then .base + (if .rest == "" then "PERP" else .rest end)
  elif $market == "option" then .base + .rest + (if .quote == "USDT" then "-USDT" else "" end)
  elif $market == "inverse" then .base + .quote + .rest[1:]
  else .base + .quote + .rest end;

# What somebody who writes btcusdt or BTC-USDT may mean.
def guess: (ascii_upcase
  | capture("^(?<base>[A-Z0-9]{2,15}?)[-_/]?(?<quote>USDT|USDC|USD|EUR|BTC|ETH)$")
  | "\(.base)/\(.quote)") // "BTC/USDT";

def symbol:
  .market as $market | .symbol as $text
  | {spot: "^$", linear: "^(-[0-9]{1,2}[A-Z]{3}[0-9]{2})?$", inverse: "^(-[A-Z][0-9]{2})?$",
    option: "^-[0-9]{1,2}[A-Z]{3}[0-9]{2}-[0-9.]+-[CP]$"}[$market] as $rest
  | ($text | capture("^(?<base>[A-Z0-9]+)/(?<quote>[A-Z0-9]+)"
    + "(?<rest>(-[A-Z0-9.]+)*)(?<settle>:[A-Z0-9]+)?$")) // null
  | if . == null then {error: "a symbol is BASE/QUOTE", like: ($text | guess)}
    elif .settle and $market == "spot"
    then {error: "\($text) is a contract, in market linear or inverse", like: "\(.base)/\(.quote)"}
    elif $market == "linear" and (.quote | . != "USDT" and . != "USDC")
    then {error: "linear contracts are quoted in USDT or USDC", like: "\(.base)/USDT"}
    elif $market == "inverse" and .quote != "USD"
    then {error: "inverse contracts are quoted in USD", like: "\(.base)/USD"}
    elif .settle and .settle[1:] != (if $market == "inverse" then .base else .quote end)
    then {error: "\(.base)/\(.quote) is not settled in \(.settle[1:])"}
    elif .rest | test($rest) | not
    then {error: "no symbol of market \($market)", like: {spot: "BTC/USDT",
      linear: "BTC/USDT-26DEC25", inverse: "BTC/USD-Z25",
      option: "BTC/USDT-27MAR26-70000-P"}[$market]}
    else {symbol: "\(.base)/\(.quote)\(.rest)", native: native($market)} end;

# An instrument's symbol by its own coins; what else its name says is the date.
def listed($market): "\(.baseCoin)/\(.quoteCoin)" + (.symbol
  | if $market == "option" then sub("^[A-Z0-9]+"; "") | sub("-USDT$"; "")
    elif $market == "inverse" then (capture("USD(?<m>[A-Z][0-9]{2})$") | "-" + .m) // ""
    else (capture("(?<d>-[0-9A-Z]+)$") | .d) // "" end);

def bar_interval:
  {"1d": "D", "1w": "W", "1M": "M"}[.] // (capture("^(?<n>[0-9]+)(?<u>[mh])$")
    | (.n | tonumber) * (if .u == "h" then 60 else 1 end));
def period: if endswith("m") then . + "in" else . end;

# Both ends are always said: which end of a longer range comes first is not documented.
def bounds($first; $last): [[$first, .from], [$last, (.cursor.before // .to) - 1]];

def path: {
  bar: "kline", mark_bar: "mark-price-kline", index_bar: "index-price-kline",
  premium_bar: "premium-index-price-kline", tick: "recent-trade", quote: "tickers",
  price: "tickers", mark_price: "tickers", book: "orderbook", funding: "funding/history",
  open_interest: "open-interest", long_short: "account-ratio", instrument: "instruments-info",
  time: "time"
}[.kind];

def query:
  if .kind | endswith("bar")
  then [["interval", (.interval | bar_interval)]] + bounds("start"; "end") + [["limit", .limit]]
  elif .kind == "funding" then bounds("startTime"; "endTime") + [["limit", .limit]]
  elif .kind == "open_interest"
  then [["intervalTime", (.interval | period)]] + bounds("startTime"; "endTime")
    + [["limit", .limit], ["cursor", .cursor.page]]
  elif .kind == "long_short"
  then [["period", (.interval | period)]] + bounds("startTime"; "endTime")
    + [["limit", .limit], ["cursor", .cursor.page]]
  elif .kind == "tick" or .kind == "book" then [["limit", .limit]]
  elif .kind == "instrument" and .market != "spot"
  then [["limit", 1000], ["cursor", .cursor.page]]
  else [] end;

def request: {
  path: ("/v5/market/" + path),
  query: (if .kind == "time" then [] else [["category", .market], ["symbol", .native]] + query end)
};

# a / b, two shares of one scale, half up to 4 decimals.
def ratio($a; $b):
  def scale: split(".")[1] // "" | length;
  def whole: sub("\\."; "") | tonumber;
  if ($a | scale) != ($b | scale) or ($a + $b | length) > 20
  then error("no two shares of one scale: \($a), \($b)")
  elif ($b | whole) == 0 then error("nobody is short, so there is no ratio")
  else ($a | whole) as $x | ($b | whole) as $y
    | ($x * 20000 + $y) / (2 * $y) | floor | shift(-4) end;

# Where nothing is, Bybit writes "" or "0".
def amount: if . == "" or . == "0" then null else . end;

def bar($market): {time: .[0], open: .[1], high: .[2], low: .[3], close: .[4]}
  + if $market == "inverse" then {volume: .[6], quote_volume: .[5]}
    else {volume: .[5], quote_volume: .[6]} end;

def price_bar: {time: .[0], open: .[1], high: .[2], low: .[3], close: .[4]};

def instrument($market): {
  symbol: listed($market), native: .symbol, status,
  tick_size: .priceFilter.tickSize,
  lot_size: (.lotSizeFilter | .qtyStep // .basePrecision),
  min_qty: .lotSizeFilter.minOrderQty,
  min_notional: (.lotSizeFilter | .minNotionalValue // .minOrderAmt),
  contract_size: (if $market == "inverse" then "1" else null end),
  expiry: (if .contractType // "" | test("Perpetual") then null else .deliveryTime | amount end)
};

def rows($ask; $now):
  $ask.kind as $kind
  | if $kind == "bar" then .list | map(bar($ask.market))
    elif $kind | endswith("bar") then .list | map(price_bar)
    elif $kind == "tick" then .list
      | map({time, price, qty: .size, side: (.side | ascii_downcase), id: .execId})
    elif $kind == "quote" then .list
      | map({time: $now, bid: .bid1Price, ask: .ask1Price, bid_qty: .bid1Size, ask_qty: .ask1Size}
        | map_values(amount))
    elif $kind == "price" then .list | map({time: $now, price: .lastPrice})
    elif $kind == "mark_price" then .list
      | map({time: $now, price: .markPrice, index_price: .indexPrice, funding_rate: .fundingRate})
    elif $kind == "book" then [{time: .ts, bids: .b, asks: .a, sequence: .u}]
    elif $kind == "funding" then .list | map({time: .fundingRateTimestamp, rate: .fundingRate})
    elif $kind == "open_interest" then .list | map({time: .timestamp, qty: .openInterest})
    elif $kind == "long_short" then .list
      | map({time: .timestamp, ratio: ratio(.buyRatio; .sellRatio), long: .buyRatio,
        short: .sellRatio})
    elif $kind == "instrument" then .list | map(instrument($ask.market))
    else [] end;

# Funding rates have no marks of pages: a full one goes on before its oldest row.
def next($ask; $rows):
  if $ask.kind == "funding" and ($rows | length) >= $ask.limit
  then ($rows | map(.time | tonumber) | min) as $oldest
    | if $oldest > $ask.from then {before: $oldest} else null end
  elif (.nextPageCursor // "") != "" then {page: .nextPageCursor}
  else null end;

def class: {
  "10000": "transient", "10016": "transient", "10006": "rate", "10018": "rate",
  "10002": "clock", "10003": "auth", "10004": "auth", "10005": "auth", "10007": "auth",
  "10010": "auth", "10009": "geo"
}[.] // "refused";

# Seconds until the limit of a 10006 starts anew.
def wait($headers; $received):
  $headers["x-bapi-limit-reset-timestamp"] // ""
  | if test("^[0-9]{13}$") then [((tonumber - $received) / 1000 | ceil), 0] | max else null end;

def forbidden: if tostring | test("too frequent"; "i")
  then {class: "ban", code: "403", message: "access too frequent", wait: 600}
  else {class: "geo", code: "403", message: "forbidden, by where the request came from"} end;

def parse:
  . as $answer | .body
  | if $answer.status == 403 then {error: forbidden}
    elif type != "object" or .retCode == null
    then error("no retCode")
    elif .retCode != "0"
    then {error: {class: (.retCode | class), code: .retCode, message: .retMsg,
      wait: (if .retCode == "10006" then wait($answer.headers; $answer.received) else null end)}}
    else .time as $now | .result | rows($answer.ask; $now) as $rows
      | {unit: "ms", rows: $rows, next: next($answer.ask; $rows), now: $now} end;

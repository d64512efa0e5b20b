# SPDX-License-Identifier: ISC
# CoinGecko API v3: prices averaged over exchanges, which nobody can trade at. Facts:
# github.com/coingecko/coingecko-api-oas @83d7556 (June 2026), docs.coingecko.com (errors).
# Unverified: how wide candles and how far apart points are, which CoinGecko chooses by the time
# asked for; that a candle is stamped with its end and the last point of a chart with now; the 365
# days of history; that an unknown coin is left out of a price answer; how often one may ask
# without a key.

def provider: {
  name: "coingecko", version: 1, title: "CoinGecko: averages over exchanges",
  home: "https://docs.coingecko.com",
  bases: {rest: "https://api.coingecko.com/api/v3"},
  markets: ["average"],
  credentials: ["demo_key"],
  limits: {rest: [{name: "requests", window: "1m", max: 30}]},
  kinds: {
    price: {paging: "latest", note: "the newest price; chart_price has the history"},
    chart_price: {paging: "window", intervals: ["1d", "1h", "5m"],
      span: {"1d": "365d", "1h": "90d", "5m": "1d"}, past: {"5m": "1d", "*": "365d"},
      note: "samples about so far apart; the off-grid last one, the price of now, is left out"},
    bar: {paging: "latest", intervals: ["30m", "4h", "4d"], rows: {"30m": 48, "4h": 180, "4d": 92},
      reach: {"30m": 48, "4h": 180, "4d": 92},
      note: "no volume is told: volume 0 and \"synthetic\": true"},
    instrument: {note: "each coin in USD; any other currency can be asked too"}
  }
};

# Many coins share a ticker, so that only the id names one: bitcoin/usd.
def symbol:
  .symbol as $text
  | ($text | capture("^(?<id>[a-z0-9][a-z0-9._-]*)/(?<currency>[a-z]{2,5})$")) // null
  | if . then {symbol: $text, native: .id}
    else {error: "a symbol is CoinGecko's id of a coin and a currency, in small letters (tq-fetch coingecko --list-symbols)",
    like: ({BTC: "bitcoin", ETH: "ethereum", SOL: "solana"}[$text | split("/")[0]] // "bitcoin"
      | . + "/usd")} end;

# CoinGecko makes the points denser the less time is asked for, so a short time is made longer (tq
# takes what it wanted of it): hourly from 2 days on, daily from 91 days on.
def start: [.from, .to - ({"1h": 2, "1d": 91, "5m": 0}[.interval]) * 86400000] | min | . / 1000 | floor;

def currency: .symbol | split("/")[1];

# Days to ask for: the fewest that hold the rows wanted, and give candles of this width.
def days: {"30m": [1], "4h": [7, 14, 30], "4d": [90, 180, 365]}[.interval] as $choice
  | ((.limit // .rows // 1000) * .interval_ms / 86400000) as $wanted
  | ($choice | map(select(. >= $wanted))[0]) // $choice[-1];

def request: (
  if .kind == "price" then
    {path: "/simple/price", query: [["ids", .native], ["vs_currencies", currency],
    ["include_last_updated_at", "true"], ["precision", "full"]]}
  elif .kind == "chart_price" then {path: ["coins", .native, "market_chart", "range"],
    query: [["vs_currency", currency], ["from", start], ["to", (.to / 1000 | ceil)],
      ["precision", "full"]]}
  elif .kind == "bar" then {path: ["coins", .native, "ohlc"],
    query: [["vs_currency", currency], ["days", days], ["precision", "full"]]}
  else {path: "/coins/list"} end)
  + {headers: (if .credentials | index("demo_key") then [["x-cg-demo-api-key", "{demo_key}"]] else [] end)};

# Points are about as far apart as was asked, or CoinGecko chose otherwise. The last one is the price
# of now when it comes too soon after the one before, or on a day that is not over.
def chart($ask):
  map(.[0] | tonumber) as $times
  | ([range(1; $times | length) | $times[.] - $times[. - 1]]) as $gaps
  | ($gaps[:-1] | sort | .[length / 2 | floor]) as $usual
  | if $usual and ($usual < $ask.interval_ms / 2 or $usual > $ask.interval_ms * 2)
    then {error: {class: "refused", message: "the points are \($usual) ms apart, not \($ask.interval)"}}
    else {unit: "ms", rows: (map({time: .[0], price: .[1]})
    | if ($gaps != [] and $gaps[-1] < $ask.interval_ms * 0.9)
      or ($ask.interval == "1d" and $times != [] and $times[-1] % 86400000 != 0)
      then .[:-1] else . end)} end;

# A candle is stamped with its end.
def candles($ask):
  (map(.[0] | tonumber)) as $ends
  | ([range(1; $ends | length) | $ends[.] - $ends[. - 1]]) as $gaps
  | if $gaps | any(. % $ask.interval_ms != 0)
    then {error: {class: "refused", message: "the candles are not \($ask.interval) wide: \($gaps | min) ms"}}
    else {unit: "ms", rows: map({time: ((.[0] | tonumber) - $ask.interval_ms), open: .[1], high: .[2], low: .[3],
    close: .[4], volume: 0, synthetic: true})} end;

def class: {"429": "rate", "10002": "auth", "10005": "refused", "10010": "auth", "10011": "auth",
  "10012": "refused", "1020": "geo"}[.];

def failure: (.status | objects) // (.error | objects) // . | {
  code: (.error_code // null),
  message: (.error_message // (.error | strings) // "no message")};

def parse:
  .ask as $ask | .status as $status | .body
  | if $status >= 400 or (type == "object" and (has("error") or (.status | type) == "object"))
    then if type != "object" then null
    else failure | {error: (. + {class: (.code // "" | class
      // if $status >= 400 then null else "refused" end)})} end
    elif $ask.kind == "price"
    then .[$ask.native] as $coin | ($ask | currency) as $currency
    | if $coin == null then
        {error: {class: "refused", message: "CoinGecko has no coin \"\($ask.native)\""}}
      elif $coin[$currency] == null
      then {error: {class: "refused", message: "no price of \($ask.native) in \($currency)"}}
      else {unit: "s", rows: [{time: $coin.last_updated_at, price: $coin[$currency]}]} end
    elif $ask.kind == "chart_price" then .prices | chart($ask)
    elif $ask.kind == "bar" then candles($ask)
    else {rows: map({symbol: "\(.id)/usd", native: .id, name, ticker: .symbol})} end;

# SPDX-License-Identifier: ISC
# CoinGecko API v3: prices averaged over exchanges, which nobody can trade at. Facts:
# github.com/coingecko/coingecko-api-oas @83d7556 (June 2026), docs.coingecko.com (errors).
# Unverified: how wide candles and how far apart points are, which CoinGecko chooses by the time
# asked for; that a candle is stamped with its end and the last point of a chart with now; the 365
# days of history; that an unknown coin is left out of a price answer; how often one may ask
# without a key. The Pro API (another address, another header) is not here.

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
      synthetic: true, note: "no volume is told: volume 0"},
    instrument: {note: "each coin in USD; any other currency can be asked too"}
  }
};

# Many coins share a ticker, so that only the id names one: bitcoin/usd.
def symbol:
  .symbol as $text
  | ($text | capture("^(?<id>[a-z0-9][a-z0-9._-]*)/(?<currency>[a-z]{2,5})$")) // null
  | if . then {symbol: $text, native: .id}
    else {error: "a symbol is CoinGecko's id of a coin and a currency in small letters",
    like: ({BTC: "bitcoin", ETH: "ethereum", SOL: "solana"}[$text | split("/")[0]] // "bitcoin"
      | . + "/usd")} end;

# CoinGecko makes the points denser the less time is asked for, so a short time is made longer (tq
# takes what it wanted of it): hourly from 2 days on, daily from 91 days on.
def from: [.from, .to - {"5m": 0, "1h": 2, "1d": 91}[.interval] * 86400000] | min;

# Days to ask for: the fewest that hold the rows wanted, of those that give candles of this width.
def days: {"30m": [1], "4h": [7, 14, 30], "4d": [90, 180, 365]}[.interval] as $choice
  | ((.limit // .rows) * .interval_ms / 86400000) as $wanted
  | ($choice | map(select(. >= $wanted))[0]) // $choice[-1];

def currency: .symbol | split("/")[1];

def target:
  if .kind == "price"
  then {path: "/simple/price", query: [["ids", .native], ["vs_currencies", currency],
    ["include_last_updated_at", "true"], ["precision", "full"]]}
  elif .kind == "chart_price"
  then {path: ["coins", .native, "market_chart", "range"], query: [["vs_currency", currency],
    ["from", (from / 1000 | floor)], ["to", (.to / 1000 | ceil)], ["precision", "full"]]}
  elif .kind == "bar"
  then {path: ["coins", .native, "ohlc"], query: [["vs_currency", currency], ["days", days],
    ["precision", "full"]]}
  else {path: "/coins/list"} end;

def request: target + if .credentials | index("demo_key")
  then {headers: [["x-cg-demo-api-key", "{demo_key}"]]} else {} end;

# What an answer must have to be one.
def must(condition): if condition then . else error("what must be there is not") end;

def gaps: map(.[0] | tonumber) | . as $times | [range(1; length) | $times[.] - $times[. - 1]];

# The last point is the price of now when it comes too soon after the one before, or on a day that
# is not over.
def off_grid($ask): (gaps | length > 0 and .[-1] < $ask.interval_ms * 0.9)
  or ($ask.interval == "1d" and length > 0 and (.[-1][0] | tonumber) % 86400000 != 0);

def chart($ask):
  (gaps | .[:-1] | sort | .[length / 2 | floor]) as $usual
  | if $usual and ($usual < $ask.interval_ms / 2 or $usual > $ask.interval_ms * 2)
    then {error: {class: "refused",
      message: "CoinGecko gave points \($usual / 1000 | floor) s apart, not \($ask.interval)"}}
    else (if off_grid($ask) then .[:-1] else . end)
      | {unit: "ms", rows: map({time: .[0], price: .[1]})} end;

# A candle is stamped with its end.
def candle($width): {time: ((.[0] | tonumber) - $width), open: .[1], high: .[2], low: .[3],
  close: .[4]};

def candles($ask):
  (gaps | map(select(. % $ask.interval_ms != 0))[0]) as $other
  | if $other
    then {error: {class: "refused",
      message: "CoinGecko gave candles of \($other / 1000 | floor) s, not of \($ask.interval)"}}
    else {unit: "ms", rows: map(candle($ask.interval_ms))} end;

# A coin that CoinGecko does not know is left out of the answer in silence.
def price($ask):
  ($ask | currency) as $currency | .[$ask.native] as $coin
  | if $coin == null
    then {error: {class: "refused", message: "CoinGecko knows no coin \($ask.native)"}}
    elif $coin[$currency] == null
    then {error: {class: "refused", message: "CoinGecko has no price of it in \($currency)"}}
    else {unit: "s", rows: [{time: $coin.last_updated_at, price: $coin[$currency]}]} end;

# {"status": {"error_code", "error_message"}}, the same inside "error", or {"error": "text"}.
def failure($status):
  if (.error | type) == "string" then {message: .error}
  else (.error.status? // .status // .) | {code: .error_code, message: .error_message} end
  | .class = ({"429": "rate", "10002": "auth", "10010": "auth", "10011": "auth",
    "1020": "geo"}[.code // ""] // if $status < 400 then "refused" else null end);

def parse:
  .ask as $ask | .status as $status | .body
  | if type == "object" and (has("error") or (.status | type == "object" and has("error_code")))
    then {error: failure($status)}
    elif $status >= 400 then null
    elif $ask.kind == "price" then price($ask)
    elif $ask.kind == "chart_price" then .prices | chart($ask)
    elif $ask.kind == "bar" then must(type == "array") | candles($ask)
    else must(type == "array")
      | map(must(.id | type == "string") | select($ask.native == null or .id == $ask.native))
      | {rows: map({symbol: ($ask.symbol // "\(.id)/usd"), native: .id, name, ticker: .symbol})}
    end;

# SPDX-License-Identifier: ISC
# Fyers API v3: NSE, BSE and MCX. Facts: the official text copied in satyajitghana/hagrid-ai, FYERS'
# own Go and C SDKs, openalgo. Unverified: {"s":"no_data"} for an empty range, names of intervals in
# seconds, levels of a book (price, volume), the fields of the symbol master, the words of a day's
# block, Retry-After.

def provider: {
  name: "fyers", version: 1, title: "Fyers: NSE, BSE, MCX (India)",
  home: "https://myapi.fyers.in/docsv3",
  bases: {data: "https://api-t1.fyers.in/data", master: "https://public.fyers.in"},
  markets: ["india"],
  credentials: ["app_id", "token"],
  limits: {data: [{name: "second", window: "1s", max: 8}, {name: "minute", window: "1m", max: 180},
    {name: "day", window: "1d", max: 100000}]},
  kinds: {
    bar: {paging: "window", credentials: true,
      intervals: ["5s", "10s", "15s", "30s", "45s", "1m", "2m", "3m", "5m", "10m", "15m", "20m",
        "30m", "45m", "1h", "2h", "3h", "4h", "1d"],
      span: {"1d": "366d", "*": "100d"},
      past: {"5s": "42d", "10s": "42d", "15s": "42d", "30s": "42d", "45s": "42d"},
      note: "sessions from 09:15 IST (03:45Z); days are stamped 00:00Z; futures continuous"},
    open_interest: {paging: "window", credentials: true, intervals: ["1d", "1h", "15m", "5m", "1m"],
      span: {"1d": "366d", "*": "100d"}},
    quote: {credentials: true},
    book: {credentials: true, note: "5 levels"},
    instrument: {note: "shares, currency and commodities; not the F&O segments"},
    price: {credentials: true}
  }
};

def symbol:
  if .symbol | test("^(NSE|BSE|MCX):[A-Z0-9&_-]+$") then {symbol, native: .symbol}
  else {error: "a symbol is EXCHANGE:NAME, of NSE, BSE or MCX", like: "NSE:SBIN-EQ"} end;

def resolution:
  if . == "1d" then "1D"
  elif endswith("s") then .[:-1] + "S"
  elif endswith("h") then .[:-1] | tonumber * 60
  else .[:-1] end;

# The bar that still runs would come too, so the range ends a bar before now (but not before it
# begins).
def last: [([.to - 1, (.now // .to) - .interval_ms] | min), .from] | max;

def history: {path: "/history", query: [["symbol", .native],
  ["resolution", (.interval | resolution)], ["date_format", 0],
  ["range_from", (.from / 1000 | floor)], ["range_to", (last / 1000 | floor)], ["cont_flag", 1],
  ["oi_flag", (if .kind == "open_interest" then 1 else null end)]]};

# Files of the symbol master that kind instrument reads one after the other.
def masters: ["NSE_CM", "BSE_CM", "NSE_CD", "MCX_COM"];

def request:
  if .kind == "instrument"
  then {base: "master", path: "/sym_details/\(masters[.cursor.file // 0])_sym_master.json"}
  else {base: "data", headers: [["authorization", "{app_id}:{token}"]]}
    + if .kind == "bar" or .kind == "open_interest" then history
      elif .kind == "book" then {path: "/depth", query: [["symbol", .native], ["ohlcv_flag", 1]]}
      else {path: "/quotes", query: [["symbols", .native]]} end
  end;

def bar: {time: .[0], open: .[1], high: .[2], low: .[3], close: .[4], volume: .[5]};

# One symbol may fail where the answer as a whole does not.
def quoted($ask): (.d | map(select(.n == $ask.native))[0]) as $of
  | if $of.s == "ok"
    then {unit: "s", rows: [$of.v | {time: .tt}
      + if $ask.kind == "price" then {price: .lp} else {bid, ask} end]}
    else {error: {class: "refused",
      message: (($of.v | objects | .errmsg) // $of.message // "no quote of \($ask.native)")}} end;

def book($ask): .d[$ask.native]
  | if . == null then {error: {class: "refused", message: "no book of \($ask.native)"}}
    else {rows: [{bids: (.bids | map([.price, .volume])),
      asks: (.ask | map([.price, .volume]))}]} end;

# What an answer must have to be one.
def must(condition): if condition then . else error("what must be there is not") end;

# A file of the symbol master, or the one symbol of it that was asked for.
def instruments($file; $one): must(. != {}) | {
  rows: [to_entries[] | .key as $symbol | .value | must(has("fyToken"))
    | select($one == null or $one == $symbol)
    | {symbol: $symbol, native: $symbol, name: .symDetails, tick_size: .tickSize,
      lot_size: .minLotSize, isin, token: .fyToken}],
  next: (if $file + 1 < (masters | length) then {file: ($file + 1)} else null end)
};

# Seconds to midnight in India, which is 05:30 ahead of UTC.
def midnight($received): 86400 - (($received / 1000 | floor) + 19800) % 86400;

# Whoever breaks the minute's limit more than three times in a day is shut out until midnight.
def class($answer):
  (.code | tostring) as $code | (.message // "") as $message
  | if ["-8", "-15", "-16", "-17", "-437", "-501"] | index($code) then {class: "auth"}
    elif $code == "-429" or $answer.status == 429
    then if $message | test("block|midnight|for the day"; "i")
      then {class: "ban", wait: midnight($answer.received)} else {class: "rate"} end
    elif $answer.status >= 500 then {}
    else {class: "refused"} end;

def failure($answer): {code: (.code | tostring), message: (.message // "no message")}
  + if $answer.status == 401 then {class: "auth"} else class($answer) end;

def parse:
  . as $answer | .ask as $ask | .status as $status | .body
  | if type != "object" then error("no object")
    elif .s == "no_data" then {rows: []}
    elif .s == "error" or $status >= 400 then {error: failure($answer)}
    elif $ask.kind == "bar" then {unit: "s", rows: (.candles | map(bar))}
    elif $ask.kind == "open_interest"
    then {unit: "s", rows: (.candles | map({time: .[0], qty: .[6]}))}
    elif $ask.kind == "instrument" then instruments($ask.cursor.file // 0; $ask.native)
    elif $ask.kind == "book" then book($ask)
    else quoted($ask) end;

# SPDX-License-Identifier: ISC
# Kraken: the public part of the spot API, and the funding rates of Kraken Futures (market futures:
# linear perpetuals, PF_XBTUSD; market inverse: PI_XBTUSD). Facts: docs.kraken.com, support article
# 206548367, ccxt 4.5.84, bodies recorded on 2025-11-11. Unverified: that only the newest 720 bars
# can be had, the names of perpetuals, the form of an error of Kraken Futures.

def spot: ["spot"];
def provider: {
  name: "kraken", version: 1, title: "Kraken: spot, funding rates of Kraken Futures",
  home: "https://docs.kraken.com/api/",
  bases: {spot: "https://api.kraken.com", futures: "https://futures.kraken.com"},
  markets: ["spot", "futures", "inverse"],
  limits: {spot: [{name: "requests", window: "1s", max: 1}],
    futures: [{name: "requests", window: "1s", max: 1}]},
  kinds: {
    bar: {markets: spot, paging: "forward", rows: 720, reach: 720,
      intervals: ["1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "15d"],
      note: "for older bars resample ticks (--kind tick), or take Kraken's CSV downloads"},
    tick: {markets: spot, paging: "forward", rows: 1000},
    quote: {markets: spot},
    book: {markets: spot, rows: 500},
    funding: {markets: ["futures", "inverse"],
      note: "the relative rate; every request has the whole history"},
    instrument: {markets: spot},
    price: {markets: spot},
    time: {markets: spot}
  }
};

# Kraken calls BTC XBT and, on spot, DOGE XDG; records have the usual names.
def native_coin($market):
  if . == "BTC" then "XBT" elif . == "DOGE" and $market == "spot" then "XDG" else . end;
def usual_coin: {"XBT": "BTC", "XDG": "DOGE"}[.] // .;

# What somebody who writes XBTUSD or btc-usd may mean.
def guess: (ascii_upcase
  | capture("^(?<base>[A-Z0-9]{2,15}?)[-_/]?(?<quote>USDT|USDC|USD|EUR|GBP|BTC|ETH)$")
  | "\(.base | usual_coin)/\(.quote)") // "BTC/USD";

def symbol:
  .market as $market | .symbol as $text
  | ($text | capture("^(?<base>[A-Z0-9.]+)/(?<quote>[A-Z0-9]+)(?<settle>:[A-Z0-9]+)?$")) // null
  | if . == null then {error: "a symbol is BASE/QUOTE", like: ($text | guess)}
    elif $market == "spot" and .settle
    then {error: "\($text) is a contract, in market futures", like: "\(.base)/\(.quote)"}
    elif $market != "spot" and .quote != "USD"
    then {error: "perpetuals are quoted in USD", like: "\(.base)/USD"}
    else (.base | usual_coin) as $base | (.quote | usual_coin) as $quote
    | {symbol: "\($base)/\($quote)", native: ({spot: "", futures: "PF_", inverse: "PI_"}[$market]
      + ($base | native_coin($market)) + ($quote | native_coin($market)))} end;

# Nanoseconds are past what a number of jq holds, so that they are written, not computed.
def nanoseconds: "\(.)000000";

# What "since" names is not among the rows, so it is one less than the first that is wanted.
def request:
  if .market != "spot"
  then {base: "futures", path: "/derivatives/api/v3/historical-funding-rates",
    query: [["symbol", .native]]}
  elif .kind == "bar"
  then {path: "/0/public/OHLC", query: [["pair", .native], ["interval", .interval_ms / 60000],
    ["since", ((.from - 1) / 1000 | floor)]]}
  elif .kind == "tick"
  then {path: "/0/public/Trades", query: [["pair", .native],
    ["since", .cursor.since // (.from - 1 | nanoseconds)], ["count", .limit]]}
  elif .kind == "book"
  then {path: "/0/public/Depth", query: [["pair", .native], ["count", .limit]]}
  elif .kind == "quote" or .kind == "price"
  then {path: "/0/public/Ticker", query: [["pair", .native]]}
  elif .kind == "instrument" then {path: "/0/public/AssetPairs", query: [["pair", .native]]}
  else {path: "/0/public/Time"} end;

# The rows are under Kraken's own name of the pair, which may be another than was asked by.
def named: to_entries | map(select(.key != "last"))[0].value
  | if . then . else error("no rows") end;

# The last bar that is done is called "last"; the one behind it runs.
def bars: (.last | tonumber) as $last | named | map({time: .[0], open: .[1], high: .[2], low: .[3],
  close: .[4], volume: .[6], trades: .[7], closed: ((.[0] | tonumber) <= $last)});

def tick: {time: .[2], price: .[0], qty: .[1], side: {"b": "buy", "s": "sell"}[.[3]], id: .[6]};

# Trades follow until one is behind the window or no newer ones come.
def after($ask): .last as $last | named
  | if length == 0 or (.[-1][2] | tonumber * 1000) >= $ask.to or $last == $ask.cursor.since
    then null else {since: $last} end;

# 8 decimals are a step of 0.00000001; fees are in per cent.
def step: tonumber as $decimals | "1" | shift(0 - $decimals);
def fee: if . then .[0][1] | shift(-2) else null end;

def instrument: {
  symbol: (.wsname | split("/") | map(usual_coin) | join("/")), native: .altname, status,
  tick_size: (.tick_size // (.pair_decimals | step)), lot_size: (.lot_decimals | step),
  min_qty: .ordermin, min_notional: .costmin,
  taker_fee: (.fees | fee), maker_fee: (.fees_maker // .fees | fee)
};

def rows($ask):
  if $ask.kind == "bar" then {unit: "s", rows: bars}
  elif $ask.kind == "tick" then {unit: "s", rows: (named | map(tick)), next: after($ask)}
  elif $ask.kind == "book"
  then {rows: [named | {bids: (.bids | map(.[:2])), asks: (.asks | map(.[:2]))}]}
  elif $ask.kind == "quote"
  then {rows: [named | {bid: .b[0], ask: .a[0], bid_qty: .b[2], ask_qty: .a[2]}]}
  elif $ask.kind == "price" then {rows: [named | {price: .c[0]}]}
  elif $ask.kind == "instrument" then {rows: [.[] | select(.wsname) | instrument]}
  else {unit: "s", rows: [], now: (.unixtime // error("no time"))} end;

def class:
  if test("Rate limit exceeded|Too many requests") then "rate"
  elif test("Temporary lockout") then "ban"
  elif test("^EAPI:Invalid (key|nonce|signature)|Permission denied") then "auth"
  elif test("^EService:|^EGeneral:Internal error") then "transient"
  else "refused" end;

# How long a lockout lasts is not told; 15 minutes are the usual ones.
def failure($first): ($first | class) as $class
  | {class: $class, code: ($first | split(":")[0]), message: join(", "),
    wait: (if $class == "ban" then 900 else null end)};

def parse_futures($status):
  if .result == "success"
  then {unit: "rfc3339", rows: (.rates | map({time: .timestamp, rate: .relativeFundingRate}))}
  elif $status >= 400 then null
  else {error: {class: "refused", message: (.error // error("no result"))}} end;

# Of the error list what begins with W is a warning, and the answer is good.
def parse:
  .ask as $ask | .status as $status | .body
  | if type != "object" then error("no object")
    elif $ask.market != "spot" then parse_futures($status)
    elif .error == null then error("no error list")
    else (.error | map(select(startswith("E")))[0]) as $first
      | if $first then {error: (.error | failure($first))} else .result | rows($ask) end
    end;

# SPDX-License-Identifier: ISC
# Binance: spot, USD-M futures (um), COIN-M futures (cm), and data.binance.vision.
# https://github.com/binance/binance-spot-api-docs, https://developers.binance.com
def all_intervals: ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d",
                    "1w", "1M"];
def data_periods: ["5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d"];
def futures_bar($note): {
  markets: ["um", "cm"], intervals: all_intervals, paging: {um: "forward", cm: "window"},
  rows: 1500, span: {cm: "200d"}, archive: true, synthetic: true, note: $note
};

def provider: {
  name: "binance", version: 1, title: "Binance", home: "https://developers.binance.com",
  bases: {
    spot: "https://api.binance.com", um: "https://fapi.binance.com",
    cm: "https://dapi.binance.com", archive: "https://data.binance.vision"
  },
  markets: ["spot", "um", "cm"],
  limits: {
    spot: [{name: "weight", window: "1m", max: 6000, header: "x-mbx-used-weight-1m"}],
    um: [{name: "weight", window: "1m", max: 2400, header: "x-mbx-used-weight-1m"},
         {name: "funding", window: "5m", max: 500, apart: true},
         {name: "data", window: "5m", max: 1000, apart: true}],
    cm: [{name: "weight", window: "1m", max: 2400, header: "x-mbx-used-weight-1m"},
         {name: "data", window: "5m", max: 1000, apart: true}]
  },
  kinds: {
    bar: {
      intervals: {spot: (["1s"] + all_intervals), "*": all_intervals},
      paging: {cm: "window", "*": "forward"}, rows: {spot: 1000, "*": 1500}, span: {cm: "200d"},
      archive: true,
      note: {cm: "volume is in coins, not in contracts"}
    },
    mark_bar: futures_bar("bars of the mark price; they have no volume: 0"),
    index_bar: futures_bar("bars of the index price; they have no volume: 0"),
    premium_bar: futures_bar("bars of the premium index, which may be below zero; volume is 0"),
    tick: {
      paging: {spot: "forward", "*": "window"}, rows: 1000, span: {"*": "1h", spot: null},
      past: {um: "365d"}, archive: true,
      note: "trades of one order at one price are one (aggTrades)"
    },
    current_tick: {rows: 1000, paging: "latest"},
    raw_tick: {rows: 1000, paging: "latest", archive: true,
               note: "single trades: the newest by REST, all of them in the archive"},
    quote: {},
    book: {rows: {spot: 5000, "*": 1000}},
    funding: {markets: ["um", "cm"], paging: "forward", rows: 1000, archive: true},
    open_interest: {markets: ["um", "cm"], intervals: data_periods, rows: 500, past: "30d"},
    current_open_interest: {markets: ["um", "cm"], paging: "latest"},
    long_short: {markets: ["um", "cm"], intervals: data_periods, rows: 500, past: "30d",
                 note: "accounts of all traders"},
    instrument: {
      numbers: ["max_qty", "market_lot_size", "market_min_qty", "market_max_qty", "percent_up",
                "percent_down", "price_precision", "qty_precision", "margin",
                "maintenance_margin", "liquidation_fee"]
    },
    price: {},
    mark_price: {markets: ["um", "cm"],
                 numbers: ["index_price", "settle_price", "funding_rate"],
                 note: "with the index and the funding rate that is to be paid next"},
    time: {}
  }
};

# What somebody who writes BTCUSDT, btc/usdt or BTCUSD_PERP may mean.
def guess:
  ascii_upcase
  | (capture("^(?<b>[A-Z0-9]{2,20})[/_-]?(?<q>USDT|USDC|FDUSD|BUSD|TUSD|USD|EUR|TRY|BRL|BTC|ETH|BNB)([/_-]?(PERP|SWAP))?$")
     | .b + "/" + .q) // null;

def suited($ask; $quote; $date):
  $ask.market as $market
  | if $market == "spot" and $date then "a contract with a date is in market um or cm"
  elif $market == "cm" and $date and $ask.kind == "open_interest"
  then "open interest by time is of perpetual contracts only"
  elif $market == "spot" and $quote == "USD" then "there is no USD here; coin-margined: market cm"
  elif $market == "um" and $quote == "USD" then "contracts in USD are in market cm"
  elif $market == "cm" and $quote != "USD" then "contracts of market cm are in USD"
  else null end;

def symbol:
  . as $ask
  | (.symbol | capture("^(?<b>[A-Z0-9]{1,20})/(?<q>[A-Z0-9]{1,20})(-(?<date>[0-9]{6}))?$")) // null
  | if . == null then
      {error: "a symbol is BASE/QUOTE, with -YYMMDD for a contract that ends then",
       like: ($ask.symbol | guess)}
    else
      suited($ask; .q; .date) as $error
      | if $error then
          {error: $error,
           like: (if $ask.market == "cm" then .b + "/USD" elif .q == "USD" then .b + "/USDT"
                  else null end)}
        else
          {symbol: $ask.symbol,
           native: (.b + .q + (if .date then "_" + .date elif $ask.market == "cm" then "_PERP"
                               else "" end))}
        end
    end;

def pair: .native | split("_")[0];

# Weight of klines of the futures by how many are asked for.
def bars_weight: if . < 100 then 1 elif . < 500 then 2 elif . <= 1000 then 5 else 10 end;

def spot_depth_weight: if . <= 100 then 5 elif . <= 500 then 25 elif . <= 1000 then 50 else 250 end;
def futures_depth: . as $want | [5, 10, 20, 50, 100, 500, 1000] | map(select(. >= $want))[0];
def futures_depth_weight:
  if . <= 50 then 2 elif . <= 100 then 5 elif . <= 500 then 10 else 20 end;

# The path of an endpoint that the three interfaces have under one name.
def api($name): {spot: "/api/v3/", um: "/fapi/v1/", cm: "/dapi/v1/"}[.market] + $name;

# from and to as both interfaces take them: the end is inclusive.
def span($from): [["startTime", $from], ["endTime", .to - 1]];

def of_symbol: ["symbol", .native];
def of_pair: if .market == "cm" then ["pair", pair] else of_symbol end;

def request_bar:
  {bar: "klines", mark_bar: "markPriceKlines", index_bar: "indexPriceKlines",
   premium_bar: "premiumIndexKlines"}[.kind] as $name
  | {path: api($name),
     query: ([if .kind == "index_bar" then ["pair", pair] else of_symbol end,
              ["interval", .interval]] + span(.cursor // .from) + [["limit", .limit]]),
     weight: (if .market == "spot" then 2 else (.limit | bars_weight) end)};

def request_tick:
  {path: api("aggTrades"), weight: (if .market == "spot" then 4 else 20 end),
   query: ([of_symbol]
           + (if .kind == "current_tick" then []
              elif .cursor then [["fromId", .cursor]]
              elif .market == "spot" then [["startTime", .from]]
              else span(.from) end)
           + [["limit", .limit]])};

def request_book:
  if .market == "spot" then
    {path: api("depth"), query: [of_symbol, ["limit", .limit]],
     weight: (.limit // 100 | spot_depth_weight)}
  else
    (.limit // 500 | futures_depth) as $depth
    | {path: api("depth"), query: [of_symbol, ["limit", $depth]],
       weight: ($depth | futures_depth_weight)}
  end;

def request_data($name):
  {path: ("/futures/data/" + $name), limits: ["data"],
   query: ([of_pair]
           + (if .kind == "open_interest" and .market == "cm" then [["contractType", "PERPETUAL"]]
              else [] end)
           + [["period", .interval], ["limit", .limit // .rows]] + span(.cursor // .from))};

def request:
  if .kind | test("bar$") then request_bar
  elif .kind == "tick" or .kind == "current_tick" then request_tick
  elif .kind == "raw_tick" then
    {path: api("trades"), query: [of_symbol, ["limit", .limit]],
     weight: (if .market == "spot" then 25 else 5 end)}
  elif .kind == "quote" then {path: api("ticker/bookTicker"), query: [of_symbol], weight: 2}
  elif .kind == "book" then request_book
  elif .kind == "funding" then
    {path: api("fundingRate"), limits: [if .market == "um" then "funding" else "weight" end],
     query: ([of_symbol] + span(.cursor // .from) + [["limit", .limit]])}
  elif .kind == "open_interest" then request_data("openInterestHist")
  elif .kind == "current_open_interest" then {path: api("openInterest"), query: [of_symbol]}
  elif .kind == "long_short" then request_data("globalLongShortAccountRatio")
  elif .kind == "price" then {path: api("ticker/price"), query: [of_symbol], weight: 2}
  elif .kind == "mark_price" then
    {path: api("premiumIndex"), query: [of_symbol], weight: (if .market == "um" then 1 else 10 end)}
  elif .kind == "instrument" then
    {path: api("exchangeInfo"), query: (if .market == "spot" and .native then [of_symbol] else [] end),
     weight: (if .market == "spot" then 20 else 1 end)}
  else {path: api("time")} end;

# https://github.com/binance/binance-spot-api-docs/blob/master/errors.md
def classes: {
  "-1000": "transient", "-1001": "transient", "-1006": "transient", "-1007": "transient",
  "-1008": "transient", "-1016": "transient", "-1003": "rate", "-1015": "rate", "-1021": "clock",
  "-1002": "auth", "-1022": "auth", "-2014": "auth", "-2015": "auth"
};

# "... IP banned until 1622180000000": in the text only.
def banned_until: (capture("banned until (?<t>[0-9]{13})").t | tonumber) // null;

def failure:
  .received as $received | .status as $status | .body
  | if type == "object" and (has("code") and has("msg")) then
      (.msg | tostring | banned_until) as $until
      | {code: .code, message: .msg}
        + (if $status == 418 or $until then {class: "ban"} else {class: classes[.code]} end)
        + (if $until and $until > $received then {wait: (($until - $received) / 1000 | ceil)}
           else {} end)
      | {error: .}
    else null end;

# A full page before the end of the window has another behind it.
def more($ask; $cursor; $last): if length == $ask.limit and $last < $ask.to then $cursor else null end;

def bars($ask):
  need("array")
  | {rows: map({time: .[0], open: .[1], high: .[2], low: .[3], close: .[4]}
     + (if $ask.kind != "bar" then {volume: .[5]}
        elif $ask.market == "cm"
        then {volume: .[7], trades: .[8], taker_buy_volume: .[10]}
        else {volume: .[5], quote_volume: .[7], trades: .[8], taker_buy_volume: .[9]} end)),
   next: (if $ask.market != "cm" and length > 0
          then (.[-1][6] | tonumber + 1) as $next | more($ask; $next; $next) else null end)};

# m: the buyer was there first, so the seller traded.
def aggressor: if . then "sell" else "buy" end;

def ticks($ask):
  need("array")
  | {rows: map({time: .T, price: .p, qty: .q, side: (.m | aggressor), id: .a}),
   next: (if $ask.kind == "tick" and length > 0
          then more($ask; (.[-1].a | tonumber + 1); (.[-1].T | tonumber)) else null end)};

# cm answers with a list where the others have one object.
def single: if type == "array" then .[0] else . end;

# A rule whose value is zero is off.
def on: if . == null or test("^0+([.]0+)?$") then null else . end;

def canonical: (.symbol | split("_")[1]) as $date
  | .baseAsset + "/" + .quoteAsset + (if $date == null or $date == "PERP" then "" else "-" + $date end);

def instrument:
  ([.filters[] | {key: .filterType, value: .}] | from_entries) as $f
  | {symbol: canonical, native: .symbol, status: (.status // .contractStatus), base: .baseAsset,
     quote: .quoteAsset, contract_type: .contractType, margin_asset: .marginAsset,
     tick_size: ($f.PRICE_FILTER.tickSize | on), lot_size: ($f.LOT_SIZE.stepSize | on),
     min_qty: ($f.LOT_SIZE.minQty | on), max_qty: ($f.LOT_SIZE.maxQty | on),
     min_notional: ($f.NOTIONAL.minNotional // $f.MIN_NOTIONAL.minNotional
                    // $f.MIN_NOTIONAL.notional | on),
     market_lot_size: ($f.MARKET_LOT_SIZE.stepSize | on),
     market_min_qty: ($f.MARKET_LOT_SIZE.minQty | on),
     market_max_qty: ($f.MARKET_LOT_SIZE.maxQty | on),
     percent_up: $f.PERCENT_PRICE.multiplierUp, percent_down: $f.PERCENT_PRICE.multiplierDown,
     contract_size: .contractSize, margin: .requiredMarginPercent,
     maintenance_margin: .maintMarginPercent, liquidation_fee: .liquidationFee,
     price_precision: .pricePrecision, qty_precision: .quantityPrecision,
     expiry: (if .deliveryDate == null or (.contractType // "" | test("PERPETUAL")) then null
              else .deliveryDate end)};

def rows($ask):
  if $ask.kind | test("bar$") then bars($ask)
  elif $ask.kind == "tick" or $ask.kind == "current_tick" then ticks($ask)
  elif $ask.kind == "raw_tick" then
    need("array") | {rows: map({time, price, qty, id, side: (.isBuyerMaker | aggressor)})}
  elif $ask.kind == "quote" then
    single | {rows: [{time, bid: .bidPrice, bid_qty: .bidQty, ask: .askPrice, ask_qty: .askQty}]}
  elif $ask.kind == "book" then {rows: [{time: (.T // .E), bids, asks, sequence: .lastUpdateId}]}
  elif $ask.kind == "funding" then
    need("array")
    | {rows: map({time: .fundingTime, rate: .fundingRate, mark_price: .markPrice}),
     next: (if length > 0
            then (.[-1].fundingTime | tonumber + 1) as $next | more($ask; $next; $next)
            else null end)}
  elif $ask.kind == "open_interest" then
    need("array")
    | {rows: map({time: .timestamp, qty: .sumOpenInterest}
               + (if $ask.market == "um" then {notional: .sumOpenInterestValue} else {} end))}
  elif $ask.kind == "current_open_interest" then {rows: [{time, qty: .openInterest}]}
  elif $ask.kind == "long_short" then
    need("array")
    | {rows: map({time: .timestamp, ratio: .longShortRatio, long: .longAccount,
                short: .shortAccount})}
  elif $ask.kind == "price" then single | {rows: [{time, price}]}
  elif $ask.kind == "mark_price" then
    single
    | {rows: [{time, price: .markPrice, index_price: .indexPrice,
               settle_price: .estimatedSettlePrice, funding_rate: .lastFundingRate,
               next_funding: (.nextFundingTime // "0" | tonumber
                              | if . > 0 then iso else null end)}]}
  elif $ask.kind == "instrument" then
    {now: .serverTime, rows: (.symbols
      | map(select($ask.native == null or .symbol == $ask.native) | instrument))}
  else {now: .serverTime, rows: []} end;

def parse:
  if .status != 200 or (.body | type == "object" and has("code") and has("msg")) then failure
  else .ask as $ask | .body | rows($ask) end;

# https://github.com/binance/binance-public-data
def archive:
  {tick: "aggTrades", raw_tick: "trades", funding: "fundingRate", bar: "klines",
   mark_bar: "markPriceKlines", index_bar: "indexPriceKlines",
   premium_bar: "premiumIndexKlines"}[.kind] as $folder
  | {spot: ["spot"], um: ["futures", "um"], cm: ["futures", "cm"]}[.market] as $market
  | (if .interval == "1M" then "1mo" else .interval end) as $interval
  | (if .kind == "index_bar" then pair else .native end) as $name
  | if .period == "day" and (.kind == "funding" or (.interval // "" | test("^(3d|1w|1M)$"))) then null
    else
      (["data"] + $market + [if .period == "day" then "daily" else "monthly" end, $folder, $name]
       + (if $interval then [$interval] else [] end)) as $path
      | ($name + "-" + ($interval // $folder) + "-" + .date + ".zip") as $file
      | {base: "archive", path: ($path + [$file]), checksum: ($path + [$file + ".CHECKSUM"]),
         name: $file, unit: "magnitude", header: true,
         columns: (if .kind == "funding" then "time,-,rate"
                   elif .kind == "tick" then
                     "id,price,qty,-,-,time,buyer_maker" + (if .market == "spot" then ",-" else "" end)
                   elif .kind == "raw_tick" then
                     "id,price,qty,-,time,buyer_maker" + (if .market == "spot" then ",-" else "" end)
                   elif .kind != "bar" then "time,open,high,low,close,volume,-,-,-,-,-,-"
                   elif .market == "cm" then
                     "time,open,high,low,close,-,-,volume,trades,-,taker_buy_volume,-"
                   else "time,open,high,low,close,volume,-,quote_volume,trades,taker_buy_volume,-,-"
                   end)}
    end;

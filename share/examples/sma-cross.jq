#!/usr/bin/env -S jq -nRrf
# SPDX-License-Identifier: ISC
#
# The strategy sma-cross as a jq program: bars in, bars and signals out.
#
#	tq-fetch sim | jq -nRrf sma-cross.jq --arg fast 20 --arg slow 50 | tq-risk | tq-paper
#
# Lines are read raw (-R) and written raw (-r), so that what came goes on byte for byte:
# jq would write its numbers anew.

def seconds:
  (.[:-1] | tonumber) * {s: 1, m: 60, h: 3600, d: 86400, w: 604800}[.[-1:]];

def mean($n): .[-$n:] | add / $n;

def signal($side):
  ((.time | fromdate) + (.interval | seconds) | todate) as $time
  | {type: "signal", time: $time,
     id: (["sma-cross", .venue // "", .symbol, .interval, $side, $time] | join(" ")),
     symbol, venue, interval, strategy: "sma-cross", $side, strength: 1,
     price: (.close | tonumber)}
  | if .venue == null then del(.venue) else . end
  | tojson;

($ARGS.named.fast // "20" | tonumber) as $fast
| ($ARGS.named.slow // "50" | tonumber) as $slow
| foreach inputs as $line ({};
    .out = [$line]
    | ($line | fromjson) as $bar
    | if $bar.type == "bar" and $bar.closed != false then
        ([$bar.venue, $bar.symbol, $bar.interval] | tojson) as $key
        | .closes[$key] = (.closes[$key] + [$bar.close | tonumber])[-$slow:]
        | .closes[$key] as $closes
        | if ($closes | length) == $slow then
            (($closes | mean($fast)) - ($closes | mean($slow))) as $gap
            | (if $gap > 0 then "long" elif $gap < 0 then "short" else .side[$key] end) as $side
            | if .side[$key] and .side[$key] != $side then
                .out += [$bar | signal($side)]
              else . end
            | .side[$key] = $side
          else . end
      else . end;
    .out[])

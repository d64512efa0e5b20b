#!/usr/bin/env perl
# SPDX-License-Identifier: ISC
# C1.8 C2.1 F3.13: what asks come to at each venue, without a network: the venue's own name of a
# symbol, the request with its paging, or the refusal. Of a case: provider, words of the ask, the
# request and its headers (a text, or a pattern), and a cursor where the ask is one further on.
use strict;
use warnings;
use Test::More;
use lib 'tests/oracles';
use Provider;

plan skip_all => 'no provider_run (make unit)' unless Provider::there();

my $hours = 'from=2024-01-01 to=2024-01-01T05:00:00Z';
my $day = 'from=2024-01-01 to=2024-01-02';
my $token = '23360939988679364027624185518382759743328544433592111535569478055890815567848';
my $history = "https://clob.polymarket.com/prices-history?market=$token";

sub refused {
	my ($text) = @_;
	return qr/^refused: .*\Q$text\E/;
}

my @cases = (
	# Bybit: both ends, at most 1000 bars; startTime never alone; XPERP for USDC; a contract's alias.
	['bybit', "symbol=BTC/USDT interval=1h $hours", 'https://api.bybit.com/v5/market/kline?category='
		. 'spot&symbol=BTCUSDT&interval=60&start=1704067200000&end=1704085199999&limit=5'],
	['bybit', "market=linear symbol=BTC/USDT:USDT interval=1M $day", 'https://api.bybit.com/v5/market/'
		. 'kline?category=linear&symbol=BTCUSDT&interval=M&start=1704067200000&end=1704153599999&limit=1000'],
	['bybit', "kind=funding market=linear symbol=BTC/USDC $day", 'https://api.bybit.com/v5/market/'
		. 'funding/history?category=linear&symbol=BTCPERP&startTime=1704067200000&endTime=1704153599999&limit=200'],
	['bybit', "kind=funding market=linear symbol=BTC/USDC $day", qr/endTime=1704099999999&limit=200$/,
		'{"before":1704100000000}'],
	['bybit', "kind=long-short market=linear symbol=BTC/USDT interval=5m $day", qr{/account-ratio\?category=
		linear&symbol=BTCUSDT&period=5min&startTime=1704067200000&endTime=1704153599999&limit=500$}x],
	['bybit', 'kind=instrument market=linear', qr{/instruments-info\?category=linear&limit=1000&cursor=a%3Db$},
		'{"page":"a=b"}'],
	['bybit', 'symbol=BTC/USDT:USDT', refused('is a contract, in market linear or inverse')],
	['bybit', 'symbol=ethusdc', refused('a symbol is BASE/QUOTE, did you mean ETH/USDC?')],
	['okx', 'symbol=sol_usdt', refused('did you mean SOL/USDT?')],
	['kraken', 'symbol=XBTEUR', refused('did you mean BTC/EUR?')],
	['coinbase', 'symbol=ETH/USD:USD', refused('spot only, did you mean ETH/USD?')],
	['bybit', "kind=premium-bar market=linear symbol=BTC/USDT interval=1h $hours",
		qr{/premium-index-price-kline\?category=linear&symbol=BTCUSDT&interval=60&}],
	['bybit', 'market=inverse symbol=BTC/USDT', refused('quoted in USD, did you mean BTC/USD?')],
	['bybit', 'market=inverse symbol=BTC/USD:USDT', refused('is not settled in USDT')],
	['bybit', 'symbol=BTC/USDT interval=8h', refused("bybit has no interval '8h'")],

	# OKX: exclusive bounds the wrong way round, utc names from six hours on, two tables.
	['okx', "symbol=BTC/USDT interval=1h $hours now=2024-06-01", 'https://www.okx.com/api/v5/market/'
		. 'history-candles?instId=BTC-USDT&bar=1H&after=1704085200000&before=1704067199999&limit=5'],
	['okx', "symbol=BTC/USDT interval=6h $hours now=2024-01-02", 'https://www.okx.com/api/v5/market/'
		. 'candles?instId=BTC-USDT&bar=6Hutc&after=1704085200000&before=1704067199999&limit=1'],
	['okx', "market=swap symbol=BTC/USDT interval=1M $day", qr/instId=BTC-USDT-SWAP&bar=1Mutc&/],
	['okx', "symbol=BTC/USDT interval=1m $day", qr/bar=1m&after=1704067500000&before=1704067199999&/,
		'{"before":1704067500000}'],
	['okx', "kind=tick symbol=BTC/USDT $day", qr/type=2&after=1704153600000&limit=100$/],
	['okx', "kind=tick symbol=BTC/USDT $day", qr/type=1&after=734864332&limit=100$/, '{"id":"734864332"}'],
	['okx', 'kind=instrument market=option symbol=ETH/USD-250627-5000-C', qr/instFamily=ETH-USD$/],
	['okx', 'symbol=BTC-USDT-SWAP', refused('is a contract, in market swap, did you mean BTC/USDT?')],
	['okx', 'market=futures symbol=BTC/USDT', refused('did you mean BTC/USD-250627?')],

	# Coinbase: seconds and both ends, a span of at most 300 candles by count of both ends.
	['coinbase', 'symbol=BTC/USD interval=1m from=2024-01-01 to=2024-01-01T05:00:00Z', 'https://api.'
		. 'exchange.coinbase.com/products/BTC-USD/candles?granularity=60&start=2024-01-01T00%3A00%3A00Z'
		. '&end=2024-01-01T04%3A59%3A59Z'],
	['coinbase', "market=advanced symbol=BTC/USD interval=2h $day", 'https://api.coinbase.com/api/v3/'
		. 'brokerage/market/products/BTC-USD/candles?start=1704067200&end=1704153599&granularity=TWO_HOUR'
		. '&limit=300'],
	['coinbase', 'symbol=BTC/USD interval=30m', refused('not in market spot, only in advanced')],
	['coinbase', "kind=tick symbol=BTC/USD $day", qr/limit=1000&after=77$/, '{"after":"77"}'],

	# Kraken: XBT and XDG, what since names is left out, nanoseconds in digits.
	['kraken', "symbol=BTC/USD interval=4h $day", 'https://api.kraken.com/0/public/OHLC?pair=XBTUSD'
		. '&interval=240&since=1704067199'],
	['kraken', "kind=tick symbol=DOGE/USD $day", 'https://api.kraken.com/0/public/Trades?pair=XDGUSD'
		. '&since=1704067199999000000&count=1000'],
	['kraken', "kind=tick symbol=XBT/USD $day", qr/pair=XBTUSD&since=1762820035982277754&/,
		'{"since":"1762820035982277754"}'],
	['kraken', "kind=funding market=futures symbol=DOGE/USD $day", qr/symbol=PF_DOGEUSD$/],
	['kraken', "kind=funding market=inverse symbol=BTC/USD:BTC $day", qr/symbol=PI_XBTUSD$/],
	['kraken', 'symbol=BTC/USD:USD', refused('is a contract, in market futures')],

	# CoinGecko: enough time for the width of points, days by the rows wanted.
	['coingecko', "kind=chart_price symbol=bitcoin/usd interval=1h $hours", 'https://api.coingecko.com/'
		. 'api/v3/coins/bitcoin/market_chart/range?vs_currency=usd&from=1703912400&to=1704085200&precision=full'],
	['coingecko', 'symbol=bitcoin/eur interval=4h limit=50', 'https://api.coingecko.com/api/v3/coins/'
		. 'bitcoin/ohlc?vs_currency=eur&days=14&precision=full'],
	['coingecko', 'kind=price symbol=BTC/USD', refused('did you mean bitcoin/usd?')],

	# Polymarket: chunks of 15 days, 720 minutes in doubt, markets of tokens in both lists.
	['polymarket', "kind=price symbol=$token interval=1h $day",
		"$history&startTs=1704067200&endTs=1704153599&fidelity=60"],
	['polymarket', "kind=price symbol=$token interval=1h $day", qr/fidelity=720$/, '{"fidelity":720}'],
	['polymarket', "kind=tick symbol=$token $day", qr{/markets\?clob_token_ids=$token&closed=false$}],
	['polymarket', "kind=tick symbol=$token $day", qr{/markets\?clob_token_ids=$token&closed=true$},
		'{"closed":true}'],
	['polymarket', "kind=tick symbol=$token $day", 'https://data-api.polymarket.com/trades?market=0xc8'
		. '&limit=500&offset=500', '{"market":"0xc8","offset":500}'],
	['polymarket', 'kind=instrument symbol=will-it-rain', 'https://gamma-api.polymarket.com/markets/slug/'
		. 'will-it-rain'],
	['polymarket', 'kind=book symbol=will-it-rain', refused("a symbol is a token's id")],

	# Kalshi: named by the end, in both bounds.
	['kalshi', "symbol=KXELONMARS-99 interval=1h $day", 'https://api.elections.kalshi.com/trade-api/v2/'
		. 'series/KXELONMARS/markets/KXELONMARS-99/candlesticks?start_ts=1704070800&end_ts=1704157199'
		. '&period_interval=60'],
	['kalshi', "market=historical symbol=KXELONMARS-99 interval=1d $day",
		qr{/historical/markets/KXELONMARS-99/candlesticks\?}],
	['kalshi', "kind=tick symbol=KX-1 $day", qr/min_ts=1704067200&max_ts=1704153599&cursor=x%2By$/,
		'{"page":"x+y"}'],
	['kalshi', 'symbol=kx-1', refused('did you mean KXELONMARS-99?')],

	# Alpaca: the free feed first; secrets by name only.
	['alpaca', "credentials=alpaca symbol=BRK.B interval=1d $day", 'https://data.alpaca.markets/v2/'
		. 'stocks/bars?symbols=BRK.B&feed=iex&timeframe=1Day&start=2024-01-01T00%3A00%3A00Z'
		. '&end=2024-01-01T23%3A59%3A59.999Z&limit=10000&sort=asc&adjustment=raw'
		. "\napca-api-key-id: {key_id}\napca-api-secret-key: {secret}"],
	['alpaca', "credentials=alpaca market=crypto symbol=BTC/USD interval=1d $day",
		qr{/v1beta3/crypto/us/bars\?symbols=BTC%2FUSD&timeframe=1Day&.*&sort=asc&page_token=a%3D%3D\n},
		'{"page":"a=="}'],
	['alpaca', 'credentials=alpaca symbol=BTC/USD', refused('did you mean AAPL?')],

	# Fyers: one bar before now, whatever was asked; no Bearer.
	['fyers', 'credentials=fyers symbol=NSE:M&M-EQ interval=5m from=2024-01-01 to=2024-01-02 '
		. 'now=2024-01-01T10:00:00Z', 'https://api-t1.fyers.in/data/history?symbol=NSE%3AM%26M-EQ&resolution=5'
		. "&date_format=0&range_from=1704067200&range_to=1704102900&cont_flag=1\n"
		. 'authorization: {app_id}:{token}'],
	['fyers', 'credentials=fyers symbol=NSE:SBIN-EQ interval=4h from=2024-01-01 to=2024-01-02 now=2024-06-01',
		qr/resolution=240&date_format=0&range_from=1704067200&range_to=1704153599&/],
	['fyers', 'credentials=fyers symbol=SBIN', refused('did you mean NSE:SBIN-EQ?')],
	['fyers', 'kind=instrument', qr{^https://public\.fyers\.in/sym_details/BSE_CM_sym_master\.json$},
		'{"file":1}'],
);

my $driver = Provider->new;
my %login = (alpaca => $driver->file("key_id = AK\nsecret = hush\n"),
	fyers => $driver->file("app_id = AB12-100\ntoken = hush\n"));
chmod 0600, values %login;

my $loaded = '';
for my $case (@cases) {
	my ($provider, $words, $want, $cursor) = @$case;
	my %ask = map { split /=/, $_, 2 } split ' ', $words;
	$ask{credentials} &&= $login{$ask{credentials}};
	$driver->load($provider) if $provider ne $loaded;
	$loaded = $provider;
	my $made = $driver->ask(%ask);
	$made = $driver->request($cursor) unless $made->{fail};
	my $got = $made->{fail} ? "refused: $made->{fail}"
		: join "\n", $made->{url}, @{$made->{headers}};
	my $name = "$provider $words" . ($cursor ? " at $cursor" : '');
	ref $want ? like($got, $want, $name) : is($got, $want, $name);
}
done_testing();

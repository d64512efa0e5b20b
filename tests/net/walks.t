#!/usr/bin/env perl
# SPDX-License-Identifier: ISC
# C1.8 C2.1 F0.14: whole walks of tq-fetch through the paging of each venue, against a server here
# that keeps to the rules PROVIDERS.md tells of: bounds that count or do not, newest or oldest first,
# limits of rows and of time, cursors. What comes out must be every record of the range, once.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
use IO::Socket::INET;
use JSON::PP;
use List::Util qw(min);
use POSIX qw(ceil);

my $bin = $ENV{TQ_BIN} // 'build/bin';
plan skip_all => "no $bin/tq-fetch" unless -x "$bin/tq-fetch";
my $dir = tempdir(CLEANUP => 1);
@ENV{qw(TQ_STATE_DIR TQ_CACHE_DIR TQ_DATA_DIR XDG_CONFIG_HOME)} = ("$dir/state", "$dir/cache", 'share', $dir);
delete @ENV{qw(http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY)};

# Midnight, so long ago that all is closed; some venues show nothing that is older than 90 days.
my $start = int(time / 86400 - 100) * 86400;
my $recent = $start + 60 * 86400;
my $condition = '0x' . 'ab' x 32;
my ($live, $resolved) = ('7' x 77, '8' x 77);
my $json = JSON::PP->new->canonical;

# What the venues have: moments in seconds, from a day before the start to 100 days behind it.
sub moments {
	my ($from, $to, $step) = @_;
	$from = $start - 86400 if $from < $start - 86400;
	$to = min($to, $start + 100 * 86400);
	$from = ceil($from / $step) * $step;
	return map { $from + $step * $_ } 0 .. int(($to - $from + $step - 1) / $step) - 1;
}

sub price { my ($t) = @_; return sprintf '%d.%02d', 100 + $t / 60 % 1000, $t / 60 % 100 }
sub newest { my ($limit, @t) = @_; @t = reverse @t; splice @t, $limit if @t > $limit; return @t }
sub oldest { my ($limit, @t) = @_; splice @t, $limit if @t > $limit; return @t }
sub trade_id { return 1000 + ($_[0] - $start + 86400) / 10 }
sub trade_time { return $start - 86400 + 10 * ($_[0] - 1000) }

my %answer = (
	'/v5/market/kline' => sub {
		my ($q) = @_;
		my @t = newest($q->{limit}, moments($q->{start} / 1000, $q->{end} / 1000 + .001, 60 * $q->{interval}));
		return {retCode => 0, time => time * 1000,
			result => {list => [map { [$_ * 1000 . '', (price($_)) x 4, '1.0', '2.0'] } @t]}};
	},
	'/v5/market/funding/history' => sub {
		my ($q) = @_;
		my @t = newest($q->{limit}, moments($q->{startTime} / 1000, $q->{endTime} / 1000 + .001, 3600));
		return {retCode => 0, time => time * 1000,
			result => {list => [map { {fundingRate => '0.0001', fundingRateTimestamp => $_ * 1000 . ''} } @t]}};
	},
	'/v5/market/account-ratio' => sub {
		my ($q) = @_;
		my @all = reverse moments($q->{startTime} / 1000, $q->{endTime} / 1000 + .001, 300);
		my $at = $q->{cursor} || 0;
		my @t = @all[$at .. min($at + 100, scalar @all) - 1];
		return {retCode => 0, time => time * 1000, result => {nextPageCursor => $at + 100 < @all ? $at + 100 . '' : '',
			list => [map { {buyRatio => '0.6', sellRatio => '0.4', timestamp => $_ * 1000 . ''} } @t]}};
	},
	'/api/v5/market/history-candles' => sub {
		my ($q) = @_;
		my @t = newest(min($q->{limit}, 60), moments($q->{before} / 1000 + .001, $q->{after} / 1000, 60));
		return {code => '0', data => [map { [$_ * 1000 . '', (price($_)) x 4, '1', '1', '1', '1'] } @t]};
	},
	'/api/v5/public/funding-rate-history' => sub {
		my ($q) = @_;
		my @t = newest($q->{limit}, moments($q->{before} / 1000 + .001, $q->{after} / 1000, 3600));
		return {code => '0', data => [map { {fundingTime => $_ * 1000 . '', realizedRate => '0.0002'} } @t]};
	},
	'/api/v5/market/history-trades' => sub {
		my ($q) = @_;
		my $before = $q->{type} == 2 ? $q->{after} / 1000 : trade_time($q->{after});
		return {code => '0', data => [map { {ts => $_ * 1000 . '', tradeId => trade_id($_) . '', px => price($_),
			sz => '1', side => 'buy'} } newest($q->{limit}, moments($start - 86400, $before, 10))]};
	},
	'/products/BTC-USD/candles' => sub {
		my ($q) = @_;
		my ($from, $to) = map { s/Z$//r =~ /T(\d+):(\d+):(\d+)/ ? day($_) + $1 * 3600 + $2 * 60 + $3 : die } @$q{qw(start end)};
		my @t = newest(1000, moments($from, $to + .001, $q->{granularity}));
		return (400, {message => 'granularity too small for the requested time range'}) if @t > 300;
		return [map { [$_, map { $_ + 0 } (price($_)) x 4, 1] } @t];
	},
	'/products/BTC-USD/trades' => sub {
		my ($q) = @_;
		my $before = $q->{after} ? trade_time($q->{after}) : $start + 86400;
		my @t = newest($q->{limit}, moments($start - 86400, $before, 10));
		return (200, [map { {trade_id => trade_id($_), side => 'sell', price => price($_), size => '1', time => iso($_)} } @t],
			'cb-after: ' . trade_id($t[-1]));
	},
	'/0/public/Trades' => sub {
		my ($q) = @_;
		my $since = $q->{since} / 1e9 + 1e-4;
		my @t = oldest($q->{count}, moments($since, $since + 20000, 10));
		return {error => [], result => {XXBTZUSD => [map { [price($_), '1', $_ + 0, 'b', 'l', '', trade_id($_)] } @t],
			last => $t[-1] . '000000000'}};
	},
	'/prices-history' => sub {
		my ($q) = @_;
		return (400, {error => 'interval is too long'}) if $q->{endTs} - $q->{startTs} > 15 * 86400;
		return {history => []} if $q->{market} eq $resolved && $q->{fidelity} < 720;
		return {history => [map { {t => $_, p => 0.5} } moments($q->{startTs}, $q->{endTs} + .001, 60 * $q->{fidelity})]};
	},
	'/markets' => sub {
		my ($q) = @_;
		return $q->{closed} eq 'true' ? [{conditionId => $condition}] : [];
	},
	'/trades' => sub {
		my ($q) = @_;
		my @t = reverse moments($start - 86400, $start + 86400, 60);
		@t = grep { defined } @t[$q->{offset} .. $q->{offset} + min($q->{limit}, 400) - 1];
		return [map { {asset => $_ % 120 ? $live : $resolved, timestamp => $_, price => 0.5, size => 1, side => 'BUY',
			transactionHash => "0x$_"} } @t];
	},
	'/series/KXA/markets/KXA-1/candlesticks' => sub {
		my ($q) = @_;
		my $step = 60 * $q->{period_interval};
		my @t = moments($q->{start_ts}, $q->{end_ts} + .001, $step);
		return (400, {error => {code => 'bad_request', message => 'too many candles'}}) if @t > 5000;
		return {candlesticks => [map { {end_period_ts => $_, volume => 1,
			price => {map { ($_ . '_dollars' => '0.5000') } qw(open high low close)}} } @t]};
	},
	'/v2/stocks/bars' => sub {
		my ($q) = @_;
		my ($from, $to) = map { day($_) } @$q{qw(start end)};
		my @all = moments($from, $to + 86400, 60);
		my $at = $q->{page_token} || 0;
		my @t = @all[$at .. min($at + 1000, scalar @all) - 1];
		return {bars => {AAPL => [map { {t => iso($_), v => 1, n => 1, map { $_ => 1 } qw(o h l c)} } @t]},
			next_page_token => $at + 1000 < @all ? $at + 1000 . '' : undef};
	},
	'/history' => sub {
		my ($q) = @_;
		return (400, {s => 'error', code => -50, message => 'range'}) if $q->{range_to} - $q->{range_from} > 100 * 86400;
		return {s => 'ok', candles => [map { [$_, 1, 1, 1, 1, 1] } moments($q->{range_from}, $q->{range_to} + .001, 3600)]};
	},
);

sub day {
	require Time::Local;
	$_[0] =~ /^(\d+)-(\d+)-(\d+)/ or die "day $_[0]";
	return Time::Local::timegm(0, 0, 0, $3, $2 - 1, $1);
}

sub iso {
	my ($s, $m, $h, $d, $mon, $y) = gmtime $_[0];
	return sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $y + 1900, $mon + 1, $d, $h, $m, $s;
}

sub serve {
	my ($client) = @_;
	my $line = <$client> // return;
	while (defined(my $header = <$client>)) { last if $header =~ /^\r?\n$/ }
	my ($path, $query) = $line =~ m{^GET ([^ ?]*)(?:\?(\S*))? } or return;
	my %query = map { s/%([0-9A-Fa-f]{2})/chr hex $1/ger } map { split /=/, $_, 2 } split /&/, $query // '';
	my @said = $answer{$path} ? $answer{$path}->(\%query) : (404, {message => "no $path"});
	unshift @said, 200 if ref $said[0];
	my $body = $json->encode($said[1]);
	print $client "HTTP/1.1 $said[0] X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ",
		length $body, "\r\n", ($said[2] ? "$said[2]\r\n" : ''), "\r\n", $body;
}

my $listen = IO::Socket::INET->new(Listen => 32, LocalAddr => '127.0.0.1') or die $!;
my $url = 'http://127.0.0.1:' . $listen->sockport;
my $server = fork // die $!;
if (!$server) {
	$SIG{ALRM} = sub { exit };
	alarm 120;
	while (my $client = $listen->accept) { serve($client); close $client }
	exit;
}
close $listen;

my %login = (alpaca => "key_id = AK\nsecret = hush\n", fyers => "app_id = AB12-100\ntoken = hush\n");
for my $name (keys %login) {
	open my $fh, '>', "$dir/$name" or die $!;
	chmod 0600, "$dir/$name";
	print $fh $login{$name}, "base = $url\n";
	close $fh;
}

# Status, records, and what was said. A walk that fails is not to open the next one's breaker.
my $walks = 0;
sub fetch {
	my (@words) = @_;
	local $ENV{TQ_STATE_DIR} = "$dir/state-" . ++$walks;
	my @login = $login{$words[0]} ? ('--credentials', "$dir/$words[0]") : ();
	my $pid = open(my $out, '-|') // die $!;
	if (!$pid) {
		open STDERR, '>', "$dir/err";
		exec "$bin/tq-fetch", @words, '--base-url', $url, '--insecure-http', @login;
	}
	my @lines = <$out>;
	close $out;
	my $status = $? >> 8;
	open my $err, '<', "$dir/err" or die $!;
	return ($status, \@lines, join '', <$err>);
}

# Of N moments so many seconds apart, from a start on: each of them once.
sub walk {
	my ($name, $from, $step, $n, @words) = @_;
	my $until = $from + $n * $step;
	my ($status, $lines, $said) = fetch(@words, '--since', iso($from), '--until', iso($until));
	is($status, 0, "$name: status") or diag($said);
	my @got = map { /"time":"([^"]+)"/ ? $1 : 'no time' } @$lines;
	my @want = map { iso($_) } moments($from, $until, $step);
	my ($i) = grep { ($got[$_] // '') ne ($want[$_] // '') } 0 .. ($#got > $#want ? $#got : $#want);
	ok(!defined $i, "$name: each of " . @want . ' records once')
		or diag(@got . " records; record $i: " . ($got[$i] // 'none') . ', not ' . ($want[$i] // 'none'));
	return $lines;
}

my $bars = walk('Bybit bars', $start, 60, 2500, qw(bybit BTC/USDT -i 1m));
like($bars->[7], qr/"open":${\price($start + 420)},/, 'Bybit bars: the price of their minute');
walk('Bybit funding by the hour', $start, 3600, 720, qw(bybit BTC/USDT -m linear -k funding));
walk('Bybit long and short', $start, 300, 288, qw(bybit BTC/USDT -m linear -k long-short -i 5m));
walk('OKX bars, at most 60 a page', $start, 60, 500, qw(okx BTC/USDT -i 1m));
walk('OKX funding by the hour', $recent, 3600, 240, qw(okx BTC/USDT -m swap -k funding));
walk('OKX trades', $recent, 10, 360, qw(okx BTC/USDT -k tick));
walk('Coinbase bars', $start, 60, 1000, qw(coinbase BTC/USD -i 1m));
walk('Coinbase trades', $start, 10, 8640, qw(coinbase BTC/USD -k tick));
walk('Kraken trades', $start, 10, 1500, qw(kraken BTC/USD -k tick));
walk('Polymarket prices', $start, 3600, 960, 'polymarket', $live, qw(-k price -i 1h));
walk('Polymarket prices of a resolved market', $start, 43200, 80, 'polymarket', $resolved,
	qw(-k price -i 12h));
walk('Polymarket trades of a closed market', $start, 120, 720, 'polymarket', $resolved, qw(-k tick));
walk('Kalshi bars', $start, 60, 6000, qw(kalshi KXA-1 -i 1m));
walk('Alpaca bars', $start, 60, 2880, qw(alpaca AAPL -i 1m));
walk('Fyers bars', $start, 3600, 2280, qw(fyers NSE:SBIN-EQ -i 1h));

my ($status, $lines, $said) = fetch('polymarket', $resolved, qw(-k price -i 1h),
	'--since', iso($start), '--until', iso($start + 2 * 86400));
is($status, 6, 'a resolved market has no hourly prices');
like($said, qr/history at 12h and 1d only/, 'and that is said');
is(scalar @$lines, 0, 'and nothing comes out');

kill 'TERM', $server;
waitpid $server, 0;
$? = 0;
done_testing();

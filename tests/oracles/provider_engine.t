# SPDX-License-Identifier: ISC
# X.7 F2.30 C0.23 F4.33: what the engine makes of a provider's file and of the
# rows it gives, right and wrong, on a made-up venue; no file beside the project.
use strict;
use warnings;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__);
use Provider;

plan skip_all => 'no provider_run (make unit)' unless Provider::there();
my $fixtures = 'tests/net/fixtures';
my $odd = do { open my $f, '<', "$fixtures/odd.jq" or die; local $/; <$f> };
my @broken = (
	['syntax', "def provider: {;\n", qr{/broken0\.jq:1: syntax error}],
	['line', "def provider: {};\ndef request: 1;\ndef parse: foo(1);\ndef symbol: 1;\n", qr{/broken1\.jq:3: foo/1 is not defined}],
	['lacking', "def provider: {};\ndef symbol: 1;\ndef request: 1;\n", qr{/broken2\.jq: parse/0 is not defined}],
	['include', "include \"x\";\n$odd", qr{/broken3\.jq:1: syntax error}],
	['raises', "def provider: error(\"no\");\ndef symbol: 1;\ndef request: 1;\ndef parse: 1;\n", qr{/broken4\.jq: provider: no}],
	['no object', "def provider: 1;\ndef symbol: 1;\ndef request: 1;\ndef parse: 1;\n", qr{provider is no object}],
	['fields', 'def provider: {name: "other", version: [], bases: {a: "http://a/"}, markets: [],
		limits: {b: [], a: [{name: "x", window: "1q", max: 0}]}, kind: {},
		kinds: {bra: {}, bar: {intervals: ["1x"], rows: 0, paging: "up", markets: ["x"], row: 1}}};
		def symbol: 1; def request: 1; def parse: 1;',
		qr{name is 'other'.*title is no text.*version is no text.*markets is no list.*bases\.a is no https.*window is no duration.*limits\.b: there is no such base}],
	['kinds', 'def provider: {name: "broken7", version: 1, title: "t", bases: {a: "https://a"}, markets: ["m"],
		kinds: {bra: {}, bar: {rows: 0, paging: "up", row: 1}, tick: {markets: ["x"]}}};
		def symbol: 1; def request: 1; def parse: 1;',
		qr{kinds\.bar has unknown field 'row'.*paging is none of.*rows is no count.*no intervals.*kinds\.bra: there is no such kind.*no market 'x'}],
);
my @files = ("$fixtures/odd.jq", "$fixtures/acme.jq");
my $dir = File::Temp::tempdir(CLEANUP => 1);
for my $i (0 .. $#broken) {
	open my $f, '>', "$dir/broken$i.jq" or die;
	print $f $broken[$i][1];
	push @files, "$dir/broken$i.jq";
}
my $driver = Provider->new(files => \@files);

for my $i (0 .. $#broken) {
	my $load = $driver->load("broken$i");
	like($load->{fail} // 'no fault', $broken[$i][2], "a file's fault is told with its place: $broken[$i][0]");
	is($load->{status}, 2, "$broken[$i][0]: its user can mend it");
}
like($driver->load('../odd')->{fail}, qr/unknown provider/, 'C0.23 a name leads nowhere else');
like($driver->load('od')->{fail}, qr/did you mean odd\?/, 'a near miss');
is($driver->load('odd')->{version}, 'odd/b', 'the version is part of the name');

# What is refused before any request.
sub refused {
	my ($pattern, %ask) = @_;
	my $answer = $driver->ask(%ask);
	like($answer->{fail} // 'taken', $pattern, join ' ', 'refused:', map { "$_=$ask{$_}" } sort keys %ask);
}
refused(qr/^odd has no kind 'bars', did you mean bar\?/, kind => 'bars', symbol => 'A');
refused(qr/^odd has no kind 'markbar', did you mean mark-bar\? \((?!.*_)/, kind => 'markbar', symbol => 'A');
refused(qr/^odd has no market 'tow', did you mean two\?/, market => 'tow', symbol => 'A');
refused(qr/^odd has mark_bar not in market one, only in two/, kind => 'mark-bar', symbol => 'A');
refused(qr/^odd has bar of 1m not in market two, only in one/, market => 'two', interval => '1m', symbol => 'A');
refused(qr/^odd has no interval '1H', did you mean 1h\?/, interval => '1H', symbol => 'A');
refused(qr/^odd has no interval '60m', did you mean 1h\?/, interval => '60m', symbol => 'A');
refused(qr/^odd has no interval '7m'/, interval => '7m', symbol => 'A');
refused(qr/^odd: kind tick has no interval/, kind => 'tick', interval => '1m', symbol => 'A');
refused(qr/^odd: kind bar needs a symbol/, interval => '1h');
refused(qr/^no symbol/, interval => '1h', symbol => '');
refused(qr/^no symbol/, interval => '1h', symbol => 'x' x 300);
refused(qr/odd\.jq: symbol: raised$/, interval => '1h', symbol => 'RAISES');
refused(qr/symbol: gives neither symbol and native nor error/, interval => '1h', symbol => 'NOTHING');
refused(qr/symbol: gives more than one value/, interval => '1h', symbol => 'TWICE');
refused(qr/symbol: gives no value/, interval => '1h', symbol => 'NONE');
refused(qr/now is not for providers/, interval => '1h', symbol => 'CLOCK');
refused(qr/^odd one has no symbol 'NEAR': not this one, did you mean FAR\?/, interval => '1h', symbol => 'NEAR');
refused(qr/needs the credential 'user'/, kind => 'long-short', market => 'two', symbol => 'A');

sub ask {
	my $answer = $driver->ask(symbol => 'A', from => '2024-01-01', to => '2024-01-02', @_);
	diag($answer->{fail}) if $answer->{fail};
	return $answer;
}
is(ask(symbol => 'ENV', interval => '1h')->{symbol}, 'x{}', 'the environment is empty');
is(ask(interval => '1h')->{sizes}, '10 0 0 0', 'sizes by market and interval');
is(ask(interval => '1m')->{sizes}, '20 0 720 0', 'sizes of all others');
is(ask(market => 'two', interval => '1h')->{sizes}, '30 86400 0 2592000', 'sizes by market');
is(ask()->{interval}, '1m', 'the first interval where there is no 1d');
is(ask(interval => '1h')->{venue}, 'odd', 'the first market is the venue');
is(ask(market => 'two', interval => '1h')->{venue}, 'odd-two', 'another market is named');
is(ask(market => 'two', kind => 'mark-bar')->{venue}, 'odd-two-mark', 'another price is named');
is(ask(kind => 'current-tick')->{venue}, 'odd', 'the newest is the same series');
ask(symbol => 'BTC/USDT', interval => '1h');
is_deeply($driver->known('BTC/USD', 'BTC/USDT'), Provider::hash('ok'), 'a symbol that is listed');
like($driver->known('BTC/USD', 'BTC/USDC', 'X')->{fail}, qr/has no symbol 'BTC\/USDT', did you mean BTC\/USDC?/,
	'a symbol that is not listed has a near miss');

# Requests.
sub url { ask(interval => '1h', @_[1 .. $#_], symbol => $_[0]); $driver->request }
is(url('A')->{url}, 'https://odd.example/api/p?kind=bar&from=1704067200000&to=1704153600000&limit=10'
	. '&ms=3600000&cursor=null', 'an ask as a request; null is left out');
is(url('A', limit => 3)->{url} =~ s/.*limit=(\d+).*/$1/r, 3, 'the limit that the user wants');
is(url('A', to => '2024-01-01T02:30:00Z')->{url} =~ s/.*limit=(\d+).*/$1/r, 3, 'the limit that the window holds');
is(url('A', now => '2024-06-01')->{url} =~ s/.*now=(\d+).*/$1/r, 1717200000000, 'the clock of the walk');
url('A');
like($driver->request('{"a":[1,"x"]}')->{url}, qr/cursor=%7B%22a%22%3A%5B1%2C%22x%22%5D%7D$/, 'a cursor is any value');
is(url('ENCODE')->{url}, 'https://odd.example/api/a%20b/%C3%BC%2F../%2E%2E?q%26=%C3%A9%3D1&t=true',
	'C0.23 segments and queries are percent-encoded');
is(url('PATH')->{url}, 'https://odd.example/api/a%20b/%41%3Fx%23y', 'a path as text');
like(url('UP')->{fail}, qr/path is neither/, 'C0.23 no path goes up');
like(url('RELATIVE')->{fail}, qr/path is neither/, 'no path without a slash');
is(url('OTHER')->{url}, 'https://other.example/x', 'another base');
like(url('NOBASE')->{fail}, qr/base is none of bases/, 'F4.33 no base of its own making');
like(url('SPLIT')->{fail}, qr/headers is no list/, 'no header makes another');
like(url('NOLIMIT')->{fail}, qr/limits names one/, 'an unknown limit');
like(url('HALF')->{fail}, qr/query is no list/, 'no double in an address');
like(url('LIST')->{fail}, qr/gives no object/, 'no object');
my $post = url('POST');
is("$post->{method} $post->{weight} $post->{body} @{$post->{limits}}", 'POST 7 {"a":1} rare 3600 5 -',
	'method, body, weight and a limit apart');
is(join(' ', @{url('A')->{limits}}), 'weight 60 100 x-used', 'a limit apart is not used by others');
is(url('SECRET')->{status}, 10, 'without credentials: to be logged in');

# Answers to rows.
sub page {
	my ($answer, @more) = @_;
	return $driver->parse_text(qq({"answer":$answer}), 200, @more);
}
sub line { (page(@_)->{lines} // ['none'])->[0] }

ask(interval => '1h');
my $bar = '"open":"1.10","high":2.0,"low":"1e-3","close":-0.5,"volume":"12345678901234567890.123456789"';
is(line(qq({"rows":[{"time":1704067200000,$bar,"trades":7,"note":"x","b":true,"extra":"0.10","gone":null}]})),
	'{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"A","venue":"odd","interval":"1h","open":1.10,'
	. '"high":2.0,"low":0.001,"close":-0.5,"volume":12345678901234567890.123456789,"trades":7,"b":true,"extra":0.10,"note":"x"}',
	'X.7 decimals keep their spelling, exponents are written out, further fields follow by name');
my $flags = page(qq({"rows":[{"time":1,$bar,"closed":true},{"time":2,$bar,"closed":false},{"time":3,$bar}]}));
is("@{$flags->{closed}}", 'closed open -', 'what the venue says of a bar being finished');
unlike(join('', @{$flags->{lines}}), qr/closed/, 'is no field of the line');
my %time = (
	's' => ['"1762820035.982277754"', '2025-11-11T00:13:55.982277754Z'], 'ms' => [1704067200001, '2024-01-01T00:00:00.001Z'],
	'us' => ['"1735689600010866"', '2025-01-01T00:00:00.010866Z'], 'ns' => ['"1762820035982277754"', '2025-11-11T00:13:55.982277754Z'],
	'rfc3339' => ['"2024-01-01T01:00:00.5+01:00"', '2024-01-01T00:00:00.500Z']);
for my $unit (sort keys %time) {
	like(line(qq({"unit":"$unit","rows":[{"time":$time{$unit}[0],$bar}]})), qr/"time":"\Q$time{$unit}[1]\E"/,
		"X.7 time in $unit, exactly");
}
sub broken {
	my ($pattern, $answer, @more) = @_;
	my $page = page($answer, @more);
	like($page->{fail} // 'taken', $pattern, "refused: $pattern");
	return $page->{status};
}
is(broken(qr/^row 2: close is missing/, qq({"rows":[{"time":1,$bar},{"time":1,"open":1,"high":1,"low":1}]})), 6,
	'F2.30 a broken answer is refused for good');
broken(qr/^row 1: close is missing/, qq({"rows":[{"time":1,"open":1,"high":1,"low":1,"close":"","volume":1}]}));
broken(qr/^row 1: volume is no decimal: "NaN"/, qq({"rows":[{"time":1,"open":1,"high":1,"low":1,"close":1,"volume":"NaN"}]}));
broken(qr/^row 1: open is no decimal: "\+1"/, qq({"rows":[{"time":1,"open":"+1","high":1,"low":1,"close":1,"volume":1}]}));
broken(qr/^row 1: time is missing/, qq({"rows":[{$bar}]}));
broken(qr/^row 1: time is no time of its unit: "2024-01-01"/, qq({"rows":[{"time":"2024-01-01",$bar}]}));
broken(qr/^row 1: trades is no whole number: "1\.5"/, qq({"rows":[{"time":1,$bar,"trades":1.5}]}));
broken(qr/^row 1: extra is no decimal: "x"/, qq({"rows":[{"time":1,$bar,"extra":"x"}]}));
broken(qr/^row 1: far is no text, number or truth value/, qq({"rows":[{"time":1,$bar,"far":[1]}]}));
broken(qr/^row 1: symbol is B, not A/, qq({"rows":[{"time":1,$bar,"symbol":"B"}]}));
broken(qr/^row 1: it is no object: "5"/, '{"rows":[5]}');
broken(qr/unit is none of/, '{"rows":[],"unit":"min"}');
broken(qr/now is no time of its unit/, '{"rows":[],"now":"x"}');
is(broken(qr/parse: gives neither rows nor error/, '{"x":1}'), 2, 'a broken provider is to be mended');
broken(qr/next is the cursor that led here/, '{"echo":true}', '[5]');
broken(qr/unknown class of error 'bad'/, '{"error":{"class":"bad"}}');

# Errors, by whoever knows better.
my $error = page('{"error":{"class":"rate","code":"-5","message":"slow\ndown","wait":"30"}}');
is("$error->{class} $error->{text} $error->{wait}", 'rate -5: slow down 30', 'an error inside HTTP 200');
is(page('{"error":{"message":"no class"}}')->{class}, 'refused', 'one without a class is refused');
sub body { my ($body, $status, @headers) = @_; $driver->parse_text($body, $status, '', @headers) }
is(body('"x"', 500)->{class}, 'transient', 'a parse that fails on a failure leaves the status');
is(body('<html>', 418)->{text}, '<html>', 'the text of a failure is for parse');
is(body('{"answer":{"error":{"class":"geo"}}}', 403)->{class}, 'geo', 'parse knows better than the status');
is(body('{"answer":{"error":{}}}', 503)->{class}, 'transient', 'an error without a class has that of the status');
like(body('"x"', 200)->{fail}, qr/not the answer that was expected: .*parse: unexpected/, 'a parse that fails on a success');
like(body('{"answer":{', 200)->{text}, qr/the answer is no JSON/, 'an answer that is cut off is tried again');
like(body("\xef\xbb\xbf{}", 200)->{text}, qr/the answer is no JSON/, 'JSON is strict');
is(body('"received"', 200, 'X-A: 1', 'x-a: 2')->{next},
	'{"received":1717200000123,"status":200,"headers":{"x-a":"1"},"json":true}', 'what parse is told');

# The other kinds of rows.
ask(kind => 'tick');
is(line('{"rows":[{"time":1,"price":"0.1","qty":1,"side":"buy","id":"23360939988679364027624185518382759743328544433592111535569478055890815567848"}]}'),
	'{"type":"tick","time":"1970-01-01T00:00:00.001Z","symbol":"A","venue":"odd","price":0.1,"qty":1,"side":"buy",'
	. '"id":"23360939988679364027624185518382759743328544433592111535569478055890815567848"}', 'X.7 an id of 77 digits stays text');
broken(qr/^row 1: side is no buy\|sell: "b"/, '{"rows":[{"time":1,"price":1,"qty":1,"side":"b"}]}');
broken(qr/^row 1: price is no decimal: 0.5/, '{"number":true}');
like(line('{"whole":true}'), qr/"price":2,/, 'a whole number of jq is exact');
ask(kind => 'quote');
is(line('{"rows":[{"bid":"1.0","ask":""}]}'), '{"type":"quote","time":"2024-06-01T00:00:00.123Z","symbol":"A","venue":"odd","bid":1.0}',
	'the newest has the time of its arrival');
broken(qr/^row 1: bid and ask are missing/, '{"rows":[{}]}');
ask(kind => 'book');
is(line('{"rows":[{"time":1,"sequence":14527958487,"bids":[["9.5","1"],["10","2.0"]],"asks":[["11","0"],["10.5",1]]}]}'),
	'{"type":"book","time":"1970-01-01T00:00:00.001Z","symbol":"A","venue":"odd","bids":[[10,2.0],[9.5,1]],'
	. '"asks":[[10.5,1],[11,0]],"sequence":14527958487}', 'a book is sorted as numbers, the best first');
broken(qr/^row 1: bids is no list of \[price, quantity\]/, '{"rows":[{"time":1,"bids":[["1"]],"asks":[]}]}');
broken(qr/^row 1: bids is missing/, '{"rows":[{"time":1,"asks":[]}]}');
ask(kind => 'funding');
is(line('{"rows":[{"time":1,"rate":"-1E-4","interval":"8h","mark_price":""}]}'),
	'{"type":"funding","time":"1970-01-01T00:00:00.001Z","symbol":"A","venue":"odd","rate":-0.0001,"interval":"8h"}',
	'a funding rate with its interval');
broken(qr/^row 1: interval is no interval/, '{"rows":[{"time":1,"rate":1,"interval":"480"}]}');
ask(kind => 'liquidation');
broken(qr/^row 1: side is missing/, '{"rows":[{"time":1,"price":1,"qty":1}]}');
$driver->ask(kind => 'instrument');
is(line('{"unit":"s","rows":[{"symbol":"A/B","tick_size":"0.010","expiry":1704067200,"margin":"5","native":"AB"}]}'),
	'{"type":"instrument","symbol":"A/B","venue":"odd","tick_size":0.010,"expiry":"2024-01-01T00:00:00Z","margin":5,"native":"AB"}',
	'an instrument has no time');
broken(qr/^row 1: symbol is missing/, '{"rows":[{"tick_size":1}]}');
$driver->ask(kind => 'time');
is(page('{"rows":[],"unit":"s","now":"1704067200.5"}')->{now}, '2024-01-01T00:00:00.500Z', 'the clock of the venue');
broken(qr/^now is missing/, '{"rows":[]}');

# F4.33: credentials go to the address they are for.
sub login {
	my ($text, %ask) = @_;
	my $path = $driver->file($text);
	chmod 0600, $path;
	$driver->load('odd');
	return $driver->ask(symbol => 'SECRET', interval => '1h', from => '2024-01-01', to => '2024-01-02',
		credentials => $path, %ask);
}
ok(!login("user = me\ntoken = abc12345\n")->{fail}, 'credentials are read');
is(join(' ', @{$driver->request->{headers}}), 'authorization: {user}:{token}', 'but not by jq');
like(login("user = me\ntoken = abc12345\n", base => 'https://elsewhere.example')->{fail}, qr/credentials are bound to/,
	'F4.33 they do not go to another address');
ok(!login("user = me\ntoken = abc12345\nbase = https://elsewhere.example\n", base => 'https://elsewhere.example/')->{fail},
	'F4.33 unless they are bound to it');
is($driver->request->{url}, 'https://elsewhere.example/x', 'which is then asked');
like(login("user = me\ntoken = abc12345\nbase = https://elsewhere.example\n")->{fail}, qr/not asked here/,
	'F4.33 and then they do not go to the usual one');
$driver->load('odd');
like($driver->ask(base => 'third=https://x.example', symbol => 'A')->{fail}, qr/odd has no base 'third' \(main, other\)/, 'an unknown base');
like($driver->ask(base => 'x.example', symbol => 'A')->{fail}, qr/no address like https/, 'no address');
ok(!$driver->ask(base => 'other=http://127.0.0.1:8080', symbol => 'OTHER', from => '2024-01-01', to => '2024-01-02')->{fail},
	'one base elsewhere');
is($driver->request->{url}, 'http://127.0.0.1:8080/x', 'is asked there');

# The worked example of tq-provider(5) is the one that is tested.
sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }
my ($example) = slurp('man/tq-provider.5') =~ /^\$ .*acme\.jq << .*?\n(.*?)^EOF$/ms;
$example =~ s/\\&|\\(?=e)//g;
is($example, slurp("$fixtures/acme.jq") =~ s/^# SPDX.*\n//r, 'the example of tq-provider(5)');
$driver->load('acme');
is($driver->ask(symbol => 'BTC/USDT', from => '2024-01-01', to => '2024-01-02')->{interval}, '1d', '1d where there is one');
ask(symbol => 'BTC/USDT', interval => '1h');
my $acme = $driver->parse_text('[[1704067200,9,12,10,11.50,0.10]]');
is($acme->{lines}[0], '{"type":"bar","time":"2024-01-01T00:00:00Z","symbol":"BTC/USDT","venue":"acme",'
	. '"interval":"1h","open":10,"high":12,"low":9,"close":11.50,"volume":0.10}', 'its columns are in another order');
is($driver->parse_text('{"error":{"code":"no_product","text":"what?"}}')->{class}, 'refused', 'its error in HTTP 200');
ask(symbol => 'BTC/USDT', kind => 'tick', limit => 2);
my $trades = '[{"t":1704067200000,"p":1,"q":1,"id":1,"taker":"buy"},{"t":1704067200500,"p":1,"q":1,"id":2,"taker":"sell"}]';
is($driver->parse_text($trades)->{next}, '"1704067200500"', 'its full page leads on');
is($driver->parse_text('[]')->{next}, undef, 'its empty page is the end');
done_testing();

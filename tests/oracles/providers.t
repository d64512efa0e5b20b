# SPDX-License-Identifier: ISC
# F2.4 F4.33 X.7: the contract that every provider file is held to, whatever
# its venue: it describes itself; each kind in each market and interval makes a
# request on an address of its own, the same one each time; and an answer of
# another form than it knows is never taken for a page without rows.
use strict;
use warnings;
use Test::More;
use File::Basename qw(dirname);
use lib dirname(__FILE__);
use Provider;

plan skip_all => 'no provider_run (make unit)' unless Provider::there();
my @files = ('tests/net/fixtures/acme.jq');
my $driver = Provider->new(files => \@files);
my @names = sort map { m{([^/]+)\.jq$} } glob('share/providers/*.jq'), @files;
my @symbols = ('BTC/USDT', 'BTC/USD', 'bitcoin/usd', 'BTC-USD', 'AAPL', 'NSE:SBIN-EQ',
	'KXELONMARS-99', 'BTC/USD-250627', 'BTC/USD-250627-50000-C',
	'BTC/USDT-27MAR26-70000-P', '23360939988679364027624185518382759743328544433592111535569478055890815567848');
my @windows = (from => '2024-01-01', to => '2024-01-01T06:00:00Z', now => '2024-06-01');

# Each value is seen again if it gets where it must not.
sub credentials {
	my ($described) = @_;
	my @secrets = @{$described->{credentials} // []} or return ();
	my $path = $driver->file(join '', map { "$_ = secret-$_-value\n" } @secrets);
	chmod 0600, $path;
	return (credentials => $path);
}

# The first symbol that the provider takes there.
sub some_ask {
	my ($kind, @more) = @_;
	my %ask = (kind => $kind->{name}, market => $kind->{market}, @windows, @more);
	my $answer;
	for my $symbol ($kind->{paging} eq 'list' ? undef : (), @symbols) {
		$answer = $driver->ask(%ask, symbol => $symbol);
		return ($answer, $symbol) unless $answer->{fail};
	}
	return $answer;
}

sub host_and_path { $_[0] =~ m{^(https://[^/?]+(?:/[^?]*)?)} ? $1 : '' }

# What is wrong with a request, or nothing.
sub faults {
	my ($request, $described, $kind) = @_;
	return $request->{fail} if $request->{fail};
	my @wrong;
	my @bases = values %{$described->{bases}};
	push @wrong, "not on a base: $request->{url}" unless grep { index($request->{url}, "$_/") == 0 } @bases;
	push @wrong, "a secret: $request->{url} @{$request->{headers}}"
		if "$request->{url} @{$request->{headers}}" =~ /secret-\w+-value/;
	push @wrong, "another character: $request->{url}" if $request->{url} =~ /[^A-Za-z0-9._~%\/:?&=\-!\$'()*+,;@]/;
	while ($request->{url} =~ /[?&](limit|count|sz|size|per_page|page_size|pageSize|num)=(\d+)/g) {
		push @wrong, "$1=$2 over $kind->{rows} rows" if $kind->{rows} && $2 > $kind->{rows};
	}
	for (@{$request->{limits}}) {
		my ($name, $window, $max) = split / /;
		push @wrong, "weight $request->{weight} over $name $max" if $request->{weight} > $max;
	}
	return @wrong;
}

my @strange = ('{}', 'null', '5', 'true', '"text"', '[null]', '[[]]', '[{}]', '[1]', '{"x":1}',
	'{"data":{"x":[]}}');

# Answers that are none of the venue's pages.
sub strange {
	my ($kind) = @_;
	for my $body (@strange, '[]') {
		next if $body eq '5' && $kind->{name} eq 'time';
		my $page = $driver->parse_text($body);
		my $taken = !$page->{fail} && $page->{class} eq 'ok';
		return "$body is taken for a page" if $taken && $body ne '[]';
		return "$body has rows" if $taken && @{$page->{rows}};
		# Nothing may be asked for in another way once more, but that is then the end.
		return "$body never ends" if $taken && defined $page->{next} &&
			defined $driver->parse_text($body, 200, $page->{next})->{next};
	}
	my %class = map { $_->[0] => ($driver->parse_text($_->[1], $_->[2])->{class} // 'broken') } (
		['html 200', '<html><title>hi</title></html>', 200], ['cut off', '[[1,"2', 200], ['empty', '', 200],
		['html 503', '<html>', 503], ['html 404', '<html>', 404], ['html 403', '<html>', 403],
		['html 451', '<html>', 451], ['html 429', '<html>', 429], ['html 401', '<html>', 401],
		['json 500', '{}', 500], ['json 410', '[]', 410]);
	for ('html 200', 'cut off', 'empty', 'html 503', 'json 500') {
		return "$_ is $class{$_}" unless $class{$_} eq 'transient';
	}
	return "html 404 is $class{'html 404'}" if $class{'html 404'} ne 'refused';
	return "html 403 is $class{'html 403'}" if $class{'html 403'} !~ /^(?:refused|ban|geo|auth|rate)$/;
	return "html 451 is $class{'html 451'}" if $class{'html 451'} ne 'geo';
	return "html 429 is $class{'html 429'}" if $class{'html 429'} !~ /^(?:rate|ban)$/;
	return "html 401 is $class{'html 401'}" if $class{'html 401'} ne 'auth';
	return "json 410 is $class{'json 410'}" if $class{'json 410'} ne 'refused';
	return;
}

sub archive_faults {
	my ($described, $kind, $interval) = @_;
	my @wrong;
	my $some = 0;
	for my $period (qw(month day)) {
		my $file = $driver->archive($period, '2024-01-01');
		push @wrong, $file->{fail} if $file->{fail};
		next if $file->{fail} || exists $file->{none};
		$some = 1;
		push @wrong, "not on a base: $file->{url}"
			unless grep { index($file->{url}, "$_/") == 0 } values %{$described->{bases}};
		push @wrong, "name $file->{name} is not that of $file->{url}"
			unless substr($file->{url}, -length $file->{name}) eq $file->{name};
		push @wrong, "another month: $file->{url}" unless $file->{url} =~ /2024-01/;
	}
	push @wrong, 'no file at all' unless $some;
	return @wrong;
}

sub one_kind {
	my ($name, $described, $kind) = @_;
	my (@wrong, @strange);
	my $seen = 0;
	for my $interval (@{$kind->{intervals}} ? @{$kind->{intervals}} : undef) {
		my $what = "$kind->{market} " . ($interval // '');
		my ($ask, $symbol) = some_ask($kind, interval => $interval);
		if ($ask->{fail}) { push @wrong, "$what: $ask->{fail}"; next }
		my ($request, $again) = ($driver->request, $driver->request);
		push @wrong, map { "$what: $_" } faults($request, $described, $kind);
		push @wrong, "$what: another request the second time" if ($request->{url} // '') ne ($again->{url} // '');
		push @wrong, map { "$what: $_" } archive_faults($described, $kind, $interval) if $kind->{archive};
		@strange = map { "$what: $_" } strange($kind) if !$seen++;
		last if @wrong > 3;
	}
	is(join("\n", @wrong), '', "$name: requests of $kind->{name} in $kind->{market}");
	is(join("\n", @strange), '', "X.7 $name: no strange answer is a page of $kind->{name} in $kind->{market}");
}

# Symbols that must not get into an address as they are.
sub hostile {
	my ($kind) = @_;
	my @wrong;
	for my $symbol ('../../etc/passwd', 'BTC/USDT?x=1', "BTC/USDT#", 'BTC USDT', 'BTC/USDT&limit=5', '%2e%2e/x', ' ') {
		my $ask = $driver->ask(kind => $kind->{name}, market => $kind->{market}, @windows, symbol => $symbol,
			interval => $kind->{intervals}[0]);
		next if $ask->{fail};
		my $url = $driver->request->{url} // '';
		push @wrong, "'$symbol' makes $url" if $url =~ m{/\.\./|[# ]|\?.*\?|limit=5$};
	}
	return @wrong;
}

for my $name (@names) {
	my $load = $driver->load($name);
	ok(!$load->{fail}, "$name is loaded") or do { diag($load->{fail}); next };
	my $described = $driver->describe;
	is($described->{name}, $name, "$name describes itself");
	like($described->{home} // '', qr{^https://}, "$name says where its interface is described");
	my @credentials = credentials($described);
	if (@credentials) {
		my ($first) = $driver->kinds;
		some_ask($first, @credentials);
	}
	my @kinds = $driver->kinds;
	one_kind($name, $described, $_) for @kinds;
	my @hostile = map { hostile($_) } grep { $_->{paging} ne 'list' } @kinds;
	is(join("\n", @hostile), '', "C0.23 $name: no symbol is more than a symbol in an address");
	my $wrong = $driver->ask(kind => 'bars', @windows, symbol => $symbols[0]);
	like($wrong->{fail} // '', qr/has no kind 'bars'|did you mean/, "$name: a misspelt kind is refused");
	$wrong = $driver->ask(market => 'nowhere', kind => $kinds[0]{name}, symbol => $symbols[0]);
	like($wrong->{fail} // '', qr/has no market 'nowhere'/, "$name: an unknown market is refused");
}
my $none = $driver->load('binanse');
like($none->{fail}, qr/unknown provider 'binanse', did you mean binance\?/, 'a misspelt provider is refused');
done_testing();

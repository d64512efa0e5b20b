# SPDX-License-Identifier: ISC
# F2.4 C1.8 X.7, issue 3 point 5.2: real answers of venues, read by their
# provider files. The tables are tests/oracles/payloads/*.pl, a list of cases:
#
#	provider, ask      as tq-fetch is asked; cursor, status, headers of the answer
#	payload            below shared/payloads; body: a text of our own instead
#	name               what the case shows (the trap of PROVIDERS.md)
#	expect             1: all rows as NAME.expect.json has them, exactly as numbers;
#	                   code: called with the rows and the decoded .expect.json
#	count, first, last how many rows, and fields of two of them, text for text
#	rows               fields of all rows
#	check              code: called with the name and the rows
#	closed             "-", "open", "closed" of the rows, joined by blanks
#	next, now          the cursor (JSON) and the venue's clock
#	class, text, wait  of a failure; text is a pattern
#	fail               pattern: the answer is refused as broken
#	not                why a payload is not covered; nothing is run
use strict;
use warnings;
use Test::More;
use File::Basename qw(dirname);
use JSON::PP;
use lib dirname(__FILE__);
use Provider;

my $shared = $ENV{TQ_SHARED} // '../shared';
my $payloads = "$shared/payloads";
plan skip_all => 'no provider_run (make unit)' unless Provider::there();

# Numbers keep their text, so that 0.10 and 0.1 differ where that is asked.
my $json = JSON::PP->new->utf8->allow_nonref;
my $driver = Provider->new;

sub slurp { open my $f, '<:raw', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }

# A record's fields as they are spelled.
sub spelled {
	my ($line) = @_;
	my %field;
	$line =~ s/\G[{,]"(\w+)":("(?:\\.|[^"\\])*"|\[(?:[^"]|"(?:\\.|[^"\\])*")*?\](?=[,}]["}\n]|\}$)|[^,}]+)/$field{$1} = $2; ''/ge;
	s/^"(.*)"$/$1/ for values %field;
	return \%field;
}

sub milliseconds {
	my ($time) = @_;
	require Time::Local;
	my ($y, $m, $d, $h, $i, $s, $f) = $time =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?Z$/
		or return 'no time';
	return 1000 * Time::Local::timegm($s, $i, $h, $d, $m - 1, $y) + 1000 * ("0." . ($f // 0));
}

my %list_of = (
	ohlcv => sub { [$_[0]{time}, @{$_[0]}{qw(open high low close volume)}] },
	trades => sub { [$_[0]{time}, @{$_[0]}{qw(id side price qty)}] },
);
my %wanted_of = (
	ohlcv => sub { $_[0] },
	trades => sub { [@{$_[0]}{qw(timestamp id side price amount)}] },
);

# Rows against NAME.expect.json, every field as a number or a text.
sub all_rows {
	my ($name, $rows, $expect) = @_;
	my ($what) = grep { $expect->{$_} } qw(ohlcv trades);
	my @got = sort { $a->[0] <=> $b->[0] }
		map { my $list = $list_of{$what}->($_); $list->[0] = milliseconds($list->[0]); $list } @$rows;
	my @want = map { $wanted_of{$what}->($_) } @{$expect->{$what}};
	is(scalar @got, scalar @want, "$name: as many rows as expected");
	my $wrong = 0;
	for my $i (0 .. ($#got < $#want ? $#got : $#want)) {
		for my $j (0 .. $#{$want[$i]}) {
			my ($g, $w) = ($got[$i][$j] // 'nothing', $want[$i][$j]);
			my $same = $w =~ /^-?[0-9]/ && $g =~ /^-?[0-9]/ ? $g == $w : $g eq $w;
			diag("row $i, column $j: $g, not $w") if !$same && $wrong++ < 5;
		}
	}
	is($wrong, 0, "$name: every field of every row");
}

sub fields {
	my ($name, $line, $want) = @_;
	my $got = spelled($line // '');
	is_deeply({map { $_ => $got->{$_} } keys %$want}, $want, $name);
}

# Compiling takes longer than all the rest.
my %loaded = (name => '', answer => {});
sub load {
	%loaded = (name => $_[0], answer => $driver->load($_[0])) if $loaded{name} ne $_[0];
	return $loaded{answer};
}

sub run_case {
	my ($case) = @_;
	return if $case->{payload} && !-d $payloads;
	my $name = "$case->{provider} " . ($case->{name} // $case->{payload} // $case->{body});
	my $load = load($case->{provider});
	my $ask = $load->{fail} ? $load : $driver->ask(%{$case->{ask}});
	return fail("$name: $ask->{fail}") if $ask->{fail};
	my $path = $case->{payload} ? "$payloads/$case->{payload}" : $driver->file($case->{body});
	my $page = $driver->parse($path, $case->{status} // 200, $case->{cursor}, @{$case->{headers} // []});
	return like($page->{fail} // 'no failure', $case->{fail}, "$name is refused") if $case->{fail};
	return fail("$name: $page->{fail}") if $page->{fail};
	is($page->{class}, $case->{class} // 'ok', "$name: class") or diag($page->{text} // '');
	like($page->{text} // '', $case->{text}, "$name: what the venue said") if $case->{text};
	is($page->{wait}, $case->{wait}, "$name: wait") if defined $case->{wait};
	if ($case->{expect}) {
		(my $expect = $path) =~ s/\.json$/.expect.json/;
		my $want = $json->decode(slurp($expect));
		ref $case->{expect} ? $case->{expect}->($name, $page->{rows}, $want)
			: all_rows($name, $page->{rows}, $want);
	}
	is(scalar @{$page->{rows}}, $case->{count}, "$name: count") if defined $case->{count};
	fields("$name: first row", $page->{lines}[0], $case->{first}) if $case->{first};
	fields("$name: last row", $page->{lines}[-1], $case->{last}) if $case->{last};
	for my $i ($case->{rows} ? 0 .. $#{$case->{rows}} : ()) {
		fields("$name: row $i", $page->{lines}[$i], $case->{rows}[$i]);
	}
	$case->{check}->($name, $page->{rows}) if $case->{check};
	is(join(' ', @{$page->{closed}}), $case->{closed}, "$name: closed") if defined $case->{closed};
	for my $field (grep { exists $case->{$_} } qw(next now)) {
		is($page->{$field}, $case->{$field}, "$name: $field");
	}
}

my @cases = map { my $list = do "./$_"; die "$_: " . ($@ || $!) unless ref $list eq 'ARRAY'; @$list }
	sort glob dirname(__FILE__) . '/payloads/*.pl';
my (%covered, %not);
for my $case (@cases) {
	if ($case->{not}) { $not{$case->{payload}} = $case->{not}; next }
	run_case($case);
	$covered{$case->{payload}} = 1 if $case->{payload};
}

SKIP: {
	skip "no $payloads: only answers of our own", 1 unless -d $payloads;
	pass('the real answers are there');
}
if (!-d $payloads) {
	done_testing();
	exit;
}

my @files = map { s{^\Q$payloads\E/}{}r } glob "$payloads/*/*";
my %exists = map { $_ => 1 } @files;
is(join(' ', grep { !$exists{$_} } sort keys %covered, keys %not), '', 'each payload named is there');
my @expected = grep { /\.expect\.json$/ } @files;
is(join(' ', grep { !$covered{s/\.expect\.json$/.json/r} } @expected), '',
	'every payload with an expected parse is covered');
my @silent;
for my $file (grep { !/\.expect\.json$/ } @files) {
	if ($covered{$file}) { note("covered      $file") }
	elsif ($not{$file}) { note("not covered  $file: $not{$file}") }
	else { push @silent, $file }
}
is(join(' ', @silent), '', 'of every payload it is said why it is not covered');
done_testing();

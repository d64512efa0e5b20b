# SPDX-License-Identifier: ISC
# F3.9 F1.22: the manual says what there is. Each tool has a page with the same
# sections, and what programs and headers list (statuses, rules, functions,
# metrics, types of records) stands on the page that is about it.
use strict;
use warnings;
use Test::More;
use JSON::PP;

my $bin = $ENV{TQ_BIN} // 'build/bin';
(my $build = $bin) =~ s{/bin/?$}{};
delete @ENV{grep { /^TQ_/ && $_ ne 'TQ_BIN' } keys %ENV};

sub slurp { open my $f, '<', $_[0] or return ''; local $/; <$f> }

# A page as its reader sees it, without macros' names and escapes.
sub page {
	my $text = slurp("man/$_[0]");
	$text =~ s/^\.\\".*\n//mg;
	$text =~ s/\\&|\\e|\\\(aq//g;
	return $text;
}

# Only what the page has an item for.
sub items { join "\n", page($_[0]) =~ /^\.It (.*)$/mg }

sub lacks {
	my ($text, @words) = @_;
	return join ' ', grep { $text !~ /(?<![\w-])\Q$_\E(?![\w-])/ } @words;
}

my @tools = sort map { m{/(tq-\w+)\.c$} } glob 'cmd/tq-*.c';
ok(@tools >= 6, 'there are tools');
for my $tool (@tools) {
	ok(-e "man/$tool.1", "F3.9 $tool has a man page") or next;
	my $text = slurp("man/$tool.1");
	my @want = ('NAME', 'SYNOPSIS', 'DESCRIPTION', 'OPTIONS', 'EXIT STATUS', 'EXAMPLES',
		'SEE ALSO');
	is(join(', ', grep { $text !~ /^\.Sh \Q$_\E$/m } @want), '', "$tool.1 has its sections");
	like($text, qr/^\.\\" OPTIONS$/m, "$tool.1 takes its options from the program");
	like($text, qr/^\.Xr tq-exit 7/m, "F1.22 $tool.1 leads to the exit statuses");
	cmp_ok(scalar(() = $text =~ /^\$ /mg), '>=', 3, "$tool.1 has examples that run");
	like(page('tq.7'), qr/^\.It Xr \Q$tool\E 1/m, "tq.7 lists $tool");
}

my ($enum) = slurp('lib/base/error.h') =~ /enum tq_exit \{(.*?)\};/s;
my %status = $enum =~ /(TQ_\w+)\s*=\s*(\d+)/g;
my $exit = slurp('man/tq-exit.7');
ok(keys %status >= 13, 'the exit statuses are found');
for my $name (sort { $status{$a} <=> $status{$b} } keys %status) {
	like($exit, qr/^\.It $status{$name}$/m, "F1.22 $name ($status{$name}) is in tq-exit.7");
}

sub listed { map { /^([\w-]+)/ ? $1 : () } `$bin/$_[0]` }

is(lacks(items('tq-validate.1'), listed('tq-validate --list-rules')), '',
	'tq-validate.1: each rule');
is(lacks(items('tq-strategy.5') . slurp("$build/man/tq-indicators.7"),
	listed('tq-signal --list-functions')), '', 'C2.24 tq-indicators.7 or tq-strategy.5: each function');
# Of each indicator what --describe says of its parameters, inputs, outputs and lookback.
my %entry = slurp("$build/man/tq-indicators.7") =~ /^\.It Fn (\w+)(.*?)(?=^\.(?:It Fn|Ss|Sh))/msg;
my @faulty;
for (map { [split /\t/] } `$bin/tq-indicator --catalogue | tail -n +2`) {
	chomp(my ($name, undef, undef, undef, $outputs, $lookback, @more) = @$_);
	my ($inputs, undef, $waits, $parameters) = @more[3 .. 6];
	my $text = ($entry{$name} // '') =~ s/\\(?:e|\(ga|&)//gr;
	for (grep { $_ ne '-' } split / [|] /, $parameters) {
		my ($param, $range) = /^(\w+) (= .*?): / or die $_;
		push @faulty, "$name: $_" unless $text =~ /^\.It Cm \Q$param\E Li "\Q$range\E"$/m;
	}
	for (grep { /^[\w,]+$/ && ($_ ne $outputs || /,/) } $inputs, $outputs) {
		push @faulty, "$name: $_" unless $text =~ /^\.Cm \Q${\ s{,}{ , }gr}\E \.$/m;
	}
	my $least = $waits eq '-' ? '' : "$waits ";
	push @faulty, "$name: lookback" unless $text =~ /^Lookback $least$lookback; /m;
}
is("@faulty", '', 'C2.24 tq-indicators.7: each parameter with its range, inputs, outputs, lookback');
my @entries = slurp("$build/man/tq-strategies.7") =~ /^\.Ss (\S+)$/mg;
is("@entries", join(' ', sort map { m{/([^/]*)\.tq$} } glob 'share/strategies/*.tq'),
	'tq-strategies.7: each strategy');
is(lacks(page('tq-report.1'), listed('tq-report --list-metrics')), '', 'tq-report.1: each metric');
is(lacks(items('tq-records.5'), map { m{/(\w+)\.json$} } glob 'share/schemas/*.json'), '',
	'tq-records.5: each type');

# tq-records.5 names each field of each schema, with an asterisk when it is required.
my ($section) = page('tq-records.5') =~ /^\.Sh RECORD TYPES$(.*?)^\.Sh/ms;
my (%text, %item, @of);
my $depth = 0;
for my $line (split /\n/, $section) {
	my @named = $line =~ /^\.It Cm (.*)/ ? split / , /, $1 : ();
	$depth += $line =~ /^\.Bl/ ? 1 : $line =~ /^\.El/ ? -1 : 0;
	@of = @named if @named && $depth == 1;
	$text{$_} .= "$line\n" for @of;
	push @{$item{$of[0]}}, @named if $depth == 2;
}
my %known;
for my $path (glob 'share/schemas/*.json') {
	my ($type) = $path =~ m{(\w+)\.json$};
	my $schema = decode_json(slurp($path));
	my %required = map { $_ => 1 } @{$schema->{required}};
	my @fields = grep { $_ ne 'type' } sort keys %{$schema->{properties}};
	$known{$_} = 1 for @fields;
	my @wrong = grep {
		my $named = $text{$type} =~ /(?<![\w-])\Q$_\E(?![\w-])/;
		my $marked = $text{$type} =~ /(?<![\w-])\Q$_\E\*/;
		!$named || !!$marked != !!$required{$_};
	} @fields;
	is("@wrong", '', "C2.24 tq-records.5: each field of $type");
	is_deeply([sort @{$item{$type}}], [map { $required{$_} ? "$_*" : $_ } @fields],
		"C2.24 tq-records.5: each field of $type once") if $item{$type};
}
ok($item{signal}, 'tq-records.5 describes a signal field by field');
is(join(' ', grep { !$known{$_} } $section =~ /(?<![\w-])(\w+)\*/g), '', 'and no other is required');

# What one page leads to is there.
my %there = map { s{^man/}{}r => 1 } glob 'man/*.[0-9]';
for my $page (sort keys %there) {
	my @leads = map { s/ /./r } slurp("man/$page") =~ /^\.(?:It )?Xr (tq\S* \d)/mg;
	my @dead = grep { !$there{$_} } @leads;
	is("@dead", '', "$page leads to pages that are there");
}
done_testing();

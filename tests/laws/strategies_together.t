# SPDX-License-Identifier: ISC
# Strategies of the library run together: the legs of one trade, blends (C3.32),
# the best of several (C1.16), quality and confirmation (C0.29), presets (C2.30).
# What is said together is compared with what each says alone.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use lib 'tests/laws';
use Laws qw(run bin lines);
use Shelf qw(bar market stamp);
use Strategies qw(files rows);

my $folder = 'share/strategies';

sub signals { map { decode_json($_) } grep { /^\{"type":"signal"/ } lines($_[0]) }

sub said {
    my ($input, @options) = @_;
    my ($out, $status, $err) = run($input, bin('tq-signal'), @options);
    is("$status$err", '0', "@options");
    return signals($out);
}

sub strategy { my ($name, $label) = @_; return ('-s', ($label ? "$label=" : '') . "$folder/$name.tq") }

# ---- each strategy has its row, in one place

my %file = files();
my %rows;
for my $path (glob 'tests/strategies/*.pl') {
    # A process of its own, since files of rows may have functions of the same name.
    my ($names, $status, $err) = run('', $^X, '-Itests/laws', '-MStrategies=rows', '-e',
        'my %row = rows(shift); print join " ", sort keys %row', $path);
    is("$status$err", '0', "$path can be read");
    $rows{$_}++ for split ' ', $names;
    ok(-e $path =~ s{.*/(.*)\.pl$}{tests/laws/strategies_$1.t}r, "$path is run");
}
is(join(' ', grep { !$rows{$_} } sort keys %file), '', 'each strategy has a row of tests/strategies/*.pl');
is(join(' ', grep { !$file{$_} } sort keys %rows), '', 'each row has a strategy');
is(join(' ', grep { $rows{$_} > 1 } sort keys %rows), '', 'and only one');

# ---- both legs of a trade

# Three minutes of quotes of some things and bars behind them.
sub minutes {
    my ($things, @asks) = @_;
    my $out = '';
    for my $i (0 .. $#asks) {
        my $time = 1704067200 + 60 * $i;
        $out .= sprintf '{"type":"quote","time":"%s",%s,"bid":%.2f,"ask":%.2f}' . "\n", stamp($time + 30), $things->[$_],
            $asks[$i][$_] - 0.02, $asks[$i][$_] for 0 .. $#$things;
        $out .= bar($time, 'X', '1m', (100 * $asks[$i][$_]) x 2, 5, 0) =~ s/"symbol":"X"/$things->[$_]/r
            for 0 .. $#$things;
    }
    return $out;
}

my @legs = said(minutes(['"symbol":"YES"', '"symbol":"NO"'], [0.50, 0.53], [0.46, 0.50], [0.46, 0.50]),
    strategy('arbitrage-2way', 'yes'), strategy('arbitrage-2way', 'no'), '--set', 'no.leg=NO', '--set', 'no.other=YES');
is(join(' ', map { "$_->{strategy} $_->{symbol} $_->{side} $_->{limit}" } @legs), 'yes YES long 0.46 no NO long 0.5',
    'C1.45 arbitrage-2way: both legs are bought, once');
is($legs[0]{time}, $legs[1]{time}, 'C1.45 arbitrage-2way: at the same time');
is($legs[0]{why}{cost}, $legs[1]{why}{cost}, 'C1.45 arbitrage-2way: for the same cost');

my @three = ('HOME', 'DRAW', 'AWAY');
@legs = grep { $_->{side} ne 'flat' } said(minutes([map { "\"symbol\":\"$_\"" } @three], [0.50, 0.30, 0.30], [0.45, 0.27, 0.25]), map { my $k = $_;
    (strategy('arbitrage-3way', lc $three[$k]), '--set', lc($three[$k]) . ".leg=$three[$k]",
        '--set', lc($three[$k]) . ".second=$three[$k - 1]", '--set', lc($three[$k]) . ".third=$three[$k - 2]") } 0 .. 2);
is(join(' ', map { "$_->{symbol} $_->{side}" } @legs), 'HOME long DRAW long AWAY long',
    'C1.45 arbitrage-3way: all legs are bought');

@legs = grep { $_->{side} ne 'flat' } said(minutes(['"symbol":"X","venue":"kraken"', '"symbol":"X","venue":"binance"'],
    [100, 100], [99, 100]), strategy('arbitrage-cross-venue', 'a'), strategy('arbitrage-cross-venue', 'b'),
    '--set', 'a.other=@kraken', '--set', 'b.other=@binance');
is(join(' ', sort map { "$_->{venue} $_->{side}" } @legs), 'binance short kraken long',
    'C1.45 arbitrage-cross-venue: bought at the cheap venue, sold at the dear one');

my $pair = market(symbols => ['A', 'B'], leaning => 1, volatility => '300%', bars => 1500);
@legs = said($pair, strategy('stat-arb', 'a'), strategy('stat-arb', 'b'), '--set', 'apart=3', '--set', 'a.other=B',
    '--set', 'b.other=A');
my %leg;
$leg{$_->{time}}{$_->{symbol}} = $_->{side} for grep { $_->{side} ne 'flat' } @legs;
my @both = grep { keys %$_ == 2 } values %leg;
cmp_ok(@both, '>', 3, 'C1.45 stat-arb: two runs trade both legs');
is(scalar(grep { $_->{A} eq $_->{B} } @both), 0, 'C1.45 stat-arb: and never on the same side');

# ---- blends

my $market = market(symbols => ['A', 'B', 'C'], bars => 900);
my @parts = ('donchian-breakout', 'rsi-reversion');
my %weight = ('donchian-breakout' => 0.625, 'rsi-reversion' => 0.375);
my @blend = (strategy($parts[0]), strategy($parts[1]), '--blend', join ',', map { "$_=$weight{$_}" } @parts);

# What the strategies alone say, as the manual words it: the sum of positions times
# weights, said when it has changed; reallocated, the weights of strategies that have
# no position in any series go to the others in proportion.
sub blended {
    my ($reallocate) = @_;
    my %alone = map { my $part = $_; $part => [said($market, strategy($part))] } @parts;
    my (%by, @times);
    for my $part (@parts) {
        push @{$by{$_->{time}}}, [$part, $_] for @{$alone{$part}};
    }
    my (%position, %last, @out);
    for my $time (sort keys %by) {
        $position{$_->[0]}{$_->[1]{symbol}} = {long => 1, short => -1, flat => 0}->{$_->[1]{side}} for @{$by{$time}};
        my %now = %weight;
        if ($reallocate) {
            my %in = map { my $part = $_; $part => scalar grep { $_ } values %{$position{$part} // {}} } @parts;
            my $sum = 0;
            $sum += $in{$_} ? $weight{$_} : 0 for @parts;
            %now = map { $_ => $in{$_} ? $weight{$_} / $sum : 0 } @parts if $sum;
        }
        for my $symbol ('A' .. 'C') {
            my $sum = 0;
            $sum += $now{$_} * ($position{$_}{$symbol} // 0) for @parts;
            next if abs($sum - ($last{$symbol} // 0)) < 1e-12;
            $last{$symbol} = $sum;
            push @out, sprintf '%s %s %.6f', $time, $symbol, $sum;
        }
    }
    return @out;
}

sub shown { map { sprintf '%s %s %.6f', $_->{time}, $_->{symbol}, $_->{weight} // 0 } @_ }

for my $reallocate (0, 1) {
    my @said = said($market, @blend, $reallocate ? '--reallocate' : ());
    my @want = blended($reallocate);
    cmp_ok(@want, '>', 50, 'the blend changes often');
    is_deeply([shown(@said)], \@want, 'C3.32 a blend ' . ($reallocate ? 'with --reallocate ' : '')
        . 'is the sum of weights times positions, each time it changes');
    my ($wrong) = grep { my $s = $_; my $sum = 0;
        my $weights = $s->{why}{reallocated} // $s->{why}{weights};
        $sum += $weights->{$_} * $s->{why}{positions}{$_} for @parts;
        abs($sum - ($s->{weight} // 0)) > 1e-9 } @said;
    ok(!$wrong, 'C3.32 its contributions add up to it') or diag encode_json($wrong);
}

# ---- the best

my @all = grep { $_->{side} ne 'flat' } said($market, strategy('momentum'), '--set', 'move=1');
my @best = grep { $_->{side} ne 'flat' } said($market, strategy('momentum'), '--set', 'move=1', '--best', '1');
my %top;
for (@all) {
    my $t = $_->{time};
    $top{$t} = $_->{score} if !defined $top{$t} || $_->{score} > $top{$t};
}
is(scalar(@best), scalar(keys %top), 'C1.16 --best 1: one entry of each moment that has any');
is(scalar(grep { $_->{score} != $top{$_->{time}} } @best), 0, 'C1.16 --best 1: it is the one with the highest score');

# ---- quality and confirmation

@all = said($market, strategy('quality-cross'));
my @good = said($market, strategy('quality-cross'), '--min-quality', '60');
is_deeply([map { $_->{id} } @good], [map { $_->{id} } grep { ($_->{quality} // 0) >= 60 } @all],
    'C0.29 --min-quality 60: the entries of that quality, and no others');
cmp_ok(@good, '<', @all, 'C0.29 some are kept out');
is(scalar(grep { defined $_->{quality} && ($_->{quality} < 0 || $_->{quality} > 100) } @all), 0, 'C0.29 quality is 0 to 100');

my $noisy = market(symbols => ['A'], bars => 900, with => ['open_interest']);
@all = grep { $_->{side} ne 'flat' } said($noisy, strategy('oi-trend'));
my @sure = grep { $_->{side} ne 'flat' } said($noisy, strategy('oi-trend'), '--confirm', '3');
cmp_ok(@sure, '>', 0, 'C0.29 --confirm 3: there are entries that last');
cmp_ok(@sure, '<', @all, 'C0.29 --confirm 3: and fewer of them');
my @late = grep { $_->{side} eq $sure[0]{side} && $_->{time} lt $sure[0]{time} } @all;
ok(@late, 'C0.29 --confirm 3: an entry comes after the one that it confirms');

# ---- presets

for my $path (glob "$folder/*.tq") {
    open my $f, '<', $path or die;
    my @presets = map { /^preset (\w+)/ ? $1 : () } <$f>;
    for my $preset (@presets) {
        my ($out, $status, $err) = run('', bin('tq-signal'), '-s', $path, '--preset', $preset);
        is("$status$err", '0', "C2.30 $path: preset $preset");
    }
}
done_testing();

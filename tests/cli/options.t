# SPDX-License-Identifier: ISC
# F3.3 F3.4 X.4: every option that takes a number, of every tool, with what it
# takes and what it refuses: amounts take no percent sign and rates do, nothing
# is below its range or above it, and no NaN, no infinity and no text gets in.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin);

my @never = ('', ' ', 'x', 'NaN', 'nan', 'inf', '-inf', 'Infinity', '1e999', '0x10', '1,000', '1 2',
    '--1', '1.', '.', '%', '5%%', '1_0');

# kind => [[what is taken], [what is refused beside @never]]
my %kind = (
    'amount above 0' => [['1', '0.01', '10000', '1e3'], ['0', '-1', '10%', '0%']],
    'amount' => [['0', '0.01', '5'], ['-1', '-0.01', '10%', '0%']],
    'rate under 1' => [['0', '0%', '0.2%', '0.5', '99%'], ['-1%', '-0.1', '1', '100%', '2']],
    'rate or rebate' => [['0', '0.2%', '-0.01%', '-0.5'], ['1', '-1', '100%', '-100%', '2']],
    'share' => [['0.01', '1', '1%', '100%'], ['0', '0%', '-1%', '-0.5', '1.01', '101%', '5']],
    'share under 1' => [['0.01', '1%', '99%'], ['0', '0%', '-1%', '-0.5', '1', '100%', '5']],
    'part' => [['0', '0.5', '1', '50%', '100%'], ['-0.5', '-1%', '1.01', '101%']],
    'rate above 0' => [['0.5', '50%', '1', '300%'], ['0', '0%', '-1%', '-5', '5', '1.01', '1e30', '9' x 38]],
    'rate' => [['0', '0.5', '50%', '300%'], ['-1%', '-5', '5', '1.01']],
    'tolerance' => [['0', '3%', '0.1'], ['-1%', '0.5', '50%', '1', '5']],
    'rate above -1' => [['0', '2%', '-50%', '200%'], ['-1', '-100%', '-5', '2']],
    'amount or rate' => [['500', '2%', '0.5'], ['0', '0%', '-1%', '-5']],
    'count' => [['1', '1000'], ['0', '-1', '1.5', '10%', '1e3', '99999999999999999999']],
    'count or none' => [['0', '1'], ['-1', '1.5', '10%', '1e3', '99999999999999999999']],
    'points' => [['0', '62.5', '100'], ['-1', '101', '10%']],
    'jobs' => [['1', '16'], ['0', '-1', '1001', '1.5', '10%', '1e3']],
    'digits' => [['0', '18'], ['-1', '19', '1.5', '10%']],
    'whole' => [['0', '1', '-5'], ['1.5', '10%', '99999999999999999999']],
    'depth' => [['1', '10000'], ['0', '-1', '10001', '1.5', '10%']],
    'line' => [['64', '1K', '1M'], ['0', '63', '-1', '10%', '1.5', '2G']],
    'duration' => [['0s', '90s', '1.5h', '7d'], ['5', '-5s', '10%', '5 s', '1y']],
    'duration above 0' => [['90s', '1.5h', '7d'], ['0s', '0h', '5', '-5s', '10%', '1y']],
    'periods' => [['auto', '252', '0.5'], ['0', '-1', '10%']],
    'power of ten' => [['1', '100'], ['0', '-10', '3', '0.3', '10%']],
);

my %common = ('max-line' => 'line', 'max-depth' => 'depth');
my %account = (
    cash => 'amount above 0', commission => 'rate under 1', 'commission-fixed' => 'amount',
    maker => 'rate or rebate', spread => 'rate under 1', slippage => 'rate under 1',
    leverage => 'amount above 0', lot => 'amount', tick => 'amount', 'min-notional' => 'amount',
    'fee-decimals' => 'digits', 'volume-cap' => 'share',
);
my %option = (
    'tq-paper' => {%account},
    'tq-risk' => {
        %account, size => 'rate above 0', qty => 'amount above 0', notional => 'amount above 0',
        risk => 'share', 'min-qty' => 'amount above 0', 'stop-loss' => 'share under 1',
        'take-profit' => 'rate above 0', 'max-hold' => 'count', 'max-position' => 'amount above 0',
        'max-exposure' => 'amount above 0', 'max-leverage' => 'amount above 0',
        'max-drawdown' => 'share', 'max-daily-loss' => 'amount or rate',
        'price-collar' => 'rate above 0', 'max-open-positions' => 'count', 'max-orders' => 'count',
        'max-losses' => 'count',
    },
    'tq-signal' => {confirm => 'count', best => 'count', 'min-quality' => 'points'},
    'tq-validate' => {
        'max-jump' => 'rate', 'max-skew' => 'duration', 'min-complete' => 'part',
        'max-age' => 'duration above 0', 'max-stale' => 'duration above 0', 'max-diff' => 'rate',
        'max-rate' => 'rate', 'max-weights' => 'rate', 'max-stuck' => 'count or none', 'repair-window' => 'count or none',
        'split-tolerance' => 'tolerance',
    },
    'tq-resample' => {
        ticks => 'count', volume => 'amount above 0', notional => 'amount above 0',
        'expected-ticks' => 'count', 'expected-imbalance' => 'amount above 0',
        'ticks-span' => 'count', 'imbalance-span' => 'count', 'expected-min' => 'count', 'expected-max' => 'count or none',
    },
    'tq-merge' => {
        'min-sources' => 'count', 'max-diff' => 'rate', 'min-volume' => 'amount',
        'max-age' => 'duration',
    },
    'tq-report' => {
        'periods-per-year' => 'periods', 'risk-free' => 'rate above -1',
        'required-return' => 'rate above -1', drawdowns => 'count or none',
    },
    'tq-fetch' => {
        volume => 'amount', scale => 'power of ten', seed => 'whole', bars => 'count',
        price => 'amount above 0', volatility => 'rate', tick => 'amount above 0',
        last => 'count', limit => 'count', jobs => 'jobs', retries => 'count or none',
        connections => 'jobs',
    },
);

# What a tool is run on, so that only the option can be at fault; 1: no bar is a fault of its own.
my $table = "time,open,high,low,close,volume\n2024-01-01,1,2,1,2,5\n";
(my $no_volume = $table) =~ s/,volume|,5//g;
my %input = (volume => $no_volume, scale => $table);
my %rest = (
    'tq-signal' => ['--long', 'close > open'], 'tq-merge' => ['--consensus', 'mean'],
);

sub status {
    my ($tool, $name, $text) = @_;
    my @rest = $name eq 'min-quality' ? ('-s', 'quality-cross') : @{$rest{$tool} // []};
    if ($tool eq 'tq-fetch') {
        @rest = $name =~ /^(last|limit|jobs|retries|connections)$/
            ? ('binance', 'BTC/USDT', '--offline')
            : $name =~ /^(volume|scale)$/ ? ('file', '-', '--symbol', 'X', '--interval', '1d')
            : ('sim', $name eq 'bars' ? () : ('-n', 1));
    }
    @rest = $name =~ /^(ticks|volume|notional)$/ ? () : $name =~ /^max-(line|depth)$/
        ? ('--to', '1h') : ('--imbalance', 'tick') if $tool eq 'tq-resample';
    my ($out, $status, $err) = run($input{$name} // '', bin($tool), @rest, "--$name=$text");
    return ($status, $err);
}

my %numeric = map { $_ => 1 } qw(AMOUNT RATE RATIO X Q QTY PRICE N NUMBER BARS TICKS BYTES DURATION AMOUNT|RATE);
for my $tool (sort keys %option) {
    my %of = (%common, %{$option{$tool}});
    my ($spec) = run('', bin($tool), '--spec');
    my %there;
    for (split /\n/, $spec) {
        my (undef, $name, undef, $arg) = split /\t/;
        $there{$name} = 1 if /^O/ && $numeric{$arg};
    }
    is(join(' ', sort keys %of), join(' ', sort keys %there),
        "F3.3 $tool: every option with a number has a row here");
    for my $name (sort keys %there) {
        my ($good, $bad) = @{$kind{$of{$name} // next}};
        my @wrong;
        for my $text (@$good) {
            my ($status, $err) = status($tool, $name, $text);
            push @wrong, "'$text' is refused: $err" if $status == 2;
        }
        for my $text (@$bad, @never) {
            my ($status, $err) = status($tool, $name, $text);
            push @wrong, "'$text' gives status $status" if $status != 2;
            push @wrong, "'$text' is refused without its name: $err"
                if $status == 2 && $err !~ /\Q$name\E/;
        }
        ok(!@wrong, "F3.4 X.4 $tool --$name: $of{$name}") or diag join "\n", @wrong;
    }
}

done_testing();

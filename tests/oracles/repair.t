#!/usr/bin/env perl
# SPDX-License-Identifier: ISC
# F0.18 tq-validate --repair on broken files that have a repaired twin, and on clean files, of
# which nothing may change. The table that is printed says of each pair: bars, bars that are wrong
# in the broken file, those of them that come out as the twin has them, and bars that come out
# worse than they went in. A value is as the twin's when it is within one part in a million, for the
# twins were written with single precision in between.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $shared = $ENV{TQ_SHARED} // '../shared';
plan skip_all => "no $shared/data" unless -d "$shared/data/dirty-with-truth";

my $bin = $ENV{TQ_BIN} // 'build/bin';
my $dir = tempdir(CLEANUP => 1);
$ENV{TQ_DATA_DIR} = 'share';

my %column = (open => 'Open', high => 'High', low => 'Low', close => 'Close',
    adj_close => 'Adj Close', volume => 'Volume', dividend => 'Dividends');

# Rows of a twin by their stamp as it is written.
sub twin {
    my ($file) = @_;
    open my $f, '<', $file or die "$file: $!";
    chomp(my @head = split /,/, <$f> =~ s/[\r\n]+$//r);
    my %rows;
    while (<$f>) {
        s/[\r\n]+$//;
        my %row;
        @row{@head} = split /,/, $_, -1;
        $rows{$row{$head[0]}} = \%row;
    }
    return \%rows;
}

sub fetched {
    my ($file, $interval, @more) = @_;
    my $head = `head -n 1 '$file'`;
    my @map = ('adj_close=Adj Close', 'dividend=Dividends', 'split=Stock Splits');
    push @map, 'capital_gains=Capital Gains' if $head =~ /Capital Gains/;
    my $columns = join ',', @map;
    my $out = `$bin/tq-fetch file '$file' -q -s X -i $interval --blank skip --columns '$columns' @more 2>$dir/err`;
    is($?, 0, "$file is read") or diag `cat $dir/err`;
    return $out;
}

my $passing = join ' ', map { "--on $_=pass" } qw(gap overlap session zero-volume outlier stuck
    split-like dividend-like ohlc duplicate);

sub repaired {
    my ($bars, $kinds, $window) = @_;
    open my $f, '>', "$dir/in" or die;
    print $f $bars;
    close $f;
    my $out = `$bin/tq-validate -q --now none $passing --repair $kinds --repair-window $window $dir/in 2>$dir/err`;
    is($?, 0, "repair $kinds, window $window") or diag `cat $dir/err`;
    return $out;
}

sub value_of { $_[0] =~ /"$_[1]":("?)(-?[0-9.]+)/ ? $2 : undef }

# The instant of a stamp with an offset, as tq writes it.
sub instant {
    my ($stamp) = @_;
    my ($y, $m, $d, $H, $M, $S, $sign, $h, $min) =
        $stamp =~ /^(\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+)([+-])(\d\d):?(\d\d)/ or die $stamp;
    require Time::Local;
    my $t = Time::Local::timegm($S, $M, $H, $d, $m - 1, $y) - "${sign}1" * ($h * 3600 + $min * 60);
    my @t = gmtime $t;
    return sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0];
}

sub same {
    my ($line, $truth) = @_;
    for my $field (keys %column) {
        my $want = $truth->{$column{$field}};
        my $got = value_of($line, $field) // 0;
        next if !defined $want || $want eq '';
        return 0 if abs($got - $want) > 1e-6 * abs($want);
    }
    return 1;
}

my @table;

sub pair {
    my ($name, $interval, $kinds, $window, $want, $why) = @_;
    my $base = "$shared/data/dirty-with-truth/yfinance__$name";
    my $truth = twin("$base-fixed.csv");
    my %truth = map { instant($_) => $truth->{$_} } keys %$truth;
    my $broken = fetched("$base.csv", $interval);
    my @in = split /\n/, $broken;
    my @out = split /\n/, repaired($broken, $kinds, $window);
    is(scalar @out, scalar @in, "$name: as many bars come out");
    my ($wrong, $mended, $worse, $other) = (0, 0, 0, 0);
    for my $i (0 .. $#in) {
        my ($time) = $in[$i] =~ /"time":"([^"]+)"/;
        die "$name: $time" unless $truth{$time};
        my ($was, $is) = (same($in[$i], $truth{$time}), same($out[$i], $truth{$time}));
        $wrong++ if !$was;
        $mended++ if !$was && $is;
        $worse++ if $was && !$is;
        $other++ if !$was && !$is && $out[$i] ne $in[$i];
    }
    push @table, [$name, $kinds, $window, scalar @in, $wrong, $mended, $other, $worse, $why // ''];
    is($mended, $want, "F0.18 $name: $want of $wrong wrong bars come out as the twin has them");
    is($worse, 0, "F0.18 $name: no bar that was right comes out wrong");
    return;
}

pair('AET-L-1d-100x-error', '1d', 'all', 60, 14);
pair('AET-L-1d-100x-error', '1d', 'all', 0, 10, 'the first four are out before any bar trades');
pair('4063-T-1d-bad-stock-split', '1d', 'all', 30, 9);
pair('ALPHA-PA-1d-bad-stock-split', '1d', 'all', 20, 1);
pair('AV-L-1wk-bad-stock-split', '1wk' =~ s/k//r, 'all', 100, 0,
    'the bars after it stand at its level: a special dividend of 101.69 explains the fall');
pair('4063-T-1d-bad-div', '1d', 'all', 20, 1);
pair('KME-MI-1d-bad-div', '1d', 'all', 1000, 354);
pair('CLC-L-1d-bad-div', '1d', 'dividend', 1000, 654);
pair('DODFX-1d-cg-double-count', '1d', 'all', 1000, 487);

diag sprintf '%-28s %-9s %6s %5s %6s %7s %6s %6s', qw(pair kinds window bars wrong mended other worse);
diag sprintf '%-28s %-9s %6d %5d %6d %7d %6d %6d  %s', @$_ for @table;

# Clean files: nothing is repaired.
sub clean {
    my ($name, $bars) = @_;
    for my $window (0, 20, 1000) {
        my $out = repaired($bars, 'all', $window);
        my $n = () = $out =~ /"repaired"/g;
        is($n, 0, "F0.18 $name: nothing is repaired with window $window");
        ok($out eq $bars, "F0.18 $name: and all bars pass as they came");
    }
    return;
}

sub clean_file {
    my ($file, @options) = @_;
    my $out = `$bin/tq-fetch file '$shared/data/$file' -q -s X @options 2>$dir/err`;
    is($?, 0, "$file is read") or diag `cat $dir/err`;
    clean($file, $out);
    return;
}

my $csv = q{--columns 'time=date,dividend=dividend,split=split'};
clean_file("daily/zipline__$_.csv.gz", '-i 1d', $csv) for qw(AAPL IBM KO MSFT);
clean_file("daily/pyalgotrade__WIKI-$_-quandl.csv", '-i 1d',
    q{--columns 'dividend=Ex-Dividend,split=Split Ratio,adj_close=Adj. Close'})
    for qw(AAPL-2011 AAPL-2012 IBM-2011 ORCL-2011);
clean_file("daily/mplfinance__yahoofinance-$_.csv", '-i 1d', q{--columns 'adj_close=Adj Close'})
    for qw(AAPL-20040819-20180120 INTC-19950101-20040412 SPY-20080101-20180101);
clean_file('daily/backtesting-py__GOOG.csv', '-i 1d');
clean_file('daily/vega-datasets__ohlc.json', '-i 1d', '--volume 0');
clean_file('daily/lean__equity-usa-daily-aapl.zip', '-i 1d', '--scale 10000',
    '--columns time,open,high,low,close,volume', q{--time-format '%Y%m%d %H:%M'});
clean_file("crypto-1m/$_", '-i 1m', '--time-unit ms --columns time,open,high,low,close,volume')
    for qw(freqtrade__UNITTEST_BTC-1m.json tooyipjee-freqtrade__BTC_USDT-1m.json);
clean_file('crypto-1m/zombie3000-bitfinex__BTCUSD-1m-2016-merged.csv.gz', '-i 1m',
    '--time-unit ms --columns time,open,close,high,low,volume');
done_testing();

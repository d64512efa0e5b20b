# SPDX-License-Identifier: ISC
# A small market for the laws of expressions: half-hour bars of five series over
# the week in which New York changes its clock, with holes, forming bars, a late
# arrival, another venue, funding, open interest and quotes, in the order of closes.
package Street;

use strict;
use warnings;
use Exporter 'import';

our @EXPORT_OK = qw(street utc closes);

my $start = 1709726400;    # 2024-03-06T12:00:00Z, a Wednesday

sub utc {
    my @t = gmtime $_[0];
    return sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0];
}

# The event time of a line, in seconds, as the text of it says.
sub closes {
    my ($line) = @_;
    my ($y, $m, $d, $h, $min, $s) = $line =~ /"time":"(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)Z"/ or die $line;
    my $days = $d + ($m == 3 ? 0 : die $line);
    my $t = 1709164800 + $days * 86400 + $h * 3600 + $min * 60 + $s;    # of 2024-03-01 less a day
    return $line =~ /^\{"type":"bar"/ ? $t + 1800 : $t;
}

# street(BARS, SYMBOLS): symbols like 'A@v'; holes in each, but none in the first bar.
sub street {
    my ($n, @names) = @_;
    @names = map { $_ } qw(A@v A@w B@v C@v D@v) unless @names;
    my $seed = 4711;
    my $chance = sub { $seed = ($seed * 1103515245 + 12345) % 2147483648; return int($seed / 65536) % $_[0] };
    my (%last, $out);
    $last{$_} = 9000 + $chance->(2000) for @names;
    for my $i (0 .. $n - 1) {
        my $open = $start + 1800 * $i;
        my $part = '';
        my @turn = sort { $a->[0] <=> $b->[0] } map { [$chance->(1000), $_] } @names;
        for my $name (map { $_->[1] } @turn) {
            my ($symbol, $venue) = split /@/, $name;
            my $head = sprintf '"symbol":"%s","venue":"%s"', $symbol, $venue;
            my $at = $open + 60 * (1 + $chance->(28));
            if ($open % 28800 == 0) {
                $out .= sprintf '{"type":"funding","time":"%s",%s,"rate":%.6f}' . "\n", utc($open), $head,
                    ($chance->(41) - 16) / 1e5;
            }
            $out .= sprintf '{"type":"open_interest","time":"%s",%s,"value":%d}' . "\n", utc($open), $head,
                1000 + $chance->(300) if $chance->(7) == 0;
            my $was = $last{$name};
            my $close = $was + $chance->(161) - 80;
            my ($low, $high) = sort { $a <=> $b } $was, $close;
            $last{$name} = $close;
            next if $i > 0 && $chance->(20) == 0 || $symbol eq 'C' && ($i < 30 || $i > $n - 20);
            my $bar = sprintf '{"type":"bar","time":"%s",%s,"interval":"30m","open":%.2f,"high":%.2f,"low":%.2f,'
                . '"close":%.2f,"volume":%d', utc($open), $head, $was / 100, ($high + $chance->(30)) / 100,
                ($low - $chance->(30)) / 100, $close / 100, 100 + $chance->(900);
            $bar .= sprintf ',"mood":%s', $chance->(5) ? $chance->(100) / 10 : 'null' if $chance->(4);
            $out .= "$bar,\"closed\":false}\n" if $chance->(15) == 0;
            $part .= "$bar}\n";
        }
        $out .= $part;
    }
    return $out;
}

1;

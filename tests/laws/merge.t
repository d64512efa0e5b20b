# SPDX-License-Identifier: ISC
# L1 C1.54: tq-merge against brute force: a stable sort by event time, for each
# record a look at everything that was known at its time, and a consensus
# counted anew for each time.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin lines scratch);

srand 41;
my @symbols = qw(A B);

sub stamp { my ($s, $m, $h, $d) = gmtime(1704067200 + $_[0]); sprintf '2024-01-%02dT%02d:%02d:%02dZ', $d, $h, $m, $s }
sub spew { my ($name, @lines) = @_; open my $f, '>', scratch($name) or die; print $f @lines; close $f or die; scratch($name) }
my %length = ('1m' => 60, '5m' => 300, '1h' => 3600);

# A record with what is known of it: when it happened, and its fields.
sub bar {
    my ($s, $symbol, $interval, $close) = @_;
    return {at => $s + $length{$interval}, symbol => $symbol, type => 'bar', interval => $interval, close => $close,
        line => sprintf '{"type":"bar","time":"%s","symbol":"%s","interval":"%s","open":1,"high":2,"low":1,"close":%s,"volume":1}',
            stamp($s), $symbol, $interval, $close};
}
sub funding {
    my ($s, $symbol, $rate) = @_;
    return {at => $s, symbol => $symbol, type => 'funding', rate => $rate,
        line => sprintf '{"type":"funding","time":"%s","symbol":"%s","rate":%s}', stamp($s), $symbol, $rate};
}
sub price {
    my ($s, $symbol, $venue, $price) = @_;
    return {at => $s, symbol => $symbol, venue => $venue, price => $price,
        line => sprintf '{"type":"price","time":"%s","symbol":"%s","venue":"%s","price":%s}', stamp($s), $symbol, $venue, $price};
}
sub ordered { my @r = @_; my $i = 0; map { $_->[1] } sort { $a->[1]{at} <=> $b->[1]{at} || $a->[0] <=> $b->[0] } map { [$i++, $_] } @r }
sub text { map { "$_->{line}\n" } @_ }

for my $round (1 .. 6) {
    my @short = ordered(map { my $k = $_; map { rand() < .8 ? bar(60 * $k, $_, '1m', 1 + $k) : () } @symbols } 0 .. 90);
    my @long = ordered(map { my $k = $_; map { rand() < .8 ? bar(300 * $k, $_, '5m', 1000 + $k) : () } @symbols } 0 .. 20);
    my @rate = ordered(map { funding(60 * int(rand 100), $symbols[rand 2], '0.0' . int(1 + rand 900)) } 1 .. 30);
    my @file = (spew('short', text(@short)), spew('long', text(@long)), spew('rate', text(@rate)));

    my ($out, $status, $err) = run('', bin('tq-merge'), @file);
    is($status, 0, "round $round: merge") or diag $err;
    is($out, join('', text(ordered(@short, @long, @rate))), "round $round: a stable sort by event time");

    for my $max_age (undef, 240) {
        my @want = map {
            my $left = $_;
            my $add = '';
            my %known;
            for my $right (@long, @rate) {
                next if $right->{symbol} ne $left->{symbol} || $right->{at} > $left->{at};
                $known{$right->{type}} = $right; # in order of time: the last one stays
            }
            my @first = sort { $a->{first} <=> $b->{first} } map {
                my $type = $_;
                my ($earliest) = sort { $a->{at} <=> $b->{at} } grep { $_->{type} eq $type && $_->{symbol} eq $left->{symbol} } @long, @rate;
                {first => $earliest->{at} + ($type eq 'funding' ? .5 : 0), record => $known{$type}}
            } keys %known;
            for my $r (map { $_->{record} } @first) {
                next if defined $max_age && $left->{at} - $r->{at} > $max_age;
                $add .= $r->{type} eq 'bar' ? ",\"bar_5m_close\":$r->{close}" : ",\"funding_rate\":$r->{rate}";
            }
            $left->{line} =~ s/\}$/$add}/r
        } @short;
        ($out, $status, $err) = run('', bin('tq-merge'), qw(--join asof --fields), 'close,rate', @file,
            defined $max_age ? ('--max-age', "${max_age}s") : ());
        is($status, 0, "round $round: join") or diag $err;
        is($out, join("\n", @want, ''), "L1 round $round: the join is what a look at all that was known says"
            . (defined $max_age ? ', and not too old' : ''));
    }

    # Prices of three venues in whole cents: the median of those that count.
    my @prices = ordered(map { price(int(rand 60), $symbols[rand 2], (qw(x y z))[rand 3], 10000 + int(rand 3) * int(rand 120)) } 1 .. 120);
    my (%last, @want);
    for my $i (0 .. $#prices) {
        my $p = $prices[$i];
        $last{$p->{symbol}}{$p->{venue}} = $p;
        next if $i < $#prices && $prices[$i + 1]{at} == $p->{at};
        my (%done, @now);
        push @now, $_ for grep { !$done{$_}++ } map { $_->{symbol} } grep { $_->{at} == $p->{at} } @prices[0 .. $i];
        for my $symbol (@now) {
            my @count = sort { $a <=> $b } map { $_->{price} } grep { $p->{at} - $_->{at} <= 5 } values %{$last{$symbol}};
            next if @count < 2;
            my $mid = @count == 3 ? $count[1] : $count[0];
            my @agree = grep { 1000 * abs($_ - $mid) <= 5 * $mid } @count;
            @agree = () if @count == 2 && @agree < 2;
            if (2 * @agree <= @count) { push @want, "event $symbol $p->{at}"; next }
            my $n = @agree;
            my $median = $n % 2 ? $agree[$n / 2] : ($agree[$n / 2 - 1] + $agree[$n / 2]) / 2;
            push @want, "price $symbol $p->{at} $median $n " . ($agree[-1] - $agree[0]);
        }
    }
    ($out, $status, $err) = run(join('', text(@prices)), bin('tq-merge'), qw(--consensus median --only --max-diff 0.5%));
    is($status, 0, "round $round: consensus") or diag $err;
    my @got = map {
        my ($type, $h, $m, $s, $symbol) = /^\{"type":"(\w+)","time":"2024-01-01T(\d\d):(\d\d):(\d\d)Z","symbol":"(\w+)"/ or die $_;
        my $at = $h * 3600 + $m * 60 + $s;
        $type eq 'event' ? "event $symbol $at"
            : /"price":([^,]*),"n":(\d+),"spread":([^,]*),/ ? "price $symbol $at $1 $2 $3" : die $_
    } lines($out);
    is(join("\n", @got), join("\n", @want), "C1.54 round $round: the consensus is what a count of all prices says");
}
done_testing();

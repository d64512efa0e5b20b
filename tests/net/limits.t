# SPDX-License-Identifier: ISC
# Processes of one user together stay under a limit that the server counts, with
# restarts and kills (P10, F1.18, C1.29, C0.22); what goes over is served out.
use strict;
use warnings;
use lib 'tests/net';
use Exchange;
use Net qw(get begin end fresh_folders get_built);
use Test::More;
use Time::HiRes qw(sleep);

plan skip_all => 'the fake exchange is not built' unless Exchange::built() && get_built();

# Twenty a second by the server's count, of which ours use 95 per cent.
{
    fresh_folders();
    my $venue = Exchange->new("/x text=ok weight=2\nlimit 40 1000 grace=0 ban=5\n");
    my @limit = ('--limit', 40, '--window', 1000, '--weight', 2, '--fresh');
    my @runs = map { begin(@limit, '--times', 14, $venue->url . '/x?n=%d') } 1 .. 4;
    my $killed = begin(@limit, '--times', 1000, $venue->url . '/x');
    sleep 0.4;
    kill KILL => $killed->{pid};
    end($killed);
    push @runs, begin(@limit, '--times', 5, $venue->url . '/x');
    my @ends = map { end($_) } @runs;
    is(scalar(grep { $_->{status} == 0 } @ends), 5, 'P10 five processes and one that was killed')
        or diag(map { $_->{err} } @ends);
    my @all = $venue->requests('/x');
    is(scalar(grep { $_->{status} != 200 } @all), 0, 'P10 F1.18 no request was one too many');
    my $most = 0;
    for my $i (0 .. $#all) {
        my $n = grep { $_->{t} >= $all[$i]{t} && $_->{t} < $all[$i]{t} + 1000 } @all;
        $most = $n if $n > $most;
    }
    ok($most <= 20, "P10 at most 20 in any second: $most");
    cmp_ok(scalar @all, '>=', 61, 'all of them were asked');
}

# Nobody told us of the limit: the server's 429 slows all calls down, none is lost.
{
    fresh_folders();
    my $venue = Exchange->new("/x text=ok\nlimit 10 1000\n");
    my $run = get('--times', 25, '--connections', 4, '--fresh', '--retries', 8, $venue->url . '/x?n=%d');
    is($run->{status}, 0, 'C0.22 a limit that nobody told of') or diag($run->{err});
    is(() = $run->{out} =~ /^200 ok/mg, 25, 'C0.22 all are answered in the end');
    my $refused = grep { $_->{status} == 429 } $venue->requests;
    ok($refused <= 12, "P10 with few refusals, by the calls that were on their way: $refused");
}

# A server that has counted more than we did is believed.
{
    fresh_folders();
    my $venue = Exchange->new("/x text=ok header=\"X-MBX-USED-WEIGHT-1M: 39\"\n");
    my @limit = ('--limit', 40, '--window', 1500, '--fresh');
    get(@limit, $venue->url . '/x');
    get(@limit, $venue->url . '/x');
    my ($gap) = $venue->gaps('/x');
    ok($gap >= 700, "C0.22 what the server says is used counts: $gap ms");
}

# A weight that no window can ever hold is no reason to wait.
{
    fresh_folders();
    my $venue = Exchange->new("/x text=ok\n");
    my $run = get('--limit', 5, '--weight', 6, $venue->url . '/x');
    is($run->{status}, 2, 'a weight over the limit is refused');
    is(scalar $venue->requests, 0, 'before any request');
}
done_testing();

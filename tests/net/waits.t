# SPDX-License-Identifier: ISC
# How long nobody asks: backoff, what the server says, bans, the breaker, also
# over processes (F1.16, F3.6, F3.7, P10).
use strict;
use warnings;
use lib 'tests/net';
use Exchange;
use Net qw(get fresh_folders get_built);
use POSIX qw(strftime);
use Test::More;
use Time::HiRes qw(sleep);

plan skip_all => 'the fake exchange is not built' unless Exchange::built() && get_built();

my $venue = Exchange->new("/s500 status=500\n");
my $url = $venue->url;
(my $host = $url) =~ s{^http://}{};

# F1.16 the gaps at the server are those announced, and those keep to the formula.
{
    fresh_folders();
    my $run = get('--retries', 4, '--delay', '200ms', '--max-delay', '500ms', "$url/s500");
    my @said = $run->{err} =~ /in ([\d.]+)s$/mg;
    my @gaps = ($venue->gaps('/s500'))[-4 .. -1];
    my @most = (0.2, 0.4, 0.5, 0.5);
    for my $i (0 .. 3) {
        ok($said[$i] <= $most[$i], "F1.16 wait @{[$i + 1]}: $said[$i]s is in 0 .. $most[$i]s");
        ok($gaps[$i] >= $said[$i] * 1000 - 2, "F1.16 and was waited for: $gaps[$i]ms");
        ok($gaps[$i] < $said[$i] * 1000 + 2000, 'F1.16 and not much more');
    }
}

# Retry-After: seconds, a date by the server's clock, over --max-wait, on a 503.
sub retry_after {
    my ($name, $answer, $least, $most, @options) = @_;
    fresh_folders();
    $venue->script("/r $answer\n/r text=ok\n/other text=ok\n");
    my $before = $venue->requests('/r');
    my $run = get('--retries', 2, @options, "$url/r");
    my @all = $venue->requests('/r');
    is($run->{status}, 0, "$name: the answer comes") or diag($run->{err});
    is(@all - $before, 2, "$name: asked twice");
    my $gap = $all[-1]{t} - $all[-2]{t};
    ok($gap >= $least, "F3.6 P10 $name: never earlier than told ($gap ms)");
    ok($gap < $most, "F3.6 $name: not much later");
}
retry_after('429 with seconds', 'status=429 header="Retry-After: 1"', 1000, 5000);
retry_after('429 with milliseconds', 'status=429 header="X-Retry-After-Ms: 400"', 400, 4000);
retry_after('503 with seconds', 'status=503 header="Retry-After: 1"', 1000, 5000);
my $skewed = strftime('%a, %d %b %Y %H:%M:%S GMT', gmtime(time + 3600 + 3));
retry_after('429 with a date, server an hour ahead',
    qq{status=429 date=3600 header="Retry-After: $skewed"}, 1000, 9000);
{
    fresh_folders();
    $venue->script("/r status=429 header=\"Retry-After: 3600\"\n/other text=ok\n");
    my $before = $venue->requests;
    my $run = get('--retries', 2, "$url/r");
    is($run->{status}, 5, 'F3.6 a wait over --max-wait is not waited for');
    like($run->{err}, qr/429 Too Many Requests after 1 try, told to wait until \d{4}-\S+Z \(max-wait 2m\)/,
        'F3.6 and the time is said');
    $run = get('--retries', 2, "$url/other");
    is($run->{status}, 5, 'P10 another process does not ask before it either');
    like($run->{err}, qr/told to wait until \S+Z \(429\)/, 'P10 and says until when');
    is($venue->requests - $before, 1, 'P10 one request in all');
}
{
    fresh_folders();
    $venue->script("/r status=429 header=\"Retry-After: 1\"\n/other text=ok\n");
    my $first = get('--retries', 0, "$url/r");
    is($first->{status}, 5, 'F3.6 --retries 0: one attempt, status 5');
    my $second = get("$url/other");
    is($second->{status}, 0, 'P10 a short wait is waited for by the next process');
    my @all = $venue->requests;
    ok($all[-1]{t} - $all[-2]{t} >= 1000, 'P10 to its end');
}

# 418: nobody asks until the ban is over, not after a restart either.
{
    fresh_folders();
    $venue->script("/banned status=418 header=\"Retry-After: 2\"\n/ok text=ok\n");
    my $before = $venue->requests;
    my $run = get('--retries', 5, "$url/banned");
    is($run->{status}, 5, 'P10 a ban ends the run with status 5');
    like($run->{err}, qr/^get-run: \Q$host\E: banned until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \(418\)$/m,
        'P10 and says until when');
    $run = get("$url/ok");
    is($run->{status}, 5, 'P10 a new process obeys it');
    like($run->{err}, qr/: banned until \S+Z \(418\)$/m, 'P10 with the same words');
    is($venue->requests - $before, 1, 'P10 one request in all');
    sleep 2.2;
    $run = get("$url/ok");
    is($run->{status}, 0, 'P10 when it is over, it is over');
}

# C1.27 C2.22 F3.7: a breaker that is open lets nobody out.
{
    fresh_folders();
    $venue->script("/down status=503\n");
    my $before = $venue->requests;
    my $run = get('--retries', 4, "$url/down");
    is($venue->requests - $before, 5, 'C1.27 C2.22 F1.16 five failures');
    $run = get('--retries', 4, "$url/down");
    is($run->{status}, 5, 'F1.16 F3.7 the next process finds the breaker open');
    like($run->{err}, qr/failed too often, left alone until \S+Z/, 'F3.7 and says so');
    is($venue->requests - $before, 5, 'F1.16 F3.7 without a request');
}
done_testing();

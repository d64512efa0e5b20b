# SPDX-License-Identifier: ISC
# Each fault of a venue: what is said of it, with which status, how often the
# venue was asked (F3.2, F3.6, F4.5, F4.6, X.7). waits.t has the distances.
use strict;
use warnings;
use lib 'tests/net';
use Exchange;
use Net qw(get fresh_folders get_built);
use Test::More;

plan skip_all => 'the fake exchange is not built' unless Exchange::built() && get_built();

my $venue = Exchange->new(<<'END');
/ok         text="hello"
/empty      status=204
/once       status=503 text="<html>busy</html>" times=2
/once       text=fine
/s500       status=500
/s502       status=502 text="<html><h1>Bad Gateway</h1></html>"
/s503       status=503 text="<!doctype html><title>503"
/s504       status=504
/s520       status=520
/s400       status=400 text="{\"code\":-1121,\"msg\":\"Invalid symbol.\"}"
/s401       status=401
/s403       status=403 text="<html>WAF"
/s404       status=404 text=""
/s410       status=410 text="<html>gone"
/s451       status=451
/s501       status=501
/s302       status=302
/timeout    delay=1500 text=late
/drip       drip=4 text="0123456789012345678901234567890123456789"
/close      close
/garbage    raw="SSH-2.0-OpenSSH_9.2\r\n\r\n"
/rst        rst=0
/rst5       rst=5 text="0123456789"
/cut        cut=5 text="0123456789"
/chunk      cut=5 text="0123456789" chunked
/long       length=5000 text="0123456789"
/cut503     status=503 cut=5 text="0123456789"
/badgzip    text="this is not gzip" header="Content-Encoding: gzip"
/bomb       bomb=300000000
/big        text="0123456789"
/hop        status=301 header="Location: /ok"
/hops       status=302 header="Location: /hops"
/file       status=302 header="Location: file:///etc/passwd"
END
my $url = $venue->url;
(my $host = $url) =~ s{^http://}{};

# A row: path, further options, exit status, requests, what is said.
my $three = qr/after 3 tries$/m;
my @rows = (
    ['ok',      [], 0, 1, qr/^$/],
    ['empty',   [], 0, 1, qr/^$/],
    ['once',    [], 0, 3, qr/: 503 Service Unavailable: try 2 of 3 in 0\.0\d\ds$/m],
    ['s500',    [], 5, 3, qr/: 500 Internal Server Error $three/],
    ['s502',    [], 5, 3, qr/: 502 Bad Gateway $three/],
    ['s503',    [], 5, 3, qr/^get-run: \Q$host\E: 503 Service Unavailable $three/m],
    ['s503',    ['--retries', 0], 5, 1, qr/: 503 Service Unavailable after 1 try$/m],
    ['s503',    ['--retries', 4], 5, 5, qr/: 503 Service Unavailable after 5 tries$/m],
    ['s504',    [], 5, 3, $three],
    ['s520',    [], 5, 3, $three],
    ['s400',    [], 6, 1, qr/: 400 Bad Request: \{"code":-1121,"msg":"Invalid symbol."\} \(GET \/s400\)$/m],
    ['s401',    [], 10, 1, qr/: 401 Unauthorized/],
    ['s403',    [], 6, 1, qr/: 403 Forbidden \(GET/],
    ['s404',    [], 6, 1, qr/: 404 Not Found/],
    ['s410',    [], 6, 1, qr{: endpoint gone \(410\): GET /s410 \(provider test/1\)$}m],
    ['s451',    [], 6, 1, qr/: not available from here: 451/],
    ['s501',    [], 6, 1, qr/: 501 Not Implemented/],
    ['s302',    [], 6, 1, qr/: 302/],
    ['timeout', ['--timeout', '0.2s'], 5, 3, qr/: no whole answer within 200ms $three/],
    ['timeout', ['--timeout', '200ms', '--retries', 0], 5, 1, qr/within 200ms after 1 try$/m],
    ['drip',    ['--timeout', '300ms'], 5, 3, qr/: no whole answer within 300ms $three/],
    ['close',   [], 5, 3, qr/: closed without an answer $three/],
    ['garbage', [], 5, 3, qr/: the answer is not HTTP $three/],
    ['rst',     [], 5, 3, qr/: connection lost: Connection reset by peer $three/],
    ['rst5',    [], 5, 3, qr/: (?:connection lost|answer cut off)/],
    ['cut',     [], 5, 3, qr/: answer cut off at 5 bytes $three/],
    ['chunk',   [], 5, 3, qr/: answer cut off at 5 bytes $three/],
    ['long',    [], 5, 3, qr/: answer cut off at 10 bytes $three/],
    ['cut503',  [], 5, 3, qr/: 503 Service Unavailable $three/],
    ['badgzip', [], 5, 3, qr/: the answer cannot be unpacked $three/],
    ['bomb',    ['--max-body', '4M', '--timeout', '30s'], 6, 1, qr/: the answer is over 4194304 bytes \(max-body\)/],
    ['big',     ['--max-body', 9], 6, 1, qr/: the answer is over 9 bytes/],
    ['big',     ['--max-body', 10], 0, 1, qr/^$/],
    ['hop',     [], 0, 2, qr/^$/],
    ['hops',    [], 6, 4, qr/: too many redirects/],
    ['file',    [], 6, 1, qr{: redirect to another host: file:///etc/passwd}],
);
for my $row (@rows) {
    my ($path, $options, $status, $requests, $says) = @$row;
    my $name = join ' ', $path, @$options;
    fresh_folders();
    my $before = $venue->requests;
    my $run = get(@$options, "$url/$path");
    is($run->{status}, $status, "F3.2 $name: exit status $status") or diag($run->{err});
    like($run->{err}, $says, "$name: what is said");
    is($venue->requests - $before, $requests, "F3.2 $name: asked $requests times");
    ok($run->{err} !~ /<html|<!doctype/i, "F4.5 $name: a page hides nothing") if $path =~ /^s5/;
}

# F3.6 sub-second: three attempts of 200 ms are over long before the server answers.
{
    fresh_folders();
    my $run = get('--timeout', '0.2s', '--retries', 0, "$url/timeout");
    ok($run->{took} < 1.4, "F3.6 a time-out of 0.2s ends in $run->{took}s");
    $run = get('--retries', 1000, '--max-delay', '50ms', '--deadline', '600ms', "$url/s500");
    like($run->{err}, qr/left alone until|no time for another \(deadline 600ms\)/,
        'F3.6 the deadline holds over all tries');
    ok($run->{took} < 5, "and ends in $run->{took}s");
}

# Errors of a venue inside HTTP 200, by the provider's judge.
{
    my %want = (transient => [5, 3], rate => [5, 3], ban => [5, 1], auth => [10, 1],
        clock => [5, 2], refused => [6, 1], geo => [6, 1]);
    for my $class (sort keys %want) {
        fresh_folders();
        $venue->script(qq(/v text="{\\"class\\":\\"$class\\"}"\n));
        my $before = $venue->requests;
        my $run = get('--judge', '--retries', 2, "$url/v");
        is($run->{status}, $want{$class}[0], "X.7 $class inside 200: exit status");
        is($venue->requests - $before, $want{$class}[1], "X.7 $class inside 200: requests");
        like($run->{err}, qr/venue says $class/, "X.7 $class inside 200: what is said");
    }
}

done_testing();

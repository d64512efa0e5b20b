# SPDX-License-Identifier: ISC
# The connection itself: TLS, redirects, proxies, packing, files, how many
# sockets (C2.14, F2.20, F4.33, section A3 of the reliability rules).
use strict;
use warnings;
use lib 'tests/net';
use Digest::SHA qw(sha256_hex);
use Exchange;
use POSIX ();
use Net qw(get fresh_folders folder slurp spew get_built);
use Test::More;

plan skip_all => 'the fake exchange is not built' unless Exchange::built() && get_built();

# Certificates: verified always, the system's and those of --ca-file.
{
    my $venue = Exchange->new("/ok text=hello\n", tls => 1);
    my $run = get($venue->url . '/ok');
    is($run->{status}, 6, 'a certificate that nobody vouches for is refused');
    like($run->{err}, qr/^get-run: \S+: certificate not trusted: \S.* \(GET \/ok\)$/m, 'and it is said');
    unlike($run->{err}, qr/: try /, 'and not tried again');
    is(scalar $venue->requests, 0, 'and nothing was asked');
    $run = get('--ca-file', $venue->certificate, '--bodies', $venue->url . '/ok');
    is($run->{status}, 0, '--ca-file adds an authority') or diag($run->{err});
    like($run->{out}, qr/^hello$/m, 'and the answer comes');
    $run = get('--ca-file', $venue->certificate, 'https://localhost:' . $venue->port . '/ok');
    is($run->{status}, 0, 'for each name in the certificate');
    my $other = Exchange->new("/ok text=hello\n", tls => 1, names => 'DNS:other.example');
    $run = get('--ca-file', $other->certificate, $other->url . '/ok');
    is($run->{status}, 6, 'a certificate for another name is refused');
    is(scalar $other->requests, 0, 'and nothing was asked');
    $run = get('--ca-file', spew(folder('none.pem'), "no certificate\n"), $venue->url . '/ok');
    is($run->{status}, 2, 'a --ca-file without certificates is refused');
    $run = get('--ca-file', folder('absent.pem'), $venue->url . '/ok');
    is($run->{status}, 2, 'and one that is not there');
    (my $plain = $venue->url) =~ s/^https/http/;
    is(get('--retries', 0, "$plain/ok")->{status}, 5, 'plain HTTP to a TLS port gets no answer');
}

# The faults of http.t over TLS: no signal of a closed connection ends the run.
{
    my $venue = Exchange->new(<<'END', tls => 1);
/close  close
/rst    rst=0
/cut    cut=5 text="0123456789"
END
    for my $path (qw(close rst cut)) {
        fresh_folders();
        my $run = get('--ca-file', $venue->certificate, $venue->url . "/$path");
        is($run->{status}, 5, "over TLS: $path: exit status") or diag($run->{err});
        is(scalar(grep { $_->{target} eq "/$path" } $venue->requests), 3, "over TLS: $path: tries");
        like($run->{err}, qr/ after 3 tries$/m, "over TLS: $path: what is said");
    }
    my $run = get('--ca-file', $venue->certificate, '--method', 'POST', '--body', 'x' x 100000,
        '--retries', 1, $venue->url . '/rst');
    is($run->{status}, 5, 'over TLS: a long request that is reset') or diag($run->{err});
}

# Redirects never leave the host; the other one sees nothing.
{
    my $foreign = Exchange->new("* text=stolen\n");
    my $to = $foreign->url;
    (my $named = $to) =~ s/127\.0\.0\.1/localhost/;
    my $venue = Exchange->new(<<"END");
/away    status=302 header="Location: $to/x"
/named   status=307 header="Location: $named/x"
/secure  status=301 header="Location: https://127.0.0.1/x"
/user    status=302 header="Location: http://user:pw\@127.0.0.1/x"
/post    status=307 header="Location: /ok"
/ok      text=ok
END
    for my $path (qw(away named secure user)) {
        fresh_folders();
        my $run = get('--header', 'Authorization: Bearer x', $venue->url . "/$path");
        is($run->{status}, 6, "a redirect to another host is refused: $path");
        like($run->{err}, qr/: redirect to another host: /, "$path: and said");
    }
    my $run = get('--method', 'POST', '--body', 'x=1', $venue->url . '/post');
    is($run->{status}, 6, 'a request that is no GET follows no redirect');
    is(scalar $foreign->requests, 0, 'the other host saw nothing');
    is(scalar $venue->requests('/ok'), 0, 'no second request either');
}

# Who is asked, and what is refused before anybody is.
{
    my $venue = Exchange->new("/ok text=ok\n");
    my $url = $venue->url;
    for my $bad ('http://example.com/', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'x',
        'https://user:pass@127.0.0.1/', 'gopher://127.0.0.1/') {
        my $run = get($bad);
        is($run->{status}, 2, "F4.33 refused before any request: $bad");
        like($run->{err}, qr/^get-run: .+/, 'and said');
    }
    is(get('--header', "X-A: 1\r\nX-B: 2", "$url/ok")->{status}, 2, 'a header with a line end is refused');
    is(scalar $venue->requests, 0, 'nobody was asked');
    get('--header', 'X-Test: 7', "$url/ok");
    my ($request) = $venue->requests('/ok');
    like($request->{headers}{'user-agent'}, qr{^tq-fetch/\d+\.\d+\.\d+$}, 'we say who we are');
    is($request->{headers}{'x-test'}, 7, 'headers are sent');
    like($request->{headers}{'accept-encoding'}, qr/gzip/, 'packed answers are welcome');
}

# A proxy of the environment is used for https and never for the loopback's http.
{
    my $proxy = Exchange->new("/ok text=proxied\n* status=403\n");
    my $venue = Exchange->new("/ok text=direct\n");
    local $ENV{https_proxy} = $proxy->url;
    local $ENV{http_proxy} = $proxy->url;
    my $run = get('--retries', 0, 'https://api.example.invalid/x');
    is($run->{status}, 5, 'https goes through https_proxy');
    my @seen = $proxy->requests;
    is($seen[0]{method}, 'CONNECT', 'by CONNECT');
    $run = get('--bodies', $venue->url . '/ok');
    like($run->{out}, qr/^direct$/m, 'the loopback is asked directly');
    local $ENV{no_proxy} = 'api.example.invalid';
    my $before = $proxy->requests;
    get('--retries', 0, '--fresh', 'https://api.example.invalid/x');
    is($proxy->requests - $before, 0, 'no_proxy is heeded');
}

# Packed answers, and files as they lie there.
{
    my $text = join '', map { "line $_ of the answer\n" } 1 .. 500;
    my @script = '/gzip body=' . spew(folder('plain'), $text) . ' gzip';
    for my $way (['zstd', 'zstd -q -c'], ['br', 'brotli -c']) {
        my ($program) = split / /, $way->[1];
        next if system("command -v $program >/dev/null 2>&1") != 0;
        system("$way->[1] " . folder('plain') . ' > ' . folder($way->[0])) == 0 or die;
        push @script, "/$way->[0] body=" . folder($way->[0]) . qq( header="Content-Encoding: $way->[0]");
    }
    push @script, '/file body=' . folder('plain'), '/gone status=404 text="no such file"',
        '/none text=""', '/cut body=' . folder('plain') . ' cut=100';
    my $venue = Exchange->new(join '', map { "$_\n" } @script);
    my $url = $venue->url;
    for my $path (map { m{^/(gzip|zstd|br)} ? $1 : () } @script) {
        my $run = get('--bodies', "$url/$path");
        like($run->{out}, qr/\Q$text\E/, "C2.14 an answer packed with $path is unpacked");
    }
    my $target = folder('target');
    my $run = get('--to-file', $target, "$url/file");
    is(slurp($target), $text, 'a body goes to a file');
    is((stat $target)[2] & 07777, 0600, 'that nobody else reads');
    like($run->{out}, qr/^sha256 @{[sha256_hex($text)]}$/m, 'with its SHA-256');
    ok(!exists [$venue->requests('/file')]->[0]{headers}{'accept-encoding'}, 'and it is wanted as it is');
    get('--to-file', $target, "$url/none");
    is(-s $target, 0, 'an empty answer is an empty file');
    unlink $target;
    for my $path (qw(gone cut)) {
        $run = get('--to-file', $target, "$url/$path");
        isnt($run->{status}, 0, "$path: no good answer");
        ok(!-e $target, "$path: no file");
    }
    like($run->{err}, qr/answer cut off at 100 bytes after 3 tries/, 'half a file is tried again');
    symlink folder('elsewhere'), $target or die;
    $run = get('--to-file', $target, "$url/file");
    is($run->{status}, 4, 'a link in the place of the file is not followed');
    ok(-l $target && !-e folder('elsewhere'), 'it stays, and leads nowhere');
    spew(folder('other'), 'kept');
    link folder('other'), folder('twice') or die;
    is(get('--to-file', folder('twice'), "$url/file")->{status}, 4, 'a file of two names is not written');
    is(slurp(folder('other')), 'kept', 'and stays as it is');
    POSIX::mkfifo(folder('pipe'), 0600) or die;
    is(get('--to-file', folder('pipe'), "$url/file")->{status}, 4, 'nor is a pipe');
    ok(-p folder('pipe'), 'and it stays');
    is(get('--to-file', folder('no/such/folder'), "$url/file")->{status}, 4, 'no folder, no file');
}

# F2.20 a thousand calls over few sockets, and all descriptors given back.
{
    fresh_folders();
    my $venue = Exchange->new("/symbol text=\"\${n}\"\n");
    my $run = get('--times', 1000, '--connections', 5, '--descriptors', '--fresh',
        $venue->url . '/symbol?n=%d');
    is($run->{status}, 0, 'F2.20 a thousand calls') or diag($run->{err});
    is(() = $run->{out} =~ /^200 ok 1 /mg, 1000, 'F2.20 each answered at the first try');
    is(scalar $venue->requests, 1000, 'F2.20 a thousand requests');
    ok($venue->most <= 5, 'F2.20 over at most 5 sockets at once: ' . $venue->most);
    my $last = 0;
    for ($venue->requests) { $last = $_->{connection} if $_->{connection} > $last }
    ok($last <= 5, "C2.14 that are kept: $last connections in all");
    my ($before, $after) = $run->{out} =~ /^descriptors \w+: (\d+)$/mg;
    is($after, $before, 'F2.20 descriptors are back at the baseline');
}
done_testing();

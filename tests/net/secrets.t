# SPDX-License-Identifier: ISC
# P13: a canary secret is in nothing that a run leaves or says, also where the
# venue sends it back, on every way a call can end.
use strict;
use warnings;
use lib 'tests/net';
use Exchange;
use File::Find qw(find);
use MIME::Base64 qw(encode_base64);
use Net qw(get fresh_folders folder slurp spew get_built);
use Test::More;

plan skip_all => 'the fake exchange is not built' unless Exchange::built() && get_built();

my $canary = 'canary/7f3a+9c51=e0b2d4';
my $file = spew(folder('keys'), "# keys\nkey = $canary\n");
chmod 0600, $file or die;

# All the forms in which it may not appear; a prefix of eight is one too.
(my $percent = $canary) =~ s{([^A-Za-z0-9])}{sprintf '%%%02X', ord $1}ge;
my @base64 = map {
    my $lead = $_;
    my $coded = encode_base64(('x' x $lead) . $canary, '');
    substr $coded, int((8 * $lead + 5) / 6), 12;
} 0 .. 2;
my @forms = (substr($canary, 0, 8), substr($percent, 0, 12), lc substr($percent, 0, 12), @base64);

sub leaks {
    my ($text) = @_;
    return grep { index($text, $_) >= 0 } @forms;
}

my $echo = '\"key\":\"${@x-key}\",\"basic\":\"${@authorization}\",\"query\":\"${q}\"';
my $venue = Exchange->new(<<"END");
/ok        text="{$echo}" header="Cache-Control: max-age=60" etag="abc"
/400       status=400 text="{$echo}"
/401       status=401 text="{$echo}"
/403       status=403 text="{$echo}"
/410       status=410 text="{$echo}"
/503       status=503 text="{$echo}"
/429       status=429 text="{$echo}" header="Retry-After: 1000"
/418       status=418 text="{$echo}" header="Retry-After: 1000"
/judged    text="{\\"class\\":\\"refused\\",$echo}"
/cut       text="{$echo}" cut=30
/away      status=302 header="Location: http://127.0.0.2:1/?key=$canary"
/close     close
/slow      delay=1000
/bomb      bomb=100000000
END
my $url = $venue->url;
my $basic = encode_base64("user:$canary", '');
spew(folder('basic'), "key = $canary\nbasic = $basic\n");
chmod 0600, folder('basic') or die;

for my $path (qw(ok 400 401 403 410 503 429 418 judged cut away close slow bomb)) {
    fresh_folders();
    my $record = folder("record-$path");
    my $run = get('--trace', '--log-level', 'debug', '--judge', '--record', $record,
        '--timeout', '600ms', '--retries', 1, '--max-body', '1M', '--secrets', folder('basic'),
        '--header', 'X-Key: {key}', '--header', 'Authorization: Basic {basic}',
        "$url/$path?q=plain");
    my ($request) = $venue->requests("/$path");
    is($request->{headers}{'x-key'}, $canary, "$path: the venue gets the secret");
    is_deeply([leaks($run->{err})], [], "P13 $path: not in messages and trace") or diag($run->{err});
    is_deeply([leaks($run->{out})], [], "P13 $path: not in the output");
    like($run->{err}, qr/> GET \Q$url\E\/$path/, "$path: the trace shows the request");
    my @found;
    find({no_chdir => 1, wanted => sub {
        push @found, $_ if -f && leaks(slurp($_) . $_);
    }}, grep { -d } $ENV{TQ_STATE_DIR}, $record);
    is_deeply(\@found, [], "P13 $path: in no file of the state and the recording") or diag(slurp($found[0]));
}

# The cache, without a recording; an answer that holds the secret is not kept.
{
    fresh_folders();
    my @ask = ('--secrets', $file, '--header', 'X-Key: {key}');
    get(@ask, "$url/ok?q=cached") for 1 .. 2;
    my @found;
    find({no_chdir => 1, wanted => sub {
        push @found, $_ if -f && leaks(slurp($_) . $_);
    }}, grep { -d } $ENV{TQ_STATE_DIR}, $ENV{TQ_CACHE_DIR});
    is_deeply(\@found, [], 'P13 in no file of the cache');
}

# The file itself.
{
    my $before = $venue->requests;
    chmod 0644, $file or die;
    my $run = get('--secrets', $file, '--header', 'X-Key: {key}', "$url/ok");
    is($run->{status}, 2, 'P13 a file that others can read is refused');
    like($run->{err}, qr/may be read by others \(mode 0644\)/, 'P13 and said');
    chmod 0600, $file or die;
    $run = get('--secrets', $file, '--header', 'X-Key: {nokey}', "$url/ok");
    is($run->{status}, 10, 'a secret that is missing needs a login');
    like($run->{err}, qr/no credential 'nokey'/, 'and is named');
    is($venue->requests - $before, 0, 'nobody was asked');
}
done_testing();

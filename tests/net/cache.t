# SPDX-License-Identifier: ISC
# Answers that are kept and given again: freshness, conditions, one download for
# all who ask at once, recordings (C2.13, F2.21, F3.8, C3.35).
use strict;
use warnings;
use lib 'tests/net';
use Exchange;
use Net qw(get begin end fresh_folders folder slurp get_built);
use Test::More;
use Time::HiRes qw(sleep);

plan skip_all => 'the fake exchange is not built' unless Exchange::built() && get_built();

my $venue = Exchange->new(<<'END');
/aged     text="answer ${#}" header="Cache-Control: max-age=60"
/plain    text="answer ${#}"
/tagged   text="answer ${#}" etag="\"v1\""
/never    text="answer ${#}" header="Cache-Control: no-store"
/slow     text="answer ${#}" delay=400
/missing  status=404 text="none ${#}"
/poll     text="answer ${#}"
/fails    status=503 text="busy"
END
my $url = $venue->url;

sub answer {
    my $run = get('--bodies', @_);
    return $run->{out} =~ /^(answer \d+)$/m ? $1 : "none, status $run->{status}: $run->{err}";
}

fresh_folders();
is(answer("$url/aged"), 'answer 1', 'an answer comes from the network');
is(answer("$url/aged"), 'answer 1', 'C2.13 while it is fresh, from the cache');
is(answer('--fresh', "$url/aged"), 'answer 2', 'unless the call wants a fresh one');
is(answer('--max-age', '0s', "$url/aged"), 'answer 3', 'or the user does');
is(answer("$url/plain"), 'answer 1', 'one without an age');
is(answer("$url/plain"), 'answer 2', 'is asked for again');
is(answer('--max-age', '1h', "$url/plain"), 'answer 2', 'C2.13 --max-age takes it from the cache');
is(answer("$url/never"), 'answer 1', 'one that is not to be kept');
is(answer('--max-age', '1h', "$url/never"), 'answer 2', 'is not');
is(answer("$url/tagged"), 'answer 1', 'one with a tag');
is(answer("$url/tagged"), 'answer 1', 'C2.13 is not sent again');
is([$venue->requests('/tagged')]->[1]{headers}{'if-none-match'}, '"v1"', 'but asked about');
get("$url/missing") for 1 .. 2;
is(scalar $venue->requests('/missing'), 2, 'F3.8 an error is never kept');

# --offline: what is there, whatever its age; nobody is asked.
{
    my $before = $venue->requests;
    is(answer('--offline', "$url/plain"), 'answer 2', '--offline gives what is there');
    my $run = get('--offline', "$url/other");
    is($run->{status}, 5, '--offline: what is not there is a failure');
    like($run->{err}, qr/: offline, and not in the cache: GET \/other$/m, 'and is said');
    sleep 1.1;
    is(get('--offline', '--max-age', '1s', "$url/plain")->{status}, 5, 'an age that was named holds');
    is($venue->requests - $before, 0, 'and nobody was asked');
}

# F2.21 eight processes at once: one download, also of an answer without an age.
{
    fresh_folders();
    my @runs = map { begin('--bodies', "$url/slow") } 1 .. 8;
    my @ends = map { end($_) } @runs;
    is(scalar(grep { $_->{status} == 0 && $_->{out} =~ /^answer 1$/m } @ends), 8,
        'F2.21 eight processes have the answer') or diag(map { $_->{out} . $_->{err} } @ends);
    is(scalar $venue->requests('/slow'), 1, 'F2.21 of one download');
    my $run = get('--times', 20, '--bodies', "$url/slow");
    is(() = $run->{out} =~ /^answer 2$/mg, 20, 'F2.21 so have twenty calls of one process');
    is(scalar $venue->requests('/slow'), 2, 'F2.21 of one more');
}
{
    fresh_folders();
    my $dead = begin("$url/slow");
    sleep 0.15;
    kill KILL => $dead->{pid};
    end($dead);
    is(answer("$url/slow"), 'answer 4', 'F2.21 who was killed while it asked stops nobody');
}

# Recordings: the same bytes without a venue, in their order.
{
    fresh_folders();
    my $record = folder('recording');
    is(answer('--record', $record, "$url/poll"), "answer $_", "C3.35 recorded: answer $_") for 1 .. 3;
    get('--record', $record, '--retries', 1, "$url/fails");
    my $file = folder('recorded-file');
    get('--record', $record, '--to-file', $file, "$url/aged?file");
    my $bytes = slurp($file);
    unlink $file;
    $venue->stop;
    my @all = get('--replay', $record, '--times', 4, '--connections', 1, '--bodies', "$url/poll")->{out}
        =~ /^(answer \d)$/mg;
    is("@all", 'answer 1 answer 2 answer 3 answer 3', 'C3.35 replayed in order, the last one stays');
    my $run = get('--replay', $record, "$url/fails");
    is($run->{status}, 5, 'C3.35 a failure is replayed too');
    like($run->{err}, qr/: 503 Service Unavailable$/m, 'as it was');
    $run = get('--replay', $record, '--to-file', $file, "$url/aged?file");
    is(slurp($file), $bytes, 'C3.35 and a file') or diag($run->{err});
    $run = get('--replay', $record, "$url/other");
    is($run->{status}, 6, 'C3.35 what is not in the recording');
    like($run->{err}, qr{not in the recording: GET \Q$url\E/other}, 'is named');
    is(get('--replay', folder('no-such'), "$url/poll")->{status}, 2, 'a recording that is not there');
    is(get('--replay', $record, '--record', $record, "$url/poll")->{status}, 2, 'not both at once');
}
done_testing();

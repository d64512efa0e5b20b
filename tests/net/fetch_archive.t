# SPDX-License-Identifier: ISC
# tq-fetch and a bulk archive: the files it takes, those that are not there, are
# not what their checksum says or are damaged, and what takes their place
# (C0.20, PROVIDERS 1.6).
use strict;
use warnings;
use lib 'tests/net';
use Digest::SHA qw(sha256_hex);
use Exchange;
use Fetch qw(fetch begin end venue folder tree times spew slurp clean time_route iso archive zip_of);
use Test::More;

plan skip_all => 'the fake exchange is not built' unless Exchange::built();
plan skip_all => 'no zip to make archives with' unless system('command -v zip >/dev/null 2>&1') == 0;

my $start = 1704067200;    # 2024-01-01
my $day = 86400;
my $rest = "/api/v3/klines klines=1704067200000,60000,200000\n";
my @minutes = ('binance', 'BTC/USDT', '-i', '1m');
my @months = ('--since', '2024-01-30', '--until', '2024-02-03');

# Rows as the archive has them; the closes tell them from REST's.
sub csv {
    my ($from, $to, %o) = @_;
    my $unit = $o{us} ? 1_000_000 : 1000;
    my $text = $o{header} ? "open_time,open,high,low,close,volume,close_time,quote_volume,count,a,b,ignore\n" : '';
    for (my $t = $from; $t < $to; $t += 60) {
        $text .= join(',', $t * $unit, '1.10', '2.00', '0.50', '1.50', '7', ($t + 60) * $unit - 1, '10.5', 3, '2', '3', 0) . "\n";
    }
    return $text;
}

my $files = folder();
my $january = archive($files, 'BTCUSDT', '1m', '2024-01', csv($start, $start + 31 * $day));
my $february = archive($files, 'BTCUSDT', '1m', '2024-02', csv($start + 31 * $day, $start + 60 * $day, us => 1, header => 1));
my $venue = venue("/data/* dir=$files\n" . $rest);

sub asked { $venue->asked }

sub sources { my %n; $n{$_->{source}}++ for @{$_[0]{lines}}; return join ' ', map { "$_ $n{$_}" } sort keys %n }

{
    my $run = fetch(@minutes, @months, '--mark-source');
    is($run->{status}, 0, 'C0.20 two months of the archive') or diag $run->{err};
    is(times($run, $start + 29 * $day, $start + 33 * $day, 60), 'all',
        'C0.20 with and without a header, in ms and in us, one series');
    is(sources($run), 'archive ' . 4 * 1440, 'F0.16 each record names the archive');
    is(scalar asked(), 4, 'two requests a file');
    $run = fetch(@minutes, @months, '--source', 'rest', '--mark-source');
    is(sources($run), 'rest ' . 4 * 1440, '--source rest leaves it alone');
    asked();
}

# With a store, and again: nothing more is asked.
my $whole = folder();
{
    my $run = fetch(@minutes, @months, '--store', $whole);
    is($run->{status}, 0, 'the store is filled from the archive');
    asked();
    is(fetch(@minutes, @months, '--store', $whole)->{out}, $run->{out}, 'F2.21 and read again');
    is(scalar asked(), 0, 'F2.21 without a request');
    is(fetch('--store', $whole, '--verify')->{status}, 0, 'it is whole');
    my @left = grep { !/\.bad$/ } glob "$ENV{TQ_CACHE_DIR}/archive/*";
    is("@left", '', 'F0.9 no file of the archive is left behind');
}

# What is not in the archive comes by REST, or is missing.
{
    rename "$february.CHECKSUM", "$february.away";
    my $run = fetch(@minutes, @months, '--mark-source');
    is($run->{status}, 0, '404: another source');
    is(sources($run), 'archive 2880 rest 2880', 'which the records name');
    asked();
    $run = fetch(@minutes, '--since', '2024-01-30', '--until', '2024-02-02', '--source', 'archive');
    is($run->{status}, 5, '--source archive: what it lacks is missing');
    like($run->{err}, qr/missing 2024-02-01T00:00:00Z to 2024-02-02T00:00:00Z: not in the archive/, 'and named');
    is(scalar @{$run->{lines}}, 2880, 'the rest is there');
    archive($files, 'BTCUSDT', '1m', '2024-02-01', csv($start + 31 * $day, $start + 32 * $day));
    $run = fetch(@minutes, '--since', '2024-01-30', '--until', '2024-02-02', '--source', 'archive');
    is($run->{status}, 0, 'C0.20 a day\'s file takes the place of a month\'s');
    is(scalar @{$run->{lines}}, 3 * 1440, 'with all rows');
    rename "$february.away", "$february.CHECKSUM";
    asked();
}

# A file that is not what it should be is put aside, and never used.
my $good = slurp($february);
my $sum = slurp("$february.CHECKSUM");
sub again { my ($zip) = @_; spew($february, $zip); spew("$february.CHECKSUM", sha256_hex($zip) . '  ' . ($february =~ s{.*/}{}r) . "\n") }
for my $case (
    ['wrong checksum', sub { spew($february, $good . 'x') }, qr/SHA-256 is [0-9a-f]{64}, the venue says/, 4],
    ['HTML in place of a zip', sub { spew($february, "<html>busy</html>\n") }, qr/SHA-256 is [0-9a-f]{64}, the venue says/, 4],
    ['checksum of another file', sub { spew("$february.CHECKSUM", $sum =~ s/BTC/ETH/r) }, qr/of another file/, 1],
    ['no checksum at all', sub { spew("$february.CHECKSUM", "<html>busy</html>\n") }, qr/the checksum is none/, 1],
    ['half a zip', sub { again(substr $good, 0, length($good) / 2) }, qr/2024-02\.zip/, 2],
    ['a row that is none', sub { again(zip_of('x.csv', "1706745600000,1,2,x,1,1,1,1,1,1,1,0\n")) }, qr/2024-02\.zip/, 2],
) {
    my ($name, $damage, $message, $requests) = @$case;
    $damage->();
    clean();
    my $store = folder();
    my $run = fetch(@minutes, @months, '--store', $store);
    is($run->{status}, 0, "$name: REST takes its place");
    is(sources($run), 'archive 2880 rest 2880', "$name: and is named");
    like($run->{err}, $message, "$name: it is said");
    is(scalar(grep { m{/data/.*2024-02} } asked()), $requests, "$name: asked for $requests times");
    my @bad = glob "$ENV{TQ_CACHE_DIR}/archive/*.bad";
    is(scalar @bad, $requests > 1 ? 1 : 0, "$name: the file is kept aside") ;
    is(fetch('--store', $store, '--verify')->{status}, 0, "$name: the store is whole");
    $run = fetch(@minutes, @months, '--source', 'archive');
    is($run->{status}, 5, "$name: --source archive: try again");
    like($run->{err}, qr/missing 2024-02-01T00:00:00Z to 2024-02-03T00:00:00Z/, "$name: the range is named");
    is(scalar @{$run->{lines}}, 2880, "$name: nothing of it is used");
    spew($february, $good);
    spew("$february.CHECKSUM", $sum);
    asked();
}
done_testing();

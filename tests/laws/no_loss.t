# SPDX-License-Identifier: ISC
# L8: every line is passed on, turned into something, or written as a reject
# with line, offset and reason; else the exit status is not 0.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use lib 'tests/laws';
use Laws qw(run bin bars stream tools beside lines scratch);

my $bar = '{"type":"bar","time":"2024-02-01T00:00:00Z","symbol":"X","interval":"1h",'
    . '"open":1,"high":1,"low":1,"close":1,"volume":1}';
sub without { my ($field) = @_; (my $b = $bar) =~ s/,"$field":("[^"]*"|[^,}]*)//; $b }
sub with { my ($field, $value) = @_; (my $b = $bar) =~ s/"$field":("[^"]*"|[^,}]*)/"$field":$value/; $b }

# Lines that no tool may read as a record.
my %unreadable = (
    'cut off' => substr($bar, 0, 60),
    'empty line' => '',
    'text' => 'Date,Open,High',
    'array' => '[1,2,3]',
    'two records' => $bar . $bar,
    'NaN' => with('close', 'NaN'),
    'Infinity' => with('high', '-Infinity'),
    'leading zero' => with('close', '01'),
    'key twice' => '{"type":"bar","type":"bar"}',
    'NUL' => "{\"type\":\"b\0r\"}",
    'byte order mark' => "\xef\xbb\xbf$bar",
    'invalid UTF-8' => "{\"type\":\"\xff\"}",
    'too deep' => '{"a":' . '[' x 200 . ']' x 200 . '}',
);

# Bars that are JSON but no bars: refused by every tool that reads bars.
my %no_bar = (
    'no close' => without('close'),
    'no time' => without('time'),
    'no symbol' => without('symbol'),
    'null close' => with('close', 'null'),
    'close is text' => with('close', '"abc"'),
    'close is a list' => with('close', '[1]'),
    'a date as time' => with('time', '"2024-02-01"'),
    'a number as time' => with('time', '1706745600'),
    'February 30' => with('time', '"2024-02-30T00:00:00Z"'),
    'interval of nothing' => with('interval', '"0m"'),
    'F2.11 interval in words' => with('interval', '"hour"'),
);

for my $command (tools(), beside(), ['tq-report']) {
    my ($name, @options) = @$command;
    my @good = lines(stream($name, bars(30, 'X', 0)));
    # A merge asks for no more than the place in time.
    my %bad = $name eq 'tq-report' || "@$command" eq 'tq-merge' ? %unreadable : (%unreadable, %no_bar);
    for my $what (sort keys %bad) {
        my $line = "$bad{$what}\n";
        my $input = join '', @good, $line, $good[-1] =~ /bar/ ? () : ();
        my $place = @good + 1;
        my ($out, $status, $err) = run($input, bin($name), @options);
        is($status, 3, "L8 $name: $what stops with status 3");
        like($err, qr/^\Q$name\E: stdin:$place: /m, "$name: $what: its line is named");

        my $rejects = scratch('rejects');
        unlink $rejects;
        ($out, $status, $err) = run($input, bin($name), @options, '--on-error', 'quarantine',
            '--rejects', $rejects);
        is($status, 0, "L8 $name: $what: quarantined") or diag $err;
        my @reject = map { decode_json($_) } do { open my $f, '<', $rejects or die; <$f> };
        is(scalar @reject, 1, "$name: $what: one reject");
        is($reject[0]{line}, $place, "$name: $what: with its line");
        is($reject[0]{offset}, length join('', @good), "$name: $what: with its offset");
        ok(length($reject[0]{reason}) && exists $reject[0]{input}, "$name: $what: with reason and input");

        ($out, $status, $err) = run($input, bin($name), @options, '--on-error', 'skip');
        is($status, 3, "L8 $name: $what: a skipped line is a lost line");
        next if $name eq 'tq-report';
        # tq-indicator adds to what it passes on.
        my $lost = grep { index($out, s/\}\n\z//r) < 0 } @good;
        is($lost, 0, "$name: $what: the good lines are all there");
    }
}

done_testing();

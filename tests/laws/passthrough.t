# SPDX-License-Identifier: ISC
# L7: what a filter does not know it leaves as it came, byte for byte and in
# order: unknown types, unknown fields, foreign spacing, odd spellings.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin bars stream tools beside lines);

srand 11;
my @odd = (
    '{"type":"note","text":"caf\u00e9 ' . "\xc3\xa9" . ' \/ \\\\ \" \ud83d\ude00"}',
    '{}',
    '{ }',
    '{"no":"type"}',
    '{"type":null}',
    '{"type":17,"time":false}',
    "{\t\"type\" : \"book\" , \"time\":\"2024-01-01T00:00:00.5Z\",  \"symbol\":\"Q\",\"bids\":[ [1.50, 2], [1,1e-7] ],\"asks\":[],\"deep\":{\"a\":[{\"b\":{}}]}}  ",
    '{"type":"tick","time":"2024-01-01T00:00:00+05:30","symbol":"Q","price":"0.10","qty":1E+2,"id":"' . '9' x 77 . '"}',
    '{"type":"metric","name":"odd","value":100000000000000000001,"x":0.10000000000000000001,"e":-0.0e-0}',
    "{\"type\":\"event\",\"cr\":1}\r",
    '{"type":"future-type","time":"not a time","symbol":{"not":"a string"}}',
);

sub random_fields {
    my @values = ('1.500', '-0', '1e5', '"x\u0000y"', 'null', '[1, 2,{"k":[]}]', 'true', '""');
    return join '', map {
        ',' . (' ' x int rand 2) . '"f' . int(rand 1e6) . "_$_\"" . (' ' x int rand 2) . ':'
            . $values[rand @values]
    } 0 .. int rand 4;
}

# Bars keep their meaning; fields are added behind the first one.
my @bars = map { my $r = random_fields(); s/,"symbol"/$r,"symbol"/; $_ } lines(bars(120, 'X', 0));

# As it came; behind its last field tq-indicator adds some of its own.
sub is_passed {
    my ($line, $out) = @_;
    return 1 if $line eq $out;
    return $line =~ s/\}\n\z/,"bb_upper":/r eq substr $out, 0, length($line) - 2 + length(',"bb_upper":');
}

for my $command (tools(), beside()) {
    my ($name, @options) = @$command;
    my @input = lines(stream($name, join '', @bars));
    my $head = $input[0] =~ /"type":"account"/ ? 1 : 0;
    for (1 .. 60) {
        my $at = $head + int rand(@input - $head);
        # tq-merge refuses what goes back in time: those it gets have no time that it knows.
        my @fit = $name eq 'tq-merge' ? grep { !/"(?:tick|book)"/ } @odd : @odd;
        my $odd = $fit[rand @fit];
        # A trade comes once; ids of 77 digits are some venue's own.
        $odd =~ s/"9{77}"/'"' . (10 + $_) . '9' x 75 . '"'/e;
        splice @input, $at, 0, "$odd\n";
    }
    my ($out, $status, $err) = run(join('', @input), bin($name), @options);
    is($status, 0, "$name: status") or diag $err;
    my @out = lines($out);
    my ($at, $lost) = (0, '');
    for my $line (@input) {
        $at++ while $at < @out && !is_passed($line, $out[$at]);
        if ($at++ >= @out) { $lost = $line; last }
    }
    is($lost, '', "L7 $name: " . @input . ' lines come through as they came, in order');
}

done_testing();

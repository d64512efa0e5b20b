# SPDX-License-Identifier: ISC
# L1, L2, L3, L6, X.12, F0.17, F2.6: what expressions and strategies say of other bars,
# records, series and times does not depend on what follows, on where a run was cut
# and gone on with, on how much one read gives, or on who else is in the stream.
use strict;
use warnings;
use Test::More;
use Digest::MD5 qw(md5_hex);
use lib 'tests/laws';
use Laws qw(run bin lines scratch);
use Street qw(street);

# NAME => [text of a strategy, options]. Those in @own name no other series.
my %strategy = (
    longer => ['long when on("4h", close > sma(close, 3))' . "\n" . 'short when on("4h", close < ema(close, 3))'
        . "\nemit of = on(\"4h\", on(\"12h\", close)) - on(\"2h\", lag(close, 2))"],
    session => ['long when close > on("1d", close, "us-equities") and open_hours("us-equities")' . "\n"
        . 'flat when not session("09:30", "16:00", "America/New_York")' . "\n"
        . 'emit hour = hour("America/New_York")' . "\nemit left = minutes_left(\"us-equities\")\n" . 'emit day = on("1d", high - low, "America/New_York")'],
    calendar => ["let w = value_when(new_week(), close)\nlong when nz(close > w, true) and new_day()\n"
        . "flat when new_month() or new_week(\"Asia/Kolkata\")\nemit left = days_left\nemit index = bar_index"],
    funding => ['long when funding.rate > 0 and age("funding") < 20000' . "\n" . 'short when on("funding", sma(rate, 3)) < 0'
        . "\nemit oi = on(\"open_interest\", value - lag(value, 1))\nemit old = age(\"open_interest\")"],
    null => ["long when mood > 5\nflat when nz(mood, 0) < 2\nemit mean = sma(mood, 3)\n"
        . 'short when is_null(mood) and close < open'],
    attributes => ["param n = 5 in 2..50\nlong when close > highest(high, n)[1]\n  stop close - atr(n)\n  take close + 3 * atr(n)\n"
        . "  ratchet lowest(low, n)\n  max_hold n\n  strength rsi(close, n) / 100\n  tag \"up\"\nshort when close < lowest(low, n)[1]\n"
        . "  every_bar\n  trail 2 * atr(n)\n  weight -0.5"],
    confirm => ["confirm 3\nfilter volume > 200\nlong when close > sma(close, 4)\nshort when close < sma(close, 4)\nquality rsi(close, 5)",
        '--min-quality', 40],
    confluence => ["timeframes \"30m\" 2, \"2h\" 3, \"4h\" 1\ncomponent trend weight 2 = if(close > sma(close, 3), 100, 0)\n"
        . "component calm weight 1 = 100 - 20 * natr(5)\nneutral 10\nlong when confluence > 60\nshort when confluence < 40"],
    other => ["param leg = \"A\"\nlet ratio = close / close\@leg\nlong when ratio > sma(ratio, 5)\nshort when ratio < sma(ratio, 5)\n"
        . "emit z = zscore(ratio, 8)"],
    venue => ["long when close < close@\"\@w\" * 0.999\nflat when close >= close@\"\@w\"\nemit gap = close - close@\"\@w\""],
    inside => ["long when on(\"4h\", close > sma(close, 2))@\"A\@w\"\nshort when on(\"4h\", close / close@\"A\" < 1)\n"
        . "emit x = on(\"2h\", (high - low)@\"B\")[1]"],
    rank => ["filter volume > 150\nrank by roc(close, 6) top 1 bottom 1 every 4h weighted inverse stddev(close, 5)"],
    universe => ["universe \"A\", \"B\@v\", \"D\"\nrank by on(\"2h\", roc(close, 2)) top 2 every 6h weighted score\nemit m = mood"],
    best => ["long when close > sma(close, 3) score roc(close, 3)\nshort when close < sma(close, 3) score -roc(close, 3)", '--best', 1],
    quotes => ["each funding\nlong when rate > 0 price 100 + 1000 * rate\nflat when rate < 0\nemit n = bar_index"],
);
my @own = qw(longer session calendar funding null attributes confirm confluence quotes);

my %columns = (
    own => ['h=on("4h", rsi(close, 3))', 'd=on("1d", close, "us-equities")', 'funding.rate', 'macd(close, 3, 6, 2)',
        'hour("America/New_York")', 'up=close > open', 'on("funding", sma(rate, 2)) * 1e4'],
    across => ['ratio=close / close@"A"', 'gap=close@"@w" - close', 'z=zscore(ratio, 5)', 'age("funding")',
        'b=on("2h", close)@"B@v"'],
);
$columns{own}[6] = "f=$columns{own}[6]";
$columns{own}[2] = "rate=$columns{own}[2]";
$columns{own}[4] = "ny=$columns{own}[4]";
$columns{across}[3] = "old=$columns{across}[3]";

my %command;
for my $name (sort keys %strategy) {
    my ($text, @options) = @{$strategy{$name}};
    my $path = scratch("$name.tq");
    open my $f, '>', $path or die; print $f "$text\n"; close $f or die;
    $command{$name} = [bin('tq-signal'), '-s', $path, @options];
}
$command{blend} = [bin('tq-signal'), '-s', scratch('longer.tq'), '-s', scratch('other.tq'), '-s', scratch('rank.tq'),
    '--blend', 'longer=0.5,other=0.3,rank=0.2', '--reallocate'];
$command{several} = [bin('tq-signal'), (map { ('-s', scratch("$_.tq")) } qw(attributes venue null)), qw(--best 2 --confirm 2)];
$command{"columns $_"} = [bin('tq-indicator'), map { ('-a', $_) } @{$columns{$_}}] for keys %columns;

my $input = street(240);
my @lines = lines($input);
my $short = join '', grep { /"time":"2024-03-0[678]/ } @lines;

# In pieces of 1 to 36 records, each a run that goes on from the state of the one before.
sub in_runs {
    my ($lines, $seed, @command) = @_;
    my ($state, $out, $at, $bad) = (scratch('state'), '', 0, '');
    unlink $state;
    while ($at < @$lines) {
        $seed = ($seed * 1103515245 + 12345) % 2147483648;
        my $end = $at + int($seed / 65536) % 36;
        $end = $#$lines if $end > $#$lines;
        my ($said, $status, $err) = run(join('', @$lines[$at .. $end]), @command, '--state', $state);
        $bad .= "$at..$end: $status $err" if $status;
        $out .= $said;
        $at = $end + 1;
    }
    return "$out$bad";
}

sub in_pieces {
    my ($text, $size, @command) = @_;
    my $out = scratch('pieces');
    my $pid = open my $pipe, '|-';
    die "fork: $!" unless defined $pid;
    if ($pid == 0) {
        open STDOUT, '>', $out or die;
        open STDERR, '>', '/dev/null' or die;
        exec { $command[0] } @command or exit 127;
    }
    $pipe->autoflush(1);
    for (my $at = 0; $at < length $text; $at += $size) { syswrite $pipe, substr($text, $at, $size) }
    close $pipe;
    open my $f, '<:raw', $out or die;
    local $/;
    return <$f> // '';
}

sub signals { return grep { /^\{"type":"signal"/ } lines($_[0]) }

my $seed = 1;
for my $name (sort keys %command) {
    my @command = @{$command{$name}};
    my ($whole, $status, $err) = run($input, @command);
    is($status, 0, "$name: runs") or diag $err;
    cmp_ok(scalar signals($whole), '>', 3, "$name: says something") if $name !~ /columns/;
    unlike($whole, qr/\b(?:nan|inf)\b/i, "F2.10 X.10 $name: no NaN, no infinity");
    unlink scratch('all');
    my ($ended) = run($short, @command, '--state', scratch('all'));
    unlink scratch('all');
    my @of = lines($short);
    is(md5_hex(in_runs(\@of, $seed++, @command)), md5_hex($ended), "L2 $name: gone on with after each few records");
    my @ahead;
    for my $cut (map { int(@lines * $_ / 101) } 7, 38, 71, 97) {
        my ($said) = run(join('', @lines[0 .. $cut - 1]), @command, '--state', scratch('cut'));
        unlink scratch('cut');
        push @ahead, $cut if $said ne substr $whole, 0, length $said;
    }
    is("@ahead", '', "L1 X.12 F0.17 $name: what is said of a beginning is the beginning of what is said");
    my $few = join '', @lines[0 .. 30];
    is(in_pieces($few, 1, @command), (run($few, @command))[0], "L6 $name: reads of 1 byte");
    is(md5_hex(in_pieces($input, 1021, @command)), md5_hex($whole), "L6 $name: reads of 1021 bytes");
    local %ENV = (%ENV, LC_ALL => 'de_DE.UTF-8', TZ => 'Asia/Kathmandu', MALLOC_PERTURB_ => 165);
    is(md5_hex((run($input, @command))[0]), md5_hex($whole), "L6 $name: another locale, zone and memory");
}

# Records of a series alone say of it what they say among fifty.
my @fifty = map { sprintf 'S%02d@v', $_ } 1 .. 50;
my $crowd = street(130, @fifty);
sub of { my ($symbol, $text) = @_; return join '', grep { /"symbol":"$symbol"/ } lines($text) }
for my $name (@own, 'columns own') {
    my ($together) = run($crowd, @{$command{$name}});
    my @wrong = grep {
        my ($alone) = run(of($_, $crowd), @{$command{$name}});
        $alone ne of($_, $together);
    } map { s/@.*//r } @fifty[0, 7, 23, 49];
    is("@wrong", '', "L3 F2.6 $name: a series among 50 is that series alone");
}

# Where another series is named, it and the series at hand are all that matters.
for my $name (qw(other), 'columns across') {
    my @need = qw(A B);
    my ($together) = run($input, @{$command{$name}});
    for my $symbol (qw(C D)) {
        my $part = join '', grep { /"symbol":"(?:A|B|$symbol)"/ } lines($input);
        is(of($symbol, (run($part, @{$command{$name}}))[0]), of($symbol, $together), "L3 $name: $symbol with what it names");
    }
}
done_testing();

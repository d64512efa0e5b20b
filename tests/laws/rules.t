# SPDX-License-Identifier: ISC
# L1, L2, L3, L7, L8 over all rules of tq-validate and over --repair: a stream of bars, ticks, quotes,
# books and funding of two symbols, with faults of every kind in it.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin lines scratch);

srand 5;

sub at { sprintf '2024-01-%02dT%02d:%02d:00Z', 1 + int($_[0] / 1440), int($_[0] / 60) % 24, $_[0] % 60 }

# Records as [minute of the event, line]; odd ones are faults on purpose.
sub symbol {
    my ($symbol, $phase) = @_;
    my @all;
    my $head = sub { sprintf '{"type":"%s","time":"%s","symbol":"%s"', $_[0], at($_[1]), $symbol };
    for my $h (0 .. 47) {
        my $odd = ($h + $phase) % 8;
        next if $odd == 7;
        my $c = 100 + 5 * sin($h / 3 + $phase);
        $c *= 100 if $odd == 3 && $h > 2;
        $c /= 2 if $h == 30 + $phase;
        $c = 90 if $h > 40;
        my ($low, $high) = $h > 40 ? (0, 0) : (1, 1);
        push @all, [60 * $h + 60, $head->('bar', 60 * $h) . sprintf(
            ',"interval":"1h","open":%.2f,"high":%.2f,"low":%.2f,"close":%.2f,"volume":%d'
            . ',"adj_close":%.3f%s%s}', $c, $c + $high * 0.5, $odd == 5 ? $c + 1 : $c - $low * 0.5, $c,
            $h > 40 ? 4 : $odd == 6 ? 0 : 10 + $h, $c * ($h < 20 ? 0.5 : 1),
            $h == 20 ? ',"dividend":50' : $h == 8 ? ',"dividend":2.2' : '', $h == 32 + $phase ? ',"split":2' : '')];
        push @all, [60 * $h + 5, $head->('tick', 60 * $h + ($odd == 1 ? -70 : 5)) . sprintf
            ',"price":%.2f,"qty":%s,"id":%d}', $c, $odd == 2 ? 0 : 1.5, $odd == 4 ? 1 : $h];
        push @all, [60 * $h + 10, $head->('quote', 60 * $h + 10) . sprintf
            ',"bid":%.2f%s}', $c + ($odd == 1), $odd == 2 ? '' : sprintf ',"ask":%.2f', $c + 0.5];
        push @all, [60 * $h + 15, $head->('book', 60 * $h + 15) . sprintf
            ',"bids":[[%.2f,%s],[%.2f,2]],"asks":[[%.2f,1]],"sequence":%d}', $c, $odd == 6 ? 0 : 1,
            $c + ($odd == 2 ? 1 : -1), $c + ($odd == 3 ? 0 : 1), $odd == 4 ? 3 : $h];
        push @all, [60 * $h + ($odd == 6 ? 30 : 0), $head->('funding', 60 * $h + ($odd == 6 ? 30 : 0))
            . sprintf ',"rate":%s}', $odd == 5 ? 0.2 : 0.0001] if $h % 4 == 0 || $h > 30;
        push @all, [60 * $h + 20, $head->('signal', 60 * $h + ($odd == 3 ? -70 : 20)) . sprintf
            ',"id":"%s","strategy":"s","side":"long","price":%.2f,"stop":%.2f,"weight":%s}', $odd == 4 ? 1 : $h, $c,
            $c * ($odd == 5 ? 2 : 0.9), $odd == 2 ? 0.9 : 0.3];
    }
    return @all;
}

# The order of events, equal ones by symbol.
sub stream { join '', map { "$_->[1]\n" } sort { $a->[0] <=> $b->[0] || $a->[1] cmp $b->[1] } @_ }

my %of = (X => [symbol('X', 0)], Y => [symbol('Y', 4)]);
my $mixed = stream(map { @$_ } @of{qw(X Y)});
my @rules = map { /^(\S+)/ } `@{[bin('tq-validate')]} --list-rules`;
my @flagged = map { ('--on', "$_=flag") } @rules;
my @alone = (@flagged, qw(-q --now none --max-stuck 3 --gap-events --flag-events));

open my $f, '>', scratch('other') or die;
print $f map { s/"volume"/"source":"o","volume"/r =~ s/"close":1/"close":2/r } grep { /"bar"/ } lines($mixed);
close $f;
my @together = (@alone, qw(--max-weights 1 --max-stale 70m --canonical builtin --against), scratch('other'));
my @repair = qw(--repair all --repair-window);

my ($all, $status, $err) = run($mixed, bin('tq-validate'), @together);
is($status, 0, 'all rules, all flagged') or diag $err;
for my $rule (@rules) {
    next if $rule =~ /^(schema|finite|future|session|overlap|alias)$/;
    ok($all =~ /"(?:flags":\[[^]]*"$rule"|code":"$rule")/, "F0.8 the stream has a case of $rule");
}

my %ways = ('all rules' => \@together, 'repair, window 0' => [@together, @repair, 0],
    'repair, window 7' => [@together, @repair, 7]);
my @input = lines($mixed);
for my $way (sort keys %ways) {
    my @command = (bin('tq-validate'), @{$ways{$way}});
    my ($whole) = run($mixed, @command, '--state', scratch('s'));
    unlink scratch('s');
    my (@prefix, @split);
    for my $k (map { int(@input * $_ / 25) } 0 .. 25) {
        my $state = scratch('state');
        unlink $state;
        my ($a, $sa) = run(join('', @input[0 .. $k - 1]), @command, '--state', $state);
        push @prefix, $k if $sa || $a ne substr $whole, 0, length $a;
        my ($b, $sb) = run(join('', @input[$k .. $#input]), @command, '--state', $state);
        push @split, $k if $sb || $a . $b ne $whole;
    }
    is("@prefix", '', "L1 $way: what was said does not change with what follows");
    is("@split", '', "L2 $way: cut in two with a state");
    my ($ended) = run($mixed, @command);
    is(substr($ended, 0, length $whole), $whole, "L1 $way: the end only adds");
}

for my $way ([], [@repair, 0], [@repair, 7], [@repair, 100]) {
    my ($out) = run($mixed, bin('tq-validate'), @alone, @$way);
    for my $symbol (qw(X Y)) {
        my ($own) = run(stream(@{$of{$symbol}}), bin('tq-validate'), @alone, @$way);
        my $part = join '', grep { /"symbol":"$symbol"/ } lines($out);
        ok($part eq $own, "L3 @$way: $symbol is judged as if it were alone");
    }
    # All rules off: nothing but repair changes a line, none is lost, and the order stays.
    my @off = map { ('--on', "$_=pass") } @rules;
    my ($passed) = run($mixed, bin('tq-validate'), @off, '-q', @$way);
    my @out = lines($passed);
    is(scalar @out, scalar @input, "L8 @$way: every line comes out");
    my @changed = grep { $out[$_] ne $input[$_] } 0 .. $#input;
    my $kinds = join ' ', grep { $passed =~ /"code":"$_"/ } qw(100x split dividend);
    is($kinds, !@$way ? '' : {0 => '', 7 => '100x split', 100 => '100x split dividend'}->{$way->[-1]},
        "F0.18 @$way: what is repaired: $kinds");
    is(scalar(grep { $out[$_] !~ /"repaired":\[\{/ } @changed), 0, "L7 @$way: what is not repaired is as it came");
    # What was there before is in the record: put back, it is the line that came.
    my @lost = grep {
        my $line = $out[$_];
        my ($list) = $line =~ s/,"repaired":\[(.*?)\]// ? $1 : '';
        while ($list =~ /"field":"(\w+)","before":([0-9.]+),"after":([0-9.]+)/g) {
            my ($field, $before, $after) = ($1, $2, $3);
            $line =~ s/"$field":\Q$after\E(?=[,}])/"$field":$before/;
        }
        $line ne $input[$_];
    } @changed;
    is("@lost", '', "F0.18 @$way: the values before are in the record");
    # Every read size.
    is((run($mixed, bin('tq-validate'), @together, @$way))[0],
        (run($mixed, 'sh', '-c', 'dd bs=7 2>/dev/null | "$@"', 'sh', bin('tq-validate'), @together, @$way))[0],
        "L6 @$way: any read size");
}

# A bar that waits is refused at its own place, whatever line is being read by then.
my @bad = @input;
my ($at) = grep { $bad[$_] =~ /"bar"/ } 40 .. $#bad;
$bad[$at] =~ s/"close":/"close":"x","was":/;
my @stop = (qw(-q --now none), (map { ('--on', "$_=pass") } grep { $_ ne 'schema' } @rules), @repair, 7);
(undef, $status, $err) = run(join('', @bad), bin('tq-validate'), @stop);
is($status, 3, 'L8 a bar that is refused after it waited');
is($err, 'tq-validate: stdin:' . ($at + 1) . qq(: field "close" is not a number: x (schema)\n), 'its line is named, once')
    or diag $err;
my ($out);
($out, $status, $err) = run(join('', @bad), bin('tq-validate'), @stop, '--on-error', 'quarantine', '--rejects', scratch('r'));
is($status, 0, 'L8 quarantined');
is(scalar(lines($out)), @input - 1, 'all others go on');
my $rejects = do { open my $r, '<', scratch('r') or die; local $/; <$r> };
my $line = $at + 1;
like($rejects, qr/"line":$line,.*"input":\Q@{[$bad[$at] =~ s{\n}{}r]}\E/, 'the reject is of that line');
($out, $status, $err) = run(join('', @bad), bin('tq-validate'), @stop, '--on-error', 'skip');
is($status, 3, 'L8 skipped: the status tells');
is(scalar(lines($out)), @input - 1, 'and all others go on');

# A hundredfold anywhere comes out as it was: X.11 F0.18, for 300 random injuries.
my $n = 400;
my ($clean) = run('', bin('tq-fetch'), qw(sim --seed 3 --interval 1h --price 40 --bars), $n);
my @clean = lines($clean);
my ($worse, $missed) = (0, 0);
for my $round (1 .. 30) {
    my @broken = @clean;
    for (1 .. 10) {
        my ($from, $length) = (1 + int rand($n - 12), 1 + int rand 6);
        my @fields = (qw(open high low close), 'all', 'all')[int rand 6];
        @fields = qw(open high low close) if $fields[0] eq 'all';
        $length = 1 if @fields == 1;
        my $down = int rand 2;
        next if grep { $broken[$_] ne $clean[$_] } $from - 1 .. $from + $length;
        for my $i ($from .. $from + $length - 1) {
            for my $field (@fields) {
                $broken[$i] =~ s/"$field":([0-9.]+)/'"' . $field . '":' . moved($1, $down)/e;
            }
        }
    }
    my ($mended) = run(join('', @broken), bin('tq-validate'), (map { ('--on', "$_=pass") } @rules), qw(-q --repair 100x));
    my @mended = map { s/,"repaired":\[.*?\]//r } lines($mended);
    for my $i (0 .. $#clean) {
        next if $mended[$i] eq $clean[$i];
        $broken[$i] eq $clean[$i] ? $worse++ : $missed++;
    }
}
is($worse, 0, 'F0.18 a hundredfold: no bar that was right is changed');
is($missed, 0, 'F0.18 a hundredfold: every one comes out as it was, to the last digit');

# Two digits to the left or right, as text.
sub moved {
    my ($x, $down) = @_;
    my ($whole, $part) = $x =~ /^(\d+)(?:\.(\d+))?$/;
    $part //= '';
    if ($down) {
        $whole = '00' . $whole;
        $part = substr($whole, -2) . $part;
        $whole = substr $whole, 0, -2;
    } else {
        $part .= '00';
        $whole .= substr $part, 0, 2;
        $part = substr $part, 2;
    }
    s/^0+(?=\d)// for $whole;
    $part =~ s/0+$//;
    return $part eq '' ? $whole : "$whole.$part";
}

done_testing();

# SPDX-License-Identifier: ISC
# What on(), @ and age() are, from plain definitions: longer bars against tq-resample,
# other series and records against a walk over the stream; and that a program which
# has to wait for another series loses, changes and reorders nothing (L7, L8).
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin lines scratch);
use Street qw(street closes);

my $input = street(240);
my @lines = lines($input);

sub get { return $_[0] =~ /[{,]"$_[1]":"?([^",}]*)/ ? $1 : undef }
sub is_bar { return $_[0] =~ /^\{"type":"bar"/ && $_[0] !~ /"closed":false/ }
sub key { return get($_[0], 'symbol') . '@' . get($_[0], 'venue') }
sub columns { my ($text, @add) = @_; return run($text, bin('tq-indicator'), '-q', map { ('-a', $_) } @add) }

# Bars of a series; some begin in the middle of a longer bar, all have holes.
for my $case (['A@v', 0, '4h'], ['B@v', 3, '4h'], ['D@v', 5, '2h'], ['A@w', 9, '12h'], ['C@v', 2, '1h'],
              ['A@v', 7, '1d', 'us-equities'], ['B@v', 1, '1d', 'America/New_York']) {
    my ($series, $skip, $to, $place) = @$case;
    my @bars = grep { is_bar($_) && key($_) eq $series } @lines;
    my $bars = join '', @bars[$skip .. $#bars];
    my @by = !$place ? () : $place =~ m{/} ? ('--timezone', $place) : ('--calendar', $place);
    my ($longer, $status, $err) = run($bars, bin('tq-resample'), '-q', '--to', $to, '--from', '30m', qw(--partial emit), @by);
    # The longer bar in which the series begins is none; where parts are missing, it is.
    my ($first) = $bars[$skip] =~ /"time":"([^"]*)"/;
    my @made = lines($longer);
    shift @made if get($made[0], 'time') lt $first;
    $longer = join '', @made;
    is($status, 0, "$series $to: tq-resample") or diag $err;
    for my $x ('sma(close, 2)', 'high - low', 'volume', 'open[1]') {
        my (%at, @mark, @wrong, $n);
        my $step = {'1h' => 2, '2h' => 4, '4h' => 8, '12h' => 24, '1d' => 48}->{$to};
        for my $line (lines((columns($longer, "x=$x"))[0])) {
            # A longer bar is there from its close on; a session's close is not its open and a day.
            my $close = closes($line) - 1800 + ($place && $place !~ m{/} ? 6.5 * 3600 : 1800 * $step);
            $close -= 3600 if $place && $place =~ m{/} && get($line, 'time') =~ /^2024-03-10/;
            push @mark, $close;
            $at{$close} = get($line, 'x');
        }
        my $on = $place ? "on(\"$to\", $x, \"$place\")" : "on(\"$to\", $x)";
        for my $line (lines((columns($bars, "x=$on"))[0])) {
            my ($last) = reverse grep { $_ <= closes($line) } @mark;
            my $want = defined $last ? $at{$last} : 'null';
            $n++ if $want ne 'null';
            push @wrong, get($line, 'time') . ' ' . get($line, 'x') . " not $want" if get($line, 'x') ne $want;
        }
        is(join("\n", @wrong), '', "X.12 F0.17 $series: $on is $x of tq-resample's bars");
        ok($n, "$series: $on has values");
    }
}

# Other records and other series, from the stream alone.
{
    my ($out, $status, $err) = columns($input, 'rate=funding.rate', 'old=age("funding")', 'a=close@"A"', 'w=close@"@w"',
        'b=close@"B@v"', 'mean=on("funding", sma(rate, 2))', 'was=(close@"A")[1]', 'past=close[1]@"A"',
        'af=funding.rate@"A"', 'aold=age("funding")@"A"');
    is($status, 0, 'columns of other records and series') or diag $err;
    my (%rate, %bar, %own, %past, @wrong, $n);
    for (grep { is_bar($_) } @lines) { $bar{key($_)}{closes($_)} = get($_, 'close') }
    for my $key (keys %bar) {
        my $before;
        for (sort { $a <=> $b } keys %{$bar{$key}}) { $past{$key}{$_} = $before; $before = $bar{$key}{$_} }
    }
    # What A had been paid when its bar came, for those that look at A.
    my (%seen, %paid_at);
    for (@lines) {
        $seen{key($_)} = [closes($_), get($_, 'rate')] if /^\{"type":"funding"/;
        $paid_at{key($_)}{closes($_)} = $seen{key($_)} if is_bar($_);
    }
    my $null = sub { return defined $_[0] ? 0 + $_[0] : 'null' };
    for my $line (lines($out)) {
        my ($key, $at) = (key($line), closes($line));
        push @{$rate{$key}}, [$at, get($line, 'rate')] if $line =~ /^\{"type":"funding"/;
        next unless is_bar($line);
        my ($symbol, $venue) = split /@/, $key;
        my @paid = @{$rate{$key} // []};
        my $of = $paid_at{"A\@$venue"}{$at};
        my %want = (
            rate => $null->(@paid ? $paid[-1][1] : undef), old => $null->(@paid ? $at - $paid[-1][0] : undef),
            a => $null->($bar{"A\@$venue"}{$at}), w => $null->($bar{"$symbol\@w"}{$at}), b => $null->($bar{'B@v'}{$at}),
            was => $null->($own{$key}), past => $null->(exists $bar{"A\@$venue"}{$at} ? $past{"A\@$venue"}{$at} : undef),
            af => $null->($of ? $of->[1] : undef), aold => $null->($of ? $at - $of->[0] : undef),
        );
        $own{$key} = $bar{"A\@$venue"}{$at};
        for my $name (sort keys %want) {
            my $got = get($line, $name);
            $n++;
            push @wrong, "$key $at $name: $got, not $want{$name}" if ($got eq 'null' ? $got : 0 + $got) ne $want{$name};
        }
        my $mean = @paid > 1 ? ($paid[-1][1] + $paid[-2][1]) / 2 : undef;
        my $got = get($line, 'mean');
        push @wrong, "$key $at mean $got" if defined $mean ? abs($got - $mean) > 1e-15 : $got ne 'null';
    }
    is(join("\n", @wrong[0 .. ($#wrong < 20 ? $#wrong : 20)]), '', "X.12 $n values are those of the same close, or null");
    my $plain = $out =~ s/,"rate":[^,]*,"old":.*(?=\})//gr;
    is($plain, $input, 'L7 L8 every line is there, in its order, with its bytes');
}

# A bar that is still forming is no bar.
{
    my @add = ('h=on("4h", close)', 'a=close@"A"', 'i=bar_index', 's=sma(close, 3)');
    my $final = join '', grep { !/"closed":false/ } @lines;
    my ($with) = columns($input, @add);
    is(join('', grep { !/"closed":false/ } lines($with)), (columns($final, @add))[0], 'forming bars change nothing');
    unlike(join('', grep { /"closed":false/ } lines($with)), qr/"bar_index"|"i":/, 'and are passed on as they came');
}

# A run that ends while it waits, however it ends.
{
    my @add = map { ('-a', $_) } 'a=close@"A"', 'z=zscore(close / a, 3)';
    my ($whole) = run($input, bin('tq-indicator'), @add);
    my @b = grep { /"symbol":"B"/ } @lines;
    my ($out, $status) = run(join('', @b), bin('tq-indicator'), '-q', @add);
    is($status, 0, 'L8 a series that never comes');
    is($out =~ s/,"a":null,"z":null//gr, join('', @b), 'L8 nothing is lost, all is null');
    my ($cut) = grep { is_bar($lines[$_]) && key($lines[$_]) eq 'D@v' && $_ > 100 } 0 .. $#lines;
    my $head = join '', @lines[0 .. $cut];
    ($out) = run($head, bin('tq-indicator'), @add);
    is(scalar lines($out), $cut + 1, 'L8 the end of input says what was awaited');
    my $state = scratch('held');
    ($out, $status) = run($head, bin('tq-indicator'), @add, '--state', $state);
    is($status, 0, 'with a state');
    is($out, substr($whole, 0, length $out), 'L1 what is said is the beginning');
    my ($rest) = run(join('', @lines[$cut + 1 .. $#lines]), bin('tq-indicator'), @add, '--state', $state);
    is("$out$rest", (run($input, bin('tq-indicator'), @add, '--state', scratch('other')))[0], 'L2 the next run says the rest');

    # Killed, it has written whole lines that are the beginning, and no state.
    for my $signal ('TERM', 'KILL') {
        unlink $state;
        my $path = scratch("killed-$signal");
        my $pid = open my $pipe, '|-';
        die "fork: $!" unless defined $pid;
        if (!$pid) {
            open STDOUT, '>', $path or die;
            open STDERR, '>', '/dev/null' or die;
            exec bin('tq-indicator'), @add, '--state', $state or exit 127;
        }
        $pipe->autoflush(1);
        print $pipe $head;
        for (1 .. 200) { last if -s $path; select undef, undef, undef, 0.02 }
        kill $signal, $pid;
        close $pipe;
        open my $f, '<:raw', $path or die;
        my $said = do { local $/; <$f> } // '';
        ok(length $said, "L9 $signal: it had said something");
        is($said, substr($whole, 0, length $said), "L9 $signal: what is written is the beginning");
        my ($again) = run($input, bin('tq-indicator'), @add) if !-e $state;
        ($again) = ($said . (run(join('', @lines[$cut + 1 .. $#lines]), bin('tq-indicator'), @add, '--state', $state))[0])
            if -e $state;
        is(substr($again, 0, length $whole), substr($whole, 0, length $again), "L9 $signal: run again, or gone on with");
    }
}

# Files one behind the other are no stream in the order of closes.
{
    my @a = grep { is_bar($_) && key($_) eq 'A@v' } @lines;
    my @b = grep { is_bar($_) && key($_) eq 'B@v' } @lines;
    my ($out, $status, $err) = run(join('', @a, @b), bin('tq-indicator'), '-a', 'x=close@"A"');
    is($status, 0, 'A, then B');
    my $n = grep { closes($_) < closes($a[-1]) } @b;
    like($err, qr/^tq-indicator: $n bars came behind later records: .* \(tq-merge /m, 'is told of');
    ($out, $status, $err) = run(join('', grep { is_bar($_) } @lines), bin('tq-indicator'), '-a', 'x=close@"A"');
    is($err, '', 'a stream in order is not');
}

# What comes late is refused with its place, and does not make the past another.
{
    my @a = grep { is_bar($_) && key($_) eq 'A@v' } @lines;
    my $late = join '', @a[0 .. 20, 10, 21 .. 40];
    my ($out, $status, $err) = columns($late, 'x=on("4h", close)');
    is($status, 3, 'F0.17 a late bar ends the run');
    like($err, qr/^tq-indicator: (?:-|stdin|standard input):22: /m, 'with its line');
    ($out, $status) = run($late, bin('tq-indicator'), '-q', '--on-error', 'quarantine', '-a', 'x=on("4h", close)');
    is(join('', grep { /^\{"type":"bar"/ } lines($out)), (columns(join('', @a[0 .. 40]), 'x=on("4h", close)'))[0],
        'F0.17 left out, it changes nothing');
}
done_testing();

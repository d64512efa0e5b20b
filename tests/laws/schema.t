# SPDX-License-Identifier: ISC
# C2.18 F2.11: every record that a tool writes is what share/schemas says of its
# type: the required fields are there, each field is of its kind, and there is no
# field that the schema does not name. tq-validate --strict takes the stream too.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use B;
use lib 'tests/laws';
use Laws qw(run bin bars lines scratch);

my $json = JSON::PP->new->utf8;
my (%schema, %seen, %fields);

sub schema_of {
    my ($type) = @_;
    return $schema{$type} //= do {
        open my $f, '<', "share/schemas/$type.json" or die "no schema of '$type': $!";
        local $/;
        $json->decode(<$f>);
    };
}

sub kind_of {
    my ($value) = @_;
    return 'null' if !defined $value;
    return 'boolean' if JSON::PP::is_bool($value);
    return ref $value eq 'ARRAY' ? 'array' : 'object' if ref $value;
    my $flags = B::svref_2object(\$value)->FLAGS;
    return 'string' if $flags & B::SVp_POK || !($flags & (B::SVp_IOK | B::SVp_NOK));
    return $value == int $value ? 'integer' : 'number';
}

sub sound { grep { !/^\{"type":"signal".*"side":"up"/ } lines($_[0]) }

sub same { defined $_[0] ? defined $_[1] && $_[0] eq $_[1] : !defined $_[1] }

# The part of JSON Schema that share/schemas uses: '' or what is wrong.
sub fault {
    my ($value, $rule) = @_;
    return '' if !ref $rule || JSON::PP::is_bool($rule);
    my $kind = kind_of($value);
    if (my $types = $rule->{type}) {
        my @types = ref $types ? @$types : $types;
        push @types, 'integer' if grep { $_ eq 'number' } @types;
        return "is $kind, not @types" unless grep { $_ eq $kind } @types;
    }
    return "is not '$rule->{const}'" if exists $rule->{const} && !same($value, $rule->{const});
    return 'is not in the list' if $rule->{enum} && !grep { same($value, $_) } @{$rule->{enum}};
    return 'fits none of anyOf' if $rule->{anyOf} && !grep { fault($value, $_) eq '' } @{$rule->{anyOf}};
    return '' unless $kind eq 'string';
    return "does not match $rule->{pattern}" if $rule->{pattern} && $value !~ /$rule->{pattern}/;
    return 'is no time' if ($rule->{format} // '') eq 'date-time' &&
        $value !~ /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
    return '';
}

sub faults {
    my ($line) = @_;
    my $record = $json->decode($line);
    my $schema = schema_of($record->{type});
    my @found;
    $seen{$record->{type}}++;
    for my $name (@{$schema->{required}}) {
        push @found, "no $name" unless exists $record->{$name};
    }
    for my $name (sort keys %$record) {
        my $rule = $schema->{properties}{$name};
        $fields{$record->{type}}{$name}++;
        my $wrong = defined $rule ? fault($record->{$name}, $rule) : 'is not in the schema';
        push @found, "$name $wrong" if $wrong;
    }
    return @found;
}

# Each line of a tool's output by its schema, but for the one that is meant to be wrong.
sub check {
    my ($what, $out) = @_;
    my @bad;
    for my $line (sound($out)) {
        my @found = faults($line);
        push @bad, join(', ', @found) . ": $line" if @found;
    }
    ok(!@bad, "C2.18 $what: every record is what its schema says")
        or diag scalar(@bad), " of them:\n", @bad[0 .. ($#bad < 4 ? $#bad : 4)];
}

# Runs a tool, which must succeed, and checks what it says.
sub said {
    my ($what, $input, $tool, @options) = @_;
    my ($out, $status, $err) = run($input, bin($tool), @options);
    is($status, 0, "$what: status 0") or diag $err;
    check("$tool, $what", $out);
    return $out;
}

sub strict {
    my ($what, $stream, @options) = @_;
    my $input = join '', sound($stream);
    my ($out, $status, $err) = run($input, bin('tq-validate'), '--strict', '--now', 'none',
        '--on', 'future=pass', '--on', 'split-like=pass', @options);
    is($status, 0, "F2.11 $what: tq-validate --strict takes it") or diag $err;
    ok($out eq $input, "$what: and passes it on as it is");
}

sub bar {
    my ($day, $close, $extra) = @_;
    return sprintf '{"type":"bar","time":"2024-03-%02dT00:00:00Z","symbol":"X","venue":"V","interval":"1d",'
        . '"open":%s,"high":%s,"low":%s,"close":%s,"volume":1000%s}' . "\n",
        $day, $close, $close + 1, $close - 1, $close, $extra // '';
}

my $n = 0;
sub signal {
    my ($day, $side, $extra) = @_;
    return sprintf '{"type":"signal","time":"2024-03-%02dT00:00:00Z","id":"s%d","symbol":"X","venue":"V",'
        . '"interval":"1d","strategy":"t","side":"%s","price":100%s}' . "\n", $day, $n++, $side, $extra // '';
}

# An entry that waits, is replaced and cancelled; brackets; refusals; funding; a reversal.
my $story = bar(1, 100) . signal(2, 'long', ',"limit":90') . bar(2, 100)
    . signal(3, 'long', ',"limit":91,"stop":80,"take":120') . bar(3, 100) . signal(4, 'flat')
    . bar(4, 100) . signal(5, 'long', ',"stop":95,"take":103') . signal(5, 'up')
    . bar(5, 100) . '{"type":"funding","time":"2024-03-06T00:00:00Z","symbol":"X","venue":"V","rate":0.0001}' . "\n"
    . bar(6, 104) . signal(7, 'short', ',"stop_entry":99,"size":0.3') . bar(7, 97) . signal(8, 'long')
    . bar(8, 97) . bar(9, 97) . bar(10, 97) . bar(11, 97);

for my $model ('pessimistic-v1', 'backtesting-py') {
    my @options = ('--fill-model', $model, '--cash', 5000, '--size', '50%', '--commission', '0.1%',
        '--max-hold', 2, '--slippage', '0.5%', '--max-position', 4000);
    my $orders = said("$model: a story", $story, 'tq-risk', @options);
    like($orders, qr/"order_type":"cancel"/, "$model: with a cancel");
    like($orders, qr/"replaces"/, "$model: with an order in the place of another");
    like($orders, qr/"tag":"max-hold"/, "$model: with an order of --max-hold");
    my $late = $orders . '{"type":"order","time":"2024-03-01T00:00:00Z","id":"late","symbol":"X","venue":"V",'
        . '"side":"buy","qty":1,"order_type":"market"}' . "\n";
    my $whole = said("$model: a story", $late, 'tq-paper');
    for my $type (qw(bar account signal order reject fill position roundtrip equity funding_payment)) {
        like($whole, qr/^\{"type":"$type"/m, "$model: a $type in it");
    }
    strict("$model: a story", $whole);
    said("$model: its figures", $whole, 'tq-report', '--format', 'json');
}

# What signals make of whole bars, and a crash on borrowed money.
my $bars = bars(300, 'X', 0);
my $signals = said('rules', $bars, 'tq-signal', '--long', 'crosses_above(close, sma(close,5))',
    '--short', 'crosses_below(close, sma(close,5))');
my $traded = said('brackets', $signals, 'tq-risk', Laws::account_options());
my $filled = said('brackets', $traded, 'tq-paper');
strict('brackets', $filled);
said('its figures', $filled, 'tq-report', '--format', 'json', '--drawdowns', 3);

my $crash = bar(1, 100) . signal(2, 'long') . bar(2, 100) . bar(3, 50) . bar(4, 50);
for my $model ('pessimistic-v1', 'backtesting-py') {
    my $out = said("$model: a crash", $crash, 'tq-risk', '--leverage', 4, '--notional', 35000, '--fill-model', $model,
        '--fee-decimals', 2, '--max-leverage', 4);
    $out = said("$model: a crash", $out, 'tq-paper');
    like($out, qr/"exit_reason":"liquidation"/, "$model: with a liquidation");
    like($out, qr/^\{"type":"fee"/m, "$model: with a fee") if $model eq 'backtesting-py';
    strict("$model: a crash", $out, '--max-jump', 1);
}

# What tq-validate finds, and lines that are no records.
my $flawed = bar(1, 100) . bar(4, 100) . bar(5, 100, ',"flags":["odd"]') . bar(7, 900);
said('flags', $flawed, 'tq-validate', '--on', 'gap=flag', '--on', 'outlier=flag', '--gap-events', '--summary');
said('rejects', $flawed . bar(6, -5), 'tq-validate', map { ('--on', "$_=reject") } qw(gap outlier positive time-order));
said('quarantine', "none\n$flawed\x00\n", 'tq-validate', '--on-error', 'quarantine', '--on', 'outlier=pass');
said('an empty report', '', 'tq-report', '--format', 'json');

# Longer bars, bars of trades, and what venues agree on.
my $trades = join '', map {
    sprintf '{"type":"tick","time":"2024-01-01T00:00:%02dZ","symbol":"X","venue":"V","price":%s,"qty":0.5,"side":"buy"}' . "\n", $_, 10 + $_ % 3
} 1 .. 50;
for my $rule (['--to', '20s', '--fill', 'flat'], ['--ticks', 7], ['--volume', '2.5'], ['--notional', 100, '--split'],
    ['--imbalance', 'volume', '--expected-ticks', 5]) {
    my $out = said("@$rule", $trades, 'tq-resample', @$rule, '--partial', 'emit');
    my ($again, $status, $err) = run($out, bin('tq-validate'), '-q', '--now', 'none', '--on', 'outlier=pass');
    is($status, 0, "@$rule: tq-validate takes it") or diag $err;
}
said('a week with a hole', join('', map { bar($_, 10) } 1, 2, 4, 5), 'tq-resample', '--to', '1w', '--partial', 'emit');
said('a session', bar(4, 10), 'tq-resample', qw(--to 1w --calendar us-equities --partial emit));
sub venue { my ($day, $venue, $close) = @_; bar($day, $close) =~ s/"V"/"$venue"/r }
said('a consensus', join('', map { venue(1, @$_) } ['a', 100], ['b', 100.5], ['c', 110]), 'tq-merge', qw(--consensus vwap));
said('a disagreement', join('', map { venue(1, @$_) } ['a', 100], ['b', 110]), 'tq-merge', qw(--consensus mean));

# What tq-fetch makes of rows.
said('sim', '', 'tq-fetch', 'sim', '-n', 5, '--venue', 'V', '--mark-source');
my %rows = (
    bar => "time,open,high,low,close,volume,quote_volume,trades\n2024-01-01,1,2,1,2,5,7,3\n",
    price => "time,price\n2024-01-01,1\n",
    tick => "time,price,qty,side,id\n2024-01-01,1,2,buy,9\n",
    quote => "time,bid,ask,bid_qty,ask_qty\n2024-01-01,1,2,3,4\n",
    funding => "time,rate,mark_price\n2024-01-01,0.0001,100\n",
);
for my $kind (sort keys %rows) {
    my $out = said("a $kind", $rows{$kind}, 'tq-fetch', 'file', '-', '--kind', $kind, '--symbol', 'X',
        '--venue', 'V', '--mark-source', $kind eq 'bar' ? ('--interval', '1d') : ());
    strict("a $kind", $out);
}

note(map { "$_: $seen{$_}\n" } sort keys %seen);
done_testing();

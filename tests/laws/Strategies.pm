# SPDX-License-Identifier: ISC
# Every file of share/strategies: sound, described, the right way round (F3.14),
# calm on markets that offer nothing (F0.20), under the laws L1, L2, L3 and L6, and
# the same as ever on a simulated market.
#
# tests/strategies/NAME.pl has a row for each, by name, and strategies_NAME.t runs
# them. What the simulated market gave is in NAME.tsv, made again by
# TQ_REMAKE=1 prove tests/laws/strategies_*.t. TQ_ONLY='NAME ...' runs a few.
#
#   set     parameters that make it quick, for scenes and market alike
#   args    further options of tq-signal
#   scenes  markets on which the right side is plain (F3.14): options of
#           Shelf::scene and says, the sides that come first. mirror: upside down
#           the other sides come. lines: code that makes the whole stream instead;
#           of: the symbol or venue whose sides are meant; set: parameters of it alone.
#   market  options of Shelf::market for the golden run and the laws
#   names   true when what is said of one symbol may hang on another, so that
#           interleaving (L3) does not hold
#   risk    options of tq-risk in place of the usual ones
#   line    the entries it says on a line that never moves (F0.20); none otherwise
package Strategies;

use strict;
use warnings;
use Exporter 'import';
use Test::More;
use Digest::MD5 qw(md5_hex);
use lib 'tests/laws';
use Laws qw(run bin lines scratch);
use Shelf qw(flat mirror scene market);

our @EXPORT_OK = qw(run_rows rows files);

my (%row, %file, %golden);

# Strategies by name, with their path.
sub files { map { m{([^/]+)\.tq$} ? ($1 => $_) : () } glob 'share/strategies/*.tq' }

# The rows of a file of rows, by name.
sub rows {
    my ($path) = @_;
    my @row = do "./$path";
    die "$path: $@ $!" unless @row;
    return @row;
}

sub read_golden {
    my ($path) = @_;
    open my $f, '<', $path or return ();
    return map { /^([^#\t]+)\t(.*)/ ? ($1 => $2) : () } <$f>;
}

sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; return scalar <$f> }

sub command {
    my ($name, $set) = @_;
    my $row = $row{$name};
    return (bin('tq-signal'), '-s', $file{$name}, (map { ('--set', $_) } @{$set // $row->{set} // []}),
        @{$row->{args} // []});
}

# Runs the strategy; what it says on standard error is a failure.
sub said_of {
    my ($name, $input, $set) = @_;
    my ($out, $status, $err) = run($input, command($name, $set));
    return ($out, $status || $err ne '' ? "status $status: $err" : '');
}

sub signals { grep { /^\{"type":"signal"/ } lines($_[0]) }

# The sides of a symbol's signals that enter or leave, in order.
sub sides {
    my ($out, $series) = @_;
    return join ' ', map { /"side":"(\w+)"/ } grep { !/"only_when_open":true/
        && (!defined $series || /"(?:symbol|venue)":"\Q$series\E"/) } signals($out);
}

sub others { my %other = (long => 'short', short => 'long', flat => 'flat'); join ' ', map { $other{$_} } split ' ', $_[0] }

sub is_written {
    my ($name) = @_;
    my $text = slurp($file{$name});
    my @lacks;
    push @lacks, 'licence' unless $text =~ /\A# SPDX-License-Identifier: ISC\n/;
    push @lacks, 'description' unless $text =~ /^description "[^"]{20,}"/m;
    push @lacks, 'source' unless $text =~ /^source "[^"]+"/m;
    push @lacks, "meaning of $1" while $text =~ /^param (\w+) = (?!.* "[^"]+"$)(?=.* in |[^"])/mg;
    push @lacks, 'name in lower case with hyphens' unless $name =~ /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
    push @lacks, 'description with a capital and no full stop' unless $text =~ /^description "[A-Z].*[^.]"$/m;
    push @lacks, 'source with a year, or "definition: "'
        unless $text =~ /^source "(?:definition: |.*\b[12][0-9]{3}s?\b).*[^.]"$/m;
    push @lacks, 'source that a stranger knows' if $text =~ /audited/;
    push @lacks, 'one tab before what goes on' if $text =~ /^(?: |\t\s)/m;
    push @lacks, 'lines within 100 columns' if grep { length > 100 } split /\n/, $text;
    is(join(', ', @lacks), '', "$name: is written as the others are");
    for my $preset ($text =~ /^preset (\w+)/mg) {
        my ($told, $status, $err) = run('', bin('tq-signal'), '--describe', $file{$name}, '--preset', $preset);
        is($status, 0, "$name: preset $preset is sound") or diag $err;
    }
    my ($out, $status) = run('', bin('tq-signal'), '--check', $file{$name});
    is($status, 0, "$name: is sound") or diag $out;
}

sub is_directed {
    my ($name) = @_;
    my $n = 0;
    for my $scene (@{$row{$name}{scenes}}) {
        my %of = %$scene;
        my $says = delete $of{says};
        $n++;
        for my $turned (0 .. ($of{mirror} ? 1 : 0)) {
            my $want = $turned ? others($says) : $says;
            my $input = $of{lines} ? $of{lines}->()
                : scene(%of, path => $turned ? mirror($of{path}) : $of{path});
            my ($out, $fault) = said_of($name, $input, $of{set});
            my $got = sides($out, $of{of});
            $got =~ s/^(?:flat )+// if $want !~ /^flat/;
            is("$fault" . join(' ', (split ' ', $got)[0 .. (split ' ', $want) - 1]), $want,
                "F3.14 $name: scene $n" . ($turned ? ' upside down' : ''))
                or diag "all: ", substr $got, 0, 300;
        }
    }
    ok($n, "F3.14 $name has a scene");
}

# Markets of 300 bars that offer nothing, or too much.
my %calm = (
    line => flat(10, 300),
    spike => [map { $_ == 200 ? 1e14 : 10000 + $_ % 5 * 100 } 0 .. 299],
    crash => [map { $_ < 200 ? 10000 + $_ % 3 * 100 : int(9000 * 0.99 ** ($_ - 199)) } 0 .. 299],
    ramp => [map { 10000 + 25 * $_ } 0 .. 299],
    tiny => [map { 1 + $_ % 7 } 0 .. 299],
);

sub is_calm {
    my ($name) = @_;
    my $interval = $row{$name}{market}{interval} // '1h';
    my @wrong;
    for my $kind (sort keys %calm) {
        my $input = scene(path => $calm{$kind}, interval => $interval);
        my ($out, $status, $err) = run($input, command($name));
        # A strategy that reads other records says so, since there are none.
        push @wrong, "$kind: status $status $err" if $status || $err =~ /^(?!tq-signal: (?:field|no ))./m;
        push @wrong, "$kind: lost bars" if 300 != grep { /^\{"type":"bar"/ } lines($out);
        push @wrong, "$kind: not a number" if $out =~ /\b(?:nan|inf)\b/i;
        my %entry = map { $_ => 1 } grep { $_ ne 'flat' } split ' ', sides($out);
        my $got = join ' ', sort keys %entry;
        push @wrong, "line: says $got" if $kind eq 'line' && $got ne ($row{$name}{line} // '');
    }
    is(join("\n", @wrong), '', "F0.20 $name: a line, a spike, a crash, a ramp, tiny prices");
}

# With a state nothing is said of the end of input, so both laws can be seen at once.
sub is_lawful {
    my ($name, $input, $whole) = @_;
    my @command = command($name);
    my @lines = lines($input);
    my ($ended) = run($input, @command, '--state', scratch('whole'));
    unlink scratch('whole');
    my (@ahead, @split);
    for my $cut (map { int(@lines * $_ / 100) } 7, 40, 71, 95) {
        my $state = scratch('state');
        unlink $state;
        my ($a) = run(join('', @lines[0 .. $cut - 1]), @command, '--state', $state);
        push @ahead, $cut if $a ne substr $ended, 0, length $a;
        my ($b) = run(join('', @lines[$cut .. $#lines]), @command, '--state', $state);
        push @split, $cut if $a . $b ne $ended;
    }
    is("@ahead", '', "L1 $name: what is said of a beginning is the beginning of what is said");
    is("@split", '', "L2 $name: two runs with a state say what one does");
    is(md5_hex(in_pieces($input, 4093, @command)), md5_hex($whole), "L3 L6 $name: reads of 4093 bytes");
    local %ENV = (%ENV, LC_ALL => 'de_DE.UTF-8', TZ => 'Asia/Kathmandu', MALLOC_PERTURB_ => 165);
    my ($again) = run($input, @command);
    is(md5_hex($again), md5_hex($whole), "L6 $name: another locale, zone and memory");
}

# Feeds a command in pieces of so many bytes, so that it sees short reads.
sub in_pieces {
    my ($input, $size, @command) = @_;
    my $out = scratch('pieces');
    local $SIG{PIPE} = 'IGNORE';
    my $pid = open my $pipe, '|-';
    die "fork: $!" unless defined $pid;
    if ($pid == 0) {
        open STDOUT, '>', $out or die;
        exec { $command[0] } @command or exit 127;
    }
    for (my $at = 0; $at < length $input; $at += $size) {
        syswrite $pipe, substr $input, $at, $size;
    }
    close $pipe;
    return slurp($out);
}

sub is_its_own {
    my ($name, %market) = @_;
    return if $row{$name}{names};
    my $other = 'OTHER';
    my $both = market(%market, symbols => [@{$market{symbols}}, $other]);
    my $alone = join '', grep { !/"symbol":"$other"/ } lines($both);
    my ($together) = said_of($name, $both);
    my ($out) = said_of($name, $alone);
    is(md5_hex(join '', grep { !/"symbol":"$other"/ } lines($together)), md5_hex($out),
        "L3 $name: another symbol in between changes nothing");
}

# The signals of the simulated market, and what an account makes of them.
sub golden {
    my ($name, $whole) = @_;
    my @signals = signals($whole);
    my %n = (long => 0, short => 0, flat => 0);
    $n{$_}++ for map { /"side":"(\w+)"/ } @signals;
    my @risk = (@{$row{$name}{risk} // [qw(--cash 1000000 --size 20% --leverage 5)]}, '--synthetic-fills');
    my ($orders, $failed, $err) = run($whole, bin('tq-risk'), @risk);
    is($failed, 0, "$name: tq-risk takes its signals") or diag $err;
    my ($out, $status, $said) = run($orders, bin('tq-paper'));
    is($status, 0, "$name: tq-paper takes its orders") or diag $said;
    my $fills = grep { /^\{"type":"fill"/ } lines($out);
    cmp_ok($fills, '>', 0, "$name: it trades");
    return join "\t", @n{qw(long short flat)}, $fills, md5_hex(join '', @signals);
}

# All that there is to see of a strategy; returns its golden line.
sub is_as_its_row {
    my ($name) = @_;
    is_written($name);
    is_directed($name);
    is_calm($name);
    my %market = (symbols => ['A'], %{$row{$name}{market} // {}});
    my $input = market(%market);
    my ($whole, $fault) = said_of($name, $input);
    is($fault, '', "$name: says nothing on standard error");
    is_lawful($name, $input, $whole);
    is_its_own($name, %market);
    my $made = golden($name, $whole);
    is($made, $golden{$name} // 'none', "$name: golden run") unless $ENV{TQ_REMAKE};
    return $made;
}

sub run_rows {
    my ($rows) = @_;
    my $path = "tests/strategies/$rows.tsv";
    %row = rows("tests/strategies/$rows.pl");
    %file = files();
    %golden = read_golden($path);
    my %only = map { $_ => 1 } split ' ', $ENV{TQ_ONLY} // join ' ', keys %row;
    $golden{$_} = is_as_its_row($_) for grep { $file{$_} && $only{$_} } sort keys %row;
    if ($ENV{TQ_REMAKE}) {
        open my $f, '>', $path or die "$path: $!";
        print $f "# strategy, its signals long, short, flat, fills of a paper account, MD5 of the signals\n";
        print $f "$_\t$golden{$_}\n" for grep { $file{$_} && $row{$_} } sort keys %golden;
        close $f or die;
    }
    pass("the rows of $rows");
    done_testing();
}

1;

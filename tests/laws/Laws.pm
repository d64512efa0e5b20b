# SPDX-License-Identifier: ISC
# What the law tests share: the tools with options that make them work, inputs
# for each, and runs with bytes in and bytes out.
package Laws;

use strict;
use warnings;
use Exporter 'import';
use File::Temp qw(tempdir);
use IPC::Open3;

our @EXPORT_OK = qw(run bin bars stream tools beside join_command join_input lines scratch
    account_options);

my $bin = $ENV{TQ_BIN} // 'build/bin';
my $dir = tempdir(CLEANUP => 1);

sub bin { "$bin/$_[0]" }
sub scratch { "$dir/$_[0]" }
sub lines { split /^/, $_[0] }

# Runs a command (a list) on input; returns (stdout, status, stderr).
sub run {
    my ($input, @command) = @_;
    my ($in, $out, $err) = map { scratch($_) } qw(in out err);
    spew($in, $input);
    my $pid = fork // die "fork: $!";
    if ($pid == 0) {
        open STDIN,  '<', $in  or die;
        open STDOUT, '>', $out or die;
        open STDERR, '>', $err or die;
        exec { $command[0] } @command or exit 127;
    }
    waitpid $pid, 0;
    my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
    return (slurp($out), $status, slurp($err));
}

sub slurp { open my $f, '<:raw', $_[0] or die "$_[0]: $!"; local $/; <$f> // '' }
sub spew { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f or die }

# A wave with a slow swing and a quick one, so that averages cross often.
sub bars {
    my ($n, $symbol, $phase) = @_;
    my ($out, $last) = ('', 10000);
    for my $i (0 .. $n - 1) {
        my $close = int(10000 + 900 * sin(($i + $phase) / 9) + 300 * sin(($i * 3 + $phase) / 5));
        my ($high, $low) = $last > $close ? ($last, $close) : ($close, $last);
        $out .= sprintf
            '{"type":"bar","time":"2024-01-%02dT%02d:00:00Z","symbol":"%s","interval":"1h",'
            . '"open":%s,"high":%s,"low":%s,"close":%s,"volume":%s}' . "\n",
            1 + int($i / 24), $i % 24, $symbol, map { cents($_) } $last, $high + 25, $low - 25,
            $close, 100000 + 7 * $i;
        $last = $close;
    }
    return $out;
}

sub cents { sprintf '%d.%02d', int($_[0] / 100), $_[0] % 100 }

sub account_options {
    return qw(--cash 10000 --size 40% --lot 0.01 --tick 0.01 --commission 0.1% --slippage 0.05%
        --stop-loss 4% --take-profit 6%);
}

# The filters with their options; in is what each gets in the pipe.
my @tools = (
    ['tq-validate'],
    ['tq-signal', '--long',  'crosses_above(sma(close,3), ema(close,8)) and rsi(close,5) > 10',
                  '--short', 'crosses_below(sma(close,3), ema(close,8))'],
    ['tq-risk', account_options()],
    ['tq-paper'],
);

# Filters that stand beside the pipe: they get its bars. --from leaves trades alone.
my @beside = (
    ['tq-resample', qw(--to 4h --from 1h --keep --partial emit)],
    ['tq-merge'],
    ['tq-merge', qw(--consensus median --min-sources 1)],
    ['tq-indicator', '-a', 'bb=bbands(close,5)', '-a', 'rsi(close,5)', '-a', 'up=close>open'],
);

sub tools { @tools }
sub beside { @beside }

# A join does not pass on what it is given; its input has two intervals.
sub join_command { ['tq-merge', qw(--join asof --left bar/1h)] }
sub join_input {
    my ($bars) = @_;
    my ($out, $status, $err) = run($bars, bin('tq-resample'), qw(--to 4h --keep));
    die "tq-resample: status $status: $err" if $status;
    return $out;
}

# The stream in front of a tool: bars through all tools before it.
sub stream {
    my ($tool, $bars) = @_;
    return $bars if grep { $_->[0] eq $tool } @beside;
    for my $command (@tools) {
        return $bars if $command->[0] eq $tool;
        my ($name, @options) = @$command;
        my ($out, $status, $err) = run($bars, bin($name), @options);
        die "$name: status $status: $err" if $status;
        $bars = $out;
    }
    return $bars;
}

1;

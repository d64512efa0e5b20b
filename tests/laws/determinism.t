# SPDX-License-Identifier: ISC
# L6, X.1, X.17: the same bytes for any read size, working directory, locale,
# time zone, allocator, environment and build.
use strict;
use warnings;
use Test::More;
use Cwd qw(abs_path getcwd);
use Digest::MD5 qw(md5_hex);
use lib 'tests/laws';
use Laws qw(run bin bars stream tools beside lines scratch);

my $root = getcwd();
my $bars = bars(300, 'X', 0);

# Feeds a command in pieces of so many bytes, so that it sees short reads.
sub run_in_pieces {
    my ($input, $size, @command) = @_;
    my $out = scratch('pieces');
    my $pid = open my $pipe, '|-';
    die "fork: $!" unless defined $pid;
    if ($pid == 0) {
        open STDOUT, '>', $out or die;
        exec { $command[0] } @command or exit 127;
    }
    $pipe->autoflush(1);
    for (my $at = 0; $at < length $input; $at += $size) {
        syswrite $pipe, substr($input, $at, $size);
    }
    close $pipe;
    open my $f, '<:raw', $out or die;
    local $/;
    return (<$f> // '', $? >> 8);
}

for my $command (tools(), beside(), ['tq-report', '--format', 'json'], ['tq-report']) {
    my ($name, @options) = @$command;
    my $input = stream($name, $bars);
    my $tool = abs_path(bin($name));
    my ($want, $status) = run($input, $tool, @options);
    is($status, 0, "$name: status");

    for my $size (1, 7, 4096, 65536) {
        my $part = $size == 1 ? join '', (lines($input))[0 .. 60] : $input;
        my ($expect) = $size == 1 ? run($part, $tool, @options) : $want;
        my ($got) = run_in_pieces($part, $size, $tool, @options);
        is(md5_hex($got), md5_hex($expect), "L6 $name: reads of $size bytes");
    }
    my %around = (
        'German locale' => {LC_ALL => 'de_DE.UTF-8', LANG => 'de_DE'},
        'Turkish locale' => {LC_ALL => 'tr_TR.UTF-8'},
        'time zone of Kathmandu' => {TZ => 'Asia/Kathmandu'},
        'a broken time zone' => {TZ => ':/no/such'},
        'filled memory' => {MALLOC_PERTURB_ => 165},
        'a small arena' => {MALLOC_ARENA_MAX => 1, MALLOC_TOP_PAD_ => 0},
    );
    for my $what (sort keys %around) {
        local %ENV = (%ENV, %{$around{$what}});
        my ($got) = run($input, $tool, @options);
        is(md5_hex($got), md5_hex($want), "L6 $name: $what");
    }
    for my $cwd ('/', '/tmp') {
        chdir $cwd;
        my ($got) = run($input, $tool, @options);
        chdir $root;
        is(md5_hex($got), md5_hex($want), "F0.2 $name: in $cwd");
    }
    for my $build (grep { -x "$_/bin/$name" } 'build-sanitize', 'build-clang') {
        my ($got) = run($input, "$build/bin/$name", @options);
        is(md5_hex($got), md5_hex($want), "L6 $name: $build");
    }
}

my @sim = qw(sim --seed 3 --bars 5000 --symbol S --interval 1m --model regime);
my ($one) = run('', bin('tq-fetch'), @sim);
{
    local %ENV = (%ENV, LC_ALL => 'de_DE.UTF-8', TZ => 'Asia/Kolkata', MALLOC_PERTURB_ => 90);
    my ($two) = run('', bin('tq-fetch'), @sim);
    is(md5_hex($two), md5_hex($one), 'X.17 tq-fetch sim: the seed decides alone');
}
for my $build (grep { -x "$_/bin/tq-fetch" } 'build-sanitize', 'build-clang') {
    my ($two) = run('', "$build/bin/tq-fetch", @sim);
    is(md5_hex($two), md5_hex($one), "L6 tq-fetch sim: $build");
}

done_testing();

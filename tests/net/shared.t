# SPDX-License-Identifier: ISC
# What processes share, with real processes that are killed at any moment: the
# limiter's count (F1.18, P10), one download a key (F2.21), whole entries (F3.8).
use strict;
use warnings;
use File::Temp qw(tempdir);
use POSIX qw(WNOHANG);
use Test::More;
use Time::HiRes qw(sleep time);

my $program = ($ENV{O} // 'build') . '/net/shared_run';
-x $program or plan skip_all => "$program is not built";
my $dir = tempdir(CLEANUP => 1);

sub slurp { open my $f, '<:raw', $_[0] or return ''; local $/; <$f> // '' }
sub numbers { split ' ', slurp($_[0]) }

# Starts a command with its output in FILE.out and .err; returns its process.
sub start {
    my ($file, @command) = @_;
    my $pid = fork // die "fork: $!";
    return $pid if $pid;
    open STDOUT, '>>', "$dir/$file.out" or die;
    open STDERR, '>>', "$dir/$file.err" or die;
    exec @command or POSIX::_exit(127);
}

sub wait_for { waitpid $_[0], 0; $? & 127 ? 128 + ($? & 127) : $? >> 8 }
sub run { wait_for(start('run', @_)) }

# The most that lies in any window of a length, in nanoseconds.
sub fullest {
    my ($length, @at) = @_;
    my ($first, $most) = (0, 0);
    @at = sort { $a <=> $b } @at;
    for my $i (0 .. $#at) {
        $first++ while $at[$i] - $at[$first] >= $length;
        $most = $i - $first + 1 if $i - $first + 1 > $most;
    }
    return $most;
}

# Four processes, one of which is killed and started anew every now and then.
{
    my ($window, $max, $seconds) = (2000, 60, $ENV{TORTURE} ? 60 : 4);
    my @command = ($program, 'limit', "$dir/net", $window, $max, "$dir/takes", $seconds);
    my @pids = map { start("limit$_", @command) } 0 .. 3;
    my ($end, $kills) = (time + $seconds - 0.5, 0);
    while (time < $end) {
        sleep 0.02 + rand 0.1;
        my $i = int rand 4;
        kill KILL => $pids[$i];
        wait_for($pids[$i]);
        $kills++;
        $pids[$i] = start("limit$i", @command);
    }
    kill KILL => @pids;
    wait_for($_) for @pids;
    my @takes = numbers("$dir/takes");
    my $most = fullest($window * 1e6, @takes);
    cmp_ok($most, '<=', $max, "F1.18 P10 at most $max in any window over $kills kills: $most");
    cmp_ok(scalar @takes, '>=', $max, 'F1.18 and it goes on after each: ' . @takes . ' in all');
    is(join('', map { slurp("$dir/limit$_.err") } 0 .. 3), '', 'P12 no kill damages the file');
}

# Killed at each system call of a take: what was said to be taken is counted.
SKIP: {
    my @calls = qw(openat flock pwrite64 write fsync rename);
    push @calls, qw(pread64 read close newfstatat getdents64 munmap) if $ENV{TORTURE};
    skip 'strace cannot be used here', 2
        if run('strace', '-qq', '-f', '-o', '/dev/null', $program, 'take', "$dir/try", 1, "$dir/try.log");
    my ($max, $runs, $wrong) = (500, 0, 0);
    for my $call (@calls) {
        for my $when (1 .. 12) {
            my $status = run('strace', '-qq', '-o', '/dev/null', '-e', "trace=$call", '-e',
                "inject=$call:signal=KILL:when=$when", $program, 'take', "$dir/kill", $max, "$dir/kill.log");
            $wrong++ if $status != 0 && $status != 137;
            $runs++;
            last if $status == 0;
        }
    }
    my $taken = numbers("$dir/kill.log");
    my $left = 0;
    $left++ while $left <= $max && run($program, 'take', "$dir/kill", $max, "$dir/left.log") == 0;
    note("$runs runs");
    is($wrong, 0, "L9 each of $runs runs was killed or did its work");
    # A take that was written but not said is counted too: never the other way round.
    ok($left + $taken <= $max && $left + $taken + $runs >= $max,
        "L9 P10 what was taken is counted: $taken of $max, $left left");
}

# Twenty ask for the same thing at once.
{
    my @pids = map { start("fetch$_", $program, 'fetch', "$dir/cache", "$dir/downloads") } 1 .. 20;
    my @status = map { wait_for($_) } @pids;
    is(join(' ', grep { $_ } @status), '', 'F2.21 twenty have the answer, the same one');
    is(scalar(my @n = numbers("$dir/downloads")), 1, 'F2.21 of one download');
}

# Who downloads is killed: another one does it.
{
    my @pids = map { start("orphan$_", $program, 'fetch', "$dir/cache2", "$dir/orphans") } 1 .. 4;
    my $until = time + 10;
    sleep 0.01 until -s "$dir/orphans" || time > $until;
    my ($first) = numbers("$dir/orphans");
    kill KILL => $first;
    is_deeply([sort map { wait_for($_) } @pids], [0, 0, 0, 137], 'F2.21 a lock dies with its process');
    is(scalar(my @n = numbers("$dir/orphans")), 2, 'F2.21 two downloads, since one was killed');
}

# Writers of one entry are killed all the time; readers see whole ones.
{
    my @pids = map { start("keep$_", $program, 'keep', "$dir/cache3", 20) } 0 .. 2;
    my ($end, $reads, $kills, %seen) = (time + ($ENV{TORTURE} ? 30 : 1.5), 0, 0);
    sleep 0.01 until run($program, 'find', "$dir/cache3") == 0 || time > $end;
    while (time < $end) {
        my $i = int rand 3;
        kill KILL => $pids[$i];
        wait_for($pids[$i]);
        $kills++;
        $pids[$i] = start("keep$i", $program, 'keep', "$dir/cache3", 20);
        $seen{run($program, 'find', "$dir/cache3")}++ for 1 .. 3;
        $reads += 3;
    }
    kill KILL => @pids;
    wait_for($_) for @pids;
    is_deeply([keys %seen], [0], "F3.8 L9 whole at each of $reads looks over $kills kills");
    is(run($program, 'keep', "$dir/cache3", 0), 0, 'what a killed writer left is taken over');
    my @left = grep { !m{/(?:locks|[0-9a-f]{64})$} } glob "$dir/cache3/http/*";
    is("@left", '', 'and nothing of it stays');
    is(slurp("$dir/keep0.err") . slurp("$dir/keep1.err") . slurp("$dir/keep2.err"), '', 'nothing is said');
}

# A disk without room: the cache is a warning, the limiter an end.
SKIP: {
    mkdir "$dir/full" or die;
    skip 'no file system can be mounted here', 4
        if $> != 0 || system("mount -t tmpfs -o size=64k tmpfs $dir/full 2>/dev/null");
    unlink "$dir/run.err";
    is(run($program, 'take', "$dir/full/net", 5, "$dir/full.log"), 0, 'room for a host');
    open my $f, '>', "$dir/full/ballast" or die;
    syswrite $f, 'x' x 4096 or last for 1 .. 16;
    close $f;
    is(run($program, 'keep', "$dir/full/net", 0), 0, 'X.7 no room in the cache is no failure');
    is(run($program, 'take', "$dir/full/net", 5, "$dir/full.log"), 0, 'nor for the host that is counted');
    isnt(run($program, 'take', "$dir/full/other", 5, "$dir/full.log"), 0, 'X.7 what cannot be counted is not asked');
    system("umount $dir/full");
}

# F1.18 is on the path of each request.
{
    system("$program bench $dir/bench 2000 >$dir/bench.out") == 0 or die;
    my ($us) = numbers("$dir/bench.out");
    note("breaker and limiter: $us us a request");
    cmp_ok($us, '<', 5000, 'the shared files cost no time that anybody waits for');
}
done_testing();

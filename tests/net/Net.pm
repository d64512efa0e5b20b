# SPDX-License-Identifier: ISC
# What the network's test files share: runs of tests/net/get_run with a state
# and a cache of their own, several at once if need be.
package Net;

use strict;
use warnings;
use Exporter 'import';
use File::Temp qw(tempdir);
use Time::HiRes qw(time);

our @EXPORT_OK = qw(get begin end fresh_folders folder slurp spew get_built);

my $program = ($ENV{O} // 'build') . '/net/get_run';
my $dir = tempdir(CLEANUP => 1);
my ($runs, $folders) = (0, 0);

delete @ENV{grep { /^TQ_(?!BIN|SHARED|DATA)|_proxy$|_PROXY$|^XDG_/ } keys %ENV};
fresh_folders();

sub get_built { -x $program }

# Nothing is known of any host from here on, and nothing is in the cache.
sub fresh_folders {
    $folders++;
    $ENV{TQ_STATE_DIR} = "$dir/state$folders";
    $ENV{TQ_CACHE_DIR} = "$dir/cache$folders";
}

sub folder { "$dir/$_[0]" }
sub slurp { open my $f, '<:raw', $_[0] or return ''; local $/; <$f> // '' }
sub spew { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f or die; $_[0] }

# Starts a run; end waits for it: {status, out, err, took in seconds}.
sub begin {
    my (@options) = @_;
    my %given = map { $_ => 1 } grep { /^--/ } @options;
    my %presets = ('--retries' => 2, '--delay' => '30ms', '--timeout' => '5s');
    unshift @options, '--insecure-http', map { $given{$_} ? () : ($_, $presets{$_}) } sort keys %presets;
    my $place = "$dir/run" . ++$runs;
    my $start = time;
    my $pid = fork // die "fork: $!";
    if ($pid == 0) {
        open STDIN,  '<', '/dev/null' or die;
        open STDOUT, '>', "$place.out" or die;
        open STDERR, '>', "$place.err" or die;
        exec $program, @options or exit 127;
    }
    return {pid => $pid, place => $place, start => $start};
}

sub end {
    my ($run) = @_;
    waitpid $run->{pid}, 0;
    my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
    return {status => $status, out => slurp("$run->{place}.out"),
        err => slurp("$run->{place}.err"), took => time - $run->{start}};
}

sub get { end(begin(@_)) }

1;

# SPDX-License-Identifier: ISC
# Runs of programs in which one call of the C library fails, or at one of which
# they are killed (tests/faults/inject.c), and the numbers of calls to try.
package Faults;

use strict;
use warnings;
use Exporter 'import';
use Fcntl qw(F_SETFD);
use POSIX ();

our @EXPORT_OK = qw(run slurp spew next_call);

my $torture = $ENV{TORTURE};

# A run that takes longer hangs, and ends by SIGALRM.
use constant PATIENCE => 120;

sub slurp { open my $f, '<:raw', $_[0] or return ''; local $/; my $text = <$f>; $text // '' }
sub spew { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f or die }

# Runs a command in which a fault ("KIND:K", or "" for none) comes to pass:
# its status, whether it did, and what it said on standard error.
sub run {
	my ($inject, $fault, $input, $out, @command) = @_;
	pipe my $told, my $tell or die;
	my $pid = fork // die;
	if ($pid == 0) {
		open STDIN, '<', $input or POSIX::_exit(126);
		open STDOUT, '>', $out or POSIX::_exit(126);
		open STDERR, '>', 'err' or POSIX::_exit(126);
		if ($fault) {
			fcntl $tell, F_SETFD, 0;
			@ENV{qw(LD_PRELOAD TQ_INJECT TQ_INJECT_FD)} = ($inject, $fault, fileno $tell);
		}
		alarm PATIENCE;
		exec { $command[0] } @command or POSIX::_exit(127);
	}
	close $tell;
	waitpid $pid, 0;
	my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	return ($status, (sysread($told, my $byte, 1) // 0) > 0, slurp('err'));
}

# The call to try behind the k-th: each one up to a number, then wider and wider
# apart (by a part of k), since a library that makes ten thousand calls makes them
# in a few places. With TORTURE=1 each one of the first 500 and then 80 of each
# doubling or so.
sub next_call {
	my ($k, $each, $part) = @_;
	my $sure = $torture ? 500 : $each;
	return $k + ($k < $sure ? 1 : 1 + int($k / ($torture ? 80 : $part)));
}

1;

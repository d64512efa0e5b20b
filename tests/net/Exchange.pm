# SPDX-License-Identifier: ISC
# The fake exchange (tests/fake) as Perl tests use it:
#
#	my $venue = Exchange->new("/v1/x status=503 times=2\n/v1/x text={}\n");
#	... $venue->url ...                  http://127.0.0.1:PORT
#	my @requests = $venue->requests;     what came so far: {n, t, method, target, ...}
#	$venue->script("...");               other answers from now on
#	$venue->stop;                        also when the object goes
#
# Exchange->new($script, tls => 1) speaks TLS with a certificate of its own,
# made now for 127.0.0.1 and localhost; its file is $venue->certificate.
package Exchange;

use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP ();
use Time::HiRes qw(sleep);

my $program = ($ENV{O} // 'build') . '/fake/exchange';
my $dir = tempdir(CLEANUP => 1);
my $count = 0;

# Whether the program is there; tests skip themselves otherwise.
sub built { -x $program }

sub new {
    my ($class, $script, %options) = @_;
    my $self = bless {place => "$dir/" . ++$count, tls => $options{tls}}, $class;
    _spew("$self->{place}.script", $script);
    my @tls = $options{tls} ? $self->_certificate($options{names}) : ();
    pipe my $from, my $to or die "pipe: $!";
    $self->{pid} = fork // die "fork: $!";
    if ($self->{pid} == 0) {
        open STDIN,  '<', '/dev/null' or die;
        open STDOUT, '>&', $to or die;
        exec $program, '--log', "$self->{place}.log", @tls, "$self->{place}.script" or exit 127;
    }
    close $to;
    chomp($self->{port} = <$from> // '');
    $self->{port} or die "$program does not start";
    return $self;
}

sub port { $_[0]{port} }
sub url { ($_[0]{tls} ? 'https' : 'http') . "://127.0.0.1:$_[0]{port}" }
sub certificate { "$_[0]{place}.crt" }

sub _certificate {
    my ($self, $names) = @_;
    my ($key, $certificate) = ("$self->{place}.key", "$self->{place}.crt");
    my $alternative = 'subjectAltName=' . ($names // 'IP:127.0.0.1,DNS:localhost');
    system("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tq-test "
        . "-addext '$alternative' -keyout $key -out $certificate 2>/dev/null") == 0
        or die 'no certificate';
    return ('--tls', $certificate, $key);
}

# The requests so far, of a path if one is given.
sub requests {
    my ($self, $path) = @_;
    open my $log, '<', "$self->{place}.log" or return;
    my @all = map { JSON::PP::decode_json($_) } <$log>;
    return grep { !defined $path || $_->{target} =~ /^\Q$path\E(?:\?|$)/ } @all;
}

# What was asked for since the last call of this.
sub asked {
    my ($self) = @_;
    my @all = $self->requests;
    my @new = @all[($self->{seen} // 0) .. $#all];
    $self->{seen} = @all;
    return map { $_->{target} } @new;
}

# The milliseconds between one request and the next.
sub gaps {
    my @t = map { $_->{t} } requests(@_);
    return map { $t[$_] - $t[$_ - 1] } 1 .. $#t;
}

# Sockets open at one time, at most.
sub most {
    my $most = 0;
    for (requests($_[0])) { $most = $_->{most} if $_->{most} > $most }
    return $most;
}

sub script {
    my ($self, $script) = @_;
    _spew("$self->{place}.script", $script);
    kill HUP => $self->{pid};
    sleep 0.05;
}

sub stop {
    my ($self) = @_;
    my $pid = delete $self->{pid} or return;
    local ($?, $!);
    kill TERM => $pid;
    waitpid $pid, 0;
}

sub DESTROY { $_[0]->stop }

sub _spew { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f or die }

1;

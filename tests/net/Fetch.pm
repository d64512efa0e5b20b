# SPDX-License-Identifier: ISC
# Runs of tq-fetch for tests: each with folders of its own, a fake venue and
# binance's provider turned to it. What a run came to is a hash: status, out,
# err, and lines: the records as hashes.
package Fetch;

use strict;
use warnings;
use Cwd qw(abs_path);
use Digest::SHA qw(sha256_hex);
use Exporter 'import';
use File::Find ();
use File::Temp qw(tempdir);
use JSON::PP ();
use Time::HiRes qw(sleep);

our @EXPORT_OK = qw(fetch begin end venue folder tree times spew slurp provider clean time_route
    archive checksum zip_of iso);

my $tool = abs_path(($ENV{TQ_BIN} // 'build/bin') . '/tq-fetch');
my $dir = tempdir(CLEANUP => 1);
my ($runs, $folders) = (0, 0);
our $url;
our $output;    # where records go instead of into a file of the run

delete @ENV{grep { /^TQ_(?!BIN|SHARED|DATA)|_proxy$|_PROXY$|^XDG_/ } keys %ENV};
$ENV{XDG_CONFIG_HOME} = "$dir/config";
clean();

# No cache, no bans, no counts of requests from here on.
sub clean {
    $folders++;
    $ENV{TQ_STATE_DIR} = "$dir/state$folders";
    $ENV{TQ_CACHE_DIR} = "$dir/cache$folders";
}

sub folder { my $f = "$dir/f" . ++$folders; mkdir $f; $f }
sub slurp { open my $f, '<:raw', $_[0] or return ''; local $/; <$f> // '' }
sub spew { open my $f, '>:raw', $_[0] or die "$_[0]: $!"; print $f $_[1]; close $f or die; $_[0] }

# A venue of a script, at which the runs from here on look.
sub venue {
    my ($script) = @_;
    my $venue = Exchange->new($script);
    $url = $venue->url;
    return $venue;
}

sub time_route { '/api/v3/time text="{\"serverTime\":${now}}"' . "\n" }

# A provider of the user's own.
sub provider {
    my ($name, $text) = @_;
    mkdir "$dir/config";
    mkdir "$dir/config/tq";
    mkdir "$dir/config/tq/providers";
    spew("$dir/config/tq/providers/$name.jq", $text);
}

sub begin {
    my (@args) = @_;
    my $place = "$dir/run" . ++$runs;
    my %given = map { $_ => 1 } grep { /^--/ } @args;
    unshift @args, '--insecure-http' unless grep { /^(file|sim)$/ } @args;
    unshift @args, '--base-url', $url if $url && !$given{'--base-url'} && !$given{'--replay'}
        && grep { !/^-/ } $args[1] // '';
    my %presets = ('--retries' => 2, '--delay' => '20ms', '--timeout' => '5s');
    unshift @args, map { $given{$_} ? () : ($_, $presets{$_}) } sort keys %presets;
    my $pid = fork // die "fork: $!";
    if ($pid == 0) {
        open STDIN,  '<', '/dev/null' or die;
        open STDOUT, '>', $output // "$place.out" or die;
        open STDERR, '>', "$place.err" or die;
        exec $tool, @args or exit 127;
    }
    return {pid => $pid, place => $place};
}

sub end {
    my ($run) = @_;
    local ($?, $!);
    waitpid $run->{pid}, 0;
    my %got = (status => $? & 127 ? 128 + ($? & 127) : $? >> 8,
        out => slurp("$run->{place}.out"), err => slurp("$run->{place}.err"));
    $got{lines} = [map { eval { JSON::PP::decode_json($_) } // {} } split /\n/, $got{out}];
    return \%got;
}

sub fetch { end(begin(@_)) }

# The files of a folder and what is in them, as one text.
sub tree {
    my ($folder) = @_;
    my %file;
    File::Find::find({no_chdir => 1, wanted => sub {
        $file{substr $_, length $folder} = sha256_hex(slurp($_)) if -f && !/\.lock$/;
    }}, $folder) if -d $folder;
    return join '', map { "$_ $file{$_}\n" } sort keys %file;
}

# "2024-01-01T00:00:00Z" of seconds.
sub iso {
    my ($s) = @_;
    my @t = gmtime $s;
    return sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1, @t[3, 2, 1, 0];
}

# Whether the records are those of every step seconds from a time to another.
sub times {
    my ($run, $from, $to, $step) = @_;
    my $n = 0;
    for (my $t = $from; $t < $to; $t += $step, $n++) {
        my $line = $run->{lines}[$n] or return "nothing at " . iso($t);
        return "$line->{time} instead of " . iso($t) if $line->{time} ne iso($t);
    }
    return @{$run->{lines}} == $n ? 'all' : @{$run->{lines}} . " instead of $n";
}

# The bytes of a zip with one file in it.
sub zip_of {
    my ($name, $text) = @_;
    my $folder = folder();
    spew("$folder/$name", $text);
    system("cd $folder && zip -q -X x.zip $name") == 0 or die 'zip';
    return slurp("$folder/x.zip");
}

# A month of minutes as the bulk archive has it, below folder, with its checksum.
sub archive {
    my ($folder, $symbol, $interval, $date, $csv) = @_;
    my $period = length $date > 7 ? 'daily' : 'monthly';
    my $place = "$folder/data/spot/$period/klines/$symbol/$interval";
    system('mkdir', '-p', $place);
    my $name = "$symbol-$interval-$date.zip";
    my $zip = zip_of("$symbol-$interval-$date.csv", $csv);
    spew("$place/$name", $zip);
    spew("$place/$name.CHECKSUM", sha256_hex($zip) . "  $name\n");
    return "$place/$name";
}

1;

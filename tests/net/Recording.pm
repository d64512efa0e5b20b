# SPDX-License-Identifier: ISC
# Recordings for --replay out of bodies (lib/net/entry.h and replay.h tell the form).
#
#	use lib 'tests/net';
#	use Recording qw(record);
#	record('dir', url => 'https://api.example.com/v1/time', body => '{"time":1}',
#	       time => '2024-01-01T00:00:00Z');
#
# Also: method (GET), status (200), headers ([[name, value], ...]), request (the body
# that was sent). A further answer to the same request is the next one of a poll. Returns
# the file's path. From a command line, with the body on standard input:
#
#	perl -Itests/net -MRecording -e Recording::main DIR URL TIME [NAME:VALUE]... <body
package Recording;

use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Exporter 'import';

our @EXPORT_OK = qw(record name entry);

# A JSON string of bytes that are UTF-8.
sub text {
    my ($text) = @_;
    $text =~ s/(["\\])/\\$1/g;
    $text =~ s/([\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
    return "\"$text\"";
}

# HOST-METHOD-KEY, to which the number of the answer belongs.
sub name {
    my ($method, $url, $request) = @_;
    my ($host) = $url =~ m{^[a-z]+://(?:[^/@?#]*@)?([^/?#]+)} or die "no URL: $url\n";
    $host = lc $host;
    $host =~ s/([^a-z0-9._-]|^\.)/sprintf '%%%02X', ord $1/ge;
    return join '-', $host, $method, substr sha256_hex("$method\n$url\n" . ($request // '')), 0, 16;
}

# The bytes of an entry.
sub entry {
    my (%e) = @_;
    my $headers = join ',', map { '[' . text(lc $_->[0]) . ',' . text($_->[1]) . ']' } @{$e{headers} // []};
    my $head = sprintf '{"entry":1,"time":%s,"method":%s,"url":%s,"status":%d,"headers":[%s],'
        . '"length":%d,"sha256":"%s"', text($e{time}), text($e{method} // 'GET'), text($e{url}),
        $e{status} // 200, $headers, length $e{body}, sha256_hex($e{body});
    return sprintf "%s,\"check\":\"%s\"}\n%s", $head, substr(sha256_hex($head), 0, 16), $e{body};
}

sub record {
    my ($dir, %e) = @_;
    my $name = name($e{method} // 'GET', $e{url}, $e{request});
    my $n = 1;
    -d $dir or mkdir $dir, 0700 or die "$dir: $!\n";
    $n++ while -e "$dir/$name-$n";
    open my $file, '>:raw', "$dir/$name-$n" or die "$dir/$name-$n: $!\n";
    print $file entry(%e);
    close $file or die "$dir/$name-$n: $!\n";
    return "$dir/$name-$n";
}

sub main {
    my ($dir, $url, $time, @headers) = @ARGV;
    binmode STDIN;
    my $body = do { local $/; <STDIN> };
    print record($dir, url => $url, time => $time, body => $body // '',
        headers => [map { [split /:\s*/, $_, 2] } @headers]), "\n";
}

1;

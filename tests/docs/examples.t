# SPDX-License-Identifier: ISC
# F0.7, F1.33, C0.16: every example of the README and of every man page is run,
# and what it shows is what comes out.
#
# An example is a line "$ COMMAND" in a ```console block of the README or in a
# literal block (.Bd -literal) of a man page, with its here-document (<< 'EOF');
# the lines up to the next "$ " or the end of the block are its output. A last output line "..." stands for any
# number of further lines. Examples of one document run in order in one folder
# of their own, in which share is that of the sources. A block that begins with "# not run" is only looked at.
use strict;
use warnings;
use Test::More;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);

my $bin = abs_path($ENV{TQ_BIN} // 'build/bin');
$ENV{PATH} = "$bin:$ENV{PATH}";
delete @ENV{grep { /^(?:TQ_|MAKE|MFLAGS)/ && $_ ne "TQ_BIN" } keys %ENV};
$ENV{LC_ALL} = 'C';

sub slurp { open my $f, '<', $_[0] or die "$_[0]: $!"; local $/; <$f> }

# The literal blocks of a document as lists of lines.
sub blocks {
    my ($path) = @_;
    my $text = slurp($path);
    my @blocks = $path =~ /\.md$/
        ? $text =~ /^```console\n(.*?)^```$/msg
        : $text =~ /^\.Bd -literal.*?\n(.*?)^\.Ed$/msg;
    for (@blocks) {
        next if $path =~ /\.md$/;
        s/\\&//g;
        s/\\-/-/g;
        s/\\\(aq/'/g;
        s/\\e/\\/g;
    }
    return map { [split /\n/] } @blocks;
}

# Pairs of command and wanted output.
sub examples {
    my ($block) = @_;
    my @examples;
    return if @$block && $block->[0] =~ /^# not run/;
    for my $line (@$block) {
        my ($command) = @examples && !@{$examples[-1][1]} ? $examples[-1][0] : '';
        if ($command =~ /<< 'EOF'$/m && $command !~ /^EOF$/m) {
            $examples[-1][0] .= "\n$line";
        } elsif ($line =~ /^\$ (.*)/) {
            push @examples, [$1, []];
        } elsif (@examples && !@{$examples[-1][1]} && $examples[-1][0] =~ /[\\|]$/) {
            $examples[-1][0] .= "\n$line";
        } elsif (@examples) {
            push @{$examples[-1][1]}, $line;
        }
    }
    return @examples;
}

sub same {
    my ($got, @want) = @_;
    my @got = split /\n/, $got;
    if (@want && $want[-1] eq '...') {
        pop @want;
        return 0 if @got < @want;
        @got = @got[0 .. $#want];
    }
    return join("\n", @got) eq join("\n", @want);
}

for my $path ('README.md', sort glob 'man/*.[0-9]') {
    next unless -e $path;
    my $dir = tempdir(CLEANUP => 1);
    symlink abs_path('share'), "$dir/share" or die "symlink: $!";
    @ENV{qw(TQ_STATE_DIR TQ_CACHE_DIR)} = ("$dir/.state", "$dir/.cache");
    for my $example (map { examples($_) } blocks($path)) {
        my ($command, $want) = @$example;
        next if $command =~ /^(make|git|sudo) /;    # CI runs these itself
        my $pid = open my $out, '-|';
        die "fork: $!" unless defined $pid;
        if ($pid == 0) {
            chdir $dir;
            open STDERR, '>&', \*STDOUT;
            open STDIN, '<', '/dev/null';
            exec 'bash', '-c', $command;
        }
        my $got = do { local $/; <$out> } // '';
        close $out;
        ok(same($got, @$want), "$path: $command")
            or diag("got:\n$got\nwant:\n" . join("\n", @$want));
    }
}
done_testing();

# SPDX-License-Identifier: ISC
# F0.16 X.13: the answers in share/sample that examples replay are what
# share/setup/sample makes, to the byte: nobody's data, and nothing edited in.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);

my $kept = 'share/sample/recording';
my $dir = tempdir(CLEANUP => 1);
my $said = `share/setup/sample $dir/recording 2>&1`;
is("$? $said", '0 ', 'share/setup/sample makes a recording');

sub slurp { open my $f, '<', $_[0] or return ''; local $/; <$f> }
my @made = map { s{.*/}{}r } sort glob "$dir/recording/*";
my @there = map { s{.*/}{}r } sort glob "$kept/*";
is("@there", "@made", 'the same files');
is(join(' ', grep { slurp("$kept/$_") ne slurp("$dir/recording/$_") } @made), '', 'the same bytes');
done_testing();

# SPDX-License-Identifier: ISC
# C0.3 F0.2: make install puts everything in its place, what is installed runs
# from there and when the whole prefix is moved, make uninstall leaves nothing.
use strict;
use warnings;
use Test::More;
use File::Find;
use File::Temp qw(tempdir);

plan skip_all => 'other programs than those of build/ are tested' if ($ENV{TQ_BIN} // 'build/bin') ne 'build/bin';
my $dir = tempdir(CLEANUP => 1);
delete @ENV{grep { /^(?:TQ_|MAKE|MFLAGS)/ } keys %ENV};

sub files {
	my @found;
	find({no_chdir => 1, wanted => sub { push @found, $File::Find::name if -f }}, $_[0]);
	return sort map { s/^\Q$_[0]\E//r } @found;
}

sub make { system("make --no-print-directory DESTDIR=$dir/root PREFIX=/opt/tq $_[0] >$dir/log 2>&1") == 0 }

ok(make('install'), 'make install') or diag(`tail -5 $dir/log`);
my %there = map { $_ => 1 } files("$dir/root");
my @tools = map { s{.*/}{}r } glob 'build/bin/tq-*';
for my $tool (@tools) {
	my @want = ("/opt/tq/bin/$tool", "/opt/tq/share/bash-completion/completions/$tool",
		"/opt/tq/share/zsh/site-functions/_$tool",
		"/opt/tq/share/fish/vendor_completions.d/$tool.fish");
	push @want, "/opt/tq/share/man/man1/$tool.1" if -e "man/$tool.1";
	is(join(' ', grep { !$there{$_} } @want), '', "$tool, its completions and its page are installed");
}
is(join(' ', grep { !$there{"/opt/tq/share/tq/$_"} }
	map { m{^share/(.*)} } grep { -f } glob 'share/[!s]*/* share/strategies/*'), '',
	"share/ is installed");
ok(!grep({ m{/setup/} } keys %there), 'what only the build needs is not');

rename "$dir/root/opt/tq", "$dir/moved" or die;
for my $place ("$dir/moved/bin") {
	my $out = `cd / && $place/tq-signal --strategy sma-cross </dev/null 2>&1`;
	is("$? $out", '0 ', 'F0.2 a moved prefix finds its strategies');
}
rename "$dir/moved", "$dir/root/opt/tq" or die;
ok(make('uninstall'), 'make uninstall');
is(join(' ', files("$dir/root")), '', 'nothing is left');
done_testing();

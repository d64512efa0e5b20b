# SPDX-License-Identifier: ISC
# F0.4: the completions that are kept are the ones that --spec makes now, and
# bash, zsh and fish take them.
use strict;
use warnings;
use Test::More;
use Cwd qw(abs_path);

my $bin = $ENV{TQ_BIN} // 'build/bin';
my @tools = map { s{.*/}{}r } glob "$bin/tq-*";
plan skip_all => 'no programs are built' unless @tools;

my %file = (
	bash => sub { "completions/bash/$_[0]" },
	zsh => sub { "completions/zsh/_$_[0]" },
	fish => sub { "completions/fish/$_[0].fish" },
);

sub there { system("command -v $_[0] >/dev/null 2>&1") == 0 }

sub output {
	my ($command) = @_;
	my $text = `$command`;
	return $? == 0 ? $text : "status $?";
}

for my $tool (@tools) {
	for my $shell (sort keys %file) {
		my $path = $file{$shell}->($tool);
		my $made = output("$bin/$tool --spec | awk -f share/setup/spec.awk -f share/setup/$shell.awk");
		my $kept = -e $path ? output("cat $path") : 'missing';
		ok($kept eq $made, "$path is what 'make completions' makes");
	}
}

# What each shell offers behind "TOOL --on-error ", and for "TOOL --log-l"; of
# providers, markets, kinds and intervals what tq-fetch --list says.
$ENV{PATH} = abs_path($bin) . ":$ENV{PATH}";
delete @ENV{grep { /^TQ_/ && $_ ne 'TQ_BIN' } keys %ENV};
my @offers = (
	['tq-fetch', '', qr/\bbinance\b.*\bokx\b/s],
	['tq-fetch', 'snapshot kr', qr/^kraken$/],
	['tq-fetch', 'binance --market ', qr/^(?=.*\bspot\b)(?=.*\bum\b)(?=.*\bcm\b)(?!.*linear)/s],
	['tq-fetch', 'kalshi --kind ', qr/^(?=.*\bopen-interest\b)(?!.*funding)/s],
	['tq-fetch', 'okx --interval 15', qr/^15m$/],
	['tq-fetch', 'binance BTC/US', qr/^$/],
	['tq-signal', '-s sma-', qr/^sma-cross$/],
	['tq-signal', '-s sma-cross --set ', qr/^(?=.*^fast=$)(?=.*^slow=$)(?!.*trend)/ms],
	['tq-signal', '--strategy macd-trend --set tr', qr/^trend=$/],
	['tq-signal', '-s turtle --preset ', qr/^slow$/],
	['tq-signal', '-s macd-trend --set trend=', qr/^(?=.*^(trend=)?20$)(?=.*^(trend=)?100$)(?=.*^(trend=)?400$)/ms],
	['tq-signal', '-s macd-trend --set fast=1', qr/^(?=.*^(fast=)?12$)(?!.*\b50$)/ms],
	['tq-signal', '--strategy=day-of-week --set zone=', qr/^(zone=)?UTC$/],
	['tq-signal', '-s turtle --set nothing=', qr/^$/],
	['tq-signal', '-s a=sma-cross -s macd-trend --set a.f', qr/^a\.fast=$/],
	['tq-signal', '-s a=sma-cross -s macd-trend --set ', qr/^(?=.*^signal=$)(?=.*^macd-trend\.signal=$)(?!.*^a\.signal)/ms],
	['tq-signal', '-s sma-cross --set sma', qr/^$/],
	['tq-signal', '-s a=sma-cross -s macd-trend --set a.fast=', qr/^(?=.*^(a\.fast=)?100$)(?!.*\b50$)/ms],
	['tq-signal', '-s a=turtle -s sma-cross --preset a', qr/^a\.slow$/],
	['tq-signal', '-s a=turtle -s sma-cross --blend ', qr/^(?=.*^a=$)(?=.*^sma-cross=$)/ms],
	['tq-signal', '-s a=turtle -s sma-cross --blend a=0.5,', qr/^(a=)?0\.5,sma-cross=$/],
	['tq-signal', '-s a=turtle -s sma-cross --blend a=0', qr/^$/],
	['tq-signal', '-s a=', qr/^(?=.*\bsma-cross$)/ms],
	['tq-signal', '--describe donchian-b', qr/^donchian-breakout$/],
	['tq-signal', '--check sma-', qr/^sma-cross$/],
	['tq-indicator', '--describe macde', qr/^macdext$/],
	['tq-indicator', '--family ba', qr/^bands$/],
	['tq-indicator', '-a supert', qr/^supertrend$/],
);

# What zsh's _arguments would call, on a stage: matches are printed with their suffix.
my $stage = <<'END';
_arguments() { }
_message() { }
_files() { }
compset() {
	local head=${(M)PREFIX##${~2}}
	[[ $head ]] && PREFIX=${PREFIX#$head}
}
compadd() {
	local suffix= one
	while [[ $1 == -* ]]; do
		[[ $1 == -S ]] && { suffix=$2; shift; }
		[[ $1 == -- ]] && { shift; break; }
		shift
	done
	for one; do [[ $one == $PREFIX* ]] && print -r -- $one$suffix; done
	return 0
}
function=$1; shift
words=("$@") CURRENT=$# PREFIX=${@[-1]}
. completions/zsh/_tq-signal
END
chomp $stage;
my @zsh = (
	['-s sma-', 'strategies', qr/^sma-cross$/],
	['-s a=sma-', 'strategies', qr/^sma-cross$/],
	['-s sma-cross ', 'parameters', qr/^fast=\nslow=$/],
	['-s macd-trend trend=', 'parameters', qr/^20\n100\n400$/],
	['-s a=sma-cross -s macd-trend a.f', 'parameters', qr/^a\.fast=$/],
	['-s a=sma-cross -s macd-trend a.fast=', 'parameters', qr/^5\n20\n100$/],
	['-s day-of-week zone=', 'parameters', qr/^UTC$/],
	['-s a=turtle -s sma-cross a', 'presets', qr/^a\.slow$/],
	['-s a=turtle -s sma-cross a=0.5,', 'weights', qr/^sma-cross=$/],
	['-s a=turtle -s sma-cross a=0', 'weights', qr/^$/],
);
my $tool = $tools[0];
SKIP: {
	skip 'no bash', 2 + @offers unless there('bash');
	(my $name = "_$tool") =~ s/-/_/g;
	my $ask = sub {
		my @words = ($tool, @_);
		output(qq{bash -c '. ./completions/bash/$tool; compopt() { :; }; COMP_WORDS=(@words}
			. (@_ > 1 && $_[1] eq '' ? q{ ""} : '') . q{); COMP_CWORD=} . scalar(@_)
			. qq{; $name; echo "\${COMPREPLY[@]}"'});
	};
	is($ask->('--on-error', ''), "stop skip quarantine\n", 'bash completes a choice');
	is($ask->('--log-l'), "--log-level\n", 'bash completes an option');
	for (@offers) {
		my ($of, $line, $want) = @$_;
		(my $function = "_$of") =~ s/-/_/g;
		my $script = ". completions/bash/$of;" . ' compopt() { :; }; COMP_WORDS=("$@");'
			. " COMP_CWORD=\$((\$# - 1)); $function;" . q{ printf '%s\n' "${COMPREPLY[@]}"};
		my @words = map { length ? /=|[^=]+/g : '' } split / /, $line, -1;
		open my $out, '-|', 'bash', '-c', $script, 'bash', $of, @words ? @words : '' or die;
		like(do { local $/; <$out> } // '', $want, "bash completes $of $line");
	}
}
SKIP: {
	skip 'no zsh', 1 + @zsh unless there('zsh');
	is(output("zsh -fc 'for f in completions/zsh/_*; do zsh -fn \$f || exit 1; done' 2>&1"), '',
		'zsh reads its completions');
	for (@zsh) {
		my ($line, $function, $want) = @$_;
		open my $out, '-|', 'zsh', '-fc', $stage . '; _tq_$function', 'zsh', $function,
			'tq-signal', split(/ /, $line, -1) or die;
		like(do { local $/; <$out> } // '', $want, "zsh completes tq-signal $line");
	}
}
SKIP: {
	skip 'no fish', 2 + @offers unless there('fish');
	my $home = 'HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent XDG_DATA_HOME=/nonexistent';
	my $ask = sub {
		output(qq{$home fish --no-config -c 'source completions/fish/$tool.fish; complete -C "$tool $_[0]"' 2>/dev/null});
	};
	like($ask->('--on-error '), qr/^quarantine\b.*^skip\b.*^stop\b/ms, 'fish completes a choice');
	like($ask->('--log-l'), qr/^--log-level\t/, 'fish completes an option');
	for (@offers) {
		my ($of, $line, $want) = @$_;
		my $got = output(qq{$home fish --no-config -c 'source completions/fish/$of.fish; }
			. qq{complete -C "$of $line"' 2>/dev/null});
		like($got =~ s/\t.*//mgr, $want, "fish completes $of $line");
	}
}
done_testing();

# SPDX-License-Identifier: ISC
# A provider as the tests drive it: commands to unit/provider_run, its answers
# as hashes. One process serves a whole test.
package Provider;

use strict;
use warnings;
use File::Temp qw(tempdir);
use IPC::Open2;
use JSON::PP;

my $bin = $ENV{TQ_BIN} // 'build/bin';
(my $run = $bin) =~ s{[^/]+$}{unit/provider_run};
my $dir = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->utf8->allow_nonref;

sub there { -x $run }

# folders: where NAME.jq is looked for before share/providers.
sub new {
	my ($class, %options) = @_;
	my $self = bless {files => 0}, $class;
	mkdir "$dir/tq";
	mkdir "$dir/tq/providers";
	for my $path (@{$options{files} // []}) {
		my ($name) = $path =~ m{([^/]+)$};
		open my $in, '<', $path or die "$path: $!";
		open my $out, '>', "$dir/tq/providers/$name" or die;
		print $out do { local $/; <$in> };
	}
	local $ENV{XDG_CONFIG_HOME} = $dir;
	local $ENV{TQ_DATA_DIR} = 'share';
	$self->{pid} = open2($self->{from}, $self->{to}, $run);
	return $self;
}

sub DESTROY {
	my ($self) = @_;
	close $self->{to};
	close $self->{from};
	local $?;
	waitpid $self->{pid}, 0;
}

# The lines of an answer without the point behind them.
sub say_ {
	my ($self, @words) = @_;
	my $to = $self->{to};
	print $to join("\t", @words), "\n";
	$to->flush;
	my @lines;
	while (defined(my $line = readline $self->{from})) {
		chomp $line;
		return @lines if $line eq '.';
		push @lines, $line;
	}
	return ('fail 12 the driver ended');
}

# Lines "KEY REST" as a hash; rows and limits and headers as lists.
sub hash {
	my %answer = (rows => [], closed => [], limits => [], headers => []);
	for (@_) {
		if (/^row (\S+) (.*)$/) {
			push @{$answer{closed}}, $1;
			push @{$answer{lines}}, $2;
			push @{$answer{rows}}, $json->decode($2);
		} elsif (/^limit (.*)$/) { push @{$answer{limits}}, $1 }
		elsif (/^header (.*)$/) { push @{$answer{headers}}, $1 }
		elsif (/^(GET|POST) (.*)$/) { @answer{qw(method url)} = ($1, $2) }
		elsif (/^fail (\d+) (.*)$/) { @answer{qw(status fail)} = ($1, $2) }
		elsif (/^(\w+) ?(.*)$/) { $answer{$1} = $2 }
	}
	return \%answer;
}

sub load { my ($self, $name) = @_; hash($self->say_('load', $name)) }

sub kinds {
	my ($self) = @_;
	return map {
		my ($name, $market, $paging, $rows, $archive, $login, $intervals) = split /\t/, $_, -1;
		{name => $name, market => $market, paging => $paging, rows => $rows, archive => $archive,
			login => $login, intervals => [split /,/, $intervals]}
	} $self->say_('kinds');
}

sub describe { my ($self) = @_; $json->decode(($self->say_('describe'))[0]) }

sub ask {
	my ($self, %ask) = @_;
	return hash($self->say_('ask', map { "$_=$ask{$_}" } sort grep { defined $ask{$_} } keys %ask));
}

sub known { my ($self, @names) = @_; hash($self->say_('known', @names)) }

sub request { my ($self, $cursor) = @_; hash($self->say_('request', $cursor // ())) }

# The body as a file, and the file of a text.
sub file {
	my ($self, $text) = @_;
	my $path = "$dir/body" . $self->{files}++;
	open my $f, '>:raw', $path or die;
	print $f $text;
	close $f;
	return $path;
}

sub parse {
	my ($self, $path, $status, $cursor, @headers) = @_;
	return hash($self->say_('parse', $path, $status // 200, $cursor // '', @headers));
}

# The same text is the same file.
sub parse_text {
	my ($self, $text, @rest) = @_;
	return $self->parse($self->{text}{$text} //= $self->file($text), @rest);
}

sub archive { my ($self, $period, $start) = @_; hash($self->say_('archive', $period, $start)) }

1;

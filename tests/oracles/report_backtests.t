#!/usr/bin/perl
# SPDX-License-Identifier: ISC
# tq-report --family backtesting-py on the equity curves and trade lists of that program's own
# runs, against the statistics it printed (F1.14).
#
# Tolerance 1e-9 relative. backtesting.py rounds mean durations up to whole days, so ours are
# rounded up as well. Its buy & hold return starts behind the warm-up of the strategy, which a
# stream does not know; alpha is therefore checked from its parts.
use strict;
use warnings;
use JSON::PP;
use Test::More;

my $shared = $ENV{TQ_SHARED} // "../shared";
my $dir = "$shared/oracles/backtest";
plan skip_all => "no $dir" unless -d $dir;

my $bin = $ENV{TQ_BIN} // "build/bin";
my $work = "/tmp/tq-backtests-$$";
END { unlink $work if $work && -e $work }

sub slurp {
  my ($file) = @_;
  open my $fh, "<", $file or die "$file: $!";
  local $/;
  return JSON::PP->new->decode(<$fh>);
}

# date and close of each bar
sub bars {
  open my $fh, "<", "$shared/oracles/series/GOOG.csv" or die;
  my $head = <$fh>;
  return map { s/\s+$//; [(split /,/)[0, 4]] } <$fh>;
}

sub number { sprintf "%.17g", $_[0] }

sub line {
  my ($fh, @fields) = @_;
  my @text;
  while (my ($name, $value) = splice @fields, 0, 2) {
    push @text, qq("$name":$value);
  }
  print $fh "{", join(",", @text), "}\n";
}

# What tq-paper would say of this run: bars, the trades' fills, round trips, equity.
sub write_stream {
  my ($case, @bars) = @_;
  my (%entries, %exits);
  push @{$entries{$_->{EntryBar}}}, $_ for @{$case->{trades}};
  push @{$exits{$_->{ExitBar}}}, $_ for @{$case->{trades}};
  open my $fh, ">", $work or die "$work: $!";
  for my $i (0 .. $#bars) {
    my ($date, $close) = @{$bars[$i]};
    my $open = qq("${date}T00:00:00Z");
    line($fh, type => '"bar"', time => $open, symbol => '"GOOG"', interval => '"1d"',
      close => $close);
    line($fh, type => '"fill"', time => $open, symbol => '"GOOG"', fee => 0,
      qty => abs $_->{Size}, price => number($_->{EntryPrice})) for @{$entries{$i} // []};
    line($fh, type => '"roundtrip"', symbol => '"GOOG"', pnl => number($_->{PnL}),
      return => number($_->{ReturnPct}), fees => number($_->{Commission}),
      entry_time => qq("$_->{EntryTime}Z"), exit_time => qq("$_->{ExitTime}Z"))
      for @{$exits{$i} // []};
    # 24:00 of the day, in the one spelling that RFC 3339 has for it
    line($fh, type => '"equity"', time => qq("${date}T23:59:59.999999999Z"),
      equity => number($case->{equity}[$i]));
  }
  close $fh;
}

sub figures {
  my %got;
  for (qx($bin/tq-report --format json --family backtesting-py $work)) {
    my $record = JSON::PP->new->decode($_);
    $got{$record->{name}} = $record->{value};
  }
  return \%got;
}

my %fraction = (
  "Exposure Time [%]" => "exposure", "Return [%]" => "total_return",
  "Return (Ann.) [%]" => "annual_return", "Volatility (Ann.) [%]" => "volatility",
  "CAGR [%]" => "cagr", "Max. Drawdown [%]" => "max_drawdown",
  "Avg. Drawdown [%]" => "avg_drawdown", "Win Rate [%]" => "win_rate",
  "Best Trade [%]" => "best_trade", "Worst Trade [%]" => "worst_trade",
  "Avg. Trade [%]" => "avg_trade", "Expectancy [%]" => "expectancy",
);
my %plain = (
  "Equity Final [\$]" => "final_equity", "Equity Peak [\$]" => "peak_equity",
  "Commissions [\$]" => "trade_fees", "Sharpe Ratio" => "sharpe", "Sortino Ratio" => "sortino",
  "Calmar Ratio" => "calmar", "Beta" => "beta", "# Trades" => "trades",
  "Profit Factor" => "profit_factor", "SQN" => "sqn", "Kelly Criterion" => "kelly",
  "Duration (s)" => "duration", "Max. Drawdown Duration (s)" => "longest_drawdown",
  "Max. Trade Duration (s)" => "longest_trade",
);
my %rounded = (
  "Avg. Drawdown Duration (s)" => "avg_drawdown_duration",
  "Avg. Trade Duration (s)" => "avg_trade_duration",
);

sub same {
  my ($got, $want, $name) = @_;
  return is($got, undef, "$name: undefined") if !defined $want;
  ok(defined $got && abs($got - $want) <= 1e-9 * abs($want), $name)
    or diag("got ", $got // "null", ", want $want");
}

sub whole_days {
  my ($seconds) = @_;
  return undef if !defined $seconds;
  my $days = int($seconds / 86400);
  return 86400 * ($days * 86400 < $seconds ? $days + 1 : $days);
}

sub compare {
  my ($got, $stats, $name) = @_;
  $stats->{"Commissions [\$]"} //= 0;    # left out there when there were none
  for (sort keys %fraction) {
    same($got->{$fraction{$_}}, defined $stats->{$_} ? $stats->{$_} / 100 : undef, "$name $_");
  }
  same($got->{$plain{$_}}, $stats->{$_}, "$name $_") for sort keys %plain;
  same(whole_days($got->{$rounded{$_}}), $stats->{$_}, "$name $_") for sort keys %rounded;
  same($got->{total_return} - $got->{beta} * $stats->{"Buy & Hold Return [%]"} / 100,
    $stats->{"Alpha [%]"} / 100, "$name Alpha [%] of its parts");
}

my @bars = bars();
for my $file (sort glob "$dir/*.json") {
  my $case = slurp($file);
  next if !$case->{stats};
  (my $name = $file) =~ s{.*/|\.json$}{}g;
  write_stream($case, @bars);
  my $got = figures();
  compare($got, $case->{stats}, $name);
  is(substr($got->{start}, 0, 10), substr($case->{stats}{Start}, 0, 10), "$name Start");
  is(substr($got->{end}, 0, 10), substr($case->{stats}{End}, 0, 10), "$name End");
}
# The same from the whole pipeline, engine included: bars to signals to orders to fills to figures.
my %rounded_by_paper = map { $_ => 1 } ("Best Trade [%]", "Worst Trade [%]", "Avg. Trade [%]",
  "Expectancy [%]", "Profit Factor");

sub run_pipeline {
  my ($slow, $fast, @options) = @_;
  my $tool = "$bin/tq";    # tq-fetch and the others
  my $bars = "$shared/data/daily/backtesting-py__GOOG.csv";
  system("$tool-fetch file $bars --symbol GOOG --interval 1d |"
      . "$tool-signal --strategy sma-cross --set fast=$fast --set slow=$slow |"
      . "$tool-risk --cash 10000 --size 100% --lot 1 --fill-model backtesting-py @options |"
      . "$tool-paper > $work") == 0 or return undef;
  return figures();
}

SKIP: {
  my @missing = grep { !-x "$bin/tq-$_" } qw(fetch signal risk paper);
  skip "not built: @missing", 1 if @missing || !-d "$shared/data/daily";
  for my $close (0, 1) {
    for my $end (0, 1) {
      my $name = "smacross_10_20_goog_toc${close}_fin$end";
      my @options = ("--commission 0.2%", ("--trade-on-close") x $close, ("--close-at-end") x $end);
      my $stats = slurp("$dir/$name.json")->{stats};
      my $got = run_pipeline(20, 10, @options) // {};
      # tq-paper rounds a trade's return to 12 digits behind the point
      delete local @fraction{keys %rounded_by_paper};
      delete local @plain{keys %rounded_by_paper};
      compare($got, $stats, "pipeline $name");
      ok(abs($got->{profit_factor} - $stats->{"Profit Factor"}) < 1e-9, "pipeline $name Profit Factor");
      ok(abs($got->{avg_trade} * 100 - $stats->{"Avg. Trade [%]"}) < 1e-9, "pipeline $name Avg. Trade");
    }
  }
}

diag("not compared: buy & hold return, which starts behind the strategy's warm-up there");
done_testing;

# SPDX-License-Identifier: ISC
# Rows of tests/laws/Strategies.pm, which says what is in them: strategies that look
# at more than one series.
use strict;
use warnings;
use Digest::MD5 qw(md5);
use lib 'tests/laws';
use Shelf qw(bar stamp);

# -0.5 to 0.5, the same on every machine.
sub noise { unpack('N', md5("@_")) / 2 ** 32 - 0.5 }

# So many series of as many days, S00 and so on, from the returns that code gives
# of the number of the series and of the day; volume and records as well.
sub series {
    my (%of) = (n => 12, days => 100, volume => sub { 100 }, records => sub { '' }, @_);
    my @at = map { 10000 } 1 .. $of{n};
    return sub {
        my $out = '';
        for my $i (0 .. $of{days} - 1) {
            my $time = 1704067200 + 86400 * $i;
            $out .= join '', map { $of{records}->($_, sprintf('S%02d', $_), $time) } 0 .. $of{n} - 1;
            for my $k (0 .. $of{n} - 1) {
                my $open = $at[$k];
                $at[$k] = int($open * (1 + $of{return}->($k, $i)));
                $out .= bar($time, sprintf('S%02d', $k), '1d', $open, $at[$k], $of{volume}->($k, $i), 0);
            }
        }
        return $out;
    };
}

# The first series on the long side and the last on the short one.
sub ends {
    my (%of) = @_;
    my $lines = series(%of);
    return [{lines => $lines, of => 'S00', says => $of{first} // 'long'},
        {lines => $lines, of => sprintf('S%02d', ($of{n} // 12) - 1), says => $of{last} // 'short'}];
}

# The same moves for all, and an own one.
sub market_move { 0.02 * noise('market', $_[0]) }

sub rates { my ($k, $symbol, $time) = @_; sprintf '{"type":"funding","time":"%s","symbol":"%s","rate":%.6f}' . "\n",
    stamp($time), $symbol, ($k - 11) / 100000 }
sub contracts { my ($k, $symbol, $time) = @_; sprintf '{"type":"open_interest","time":"%s","symbol":"%s","qty":%d}' . "\n",
    stamp($time), $symbol, 1000 * ($k + 1) }
sub books { my ($k, $symbol, $time) = @_; sprintf '{"type":"book","time":"%s","symbol":"%s","bids":[[99,%d]],"asks":[[101,%d]]}'
    . "\n", stamp($time), $symbol, 12 - $k, 1 + $k }

# Two series that go together, until the first falls back by a tenth for a while.
sub legs {
    my ($sign, $days) = @_;
    return series(n => 2, days => $days, return => sub {
        my ($k, $i) = @_;
        my $apart = $k ? 0 : $i == $days - 4 ? -0.1 * $sign : $i == $days - 2 ? 1 / (1 - 0.1 * $sign) - 1 : 0;
        return 0.06 * noise('pair', $i) + 0.004 * noise($k, $i) + $apart;
    });
}

# A market that S00 follows, until it goes its own way.
sub breakaway {
    my ($sign) = @_;
    return series(n => 2, days => 140, return => sub {
        my ($k, $i) = @_;
        return $k || $i < 100 ? market_move($i) : $sign * 0.01 + 0.02 * noise('own', $i);
    });
}

# Quotes of some series at the begin of each minute, then its bars.
sub minutes {
    my ($names, @minutes) = @_;
    my $out = '';
    for my $i (0 .. $#minutes) {
        my $time = 1704067200 + 60 * $i;
        for my $k (0 .. $#$names) {
            my ($bid, $ask) = @{$minutes[$i][$k]};
            $out .= sprintf '{"type":"quote","time":"%s",%s,"bid":%.2f,"ask":%.2f}' . "\n", stamp($time), $names->[$k],
                $bid, $ask;
        }
        for my $k (0 .. $#$names) {
            my $line = bar($time, 'X', '1m', (100 * $minutes[$i][$k][1]) x 2, 100, 0);
            $out .= $line =~ s/"symbol":"X"/$names->[$k]/r;
        }
    }
    return $out;
}

# Legs that are asked for so much, a minute each.
sub asks {
    my ($legs, @minutes) = @_;
    return sub { minutes([map { "\"symbol\":\"$_\"" } @$legs], map { [map { [$_ - 0.01, $_] } @$_] } @minutes) };
}

# The same thing at two venues, with mid prices.
sub venues {
    my (@mids) = @_;
    return sub { minutes([map { "\"symbol\":\"X\",\"venue\":\"$_\"" } 'binance', 'kraken'],
        map { [map { [$_ - 0.05, $_ + 0.05] } @$_] } @mids) };
}

my %many = (symbols => [map { sprintf 'S%02d', $_ } 0 .. 11], interval => '1d', bars => 260);
my @small = (risk => [qw(--cash 1000000 --leverage 5)], names => 1);

return (
    'adf-ranks' => {
        set => ['market=S00'],
        scenes => ends(return => sub { my ($k, $i) = @_;
            $k < 6 ? 0.02 * (noise($k, $i) - noise($k, $i - 1)) : 0.02 * noise($k, $i) + 0.0002 * ($k - 6) * ($i % 30) }),
        market => {%many}, @small,
    },
    'arbitrage-2way' => {
        scenes => [{lines => asks(['YES', 'NO'], [0.45, 0.60], [0.45, 0.60], [0.40, 0.55], [0.40, 0.55], [0.48, 0.56]),
                says => 'long flat'},
            {lines => asks(['YES', 'NO'], [0.45, 0.60], [0.45, 0.60], [0.45, 0.55]), says => ''}],
        set => ['old=3600'],
        market => {symbols => ['YES', 'NO'], outcomes => 1, with => ['quote']}, names => 1,
    },
    'arbitrage-3way' => {
        scenes => [{lines => asks(['HOME', 'DRAW', 'AWAY'], [0.45, 0.30, 0.27], [0.45, 0.30, 0.27], [0.40, 0.30, 0.25],
                [0.40, 0.30, 0.25], [0.45, 0.35, 0.30]), says => 'long flat'}],
        set => ['old=3600'],
        market => {symbols => ['HOME', 'DRAW', 'AWAY'], outcomes => 1, with => ['quote']}, names => 1,
    },
    'arbitrage-cross-venue' => {
        scenes => [{lines => venues([100, 100], [99, 100], [99, 100], [100, 100]), says => 'flat long flat',
                set => ['other=@kraken'], of => 'binance'},
            {lines => venues([100, 100], [101, 100], [101, 100]), says => 'flat short', set => ['other=@kraken'],
                of => 'binance'}],
        set => ['other=B', 'old=3600'],
        market => {symbols => ['A', 'B'], with => ['quote'], leaning => 1, volatility => '10%'}, names => 1,
    },
    'beta-breakdown' => {
        set => ['market=S01'],
        scenes => [{lines => breakaway(1), of => 'S00', says => 'long'},
            {lines => breakaway(-1), of => 'S00', says => 'short'}],
        market => {symbols => ['S00', 'S01'], interval => '1d', bars => 600}, names => 1,
    },
    'basis-reversion' => {
        set => ['index=S01', 'far=3'],
        scenes => [{lines => legs(1, 100), of => 'S00', says => 'long flat'},
            {lines => legs(-1, 100), of => 'S00', says => 'short flat'}],
        market => {symbols => ['S00', 'S01'], leaning => 1}, names => 1,
    },
    'betting-against-beta' => {
        set => ['market=S05'],
        scenes => ends(days => 120, return => sub { my ($k, $i) = @_;
            market_move($i) * ($k + 1) / 6 + ($k == 5 ? 0 : 0.001 * noise($k, $i)) }),
        market => {%many, leaning => 1}, @small,
    },
    'carry-ranks' => {
        scenes => ends(n => 24, days => 40, return => sub { 0.001 * noise(@_) }, records => \&rates),
        market => {%many, with => ['funding']}, @small,
    },
    'imbalance-ranks' => {
        scenes => ends(days => 40, return => sub { 0.001 * noise(@_) }, records => \&books),
        market => {%many, with => ['book'], bars => 150}, @small,
    },
    'iqr-ranks' => {
        scenes => ends(return => sub { my ($k, $i) = @_; 0.004 * ($k + 1) * noise($k, $i) }),
        market => {%many}, @small,
    },
    'kurtosis-ranks' => {
        set => ['market=S00'],
        scenes => ends(return => sub { my ($k, $i) = @_;
            ($i % 2 ? 1 : -1) * 0.004 * ($i % 10 ? 1 : 1 + $k / 2) }),
        market => {%many}, @small,
    },
    'leverage-ranks' => {
        scenes => ends(days => 60, return => sub { 0.001 * noise(@_) }, records => \&contracts),
        market => {%many, with => ['open_interest']}, @small,
    },
    'low-volatility' => {
        scenes => ends(return => sub { my ($k, $i) = @_; 0.004 * ($k + 1) * noise($k, $i) }),
        market => {%many}, @small,
    },
    'momentum-ranks' => {
        scenes => ends(return => sub { my ($k, $i) = @_; 0.001 * (5.5 - $k) + 0.001 * noise($k, $i) }),
        market => {%many}, @small,
    },
    'near-high' => {
        line => 'long',
        scenes => ends(days => 230, return => sub { my ($k, $i) = @_;
            $k < 6 ? 0.002 : -0.002 }, last => ''),
        market => {%many, bars => 320}, @small,
    },
    'pairs' => {
        set => ['other=S01', 'far=3', 'broken=10'],
        scenes => [{lines => legs(1, 40), of => 'S00', says => 'long flat'},
            {lines => legs(-1, 40), of => 'S00', says => 'short flat'}],
        market => {symbols => ['S00', 'S01'], leaning => 1}, names => 1,
    },
    'size-ranks' => {
        scenes => ends(days => 60, return => sub { 0.001 * noise(@_) }, volume => sub { 100 * ($_[0] + 1) }),
        market => {%many}, @small,
    },
    'skew-ranks' => {
        scenes => ends(return => sub { my ($k, $i) = @_; 0.01 * noise($k, $i) + ($i % 10 ? 0 : 0.004 * ($k - 6)) }),
        market => {%many}, @small,
    },
    'stat-arb' => {
        set => ['other=S01', 'apart=5'],
        scenes => [{lines => legs(1, 100), of => 'S00', says => 'long flat'},
            {lines => legs(-1, 100), of => 'S00', says => 'short flat'}],
        market => {symbols => ['S00', 'S01'], leaning => 1, volatility => '300%'}, names => 1,
    },
    'trendline-ranks' => {
        scenes => ends(return => sub { my ($k, $i) = @_; 0.001 * (5.5 - $k) + 0.001 * noise($k, $i) }),
        market => {%many}, @small,
    },
    'turnover-ranks' => {
        scenes => ends(days => 80, return => sub { 0.001 * noise(@_) },
            volume => sub { my ($k, $i) = @_; 100 + ($i < 60 ? 0 : 20 * (11 - $k)) }),
        market => {%many}, @small,
    },
);

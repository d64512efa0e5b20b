# SPDX-License-Identifier: ISC
# L5, F2.9, X.9: at every equity record, cash and positions recomputed from the
# fills alone are what tq-paper says, to the last digit.
use strict;
use warnings;
use Test::More;
use JSON::PP;
use Math::BigFloat;
use lib 'tests/laws';
use Laws qw(run bin bars stream lines account_options);

my $json = JSON::PP->new->allow_bignum;

sub check {
    my ($what, $input, @options) = @_;
    my ($signals) = run($input, bin('tq-signal'), '--long', 'crosses_above(sma(close,3), ema(close,8))',
        '--short', 'crosses_below(sma(close,3), ema(close,8))');
    my ($orders, $status, $err) = run($signals, bin('tq-risk'), @options);
    is($status, 0, "$what: tq-risk") or diag $err;
    (my $out, $status, $err) = run($orders, bin('tq-paper'));
    is($status, 0, "$what: tq-paper") or diag $err;
    my ($cash, %qty, %mark, @wrong, $fills) = (undef);
    my $fees = Math::BigFloat->new(0);
    for my $line (lines($out)) {
        my $type = $line =~ /^\{"type":"(\w+)"/ ? $1 : '';
        my %n = $line =~ /"(\w+)":(-?[0-9][0-9.]*)/g;
        my ($symbol) = $line =~ /"symbol":"([^"]*)"/;
        if ($type eq 'account') {
            $cash = Math::BigFloat->new($n{cash});
        } elsif ($type eq 'bar') {
            $mark{$symbol} = $n{close};
        } elsif ($type eq 'fill') {
            my $sign = $line =~ /"side":"buy"/ ? 1 : -1;
            $cash -= $sign * Math::BigFloat->new($n{qty}) * $n{price};
            $cash -= $n{fee};
            $fees += $n{fee};
            $qty{$symbol} = ($qty{$symbol} // Math::BigFloat->new(0)) + $sign * Math::BigFloat->new($n{qty});
            $fills++;
        } elsif ($type eq 'equity') {
            my $equity = $cash->copy;
            $equity += $qty{$_} * $mark{$_} for keys %qty;
            push @wrong, $line if $equity != $n{equity} || $cash != $n{cash} || $fees != $n{fees};
        }
    }
    cmp_ok($fills, '>', 10, "$what: there are fills");
    is("@wrong", '', "L5 $what: cash, fees and equity are the fills' own sum");
}

my $one = bars(400, 'X', 0);
my @two = map { [lines($_)] } bars(300, 'X', 0), bars(300, 'Y', 33);
my $both = join '', map { $two[0][$_], $two[1][$_] } 0 .. 299;

check('pessimistic', $one, account_options());
check('pessimistic, two symbols, leverage', $both, account_options(), qw(--leverage 3 --spread 0.03%));
check('backtesting-py', $one, qw(--cash 10000 --size 100% --lot 1 --commission 0.2%
    --fill-model backtesting-py));
check('backtesting-py, margin and spread', $one, qw(--cash 10000 --size 50% --lot 1 --commission 0.05%
    --commission-fixed 1.5 --spread 0.05% --leverage 2 --fill-model backtesting-py));

done_testing();

# SPDX-License-Identifier: ISC
# L5, X.9: the fills of a run as a double-entry journal; hledger adds them up to
# the same cash and the same fees, to the last digit.
use strict;
use warnings;
use Test::More;
use lib 'tests/laws';
use Laws qw(run bin bars stream lines scratch account_options);

plan skip_all => 'no hledger' if system('hledger --version >/dev/null 2>&1') != 0;

sub get { return $_[0] =~ /"$_[1]":"?([^",}]*)/ ? $1 : undef }

# Price and quantity without a rounding: the product is left to hledger.
sub journal {
    my ($out) = @_;
    my $text = "2024-01-01 start\n  assets:cash  10000.000000000000000000000000000000 USD\n  equity:start\n";
    for my $fill (grep { /^\{"type":"fill"/ } lines($out)) {
        my ($qty, $price, $fee) = map { get($fill, $_) } qw(qty price fee);
        my $sign = get($fill, 'side') eq 'buy' ? '' : '-';
        $text .= substr(get($fill, 'time'), 0, 10) . " fill\n  assets:position  $sign$qty X @ $price USD\n"
            . "  expenses:fees  $fee USD\n  assets:cash\n";
    }
    return $text;
}

sub balance {
    my ($file, $account) = @_;
    my $text = qx{hledger -f $file bal $account --no-total --format '%(total)' 2>&1};
    $text =~ s/\s*USD\s*//;
    $text =~ s/(\.\d*?)0+$/$1/;
    $text =~ s/\.$//;
    return $text;
}

for my $model (['pessimistic-v1', account_options()],
    ['backtesting-py', qw(--cash 10000 --size 100% --lot 1 --commission 0.2% --fill-model backtesting-py)]) {
    my ($name, @options) = @$model;
    my ($signals) = run(bars(300, 'X', 0), bin('tq-signal'), '--long',
        'crosses_above(sma(close,3), ema(close,8))', '--short', 'crosses_below(sma(close,3), ema(close,8))');
    my ($orders) = run($signals, bin('tq-risk'), @options);
    my ($out, $status) = run($orders, bin('tq-paper'));
    is($status, 0, "$name: status");
    my $file = scratch('journal');
    open my $f, '>', $file or die;
    print $f journal($out);
    close $f or die;
    my ($last) = (grep { /^\{"type":"equity"/ } lines($out))[-1];
    is(balance($file, 'assets:cash'), get($last, 'cash'), "L5 $name: hledger's cash");
    is(balance($file, 'expenses:fees'), get($last, 'fees'), "L5 $name: hledger's fees");
}

done_testing();

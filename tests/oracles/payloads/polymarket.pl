# SPDX-License-Identifier: ISC
# Cases of tests/oracles/payloads.t.
[
	{provider => 'polymarket', payload => 'polymarket/clob_book.json',
		name => 'the best price is last in both lists', ask => {kind => 'book',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848'},
		count => 1,
		first => {asks => '[[0.14,705],[0.2,70],[0.38,192.3],[0.46,10],[0.47,50],[0.5,30]'
			. ',[0.98,5000]]',
		bids => '[[0.1,125],[0.09,294],[0.08,120],[0.06,200],[0.01,1000]]',
		time => '2024-10-13T06:03:38.260Z'}},
	{provider => 'polymarket', payload => 'polymarket/clob_book.json',
		ask => {kind => 'quote',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848'},
		count => 1, first => {ask => '0.14', ask_qty => '705', bid => '0.1',
		bid_qty => '125',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848'}},
	{provider => 'polymarket',
		body => '{"asset_id":"23360939988679364027624185518382759743328544433592111535569'
			. '478055890815567848","timestamp":"1","bids":[],"asks":[{"price":"0.2",'
			. '"size":"1"}]}',
		ask => {kind => 'quote',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848'},
		count => 1, first => {ask => '0.2', bid => undef}},
	{provider => 'polymarket', payload => 'polymarket/prices_history.json',
		ask => {kind => 'price',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848',
		interval => '1m', from => '2024-01-01', to => '2024-01-02'}, count => 11,
		first => {price => '0.151', time => '2026-06-12T16:40:00Z'},
		last => {time => '2026-06-12T16:50:00Z'}, next => undef},
	{provider => 'polymarket', payload => 'polymarket/prices_history_empty.json',
		name => 'an empty history is asked for again at 720 minutes',
		ask => {kind => 'price',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848',
		interval => '1h', from => '2024-01-01', to => '2024-01-02'}, count => 0,
		next => '{"fidelity":720}'},
	{provider => 'polymarket', payload => 'polymarket/prices_history_empty.json',
		cursor => '{"fidelity":720}', ask => {kind => 'price',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848',
		interval => '1h', from => '2024-01-01', to => '2024-01-02'}, count => 0,
		next => undef},
	{provider => 'polymarket', payload => 'polymarket/prices_history.json',
		cursor => '{"fidelity":720}', ask => {kind => 'price',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848',
		interval => '1h', from => '2024-01-01', to => '2024-01-02'}, class => 'refused',
		text => qr/at 12h and 1d only/},
	{provider => 'polymarket', payload => 'polymarket/prices_history_empty.json',
		ask => {kind => 'price',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848',
		interval => '12h', from => '2024-01-01', to => '2024-01-02'}, count => 0,
		next => undef},
	{provider => 'polymarket', payload => 'polymarket/gamma_market.json',
		name => 'JSON inside strings, ids of 77 digits', ask => {kind => 'instrument',
		symbol => 'btc-updown-5m-1773307200'}, count => 2,
		first => {expiry => '2026-03-12T09:25:00Z', min_qty => '5', outcome => 'Up',
		outcome_price => '0.505', question => 'Bitcoin Up or Down - March 12, 5:20AM-5:25AM ET',
		symbol => '1042398980388071360523998001514085214677370759339649911625893366833460'
			. '93173875',
		tick_size => '0.01'}, last => {outcome => 'Down', outcome_price => '0.495'}},
	{provider => 'polymarket',
		payload => 'polymarket/gamma_market_closed_nonbinary_legacy.json',
		ask => {kind => 'instrument', symbol => 'defi-tvl'}, count => 2,
		first => {finished => 'true', outcome => 'Long',
		outcome_price => '0.5843311669077693146635445446077281', tick_size => undef}},
	{provider => 'polymarket', payload => 'polymarket/clob_market.json',
		ask => {kind => 'instrument',
		symbol => '0xdd22472e552920b8438158ea7238bfadfa4f736aa4cee91a6b86c39ead110917'},
		count => 2, first => {outcome => 'Yes',
		symbol => '2174263314346390629056905015582624153306727273689761495048815684794993'
			. '8836455',
		tick_size => '0.001', winner => 'false'}},
	{provider => 'polymarket', payload => 'polymarket/data_api_trades.json',
		name => 'the market\'s other tokens are passed over',
		cursor => '{"market":"0xc8","offset":0}', ask => {kind => 'tick',
		symbol => '7132104586308498136546900577062041252347074539808399498274625949868930'
			. '8907982',
		from => '2024-03-09', to => '2024-03-10'}, count => 2, first => {price => '0.55',
		qty => '100.0', side => 'buy', time => '2024-03-09T16:00:00Z'},
		last => {side => 'sell'}, next => '{"market":"0xc8","offset":3}'},
	{provider => 'polymarket', body => '[{"conditionId":"0xc8"}]', ask => {kind => 'tick',
		symbol => '7132104586308498136546900577062041252347074539808399498274625949868930'
			. '8907982',
		from => '2024-01-01', to => '2024-01-02'}, count => 0,
		next => '{"market":"0xc8","offset":0}'},
	{provider => 'polymarket', body => '[]', ask => {kind => 'tick',
		symbol => '7132104586308498136546900577062041252347074539808399498274625949868930'
			. '8907982',
		from => '2024-01-01', to => '2024-01-02'}, count => 0, next => '{"closed":true}'},
	{provider => 'polymarket', body => '[]', cursor => '{"closed":true}',
		ask => {kind => 'tick',
		symbol => '7132104586308498136546900577062041252347074539808399498274625949868930'
			. '8907982',
		from => '2024-01-01', to => '2024-01-02'}, class => 'refused'},
	{provider => 'polymarket', body => '[]', cursor => '{"offset":500}',
		ask => {kind => 'instrument'}, count => 0, next => undef},
	{provider => 'polymarket',
		body => '{"error":"No orderbook exists for the requested token id"}',
		status => 404, ask => {kind => 'book',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848'},
		class => 'refused', text => qr/^No orderbook/},
	{provider => 'polymarket', payload => 'polymarket/order_response_error_500.json',
		status => 500, ask => {kind => 'book',
		symbol => '2336093998867936402762418551838275974332854443359211153556947805589081'
			. '5567848'},
		class => 'transient', text => qr/^Internal server error$/},
	{provider => 'polymarket', body => '1704067200', ask => {kind => 'time'}, count => 0,
		now => '2024-01-01T00:00:00Z'},
	{payload => 'polymarket/order_created_live.json', not => 'an order, of a later tool'},
	{payload => 'polymarket/order_response_failed.json', not => 'an order, of a later tool'},
	{payload => 'polymarket/order_response_ok.json', not => 'an order, of a later tool'},
	{payload => 'polymarket/gamma_event.json', not => 'an event; its markets are asked for by slug'},
]

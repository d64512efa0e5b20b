#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
load helper

# table NAME TEXT: a file with the text and a newline
table() { printf '%s\n' "$2" >"$1"; }

bar() { # TIME OPEN HIGH LOW CLOSE VOLUME
	printf '{"type":"bar","time":"%s","symbol":"X","interval":"1d","open":%s,"high":%s,"low":%s,"close":%s,"volume":%s}' "$@"
}

daily() { give '' tq-fetch file "$1" --symbol X --interval 1d "${@:2}"; }

@test "fetch: a table with a header, every cell in its own spelling" {
	table a.csv 'Date,Open,High,Low,Close,Adj Close,Volume
2024-01-02,1.50,2.000,1,405.0,9,100
2024-01-03,.5,5.,-1,1e-05,9,2.5E3'
	daily a.csv
	want 0 "$(bar 2024-01-02T00:00:00Z 1.50 2.000 1 405.0 100)
$(bar 2024-01-03T00:00:00Z 0.5 5 -1 0.00001 2500)" ''
}

@test "fetch: date and time in two columns are joined when asked for" {
	table a.csv '<DATE>;<TIME>;<OPEN>;<HIGH>;<LOW>;<CLOSE>;<VOL>
2024.01.02;09:30:00;1;2;1;2;3'
	daily a.csv
	want 3
	says "columns '<DATE>' and '<TIME>' could both be the time"
	daily a.csv --columns 'time=<DATE>+<TIME>'
	want 0 "$(bar 2024-01-02T09:30:00Z 1 2 1 2 3)"
}

@test "fetch: header names do not mind case and punctuation; Adj Close only when asked for" {
	table a.csv 'open_time,OPEN,high ,Low,"Adj Close",close,VOL.
2024-01-02,1,2,1,9,2,3'
	daily a.csv
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)"
	daily a.csv --columns close='Adj Close'
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 9 3)"
}

@test "fetch: byte order mark, CRLF, no final newline, quotes, blanks around cells" {
	printf '\xef\xbb\xbfdate,open,high,low,close,volume\r\n"2024-01-02", 1 ,"2",1,2,3\r\n2024-01-03,1,2,1,2,4' >a.csv
	daily a.csv
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)
$(bar 2024-01-03T00:00:00Z 1 2 1 2 4)" ''
}

@test "fetch: delimiters are found or given" {
	for d in ';' '|' $'\t'; do
		printf 'date,open,high,low,close,volume\n2024-01-02,1,2,1,2,3\n' | tr , "$d" >a.csv
		daily a.csv
		want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)"
	done
	printf 'date^open^high^low^close^volume\n2024-01-02^1^2^1^2^3\n' >a.csv
	daily a.csv --delimiter ^
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)"
	daily a.csv --delimiter ab
	want 2 '' "tq-fetch: --delimiter: 'ab' is not one byte, nor 'tab'"
}

@test "F0.17 X.13 no header: columns are named by position or nothing is read" {
	table a.csv '2024-01-02,1,2,3,0.5,7'
	daily a.csv
	want 3 '' "tq-fetch: a.csv: no header found in the first rows: name the 6 columns by position: --columns time,open,high,low,close,volume ('-' leaves one out)"
	daily a.csv --columns time,open,close,high,low,volume
	want 0 "$(bar 2024-01-02T00:00:00Z 1 3 0.5 2 7)"
	daily a.csv --columns time,open,close,high,low
	want 3 '' "tq-fetch: a.csv: no column for volume in --columns: pass --columns volume=NAME or --volume 0"
	daily a.csv --columns time,open,close,high,low --volume 0
	want 3 '' "tq-fetch: a.csv:1: 6 cells, not 5 as --columns ('-' leaves one out)"
	daily a.csv --columns time,open,high,low,close,nonsense
	want 2
	says "--columns: unknown field 'nonsense'"
}

@test "fetch: lines before the header are left out and said" {
	table a.csv 'Prices are UTC,https://example.com
date,open,high,low,close,volume
2024-01-02,1,2,1,2,3'
	daily a.csv
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)" 'tq-fetch: a.csv:1: line before the header left out: Prices are UTC,https://example.com'
}

@test "X.13 a missing volume is refused, or what the user says" {
	table a.csv 'date,open,high,low,close
2024-01-02,1,2,1,2'
	daily a.csv
	want 3 '' "tq-fetch: a.csv: no column for volume among date,open,high,low,close: pass --columns volume=NAME or --volume 0"
	daily a.csv --volume 0
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 0)"
	daily a.csv --volume -1
	want 2
}

@test "X.13 two columns that could both be the volume are refused" {
	table a.csv 'date,open,high,low,close,volume_btc,volume
2024-01-02,1,2,1,2,3,6'
	daily a.csv
	want 3 '' "tq-fetch: a.csv: columns 'volume' and 'volume_btc' could both be the volume: pass --columns volume=NAME"
	daily a.csv --columns volume=volume_btc,quote_volume=volume
	want 0
	has '"volume":3,"quote_volume":6}'
}

@test "F2.7 blank cells: refused by line and column, or left out and counted" {
	table a.csv 'date,open,high,low,close,volume
2024-01-02,1,2,1,2,3
2024-01-03,,2,1,2,3
2024-01-04,1,2,1,2,5'
	daily a.csv
	want 3 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)" \
		"tq-fetch: a.csv:3: 'open' is blank (--blank skip leaves such rows out)"
	daily a.csv --blank skip
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)
$(bar 2024-01-04T00:00:00Z 1 2 1 2 5)" 'tq-fetch: a.csv: 1 blank rows left out'
	daily a.csv --on-error skip
	want 3 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)
$(bar 2024-01-04T00:00:00Z 1 2 1 2 5)"
	says "a.csv:3: skipped: 'open' is blank"
	daily a.csv --on-error quarantine
	want 0
	lines 3
	has '"reason":"'"'open' is blank"
	has '"line":3,"offset":53,"input":"2024-01-03,,2,1,2,3"}'
}

@test "F2.7 what is no plain number is refused with its value" {
	for bad in 1,234.5 nan NaN inf 1_000 0x10 '$5' 1.2.3 +1 --1 . - 1e 007; do
		printf 'date;open;high;low;close;volume\n2024-01-02;%s;2;1;2;3\n' "$bad" >a.csv
		daily a.csv
		want 3 '' "tq-fetch: a.csv:2: 'open' is no plain number: '$bad'"
	done
}

@test "F2.7 exponents are rewritten exactly" {
	table a.csv 'date,open,high,low,close,volume
2024-01-02,1E2,-2.50e+1,123456789012345678901234567890e-10,1e-18,0e5'
	daily a.csv
	want 0 "$(bar 2024-01-02T00:00:00Z 100 -25 12345678901234567890.123456789 0.000000000000000001 0)"
}

@test "fetch: --scale divides prices exactly and leaves the volume" {
	table a.csv 'time,open,high,low,close,volume
20240102 00:00,136300,162500,135001,162500,6315000'
	daily a.csv --scale 10000
	want 0 "$(bar 2024-01-02T00:00:00Z 13.63 16.25 13.5001 16.25 6315000)"
	daily a.csv --scale 3
	want 2 '' "tq-fetch: --scale: '3' is no power of ten to divide by (1, 10, 100 ...)"
}

@test "F2.1 a date that can be read in two ways is refused until the form is given" {
	table a.csv 'date,open,high,low,close,volume
01/02/2017,1,2,1,2,3
02/02/2017,1,2,1,2,3'
	daily a.csv
	want 3 '' "tq-fetch: a.csv: time '01/02/2017' could be '%-m/%-d/%Y' or '%-d/%-m/%Y': pass one with --time-format"
	daily a.csv --time-format %d/%m/%Y
	want 0
	has 2017-02-01T00:00:00Z
	printf '13/02/2017,1,2,1,2,3\n' >>a.csv
	daily a.csv
	want 0
	has 2017-02-13T00:00:00Z
}

@test "F2.1 numbers since 1970 need their unit" {
	table a.csv 'time,open,high,low,close,volume
1704153600,1,2,1,2,3'
	daily a.csv
	want 3 '' "tq-fetch: a.csv: time '1704153600' is a number: pass --time-unit s, ms, us or ns"
	daily a.csv --time-unit s
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)"
	daily a.csv --time-unit ms
	has 1970-01-20T17:22:33.600Z
	daily a.csv --time-unit s --time-format %Y
	want 2
}

@test "F2.14 one form a file: a row of another form is refused by line" {
	table a.csv 'date,open,high,low,close,volume
2024-01-02,1,2,1,2,3
2024-01-03,1,2,1,2,3
03.01.2024,1,2,1,2,3'
	daily a.csv
	want 3
	lines 2
	says "a.csv:4: time '03.01.2024' is not of the form %Y-%m-%d"
}

@test "F2.14 local times need their zone; what clocks show twice or never is refused" {
	table a.csv 'date,open,high,low,close,volume
2020-10-31 09:30,1,2,1,2,3
2020-11-02 09:30,1,2,1,2,3'
	daily a.csv --timezone America/New_York
	want 0
	has 2020-10-31T13:30:00Z
	has 2020-11-02T14:30:00Z
	printf '2020-11-01 01:30,1,2,1,2,3\n' >>a.csv
	daily a.csv --timezone America/New_York
	want 3
	says "a.csv:4: time '2020-11-01 01:30' comes twice or never"
	daily a.csv --timezone Mars/Olympus
	want 2
}

@test "L6 TZ and the locale change nothing" {
	table a.csv 'date,open,high,low,close,volume
2020-10-31 09:30,1.5,2,1,2,3'
	TZ=Asia/Tokyo LC_ALL=de_DE.UTF-8 daily a.csv
	want 0 "$(bar 2020-10-31T09:30:00Z 1.5 2 1 2 3)"
}

descending='date,open,high,low,close,volume
2024-01-04,3,3,3,3,3
2024-01-03,2,2,2,2,2
2024-01-02,1,1,1,1,1'

@test "F2.14 newest first is turned round; --order says otherwise" {
	table a.csv "$descending"
	daily a.csv
	want 0 "$(bar 2024-01-02T00:00:00Z 1 1 1 1 1)
$(bar 2024-01-03T00:00:00Z 2 2 2 2 2)
$(bar 2024-01-04T00:00:00Z 3 3 3 3 3)"
	cp "$GOT/out" sorted
	daily a.csv --order sort
	cmp sorted "$GOT/out"
	daily a.csv --order asis
	want 0 "$(tac sorted)"
	daily a.csv --order ascending
	want 3
	says 'a.csv:3: time 2024-01-03T00:00:00Z is before 2024-01-04T00:00:00Z (--order ascending)'
}

@test "F0.17 mixed order is passed on as found" {
	table a.csv 'date,open,high,low,close,volume
2024-01-02,1,1,1,1,1
2024-01-04,3,3,3,3,3
2024-01-03,2,2,2,2,2
2024-01-05,2,2,2,2,2'
	daily a.csv
	want 0
	lines 4
	[ "$(field 3 time)" = '"2024-01-03T00:00:00Z"' ]
}

@test "fetch: several files, one after the other, or sorted into one" {
	table a.csv "$descending"
	sed 's/2024/2023/' a.csv >b.csv
	daily a.csv b.csv
	want 0
	lines 6
	[ "$(field 1 time)" = '"2024-01-02T00:00:00Z"' ]
	daily a.csv b.csv --order sort
	[ "$(field 1 time)" = '"2023-01-02T00:00:00Z"' ]
	[ "$(field 6 time)" = '"2024-01-04T00:00:00Z"' ]
}

@test "fetch: --since and --until" {
	table a.csv "$descending"
	daily a.csv --since 2024-01-03 --until 2024-01-04
	want 0 "$(bar 2024-01-03T00:00:00Z 2 2 2 2 2)"
	daily a.csv --since 2024-01-04 --until 2024-01-03
	want 2
}

@test "F2.18 fetch: 1970-01-01 is a bound like any other" {
	table a.csv $'Date,Close\n1969-12-31,1\n1970-01-01,2\n'
	give '' tq-fetch file a.csv --symbol X --kind price --since 1970-01-01
	want 0 '{"type":"price","time":"1970-01-01T00:00:00Z","symbol":"X","price":2}'
	give '' tq-fetch file a.csv --symbol X --kind price --until 1970-01-01
	want 0 '{"type":"price","time":"1969-12-31T00:00:00Z","symbol":"X","price":1}'
}

@test "fetch: --interval is asked for, or found and said" {
	table a.csv "$descending"
	give '' tq-fetch file a.csv --symbol X
	want 2 '' 'tq-fetch: a.csv: bars need --interval (1d, 1h, ...; auto: the smallest step of the first 1000 rows)'
	give '' tq-fetch file a.csv --symbol X --interval auto
	want 0
	says 'a.csv: interval 1d found in the first rows'
	give '' tq-fetch file a.csv --symbol X --interval 7y
	want 2
	printf 'date,open,high,low,close,volume\n2024-01-02 00:00:00,1,1,1,1,1\n2024-01-02 00:00:07,1,1,1,1,1\n' >b.csv
	give '' tq-fetch file b.csv --symbol X --interval auto
	want 3
	says 'is no usual interval: pass --interval'
}

@test "fetch: a long file has its symbols in a column; --symbol renames a single one" {
	table a.csv 'symbol,date,open,high,low,close,volume
A"B,2024-01-02,1,2,1,2,3
é,2024-01-02,1,2,1,2,3'
	sed -i 's/A"B/"A""B"/' a.csv
	give '' tq-fetch file a.csv --interval 1d --venue V
	want 0
	has '"symbol":"A\"B","venue":"V","interval"'
	has '"symbol":"é"'
	daily a.csv
	want 2
	says "has symbols 'A\\\"B' and 'é': leave --symbol out"
	sed -i 3d a.csv
	daily a.csv
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)"
	sed -i 1,2s/symbol/nobody/ a.csv
	give '' tq-fetch file a.csv --interval 1d
	want 2
	says 'no column for symbol among nobody,date,open,high,low,close,volume: pass --symbol'
}

@test "L8 a symbol that is no UTF-8 is refused" {
	printf 'symbol,date,open,high,low,close,volume\n\xff,2024-01-02,1,2,1,2,3\n' >a.csv
	give '' tq-fetch file a.csv --interval 1d
	want 3
	says "a.csv:2: 'symbol' is no UTF-8"
}

@test "fetch: a wide file becomes prices by symbol" {
	table a.csv 'date,AAA,BBB
2024-01-02,1.0,
2024-01-03,,2'
	give '' tq-fetch file a.csv --wide close
	want 3 '' "tq-fetch: a.csv:2: 'BBB' is blank (--blank skip leaves such rows out)"
	give '' tq-fetch file a.csv --wide close --blank skip
	want 0 '{"type":"price","time":"2024-01-02T00:00:00Z","symbol":"AAA","price":1.0}
{"type":"price","time":"2024-01-03T00:00:00Z","symbol":"BBB","price":2}' \
		'tq-fetch: a.csv: 2 blank cells left out'
	give '' tq-fetch file a.csv --wide close --kind bar --interval 1d
	want 2
}

@test "fetch: a file with closes only makes prices, no bars" {
	table a.csv 'symbol,date,price
A,Jan 1 2000,39.81
A,Feb 1 2000,36.35'
	give '' tq-fetch file a.csv --interval 1M
	want 3
	says '--kind price reads a file that has one price only'
	give '' tq-fetch file a.csv --kind price
	want 0 '{"type":"price","time":"2000-01-01T00:00:00Z","symbol":"A","price":39.81}
{"type":"price","time":"2000-02-01T00:00:00Z","symbol":"A","price":36.35}'
}

@test "fetch: trades; ids keep all their digits; a side is buy or sell" {
	table a.csv 'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker
83443582211669028962185753453629733122458056229903585635443114554088707521863,1.10,2,1,1,1704153600123,true'
	give '' tq-fetch file a.csv --kind tick --symbol X --time-unit ms
	want 0 '{"type":"tick","time":"2024-01-02T00:00:00.123Z","symbol":"X","price":1.10,"qty":2,"side":"sell","id":"83443582211669028962185753453629733122458056229903585635443114554088707521863"}'
	table b.csv '1704153600,5,1,ANY'
	give '' tq-fetch file b.csv --kind tick --symbol X --time-unit s --columns time,price,qty,side
	want 3 '' "tq-fetch: b.csv:1: 'side' is neither buy nor sell: 'ANY'"
}

@test "fetch: JSON arrays of rows and of objects, alone or under a key" {
	table a.json '[[1704153600000,"1",2,1,2.0,null],
 [1704240000000,1,2,1,2,4]]'
	daily a.json --time-unit ms --columns time,open,high,low,close,volume --blank skip
	want 0 "$(bar 2024-01-03T00:00:00Z 1 2 1 2 4)" 'tq-fetch: a.json: 1 blank rows left out'
	table b.json '{"ok": true, "data": [
  {"date": "2024-01-02", "open": 1, "high": 2, "low": 1, "close": 2, "volume": "3"},
  {"close": 2, "volume": 4, "date": "2024-01-03", "open": 1, "high": 2, "low": 1, "note": {"a": [1]}}
 ], "next": null}'
	daily b.json
	want 0 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)
$(bar 2024-01-03T00:00:00Z 1 2 1 2 4)" ''
	sed 's/"data"/"list"/; 1s/^/{"result":/; $s/$/}/' b.json >c.json
	daily c.json --rows result.list
	want 0
	lines 2
	daily c.json
	want 3
	says 'no array of rows found: name its key with --rows'
}

@test "fetch: broken JSON is refused, never read in part unsaid" {
	for bad in '[[1704153600000,1,2,1,2,3' '[[1704153600000,1,2,1,2,3]' '[[1704153600000,1,2,1,2,3],]' \
		'[[1704153600000,1,2,1,2,3]]x' '[[1704153600000,1,2,1,2,3],{"a":1}]' '[[1704153600000,01,2,1,2,3]]'; do
		table a.json "$bad"
		daily a.json --time-unit ms --columns time,open,high,low,close,volume
		[ "$status" = 3 ] || { echo "$bad"; show_got; return 1; }
	done
}

@test "L7 records are passed on byte for byte" {
	table a.ndjson '{"type":"bar", "time":"2024-01-02T00:00:00Z","x":[1, 2]}
{ "type": "odd","y":1e5}'
	give @a.ndjson tq-fetch file -
	want 0 "$(cat a.ndjson)" ''
	give '' tq-fetch file a.ndjson --since 2024-01-01
	want 2
}

@test "L8 NDJSON without a type is mapped; a broken line is refused by its number" {
	table a.ndjson '{"date":"2024-01-02","open":1,"high":2,"low":1,"close":2,"volume":3}
{"date":"2024-01-03","open":1,
{"date":"2024-01-04","open":1,"high":2,"low":1,"close":2,"volume":5}'
	daily a.ndjson
	want 3 "$(bar 2024-01-02T00:00:00Z 1 2 1 2 3)"
	says 'a.ndjson:2: byte'
	daily a.ndjson --on-error quarantine
	want 0
	lines 3
	has '"line":2,"offset":69,"input":"{\u0022date\u0022:\u00222024-01-03\u0022,\u0022open\u0022:1,"}'
}

@test "fetch: packed files read as plain ones" {
	table a.csv "$descending"
	daily a.csv
	cp "$GOT/out" plain
	gzip -k a.csv
	xz -k a.csv 2>/dev/null || cp a.csv a.csv.xz
	zstd -qk a.csv 2>/dev/null || cp a.csv a.csv.zst
	bzip2 -k a.csv 2>/dev/null || cp a.csv a.csv.bz2
	tar cf a.tar a.csv
	tar czf a.tar.gz a.csv
	for f in a.csv.gz a.csv.xz a.csv.zst a.csv.bz2 a.tar a.tar.gz; do
		daily $f
		want 0
		cmp plain "$GOT/out"
		give "@$f" tq-fetch file - --symbol X --interval 1d
		cmp plain "$GOT/out"
	done
}

@test "C0.20 members of an archive in name order, without the litter of file managers" {
	mkdir __MACOSX d
	for y in 2023 2022 2024; do
		printf 'date,open,high,low,close,volume\n%s-01-02,1,2,1,2,3\n' $y >d/$y.csv
	done
	printf 'litter' >__MACOSX/._2022.csv
	printf 'litter' >d/.DS_Store
	tar cf a.tar d/2023.csv __MACOSX/._2022.csv d/2022.csv d/.DS_Store d/2024.csv
	daily a.tar
	want 0
	lines 3
	[ "$(field 1 time) $(field 2 time) $(field 3 time)" = \
		'"2022-01-02T00:00:00Z" "2023-01-02T00:00:00Z" "2024-01-02T00:00:00Z"' ]
	give @a.tar tq-fetch file - --symbol X --interval 1d
	want 2
	says 'give the archive as a file'
	printf '2024-01-03,,2,1,2,3\n' >>d/2024.csv
	tar cf a.tar d/2024.csv
	daily a.tar
	want 3
	says "a.tar(d/2024.csv):3: 'open' is blank"
}

@test "fetch: what a pipe holds is said before more is waited for" {
	mkfifo pipe
	tq-fetch file - <pipe >out 2>err &
	exec 5>pipe
	for i in 1 2 3 4 5 6; do
		printf '{"type":"odd","i":%d,"x":"%0200d"}\n' $i 0 >&5
	done
	for try in $(seq 50); do
		[ "$(wc -l <out)" -ge 5 ] && break
		sleep 0.1
	done
	[ "$(wc -l <out)" -ge 5 ]
	exec 5>&-
	wait
	[ "$(wc -l <out)" = 6 ]
}

@test "L8 a cut-off or damaged archive is never a short read" {
	{ echo date,open,high,low,close,volume; for i in $(seq 2000); do
		echo "2024-01-02,$((i * 7919 % 1000)),2,1,2,$i"; done; } >a.csv
	gzip -k a.csv
	n=$(stat -c %s a.csv.gz)
	for cut in 1 3 8 9 100 $((n / 2)) $((n - 3)); do
		head -c $((n - cut)) a.csv.gz >cut.gz
		daily cut.gz
		want 3
		says 'cut.gz'
	done
	cp a.csv.gz bad.gz
	printf '\0\1\2\3' | dd of=bad.gz bs=1 seek=$((n - 8)) conv=notrunc 2>/dev/null
	daily bad.gz
	want 3
	says 'bad.gz: damaged gzip data: incorrect data check'
	{ cat a.csv.gz; echo rubbish; } >more.gz
	daily more.gz
	want 3
	says 'bytes behind its end'
	cat a.csv.gz a.csv.gz >two.gz
	daily two.gz
	want 3
	says 'two.gz:2002:'
}

@test "L8 a tar that is cut off between two members is refused, with all that it held read" {
	for y in 2022 2023; do
		printf 'date,open,high,low,close,volume\n%s-01-02,1,2,1,2,3\n' $y >$y.csv
	done
	tar cf a.tar 2022.csv 2023.csv
	head -c 1024 a.tar >cut.tar
	daily cut.tar
	want 3 '' 'tq-fetch: cut.tar: damaged or cut-off archive: its end is missing'
	give @cut.tar tq-fetch file - --symbol X --interval 1d
	want 3
	lines 1
	head -c 3072 a.tar >whole.tar
	daily whole.tar
	want 0
	lines 2
}

@test "F1.15 no data is no success" {
	: >a.csv
	daily a.csv
	want 3 '' 'tq-fetch: a.csv: no rows'
	echo date,open,high,low,close,volume >a.csv
	daily a.csv
	want 3 '' 'tq-fetch: a.csv: no rows behind the header'
	echo '[]' >a.json
	daily a.json
	want 3 '' 'tq-fetch: a.json: no rows'
	daily missing.csv
	want 4 '' "tq-fetch: cannot open 'missing.csv': No such file or directory"
	mkdir d
	daily d
	want 4
}

@test "fetch: the source is named, and only what it takes" {
	give '' tq-fetch
	want 2 '' 'tq-fetch: no source given (file, sim, snapshot, or a provider: --list)'
	give '' tq-fetch nonsense
	want 2 ''
	says "nonsense"
	give '' tq-fetch binanc BTC/USDT
	want 2 ''
	says 'binance'
	give '' tq-fetch file
	want 2
	give '' tq-fetch sim extra
	want 2
}

@test "fetch: a full disk is no success" {
	table a.csv "$descending"
	status=0
	tq-fetch file a.csv --symbol X --interval 1d >/dev/full 2>"$GOT/err" || status=$?
	[ "$status" = 4 ]
	status=0
	tq-fetch sim --bars 100000 >/dev/full 2>"$GOT/err" || status=$?
	[ "$status" = 4 ]
}

@test "X.13 simulated bars are labelled, whole and the same from the same seed" {
	give '' tq-fetch sim --seed 7 --bars 500 --symbol S --interval 1h --start 2024-02-28 --mark-source
	want 0
	lines 500
	[ "$(grep -c '"synthetic":true,"source":"sim"}$' "$GOT/out")" = 500 ]
	cp "$GOT/out" first
	give '' tq-fetch sim --seed 7 --bars 500 --symbol S --interval 1h --start 2024-02-28 --mark-source
	cmp first "$GOT/out"
	[ "$(field 1 time)" = '"2024-02-28T00:00:00Z"' ]
	[ "$(field 49 time)" = '"2024-03-01T00:00:00Z"' ]
	give '' tq-fetch sim --seed 8 --bars 500 --symbol S --interval 1h
	! cmp -s first "$GOT/out"
	give '' tq-fetch sim --tick 0
	want 2
	give '' tq-fetch sim --price -1
	want 2
}

@test "L1 fewer simulated bars are the beginning of more" {
	for model in gbm trend range jump regime; do
		give '' tq-fetch sim --bars 300 --model $model
		head -100 "$GOT/out" >prefix
		give '' tq-fetch sim --bars 100 --model $model
		cmp prefix "$GOT/out"
	done
}

@test "L8 tables that hold next to nothing are refused" {
	printf '{}\n{}\n' >a.json
	daily a.json
	want 3
	printf 'date\n2024-01-01\n' >a.csv
	give '' tq-fetch file a.csv --wide close
	want 3 '' 'tq-fetch: a.csv: --wide: no column beside the time'
	printf '1677-09-22,1,1,1,1,1\n2262-01-01,1,1,1,1,1\n' >b.csv
	give '' tq-fetch file b.csv --symbol X --interval auto --columns time,open,high,low,close,volume
	want 3
	says 'is no usual interval: pass --interval'
}

@test "X.3 refuses the flags of the other source, all of them" {
	give '' tq-fetch sim --kind bar --since 2020-01-01 --bars 1
	want 2 '' "tq-fetch: --kind is not for 'sim'
tq-fetch: --since is not for 'sim'"
	give '' tq-fetch sim --market um --retries 1
	want 2 '' "tq-fetch: --market is not for 'sim'
tq-fetch: --retries is not for 'sim'"
	give '' tq-fetch binance BTC/USDT --columns time,open
	want 2 '' "tq-fetch: --columns is for 'file', not for 'binance'"
	give '' tq-fetch file prices.csv --seed 3
	want 2 '' "tq-fetch: --seed is for 'sim', not for 'file'"
}

@test "a file of a carriage return has no rows" {
	printf '\r' >cr.csv
	give '' tq-fetch file cr.csv --symbol X --interval 1d
	want 3 ''
	says 'cr.csv'
}

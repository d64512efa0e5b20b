# SPDX-License-Identifier: ISC
# Made by `make completions`.
function __tq_venues
	set -l words (commandline -opc)
	set -l all
	set -l mine
	$words[1] --list 2>/dev/null | while read -l line
		set -l row (string split \t -- $line)
		test (count $row) -lt 4; and continue
		set -a all (string split , -- $row[$argv[1]])
		test $argv[1] -gt 1; and contains -- $row[1] $words
		and set -a mine (string split , -- $row[$argv[1]])
	end
	set -q mine[1]; and set all $mine
	printf '%s\n' $all | sort -u
end
function __tq_operand
	set -l words (commandline -opc)[2..-1]
	set -l venues (__tq_venues 1)
	for word in $words
		contains -- $word $venues file sim; and return
	end
	contains -- snapshot $words; or printf '%s\n' file sim snapshot
	printf '%s\n' $venues
end
complete -c tq-fetch -f -a '(__tq_operand)'
complete -c tq-fetch -n '__fish_seen_subcommand_from file' -F
complete -c tq-fetch -n __fish_is_first_arg -f -a 'file sim snapshot (tq-fetch --list 2>/dev/null | cut -f1)'
complete -c tq-fetch -s i -l interval -x -a '1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M' -d 'interval of the bars: 1m, 1h, 1d (file: auto is the smallest step)'
complete -c tq-fetch -l mark-source -d 'add the field source to each record'
complete -c tq-fetch -l no-mark-source -d 'not: add the field source to each record'
complete -c tq-fetch -s k -l kind -x -a '(__tq_venues 3)' -d 'what the records are (default: bar; with --wide: price; --describe: a venue\'s others)'
complete -c tq-fetch -l since -x -d 'leave out what is before'
complete -c tq-fetch -l until -x -d 'leave out what is at or after'
complete -c tq-fetch -s m -l market -x -a '(__tq_venues 2)' -d 'market of the venue (default: its first)'
complete -c tq-fetch -l last -x -d 'the last N bars, if there is no --since'
complete -c tq-fetch -l limit -x -d 'rows of an answer, depth of a book'
complete -c tq-fetch -l include-open -d 'keep the bar that is not closed yet'
complete -c tq-fetch -l no-include-open -d 'not: keep the bar that is not closed yet'
complete -c tq-fetch -s f -l follow -d 'go on with each new record as it comes'
complete -c tq-fetch -l no-follow -d 'not: go on with each new record as it comes'
complete -c tq-fetch -l allow-partial -d 'status 0 although something is missing'
complete -c tq-fetch -l no-allow-partial -d 'not: status 0 although something is missing'
complete -c tq-fetch -l symbols-from -r -F -d 'more symbols, one a line'
complete -c tq-fetch -s j -l jobs -x -d 'symbols that are asked for at once'
complete -c tq-fetch -l base-url -x -d 'another address of the venue, or of one BASE=URL'
complete -c tq-fetch -l credentials -r -F -d 'keys of the venue, readable by you alone'
complete -c tq-fetch -l list-symbols -d 'print the venue\'s symbols'
complete -c tq-fetch -l describe -d 'print what the provider has'
complete -c tq-fetch -l store -r -F -d 'keep the records in DIR and fetch only what it lacks'
complete -c tq-fetch -l source -x -a 'auto store archive rest' -d 'take what is missing from'
complete -c tq-fetch -l no-output -d 'fill the store only'
complete -c tq-fetch -l list -d 'list the providers, or the store\'s series'
complete -c tq-fetch -l read -d 'write the store\'s records'
complete -c tq-fetch -l gaps -d 'tell of the holes in the store'
complete -c tq-fetch -l verify -d 'read all of the store and tell of faults'
complete -c tq-fetch -s s -l symbol -x -d 'symbol of the records'
complete -c tq-fetch -l venue -x -a '(__tq_venues 1)' -d 'venue of the records'
complete -c tq-fetch -l window -x -d 'how long all parts may take together'
complete -c tq-fetch -l timeout -x -d 'longest time for one attempt (0.5s, 500ms)'
complete -c tq-fetch -l connect-timeout -x -d 'longest time for its connection'
complete -c tq-fetch -l deadline -x -d 'longest time for a request with all attempts'
complete -c tq-fetch -l retries -x -d 'attempts after the first; 0: one attempt only'
complete -c tq-fetch -l delay -x -d 'longest wait before the second attempt, doubled for each'
complete -c tq-fetch -l max-delay -x -d 'longest wait of that kind'
complete -c tq-fetch -l max-wait -x -d 'longest wait that a server may ask for'
complete -c tq-fetch -l connections -x -d 'open connections at most'
complete -c tq-fetch -l max-body -x -d 'largest answer, unpacked'
complete -c tq-fetch -l max-age -x -d 'take answers from the cache up to this old'
complete -c tq-fetch -l offline -d 'ask nobody: cache, store and recordings only'
complete -c tq-fetch -l no-offline -d 'not: ask nobody: cache, store and recordings only'
complete -c tq-fetch -l insecure-http -d 'let http:// through to this machine\'s own addresses'
complete -c tq-fetch -l no-insecure-http -d 'not: let http:// through to this machine\'s own addresses'
complete -c tq-fetch -l trace -d 'show requests and answers on stderr, without secrets'
complete -c tq-fetch -l no-trace -d 'not: show requests and answers on stderr, without secrets'
complete -c tq-fetch -l ca-file -r -F -d 'trust these certificates besides the system\'s'
complete -c tq-fetch -l record -r -F -d 'keep all answers in this folder'
complete -c tq-fetch -l replay -r -F -d 'take all answers from this folder, ask nobody'
complete -c tq-fetch -s c -l columns -x -d 'by name: time=Date,close=\'Adj Close\'; by position: time,-,open,...'
complete -c tq-fetch -l header -x -a 'auto yes no' -d 'whether the first row is a header'
complete -c tq-fetch -s d -l delimiter -x -d 'what is between cells, or tab (default: found)'
complete -c tq-fetch -l rows -x -d 'where a JSON document has its rows: result.list'
complete -c tq-fetch -l wide -x -d 'each column is a symbol with its close, price or rate'
complete -c tq-fetch -l blank -x -a 'refuse skip' -d 'what to do with a row that lacks a needed cell'
complete -c tq-fetch -l volume -x -d 'volume of the bars of a file that has none'
complete -c tq-fetch -l scale -x -d 'power of ten that prices are divided by'
complete -c tq-fetch -l order -x -a 'auto asis ascending descending sort' -d 'order of the rows (auto: newest first is turned round)'
complete -c tq-fetch -l time-format -x -d 'form of the times, as %d/%m/%Y %H:%M (default: found)'
complete -c tq-fetch -l time-unit -x -a 'none s ms us ns' -d 'times are numbers since 1970 of this unit'
complete -c tq-fetch -l timezone -x -d 'zone of times that name none (default: UTC)'
complete -c tq-fetch -l seed -x -d 'the same seed gives the same bars'
complete -c tq-fetch -s n -l bars -x -d 'how many bars'
complete -c tq-fetch -l start -x -d 'open of the first bar'
complete -c tq-fetch -l model -x -a 'gbm trend range jump regime' -d 'how prices move'
complete -c tq-fetch -l price -x -d 'first open'
complete -c tq-fetch -l volatility -x -d 'standard deviation of a year\'s return'
complete -c tq-fetch -l tick -x -d 'smallest step of a price'
complete -c tq-fetch -l on-error -x -a 'stop skip quarantine' -d 'on a bad line'
complete -c tq-fetch -l rejects -r -F -d 'append quarantined lines to FILE, not to the output'
complete -c tq-fetch -l state -r -F -d 'go on from FILE and save to it at the end'
complete -c tq-fetch -s o -l output -r -F -d 'write to FILE, which appears whole or not at all'
complete -c tq-fetch -l stats -d 'say records, bytes, speed and memory on standard error'
complete -c tq-fetch -l no-stats -d 'not: say records, bytes, speed and memory on standard error'
complete -c tq-fetch -s q -l quiet -d 'say errors only'
complete -c tq-fetch -l no-quiet -d 'not: say errors only'
complete -c tq-fetch -l log-level -x -a 'error warn info debug' -d 'say this and worse'
complete -c tq-fetch -l log-format -x -a 'text json' -d 'messages as'
complete -c tq-fetch -l max-line -x -d 'refuse longer lines'
complete -c tq-fetch -l max-depth -x -d 'refuse deeper nesting'
complete -c tq-fetch -l config -r -F -d 'read FILE instead of the usual tq.conf files'
complete -c tq-fetch -l show-config -d 'print every option\'s value and where it is from'
complete -c tq-fetch -l defaults -d 'print every option\'s default as JSON, whatever is configured'
complete -c tq-fetch -s h -l help -d 'print this'
complete -c tq-fetch -s V -l version -d 'print version and libraries'

# SPDX-License-Identifier: ISC
# Made by `make completions`.
complete -c tq-signal -s s -l strategy -x -a '(__tq_strategies)' -d 'strategy of the library, or a file (with a slash, or .tq at its end)'
complete -c tq-signal -l set -x -a '(__tq_parameters)' -d 'value of one of the strategy\'s parameters'
complete -c tq-signal -l preset -x -a '(__tq_presets)' -d 'a named set of values of parameters; --set is stronger'
complete -c tq-signal -l long -x -d 'rule: go long when the expression turns true'
complete -c tq-signal -l short -x -d 'rule: go short when the expression turns true'
complete -c tq-signal -l flat -x -d 'rule: close the position when the expression turns true'
complete -c tq-signal -l name -x -d 'what the signals call the strategy'
complete -c tq-signal -l list-strategies -d 'list the strategies of the library and exit'
complete -c tq-signal -l list-functions -d 'list the functions of expressions and exit'
complete -c tq-signal -l describe -x -a '(__tq_strategies)' -d 'show what a strategy takes, reads and looks back and exit'
complete -c tq-signal -l print -x -a '(__tq_strategies)' -d 'print a strategy\'s text, to begin one\'s own from, and exit'
complete -c tq-signal -l side -x -a 'both long short' -d 'with long or short, the rules of the other side say flat'
complete -c tq-signal -l every-bar -d 'signal on each bar on which a rule holds, not only when it turns true'
complete -c tq-signal -l no-every-bar -d 'not: signal on each bar on which a rule holds, not only when it turns true'
complete -c tq-signal -l confirm -x -d 'say an entry when its rule has held for N bars in a row'
complete -c tq-signal -l min-quality -x -d 'no entry whose quality is below Q or null'
complete -c tq-signal -l best -x -d 'of the entries of one event time only the N with the highest score'
complete -c tq-signal -l blend -x -d 'one signal a series: the strategies\' positions times these weights'
complete -c tq-signal -l reallocate -d 'with --blend: strategies without a position give their weight to the others'
complete -c tq-signal -l no-reallocate -d 'not: with --blend: strategies without a position give their weight to the others'
complete -c tq-signal -l check -d 'check the strategies that the operands name and exit'
complete -c tq-signal -l look-ahead-check -r -F -d 'run over DATA cut at many places: status 1 if it looks ahead'
complete -c tq-signal -l warm-up-check -r -F -d 'show its values at DATA\'s last bar after histories of many lengths'
complete -c tq-signal -l on-error -x -a 'stop skip quarantine' -d 'on a bad line'
complete -c tq-signal -l rejects -r -F -d 'append quarantined lines to FILE, not to the output'
complete -c tq-signal -l state -r -F -d 'go on from FILE and save to it at the end'
complete -c tq-signal -s o -l output -r -F -d 'write to FILE, which appears whole or not at all'
complete -c tq-signal -l stats -d 'say records, bytes, speed and memory on standard error'
complete -c tq-signal -l no-stats -d 'not: say records, bytes, speed and memory on standard error'
complete -c tq-signal -s q -l quiet -d 'say errors only'
complete -c tq-signal -l no-quiet -d 'not: say errors only'
complete -c tq-signal -l log-level -x -a 'error warn info debug' -d 'say this and worse'
complete -c tq-signal -l log-format -x -a 'text json' -d 'messages as'
complete -c tq-signal -l max-line -x -d 'refuse longer lines'
complete -c tq-signal -l max-depth -x -d 'refuse deeper nesting'
complete -c tq-signal -l config -r -F -d 'read FILE instead of the usual tq.conf files'
complete -c tq-signal -l show-config -d 'print every option\'s value and where it is from'
complete -c tq-signal -l defaults -d 'print every option\'s default as JSON, whatever is configured'
complete -c tq-signal -s h -l help -d 'print this'
complete -c tq-signal -s V -l version -d 'print version and libraries'
function __tq_strategies
	set -l words (commandline -opc)
	$words[1] --list-strategies 2>/dev/null | string replace -r ' +' \t
	__fish_complete_suffix .tq
end
function __tq_described
	set -l words (commandline -opc)
	for i in (seq 2 (count $words))
		set -l name
		switch $words[$i]
			case -s --strategy
				set name $words[(math $i + 1)]
			case '--strategy=*'
				set name (string replace -- --strategy= '' $words[$i])
		end
		test -n "$name"; or continue
		$words[1] --describe (string replace -r '^[^=]*=' '' -- $name) 2>/dev/null
	end
end
function __tq_parameters
	__tq_described | string replace -rf '^param (\S+) = (.*)' '$1=\t$2'
end
function __tq_presets
	__tq_described | string replace -rf '^preset (\S+) (.*)' '$1\t$2'
end
complete -c tq-signal -n '__fish_contains_opt check' -f -a '(__tq_strategies)'

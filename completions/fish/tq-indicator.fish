# SPDX-License-Identifier: ISC
# Made by `make completions`.
complete -c tq-indicator -s a -l add -x -a '(__tq_indicators)' -d 'add a field with the value of the expression; a later one may use it'
complete -c tq-indicator -l on -x -a 'bar tick quote book funding open_interest long_short liquidation price equity' -d 'the records that get the fields; all others pass'
complete -c tq-indicator -l list -d 'list the indicators by family and exit'
complete -c tq-indicator -l catalogue -d 'list all that is known of them, divided by tabs, and exit'
complete -c tq-indicator -l family -x -a '(__tq_families)' -d 'list one family and exit; with --catalogue: only what is known of it'
complete -c tq-indicator -l describe -x -a '(__tq_indicators)' -d 'show an indicator\'s parameters, outputs and lookback and exit'
complete -c tq-indicator -l lookback -x -a '(__tq_indicators)' -d 'print how many bars go by before the expression has a value and exit'
complete -c tq-indicator -l on-error -x -a 'stop skip quarantine' -d 'on a bad line'
complete -c tq-indicator -l rejects -r -F -d 'append quarantined lines to FILE, not to the output'
complete -c tq-indicator -l state -r -F -d 'go on from FILE and save to it at the end'
complete -c tq-indicator -s o -l output -r -F -d 'write to FILE, which appears whole or not at all'
complete -c tq-indicator -l stats -d 'say records, bytes, speed and memory on standard error'
complete -c tq-indicator -l no-stats -d 'not: say records, bytes, speed and memory on standard error'
complete -c tq-indicator -s q -l quiet -d 'say errors only'
complete -c tq-indicator -l no-quiet -d 'not: say errors only'
complete -c tq-indicator -l log-level -x -a 'error warn info debug' -d 'say this and worse'
complete -c tq-indicator -l log-format -x -a 'text json' -d 'messages as'
complete -c tq-indicator -l max-line -x -d 'refuse longer lines'
complete -c tq-indicator -l max-depth -x -d 'refuse deeper nesting'
complete -c tq-indicator -l config -r -F -d 'read FILE instead of the usual tq.conf files'
complete -c tq-indicator -l show-config -d 'print every option\'s value and where it is from'
complete -c tq-indicator -l defaults -d 'print every option\'s default as JSON, whatever is configured'
complete -c tq-indicator -s h -l help -d 'print this'
complete -c tq-indicator -s V -l version -d 'print version and libraries'
function __tq_indicators
	set -l words (commandline -opc)
	$words[1] --catalogue 2>/dev/null | string replace -rf '^(?!name\t)(\w+)\t(?:[^\t]*\t){6}([^\t]*)\t.*' '$1\t$2'
end
function __tq_families
	set -l words (commandline -opc)
	$words[1] --catalogue 2>/dev/null | string replace -rf '^(?!name\t)\w+\t(\S+)(.*?)\t.*' '$1\t$1$2' | uniq
end

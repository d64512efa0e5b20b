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
complete -c tq-signal -l blend -x -a '(__tq_weights)' -d 'one signal a series: the strategies\' positions times these weights'
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
# For tq-signal: what the library has, and what --describe says of the strategies on the
# line.
function __tq_strategies
	set -l words (commandline -opc)
	set -l token (string replace -r '^--strategy=' '' -- (commandline -ct))
	set -l head (string replace -rf '=.*' '=' -- $token)
	$words[1] --list-strategies 2>/dev/null | string replace -r '^(\S+) +' "$head"'$1\t'
	__fish_complete_suffix .tq
end
# A line each: label, "=", name or file.
function __tq_chosen
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
		string match -q '*=*' -- $name
		or set name (string replace -r '^(.*/)?([^/]*?)(\.tq)?$' '$2' -- $name)=$name
		echo $name
	end
end
# Of the strategy with the label $argv[1]; with an empty one, of all.
function __tq_described
	set -l words (commandline -opc)
	for one in (__tq_chosen)
		set -l part (string split -m 1 = -- $one)
		test -z "$argv[1]"; or test "$argv[1]" = $part[1]; or continue
		$words[1] --describe $part[2] 2>/dev/null
	end
end
# The names of all that is a $argv[1], behind each what replaces $argv[2]; with several
# strategies LABEL.NAME as well.
function __tq_labelled
	set -l chosen (__tq_chosen)
	__tq_described '' | string replace -rf "^$argv[1] (\S+) (.*)" '$1'$argv[2]'\t$2'
	test (count $chosen) -gt 1; or return
	for one in $chosen
		set -l label (string split -m 1 = -- $one)[1]
		__tq_described $label | string replace -rf "^$argv[1] (\S+) (.*)" $label'.$1'$argv[2]'\t$2'
	end
end
function __tq_parameters
	set -l token (string replace -r '^--set=' '' -- (commandline -ct))
	set -l part (string split -m 1 = -- $token)
	if test (count $part) -lt 2
		__tq_labelled param =
		return
	end
	set -l name (string replace -r '.*\.' '' -- $part[1])
	set -l label (string replace -rf '\.[^.]*$' '' -- $part[1])
	__tq_described "$label" | awk -v name=$name '
# From lines of --describe, what a parameter may be set to: of a number the ends of its
# range and what it is unless it is set, of a text all of its choices.
$1 != "param" || $2 != name { next }
{ sub(/^[^=]*= /, "") }
/^"/ {
	sub(/^"[^"]*" in /, "")
	do {
		match($0, /^"[^"]*"/)
		print substr($0, 2, RLENGTH - 2) "\ttext"
		$0 = substr($0, RLENGTH + 1)
	} while (sub(/^, /, ""))
	next
}
{
	split($0, part, / in |\.\.| /)
	print part[2] "\tleast"
	if (part[1] != part[2] && part[1] != part[3])
		print part[1] "\tdefault"
	print part[3] "\tmost"
}
' | string replace -r '^' $part[1]=
end
function __tq_presets
	__tq_labelled preset ''
end
# LABEL=W,LABEL=W: labels that have no weight yet.
function __tq_weights
	set -l token (string replace -r '^--blend=' '' -- (commandline -ct))
	set -l head (string replace -rf '[^,]*$' '' -- $token)
	for one in (__tq_chosen)
		set -l label (string split -m 1 = -- $one)[1]
		string match -q "*,$label=*" -- ",$head"; or echo $head$label=
	end
end
complete -c tq-signal -n '__fish_contains_opt check' -f -a '(__tq_strategies)'

# SPDX-License-Identifier: ISC
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
@values.awk@
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

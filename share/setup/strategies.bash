# SPDX-License-Identifier: ISC
# For tq-signal: what the library has, and what --describe says of the strategies on the
# line. "=" is a word of its own there.
_tq_strategies() {
	local names=$("${COMP_WORDS[0]}" --list-strategies 2>/dev/null | cut -d ' ' -f 1)
	compopt -o filenames
	COMPREPLY=($(compgen -W "$names" -- "$cur"; compgen -d -- "$cur"; compgen -f -X '!*.tq' -- "$cur"))
}
# A line each: label, tab, name or file.
_tq_chosen() {
	local i j file label
	for ((i = 1; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} == -s || ${COMP_WORDS[i]} == --strategy ]] || continue
		j=$((i + 1))
		[[ ${COMP_WORDS[j]} == = ]] && j=$((j + 1))
		label= file=${COMP_WORDS[j]}
		[[ ${COMP_WORDS[j+1]} == = ]] && label=$file file=${COMP_WORDS[j+2]}
		[[ $label ]] || { label=${file##*/}; label=${label%.tq}; }
		printf '%s\t%s\n' "$label" "$file"
	done
}
# Of the strategy with the label $1; with an empty one, of all.
_tq_described() {
	local label file
	_tq_chosen | while IFS=$'\t' read -r label file; do
		[[ -z $1 || $1 == "$label" ]] && "${COMP_WORDS[0]}" --describe "$file" 2>/dev/null
	done
}
# The names of all that is a $1, and with several strategies LABEL.NAME as well.
_tq_labelled() {
	local label file several=$(_tq_chosen | sed -n 2p)
	_tq_described '' | sed -n "s/^$1 \([^ ]*\) .*/\1/p"
	[[ $several ]] && _tq_chosen | while IFS=$'\t' read -r label file; do
		"${COMP_WORDS[0]}" --describe "$file" 2>/dev/null |
			sed -n "s/^$1 \([^ ]*\) .*/$label.\1/p"
	done
}
_tq_values() {
	local name=${1##*.} label=
	[[ $1 == *.* ]] && label=${1%.*}
	_tq_described "$label" | awk -v name="$name" '
@values.awk@
' | cut -f 1
}
_tq_parameters() {
	if [[ $given ]]; then
		local IFS=$'\n'
		compopt -o filenames
		COMPREPLY=($(compgen -W "$(_tq_values "${given%=}")" -- "$cur"))
	else
		compopt -o nospace
		COMPREPLY=($(compgen -S = -W "$(_tq_labelled param)" -- "$cur"))
	fi
}
_tq_presets() {
	COMPREPLY=($(compgen -W "$(_tq_labelled preset)" -- "$cur"))
}
# LABEL=W,LABEL=W: labels that have no weight yet.
_tq_weights() {
	local label head= labels=
	[[ $given && $cur != *,* ]] && return
	[[ $cur == *,* ]] && head=${cur%,*},
	for label in $(_tq_chosen | cut -f 1); do
		[[ ,$given$head == *",$label="* ]] || labels+=" $label"
	done
	compopt -o nospace
	COMPREPLY=($(compgen -P "$head" -S = -W "$labels" -- "${cur#"$head"}"))
}

# SPDX-License-Identifier: ISC
# For tq-signal: what the library has, and what --describe says of the strategies on the
# line.
_tq_strategies() {
	compset -P '*='
	compadd -- ${${(f)"$($words[1] --list-strategies 2>/dev/null)"}%% *}
	_files -g '*.tq'
}
# A line each: label, "=", name or file.
_tq_chosen() {
	local i name
	for ((i = 2; i < CURRENT; i++)); do
		case $words[i] in
		-s | --strategy) name=$words[i+1] ;;
		-s?*) name=${words[i]#-s} ;;
		--strategy=*) name=${words[i]#*=} ;;
		*) continue ;;
		esac
		[[ $name == *=* ]] || name=${${name:t}%.tq}=$name
		print -r -- $name
	done
}
# Of the strategy with the label $1; with an empty one, of all.
_tq_described() {
	local one
	for one in ${(f)"$(_tq_chosen)"}; do
		[[ -z $1 || $1 == ${one%%=*} ]] && $words[1] --describe ${one#*=} 2>/dev/null
	done
}
# The names of all that is a $1, and with several strategies LABEL.NAME as well.
_tq_labelled() {
	local one
	local -a chosen=(${(f)"$(_tq_chosen)"})
	_tq_described '' | sed -n "s/^$1 \([^ ]*\) .*/\1/p"
	(( $#chosen > 1 )) || return 0
	for one in $chosen; do
		$words[1] --describe ${one#*=} 2>/dev/null | sed -n "s/^$1 \([^ ]*\) .*/${one%%=*}.\1/p"
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
	local name=${PREFIX%%=*}
	if compset -P '*='; then
		compadd -- ${(f)"$(_tq_values $name)"}
	else
		compadd -S = -q -- ${(fu)"$(_tq_labelled param)"}
	fi
}
_tq_presets() {
	compadd -- ${(fu)"$(_tq_labelled preset)"}
}
# LABEL=W,LABEL=W: labels that have no weight yet.
_tq_weights() {
	local label given=,$PREFIX
	local -a labels
	compset -P '*,'
	[[ $PREFIX == *=* ]] && { _message weight; return; }
	for label in ${${(f)"$(_tq_chosen)"}%%=*}; do
		[[ $given == *",$label="* ]] || labels+=$label
	done
	compadd -S = -q -- $labels
}
_tq_operands() {
	if (( $words[(Ie)--check] )); then _tq_strategies; else _files; fi
}

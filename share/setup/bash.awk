# SPDX-License-Identifier: ISC
# --spec to a completion of bash: awk -f spec.awk -f bash.awk SPEC
$1 == "C" {
	tool = $2
	venues = $4 ~ /PROVIDER/
}
$1 == "W" { first = $2; more = $3 }
$1 == "O" {
	name = $2
	negated = sub(/^\[no-\]/, "", name)
	forms = "--" name ($3 != "" ? " -" $3 : "")
	words = words " " forms (negated ? " --no-" name : "")
	if ($4 == "")
		next
	pattern = "--" name ($3 != "" ? "|-" $3 : "")
	if ((asks = asked(name, $4)) != "")
		cases = cases "\t" pattern ")\n\t\t_tq_" asks " ;;\n"
	else if (venue_column(name))
		cases = cases "\t" pattern ")\n\t\tCOMPREPLY=($(compgen -W \"$(_tq_venues " venue_column(name) ")\" -- \"$cur\")) ;;\n"
	else if (is_interval(name, $4))
		cases = cases "\t" pattern ")\n\t\tCOMPREPLY=($(compgen -W '" interval_words($4) "' -- \"$cur\")) ;;\n"
	else if ($6 != "") {
		gsub(/,/, " ", $6)
		cases = cases "\t" pattern ")\n\t\tCOMPREPLY=($(compgen -W '" $6 "' -- \"$cur\")) ;;\n"
	} else if (is_file($4)) {
		cases = cases "\t" pattern ")\n\t\tcompopt -o filenames\n" \
			"\t\tCOMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
	} else {
		cases = cases "\t" pattern ")\n\t\t;;\n"
	}
}
# Column of tq-fetch --list: of the providers on the line, or else of all.
function print_venues() {
	print "_tq_venues() {"
	print "\t\"${COMP_WORDS[0]}\" --list 2>/dev/null | awk -F '\\t' -v line=\" ${COMP_WORDS[*]} \" -v column=\"$1\" '"
	print "\t\tNF < 4 { next }"
	print "\t\t{ all = all \" \" $column }"
	print "\t\tcolumn > 1 && index(line, \" \" $1 \" \") { mine = mine \" \" $column }"
	print "\t\tEND { text = mine != \"\" ? mine : all; gsub(/,/, \" \", text); print text }'"
	print "}"
	print "_tq_operand() {"
	print "\tlocal word words=\" $(_tq_venues 1) \""
	print "\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do"
	print "\t\tcase $word in"
	print "\t\tfile) compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\")); return ;;"
	print "\t\tsim) return ;;"
	print "\t\t*) [[ $words == *\" $word \"* ]] && return ;;"
	print "\t\tesac"
	print "\tdone"
	print "\t[[ \" ${COMP_WORDS[*]} \" == *\" snapshot \"* ]] || words+=' file sim snapshot'"
	print "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))"
	print "}"
}
function print_indicators() {
	print "_tq_indicators() {"
	print "\tlocal names=$(\"${COMP_WORDS[0]}\" --catalogue 2>/dev/null | tail -n +2 | cut -f 1)"
	print "\t[[ $prev == --describe ]] || compopt -o nospace"
	print "\tCOMPREPLY=($(compgen -W \"$names\" -- \"${cur#[\\\"\\']}\"))"
	print "}"
	print "_tq_families() {"
	print "\tlocal names=$(\"${COMP_WORDS[0]}\" --catalogue 2>/dev/null | tail -n +2 | cut -f 2 | cut -d ' ' -f 1)"
	print "\tCOMPREPLY=($(compgen -W \"$names\" -- \"$cur\" | uniq))"
	print "}"
}
# "--option=value" is three words.
function print_value() {
	print "\tif [[ $prev == = ]]; then"
	print "\t\tprev=${COMP_WORDS[COMP_CWORD-2]}"
	print "\telif [[ $cur == = ]]; then"
	print "\t\tcur="
	print "\tfi"
}
# So is "name=value": all of an option's value in front of the last "=" is given.
function print_given() {
	print "\tlocal given= at=$((COMP_CWORD - 1))"
	print "\t[[ $cur == = ]] && cur= at=$COMP_CWORD"
	print "\twhile [[ ${COMP_WORDS[at]} == = && ${COMP_WORDS[at-1]} != -[a-z-]* ]]; do"
	print "\t\tgiven=${COMP_WORDS[at-1]}=$given at=$((at - 2))"
	print "\tdone"
	print "\t[[ ${COMP_WORDS[at]} == = ]] && at=$((at - 1))"
	print "\tprev=${COMP_WORDS[at]}"
}
END {
	name = tool
	gsub(/-/, "_", name)
	print "# SPDX-License-Identifier: ISC"
	print "# Made by `make completions`."
	if (venues)
		print_venues()
	if (chooses)
		include("strategies.bash")
	if (tool == "tq-indicator")
		print_indicators()
	labels = chooses || tool == "tq-indicator"
	print "_" name "() {"
	print "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}"
	if (labels)
		print_given()
	else
		print_value()
	print "\tcase $prev in"
	printf "%s", cases
	print "\t*)"
	print "\t\tif [[ $cur == -* ]]; then"
	print "\t\t\tCOMPREPLY=($(compgen -W '" substr(words, 2) "' -- \"$cur\"))"
	if (first != "") {
		print "\t\telif [[ $COMP_CWORD == 1 ]]; then"
		print "\t\t\tCOMPREPLY=($(compgen -W '" first "'" \
			(more != "" ? "\" $(" tool " " more " 2>/dev/null | cut -f1)\"" : "") " -- \"$cur\"))"
	}
	if (chooses) {
		print "\t\telif [[ \" ${COMP_WORDS[*]} \" == *' --check '* ]]; then"
		print "\t\t\t_tq_strategies"
	}
	print "\t\telse"
	if (venues) {
		print "\t\t\t_tq_operand"
	} else {
		print "\t\t\tcompopt -o filenames"
		print "\t\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))"
	}
	print "\t\tfi ;;"
	print "\tesac"
	print "}"
	print "complete -F _" name " " tool
}

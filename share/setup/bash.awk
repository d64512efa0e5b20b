# SPDX-License-Identifier: ISC
# --spec to a completion of bash: awk -f bash.awk SPEC
BEGIN { FS = "\t" }
$1 == "C" { tool = $2 }
$1 == "W" { first = $2; more = $3 }
$1 == "O" {
	name = $2
	negated = sub(/^\[no-\]/, "", name)
	forms = "--" name ($3 != "" ? " -" $3 : "")
	words = words " " forms (negated ? " --no-" name : "")
	if ($4 == "")
		next
	pattern = "--" name ($3 != "" ? "|-" $3 : "")
	if ($6 != "") {
		gsub(/,/, " ", $6)
		cases = cases "\t" pattern ")\n\t\tCOMPREPLY=($(compgen -W '" $6 "' -- \"$cur\")) ;;\n"
	} else if ($4 ~ /FILE|DIR/) {
		cases = cases "\t" pattern ")\n\t\tcompopt -o filenames\n" \
			"\t\tCOMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
	} else {
		cases = cases "\t" pattern ")\n\t\t;;\n"
	}
}
END {
	name = tool
	gsub(/-/, "_", name)
	print "# SPDX-License-Identifier: ISC"
	print "# Made by `make completions`."
	print "_" name "() {"
	print "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}"
	print "\tif [[ $prev == = ]]; then"
	print "\t\tprev=${COMP_WORDS[COMP_CWORD-2]}"
	print "\telif [[ $cur == = ]]; then"
	print "\t\tcur="
	print "\tfi"
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
	print "\t\telse"
	print "\t\t\tcompopt -o filenames"
	print "\t\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))"
	print "\t\tfi ;;"
	print "\tesac"
	print "}"
	print "complete -F _" name " " tool
}

# SPDX-License-Identifier: ISC
# --spec to a completion of fish: awk -f spec.awk -f fish.awk SPEC
function quoted(text) {
	gsub(/\\/, "\\\\", text)
	gsub(/'/, "\\'", text)
	return "'" text "'"
}
# Column of tq-fetch --list: of the providers on the line, or else of all.
function print_venues() {
	print "function __tq_venues"
	print "\tset -l words (commandline -opc)"
	print "\tset -l all"
	print "\tset -l mine"
	print "\t$words[1] --list 2>/dev/null | while read -l line"
	print "\t\tset -l row (string split \\t -- $line)"
	print "\t\ttest (count $row) -lt 4; and continue"
	print "\t\tset -a all (string split , -- $row[$argv[1]])"
	print "\t\ttest $argv[1] -gt 1; and contains -- $row[1] $words"
	print "\t\tand set -a mine (string split , -- $row[$argv[1]])"
	print "\tend"
	print "\tset -q mine[1]; and set all $mine"
	print "\tprintf '%s\\n' $all | sort -u"
	print "end"
	print "function __tq_operand"
	print "\tset -l words (commandline -opc)[2..-1]"
	print "\tset -l venues (__tq_venues 1)"
	print "\tfor word in $words"
	print "\t\tcontains -- $word $venues file sim; and return"
	print "\tend"
	print "\tcontains -- snapshot $words; or printf '%s\\n' file sim snapshot"
	print "\tprintf '%s\\n' $venues"
	print "end"
	print "complete -c " tool " -f -a '(__tq_operand)'"
	print "complete -c " tool " -n '__fish_seen_subcommand_from file' -F"
}
$1 == "C" {
	tool = $2
	venues = $4 ~ /PROVIDER/
	print "# SPDX-License-Identifier: ISC"
	print "# Made by `make completions`."
	if (venues)
		print_venues()
}
$1 == "W" {
	print "complete -c " tool " -n __fish_is_first_arg -f -a " \
		quoted($2 ($3 != "" ? " (" tool " " $3 " 2>/dev/null | cut -f1)" : ""))
}
$1 == "O" {
	name = $2
	negated = sub(/^\[no-\]/, "", name)
	line = "complete -c " tool ($3 != "" ? " -s " $3 : "") " -l " name
	asks = asked(name, $4)
	if (asks != "") {
		line = line " -x -a '(__tq_" asks ")'"
	} else if (venue_column(name)) {
		line = line " -x -a '(__tq_venues " venue_column(name) ")'"
	} else if (is_interval(name, $4)) {
		line = line " -x -a " quoted(interval_words($4))
	} else if ($6 != "") {
		gsub(/,/, " ", $6)
		line = line " -x -a " quoted($6)
	} else if ($4 != "") {
		line = line (is_file($4) ? " -r -F" : " -x")
	}
	print line " -d " quoted($7)
	if (negated)
		print "complete -c " tool " -l no-" name " -d " quoted("not: " $7)
}
function print_indicators() {
	print "function __tq_indicators"
	print "\tset -l words (commandline -opc)"
	print "\t$words[1] --catalogue 2>/dev/null | string replace -rf '^(?!name\\t)(\\w+)\\t(?:[^\\t]*\\t){6}([^\\t]*)\\t.*' '$1\\t$2'"
	print "end"
	print "function __tq_families"
	print "\tset -l words (commandline -opc)"
	print "\t$words[1] --catalogue 2>/dev/null | string replace -rf '^(?!name\\t)\\w+\\t(\\S+)(.*?)\\t.*' '$1\\t$1$2' | uniq"
	print "end"
}
END {
	if (chooses) {
		include("strategies.fish")
		print "complete -c " tool " -n '__fish_contains_opt check' -f -a '(__tq_strategies)'"
	}
	if (tool == "tq-indicator")
		print_indicators()
}

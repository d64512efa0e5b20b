# SPDX-License-Identifier: ISC
# --spec to a completion of zsh: awk -f spec.awk -f zsh.awk SPEC
# Text inside '...[...]': quotes end the word, brackets end the description.
function safe(text) {
	gsub(/'/, "'\\''", text)
	gsub(/\[/, "\\[", text)
	gsub(/\]/, "\\]", text)
	gsub(/:/, "\\:", text)
	return text
}
function action(name, arg, choices,    asks) {
	if (arg == "")
		return ""
	if ((asks = asked(name, arg)) != "")
		return ":" safe(arg) ": _tq_" asks
	if (venue_column(name))
		return ":" safe(arg) ": _tq_venues " venue_column(name)
	if (is_interval(name, arg))
		return ":" safe(arg) ":(" interval_words(arg) ")"
	if (choices != "") {
		gsub(/,/, " ", choices)
		return ":" safe(arg) ":(" choices ")"
	}
	return ":" safe(arg) ":" (arg ~ /DIR/ ? "_files -/" : is_file(arg) ? "_files" : " ")
}
$1 == "C" {
	tool = $2
	venues = $4 ~ /PROVIDER/
}
$1 == "W" {
	first = "'1:source:{compadd -- " $2 ($3 != "" ? " $(" tool " " $3 " 2>/dev/null | cut -f1)" : "") "}'"
}
$1 == "O" {
	name = $2
	negated = sub(/^\[no-\]/, "", name)
	rest = "[" safe($7) "]" action(name, $4, $6)
	if ($3 != "")
		lines[++n] = ($8 == "*" ? "'*'" : "'(-" $3 " --" name ")'") "{-" $3 ($4 != "" ? "+" : "") ",--" name ($4 != "" ? "=" : "") "}'" rest "'"
	else
		lines[++n] = "'" $8 "--" name ($4 != "" ? "=" : "") rest "'"
	if (negated)
		lines[++n] = "'--no-" name "[not\\: " safe($7) "]'"
}
# Column of tq-fetch --list: of the providers on the line, or else of all.
function print_venues() {
	print "_tq_venues() {"
	print "\tlocal line column=$1 all mine"
	print "\tlocal -a row"
	print "\tfor line in ${(f)\"$($words[1] --list 2>/dev/null)\"}; do"
	print "\t\trow=(\"${(@ps:\\t:)line}\")"
	print "\t\t(( $#row < 4 )) && continue"
	print "\t\tall+=,$row[column]"
	print "\t\t(( column > 1 && $words[(Ie)$row[1]] )) && mine+=,$row[column]"
	print "\tdone"
	print "\tcompadd -- ${(us:,:)${mine:-$all}}"
	print "}"
	print "_tq_operand() {"
	print "\tlocal given=\" $words[2,CURRENT-1] \" name"
	print "\tif [[ $given == *' file '* ]]; then _files; return; fi"
	print "\t[[ $given == *' sim '* ]] && return 1"
	print "\tfor name in ${(f)\"$($words[1] --list 2>/dev/null | cut -f 1)\"}; do"
	print "\t\t[[ $given == *\" $name \"* ]] && { _message symbol; return; }"
	print "\tdone"
	print "\t[[ $given == *' snapshot '* ]] || compadd -- file sim snapshot"
	print "\t_tq_venues 1"
	print "}"
}
function print_indicators() {
	print "_tq_indicators() {"
	print "\tcompset -P '*='"
	print "\tcompadd -S '' -- ${${(f)\"$($words[1] --catalogue 2>/dev/null | tail -n +2)\"}%%$'\\t'*}"
	print "}"
	print "_tq_families() {"
	print "\tcompadd -- ${(fu)\"$($words[1] --catalogue 2>/dev/null | tail -n +2 | cut -f 2 | cut -d ' ' -f 1)\"}"
	print "}"
}
END {
	print "#compdef " tool
	print "# SPDX-License-Identifier: ISC"
	print "# Made by `make completions`."
	if (venues)
		print_venues()
	if (chooses)
		include("strategies.zsh")
	if (tool == "tq-indicator")
		print_indicators()
	print "_arguments -s -S \\"
	for (i = 1; i <= n; i++)
		print "\t" lines[i] " \\"
	if (first != "")
		print "\t" first " \\"
	print venues ? "\t'*:operand:_tq_operand'" : chooses ? "\t'*:file:_tq_operands'" : "\t'*:file:_files'"
}

# SPDX-License-Identifier: ISC
# --spec to a completion of zsh: awk -f zsh.awk SPEC
BEGIN { FS = "\t" }
# Text inside '...[...]': quotes end the word, brackets end the description.
function safe(text) {
	gsub(/'/, "'\\''", text)
	gsub(/\[/, "\\[", text)
	gsub(/\]/, "\\]", text)
	gsub(/:/, "\\:", text)
	return text
}
function action(arg, choices) {
	if (arg == "")
		return ""
	if (choices != "") {
		gsub(/,/, " ", choices)
		return ":" safe(arg) ":(" choices ")"
	}
	return ":" safe(arg) ":" (arg ~ /DIR/ ? "_files -/" : arg ~ /FILE/ ? "_files" : " ")
}
$1 == "C" { tool = $2 }
$1 == "W" {
	first = "'1:source:{compadd -- " $2 ($3 != "" ? " $(" tool " " $3 " 2>/dev/null | cut -f1)" : "") "}'"
}
$1 == "O" {
	name = $2
	negated = sub(/^\[no-\]/, "", name)
	rest = "[" safe($7) "]" action($4, $6)
	if ($3 != "")
		lines[++n] = ($8 == "*" ? "'*'" : "'(-" $3 " --" name ")'") "{-" $3 ($4 != "" ? "+" : "") ",--" name ($4 != "" ? "=" : "") "}'" rest "'"
	else
		lines[++n] = "'" $8 "--" name ($4 != "" ? "=" : "") rest "'"
	if (negated)
		lines[++n] = "'--no-" name "[not\\: " safe($7) "]'"
}
END {
	print "#compdef " tool
	print "# SPDX-License-Identifier: ISC"
	print "# Made by `make completions`."
	print "_arguments -s -S \\"
	for (i = 1; i <= n; i++)
		print "\t" lines[i] " \\"
	if (first != "")
		print "\t" first " \\"
	print "\t'*:file:_files'"
}

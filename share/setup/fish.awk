# SPDX-License-Identifier: ISC
# --spec to a completion of fish: awk -f fish.awk SPEC
BEGIN { FS = "\t" }
function quoted(text) {
	gsub(/\\/, "\\\\", text)
	gsub(/'/, "\\'", text)
	return "'" text "'"
}
$1 == "C" {
	tool = $2
	print "# SPDX-License-Identifier: ISC"
	print "# Made by `make completions`."
}
$1 == "W" {
	print "complete -c " tool " -n __fish_is_first_arg -f -a " \
		quoted($2 ($3 != "" ? " (" tool " " $3 " 2>/dev/null | cut -f1)" : ""))
}
$1 == "O" {
	name = $2
	negated = sub(/^\[no-\]/, "", name)
	line = "complete -c " tool ($3 != "" ? " -s " $3 : "") " -l " name
	if ($6 != "") {
		gsub(/,/, " ", $6)
		line = line " -x -a " quoted($6)
	} else if ($4 != "") {
		line = line ($4 ~ /FILE|DIR/ ? " -r -F" : " -x")
	}
	print line " -d " quoted($7)
	if (negated)
		print "complete -c " tool " -l no-" name " -d " quoted("not: " $7)
}

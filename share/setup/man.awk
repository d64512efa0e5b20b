# SPDX-License-Identifier: ISC
# Puts a tool's options, from its --spec, in place of the line .\" OPTIONS of
# its man page: awk -v spec=SPEC -f man.awk PAGE
BEGIN { FS = "\t" }
# A line that begins with a dot or a quote would be a request.
function plain(text) {
	gsub(/\\/, "\\e", text)
	return text ~ /^[.']/ ? "\\&" text : text
}
function one_option(name, letter, arg, preset, choices, help,    negated, value, stop) {
	negated = sub(/^\[no-\]/, "", name)
	value = arg != "" ? " Ar " safe_arg(arg) : ""
	print ".It" (letter != "" ? " Fl " letter value " ," : "") " Fl -" name value \
		(negated ? " , Fl -no-" name : "")
	stop = choices != "" ? ":" : help ~ /\.$/ ? "" : "."
	print plain(toupper(substr(help, 1, 1)) substr(help, 2)) stop
	if (choices != "") {
		gsub(/,/, ", ", choices)
		print plain(choices) "."
	}
	if (preset != "")
		print plain("Default: " preset ".")
}
function safe_arg(arg) {
	gsub(/[ \t]/, "\\ ", arg)
	return "\\&" arg
}
function options(    line, f, open) {
	while ((getline line < spec) > 0) {
		split(line, f, "\t")
		if (f[1] == "G") {
			if (open)
				print ".El"
			print ".Ss " toupper(substr(f[2], 1, 1)) substr(f[2], 2)
			print ".Bl -tag -width Ds"
			open = 1
		} else if (f[1] == "O") {
			one_option(f[2], f[3], f[4], f[5], f[6], f[7])
		}
	}
	if (open)
		print ".El"
	close(spec)
}
$0 == ".\\\" OPTIONS" { options(); next }
{ print }

# SPDX-License-Identifier: ISC
# Puts the indicators, from tq-indicator --catalogue, in place of the line
# .\" INDICATORS of the manual: awk -v catalogue=FILE -f indicators.awk PAGE
BEGIN { FS = "\t" }
# A line that begins with a dot or a quote would be a request.
function plain(text) {
	gsub(/\\/, "\\e", text)
	return text ~ /^[.']/ ? "\\&" text : text
}
function ended(text) { return plain(text) (text ~ /\.$/ ? "" : ".") }
function capital(text) { return toupper(substr(text, 1, 1)) substr(text, 2) }
function call(text,    name, args, n, i, out) {
	name = text
	sub(/\(.*/, "", name)
	args = substr(text, length(name) + 2)
	sub(/\)$/, "", args)
	n = split(args, arg, ", ")
	out = ".It Fn " name
	for (i = 1; i <= n; i++)
		out = out " \"" arg[i] "\""
	return out
}
function listed(text) {
	gsub(/,/, " , ", text)
	return ".Cm " text " ."
}
# n = 14 in 1..100000: period in bars
function parameters(text,    param, n, i, name, range) {
	n = split(text, param, " [|] ")
	print ".Bl -tag -width Ds -compact"
	for (i = 1; i <= n; i++) {
		name = range = param[i]
		sub(/ = .*/, "", name)
		sub(/: .*/, "", range)
		print ".It Cm " name " Li \"" substr(range, length(name) + 2) "\""
		print ended(capital(substr(param[i], length(range) + 3)))
	}
	print ".El"
}
function indicators(    line, f, family) {
	getline line < catalogue
	while ((getline line < catalogue) > 0) {
		split(line, f, "\t")
		if (f[2] != family) {
			if (family != "")
				print ".El"
			print ".Ss " capital(f[2])
			print ".Bl -tag -width Ds"
			family = f[2]
		}
		print call(f[4])
		print ended(capital(f[8]))
		if (f[3] != "-")
			print "Also called\n" listed(f[3])
		if (f[13] != "-")
			parameters(f[13])
		print f[10] ~ /,/ ? "Inputs:" : "Input:"
		print f[10] == "-" ? "none." : listed(f[10])
		if (f[5] ~ /,/)
			print "Outputs:\n" listed(f[5])
		else
			print "Gives " f[11] "."
		print "Lookback " (f[12] == "-" ? "" : f[12] " ") f[6] "; " plain(f[7]) "."
		print "Formula: " ended(f[9])
	}
	if (family != "")
		print ".El"
	close(catalogue)
}
$0 == ".\\\" INDICATORS" { indicators(); next }
{ print }

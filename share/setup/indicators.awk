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
function indicators(    line, f, family, many) {
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
		many = f[5] ~ /,/
		if (many) {
			gsub(/,/, " , ", f[5])
			print "Outputs:"
			print ".Cm " f[5] " ."
		}
		if (f[3] != "-") {
			gsub(/,/, " , ", f[3])
			print "Also called"
			print ".Cm " f[3] " ."
		}
		print "Lookback " f[6] "; " plain(f[7]) "."
		print "Formula: " ended(f[9])
	}
	if (family != "")
		print ".El"
	close(catalogue)
}
$0 == ".\\\" INDICATORS" { indicators(); next }
{ print }

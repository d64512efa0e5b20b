# SPDX-License-Identifier: ISC
# Puts the strategies of the library, from what tq-signal --describe says of
# each, in place of the line .\" STRATEGIES of the manual:
# awk -v described=FILE -f strategies.awk PAGE
# A line that begins with a dot or a quote would be a request.
function plain(text) {
	gsub(/\\/, "\\e", text)
	gsub(/`/, "\\(ga", text)
	return text ~ /^[.']/ ? "\\&" text : text
}
function ended(text) { return plain(text) (text ~ /[.?!]$/ ? "" : ".") }
function rest(line) { return substr(line, index(line, ": ") + 2) }
# param fast = 20 in 5..100 step 5 "meaning"
function param(line,    name, value, meaning) {
	sub(/^param /, "", line)
	name = line
	sub(/ = .*/, "", name)
	value = substr(line, length(name) + 4)
	if (match(value, / "[^"]*"$/) && value !~ /^"[^"]*"$/) {
		meaning = substr(value, RSTART + 2, RLENGTH - 3)
		value = substr(value, 1, RSTART - 1)
	}
	value = plain(value)
	gsub(/"/, "\\(dq", value)
	print ".It Cm " name " Li \"= " value "\""
	if (meaning != "")
		print plain(toupper(substr(meaning, 1, 1)) substr(meaning, 2)) "."
}
function close_list() {
	if (listed)
		print ".El"
	listed = 0
}
# What a stream has to hold for it, as a heading.
function kind(text) {
	if (text ~ /\nranks/)
		return "A cross-section: many symbols in one stream"
	if (text ~ /\nreads: / && text !~ /\nreads: [^,]* bars[^,]*\n/ || text !~ /\njudges: each bar \([^)]*\)/ ||
	    text ~ /\njudges: each bar .*taker_buy_volume/)
		return "More than a symbol's bars: other series or other records"
	return "The bars of one symbol"
}
function contents(    line, text, name, where, i) {
	while ((getline line < described) > 0) {
		if (line != "") {
			text = text line "\n"
			continue
		}
		name = substr(text, 1, index(text, ": ") - 1)
		where = kind(text)
		if (!(where in names))
			headings[++n_headings] = where
		names[where] = names[where] (where in names && names[where] != "" ? " , " : "") name
		text = ""
	}
	close(described)
	print ".Bl -tag -width Ds"
	for (i = 1; i <= n_headings; i++)
		print ".It " headings[i] "\n.Cm " names[headings[i]] " ."
	print ".El"
}
function strategies(    line, first) {
	contents()
	first = 1
	while ((getline line < described) > 0) {
		if (first) {
			print ".Ss " substr(line, 1, index(line, ": ") - 1)
			print ended(rest(line))
			first = 0
		} else if (line == "") {
			close_list()
			first = 1
		} else if (line ~ /^source: /) {
			print "Source: " ended(rest(line))
		} else if (line ~ /^param /) {
			if (!listed) {
				print ".Bl -tag -width Ds -compact"
				listed = 1
			}
			param(line)
		} else if (line ~ /^preset /) {
			close_list()
			print ".br"
			print "Preset"
			line = substr(line, 8)
			print ".Cm " substr(line, 1, index(line, " ") - 1) " :"
			print ended(substr(line, index(line, " ") + 1))
		} else if (line ~ /^(rules|judges|reads|lookback): |^ranks/) {
			close_list()
			if (line ~ /^(rules|ranks)/)
				print ".br"
			print toupper(substr(line, 1, 1)) ended(plain(substr(line, 2)))
		}
	}
	close(described)
}
$0 == ".\\\" STRATEGIES" { strategies(); next }
{ print }

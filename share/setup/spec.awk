# SPDX-License-Identifier: ISC
# What the completions of all shells read of --spec.
BEGIN {
	FS = "\t"
	intervals = "1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M"
}
# What a venue has is asked of the tool when it is completed: users add providers.
function venue_column(name) {
	return !venues ? 0 : name == "venue" ? 1 : name == "market" ? 2 : name == "kind" ? 3 : 0
}
# What the library and the registry have is asked of the tool as well.
function asked(name, arg) {
	if (arg ~ /NAME\|FILE/)
		chooses = 1
	return arg ~ /NAME\|FILE/ ? "strategies" : \
		chooses && name == "set" ? "parameters" : chooses && name == "preset" ? "presets" : \
		chooses && name == "blend" ? "weights" : \
		tool == "tq-indicator" && name ~ /^(add|describe|lookback)$/ ? "indicators" : \
		tool == "tq-indicator" && name == "family" ? "families" : ""
}
function is_file(arg) { return arg ~ /FILE|DIR|DATA/ }
function is_interval(name, arg) {
	return arg ~ /^INTERVAL/ || name == "interval"
}
function interval_words(arg) { # INTERVAL|tick
	return intervals (sub(/^[^|]*\|/, "", arg) ? " " arg : "")
}
# A file beside this one without its licence line; @FILE@ in it stands for another.
function include(file,    path, line, n) {
	path = "share/setup/" file
	while ((getline line < path) > 0) {
		if (line ~ /^@.*@$/)
			include(substr(line, 2, length(line) - 2))
		else if (n++ > 0)
			print line
	}
	close(path)
}

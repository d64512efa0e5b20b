# SPDX-License-Identifier: ISC
# From lines of --describe, what a parameter may be set to: of a number the ends of its
# range and what it is unless it is set, of a text all of its choices.
$1 != "param" || $2 != name { next }
{ sub(/^[^=]*= /, "") }
/^"/ {
	sub(/^"[^"]*" in /, "")
	do {
		match($0, /^"[^"]*"/)
		print substr($0, 2, RLENGTH - 2) "\ttext"
		$0 = substr($0, RLENGTH + 1)
	} while (sub(/^, /, ""))
	next
}
{
	split($0, part, / in |\.\.| /)
	print part[2] "\tleast"
	if (part[1] != part[2] && part[1] != part[3])
		print part[1] "\tdefault"
	print part[3] "\tmost"
}

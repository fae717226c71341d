# Parts of the two scripts beside this one: what GitHub's runner and its API want.
# shellcheck shell=bash

# A comment or a description holds 65,536 characters; the rest is in the artifact.
readonly MOST_CHARACTERS=60000

# Whole lines of a file, as many as fit; says so when that is not all of them.
cut_report() {
	awk -v most="$MOST_CHARACTERS" '
		{ size += length($0) + 1 }
		size > most - 200 {
			print "\n*This is not all of it: the rest is in the artifact `minidoc-changes`.*"
			exit
		}
		{ print }
	' "$1"
}

summarize() {
	cut_report "$1" >>"${GITHUB_STEP_SUMMARY:-/dev/stderr}"
}

# One line that the runner shows beside the log; text of pages may be in it.
annotate() {
	local text=$2
	text=${text//'%'/%25}
	text=${text//$'\r'/%0D}
	printf '::%s title=minidoc::%s\n' "$1" "${text//$'\n'/%0A}"
}

give_output() {
	printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/null}"
}

# The worse of two exit codes: 2 (no answer) before 1 (found something) before 0.
worse() {
	printf '%s\n' $(($1 > $2 ? $1 : $2))
}

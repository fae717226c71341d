#!/usr/bin/env bash
# What a pull request does to the package and to its callers: a step summary, one comment
# that is edited in place, and an exit code as `minidoc` gives it: 0 fine, 1 found
# something, 2 could not find out.
#
# From the environment:
#   MINIDOC_OLD, MINIDOC_NEW  what `minidoc diff` compares; no MINIDOC_OLD, no comparison
#   MINIDOC_FAIL_ON           breaking, behaviour, any, or nothing
#   MINIDOC_CHECK             true: is the committed package what the pages give?
#   MINIDOC_PULL_REQUEST      number of the pull request to comment on, or nothing
#   GH_TOKEN                  one that may only read is enough for all but the comment
set -euo pipefail
# shellcheck source=automation/github.sh
source "$(dirname "${BASH_SOURCE[0]}")/github.sh"

readonly MARK='<!-- minidoc: what this changes for callers -->'
report=${RUNNER_TEMP:-$(mktemp -d)}/minidoc-changes.md
result=0

check() {
	local code=0
	minidoc check --format github || code=$?
	result=$(worse "$result" "$code")
	# shellcheck disable=SC2016 # Markdown, not a command
	case $code in
	0) echo 'The package is what the pages give.' ;;
	1) echo '**The package is not what the pages give.** Run `minidoc generate`.' ;;
	*) echo '**The pages have errors;** the annotations say where.' ;;
	esac >"$report.check"
}

compare() {
	local code=0 options=(--format markdown)
	[ -z "${MINIDOC_FAIL_ON:-}" ] || options+=(--fail-on "$MINIDOC_FAIL_ON")
	minidoc diff "${options[@]}" -- "$MINIDOC_OLD" "$MINIDOC_NEW" \
		>"$report.diff" 2>"$report.errors" || code=$?
	cat "$report.errors" >&2
	result=$(worse "$result" "$code")
	if [ "$code" -ge 2 ]; then
		annotate error "$(cat "$report.errors")"
		printf 'The two states could not be compared; the log says why.\n' >"$report.diff"
	fi
}

comment() {
	local body id
	body=$(mktemp)
	{ echo "$MARK" && cut_report "$report"; } >"$body"
	# A token that may not write, or not even read comments, costs no more than the comment.
	while read -r id; do
		[ -n "$id" ] || continue
		gh api --silent --method PATCH -F "body=@$body" \
			"repos/$GITHUB_REPOSITORY/issues/comments/$id" 2>/dev/null && return
	done < <(gh api --paginate \
		"repos/$GITHUB_REPOSITORY/issues/$MINIDOC_PULL_REQUEST/comments" \
		--jq ".[] | select(.body | startswith(\"$MARK\")) | .id" 2>/dev/null)
	gh api --silent --method POST -F "body=@$body" \
		"repos/$GITHUB_REPOSITORY/issues/$MINIDOC_PULL_REQUEST/comments" 2>/dev/null ||
		annotate notice 'The token may not comment; the step summary says the same.'
}

: >"$report.check"
: >"$report.diff"
[ "${MINIDOC_CHECK:-true}" != true ] || check
[ -z "${MINIDOC_OLD:-}" ] || compare
{ cat "$report.diff" && echo && cat "$report.check"; } >"$report"
summarize "$report"
give_output report "$report"
[ -z "${MINIDOC_PULL_REQUEST:-}" ] || comment
exit "$result"

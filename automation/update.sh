#!/usr/bin/env bash
# Have the pages moved on? Fetch them, generate, and open a pull request that says what it
# means to callers; one that is open already is brought up to date.
#
# Ends with 0 if nothing moved or the pull request is there, 1 if it could not be opened
# (a token that may only read: the step summary has the text all the same), 2 if a page is
# wrong or could not be had.
#
# From the environment:
#   MINIDOC_PAGES   folder of the pages
#   MINIDOC_BRANCH  branch that the change is put on
#   GH_TOKEN        one that may write contents and pull requests
set -euo pipefail
# shellcheck source=automation/github.sh
source "$(dirname "${BASH_SOURCE[0]}")/github.sh"

readonly PAGES=${MINIDOC_PAGES:-spec} BRANCH=${MINIDOC_BRANCH:-minidoc/pages}
readonly TITLE='The documentation has changed'
report=${RUNNER_TEMP:-$(mktemp -d)}/minidoc-changes.md

# The first failure is the answer: a page that is wrong must not become a package.
run() {
	local code=0
	"$@" 2>"$report.errors" || code=$?
	cat "$report.errors" >&2
	if [ "$code" -ne 0 ]; then
		annotate error "$(cat "$report.errors")"
		# shellcheck disable=SC2016 # Markdown, not a command
		printf '`%s` failed; nothing was changed. The log says why.\n' "$*" >"$report"
		summarize "$report"
		exit 2
	fi
}

run minidoc fetch
run minidoc generate
if [ -z "$(git status --porcelain)" ]; then
	echo 'The pages have not moved.' | tee "$report"
	summarize "$report"
	exit 0
fi
run minidoc diff --format markdown -- "HEAD:$PAGES" "$PAGES" >"$report"
summarize "$report"
give_output report "$report"

open_pull_request() {
	local body
	body=$(mktemp)
	cut_report "$report" >"$body"
	git switch --quiet --force-create "$BRANCH" &&
		git add --all &&
		git -c user.name='github-actions[bot]' \
			-c user.email='41898282+github-actions[bot]@users.noreply.github.com' \
			commit --quiet --message "$TITLE" &&
		git push --quiet --force origin "$BRANCH" || return
	if [ -n "$(gh pr list --head "$BRANCH" --state open --json number --jq '.[].number')" ]; then
		gh pr edit "$BRANCH" --body-file "$body"
	else
		gh pr create --head "$BRANCH" --title "$TITLE" --body-file "$body"
	fi
}

if ! open_pull_request; then
	annotate error 'The pages have moved, and no pull request could be opened: see the step summary.'
	exit 1
fi

"""The verdict: one sentence for each way in which a check can end."""

from __future__ import annotations

import pytest
from checks import FOLDER, change, checked, difference

from minidoc.changes import ChangeCode, Changes
from minidoc.diagnostics import Code, Diagnostic
from minidoc.report.checked import Checked
from minidoc.report.verdict import verdict
from minidoc.tree import Status

C = ChangeCode
CHANGED = difference("rooms.py", "a", "b")


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ([C.NOW_REQUIRED], "1 breaking change, so the next version is a major one"),
        (
            [C.NOW_REQUIRED, C.CHANGED_NULL, C.CHANGED_NULL, C.ADDED_MEMBER],
            (
                "1 breaking change and 2 changes of behaviour, so the next version is"
                " a major one"
            ),
        ),
        ([C.CHANGED_NULL], "1 change of behaviour, so the next version is a major one"),
        (
            [C.DEPRECATED, C.ADDED_MEMBER, C.CHANGED_TEXT],
            "1 deprecation and 1 addition, so the next version is a minor one",
        ),
        ([C.CHANGED_TEXT], "1 change of wording, so the next version is a patch"),
        ([C.MOVED_PAGE], "1 change of the pages alone, so no new version is needed"),
    ],
)
def test_the_docs_moved_on(codes: list[ChangeCode], sentence: str) -> None:
    made = verdict(checked(CHANGED, changes=tuple(change(code) for code in codes)))
    assert made.state == "drift"
    assert made.sentence == f"The docs moved on: {sentence}."
    assert "minidoc generate" in made.advice
    assert ("Tell your callers" in made.advice) == ("major" in sentence)


def _stopped(*codes: Code, changes: Changes | None = None) -> Checked:
    found = tuple(Diagnostic(code, "something", None) for code in codes)
    return Checked(FOLDER.as_posix(), diagnostics=found, changes=changes)


@pytest.mark.parametrize(
    ("check", "state", "sentence"),
    [
        (checked(), "fine", "In step: made/rooms is what the pages give."),
        (
            checked(CHANGED),
            "drift",
            "Nothing changed for callers, but 1 file is not what the pages give.",
        ),
        (
            checked(CHANGED, difference("b.py", "a", "b")),
            "drift",
            "Nothing changed for callers, but 2 files are not what the pages give.",
        ),
        (
            checked(CHANGED, changes=None),
            "drift",
            "made/rooms is not what the pages give.",
        ),
        (
            checked(difference("__init__.py", None, "a", Status.MISSING)),
            "drift",
            "There is no package in made/rooms yet.",
        ),
        (
            _stopped(Code.SYNTAX_ERROR, Code.UNDECLARED_TYPE),
            "stopped",
            "The check stopped at 1 error: the code was not compared.",
        ),
        (
            _stopped(Code.UNDECLARED_TYPE, Code.UNBOUND_METHOD),
            "stopped",
            (
                "The check stopped at 2 warnings, which count as errors: the code was"
                " not compared."
            ),
        ),
    ],
)
def test_sentences(check: Checked, state: str, sentence: str) -> None:
    made = verdict(check)
    assert (made.state, made.sentence) == (state, sentence)


def test_a_stopped_check_tells_what_it_knows() -> None:
    known = Changes((change(C.NOW_REQUIRED),))
    assert verdict(_stopped(Code.INVALID_OVERLAY, changes=known)).advice == (
        "Mend what stands below, then check again. As far as the pages can be read:"
        " 1 breaking change, so the next version is a major one."
    )

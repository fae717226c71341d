"""Sentences of meaning: what the pages say in words only."""

from __future__ import annotations

import time

import pytest

from minidoc.ir.statements import find_statements

# Sentences of the pages, each with everything that it states.
CASES: list[tuple[str, list[tuple[str, str]]]] = [
    ("Default = no photo", [("default", "no photo")]),
    (
        (
            "This value acts as a patch. Remove specific properties by calling "
            "UserRef.deleteFields Default = no custom metadata"
        ),
        [("default", "no custom metadata")],
    ),
    (
        (
            "See the localization documentation Default = the locale selected on the "
            "dashboard"
        ),
        [("default", "the locale selected on the dashboard")],
    ),
    (
        "How many more, from 1 to 100. Default = 30. Newer ones first",
        [("default", "30. Newer ones first")],
    ),
    ("The default message a person sees when starting a chat", []),
    ("Keep Default == x apart", []),
    (
        (
            "Properties that are null will not be changed. To clear / reset a property "
            "to the default, call UserRef.deleteFields instead."
        ),
        [("null", "Properties that are null will not be changed")],
    ),
    (
        "When locale is null, the app's default locale will be used",
        [("null", "When locale is null, the app's default locale will be used")],
    ),
    (
        "Whatever is null stays as it was.",
        [("null", "Whatever is null stays as it was")],
    ),
    ("To clear a property, pass null", [("null", "To clear a property, pass null")]),
    (
        "A snapshot of the user's attributes, or null if the user doesn't exist.",
        [("null", "null if the user doesn't exist")],
    ),
    ("The value of null is what it is", []),
    (
        (
            "name is required when creating a user. The promise will reject if you "
            "don't provide a name and the user does not exist yet."
        ),
        [
            ("required", "name is required when creating a user"),
            ("raises", "you don't provide a name and the user does not exist yet"),
        ],
    ),
    ("Fetching a user snapshot doesn't require any permissions.", []),
    (
        "The promise rejects if the subscription is terminated before it connects.",
        [("raises", "the subscription is terminated before it connects")],
    ),
    (
        "The function will throw if the subscription is terminated before it connects.",
        [("raises", "the subscription is terminated before it connects")],
    ),
    (
        "Throws If there are 50 different reactions already.",
        [("raises", "there are 50 different reactions already")],
    ),
    (
        "If the subscription ends before that, the promise rejects.",
        [("raises", "the subscription ends before that")],
    ),
    (
        "Only by a participant. Otherwise the promise will reject.",
        [("raises", "Only by a participant")],
    ),
    (
        "Only `notify` may be given, or else the promise rejects.",
        [("raises", "Only `notify` may be given")],
    ),
    (
        "The promise rejects without READ_WRITE access.",
        [("raises", "without READ_WRITE access")],
    ),
    ("The call rejects.", [("raises", "The call rejects")]),
    ("It doesn't reject for a missing conversation.", []),
    ("A throw-away prototype, thrown together", []),
    (
        (
            "Creates a user with this ID, or does nothing if a user with this ID "
            "already exists."
        ),
        [("no_op", "a user with this ID already exists")],
    ),
    (
        (
            "If the subscription is already in the UnsubscribedState or ErrorState, "
            "this is a no-op."
        ),
        [
            (
                "no_op",
                "the subscription is already in the UnsubscribedState or ErrorState",
            )
        ],
    ),
    (
        "In the UnsubscribedState this does nothing.",
        [("no_op", "In the UnsubscribedState this does nothing")],
    ),
    (
        "Has no effect if a session for this appId + userId already exists.",
        [
            (
                "no_op",
                "Has no effect if a session for this appId + userId already exists",
            )
        ],
    ),
    ("Must be between 1 and 100.", [("range", "1 and 100")]),
    ("The count must be at least 1", [("range", "at least 1")]),
    ("Somewhere between 1 and 100", []),
    ("See e.g. the guide. It is short.", []),
    ("", []),
]


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[c[0][:40] for c in CASES])
def test_statement(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.kind, found.text) for found in find_statements(line)] == expected


def test_positions_are_those_of_the_sentence() -> None:
    line = "Sets it.  Must be  between 1 and 9.  Default =  x "
    spans = [line[found.start : found.end] for found in find_statements(line)]
    assert spans == ["Must be  between 1 and 9.", "Default =  x"]


def test_throws_and_rejects_state_the_same() -> None:
    texts = {
        find_statements(f"The {words} the token is old.")[0].text
        for words in (
            "promise rejects if",
            "promise will reject if",
            "function throws when",
            "function will throw if",
        )
    }
    assert texts == {"the token is old"}


@pytest.mark.parametrize(
    "piece", [" ", ".", "if ", "null ", "throws ", "Default = ", "a.  ", "if a, "]
)
def test_time_is_bounded(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.perf_counter()
    find_statements(text)
    assert time.perf_counter() - start < 5

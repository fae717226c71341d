"""The catalogue is complete and readable; the pipeline's tests run its examples."""

from __future__ import annotations

import re
import tomllib

import pytest
from syrupy.assertion import SnapshotAssertion

from minidoc.diagnostics import Code
from minidoc.diagnostics.catalog import CATALOG, PAGE_NAME, Example, explain

CODES = list(Code)

# What no page and no overlay can provoke.
DESCRIBED = {
    Code.CANNOT_READ,
    Code.WRONG_ENCODING,
    Code.FILE_TOO_LARGE,
    Code.DUPLICATE_PAGE,
    Code.INVALID_CONFIG,
    Code.UNSAFE_OUTPUT,
    Code.FOREIGN_OUTPUT,
    Code.CANNOT_WRITE,
    Code.VERSION_MISMATCH,
    # What only a comparison can: tests/cli/test_cli_diff.py.
    Code.MISSING_BASE,
    Code.PAGE_GONE,
    Code.INVALID_ACCEPTED,
    Code.ACCEPTED_UNUSED,
    Code.ACCEPTED_EXPIRED,
    Code.DRIFT,
    Code.CHANGED_BY_HAND,
    Code.INVALID_ADDRESS,
    Code.REFUSED_REDIRECT,
    Code.CANNOT_FETCH,
    Code.NOT_A_PAGE,
    Code.EDITED_PAGE,
    Code.PAGE_MOVED,
    Code.LINKED_PAGE,
    Code.LOCK_MISMATCH,
    Code.INVALID_LOCK,
    # What only a release can: tests/cli/test_cli_release.py.
    Code.OLD_NAME_EXPIRED,
    Code.OLD_NAME_LOST,
    Code.INVALID_RELEASE,
}


def test_every_code_has_an_entry_and_no_other() -> None:
    assert set(CATALOG) == set(Code)


@pytest.mark.parametrize("code", CODES)
def test_meaning_has_two_to_four_sentences(code: Code) -> None:
    entry = CATALOG[code]
    sentences = re.findall(r"[.?](?=\s|$)", entry.meaning)
    assert 2 <= len(sentences) <= 4
    assert not entry.title.endswith(".")
    assert entry.fix.endswith(".")


@pytest.mark.parametrize("code", CODES)
def test_only_what_pages_cannot_provoke_has_no_example(code: Code) -> None:
    assert isinstance(CATALOG[code].example, str) == (code in DESCRIBED)


@pytest.mark.parametrize("code", sorted(set(Code) - DESCRIBED))
def test_examples_are_complete_pages(code: Code) -> None:
    example = CATALOG[code].example
    assert isinstance(example, Example)
    assert example.page.endswith("\n")
    assert example.page.startswith("---\n") != (code is Code.MISSING_FRONT_MATTER)
    for entries in tomllib.loads(example.overlay).values():
        # One example is about an entry for another page.
        others = code is Code.OVERLAY_SET_ASIDE
        assert all((entry["page"] == PAGE_NAME) != others for entry in entries)


@pytest.mark.parametrize("code", CODES)
def test_explanations_fit_a_terminal(code: Code) -> None:
    text = explain(code.value)
    assert text.startswith(f"{code.severity.value}[{code.value}]: ")
    assert text.endswith("\n")
    assert all(len(line) <= 80 for line in text.split("\n"))
    assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize(
    "code", ["unbound-method", "nesting-too-deep", "overlay-no-match", "cannot-write"]
)
def test_explanation(code: str, snapshot: SnapshotAssertion) -> None:
    assert explain(code) == snapshot


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("unbound-methd", "did you mean unbound-method"),
        ("UNBOUND-METHOD", "did you mean unbound-method"),
        ("xyzzy", "there is no diagnostic called 'xyzzy'$"),
        ("\x1b[2J", r"there is no diagnostic called '\\x1b\[2J'$"),
    ],
)
def test_an_unknown_code_names_the_closest(code: str, message: str) -> None:
    with pytest.raises(KeyError) as caught:
        explain(code)
    assert re.search(message, str(caught.value.args[0]))

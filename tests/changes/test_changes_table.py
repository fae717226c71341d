"""The table: each pair of states gives exactly the changes and the bump it should."""

from __future__ import annotations

from collections import Counter

import pytest
from pair_table import Pair, api_of, changes_of
from pairs_behaviour import BEHAVIOUR
from pairs_calls import CALLS
from pairs_compatible import ADDITIVE, DOCS
from pairs_format import FORMAT
from pairs_names import NAMES

from minidoc.changes import Change, ChangeCode, Impact, compare
from minidoc.changes.catalog import CHANGES

BREAKING = [*NAMES, *CALLS]
PAIRS = [*BREAKING, *BEHAVIOUR, *ADDITIVE, *DOCS, *FORMAT]
EXAMPLES = [
    Pair(code.value, told.before, told.after, (code.value,), "none")
    for code, told in CHANGES.items()
]
BUMPS = {
    Impact.BREAKING: "major",
    Impact.BEHAVIOUR: "major",
    Impact.DEPRECATION: "minor",
    Impact.ADDITIVE: "minor",
    Impact.DOCS: "patch",
    Impact.FORMAT: "none",
}

# What a change is when before and now change places, where it is not the same.
REVERSED: dict[str, set[str]] = {
    "removed-declaration": {"added-declaration"},
    "added-declaration": {"removed-declaration"},
    "declared-type": {"removed-declaration"},
    "declared-parameter-type": {"removed-declaration"},
    "removed-member": {"added-member"},
    "added-member": {"removed-member"},
    "removed-constant": {"added-constant"},
    "added-constant": {"removed-constant"},
    "removed-parameter": {"added-parameter", "added-required-parameter"},
    "added-parameter": {"removed-parameter"},
    # A field that has to be given is a member when it goes.
    "added-required-parameter": {"removed-parameter", "removed-member"},
    "parameter-object-inlined": {"parameter-object-introduced"},
    "parameter-object-introduced": {"parameter-object-inlined"},
    "now-required": {"now-optional", "widened-result"},
    "now-optional": {"now-required"},
    "keyword-only": {"positional-too"},
    "positional-too": {"keyword-only"},
    "narrowed-parameter": {"widened-parameter"},
    "widened-parameter": {"narrowed-parameter"},
    "widened-result": {"narrowed-result"},
    "narrowed-result": {"widened-result"},
    "lost-result": {"gained-result"},
    "gained-result": {"lost-result"},
    "became-async": {"became-sync"},
    "became-sync": {"became-async"},
    "no-longer-clearable": {"now-clearable"},
    "now-clearable": {"no-longer-clearable"},
    "lost-binding": {"gained-binding"},
    "gained-binding": {"lost-binding"},
    "newly-deprecated": {"deprecation-withdrawn"},
    "renamed-and-kept": {"renamed-member", "renamed-parameter"},
    "removed-old-name": {"added-old-name"},
    "added-old-name": {"removed-old-name"},
    "deprecation-withdrawn": {"newly-deprecated"},
}


def told(pair: Pair) -> str:
    return pair.name


@pytest.mark.parametrize("pair", PAIRS, ids=told)
def test_a_pair_gives_its_changes(pair: Pair) -> None:
    changes = changes_of(pair)
    assert Counter(change.code.value for change in changes) == Counter(pair.codes)
    assert changes.bump == pair.bump


@pytest.mark.parametrize("pair", EXAMPLES, ids=told)
def test_an_example_of_the_catalogue_gives_its_change_and_no_other(pair: Pair) -> None:
    changes = changes_of(pair)
    assert [change.code.value for change in changes] == [pair.name]
    assert changes.bump == BUMPS[ChangeCode(pair.name).impact]


@pytest.mark.parametrize("pair", [*PAIRS, *EXAMPLES], ids=told)
def test_the_other_way_round_it_is_the_opposite(pair: Pair) -> None:
    found = Counter(change.code.value for change in changes_of(pair.reversed))
    for code, count in Counter(pair.codes).items():
        wanted = REVERSED.get(code, {code})
        assert sum(found[each] for each in wanted) >= count, (code, found)
    assert sum(found.values()) == len(pair.codes)


@pytest.mark.parametrize("pair", [*PAIRS, *EXAMPLES], ids=told)
def test_nothing_changes_between_equals(pair: Pair) -> None:
    for state in (pair.before, pair.after):
        assert list(compare(api_of(state), api_of(state))) == []


def test_the_table_has_every_class_and_every_code_twice() -> None:
    assert len(PAIRS) >= 60
    codes = Counter(code for pair in [*PAIRS, *EXAMPLES] for code in pair.codes)
    assert [code for code in ChangeCode if codes[code.value] < 2] == []
    impacts = Counter(ChangeCode(code).impact for pair in PAIRS for code in pair.codes)
    assert all(impacts[impact] >= 2 for impact in Impact)


def test_a_code_has_one_class() -> None:
    assert {code.impact for code in ChangeCode} == set(Impact)
    for pairs, impact in ((BREAKING, Impact.BREAKING), (BEHAVIOUR, Impact.BEHAVIOUR)):
        for pair in pairs:
            assert ChangeCode(pair.codes[0]).impact is impact


@pytest.mark.parametrize("pair", [*PAIRS, *EXAMPLES], ids=told)
def test_a_change_says_what_and_where(pair: Pair) -> None:
    for change in changes_of(pair):
        assert_is_complete(change)


def assert_is_complete(change: Change) -> None:
    assert change.message
    assert not change.message.endswith(".")
    assert change.path
    assert change.python
    assert change.page.endswith(".md")
    assert change.line
    assert change.before != change.after or change.before is None

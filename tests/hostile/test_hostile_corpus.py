"""Every text of the corpus, as documentation of everything; and names, one by one.

Nothing is random here: it is the part of the suite that each guard is taken away from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import attack_corpus as corpus
import pytest
from attack_strategies import in_place
from attacked_project import DOCS, OVERLAY_TEXTS, SETTINGS, TITLES, project_of
from oracle import check
from test_hostile_pages import Batch

_OVERLAY = tuple(name for name in OVERLAY_TEXTS if name not in ("path", "default"))


def attacks(
    texts: Sequence[str], slots: Sequence[str], turn: int
) -> Iterator[dict[str, str]]:
    """Put the texts into the slots, as many at once as there are slots."""
    turned = [*slots[turn:], *slots[:turn]]
    for start in range(0, len(texts), len(slots)):
        yield dict(zip(turned, texts[start : start + len(slots)], strict=False))


@pytest.mark.parametrize("turn", [0, 5, 10, 15, 20])
def test_texts_as_documentation(turn: int, tmp_path: Path) -> None:
    batch = Batch(tmp_path)
    texts = [in_place(text) for text in corpus.TEXTS]
    every = list(attacks(texts, DOCS, turn))
    for attack in every:
        made = check(project_of(attack))
        if made is not None:
            batch.add(made)
    batch.load()
    assert len(batch.made) > len(every) / 2


def test_texts_as_settings_and_words_of_the_overlay() -> None:
    texts = [text for text in corpus.TEXTS if text.strip()]
    every = list(attacks(texts, (*_OVERLAY, *SETTINGS), 0))
    made = sum(check(project_of(attack)) is not None for attack in every)
    assert made > len(every) / 2


def test_texts_as_titles() -> None:
    texts = [text for text in corpus.TEXTS if text.strip() and text.isprintable()][::4]
    for attack in attacks(texts, TITLES, 0):
        quoted = {slot: text.replace("'", "''") for slot, text in attack.items()}
        assert check(project_of(quoted)) is not None, attack


def test_names(tmp_path: Path) -> None:
    batch = Batch(tmp_path)
    slots = ("method", "data", "constant", "named", "undeclared")
    for number, name in enumerate(corpus.NAMES[::2]):
        slot = slots[number % len(slots)]
        made = check(project_of({slot: name, "no_overlay": ""}))
        if made is not None:
            batch.add(made)
    batch.load()
    assert len(batch.made) > len(corpus.NAMES) / 6


@pytest.mark.parametrize("slot", ["field", "param"])
def test_two_names_that_are_one(slot: str) -> None:
    for one, two in (
        ("\ufb01le", "file"),
        ("photoURL", "photoUrl"),
        ("\xb5", "\u03bc"),
    ):
        other = {"field": "second_field", "param": "named"}[slot]
        slots = {slot: one, other: two, "no_overlay": ""}
        assert (check(project_of(slots)) is None) is (slot == "param")


def test_file_names() -> None:
    made = [name for name in corpus.FILES if check(project_of({"file": name}))]
    assert "class.md" in made
    assert not [name for name in made if set("/\\:\0") & set(name)]


def test_defaults() -> None:
    texts = [*corpus.CONFUSED, *(f"'{text}'" for text in corpus.PYTHON)]
    for text in texts:
        check(project_of({"default": text}))

"""Projects under attack: texts of the corpus and random ones, in any of the slots."""

from __future__ import annotations

import attack_corpus as corpus
import attacked_project as project
from hypothesis import strategies as st

_PLAIN = ("a", "words of a page", "Zqdata", "x" * 90, "id, ", "\xdcn\xef", "null")
_DOCS = (*project.DOCS, *project.TITLES)
_NAMES = (*project.CLASS_NAMES, *project.NAMES, *project.OVERLAY_NAMES)
_OTHERS = (
    *project.LINKS, *project.OVERLAY_TEXTS, *project.SETTINGS, *project.FILES,
    *project.RAW_OVERLAY,
)  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text that attacks, among words and characters that do not."""
    pieces = draw(
        st.lists(
            st.sampled_from(corpus.TEXTS)
            | st.sampled_from(_PLAIN)
            | st.text(max_size=6),
            min_size=1,
            max_size=4,
        )
    )
    made = draw(st.sampled_from(["", " ", " ", "\n"])).join(pieces)
    # One such character, and the page is refused: it would hide all other attacks.
    return made.replace("\0", "").encode("utf-8", "replace").decode()


def in_place(text: str) -> str:
    """Keep a text inside of its comment, so that it is a text of its slot only."""
    while "*/" in text or "/**" in text:
        text = text.replace("*/", "* ").replace("/**", "/ *")
    return text


docs = st.one_of(texts().map(in_place), texts().map(in_place), texts())
titles = texts().map(lambda text: text.replace("\n", " ").replace("'", "''")) | texts()
names = st.sampled_from(corpus.NAMES) | st.text(min_size=1, max_size=4)
addresses = st.sampled_from(corpus.ADDRESSES) | texts().map(
    lambda text: f"https://example.org/{text}".replace("\n", "")
)
files = st.sampled_from(corpus.FILES) | names.map("{}.md".format)


def _other(slot: str) -> st.SearchStrategy[str]:
    if slot in project.LINKS:
        return addresses
    if slot in project.FILES:
        return files
    if slot == "path":
        return texts() | texts().map(lambda text: f"/{text}/{{zqfield}}")
    if slot == "default":
        return st.sampled_from(corpus.CONFUSED) | texts().map(_dart_string) | texts()
    if slot == "raw_overlay":
        return texts().map(lambda text: f"\n{text}") | texts().map("\nx = '{}'".format)
    return texts()


def _dart_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("$", "\\$")
    return "'" + escaped.replace("\n", "\\n") + "'"


@st.composite
def attacks(draw: st.DrawFn) -> dict[str, str]:
    """Slot -> text. Names and files are mostly refused, so there are few of them."""
    made: dict[str, str] = {}
    for slot in draw(st.sets(st.sampled_from(_DOCS), max_size=6)):
        made[slot] = draw(titles if slot in project.TITLES else docs)
    kind = draw(st.integers(0, 5))
    if kind <= 1:
        for slot in draw(st.sets(st.sampled_from(_NAMES), min_size=1, max_size=2)):
            made[slot] = draw(names)
        if draw(st.booleans()):
            made["no_overlay"] = "since its targets are ASCII"
    elif kind <= 3:
        slot = draw(st.sampled_from(_OTHERS))
        made[slot] = draw(_other(slot))
    if draw(st.integers(0, 39)) == 0:
        slot = draw(st.sampled_from(_DOCS))
        made[slot] = draw(st.sampled_from(corpus.UNREADABLE))
    return made

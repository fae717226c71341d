"""Which pages belong together, and an overlay cut into entries."""

from __future__ import annotations

import tomllib

from hypothesis import given, strategies as st

from minidoc.pipeline.connect import Naming, connected, words_of
from minidoc.pipeline.entries import overlay_of, read_names, split_entries

ENTRIES = """# The overlay.

[[type]]  # one
page = "A.md"
name = "Cat"
reason = "A [[Reason]] of Bear."
is = "Map<String, Dog>"

[[topic]]
page = "B.md"
name = "apes"
reason = '''
[[topic
'''
events = [
    { type = "x", apply = "patch" },
]
joins = [{ field = "cat", topic = "cats" }]
"""


def naming(declared: str = "", words: str = "") -> Naming:
    return Naming(dict.fromkeys(declared.split(), True), frozenset(words.split()))


def test_pages_are_joined_by_names() -> None:
    pages = {
        "a": naming("A", "B of"),
        "b": naming("B"),
        "c": naming("C", "D"),
        "d": naming("D"),
        "e": naming("E", "of the E"),
    }
    assert connected(pages) == (("a", "b"), ("c", "d"), ("e",))
    assert connected(pages, [["a", "e", "?"], ["?"]]) == (("a", "b", "e"), ("c", "d"))


def test_two_that_declare_one_name() -> None:
    assert connected({"a": naming("A"), "b": naming("A")}) == (("a", "b"),)


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"),
        st.tuples(st.text("ABCDEFGH", max_size=2), st.text("ABCDEFGH", max_size=2)),
    )
)
def test_no_name_leads_from_group_to_group(pages: dict[str, tuple[str, str]]) -> None:
    made = {p: naming(" ".join(a), " ".join(b)) for p, (a, b) in pages.items()}
    groups = connected(made)
    assert sorted(page for group in groups for page in group) == sorted(made)
    for group in groups:
        inside = {name for page in group for name in made[page].declared}
        others = {n for p in made if p not in group for n in made[p].declared}
        assert not inside & others
        assert not {w for page in group for w in made[page].words} & others


def test_words() -> None:
    assert words_of("[A.b] a_b $x été A\\_C") >= {"A", "b", "a_b", "$x", "été", "A_C"}


def test_entries_stand_where_they_stand() -> None:
    entries = split_entries(ENTRIES)
    assert entries is not None
    assert [(each.kind, each.line) for each in entries] == [("type", 3), ("topic", 9)]
    assert "".join(each.text for each in entries) == ENTRIES[ENTRIES.index("[[type") :]
    cat, apes = map(read_names, entries)
    assert cat is not None
    assert apes is not None
    assert (cat.page, cat.declared) == ("A.md", ("Cat",))
    assert {"Dog", "Cat"} <= cat.words
    assert "Bear" not in cat.words
    assert (apes.page, apes.declared) == ("B.md", ("topic:apes",))
    assert {word for word in apes.words if ":" in word} == {"topic:cats"}


def test_spans_are_those_of_the_whole_file() -> None:
    text = ENTRIES.replace("joins =", 'path = "/"\nsnapshot = "Ape"\njoins =')
    entries = split_entries(text)
    assert entries is not None
    overlay = overlay_of(entries[1:], "overlay.toml")
    lines = text.split("\n")
    line = overlay.span(("topic", 0, "snapshot")).line
    assert lines[line - 1] == 'snapshot = "Ape"'


def test_what_is_not_only_entries_is_not_cut() -> None:
    assert split_entries("a = 1\n" + ENTRIES) is None
    assert split_entries("") == ()
    for text in (
        '[[type]]\nreason = """\n[[type]]\n"""\n',
        '[[type]]\npage = "A.md"\n[[ type ]]\npage = "B.md"\n',
        '[[type]]\npage = "A.md"\n[other]\nx = 1\n',
        "[[type]]\npage = 1\n",
        "[[type]]\n",
    ):
        entries = split_entries(text)
        assert entries is not None
        assert None in [read_names(each) for each in entries]


_LINES = st.sampled_from(
    ["[[type]]", 'page = "A.md"', '"""', "'''", 'x = """', "x = '''", "y = [", "]", "#"]
)


@given(st.lists(_LINES, max_size=12))
def test_pieces_that_can_be_read_make_the_whole(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    entries = split_entries(text)
    if not entries or None in [read_names(each) for each in entries]:
        return
    tables = [tomllib.loads(each.text)["type"][0] for each in entries]
    assert tomllib.loads(text) == {"type": tables}

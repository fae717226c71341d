"""The corpus: copies that share nothing but their wording."""

from __future__ import annotations

from pathlib import Path

from bench.corpus import OVERLAY, SPEC, corpus, overlay_sections
from minidoc.diagnostics import Code
from minidoc.ir.model import ClassDecl
from minidoc.pages import page_from_text
from minidoc.pipeline import Modelled, Source, model


def _modelled(copies: int, *, session: bool) -> Modelled:
    files = corpus(copies, session=session)
    pages = [page_from_text(name, files[name]) for name in files if name != OVERLAY]
    return model(pages, Source(OVERLAY, files[OVERLAY], is_complete=True))


def test_the_first_copy_is_the_page_itself(repository: Path) -> None:
    stored = (repository / "spec/Users.md").read_text(encoding="utf-8")
    assert corpus(2)["Users.md"] == stored


def test_copies_declare_other_names() -> None:
    modelled = _modelled(3, session=False)
    names = [each.name for page in modelled.api.pages for each in page.declarations]
    assert len(names) == len(set(names)) == 3 * 5
    assert len({page.url for page in modelled.api.pages}) == 3
    assert len({page.title for page in modelled.api.pages}) == 3
    assert len({topic.name for topic in modelled.api.topics}) == 3 * 2


def test_every_copy_is_bound() -> None:
    modelled = _modelled(3, session=False)
    unbound = [
        each for each in modelled.diagnostics if each.code == Code.UNBOUND_METHOD
    ]
    assert unbound == []
    assert [topic.page for topic in modelled.api.topics].count("Users2.md") == 2
    methods = [
        method
        for page in modelled.api.pages
        for declared in page.declarations
        if isinstance(declared, ClassDecl) and declared.role == "handle"
        for method in declared.methods
    ]
    assert len(methods) == 3 * 6
    assert all(method.binding is not None for method in methods)


def test_a_copy_says_what_the_page_says() -> None:
    first, third = corpus(3)["Users.md"], corpus(3)["Users2.md"]
    assert third.replace("Users2", "Users").replace("User2", "User") == first


def test_the_entry_point_comes_along_when_asked() -> None:
    modelled = _modelled(2, session=True)
    assert "TalkSession.md" in [page.name for page in modelled.api.pages]
    assert "TalkSession.md" not in corpus(2)


def test_every_section_of_the_overlay_is_known() -> None:
    text = (SPEC / OVERLAY).read_text(encoding="utf-8")
    sections = overlay_sections(text)
    assert set(sections) == {"Users.md", "TalkSession.md"}
    entries = sum(part.count("\n[[") for part in sections.values())
    assert entries == text.count("\n[[")

"""By groups or as a whole, from the shelf or anew: the same files and findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from golden_cases import CASES, ROOT, Case
from hypothesis import HealthCheck, given, settings, strategies as st
from random_pages import RandomPage, pages as random_pages
from shelves import DictShelf

from minidoc.diagnostics import Diagnostic, GenerationError
from minidoc.pages import Page, page_from_text, read_page, read_pages
from minidoc.pipeline import (
    Generated,
    Job,
    NoShelf,
    Shelf,
    Source,
    generate,
    model,
    renew,
)
from minidoc.tree import DiskShelf

FRONT = """---
url: https://example.org/docs/{name}
title: {name}
minidoc-source: dart
---
"""
PAGE = """
/** A {0}. */
class {0} {{
  /** Its name. */
  final String name;

  {0}({{required String name}});
}}
"""


@pytest.fixture(scope="module", autouse=True)
def unformatted() -> Iterator[None]:
    """Leave out the formatter, which takes most of the time and knows no groups."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("minidoc.pipeline.unit.format_rendered", str)
        patch.setattr("minidoc.pipeline.assemble.format_rendered", str)
        yield


def page(name: str, body: str) -> Page:
    return page_from_text(f"{name}.md", FRONT.format(name=name) + body)


def job_of(case: Case) -> Job:
    overlay = None
    if case.overlay is not None:
        read = read_page(ROOT / case.overlay)
        overlay = Source(read.name, read.text)
    return Job(read_pages(case.pages), overlay, case.name)


def whole(job: Job) -> Generated:
    """What the definition says: one model of all pages."""
    return generate(model(job.pages, job.overlay), job.package, job.distribution)


def told(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Findings in the order in which they are shown."""
    return sorted(dict.fromkeys(found), key=Diagnostic.sort_key)


def outcome(job: Job, shelf: Shelf | None = None) -> object:
    """Everything that a caller sees of a run."""
    try:
        made = whole(job) if shelf is None else renew(job, shelf)
    except GenerationError as error:
        return told(error.diagnostics)
    return dict(made.files), dict(made.distribution), told(made.diagnostics)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden_packages_by_groups(case: Case) -> None:
    job = job_of(case)
    shelf = DictShelf()
    expected = outcome(job)
    assert outcome(job, NoShelf()) == expected
    assert outcome(job, shelf) == expected
    assert outcome(job, shelf) == expected


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(random_pages(), st.randoms(use_true_random=False))
def test_random_pages_by_groups(made: tuple[RandomPage, ...], random: Random) -> None:
    """Cold, warm, stale and damaged shelves give what no shelf gives."""
    pages = [page_from_text(each.name, each.text) for each in made]
    pages += [page(name, PAGE.format(name)) for name in ("Zebra", "Zoo")]
    job = Job(sorted(pages, key=lambda each: each.name), None, "sdk")
    shelf = DictShelf()
    expected = outcome(job)
    assert outcome(job, shelf) == expected
    assert outcome(job, shelf) == expected
    fewer = Job(random.sample(pages, len(pages) - 1), None, "sdk")
    fewer = Job(sorted(fewer.pages, key=lambda each: each.name), None, "sdk")
    assert outcome(fewer, shelf) == outcome(fewer)
    changed = random.choice(pages)
    other = page_from_text(changed.name, changed.text + "\nOne more word.\n")
    edited = [other if each is changed else each for each in job.pages]
    assert outcome(Job(edited, None, "sdk"), shelf) == outcome(Job(edited, None, "sdk"))
    shelf.damage(random)
    assert outcome(job, shelf) == expected


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_a_damaged_cache_costs_time_only(random: Random) -> None:
    """Files of the cache are cut, changed, swapped, removed, made of another run."""
    jobs = [zoo("Ape", "Bear", "Cat"), zoo("Bear", "Cat", "Dog")]
    expected = [outcome(job) for job in jobs]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", folder)
        for _ in range(4):
            number = random.randrange(2)
            shelf = DiskShelf("sdk", "stamp")
            assert outcome(jobs[number], shelf) == expected[number]
            if random.random() < 0.5:
                shelf.keep_used()
            damage(Path(folder, "minidoc", "sdk"), random)


def damage(folder: Path, random: Random) -> None:
    files = sorted(each for each in folder.iterdir() if each.is_file())
    for file in random.sample(files, random.randrange(len(files) + 1)):
        data = bytearray(file.read_bytes())
        match random.randrange(5):
            case 0:
                file.unlink()
            case 1:
                file.write_bytes(data[: random.randrange(len(data) + 1)])
            case 2:
                data[random.randrange(len(data))] ^= 1 << random.randrange(8)
                file.write_bytes(data)
            case 3:
                others = [each for each in files if each.is_file()]
                file.write_bytes(random.choice(others).read_bytes())
            case _:
                file.unlink()
                file.mkdir()


def zoo(*names: str, **bodies: str) -> Job:
    pages = [page(name, PAGE.format(name)) for name in names]
    pages += [page(name, body) for name, body in bodies.items()]
    return Job(sorted(pages, key=lambda each: each.name), None, "sdk")


def test_only_what_changed_is_made() -> None:
    shelf = DictShelf()
    renew(zoo("Ape", "Bear", "Cat"), shelf)
    assert len(shelf.written) == 4
    shelf.begin()
    renew(zoo("Ape", "Bear", "Cat"), shelf)
    assert (len(shelf.found), shelf.written) == (4, ["index"])
    shelf.begin()
    renew(zoo("Ape", "Cat", Bear=PAGE.format("Bear") + "\nMore.\n"), shelf)
    assert (len(shelf.found), len(shelf.written)) == (3, 2)


def test_pages_that_name_each_other_are_made_together() -> None:
    shelf = DictShelf()
    bear = PAGE.format("Bear").replace("Its name.", "Not the one of [Cat].")
    renew(zoo("Ape", "Cat", Bear=bear), shelf)
    assert len(shelf.written) == 3
    shelf.begin()
    cat = PAGE.format("Cat").replace("Its name.", "What it is called.")
    made = renew(zoo("Ape", Bear=bear, Cat=cat), shelf)
    assert len(shelf.written) == 2
    assert "What it is called." in made.files["cat.py"]
    assert "[`Cat`][]" in made.files["bear.py"]


def test_a_reference_that_gets_a_meaning() -> None:
    shelf = DictShelf()
    bear = PAGE.format("Bear").replace("Its name.", "See [Cat].")
    assert "[`Cat`][]" not in renew(zoo("Ape", Bear=bear), shelf).files["bear.py"]
    assert "[`Cat`][]" in renew(zoo("Ape", "Cat", Bear=bear), shelf).files["bear.py"]
    assert "[`Cat`][]" not in renew(zoo("Ape", Bear=bear), shelf).files["bear.py"]


def test_a_hint_follows_the_names_of_other_pages() -> None:
    shelf = DictShelf()
    bear = PAGE.format("Bear").replace("Its name.", "See [Catt].")
    for names in (("Ape",), ("Ape", "Cat"), ("Ape",)):
        job = zoo(*names, Bear=bear)
        assert outcome(job, shelf) == outcome(job)
        hints = " ".join(each.hint for each in renew(job, shelf).diagnostics)
        assert ("did you mean `Cat`?" in hints) == ("Cat" in names)


def test_undeclared_types_share_a_module() -> None:
    shelf = DictShelf()
    ape = PAGE.format("Ape").replace("String", "Fur")
    bear = PAGE.format("Bear").replace("String", "Claw")
    job = zoo("Cat", Ape=ape, Bear=bear)
    assert outcome(job, shelf) == outcome(job)
    shelf.begin()
    made = renew(job, shelf)
    assert shelf.written == ["index"]
    assert "Fur" in made.files["_opaque.py"]
    assert "Claw" in made.files["_opaque.py"]


@pytest.mark.parametrize(
    "bodies",
    [
        {"Ape": PAGE.format("Ape"), "ape": PAGE.format("Monkey")},
        {"Ape": PAGE.format("Ape"), "Bear": PAGE.format("Ape")},
        {"Ape": PAGE.format("Ape"), "Bear": PAGE.format("Bear")[:-4]},
        {"Ape": PAGE.format("Ape"), "Bear": PAGE.format("AsyncApe").replace("a", "a")},
        {"Ape": PAGE.format("UserURL"), "Bear": PAGE.format("UserUrl")},
    ],
    ids=["file names", "declared twice", "broken", "names", "folded names"],
)
def test_mistakes_are_told_as_ever(bodies: dict[str, str]) -> None:
    job = zoo("Cat", **bodies)
    assert outcome(job, DictShelf()) == outcome(job)


def test_what_the_overlay_says_belongs_to_the_unit() -> None:
    bear = PAGE.format("Bear").replace("String", "Claw")
    pages = zoo("Ape", Bear=bear).pages
    entry = '[[type]]\npage = "Bear.md"\nname = "Claw"\nreason = "{}"\nis = "{}"\n'
    shelf = DictShelf()
    for name, reason, kind in (
        ("overlay.toml", "TODO: a guess", "String"),
        ("other.toml", "TODO: a guess", "String"),
        ("other.toml", "TODO: a guess", "int"),
        ("other.toml", "Everybody knows.", "int"),
    ):
        overlay = Source(name, entry.format(reason, kind), True)
        job = Job(pages, overlay, "sdk")
        assert outcome(job, shelf) == outcome(job)


TOPIC = """
[[topic]]
page = "{0}.md"
name = "{1}"
reason = "It is kept."
path = "/{1}"
snapshot = "{0}"
"""
TYPE = """
[[type]]
page = "{0}.md"
name = "{1}"
reason = "The page uses it."
is = "String"
"""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        TYPE.format("Bear", "Claw"),
        TYPE.format("Bear", "Claw") + TYPE.format("Nowhere", "Claw"),
        TYPE.format("Bear", "Claw").replace("String", "Cat"),
        TYPE.format("Bear", "Claw").replace('reason = "The', 'reason = "TODO: the'),
        TYPE.format("Bear", "Claw").replace("is =", "are ="),
        TYPE.format("Bear", "Claw").replace(
            '"The page uses it."', '"""\n[[type]]\n"""'
        ),
        TYPE.format("Bear", "Claw").replace("[[type]]", "[[ type ]]"),
        "x = 1\n" + TYPE.format("Bear", "Claw"),
        TYPE.format("Bear", "Claw") + TOPIC.format("Ape", "apes"),
        "[[topic]]\n",
        "[[topic\n",
    ],
)
def test_overlays_by_groups(text: str) -> None:
    bear = PAGE.format("Bear").replace("String", "Claw")
    for lines in ("", "\n# moved\n\n"):
        job = zoo("Ape", "Cat", Bear=bear)
        job = Job(job.pages, Source("overlay.toml", lines + text, True), "sdk")
        shelf = DictShelf()
        assert outcome(job, shelf) == outcome(job)
        assert outcome(job, shelf) == outcome(job)
        moved = Source("overlay.toml", "\n" + lines + text, True)
        job = Job(job.pages, moved, "sdk")
        assert outcome(job, shelf) == outcome(job)


def test_topics_across_pages_belong_together() -> None:
    """A topic of one page that the entries of another one use: by a join."""
    pages = [
        page("Ape", PAGE.format("Ape")),
        page("Bear", PAGE.format("Bear").replace("String name", "Ape name")),
        page("Cat", PAGE.format("Cat")),
    ]
    joined = (
        TOPIC.format("Bear", "bears") + 'joins = [{ field = "name", topic = "apes" }]'
    )
    text = TOPIC.format("Ape", "apes") + joined + "\n" + TOPIC.format("Cat", "cats")
    for each in (text, text.replace("apes", "name")):
        job = Job(pages, Source("overlay.toml", each, True), "sdk")
        assert outcome(job, DictShelf()) == outcome(job)

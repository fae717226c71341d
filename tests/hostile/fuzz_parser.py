"""A coverage-guided fuzzer on the parser: `python tests/hostile/fuzz_parser.py 120`.

For as many seconds atheris changes pages, and keeps each that reaches a new place of
the parser. One that raises, takes more than 2 seconds or more than 200 MiB ends it and
is stored in the working directory; given as a second argument it is run again.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from attack_corpus import TEXTS
from attacked_project import project_of
from long_inputs import FRONT, LONG

# It is there for `make fuzz` only, where the system has it.
atheris: Any = import_module("atheris")

with atheris.instrument_imports(include=["minidoc"]):
    from minidoc.diagnostics import GenerationError
    from minidoc.pages import page_from_bytes
    from minidoc.syntax import parse

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2
# Python and its libraries take some of it before the first page.
MEGABYTES = 200 + 150
LONGEST = 4096


def read(data: bytes) -> None:
    """Read a page; nothing but a finding may come of it."""
    try:
        page = page_from_bytes("Page.md", data)
    except GenerationError:
        return
    parsed = parse(page)
    for each in parsed.diagnostics:
        assert each.span is not None, each


def seeds(folder: Path) -> None:
    """Write the pages to begin with: ours, bad ones, and every text of the corpus."""
    pages = [*ROOT.glob("spec/*.md"), *ROOT.glob("tests/bad_pages/*.md")]
    texts = [path.read_bytes() for path in pages]
    texts += project_of({}).pages.values()
    texts += [(FRONT + text).encode("utf-8", "replace") for text in TEXTS]
    texts += [(FRONT + make(100)).encode() for make in LONG.values()]
    for number, text in enumerate(texts):
        (folder / f"{number}").write_bytes(text)


def main(seconds: str, *given: str) -> None:
    """Run for some seconds, or run what an earlier run has found."""
    with tempfile.TemporaryDirectory() as folder:
        seeds(Path(folder))
        limits = [f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"]
        limits.append(f"-max_len={LONGEST}")
        where = given or (folder, f"-max_total_time={seconds}")
        atheris.Setup([sys.argv[0], *limits, *where], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Whatever is typed, or stands in the settings: it is refused, or it is a name.

The commands run in a folder of their own. After each of them what was there is as it
was, what is new lies where it was wanted and nowhere if the command failed, and nothing
was printed that would act on a terminal.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import attack_corpus as corpus
import pytest
from attacked_project import toml
from cli_project import ROOMS, Minidoc

TEXTS = tuple(
    dict.fromkeys(
        (
            *corpus.FILES, *corpus.CONTROLS, *corpus.LINE_ENDS, *corpus.QUOTES[:14],
            *corpus.BACKSLASHES[:20], *corpus.TEMPLATES, *corpus.NAMES[::9],
            *corpus.ADDRESSES, "--help", "-x", "--", "@docs/Rooms.md", "~", "$HOME",
        )
    )
)  # fmt: skip
Line = Callable[[str], Sequence[str]]
Texts = Callable[[int, int], Sequence[tuple[int, str]]]
PAGE = "docs/Rooms.md"
TYPED: dict[str, Line] = {
    "command": lambda text: [text],
    "option": lambda text: [f"--{text}", "check"],
    "generate page": lambda text: ["generate", "--output=out/sdk", "--", text],
    "generate overlay": lambda text: [
        *("generate", PAGE, "--output=out/sdk", f"--overlay={text}")
    ],
    "generate output": lambda text: [
        *("generate", PAGE, f"--output=out/{text}", "--package=sdk")
    ],
    "generate package": lambda text: [
        *("generate", PAGE, "--output=out/sdk", f"--package={text}")
    ],
    "generate both": lambda text: ["generate", PAGE, f"--output=out/{text}"],
    "check output": lambda text: [
        *("check", PAGE, f"--output=out/{text}", "--package=sdk")
    ],
    "check github": lambda text: [
        *("check", PAGE, f"--output=out/{text}", "--format=github")
    ],
    "check html": lambda text: [
        *("check", PAGE, "--output=out/sdk", f"--html=out/{text}")
    ],
    "vendor place": lambda text: [
        *("vendor", "--package=sdk", "--", f"out/{text}", PAGE)
    ],
    "vendor package": lambda text: ["vendor", f"--package={text}", "out", PAGE],
    "diff old": lambda text: ["diff", "--", text, "docs"],
    "diff revision": lambda text: ["diff", "--", f"{text}:docs", "docs"],
    "fetch page": lambda text: ["fetch", "--", text],
    "init page": lambda text: ["init", "--", text],
    "init package": lambda text: ["init", f"--package={text}", PAGE],
    "explain": lambda text: ["explain", "--", text],
    "serve database": lambda text: ["serve", "--port=0", f"--db=nowhere/{text}/x"],
    "serve seed": lambda text: ["serve", "--port=0", f"--seed=nowhere/{text}/x"],
}
FOLDERS = ("generate output", "vendor place")
WRITTEN = ("a/b/out/", "a/b/spec/", "a/b/pyproject.toml")
WRITERS = (*FOLDERS, "generate both", "check html", "init page")
SETTINGS = ("pages", "overlay", "output", "package", "distribution-name", "fetch")


def files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {
        os.path.relpath(path, folder): Path(path).read_bytes()
        for place, _, names in os.walk(folder)
        for path in (os.path.join(place, name) for name in names)
    }


class Place:
    """A folder with one page, and folders around it that are none of its business."""

    def __init__(self, folder: Path, minidoc: Minidoc) -> None:
        self.around = folder
        self.home = folder / "a" / "b"
        self._minidoc = minidoc
        (self.home / "docs").mkdir(parents=True)
        (self.home / PAGE).write_text(ROOMS, "utf-8")
        (self.home / "out").mkdir()
        (self.home / "out" / "mine.txt").write_text("mine", "utf-8")

    def run(self, *line: str) -> int:
        """Run a command, and look at all that came of it."""
        before = files(self.around)
        ran = self._minidoc(*line)
        after = files(self.around)
        assert ran.code in (0, 1, 2), line
        assert "Traceback" not in ran.out + ran.err, (line, ran.err)
        assert "mistake in minidoc" not in ran.err, line
        for char in set(ran.out + ran.err) - {"\n", "\t"}:
            acts = unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
            assert not acts, (line, hex(ord(char)))
        assert {path: after.get(path) for path in before} == before, line
        new = {path for path in after if path not in before}
        wanted = () if ran.code and line[0] != "check" else WRITTEN
        assert all(path.startswith(wanted) for path in new), (line, new)
        return int(ran.code)


@pytest.fixture
def place(
    tmp_path: Path, minidoc: Minidoc, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], Place]:
    """Make places, one for each text."""

    def make(number: int) -> Place:
        made = Place(tmp_path / str(number), minidoc)
        monkeypatch.chdir(made.home)
        return made

    return make


def typed(text: str) -> str:
    """Return a text as it arrives when it is typed: any bytes but NUL."""
    return os.fsdecode(text.replace("\0", "").encode("utf-8", "surrogatepass"))


@pytest.fixture
def texts_of(pytestconfig: pytest.Config) -> Texts:
    """Each text has its turn with one of many; with two where time does not matter."""
    turns = (1, 7) if pytestconfig.getoption("--examples") else (1,)

    def texts(number: int, many: int) -> Sequence[tuple[int, str]]:
        return [
            (at, text)
            for at, text in enumerate(TEXTS)
            if number in (at * turn % many for turn in turns)
        ]

    return texts


@pytest.mark.parametrize(("number", "name"), list(enumerate(TYPED)), ids=TYPED)
def test_whatever_is_typed(
    name: str, number: int, place: Callable[[int], Place], texts_of: Texts
) -> None:
    codes = set[int]()
    for at, text in texts_of(number, len(TYPED)):
        # Who types a way out wants to write there; all else only reads.
        leads_out = (os.path.isabs(text) or ".." in text) and name in WRITERS
        asks = "://" in text and name in ("init page", "fetch page")
        if not leads_out and not asks:
            codes.add(place(at).run(*TYPED[name](typed(text))))
    # A folder may be called nearly anything.
    assert codes & ({0} if name in FOLDERS else {1, 2})


@pytest.mark.parametrize(("number", "name"), list(enumerate(SETTINGS)), ids=SETTINGS)
def test_whatever_is_set(
    name: str, number: int, place: Callable[[int], Place], texts_of: Texts
) -> None:
    codes = set[int]()
    for at, text in texts_of(number, len(SETTINGS)):
        if name == "output" and (os.path.isabs(text) or ".." in text):
            continue
        here = place(at)
        settings = {
            "pages": f'["{PAGE}"]',
            "output": '"out/sdk"',
            "package": '"sdk"',
            "distribution": '"out"',
            "distribution-name": '"sdk"',
        }
        quoted = toml(text.encode("utf-8", "replace").decode())
        settings[name] = {"pages": f"[{quoted}]", "fetch": f"{{ {quoted} = 'x' }}"}.get(
            name, quoted
        )
        lines = (f"{key} = {value}\n" for key, value in settings.items())
        path = here.home / "pyproject.toml"
        path.write_text("[tool.minidoc]\n" + "".join(lines), "utf-8")
        codes.add(here.run("fetch" if name == "fetch" else "generate"))
    assert 2 in codes, "some are refused"


def test_a_name_that_is_not_utf8(place: Callable[[int], Place]) -> None:
    name = os.fsdecode(b"\xff")
    here = place(0)
    assert here.run("generate", PAGE, f"--output=out/{name}") == 2
    assert here.run("generate", PAGE, f"--output=out/{name}", "--package=sdk") == 0
    assert here.run("check", PAGE, f"--output=out/{name}", "--package=sdk") == 0

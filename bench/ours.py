"""Minidoc and its package as courses: each one process, from its start to its end."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from bench.environment import Environment
from bench.peers.api import classes_of
from bench.peers.expected import of_minidoc
from bench.project import Look, Project
from bench.race import Course, Facts, environment_of, sample_of
from bench.work import check_work

PASS, CHECK, GENERATE = "python -c pass", "check, unchanged", "generate, unchanged"
COLD, CHANGED = "generate, cold", "generate, one page changed"
DIFF, PARSE = "diff, one page changed", "parse of both sides"
SDK, PACKAGE = "import of two names", "import of the package"
WEBSOCKETS = "import of websockets"

HEAVY = "heavy imports"
REWRITTEN = "rewritten needlessly"
HEAVY_LIBRARIES = frozenset({"lark", "jinja2", "pydantic", "black"})

# What `minidoc diff` cannot do without: the syntax trees of all pages of both sides.
_PARSE_BOTH = """
import sys
from pathlib import Path
from minidoc.pages import read_pages
from minidoc.syntax import parse
trees = [
    parse(page)
    for folder in sys.argv[1:]
    for page in read_pages(sorted(Path(folder).glob("*.md")))
]
"""


def course(name: str, environment: Environment, folder: Path, copies: int) -> Course:
    """Make what a course needs, in a folder of its own."""
    return COURSES[name](environment, folder, copies)


def _python(program: str, *arguments: str) -> Callable[..., Course]:
    def made(environment: Environment, folder: Path, _: int) -> Course:
        folder.mkdir(parents=True, exist_ok=True)
        return Course((environment.python, "-c", program, *arguments), folder)

    return made


def _cold(environment: Environment, folder: Path, copies: int) -> Course:
    project = Project.made(folder, copies)
    command = (environment.program("minidoc"), "generate")

    def after() -> Facts:
        return check_work(project.package, of_minidoc(classes_of(copies)))

    return Course(command, folder, before=project.forget, after=after)


def _unchanged(
    command: str, environment: Environment, folder: Path, copies: int
) -> Course:
    _generated(environment, folder, copies)
    program = (environment.program("minidoc"), command)
    after = partial(_heavy_imports, (environment.python, *program), folder)
    return Course(program, folder, after=after)


def _changed(environment: Environment, folder: Path, copies: int) -> Course:
    project = _generated(environment, folder, copies)
    looks: list[Look] = []

    def before() -> None:
        project.edit()
        looks[:] = [project.look()]

    def after() -> Facts:
        return {REWRITTEN: len(project.rewritten_needlessly(looks[-1]))}

    command = (environment.program("minidoc"), "generate")
    return Course(command, folder, before=before, after=after)


def _diff(environment: Environment, folder: Path, copies: int) -> Course:
    project = _generated(environment, folder, copies)
    shutil.copytree(folder / "spec", folder / "old")
    command = (environment.program("minidoc"), "diff", "old", "spec")
    return Course(command, folder, before=project.edit)


def _parse(environment: Environment, folder: Path, copies: int) -> Course:
    project = Project.made(folder, copies)
    shutil.copytree(folder / "spec", folder / "old")
    project.edit()
    return Course((environment.python, "-c", _PARSE_BOTH, "old", "spec"), folder)


def _import(
    program: str, environment: Environment, folder: Path, copies: int
) -> Course:
    project = _generated(environment, folder, copies, session=True)
    compiled = ("-m", "compileall", "-q", str(project.package))
    subprocess.run([environment.python, *compiled], check=True)
    return Course((environment.python, "-c", program), folder)


def _generated(
    environment: Environment, folder: Path, copies: int, *, session: bool = False
) -> Project:
    project = Project.made(folder, copies, session=session)
    sample_of(Course((environment.program("minidoc"), "generate"), folder))
    return project


def _heavy_imports(command: tuple[str, ...], folder: Path) -> Facts:
    """Count which of the large libraries a run loads."""
    python, *rest = command
    done = subprocess.run(
        [python, "-X", "importtime", *rest],
        cwd=folder,
        env=environment_of(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    return {HEAVY: len(loaded & HEAVY_LIBRARIES)}


COURSES: Mapping[str, Callable[[Environment, Path, int], Course]] = {
    PASS: _python("pass"),
    WEBSOCKETS: _python("import websockets.asyncio.client"),
    CHECK: partial(_unchanged, "check"),
    GENERATE: partial(_unchanged, "generate"),
    COLD: _cold,
    CHANGED: _changed,
    DIFF: _diff,
    PARSE: _parse,
    SDK: partial(_import, "from talkjs import UserRef, get_talk_session"),
    PACKAGE: partial(_import, "import talkjs"),
}

"""Projects in which a run changes something, and what they look like before and after.

A scene is a command and the state that it finds. Its folder is made once and copied for
each run, with what strangers keep in it, and with the user's cache.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeAlias

from cli_project import ROOMS
from fetch_site import Site, page

FAULTY = Path(__file__).with_name("faulty_command.py")
LIMIT = 120.0

Picture: TypeAlias = dict[str, str]
Fill: TypeAlias = Callable[[Path], None]

OLD = ROOMS.replace("A room", "A place")
HALLS, DOORS = (ROOMS.replace("Room", name) for name in ("Hall", "Door"))
GENERATED = """\
[tool.minidoc]
pages = ["docs/*.md"]
output = "made/acme_rooms"
package = "acme_rooms"
distribution = "made"
distribution-name = "acme-rooms"
"""
VENDORED = '[tool.minidoc]\npages = ["docs/*.md"]\n'


@dataclass(frozen=True)
class Scene:
    """A command and what it finds.

    Attributes:
        arguments: The command.
        before: Fills an empty folder; what is generated there is made by the command.
        change: What then happens to it, until the command has something to do.
        output: What the command replaces as a whole.
    """

    arguments: tuple[str, ...]
    before: Fill
    change: Fill
    output: str
    is_first: bool = False


@dataclass(frozen=True)
class Ready:
    """A scene that can be played again and again.

    Attributes:
        scene: What is played.
        folder: How it begins; to be copied.
        old: The project before the run.
        new: The project after it.
        steps: How many steps of a run to its end change something.
        seconds: How long it takes.
        largest: Size of the largest file that it writes.
    """

    scene: Scene
    folder: Path
    env: Mapping[str, str]
    old: Picture
    new: Picture
    steps: int = 0
    seconds: float = 0.0
    largest: int = 0

    def copy(self, place: Path) -> Path:
        """Begin again in a folder that does not exist yet."""
        return Path(shutil.copytree(self.folder, place, symlinks=True))

    def run(
        self, place: Path, *fault: object, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the command there, with a fault of `faulty_command.py` or without one."""
        return self.start(place, *fault, more=more).wait()

    def start(
        self, place: Path, *fault: object, more: Mapping[str, str] | None = None
    ) -> Started:
        """Begin to run the command there."""
        env = {**self.env, "XDG_CACHE_HOME": str(place / "cache"), **(more or {})}
        return started(self.command(place, *fault), env, place / "project")

    def command(self, place: Path, *fault: object) -> list[str]:
        """Return what is to be run there."""
        program = [FAULTY, *fault, place / "tally"] if fault else ["-m", "minidoc"]
        return [sys.executable, "-B", *map(str, program), *self.scene.arguments]

    def is_whole(self, place: Path) -> bool:
        """Tell whether the output is the old one or the new one, all else untouched."""
        found = picture_of(place / "project")
        rest = {path: text for path, text in found.items() if ".minidoc" not in path}
        inside, beside = _split(rest, self.scene.output)
        both = [_split(each, self.scene.output) for each in (self.old, self.new)]
        if inside not in [one for one, _ in both]:
            return False
        old, new = (other for _, other in both)
        known = {*old.items(), *new.items()}
        return known.issuperset(beside.items()) and old.keys() - new.keys() <= set(
            beside
        )


@dataclass(frozen=True)
class Started:
    """A run under way."""

    process: subprocess.Popen[str]

    def wait(self) -> subprocess.CompletedProcess[str]:
        """Wait for its end."""
        try:
            out, err = self.process.communicate(timeout=LIMIT)
        finally:
            self.process.kill()
        arguments, code = self.process.args, self.process.returncode
        return subprocess.CompletedProcess(arguments, code, out, err)


def started(command: list[str], env: Mapping[str, str], folder: Path) -> Started:
    """Begin to run a program in a folder."""
    pipe = subprocess.PIPE
    return Started(
        subprocess.Popen(
            command, cwd=folder, env=env, stdout=pipe, stderr=pipe, text=True
        )
    )


@dataclass
class Theatre:
    """Makes scenes ready, each once.

    Attributes:
        folder: Where they are.
        env: What runs find in their environment.
        site: Where pages are fetched from.
    """

    folder: Path
    env: Mapping[str, str]
    site: Site
    ready: dict[str, Ready] = field(default_factory=dict[str, "Ready"])

    def scene(self, name: str) -> Ready:
        """Return a scene by its name."""
        if name not in self.ready:
            self.ready[name] = self._make(SCENES[name](self.site), self.folder / name)
        return self.ready[name]

    def _make(self, scene: Scene, folder: Path) -> Ready:
        (folder / "project").mkdir(parents=True)
        (folder / "cache").mkdir(mode=0o700)
        ready = Ready(scene, folder, self.env, {}, {})
        scene.before(folder / "project")
        if not scene.is_first:
            done = ready.run(folder)
            assert done.returncode == 0, done.stderr
        scene.change(folder / "project")
        strangers(folder / "project" / scene.output)
        return self._rehearse(ready)

    def _rehearse(self, ready: Ready) -> Ready:
        place = ready.copy(ready.folder.with_name(f"{ready.folder.name}-after"))
        begun = time.monotonic()
        done = ready.run(place, "none", 0)
        assert done.returncode == 0, done.stderr
        files = [path for path in place.rglob("*") if path.is_file()]
        return Ready(
            ready.scene,
            ready.folder,
            ready.env,
            old=picture_of(ready.folder / "project"),
            new=picture_of(place / "project"),
            steps=int((place / "tally").read_text()),
            seconds=time.monotonic() - begun,
            largest=max(path.stat().st_size for path in files),
        )


def picture_of(folder: Path) -> Picture:
    """Describe everything below a folder; files with what they hold and permit."""
    found: Picture = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {os.readlink(path)}"
        elif path.is_dir():
            found[name] = "folder"
        else:
            times = path.stat().st_mtime_ns if "strange" in name else 0
            found[name] = f"{path.stat().st_mode:o} {times} {path.read_bytes()!r}"
    return found


def _split(picture: Picture, output: str) -> tuple[Picture, Picture]:
    inside = {
        path: text for path, text in picture.items() if path.startswith(f"{output}/")
    }
    above = {Path(output).as_posix(), *(p.as_posix() for p in Path(output).parents)}
    beside = {
        path: text
        for path, text in picture.items()
        if path not in inside and path not in above
    }
    return inside, beside


def strangers(output: Path) -> None:
    """Put files, a folder and a link of other people into the output and beside it."""
    for folder in (output, output.parent):
        (folder / "strange folder" / "empty").mkdir(parents=True)
        (folder / "strange.txt").write_text("mine\n")
        (folder / "strange folder" / "strange.sh").write_text("theirs\n")
        (folder / "strange folder" / "strange.sh").chmod(0o500)
        os.symlink("strange.txt", folder / "strange link")


def _with_pages(config: str, **pages: str) -> Fill:
    def fill(folder: Path) -> None:
        (folder / "pyproject.toml").write_text(config)
        shutil.rmtree(folder / "docs", ignore_errors=True)
        (folder / "docs").mkdir()
        for name, text in pages.items():
            (folder / "docs" / f"{name}.md").write_text(text)

    return fill


def _package(config: str, arguments: tuple[str, ...], output: str, way: str) -> Scene:
    change = _with_pages(config, Rooms=ROOMS, Doors=DOORS)
    before = {
        "first": change,
        "again": _with_pages(config, Rooms=OLD, Doors=DOORS),
        "fewer": _with_pages(config, Rooms=OLD, Doors=DOORS, Halls=HALLS),
    }[way]
    return Scene(arguments, before, change, output, is_first=way == "first")


def _generate(way: str, _: Site) -> Scene:
    return _package(GENERATED, ("generate",), "made/acme_rooms", way)


def _vendor(way: str, _: Site) -> Scene:
    arguments = ("vendor", "src", "--package", "acme.rooms")
    return _package(VENDORED, arguments, "src/acme/rooms", way)


def _fetch(way: str, site: Site) -> Scene:
    names = ("Rooms", "Halls", "Doors")
    known = names[:2] if way == "more" else names
    addresses = {name: site.url(f"/{way}/{name}") for name in names}

    def serve(text: str) -> None:
        for name, address in addresses.items():
            site.serve(f"/{way}/{name}.md", page(address, name.rstrip("s"), text))

    def config(folder: Path, chosen: tuple[str, ...]) -> None:
        lines = [f'"spec/{name}.md" = "{addresses[name]}.md"\n' for name in chosen]
        text = '[tool.minidoc]\npages = ["spec/*.md"]\n\n[tool.minidoc.fetch]\n'
        (folder / "pyproject.toml").write_text(text + "".join(lines))

    def before(folder: Path) -> None:
        serve("Old.")
        config(folder, known)

    def change(folder: Path) -> None:
        serve("New.")
        config(folder, names)

    return Scene(("fetch",), before, change, "spec", is_first=way == "first")


SCENES: dict[str, Callable[[Site], Scene]] = {
    f"{command}-{way}": partial(make, way)
    for command, make, ways in (
        ("generate", _generate, ("first", "again", "fewer")),
        ("vendor", _vendor, ("first", "again", "fewer")),
        ("fetch", _fetch, ("first", "again", "more")),
    )
    for way in ways
}


def chance(name: str, seed: int) -> Random:
    """Return what decides of one run, the same for the same seed."""
    return Random(f"{name} {seed}")

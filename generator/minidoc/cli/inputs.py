"""From arguments and configuration to what a run works on."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from minidoc.config import Config, load_config
from minidoc.diagnostics import Code, Diagnostic, GenerationError
from minidoc.lock import lock_findings
from minidoc.pages import Page, read_each, read_page
from minidoc.pipeline import Source, check_input
from minidoc.python.code import Text
from minidoc.release.state import RELEASED, read_released
from minidoc.render import Distribution
from minidoc.tree import read_file
from minidoc.values import frozen

_DESCRIPTION = "Typed Python SDK, generated from documentation pages"


@frozen
class Inputs:
    """What a run reads, and what the locks of the pages say against them."""

    config: Config
    pages: tuple[Page, ...]
    overlay: Source | None
    found: tuple[Diagnostic, ...] = ()


@frozen
class Target:
    """Where a run writes to, or what it compares with.

    Attributes:
        folder: The package's own folder.
        package: Its import name.
        beside: Folder of the distribution's files; None when they are not wanted.
        distribution: What those files say.
    """

    folder: Path
    package: str
    beside: Path | None
    distribution: Distribution | None

    @property
    def inside(self) -> str:
        """The package's folder inside the distribution, as a POSIX path."""
        return self.distribution.folder.value if self.distribution else ""


@frozen
class InputPaths:
    """What a run is about to read.

    Attributes:
        config: The settings.
        pages: Paths of the pages, as they were given or matched.
        overlay: Path of the overlay, None for none.
    """

    config: Config
    pages: tuple[Path, ...]
    overlay: Path | None


def read_inputs(
    arguments: argparse.Namespace,
    sources: dict[str, tuple[str, str]],
    look: Callable[[InputPaths], object] | None = None,
) -> Inputs:
    """Read pages and overlay.

    Args:
        arguments: The command line.
        sources: Gets the path and the text of what was read, also before an error.
        look: Is told what is going to be read.

    Raises:
        GenerationError: If there is no page, or something cannot be read; what is
            wrong in the other files comes with it.
    """
    config = load_config(Path.cwd())
    paths = [Path(page) for page in arguments.pages] or list(config.pages)
    if not paths:
        raise GenerationError([_usage("no pages are given", "PAGE...", "pages")])
    if look is not None:
        look(InputPaths(config, tuple(paths), _overlay_path(arguments, config)))
    sources.update({path.name: (_shown(path).as_posix(), "") for path in paths})
    pages, unread = read_each(paths)
    sources.update({page.name: (page.path, page.text) for page in pages})
    overlay, problems = _overlay(arguments, config, sources)
    if unread or problems:
        found = check_input(pages, overlay)
        raise GenerationError([*unread, *problems, *found])
    # A run over some of the pages says nothing of the others.
    found = lock_findings(pages, is_complete=not arguments.pages)
    return Inputs(config, pages, overlay, found)


def read_target(arguments: argparse.Namespace, config: Config) -> Target:
    """Find out where the package goes and what it is called.

    The distribution's files belong to the configured package only: another `--output`
    or `--package` leaves them alone.

    Raises:
        GenerationError: If neither an argument nor the configuration says where to.
    """
    configured = config.path("output")
    folder = Path(arguments.output) if arguments.output else configured
    if folder is None:
        raise GenerationError(
            [_usage("no output folder is given", "--output", "output")]
        )
    same = configured is not None and _is_same(folder, configured)
    default = config.text("package", _real(folder).name) if same else ""
    package = arguments.package or default or _real(folder).name
    beside = config.path("distribution") if same and package == default else None
    distribution = _distribution(config, folder, beside) if beside else None
    shown = _shown(beside) if beside else None
    return Target(_shown(folder), package, shown, distribution)


def _shown(folder: Path) -> Path:
    """Return a path for messages: relative where that is possible."""
    try:
        return _place(folder).relative_to(Path.cwd())
    except ValueError:
        return folder


def _place(folder: Path) -> Path:
    """Resolve links above a folder; one in its own place stays, to be refused."""
    if folder.name in {"", ".."}:
        return _real(folder)
    return _real(folder.parent) / folder.name


def _real(path: Path) -> Path:
    """Resolve links as `Path.resolve` does, but take one that leads to itself."""
    return Path(os.path.realpath(path))


def _is_same(one: Path, other: Path) -> bool:
    return _real(one) == _real(other)


def _overlay_path(arguments: argparse.Namespace, config: Config) -> Path | None:
    return Path(arguments.overlay) if arguments.overlay else config.path("overlay")


def _overlay(
    arguments: argparse.Namespace,
    config: Config,
    sources: dict[str, tuple[str, str]],
) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    path = _overlay_path(arguments, config)
    if path is None:
        return None, ()
    sources[path.name] = (_shown(path).as_posix(), "")
    try:
        read = read_page(_shown(path))
    except GenerationError as error:
        hint = "give --overlay, or set 'overlay' in [tool.minidoc] of pyproject.toml"
        return None, tuple(
            replace(each, hint=hint) if each.code is Code.CANNOT_READ else each
            for each in error.diagnostics
        )
    sources[read.name] = (read.path, read.text)
    configured = not (arguments.pages or arguments.overlay)
    return Source(read.name, read.text, is_complete=configured), ()


def _distribution(config: Config, folder: Path, beside: Path) -> Distribution:
    if _real(beside) not in _real(folder).parents:
        message = "[tool.minidoc] in pyproject.toml: distribution does not hold output"
        hint = "name a folder that `output` is in, for example the one above it"
        raise GenerationError([Diagnostic(Code.INVALID_CONFIG, message, None, hint)])
    inside = _real(folder).relative_to(_real(beside)).as_posix()
    name = config.text("distribution-name", config.text("package"))
    return Distribution(
        Text(name),
        Text(released_version(beside) or configured_version(config)),
        Text(config.text("distribution-description", _DESCRIPTION)),
        Text(inside),
    )


def configured_version(config: Config) -> str:
    """Return the version that the configuration names."""
    return config.text("distribution-version", "0.1.0")


def released_version(beside: Path) -> str | None:
    """Return the version of the last release, None where there was none.

    Raises:
        GenerationError: If the file that says so is not understood.
    """
    released = read_released(read_file(beside, RELEASED))
    return str(released.version) if released else None


def _usage(message: str, argument: str, setting: str) -> Diagnostic:
    hint = f"give {argument}, or set {setting!r} in [tool.minidoc] of pyproject.toml"
    return Diagnostic(Code.INVALID_CONFIG, message, None, hint)

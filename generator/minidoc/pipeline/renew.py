"""Generation by groups of pages, of which only those that changed are made anew.

In: pages, an overlay, and a shelf with what earlier runs made. Out: the same files, and
the same findings, that `generate` makes of the model of all pages. Whatever this cannot
be sure of is left to that: mistakes above all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minidoc.diagnostics import GenerationError
from minidoc.ir.names import KnownNames
from minidoc.pages import Page
from minidoc.pipeline.assemble import Generated, assemble, generate
from minidoc.pipeline.connect import connected
from minidoc.pipeline.entries import TOPIC, EntryText, overlay_of, split_entries
from minidoc.pipeline.halves import Half, in_halves
from minidoc.pipeline.index import Index, digest_of
from minidoc.pipeline.keep import Facts, kept_text, read_kept, speaks_of
from minidoc.pipeline.naming import Names, read_all_names
from minidoc.pipeline.parsed import ParsedPages
from minidoc.pipeline.read import Source, model, model_of_some
from minidoc.pipeline.shelf import Shelf
from minidoc.pipeline.unit import Unit, make_unit
from minidoc.python.package import shared_claims
from minidoc.render import Distribution
from minidoc.syntax import Parsed
from minidoc.values import frozen


@frozen
class Job:
    """What is to be generated.

    Attributes:
        pages: All pages, sorted by name.
        overlay: The overlay, None for none.
        package: Import name of the package.
        distribution: What stands beside the package, None for nothing.
    """

    pages: Sequence[Page]
    overlay: Source | None
    package: str
    distribution: Distribution | None = None

    @property
    def version(self) -> str:
        """Version of the distribution, empty where there is none."""
        return self.distribution.version.value if self.distribution else ""


def renew(job: Job, shelf: Shelf) -> Generated:
    """Generate; what did not change since the last time is taken from the shelf.

    Raises:
        GenerationError: With everything found, if any of it is an error.
    """
    try:
        made = _by_groups(job, shelf)
    except GenerationError:
        # Found in one group: the whole run tells what is wrong in all of them.
        made = None
    if made is None:
        modelled = model(job.pages, job.overlay)
        made = generate(modelled, job.package, job.distribution)
    return made


def _by_groups(job: Job, shelf: Shelf) -> Generated | None:
    entries = split_entries(job.overlay.text) if job.overlay else ()
    if entries is None:
        return None
    index = Index.read(shelf)
    size = sum(page.sha256 not in index.pages for page in job.pages)
    with in_halves(size, is_shared=shelf.is_shared) as half:
        parsed = ParsedPages()
        names = read_all_names(job.pages, entries, index, half, parsed)
        if names is None:
            return None
        together = list(index.together)
        work = _Work(job, shelf, names, entries, parsed)
        work.make(together, half)
        names.forget_tables()
    units = work.units(together)
    if more := _needing_one(units):
        together += more
        units = work.units(together)
    if _needing_one(units) or shared_claims([unit.part for unit in units]):
        return None
    names.index.together = together
    names.index.write(shelf)
    return assemble(units, job.package, job.distribution, names.topics(entries))


def _needing_one(units: Iterable[Unit]) -> list[list[str]]:
    """Find pages that have to come together, for there is one of something for all.

    That is the module of undeclared types, and the order of old names.
    """
    opaque = [unit for unit in units if unit.model.undeclared]
    old = [unit for unit in units if unit.model.old_names]
    return [
        [page.name for unit in found for page in unit.model.pages]
        for found in (opaque, old)
        if len(found) > 1
    ]


@frozen
class _Task:
    """One unit that is wanted.

    Attributes:
        pages: Names of its pages.
        entries: Its entries, in the order of the overlay.
        name: Names the unit by all that it is made of.
        facts: What else some units depend on.
    """

    pages: Sequence[str]
    entries: Sequence[EntryText]
    name: str
    facts: Facts


class _Work:
    """Makes the unit of each group, or takes it from the shelf."""

    def __init__(
        self,
        job: Job,
        shelf: Shelf,
        names: Names,
        entries: Sequence[EntryText],
        parsed: ParsedPages,
    ) -> None:
        self._job = job
        self._shelf = shelf
        self._names = names
        self._parsed = parsed
        self._overlay = job.overlay.name if job.overlay else ""
        self._pages = {page.name: page for page in job.pages}
        self._entries: dict[str, list[EntryText]] = {}
        for entry in entries:
            self._entries.setdefault(names.page_of(entry), []).append(entry)
        types = {n: t for n, t in names.declared.items() if not n.startswith(TOPIC)}
        self._known = KnownNames(types)
        self._units: dict[str, Unit] = {}

    def make(self, together: Iterable[Iterable[str]], half: Half) -> None:
        """Make this half's part of the units: those whose first page it has parsed."""
        if half.is_alone:
            return
        for task in self._tasks(together):
            if task.pages[0] in self._names.read_here and self._kept(task) is None:
                self._units[task.name] = self._made(task)

    def units(self, together: Iterable[Iterable[str]]) -> list[Unit]:
        """Make the units of all pages, but for those that are there."""
        return [self._unit(task) for task in self._tasks(together)]

    def _unit(self, task: _Task) -> Unit:
        if task.name in self._units:
            return self._units.pop(task.name)
        return self._kept(task) or self._made(task)

    def _tasks(self, together: Iterable[Iterable[str]]) -> list[_Task]:
        groups = connected(self._names.pages, together)
        return [self._task(group) for group in groups]

    def _task(self, group: Sequence[str]) -> _Task:
        entries = [each for page in group for each in self._entries.get(page, ())]
        entries.sort(key=lambda entry: entry.line)
        pages = (text for page in group for text in (page, self._pages[page].sha256))
        job = (self._job.package, self._job.version, self._overlay)
        name = digest_of([*job, *pages, "", *(entry.sha256 for entry in entries)])
        lines = digest_of(str(entry.line) for entry in entries)
        return _Task(group, entries, name, Facts(self._names.index.names, lines))

    def _kept(self, task: _Task) -> Unit | None:
        return read_kept(self._shelf.read(task.name), task.facts)

    def _made(self, task: _Task) -> Unit:
        pages = [self._parsed.take(self._pages[page]) for page in task.pages]
        unit = self._unit_of(task, pages, is_placed=False)
        if speaks_of(unit, self._overlay):
            unit = self._unit_of(task, pages, is_placed=True)
        text = kept_text(unit, task.facts, self._overlay)
        if text is not None:
            self._shelf.write(task.name, text)
        return unit

    def _unit_of(
        self, task: _Task, pages: Sequence[Parsed], *, is_placed: bool
    ) -> Unit:
        known = self._names.index.entries
        overlay = overlay_of(task.entries, self._overlay, known, is_placed=is_placed)
        modelled = model_of_some(pages, overlay, self._known)
        return make_unit(modelled, self._job.package, self._job.version)

"""Where figures come from. A new part has one line here."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module

from bench.figure import Figure
from bench.parts import changed, cold, comparing, growth, importing, unchanged
from bench.parts.part import Part

PROCESSES: tuple[Part, ...] = (
    unchanged.PART,
    cold.PART,
    changed.PART,
    growth.PART,
    comparing.PART,
    importing.PART,
)
# Modules with `figures(repeat: int) -> list[Figure]`, which measure for themselves.
BY_THEMSELVES = ("bench.runtime",)


def names() -> tuple[str, ...]:
    """Return what `--only` can pick, besides single figures."""
    return (*(part.name for part in PROCESSES), *map(_short, BY_THEMSELVES))


def chosen_parts(only: Collection[str]) -> tuple[Part, ...]:
    """Return the parts that have figures which are wanted; without a choice, all."""
    wanted = {each.partition(".")[0] for each in only}
    return tuple(part for part in PROCESSES if not only or part.name in wanted)


def by_themselves(only: Collection[str], repeat: int) -> list[Figure]:
    """Measure what is no process that runs once."""
    others = {each.partition(".")[0] for each in only} - {
        each.name for each in PROCESSES
    }
    found: list[Figure] = []
    for module in BY_THEMSELVES if others or not only else ():
        measured: list[Figure] = import_module(module).figures(repeat)
        found += (each for each in measured if is_chosen(each, _short(module), only))
    return found


def unknown(only: Collection[str]) -> list[str]:
    """Return what nothing is called, as far as that is known before measuring."""
    # What measures for itself calls its figures as it likes.
    candidates = [each for each in only if "." not in each]
    return [each for each in candidates if each.partition(".")[0] not in names()]


def is_chosen(figure: Figure, part: str, only: Collection[str]) -> bool:
    """Tell whether a figure is asked for, by itself or with its part."""
    return not only or part in only or figure.name in only


def _short(module: str) -> str:
    return module.rpartition(".")[2]

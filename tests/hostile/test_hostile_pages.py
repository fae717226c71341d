"""Whatever a project says: it is refused with a place and a hint, or all is well.

`oracle` has the promises. A failed example is printed as JSON: stored in `found/`, it
is run again every time. More of them: `make fuzz`, or `--examples 20000 --seed 1`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import importing
import pytest
from attack_strategies import attacks
from attacked_project import project_of
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from oracle import Made, check, harmless

from minidoc.resources import runtime_files

FOUND = sorted((Path(__file__).parent / "found").glob("*.json"))
RUNTIME = "shared_runtime"
SHARE = 1000
"""So many of many examples are one test."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give the test its shares: how many examples each, and the seed they come from."""
    if "share" not in metafunc.fixturenames:
        return
    wanted = metafunc.config.getoption("--examples")
    seed = metafunc.config.getoption("--seed") or 0
    if wanted is None:
        metafunc.parametrize("share", [(300, None)], ids=["300"])
        return
    sizes = [SHARE] * (wanted // SHARE) + [wanted % SHARE] * bool(wanted % SHARE)
    shares = [(size, seed * 1_000_000 + number) for number, size in enumerate(sizes)]
    metafunc.parametrize("share", shares, ids=[f"{n}" for n in range(len(shares))])


@dataclass
class Batch:
    """Packages on one copy of the runtime, to be imported by one process."""

    folder: Path
    made: list[str] = field(default_factory=list[str])
    refused: int = 0

    def __post_init__(self) -> None:
        (self.folder / RUNTIME).mkdir()
        for path, text in runtime_files():
            (self.folder / RUNTIME / path).write_text(text, "utf-8")
        source = Path(importing.__file__).read_text("utf-8")
        (self.folder / "importing.py").write_text(source, "utf-8")
        self.add(harmless(True))

    def add(self, made: Made) -> None:
        """Write a package down."""
        name = f"p{len(self.made)}"
        self.made.append(name)
        for path, text in made.generated.files.items():
            if path.endswith(".py") and not path.startswith("_runtime/"):
                own = text.replace("from ._runtime", f"from {RUNTIME}")
                place = self.folder / name / path
                place.parent.mkdir(exist_ok=True)
                place.write_text(own.replace('"_runtime.', f'"..{RUNTIME}.'), "utf-8")

    def load(self) -> None:
        """Import all of them under the audit hook."""
        done = subprocess.run(
            [sys.executable, "-W", "error", "importing.py", *self.made],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == f"imported {len(self.made) - 1}\n", done.stderr[-3000:]


def run(attack: Mapping[str, str], batch: Batch) -> None:
    """Make one project, and check what came of it."""
    made = check(project_of(attack))
    if made is None:
        batch.refused += 1
    else:
        batch.add(made)


@pytest.mark.slow
def test_no_text_becomes_anything_else(
    share: tuple[int, int | None], tmp_path: Path
) -> None:
    examples, number = share
    batch = Batch(tmp_path)

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=number is None,
        database=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )
    @given(attacks())
    def check_one(attack: dict[str, str]) -> None:
        note(json.dumps(attack, indent=1))
        run(attack, batch)

    if number is not None:
        check_one = seed(number)(check_one)
    check_one()
    assert len(batch.made) > examples / 3, "most projects should be accepted"
    assert batch.refused > examples / 20, "some should not"
    batch.load()


def test_what_was_found_stays_mended(tmp_path: Path) -> None:
    batch = Batch(tmp_path)
    for path in FOUND:
        run(json.loads(path.read_text("utf-8"))["slots"], batch)
    batch.load()
    assert FOUND
    assert len(batch.made) + batch.refused == 1 + len(FOUND)

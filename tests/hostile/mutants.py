"""Takes each guard away, in a copy: `python tests/hostile/mutants.py [TEXT]`.

With a text only the guards whose file or code has it. A guard whose tests pass without
it is marked, and the exit code is 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from guards import GUARDS, Guard

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("generator", "generated", "tests", "templates", "grammar", "spec", "bench")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules", ".cache")


def without(guard: Guard, source: str) -> str:
    """Return a source without a guard that stands in it once."""
    assert source.count(guard.old) == 1, f"{guard.file} has no single {guard.old!r}"
    return source.replace(guard.old, guard.new)


def survives(guard: Guard, folder: Path) -> bool:
    """Tell whether all tests of a guard pass in a copy that lacks it."""
    copy = Path(tempfile.mkdtemp(dir=folder))
    for name in FOLDERS:
        shutil.copytree(ROOT / name, copy / name, ignore=_LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", copy)
    file = copy / "generator" / "minidoc" / guard.file
    file.write_text(without(guard, file.read_text("utf-8")), "utf-8")
    paths = os.pathsep.join(map(str, (copy / "generator", copy / "generated")))
    settings = {
        "PYTHONPATH": paths,
        "XDG_CACHE_HOME": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"),
            *guard.tests.split(),
        ],
        cwd=copy,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(copy)
    # 1: tests failed, 2: a test file could not even be loaded. Else nothing was tested.
    assert done.returncode in (0, 1, 2), done.stdout + done.stderr
    return done.returncode == 0


def main(text: str = "") -> int:
    """Take away the guards that have the text, and say which ones nobody misses."""
    chosen = [each for each in GUARDS if text in each.file or text in each.old]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        results = pool.map(partial(survives, folder=Path(folder)), chosen)
        missed: list[Guard] = []
        for guard, is_alive in zip(chosen, results, strict=True):
            print(
                "LIVES" if is_alive else "dies ",
                guard.file,
                repr(guard.old[:70]),
                flush=True,
            )
            missed += [guard] if is_alive else []
    print(f"{len(chosen)} guards taken away, {len(missed)} of them missed by no test")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""A large run in two processes: the same result, whatever becomes of the second one.

Each case is a process of its own: a test runner has threads; then nothing is forked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = """
import json, os, sys
from minidoc.diagnostics import GenerationError
from minidoc.pages import page_from_text
from minidoc.pipeline import Job, NoShelf, renew
from minidoc.pipeline import halves, parsed, unit
from minidoc.tree import DiskShelf
module = sys.modules["minidoc.pipeline.renew"]

TEXT = '''---
url: https://example.org/{0}
title: {0}
minidoc-source: dart
---

/** A {0}. */
class {0} {{
  final String name;
}}
'''
pages = [page_from_text(f"P{n:02}.md", TEXT.format(f"Page{n:02}")) for n in range(20)]
me = os.getpid()
made = []
make_unit = module.make_unit


def counting(*arguments):
    made.append(os.getpid())
    return make_unit(*arguments)


module.make_unit = counting
exec(sys.argv[1])
job = Job(pages, None, "sdk")
try:
    files = dict(renew(job, DiskShelf("sdk")).files)
except GenerationError as error:
    files = sorted(each.code.value for each in error.diagnostics)
try:
    os.waitpid(-1, os.WNOHANG)
    left = True
except ChildProcessError:
    left = False
module.make_unit = make_unit
try:
    wanted = dict(renew(job, NoShelf()).files)
except GenerationError as error:
    wanted = sorted(each.code.value for each in error.diagnostics)
print(json.dumps({"same": files == wanted, "made": len(made), "left": left,
                  "codes": files if isinstance(files, list) else []}))
"""

linux = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
    reason="nothing is forked here",
)


def run(change: str, cache: Path, env: dict[str, str]) -> dict[str, Any]:
    paths = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, change],
        env=env | {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


@linux
def test_each_makes_half(tmp_path: Path, clean_env: dict[str, str]) -> None:
    found = run("", tmp_path, clean_env)
    assert found == {"same": True, "made": 10, "left": False, "codes": []}


DEATHS = {
    "at once": "fork = os.fork\nos.fork = lambda: fork() or os._exit(1)",
    "while it parses": """
parse = parsed.parse
parsed.parse = lambda page: parse(page) if os.getpid() == me else os._exit(1)
""",
    "before it is heard": """
tell = halves.Half._tell
halves.Half._tell = lambda h, t: tell(h, t) if os.getpid() == me else os._exit(1)
""",
    "while it makes units": """
def half(*arguments):
    if os.getpid() != me and len(made) > 3:
        os.kill(os.getpid(), 9)
    return counting(*arguments)
module.make_unit = half
""",
    "by an exception": """
def wrong(*arguments):
    if os.getpid() != me:
        raise ZeroDivisionError
    return counting(*arguments)
module.make_unit = wrong
""",
}


@linux
@pytest.mark.parametrize("death", DEATHS.values(), ids=DEATHS)
def test_the_second_process_dies(
    death: str, tmp_path: Path, clean_env: dict[str, str]
) -> None:
    found = run(death, tmp_path, clean_env)
    assert (found["same"], found["left"]) == (True, False)
    assert found["made"] > 10


@linux
@pytest.mark.parametrize("number", [0, 1, 18, 19])
def test_a_mistake_in_either_half(
    number: int, tmp_path: Path, clean_env: dict[str, str]
) -> None:
    change = f"""
pages[{number}] = page_from_text("P{number:02}.md", pages[{number}].text + "class {{")
"""
    found = run(change, tmp_path, clean_env)
    assert (found["same"], found["left"]) == (True, False)
    assert found["codes"]


@linux
@pytest.mark.parametrize(
    "change",
    [
        "import threading as t\nt.Thread(target=t.Event().wait, daemon=True).start()",
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})",
        "del pages[7:]",
        "os.environ['XDG_CACHE_HOME'] = '/dev/null'",
    ],
    ids=["a thread", "one processor", "few pages", "no cache"],
)
def test_where_it_is_not_worth_it_one_makes_all(
    change: str, tmp_path: Path, clean_env: dict[str, str]
) -> None:
    found = run(f"{change}\nos.fork = None", tmp_path, clean_env)
    assert found["same"]
    assert found["made"] in {7, 20}

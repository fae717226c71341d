"""The notebook: stored without outputs, and its cells run twice in one kernel."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from running import EXAMPLES, Env, run
from serving import Served

NOTEBOOK = EXAMPLES / "notebook.ipynb"

# In a process of its own: the kernel's client has event loops and sockets as well.
EXECUTE = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
nbformat.validate(notebook)
NotebookClient(notebook, timeout=30, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[1])
"""


def read(file: Path) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return notebook


def code_of(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_it_is_stored_without_outputs() -> None:
    cells = code_of(read(NOTEBOOK))
    assert len(cells) >= 4
    assert [cell["outputs"] for cell in cells] == [[] for _ in cells]
    assert {cell["execution_count"] for cell in cells} == {None}


def test_its_cells_run_twice(
    open_emulator: Served, open_env: Env, tmp_path: Path
) -> None:
    notebook = read(NOTEBOOK)
    again = copy.deepcopy(notebook["cells"])
    for cell in again:
        cell["id"] += "-again"
    notebook["cells"] += again
    file = tmp_path / "notebook.ipynb"
    file.write_text(json.dumps(notebook), encoding="utf-8")

    env = {**open_env, "HOME": str(tmp_path)}
    done = run("-c", EXECUTE, file, env=env, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    shown = [_shown(cell) for cell in code_of(read(file))]
    first, second = shown[: len(shown) // 2], shown[len(shown) // 2 :]
    for session, write, found, watch, close in (first, second):
        assert session == "AsyncTalkSession(app_id='demo-notebook', user_id='analyst')"
        assert "name='Ada'" in write
        assert "'free'" in write
        assert found == "['Ada', None]"
        assert watch.splitlines()[-1] == "pro"
        assert close == "'closed'"


def _shown(cell: dict[str, Any]) -> str:
    """Return what a cell printed, and its value."""
    parts: list[Any] = [
        output["text"] if "text" in output else output["data"]["text/plain"]
        for output in cell["outputs"]
    ]
    return "".join("".join(part) for part in parts)

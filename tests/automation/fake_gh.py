#!/usr/bin/env python3
"""Stands for GitHub's `gh`: keeps comments and pull requests in the file $FAKE_GH.

With $FAKE_GH_READ_ONLY, whatever writes fails, as with a token that may only read.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

STATE = Path(os.environ["FAKE_GH"])


def main(arguments: list[str]) -> int:
    state: dict[str, Any] = {"comments": {}, "pulls": {}, "calls": []}
    if STATE.exists():
        state = json.loads(STATE.read_text())
    state["calls"].append(arguments)
    code = _run(state, arguments)
    STATE.write_text(json.dumps(state))
    return code


def _run(state: dict[str, Any], arguments: list[str]) -> int:
    writes = {"POST", "PATCH", "create", "edit"} & set(arguments)
    if writes and os.environ.get("FAKE_GH_READ_ONLY"):
        sys.stderr.write("HTTP 403: Resource not accessible by integration\n")
        return 1
    match arguments[:2]:
        case ["pr", "list"]:
            sys.stdout.write("".join(f"{key}\n" for key in state["pulls"]))
        case ["pr", "create" | "edit"]:
            body = Path(arguments[arguments.index("--body-file") + 1]).read_text()
            state["pulls"]["7"] = body
        case ["api", _]:
            return _api(state, arguments)
        case _:
            return 64
    return 0


def _api(state: dict[str, Any], arguments: list[str]) -> int:
    comments: dict[str, str] = state["comments"]
    path = next(each for each in arguments if each.startswith("repos/"))
    if "--method" not in arguments:
        mark = re.search(r'startswith\("(.*)"\)', arguments[-1])
        assert mark is not None
        found = [key for key, body in comments.items() if body.startswith(mark[1])]
        sys.stdout.write("".join(f"{key}\n" for key in found))
        return 0
    field = arguments[arguments.index("-F") + 1]
    body = Path(field.removeprefix("body=@")).read_text()
    if "PATCH" in arguments:
        comments[path.rpartition("/")[2]] = body
    else:
        comments[str(100 + len(comments))] = body
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

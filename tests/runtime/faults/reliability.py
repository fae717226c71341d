"""Makes docs/reliability.md: `python tests/runtime/faults/reliability.py [TALLY...]`.

Given tallies (`--tally`), their counts become docs/reliability.json first; the page is
made of that and of the table of faults, never by hand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from faults_table import FAULTS, Fault, played

DOCS = Path(__file__).resolve().parents[3] / "docs"
COUNTS, PAGE = DOCS / "reliability.json", DOCS / "reliability.md"

_HEAD = """# Reliability

What the runtime promises when things go wrong, and how often that was put to the
test. `make soak` runs all of it and writes this page: each fault by many seeds, in
both worlds (asyncio and threads), with a session that is idle, that watches 100
users, and that makes calls. After each, one function checks what always has to hold:

- A final state is never lost, no state comes twice or goes back, nothing dies in
  silence.
- Tasks, threads, sockets and the service's subscriptions come back to what there was;
  closing takes 1.5 s at most, and what waits in memory is bounded.
- Errors are typed and keep their cause, callbacks that raise harm nobody, no token
  shows.

*Sockets* counts runs of both drivers over real ones, against the emulator; *virtual*
those of the protocols alone, where a run is minutes of a fault with the default
times. Row 26, which ends the process, checks what it is about, as do those runs of
other rows that have a process or a size of their own. `SOAK` and
`SOAK_SOCKETS` say how many seeds; a test that fails prints the command that runs it
again with its own.

{total}

| | fault | what is promised | sockets | virtual | violations | command |
| ---: | --- | --- | ---: | ---: | ---: | --- |
"""
_NOT_HERE = """
## What has no place here

"""


def merged(tallies: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Add the counts of several runs."""
    rows: dict[str, dict[str, Any]] = {}
    for number in FAULTS:
        given = [each[str(number)] for each in tallies if str(number) in each]
        rows[str(number)] = {
            "sockets": sum(each["sockets"] for each in given),
            "virtual": sum(each["virtual"] for each in given),
            "violations": [one for each in given for one in each["violations"]],
        }
    return rows


def page(rows: dict[str, dict[str, Any]]) -> str:
    """Return the page."""
    runs = sum(row["sockets"] + row["virtual"] for row in rows.values())
    bad = sum(len(row["violations"]) for row in rows.values())
    total = f"In all: {runs:,} runs, {bad} violations."
    lines = [
        _line(number, fault, rows[str(number)]) for number, fault in FAULTS.items()
    ]
    left = [
        f"- Row {number}, {fault.what}: {fault.not_here}.\n"
        for number, fault in FAULTS.items()
        if fault.not_here
    ]
    return "".join([_HEAD.format(total=total), *lines, _NOT_HERE, *left])


def _line(number: int, fault: Fault, row: dict[str, Any]) -> str:
    counts = f"{row['sockets']:,} | {row['virtual']:,} | {len(row['violations'])}"
    command = f"`make faults ROW={number:02}`"
    return f"| {number} | {fault.what} | {fault.promise} | {counts} | {command} |\n"


def main(paths: list[str]) -> None:
    """Write the page, and the counts if there are new ones."""
    if paths:
        tallies = [json.loads(Path(each).read_text(encoding="utf-8")) for each in paths]
        text = json.dumps(merged(tallies), indent=1)
        DOCS.mkdir(exist_ok=True)
        COUNTS.write_text(text + "\n", encoding="utf-8")
    rows = json.loads(COUNTS.read_text(encoding="utf-8"))
    PAGE.write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    assert all(played().values())
    main(sys.argv[1:])

"""The table of faults has all of them, and the page is what the last count says."""

from __future__ import annotations

import json

from faults_table import FAULTS, played
from reliability import COUNTS, PAGE, page


def test_the_table_has_every_row() -> None:
    assert list(FAULTS) == list(range(1, 35))
    for number, fault in FAULTS.items():
        assert fault.promise, number
        assert not fault.not_here or len(fault.not_here.split()) > 4, number


def test_every_row_is_played() -> None:
    missing = [number for number, names in played().items() if not names]
    assert missing == []


def test_the_page_is_made_of_the_counts() -> None:
    rows = json.loads(COUNTS.read_text(encoding="utf-8"))
    assert PAGE.read_text(encoding="utf-8") == page(rows), "make it by reliability.py"
    assert all(row["sockets"] + row["virtual"] for row in rows.values())
    assert not any(row["violations"] for row in rows.values())

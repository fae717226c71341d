"""Work is counted in calls, which no busy machine can change: no clock is read here."""

from __future__ import annotations

import pytest

from bench.budget import COPIES, MARGIN, calls, recorded

# Copies of the page; each number is four times the one before.
FEW, SOME, MANY = 2, 8, 32


@pytest.mark.slow
@pytest.mark.parametrize("command", ["generate", "check"])
def test_no_run_takes_more_than_its_budget(command: str) -> None:
    spent, budget = calls(command), recorded()[command]
    assert spent <= budget * MARGIN, (
        f"minidoc {command}, N={COPIES}: {spent:,} calls instead of {budget:,}; where"
        " that is meant, python -m bench --budget records it"
    )
    # A budget that is far too large holds nothing.
    assert spent >= budget / MARGIN / 2, "python -m bench --budget"


@pytest.mark.slow
def test_work_grows_with_the_pages_and_no_faster() -> None:
    few, some, many = (calls("generate", copies) for copies in (FEW, SOME, MANY))
    early = (some - few) / (SOME - FEW)
    late = (many - some) / (MANY - SOME)
    assert late == pytest.approx(early, rel=0.05)

"""On ordinary pages black is not needed, and then it is not even loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from golden_cases import CASES, Case, generated
from hypothesis import HealthCheck, given, settings
from random_pages import RandomPage, pages

from minidoc import formatting
from minidoc.diagnostics import GenerationError
from minidoc.layout import lay_out
from minidoc.pages import page_from_text
from minidoc.pipeline import forget, generate, model


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file that is formatted, by who does it; what is laid out is black's."""
    seen: list[str] = []
    ask = formatting.format_python

    def laid_out(source: str) -> str:
        seen.append("file")
        made = lay_out(source)
        assert made == ask(source)
        return made

    def asked(source: str) -> str:
        seen.append("black")
        return ask(source)

    monkeypatch.setattr(formatting, "lay_out", laid_out)
    monkeypatch.setattr(formatting, "format_python", asked)
    forget()
    return seen


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden_packages(case: Case, files: list[str]) -> None:
    generated.__wrapped__(case)
    assert files.count("file") > 1
    assert "black" not in files


@pytest.mark.slow
def test_random_pages(files: list[str]) -> None:
    @settings(
        max_examples=max(40, settings().max_examples // 3),
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.function_scoped_fixture,
        ],
    )
    @given(pages())
    def check(made: tuple[RandomPage, ...]) -> None:
        try:
            read = [page_from_text(page.name, page.text) for page in made]
            generate(model(read), "random")
        except GenerationError:
            return

    check()
    assert files.count("file") > 60
    assert files.count("black") <= 0.05 * files.count("file")


def test_black_is_not_loaded(repository: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from minidoc.cli import main\n"
        f"code = main(['generate', '--output', {str(tmp_path / 'talkjs')!r}])\n"
        "print(code, [name for name in ('black', 'blib2to3') if name in sys.modules])"
    )
    command = [sys.executable, "-c", program]
    ran = subprocess.run(
        command, check=False, cwd=repository, capture_output=True, text=True
    )
    assert ran.stdout.splitlines()[-1] == "0 []", ran.stderr
    assert (tmp_path / "talkjs" / "users.py").is_file()

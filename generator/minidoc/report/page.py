"""The page about a check: one file of HTML that needs nothing else, and runs nothing.

Whatever comes from a page, a path or a file on disk is untrusted. It reaches the
template as `str`, and there is one way out: unseen characters become visible, and
jinja2 escapes the rest. There is no script; the style is allowed by its hash.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from minidoc import __version__
from minidoc.diagnostics.terminal import visible
from minidoc.report.checked import Checked
from minidoc.report.files import code_view
from minidoc.report.findings import findings_view
from minidoc.report.meaning import change_groups
from minidoc.report.verdict import counted, verdict
from minidoc.resources import resource_text

_TEMPLATE = "report/page.html.jinja"
_STYLE = "report/style.css"
_VERSIONS = {
    "major": "major (minor while it is 0.x)",
    "minor": "minor (patch while it is 0.x)",
    "patch": "patch",
    "none": "none needed",
}


def page_text(checked: Checked) -> str:
    """Return the page: the same for the same check, on every machine, at any time."""
    style = resource_text("templates", _STYLE)
    values = {
        "verdict": verdict(checked),
        "checked": checked,
        "version": _VERSIONS[checked.changes.bump] if checked.changes else "",
        "bump": checked.changes.bump if checked.changes else "",
        "groups": change_groups(checked),
        "findings": findings_view(checked),
        "code": code_view(checked),
        "files_told": counted(checked.differing, "file differs", "files differ"),
        "style": Markup(style),  # noqa: S704 - a file of ours, without a value in it
        "policy": _policy(style),
        "minidoc": __version__,
    }
    # jinja2 leaves the arguments of `render` without types.
    template: Any = _template()
    return str(template.render(values))


def _policy(style: str) -> str:
    """Return a Content-Security-Policy that allows this one style and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}';"
        " base-uri 'none'; form-action 'none'"
    )


@cache
def _template() -> Template:
    environment = Environment(
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Any] = {"prose": _prose}
    environment.filters = filters
    environment.globals = {}
    return environment.from_string(resource_text("templates", _TEMPLATE))


def _shown(value: object) -> object:
    """Let text and numbers out, hidden characters made visible; tabs stay tabs."""
    if isinstance(value, Markup | int):
        return value
    if isinstance(value, str):
        return "\t".join(visible(part) for part in value.split("\t"))
    raise TypeError(f"a template may not put out {type(value).__name__}")


def _prose(text: str) -> tuple[tuple[str, bool], ...]:
    """Split a sentence at its backticks into words and code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return ((text, False),)
    return tuple((part, at % 2 == 1) for at, part in enumerate(parts) if part)

"""The templates as Python code, kept beside them: to compile takes longer than a page.

It is what one version of jinja2 makes of one text of each template. Whatever else is
installed or changed, the template is compiled from its text, as without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from types import CodeType
from typing import cast

import jinja2

from minidoc.resources import resource_text

FILE = "compiled.json"


def kept_code(name: str, text: str) -> CodeType | None:
    """Return the code of a template, None where what is kept is of other things.

    Args:
        name: The template's path below `templates`.
        text: Its whole text.
    """
    kept = _kept().get(name)
    if not isinstance(kept, dict):
        return None
    found = cast("dict[str, object]", kept)
    code = found.get("code")
    if found.get("made_of") != _made_of(text) or not isinstance(code, str):
        return None
    return compile(code, name, "exec")


def code_text(made: Mapping[str, tuple[str, str]]) -> str:
    """Write the code of templates, each given with its text."""
    kept = {
        name: {"made_of": _made_of(text), "code": code}
        for name, (text, code) in made.items()
    }
    return json.dumps(kept, indent=1) + "\n"


def forget() -> None:
    """Let the code be read anew, once `resources.forget` was called."""
    _kept.cache_clear()


def _made_of(text: str) -> str:
    return hashlib.sha256(f"jinja2 {jinja2.__version__}\n{text}".encode()).hexdigest()


@cache
def _kept() -> dict[str, object]:
    try:
        found: object = json.loads(resource_text("templates", FILE))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, object]", found) if isinstance(found, dict) else {}

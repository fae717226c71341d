"""The templates as Python code, kept beside them: to compile takes longer than a page.

It is what one version of jinja2 makes of one text of each template, in a file of its
own, so that Python keeps its bytecode like that of any module. Whatever else is
installed or changed, the template is compiled from its text, as without it.
"""

from __future__ import annotations

import hashlib
from importlib.machinery import SourceFileLoader
from types import CodeType

import jinja2

from minidoc.resources import resource_path, resource_text

FOLDER = "compiled"


def kept_code(name: str, text: str) -> CodeType | None:
    """Return the code of a template, None where what is kept is of other things.

    Args:
        name: The template's path below `templates`.
        text: Its whole text.
    """
    path = code_path(name)
    try:
        kept = resource_text("templates", path)
    except FileNotFoundError:
        return None
    if not kept.startswith(_first_line(text)):
        return None
    place = resource_path("templates") / path
    return SourceFileLoader(place.stem, str(place)).get_code(place.stem)


def code_path(name: str) -> str:
    """Return where the code of a template is, below `templates`."""
    return f"{FOLDER}/{name.replace('/', '_').replace('.', '_')}.py"


def code_text(text: str, code: str) -> str:
    """Write the file of a template, given its text and its code."""
    return f"{_first_line(text)}{code}\n"


def _first_line(text: str) -> str:
    made_of = f"jinja2 {jinja2.__version__}\n{text}"
    return f"# made of {hashlib.sha256(made_of.encode()).hexdigest()}\n"

"""NOTICE and the licence lines: whose code and whose text a vendored package holds."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from minidoc.diagnostics.terminal import visible
from minidoc.vendor.origin import Input

LICENCE = "SPDX-License-Identifier: MIT"
"""What each file of ours says of itself."""

WITH_TEXT = f"{LICENCE} AND LicenseRef-Documentation"
"""What a file with text from the pages says; NOTICE tells what the reference means."""

_WIDTH = 80
# What the packages that are needed at run time say of themselves; tests compare.
_LICENCES = {"websockets": "BSD-3-Clause", "httpx2": "BSD-3-Clause"}


def notice_text(
    package: str, pages: Iterable[Input], needs: Iterable[str], unmarked: Sequence[str]
) -> str:
    """Return the text of NOTICE.

    Args:
        package: Import name of the package.
        pages: Where its documentation text comes from.
        needs: What it imports at run time.
        unmarked: Files that cannot say their licence themselves.
    """
    lines = [LICENCE, "", *_wrapped(_WHAT.format(package=package))]
    lines += ["", *_heading("Code"), *_wrapped(_CODE)]
    if unmarked:
        listed = ", ".join(unmarked)
        lines += ["", *_wrapped(f"These files have no line that says so: {listed}.")]
    lines += ["", *_heading("Documentation text"), *_wrapped(_TEXT), ""]
    lines += [f"  {visible(page.name)}  {visible(page.url)}" for page in pages]
    lines += ["", *_heading("Third-party notices"), *_wrapped(_OTHERS), ""]
    lines += [f"  {need}  {_licence(need)}" for need in needs]
    return "\n".join(lines) + "\n"


def _licence(need: str) -> str:
    name = re.split(r"[^\w-]", need)[0]
    return _LICENCES.get(name, "see its own distribution")


def _heading(text: str) -> list[str]:
    return [text, "-" * len(text)]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


_WHAT = (
    "`minidoc vendor` put the Python package {package} into this folder. Its files are"
    " those that _manifest.sha256 lists; whatever else is here is no part of it."
)
_CODE = "The code is under the MIT licence, whose text is in LICENSE."
_TEXT = (
    "Docstrings and names are taken from the documentation pages below. That text"
    " belongs to those who publish the pages, and their terms hold for it"
    " (LicenseRef-Documentation). They neither made nor endorse this package."
)
_OTHERS = (
    "The folder holds no code of third parties. At run time the package imports what"
    " has to be installed beside it:"
)

"""Codes of reading pages and of their front matter."""

from __future__ import annotations

from minidoc.diagnostics.catalog.entry import Example, Explanation
from minidoc.diagnostics.codes import Code

_PROSE = "A user is someone who can send and receive messages.\n"

PAGES = {
    Code.CANNOT_READ: Explanation(
        title="A file or folder cannot be read",
        meaning=(
            "A page, an overlay or the output folder was named, and the operating"
            " system did not let it be read. The message has the system's reason."
        ),
        example="`minidoc generate spec/Usres.md` where there is no such file.",
        fix="Check the spelling of the path and the permissions of the file.",
    ),
    Code.WRONG_ENCODING: Explanation(
        title="A page is not UTF-8",
        meaning=(
            "Pages are UTF-8, with or without a byte order mark. The byte at this place"
            " does not belong to any UTF-8 character, so that reading on would guess."
        ),
        example="A page that an editor stored as Latin-1, with `é` as the byte 0xE9.",
        fix="Store the page as UTF-8, or fetch it again with `minidoc fetch`.",
    ),
    Code.FILE_TOO_LARGE: Explanation(
        title="A page has too many bytes",
        meaning=(
            "Pages of documentation have some ten kilobytes. One of several megabytes"
            " is most likely another file, and it is refused before anything reads it."
        ),
        example="`minidoc generate dump.md` with a file of 100 MB.",
        fix="Check that the file is a page; split it if it really is one.",
    ),
    Code.DUPLICATE_PAGE: Explanation(
        title="Two pages have the same file name",
        meaning=(
            "The file name of a page becomes the name of its Python module, and the"
            " overlay calls the page by it. Two pages of one name would be one module."
        ),
        example="`minidoc generate old/Users.md new/Users.md`.",
        fix="Leave one of the two out, or rename its file.",
    ),
    Code.MISSING_FRONT_MATTER: Explanation(
        title="A page does not begin with front matter",
        meaning=(
            "A page begins with a line `---`, then `key: value` lines, then `---`"
            " again. Without it, it is not known which language the declarations are in"
            " nor where the page comes from."
        ),
        example=Example(_PROSE),
        fix="Put the front matter on the first line, with nothing above it.",
    ),
    Code.INVALID_FRONT_MATTER: Explanation(
        title="The front matter cannot be understood",
        meaning=(
            "Each line between the two `---` is a key, a colon and a value on the same"
            " line, and each key occurs once. `url` must be there; nothing more of YAML"
            " is read, on purpose."
        ),
        example=Example(f"""\
---
url: https://talkjs.com/docs/Data_APIs/Flutter/Users
title 'Users'
minidoc-source: dart
---

{_PROSE}"""),
        fix="Write `key: value`, quotes closed, each key once.",
    ),
    Code.MISSING_SOURCE: Explanation(
        title="The front matter has no minidoc-source",
        meaning=(
            "`minidoc-source` says in which language the declarations of the page are"
            " written. A page without it has none that a generator could read."
        ),
        example=Example(f"""\
---
url: https://talkjs.com/docs/Data_APIs/Flutter/Users
title: 'Users'
---

{_PROSE}"""),
        fix="Add `minidoc-source: dart`, if that is what the page is written in.",
    ),
    Code.UNSUPPORTED_SOURCE: Explanation(
        title="The page is written in another language",
        meaning=(
            "Only `minidoc-source: dart` is understood. Pages of the same family exist"
            " in other languages; read as Dart they would give nonsense."
        ),
        example=Example(f"""\
---
url: https://talkjs.com/docs/Reference/JavaScript_Data_API/Users
title: 'Users'
minidoc-source: js
---

{_PROSE}"""),
        fix="Use the Dart page about the same subject.",
    ),
    Code.UNKNOWN_FRONT_MATTER_KEY: Explanation(
        title="The front matter has a key that is not known",
        meaning=(
            "The key and its value are kept in the API model, and nothing is made from"
            " them. It may be misspelt, or be new and mean something."
        ),
        example=Example(f"""\
---
url: https://talkjs.com/docs/Data_APIs/Flutter/Users
title: 'Users'
minidoc-source: dart
sidebar: 'Data'
---

{_PROSE}"""),
        fix="Correct the spelling; if it is new, look at what it says of the page.",
    ),
}

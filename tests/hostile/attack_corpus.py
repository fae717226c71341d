"""Texts that attack a generator: what became code, a path or markup in one of them.

Plain data, by what the text tries; names and paths apart, since most of them would be
refused anywhere else. What a page does with a text is not known here.
"""

from __future__ import annotations

import keyword

_CODE = 'import os; os.system("id")'
# Where docstrings are wrapped, and what stands there.
_WIDTHS = (72, 76, 79, 80, 84, 88)

QUOTES = (
    '"', "'", '"""', "'''", '""""', 'ends with "', "ends with '", '\\"""', "\\'''",
    f"'\"\"\" {_CODE} '''", f'"""\n{_CODE}\n"""', f"'''\n{_CODE}\n'''",
    '") or __import__("os").system("id") or ("', f"\\\"\"\"\n{_CODE}\n",
    *(f'{"x " * (width // 2)}"""' for width in _WIDTHS),
    *(f'{"x" * (width - 3)} """ {_CODE}' for width in _WIDTHS),
)  # fmt: skip
BACKSLASHES = (
    "\\", "\\\\", "\\\\\\", "ends with \\", '\\"', "\\'", "\\N{BULLET}", "\\N",
    "\\N{NOT A NAME}", "\\U0000000", "\\U00110000", "\\x4", "\\x", "\\u12", "\\ud800",
    "\\0", "\\777", "\\\n", "\\\r\n", "\\ n", "\\`", "\\[x\\](y)",
    *("a " * (width // 2 - 2) + "\\" * n for width in _WIDTHS for n in (1, 2, 3)),
)  # fmt: skip
LINE_ENDS = tuple(
    f"text{end}{_CODE}"
    for end in (
        "\n", "\r", "\r\n", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e",
        "\u2028", "\u2029", "\n\n", "\n    ", "\n\t", "\r\r", " \n ",
    )
)  # fmt: skip
CONTROLS = (
    "\x07", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x7f", "\x80", "\x9b1m", "\x08",
    "\ufeff", "\ufeffat the start", "in\ufeffside", "\uffff", "\ufdd0", "\U0001fffe",
    "\u0378", "\U000e0001", "\ue000", "\t", "a\tb", "\u202e}\u2066 ;)(tropmi\u2069",
    "\u2066", "\u202a", "\u200e", "\u061c", "\u200b", "\u200d", "\xad", "\xa0",
    "\u3000", "e\u0301" * 9, "\U0001f99c", "\u2764\ufe0f", "\x01", "\x1f",
)  # fmt: skip
# No file in UTF-8 can hold these; a page that does is refused as a whole.
UNREADABLE = ("\0", "a\0b", "\ud800", "\udfff", "\ud83d \ude00")
TEMPLATES = (
    "{{ 7*7 }}", "{{'{{'}}", "{% raw %}", "{% endraw %}", "{# #}", "{{", "}}", "{", "}",
    "{x!r}", "{0.__class__}", "{!r:>{w}}", "%s", "%(x)s", "%", "${x}", "$x", "$(id)",
    "{{ ''.__class__.__mro__ }}", "{% include '/etc/passwd' %}", "<%= 1 %>",
)  # fmt: skip
PYTHON = (
    "# type: ignore", "# noqa", "# fmt: off", "# pragma: no cover",
    "# pylint: skip-file", "# -*- coding: utf-7 -*-", "# mypy: ignore-errors",
    "# pyright: basic", "#!/bin/sh", ">>> import os",
    ">>> __import__('os').system('id')", "... x", "from __future__ import x",
    "from os import *", "import os", '__import__("os").system("id")', "eval('1')",
    "pass", "    return 1", ":param x: y", ":func:`os.system`", "Args:", "Returns:",
    "Raises:", "Args:\n    x: y", ".. raw:: html", ".. include:: /etc/passwd", "::",
    "`", "``", "```", "````x", "```python\nimport os\n```", "~~~", "@property", "\f# x",
)  # fmt: skip
MARKUP = (
    "<script>alert(1)</script>", "</script>", "</title></table>",
    "<img src=x onerror=a>", "<b>", "&amp;", "&#34;", "<!--", "-->", "]]>", "<?xml?>",
    "<!DOCTYPE x>", "| a | b |", "|", "| --- |", "[x](y)", "![x](y)",
    "<https://example.org>", "https://example.org", "www.example.org",
    "mailto:a@example.org", "***", "* a", "- a", "1. a", "1)", "> a", "# a",
    "## Heading", "---", "===", "_a_", "~~a~~", "\\_", "@someone", "#1", "[^1]",
    "[ref]: https://example.org", "> " * 20 + "deep", "- " * 20 + "deep", "a  \nb",
)  # fmt: skip
DART = (
    "/**", "/*", "//", "/** a */ b", "*/", "*/ class Zqnew {}\n/**",
    "*/\nfinal int zqx;", "*/ @Deprecated('x')", "@param", "@param nothing here",
    "@param zqparam twice", "@return", "@returns", "@throws", "@see", "@remarks",
    "@example", "@unknown x", "[Unclosed", "](", "[a](javascript:alert(1))",
    "[a](data:text/html,x)", "[X.y.z]", "[ZqhandleRef]", "[ZqhandleRef.zqmethod]",
    "[zqparam]", "[ ]", "[[X]]", "[a](b(c)d)", "[a](<b c>)", '[a](b "c")',
    "[a](//example.org/\"x)", "[\"\"\"](x)", "`null`", "null", "Default = 1",
    "Default = ", f"Default = {_CODE}", "Default = '\"\"\"'", "Required if x",
    "Will throw if \"\"\".", "(", ")", "<", ">", "List<", "required", "class Zqnew {",
    "enum Zqnew {", "typedef Zqnew = int;", "---\ntitle: x\n---", "{@link X}", ";",
    "```dart\nclass InsideAFence {\n```", "void zqnew()", "import 'x';",
)  # fmt: skip
CONFUSED = (
    "true", "yes", "NaN", "1e999", "-0", "1_000", "9" * 4301, "0x", "'a' 'b'", "''",
    "'${x}'", "'\\u{110000}'", "r'\\'", "const []", "[1]", "<x>[]", "() => 1", "1 + 1",
    "'\\ud83d\\ude00'", "'\\x41'", "-1", "1.5e3", "1.0", "null", "'\\n'", "'\"\"\"'",
)  # fmt: skip
YAML = (
    "!!python/object/apply:os.system ['id']", "&anchor x", "*alias", "{a: b}", "[a, b]",
    "'quoted", '"quoted', "it''s", "a: b", "a #b", "- a", "|", ">", "%TAG", "@x", "`x`",
    "? a", "null", "1.0", "true", "", " ", "---", "...",
)  # fmt: skip
ADDRESSES = (
    "javascript:alert(1)", "data:text/html,<script>", "//example.org/x",
    "file:///etc/passwd", "https://example.org/a)b",
    "https://example.org/\"onmouseover=x", "https://[::1]/",
    "https://user:pw@example.org/", "https://example.org/ x", "https://example.org/|a",
    "https://example.org/%22%0a", "https://example.org/?q=`x`", "/../../etc/passwd", "",
    "https://example.org/\u202ex", "https://\u0435xample.org/", "HTTPS://EXAMPLE.ORG/A",
    "https://example.org:99999/", "mailto:a@example.org", "#x", "?x", "\\\\host\\x",
)  # fmt: skip
TEXTS = (
    *QUOTES, *BACKSLASHES, *LINE_ENDS, *CONTROLS, *TEMPLATES, *PYTHON, *MARKUP, *DART,
    *CONFUSED, *YAML, *ADDRESSES,
)  # fmt: skip

_OURS = (
    "Client", "Session", "TalkSession", "Reader", "Operation", "Topic", "Clear",
    "CLEAR", "OpenEnum", "JSONValue", "Subscription", "Final", "Literal", "Mapping",
    "Sequence", "Callable", "Any", "Self", "TypedDict", "TypeAlias", "Future",
    "Awaitable", "from_json", "to_json", "fromJson", "toJson", "wire", "state",
    "session", "_session", "_unknown", "close", "aclose", "health", "record", "encode",
    "decode", "read", "connected", "terminated", "unsubscribe", "json", "schema",
    "copy", "model_config", "model_dump", "dataclass", "field", "annotations",
    "deprecated", "renamed", "typing", "TYPE_CHECKING", "AttributeError",
    "NotImplementedError", "globals", "getattr", "sorted", "sign_token",
)  # fmt: skip
_BUILTINS = (
    "print", "list", "dict", "str", "int", "float", "bool", "bytes", "object", "tuple",
    "set", "type", "id", "property", "classmethod", "super", "Exception", "len", "open",
    "eval", "exec", "__builtins__", "__debug__", "Ellipsis", "NotImplemented",
)  # fmt: skip
_ODD = (
    "self", "cls", "mro", "_", "__", "___", "__class__", "__init__", "__slots__",
    "__doc__", "__dict__", "_private", "required", "1a", "", " ", "a-b", "a_b", "aB",
    "a.b", "a b", "\ufb01le", "file", "\xaax", "ax", "\u017felf", "\xb5", "\u03bc",
    "\u0430", "a", "e\u0301t\xe9", "\xe9te\u0301", "a\u200db", "a\u200bb", "\u202ea",
    "Zqdata", "zqdata", "ZQDATA", "x" * 255, "x" * 256, "x" * 5000, "$", "a$b", "$a",
    "\u540d\u524d", "\U0001d4d0", "x;import os", "x=1", "x:int", "x)", "x\nimport os",
    "x\\", 'x"', "x'", "x#", "\u2160", "\xb7", "a\xb7", "\u1885", "\u212e", "\u2118",
    "ANGSTROM\u212b", "kelvin\u212a", "\u0130", "\xdf", "SS", "ss", "AsyncZqdata",
    "asyncZqdata", "ZqdataParams", "Zqhandle",
)  # fmt: skip
NAMES = (*keyword.kwlist, *keyword.softkwlist, *_OURS, *_BUILTINS, *_ODD)

FILES = (
    "../x.md", "..\\x.md", "/abs.md", "C:\\x.md", "CON.md", "aux.py.md", "nul.md",
    "x.py", "%2e%2e/x.md", "x/../../y.md", "a\0b.md", "a.md.", "a.md ", " a.md", ".md",
    "..md", "...", "__init__.md", "_api.md", "_runtime.md", "_manifest.json.md",
    "py.typed", "class.md", "import.md", "Zq second.md", "ZqSecond.md", "zq_second.md",
    "zq-second.md", "\ufb01le.md", "A.B.md", "a:b.md", "a*b.md", "a\nb.md",
    "\u202ea.md", "x" * 300 + ".md", "com1.md", "COM\xb9.md", "typing.md", "json.md",
    "os.md", "builtins.md", "README.md", "no-ending", 'a".md', "a'.md", "a|b.md",
    "a`b.md", "\ud800.md", "conin$.md", "types.md", "self.md",
)  # fmt: skip

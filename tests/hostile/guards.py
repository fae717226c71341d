"""Every encoder and check that keeps hostile text out, and how it is taken away.

Data only: a file of the generator, what stands there once, what stands there without the
guard, and the tests one of which has to fail then. `mutants.py` does it.
"""

from __future__ import annotations

from typing import NamedTuple

CORPUS = "tests/hostile/test_hostile_corpus.py"
GATE = "tests/python/test_python_gate.py"
CODE = "tests/python/test_python_code.py"
NAMES = "tests/python/test_python_names.py"
LITERALS = "tests/python/test_python_literals.py"
PATHS = "tests/tree/test_tree_paths.py"
LIMITS = "tests/syntax/test_syntax_limits.py"
BAD = "tests/bad_pages/test_bad_pages.py"
PAGE = "tests/report/test_report_page.py"
TYPED = "tests/hostile/test_hostile_command_line.py"
FORMS = "tests/report/test_report_hostile.py"
RENDER = "tests/python/test_python_render.py"


class Guard(NamedTuple):
    """One guard: `old` in `file` becomes `new`, and one of `tests` fails."""

    file: str
    old: str
    new: str
    tests: str = CORPUS


_CODE = "python/code.py"
_CHECK = "gate/check.py"
_TREE = "tree/paths.py"
_PYNAMES = "python/names.py"
_PARSER = "syntax/parser.py"

ENCODERS = (
    Guard(
        _CODE,
        "body = _SPECIAL_IN_LINES.sub(_escape, _tidy(text.value))",
        "body = _tidy(text.value)",
    ),
    Guard(
        _CODE, 'body = body.replace(TRIPLE, \'\\\\"\\\\"\\\\"\')', "body = str(body)"
    ),
    Guard(_CODE, 'tail = " " if body.endswith(\'"\') else ""', 'tail = ""'),
    Guard(_CODE, "body = _SPECIAL.sub(_escape, text).replace", "body = text.replace"),
    Guard(_CODE, '_escape, text).replace(quote, f"\\\\{quote}")', "_escape, text)"),
    Guard(_CODE, '"\\\\": "\\\\\\\\"}', "}"),
    Guard(
        _CODE, 'return char != " " and unicodedata', 'return char == "" and unicodedata'
    ),
    *(
        Guard(_CODE, f'"{category}"', '"Zs"', f"{CODE} {CORPUS}")
        for category in ("Cc", "Cf", "Cn", "Zl", "Zp")
    ),
    Guard(_CODE, '''"Cs", "Co"''', '"Co"', CODE),
    Guard(_CODE, '"Co", "Cn"', '"Cn"', CODE),
    Guard(_CODE, 'if char in (\'"\', "\\\\"):', 'if char == "":'),
    Guard(_CODE, "if char.isascii() and char.isprintable():", 'if char != "":'),
    Guard(_CODE, '"\\\\`*_{}[]<>()#!|~&@$"', '""'),
    Guard(_CODE, '_LINE_START.sub(r"\\1\\\\\\2", escaped)', "escaped", CODE),
    Guard(_CODE, "_BARE_LINK.sub(r", "re.compile('(?!)()()').sub(r", CODE),
    Guard(
        _CODE,
        '" " if _is_hidden(char) else char for char in text.value',
        "char for char in text.value",
    ),
    Guard(
        _CODE,
        "c if c.isascii() and (c.isalnum() or c in safe)",
        "c if c",
        CODE,
    ),
    Guard(
        _CODE,
        'def __str__(self) -> NoReturn:\n        """Refuse: text has no meaning as part of a file."""\n        raise TypeError("untrusted text must go through an encoder")',
        "def as_text(self) -> str:\n        return self.value",
        f"{RENDER} {CODE}",
    ),
    Guard(
        "render.py",
        "if isinstance(value, Code | Markup):",
        "if value is not None:",
        RENDER,
    ),
    Guard("render.py", "autoescape=True,", "autoescape=False,", RENDER),
    Guard("render.py", "undefined=StrictUndefined,", "", RENDER),
    Guard(
        "python/wrap.py",
        'if not body.startswith(">>>"):',
        'if body != "":',
        "tests/python/test_python_docstrings.py",
    ),
    Guard(
        "ir/links.py",
        "if parts.scheme.lower() not in SAFE_SCHEMES:",
        'if parts.scheme == "x":',
        "tests/ir/test_ir_links.py",
    ),
    Guard(
        "ir/links.py",
        "if not target or _CONTROL.search(target):",
        "if not target:",
        "tests/ir/test_ir_links.py",
    ),
    Guard("report/page.py", "autoescape=True,", "autoescape=False,", PAGE),
    Guard(
        "report/page.py",
        'return "\\t".join(visible(part) for part in value.split("\\t"))',
        "return value",
        PAGE,
    ),
    Guard(
        "changes/render.py",
        'else re.sub(r"([\\\\*_<>\\[\\]#@|~`])", r"\\\\\\1", visible(piece))',
        "else piece",
        f"tests/changes {CORPUS}",
    ),
    Guard(
        "changes/render.py",
        'fence = "`" * (longest + 1)',
        'fence = "`"',
        f"tests/changes {CORPUS}",
    ),
)
LITERAL = (
    Guard(
        "python/literals.py",
        "if not _INTEGER.fullmatch(text):",
        "if not _INTEGER.match(text):",
        LITERALS,
    ),
    Guard(
        "python/literals.py",
        "if not _NUMBER.fullmatch(text):",
        "if not _NUMBER.match(text):",
        LITERALS,
    ),
    Guard("python/literals.py", "if math.isfinite(value) else None", "", LITERALS),
    Guard(
        "python/literals.py", "_STRING.fullmatch(text)", "_STRING.match(text)", LITERALS
    ),
    Guard(
        "python/literals.py",
        "_EMPTY_LIST.fullmatch(text)",
        "_EMPTY_LIST.match(text)",
        LITERALS,
    ),
)
IDENTIFIERS = (
    Guard(
        _PYNAMES, 'normal = unicodedata.normalize("NFKC", name)', "normal = name", NAMES
    ),
    Guard(_PYNAMES, "if not normal.isidentifier():", 'if normal == "1":', NAMES),
    Guard(_PYNAMES, "if len(normal) > MAX_LENGTH:", "if len(normal) > 10**9:", NAMES),
    Guard(_PYNAMES, 'if normal.startswith("__"):', 'if normal == "1":', NAMES),
    Guard(
        _PYNAMES,
        "if keyword.iskeyword(checked) or checked in reserved:",
        'if checked == "1":',
        NAMES,
    ),
    Guard(_PYNAMES, "if not joined.isidentifier():", 'if joined == "1":', NAMES),
    Guard(_PYNAMES, 'if checked.startswith("_"):', 'if checked == "1":', NAMES),
    Guard(
        _PYNAMES,
        "if (length := len(checked.encode())) > MAX_MODULE_BYTES:",
        "if (length := len(checked.encode())) > 10**9:",
        NAMES,
    ),
    Guard(
        _PYNAMES,
        "if keyword.iskeyword(checked) or checked.casefold() in reserved:",
        'if checked == "1":',
        NAMES,
    ),
    Guard(_PYNAMES, "if keyword.iskeyword(part):", 'if part == "1":', NAMES),
    Guard(
        _PYNAMES,
        'return unicodedata.normalize("NFKC", name).casefold()',
        "return name",
        f"{BAD} tests/python",
    ),
)
GATE_RULES = (
    *(
        Guard(_CHECK, f"            *{rule},\n            *", "            *", GATE)
        for rule in (
            "_shapes(parts)",
            "_places(parts)",
            "_import_time_calls(parts)",
            "different_imports(parts, module)",
            "unknown_names(parts, known)",
            "strange_annotations(parts, known)",
            "different_definitions(tree, module)",
        )
    ),
    Guard(
        _CHECK,
        "            *_hidden_characters(source),\n            *_shapes",
        "            *_shapes",
        GATE,
    ),
    Guard(_CHECK, "            *different_docstrings(tree, module),\n", "", GATE),
    Guard(
        _CHECK,
        "            *_hidden_characters(source),\n            *different_all",
        "            *different_all",
        GATE,
    ),
    Guard(
        _CHECK,
        "            *different_all(tree, [export.name for export in package.exports]),\n",
        "",
        GATE,
    ),
    Guard(
        _CHECK,
        '            *different_docstring("__init__", tree, package.docstring),\n',
        "",
        GATE,
    ),
    Guard(
        _CHECK,
        'warnings.simplefilter("error")',
        'warnings.simplefilter("ignore")',
        GATE,
    ),
    Guard(
        _CHECK, 'compile(tree, f"{name}.py", "exec", dont_inherit=True)', "pass", GATE
    ),
    Guard(_CHECK, 'if node.attr.startswith("__"):', 'if node.attr == "":', GATE),
)
PATH_RULES = (
    Guard(_TREE, 'if path.startswith("/"):', 'if path == "":', PATHS),
    Guard(_TREE, "    if not part:\n", '    if part == "\\0":\n', PATHS),
    Guard(_TREE, 'if part in {".", ".."}:', 'if part == "":', PATHS),
    Guard(_TREE, "if not part.isprintable():", 'if part == "":', PATHS),
    Guard(_TREE, "if not _FORBIDDEN.isdisjoint(part):", 'if part == "":', PATHS),
    Guard(_TREE, 'if part[-1] in ". " or part[0] == " ":', 'if part == "":', PATHS),
    Guard(
        _TREE,
        'if part.partition(".")[0].rstrip().casefold() in _DEVICES:',
        'if part == "":',
        PATHS,
    ),
    Guard(_TREE, "if len(part.encode()) > MAX_PART_BYTES:", 'if part == "":', PATHS),
    Guard(_TREE, "return found or list(_between(ordered))", "return found", PATHS),
    Guard(
        "tree/model.py",
        "found = violations(files)",
        "found = list[str]()",
        "tests/tree",
    ),
    Guard(
        "tree/model.py",
        "if not files[path].isascii() and _SURROGATE.search(files[path]):",
        "if not files[path].isascii() and False:",
        "tests/tree",
    ),
)
TERMINAL = (
    Guard(
        "cli/output.py",
        "return visible(path.as_posix())",
        "return path.as_posix()",
        TYPED,
    ),
    Guard(
        "cli/arguments.py",
        "super().error(visible(message))",
        "super().error(message)",
        TYPED,
    ),
    Guard("cli/serve.py", "visible(str(error))", "str(error)", TYPED),
    Guard(
        "vendor/settings.py",
        "visible(shlex.join(check))",
        "shlex.join(check)",
        TYPED,
    ),
    Guard(
        "vendor/settings.py",
        "return toml_string(Text(text))",
        "return '\"' + Text(text).value + '\"'",
        TYPED,
    ),
    Guard(
        "tree/shelf.py",
        'whole.encode("utf-8", "surrogateescape")',
        "whole.encode()",
        TYPED,
    ),
)
INPUT_RULES = (
    Guard("pages.py", "if len(data) > MAX_PAGE_BYTES:", "if len(data) < 0:", "tests/diagnostics/test_examples.py"),
    Guard("pages.py", 'if "\\0" in text:', 'if "" == text:', BAD),
    Guard(_PARSER, "absurd = _absurd_size(source, start)", "absurd: Diagnostic | None = None", LIMITS),
    Guard(_PARSER, '(source.text.count("\\n"), MAX_LINES, "lines"),', "", LIMITS),
    Guard(_PARSER, "if len(ordered) > MAX_FINDINGS:", "if len(ordered) < 0:", LIMITS),
    Guard(_PARSER, "if len(text) > MAX_TYPE_LENGTH:", "if len(text) < 0:", LIMITS),
    Guard("syntax/types.py", "if len(token) > MAX_NAME_LENGTH:", "if len(token) < 0:", LIMITS),
    Guard("syntax/types.py", "if depth > MAX_TYPE_DEPTH:", "if depth < 0:", LIMITS),
    Guard("syntax/types.py", "if len(found) > MAX_PARAMETERS:", "if len(found) < 0:", LIMITS),
    Guard("syntax/declarations.py", "if count <= MAX_MEMBERS:", "if count >= 0:", LIMITS),
    Guard("syntax/guards.py", "if depth > MAX_MARKUP_DEPTH:", "if depth < 0:", LIMITS),
    Guard("syntax/recovery.py", "if len(cursor.found) > MAX_ERRORS:", "if len(cursor.found) < 0:", LIMITS),
)  # fmt: skip
GUARDS = (
    *ENCODERS,
    *LITERAL,
    *IDENTIFIERS,
    *GATE_RULES,
    *PATH_RULES,
    *TERMINAL,
    *INPUT_RULES,
)

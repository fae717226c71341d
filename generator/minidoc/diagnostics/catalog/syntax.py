"""Codes of parsing declarations and doc comments."""

from __future__ import annotations

from minidoc.diagnostics.catalog.entry import Explanation, page, reference, snapshot
from minidoc.diagnostics.codes import Code

_LISTS = "List<" * 40 + "String" + ">" * 40
_PARAMETERS = ", ".join(f"int p{number}" for number in range(300))

SYNTAX = {
    Code.SYNTAX_ERROR: Explanation(
        title="A declaration is not what can stand here",
        meaning=(
            "Inside a class, an enum or a parameter list something stands that no"
            " declaration has at this place. Guessing what it should be could lose a"
            " member, so nothing is generated."
        ),
        example=snapshot("final String name\n\nfinal String role;"),
        fix="Compare with a neighbouring declaration: a field ends in `;`.",
    ),
    Code.UNTERMINATED_COMMENT: Explanation(
        title="A doc comment is not closed",
        meaning=(
            "A comment begins with `/**` and has no `*/`, or the next `/**` comes"
            " first. Everything up to the next `*/` would be taken for text,"
            " declarations included."
        ),
        example=snapshot("/** What the user is called\nfinal String name;"),
        fix="Add the `*/` where the comment ends.",
    ),
    Code.MISSING_BRACE: Explanation(
        title="A class or an enum has no closing brace",
        meaning=(
            "The page, or the section under this heading, ends before the `}` of the"
            " declaration. What follows may or may not belong to it."
        ),
        example=page("""\
## UserSnapshot
class UserSnapshot {
/** Identifies the user */
final String id;
"""),
        fix="Add the missing brace on a line of its own.",
    ),
    Code.MALFORMED_TYPE: Explanation(
        title="A type is not complete",
        meaning=(
            "A type is a name, its arguments between `<` and `>` if it has any, and at"
            " most one `?`. `List`, `Future` and `Stream` take one argument, `Map`"
            " takes two."
        ),
        example=snapshot("final Map<String, String custom;"),
        fix="Balance the angle brackets and give each argument a type.",
    ),
    Code.UNSUPPORTED_CONSTRUCT: Explanation(
        title="Dart has this, and the generator does not",
        meaning=(
            "The construct is recognised (typedefs, superclasses, getters, operators,"
            " records, static members, one subscription class for two kinds of"
            " snapshots and the like), but no Python is known for it. It is an error,"
            " since leaving it out would lose it silently."
        ),
        example=snapshot("static final String kind;"),
        fix="Describe it by a field, a method or a class, or add it in the overlay.",
    ),
    Code.NESTING_TOO_DEEP: Explanation(
        title="Types or markup are nested too deeply",
        meaning=(
            "Types inside types are read to a depth that no documented type comes near."
            " More is a mistake or an attempt to exhaust the generator."
        ),
        example=snapshot(f"final {_LISTS}names;"),
        fix="Use a class of its own for the inner part of the type.",
    ),
    Code.TOO_MANY: Explanation(
        title="A page or a declaration has too many parts",
        meaning=(
            "The number of members, constants or parameters is limited, far above what"
            " can be documented, and so is what a page has of lines, of brackets and of"
            " findings. More is a mistake or an attempt to exhaust the generator."
        ),
        example=reference(f"Future<void>set({_PARAMETERS})"),
        fix="Check that the page was stored as it should be.",
    ),
    Code.PROSE_LOOKS_LIKE_CODE: Explanation(
        title="Prose looks like a declaration",
        meaning=(
            "Outside of classes everything that does not begin like a declaration is"
            " prose, and no Python is made from it. This line has a brace, a semicolon"
            " or a shape that prose does not have, so that a declaration may be lost."
        ),
        example=page("""\
## UserSnapshot
clas UserSnapshot {
final String id;
}
"""),
        fix="Correct the keyword, or put the text into a fence or a code span.",
    ),
    Code.PROSE_BEFORE_DECLARATION: Explanation(
        title="Text between a heading and its declaration",
        meaning=(
            "A declaration follows its heading at once, and its description is in the"
            " doc comment. Text between the two is prose of the page: it is kept, but"
            " no docstring has it."
        ),
        example=page("""\
## UserSnapshot
Users have a name.

/** A user at one moment */
class UserSnapshot {
/** Identifies the user */
final String id;

Map<String, dynamic>toJson()
}
"""),
        fix="Move the text into the doc comment, or above the heading.",
    ),
    Code.HEADING_MISMATCH: Explanation(
        title="A heading and its declaration have different names",
        meaning=(
            "Each declaration has a heading of its own with exactly its name; links of"
            " other pages lead to it. The declaration's name is the one that is used."
        ),
        example=page("""\
## UserSnapshots
/** A user at one moment */
class UserSnapshot {
/** Identifies the user */
final String id;

Map<String, dynamic>toJson()
}
"""),
        fix="Give both the same name, and each declaration its own heading.",
    ),
    Code.MALFORMED_TAG: Explanation(
        title="A tag of a doc comment is not complete",
        meaning=(
            "`@param` is followed by the name of a parameter, once for each parameter."
            " A tag without what it needs describes nothing that can be found."
        ),
        example=reference("/** Changes the user\n@param */\nFuture<void>set(int age)"),
        fix="Write `@param name text`.",
    ),
    Code.UNKNOWN_TAG: Explanation(
        title="A doc comment has a tag that is not known",
        meaning=(
            "The tag and its text are kept in the docstring as they are. It may be a"
            " known tag misspelt, and its text then stands in the wrong place."
        ),
        example=reference("/** Fetches it\n@retrun The age */\nFuture<int>age()"),
        fix=(
            "Use `@param`, `@return`, `@throws`, `@deprecated`, `@see`, `@example` or"
            " `@remarks`."
        ),
    ),
    Code.UNCLOSED_FENCE: Explanation(
        title="A code block is not closed",
        meaning=(
            "A line of three backticks opens a code block and nothing closes it. What"
            " follows, to the end of the comment or the page, is taken for code."
        ),
        example=page("""\
## UserSnapshot
/** A user at one moment
```dart
print(user.id); */
class UserSnapshot {
/** Identifies the user */
final String id;

Map<String, dynamic>toJson()
}
"""),
        fix="Add a line of three backticks where the code ends.",
    ),
}

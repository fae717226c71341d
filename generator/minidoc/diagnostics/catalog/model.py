"""Codes of lowering pages to the API model, and of binding it to Python."""

from __future__ import annotations

from minidoc.diagnostics.catalog.entry import Explanation, page, reference, snapshot
from minidoc.diagnostics.codes import Code

MODEL = {
    Code.DUPLICATE_DECLARATION: Explanation(
        title="A name is declared twice",
        meaning=(
            "Two declarations, on one page or on two, have the same name. References to"
            " it would be ambiguous, and all public names of the package are in one"
            " place."
        ),
        example=page("""\
## UserKind
enum UserKind { person, bot }

## UserKind
enum UserKind { person, agent }
"""),
        fix="Rename one of the two, or remove it.",
    ),
    Code.DUPLICATE_MEMBER: Explanation(
        title="A class has two members of one name",
        meaning=(
            "Neither Dart nor Python has two members of one name in a class; the second"
            " would replace the first. Overloads are not supported either."
        ),
        example=snapshot("final String name;\n\nfinal int name;"),
        fix="Rename one of the two, or make optional parameters of an overload.",
    ),
    Code.DUPLICATE_PARAMETER: Explanation(
        title="A method has two parameters of one name",
        meaning=(
            "A call could not say which of the two it means, and Python refuses such a"
            " function. One of them is most likely misspelt."
        ),
        example=reference("Future<void>set(String name, int name)"),
        fix="Rename one of the two.",
    ),
    Code.UNDECLARED_TYPE: Explanation(
        title="A type is used and not declared",
        meaning=(
            "No page that was given declares the type, and neither does the overlay. It"
            " becomes an opaque alias: values go through unchanged, and type checkers"
            " know nothing of them."
        ),
        example=snapshot("final UserKind kind;"),
        fix="Give the page that declares it as well, or declare it in the overlay.",
    ),
    Code.DANGLING_REFERENCE: Explanation(
        title="A reference leads nowhere",
        meaning=(
            "Text in square brackets refers to a class, a member or a function, and"
            " none of the given pages has it. It becomes plain code, not a link."
        ),
        example=snapshot("/** Set by [UserRef.rename] */\nfinal String name;"),
        fix="Correct the name, or give the page that declares it as well.",
    ),
    Code.UNKNOWN_PARAMETER: Explanation(
        title="A parameter is described that does not exist",
        meaning=(
            "`@param` names something that is no parameter of this declaration. The"
            " text is kept in the docstring; the parameter may have been renamed, or"
            " the tag may belong elsewhere: classes, fields and enums have none."
        ),
        example=reference("/** Renames\n@param nam New */\nFuture<void>set(int name)"),
        fix="Use the name that the declaration has.",
    ),
    Code.UNDOCUMENTED_PARAMETER: Explanation(
        title="A parameter has no description",
        meaning=(
            "Other parameters of the declaration have a `@param`, and this one has"
            " none. Its docstring then says nothing about it."
        ),
        example=reference(
            "/** Changes the user\n@param name What it is called */\n"
            "Future<void>set({String? name, int? age})"
        ),
        fix="Add a `@param` to the page; nothing has to be done for the generator.",
    ),
    Code.PRIVATE_NAME: Explanation(
        title="A name begins with an underscore",
        meaning=(
            "In Dart and in Python such a name is private, and documentation should not"
            " have it. It is left out of the package."
        ),
        example=snapshot("final String _secret;"),
        fix="Remove it from the page, or give it a public name.",
    ),
    Code.UNBOUND_METHOD: Explanation(
        title="It is not known what a method sends",
        meaning=(
            "Pages say what a method is for, and not what it does on the wire: the"
            " overlay says that, and has no entry for this method. It is generated and"
            " documented, and raises NotImplementedError when it is called."
        ),
        example=reference("/** Deletes the user */\nFuture<void>delete()"),
        fix="Add a `[[bind]]` entry; `minidoc overlay suggest` prints it.",
    ),
    Code.LOST_TEXT: Explanation(
        title="Something of the page is left out",
        meaning=(
            "A part of a declaration has no place in the package: type arguments of a"
            " class that takes none, or a constructor beside the one that fills the"
            " fields. It is reported, because nothing may vanish silently."
        ),
        example=snapshot("final UserSnapshot<String>friend;"),
        fix="Remove it, or write a type that the package can have.",
    ),
    Code.INVALID_NAME: Explanation(
        title="A name cannot be a Python name",
        meaning=(
            "Names become Python identifiers after the usual change of spelling. This"
            " one has a character that Python does not allow, is too long, or is one"
            " that Python uses itself."
        ),
        example=snapshot("final String user$name;"),
        fix="Give it another name in the overlay; the wire keeps the one it has.",
    ),
    Code.NAME_COLLISION: Explanation(
        title="Two names become one in Python",
        meaning=(
            "Names differ on the page and are equal after the change of spelling, or"
            " after the normalisation that Python applies to identifiers. Neither is"
            " renamed silently, since callers would not know which is which."
        ),
        example=snapshot("final String photoUrl;\n\nfinal String photo_url;"),
        fix="Give one of the two another name in the overlay.",
    ),
    Code.RENAMED: Explanation(
        title="A name had to change",
        meaning=(
            "The name is a keyword of Python, or one that the generated class needs for"
            " itself, so that it got an underscore at its end. On the wire it keeps its"
            " own name."
        ),
        example=snapshot("/** Who invited the user */\nfinal String from;"),
        fix="Nothing has to be done; the overlay can give a better name.",
    ),
}

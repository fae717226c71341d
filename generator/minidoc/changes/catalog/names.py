"""Breaking changes of names: what is gone, renamed, moved, or of another kind."""

from __future__ import annotations

from minidoc.changes.catalog.entry import Meaning, entry, enum, handle, page, value
from minidoc.changes.codes import ChangeCode

_BOTH = """\
## UserRef
class UserRef {{
final String id;

{first}}}

## TeamRef
class TeamRef {{
final String id;

Future<void>close()

{second}}}
"""
_TOUCH = "/** Says that somebody is there */\nFuture<void>touch()\n"
_USES = "final Access access;"
_DECLARES = """
## Access
enum Access { read, write }
"""
_TAKES = "Future<void>grant(Access access)"
_NO_MORE = "\nFuture<void>leave()\n"
_WAVE = "/** Says that somebody is there */\nFuture<void>wave()"
_KEPT = entry("alias", 'name = "greet"\nuntil = "2.0"', "UserRef.wave")

NAMES = {
    ChangeCode.REMOVED_DECLARATION: Meaning(
        title="A class, an enum or a function is gone",
        meaning=(
            "No page declares it any more, and nothing that is new looks like it."
            " Importing it fails."
        ),
        before=value(
            "", "\n## UserState\nclass UserState {\nfinal bool isActive;\n}\n"
        ),
        after=value(""),
        fix="Find out from the pages what takes its place.",
    ),
    ChangeCode.REMOVED_MEMBER: Meaning(
        title="A field or a method is gone",
        meaning=(
            "The class is still there without it, and nothing that is new looks like"
            " it. Using it fails."
        ),
        before=handle(_TOUCH + _NO_MORE),
        after=handle(_NO_MORE),
        fix="Find out from the page what takes its place.",
    ),
    ChangeCode.REMOVED_CONSTANT: Meaning(
        title="A constant of an enum is gone",
        meaning=(
            "The enum no longer has the constant, and no new one has its wire value or"
            " its text. Using it fails; a value that still arrives is kept as unknown."
        ),
        before=enum("read, write, own"),
        after=enum("read, write"),
        fix="Use another constant.",
    ),
    ChangeCode.RENAMED_DECLARATION: Meaning(
        title="A class, an enum or a function has another name",
        meaning=(
            "What it declares and says is the same as before, under a new name. Names"
            " of its asynchronous twin and of its parameter dictionaries follow."
        ),
        before=value(
            "/** Where to write to */\nfinal String email;\n\n"
            "/** What to call the user */\nfinal String name;"
        ),
        after=page("""\
## PersonSnapshot
/** A user at one moment */
class PersonSnapshot {
/** Identifies the user */
final String id;

/** Where to write to */
final String email;

/** What to call the user */
final String name;

PersonSnapshot(Map<String, dynamic>json)

Map<String, dynamic>toJson()
}
"""),
        fix="Use the new name.",
    ),
    ChangeCode.RENAMED_MEMBER: Meaning(
        title="A field or a method has another name",
        meaning=(
            "It takes, gives and says the same as before, under a new name. Texts that"
            " follow the rename are no changes of their own."
        ),
        before=handle(_TOUCH),
        after=handle(_TOUCH.replace("touch", "markActive")),
        fix="Use the new name.",
    ),
    ChangeCode.RENAMED_CONSTANT: Meaning(
        title="A constant of an enum has another name",
        meaning=(
            "A constant with the same wire value or the same text has a new name. What"
            " travels is not affected."
        ),
        before=page(
            "## Access\nenum Access {\n/** May look at everything */\nread,\n"
            "/** May change everything */\nwrite\n}\n"
        ),
        after=page(
            "## Access\nenum Access {\n/** May look at everything */\nview,\n"
            "/** May change everything */\nwrite\n}\n"
        ),
        fix="Use the new name.",
    ),
    ChangeCode.MOVED_MEMBER: Meaning(
        title="A member has moved to another class",
        meaning=(
            "A member of the same name, signature and text is gone from one class and"
            " new in another. It is one event, and not an end and a beginning."
        ),
        before=page(_BOTH.format(first=_TOUCH + _NO_MORE, second="")),
        after=page(_BOTH.format(first=_NO_MORE, second=_TOUCH)),
        fix="Call it on an object of the other class.",
    ),
    ChangeCode.CHANGED_KIND: Meaning(
        title="Something is of another kind",
        meaning=(
            "A name stands for something of another nature: an enum for a class, a"
            " method for a field, a handle for a value. Hardly any use of it goes on"
            " working."
        ),
        before=handle("final bool active;"),
        after=handle("bool active()"),
        fix="Read the page again, and use it as what it is now.",
    ),
    ChangeCode.DECLARED_PARAMETER_TYPE: Meaning(
        title="A type that parameters take is declared now",
        meaning=(
            "Until now no page declared the type, so that any object could be given."
            " Now it is known, and only its values are accepted."
        ),
        before=handle(_TAKES),
        after=page(handle(_TAKES).page.partition("---\n\n")[2] + _DECLARES),
        fix="Give values of the type.",
    ),
    ChangeCode.REMOVED_OLD_NAME: Meaning(
        title="An old name no longer works",
        meaning=(
            "Something was renamed earlier, and an `[[alias]]` entry of the overlay has"
            " kept its old name for a while. The entry is gone, and the name with it."
        ),
        before=handle(_WAVE, _KEPT),
        after=handle(_WAVE),
        fix="Use the name of today.",
    ),
}

DECLARED_TYPE = Meaning(
    title="A type of results is declared now",
    meaning=(
        "Until now no page declared the type, so that results of it were objects of"
        " which nothing was known. Now its members are known."
    ),
    before=value(_USES),
    after=value(_USES, _DECLARES),
    fix="Nothing has to be done.",
)

"""Breaking changes of calls: parameters, results, waiting, what is sent."""

from __future__ import annotations

from minidoc.changes.catalog.entry import PUT, Meaning, entry, handle, page, value
from minidoc.changes.codes import ChangeCode

_OBJECT = """\
## UserRef
class UserRef {
final String id;

Future<void>set(UserParams data)
}

## UserParams
class UserParams {
String? name;

String? locale;

UserParams({String? name, String? locale})
}
"""
_INLINED = """\
## UserRef
class UserRef {
final String id;

Future<void>set({String? name, String? locale})
}
"""
_CLEARABLE = PUT + entry("correct", 'clearable = ["locale"]')

CALLS = {
    ChangeCode.REMOVED_PARAMETER: Meaning(
        title="A parameter is gone",
        meaning=(
            "The call no longer has this parameter, and nothing that it has now looks"
            " like it. Whoever gives it gets a type error, and a `TypeError` when the"
            " program runs."
        ),
        before=handle("Future<void>set({String? name, String? locale})"),
        after=handle("Future<void>set({String? name})"),
        fix="Leave it out of every call.",
    ),
    ChangeCode.RENAMED_PARAMETER: Meaning(
        title="A parameter has another name",
        meaning=(
            "A parameter of the same type, with the same text or in the same place, has"
            " a new name. Whoever gives it by its name has to write the new one."
        ),
        before=handle(
            "/** Changes it\n@param photoUrl A picture of the user */\n"
            "Future<void>set({String? photoUrl})"
        ),
        after=handle(
            "/** Changes it\n@param avatar A picture of the user */\n"
            "Future<void>set({String? avatar})"
        ),
        fix="Write the new name in every call.",
    ),
    ChangeCode.OBJECT_INLINED: Meaning(
        title="The fields of a parameter object became parameters",
        meaning=(
            "A call that took one object takes its fields by name. It is one event, and"
            " not the end of a class together with many new parameters."
        ),
        before=page(_OBJECT),
        after=page(_INLINED),
        fix="Give the fields by name, and no object.",
    ),
    ChangeCode.OBJECT_INTRODUCED: Meaning(
        title="Parameters became fields of a parameter object",
        meaning=(
            "A call that took parameters by name takes one object that has them as"
            " fields. It is one event, and not a new class together with the end of"
            " many parameters."
        ),
        before=page(_INLINED),
        after=page(_OBJECT),
        fix="Make the object in every call, and give that.",
    ),
    ChangeCode.ADDED_REQUIRED_PARAMETER: Meaning(
        title="There is a new parameter that has to be given",
        meaning=(
            "Every call, or everybody who makes such a value, has to give something"
            " new. What was written before gets a type error, and a `TypeError` when"
            " the program runs."
        ),
        before=handle("Future<void>set({String? name})"),
        after=handle("Future<void>set({String? name, required int age})"),
        fix="Give it in every call.",
    ),
    ChangeCode.NOW_REQUIRED: Meaning(
        title="A parameter has to be given",
        meaning=(
            "The parameter could be left out and no longer can. Calls that do so get a"
            " type error, and a `TypeError` when the program runs."
        ),
        before=handle("Future<void>set({String? name})"),
        after=handle("Future<void>set({required String name})"),
        fix="Give it in every call.",
    ),
    ChangeCode.KEYWORD_ONLY: Meaning(
        title="A parameter has to be given by name",
        meaning=(
            "The parameter could be given by its place and has to be named now. Nothing"
            " else about it has changed."
        ),
        before=handle("Future<void>set(String? name)"),
        after=handle("Future<void>set({String? name})"),
        fix="Write its name in every call.",
    ),
    ChangeCode.REORDERED_PARAMETERS: Meaning(
        title="Positional parameters stand in another order",
        meaning=(
            "What callers give by place arrives in another parameter. If the types are"
            " the same, no type checker notices."
        ),
        before=handle("Future<void>move(String from, int to)"),
        after=handle("Future<void>move(int to, String from)"),
        fix="Give these parameters in the new order, or by name.",
    ),
    ChangeCode.NARROWED_PARAMETER: Meaning(
        title="A parameter takes less than before",
        meaning=(
            "Some values that callers could give are no longer accepted. That is so as"
            " well where a callback has to give more than it had to."
        ),
        before=handle("Future<void>set(String? name, int age)"),
        after=handle("Future<void>set(String name, int age)"),
        fix="Find the calls that give what is no longer accepted.",
    ),
    ChangeCode.WIDENED_RESULT: Meaning(
        title="A result may be more than before",
        meaning=(
            "Callers may be handed values that they could not get until now, null being"
            " the usual one. What a callback is called with is a result as well."
        ),
        before=value("final String locale;"),
        after=value("final String? locale;"),
        fix="Handle the new values where the result is used.",
    ),
    ChangeCode.CHANGED_TYPE: Meaning(
        title="A type is another one",
        meaning=(
            "What is given or handed out has a type that has nothing to do with the one"
            " before. Code that uses it has to change."
        ),
        before=value("final String age;"),
        after=value("final bool age;"),
        fix="Use the new type wherever the value is given or read.",
    ),
    ChangeCode.LOST_RESULT: Meaning(
        title="A call no longer gives a result",
        meaning=(
            "The call gave something and gives nothing now. Code that uses its result"
            " gets a type error, and None when the program runs."
        ),
        before=handle("Future<bool>touch()"),
        after=handle("Future<void>touch()"),
        fix="Do without the result.",
    ),
    ChangeCode.BECAME_ASYNC: Meaning(
        title="A call of the async class has to be awaited",
        meaning=(
            "The page returns a future where it returned the value itself. In the async"
            " class the call is a coroutine now; in the other class nothing changes."
        ),
        before=handle("int age()"),
        after=handle("Future<int>age()"),
        fix="Await the call in asynchronous code.",
    ),
    ChangeCode.BECAME_SYNC: Meaning(
        title="A call of the async class answers at once",
        meaning=(
            "The page returns the value itself where it returned a future. In the async"
            " class an `await` in front of the call fails; in the other class nothing"
            " changes."
        ),
        before=handle("Future<int>age()"),
        after=handle("int age()"),
        fix="Remove the `await` in asynchronous code.",
    ),
    ChangeCode.NO_LONGER_CLEARABLE: Meaning(
        title="A parameter no longer takes CLEAR",
        meaning=(
            "The overlay said that the service takes null for this parameter, and no"
            " longer says so. Whoever gives `CLEAR` gets a type error."
        ),
        before=handle("Future<void>set({String? name, String? locale})", _CLEARABLE),
        after=handle("Future<void>set({String? name, String? locale})", PUT),
        fix="Reset the field in the way that the page describes.",
    ),
    ChangeCode.LOST_BINDING: Meaning(
        title="Nothing says any more what a call does",
        meaning=(
            "The overlay bound the method to something on the wire, and no longer does."
            " The method is still there, and raises `NotImplementedError` when called."
        ),
        before=handle("Future<void>set({String? name})", PUT),
        after=handle("Future<void>set({String? name})"),
        fix="Add a `[[bind]]` entry to the overlay, or stop calling it.",
    ),
}

"""Wire functions: private functions that say what travels, once for both worlds.

A path template such as `/users/{id}` becomes a tuple of segments; the placeholders
become parameters of the wire function.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from minidoc.ir.bindings import (
    ClearBinding,
    ReadBinding,
    SubscribeBinding,
    Topic,
    WireValue,
    WriteBinding,
)
from minidoc.ir.model import ClassDecl, MethodDecl, Parameter
from minidoc.python.code import Code, string_literal
from minidoc.python.data import wire_literal
from minidoc.python.model import PyFunction, PyParameter
from minidoc.python.names import Identifier, derived, public_name, snake
from minidoc.python.overview import Overview
from minidoc.python.types import TypeContext, annotation, named
from minidoc.values import frozen

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SESSION = {"session.appId": "app_id", "session.userId": "user_id"}


@frozen
class Argument:
    """The value of a placeholder: a wire function's parameter, and what is passed."""

    name: Identifier
    call: Code


@dataclass(slots=True)
class WireBinder:
    """Binds the wire functions of one module.

    Attributes:
        whole: For topics.
        types: Annotations; the wire has no world of its own.
        functions: What has been bound, by name.
    """

    whole: Overview
    types: TypeContext
    functions: dict[Identifier, PyFunction] = field(
        default_factory=dict[Identifier, PyFunction]
    )
    _names: dict[tuple[str, str], Identifier] = field(
        default_factory=dict[tuple[str, str], Identifier]
    )
    _used: set[Identifier] = field(default_factory=set[Identifier])

    def read(self, cls: ClassDecl, method: MethodDecl, binding: ReadBinding) -> Code:
        """Bind a read; returns the call that makes the operation."""
        topic = self._topic(binding.topic)
        arguments = self._arguments(cls, method, topic_templates(topic, self.whole))
        returns = self._operation(annotation(method.returns, self.types, "result"))
        call = self._topic_call(topic, [argument.name for argument in arguments])
        body = Code(f"return {self.types.scope.runtime('read')}({call})")
        name = self._function_name(cls.name, method.name)
        self._add(name, _parameters(arguments, self._text()), returns, body)
        return _call(name, [argument.call for argument in arguments])

    def topic(
        self, cls: ClassDecl, method: MethodDecl, binding: SubscribeBinding
    ) -> Code:
        """Bind what a subscription follows; returns the call that makes the topic."""
        topic = self._topic(binding.topic)
        arguments = self._arguments(cls, method, topic_templates(topic, self.whole))
        return self._topic_call(topic, [argument.call for argument in arguments])

    def write(self, cls: ClassDecl, method: MethodDecl, binding: WriteBinding) -> Code:
        """Bind a write; returns the call that makes the operation."""
        arguments = self._arguments(cls, method, [binding.path])
        placed = set(_placeholders([binding.path]))
        body = [p for p in method.parameters if p.name not in placed]
        fields = ", ".join(
            f"{string_literal(p.name)}: {self._name(cls, method, p)}" for p in body
        )
        extra = "".join(
            [
                (
                    f", accept={_tuple([Code(str(s)) for s in binding.accept])}"
                    if binding.accept
                    else ""
                ),
                f", defaults={_dict(binding.defaults)}" if binding.defaults else "",
                f", resets={_dict(binding.resets)}" if binding.resets else "",
            ]
        )
        write = self.types.scope.runtime("write")
        path = self._path(binding.path, arguments)
        verb = string_literal(binding.method)
        text = f"return {write}({verb}, {path}, {{{fields}}}{extra})"
        name = self._function_name(cls.name, method.name)
        parameters = (
            *_parameters(arguments, self._text()),
            *(self._keyword(cls, method, p) for p in body),
        )
        self._add(name, parameters, self._operation(Code("None")), Code(text))
        passed = [
            f"{self._name(cls, method, p)}={self._name(cls, method, p)}" for p in body
        ]
        return _call(name, [*(a.call for a in arguments), *map(Code, passed)])

    def clear(self, cls: ClassDecl, method: MethodDecl, binding: ClearBinding) -> Code:
        """Bind a reset of fields; returns the call that makes the operation."""
        arguments = self._arguments(cls, method, [binding.path])
        fields = method.parameters[-1]
        fields_name = self._name(cls, method, fields)
        known = ", ".join(
            f"{string_literal(python)}: {string_literal(wire)}"
            for python, wire in self._known(binding.like).items()
        )
        nested = _tuple([string_literal(name) for name in binding.nested])
        resets = f", resets={_dict(binding.resets)}" if binding.resets else ""
        clear = self.types.scope.runtime("clear")
        path = self._path(binding.path, arguments)
        text = (
            f"return {clear}({string_literal(binding.method)}, {path}, {fields_name},"
            f" known={{{known}}}, nested={nested}{resets})"
        )
        kind = annotation(fields.type, self.types, "parameter")
        name = self._function_name(cls.name, method.name)
        parameters = (
            *_parameters(arguments, self._text()),
            PyParameter(fields_name, kind, None, False),
        )
        self._add(name, parameters, self._operation(Code("None")), Code(text))
        return _call(name, [*(a.call for a in arguments), fields_name])

    def _add(
        self,
        name: Identifier,
        parameters: tuple[PyParameter, ...],
        returns: Code,
        body: Code,
    ) -> None:
        self.functions[name] = PyFunction(
            name, parameters, returns, body, on_self=False
        )

    def _function_name(self, cls: str, name: str) -> Identifier:
        """Name the wire function of a method, or of a topic when `cls` is empty.

        Where two would be called the same, the second gets a trailing underscore.
        """
        known = self._names.get((cls, name))
        if known is not None:
            return known
        plain = f"{cls}_{name}" if cls else f"{name}_topic"
        spelled = derived(f"_{snake(plain.replace('$', '_'))}")
        while spelled in self._used:
            spelled = derived(f"{spelled}_")
        self._names[cls, name] = spelled
        self._used.add(spelled)
        return spelled

    def _topic(self, name: str) -> Topic:
        return self.whole.topics[name]

    def _topic_call(self, topic: Topic, arguments: Sequence[Code]) -> Code:
        """Bind the function that makes a topic, in this module, and call it."""
        name = self._function_name("", topic.name)
        if name not in self.functions:
            self._bind_topic(name, topic)
        return _call(name, arguments)

    def _bind_topic(self, name: Identifier, topic: Topic) -> None:
        scope = self.types.scope
        placeholders = _placeholders(topic_templates(topic, self.whole))
        arguments = [_own_argument(text) for text in placeholders]
        snapshot = named(topic.snapshot, self.types)
        parts: list[str] = [self._path(topic.path, arguments), f"{snapshot}.from_json"]
        if topic.batch is not None:
            parts.append(f"batch={self._segment(topic.batch, arguments)}")
        if topic.query:
            parts.append(f"query={_dict(topic.query)}")
        if topic.events:
            event = scope.runtime("Event")
            events = [
                Code(f"{event}({string_literal(e.type)}, {string_literal(e.apply)})")
                for e in topic.events
            ]
            parts.append(f"events={_tuple(events)}")
        if topic.joins:
            joins = ", ".join(
                f"{string_literal(join.field)}: "
                + self._topic_call(
                    self._topic(join.topic), self._join_arguments(join.topic, arguments)
                )
                for join in topic.joins
            )
            parts.append(f"joins={{{joins}}}")
        if topic.absent:
            parts.append(f"absent={_tuple([string_literal(c) for c in topic.absent])}")
        topic_class = scope.runtime("Topic")
        body = Code(f"return {topic_class}({', '.join(parts)})")
        self._add(
            name,
            _parameters(arguments, self._text()),
            Code(f"{topic_class}[{snapshot}]"),
            body,
        )

    def _join_arguments(self, topic: str, given: Sequence[Argument]) -> list[Code]:
        wanted = _placeholders(topic_templates(self._topic(topic), self.whole))
        own = {argument.name for argument in given}
        return [name for name in map(_own_name, wanted) if name in own]

    def _arguments(
        self, cls: ClassDecl, method: MethodDecl, templates: Sequence[str]
    ) -> list[Argument]:
        parameters = {p.name: p for p in method.parameters}
        arguments: list[Argument] = []
        for text in _placeholders(templates):
            if text in _SESSION:
                call = Code(f"self._session.{_SESSION[text]}")
                arguments.append(Argument(_own_name(text), call))
            elif text in parameters:
                name = self._name(cls, method, parameters[text])
                arguments.append(Argument(_own_name(text), name))
            else:
                member = self.types.symbols.members[cls.name, text]
                arguments.append(Argument(_own_name(text), Code(f"self.{member}")))
        return arguments

    def _keyword(
        self, cls: ClassDecl, method: MethodDecl, parameter: Parameter
    ) -> PyParameter:
        kind = parameter_annotation(parameter, self.types)
        return PyParameter(self._name(cls, method, parameter), kind, None, True)

    def _name(
        self, cls: ClassDecl, method: MethodDecl, parameter: Parameter
    ) -> Identifier:
        return self.types.symbols.parameters[cls.name, method.name, parameter.name]

    def _known(self, like: str) -> dict[str, str]:
        """Python name to wire name of the parameters of another method.

        Names of before too, also as the wire had them: programs give them as strings.
        """
        cls, _, method = like.partition(".")
        symbols = self.types.symbols
        given = symbols.given.get((cls, method), {})
        known: dict[str, str] = {
            spelled: parameter for parameter, spelled in given.items()
        }
        for parameter, olds in symbols.renames.get((cls, method), {}).items():
            for old in olds:
                known.setdefault(old.name, parameter)
                known.setdefault(old.declared.name, parameter)
        return known

    def _operation(self, result: Code) -> Code:
        return Code(f"{self.types.scope.runtime('Operation')}[{result}]")

    def _text(self) -> Code:
        return self.types.scope.builtin("str", frozenset())

    def _path(self, template: str, arguments: Sequence[Argument]) -> Code:
        parts = [part for part in template.split("/") if part]
        return _tuple([self._segment(part, arguments) for part in parts])

    def _segment(self, part: str, arguments: Sequence[Argument]) -> Code:
        match = _PLACEHOLDER.fullmatch(part)
        if match is None:
            return string_literal(part)
        wanted = _own_name(match[1])
        return next(a.name for a in arguments if a.name == wanted)


def parameter_annotation(parameter: Parameter, types: TypeContext) -> Code:
    """Write an annotation: `Clear` where the wire clears, `None` where optional."""
    text = annotation(parameter.type, types, "parameter")
    optional = not parameter.required and parameter.default is None
    if not parameter.clearable and (not optional or parameter.type.nullable):
        return text
    plain = text.removesuffix(" | None")
    clear = f" | {types.scope.runtime('Clear')}" if parameter.clearable else ""
    none = " | None" if optional or parameter.type.nullable else ""
    return Code(f"{plain}{clear}{none}")


def topic_templates(topic: Topic, whole: Overview) -> list[str]:
    """Return every template of a topic, those of its joins included."""
    found = [topic.path, topic.batch or ""]
    for other in whole.joined(topic):
        found += topic_templates(other, whole)
    return found


def _placeholders(templates: Sequence[str]) -> list[str]:
    found = [name for text in templates for name in _PLACEHOLDER.findall(text)]
    return list(dict.fromkeys(found))


def _own_name(placeholder: str) -> Identifier:
    return public_name(snake(placeholder.replace(".", "_")))


def _own_argument(placeholder: str) -> Argument:
    name = _own_name(placeholder)
    return Argument(name, name)


def _parameters(arguments: Sequence[Argument], text: Code) -> tuple[PyParameter, ...]:
    return tuple(PyParameter(a.name, text, None, False) for a in arguments)


def _call(name: Identifier, arguments: Sequence[Code]) -> Code:
    return Code(f"{name}({', '.join(arguments)})")


def _tuple(items: Sequence[Code]) -> Code:
    tail = "," if len(items) == 1 else ""
    return Code(f"({', '.join(items)}{tail})")


def _dict(values: dict[str, WireValue]) -> Code:
    pairs = ", ".join(
        f"{string_literal(key)}: {wire_literal(value)}" for key, value in values.items()
    )
    return Code(f"{{{pairs}}}")
